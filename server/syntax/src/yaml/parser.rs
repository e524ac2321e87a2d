//! Tokens into events. Mirrors the grammar of yaml.v3 (`parserc.go`, v3.0.1), which is libyaml's.

mod flow;

use super::event::{Event, SyntaxError};
use super::scanner::Scanner;
use super::token::{Token, TokenKind};
use crate::value::{Kind, Node, Scalar, Style, Tag};
use crate::{Text, TextRange, TextSize};

/// What stands behind a document is not the beginning of another one.
pub(super) const NO_DOCUMENT: &str = "did not find expected <document start>";

const YAML_TAGS: &str = "tag:yaml.org,2002:";

/// Hands the events of `text` to `sink`, up to the first error.
pub(super) fn events(text: &str, sink: &mut dyn FnMut(Event)) -> Result<(), SyntaxError> {
    let mut parser = Parser::new(text);
    while let Some(event) = parser.event()? {
        sink(event);
    }
    Ok(())
}

/// Reads a text event by event.
pub(super) struct Parser<'t> {
    scanner: Scanner<'t>,
    state: State,
    /// What comes after the current node, innermost last.
    states: Vec<State>,
    /// Where the open collections begin.
    open: Vec<TextSize>,
    /// Handles and prefixes of the document's `%TAG` directives.
    tags: Vec<(String, String)>,
    /// Where the last token ends: a value left out stands there.
    end: TextSize,
}

/// What is expected.
#[derive(Clone, Copy)]
enum State {
    FirstDocument,
    Document,
    DocumentContent,
    DocumentEnd,
    BlockNode,
    BlockSequence { first: bool },
    IndentlessSequence,
    BlockMappingKey { first: bool },
    BlockMappingValue,
    FlowSequence { first: bool },
    FlowPairKey,
    FlowPairValue,
    FlowPairEnd,
    FlowMappingKey { first: bool },
    FlowMappingValue,
    FlowMappingNoValue,
    End,
}

/// Where a node stands, which decides what it may be.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    Block,
    /// Behind `key:`, where a sequence needs no indentation.
    BlockValue,
    Flow,
}

#[derive(Default)]
struct Properties {
    anchor: Option<String>,
    tag: Option<String>,
    start: Option<TextSize>,
}

impl<'t> Parser<'t> {
    pub(super) fn new(text: &'t str) -> Self {
        Self {
            scanner: Scanner::new(text),
            state: State::FirstDocument,
            states: Vec::new(),
            open: Vec::new(),
            tags: Vec::new(),
            end: TextSize::new(0),
        }
    }

