//! Which router takes a request: those of a table, asked in Traefik's order
//! (pkg/muxer/http/mux.go:48,87,216, pkg/muxer/tcp/mux.go:79, pkg/server/router/router.go:245).
//!
//! Traefik adds the routers of an entry point, or of a router above, in the order of a map and sorts them by priority and
//! provider, so which of two equal ones comes first is left open.

use std::cmp::Reverse;

use super::test::Subject;
use super::{Rule, Verdict, default_priority};
use crate::dynamic::Protocol;
use crate::request::Request;

/// The largest priority that a user may give (pkg/server/router/router.go:30).
pub const MAX_PRIORITY: i64 = i64::MAX - 1000;

/// What orders a router in its table.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    priority: Reverse<i64>,
    rank: usize,
}

/// Who takes a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Winner<R> {
    /// Nobody.
    None,
    /// This router.
    One(R),
    /// One of these: which one may change at each reload.
    Either(Vec<R>),
    /// It hangs on something that is not known.
    Unknown,
}

impl Place {
    /// The place of a router with this priority and this provider, `precedence` being the strongest provider first. Of a
    /// provider that is named twice, the last mention counts: Traefik looks from the end.
    pub fn new(priority: i64, provider: &str, precedence: &[String]) -> Self {
        let rank = precedence.iter().rposition(|name| name == provider).unwrap_or(usize::MAX);
        Self { priority: Reverse(priority), rank }
    }
}

/// The priority that a router gets: `configured`, or that of its rule where that is 0.
pub fn priority(configured: i64, rule: &str, protocol: Protocol) -> i64 {
    if configured == 0 { default_priority(rule, protocol) } else { configured }
}

/// The routers in the order Traefik tries them. Where the order of some is left open they are in one group.
pub fn in_order<R: Copy>(mut routers: Vec<R>, place: impl Fn(R) -> Place) -> Vec<Vec<R>> {
    routers.sort_by_key(|router| place(*router));
    routers.chunk_by(|a, b| place(*a) == place(*b)).map(<[_]>::to_vec).collect()
}

/// Asks the routers of `table` until a group has one that matches. A router's verdict is `None` where its rule is.
pub fn ask<'r, R: Copy>(
    table: &[Vec<R>],
    rule: impl Fn(R) -> Option<&'r Rule>,
    request: &Request,
) -> Vec<(R, Option<Verdict<'r>>)> {
    let mut asked = Vec::new();
    each(table, rule, request, |router, verdict| asked.push((router, verdict)));
    asked
}

/// Who takes `request`.
pub fn winner<'r, R: Copy>(
    table: &[Vec<R>],
    rule: impl Fn(R) -> Option<&'r Rule>,
    request: &Request,
) -> Winner<R> {
    let mut winner = Winner::None;
    each(table, rule, request, |router, verdict| match (verdict, &mut winner) {
        (Some(Verdict::Fails(_)), _) | (_, Winner::Unknown) => {}
        (Some(Verdict::Unknown(_)) | None, _) => winner = Winner::Unknown,
        (Some(Verdict::Matches), Winner::None) => winner = Winner::One(router),
        (Some(Verdict::Matches), Winner::One(first)) => winner = Winner::Either(vec![*first, router]),
        (Some(Verdict::Matches), Winner::Either(all)) => all.push(router),
    });
    winner
}

/// Asks the routers of `table` until a group has one that matches.
fn each<'r, R: Copy>(
    table: &[Vec<R>],
    rule: impl Fn(R) -> Option<&'r Rule>,
    request: &Request,
    mut hear: impl FnMut(R, Option<Verdict<'r>>),
) {
    let subject = Subject::new(request);
    for group in table {
        let mut matched = false;
        for &router in group {
            let verdict = rule(router).map(|rule| rule.tree.evaluate(&subject));
            matched |= matches!(verdict, Some(Verdict::Matches));
            hear(router, verdict);
        }
        if matched {
            return;
        }
    }
}
