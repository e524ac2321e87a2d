//! What Traefik's constructors refuse in options that declarations do not hold, in their words
//! (pkg/middlewares, pkg/server/service, 3.7.13).
//!
//! A constructor runs only where a router leads to it, so these are no refusals of the file.

use syntax::{Problem, Text};

use crate::dynamic::Protocol;
use crate::dynamic::effect::is_set;
use crate::options::go;
use crate::options::node::Node;
use crate::regexp::Regexp;
use crate::rule::address;
use syntax::rule::quote::quoted;

/// The fault of a middleware's (first) type.
pub(crate) fn middleware(kind: &Node) -> Option<Problem> {
    match kind.option {
        "basicAuth" => users(kind, 2, "BasicUser").or_else(|| no_users(kind)),
        "digestAuth" => users(kind, 3, "DigestUser"),
        "headers" => headers(kind),
        "retry" => retry(kind),
        "compress" => compress(kind),
        "rateLimit" => criterion(kind, "getting source extractor: ").or_else(|| period(kind)),
        "inFlightReq" => criterion(kind, "error creating requests limiter: "),
        "ipAllowList" | "ipWhiteList" => strategy(kind),
        "forwardAuth" => response_headers(kind),
        "errors" => statuses(&kind.list("status"), "").or_else(|| {
            let rewritten = kind.map("statusRewrites").map(|child| child.name.clone());
            statuses(&rewritten.collect::<Vec<_>>(), "")
        }),
        _ => None,
    }
}

/// The fault of a service's (only) kind.
pub(crate) fn service(kind: &Node, protocol: Protocol) -> Option<Problem> {
    match kind.option {
        "loadBalancer" => {
            let strategy = kind.text("strategy").filter(Text::is_known)?;
            let known = ["wrr", "p2c", "hrw", "leasttime"].contains(&strategy.as_str());
            let words = format!("unsupported load-balancer strategy {}", quoted(strategy.as_str()));
            (!known).then(|| at(&strategy, words))
        }
        "mirroring" => kind.map("mirrors").find_map(|mirror| {
            let percent = mirror.int("percent")?;
            let fits = (0..=100).contains(&percent.value);
            (!fits).then(|| Problem::new(percent.range, "percent must be between 0 and 100"))
        }),
        "weighted" if protocol != Protocol::Http => kind.map("services").find_map(|child| {
            let weight = child.int("weight").filter(|weight| weight.value < 0)?;
            let name = quoted(child.text("name")?.as_str());
            let what = if protocol == Protocol::Udp { "UDP service" } else { "service" };
            let words = format!("invalid negative weight {} for {what} {name}", weight.value);
            Some(Problem::new(weight.range, words))
        }),
        _ => None,
    }
}

fn at(text: &Text, message: impl Into<String>) -> Problem {
    Problem::new(text.content_range(), message)
}

fn on(kind: &Node, message: impl Into<String>) -> Problem {
    at(&kind.name, message)
}

fn users(kind: &Node, parts: usize, what: &str) -> Option<Problem> {
    // Users of a file come first and are not seen.
    if kind.text("usersFile").is_some() {
        return None;
    }
    let users = kind.list("users");
    let bad = users.iter().find(|user| user.is_known() && user.as_str().split(':').count() != parts)?;
    Some(at(bad, format!("error parsing {what}: {bad}")))
}

fn no_users(kind: &Node) -> Option<Problem> {
    let none = kind.list("users").is_empty() && kind.text("usersFile").is_none();
    none.then(|| on(kind, "no users found in "))
}

/// Every option of `headers` does something once it is set (pkg/config/dynamic/middlewares.go, Has…HeadersDefined).
fn headers(kind: &Node) -> Option<Problem> {
    if !kind.children.iter().any(|child| is_set(kind, child.option)) {
        return Some(on(kind, "headers configuration not valid"));
    }
    let origins = kind.list("accessControlAllowOriginListRegex");
    origins.iter().filter(|origin| origin.is_known()).find_map(|origin| {
        let error = Regexp::compile(origin.as_str()).err()?;
        Some(at(origin, format!("error occurred during origin parsing: {error}")))
    })
}

