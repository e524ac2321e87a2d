//! `constraints`: which containers the provider looks at (pkg/provider/constraints/constraints_labels.go).

use syntax::Text;
use syntax::limits::RULE_DEPTH;
use syntax::rule::quote::quoted;

use crate::docker::labels::Labels;
use crate::regexp::Regexp;

/// Why `expression` keeps the container out, in Traefik's words; `None` where it does not, or may not.
pub(super) fn refusal(expression: Option<&Text>, labels: &Labels) -> Option<String> {
    let expression = expression.filter(|text| text.is_known())?.as_str();
    let mut parser = Parser { text: expression, at: 0, labels };
    match parser.either(0) {
        Some(answer) if parser.rest().is_empty() => (answer == Some(false))
            .then(|| format!("Container pruned by constraint expression: {}", quoted(expression))),
        _ => Some(format!("Error matching constraints expression: {}", quoted(expression))),
    }
}

/// Reads and answers at once. Each answer is `None` where it hangs on a label that the files do not tell; what is no
/// expression is an outer `None`. Precedence is Go's: `!`, then `&&`, then `||`.
struct Parser<'a> {
    text: &'a str,
    at: usize,
    labels: &'a Labels<'a>,
}

type Answer = Option<bool>;

impl Parser<'_> {
    fn either(&mut self, depth: usize) -> Option<Answer> {
        let mut answer = self.both(depth)?;
        while self.take("||") {
            answer = or(answer, self.both(depth)?);
        }
        Some(answer)
    }

    fn both(&mut self, depth: usize) -> Option<Answer> {
        let mut answer = self.one(depth)?;
        while self.take("&&") {
            let other = self.one(depth)?;
            answer = not(or(not(answer), not(other)));
        }
        Some(answer)
    }

    fn one(&mut self, depth: usize) -> Option<Answer> {
        if depth > RULE_DEPTH {
            return None;
        }
        if self.take("!") {
            return self.one(depth + 1).map(not);
        }
        if self.take("(") {
            let answer = self.either(depth + 1)?;
            return self.take(")").then_some(answer);
        }
        let by_regex = self.take("LabelRegex");
        if !by_regex && !self.take("Label") || !self.take("(") {
            return None;
        }
        let name = self.string()?;
        let value = self.take(",").then(|| self.string())??;
        if !self.take(")") {
            return None;
        }
        let label = match self.labels.get(&name) {
            Some(label) if label.is_known() => label.as_str(),
            None if self.labels.are_known() => "",
            _ => return Some(None),
        };
        if by_regex {
            // A pattern that does not compile matches nothing.
            return Some(Regexp::compile(&value).map_or(Some(false), |regexp| regexp.is_match(label)));
        }
        Some(Some(label == value))
    }

    fn string(&mut self) -> Option<String> {
        let rest = self.rest();
        let quote = rest.chars().next().filter(|c| matches!(c, '"' | '`'))?;
        let mut value = String::new();
        let mut chars = rest.char_indices().skip(1);
        while let Some((at, c)) = chars.next() {
            match c {
                c if c == quote => {
                    self.at += at + 1;
                    return Some(value);
                }
                '\\' if quote == '"' => value.push(match chars.next()?.1 {
                    'n' => '\n',
                    't' => '\t',
                    'r' => '\r',
                    c @ ('"' | '\\') => c,
                    _ => return None,
                }),
                c => value.push(c),
            }
        }
        None
    }

    fn take(&mut self, token: &str) -> bool {
        let found = self.rest().starts_with(token);
        if found {
            self.at += token.len();
        }
        found
    }

    /// What is left, without white space before it.
    fn rest(&mut self) -> &str {
        let rest = self.text.get(self.at..).unwrap_or("");
        self.at += rest.len() - rest.trim_start().len();
        rest.trim_start()
    }
}

fn or(a: Answer, b: Answer) -> Answer {
    match (a, b) {
        (Some(true), _) | (_, Some(true)) => Some(true),
        (Some(false), Some(false)) => Some(false),
        _ => None,
    }
}

fn not(answer: Answer) -> Answer {
    answer.map(|answer| !answer)
}
