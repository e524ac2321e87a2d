//! Paths of the workspace: relative to its root, with `/`, "" for the root itself.

/// The folder of `path`: `deploy/compose.yml` → `deploy`.
pub(crate) fn folder(path: &str) -> &str {
    path.rsplit_once('/').map_or("", |(folder, _)| folder)
}

/// The last part: `deploy/compose.yml` → `compose.yml`.
pub(crate) fn name(path: &str) -> &str {
    path.rsplit_once('/').map_or(path, |(_, name)| name)
}

/// `relative` as seen from `base`, with `.` and `..` resolved. `None` where it leads out of the workspace or is
/// absolute.
pub(crate) fn join(base: &str, relative: &str) -> Option<String> {
    if relative.starts_with(['/', '~']) || relative.contains(":\\") {
        return None;
    }
    let mut parts: Vec<&str> = base.split('/').filter(|part| !part.is_empty()).collect();
    for part in relative.split(['/', '\\']) {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop()?;
            }
            part => parts.push(part),
        }
    }
    Some(parts.join("/"))
}

/// Whether `path` is `folder` or lies below it.
pub(crate) fn within(path: &str, folder: &str) -> bool {
    folder.is_empty() || path == folder || path.strip_prefix(folder).is_some_and(|rest| rest.starts_with('/'))
}

/// How many steps lie between two folders: up from one, down to the other.
pub(crate) fn distance(a: &str, b: &str) -> usize {
    let parts = |path: &str| -> Vec<String> {
        path.split('/').filter(|part| !part.is_empty()).map(str::to_owned).collect()
    };
    let (a, b) = (parts(a), parts(b));
    let common = a.iter().zip(&b).take_while(|(a, b)| a == b).count();
    a.len() + b.len() - 2 * common
}

/// `path` in a container (absolute) as a path of the workspace, through the volumes `(source, target)` of a service
/// whose compose file lies in `folder`. The longest target wins, as the mount nearest to the file does.
pub(crate) fn through_volumes(path: &str, volumes: &[(String, String)], folder: &str) -> Option<String> {
    let path = clean(path);
    let mounts = volumes.iter().filter_map(|(source, target)| {
        let target = clean(target);
        let rest = if target == "/" { Some(path.as_str()) } else { path.strip_prefix(target.as_str()) }?;
        let whole = rest.is_empty() || rest.starts_with('/') || target == "/";
        whole.then(|| (target.len(), source, rest.trim_start_matches('/').to_owned()))
    });
    let (_, source, rest) = mounts.max_by_key(|(length, ..)| *length)?;
    let source = join(folder, source)?;
    if rest.is_empty() { Some(source) } else { join(&source, &rest) }
}

/// An absolute path without double slashes, dots and trailing slash.
pub(crate) fn clean(path: &str) -> String {
    format!("/{}", join("", path.trim_start_matches('/')).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn joining() {
        assert_eq!(join("a/b", "../c"), Some("a/c".into()));
        assert_eq!(join("a", "./x/./y"), Some("a/x/y".into()));
        assert_eq!(join("", ".."), None);
        assert_eq!(join("a", "/etc/traefik"), None);
        assert_eq!(join("", "."), Some(String::new()));
    }

    #[test]
    fn nearness() {
        assert!(within("a/b/c", "a/b"));
        assert!(!within("a/bc", "a/b"));
        assert_eq!(distance("a/b", "a/c/d"), 3);
    }

    #[test]
    fn a_mount_leads_back_to_the_workspace() {
        let volumes = [
            ("./traefik".to_owned(), "/etc/traefik/".to_owned()),
            ("./dyn.yml".to_owned(), "/etc/traefik/dynamic/dyn.yml".to_owned()),
        ];
        let find = |path| through_volumes(path, &volumes, "deploy");
        assert_eq!(find("/etc/traefik/traefik.yml"), Some("deploy/traefik/traefik.yml".into()));
        assert_eq!(find("/etc/traefik/dynamic/dyn.yml"), Some("deploy/dyn.yml".into()));
        assert_eq!(find("/etc/traefikx"), None);
    }
}
