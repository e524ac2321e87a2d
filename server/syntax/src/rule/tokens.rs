//! Go's tokens (go/token/token.go, Go 1.26).

/// A kind of token. Operators and keywords are their own text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Token {
    Illegal,
    Eof,
    Identifier,
    Integer,
    Float,
    Imaginary,
    Char,
    String,
    /// Operators, brackets, separators.
    Punctuation(&'static str),
    Keyword(&'static str),
}

/// Longest first, so that the first that fits is the one.
const PUNCTUATION: [&str; 48] = [
    "&^=", "<<=", ">>=", "...", "&&", "||", "<-", "++", "--", "==", "!=", "<=", ">=", ":=", "<<", ">>", "&^",
    "+=", "-=", "*=", "/=", "%=", "&=", "|=", "^=", "+", "-", "*", "/", "%", "&", "|", "^", "<", ">", "=",
    "!", "(", "[", "{", ",", ".", ")", "]", "}", ";", ":", "~",
];

const KEYWORDS: [&str; 25] = [
    "break",
    "case",
    "chan",
    "const",
    "continue",
    "default",
    "defer",
    "else",
    "fallthrough",
    "for",
    "func",
    "go",
    "goto",
    "if",
    "import",
    "interface",
    "map",
    "package",
    "range",
    "return",
    "select",
    "struct",
    "switch",
    "type",
    "var",
];

/// The operator that `text` starts with.
pub(super) fn operator(text: &str) -> Option<Token> {
    PUNCTUATION.into_iter().find(|operator| text.starts_with(operator)).map(Token::Punctuation)
}

/// The keyword that `word` is.
pub(super) fn keyword(word: &str) -> Option<Token> {
    KEYWORDS.into_iter().find(|keyword| *keyword == word).map(Token::Keyword)
}

impl Token {
    /// As Go prints it.
    pub(super) fn text(self) -> &'static str {
        match self {
            Self::Illegal => "ILLEGAL",
            Self::Eof => "EOF",
            Self::Identifier => "IDENT",
            Self::Integer => "INT",
            Self::Float => "FLOAT",
            Self::Imaginary => "IMAG",
            Self::Char => "CHAR",
            Self::String => "STRING",
            Self::Punctuation(text) | Self::Keyword(text) => text,
        }
    }

    pub(super) fn is(self, punctuation: &str) -> bool {
        matches!(self, Self::Punctuation(text) if text == punctuation)
    }

    /// Whether Go prints the source instead of the kind.
    pub(super) fn is_literal(self) -> bool {
        matches!(
            self,
            Self::Identifier | Self::Integer | Self::Float | Self::Imaginary | Self::Char | Self::String
        )
    }

    /// Whether a line break after it is a semicolon.
    pub(super) fn ends_statement(self) -> bool {
        match self {
            Self::Punctuation(text) => matches!(text, ")" | "]" | "}" | "++" | "--"),
            Self::Keyword(text) => matches!(text, "break" | "continue" | "fallthrough" | "return"),
            Self::Illegal | Self::Eof => false,
            _ => true,
        }
    }

    /// How tightly a binary operator binds; 0 for what is none. A single `=` is taken for `==`, as in any expression
    /// that is a value (go/parser tokPrec).
    pub(super) fn precedence(self) -> usize {
        let Self::Punctuation(text) = self else { return 0 };
        match text {
            "||" => 1,
            "&&" => 2,
            "==" | "=" | "!=" | "<" | "<=" | ">" | ">=" => 3,
            "+" | "-" | "|" | "^" => 4,
            "*" | "/" | "%" | "<<" | ">>" | "&" | "&^" => 5,
            _ => 0,
        }
    }
}
