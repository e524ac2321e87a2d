//! Rules: what Traefik makes of the text, and which requests they match
//! (pkg/rules/parser.go, pkg/muxer/http/{parser,matcher,matcher_v2,mux}.go, pkg/muxer/tcp, 3.7.13; vulcand/predicate 1.3.0).
//!
//! The way of a rule: text → expression ([`syntax::rule::expression`]) → matchers joined by and/or (`predicate`)
//! → tests (`http`, `http_v2`, `tcp`, one builder a language) → answers (`test`). What matchers there are, and what
//! they mean, is data: [`catalogue`].
//!
//! What the files do not tell reads `⟨NAME⟩` ([`syntax::Text::unknown`]). Inside a value it makes that matcher's answer
//! unknown, and the value is not checked. Elsewhere in a rule it is a syntax error, of which a caller who knows that
//! the text has unknown parts says nothing.

pub(crate) mod address;
pub mod catalogue;
mod domains;
mod error;
mod http;
mod http_v2;
mod predicate;
pub(crate) mod query;
pub mod table;
mod tcp;
mod template;
mod test;

pub use domains::domains;
pub use error::{RuleError, RuleErrorKind};

use syntax::{Text, TextRange};

use crate::dynamic::Protocol;
use crate::regexp::Regexp;
use crate::request::Request;
use predicate::{Leaf, Node, Operator};
use test::{Subject, Test};

/// How many operators in a row are followed down by recursion.
const LEFT_DEPTH: usize = 16;

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
    /// Decoded arguments; bytes that are no UTF-8 are kept as [`crate::request::bytes`] says.
    pub arguments: Vec<String>,
    /// The arguments with the way back to the bytes of the decoded rule.
    pub texts: Vec<Text>,
    /// Its call in the rule's text, without `!`. Bytes of the decoded rule.
    pub range: TextRange,
    test: Test,
}

/// What a rule says to a request.
#[derive(Clone, Copy, Debug)]
pub enum Verdict<'a> {
    /// It matches.
    Matches,
    /// It does not; this is the first matcher that says no.
    Fails(&'a Matcher),
    /// It hangs on something that is not known; this is the first matcher that cannot tell.
    Unknown(&'a Matcher),
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
    /// Compiles `text` (decoded) as Traefik would for a router of `protocol`. UDP routers have no rules: theirs would be
    /// read as TCP's.
    pub fn compile(text: &str, protocol: Protocol, syntax: RuleSyntax) -> Result<Self, RuleError> {
        let node = predicate::parse(text, catalogue::names(protocol, syntax))
            .map_err(|fault| fault.while_parsing(text, protocol))?;
        let mut tree = build(node, protocol, syntax).map_err(|fault| fault.while_adding(text, protocol))?;
        let regexps = tree.regexps_mut();
        let others = regexps.len().saturating_sub(1);
        for regexp in regexps {
            regexp.share(others);
        }
        Ok(Self { tree })
    }

    /// Whether `request` matches. `None` where that hangs on something that is not known here: an argument with an unseen
    /// part, the peer's address, the ALPN protocols that a TCP client offers, a regular expression too large to run.
    pub fn matches(&self, request: &Request) -> Option<bool> {
        match self.evaluate(request) {
            Verdict::Matches => Some(true),
            Verdict::Fails(_) => Some(false),
            Verdict::Unknown(_) => None,
        }
    }

    /// What the rule says to `request`, and which matcher is the cause.
    pub fn evaluate(&self, request: &Request) -> Verdict<'_> {
        self.tree.evaluate(&Subject::new(request))
    }

    /// The matchers in the order of the text, each with its polarity ([`Matcher::negated`]).
    pub fn matchers(&self) -> Vec<&Matcher> {
        let mut found = Vec::new();
        let mut open = vec![&self.tree];
        while let Some(tree) = open.pop() {
            match tree {
                Tree::And(left, right) | Tree::Or(left, right) => open.extend([&**right, &**left]),
                Tree::Matcher(matcher) => found.push(matcher),
            }
        }
        found
    }

    /// The values, in lower case, of the `Host` or `HostSNI` matchers that are not negated (ParsePositiveMatchers).
    /// One with an unseen part holds `⟨NAME⟩`.
    pub fn hosts(&self) -> Vec<String> {
        let matchers = self.matchers().into_iter();
        let hosts = matchers.filter(|m| !m.negated && matches!(m.name, "Host" | "HostSNI"));
        hosts.flat_map(|m| m.arguments.iter().map(|host| lower(host))).collect()
    }
}

impl Matcher {
    /// As it stands in `rule`, with a `!` where it is negated.
    pub fn source(&self, rule: &str) -> String {
        let call = rule.get(std::ops::Range::<usize>::from(self.range)).unwrap_or_default();
        format!("{}{call}", if self.negated { "!" } else { "" })
    }

    fn evaluate(&self, subject: &Subject) -> Verdict<'_> {
        match self.test.matches(subject) {
            None => Verdict::Unknown(self),
            Some(answer) if answer != self.negated => Verdict::Matches,
            Some(_) => Verdict::Fails(self),
        }
    }

    /// Whether the files tell all of its arguments.
    pub fn is_known(&self) -> bool {
        !matches!(self.test, Test::Unknown)
    }

    /// The regular expressions it runs: those of `…Regexp` matchers, and those that v2's templates stand for.
    pub fn regexps(&self) -> Vec<&Regexp> {
        self.test.regexps()
    }
}

