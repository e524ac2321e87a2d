//! `ports:` in short and long form (Compose specification, "ports").

use syntax::value::Node;
use syntax::{Text, TextRange};

use crate::compose::{Port, read};

/// How many ports one range may span.
const RANGE: u32 = 256;

/// The ports that one item publishes: `[[address:]published:]target[/protocol]`, each perhaps a range, or a map.
pub(super) fn read(item: &Node) -> Vec<Port> {
    let Some(short) = read::text(item) else {
        let target = item.get("target").and_then(read::text);
        let published = item.get("published").and_then(read::text);
        return target.into_iter().map(|target| Port { published: published.clone(), target }).collect();
    };
    split(&short)
}

/// The ports of one item in short form.
pub(super) fn split(short: &Text) -> Vec<Port> {
    let protocols = ["/tcp", "/udp", "/sctp"];
    let mapping = protocols.iter().find_map(|protocol| short.as_str().strip_suffix(protocol));
    let mapping = mapping.unwrap_or(short.as_str());
    let end = mapping.len();
    let colons = colons(mapping);
    let (published, target) = match colons.last() {
        Some(last) => {
            let start =
                colons.len().checked_sub(2).and_then(|at| colons.get(at)).map_or(0, |before| before + 1);
            (Some(short.slice(start..*last)), short.slice(last + 1..end))
        }
        None => (None, short.slice(0..end)),
    };
    let published = published.filter(|text| !text.as_str().is_empty());
    match (published.as_ref().and_then(span), span(&target)) {
        (Some((first, last)), Some((start, end))) if last - first == end - start => (0..=end - start)
            .map(|step| Port {
                published: published.as_ref().map(|text| number(first + step, text)),
                target: number(start + step, &target),
            })
            .collect(),
        (_, Some((start, end))) if start < end => {
            // Docker chooses one of a range of the host's for each.
            (start..=end).map(|port| Port { published: None, target: number(port, &target) }).collect()
        }
        _ => vec![Port { published, target }],
    }
}

/// Where colons stand that are not inside of `${…}` or `[…]`.
pub(super) fn colons(text: &str) -> Vec<usize> {
    let mut depth = 0_u32;
    let mut colons = Vec::new();
    for (at, c) in text.char_indices() {
        match c {
            '{' | '[' => depth += 1,
            '}' | ']' => depth = depth.saturating_sub(1),
            ':' if depth == 0 => colons.push(at),
            _ => {}
        }
    }
    colons
}

/// The first and the last number of `8000-8010`.
fn span(text: &Text) -> Option<(u32, u32)> {
    let (first, last) = text.as_str().split_once('-')?;
    let (first, last) = (first.parse::<u16>().ok()?, last.parse::<u16>().ok()?);
    let (first, last) = (u32::from(first), u32::from(last));
    (first <= last && last - first < RANGE).then_some((first, last))
}

fn number(port: u32, from: &Text) -> Text {
    let range: TextRange = from.content_range();
    let mut builder = Text::builder(range);
    builder.push(&port.to_string(), range);
    builder.finish()
}
