//! Gin's own cleaning of request paths (path.go:23), which keeps a trailing slash.

/// `path` rooted, without empty, `.` and `..` elements.
pub(super) fn clean(path: &str) -> String {
    let mut elements: Vec<&str> = Vec::new();
    // A `.` at the very end leaves its slash, a `..` does not.
    let mut trailing = path.len() > 1 && path.ends_with('/');
    let mut rest = path.strip_prefix('/').unwrap_or(path);
    loop {
        let (element, after) = match rest.split_once('/') {
            Some((element, after)) => (element, Some(after)),
            None => (rest, None),
        };
        match element {
            "" => {}
            "." => trailing |= after.is_none(),
            ".." => {
                elements.pop();
            }
            name => elements.push(name),
        }
        match after {
            Some(after) => rest = after,
            None => break,
        }
    }
    let mut cleaned = String::with_capacity(path.len() + 1);
    for element in &elements {
        cleaned.push('/');
        cleaned.push_str(element);
    }
    if elements.is_empty() || trailing {
        cleaned.push('/');
    }
    cleaned
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn request_paths_are_cleaned_as_gin_does() {
        let cases = [
            ("", "/"),
            ("/", "/"),
            ("a", "/a"),
            ("//a", "/a"),
            ("/a/", "/a/"),
            ("/a//b//", "/a/b/"),
            ("/a/.", "/a/"),
            ("/a/./b", "/a/b"),
            ("/a/..", "/"),
            ("/a/b/..", "/a"),
            ("/a/b/../", "/a/"),
            ("/../a", "/a"),
            ("/.", "/"),
            ("/a/...", "/a/..."),
        ];
        for (path, cleaned) in cases {
            assert_eq!(clean(path), cleaned, "{path}");
        }
    }
}
