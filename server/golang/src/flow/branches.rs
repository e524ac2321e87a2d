//! Where the ways of a program part and meet.
//!
//! Every write goes to a trail with what it overwrote. A branch is followed, its writes are taken back, and the next one
//! begins from the same state; in the end what all of them left is joined. A branch that leaves its function is kept
//! until the function ends, and joined there.

use rustc_hash::FxHashMap;

use super::values::{Place, Value};
use super::{Flow, Frame, Machine};

/// Ways out of one function that are kept apart.
const EXITS: usize = 16;

/// Writes on one way out that are kept; a function that writes more does too much to be told apart.
const EXIT_WRITES: usize = 2_000;

/// How a set of branches ended.
pub(super) struct Ended {
    pub(super) flow: Flow,
    /// Whether one of them, but not all, left the function or the loop for no failure.
    pub(super) left: bool,
}

/// What was written, in order of places.
#[derive(Default)]
pub(super) struct Writes<'a> {
    order: Vec<Place<'a>>,
    values: FxHashMap<Place<'a>, Option<Value<'a>>>,
}

impl<'a> Writes<'a> {
    /// Keeps `value`, unless one is kept for `place` already.
    fn keep(&mut self, place: Place<'a>, value: impl FnOnce() -> Option<Value<'a>>) {
        if let std::collections::hash_map::Entry::Vacant(entry) = self.values.entry(place) {
            entry.insert(value());
            self.order.push(place);
        }
    }
}

impl<'a> Machine<'a> {
    /// Follows `count` branches of which one runs (or none, unless they are `exhaustive`), each from the state of now,
    /// and joins what they leave behind. With `exits` off, branches that leave the function do so because something
    /// failed, and what they wrote does not matter.
    pub(super) fn branches(
        &mut self,
        frame: &mut Frame<'a>,
        count: usize,
        exhaustive: bool,
        exits: bool,
        mut run: impl FnMut(&mut Self, &mut Frame<'a>, usize) -> Flow,
    ) -> Ended {
        let conditions = self.conditions.len();
        let (mut ends, mut returns) = (Vec::new(), Vec::new());
        let (mut left, mut goes_on, mut breaks, mut continues) = (false, !exhaustive, false, false);
        for branch in 0..count {
            let (mark, depth) = (self.trail.len(), frame.scope.len());
            self.forks += 1;
            self.conditions.truncate(conditions);
            self.under_condition();
            let flow = run(self, frame, branch);
            frame.scope.truncate(depth);
            let is_kept = frame.exits.len() < EXITS && self.trail.len() - frame.entry < EXIT_WRITES;
            if flow == Flow::Return && exits && is_kept {
                returns.push(self.written(frame.entry));
            }
            let writes = self.rewind(mark);
            self.forks -= 1;
            left |= matches!(flow, Flow::Return | Flow::Break | Flow::Continue);
            goes_on |= flow == Flow::On;
            breaks |= flow == Flow::Break;
            continues |= flow == Flow::Continue;
            if matches!(flow, Flow::On | Flow::Break | Flow::Continue) {
                ends.push(writes);
            }
        }
        self.conditions.truncate(conditions);
        if !exhaustive {
            ends.push(Writes::default());
        }
        self.meet(Some(frame), &ends);
        let flow = match (goes_on, continues, breaks) {
            (true, _, _) => Flow::On,
            (false, true, _) => Flow::Continue,
            (false, false, true) => Flow::Break,
            (false, false, false) => Flow::Return,
        };
        if flow == Flow::Return {
            // Nothing goes on from here: the state of now is that of the ways out.
            self.meet(None, &returns);
        } else {
            frame.exits.extend(returns);
            frame.exits.truncate(EXITS);
        }
        Ended { flow, left: left && goes_on }
    }

    /// At the end of a function: what its ways out left is joined.
    pub(super) fn leave(&mut self, frame: &mut Frame<'a>) {
        let exits = std::mem::take(&mut frame.exits);
        if !exits.is_empty() {
            let last = self.written(frame.entry);
            let entry = self.entry_state(frame.entry);
            // What a way out did not write is as it was when the function began.
            for (place, before) in entry {
                let mut joined = last.values.get(&place).cloned().unwrap_or_else(|| before.clone());
                for exit in &exits {
                    let value = exit.values.get(&place).cloned().unwrap_or_else(|| before.clone());
                    joined = match (joined, value) {
                        (Some(a), Some(b)) => Some(self.join(&a, &b, label_of(place))),
                        (a, b) => a.or(b),
                    };
                }
                if let Some(value) = joined {
                    self.write(place, value);
                }
            }
            for exit in &exits {
                for place in exit.order.iter().filter(|place| !last.values.contains_key(place)) {
                    let (now, value) = (self.read(*place), exit.values.get(place).cloned().flatten());
                    match (now, value) {
                        (Some(a), Some(b)) => {
                            let joined = self.join(&a, &b, label_of(*place));
                            self.write(*place, joined);
                        }
                        (None, Some(b)) => self.write(*place, b),
                        (_, None) => {}
                    }
                }
            }
        }
        if self.forks == 1 {
            self.trail.truncate(frame.entry);
        }
    }

    /// What was written since `mark`, as it is now.
    fn written(&self, mark: usize) -> Writes<'a> {
        let mut writes = Writes::default();
        for (place, _) in self.trail.get(mark..).unwrap_or(&[]) {
            writes.keep(*place, || self.read(*place));
        }
        writes
    }

