//! Whole sets of paths through middlewares, forth and back, without trying single ones.
//!
//! Paths are decoded, and clean as an entry point leaves them: neither `.` nor `..` nor a double slash, and nothing
//! that is escaped in its own way. "" is what a full `stripPrefix` leaves; a server then gets `/`.
//! What cannot be carried exactly (a regular expression, a part that the files do not tell, a set that is split, a
//! prefix that makes a double slash) gives `None`: then paths have to be tried with [`super::apply`].

use syntax::Text;

use crate::dynamic::Effect;
use crate::request::url;

use super::lead;

/// A set of paths. Its bounds are bytes, not segments: `/api` is also a prefix of `/apix`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum PathSet {
    /// This path alone.
    Exact(String),
    /// All paths that start with it.
    Prefix(String),
    /// All paths that start with it and go on.
    Below(String),
}

impl PathSet {
    /// Whether `path` is in it.
    pub fn contains(&self, path: &str) -> bool {
        match self {
            Self::Exact(own) => path == own,
            Self::Prefix(own) => path.starts_with(own.as_str()),
            Self::Below(own) => path.len() > own.len() && path.starts_with(own.as_str()),
        }
    }

    /// The path, or what all its paths start with.
    pub fn start(&self) -> &str {
        let (Self::Exact(start) | Self::Prefix(start) | Self::Below(start)) = self;
        start
    }

    fn with_start(&self, start: String) -> Self {
        match self {
            Self::Exact(_) => Self::Exact(start),
            Self::Prefix(_) => Self::Prefix(start),
            Self::Below(_) => Self::Below(start),
        }
    }
}

/// What the paths of `set` become, through all of `effects` in order; sorted.
pub fn forth<'e>(effects: impl IntoIterator<Item = &'e Effect>, set: &PathSet) -> Option<Vec<PathSet>> {
    effects
        .into_iter()
        .try_fold(vec![set.clone()], |sets, effect| through(&sets, |set| forth_one(effect, set)))
}

/// The paths that become one of `set`, through all of `effects` in order; sorted. At the end of the chain `/` is also
/// what a server makes of "".
pub fn back<'e, I>(effects: I, set: &PathSet) -> Option<Vec<PathSet>>
where
    I: IntoIterator<Item = &'e Effect>,
    I::IntoIter: DoubleEndedIterator,
{
    let mut sets = vec![set.clone()];
    if set.contains("/") && !set.contains("") {
        sets.push(PathSet::Exact(String::new()));
    }
    let sets = effects
        .into_iter()
        .rev()
        .try_fold(sets, |sets, effect| through(&sets, |set| back_one(effect, set)))?;
    // A client cannot ask for "".
    Some(sets.into_iter().filter(|set| !matches!(set, PathSet::Exact(path) if path.is_empty())).collect())
}

fn through(sets: &[PathSet], one: impl Fn(&PathSet) -> Option<Vec<PathSet>>) -> Option<Vec<PathSet>> {
    let mut all: Vec<PathSet> = Vec::new();
    for set in sets {
        all.extend(one(set)?.into_iter().filter(|set| can_be_clean(set.start())));
    }
    all.sort();
    all.dedup();
    Some(all)
}

/// Whether clean paths start so.
fn can_be_clean(start: &str) -> bool {
    let (cleaned, _) = url::clean(start, "");
    // What goes on may still make an ordinary name of a last `.` or `..`.
    start.is_empty() || cleaned == start || {
        let last = start.rsplit('/').next().unwrap_or("");
        matches!(last, "." | "..") && url::clean(&format!("{start}x"), "").0 == format!("{start}x")
    }
}

/// The known texts, or nothing.
fn known(texts: &[Text]) -> Option<Vec<&str>> {
    texts.iter().all(Text::is_known).then(|| texts.iter().map(|text| text.as_str().trim()).collect())
}

