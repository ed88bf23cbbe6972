//! Lines of traces that come again: the same calls lead to one error after another. What such a line is, and which
//! frame it stands for, follows from its bytes, so it is worked out once.

use std::borrow::Cow;
use std::cell::RefCell;

use super::name::Name;
use super::{Frame, Line, Mark, frame_of, go, looks_ahead, mark, php};
use crate::recent::line_place;

/// So many lines are remembered at a time; of two that fall on one place, the later.
const PLACES: usize = 1024;

/// What a line is in a trace, seen alone.
#[derive(Debug, PartialEq)]
pub(super) enum Says<'a> {
    Call(Call<'a>),
    /// Anything else that has a mark.
    Marked {
        mark: Mark<'a>,
        /// It names an error and is a call as well: Ruby writes the innermost one so.
        is_call: bool,
    },
    /// Nothing, unless the lines behind it say otherwise.
    Nothing {
        looks_ahead: bool,
    },
}

/// A call, or where it is.
#[derive(Debug, PartialEq)]
pub(super) struct Call<'a> {
    /// The trace names its error after the last call.
    pub is_step: bool,
    /// Its trace is PHP's.
    pub is_php: bool,
    /// Where it was asked for.
    pub frame: Option<Frame<'a>>,
}

impl<'a> Says<'a> {
    /// What `line` says; the frame of a call only if `with_frame`.
    pub fn of(line: Line<'a>, with_frame: bool) -> Says<'a> {
        match mark(line) {
            Some(mark) => Says::by(mark, line, with_frame),
            None => Says::Nothing {
                looks_ahead: looks_ahead(line),
            },
        }
    }

    /// What `line` says by its mark.
    pub fn by(mark: Mark<'a>, line: Line<'a>, with_frame: bool) -> Says<'a> {
        match mark {
            Mark::Frame | Mark::Step => Says::Call(Call::of(line, mark == Mark::Step, with_frame)),
            mark => Says::Marked {
                is_call: matches!(mark, Mark::Head(_)) && frame_of(line).is_some(),
                mark,
            },
        }
    }
}

impl<'a> Call<'a> {
    pub fn of(line: Line<'a>, is_step: bool, with_frame: bool) -> Call<'a> {
        // Go writes a call's function in a line of its own.
        let named_alone = || {
            let text = line.text;
            go::is_function(text).then(|| go::function(text)).flatten()
        };
        Call {
            is_step,
            is_php: php::is_call(line),
            frame: match with_frame {
                true => frame_of(line).or_else(named_alone),
                false => None,
            },
        }
    }
}

thread_local! {
    // What a line says follows from it alone: it is the same for all sources.
    static LATELY: RefCell<Lately> = const { RefCell::new(Lately { known: Vec::new() }) };
}

/// Runs `read` with what this thread remembers.
pub(super) fn with<T>(read: impl FnOnce(&mut Lately) -> T) -> T {
    LATELY.with_borrow_mut(read)
}

/// Lines and what they say.
#[derive(Default)]
pub(super) struct Lately {
    /// Empty until something is remembered.
    known: Vec<Known>,
}

#[derive(Clone, Default)]
struct Known {
    line: Vec<u8>,
    what: What,
}

#[derive(Clone, Default)]
enum What {
    /// No line is known here.
    #[default]
    Free,
    Call {
        is_step: bool,
        is_php: bool,
        frame: Told,
    },
    Nothing,
    /// It names an error.
    Error {
        /// Which came of the one before it.
        is_cause: bool,
        is_call: bool,
        at: usize,
        kind: Option<(usize, usize)>,
        message: (usize, usize),
    },
}

/// What is known of a call's frame.
#[derive(Clone)]
enum Told {
    /// Nobody asked for it.
    Open,
    None,
    Frame {
        module: Part,
        function: Part,
        in_app: bool,
    },
}

/// A text that a line tells.
#[derive(Clone)]
enum Part {
    /// These bytes of the line.
    Within(usize, usize),
    Other(Box<str>),
}

impl Lately {
    /// What `raw` says, a line with its indentation; the frame of a call only if `with_frame`.
    #[inline]
    pub fn says<'a>(&mut self, raw: &'a str, with_frame: bool) -> Says<'a> {
        let Some(place) = line_place::<PLACES>(raw.as_bytes()) else {
            return Says::of(Line::new(raw), with_frame);
        };
        if let Some(says) = self.recall(place, raw, with_frame) {
            return says;
        }
        let says = Says::of(Line::new(raw), with_frame);
        self.learn(place, raw, &says, with_frame);
        says
    }

    #[inline]
    fn recall<'a>(&self, place: usize, raw: &'a str, with_frame: bool) -> Option<Says<'a>> {
        let known = self.known.get(place)?;
        match known.line == raw.as_bytes() {
            true => known.what.says(raw, with_frame),
            false => None,
        }
    }

    #[cfg(test)]
    pub fn knows(&self, raw: &str, with_frame: bool) -> bool {
        line_place::<PLACES>(raw.as_bytes())
            .is_some_and(|at| self.recall(at, raw, with_frame).is_some())
    }

    #[cold]
    fn learn(&mut self, place: usize, raw: &str, says: &Says, with_frame: bool) {
        let what = match says {
            Says::Call(call) => What::Call {
                is_step: call.is_step,
                is_php: call.is_php,
                frame: match &call.frame {
                    _ if !with_frame => Told::Open,
                    Some(frame) => Told::Frame {
                        module: Part::of(&frame.module, raw),
                        function: Part::of(&frame.function, raw),
                        in_app: frame.in_app,
                    },
                    None => Told::None,
                },
            },
            Says::Marked {
                mark: mark @ (Mark::Head(name) | Mark::Cause(name)),
                is_call,
            } => {
                let kind = name.kind.map(|kind| within(kind, raw));
                // A runtime's own word for its errors.
                if kind == Some(None) {
                    return;
                }
                What::Error {
                    is_cause: matches!(mark, Mark::Cause(_)),
                    is_call: *is_call,
                    at: name.at,
                    kind: kind.flatten(),
                    message: (name.message.start, name.message.end),
                }
            }
            // Source, below the call that it is the place of. Other lines without a mark are somebody's words, which are
            // seldom the same.
            Says::Nothing { looks_ahead: false } if raw.starts_with([' ', '\t']) => What::Nothing,
            _ => return,
        };
        self.known.resize(PLACES, Known::default());
        let known = &mut self.known[place];
        known.line.clear();
        known.line.extend_from_slice(raw.as_bytes());
        known.what = what;
    }
}

