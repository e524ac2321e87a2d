//! Either of the two muxes as the look-up of an engine.

use std::sync::Arc;

use super::{mux, old};
use crate::frameworks::matcher::{Clash, Found, Matcher, Request};
use crate::frameworks::outcome::{Asked, Outcome, Refused};
use crate::program::{ANY, Engine, Registration, Target};

/// The mux of an engine.
#[derive(Clone, Debug)]
struct NetHttp {
    engine: usize,
    mux: Mux,
    /// Whether a pattern is for one host.
    has_hosts: bool,
    /// Whether the Go that builds it is 1.26 at least. The `go` line tells the oldest one that may.
    redirects_since_1_26: bool,
}

#[derive(Clone, Debug)]
enum Mux {
    New(mux::Mux),
    Old(old::Mux),
}

pub(super) fn matcher(engines: &[Engine], index: usize) -> Arc<dyn Matcher> {
    let (mux, _) = fill(engines.get(index));
    let engine = engines.get(index);
    let mut lines = engine.into_iter().flat_map(|engine| &engine.registrations);
    Arc::new(NetHttp {
        engine: index,
        mux,
        has_hosts: lines.any(|line| line.host.is_some()),
        redirects_since_1_26: minor(engine.and_then(|engine| engine.version.as_deref()))
            .is_some_and(|minor| minor >= 26),
    })
}

pub(super) fn clashes(engines: &[Engine], index: usize) -> Vec<Clash> {
    fill(engines.get(index)).1
}

impl Matcher for NetHttp {
    fn find(&self, request: &Request<'_>) -> Found {
        if self.has_hosts && request.host.is_none() {
            return Found::Unknown("which host is asked for".to_owned());
        }
        let asked = Asked::of(request);
        let outcome = match &self.mux {
            Mux::New(mux) => mux.find(asked),
            Mux::Old(mux) => mux.find(asked),
        };
        match outcome {
            Outcome::Redirect { status: mux::REDIRECT, location } if !self.redirects_since_1_26 => {
                Found::Unknown(format!(
                    "whether the redirection to {location} is a 301, as up to Go 1.25, or a 307"
                ))
            }
            other => other.found(self.engine),
        }
    }
}

/// The mux with all registrations that are known, and what it refuses.
fn fill(engine: Option<&Engine>) -> (Mux, Vec<Clash>) {
    let (mut clashes, mut mux) = (Vec::new(), Mux::New(mux::Mux::default()));
    let Some(engine) = engine else {
        return (mux, clashes);
    };
    if is_old(engine.version.as_deref()) {
        mux = Mux::Old(old::Mux::default());
    }
    for (number, line) in engine.registrations.iter().enumerate() {
        if !line.known || matches!(line.target, Target::Middleware(_)) {
            continue;
        }
        let pattern = written(line);
        let handled = match &mut mux {
            Mux::New(mux) => mux.handle(&pattern, number),
            Mux::Old(mux) => mux.handle(&pattern, number),
        };
        if let Err(Refused { number, other, message }) = handled {
            clashes.push(Clash { registration: number, other, message });
        }
    }
    (mux, clashes)
}

/// The pattern as it was registered.
fn written(line: &Registration) -> String {
    let host = line.host.as_deref().unwrap_or("");
    match line.method.as_str() {
        ANY => format!("{host}{}", line.pattern),
        method => format!("{method} {host}{}", line.pattern),
    }
}

/// Whether a module that says `go 1.21` or less is served by the mux of that time (internal/godebugs/table.go:48).
fn is_old(version: Option<&str>) -> bool {
    minor(version).is_some_and(|minor| minor < 22)
}

/// 26 of `1.26.1`
fn minor(version: Option<&str>) -> Option<u32> {
    version?.strip_prefix("1.")?.split('.').next()?.parse().ok()
}
