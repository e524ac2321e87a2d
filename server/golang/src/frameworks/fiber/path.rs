//! Whether a path meets a pattern, and what its parameters are then (`getMatch`, v2 path.go:427, v3 path.go:604).

use memchr::memmem;

use super::Version;
use super::pattern::{Param, Pattern, Segment, occurrences};

/// The values of parameters. Fiber has one list of them for a request, in which what an earlier route has put stays.
pub(super) type Values = Vec<Vec<u8>>;

/// What a look-up has seen on its way.
#[derive(Debug)]
pub(super) struct Seen {
    pub(super) values: Values,
    /// A constraint that cannot be judged, which was taken for met.
    pub(super) unsure: bool,
}

impl Pattern {
    /// Whether `detected`, the path as it is compared, meets the pattern; values are taken from `path`, which it is
    /// made of. With `partial` more may follow.
    pub(super) fn meets(
        &self,
        detected: &[u8],
        path: &[u8],
        partial: bool,
        version: Version,
        seen: &mut Seen,
    ) -> bool {
        let whole = detected.len();
        let (mut rest, mut values) = (detected, path);
        let mut number = 0;
        for segment in &self.segments {
            let length = match segment {
                Segment::Text(text) => {
                    let shorter = text.bytes.len().saturating_sub(1);
                    if text.optional_slash && rest == &text.bytes[..shorter] {
                        shorter
                    } else if rest.starts_with(&text.bytes) {
                        text.bytes.len()
                    } else {
                        return false;
                    }
                }
                Segment::Param(param) => {
                    let length = param.length(rest);
                    if length == 0 && !param.optional {
                        return false;
                    }
                    let value = values.get(..length).unwrap_or(values);
                    if let Some(place) = seen.values.get_mut(number) {
                        place.clear();
                        place.extend_from_slice(value);
                    }
                    number += 1;
                    if length > 0 || !param.optional {
                        for constraint in &param.constraints {
                            match constraint.takes(value, version) {
                                Some(true) => {}
                                Some(false) => return false,
                                None => seen.unsure = true,
                            }
                        }
                    }
                    length
                }
            };
            rest = &rest[length..];
            values = values.get(length..).unwrap_or(&[]);
        }
        rest.is_empty() || (partial && (version == Version::Two || is_boundary(detected, whole - rest.len())))
    }
}

/// Whether a path may go on behind its first `length` bytes (`hasPartialMatchBoundary`, v3 path.go:585).
pub(super) fn is_boundary(path: &[u8], length: usize) -> bool {
    length == path.len() || (length > 0 && (path[length - 1] == b'/' || path[length] == b'/'))
}

impl Param {
    /// How much of `rest` is the value (`findParamLen`).
    fn length(&self, rest: &[u8]) -> usize {
        let slash = || memchr::memchr(b'/', rest);
        if self.last {
            return if self.greedy { rest.len() } else { slash().unwrap_or(rest.len()) };
        }
        if self.single && !rest.is_empty() {
            return 1;
        }
        if self.until.is_empty() {
            // Go finds an empty text at once, and so often that a greedy parameter takes all there is.
            return if self.greedy { rest.len() } else { 0 };
        }
        if self.greedy {
            let count = occurrences(rest, &self.until);
            if count > 1 {
                return self.greedy_length(rest, count);
            }
        }
        match memmem::find(rest, &self.until) {
            None => rest.len(),
            Some(at) if self.until.len() > 1 && !self.greedy && rest[..at].contains(&b'/') => 0,
            Some(at) => at,
        }
    }

    /// From right to left (`findGreedyParamLen`).
    fn greedy_length(&self, rest: &[u8], count: usize) -> usize {
        let mut value = rest;
        for _ in 0..self.until_count.min(count) {
            match memmem::rfind(value, &self.until) {
                Some(at) => value = &value[..at],
                None => break,
            }
        }
        value.len()
    }
}
