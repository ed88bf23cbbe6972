//! Walks over the lines of a text and puts together what their marks say: errors, their messages, their calls.

use super::again::{self, Call, Lately, Says};
use super::line::{Lines, Place};
use super::name::{self, Name};
use super::read::{Section, Trace};
use super::{LOOKAHEAD, Line, Mark, dart, dotnet, inline, js, mark_before, php, python, ruby};

/// The trace in `text`, if there is one; its frames only if asked for.
pub(super) fn read(text: &str, want_frames: bool) -> Option<Trace<'_>> {
    again::with(|lately| read_with(lately, text, want_frames))
}

/// The same, with what is known of lines.
pub(super) fn read_with<'a>(
    lately: &mut Lately,
    text: &'a str,
    want_frames: bool,
) -> Option<Trace<'a>> {
    let mut reader = Reader {
        want_frames,
        ..Reader::default()
    };
    let mut lines = Lines { text, at: 0 };
    while let Some((start, raw)) = lines.next() {
        reader.take(start, raw, lately.says(raw, want_frames), &lines);
    }
    reader.finish()
}

#[derive(Default)]
struct Reader<'a> {
    want_frames: bool,
    sections: Vec<Section<'a>>,
    begun: Option<usize>,
    end: usize,
    has_stack: bool,
    is_php: bool,
    is_escaped: bool,
    /// A line named an error, or announced one.
    named: bool,
    /// The first name of an error that stands among other words, and the line that holds it.
    candidate: Option<(Place<'a>, Name<'a>)>,
    /// How many lines came after that one.
    lines_since: usize,
    /// The first line before the trace, where it is near.
    first: Option<Place<'a>>,
    /// The last line before the trace.
    before: Option<Place<'a>>,
    /// How many lines stand before the trace.
    lines: usize,
    /// Where a message that may turn out to be over would end.
    pending: usize,
    /// Between an uncaught error's place and the caret under its source.
    in_source: bool,
    led_to: usize,
    threads: usize,
}

impl<'a> Reader<'a> {
    fn take(&mut self, start: usize, raw: &'a str, says: Says<'a>, rest: &Lines<'a>) {
        // Most lines of a trace.
        if let Says::Call(call) = says {
            return self.called(start, raw, call);
        }
        let place = Place::of(start, raw);
        let line = place.line;
        let says = match says {
            Says::Nothing { looks_ahead: true } => {
                let mut next = [""; 2];
                for (slot, (_, line)) in next.iter_mut().zip(rest.clone()) {
                    *slot = line;
                }
                let mark = mark_before(line, &next);
                if mark.is_some() {
                    self.in_source = js::is_place(line.text);
                }
                mark.map_or(says, |mark| Says::by(mark, line, self.want_frames))
            }
            says => says,
        };
        match says {
            Says::Call(call) => self.called(start, raw, call),
            Says::Marked {
                mark: Mark::Detail, ..
            } if self.in_message() && js::is_difference(line) => self.pending = place.end,
            Says::Marked { mark, is_call } => self.marked(place, mark, is_call),
            Says::Nothing { .. } => self.unmarked(place),
        }
    }

    fn called(&mut self, start: usize, raw: &'a str, call: Call<'a>) {
        match self.begun {
            Some(_) => {}
            None if call.is_step => self.begun = Some(start),
            None => self.begin_before(Place::of(start, raw)),
        }
        self.close(None);
        self.has_stack = true;
        self.end = start + raw.len();
        self.pending = self.end;
        self.call(raw, call);
    }

    fn marked(&mut self, place: Place<'a>, mark: Mark<'a>, is_call: bool) {
        if self.begun.is_none() && !self.begin(place, &mark) {
            return;
        }
        // The end of the message before: where this line names an inner exception after some words, there.
        let stop = match &mark {
            Mark::Cause(name) if name.at > 0 => Some(place.range(&(name.at..name.at)).start),
            _ => None,
        };
        let names_last = matches!(mark, Mark::Head(_)) && self.awaits_name();
        if !names_last {
            self.close(stop);
        }
        self.named |= matches!(
            mark,
            Mark::Head(_) | Mark::Cause(_) | Mark::Outcome(_) | Mark::Opening(_)
        );
        self.has_stack |= self.end > 0 || !matches!(mark, Mark::Head(_));
        self.end = place.end;
        match mark {
            Mark::Head(name) if names_last => self.name(place, name),
            Mark::Cause(name) if self.is_nameless() => self.name(place, name),
            Mark::Head(name) | Mark::Cause(name) => self.add(place, name, false),
            Mark::Outcome(name) => {
                self.led_to += 1;
                self.add(place, name, false);
            }
            Mark::Opening(name) => {
                // `Exception in thread Thread-1:` and the traceback below it are one.
                if !self
                    .sections
                    .last()
                    .is_some_and(|s| s.unnamed && !s.has_calls && s.kind.is_none())
                {
                    self.add(place, name, true);
                }
            }
            Mark::Consequence => self.led_to += usize::from(place.line.indent == 0),
            Mark::Thread => self.thread(),
            // Calls are taken by themselves.
            Mark::Link | Mark::Detail | Mark::Frame | Mark::Step => {}
            Mark::Message(message) => {
                if let Some(last) = self.sections.last_mut() {
                    last.message = place.range(&message);
                    last.open = true;
                }
            }
        }
        self.pending = self.end;
        if is_call {
            let call = Call::of(place.line, false, self.want_frames);
            self.call(place.line.text, call);
        }
    }

