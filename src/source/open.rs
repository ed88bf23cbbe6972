//! Opening a source: a plain file is read by position, everything else as a stream of text bytes.

use std::fs::File;
use std::io::{self, Read, Seek};
use std::time::SystemTime;

use encoding_rs_io::DecodeReaderBytesBuilder;

use super::decompress::{Damage, Decompress};
use super::lookahead::Lookahead;
use super::paths::Location;
use super::progress::Progress;
use super::sniff::{Content, HEAD};
use crate::error::Problem;
use crate::event::Time;

/// One place that bytes come from, opened.
pub struct Source {
    /// As the user wrote it or as it was met while walking; `stdin` for standard input.
    pub name: String,
    pub input: Input,
    /// When it was last written, which is where a date or year that the log leaves out comes from; now for
    /// pipes.
    pub modified: Time,
    /// Bytes on disk (compressed ones, for a compressed source); `None` for pipes.
    pub size: Option<u64>,
}

pub enum Input {
    /// A regular file of plain bytes, which several workers may read at once.
    File(PlainFile),
    /// Decompressed and decoded bytes, in order. Its last word may be an error that carries a [`Damage`].
    ///
    /// A UTF-8 byte order mark is left in both kinds of input, so that offsets are those of the file; a UTF-16
    /// one is gone, since its text has been decoded to UTF-8.
    Stream(Box<dyn Read + Send>),
}

/// A regular file, read by position.
#[derive(Debug)]
pub struct PlainFile {
    file: File,
    len: u64,
    modified: SystemTime,
    progress: Progress,
}

impl PlainFile {
    /// Reads at `offset`: fewer bytes than `buf` holds only at the end, which may come before or after
    /// [`PlainFile::len`] when the file is truncated or grows meanwhile.
    pub fn read_at(&self, buf: &mut [u8], offset: u64) -> io::Result<usize> {
        let mut filled = 0;
        while filled < buf.len() {
            match platform::read_at(&self.file, &mut buf[filled..], offset + filled as u64) {
                Ok(0) => break,
                Ok(n) => filled += n,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
            }
        }
        self.progress.add(filled);
        Ok(filled)
    }

    /// Bytes in it when it was opened.
    pub fn len(&self) -> u64 {
        self.len
    }

    pub fn is_empty(&self) -> bool {
        self.len == 0
    }

    pub fn modified(&self) -> SystemTime {
        self.modified
    }
}

impl Source {
    /// Opens a source. Bytes read from it are added to `progress` as they leave the disk or pipe.
    pub fn open(location: &Location, progress: &Progress) -> Result<Source, Problem> {
        let name = location.name();
        let opened = match location {
            Location::Stdin => platform::stdin(),
            Location::Path(path) => File::open(path),
        };
        opened
            .and_then(|file| Source::of(file, name.clone(), progress))
            .map_err(|error| trouble(&name, &error))
    }

    fn of(mut file: File, name: String, progress: &Progress) -> io::Result<Source> {
        let metadata = file.metadata()?;
        if metadata.is_dir() {
            return Err(io::ErrorKind::IsADirectory.into());
        }
        let modified = metadata.modified().unwrap_or_else(|_| SystemTime::now());
        // Files under /proc claim to be regular and empty; standard input may have been read from before.
        let by_position = metadata.is_file() && metadata.len() > 0 && file.stream_position()? == 0;
        if by_position {
            let plain = PlainFile {
                file,
                len: metadata.len(),
                modified,
                progress: progress.clone(),
            };
            let mut head = [0; HEAD];
            let n = platform::read_at(&plain.file, &mut head, 0)?;
            if Content::of(&head[..n]) == Content::Plain {
                return Ok(Source {
                    name,
                    modified: Time::from(modified),
                    size: Some(plain.len),
                    input: Input::File(plain),
                });
            }
            file = plain.file;
            // Where reading by position moves the cursor (Windows), the stream must still begin at the start.
            file.rewind()?;
        }
        let counted = Counted {
            inner: file,
            progress: progress.clone(),
        };
        Ok(Source {
            name,
            input: Input::Stream(text_stream(Box::new(counted))?),
            modified: match metadata.is_file() {
                true => Time::from(modified),
                false => Time::from(SystemTime::now()),
            },
            size: metadata.is_file().then_some(metadata.len()),
        })
    }
}

