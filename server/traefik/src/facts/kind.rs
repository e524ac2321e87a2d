//! Which files are ours: told by content first, by path where the content says little.

use syntax::value::{Kind, Node};

use crate::dynamic::read::ROOTS as DYNAMIC_ROOTS;
use crate::facts::FileKind;
use crate::options::schema::{DYNAMIC, Form, STATIC, Schema, Shape, StructId};

/// Whether a text is worth parsing: some line begins with a key that our files have at their root.
pub(super) fn may_be_ours(path: &str, text: &str) -> bool {
    is_traefik_name(path)
        || text.lines().any(|line| {
            let line = line.trim_start_matches([' ', '\t', '[', '{', '"', '\'', '\u{feff}']);
            let end = line.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(line.len());
            let word = &line[..end];
            let known = |name: &&str| name.eq_ignore_ascii_case(word);
            DYNAMIC_ROOTS.iter().any(known)
                || STATIC_MARKS.iter().any(known)
                || ["services", "include", "apiVersion"].iter().any(known)
        })
}

/// What a file with these documents is taken for. Only Kubernetes objects come in several.
pub(super) fn of(path: &str, documents: &[Node]) -> FileKind {
    let Some(root) = documents.first() else { return FileKind::Other };
    if documents.iter().any(is_object) {
        FileKind::Manifest
    } else if is_foreign(root) {
        FileKind::Other
    } else if is_compose(path, root) {
        FileKind::Compose
    } else if is_static(path, root) {
        FileKind::Static
    } else if is_dynamic(root) || is_begun_dynamic(path, root) {
        FileKind::Dynamic
    } else {
        FileKind::Other
    }
}

/// A Kubernetes object.
fn is_object(root: &Node) -> bool {
    root.entry("apiVersion").is_some() && root.entry("kind").is_some()
}

/// Keys that only other formats have at their root: workflows, Traefik v1 …
fn is_foreign(root: &Node) -> bool {
    let has = |key: &str| root.entry(key).is_some();
    let workflow = has("jobs") && has("on");
    let openapi = has("openapi") || has("swagger");
    workflow || openapi || V1_ROOTS.iter().any(|key| has(key))
}

/// Roots of Traefik 1 that later versions do not have.
const V1_ROOTS: [&str; 5] =
    ["defaultEntryPoints", "frontends", "backends", "traefikLog", "ProvidersThrottleDuration"];

// ---------------------------------------------------------------------------------------------- compose

/// Keys of compose's root (Compose specification).
const COMPOSE_ROOTS: [&str; 9] =
    ["version", "name", "services", "networks", "volumes", "secrets", "configs", "include", "models"];

/// Keys of a compose service that hardly anything else has in this place.
const COMPOSE_MARKS: [&str; 24] = [
    "build",
    "cap_add",
    "command",
    "container_name",
    "depends_on",
    "deploy",
    "devices",
    "entrypoint",
    "env_file",
    "environment",
    "expose",
    "extends",
    "healthcheck",
    "hostname",
    "image",
    "labels",
    "logging",
    "network_mode",
    "networks",
    "ports",
    "profiles",
    "restart",
    "volumes",
    "working_dir",
];

fn is_compose(path: &str, root: &Node) -> bool {
    let named = is_compose_name(path);
    let Some(services) = root.get("services") else {
        return named && root.get("include").is_some();
    };
    if !matches!(services.resolved().kind, Kind::Mapping(_)) {
        return named && services.is_null();
    }
    let known_root = |key: &str| COMPOSE_ROOTS.contains(&key) || key.starts_with("x-") || key == "<<";
    let only_known_roots = root.entries().iter().all(|entry| known_root(entry.key.as_str()));
    (named || only_known_roots)
        && services.all_entries().iter().any(|entry| is_compose_service(&entry.value, named))
}

/// In a file whose name says nothing, all keys of a service must be compose's.
fn is_compose_service(service: &Node, named: bool) -> bool {
    let entries = service.all_entries();
    let is_mark = |key: &str| COMPOSE_MARKS.contains(&key);
    let has_mark = entries.iter().any(|entry| is_mark(entry.key.as_str()));
    // Charts nest the image: `image: {repository: …}`.
    let image_fits = service.get("image").is_none_or(|image| image.entries().is_empty());
    has_mark && image_fits || named && entries.is_empty()
}

fn is_compose_name(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or(path).to_ascii_lowercase();
    let stem = name.strip_suffix(".yml").or_else(|| name.strip_suffix(".yaml")).unwrap_or(&name);
    let part = |part: &str| matches!(part, "compose" | "docker-compose");
    stem.split(['.', '_']).any(part) || stem.starts_with("docker-compose") || stem.starts_with("compose-")
}

// ---------------------------------------------------------------------------------------------- static

/// Roots of static configuration that tell a file by themselves, given fitting members.
const STATIC_MARKS: [&str; 3] = ["entryPoints", "certificatesResolvers", "providers"];

