//! Static types: methods, promoted ones too, fields, and who implements an interface.

use syntax::TextSize;

use super::Machine;
use super::values::{Object, ObjectId, TypeRef, Value};
use crate::facts::tree::{Field, Method, Name, Signature, Type};
use crate::frameworks;
use crate::program::packages::{FileIndex, FunctionRef, Member, Named};

/// How deep types are embedded or renamed at most.
const TYPE_DEPTH: usize = 8;

/// What a type's name leads to.
#[derive(Clone, Copy)]
pub(super) enum Resolved<'a> {
    Named(Named<'a>),
    /// A type of a package outside the workspace: import path and name.
    Outside(&'a str, &'a str),
    /// A type literal, a predeclared type or a type parameter.
    Literal(TypeRef<'a>),
}

/// A method as it is found on a type: the code, and through which embedded fields.
pub(super) struct Found<'a> {
    pub(super) function: FunctionRef<'a>,
    pub(super) through: Vec<&'a str>,
}

impl<'a> Machine<'a> {
    /// What `kind` means, pointers and aliases taken away.
    pub(super) fn resolve(&self, mut kind: TypeRef<'a>) -> Resolved<'a> {
        for _ in 0..TYPE_DEPTH {
            match kind.kind {
                Type::Pointer(inner) => kind.kind = inner,
                Type::Named(name) => {
                    match self.program.member(kind.file, self.program.name(kind.file, *name)) {
                        Some(Member::Type(named)) if named.declaration.alias => {
                            kind = TypeRef { file: named.file, kind: &named.declaration.kind };
                        }
                        Some(Member::Type(named)) => return Resolved::Named(*named),
                        _ => return Resolved::Literal(kind),
                    }
                }
                Type::Qualified(package, name) => {
                    let name = self.program.name(kind.file, *name);
                    let package = self.program.name(kind.file, *package);
                    let Some(path) = self.program.imported(kind.file, package) else {
                        return Resolved::Literal(kind);
                    };
                    let module = self.program.package_of(kind.file).module;
                    let Some(id) = self.program.import(module, path) else {
                        return Resolved::Outside(path, name);
                    };
                    match self.program.package(id).member(name) {
                        Some(Member::Type(named)) if named.declaration.alias => {
                            kind = TypeRef { file: named.file, kind: &named.declaration.kind };
                        }
                        Some(Member::Type(named)) => return Resolved::Named(*named),
                        _ => return Resolved::Literal(kind),
                    }
                }
                _ => return Resolved::Literal(kind),
            }
        }
        Resolved::Literal(kind)
    }

    /// The type literal behind a type's names.
    pub(super) fn underlying(&self, kind: TypeRef<'a>) -> Option<TypeRef<'a>> {
        let mut kind = kind;
        for _ in 0..TYPE_DEPTH {
            match self.resolve(kind) {
                Resolved::Named(named) => {
                    kind = TypeRef { file: named.file, kind: &named.declaration.kind };
                }
                Resolved::Outside(..) => return None,
                Resolved::Literal(literal) => return Some(literal),
            }
        }
        None
    }

    /// Whether it is a declared type of functions.
    pub(super) fn is_function_type(&self, kind: TypeRef<'a>) -> bool {
        matches!(self.resolve(kind), Resolved::Named(_))
            && self.underlying(kind).is_some_and(|literal| matches!(literal.kind, Type::Function(_)))
    }

    /// The fields of a struct type, with the file they are written in.
    pub(super) fn fields(&self, kind: TypeRef<'a>) -> Option<(FileIndex, &'a [Field])> {
        let literal = self.underlying(kind)?;
        match literal.kind {
            Type::Struct(fields) => Some((literal.file, fields)),
            _ => None,
        }
    }

    /// The field `name` of a struct type, promoted ones too.
    pub(super) fn field(&self, kind: TypeRef<'a>, name: &str) -> Option<(FileIndex, &'a Field)> {
        self.field_within(kind, name, TYPE_DEPTH)
    }

    fn field_within(&self, kind: TypeRef<'a>, name: &str, depth: usize) -> Option<(FileIndex, &'a Field)> {
        let (file, fields) = self.fields(kind)?;
        if let Some(field) = fields.iter().find(|field| self.program.name(file, field.name) == name) {
            return Some((file, field));
        }
        let depth = depth.checked_sub(1)?;
        let mut embedded = fields.iter().filter(|field| field.embedded);
        embedded.find_map(|field| self.field_within(TypeRef { file, kind: &field.kind }, name, depth))
    }

    /// The element type of a list or map type.
    pub(super) fn element_type(&self, kind: TypeRef<'a>) -> Option<TypeRef<'a>> {
        let literal = self.underlying(kind)?;
        match literal.kind {
            Type::List(element) | Type::Map(element) => Some(TypeRef { file: literal.file, kind: element }),
            _ => None,
        }
    }

    /// The method `name` of a type.
    pub(super) fn method(&self, kind: TypeRef<'a>, name: &'a str) -> Option<Found<'a>> {
        self.method_within(kind, name, TYPE_DEPTH)
    }

    fn method_within(&self, kind: TypeRef<'a>, name: &'a str, depth: usize) -> Option<Found<'a>> {
        if let Resolved::Named(named) = self.resolve(kind) {
            let receiver = self.program.name(named.file, named.declaration.name);
            if let Some(function) = self.program.package_of(named.file).method(receiver, name).first() {
                return Some(Found { function: *function, through: Vec::new() });
            }
        }
        let depth = depth.checked_sub(1)?;
        let (file, fields) = self.fields(kind)?;
        for field in fields.iter().filter(|field| field.embedded) {
            if let Some(mut found) = self.method_within(TypeRef { file, kind: &field.kind }, name, depth) {
                found.through.insert(0, self.program.name(file, field.name));
                return Some(found);
            }
        }
        None
    }

    /// The methods of an interface type, those of embedded ones too.
    fn interface(
        &self,
        kind: TypeRef<'a>,
        depth: usize,
    ) -> Option<Vec<(FileIndex, Name, TextSize, &'a Signature)>> {
        let literal = self.underlying(kind)?;
        let Type::Interface(methods) = literal.kind else {
            return None;
        };
        let mut all = Vec::new();
        for method in methods {
            match method {
                Method::Declared { name, start, signature } => {
                    all.push((literal.file, *name, *start, signature));
                }
                Method::Embedded(kind) => {
                    let embedded = TypeRef { file: literal.file, kind };
                    all.extend(self.interface(embedded, depth.checked_sub(1)?).unwrap_or_default());
                }
            }
        }
        Some(all)
    }

    /// The method `name` of an interface type: its file, name, place and signature.
    pub(super) fn interface_method(
        &self,
        kind: TypeRef<'a>,
        name: &str,
    ) -> Option<(FileIndex, Name, TextSize, &'a Signature)> {
        let methods = self.interface(kind, TYPE_DEPTH)?;
        methods.into_iter().find(|(file, method, ..)| self.program.name(*file, *method) == name)
    }

    /// The only type of the workspace that implements an interface, if there is just one. Types that are made for
    /// tests (`MockStore`) do not count.
    pub(super) fn implementation(&self, kind: TypeRef<'a>) -> Option<TypeRef<'a>> {
        let methods = self.interface(kind, TYPE_DEPTH)?;
        let (file, first, ..) = methods.first()?;
        let candidates = self.program.by_method.get(self.program.name(*file, *first))?;
        let mut found: Option<Named<'a>> = None;
        for &named in candidates {
            if self.is_mock(named) || !self.implements(named, &methods) {
                continue;
            }
            if found.is_some_and(|other| other != named) {
                return None;
            }
            found = Some(named);
        }
        found.map(Self::named_type)
    }

    fn is_mock(&self, named: Named<'a>) -> bool {
        let name = self.program.name(named.file, named.declaration.name).to_ascii_lowercase();
        let folder = self.program.package_of(named.file).folder.to_ascii_lowercase();
        let is_double = |text: &str| ["mock", "fake", "stub"].iter().any(|double| text.contains(double));
        is_double(&name) || folder.rsplit('/').next().is_some_and(is_double)
    }

    fn implements(&self, named: Named<'a>, methods: &[(FileIndex, Name, TextSize, &'a Signature)]) -> bool {
        let kind = Self::named_type(named);
        methods.iter().all(|(file, name, _, signature)| {
            let found = self.method(kind, self.program.name(*file, *name));
            found.is_some_and(|found| {
                let own = &found.function.function.signature;
                own.parameters.len() == signature.parameters.len()
                    && own.results.len() == signature.results.len()
            })
        })
    }