/// Decompresses and decodes what the first bytes say needs it.
pub(super) fn text_stream(raw: Box<dyn Read + Send>) -> io::Result<Box<dyn Read + Send>> {
    let mut raw = Lookahead::new(raw);
    match Content::of(raw.peek(HEAD)) {
        Content::Plain => Ok(Box::new(raw)),
        Content::Utf16 => Ok(decoded(raw)),
        Content::Compressed(codec) => {
            let mut text = Lookahead::new(Box::new(Decompress::new(codec, raw)));
            match Content::of(text.peek(HEAD)) {
                Content::Utf16 => Ok(decoded(text)),
                _ => Ok(Box::new(text)),
            }
        }
        Content::Foreign(what) => {
            let damage = Damage {
                what: format!("is {what}, which errlog does not read"),
                mend: "unpack it first".to_owned(),
                complete: false,
            };
            Err(io::Error::new(io::ErrorKind::Unsupported, damage))
        }
    }
}

fn decoded(utf16: Lookahead) -> Box<dyn Read + Send> {
    // The byte order mark, known to be there, says which of the two it is.
    Box::new(DecodeReaderBytesBuilder::new().build(utf16))
}

/// An error met while opening or reading, in words for people.
pub fn trouble(source: &str, error: &io::Error) -> Problem {
    if let Some(damage) = damage(error) {
        return Problem {
            harmless: damage.complete,
            ..Problem::new(source, &damage.what, &damage.mend)
        };
    }
    let (what, mend) = match error.kind() {
        io::ErrorKind::NotFound => ("does not exist", "check the path"),
        io::ErrorKind::PermissionDenied => (
            "may not be read",
            "run as a user who may, or change its mode",
        ),
        io::ErrorKind::IsADirectory => ("is a directory", "name a file"),
        _ => {
            let what = format!("could not be read ({error})");
            return Problem::new(source, what, "check the file and the disk it is on");
        }
    };
    Problem::new(source, what, mend)
}

/// What a reading error says about the source's data, if the data is to blame.
pub fn damage(error: &io::Error) -> Option<&Damage> {
    error.get_ref()?.downcast_ref()
}

struct Counted<R> {
    inner: R,
    progress: Progress,
}

impl<R: Read> Read for Counted<R> {
    fn read(&mut self, buf: &mut [u8]) -> io::Result<usize> {
        let n = self.inner.read(buf)?;
        self.progress.add(n);
        Ok(n)
    }
}

#[cfg(unix)]
mod platform {
    use std::fs::File;
    use std::io;
    use std::os::fd::AsFd;
    use std::os::unix::fs::FileExt;

    pub fn read_at(file: &File, buf: &mut [u8], offset: u64) -> io::Result<usize> {
        file.read_at(buf, offset)
    }

    /// Standard input as a file of its own, past the standard library's buffer and lock.
    pub fn stdin() -> io::Result<File> {
        Ok(File::from(io::stdin().as_fd().try_clone_to_owned()?))
    }
}

#[cfg(windows)]
mod platform {
    use std::fs::File;
    use std::io;
    use std::os::windows::fs::FileExt;
    use std::os::windows::io::AsHandle;

    pub fn read_at(file: &File, buf: &mut [u8], offset: u64) -> io::Result<usize> {
        file.seek_read(buf, offset)
    }

    pub fn stdin() -> io::Result<File> {
        Ok(File::from(io::stdin().as_handle().try_clone_to_owned()?))
    }
}