fn is_static(path: &str, root: &Node) -> bool {
    let schema: &Schema = &STATIC;
    let strong = has_member(schema, Schema::ROOT, root, "entryPoints", Depth::Named)
        || has_member(schema, Schema::ROOT, root, "certificatesResolvers", Depth::Named);
    if strong {
        return true;
    }
    let known = |key: &str| {
        schema.field(Schema::ROOT, key, Form::File).is_some()
            || DYNAMIC_ROOTS.iter().any(|name| name.eq_ignore_ascii_case(key))
            || key.starts_with("x-")
    };
    let only_known = root.entries().iter().all(|entry| known(entry.key.as_str()));
    let some_static = root
        .entries()
        .iter()
        .any(|entry| schema.field(Schema::ROOT, entry.key.as_str(), Form::File).is_some());
    let providers = has_member(schema, Schema::ROOT, root, "providers", Depth::Direct) && !is_chart(root);
    only_known && (providers || some_static && is_traefik_name(path))
}

/// Values of Traefik's own Helm chart switch providers by `enabled`.
fn is_chart(root: &Node) -> bool {
    let providers = root.get_ignore_case("providers").map(Node::entries).unwrap_or_default();
    providers.iter().any(|entry| entry.value.get("enabled").is_some())
}

fn is_traefik_name(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or(path).to_ascii_lowercase();
    name.split('.').next().is_some_and(|stem| stem.starts_with("traefik"))
}

// ---------------------------------------------------------------------------------------------- dynamic

/// The sections of `http`, `tcp` and `udp`.
const SECTIONS: [&str; 5] = ["routers", "services", "middlewares", "serversTransports", "models"];

/// Whether some router, service, middleware, transport or TLS option is recognisably Traefik's.
pub(super) fn is_dynamic(root: &Node) -> bool {
    let schema: &Schema = &DYNAMIC;
    let section = |protocol: &str, section: &str| {
        let Some((id, node)) = member(schema, Schema::ROOT, root, protocol) else { return false };
        has_member(schema, id, node, section, Depth::Named)
    };
    ["http", "tcp", "udp"].iter().any(|protocol| SECTIONS.iter().any(|name| section(protocol, name)))
        || ["options", "stores"].iter().any(|name| section("tls", name))
        || has_certificates(root)
}

/// Whether a file may become one: it holds nothing else, and its sections or its place are telling.
fn is_begun_dynamic(path: &str, root: &Node) -> bool {
    let is_root = |key: &str| DYNAMIC_ROOTS.iter().any(|name| name.eq_ignore_ascii_case(key));
    let known = |key: &str| is_root(key) || key.starts_with("x-");
    let entries = root.entries();
    if !entries.iter().any(|e| is_root(e.key.as_str())) || !entries.iter().all(|e| known(e.key.as_str())) {
        return false;
    }
    let sections: Vec<&str> = entries
        .iter()
        .filter(|entry| !entry.key.as_str().eq_ignore_ascii_case("tls"))
        .flat_map(|entry| entry.value.entries())
        .map(|entry| entry.key.as_str())
        .collect();
    let is_section = |key: &&str| SECTIONS.iter().any(|name| name.eq_ignore_ascii_case(key));
    if sections.is_empty() {
        let path = path.to_ascii_lowercase();
        return path.contains("traefik") || path.contains("dynamic");
    }
    sections.iter().all(is_section) && sections.iter().any(|key| !key.eq_ignore_ascii_case("services"))
}

/// `tls.certificates` with items of two files.
fn has_certificates(root: &Node) -> bool {
    let certificates = root.get_ignore_case("tls").and_then(|tls| tls.get_ignore_case("certificates"));
    certificates.is_some_and(|list| {
        let has = |item: &Node, key| item.get_ignore_case(key).is_some();
        list.items().iter().any(|item| has(item, "certFile") && has(item, "keyFile"))
    })
}

// ---------------------------------------------------------------------------------------------- the table

/// How far below an option its members are looked for.
#[derive(Clone, Copy, PartialEq)]
enum Depth {
    /// They are its own.
    Direct,
    /// They are those of the entries that the user names.
    Named,
}

/// Whether `option` stands in `node` with at least one member that the table knows.
fn has_member(schema: &Schema, id: StructId, node: &Node, option: &str, depth: Depth) -> bool {
    let Some((id, value)) = member(schema, id, node, option) else { return false };
    let knows = |node: &Node| {
        let known = |key: &str| schema.field(id, key, Form::File).is_some();
        node.all_entries().iter().any(|entry| known(entry.key.as_str()))
    };
    match depth {
        Depth::Direct => knows(value),
        Depth::Named => value.all_entries().iter().any(|entry| knows(&entry.value)),
    }
}

/// The value of `option` in `node`, and the struct that it, or each of its entries, is.
fn member<'a>(schema: &Schema, id: StructId, node: &'a Node, option: &str) -> Option<(StructId, &'a Node)> {
    let field = schema.field(id, option, Form::File)?;
    let mut shape = &field.shape;
    while let Shape::Map(inner) = shape {
        shape = inner;
    }
    match shape {
        Shape::Struct(id) => Some((*id, node.get_ignore_case(option)?)),
        _ => None,
    }
}
