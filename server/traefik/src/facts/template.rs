//! Template actions. In files of the file provider Traefik runs Go's (pkg/provider/file/file.go:125) before it reads
//! YAML or TOML; in other files they are some other tool's. What they make is unseen here; each leaves an unknown part
//! in the text around it.

use syntax::{Text, TextRange, TextSize};

use crate::options::node::{Node, Value};

/// A text with actions.
pub(crate) struct Template {
    masked: String,
    /// Actions that print something, in order: where, and what they say.
    actions: Vec<(TextRange, String)>,
    /// Whether some action is neither Go's nor in an option that Traefik takes for a template itself.
    foreign: bool,
}

/// Actions that only steer others; a line that holds nothing else vanishes.
const CONTROL: [&str; 12] =
    ["if", "else", "end", "range", "with", "define", "block", "template", "break", "continue", "/*", "-/*"];

impl Template {
    /// `None` where `text` holds no action.
    pub(crate) fn of(text: &str) -> Option<Self> {
        let mut template =
            Self { masked: String::with_capacity(text.len()), actions: Vec::new(), foreign: false };
        let (mut rest, mut found) = (0, false);
        while let Some((start, end)) = next_action(text, rest) {
            template.masked.push_str(&text[rest..start]);
            rest = end;
            let is_block = text[start..].starts_with("{%");
            let words = text[start + 2..end - 2].trim_matches(['-', ' ', '\t', '\n', '\r']);
            let before = line_before(&text[..start]);
            let is_alone = before.trim().is_empty()
                && text[end..].split('\n').next().is_some_and(|after| after.trim().is_empty());
            let silent = is_block || is_control(words) || (is_alone && prints_lines(words));
            if !silent && before.trim_start().starts_with('#') {
                // What is printed behind a `#` changes nothing.
                template.masked.push_str(&text[start..end]);
                continue;
            }
            found = true;
            template.foreign |= is_block || !before.to_ascii_lowercase().contains("defaultrule");
            for byte in text[start..end].bytes() {
                template.masked.push(match byte {
                    b'\n' | b'\r' if silent => char::from(byte),
                    _ if silent => ' ',
                    _ => 'x',
                });
            }
            if !silent {
                template.actions.push((TextRange::new(size(start), size(end)), words.to_owned()));
            }
        }
        template.masked.push_str(&text[rest..]);
        found.then_some(template)
    }

    /// Whether, in a file that Traefik does not run as a template, another tool must do it first.
    pub(crate) fn is_foreign(&self) -> bool {
        self.foreign
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

/// The next `{{ … }}` or `{% … %}` from `from` on.
fn next_action(text: &str, from: usize) -> Option<(usize, usize)> {
    let mut at = from;
    loop {
        let start = at + text[at..].find('{')?;
        let close = match text.as_bytes().get(start + 1) {
            Some(b'{') => b'}',
            Some(b'%') => b'%',
            _ => {
                at = start + 1;
                continue;
            }
        };
        return Some((start, action_end(text, start, close)?));
    }
}

/// Behind the `}}` or `%}` of the action that starts at `start`; strings in it may hold braces.
fn action_end(text: &str, start: usize, close: u8) -> Option<usize> {
    let inside = &text[start + 2..];
    // Quotes in a comment are nothing.
    let is_comment = inside.trim_start_matches('-').trim_start().starts_with("/*");
    let from = start + 2 + if is_comment { inside.find("*/")? } else { 0 };
    let mut quote = None;
    let mut bytes = text.bytes().enumerate().skip(from).peekable();
    while let Some((at, byte)) = bytes.next() {
        match (quote, byte) {
            (Some(b'"'), b'\\') => {
                bytes.next();
            }
            (Some(open), byte) if open == byte => quote = None,
            (None, b'"' | b'`' | b'\'') => quote = Some(byte),
            (None, byte) if byte == close && bytes.peek().is_some_and(|(_, next)| *next == b'}') => {
                return Some(at + 2);
            }
            _ => {}
        }
    }
    None
}

/// The line that `before` ends in.
fn line_before(before: &str) -> &str {
    before.rsplit('\n').next().unwrap_or(before)
}

fn is_control(words: &str) -> bool {
    let assigns = words.starts_with('$') && words.contains(":=");
    assigns
        || CONTROL.iter().any(|word| {
            let rest = words.strip_prefix(word);
            rest.is_some_and(|rest| word.contains('*') || !rest.starts_with(|c: char| c.is_alphanumeric()))
        })
}

/// Helm's way to put whole entries where a line holds nothing else: they are unseen, and no text.
fn prints_lines(words: &str) -> bool {
    let mut piped = words.split('|').map(|part| part.split_whitespace().next().unwrap_or_default());
    piped.any(|function| matches!(function, "nindent" | "indent" | "toYaml"))
}

fn size(offset: usize) -> TextSize {
    TextSize::try_from(offset).unwrap_or(TextSize::new(u32::MAX))
}
