//! Texts to measure with.

/// A dynamic configuration of 1,000 lines: 100 routers, 50 middlewares, 100 services.
pub(crate) fn dynamic() -> String {
    let router = |n: usize| {
        format!(
            "    r{n}:\n      rule: Host(`h{n}.example.com`) && PathPrefix(`/api/{n}`)\n      entryPoints: [web]\n\
             \x20     middlewares: [m{}]\n      service: s{n}\n",
            n % 50
        )
    };
    let middleware =
        |n: usize| format!("    m{n}:\n      stripPrefix:\n        prefixes:\n          - /api/{n}\n");
    let service =
        |n: usize| format!("    s{n}: {{loadBalancer: {{servers: [{{url: 'http://10.0.0.{n}:80'}}]}}}}\n");
    let mut text = String::from("http:\n  routers:\n");
    text.extend((0..100).map(router));
    text.push_str("  middlewares:\n");
    text.extend((0..50).map(middleware));
    text.push_str("  services:\n");
    text.extend((0..100).map(service));
    while text.lines().count() < 1000 {
        text.push_str("# a line that says nothing\n");
    }
    text
}

/// A static configuration that loads it.
pub(crate) const STATIC: &str =
    "entryPoints:\n  web:\n    address: ':80'\nproviders:\n  file:\n    filename: dynamic.yml\n";
