//! Alias bombs: yaml.v3 refuses a document of which nearly all comes from aliases.

use std::ops::ControlFlow;

use crate::TextRange;
use crate::value::{Entry, Kind, Node};

/// The alias at which yaml.v3 would give up on `document` (`decode.go`, `allowedAliasRatio`, v3.0.1).
///
/// This counts at most the document's own nodes and some 400,000 more; beyond that no ratio is allowed.
pub(super) fn excessive(document: &Node) -> Option<TextRange> {
    // The document itself counts as well.
    let mut count = Count { all: 1, aliased: 0, outermost: None };
    match count.node(document) {
        ControlFlow::Continue(()) => None,
        ControlFlow::Break(range) => Some(range),
    }
}

struct Count {
    all: u64,
    aliased: u64,
    /// The alias that is being followed.
    outermost: Option<TextRange>,
}

impl Count {
    /// Counts `node` and all in it. The depth of a tree is bounded, aliases followed.
    fn node(&mut self, node: &Node) -> ControlFlow<TextRange> {
        self.one(node.range)?;
        match &node.kind {
            Kind::Alias(Some(target)) => {
                let outer = self.outermost;
                self.outermost = outer.or(Some(node.range));
                self.node(target)?;
                self.outermost = outer;
            }
            Kind::Sequence(items) => {
                for item in items {
                    self.node(item)?;
                }
            }
            Kind::Mapping(entries) => self.mapping(entries)?,
            _ => {}
        }
        ControlFlow::Continue(())
    }

    fn mapping(&mut self, entries: &[Entry]) -> ControlFlow<TextRange> {
        let is_merge = |entry: &&Entry| entry.key.as_str() == "<<";
        for entry in entries.iter().filter(|entry| !is_merge(entry)) {
            self.one(entry.range)?;
            self.node(&entry.value)?;
        }
        if let Some(merge) = entries.iter().rfind(is_merge) {
            // The keys are looked at once more to see which of them win.
            for entry in entries {
                self.one(entry.range)?;
            }
            match &merge.value.kind {
                Kind::Sequence(items) => items.iter().try_for_each(|item| self.node(item))?,
                _ => self.node(&merge.value)?,
            }
        }
        ControlFlow::Continue(())
    }

    fn one(&mut self, range: TextRange) -> ControlFlow<TextRange> {
        self.all += 1;
        self.aliased += u64::from(self.outermost.is_some());
        if self.aliased > 100 && self.all > 1000 && self.aliased * 10_000 > self.all * self.allowed() {
            return ControlFlow::Break(self.outermost.unwrap_or(range));
        }
        ControlFlow::Continue(())
    }

    /// How much may come from aliases, in hundredths of a percent.
    fn allowed(&self) -> u64 {
        match self.all {
            0..=400_000 => 9_900,
            4_000_000.. => 1_000,
            all => 9_900 - 8_900 * (all - 400_000) / 3_600_000,
        }
    }
}
