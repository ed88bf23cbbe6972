//! What each help page ends with.

pub const ERRLOG: &str = "\
Examples:
  errlog find 550e8400-e29b-41d4-a716-446655440000 /var/log/app
  errlog errors -n 5 app.log
  errlog patterns --by endpoint,hour --since 2h app.log access.log
  kubectl logs deploy/shop | errlog patterns

Each command has examples of its own: errlog errors --help";

pub const FIND: &str = "\
Examples:
  errlog find 550e8400 /var/log/app                   the beginning of an ID is enough
  errlog find 'Reference: 550e8400-e29b' app.log      so is a sentence that holds it
  errlog find -e req-7f3a -e req-81bc *.log           several at once
  errlog find --ids-from ids.txt --json app.log.gz    one event a line, for jq";

pub const ERRORS: &str = "\
Examples:
  errlog errors app.log                               every error block
  errlog errors -n 3 -C 2 app.log                     the newest three, two entries around each
  errlog errors --group --since yesterday /var/log    each distinct error once, with its count
  errlog errors --status 404 access.log               what counts as an error is yours to say";

pub const PATTERNS: &str = "\
Examples:
  errlog patterns app.log access.log                  what stands out
  errlog patterns --by hour -S yesterday app.log      when it fails
  errlog patterns --by endpoint,region *.log          where, by any field of the log
  errlog patterns --baseline monday.json --fail-on new app.log   exit code 3 on an error that Monday's --json had not";

pub const EVENTS: &str = "\
Examples:
  errlog events --json app.log | jq 'select(.duration_ms > 500)'
  errlog events -o csv access.log > access.csv
  errlog events --json --fingerprint app.log | jq -r .fingerprint | sort | uniq -c";

pub const INSPECT: &str = "\
Examples:
  errlog inspect app.log                              is it understood?
  errlog inspect --json /var/log/app | jq .coverage
  errlog inspect --field request_id=cid app.log       does the key help?";

pub const COMPLETIONS: &str = "\
Examples:
  errlog completions bash > ~/.local/share/bash-completion/completions/errlog
  errlog completions zsh > ~/.zfunc/_errlog
  errlog completions fish > ~/.config/fish/completions/errlog.fish";
