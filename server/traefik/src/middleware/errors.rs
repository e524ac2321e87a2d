//! `errors`: another service answers in place of the one that failed (pkg/middlewares/customerrors/custom_errors.go:97).

use syntax::Text;

use super::{Outcome, unseen, value};
use crate::dynamic::ErrorPages;
use crate::options::go;
use crate::request::url::Url;
use crate::request::{Request, fields, query};

/// The status that a client gets instead of `status`, where a page is asked for. An error names what is unseen.
pub fn caught(pages: &ErrorPages, status: u16) -> Result<Option<u16>, Outcome> {
    if !pages.statuses.iter().any(|range| range.is_known() && contains(range, status)) {
        return unseen(&pages.statuses).map_or(Ok(None), Err);
    }
    let rewritten = pages.rewrites.iter().find(|(from, _)| contains(from, status));
    Ok(Some(rewritten.and_then(|(_, to)| u16::try_from(*to).ok()).unwrap_or(status)))
}

/// `types.HTTPCodeRanges`
fn contains(range: &Text, status: u16) -> bool {
    let mut codes = range.as_str().split('-').map(|code| go::parse_int(code, 64).ok());
    let low = codes.next().flatten();
    let high = codes.next().unwrap_or(low);
    let status = i64::from(status);
    low.is_some_and(|low| low <= status) && high.is_some_and(|high| status <= high)
}

/// What the service of error pages is asked for, when `request` came to `status` and the client is told `shown`.
/// An error is the answer where it cannot be asked.
pub fn question(pages: &ErrorPages, request: &Request, status: u16, shown: u16) -> Result<Request, Outcome> {
    if let Some(outcome) = unseen(&pages.query) {
        return Err(outcome);
    }
    let mut target = value(pages.query.as_ref()).to_owned();
    if !target.is_empty() {
        target = format!("/{}", target.strip_prefix('/').unwrap_or(&target))
            .replace("{status}", &shown.to_string())
            .replace("{originalStatus}", &status.to_string())
            .replace("{url}", &query::escape(&original(request).to_string()));
    }
    let refused = || Outcome::error(shown);
    let url = Url::parse(&format!("http://{}{target}", request.host)).map_err(|_| refused())?;
    // Go parses it once more when it makes the request.
    let read = Url::parse(&url.to_string()).map_err(|_| refused())?;
    let host = read.host.strip_suffix(':').unwrap_or(&read.host).to_owned();
    let headers = match &pages.request_headers {
        None => request.headers.clone(),
        Some(names) => names
            .iter()
            .flat_map(|name| {
                let name = name.as_str();
                fields::values(&request.headers, name).map(move |value| (name.to_owned(), value.to_owned()))
            })
            .collect(),
    };
    let mut page = Request {
        method: "GET".to_owned(),
        request_uri: url.request_uri(),
        canonical_host: crate::request::canonical_host(&host),
        host,
        headers,
        ..Request::default()
    };
    page.set_url(read);
    Ok(page)
}

/// What the client asked for, as far as middlewares left it.
fn original(request: &Request) -> Url {
    let proto = request.header("X-Forwarded-Proto").to_ascii_lowercase();
    let scheme = match proto.as_str() {
        "http" | "ws" => "http",
        "https" | "wss" => "https",
        _ if request.tls => "https",
        _ => "http",
    };
    Url {
        scheme: scheme.to_owned(),
        host: request.host.clone(),
        path: request.path.clone(),
        raw_path: request.raw_path.clone(),
        query: request.query.clone(),
        fragment: request.fragment.clone(),
        ..Url::default()
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::{text, unknown};
    use super::*;

    #[test]
    fn statuses() {
        let pages = ErrorPages {
            statuses: vec![text("404"), text("500-599")],
            rewrites: vec![(text("500-502"), 503), (text("404"), 200)],
            ..ErrorPages::default()
        };
        let check = |status, want| assert_eq!(caught(&pages, status), Ok(want), "{status}");
        check(404, Some(200));
        check(501, Some(503));
        check(504, Some(504));
        check(403, None);
        let unseen = ErrorPages { statuses: vec![unknown()], ..ErrorPages::default() };
        assert!(caught(&unseen, 500).is_err());
    }

    #[test]
    fn the_page() {
        let mut request = Request::new("POST", true, "a.io:8", "/x%2Fy?a=b c");
        request.add_header("x-one", "1");
        request.add_header("X-Two", "2");
        let mut pages = ErrorPages {
            query: Some(text("{status}.html?u={url}&o={originalStatus}")),
            ..ErrorPages::default()
        };
        let page = question(&pages, &request, 500, 503).unwrap();
        assert_eq!(page.request_uri, "/503.html?u=https%3A%2F%2Fa.io%3A8%2Fx%252Fy%3Fa%3Db+c&o=500");
        assert_eq!((page.method.as_str(), page.host.as_str(), page.headers.len()), ("GET", "a.io:8", 2));
        pages = ErrorPages { request_headers: Some(vec![text("X-One")]), ..ErrorPages::default() };
        let page = question(&pages, &request, 500, 500).unwrap();
        assert_eq!((page.request_uri.as_str(), page.path.as_str()), ("/", ""));
        assert_eq!(page.headers, [("X-One".to_owned(), "1".to_owned())]);
        pages.query = Some(text("/%zz"));
        assert_eq!(question(&pages, &request, 500, 503), Err(Outcome::error(503)));
    }
}