impl What {
    /// What it says of `raw`, the line it is known of, unless that is more than was asked for before.
    #[inline]
    fn says<'a>(&self, raw: &'a str, with_frame: bool) -> Option<Says<'a>> {
        match self {
            What::Free => None,
            What::Nothing => Some(Says::Nothing { looks_ahead: false }),
            &What::Error {
                is_cause,
                is_call,
                at,
                kind,
                message: (start, end),
            } => {
                let name = Name {
                    at,
                    kind: match kind {
                        Some((from, to)) => Some(raw.get(from..to)?),
                        None => None,
                    },
                    message: start..end,
                };
                let mark = match is_cause {
                    true => Mark::Cause(name),
                    false => Mark::Head(name),
                };
                Some(Says::Marked { mark, is_call })
            }
            What::Call {
                is_step,
                is_php,
                frame,
            } => Some(Says::Call(Call {
                is_step: *is_step,
                is_php: *is_php,
                frame: match frame {
                    _ if !with_frame => None,
                    Told::Open => return None,
                    Told::None => None,
                    Told::Frame {
                        module,
                        function,
                        in_app,
                    } => Some(Frame {
                        module: module.text(raw)?,
                        function: function.text(raw)?,
                        in_app: *in_app,
                    }),
                },
            })),
        }
    }
}

/// Which bytes of `line` a part of it is; `None` where it is none.
fn within(part: &str, line: &str) -> Option<(usize, usize)> {
    let from = (part.as_ptr() as usize).wrapping_sub(line.as_ptr() as usize);
    let to = from.checked_add(part.len())?;
    line.get(from..to).map(|_| (from, to))
}

impl Part {
    fn of(part: &str, raw: &str) -> Part {
        match within(part, raw) {
            _ if part.is_empty() => Part::Within(0, 0),
            Some((from, to)) => Part::Within(from, to),
            None => Part::Other(part.into()),
        }
    }

    #[inline]
    fn text<'a>(&self, raw: &'a str) -> Option<Cow<'a, str>> {
        match self {
            Part::Within(from, to) => raw.get(*from..*to).map(Cow::Borrowed),
            Part::Other(text) => Some(Cow::Owned(text.clone().into())),
        }
    }
}
