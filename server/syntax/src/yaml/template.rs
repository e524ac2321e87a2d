//! Template tags (`{{ … }}`, `{% … %}`, `{# … #}`) in a text that is to be YAML once they are expanded.

use std::ops::Range;

/// Where tags stand: lines with nothing else, and tags among other things.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Tags {
    /// From the first tag of a line to the last, which may be on a later line.
    pub lines: Vec<Range<usize>>,
    /// Single tags.
    pub inline: Vec<Range<usize>>,
}

/// The tags of `text`. None reaches beyond an empty line, so that one left open costs little.
pub(super) fn tags(text: &str) -> Tags {
    let mut tags = Tags::default();
    let mut line: Vec<Range<usize>> = Vec::new();
    let mut is_alone = true;
    let mut at = 0;
    let mut paragraph = 0;
    // Up to where tags of each kind are known not to close.
    let mut open_to = [0; KINDS.len()];
    while at < text.len() {
        let open = text[at..].find(['{', '\n']).map_or(text.len(), |len| at + len);
        is_alone &= text[at..open].trim().is_empty();
        let kind = KINDS.iter().position(|(begin, _)| text[open..].starts_with(begin));
        if let Some(kind) = kind.filter(|kind| open >= open_to[*kind]) {
            if paragraph <= open {
                paragraph = text[open..].find("\n\n").map_or(text.len(), |len| open + len);
            }
            if let Some(end) = tag_end(&text[..paragraph], open, KINDS[kind].1) {
                line.push(open..end);
                at = end;
                continue;
            }
            open_to[kind] = paragraph;
        }
        if text[open..].starts_with('{') {
            is_alone = false;
        } else {
            tags.finish(&mut line, is_alone);
            is_alone = true;
        }
        at = open + 1;
    }
    tags.finish(&mut line, is_alone);
    tags
}

const KINDS: [(&str, &str); 3] = [("{{", "}}"), ("{%", "%}"), ("{#", "#}")];

/// The end of the tag that opens at `open`, if it has one.
fn tag_end(text: &str, open: usize, close: &str) -> Option<usize> {
    let end = open + text[open..].find(close)? + close.len();
    // `{{{ … }}}` closes with its last two.
    let more = text[end..].bytes().take_while(|byte| *byte == b'}' && close == "}}").count();
    Some(end + more)
}

impl Tags {
    fn finish(&mut self, line: &mut Vec<Range<usize>>, is_alone: bool) {
        match (line.first(), line.last()) {
            (Some(first), Some(last)) if is_alone => self.lines.push(first.start..last.end),
            _ => self.inline.append(line),
        }
        line.clear();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, lines: &[&str], inline: &[&str]) {
        let tags = tags(text);
        let words =
            |ranges: &[Range<usize>]| ranges.iter().map(|r| text[r.clone()].to_owned()).collect::<Vec<_>>();
        assert_eq!(words(&tags.lines), lines, "{text}");
        assert_eq!(words(&tags.inline), inline, "{text}");
    }

    #[test]
    fn tags_alone_and_among_other_things() {
        check(
            "{{ if .x }}\na: {{ .y }}/{{ .z }}\n  {{- end }}\n",
            &["{{ if .x }}", "{{- end }}"],
            &["{{ .y }}", "{{ .z }}"],
        );
        check("{{/* of\ntwo lines */}}\na: b", &["{{/* of\ntwo lines */}}"], &[]);
        check("{% a %}{% b %}\n- {# c #}", &["{% a %}{% b %}"], &["{# c #}"]);
    }

    #[test]
    fn what_is_no_tag() {
        check("a: {b: c}\nd: {{ e", &[], &[]);
        check("a: ${B}\n", &[], &[]);
        check("a: {{ b\n\nc: d }}\n", &[], &[]);
    }
}
