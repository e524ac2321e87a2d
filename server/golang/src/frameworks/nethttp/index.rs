//! The order in which net/http looks for patterns that a new one conflicts with (routing_index.go), which decides whom
//! its words name.

use std::collections::BTreeMap;

use super::pattern::Pattern;

/// Patterns by what stands at their places.
#[derive(Clone, Debug, Default)]
pub(super) struct Index {
    /// Those with this text at this place, or with a wildcard, which is the empty text.
    segments: BTreeMap<(usize, Vec<u8>), Vec<usize>>,
    /// Those that end in a wildcard for all.
    multis: Vec<usize>,
    /// The others.
    others: Vec<usize>,
}

impl Index {
    pub(super) fn add(&mut self, pattern: &Pattern, number: usize) {
        if pattern.is_multi() {
            self.multis.push(number);
            return;
        }
        self.others.push(number);
        for (place, segment) in pattern.segments.iter().enumerate() {
            let text = if segment.wild { Vec::new() } else { segment.text.clone() };
            self.segments.entry((place, text)).or_default().push(number);
        }
    }

    /// Those that may be in the way of `pattern`, in the order in which net/http looks at them. For a pattern of
    /// wildcards alone that is the order of a map; here it is the order of registration.
    pub(super) fn candidates(&self, pattern: &Pattern) -> Vec<usize> {
        let at = |place: usize, text: &[u8]| {
            self.segments.get(&(place, text.to_owned())).map_or(&[][..], Vec::as_slice)
        };
        let mut candidates = self.multis.clone();
        let last = pattern.segments.len().saturating_sub(1);
        if pattern.segments.last().is_some_and(super::pattern::Segment::is_slash) {
            candidates.extend(at(last, b"/"));
            return candidates;
        }
        let segments = pattern.segments.iter().enumerate().take_while(|(_, segment)| !segment.multi);
        let literals = segments.filter(|(_, segment)| !segment.wild);
        let lists = literals.map(|(place, segment)| (at(place, &segment.text), at(place, b"")));
        match lists.min_by_key(|(texts, wildcards)| texts.len() + wildcards.len()) {
            Some((texts, wildcards)) => {
                candidates.extend(texts);
                candidates.extend(wildcards);
            }
            None => candidates.extend(&self.others),
        }
        candidates
    }
}