fn forth_one(effect: &Effect, set: &PathSet) -> Option<Vec<PathSet>> {
    match effect {
        Effect::AddPrefix { prefix: Some(prefix) } => {
            let prefix = added(prefix)?;
            Some(vec![set.with_start(format!("{prefix}{}", set.start()))])
        }
        Effect::StripPrefix { prefixes, force_slash } => strip(&known(prefixes)?, *force_slash, set),
        Effect::ReplacePath { path } => Some(vec![PathSet::Exact(replacement(path.as_ref())?)]),
        other => passes(other).then(|| vec![set.clone()]),
    }
}

fn back_one(effect: &Effect, set: &PathSet) -> Option<Vec<PathSet>> {
    match effect {
        Effect::AddPrefix { prefix: Some(prefix) } => Some(unadd(&added(prefix)?, set)),
        Effect::StripPrefix { prefixes, force_slash } => unstrip(&known(prefixes)?, *force_slash, set),
        Effect::ReplacePath { path } => {
            let all = [PathSet::Prefix("/".to_owned()), PathSet::Exact(String::new())];
            let is_in = set.contains(&replacement(path.as_ref())?);
            Some(all.into_iter().filter(|_| is_in).collect())
        }
        other => passes(other).then(|| vec![set.clone()]),
    }
}

/// What `addPrefix` puts before a path, where that leaves clean paths clean.
fn added(prefix: &Text) -> Option<String> {
    let prefix = prefix.is_known().then(|| lead(prefix.as_str().to_owned()))?;
    let clean = url::clean(&prefix, "").0 == prefix && !prefix.ends_with('/');
    clean.then_some(prefix)
}

/// Whether the effect leaves paths as they are, if it lets them pass.
fn passes(effect: &Effect) -> bool {
    matches!(
        effect,
        Effect::RedirectScheme { .. }
            | Effect::Chain { .. }
            | Effect::Headers(_)
            | Effect::Errors(_)
            | Effect::Auth(_)
            | Effect::ForwardAuth(_)
            | Effect::IpAllowList { .. }
            | Effect::Buffering { .. }
            | Effect::InFlight { .. }
            | Effect::Retry(_)
            | Effect::GrpcWeb { .. }
            | Effect::EncodedCharacters { .. }
            | Effect::Passes
    )
}

/// The decoded path that `replacePath` sets, where it is a plain one.
fn replacement(path: Option<&Text>) -> Option<String> {
    let path = path.map_or(Some(""), |path| path.is_known().then_some(path.as_str()))?;
    let plain = url::path_unescape(path).ok()? == path && can_be_clean(path);
    plain.then(|| path.to_owned())
}

fn strip(prefixes: &[&str], force_slash: bool, set: &PathSet) -> Option<Vec<PathSet>> {
    let start = set.start();
    for prefix in prefixes {
        let Some(rest) = start.strip_prefix(prefix) else {
            if !matches!(set, PathSet::Exact(_)) && prefix.starts_with(start) {
                // Some of the set has the prefix, some has not.
                return None;
            }
            continue;
        };
        let all = PathSet::Prefix("/".to_owned());
        let nothing = PathSet::Exact(if force_slash { "/".to_owned() } else { String::new() });
        return Some(match (rest, set) {
            ("", PathSet::Exact(_)) => vec![nothing],
            ("", PathSet::Prefix(_)) => vec![nothing, all],
            ("", PathSet::Below(_)) => vec![all],
            (rest, _) => vec![set.with_start(lead(rest.to_owned()))],
        });
    }
    Some(vec![set.clone()])
}

/// What `lead(prefix + path)` is in `set` for.
fn unadd(prefix: &str, set: &PathSet) -> Vec<PathSet> {
    let start = set.start();
    if let Some(rest) = start.strip_prefix(prefix) {
        // What is added to is "" or starts with a slash.
        return match set {
            PathSet::Prefix(_) if rest.is_empty() => all_paths(),
            PathSet::Below(_) if rest.is_empty() => vec![PathSet::Prefix("/".to_owned())],
            _ if !rest.is_empty() && !rest.starts_with('/') => Vec::new(),
            _ => vec![set.with_start(rest.to_owned())],
        };
    }
    if set.contains(prefix) { all_paths() } else { Vec::new() }
}

