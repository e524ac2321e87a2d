//! The lists of routes that Fiber walks (v2 router.go, v3 router.go): one for each method, in the order of registration,
//! with the routes of mounted apps in place of their mounts.

use std::collections::BTreeMap;
use std::sync::Arc;

use rustc_hash::FxHashSet;

use super::domain::Domain;
use super::pattern::{self, Pattern, Segment};
use super::{Flags, Version};

/// Methods of version 2, and of version 3 with QUERY, in Fiber's order.
pub(super) const METHODS: &[&str] =
    &["GET", "HEAD", "POST", "PUT", "DELETE", "CONNECT", "OPTIONS", "TRACE", "PATCH", "QUERY"];

/// How deep apps are mounted in each other.
const MOUNTS: usize = 16;

/// Routes of all lists of an app, those of mounted apps counted as often as they are mounted.
const ROUTES: usize = 200_000;

/// An app as its program fills it.
#[derive(Clone, Debug, Default)]
pub(super) struct App {
    /// Tells it from other apps.
    pub(super) name: usize,
    pub(super) lines: Vec<Line>,
    pub(super) flags: Flags,
}

/// A call on an app; prefixes of groups are joined already.
#[derive(Clone, Debug)]
pub(super) struct Line {
    pub(super) call: Call,
    pub(super) path: String,
    pub(super) handler: Handler,
}

#[derive(Clone, Debug)]
pub(super) enum Call {
    /// A route for this method.
    Route(String),
    /// For all paths that begin with the path.
    Use,
    /// Files below the path.
    Static,
    Mount(App),
}

/// What stands behind a route.
#[derive(Clone, Debug)]
pub(super) struct Handler {
    pub(super) id: Id,
    /// Whether it gives the request to the next one.
    pub(super) does: Does,
    /// It passes what is for other hosts.
    pub(super) domain: Option<Arc<Domain>>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Does {
    Answers,
    Passes,
    /// One of the two, by what is in a folder.
    Files,
    /// Nobody knows.
    Unclear,
}

/// A line: of which engine, and which.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Id {
    pub(super) engine: usize,
    pub(super) number: usize,
}

/// What Fiber panics with, and at which line; `None` when it starts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Panic {
    pub(super) at: Option<Id>,
    pub(super) message: String,
}

#[derive(Clone, Debug)]
pub(super) struct Route {
    pub(super) is_use: bool,
    pub(super) star: bool,
    pub(super) root: bool,
    /// As it is compared.
    pub(super) path: Vec<u8>,
    pub(super) pattern: Arc<Pattern>,
    /// The names of the parameters, as written.
    pub(super) params: Arc<Vec<String>>,
    pub(super) handlers: Vec<Handler>,
    /// The first three bytes of the paths that it is looked for.
    pub(super) bucket: Option<[u8; 3]>,
    /// As it was registered.
    written: String,
    mount: Option<usize>,
}

/// The lists by method.
#[derive(Clone, Debug, Default)]
pub(super) struct Stacks {
    pub(super) lists: Vec<(&'static str, Vec<Route>)>,
    /// Whether there were more routes than are followed.
    pub(super) lost: bool,
}

/// `prefix` and `path` (`getGroupPath`, v2 helpers.go:218).
pub(super) fn group_path(prefix: &str, path: &str) -> String {
    if path.is_empty() {
        return prefix.to_owned();
    }
    let slash = if path.starts_with('/') { "" } else { "/" };
    format!("{}{slash}{path}", prefix.trim_end_matches('/'))
}

/// The methods of a version.
pub(super) fn methods(version: Version) -> &'static [&'static str] {
    match version {
        Version::Three { minor } if minor >= 4 => METHODS,
        _ => &METHODS[..9],
    }
}

impl Stacks {
    /// What Fiber makes of `app` before it serves, and all that it would panic at, without which the rest is.
    pub(super) fn build(app: &App, version: Version) -> (Self, Vec<Panic>) {
        let mut panics = Vec::new();
        let filled = fill(app, version, 0, &mut panics);
        let (nothing, mut room) = (FxHashSet::default(), ROUTES);
        let way = Way { root: None, known: &nothing };
        let stacks = start(filled, version, &way, &mut room, &mut panics);
        (stacks, panics)
    }

    fn list(&mut self, method: &str) -> Option<&mut Vec<Route>> {
        self.lists.iter_mut().find(|(other, _)| *other == method).map(|(_, list)| list)
    }
}