    /// Where the trace begins, now that a line of one is here; false if that line means nothing by itself.
    fn begin(&mut self, place: Place<'a>, mark: &Mark<'a>) -> bool {
        match mark {
            Mark::Detail | Mark::Message(_) => return false,
            Mark::Head(name) | Mark::Opening(name) => {
                self.begun = Some(place.range(&(name.at..name.at)).start)
            }
            Mark::Cause(_) if self.candidate.is_none() => self.begun = Some(place.start),
            _ => self.begin_before(place),
        }
        true
    }

    /// Begins at the words before a trace that has no line of its own that names the error.
    fn begin_before(&mut self, place: Place<'a>) {
        let near = self.lines_since <= LOOKAHEAD;
        let named = self.candidate.take().filter(|_| near).or_else(|| {
            let before = self.before?;
            let text = before.line.text;
            let is_type = |name: &Name| {
                name.kind.is_some_and(|k| {
                    let last = k.rsplit(['.', ':', '\\']).next().unwrap_or(k);
                    last.starts_with(|c: char| c.is_uppercase())
                        && last.contains(|c: char| c.is_lowercase())
                })
            };
            if let Some(name) = name::named(text, 0).filter(is_type) {
                return Some((before, name));
            }
            if !ruby::is_call(place.line) {
                return None;
            }
            let first = self.first.filter(|_| self.lines <= LOOKAHEAD);
            ruby::inline(text)
                .map(|name| (before, name))
                .or_else(|| first.and_then(|f| Some((f, ruby::dashed(f.line.text)?))))
        });
        if let Some((line, _)) = named {
            self.named = true;
            self.take_php(line);
        }
        let (begun, section) = match (named, self.before) {
            (Some((line, name)), last) => {
                let mut message = line.range(&name.message);
                if message.end == line.end
                    && let Some(last) = last
                {
                    message.end = last.end;
                }
                (
                    line.range(&(name.at..name.at)).start,
                    Section {
                        kind: name.kind,
                        message,
                        ..Section::default()
                    },
                )
            }
            (None, Some(last)) if last.line.text.contains(char::is_alphanumeric) => (
                place.start,
                Section {
                    message: last.start..last.end,
                    ..Section::default()
                },
            ),
            (None, _) => (place.start, Section::default()),
        };
        self.begun = Some(begun);
        self.sections.push(section);
    }

    fn awaits_name(&self) -> bool {
        self.sections.last().is_some_and(|s| s.unnamed)
    }

    /// Whether nothing is known yet of the last error, which an opening promised.
    fn is_nameless(&self) -> bool {
        self.sections
            .last()
            .is_some_and(|s| s.kind.is_none() && s.message.is_empty() && !s.has_calls)
    }

    /// Whether the message of the last error may go on.
    fn in_message(&self) -> bool {
        self.sections.last().is_some_and(|s| s.open)
    }

    /// Ends the last message, at `stop` or with the last line that it can have had.
    fn close(&mut self, stop: Option<usize>) {
        if let Some(last) = self.sections.last_mut().filter(|s| s.open) {
            last.message.end = stop.unwrap_or(self.pending).max(last.message.start);
            last.open = false;
        }
    }

    fn add(&mut self, place: Place<'a>, name: Name<'a>, unnamed: bool) {
        self.take_php(place);
        self.push(place, &name, unnamed);
        // Inner exceptions in the same line: `X: message ---> Y: message`.
        let mut from = name.message.start;
        while let Some(inner) =
            dotnet::inner(place.line.text, from).filter(|inner| inner.message.start > from)
        {
            self.close(Some(place.range(&(inner.at..inner.at)).start));
            from = inner.message.start;
            self.push(place, &inner, false);
        }
    }

    fn take_php(&mut self, place: Place<'a>) {
        self.is_php |= php::inline(place.line.text).is_some();
        self.is_escaped |= php::is_escaped(place.line.text);
    }