fn all_paths() -> Vec<PathSet> {
    vec![PathSet::Exact(String::new()), PathSet::Prefix("/".to_owned())]
}

/// What becomes one of `set` when the first of `prefixes` that fits is taken off.
fn unstrip(prefixes: &[&str], force_slash: bool, set: &PathSet) -> Option<Vec<PathSet>> {
    let mut sets = without(prefixes, vec![set.clone()])?;
    for (index, prefix) in prefixes.iter().enumerate() {
        sets.extend(without(prefixes.get(..index)?, before_strip(prefix, force_slash, set))?);
    }
    Some(sets)
}

/// What becomes one of `set` when `prefix` is taken off.
fn before_strip(prefix: &str, force_slash: bool, set: &PathSet) -> Vec<PathSet> {
    let mut sets = Vec::new();
    let nothing_left = if force_slash { "/" } else { "" };
    if set.contains(nothing_left) {
        sets.push(PathSet::Exact(prefix.to_owned()));
    }
    match (set, set.start()) {
        (PathSet::Exact(_), "") => {}
        // Whatever is left starts with a slash.
        (PathSet::Prefix(_), "" | "/") | (PathSet::Below(_), "") => {
            sets.push(PathSet::Below(prefix.to_owned()));
        }
        (_, start) => {
            // A slash that is missing is put in, so it may have been there or not.
            sets.push(set.with_start(format!("{prefix}{start}")));
            if let Some(rest) =
                start.strip_prefix('/').filter(|rest| !(rest.is_empty() && matches!(set, PathSet::Exact(_))))
            {
                sets.push(set.with_start(format!("{prefix}{rest}")));
            }
        }
    }
    // What a client asks for starts with a slash.
    sets.retain(|set| set.start().starts_with('/'));
    sets
}

/// `sets` without the paths that start with one of `prefixes`; `None` where these are only a part of a set.
fn without(prefixes: &[&str], sets: Vec<PathSet>) -> Option<Vec<PathSet>> {
    let mut kept = Vec::new();
    for set in sets {
        if prefixes.iter().any(|prefix| set.start().starts_with(prefix)) {
            continue;
        }
        let splits = |prefix: &&str| prefix.starts_with(set.start());
        if !matches!(set, PathSet::Exact(_)) && prefixes.iter().any(splits) {
            return None;
        }
        kept.push(set);
    }
    Some(kept)
}

#[cfg(test)]
mod tests {
    use super::super::testing::{text, unknown};
    use super::*;
    use crate::middleware::{Outcome, apply};
    use crate::request::Request;

    /// All clean paths of up to three short segments.
    fn paths() -> Vec<String> {
        let names = ["a", "api", "x", "v1"];
        let mut paths = vec!["/".to_owned()];
        let mut open = vec![String::new()];
        for _ in 0..3 {
            open = open.iter().flat_map(|path| names.map(|name| format!("{path}/{name}"))).collect();
            paths.extend(open.iter().flat_map(|path| [path.clone(), format!("{path}/")]));
        }
        paths
    }

    fn sets() -> Vec<PathSet> {
        let starts =
            ["/", "/a", "/a/", "/ap", "/api", "/api/", "/api/x", "/x", "/v1", "/v1/", "/v1/api", "/x/"];
        let each = |start: &str| {
            let start = start.to_owned();
            [PathSet::Exact(start.clone()), PathSet::Prefix(start.clone()), PathSet::Below(start)]
        };
        starts.into_iter().flat_map(each).collect()
    }

