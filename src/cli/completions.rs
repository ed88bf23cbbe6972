//! `errlog completions SHELL`: the script that lets a shell complete commands, options and their values.

use clap::CommandFactory;
use clap_complete::Shell;

use super::args::Args;

/// The script, generated from the parser itself so that it never lags behind.
pub fn script(shell: Shell) -> Vec<u8> {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut Args::command(), "errlog", &mut script);
    script
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::ValueEnum;

    #[test]
    fn every_shell_s_script_completes_the_commands_and_their_long_options() {
        for shell in Shell::value_variants() {
            let script = String::from_utf8(script(*shell)).unwrap();
            for word in ["patterns", "same-request", "assume-tz"] {
                assert!(script.contains(word), "{shell} does not complete {word}");
            }
        }
    }
}