fn retry(kind: &Node) -> Option<Problem> {
    let statuses_given = kind.list("status");
    if statuses_given.is_empty() && kind.bool("disableRetryOnNetworkError") == Some(true) {
        return Some(on(kind, "retry middleware requires at least HTTP status codes or retry on TCP"));
    }
    let attempts = kind.int("attempts");
    let value = attempts.as_ref().map_or(0, |attempts| attempts.value);
    let unseen = kind.text("attempts").is_some_and(|text| !text.is_known());
    if value <= 0 && !unseen {
        let words = format!("incorrect (or empty) value for attempt ({value})");
        return Some(
            attempts.map_or_else(|| on(kind, &*words), |attempts| Problem::new(attempts.range, &*words)),
        );
    }
    statuses(&statuses_given, "creating HTTP code ranges: ")
}

/// `types.NewHTTPCodeRanges`: numbers, or two of them around a dash.
fn statuses(statuses: &[Text], before: &str) -> Option<Problem> {
    statuses.iter().filter(|status| status.is_known()).find_map(|status| {
        let mut codes = status.as_str().split('-').take(2);
        let bad = codes.find(|code| go::parse_int(code, 64).is_err())?;
        let words = format!("{before}strconv.Atoi: parsing {}: invalid syntax", quoted(bad));
        Some(at(status, words))
    })
}

fn compress(kind: &Node) -> Option<Problem> {
    if !kind.list("excludedContentTypes").is_empty() && !kind.list("includedContentTypes").is_empty() {
        let words = "excludedContentTypes and includedContentTypes options are mutually exclusive";
        return Some(on(kind, words));
    }
    let encodings = kind.list("encodings");
    let supported = ["gzip", "br", "zstd"];
    if let Some(bad) = encodings.iter().find(|e| e.is_known() && !supported.contains(&e.as_str())) {
        return Some(at(bad, format!("unsupported encoding: {bad}")));
    }
    let default = kind.text("defaultEncoding").filter(Text::is_known)?;
    let offered = if encodings.is_empty() {
        supported.contains(&default.as_str())
    } else {
        encodings.iter().any(|encoding| encoding.as_str() == default.as_str() || !encoding.is_known())
    };
    (!offered).then(|| at(&default, format!("unsupported default encoding: {default}")))
}

/// `middlewares.GetSourceExtractor`
fn criterion(kind: &Node, before: &str) -> Option<Problem> {
    let criterion = kind.get("sourceCriterion")?;
    let strategy = criterion.get("ipStrategy").is_some();
    let header = criterion.text("requestHeaderName").is_some();
    let host = criterion.bool("requestHost") == Some(true);
    let words = match (strategy, header, host) {
        (true, true, _) => "iPStrategy and RequestHeaderName are mutually exclusive",
        (true, _, true) => "iPStrategy and RequestHost are mutually exclusive",
        (_, true, true) => "requestHost and RequestHeaderName are mutually exclusive",
        _ => return None,
    };
    Some(on(criterion, format!("{before}{words}")))
}

fn period(kind: &Node) -> Option<Problem> {
    let period = kind.text("period").filter(Text::is_known)?;
    let nanoseconds = go::parse_duration(period.as_str()).ok().filter(|nanoseconds| *nanoseconds < 0)?;
    let shown = go::format_duration(nanoseconds);
    Some(at(&period, format!("negative value not valid for period: {shown}")))
}

/// `IPStrategy.Get`; what is wrong with the list itself comes before.
fn strategy(kind: &Node) -> Option<Problem> {
    let strategy = kind.get("ipStrategy")?;
    let depth = strategy.int("depth").map_or(0, |depth| depth.value);
    let excluded = strategy.list("excludedIPs");
    if depth <= 0 && !excluded.is_empty() {
        let bad =
            excluded.iter().find(|range| range.is_known() && address::parse(range.as_str()).is_none())?;
        return Some(at(bad, format!("parsing CIDR trusted IPs <nil>: invalid CIDR address: {bad}")));
    }
    let subnet = strategy.int("ipv6Subnet")?;
    let fits = (1..=128).contains(&subnet.value);
    let words = format!(
        "invalid IPv6 subnet {} value, should be greater to 0 and lower or equal to 128",
        subnet.value
    );
    (!fits).then(|| Problem::new(subnet.range, words))
}

fn response_headers(kind: &Node) -> Option<Problem> {
    let regex = kind.text("authResponseHeadersRegex").filter(Text::is_known)?;
    let error = Regexp::compile(regex.as_str()).err()?;
    Some(at(&regex, format!("error compiling regular expression {regex}: {error}")))
}
