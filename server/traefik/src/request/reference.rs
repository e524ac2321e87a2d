//! Relative references (net/url/url.go, `ResolveReference`; net/http/server.go, `Redirect`; Go 1.26).

use super::url::Url;

/// What `reference` means in a document at `base`.
pub fn resolve(base: &Url, reference: &Url) -> Url {
    let mut url = Url { raw_path: String::new(), ..reference.clone() };
    if reference.scheme.is_empty() {
        base.scheme.clone_into(&mut url.scheme);
    }
    if !reference.scheme.is_empty() || !reference.host.is_empty() || reference.user.is_some() {
        let _ = url.set_path(&resolve_path(&reference.escaped_path(), ""));
        return url;
    }
    if !reference.opaque.is_empty() {
        url.user = None;
        url.host.clear();
        url.path.clear();
        return url;
    }
    if reference.path.is_empty() && !reference.force_query && reference.query.is_empty() {
        base.query.clone_into(&mut url.query);
        if reference.fragment.is_empty() {
            base.fragment.clone_into(&mut url.fragment);
            base.raw_fragment.clone_into(&mut url.raw_fragment);
        }
    }
    if reference.path.is_empty() && !base.opaque.is_empty() {
        base.opaque.clone_into(&mut url.opaque);
        url.user = None;
        url.host.clear();
        url.path.clear();
        return url;
    }
    base.host.clone_into(&mut url.host);
    url.user.clone_from(&base.user);
    let _ = url.set_path(&resolve_path(&base.escaped_path(), &reference.escaped_path()));
    url
}

/// `resolvePath`: both are escaped; the result is rooted and without dots.
fn resolve_path(base: &str, reference: &str) -> String {
    let full = match reference {
        "" => base.to_owned(),
        rooted if rooted.starts_with('/') => rooted.to_owned(),
        relative => format!("{}{relative}", folder(base)),
    };
    if full.is_empty() {
        return full;
    }
    let (mut path, mut first, mut last) = ("/".to_owned(), true, "");
    for part in full.split('/') {
        last = part;
        match part {
            "." => first = false,
            ".." => {
                let end = path.get(1..).and_then(|rest| rest.rfind('/')).map_or(1, |at| at + 1);
                path.truncate(end);
                first = end == 1;
            }
            _ => {
                if !first {
                    path.push('/');
                }
                path.push_str(part);
                first = false;
            }
        }
    }
    if matches!(last, "." | "..") {
        path.push('/');
    }
    match path.strip_prefix('/') {
        Some(rest) if rest.starts_with('/') => rest.to_owned(),
        _ => path,
    }
}

/// Where `http.Redirect` sends a client who asked for `path` (escaped): only what names no host is taken relative to it.
pub fn redirect(path: &str, location: &str) -> String {
    let absolute = Url::parse(location).is_ok_and(|url| !url.scheme.is_empty() || !url.host.is_empty());
    if absolute || Url::parse(location).is_err() {
        return location.to_owned();
    }
    let path = if path.is_empty() { "/" } else { path };
    let whole = if location.starts_with('/') { location.to_owned() } else { folder(path) + location };
    let (path, query) = whole.split_at(whole.find('?').unwrap_or(whole.len()));
    let slash = if path.ends_with('/') && !path.trim_matches('/').is_empty() { "/" } else { "" };
    let cleaned = clean(path);
    let slash = if cleaned.ends_with('/') { "" } else { slash };
    format!("{cleaned}{slash}{query}")
}

/// The path up to its last slash.
fn folder(path: &str) -> String {
    path.rfind('/').and_then(|at| path.get(..=at)).unwrap_or("").to_owned()
}

/// `path.Clean`
fn clean(path: &str) -> String {
    let rooted = path.starts_with('/');
    let mut parts: Vec<&str> = Vec::new();
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." if parts.last().is_some_and(|last| *last != "..") => {
                parts.pop();
            }
            ".." if rooted => {}
            part => parts.push(part),
        }
    }
    match (rooted, parts.join("/")) {
        (true, path) => format!("/{path}"),
        (false, path) if path.is_empty() => ".".to_owned(),
        (false, path) => path,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references() {
        let base = Url::parse("http://h:8/a/b/c?q#f").unwrap();
        let check = |reference: &str, want: &str| {
            assert_eq!(resolve(&base, &Url::parse(reference).unwrap()).to_string(), want, "{reference}");
        };
        check("/x", "http://h:8/x");
        check("x", "http://h:8/a/b/x");
        check("../x/./y/", "http://h:8/a/x/y/");
        check("../../../x", "http://h:8/x");
        check("..", "http://h:8/a/");
        check("?x", "http://h:8/a/b/c?x");
        check("", "http://h:8/a/b/c?q#f");
        check("//i/x/../y", "http://i/y");
        check("https://i", "https://i");
        check("x%2Fy", "http://h:8/a/b/x%2Fy");
    }

    #[test]
    fn redirections() {
        assert_eq!(redirect("/a/b", "http://h/../x"), "http://h/../x");
        assert_eq!(redirect("/a/b", "/x//y/../z/?q"), "/x/z/?q");
        assert_eq!(redirect("/a/b", "x"), "/a/x");
        assert_eq!(redirect("", "?x"), "/?x");
        assert_eq!(redirect("/a/", "."), "/a");
    }
}