    /// A declared type as one that is written.
    fn named_type(named: Named<'a>) -> TypeRef<'a> {
        TypeRef { file: named.file, kind: &named.declaration.itself }
    }

    /// The value of a variable of type `kind` that nothing was assigned to.
    pub(super) fn zero(&mut self, frame: &super::Frame<'a>, kind: TypeRef<'a>) -> Value<'a> {
        let kind = self.local_type(frame, kind);
        self.zero_of(kind)
    }

    pub(super) fn zero_of(&mut self, kind: TypeRef<'a>) -> Value<'a> {
        if matches!(kind.kind, Type::Pointer(_)) {
            return Value::Nil;
        }
        match self.resolve(kind) {
            Resolved::Literal(TypeRef { file, kind: Type::Named(name) }) => {
                match self.program.name(file, *name) {
                    "string" => Value::text(""),
                    "bool" => Value::Bool(false),
                    name if name.contains("int") => Value::Integer(0),
                    _ => Value::Nil,
                }
            }
            Resolved::Named(_) if self.fields(kind).is_none() => match self.underlying(kind) {
                Some(literal) if !matches!(literal.kind, Type::Named(_)) => Value::Nil,
                Some(literal) => self.zero_of(literal),
                None => Value::Nil,
            },
            Resolved::Literal(TypeRef { kind: Type::Struct(_), .. }) | Resolved::Named(_) => {
                Value::Object(self.new_object(Some(kind)))
            }
            Resolved::Outside(path, name) if let Some(table) = frameworks::by_literal(path, name) => {
                Value::Router(self.add_engine(table, None, kind.file))
            }
            Resolved::Outside("net/http", "Server") => Value::Object(self.new_object(Some(kind))),
            _ => Value::Nil,
        }
    }

    pub(super) fn new_object(&mut self, kind: Option<TypeRef<'a>>) -> ObjectId {
        let id = ObjectId(u32::try_from(self.objects.len()).unwrap_or(u32::MAX));
        self.objects.push(Object {
            kind,
            fields: Vec::new(),
            open: false,
            may_be_nil: false,
            location: None,
            expression: String::new(),
        });
        id
    }
}