    /// What was written since `mark`, as it was before.
    fn entry_state(&self, mark: usize) -> Vec<(Place<'a>, Option<Value<'a>>)> {
        let mut seen = Writes::default();
        for (place, old) in self.trail.get(mark..).unwrap_or(&[]) {
            seen.keep(*place, || old.clone());
        }
        seen.order.iter().map(|place| (*place, seen.values.get(place).cloned().flatten())).collect()
    }

    /// Takes back what was written since `mark` and gives the values that were there at the end.
    fn rewind(&mut self, mark: usize) -> Writes<'a> {
        let mut writes = Writes::default();
        while self.trail.len() > mark {
            let Some((place, old)) = self.trail.pop() else {
                break;
            };
            writes.keep(place, || self.read(place));
            self.put(place, old);
        }
        writes
    }

    /// Joins what several ways wrote from the state of now.
    fn meet(&mut self, frame: Option<&Frame<'a>>, ends: &[Writes<'a>]) {
        let mut places = Writes::default();
        for place in ends.iter().flat_map(|writes| &writes.order) {
            places.keep(*place, || None);
        }
        for place in places.order {
            let label =
                frame.and_then(|frame| self.variable_at(frame, place)).unwrap_or_else(|| label_of(place));
            let before = self.read(place);
            let mut joined: Option<Value<'a>> = None;
            let mut missing = false;
            for writes in ends {
                let written = writes.values.get(&place).cloned();
                let Some(value) = written.unwrap_or_else(|| before.clone()) else {
                    missing = true;
                    continue;
                };
                joined = Some(match joined {
                    Some(other) => self.join(&other, &value, label),
                    None => value,
                });
            }
            if let Some(value) = joined {
                if let (Value::Object(object), true) = (&value, missing) {
                    self.objects[object.0 as usize].may_be_nil = true;
                }
                self.write(place, value);
            }
        }
    }

    /// The name of the variable at `place`.
    fn variable_at(&self, frame: &Frame<'a>, place: Place<'a>) -> Option<&'a str> {
        let Place::Cell(cell) = place else {
            return None;
        };
        let name = frame.scope.iter().find(|(_, other)| *other == cell).map(|(name, _)| *name)?;
        Some(self.program.name(frame.file, name))
    }
}

fn label_of(place: Place<'_>) -> &str {
    match place {
        Place::Cell(_) => "…",
        Place::Field(_, field) => field,
    }
}
