//! Templates of hosts, paths and queries (regexp.go, gorilla/mux 1.8.1): `/users/{id:[0-9]+}`.

use syntax::regexp::Regexp;

/// What a template is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Path,
    Prefix,
    Host,
    Query,
}

/// A template as an expression.
#[derive(Clone, Debug)]
pub(super) struct Template {
    pub(super) text: String,
    pub(super) kind: Kind,
    regexp: Regexp,
    pub(super) names: Vec<String>,
    pub(super) strict_slash: bool,
    pub(super) use_encoded_path: bool,
    /// Whether a host is asked with whatever port.
    pub(super) any_port: bool,
}

/// Why there is no template.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Fault {
    /// The route matches nothing.
    Error,
    /// The program ends.
    Panic(String),
}

/// A variable in a template: where it is, its name and its expression.
pub(super) struct Variable<'t> {
    pub(super) start: usize,
    pub(super) end: usize,
    pub(super) name: &'t str,
    pub(super) pattern: &'t str,
}

impl Template {
    /// `newRouteRegexp`.
    pub(super) fn new(
        text: &str,
        kind: Kind,
        strict_slash: bool,
        use_encoded_path: bool,
    ) -> Result<Self, Fault> {
        let default = match kind {
            Kind::Path | Kind::Prefix => "[^/]+",
            Kind::Host => "[^.]+",
            Kind::Query => ".*",
        };
        let strict_slash = strict_slash && kind == Kind::Path;
        let template = match text.strip_suffix('/') {
            Some(shorter) if strict_slash => shorter,
            _ => text,
        };
        let variables = variables(text, default)?;
        if variables.iter().any(|variable| variable.name.is_empty() || variable.pattern.is_empty()) {
            return Err(Fault::Error);
        }
        let mut pattern = "^".to_owned();
        let mut end = 0;
        for (number, variable) in variables.iter().enumerate() {
            quote(&mut pattern, &template[end..variable.start]);
            pattern.extend(["(?P<v", &number.to_string(), ">", variable.pattern, ")"]);
            end = variable.end;
            Regexp::compile(&format!("^{}$", variable.pattern)).map_err(|_| Fault::Error)?;
        }
        quote(&mut pattern, &template[end..]);
        if strict_slash {
            pattern.push_str("[/]?");
        }
        if kind == Kind::Query && text.split_once('=').is_some_and(|(_, value)| value.is_empty()) {
            pattern.push_str(default);
        }
        if kind != Kind::Prefix {
            pattern.push('$');
        }
        let regexp = Regexp::compile(&pattern).map_err(|_| Fault::Error)?;
        if regexp.group_names().len() != variables.len() {
            return Err(Fault::Panic(format!(
                "route {text} contains capture groups in its regexp. Only non-capturing groups are accepted: e.g. \
                 (?:pattern) instead of (pattern)"
            )));
        }
        Ok(Self {
            text: text.to_owned(),
            kind,
            regexp,
            names: variables.iter().map(|variable| variable.name.to_owned()).collect(),
            strict_slash,
            use_encoded_path,
            any_port: kind == Kind::Host && !pattern.contains(':'),
        })
    }

    /// Whether it matches; `None` where we cannot tell.
    pub(super) fn is_match(&self, text: &str) -> Option<bool> {
        self.regexp.is_match(text)
    }

    /// The values of its variables in a text that it matches; `None` where we cannot tell.
    pub(super) fn values(&self, text: &str) -> Option<Vec<(String, String)>> {
        let Some(captures) = self.regexp.engine()?.captures(text) else {
            return Some(Vec::new());
        };
        let value = |(index, name): (usize, &String)| {
            Some((name.clone(), captures.get(index + 1)?.as_str().to_owned()))
        };
        self.names.iter().enumerate().map(value).collect()
    }

    /// The key of a query template.
    pub(super) fn key(&self) -> &str {
        self.text.split('=').next().unwrap_or("")
    }
}

/// The parts in braces of the first level (`braceIndices`).
pub(super) fn variables<'t>(text: &'t str, default: &'t str) -> Result<Vec<Variable<'t>>, Fault> {
    let mut variables = Vec::new();
    let (mut depth, mut start) = (0_usize, 0);
    for (at, byte) in text.bytes().enumerate() {
        match byte {
            b'{' => {
                depth += 1;
                if depth == 1 {
                    start = at;
                }
            }
            b'}' => {
                depth = depth.checked_sub(1).ok_or(Fault::Error)?;
                if depth == 0 {
                    let inside = &text[start + 1..at];
                    let (name, pattern) = inside.split_once(':').unwrap_or((inside, default));
                    variables.push(Variable { start, end: at + 1, name, pattern });
                }
            }
            _ => {}
        }
    }
    if depth > 0 { Err(Fault::Error) } else { Ok(variables) }
}

/// `regexp.QuoteMeta`.
fn quote(pattern: &mut String, text: &str) {
    for letter in text.chars() {
        if "\\.+*?()|[]{}^$".contains(letter) {
            pattern.push('\\');
        }
        pattern.push(letter);
    }
}