impl App {
    /// Fiber's list of what is mounted in an app, by path: of two apps at one path it forgets the first.
    fn mounted(&self, depth: usize) -> BTreeMap<String, usize> {
        let mut all = BTreeMap::new();
        for line in &self.lines {
            if let Call::Mount(inner) = &line.call
                && depth < MOUNTS
            {
                all.insert(line.path.clone(), inner.name);
                let below = inner.mounted(depth + 1).into_iter();
                all.extend(below.map(|(path, name)| (group_path(&line.path, &path), name)));
            }
        }
        all
    }
}

/// An app whose program has made all its calls, and the apps that are mounted in it.
struct Filled<'a> {
    app: &'a App,
    stacks: Stacks,
    mounted: Vec<Filled<'a>>,
}

/// How an app is come to.
struct Way<'w> {
    /// `None` for the outermost app.
    root: Option<&'w FxHashSet<usize>>,
    /// The apps that any app on the way knows: only these may have apps mounted in them.
    known: &'w FxHashSet<usize>,
}

/// The calls on `app`; what panics is left out.
fn fill<'a>(app: &'a App, version: Version, depth: usize, panics: &mut Vec<Panic>) -> Filled<'a> {
    let lists = methods(version).iter().map(|method| (*method, Vec::new())).collect();
    let mut stacks = Stacks { lists, lost: false };
    let mut mounted = Vec::new();
    for line in &app.lines {
        let mount = match &line.call {
            Call::Mount(_) if depth >= MOUNTS => continue,
            Call::Mount(inner) => {
                mounted.push(fill(inner, version, depth + 1, panics));
                Some(mounted.len() - 1)
            }
            _ => None,
        };
        let mut made = || match route(line, app.flags, version) {
            Ok(route) => Some(Route { mount, ..route }),
            Err(message) => {
                panics.push(Panic { at: Some(line.handler.id), message });
                None
            }
        };
        match &line.call {
            Call::Static => {
                let route = files(line, app.flags);
                for method in ["GET", "HEAD"] {
                    add(&mut stacks, method, route.clone());
                }
            }
            Call::Route(method) => {
                // Version 2 reads the pattern only then.
                let mut route = if version == Version::Two { None } else { made() };
                if version != Version::Two && route.is_none() {
                    continue;
                }
                let method = method.to_ascii_uppercase();
                if stacks.list(&method).is_none() {
                    let message = format!("add: invalid http method {method}\n");
                    panics.push(Panic { at: Some(line.handler.id), message });
                    continue;
                }
                if let Some(route) = route.take().or_else(made) {
                    add(&mut stacks, &method, route);
                }
            }
            Call::Use | Call::Mount(_) => {
                let Some(route) = made() else { continue };
                for method in methods(version) {
                    add(&mut stacks, method, route.clone());
                }
            }
        }
    }
    Filled { app, stacks, mounted }
}

/// What happens when the outermost app starts.
fn start(
    filled: Filled<'_>,
    version: Version,
    way: &Way<'_>,
    room: &mut usize,
    panics: &mut Vec<Panic>,
) -> Stacks {
    let Filled { app, mut stacks, mounted } = filled;
    let is_root = way.root.is_none();
    if !mounted.is_empty() && !is_root && !way.known.contains(&app.name) {
        let message = "runtime error: invalid memory address or nil pointer dereference".to_owned();
        panics.push(Panic { at: None, message });
    }
    let own: FxHashSet<usize> = app.mounted(0).into_values().collect();
    let known: FxHashSet<usize> = way.known.union(&own).copied().collect();
    if matches!(version, Version::Three { .. })
        && !app.flags.no_heads
        && way.root.is_none_or(|root| root.contains(&app.name))
    {
        add_heads(&mut stacks);
    }
    let inner = Way { root: Some(way.root.unwrap_or(&own)), known: &known };
    let mounted: Vec<Stacks> =
        mounted.into_iter().map(|filled| start(filled, version, &inner, room, panics)).collect();
    stacks.lost |= mounted.iter().any(|stacks| stacks.lost);
    for (method, list) in &mut stacks.lists {
        let mut expanded = Vec::with_capacity(list.len());
        for route in std::mem::take(list) {
            let Some(inner) = route.mount.and_then(|mount| mounted.get(mount)) else {
                expanded.push(route);
                continue;
            };
            let inner = inner.lists.iter().filter(|(other, _)| other == method);
            for below in inner.flat_map(|(_, list)| list).take(*room) {
                match prefixed(&route.path, below, app.flags, version) {
                    Ok(route) => expanded.push(route),
                    Err(message) => panics.push(Panic { at: None, message }),
                }
                *room = room.saturating_sub(1);
            }
        }
        *list = expanded;
    }
    stacks.lost |= *room == 0;
    stacks
}

