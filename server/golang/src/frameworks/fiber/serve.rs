//! What Fiber answers to a request (v2 router.go:117, v3 router.go:478).

use std::borrow::Cow;

use percent_encoding::percent_decode;

use super::path::{Seen, is_boundary};
use super::pattern::PARAMS;
use super::stack::{Does, Id, Route, Stacks, methods};
use super::{Flags, Version};

/// What is asked.
#[derive(Clone, Copy, Debug)]
pub(super) struct Asked<'r> {
    pub(super) method: &'r str,
    /// `None` where it is not known.
    pub(super) host: Option<&'r str>,
    /// The path as it was sent.
    pub(super) path: &'r [u8],
}

/// What is answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Reply {
    Met { id: Id, params: Vec<(String, Vec<u8>)> },
    Status { status: u16, allow: Vec<String> },
}

/// A reply and what makes it doubtful.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Answered {
    pub(super) reply: Reply,
    /// Files that may be there, on the way.
    pub(super) files: Option<Id>,
    /// A constraint that cannot be judged was asked.
    pub(super) unsure: bool,
    /// The host was asked for, and is not known.
    pub(super) host: bool,
    /// An endpoint was met, not only what is for all that begins with a path.
    pub(super) through: bool,
}

/// The paths of a request that Fiber makes of the one that was sent (`configDependentPaths`).
struct Paths<'r> {
    path: Cow<'r, [u8]>,
    detected: Vec<u8>,
}

impl<'r> Paths<'r> {
    fn new(path: &'r [u8], flags: Flags) -> Self {
        let path = if flags.unescape_path { Cow::Owned(unquoted(path)) } else { Cow::Borrowed(path) };
        let mut detected = if flags.case_sensitive { path.to_vec() } else { path.to_ascii_lowercase() };
        if !flags.strict_routing && detected.len() > 1 {
            let length = detected.iter().rposition(|byte| *byte != b'/').map_or(0, |last| last + 1);
            detected.truncate(length);
        }
        Self { path, detected }
    }

    fn bucket(&self) -> Option<[u8; 3]> {
        self.detected.first_chunk().copied()
    }
}

/// `fasthttp.AppendUnquotedArg`: a `+` is a space.
fn unquoted(path: &[u8]) -> Vec<u8> {
    let spaced: Vec<u8> = path.iter().map(|byte| if *byte == b'+' { b' ' } else { *byte }).collect();
    percent_decode(&spaced).collect()
}

/// What the routes of `stacks` answer.
pub(super) fn serve(stacks: &Stacks, flags: Flags, version: Version, asked: Asked<'_>) -> Answered {
    let status = |status| Reply::Status { status, allow: Vec::new() };
    let mut answered =
        Answered { reply: status(404), files: None, unsure: stacks.lost, host: false, through: false };
    if !methods(version).contains(&asked.method) {
        answered.reply = status(if version == Version::Two { 400 } else { 501 });
        return answered;
    }
    let paths = Paths::new(asked.path, flags);
    let mut seen = Seen { values: vec![Vec::new(); PARAMS], unsure: false };
    let in_bucket = |route: &&Route| route.bucket.is_none() || route.bucket == paths.bucket();
    let mut matched = false;
    let own = stacks.lists.iter().find(|(method, _)| *method == asked.method);
    for route in own.map_or(&[][..], |(_, list)| list).iter().filter(in_bucket) {
        if !route.meets(&paths, version, &mut seen) {
            continue;
        }
        matched |= !route.is_use;
        answered.through = matched;
        for handler in &route.handlers {
            if let Some(domain) = &handler.domain {
                answered.host |= asked.host.is_none();
                if !asked.host.is_some_and(|host| domain.takes(host)) {
                    continue;
                }
            }
            match handler.does {
                Does::Passes => {}
                Does::Unclear => answered.unsure = true,
                Does::Files => {
                    answered.files.get_or_insert(handler.id);
                }
                Does::Answers => {
                    answered.reply = Reply::Met { id: handler.id, params: params(route, &seen, flags) };
                    answered.unsure |= seen.unsure;
                    return answered;
                }
            }
        }
    }
    if !matched {
        let others = stacks.lists.iter().filter(|(method, _)| *method != asked.method);
        let allow = others.filter(|(_, list)| {
            let mut endpoints = list.iter().filter(in_bucket).filter(|route| !route.is_use);
            endpoints.any(|route| route.meets(&paths, version, &mut seen))
        });
        let mut allow: Vec<String> = allow.map(|(method, _)| (*method).to_owned()).collect();
        allow.sort_unstable();
        if !allow.is_empty() {
            answered.reply = Reply::Status { status: 405, allow };
        }
    }
    answered.unsure |= seen.unsure;
    answered
}

/// The parameters as the handler gets them: names that only differ in case are one.
fn params(route: &Route, seen: &Seen, flags: Flags) -> Vec<(String, Vec<u8>)> {
    let is_same = |a: &str, b: &str| a == b || (!flags.case_sensitive && a.eq_ignore_ascii_case(b));
    let value = |name: &String| {
        let name = match name.as_str() {
            "*" => "*1",
            "+" => "+1",
            name => name,
        };
        let place = route.params.iter().position(|other| is_same(other, name));
        place.and_then(|place| seen.values.get(place)).cloned().unwrap_or_default()
    };
    route.params.iter().map(|name| (name.clone(), value(name))).collect()
}

impl Route {
    /// `match` (v2 router.go:68, v3 router.go:424).
    fn meets(&self, paths: &Paths<'_>, version: Version, seen: &mut Seen) -> bool {
        let (detected, path) = (paths.detected.as_slice(), &*paths.path);
        if self.root && detected == b"/" {
            return true;
        }
        if self.star {
            seen.values[0] = path.get(1..).unwrap_or(&[]).to_vec();
            return true;
        }
        if !self.params.is_empty() {
            let meets = self.pattern.meets(detected, path, self.is_use, version, seen);
            if meets || version != Version::Two {
                return meets;
            }
        }
        match (self.is_use, version) {
            (false, _) => self.path == detected,
            (true, Version::Two) => self.root || detected.starts_with(&self.path),
            (true, Version::Three { .. }) if self.root => detected.starts_with(b"/"),
            (true, Version::Three { .. }) => {
                detected.starts_with(&self.path) && is_boundary(detected, self.path.len())
            }
        }
    }
}
