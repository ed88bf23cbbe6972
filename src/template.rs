//! Texts that programs fill in. What one statement of a program writes differs in its values and not in the words
//! between; what is known of one such text holds for the others, if it was found without looking at the values.
//!
//! [`Template::of`] tells values from words by their bytes alone, so that texts of one template fall into the same
//! pieces.

use wide::u8x16;

use crate::lead::Lead;
use crate::sixteen::{alphanumeric, between, is, run};

/// What may stand in a gap between words: never a blank, a quote, a bracket, nor any of `=:,;|<>` and the backslash.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Gap {
    /// Letters, digits, `-` and `_`, among them a digit.
    Number,
    /// The same with or without a digit: what stands behind an equals sign.
    Word,
    /// What stands behind a method; it begins with a slash.
    Target,
}

impl Gap {
    /// How long the value is that `text` begins with; 0 where it is none.
    #[inline]
    fn len(self, text: &[u8]) -> usize {
        match self {
            Gap::Word => word(text),
            Gap::Number => {
                let len = word(text);
                let has_digit = text[..len].iter().any(u8::is_ascii_digit);
                if has_digit { len } else { 0 }
            }
            Gap::Target if text.first() == Some(&b'/') => run(text, in_target),
            Gap::Target => 0,
        }
    }
}

/// How many letters, digits, `-` and `_` a text begins with.
#[inline]
fn word(text: &[u8]) -> usize {
    run(text, |bytes| {
        alphanumeric(bytes) | is(bytes, b'-') | is(bytes, b'_')
    })
}

/// Marks what may be in a target: letters, digits and `-._~/%?&+*@!$`.
#[inline]
fn in_target(bytes: u8x16) -> u8x16 {
    // From `*` to `/` without the comma.
    let signs = between(bytes, b'*', b'/') & !is(bytes, b',');
    let marks = between(bytes, b'$', b'&') | is(bytes, b'!') | between(bytes, b'?', b'@');
    alphanumeric(bytes) | signs | marks | is(bytes, b'_') | is(bytes, b'~')
}

/// Most gaps of a template.
const GAPS: usize = 14;
/// Longer texts have no template.
pub const LONGEST: usize = 240;

/// Where the pieces of a text begin: words and values in turn, words first.
pub type Starts = [u8; 2 * GAPS + 2];

/// A text cut into words and gaps. Words are printable ASCII.
#[derive(Debug)]
pub struct Template<'t> {
    pub text: &'t [u8],
    gaps: Vec<Gap>,
    starts: Starts,
}

/// A place in all texts of a template: so many bytes behind the beginning of a piece.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Mark {
    piece: u8,
    behind: u8,
}

impl Mark {
    #[inline]
    pub fn in_text(self, starts: &Starts) -> usize {
        usize::from(starts[usize::from(self.piece)]) + usize::from(self.behind)
    }
}

impl<'t> Template<'t> {
    /// Whether a text is short and plain enough.
    pub fn may_have(text: &[u8]) -> bool {
        text.len() <= LONGEST && run(text, |bytes| between(bytes, b' ', b'~')) == text.len()
    }

