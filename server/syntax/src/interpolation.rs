//! `${VAR}`, `${VAR:-x}` and `$$` in compose files.
//!
//! Mirrors compose-go v2 `template/template.go`, its peculiarities included: only `$$`, `$name` and `${` begin
//! something, an expression ends on its line, and the first operator in it counts.

use crate::TextBuilder;
use crate::limits::INTERPOLATION_DEPTH;
use crate::{Problem, Text, TextRange, TextSize};

/// Fills the variables in `raw` by `lookup`. `$$` becomes `$`. A variable without value and default becomes an
/// unknown part of the text (see [`Text::unknown`]); problems are compose's own words for what it refuses.
///
/// Compose itself reads a variable that is not set as the empty string. The files do not tell whether it is
/// set: it may come from the user's environment.
pub fn interpolate(raw: &Text, lookup: &dyn Fn(&str) -> Option<String>) -> (Text, Vec<Problem>) {
    if !raw.as_str().contains('$') {
        return (raw.clone(), Vec::new());
    }
    let mut template = Template { raw, lookup, text: Text::builder(raw.range()) };
    match template.fill(0..raw.as_str().len(), 0) {
        Ok(()) => (template.text.finish(), Vec::new()),
        Err(Invalid(at)) => {
            let range = raw.source_range(range(at..(at + 2).min(raw.as_str().len())));
            let message = format!(
                "invalid interpolation format.\nYou may need to escape any $ with another $.\n{}",
                raw.as_str()
            );
            (raw.clone(), vec![Problem::new(range, message)])
        }
    }
}

type Span = std::ops::Range<usize>;

/// The offset of a `${` that begins no expression.
struct Invalid(usize);

struct Template<'a> {
    raw: &'a Text,
    lookup: &'a dyn Fn(&str) -> Option<String>,
    text: TextBuilder,
}

/// What stands behind the name in `${name…}`.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Operator {
    Default,
    Required,
    Alternative,
}

struct Expression<'a> {
    name: &'a str,
    /// The operator, whether a colon stands before it (then empty counts as not set), and its operand.
    operation: Option<(Operator, bool, Span)>,
    end: usize,
}

impl<'a> Template<'a> {
    /// Adds the part `span` of the raw text, filled.
    fn fill(&mut self, span: Span, depth: usize) -> Result<(), Invalid> {
        let mut rest = span.start;
        let bytes = self.raw.as_str().as_bytes();
        while let Some(dollar) = bytes[rest..span.end].iter().position(|b| *b == b'$').map(|at| rest + at) {
            let within = &self.raw.as_str()[dollar..span.end];
            if within.starts_with("$$") {
                self.copy(rest..dollar);
                self.text.push_for("$", self.source(dollar..dollar + 2));
                rest = dollar + 2;
            } else if let Some(expression) = self.expression(dollar, span.end)? {
                self.copy(rest..dollar);
                rest = expression.end;
                self.expand(&expression, dollar..expression.end, depth)?;
            } else {
                self.copy(rest..dollar + 1);
                rest = dollar + 1;
            }
        }
        self.copy(rest..span.end);
        Ok(())
    }

    /// The expression that begins with the `$` at `start`, if one does.
    fn expression(&self, start: usize, end: usize) -> Result<Option<Expression<'a>>, Invalid> {
        let raw: &'a str = self.raw.as_str();
        let within = &raw[start + 1..end];
        let Some(braced) = within.strip_prefix('{') else {
            let name = name(within);
            let end = start + 1 + name.len();
            return Ok((!name.is_empty()).then_some(Expression { name, operation: None, end }));
        };
        let name = name(braced);
        let behind = &braced[name.len()..];
        let at = start + 2 + name.len();
        if name.is_empty() {
            return Err(Invalid(start));
        }
        if behind.starts_with('}') {
            return Ok(Some(Expression { name, operation: None, end: at + 1 }));
        }
        let unset = behind.strip_prefix(':');
        let operator = match unset.unwrap_or(behind).as_bytes().first() {
            Some(b'-') => Operator::Default,
            Some(b'?') => Operator::Required,
            Some(b'+') => Operator::Alternative,
            _ => return Err(Invalid(start)),
        };
        let line_end = raw[start..end].find('\n').map_or(end, |at| start + at);
        let close = closing_brace(&raw.as_bytes()[start..line_end])
            .or_else(|| raw[at..line_end].rfind('}').map(|brace| at + brace - start))
            .ok_or(Invalid(start))?;
        let operand = at + 1 + usize::from(unset.is_some())..start + close;
        Ok(Some(Expression {
            name,
            operation: Some((operator, unset.is_some(), operand)),
            end: start + close + 1,
        }))
    }

    /// Adds what `expression`, which stands at `span`, comes to.
    fn expand(&mut self, expression: &Expression, span: Span, depth: usize) -> Result<(), Invalid> {
        let name = expression.name;
        let value = (self.lookup)(name);
        let Some((operator, colon, operand)) = expression.operation.clone() else {
            self.value(name, value, span);
            return Ok(());
        };
        let counts = value.as_ref().is_some_and(|value| !colon || !value.is_empty());
        let takes_operand = match operator {
            Operator::Default => !counts,
            Operator::Alternative => counts,
            Operator::Required => false,
        };
        if takes_operand {
            if depth == INTERPOLATION_DEPTH {
                self.text.push_unknown(name, self.source(span));
                return Ok(());
            }
            return self.fill(operand, depth + 1);
        }
        let value = value.filter(|_| operator != Operator::Required || counts);
        self.value(name, value, span);
        Ok(())
    }

    fn value(&mut self, name: &str, value: Option<String>, span: Span) {
        match value {
            Some(value) => self.text.push_for(&value, self.source(span)),
            None => self.text.push_unknown(name, self.source(span)),
        }
    }

    fn copy(&mut self, span: Span) {
        if !span.is_empty() {
            self.text.push_text(&self.raw.slice(span));
        }
    }

    fn source(&self, span: Span) -> TextRange {
        self.raw.source_range(range(span))
    }
}

