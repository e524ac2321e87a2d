//! Traefik's options as data: what paerser learns from the Go structs by reflection.
//!
//! `go run ./cmd/options -tables …` in `tests/conformance` writes the tables (`dynamic.txt`, `static.txt`). They hold
//! Traefik's version, then one Go struct after the other, embedded ones spelled out: a line with its name, then one
//! line a field with the name, the Go type, words, and what a new struct holds there, as JSON, where that is not
//! Go's zero (of a struct: where it is not what that struct begins with itself):
//!
//! | word | meaning |
//! |---|---|
//! | `empty` | may stand without members, as `true` or `{}` (`allowEmpty`) |
//! | `no-file`, `no-label` | known there, but ignored (`-`) |
//! | `label=x` | in labels the list is one struct called `x` (`label-slice-as-struct`) |
//!
//! A type is a kind (`string`, `bool`, `int`, `int32`, `int64`, `uint32`, `float64`, `duration`, `any`), a struct's
//! name, `[]T`, `map[string]T` or `*T`; `name=T` where Go has given a map a name.

use std::sync::LazyLock;

use rustc_hash::FxHashMap;

use crate::options::go;

/// The options of dynamic configuration (`dynamic.Configuration`).
pub(crate) static DYNAMIC: LazyLock<Schema> = LazyLock::new(|| Schema::parse(DYNAMIC_TABLE));

/// The options of static configuration (`cmd.TraefikCmdConfiguration`).
pub(crate) static STATIC: LazyLock<Schema> = LazyLock::new(|| Schema::parse(STATIC_TABLE));

const DYNAMIC_TABLE: &str = include_str!("dynamic.txt");
const STATIC_TABLE: &str = include_str!("static.txt");

/// The version of the Traefik that the tables come from.
pub(crate) const VERSION: &str = version(DYNAMIC_TABLE);

/// The second word of the table.
const fn version(table: &str) -> &str {
    let (start, mut end) = ("Traefik ".len(), 0);
    while table.as_bytes()[end] != b'\n' {
        end += 1;
    }
    table.split_at(end).0.split_at(start).1
}

/// All structs of one table. The first one is the root.
#[derive(Debug)]
pub(crate) struct Schema {
    structs: Vec<Struct>,
}

/// A Go struct.
#[derive(Debug)]
struct Struct {
    fields: Vec<Field>,
}

/// Which struct of its schema.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct StructId(usize);

/// One option.
#[derive(Debug)]
pub(crate) struct Field {
    /// As the documentation spells it: `entryPoints`.
    pub(crate) name: &'static str,
    /// Its value's form.
    pub(crate) shape: Shape,
    /// Its Go type, as paerser's messages print it.
    pub(crate) go_type: &'static str,
    /// The same without the name that Go may have given to a map.
    go_underlying: &'static str,
    /// Whether it may stand without members.
    pub(crate) allow_empty: bool,
    /// What it holds in a new struct, as JSON.
    pub(crate) default: Option<&'static str>,
    in_file: bool,
    in_labels: bool,
    label_name: Option<&'static str>,
}

/// The form of a value.
#[derive(Debug)]
pub(crate) enum Shape {
    /// A single value, behind a pointer in Go or not.
    Leaf(Leaf),
    /// A struct, behind a pointer or not.
    Struct(StructId),
    /// `[]T`
    List(Box<Shape>),
    /// `map[string]T`
    Map(Box<Shape>),
    /// `map[string]any`: anything at all.
    Raw,
}

/// The kinds of single values.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Leaf {
    String,
    Bool,
    /// A whole number of that many bits.
    Int(u8),
    /// One without a sign.
    Uint(u8),
    Float,
    /// Seconds without a unit, else Go's `1m30s`.
    Duration,
}

/// The two forms options are written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Form {
    /// YAML or TOML.
    File,
    /// Dotted keys: labels, flags, environment variables.
    Label,
}

impl Schema {
    /// The root struct.
    pub(crate) const ROOT: StructId = StructId(0);

    /// The fields of `id`.
    pub(crate) fn fields(&self, id: StructId) -> &[Field] {
        self.structs.get(id.0).map_or(&[], |found| &found.fields)
    }

    /// The field of `id` that `name` means, in any case of letters (paerser/parser/nodes_metadata.go, findTypedField).
    pub(crate) fn field(&self, id: StructId, name: &str, form: Form) -> Option<&Field> {
        self.fields(id).iter().find(|field| go::equal_fold(field.name_in(form), name))
    }

    /// The schema that `table` holds.
    pub(crate) fn parse(table: &'static str) -> Self {
        let lines = || table.lines().skip(1).filter(|line| !line.is_empty());
        let mut ids = FxHashMap::default();
        for line in lines().filter(|line| !line.starts_with('\t')) {
            let id = StructId(ids.len());
            ids.insert(line, id);
        }
        let mut structs: Vec<Struct> = Vec::new();
        for line in lines() {
            match line.strip_prefix('\t') {
                None => structs.push(Struct { fields: Vec::new() }),
                Some(row) => {
                    if let (Some(last), Some(field)) = (structs.last_mut(), Field::parse(row, &ids)) {
                        last.fields.push(field);
                    }
                }
            }
        }
        Self { structs }
    }
}

