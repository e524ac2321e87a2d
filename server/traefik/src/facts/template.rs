//! Go template actions in files of the file provider (pkg/provider/file/file.go:125): Traefik runs them before it
//! reads YAML or TOML. What they make is unseen here; each leaves an unknown part in the text around it.

use syntax::{Text, TextRange, TextSize};

use crate::options::node::{Node, Value};

/// A text with actions.
pub(crate) struct Template {
    masked: String,
    /// Actions that print something, in order: where, and what they say.
    actions: Vec<(TextRange, String)>,
}

/// Actions that only steer others; a line that holds nothing else vanishes.
const CONTROL: [&str; 12] =
    ["if", "else", "end", "range", "with", "define", "block", "template", "break", "continue", "/*", "-/*"];

impl Template {
    /// `None` where `text` holds no action.
    pub(crate) fn of(text: &str) -> Option<Self> {
        let mut masked = String::with_capacity(text.len());
        let mut actions = Vec::new();
        let (mut rest, mut found) = (0, false);
        while let Some(start) = text[rest..].find("{{").map(|at| rest + at) {
            let Some(end) = action_end(text, start) else { break };
            masked.push_str(&text[rest..start]);
            let words = text[start + 2..end - 2].trim_matches(['-', ' ', '\t', '\n', '\r']);
            let silent = is_control(words);
            if !silent && in_comment(&text[..start]) {
                masked.push_str(&text[start..end]);
                rest = end;
                continue;
            }
            found = true;
            for byte in text[start..end].bytes() {
                masked.push(match byte {
                    b'\n' | b'\r' if silent => char::from(byte),
                    _ if silent => ' ',
                    _ => 'x',
                });
            }
            if !silent {
                actions.push((TextRange::new(size(start), size(end)), words.to_owned()));
            }
            rest = end;
        }
        found.then(|| {
            masked.push_str(&text[rest..]);
            Self { masked, actions }
        })
    }

    /// The text with all actions replaced by as many bytes that YAML and TOML take.
    pub(crate) fn masked(&self) -> &str {
        &self.masked
    }

    /// Marks what actions print in `node` as unknown.
    pub(crate) fn mark(&self, node: &mut Node) {
        let mut pending = vec![node];
        while let Some(node) = pending.pop() {
            self.mark_text(&mut node.name);
            match &mut node.value {
                Value::Empty => {}
                Value::Scalar(text) => self.mark_text(text),
                Value::List { items, .. } => items.iter_mut().for_each(|item| self.mark_text(item)),
            }
            pending.extend(&mut node.children);
        }
    }

    fn mark_text(&self, text: &mut Text) {
        let content = text.content_range();
        let first = self.actions.partition_point(|(range, _)| range.end() <= content.start());
        let inside = self.actions[first..].iter().take_while(|(range, _)| range.start() < content.end());
        let mut builder = Text::builder(text.range());
        let mut done = 0;
        for (range, words) in inside {
            let (Some(start), Some(end)) =
                (text.decoded_offset(range.start()), text.decoded_offset(range.end()))
            else {
                continue;
            };
            let (start, end) = (usize::from(start).max(done), usize::from(end));
            builder.push_text(&text.slice(done..start));
            builder.push_unknown(words, *range);
            done = end.max(start);
        }
        if done > 0 {
            builder.push_text(&text.slice(done..text.as_str().len()));
            *text = builder.finish();
        }
    }
}

/// Behind the `}}` of the action that starts at `start`; strings in it may hold braces.
fn action_end(text: &str, start: usize) -> Option<usize> {
    let mut quote = None;
    let mut bytes = text.bytes().enumerate().skip(start + 2).peekable();
    while let Some((at, byte)) = bytes.next() {
        match (quote, byte) {
            (Some(b'"'), b'\\') => {
                bytes.next();
            }
            (Some(open), byte) if open == byte => quote = None,
            (None, b'"' | b'`' | b'\'') => quote = Some(byte),
            (None, b'}') if bytes.peek().is_some_and(|(_, next)| *next == b'}') => return Some(at + 2),
            _ => {}
        }
    }
    None
}

/// What an action prints behind a `#` changes nothing.
fn in_comment(before: &str) -> bool {
    before.rsplit('\n').next().is_some_and(|line| line.trim_start().starts_with('#'))
}

fn is_control(words: &str) -> bool {
    let assigns = words.starts_with('$') && words.contains(":=");
    assigns
        || CONTROL.iter().any(|word| {
            let rest = words.strip_prefix(word);
            rest.is_some_and(|rest| word.contains('*') || !rest.starts_with(|c: char| c.is_alphanumeric()))
        })
}

fn size(offset: usize) -> TextSize {
    TextSize::try_from(offset).unwrap_or(TextSize::new(u32::MAX))
}
