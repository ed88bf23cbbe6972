//! Compressed sources as one stream of bytes: members one after the other, padding between and after them,
//! and an honest word about what is damaged.

use std::fmt;
use std::io::{self, BufRead, Read};

use super::lookahead::Lookahead;
use super::sniff::{Codec, HEAD};

/// Most bytes asked of a decoder at once. A decoder that meets damage forgets what it wrote in the same
/// call, so this bounds the loss before the damaged place. zstd decodes blocks of up to 128 KiB, and one that does not
/// fit is written twice.
const STEP: usize = 32 << 10;
const ZSTD_STEP: usize = 128 << 10;

/// What is wrong with a source's bytes, carried inside the `io::Error` that ends it. Everything that could
/// be read was delivered before.
#[derive(Clone, Debug)]
pub struct Damage {
    pub what: String,
    pub mend: String,
    /// The data itself was whole; something else follows it.
    pub complete: bool,
}

impl fmt::Display for Damage {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        write!(f, "{}: {}", self.what, self.mend)
    }
}

impl std::error::Error for Damage {}

/// Reads every member of a compressed source.
pub struct Decompress {
    codec: Codec,
    state: State,
}

enum State {
    Between(Lookahead),
    Inside(Box<dyn Member>),
    Ended,
}

/// One gzip member, zstd frame, or bzip2 or xz stream being decoded.
trait Member: Read + Send {
    /// What follows the member, once it has been read to its end.
    fn into_rest(self: Box<Self>) -> Lookahead;
}

impl Member for flate2::bufread::GzDecoder<Lookahead> {
    fn into_rest(self: Box<Self>) -> Lookahead {
        (*self).into_inner()
    }
}

impl Member for zstd::stream::read::Decoder<'static, Lookahead> {
    fn into_rest(self: Box<Self>) -> Lookahead {
        (*self).finish()
    }
}

impl Member for bzip2::bufread::BzDecoder<Lookahead> {
    fn into_rest(self: Box<Self>) -> Lookahead {
        (*self).into_inner()
    }
}

impl Member for liblzma::bufread::XzDecoder<Lookahead> {
    fn into_rest(self: Box<Self>) -> Lookahead {
        (*self).into_inner()
    }
}

fn open_member(codec: Codec, packed: Lookahead) -> io::Result<Box<dyn Member>> {
    Ok(match codec {
        Codec::Gzip => Box::new(flate2::bufread::GzDecoder::new(packed)),
        Codec::Zstd => Box::new(zstd::stream::read::Decoder::with_buffer(packed)?.single_frame()),
        Codec::Bzip2 => Box::new(bzip2::bufread::BzDecoder::new(packed)),
        Codec::Xz => Box::new(liblzma::bufread::XzDecoder::new(packed)),
    })
}

impl Decompress {
    pub fn new(codec: Codec, packed: Lookahead) -> Decompress {
        Decompress {
            codec,
            state: State::Between(packed),
        }
    }

    /// Opens the next member, or ends the stream where none follows.
    fn advance(&self, mut packed: Lookahead) -> io::Result<State> {
        skip_zeros(&mut packed)?;
        let head = packed.peek(HEAD);
        if head.is_empty() {
            // Either the end, or an error that looking ahead has met.
            packed.fill_buf()?;
            return Ok(State::Ended);
        }
        if self.codec.begins(head) {
            return open_member(self.codec, packed).map(State::Inside);
        }
        let name = self.codec.name();
        let damage = Damage {
            what: format!("holds something else after the end of its {name} data"),
            mend: format!("all of the {name} data was read; look at what was appended to it"),
            complete: true,
        };
        Err(io::Error::new(io::ErrorKind::InvalidData, damage))
    }

    /// The decoder's error in words, unless it was the disk or the pipe that failed.
    fn blame(&self, error: io::Error) -> io::Error {
        if error.raw_os_error().is_some() || error.get_ref().is_some_and(|e| e.is::<Damage>()) {
            return error;
        }
        let name = self.codec.name();
        let what = match error.kind() {
            io::ErrorKind::UnexpectedEof => format!("ends in the middle of the {name} data"),
            _ => format!("holds damaged {name} data ({error})"),
        };
        let damage = Damage {
            what,
            mend: "what came before it was read: copy the file again".to_owned(),
            complete: false,
        };
        io::Error::new(error.kind(), damage)
    }

    fn step(&mut self, buf: &mut [u8]) -> io::Result<Option<usize>> {
        self.state = match std::mem::replace(&mut self.state, State::Ended) {
            State::Ended => return Ok(Some(0)),
            State::Between(packed) => self.advance(packed)?,
            State::Inside(mut member) => match member.read(buf) {
                Ok(0) => State::Between(member.into_rest()),
                Ok(n) => {
                    self.state = State::Inside(member);
                    return Ok(Some(n));
                }
                Err(error) if error.kind() == io::ErrorKind::Interrupted => State::Inside(member),
                Err(error) => return Err(error),
            },
        };
        Ok(None)
    }
}

impl Read for Decompress {
    fn read(&mut self, buf: &mut [u8]) -> io::Result<usize> {
        let most = buf.len().min(match self.codec {
            Codec::Zstd => ZSTD_STEP,
            _ => STEP,
        });
        if most == 0 {
            return Ok(0);
        }
        loop {
            match self.step(&mut buf[..most]) {
                Ok(None) => {}
                Ok(Some(n)) => return Ok(n),
                Err(error) => return Err(self.blame(error)),
            }
        }
    }
}

/// Tapes and preallocated files end in zeros, which are part of no member.
fn skip_zeros(packed: &mut Lookahead) -> io::Result<()> {
    loop {
        let ready = match packed.fill_buf() {
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            ready => ready?,
        };
        let zeros = ready.iter().take_while(|&&b| b == 0).count();
        let all = zeros == ready.len();
        packed.consume(zeros);
        if zeros == 0 || !all {
            return Ok(());
        }
    }
}
