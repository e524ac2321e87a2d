//! Go's `path.Clean` and `path.Join` (path/path.go).

/// The shortest path that means the same as `path`, by its letters alone; `.` where nothing is left.
pub(crate) fn clean(path: &str) -> String {
    let rooted = path.starts_with('/');
    let mut segments: Vec<&str> = Vec::new();
    for segment in path.split('/') {
        match segment {
            "" | "." => {}
            ".." => match segments.last() {
                Some(&last) if last != ".." => {
                    segments.pop();
                }
                _ if rooted => {}
                _ => segments.push(".."),
            },
            name => segments.push(name),
        }
    }
    let joined = segments.join("/");
    match (rooted, joined.is_empty()) {
        (true, _) => format!("/{joined}"),
        (false, true) => ".".to_owned(),
        (false, false) => joined,
    }
}

/// The cleaned path of all that is not empty in `elements`, with `/` between; empty where all is.
pub(crate) fn join<'e>(elements: impl IntoIterator<Item = &'e str>) -> String {
    let given: Vec<&str> = elements.into_iter().filter(|element| !element.is_empty()).collect();
    if given.is_empty() { String::new() } else { clean(&given.join("/")) }
}

/// net/http's `cleanPath`: rooted and cleaned, with the slash at the end where there was one.
pub(crate) fn canonical(path: &str) -> String {
    let mut cleaned = clean(&format!("/{path}"));
    if path.ends_with('/') && cleaned != "/" {
        cleaned.push('/');
    }
    cleaned
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_cleaned_as_go_does() {
        let cases = [
            ("", "."),
            ("/", "/"),
            ("a//b/./c/", "a/b/c"),
            ("/../a", "/a"),
            ("/api/../x", "/x"),
            ("../a/..", ".."),
            ("a/..", "."),
        ];
        for (path, cleaned) in cases {
            assert_eq!(clean(path), cleaned, "{path}");
        }
        assert_eq!(join(["/api/", "", "users"]), "/api/users");
        assert_eq!(join(["", ""]), "");
    }
}
