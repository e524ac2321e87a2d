//! Functions of the standard library that make strings.

use super::values::Value;
use crate::path;
use crate::words::{Unknown, Words};

/// What `path.name(arguments)` gives, if it is a function that is known here.
pub(super) fn call<'a>(
    path: &str,
    name: &str,
    arguments: &[Value<'a>],
    expression: &str,
) -> Option<Value<'a>> {
    let words: Vec<Words> = arguments.iter().map(Value::words).collect();
    let text = |place: usize| words.get(place).and_then(Words::text);
    let change = |change: &dyn Fn(&str) -> String| {
        let first = words.first()?;
        Some(Words::known(&change(first.text()?)))
    };
    let made = match (path, name) {
        ("fmt", "Sprintf") => sprintf(text(0)?, words.get(1..)?)?,
        ("fmt", "Sprint") => Words::concat(&words),
        ("path" | "path/filepath", "Join") => join(&words)?,
        ("path" | "path/filepath", "Clean") => change(&|first| path::clean(first))?,
        ("strings", "TrimSpace") => change(&|first| first.trim().to_owned())?,
        ("strings", "ToLower") => change(&|first| first.to_lowercase())?,
        ("strings", "ToUpper") => change(&|first| first.to_uppercase())?,
        ("strings", "TrimSuffix") => {
            let end = text(1)?;
            change(&|first| first.strip_suffix(end).unwrap_or(first).to_owned())?
        }
        ("strings", "TrimPrefix") => {
            let start = text(1)?;
            change(&|first| first.strip_prefix(start).unwrap_or(first).to_owned())?
        }
        ("strings", "Trim" | "TrimLeft" | "TrimRight") => {
            let letters: Vec<char> = text(1)?.chars().collect();
            change(&|first| {
                let first = if name == "TrimRight" { first } else { first.trim_start_matches(&letters[..]) };
                let first = if name == "TrimLeft" { first } else { first.trim_end_matches(&letters[..]) };
                first.to_owned()
            })?
        }
        ("strings", "ReplaceAll") => {
            let (from, to) = (text(1)?, text(2)?);
            change(&|first| first.replace(from, to))?
        }
        ("strings", "Join") => {
            let Value::List(list) = arguments.first()? else {
                return None;
            };
            let items: Vec<&str> = list.items.iter().map(|(_, item)| as_text(item)).collect::<Option<_>>()?;
            Words::known(&items.join(text(1)?))
        }
        ("strconv", "Itoa" | "FormatInt") => words.first()?.clone(),
        ("strconv", "Atoi") => return Some(Value::Tuple([arguments.first()?.clone(), Value::Nil].into())),
        ("net", "JoinHostPort") => Words::concat([words.first()?, &Words::known(":"), words.get(1)?]),
        ("os", "Getenv") => variable(text(0)?, expression),
        ("os", "LookupEnv") => {
            let value = Value::Words(variable(text(0)?, expression));
            return Some(Value::Tuple([value, Value::opaque("ok".to_owned())].into()));
        }
        ("cmp", "Or") => return or(&words),
        ("slices" | "maps", "Clone") => return arguments.first().cloned(),
        _ => return None,
    };
    Some(Value::Words(made))
}

fn as_text<'v>(value: &'v Value<'_>) -> Option<&'v str> {
    match value {
        Value::Words(words) => words.text(),
        _ => None,
    }
}

fn variable(name: &str, expression: &str) -> Words {
    Words::unknown(Unknown {
        expression: expression.to_owned(),
        variable: Some(name.to_owned()),
        default: None,
    })
}

/// `cmp.Or`: the first that is not empty; a known one after an unknown one is its default.
fn or<'a>(words: &[Words]) -> Option<Value<'a>> {
    let mut words = words.iter().filter(|words| words.text() != Some(""));
    let first = words.next()?;
    let Some(unknown) = first.as_unknown() else {
        return Some(Value::Words(first.clone()));
    };
    let default = words.next().and_then(Words::text).map(str::to_owned);
    let unknown = Unknown { default: default.or_else(|| unknown.default.clone()), ..Unknown::clone(unknown) };
    Some(Value::Words(Words::unknown(unknown)))
}

fn join(words: &[Words]) -> Option<Words> {
    match words {
        [] => Some(Words::default()),
        [a] => Some(Words::through([a], |parts| path::join(parts))),
        [a, b] => Some(Words::through([a, b], |parts| path::join(parts))),
        [a, b, c] => Some(Words::through([a, b, c], |parts| path::join(parts))),
        [a, b, c, d] => Some(Words::through([a, b, c, d], |parts| path::join(parts))),
        _ => None,
    }
}

/// `fmt.Sprintf` with the verbs that paths and addresses are made with; `None` for others.
fn sprintf(format: &str, arguments: &[Words]) -> Option<Words> {
    let mut parts: Vec<Words> = Vec::new();
    let mut arguments = arguments.iter();
    let mut rest = format;
    while let Some(at) = rest.find('%') {
        parts.push(Words::known(&rest[..at]));
        let verb = rest[at + 1..].chars().next()?;
        match verb {
            '%' => parts.push(Words::known("%")),
            's' | 'd' | 'v' => parts.push(arguments.next()?.clone()),
            _ => return None,
        }
        rest = &rest[at + 1 + verb.len_utf8()..];
    }
    parts.push(Words::known(rest));
    Some(Words::concat(&parts))
}
