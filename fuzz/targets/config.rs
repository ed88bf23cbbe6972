//! Any text as `errlog.toml`: refused with the file's name, or taken.

#![no_main]

use std::path::Path;

use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    if let Err(error) = errlog::config::parse(Path::new("errlog.toml"), text) {
        assert!(error.to_string().contains("errlog.toml:"), "{error}");
    }
});
