//! Fiber's pattern language (path.go): text, `:name`, `:name?`, `:name<constraints>`, `*`, `+`, and `\` before a sign.
//!
//! The two versions read the same language, but not the same way where signs follow each other.

use super::Version;
use super::constraint::Constraint;

/// A route with more parameters panics.
pub(super) const PARAMS: usize = 30;

/// The bytes that begin a parameter.
const STARTS: &[u8] = b"*+:";

/// The bytes that end a parameter's name.
const ENDS: &[u8] = b"?:\\/-.";

/// A pattern in parts.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Pattern {
    pub(super) segments: Vec<Segment>,
    /// The names of the parameters: `id`, `*1`.
    pub(super) params: Vec<String>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Segment {
    Text(Text),
    Param(Param),
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Text {
    pub(super) bytes: Vec<u8>,
    /// Whether the slash at its end may be missing.
    pub(super) optional_slash: bool,
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Param {
    pub(super) name: String,
    /// As written.
    pub(super) source: String,
    pub(super) greedy: bool,
    pub(super) optional: bool,
    pub(super) last: bool,
    /// Whether it takes exactly one byte, for the next parameter follows at once.
    pub(super) single: bool,
    /// The text that ends its value; empty where none follows.
    pub(super) until: Vec<u8>,
    /// How often that text stands in the rest of the pattern.
    pub(super) until_count: usize,
    pub(super) constraints: Vec<Constraint>,
}

/// `text` without its backslashes (`RemoveEscapeChar`).
pub(super) fn unescaped(text: &str) -> String {
    text.replace('\\', "")
}

/// Reads `pattern`, or says what Fiber panics with (`parseRoute`).
pub(super) fn parse(pattern: &str, version: Version) -> Result<Pattern, String> {
    let mut parsed = Pattern::default();
    let (mut stars, mut pluses) = (0, 0);
    let mut rest = pattern;
    while !rest.is_empty() {
        let next = match version {
            Version::Two => next_param(rest.as_bytes()),
            Version::Three { .. } => next_param_three(rest.as_bytes()),
        };
        let length = match next {
            Some(0) => {
                let (length, mut param) = self::param(rest, version)?;
                match rest.as_bytes()[0] {
                    b'*' => {
                        stars += 1;
                        param.name.push_str(&stars.to_string());
                    }
                    b'+' => {
                        pluses += 1;
                        param.name.push_str(&pluses.to_string());
                    }
                    _ => {}
                }
                parsed.params.push(param.name.clone());
                parsed.segments.push(Segment::Param(param));
                length
            }
            next => {
                let length = next.unwrap_or(rest.len());
                let bytes = unescaped(&rest[..length]).into_bytes();
                parsed.segments.push(Segment::Text(Text { bytes, optional_slash: false }));
                length
            }
        };
        rest = &rest[length..];
    }
    relate(&mut parsed.segments)?;
    if parsed.params.len() > PARAMS {
        let count = parsed.params.len();
        return Err(format!(
            "Route '{pattern}' has {count} parameters, which exceeds the maximum of {PARAMS}"
        ));
    }
    Ok(parsed)
}

/// What each segment must know of those behind it (`addParameterMetaInfo`).
fn relate(segments: &mut [Segment]) -> Result<(), String> {
    let mut until: Vec<u8> = Vec::new();
    for segment in segments.iter_mut().rev() {
        match segment {
            Segment::Param(param) => param.until.clone_from(&until),
            Segment::Text(text) => {
                let trimmed = text.bytes.iter().rposition(|byte| *byte != b'/').map_or(0, |last| last + 1);
                let length = if text.bytes.len() > 1 { trimmed } else { text.bytes.len() };
                until = text.bytes[..length].to_vec();
            }
        }
    }
    let count = segments.len();
    for at in 0..count {
        let (head, behind) = segments.split_at_mut(at + 1);
        let next = match behind.first() {
            Some(Segment::Param(next)) => Some(next),
            _ => None,
        };
        match &mut head[at] {
            Segment::Param(param) => {
                param.last = at + 1 == count;
                param.single = !param.greedy && next.is_some_and(|next| !next.greedy);
                if !param.until.is_empty() {
                    let texts = behind.iter().filter_map(|segment| match segment {
                        Segment::Text(text) => Some(occurrences(&text.bytes, &param.until)),
                        Segment::Param(_) => None,
                    });
                    param.until_count = texts.sum();
                }
            }
            Segment::Text(text) => {
                let Some(last) = text.bytes.last() else {
                    return Err("runtime error: index out of range [-1]".to_owned());
                };
                text.optional_slash =
                    *last == b'/' && (at + 1 == count || next.is_some_and(|next| next.optional));
            }
        }
    }
    Ok(())
}

/// `strings.Count` for a text that is not empty.
pub(super) fn occurrences(text: &[u8], part: &[u8]) -> usize {
    memchr::memmem::find_iter(text, part).count()
}

/// The parameter at the start of `pattern` and its length (`analyseParameterPart`).
fn param(pattern: &str, version: Version) -> Result<(usize, Param), String> {
    let bytes = pattern.as_bytes();
    let greedy = matches!(bytes[0], b'*' | b'+');
    let (end, constraint) = match version {
        _ if greedy => (0, None),
        Version::Two => param_end(bytes),
        Version::Three { .. } => param_end_three(bytes),
    };
    let source = &pattern[..=end];
    let (name, constraints) = match constraint {
        None => (trimmed(source), Vec::new()),
        Some((start, stop)) => {
            let inside = sliced(pattern, start + 1, stop)?;
            let mut constraints = Vec::new();
            for text in split_unescaped(inside, b';') {
                constraints.extend(Constraint::parse(text, version)?);
            }
            (trimmed(&pattern[..start]), constraints)
        }
    };
    let param = Param {
        name: unescaped(name),
        source: source.to_owned(),
        greedy,
        optional: bytes[0] == b'*' || bytes[end] == b'?',
        constraints,
        ..Param::default()
    };
    Ok((end + 1, param))
}

/// `text[start..end]`, or what Go panics with where that is no slice.
pub(super) fn sliced(text: &str, start: usize, end: usize) -> Result<&str, String> {
    text.get(start..end).ok_or_else(|| format!("runtime error: slice bounds out of range [{start}:{end}]"))
}

/// `GetTrimmedParam`
fn trimmed(param: &str) -> &str {
    match param.strip_prefix(':') {
        Some(name) => name.strip_suffix('?').unwrap_or(name),
        None => param,
    }
}

/// Where the parameter ends (its last byte), and the brackets of its constraints.
fn param_end(bytes: &[u8]) -> (usize, Option<(usize, usize)>) {
    let search = &bytes[1..];
    let end = if bytes.contains(&b'<') && bytes.contains(&b'>') {
        end_outside_brackets(search)
    } else {
        next_unescaped(search, ENDS)
    };
    let end = last_byte(bytes, end);
    if end == 0 {
        return (0, None);
    }
    let start = next_unescaped(&bytes[..end], b"<");
    let stop = bytes[..=end].iter().rposition(|byte| *byte == b'>');
    (end, start.zip(stop))
}

/// The last byte of a parameter whose end was found in front of `pattern[end + 1]`.
fn last_byte(bytes: &[u8], end: Option<usize>) -> usize {
    match end {
        None => bytes.len() - 1,
        Some(end) if bytes[end + 1] == b'?' => end + 1,
        Some(end) => end,
    }
}

/// `findNextCharsetPositionConstraint`: only the first of each of the signs is looked at.
fn end_outside_brackets(search: &[u8]) -> Option<usize> {
    let start = next_unescaped(search, b"<");
    let stop = next_unescaped(search, b">");
    let is_outside = |at: &usize| {
        let behind = start.is_none_or(|start| *at > start) && stop.is_none_or(|stop| *at > stop);
        let before = start.is_some_and(|start| *at < start) && stop.is_some_and(|stop| *at < stop);
        behind || before
    };
    let first = |sign: &u8| search.iter().position(|byte| byte == sign);
    ENDS.iter().filter_map(first).filter(is_outside).min()
}

/// The same for version 3, in one pass.
fn param_end_three(bytes: &[u8]) -> (usize, Option<(usize, usize)>) {
    let (mut start, mut stop, mut end) = (None, None, None);
    let search = &bytes[1..];
    for (at, byte) in search.iter().enumerate() {
        // Go ranges over characters, so bytes inside of one are not looked at; none of them is a sign.
        let is_free = at == 0 || search[at - 1] != b'\\';
        if start.is_none() && *byte == b'<' && is_free {
            start = Some(at + 1);
        } else if start.is_some() && *byte == b'>' && is_free {
            stop = Some(at + 1);
        } else if ENDS.contains(byte) && start.is_some() == stop.is_some() {
            end = Some(at);
            break;
        }
    }
    (last_byte(bytes, end), start.zip(stop))
}

/// `findNextParamPosition` of version 2.
fn next_param(pattern: &[u8]) -> Option<usize> {
    let next = next_unescaped(pattern, STARTS)?;
    if pattern[next] == b'*' {
        return Some(next);
    }
    let follows = pattern.get(next + 1).is_some_and(|byte| STARTS.contains(byte));
    Some(if follows { next + 1 } else { next })
}

/// `findNextParamPosition` of version 3.
fn next_param_three(pattern: &[u8]) -> Option<usize> {
    let next = next_unescaped(pattern, STARTS)?;
    if next == 0 || pattern[next] == b'*' {
        return Some(next);
    }
    let more = pattern[next + 1..].iter().take_while(|byte| STARTS.contains(byte)).count();
    Some(next + more)
}

/// The first of `signs` without a backslash before it (`findNextNonEscapedCharsetPosition`).
pub(super) fn next_unescaped(text: &[u8], signs: &[u8]) -> Option<usize> {
    let is_free = |at: usize| at == 0 || text[at - 1] != b'\\';
    (0..text.len()).find(|at| signs.contains(&text[*at]) && is_free(*at))
}

/// `splitNonEscaped`
pub(super) fn split_unescaped(mut text: &str, separator: u8) -> Vec<&str> {
    let mut all = Vec::new();
    while let Some(at) = next_unescaped(text.as_bytes(), &[separator]) {
        all.push(&text[..at]);
        text = &text[at + 1..];
    }
    all.push(text);
    all
}
