//! The plain part of Go's text/template and sprig: what default rules are written with
//! (pkg/provider/configuration.go:17). What goes beyond it becomes an unknown part of the text.

use syntax::limits::RULE_DEPTH;
use syntax::{Text, TextRange};

/// What a template may ask for.
pub(super) struct Data<'a> {
    /// `.Name`
    pub(super) name: Text,
    /// `.ContainerName`
    pub(super) container_name: Text,
    /// `.Labels`; `None` where the files do not tell, the empty text where there is no such label.
    pub(super) label: &'a dyn Fn(&str) -> Option<Text>,
}

/// The text that `template` makes of `data`, all of it at the place `at`.
pub(super) fn render(template: &str, data: &Data, at: TextRange) -> Text {
    let mut builder = Text::builder(at);
    let mut rest = template;
    while let Some((before, action)) = rest.split_once("{{") {
        let Some((action, after)) = action.split_once("}}") else { break };
        let before = if action.starts_with("- ") { before.trim_end() } else { before };
        rest = if action.ends_with(" -") { after.trim_start() } else { after };
        builder.push(before, at);
        let words = action.trim_matches(['-', ' ', '\t', '\n', '\r']);
        if words.starts_with("/*") {
            continue;
        }
        if is_control(words) {
            // What is put out depends on more than is read here.
            let mut whole = Text::builder(at);
            whole.push_unknown(template, at);
            return whole.finish();
        }
        match evaluate(words, data) {
            Some(value) => builder.push_text(&value.placed(at)),
            None => builder.push_unknown(words, at),
        }
    }
    builder.push(rest, at);
    builder.finish()
}

fn is_control(words: &str) -> bool {
    let word = words.split(|c: char| !c.is_alphanumeric()).next().unwrap_or("");
    matches!(word, "if" | "else" | "end" | "range" | "with" | "define" | "block" | "template")
        || words.starts_with('$')
}

/// Every run of what is neither letter nor number becomes one `-`; none at the ends (pkg/provider/configuration.go:126).
pub(super) fn normalize(name: &str) -> String {
    let words = name.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    words.collect::<Vec<_>>().join("-")
}

#[derive(Clone)]
enum Value {
    Text(Text),
    Labels,
}

fn evaluate(words: &str, data: &Data) -> Option<Text> {
    let tokens = tokens(words)?;
    let mut evaluator = Evaluator { tokens: &tokens, at: 0, data };
    let value = evaluator.pipeline(0)?;
    match value {
        Value::Text(text) if evaluator.at == tokens.len() => Some(text),
        _ => None,
    }
}

#[derive(Clone, Debug, PartialEq)]
enum Token {
    /// `.Labels.key` as its names, or `.` alone as none.
    Field(Vec<String>),
    Word(String),
    String(String),
    Pipe,
    Open,
    Close,
}

fn tokens(words: &str) -> Option<Vec<Token>> {
    let mut tokens = Vec::new();
    let mut rest = words.trim_start();
    while let Some(first) = rest.chars().next() {
        let length = match first {
            '|' => {
                tokens.push(Token::Pipe);
                1
            }
            '(' => {
                tokens.push(Token::Open);
                1
            }
            ')' => {
                tokens.push(Token::Close);
                1
            }
            '"' | '`' => {
                let end = rest[1..].find(first)? + 1;
                let value = &rest[1..end];
                if first == '"' && value.contains('\\') {
                    return None;
                }
                tokens.push(Token::String(value.to_owned()));
                end + 1
            }
            _ => {
                let is_name = |c: char| c.is_alphanumeric() || matches!(c, '_' | '.');
                let end = rest.find(|c: char| !is_name(c)).unwrap_or(rest.len());
                let name = rest.get(..end).filter(|name| !name.is_empty())?;
                tokens.push(match name.strip_prefix('.') {
                    Some(path) => Token::Field(path.split('.').map(str::to_owned).collect()),
                    None => Token::Word(name.to_owned()),
                });
                end
            }
        };
        rest = rest[length..].trim_start();
    }
    Some(tokens)
}

struct Evaluator<'a> {
    tokens: &'a [Token],
    at: usize,
    data: &'a Data<'a>,
}