    /// Cuts `text`. `is_target` says whether what stands at a slash was requested.
    pub fn of(text: &'t [u8], is_target: impl Fn(usize) -> bool) -> Option<Template<'t>> {
        if !Template::may_have(text) {
            return None;
        }
        let mut template = Template {
            text,
            gaps: Vec::new(),
            starts: [0; _],
        };
        let mut at = 0;
        while at < text.len() {
            let gap = match text[at] {
                b'/' if is_target(at) => Some(Gap::Target),
                byte if word(&[byte]) == 0 => None,
                _ if at > 0 && text[at - 1] == b'=' => Some(Gap::Word),
                _ => Some(Gap::Number),
            };
            let run = word(&text[at..]);
            // A key is a word, whatever digits it has.
            let gap = gap.filter(|_| text.get(at + run) != Some(&b'='));
            match gap.map_or(0, |gap| gap.len(&text[at..])) {
                0 => at += run.max(1),
                len => {
                    (template.gaps.len() < GAPS).then_some(())?;
                    let piece = 2 * template.gaps.len();
                    template.starts[piece + 1] = at as u8;
                    at += len;
                    template.starts[piece + 2] = at as u8;
                    template.gaps.extend(gap);
                }
            }
        }
        Some(template)
    }

    /// Where the pieces begin and the text ends.
    fn bounds(&self) -> impl Iterator<Item = usize> {
        let starts = self.starts[..=2 * self.gaps.len()].iter();
        starts.map(|at| usize::from(*at)).chain([self.text.len()])
    }

    /// The words around `at`: the range of those that stand between two gaps. `None` within a gap.
    pub fn words(&self, at: usize) -> Option<std::ops::Range<usize>> {
        let bounds: Vec<usize> = self.bounds().collect();
        let words = bounds.chunks_exact(2).map(|piece| piece[0]..piece[1]);
        words.into_iter().find(|words| words.contains(&at))
    }

    /// Whether a gap reaches into the range.
    pub fn has_gap(&self, range: std::ops::Range<usize>) -> bool {
        range.into_iter().any(|at| self.words(at).is_none())
    }

    /// The place at `at` in all texts of the template; `None` where it lies within a value.
    pub fn mark(&self, at: usize) -> Option<Mark> {
        let piece = self
            .bounds()
            .take(2 * self.gaps.len() + 1)
            .filter(|start| *start <= at)
            .count()
            - 1;
        let behind = at - usize::from(self.starts[piece]);
        (piece % 2 == 0 || behind == 0).then_some(Mark {
            piece: piece as u8,
            behind: behind as u8,
        })
    }
}

/// What is known of the texts of templates.
#[derive(Debug)]
pub struct Templates<T> {
    /// First those that stand for nothing yet but the first byte of a text.
    nodes: Vec<Node>,
    known: Vec<T>,
    /// Texts of no known template since the last of a known one.
    new: u32,
    pause: u32,
    /// So many texts were let go after the last that had no template.
    patience: u32,
}

/// Words that are followed by a gap or end the text, and those that may stand behind.
#[derive(Debug)]
struct Node {
    words: Lead,
    then: Then<Gap>,
    children: Vec<u32>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Then<G> {
    Gap(G),
    End(usize),
}

/// So many pieces are remembered, and so many behind one.
const NODES: usize = 4096;
const CHILDREN: usize = 24;
/// So many kinds of first bytes: those of ASCII.
const FIRST: usize = 128;
/// So many texts of new templates in a row, and for so many none is remembered: each may be one of a kind.
const TRIES: u32 = 64;
const PAUSE: u32 = 4096;
/// Most texts that are let go after one that has no template.
const PATIENCE: u32 = 255;

impl<T> Default for Templates<T> {
    fn default() -> Templates<T> {
        let root = || Node {
            words: Lead::none(),
            then: Then::Gap(Gap::Word),
            children: Vec::new(),
        };
        Templates {
            nodes: (0..FIRST).map(|_| root()).collect(),
            known: Vec::new(),
            new: 0,
            pause: 0,
            patience: 0,
        }
    }
}

impl<T> Templates<T> {
    /// What is known of the text's template, and where its pieces begin.
    #[inline]
    pub fn find(&mut self, text: &[u8]) -> Option<(&T, Starts)> {
        if text.len() > LONGEST {
            return None;
        }
        let mut starts: Starts = [0; _];
        let (mut node, mut piece, mut rest) = (root_of(text)?, 0, text);
        loop {
            starts[piece] = (text.len() - rest.len()) as u8;
            let (at, then, behind) = self.step(node, rest)?;
            match then {
                Then::End(known) => {
                    self.new = 0;
                    return Some((&self.known[known], starts));
                }
                Then::Gap(len) => {
                    starts[piece + 1] = (text.len() - behind.len()) as u8;
                    rest = &behind[len..];
                }
            }
            node = at;
            piece += 2;
        }
    }

    /// The node below `node` whose words `text` begins with; and the length of the gap behind them.
    #[inline]
    fn step<'t>(&mut self, node: usize, text: &'t [u8]) -> Option<(usize, Then<usize>, &'t [u8])> {
        let children = &self.nodes[node].children;
        let (place, found) = children.iter().enumerate().find_map(|(place, child)| {
            let child = &self.nodes[*child as usize];
            let behind = child.words.behind(text)?;
            let then = match child.then {
                Then::End(known) => behind.is_empty().then_some(Then::End(known))?,
                Then::Gap(gap) => Then::Gap(Some(gap.len(behind)).filter(|len| *len > 0)?),
            };
            Some((place, (then, behind)))
        })?;
        let child = children[place] as usize;
        if place > 0 {
            self.nodes[node].children.swap(place - 1, place);
        }
        Some((child, found.0, found.1))
    }

    /// Whether the template of a text of a new one is to be learned.
    pub fn is_eager(&mut self) -> bool {
        if self.pause > 0 {
            self.pause -= 1;
            return false;
        }
        self.new += 1;
        if self.new == TRIES {
            (self.new, self.pause) = (0, PAUSE);
        }
        self.nodes.len() < NODES
    }

    /// A text had no template: so others may not.
    pub fn despair(&mut self) {
        self.patience = (2 * self.patience + 1).min(PATIENCE);
        self.pause = self.pause.max(self.patience);
    }

    /// Remembers what is known of the texts of a template.
    pub fn learn(&mut self, template: &Template, known: T) {
        self.patience = 0;
        let Some(mut node) = root_of(template.text) else {
            return;
        };
        let bounds: Vec<usize> = template.bounds().collect();
        for (nth, words) in bounds.chunks_exact(2).enumerate() {
            let words = &template.text[words[0]..words[1]];
            let gap = template.gaps.get(nth).copied();
            let same = |child: &&u32| {
                let child = &self.nodes[**child as usize];
                child.words.is(words) && gap.is_some_and(|gap| child.then == Then::Gap(gap))
            };
            let known_child = self.nodes[node].children.iter().find(same).copied();
            let child = known_child.unwrap_or_else(|| {
                let then = gap.map_or(Then::End(self.known.len()), Then::Gap);
                let child = self.nodes.len() as u32;
                self.nodes.push(Node {
                    words: Lead::new(words),
                    then,
                    children: Vec::new(),
                });
                // The one that was met least lately makes room.
                let children = &mut self.nodes[node].children;
                children.truncate(CHILDREN - 1);
                children.push(child);
                child
            });
            node = child as usize;
        }
        self.known.push(known);
    }
}

/// Where texts that begin like `text` are known from.
fn root_of(text: &[u8]) -> Option<usize> {
    let first = usize::from(*text.first()?);
    (first < FIRST).then_some(first)
}