    fn chains() -> Vec<Vec<Effect>> {
        let add = |prefix: &str| Effect::AddPrefix { prefix: Some(text(prefix)) };
        let strip = |prefixes: &[&str], force_slash| Effect::StripPrefix {
            prefixes: prefixes.iter().map(|prefix| text(prefix)).collect(),
            force_slash,
        };
        let replace = |path: &str| Effect::ReplacePath { path: Some(text(path)) };
        let host = |host: &str| {
            let request = vec![(text("Host"), text(host))];
            Effect::Headers(Box::new(crate::dynamic::Headers { request, ..Default::default() }))
        };
        let effects = [
            add("/v1"),
            add("a"),
            add("/a/"),
            strip(&["/api"], false),
            strip(&["/api/"], false),
            strip(&["/api"], true),
            strip(&["/x", "/a"], false),
            strip(&["/a", "/api"], false),
            strip(&["/"], false),
            replace("/x"),
            Effect::Passes,
            host("b.io"),
        ];
        let mut chains: Vec<Vec<Effect>> = effects.iter().map(|effect| vec![effect.clone()]).collect();
        for first in &effects {
            chains.extend(effects.iter().map(|second| vec![first.clone(), second.clone()]));
        }
        // Of those of three every seventh.
        let kinds = effects.len();
        for at in (0..kinds.pow(3)).step_by(7) {
            let three = [at / kinds.pow(2), at / kinds % kinds, at % kinds];
            chains.push(three.map(|at| effects[at].clone()).into());
        }
        chains
    }

    /// What really becomes of `path`: `None` where it is refused.
    fn really(chain: &[Effect], path: &str) -> Option<String> {
        let mut request = Request::new("GET", false, "a", path);
        chain.iter().all(|effect| apply(effect, &mut request) == Outcome::Next).then_some(request.path)
    }

    fn is_clean(path: &str) -> bool {
        path.is_empty() || url::clean(path, "").0 == path
    }

    #[test]
    fn carried_as_applied() {
        let (mut carried, mut given_up) = (0, 0);
        let paths = paths();
        for chain in chains() {
            // What is not clean on the way is the next one's problem, not a set's.
            let ends: Vec<(&String, String)> = paths
                .iter()
                .filter_map(|path| Some((path, really(&chain, path).filter(|end| is_clean(end))?)))
                .collect();
            for set in sets() {
                let (forth, back) = (forth(&chain, &set), back(&chain, &set));
                for sets in [&forth, &back] {
                    *if sets.is_some() { &mut carried } else { &mut given_up } += 1;
                }
                let within = |sets: &[PathSet], path: &str| sets.iter().any(|set| set.contains(path));
                for (path, end) in &ends {
                    if let Some(forth) = forth.as_ref().filter(|_| set.contains(path)) {
                        assert!(within(forth, end), "{path} to {end} in {set:?} {chain:?}");
                    }
                    if let Some(back) = &back {
                        let wanted = set.contains(if end.is_empty() { "/" } else { end });
                        assert_eq!(
                            within(back, path),
                            wanted,
                            "{path} to {end:?} in {set:?} {chain:?}: {back:?}"
                        );
                    }
                }
            }
        }
        assert!(carried > 2 * given_up, "{carried} carried, {given_up} given up");
    }

    #[test]
    fn a_route_and_its_public_paths() {
        let strip = Effect::StripPrefix { prefixes: vec![text("/api")], force_slash: false };
        let exact = |path: &str| PathSet::Exact(path.to_owned());
        let public = back([&strip], &exact("/users")).unwrap();
        assert_eq!(public, [exact("/api/users"), exact("/apiusers"), exact("/users")]);
        let public = back([&strip], &exact("/")).unwrap();
        assert_eq!(public, [exact("/"), exact("/api"), exact("/api/")]);
        let rest = forth([&strip], &PathSet::Prefix("/api/".to_owned())).unwrap();
        assert_eq!(rest, [PathSet::Prefix("/".to_owned())]);
    }

    #[test]
    fn what_cannot_be_carried() {
        let set = PathSet::Prefix("/".to_owned());
        let strip = |prefix| Effect::StripPrefix { prefixes: vec![prefix], force_slash: false };
        assert_eq!(forth([&strip(text("/api"))], &set), None);
        assert_eq!(back([&strip(text("/api"))], &set), None);
        assert_eq!(forth([&strip(unknown())], &PathSet::Exact("/a".to_owned())), None);
        assert_eq!(back([&Effect::Unknown], &set), None);
        let regex = Effect::StripPrefixRegex { regexes: vec![text("/a")] };
        assert_eq!(back([&regex], &set), None);
    }
}
