//! toml_parser's events into tables.

use toml_parser::decoder::Encoding;
use toml_parser::parser::{EventReceiver, RecursionGuard, ValidateWhitespace, parse_document};
use toml_parser::{ErrorSink, Expected, ParseError, Source, Span};

use super::tables::{Id, Item, ROOT, Tables, too_deep};
use super::{range, scalar};
use crate::limits::VALUE_DEPTH;
use crate::value::{Kind, Node};
use crate::{Problem, Text, TextRange, TextSize};

/// What a text comes to.
pub(super) struct Outcome {
    /// The root, if there is anything in the text.
    pub root: Option<Node>,
    /// Where the text is no TOML, with where what was being read began.
    pub errors: Vec<(Problem, Option<TextSize>)>,
    /// What is TOML, but wrong.
    pub problems: Vec<Problem>,
}

/// Reads `text`, going on behind errors.
pub(super) fn read(text: &str) -> Outcome {
    let source = Source::new(text);
    let tokens = source.lex().into_vec();
    let mut reader = Reader {
        source,
        tables: Tables::new(),
        table: Some(ROOT),
        header: Vec::new(),
        header_start: None,
        path: Vec::new(),
        open: Vec::new(),
        problems: Vec::new(),
    };
    let mut errors = Vec::new();
    let mut sink = |error: ParseError| {
        errors.push((problem(&error), error.context().map(|span| range(span).start())));
    };
    {
        let mut validated = ValidateWhitespace::new(&mut reader, source);
        let mut guarded = RecursionGuard::new(&mut validated, u32::try_from(VALUE_DEPTH).unwrap_or(u32::MAX));
        parse_document(&tokens, &mut guarded, &mut sink);
    }
    reader.end_header(None);
    let Reader { tables, mut problems, .. } = reader;
    let root = tables.into_node(&mut problems);
    let is_empty = matches!(&root.kind, Kind::Mapping(entries) if entries.is_empty());
    Outcome { root: (!is_empty).then_some(root), errors, problems }
}

fn problem(error: &ParseError) -> Problem {
    let mut message = error.description().to_owned();
    for (index, expected) in error.expected().unwrap_or_default().iter().enumerate() {
        message.push_str(if index == 0 { ", expected " } else { ", " });
        match expected {
            Expected::Literal("\n") => message.push_str("newline"),
            Expected::Literal(literal) => message.extend(["`", literal, "`"]),
            Expected::Description(description) => message.push_str(description),
            _ => {}
        }
    }
    let span = error.unexpected().or(error.context()).unwrap_or_default();
    Problem::new(range(span), message)
}

struct Reader<'t> {
    source: Source<'t>,
    tables: Tables,
    /// The table that keys belong to now; none behind a header that was refused.
    table: Option<Id>,
    /// The path of its header.
    header: Vec<Text>,
    /// Where a header began that has not ended, and whether it is `[[…]]`.
    header_start: Option<(Span, bool)>,
    /// The keys met since the last value.
    path: Vec<Text>,
    open: Vec<Open>,
    problems: Vec<Problem>,
}

/// A value in brackets whose end was not met.
struct Open {
    start: TextSize,
    /// The key that it will be the value of.
    path: Vec<Text>,
    content: Content,
}

enum Content {
    /// Items, and how many levels the highest has.
    Array(Vec<Node>, usize),
    Inline(Id),
}

