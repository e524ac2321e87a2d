//! Rules: what Traefik makes of the text, and which requests they match
//! (pkg/rules/parser.go, pkg/muxer/http/{parser,matcher,mux}.go, pkg/muxer/tcp, 3.7.13).

use syntax::TextRange;

use crate::dynamic::Protocol;
use crate::request::Request;

/// A rule that Traefik accepts, ready to match.
#[derive(Clone, Debug)]
pub struct Rule {
    /// The tree, negations pushed down to the matchers as Traefik does.
    pub tree: Tree,
}

/// A rule's tree.
#[derive(Clone, Debug)]
pub enum Tree {
    /// `a && b`
    And(Box<Tree>, Box<Tree>),
    /// `a || b`
    Or(Box<Tree>, Box<Tree>),
    /// A matcher.
    Matcher(Matcher),
}

/// One matcher with its arguments.
#[derive(Clone, Debug)]
pub struct Matcher {
    /// Canonical spelling: `PathPrefix`.
    pub name: &'static str,
    /// Whether a `!` before it (or before a group around it) turns it round.
    pub negated: bool,
    /// Decoded arguments.
    pub arguments: Vec<String>,
    /// Its call in the rule's text, without `!`. Bytes of the decoded rule.
    pub range: TextRange,
    test: Test,
}

#[derive(Clone, Debug)]
enum Test {}

/// Why Traefik refuses a rule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RuleError {
    /// What kind of fault it is.
    pub kind: RuleErrorKind,
    /// The part at fault: bytes of the decoded rule.
    pub range: TextRange,
    /// Traefik's innermost words: `unexpected number of parameters; got 2, expected one of [1]`.
    pub message: String,
    /// Traefik's whole text, as the API shows it: `error while parsing rule …`.
    pub text: String,
}

/// The faults a rule can have.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum RuleErrorKind {
    /// It is not an expression, or one that rules do not have.
    Syntax,
    /// There is no such matcher (in this syntax).
    UnknownMatcher,
    /// A matcher has too few or too many values.
    Arity,
    /// A value that the matcher refuses: an empty one, a path without `/`, a regular expression that does not compile.
    Value,
}

/// The two rule languages.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum RuleSyntax {
    /// The language of v3.
    V3,
    /// The language of v2, by `ruleSyntax: v2` or `core.defaultRuleSyntax: v2`.
    V2,
}

impl Rule {
    /// Compiles `text` (decoded) as Traefik would for a router of `protocol`.
    pub fn compile(text: &str, protocol: Protocol, syntax: RuleSyntax) -> Result<Self, RuleError> {
        let _ = (text, protocol, syntax);
        Err(RuleError {
            kind: RuleErrorKind::Syntax,
            range: TextRange::default(),
            message: String::new(),
            text: String::new(),
        })
    }

    /// Whether `request` matches. `None` where the rule holds something that is not known here.
    pub fn matches(&self, request: &Request) -> Option<bool> {
        let _ = request;
        None
    }
}

/// The hosts that TLS options and certificates are chosen by: the values, in lower case, of the `Host` (TCP: `HostSNI`)
/// matchers of `text` that are not negated. Both rule languages are read at once, and no value is looked at
/// (pkg/muxer/http/mux.go:178, pkg/muxer/tcp/mux.go:187).
pub fn domains(text: &str, protocol: Protocol) -> Result<Vec<String>, RuleError> {
    let rule = Rule::compile(text, protocol, RuleSyntax::V3)?;
    let name = if protocol == Protocol::Tcp { "HostSNI" } else { "Host" };
    let mut domains = Vec::new();
    let mut open = vec![&rule.tree];
    while let Some(tree) = open.pop() {
        match tree {
            Tree::And(left, right) | Tree::Or(left, right) => open.extend([&**right, &**left]),
            Tree::Matcher(matcher) if matcher.name == name && !matcher.negated => {
                domains.extend(matcher.arguments.iter().map(|host| host.to_lowercase()));
            }
            Tree::Matcher(_) => {}
        }
    }
    Ok(domains)
}
