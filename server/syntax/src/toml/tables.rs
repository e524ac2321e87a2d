//! Tables as BurntSushi/toml builds them (parse.go, v1.6.0): from headers, dotted keys and inline tables, in any order.
//! It lets dotted keys add to every table, more than TOML does.

use std::collections::HashMap;

use crate::limits::VALUE_DEPTH;
use crate::value::{Entry, Kind, Node};
use crate::{Problem, Text, TextRange};

/// All tables of a text; the first is the root.
pub(super) struct Tables {
    all: Vec<Table>,
}

/// A table, by its place among all.
pub(super) type Id = usize;

pub(super) const ROOT: Id = 0;

struct Table {
    slots: Vec<Slot>,
    /// Slots by key.
    index: HashMap<String, usize>,
    /// Whether it only came to be on the way to another: then it may be defined once more.
    implicit: bool,
    range: Option<TextRange>,
}

struct Slot {
    key: Text,
    item: Item,
}

pub(super) enum Item {
    /// Complete; with the levels beneath it.
    Value(Node, usize),
    Table(Id),
    /// `[[name]]`
    Tables(Vec<Id>),
}

impl Tables {
    pub(super) fn new() -> Self {
        let mut tables = Self { all: Vec::new() };
        tables.add(false);
        tables
    }

    pub(super) fn add(&mut self, implicit: bool) -> Id {
        self.all.push(Table { slots: Vec::new(), index: HashMap::new(), implicit, range: None });
        self.all.len() - 1
    }

    /// The table of the header `path`, which stands at `range`; a new one each time for `[[path]]`.
    pub(super) fn header(&mut self, path: &[Text], range: TextRange, array: bool) -> Result<Id, Problem> {
        let Some((name, parents)) = path.split_last() else { return Ok(ROOT) };
        let mut table = ROOT;
        for (depth, key) in parents.iter().enumerate() {
            table = self.descend(table, key, false).ok_or_else(|| no_table(&path[..=depth], key))?;
        }
        let Some(slot) = self.slot(table, name) else {
            let new = self.add_header(range);
            let item = if array { Item::Tables(vec![new]) } else { Item::Table(new) };
            self.insert(table, name.clone(), item);
            return Ok(new);
        };
        let new = self.all.len();
        match &mut self.all[table].slots[slot].item {
            Item::Tables(tables) if array => {
                tables.push(new);
                Ok(self.add_header(range))
            }
            Item::Table(known) if !array => {
                let known = *known;
                if !std::mem::take(&mut self.all[known].implicit) {
                    return Err(twice(path, name));
                }
                self.all[known].range = Some(range);
                Ok(known)
            }
            _ if array => Err(no_array(path, name)),
            _ => Err(twice(path, name)),
        }
    }

    fn add_header(&mut self, range: TextRange) -> Id {
        let table = self.add(false);
        self.all[table].range = Some(range);
        table
    }

    /// Sets `path` in `table`. `context` is where the table stands, for the message.
    pub(super) fn set(
        &mut self,
        table: Id,
        context: &dyn Fn() -> Vec<Text>,
        path: &[Text],
        item: Item,
    ) -> Result<(), Problem> {
        let full = |upto: usize| [&context(), &path[..=upto]].concat();
        let Some((name, parents)) = path.split_last() else { return Ok(()) };
        let mut target = table;
        for (depth, key) in parents.iter().enumerate() {
            let is_table = matches!(item, Item::Table(_));
            let why = if is_table { no_table } else { twice };
            target = self.descend(target, key, true).ok_or_else(|| why(&full(depth), key))?;
        }
        let Some(slot) = self.slot(target, name) else {
            self.insert(target, name.clone(), item);
            return Ok(());
        };
        let full = || full(parents.len());
        match (&self.all[target].slots[slot].item, item) {
            (Item::Table(known), Item::Table(new)) => {
                // What is in both is met first.
                let (mut path, mut key) = (full(), name);
                let (mut known, mut new) = (*known, Some(new));
                while let Some(table) = new {
                    let place = |slot: &Slot| self.all[known].index.get(slot.key.as_str()).copied();
                    let both = self.all[table].slots.iter().find_map(|slot| Some((slot, place(slot)?)));
                    let Some((slot, at)) = both else { break };
                    path.push(slot.key.clone());
                    key = &slot.key;
                    new = None;
                    if let (Item::Table(a), Item::Table(b)) = (&self.all[known].slots[at].item, &slot.item) {
                        (known, new) = (*a, Some(*b));
                    }
                }
                Err(twice(&path, key))
            }
            (Item::Table(known), item) if self.all[*known].implicit => {
                let known = *known;
                self.all[known].implicit = false;
                // A list takes the table's place, anything else is forgotten.
                if matches!(&item, Item::Value(Node { kind: Kind::Sequence(_), .. }, _)) {
                    self.all[target].slots[slot].item = item;
                }
                Ok(())
            }
            (Item::Value(..) | Item::Table(_), Item::Value(node, _)) if holds_tables(&node) => {
                Err(no_array(&full(), name))
            }
            _ => Err(twice(&full(), name)),
        }
    }