impl Evaluator<'_> {
    fn pipeline(&mut self, depth: usize) -> Option<Value> {
        let mut value = self.command(None, depth)?;
        while self.tokens.get(self.at) == Some(&Token::Pipe) {
            self.at += 1;
            value = self.command(Some(value), depth)?;
        }
        Some(value)
    }

    /// A function with its arguments, the piped value last; or one value.
    fn command(&mut self, piped: Option<Value>, depth: usize) -> Option<Value> {
        if depth > RULE_DEPTH {
            return None;
        }
        let function = match self.tokens.get(self.at)? {
            Token::Word(name) => {
                self.at += 1;
                Some(name.as_str())
            }
            _ => None,
        };
        let mut arguments = Vec::new();
        while let Some(token) = self.tokens.get(self.at) {
            let value = match token {
                Token::Pipe | Token::Close => break,
                Token::Word(_) => return None,
                Token::String(value) => Value::Text(plain(value)),
                Token::Field(path) => self.field(path)?,
                Token::Open => {
                    self.at += 1;
                    let value = self.pipeline(depth + 1)?;
                    if self.tokens.get(self.at) != Some(&Token::Close) {
                        return None;
                    }
                    value
                }
            };
            arguments.push(value);
            self.at += 1;
        }
        arguments.extend(piped);
        match function {
            Some(name) => call(name, &arguments, self.data),
            None => <[Value; 1]>::try_from(arguments).ok().map(|[value]| value),
        }
    }

    fn field(&self, path: &[String]) -> Option<Value> {
        let path: Vec<&str> = path.iter().map(String::as_str).collect();
        match path.as_slice() {
            ["Name"] => Some(Value::Text(self.data.name.clone())),
            ["ContainerName"] => Some(Value::Text(self.data.container_name.clone())),
            ["Labels"] => Some(Value::Labels),
            ["Labels", key] => (self.data.label)(key).map(Value::Text),
            _ => None,
        }
    }
}

fn call(function: &str, arguments: &[Value], data: &Data) -> Option<Value> {
    if let ("index", [Value::Labels, Value::Text(key)]) = (function, arguments) {
        return (data.label)(key.as_str()).map(Value::Text);
    }
    let mut texts = Vec::new();
    for argument in arguments {
        match argument {
            Value::Text(text) => texts.push(text),
            Value::Labels => return None,
        }
    }
    if let ("normalize", [text]) = (function, texts.as_slice())
        && !text.is_known()
    {
        // Names are normalised already; an unknown part of one is, too.
        return Some(Value::Text((*text).clone()));
    }
    if !texts.iter().all(|text| text.is_known()) {
        return None;
    }
    let texts: Vec<&str> = texts.iter().map(|text| text.as_str()).collect();
    let made = match (function, texts.as_slice()) {
        ("normalize", [text]) => normalize(text),
        ("trim", [text]) => text.trim().to_owned(),
        ("lower", [text]) => text.to_lowercase(),
        ("upper", [text]) => text.to_uppercase(),
        ("trimPrefix", [prefix, text]) => text.strip_prefix(prefix).unwrap_or(text).to_owned(),
        ("trimSuffix", [suffix, text]) => text.strip_suffix(suffix).unwrap_or(text).to_owned(),
        ("trimAll", [set, text]) => text.trim_matches(|c| set.contains(c)).to_owned(),
        ("replace", [old, new, text]) => text.replace(old, new),
        ("default", [fallback, text]) => if text.is_empty() { fallback } else { text }.to_string(),
        ("coalesce", texts) => texts.iter().find(|text| !text.is_empty()).copied().unwrap_or("").to_owned(),
        ("printf", [format, texts @ ..]) => printf(format, texts)?,
        _ => return None,
    };
    Some(Value::Text(plain(&made)))
}

/// Formats made of `%s` and `%v` only.
fn printf(format: &str, texts: &[&str]) -> Option<String> {
    let mut texts = texts.iter();
    let mut made = String::new();
    let mut pieces = format.split('%');
    made.push_str(pieces.next()?);
    for piece in pieces {
        made.push_str(texts.next()?);
        made.push_str(piece.strip_prefix(['s', 'v'])?);
    }
    texts.next().is_none().then_some(made)
}

fn plain(value: &str) -> Text {
    let mut builder = Text::builder(TextRange::default());
    builder.push(value, TextRange::default());
    builder.finish()
}
