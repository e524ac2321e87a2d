//! The parts of a chi pattern (`patNextSegment`, tree.go:735): text, `{name}`, `{name:regexp}`, `*` at the end.

/// What a node of the tree stands for, in the order in which they are tried.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Kind {
    Static,
    Regexp,
    Param,
    CatchAll,
}

impl Kind {
    pub(super) const ALL: [Self; 4] = [Self::Static, Self::Regexp, Self::Param, Self::CatchAll];
}

/// The next part of a pattern that is no text; for a pattern that is all text, the whole of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Segment {
    pub(super) kind: Kind,
    pub(super) key: String,
    /// The expression, anchored.
    pub(super) regexp: String,
    /// The byte that ends a value.
    pub(super) tail: u8,
    pub(super) start: usize,
    pub(super) end: usize,
}

/// The next part of `pattern`, or what chi panics with.
pub(super) fn next(pattern: &[u8]) -> Result<Segment, String> {
    let find = |wanted: u8| pattern.iter().position(|byte| *byte == wanted);
    let (brace, star) = (find(b'{'), find(b'*'));
    let plain = |kind, key: &str, start| Segment {
        kind,
        key: key.to_owned(),
        regexp: String::new(),
        tail: 0,
        start,
        end: pattern.len(),
    };
    let start = match (brace, star) {
        (None, None) => return Ok(plain(Kind::Static, "", 0)),
        (Some(brace), Some(star)) if star < brace => {
            return Err(
                "chi: wildcard '*' must be the last pattern in a route, otherwise use a '{param}'".to_owned()
            );
        }
        (None, Some(star)) if star + 1 < pattern.len() => {
            return Err(
                "chi: wildcard '*' must be the last value in a route. trim trailing text or use a '{param}' \
                        instead"
                    .to_owned(),
            );
        }
        (None, Some(star)) => return Ok(plain(Kind::CatchAll, "*", star)),
        (Some(brace), _) => brace,
    };
    let mut depth = 0_usize;
    let close = pattern.iter().enumerate().skip(start).find_map(|(at, byte)| {
        match byte {
            b'{' => depth += 1,
            b'}' => depth = depth.saturating_sub(1),
            _ => return None,
        }
        (depth == 0).then_some(at)
    });
    let Some(close) = close else {
        return Err("chi: route param closing delimiter '}' is missing".to_owned());
    };
    let inside = String::from_utf8_lossy(&pattern[start + 1..close]);
    let (key, regexp) = inside.split_once(':').map_or((&*inside, None), |(key, regexp)| (key, Some(regexp)));
    Ok(Segment {
        kind: if regexp.is_some() { Kind::Regexp } else { Kind::Param },
        key: key.to_owned(),
        regexp: regexp.map(anchored).unwrap_or_default(),
        tail: pattern.get(close + 1).copied().unwrap_or(b'/'),
        start,
        end: close + 1,
    })
}

fn anchored(regexp: &str) -> String {
    if regexp.is_empty() {
        return String::new();
    }
    let start = if regexp.starts_with('^') { "" } else { "^" };
    let end = if regexp.ends_with('$') { "" } else { "$" };
    format!("{start}{regexp}{end}")
}

/// The names of a pattern's parameters (`patParamKeys`), or what chi panics with.
pub(super) fn keys(pattern: &[u8]) -> Result<Vec<String>, String> {
    let mut keys = Vec::new();
    let mut rest = pattern;
    loop {
        let segment = next(rest)?;
        if segment.kind == Kind::Static {
            return Ok(keys);
        }
        if keys.contains(&segment.key) {
            let pattern = String::from_utf8_lossy(pattern);
            let key = &segment.key;
            return Err(format!("chi: routing pattern '{pattern}' contains duplicate param key, '{key}'"));
        }
        rest = &rest[segment.end..];
        keys.push(segment.key);
    }
}