/// `addRoute`: what is registered twice in a row is one route with the handlers of both.
fn add(stacks: &mut Stacks, method: &str, route: Route) {
    let Some(list) = stacks.list(method) else { return };
    if let Some(last) = list.last_mut()
        && last.written == route.written
        && last.is_use == route.is_use
        && last.mount.is_none()
        && route.mount.is_none()
    {
        last.handlers.extend(route.handlers);
        return;
    }
    list.push(route);
}

/// `ensureAutoHeadRoutesLocked` (v3 router.go:1113): routes for GET answer HEAD, behind everything else.
fn add_heads(stacks: &mut Stacks) {
    let gets: Vec<Route> = stacks.list("GET").map(|list| list.clone()).unwrap_or_default();
    let Some(heads) = stacks.list("HEAD") else { return };
    let is_endpoint = |route: &&Route| !route.is_use && route.mount.is_none();
    let mut there: FxHashSet<Vec<u8>> =
        heads.iter().filter(is_endpoint).map(|route| route.path.clone()).collect();
    for route in gets.iter().filter(is_endpoint) {
        if there.insert(route.path.clone()) {
            heads.push(route.clone());
        }
    }
}

/// `register` (v2 router.go:234, v3 router.go:963).
fn route(line: &Line, flags: Flags, version: Version) -> Result<Route, String> {
    let path = if line.path.starts_with('/') { line.path.clone() } else { format!("/{}", line.path) };
    let pretty = flags.pretty(&path);
    let clean = pattern::unescaped(&pretty);
    let compared = if version == Version::Two { &pretty } else { &clean };
    let params = pattern::parse(&path, version)?.params;
    let parsed = pattern::parse(&pretty, version)?;
    Ok(Route {
        is_use: matches!(line.call, Call::Use | Call::Mount(_)),
        star: compared == "/*",
        root: compared == "/",
        bucket: bucket(&parsed, version),
        path: clean.into_bytes(),
        pattern: Arc::new(parsed),
        params: Arc::new(params),
        handlers: vec![line.handler.clone()],
        written: path,
        mount: None,
    })
}

/// `registerStatic` (v2 router.go:304).
fn files(line: &Line, flags: Flags) -> Route {
    let mut path = if line.path.starts_with('/') { line.path.clone() } else { format!("/{}", line.path) };
    if !flags.case_sensitive {
        path = path.to_ascii_lowercase();
    }
    let (mut star, root) = (path == "/*", path == "/");
    if let Some((before, _)) = path.split_once('*') {
        star = true;
        path = before.to_owned();
    }
    if path.len() > 1 && path.ends_with('/') {
        path.pop();
    }
    Route {
        is_use: true,
        star,
        root,
        bucket: None,
        path: path.clone().into_bytes(),
        pattern: Arc::default(),
        params: Arc::default(),
        handlers: vec![line.handler.clone()],
        written: path,
        mount: None,
    }
}

/// `addPrefixToRoute` (v2 router.go:183, v3 router.go:786): the outer app's flags are for what is mounted, too.
fn prefixed(prefix: &[u8], below: &Route, flags: Flags, version: Version) -> Result<Route, String> {
    let path = group_path(&String::from_utf8_lossy(prefix), &below.written);
    let pretty = flags.pretty(&path);
    let parsed = pattern::parse(&pretty, version)?;
    Ok(Route {
        star: false,
        root: false,
        bucket: bucket(&parsed, version),
        path: pattern::unescaped(&pretty).into_bytes(),
        pattern: Arc::new(parsed),
        written: path,
        ..below.clone()
    })
}

/// The first bytes by which a route is looked for (`buildTree`). Before 3.5 a slash that may be missing counts.
fn bucket(pattern: &Pattern, version: Version) -> Option<[u8; 3]> {
    let Some(Segment::Text(text)) = pattern.segments.first() else {
        return None;
    };
    let is_mended = matches!(version, Version::Three { minor } if minor >= 5);
    if is_mended && text.optional_slash && text.bytes.len() == 3 {
        return None;
    }
    text.bytes.first_chunk().copied()
}

impl Flags {
    /// A pattern as it is compared.
    fn pretty(self, path: &str) -> String {
        let mut pretty = if self.case_sensitive { path.to_owned() } else { path.to_ascii_lowercase() };
        if !self.strict_routing && pretty.len() > 1 {
            pretty.truncate(pretty.trim_end_matches('/').len());
        }
        pretty
    }
}
