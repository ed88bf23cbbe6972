//! What texts begin with, compared in one register: most of what repeats in logs is shorter than a call of `memcmp` costs.

const REGISTER: usize = size_of::<u128>();

/// Bytes that a text may begin with.
#[derive(Clone, Debug)]
pub struct Lead {
    /// The first bytes, and which of the register's they are.
    head: u128,
    mask: u128,
    len: usize,
    /// Those that the register has no room for.
    rest: Box<[u8]>,
}

/// Bytes in a register, filled up with zeroes.
fn padded(bytes: &[u8]) -> u128 {
    let mut padded = [0; REGISTER];
    let len = bytes.len().min(REGISTER);
    padded[..len].copy_from_slice(&bytes[..len]);
    u128::from_le_bytes(padded)
}

impl Lead {
    /// One that no text begins with.
    pub fn none() -> Lead {
        Lead {
            head: 1,
            ..Lead::new(b"")
        }
    }

    pub fn new(bytes: &[u8]) -> Lead {
        Lead {
            head: padded(bytes),
            mask: padded(&vec![0xff; bytes.len()]),
            len: bytes.len(),
            rest: bytes.get(REGISTER..).unwrap_or_default().into(),
        }
    }

    /// Whether these are the bytes.
    pub fn is(&self, bytes: &[u8]) -> bool {
        bytes.len() == self.len && self.behind(bytes).is_some()
    }

    /// What `text` holds behind it, if it begins with it.
    #[inline(always)] // runs for every value of every entry
    pub fn behind<'a>(&self, text: &'a [u8]) -> Option<&'a [u8]> {
        let head = match text.first_chunk() {
            Some(head) => u128::from_le_bytes(*head),
            None => padded(text),
        };
        if head & self.mask != self.head {
            return None;
        }
        let behind = text.get(self.len..)?;
        (self.rest.is_empty() || text[REGISTER..].starts_with(&self.rest)).then_some(behind)
    }
}

/// Leads of texts that come often, and what is known of a text that begins so. The one that was found last stands nearer
/// the front.
#[derive(Debug)]
pub struct Leads<T>(Vec<(Lead, T)>);

impl<T> Default for Leads<T> {
    fn default() -> Leads<T> {
        Leads::new()
    }
}

impl<T> Leads<T> {
    pub const fn new() -> Leads<T> {
        Leads(Vec::new())
    }
}

impl<T: Copy> Leads<T> {
    /// So many are known at a time, none longer than that: what comes often is of few kinds, and short.
    const MOST: usize = 8;
    const LONGEST: usize = 32;

    /// What is known of a text that begins as `text` does, and what stands behind that.
    #[inline]
    pub fn find<'t>(&mut self, text: &'t [u8]) -> Option<(T, &'t [u8])> {
        let mut known = self.0.iter().enumerate();
        let (at, behind) = known.find_map(|(at, (lead, _))| Some((at, lead.behind(text)?)))?;
        let (_, what) = self.0[at];
        if at > 0 {
            self.0.swap(at - 1, at);
        }
        Some((what, behind))
    }

    /// Learns what is known of texts that begin with `lead`, unless something is known of them already.
    pub fn learn(&mut self, lead: &[u8], what: T) {
        if lead.len() <= Self::LONGEST && self.find(lead).is_none() {
            self.0.truncate(Self::MOST - 1);
            self.0.insert(0, (Lead::new(lead), what));
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn a_lead_is_found_where_a_text_begins_with_it(
            lead in "[ab]{0,40}", text in "[ab]{0,40}", is_own in any::<bool>(), changed in 0usize..80,
        ) {
            let text = if is_own { format!("{lead}{text}") } else { text };
            let text: String = (0..).zip(text.chars()).map(|(at, c)| if at == changed { 'c' } else { c }).collect();
            let behind = Lead::new(lead.as_bytes()).behind(text.as_bytes());
            prop_assert_eq!(behind, text.strip_prefix(&lead).map(str::as_bytes));
            prop_assert_eq!(Lead::none().behind(text.as_bytes()), None);
        }
    }
}
