//! What a Go expression may be while a program is followed.

use std::cmp::Ordering;
use std::rc::Rc;

use syntax::{Location, TextSize};

use crate::facts::tree::{Closure, Name, Type};
use crate::frameworks::table::{Face, Table};
use crate::program::Group;
use crate::program::packages::{FileIndex, FunctionRef};
use crate::words::{Unknown, Words};

/// A variable, parameter or package variable.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Cell(pub(crate) u32);

/// A struct value; pointers to it are the same value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct ObjectId(pub(crate) u32);

/// Something that holds a value.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Place<'a> {
    Cell(Cell),
    Field(ObjectId, &'a str),
}

/// An engine.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct EngineId(pub(crate) u32);

#[derive(Clone)]
pub(crate) enum Value<'a> {
    Nil,
    Bool(bool),
    Integer(i64),
    Words(Words),
    List(Rc<List<'a>>),
    Object(ObjectId),
    Function(Rc<Callable<'a>>),
    Router(Rc<Router>),
    /// A registration that may be narrowed: what `r.HandleFunc(…)` gives of gorilla's.
    Registration(Rc<Pending>),
    /// A handler behind `http.StripPrefix`.
    Stripped(Words, Rc<Value<'a>>),
    /// A pointer to what is no struct.
    Pointer(Place<'a>),
    /// A `net.Listener`, by its address.
    Listener(Words, Location),
    Tuple(Rc<[Value<'a>]>),
    /// One of these: which one, only a run could tell.
    Either(Rc<[Value<'a>]>),
    /// A type, where it is called to convert a value.
    Type(TypeRef<'a>),
    Opaque(Rc<Opaque<'a>>),
}

/// Slices, arrays and maps.
#[derive(Clone, Default)]
pub(crate) struct List<'a> {
    pub(crate) items: Vec<(Option<Value<'a>>, Value<'a>)>,
    /// Whether there may be more items than these.
    pub(crate) open: bool,
}

/// A type as written in `file`.
#[derive(Clone, Copy)]
pub(crate) struct TypeRef<'a> {
    pub(crate) file: FileIndex,
    pub(crate) kind: &'a Type,
}

/// An engine or a group.
#[derive(Clone)]
pub(crate) struct Router {
    pub(crate) table: &'static Table,
    pub(crate) engine: EngineId,
    /// What its methods do.
    pub(crate) methods: Face,
    pub(crate) prefix: Words,
    /// The host that its routes are for.
    pub(crate) host: Option<Words>,
    pub(crate) groups: Rc<[Group]>,
}

/// A registration of a router.
#[derive(Clone)]
pub(crate) struct Pending {
    pub(crate) router: Rc<Router>,
    /// Its index in the engine's entries.
    pub(crate) entry: usize,
    /// What its methods do.
    pub(crate) methods: Face,
}

/// A value that is not followed.
#[derive(Clone, Default)]
pub(crate) struct Opaque<'a> {
    /// Its source.
    pub(crate) expression: String,
    pub(crate) kind: Option<TypeRef<'a>>,
    /// The member of a package outside the workspace that it is, or that made it: import path and name.
    pub(crate) origin: Option<(&'a str, &'a str)>,
    /// Routers that it holds or wraps.
    pub(crate) routers: Vec<Rc<Router>>,
    /// A function that it wraps: the handler behind `mw(handler)`.
    pub(crate) wraps: Option<Value<'a>>,
}

/// A function value.
pub(crate) struct Callable<'a> {
    pub(crate) code: Code<'a>,
    /// What a method value is bound to.
    pub(crate) receiver: Option<Value<'a>>,
    /// Its type, where that has methods of its own.
    pub(crate) kind: Option<TypeRef<'a>>,
}

#[derive(Clone)]
pub(crate) enum Code<'a> {
    Function(FunctionRef<'a>),
    Closure {
        file: FileIndex,
        closure: &'a Closure,
        scope: Rc<[(Name, Cell)]>,
        /// The function around it: `main.main`.
        around: Rc<str>,
    },
    /// A method of an interface: which code runs is not known.
    Abstract {
        file: FileIndex,
        kind: Name,
        method: Name,
        start: TextSize,
    },
    /// A router's method, as in `get := r.GET`.
    Router(Rc<Router>, &'static str),
}

/// A struct.
pub(crate) struct Object<'a> {
    pub(crate) kind: Option<TypeRef<'a>>,
    pub(crate) fields: Vec<(&'a str, Value<'a>)>,
    /// Whether code that is not followed may have changed it.
    pub(crate) open: bool,
    /// Whether it was not made on every way that led to who holds it.
    pub(crate) may_be_nil: bool,
    /// The literal that makes it, or what in it says where a server listens.
    pub(crate) location: Option<Location>,
    /// How an expression leads to it, for what is unknown in it.
    pub(crate) expression: String,
}

impl<'a> Value<'a> {
    pub(crate) fn text(text: &str) -> Self {
        Self::Words(Words::known(text))
    }

    pub(crate) fn opaque(expression: String) -> Self {
        Self::Opaque(Rc::new(Opaque { expression, ..Opaque::default() }))
    }

    pub(crate) fn of_type(expression: String, kind: TypeRef<'a>) -> Self {
        Self::Opaque(Rc::new(Opaque { expression, kind: Some(kind), ..Opaque::default() }))
    }

    /// The value in a place that holds one, where a call may give several.
    pub(crate) fn single(self) -> Self {
        match self {
            Self::Tuple(values) => values.first().cloned().unwrap_or(Self::Nil),
            value => value,
        }
    }

    /// As (part of) a string.
    pub(crate) fn words(&self) -> Words {
        let unknown = |expression: &str| {
            Words::unknown(Unknown { expression: expression.to_owned(), ..Unknown::default() })
        };
        match self {
            Self::Words(words) => words.clone(),
            Self::Integer(number) => Words::known(&number.to_string()),
            Self::Opaque(opaque) => unknown(&opaque.expression),
            Self::Tuple(values) => values.first().map_or_else(|| unknown("…"), Self::words),
            _ => unknown("…"),
        }
    }

    /// Whether both are equal, where that is known.
    pub(crate) fn equals(&self, other: &Self) -> Option<bool> {
        match (self, other) {
            (Self::Words(a), Self::Words(b)) => Some(a.text()? == b.text()?),
            (Self::Integer(a), Self::Integer(b)) => Some(a == b),
            (Self::Bool(a), Self::Bool(b)) => Some(a == b),
            (Self::Nil, Self::Router(_) | Self::Object(_) | Self::Function(_))
            | (Self::Router(_) | Self::Object(_) | Self::Function(_), Self::Nil) => Some(false),
            _ => None,
        }
    }

    /// How they are ordered, where that is known.
    pub(crate) fn order(&self, other: &Self) -> Option<Ordering> {
        match (self, other) {
            (Self::Words(a), Self::Words(b)) => Some(a.text()?.cmp(b.text()?)),
            (Self::Integer(a), Self::Integer(b)) => Some(a.cmp(b)),
            _ => None,
        }
    }

    /// The routers that it is or holds.
    pub(crate) fn routers(&self) -> Vec<Rc<Router>> {
        match self {
            Self::Router(router) => vec![Rc::clone(router)],
            Self::Registration(pending) => vec![Rc::clone(&pending.router)],
            Self::Stripped(_, inner) => inner.routers(),
            Self::Opaque(opaque) => opaque.routers.clone(),
            Self::Either(all) => all.iter().flat_map(Self::routers).collect(),
            Self::List(list) => list.items.iter().flat_map(|(_, value)| value.routers()).collect(),
            _ => Vec::new(),
        }
    }
}

impl<'a> Callable<'a> {
    /// `code`, bound to nothing, as a value.
    pub(crate) fn value(code: Code<'a>) -> Value<'a> {
        Value::Function(Rc::new(Self { code, receiver: None, kind: None }))
    }

    /// `code` as a method of `receiver`.
    pub(crate) fn bound(code: Code<'a>, receiver: Value<'a>) -> Value<'a> {
        Value::Function(Rc::new(Self { code, receiver: Some(receiver), kind: None }))
    }
}

impl Callable<'_> {
    /// Whether both are the same code, bound to the same object.
    pub(crate) fn is_same(&self, other: &Self) -> bool {
        let place = |code: &Code<'_>| match code {
            Code::Function(function) => Some((function.file, function.function.start)),
            Code::Closure { file, closure, .. } => Some((*file, closure.start)),
            Code::Abstract { file, start, .. } => Some((*file, *start)),
            Code::Router(..) => None,
        };
        let object = |receiver: &Option<Value<'_>>| match receiver {
            Some(Value::Object(id)) => Some(*id),
            _ => None,
        };
        place(&self.code).is_some()
            && place(&self.code) == place(&other.code)
            && object(&self.receiver) == object(&other.receiver)
    }
}