    /// The same on another text, which is the same up to [`Parser::offset`] and some bytes behind it.
    pub(super) fn on<'u>(&self, text: &'u str) -> Parser<'u> {
        Parser {
            scanner: self.scanner.on(text),
            state: self.state,
            states: self.states.clone(),
            open: self.open.clone(),
            tags: self.tags.clone(),
            end: self.end,
        }
    }

    /// How far the text was looked at, except for what ends a token.
    pub(super) fn offset(&self) -> TextSize {
        self.scanner.offset()
    }

    /// The next event; none at the end. Behind an error there are no more.
    pub(super) fn event(&mut self) -> Result<Option<Event>, SyntaxError> {
        let step = self.step();
        let Self { scanner, .. } = self;
        step.map_err(|error| SyntaxError { quotes: scanner.quotes(), bracket: scanner.bracket(), ..error })
    }

    fn step(&mut self) -> Result<Option<Event>, SyntaxError> {
        let event = match self.state {
            State::End => return Ok(None),
            State::FirstDocument => return self.document(true),
            State::Document => return self.document(false),
            State::DocumentEnd => {
                if matches!(self.peek()?, TokenKind::DocumentEnd) {
                    self.next()?;
                }
                self.tags.clear();
                self.state = State::Document;
                return self.document(false);
            }
            State::DocumentContent => {
                let is_empty = matches!(
                    self.peek()?,
                    TokenKind::Version(..)
                        | TokenKind::TagDirective(..)
                        | TokenKind::DocumentStart
                        | TokenKind::DocumentEnd
                        | TokenKind::StreamEnd
                );
                if is_empty { self.empty_last() } else { self.node(Place::Block)? }
            }
            State::BlockNode => self.node(Place::Block)?,
            State::BlockSequence { first } => self.block_sequence(first)?,
            State::IndentlessSequence => self.indentless_sequence()?,
            State::BlockMappingKey { first } => self.block_mapping_key(first)?,
            State::BlockMappingValue => self.block_mapping_value()?,
            State::FlowSequence { first } => self.flow_sequence(first)?,
            State::FlowPairKey => {
                let ends = matches!(
                    self.peek()?,
                    TokenKind::Value | TokenKind::FlowEntry | TokenKind::FlowSequenceEnd
                );
                if ends {
                    // yaml.v3 goes over this token here, as libyaml does.
                    self.next()?;
                    self.empty(State::FlowPairValue)
                } else {
                    self.node_then(State::FlowPairValue, Place::Flow)?
                }
            }
            State::FlowPairValue => self.flow_value(State::FlowPairEnd, |kind| {
                matches!(kind, TokenKind::FlowEntry | TokenKind::FlowSequenceEnd)
            })?,
            State::FlowPairEnd => {
                self.state = State::FlowSequence { first: false };
                Event::End { bracket: None }
            }
            State::FlowMappingKey { first } => self.flow_mapping_key(first)?,
            State::FlowMappingValue => self.flow_value(State::FlowMappingKey { first: false }, |kind| {
                matches!(kind, TokenKind::FlowEntry | TokenKind::FlowMappingEnd)
            })?,
            State::FlowMappingNoValue => self.empty(State::FlowMappingKey { first: false }),
        };
        Ok(Some(event))
    }

    fn peek(&mut self) -> Result<&TokenKind, SyntaxError> {
        Ok(&self.scanner.peek()?.kind)
    }

    fn next(&mut self) -> Result<Token, SyntaxError> {
        let token = self.scanner.next()?;
        self.end = token.range.end();
        Ok(token)
    }

    fn fail<T>(&mut self, message: &'static str, context: Option<TextSize>) -> Result<T, SyntaxError> {
        let at = self.scanner.peek()?.range.start();
        Err(SyntaxError::new(message, at, context))
    }

    fn pop(&mut self) {
        self.state = self.states.pop().unwrap_or(State::End);
    }

    /// The start of the next document, or the end.
    fn document(&mut self, first: bool) -> Result<Option<Event>, SyntaxError> {
        while !first && matches!(self.peek()?, TokenKind::DocumentEnd) {
            self.next()?;
        }
        let explicit = match self.peek()? {
            TokenKind::StreamEnd => {
                self.state = State::End;
                return Ok(None);
            }
            TokenKind::Version(..) | TokenKind::TagDirective(..) | TokenKind::DocumentStart => true,
            _ => !first,
        };
        self.directives()?;
        self.states.push(State::DocumentEnd);
        self.state = State::BlockNode;
        if explicit {
            if !matches!(self.peek()?, TokenKind::DocumentStart) {
                return self.fail(NO_DOCUMENT, None);
            }
            self.next()?;
            self.state = State::DocumentContent;
        }
        Ok(Some(Event::Document))
    }

    fn directives(&mut self) -> Result<(), SyntaxError> {
        let mut has_version = false;
        loop {
            match self.peek()? {
                TokenKind::Version(..) if has_version => {
                    return self.fail("found duplicate %YAML directive", None);
                }
                TokenKind::Version(1, 1) => has_version = true,
                TokenKind::Version(..) => return self.fail("found incompatible YAML document", None),
                TokenKind::TagDirective(handle, prefix) => {
                    let directive = (handle.clone(), prefix.clone());
                    if self.tags.iter().any(|(known, _)| *known == directive.0) {
                        return self.fail("found duplicate %TAG directive", None);
                    }
                    self.tags.push(directive);
                }
                _ => return Ok(()),
            }
            self.next()?;
        }
    }

    fn node_then(&mut self, after: State, place: Place) -> Result<Event, SyntaxError> {
        self.states.push(after);
        self.node(place)
    }

    fn node(&mut self, place: Place) -> Result<Event, SyntaxError> {
        if matches!(self.peek()?, TokenKind::Alias(_)) {
            let token = self.next()?;
            self.pop();
            let TokenKind::Alias(name) = token.kind else { return Ok(self.empty_last()) };
            return Ok(Event::Alias { name, range: token.range });
        }
        let Properties { anchor, tag, start } = self.properties()?;
        let token = self.scanner.peek()?;
        let at = token.range.start();
        let (state, mapping) = match token.kind {
            TokenKind::BlockEntry if place == Place::BlockValue => (State::IndentlessSequence, false),
            TokenKind::Scalar(..) => {
                let token = self.next()?;
                self.pop();
                let TokenKind::Scalar(text, style) = token.kind else { return Ok(self.empty_last()) };
                return Ok(Event::Leaf { anchor, node: leaf(text, style, tag.as_deref()) });
            }
            TokenKind::FlowSequenceStart => (State::FlowSequence { first: true }, false),
            TokenKind::FlowMappingStart => (State::FlowMappingKey { first: true }, true),
            TokenKind::BlockSequenceStart if place != Place::Flow => {
                (State::BlockSequence { first: true }, false)
            }
            TokenKind::BlockMappingStart if place != Place::Flow => {
                (State::BlockMappingKey { first: true }, true)
            }
            _ if anchor.is_some() || tag.is_some() => {
                self.pop();
                let text = Text::builder(TextRange::empty(self.end)).finish();
                return Ok(Event::Leaf { anchor, node: leaf(text, Style::Plain, tag.as_deref()) });
            }
            _ => return self.fail("did not find expected node content", Some(start.unwrap_or(at))),
        };
        self.state = state;
        Ok(Event::Start { anchor, mapping, start: at })
    }

    /// Anchor and tag, in either order.
    fn properties(&mut self) -> Result<Properties, SyntaxError> {
        let mut properties = Properties::default();
        let mut tag = None;
        loop {
            match self.peek()? {
                TokenKind::Anchor(_) if properties.anchor.is_none() => {}
                TokenKind::Tag(..) if tag.is_none() => {}
                _ => break,
            }
            let token = self.next()?;
            properties.start.get_or_insert(token.range.start());
            match token.kind {
                TokenKind::Anchor(name) => properties.anchor = Some(name),
                TokenKind::Tag(handle, suffix) => tag = Some((handle, suffix, token.range.start())),
                _ => {}
            }
        }
        if let Some((handle, suffix, at)) = tag {
            let message = "found undefined tag handle";
            let error = SyntaxError::new(message, at, properties.start);
            properties.tag = Some(self.resolve_tag(&handle, &suffix).ok_or(error)?);
        }
        Ok(properties)
    }

    fn resolve_tag(&self, handle: &str, suffix: &str) -> Option<String> {
        if handle.is_empty() {
            return Some(suffix.to_owned());
        }
        let own = self.tags.iter().find(|(known, _)| known == handle).map(|(_, prefix)| prefix.as_str());
        let prefix = own.or(match handle {
            "!" => Some("!"),
            "!!" => Some(YAML_TAGS),
            _ => None,
        })?;
        Some(format!("{prefix}{suffix}"))
    }

    /// A value left out, after which `state` follows.
    fn empty(&mut self, state: State) -> Event {
        self.state = state;
        Event::Leaf { anchor: None, node: Node { range: TextRange::empty(self.end), kind: Kind::Null } }
    }

    /// A value left out, after which what is around it goes on.
    fn empty_last(&mut self) -> Event {
        self.pop();
        let state = self.state;
        self.empty(state)
    }

    /// The start of a collection, when its first item is expected: it is kept for error messages.
    fn enter(&mut self, first: bool) -> Result<(), SyntaxError> {
        if first {
            let token = self.next()?;
            self.open.push(token.range.start());
        }
        Ok(())
    }

    fn leave(&mut self, bracket: Option<TextSize>) -> Event {
        self.pop();
        self.open.pop();
        Event::End { bracket }
    }

    fn block_sequence(&mut self, first: bool) -> Result<Event, SyntaxError> {
        self.enter(first)?;
        match self.peek()? {
            TokenKind::BlockEntry => {
                self.next()?;
                let state = State::BlockSequence { first: false };
                match self.peek()? {
                    TokenKind::BlockEntry | TokenKind::BlockEnd => Ok(self.empty(state)),
                    _ => self.node_then(state, Place::Block),
                }
            }
            TokenKind::BlockEnd => self.block_end(),
            _ => {
                let context = self.open.last().copied();
                self.fail("did not find expected '-' indicator", context)
            }
        }
    }

    fn indentless_sequence(&mut self) -> Result<Event, SyntaxError> {
        if !matches!(self.peek()?, TokenKind::BlockEntry) {
            self.pop();
            return Ok(Event::End { bracket: None });
        }
        self.next()?;
        let state = State::IndentlessSequence;
        match self.peek()? {
            TokenKind::BlockEntry | TokenKind::Key | TokenKind::Value | TokenKind::BlockEnd => {
                Ok(self.empty(state))
            }
            _ => self.node_then(state, Place::Block),
        }
    }

    fn block_end(&mut self) -> Result<Event, SyntaxError> {
        let end = self.end;
        self.next()?;
        // The token stands where the next thing begins, which is not where this block ends.
        self.end = end;
        Ok(self.leave(None))
    }

    fn block_mapping_key(&mut self, first: bool) -> Result<Event, SyntaxError> {
        self.enter(first)?;
        match self.peek()? {
            TokenKind::Key => {
                self.next()?;
                self.block_part(State::BlockMappingValue)
            }
            TokenKind::BlockEnd => self.block_end(),
            _ => {
                let context = self.open.last().copied();
                self.fail("did not find expected key", context)
            }
        }
    }

    fn block_mapping_value(&mut self) -> Result<Event, SyntaxError> {
        let state = State::BlockMappingKey { first: false };
        if !matches!(self.peek()?, TokenKind::Value) {
            return Ok(self.empty(state));
        }
        self.next()?;
        self.block_part(state)
    }

    /// A key or value in a block mapping, if there is one.
    fn block_part(&mut self, after: State) -> Result<Event, SyntaxError> {
        match self.peek()? {
            TokenKind::Key | TokenKind::Value | TokenKind::BlockEnd => Ok(self.empty(after)),
            _ => self.node_then(after, Place::BlockValue),
        }
    }
}

fn leaf(text: Text, style: Style, tag: Option<&str>) -> Node {
    let range = text.range();
    let may_be_null = style == Style::Plain && matches!(tag, None | Some("!" | "tag:yaml.org,2002:null"));
    if may_be_null && matches!(text.as_str(), "" | "~" | "null" | "Null" | "NULL") {
        return Node { range, kind: Kind::Null };
    }
    // What binary data decodes into is not told.
    let text = if tag.and_then(|tag| tag.strip_prefix(YAML_TAGS)) == Some("binary") {
        let mut unknown = Text::builder(range);
        unknown.push_unknown("!!binary", range);
        unknown.finish()
    } else {
        text
    };
    let tag = tag.filter(|tag| *tag != "!").map(|tag| match tag.strip_prefix(YAML_TAGS) {
        Some("null") => Tag::Null,
        Some("bool") => Tag::Bool,
        Some("int") => Tag::Int,
        Some("float") => Tag::Float,
        Some("timestamp") => Tag::Time,
        _ => Tag::Text,
    });
    Node { range, kind: Kind::Scalar(Scalar { text, style, tag }) }
}