impl Verdict<'_> {
    /// What an operator makes of it and of what stands behind, which is asked only where it matters.
    fn join(self, operator: Operator, right: impl FnOnce() -> Self) -> Self {
        match (operator, self) {
            (Operator::And, Self::Matches) => right(),
            (Operator::And, Self::Fails(_)) | (Operator::Or, Self::Matches) => self,
            (Operator::And, Self::Unknown(_)) => match right() {
                Self::Fails(matcher) => Self::Fails(matcher),
                _ => self,
            },
            (Operator::Or, _) => match (self, right()) {
                (_, Self::Matches) => Self::Matches,
                (Self::Fails(_), Self::Unknown(matcher)) => Self::Unknown(matcher),
                (left, _) => left,
            },
        }
    }
}

impl Tree {
    fn evaluate(&self, subject: &Subject) -> Verdict<'_> {
        self.descend(subject, LEFT_DEPTH)
    }

    /// Operators in a row nest to the left, as deep as they are many, so that side costs recursion only for the few
    /// that usual rules have.
    fn descend(&self, subject: &Subject, depth: usize) -> Verdict<'_> {
        let (operator, left, right) = match self {
            Self::Matcher(matcher) => return matcher.evaluate(subject),
            Self::And(left, right) => (Operator::And, left, right),
            Self::Or(left, right) => (Operator::Or, left, right),
        };
        if depth > 0 {
            return left.descend(subject, depth - 1).join(operator, || right.evaluate(subject));
        }
        let mut row = vec![(operator, right)];
        let mut first = left;
        let mut verdict = loop {
            match &**first {
                Self::And(left, right) => {
                    row.push((Operator::And, right));
                    first = left;
                }
                Self::Or(left, right) => {
                    row.push((Operator::Or, right));
                    first = left;
                }
                Self::Matcher(matcher) => break matcher.evaluate(subject),
            }
        };
        while let Some((operator, right)) = row.pop() {
            verdict = verdict.join(operator, || right.evaluate(subject));
        }
        verdict
    }

    fn regexps_mut(&mut self) -> Vec<&mut Regexp> {
        let mut found = Vec::new();
        let mut open = vec![self];
        while let Some(tree) = open.pop() {
            match tree {
                Self::And(left, right) | Self::Or(left, right) => open.extend([&mut **left, &mut **right]),
                Self::Matcher(matcher) => found.extend(matcher.test.regexps_mut()),
            }
        }
        found
    }
}

/// The priority of a router that sets none: the length of its rule in bytes, except that a TCP rule which is only
/// ``HostSNI(`*`)``, however it is spelled, comes last (pkg/muxer/http/mux.go:75, pkg/muxer/tcp/mux.go:94).
pub fn default_priority(text: &str, protocol: Protocol) -> i64 {
    if protocol != Protocol::Http {
        let parsed = predicate::parse(text, &["HostSNI"]);
        if parsed.is_ok_and(|node| matches!(node, Node::Leaf(leaf) if leaf.is_catch_all())) {
            return -1;
        }
    }
    i64::try_from(text.len()).unwrap_or(i64::MAX)
}

/// Builds the tests of a tree, in Traefik's order: the first fault from the left is the one it reports.
fn build(node: Node, protocol: Protocol, syntax: RuleSyntax) -> Result<Tree, error::Fault> {
    let mut row = Vec::new();
    let mut first = node;
    let leaf = loop {
        match first {
            Node::Join(operator, left, right) => {
                row.push((operator, right));
                first = *left;
            }
            Node::Leaf(leaf) => break leaf,
        }
    };
    let mut tree = build_matcher(leaf, protocol, syntax).map(Tree::Matcher);
    while let Some((operator, right)) = row.pop() {
        tree = match tree {
            Err(fault) => Err(fault.left_of(operator, protocol)),
            Ok(left) => build(*right, protocol, syntax).map(|right| {
                let (left, right) = (Box::new(left), Box::new(right));
                match operator {
                    Operator::And => Tree::And(left, right),
                    Operator::Or => Tree::Or(left, right),
                }
            }),
        };
    }
    tree
}

fn build_matcher(leaf: Leaf, protocol: Protocol, syntax: RuleSyntax) -> Result<Matcher, error::Fault> {
    let test = leaf.check().and_then(|()| match (protocol, syntax) {
        (Protocol::Http, RuleSyntax::V3) => http::build(&leaf),
        (Protocol::Http, RuleSyntax::V2) => http_v2::build(&leaf),
        (_, RuleSyntax::V3) => tcp::build(&leaf),
        (_, RuleSyntax::V2) => tcp::build_v2(&leaf),
    });
    Ok(Matcher {
        name: leaf.name,
        negated: leaf.negated,
        arguments: leaf.arguments.iter().map(|argument| argument.value.clone()).collect(),
        range: leaf.range,
        test: test.map_err(|fault| fault.in_matcher(leaf.name, protocol))?,
        texts: leaf.arguments.into_iter().map(|argument| argument.text).collect(),
    })
}

/// strings.ToLower: character by character. What is unseen keeps its name.
fn lower(text: &str) -> String {
    let mut seen = true;
    text.chars()
        .map(|c| {
            seen = seen && c != '⟨' || c == '⟩';
            if seen { c.to_lowercase().next().unwrap_or(c) } else { c }
        })
        .collect()
}

/// strings.ToUpper: character by character, where there is one for it.
fn upper(text: &str) -> String {
    text.chars()
        .map(|c| {
            let mut upper = c.to_uppercase();
            upper.next().filter(|_| upper.next().is_none()).unwrap_or(c)
        })
        .collect()
}

#[cfg(test)]
mod tests;
