//! Label selectors as lists take them (`labels.Parse` of k8s.io/apimachinery).

use syntax::Text;

/// Whether an object with these labels is chosen. `None` where a label that counts is not known, or the selector cannot
/// be read.
pub(super) fn chooses(selector: &str, labels: &[(Text, Text)]) -> Option<bool> {
    let mut all = true;
    for requirement in split(selector) {
        all &= fits(requirement.trim(), labels)?;
    }
    Some(all)
}

/// The requirements, at commas outside of parentheses.
fn split(selector: &str) -> Vec<&str> {
    let (mut parts, mut start, mut depth) = (Vec::new(), 0, 0_usize);
    for (at, c) in selector.char_indices() {
        match c {
            '(' => depth += 1,
            ')' => depth = depth.saturating_sub(1),
            ',' if depth == 0 => {
                parts.push(&selector[start..at]);
                start = at + 1;
            }
            _ => {}
        }
    }
    parts.push(&selector[start..]);
    parts.retain(|part| !part.trim().is_empty());
    parts
}

fn fits(requirement: &str, labels: &[(Text, Text)]) -> Option<bool> {
    let value = |key: &str| labels.iter().find(|(name, _)| name.as_str() == key.trim()).map(|(_, v)| v);
    let known = |key: &str| value(key).is_none_or(Text::is_known);
    let is = |key: &str, wanted: &str| value(key).is_some_and(|value| value.as_str() == wanted.trim());
    let one_of = |key: &str, list: &str| {
        let list = list.trim().strip_prefix('(')?.strip_suffix(')')?;
        Some(list.split(',').any(|wanted| is(key, wanted)))
    };
    let (key, answer) = if let Some((key, wanted)) = requirement.split_once("!=") {
        (key, !is(key, wanted))
    } else if let Some((key, wanted)) = requirement.split_once("==").or_else(|| requirement.split_once('=')) {
        (key, is(key, wanted))
    } else if let Some((key, list)) = requirement.split_once(" notin ") {
        (key, !one_of(key, list)?)
    } else if let Some((key, list)) = requirement.split_once(" in ") {
        (key, one_of(key, list)?)
    } else if let Some(key) = requirement.strip_prefix('!') {
        (key, value(key).is_none())
    } else if requirement.contains(|c: char| c.is_whitespace() || "()<>".contains(c)) {
        return None;
    } else {
        (requirement, value(requirement).is_some())
    };
    known(key).then_some(answer)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn requirements() {
        let text = |text: &str| Text::plain(text, syntax::TextRange::default());
        let labels = [(text("app"), text("web"))];
        let chosen = |selector| chooses(selector, &labels);
        assert_eq!(chosen(""), Some(true));
        assert_eq!(chosen("app=web,app!=api"), Some(true));
        assert_eq!(chosen("app in (api, web),!tier"), Some(true));
        assert_eq!(chosen("app notin (web)"), Some(false));
        assert_eq!(chosen("tier"), Some(false));
        assert_eq!(chosen("app > 1"), None);
    }
}
