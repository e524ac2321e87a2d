//! `${NAME}` in a manifest: no name, host or rule is written like that, so some tool (Flux, `envsubst`) fills it in before
//! the object is applied, and what it says is unknown. Replacements of regular expressions have such words of their own
//! and are left alone.

use syntax::Text;

use crate::options::node::{Node, Value};

/// Fields that hold names, hosts and rules.
const FIELDS: [&str; 6] = ["match", "host", "hostnames", "name", "namespace", "port"];

/// Marks what is filled in as unknown.
pub(super) fn mark(root: &mut Node) {
    let mut pending = vec![root];
    while let Some(node) = pending.pop() {
        if FIELDS.contains(&node.name.as_str()) {
            match &mut node.value {
                Value::Empty => {}
                Value::Scalar(text) => mark_text(text),
                Value::List { items, .. } => items.iter_mut().for_each(mark_text),
            }
        }
        pending.extend(&mut node.children);
    }
}

fn mark_text(text: &mut Text) {
    let value = text.as_str().to_owned();
    let mut builder = Text::builder(text.range());
    let mut done = 0;
    while let Some((start, end, name)) = next(&value, done) {
        builder.push_text(&text.slice(done..start));
        builder.push_unknown(name, text.slice(start..end).content_range());
        done = end;
    }
    if done > 0 {
        builder.push_text(&text.slice(done..value.len()));
        *text = builder.finish();
    }
}

/// The next `${NAME}` or `${NAME:=default}` from `from` on.
fn next(value: &str, from: usize) -> Option<(usize, usize, &str)> {
    let mut at = from;
    loop {
        let start = at + value[at..].find("${")?;
        let end = start + value[start..].find('}')? + 1;
        let inside = &value[start + 2..end - 1];
        let name = inside.split([':', '-', '=']).next().unwrap_or_default();
        let is_name = |c: char| c.is_ascii_alphanumeric() || c == '_';
        if name.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_') && name.chars().all(is_name) {
            return Some((start, end, name));
        }
        at = end;
    }
}