    /// The table under `key`, made if there is none. `None` where there is something else. A `dotted` key makes a table
    /// that has come to be on the way to another one that is defined.
    fn descend(&mut self, table: Id, key: &Text, dotted: bool) -> Option<Id> {
        let Some(slot) = self.slot(table, key) else {
            let new = self.add(true);
            self.insert(table, key.clone(), Item::Table(new));
            return Some(new);
        };
        match &self.all[table].slots[slot].item {
            Item::Value(..) => None,
            Item::Tables(tables) => tables.last().copied(),
            Item::Table(known) => {
                let known = *known;
                self.all[known].implicit &= !dotted;
                Some(known)
            }
        }
    }

    fn slot(&self, table: Id, key: &Text) -> Option<usize> {
        self.all[table].index.get(key.as_str()).copied()
    }

    fn insert(&mut self, table: Id, key: Text, item: Item) {
        let table = &mut self.all[table];
        table.index.insert(key.as_str().to_owned(), table.slots.len());
        table.slots.push(Slot { key, item });
    }

    /// The tree of all tables.
    pub(super) fn into_node(mut self, problems: &mut Vec<Problem>) -> Node {
        self.node(ROOT, 0, problems).0
    }

    /// An inline table stands at `range`.
    pub(super) fn close(&mut self, table: Id, range: TextRange) {
        self.all[table].range = Some(range);
    }

    /// The tree of an inline table in a list, and how many levels it has.
    pub(super) fn inline(&mut self, table: Id, problems: &mut Vec<Problem>) -> (Node, usize) {
        self.node(table, 0, problems)
    }

    /// The tree of a table `depth` levels down, and how many levels it has. What is too deep is left out.
    fn node(&mut self, id: Id, depth: usize, problems: &mut Vec<Problem>) -> (Node, usize) {
        let slots = std::mem::take(&mut self.all[id].slots);
        let mut range = self.all[id].range;
        let mut entries = Vec::with_capacity(slots.len());
        let mut height = 0;
        for Slot { key, item } in slots {
            let below = depth + 1;
            let (value, levels) = match item {
                Item::Value(node, levels) if below + levels <= VALUE_DEPTH => (node, levels),
                Item::Table(table) if below < VALUE_DEPTH => self.node(table, below, problems),
                Item::Tables(tables) if below + 1 < VALUE_DEPTH => self.sequence(tables, below, problems),
                _ => {
                    problems.push(too_deep(key.range()));
                    (Node { range: key.range(), kind: Kind::Null }, 0)
                }
            };
            height = height.max(levels + 1);
            let whole = key.range().cover(value.range);
            range = Some(range.map_or(whole, |range| range.cover(whole)));
            entries.push(Entry { range: whole, key, key_is_plain: false, value });
        }
        (Node { range: range.unwrap_or_default(), kind: Kind::Mapping(entries) }, height)
    }

    fn sequence(&mut self, tables: Vec<Id>, depth: usize, problems: &mut Vec<Problem>) -> (Node, usize) {
        let mut items = Vec::with_capacity(tables.len());
        let mut height = 0;
        for table in tables {
            let (item, levels) = self.node(table, depth + 1, problems);
            height = height.max(levels + 1);
            items.push(item);
        }
        let range = items.iter().map(|item| item.range).reduce(TextRange::cover).unwrap_or_default();
        (Node { range, kind: Kind::Sequence(items) }, height)
    }
}

pub(super) fn too_deep(range: TextRange) -> Problem {
    Problem::new(range, format!("nested deeper than {VALUE_DEPTH} levels: not read further"))
}

/// Whether a list holds inline tables.
fn holds_tables(list: &Node) -> bool {
    list.items().iter().any(|item| matches!(item.kind, Kind::Mapping(_)))
}

fn no_array(path: &[Text], key: &Text) -> Problem {
    let message = format!("Key '{}' was already created and cannot be used as an array.", dotted(path));
    Problem::new(key.range(), message)
}

fn no_table(path: &[Text], key: &Text) -> Problem {
    Problem::new(key.range(), format!("Key '{}' was already created as a hash.", dotted(path)))
}

fn twice(path: &[Text], key: &Text) -> Problem {
    Problem::new(key.range(), format!("Key '{}' has already been defined.", dotted(path)))
}

/// A path as BurntSushi/toml shows it.
fn dotted(path: &[Text]) -> String {
    let is_bare =
        |key: &str| !key.is_empty() && key.bytes().all(|b| b.is_ascii_alphanumeric() || b"_-".contains(&b));
    let keys = path.iter().map(Text::as_str);
    let keys: Vec<String> =
        keys.map(|key| if is_bare(key) { key.to_owned() } else { format!("{key:?}") }).collect();
    keys.join(".")
}