fn name(text: &str) -> &str {
    let bytes = text.as_bytes();
    let end = bytes.iter().position(|b| !(b.is_ascii_alphanumeric() || *b == b'_'));
    if bytes.first().is_some_and(u8::is_ascii_digit) { "" } else { &text[..end.unwrap_or(text.len())] }
}

/// The brace that closes the first one, counted as compose counts: a byte right behind `{` is not looked at.
fn closing_brace(bytes: &[u8]) -> Option<usize> {
    let mut open = 0_usize;
    let mut at = 0;
    while let Some(byte) = bytes.get(at) {
        match byte {
            b'}' if open <= 1 => return (open == 1).then_some(at),
            b'}' => open -= 1,
            b'{' => {
                open += 1;
                at += 1;
            }
            _ => {}
        }
        at += 1;
    }
    None
}

fn range(span: Span) -> TextRange {
    let size = |offset: usize| TextSize::try_from(offset).unwrap_or(TextSize::new(u32::MAX));
    TextRange::new(size(span.start), size(span.end))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// With `SET=value`, `EMPTY=` and nothing else.
    fn check(raw: &str, expected: &str) {
        let text = Text::plain(raw, TextRange::at(100.into(), TextSize::of(raw)));
        let (filled, problems) = interpolate(&text, &|name| match name {
            "SET" => Some("value".to_owned()),
            "EMPTY" => Some(String::new()),
            _ => None,
        });
        let found = problems.first().map_or_else(
            || filled.as_str().to_owned(),
            |p| format!("{:?} {}", p.range, p.message.lines().next().unwrap_or("")),
        );
        assert_eq!(found, expected, "{raw}");
    }

    #[test]
    fn variables_and_escapes() {
        check("a ${SET} $SET. $$SET", "a value value. $SET");
        check("${UNSET}|$UNSET", "⟨UNSET⟩|⟨UNSET⟩");
        check("${EMPTY}.", ".");
        check("$", "$");
        check("$1 $( $", "$1 $( $");
        check("$$$SET", "$value");
    }

    #[test]
    fn defaults_and_alternatives() {
        check("${UNSET:-x} ${UNSET-x}", "x x");
        check("${EMPTY:-x} ${EMPTY-x}", "x ");
        check("${SET:+x} ${EMPTY:+x}${EMPTY+x}", "x x");
        check("${UNSET:+x}", "⟨UNSET⟩");
        check("${UNSET:-a:-b?c}", "a:-b?c");
        check("${UNSET:-}.", ".");
        check("${UNSET:-$${x}}", "${x}");
    }

    #[test]
    fn required_ones_are_unknown() {
        check("${UNSET:?why}", "⟨UNSET⟩");
        check("${EMPTY:?why}|${EMPTY?why}", "⟨EMPTY⟩|");
        check("${SET:?why}", "value");
    }

    #[test]
    fn defaults_nest() {
        check("${UNSET:-${SET:-c}}", "value");
        check("${UNSET:-${NOR:-c}.d}.e", "c.d.e");
        check("${A:-{x}}", "{x}");
        let deep = format!("{}x{}", "${A:-".repeat(10_000), "}".repeat(10_000));
        check(&deep, "⟨A⟩");
    }

    #[test]
    fn what_compose_refuses() {
        check("a ${", "102..104 invalid interpolation format.");
        check("${SET", "100..102 invalid interpolation format.");
        check("${1}", "100..102 invalid interpolation format.");
        check("${A B}", "100..102 invalid interpolation format.");
        check("${A:-x\n}", "100..102 invalid interpolation format.");
        check("${A:-{x} ${SET}", "109..111 invalid interpolation format.");
    }

    #[test]
    fn the_way_back_leads_into_defaults() {
        let raw = "${A:-api}.${B}";
        let text = Text::plain(raw, TextRange::at(10.into(), TextSize::of(raw)));
        let (filled, _) = interpolate(&text, &|_| None);
        let source = |start: u32, end: u32| filled.source_range(TextRange::new(start.into(), end.into()));
        assert_eq!(source(1, 3), TextRange::new(16.into(), 18.into()));
        assert_eq!(source(4, 5), TextRange::new(20.into(), 24.into()));
        assert_eq!(filled.unknown()[0].name, "B");
    }
}