impl Reader<'_> {
    fn begin_header(&mut self, span: Span, array: bool) {
        self.end_header(None);
        self.path.clear();
        self.header_start = Some((span, array));
    }

    /// The header is complete, or at least its line is.
    fn end_header(&mut self, close: Option<Span>) {
        let Some((start, array)) = self.header_start.take() else { return };
        let path = std::mem::take(&mut self.path);
        let end = close.map(range).or(path.last().map(Text::range)).unwrap_or(range(start));
        let whole = range(start).cover(end);
        self.table = None;
        if path.is_empty() || path.iter().any(|key| key.range().is_empty()) {
            // `[http.` while it is typed: whose keys follow is not known.
            return;
        }
        if path.len() > VALUE_DEPTH {
            self.problems.push(too_deep(whole));
            return;
        }
        match self.tables.header(&path, whole, array) {
            Ok(table) => self.table = Some(table),
            Err(problem) => self.problems.push(problem),
        }
        self.header = path;
    }

    fn open(&mut self, span: Span, content: Content) {
        let path = std::mem::take(&mut self.path);
        self.open.push(Open { start: range(span).start(), path, content });
    }

    /// The innermost bracket closes.
    fn close(&mut self, span: Span) {
        let Some(Open { start, path, content }) = self.open.pop() else { return };
        let range = TextRange::new(start, range(span).end().max(start));
        self.path = path;
        match content {
            Content::Array(items, levels) => {
                self.value((Node { range, kind: Kind::Sequence(items) }, levels));
            }
            Content::Inline(table) => {
                self.tables.close(table, range);
                if matches!(self.open.last(), Some(Open { content: Content::Array(..), .. })) {
                    let value = self.tables.inline(table, &mut self.problems);
                    self.value(value);
                } else {
                    self.set(Item::Table(table));
                }
            }
        }
    }

    /// A value of some levels is complete.
    fn value(&mut self, (mut node, mut levels): (Node, usize)) {
        if levels + self.path.len() > VALUE_DEPTH {
            self.problems.push(too_deep(node.range));
            node.kind = Kind::Null;
            levels = 0;
        }
        if let Some(Open { content: Content::Array(items, highest), .. }) = self.open.last_mut() {
            items.push(node);
            *highest = (*highest).max(levels + 1);
            self.path.clear();
            return;
        }
        self.set(Item::Value(node, levels));
    }

    /// Gives the last key its value.
    fn set(&mut self, item: Item) {
        let path = std::mem::take(&mut self.path);
        let table = match self.open.last().map(|open| &open.content) {
            Some(Content::Inline(table)) => Some(*table),
            _ => self.table,
        };
        let Some(table) = table else { return };
        if path.len() > VALUE_DEPTH {
            return;
        }
        let (header, open) = (&self.header, &self.open);
        let context = || header.iter().chain(open.iter().flat_map(|open| &open.path)).cloned().collect();
        if let Err(problem) = self.tables.set(table, &context, &path, item) {
            self.problems.push(problem);
        }
    }
}

impl EventReceiver for Reader<'_> {
    fn std_table_open(&mut self, span: Span, _: &mut dyn ErrorSink) {
        self.begin_header(span, false);
    }

    fn std_table_close(&mut self, span: Span, _: &mut dyn ErrorSink) {
        self.end_header(Some(span));
    }

    fn array_table_open(&mut self, span: Span, _: &mut dyn ErrorSink) {
        self.begin_header(span, true);
    }

    fn array_table_close(&mut self, span: Span, _: &mut dyn ErrorSink) {
        self.end_header(Some(span));
    }

    fn inline_table_open(&mut self, span: Span, _: &mut dyn ErrorSink) -> bool {
        let table = self.tables.add(false);
        self.open(span, Content::Inline(table));
        true
    }

    fn inline_table_close(&mut self, span: Span, _: &mut dyn ErrorSink) {
        self.close(span);
    }

    fn array_open(&mut self, span: Span, _: &mut dyn ErrorSink) -> bool {
        self.open(span, Content::Array(Vec::new(), 0));
        true
    }

    fn array_close(&mut self, span: Span, _: &mut dyn ErrorSink) {
        self.close(span);
    }

    fn simple_key(&mut self, span: Span, encoding: Option<Encoding>, errors: &mut dyn ErrorSink) {
        let key = scalar::key(self.source, span, encoding, errors);
        self.path.push(key);
    }

    fn scalar(&mut self, span: Span, encoding: Option<Encoding>, errors: &mut dyn ErrorSink) {
        let node = scalar::value(self.source, span, encoding, errors);
        self.value((node, 0));
    }

    fn error(&mut self, _: Span, _: &mut dyn ErrorSink) {
        self.path.clear();
    }

    fn newline(&mut self, _: Span, _: &mut dyn ErrorSink) {
        self.end_header(None);
        // A key without a value.
        self.path.clear();
    }
}