    fn push(&mut self, place: Place<'a>, name: &Name<'a>, unnamed: bool) {
        self.sections.push(Section {
            kind: name.kind,
            message: place.range(&name.message),
            unnamed,
            open: !unnamed && name.message.end == place.line.text.len(),
            led_to: self.led_to,
            ..Section::default()
        });
        if unnamed && let Some(last) = self.sections.last_mut() {
            last.message = 0..0;
        }
        self.pending = place.end;
    }

    /// Gives the last section the name that it has been waiting for.
    fn name(&mut self, place: Place<'a>, name: Name<'a>) {
        let Some(last) = self.sections.last_mut() else {
            return;
        };
        // A panic has its kind already; whatever the line looks like is its message.
        last.message = match last.kind {
            Some(_) => place.range(&(0..place.line.text.len())),
            None => place.range(&name.message),
        };
        last.kind = last.kind.or(name.kind);
        last.unnamed = false;
        last.open = last.message.end == place.end;
        self.end = place.end;
        self.pending = place.end;
    }

    fn thread(&mut self) {
        self.threads += 1;
        if self.threads > 1 {
            self.sections.push(Section {
                aside: true,
                led_to: self.led_to,
                ..Section::default()
            });
        }
    }

    fn call(&mut self, raw: &'a str, call: Call<'a>) {
        let step = call.is_step;
        self.is_php |= call.is_php;
        let continues = self.sections.last().is_some_and(|s| !step || s.unnamed);
        if !continues {
            // Ruby prints what led to an error above it where it prints the innermost call last.
            let follows = self.sections.last().is_some_and(|s| s.has_calls);
            self.led_to += usize::from(step && follows && ruby::is_numbered(Line::new(raw)));
            self.sections.push(Section {
                unnamed: step,
                led_to: self.led_to,
                ..Section::default()
            });
        }
        let Some(last) = self.sections.last_mut() else {
            return;
        };
        last.has_calls = true;
        let Some(next) = call.frame else {
            return;
        };
        match last.frames.last_mut() {
            // It only says where the frame before it is, and so whose code that is.
            Some(frame) if next.function.is_empty() => {
                frame.in_app &= next.in_app;
                if frame.module.is_empty() {
                    frame.module = next.module;
                }
            }
            Some(frame) if *frame == next => {}
            _ => last.frames.push(next),
        }
    }

    fn unmarked(&mut self, place: Place<'a>) {
        if self.begun.is_none() {
            self.lines_since += 1;
            if self.candidate.is_none() {
                self.lines_since = 0;
                self.candidate = inline(place.line.text).map(|name| (place, name));
            }
            self.first = self.first.or(Some(place));
            self.before = Some(place);
            self.lines += 1;
            return;
        }
        if self.in_source {
            self.in_source = !js::is_caret(place.line.text);
            self.end = place.end;
            return;
        }
        if let Some(last) = self.sections.last().filter(|s| s.unnamed) {
            if !last.has_calls && place.line.indent == 0 {
                return self.name(place, dart::value(place.line.text, 0));
            }
            if let Some(name) = python::last_line(place.line) {
                return self.name(place, name);
            }
        }
        if self.in_message() {
            self.pending = place.end;
        } else if place.line.indent > 0 || place.line.is_punctuation() {
            self.end = place.end;
        }
    }

    fn finish(mut self) -> Option<Trace<'a>> {
        if self.begun.is_none() {
            // Only words: they name an error if the first line does.
            let (place, name) = self.candidate.take().filter(|(place, name)| {
                place.start == 0
                    && (!matches!(name.kind, Some("Error" | "Exception"))
                        || php::inline(place.line.text).is_some())
            })?;
            self.begun = Some(place.range(&(name.at..name.at)).start);
            self.end = place.end;
            self.named = true;
            self.add(place, name, false);
        }
        // What stands after the name of an error that comes last is its message; elsewhere, only where calls follow.
        if let Some(last) = self.sections.last_mut().filter(|s| s.open) {
            if last.has_calls {
                last.message.end = self.pending;
                self.end = self.end.max(self.pending);
            }
            last.open = false;
        }
        if !self.named && !self.sections.iter().any(|s| s.has_calls) {
            return None;
        }
        let start = self.begun?;
        // The one that came out last first. Python prints it last, what led to it before.
        let mut sections = self.sections;
        sections.retain(|section| !section.aside);
        sections.sort_by_key(|section| std::cmp::Reverse(section.led_to));
        Some(Trace {
            range: start..self.end.max(start),
            sections,
            has_stack: self.has_stack,
            is_php: self.is_php,
            is_escaped: self.is_escaped,
        })
    }
}
