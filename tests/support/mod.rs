//! Runs the built errlog and fails on what a test did not announce: another exit code, anything on standard error.

use std::ffi::OsStr;
use std::io::Write;
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::thread;

use serde_json::Value;

/// A call of errlog with these arguments, which is to succeed in silence unless told otherwise.
pub fn errlog<A: AsRef<OsStr>>(args: impl IntoIterator<Item = A>) -> Call {
    let mut command = Command::new(env!("CARGO_BIN_EXE_errlog"));
    // What the developer has configured for himself must not decide a test.
    command
        .args(args)
        .env_remove("ERRLOG_CONFIG")
        .env_remove("NO_COLOR")
        .env_remove("COLUMNS")
        .env("XDG_CONFIG_HOME", "/nonexistent");
    Call {
        command,
        stdin: None,
        code: 0,
        complaint: None,
    }
}

pub struct Call {
    command: Command,
    stdin: Option<Vec<u8>>,
    code: i32,
    complaint: Option<String>,
}

impl Call {
    pub fn stdin(mut self, bytes: impl Into<Vec<u8>>) -> Call {
        self.stdin = Some(bytes.into());
        self
    }

    pub fn in_folder(mut self, folder: impl Into<PathBuf>) -> Call {
        self.command.current_dir(folder.into());
        self
    }

    /// Columns that tables have to fit into; as many as they take when this is not called.
    pub fn columns(mut self, columns: u16) -> Call {
        self.command.env("COLUMNS", columns.to_string());
        self
    }

    /// The exit code to expect; 0 when this is not called.
    pub fn exits(mut self, code: i32) -> Call {
        self.code = code;
        self
    }

    /// Standard error must hold `text`; without this it must be empty.
    pub fn complains(mut self, text: &str) -> Call {
        self.complaint = Some(text.into());
        self
    }

    /// Runs it, and fails the test if it ends otherwise than announced.
    #[track_caller]
    pub fn run(mut self) -> Output {
        self.command.stdout(Stdio::piped()).stderr(Stdio::piped());
        self.command.stdin(if self.stdin.is_some() {
            Stdio::piped()
        } else {
            Stdio::null()
        });
        let mut child = self.command.spawn().expect("errlog starts");
        let feeder = child
            .stdin
            .take()
            .zip(self.stdin.take())
            .map(|(mut pipe, bytes)| {
                // errlog may stop reading before the end, which is its right.
                thread::spawn(move || drop(pipe.write_all(&bytes)))
            });
        let output = child.wait_with_output().expect("errlog ends");
        if let Some(feeder) = feeder {
            feeder.join().expect("standard input was fed");
        }
        let stdout = String::from_utf8(output.stdout).expect("standard output is UTF-8");
        let stderr = String::from_utf8_lossy(&output.stderr).into_owned();
        let told = match &self.complaint {
            Some(text) => stderr.contains(text),
            None => stderr.is_empty(),
        };
        assert!(
            told && output.status.code() == Some(self.code),
            "{:?}\nended with {}, expected {}\nexpected on standard error: {}\nstandard error:\n{stderr}\nstandard output:\n{stdout}",
            self.command,
            output.status,
            self.code,
            self.complaint.as_deref().unwrap_or("nothing"),
        );
        Output { stdout }
    }
}

pub struct Output {
    pub stdout: String,
}

impl Output {
    /// Standard output as one JSON value.
    #[track_caller]
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.stdout).expect("standard output is one JSON value")
    }

    /// Standard output as one JSON value a line.
    #[track_caller]
    pub fn jsonl(&self) -> Vec<Value> {
        let parse = |line| serde_json::from_str(line).expect("each line is a JSON value");
        self.stdout.lines().map(parse).collect()
    }
}

/// A file or folder of testdata/.
pub fn testdata(path: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
        .join("testdata")
        .join(path)
}
