//! A matcher: what it means exactly, with a request that matches and one that surprisingly does or does not.

use std::fmt::Write as _;

use syntax::{Text, TextRange, TextSize};
use traefik::rule::{RuleSyntax, catalogue};
use traefik::runtime::RuntimeRouter;

use super::code;

/// The matcher of `rule` at `offset` (of the file), and its range in the file.
pub(super) fn describe(router: &RuntimeRouter, rule: &Text, offset: TextSize) -> Option<(TextRange, String)> {
    let offset = rule.decoded_offset(offset)?;
    let matchers = router.rule.as_ref()?.matchers();
    let matcher = matchers.into_iter().find(|matcher| matcher.range.contains_inclusive(offset))?;
    let syntax = if router.syntax == "v2" { RuleSyntax::V2 } else { RuleSyntax::V3 };
    let info = catalogue::find(matcher.name, router.protocol, syntax)?;
    let signature = format!("{}({})", info.name, info.parameters.join(", "));
    let mut text = format!("**Matcher** {}\n\n{}", code(&signature), info.meaning);
    if matcher.negated {
        text.push_str("\n\nNegated here: a request passes when it does not match.");
    }
    for example in [&info.example, &info.surprise] {
        let verdict = if example.matches { "matches" } else { "does not match" };
        let _ = write!(text, "\n\n- {} {verdict} {}", code(example.rule), code(example.request));
    }
    let _ = write!(text, ": {}", info.because);
    Some((rule.source_range(matcher.range), text))
}