impl Field {
    /// Whether it counts in `form`; where it does not, it is known but ignored.
    pub(crate) fn counts_in(&self, form: Form) -> bool {
        match form {
            Form::File => self.in_file,
            Form::Label => self.in_labels,
        }
    }

    /// Whether it may hold nothing at all.
    pub(crate) fn is_pointer(&self) -> bool {
        self.go_type.starts_with('*')
    }

    /// The Go type of a map's entries.
    pub(crate) fn go_element(&self) -> &'static str {
        self.go_underlying.split_once(']').map_or("", |(_, element)| element)
    }

    /// In labels: whether this list is written as one struct.
    pub(crate) fn is_struct_in(&self, form: Form) -> bool {
        form == Form::Label && self.label_name.is_some()
    }

    /// The kind of its Go type as `reflect` names it.
    pub(crate) fn go_kind(&self) -> &'static str {
        match &self.shape {
            Shape::Leaf(_) if self.is_pointer() => "ptr",
            Shape::Leaf(Leaf::Duration) => "int64",
            Shape::Leaf(_) => self.go_type,
            Shape::Struct(_) => "struct",
            Shape::List(_) => "slice",
            Shape::Map(_) | Shape::Raw => "map",
        }
    }

    fn name_in(&self, form: Form) -> &'static str {
        match (form, self.label_name) {
            (Form::Label, Some(name)) => name,
            _ => self.name,
        }
    }

    fn parse(row: &'static str, ids: &FxHashMap<&'static str, StructId>) -> Option<Self> {
        let mut columns = row.split('\t');
        let (name, go_type) = (columns.next()?, columns.next()?);
        let words = columns.next().unwrap_or("");
        let has = |word: &str| words.split(' ').any(|w| w == word);
        Some(Self {
            name,
            shape: Shape::parse(go_type, ids)?,
            go_underlying: go_type.split_once('=').map_or(go_type, |(_, underlying)| underlying),
            go_type: go_type.split('=').next().unwrap_or(go_type),
            allow_empty: has("empty"),
            in_file: !has("no-file"),
            in_labels: !has("no-label"),
            default: columns.next(),
            label_name: words.split(' ').find_map(|word| word.strip_prefix("label=")),
        })
    }
}

impl Shape {
    fn parse(go_type: &'static str, ids: &FxHashMap<&'static str, StructId>) -> Option<Self> {
        if go_type == "map[string]any" {
            return Some(Self::Raw);
        }
        if let Some(element) = go_type.strip_prefix("[]") {
            return Some(Self::List(Box::new(Self::parse(element, ids)?)));
        }
        if let Some(element) = go_type.strip_prefix("map[string]") {
            return Some(Self::Map(Box::new(Self::parse(element, ids)?)));
        }
        if let Some((_, underlying)) = go_type.split_once('=') {
            return Self::parse(underlying, ids);
        }
        let name = go_type.strip_prefix('*').unwrap_or(go_type);
        let leaf = match name {
            // What lies behind a pointer to anything is never decoded.
            "string" | "any" => Leaf::String,
            "bool" => Leaf::Bool,
            "int" | "int64" => Leaf::Int(64),
            "int32" => Leaf::Int(32),
            "uint32" => Leaf::Uint(32),
            "float64" => Leaf::Float,
            "duration" => Leaf::Duration,
            name => return ids.get(name).map(|id| Self::Struct(*id)),
        };
        Some(Self::Leaf(leaf))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Every row of a table is understood, and every struct it names is in it.
    fn whole(table: &'static str, schema: &Schema) {
        let rows = table.lines().filter(|line| line.starts_with('\t')).count();
        assert_eq!(schema.structs.iter().map(|s| s.fields.len()).sum::<usize>(), rows);
    }

    #[test]
    fn the_tables_are_understood_row_by_row() {
        whole(DYNAMIC_TABLE, &DYNAMIC);
        whole(STATIC_TABLE, &STATIC);
    }

    #[test]
    fn both_tables_are_of_one_version() {
        assert_eq!(version(STATIC_TABLE), VERSION);
        assert_eq!(VERSION.split('.').count(), 3);
    }

    #[test]
    fn a_list_has_another_name_in_labels() {
        let find = |names: &[&str], form| {
            let mut id = Schema::ROOT;
            let mut last = None;
            for name in names {
                let field = DYNAMIC.field(id, name, form)?;
                let mut shape = &field.shape;
                while let Shape::Map(inner) | Shape::List(inner) = shape {
                    shape = inner;
                }
                if let Shape::Struct(inner) = shape {
                    id = *inner;
                }
                last = Some(field);
            }
            last
        };
        let server =
            find(&["HTTP", "services", "loadbalancer", "server"], Form::Label).expect("the label form");
        assert_eq!((server.name, server.go_type), ("servers", "[]dynamic.Server"));
        assert!(find(&["http", "services", "loadBalancer", "server"], Form::File).is_none());
        let plugin = find(&["http", "middlewares", "plugin"], Form::File).expect("plugin");
        assert_eq!(plugin.go_type, "map[string]dynamic.PluginConf");
    }
}
