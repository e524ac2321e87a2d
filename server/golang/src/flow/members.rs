//! Names and selectors: variables, package members, fields and methods.

use std::rc::Rc;

use super::outside::unknown_field;
use super::routers::router_member;
use super::types::Resolved;
use super::values::{Callable, Cell, Code, ObjectId, Opaque, Place, TypeRef, Value};
use super::{Frame, Machine};
use crate::facts::tree::{Expression, Kind, Name, Type, ValueDeclaration};
use crate::frameworks;
use crate::frameworks::table::{self, Operation};
use crate::program::packages::{FileIndex, FunctionRef, Member};
use crate::words::{Unknown, Words};

/// How deep promoted members are looked for.
const EMBEDDED: usize = 8;

impl<'a> Machine<'a> {
    /// What `name` stands for inside a function.
    pub(super) fn named_value(&mut self, frame: &mut Frame<'a>, name: Name) -> Value<'a> {
        if let Some(cell) = frame.variable(name) {
            return self.read(Place::Cell(cell)).unwrap_or(Value::Nil);
        }
        let text = self.program.name(frame.file, name);
        if let Some(member) = self.program.member(frame.file, text).cloned() {
            return self.member(&member, text);
        }
        match text {
            "nil" => Value::Nil,
            "true" => Value::Bool(true),
            "false" => Value::Bool(false),
            "iota" => Value::Integer(frame.iota.into()),
            other => self.dot_imported(frame.file, other),
        }
    }

    /// A name that only a dot import of a package outside the workspace can bring.
    fn dot_imported(&self, file: FileIndex, name: &'a str) -> Value<'a> {
        let mut dots = self.program.dot_imports(file);
        if let Some(method) = dots.clone().find_map(|path| frameworks::method_constant(path, name)) {
            return Value::text(method);
        }
        let module = self.program.package_of(file).module;
        let origin = dots.find(|path| self.program.import(module, path).is_none()).map(|path| (path, name));
        Value::Opaque(Rc::new(Opaque { expression: name.to_owned(), origin, ..Opaque::default() }))
    }

    fn member(&mut self, member: &Member<'a>, name: &'a str) -> Value<'a> {
        match member {
            Member::Functions(functions) => {
                let callable = |function: &FunctionRef<'a>| Callable::value(Code::Function(*function));
                match functions.as_slice() {
                    [only] => callable(only),
                    many => Value::Either(many.iter().map(callable).collect()),
                }
            }
            Member::Type(named) => Value::Type(TypeRef { file: named.file, kind: &named.declaration.itself }),
            Member::Value(file, line, place) => {
                let cell = self.global(*file, line, *place, name);
                let value = self.read(Place::Cell(cell)).unwrap_or(Value::Nil);
                match value {
                    // A variable may be set by flags, build settings or code that is not followed.
                    Value::Bool(_) | Value::Nil if !line.constant => match &line.kind {
                        Some(Type::List(_) | Type::Map(_)) => value,
                        Some(kind) => Value::of_type(name.to_owned(), TypeRef { file: *file, kind }),
                        None => Value::opaque(name.to_owned()),
                    },
                    value => value,
                }
            }
        }
    }

    /// The cell of a package variable or constant; its value is made when it is asked for first.
    fn global(&mut self, file: FileIndex, line: &'a ValueDeclaration, place: usize, name: &'a str) -> Cell {
        let package = self.program.file(file).package;
        if let Some(&cell) = self.globals.get(&(package, name)) {
            return cell;
        }
        // What it depends on may depend on it.
        let cell = self.new_cell(Value::opaque(name.to_owned()));
        self.globals.insert((package, name), cell);
        let kind = line.kind.as_ref().map(|kind| TypeRef { file, kind });
        let label = &self.program.package(package).label;
        let mut frame = Frame::new(file, format!("{label}.{name}").into());
        frame.iota = line.iota;
        let (conditions, forks) = (std::mem::take(&mut self.conditions), std::mem::take(&mut self.forks));
        let value = match (line.values.get(place), line.values.as_slice(), kind) {
            (Some(value), values, _) if values.len() == line.names.len() => {
                self.evaluate_as(&mut frame, value, kind).single()
            }
            (_, [several], _) => match self.evaluate(&mut frame, several) {
                Value::Tuple(values) => values.get(place).cloned().unwrap_or(Value::Nil),
                _ => Value::opaque(name.to_owned()),
            },
            (_, [], Some(kind)) => self.zero_of(kind),
            _ => Value::opaque(name.to_owned()),
        };
        (self.conditions, self.forks) = (conditions, forks);
        if let Value::Object(object) = value {
            self.name_object(object, name);
        }
        self.cells[cell.0 as usize] = value;
        cell
    }

    /// How an object is called, for what is unknown in it.
    pub(super) fn name_object(&mut self, object: ObjectId, name: &str) {
        let object = &mut self.objects[object.0 as usize];
        if object.expression.is_empty() {
            name.clone_into(&mut object.expression);
        }
    }

    /// The place of a variable that can be assigned to by its name.
    pub(super) fn place_of(&mut self, frame: &mut Frame<'a>, name: Name) -> Option<Place<'a>> {
        if let Some(cell) = frame.variable(name) {
            return Some(Place::Cell(cell));
        }
        let text = self.program.name(frame.file, name);
        match self.program.member(frame.file, text).cloned()? {
            Member::Value(file, line, place) => Some(Place::Cell(self.global(file, line, place, text))),
            _ => None,
        }
    }

    /// The place of `operand.name` where the operand is a package.
    pub(super) fn package_variable(
        &mut self,
        frame: &Frame<'a>,
        operand: &'a Expression,
        name: Name,
    ) -> Option<Place<'a>> {
        let path = self.package_operand(frame, operand)?;
        let module = self.program.package_of(frame.file).module;
        let package = self.program.import(module, path)?;
        let text = self.program.name(frame.file, name);
        match self.program.package(package).member(text).cloned()? {
            Member::Value(file, line, place) => Some(Place::Cell(self.global(file, line, place, text))),
            _ => None,
        }
    }

    /// The import path that `operand` names, if it is a package and not a variable.
    pub(super) fn package_operand(&self, frame: &Frame<'a>, operand: &'a Expression) -> Option<&'a str> {
        let Kind::Name(name) = operand.kind else {
            return None;
        };
        match frame.variable(name) {
            Some(_) => None,
            None => self.program.imported(frame.file, self.program.name(frame.file, name)),
        }
    }

    /// `path.name`, a member of another package.
    pub(super) fn package_member(
        &mut self,
        file: FileIndex,
        path: &'a str,
        name: &'a str,
        expression: &'a Expression,
    ) -> Value<'a> {
        let module = self.program.package_of(file).module;
        if let Some(package) = self.program.import(module, path) {
            return match self.program.package(package).member(name).cloned() {
                Some(member) => self.member(&member, name),
                None => Value::opaque(self.render(file, expression)),
            };
        }
        if let Some(method) = frameworks::method_constant(path, name) {
            return Value::text(method);
        }
        let expression = self.render(file, expression);
        // A variable of the package that is its own engine.
        if let Some(table) = frameworks::by_import(path)
            && let Some(Operation::Itself) = table::operation(table.functions, name)
        {
            return Value::Router(self.default_engine(table, file));
        }
        Value::Opaque(Rc::new(Opaque { expression, origin: Some((path, name)), ..Opaque::default() }))
    }

    /// `owner.name`: a field, or a method as a value.
    pub(super) fn select(
        &mut self,
        owner: &Value<'a>,
        name: &'a str,
        render: &dyn Fn() -> String,
    ) -> Value<'a> {
        match owner {
            Value::Object(object) => match self.object_member(*object, name, EMBEDDED) {
                Some(value) => value,
                None => Value::opaque(render()),
            },
            Value::Router(router) => router_member(router, name, render),
            Value::Stripped(_, inner) => self.select(inner, name, render),
            Value::Opaque(opaque) => {
                let member =
                    opaque.kind.and_then(|kind| self.typed_member(kind, name, owner, &opaque.expression));
                member.unwrap_or_else(|| {
                    let routers = opaque.routers.clone();
                    Value::Opaque(Rc::new(Opaque { expression: render(), routers, ..Opaque::default() }))
                })
            }
            Value::Either(all) => {
                let label = render();
                let members: Vec<_> =
                    all.iter().map(|owner| self.select(owner, name, &|| label.clone())).collect();
                let joined = members.into_iter().reduce(|a, b| self.join(&a, &b, &label));
                joined.unwrap_or(Value::Nil)
            }
            // `http.HandlerFunc(list).ServeHTTP`
            Value::Function(_) if name == "ServeHTTP" && self.handles(owner) => owner.clone(),
            Value::Function(callable) if callable.kind.is_some() => {
                let found = callable.kind.and_then(|kind| self.method(kind, name));
                found.map_or_else(
                    || Value::opaque(render()),
                    |found| Callable::bound(Code::Function(found.function), owner.clone()),
                )
            }
            // `T.Method`, the method as a function of its receiver, is bound to nothing.
            Value::Type(kind) => match self.method(*kind, name) {
                Some(found) => Callable::value(Code::Function(found.function)),
                None => Value::opaque(render()),
            },
            _ => Value::opaque(render()),
        }
    }

    fn object_member(&mut self, object: ObjectId, name: &'a str, depth: usize) -> Option<Value<'a>> {
        if let Some(value) = self.read(Place::Field(object, name)) {
            return Some(value);
        }
        let owner = &self.objects[object.0 as usize];
        let kind = owner.kind?;
        if let Some(field) = self.own_field(kind, name) {
            return Some(self.missing_field(object, field, name));
        }
        let mut bound = None;
        if let Some(found) = self.method(kind, name) {
            let mut receiver = Value::Object(object);
            for step in &found.through {
                receiver = self.select(&receiver, step, &String::new);
            }
            bound = Some(Callable::bound(Code::Function(found.function), receiver));
            if found.through.is_empty() {
                return bound;
            }
        }
        // What the embedded values really are says more than their types.
        let depth = depth.checked_sub(1)?;
        for inner in self.embedded(object) {
            let member = match &inner {
                Value::Object(inner) => self.object_member(*inner, name, depth),
                Value::Router(router) => {
                    router.table.has_member(name).then(|| router_member(router, name, &String::new))
                }
                Value::Opaque(opaque) => {
                    opaque.kind.and_then(|kind| self.typed_member(kind, name, &inner, &opaque.expression))
                }
                _ => None,
            };
            if member.is_some() {
                return member;
            }
        }
        bound
    }

    /// A field that nothing was put into so far.
    fn missing_field(&mut self, object: ObjectId, kind: TypeRef<'a>, name: &'a str) -> Value<'a> {
        let owner = &self.objects[object.0 as usize];
        let (open, expression) = (owner.open, format!("{}.{name}", owner.expression));
        let zero = if open { Value::Nil } else { self.zero_of(kind) };
        match zero {
            Value::Object(inner) => {
                self.name_object(inner, &expression);
                self.write(Place::Field(object, name), zero.clone());
                zero
            }
            // Switches that nobody was seen to set are set by what was not seen.
            Value::Bool(_) => Value::of_type(expression, kind),
            Value::Nil if open => self.unknown_field_of(object, name).unwrap_or(Value::Nil),
            zero => zero,
        }
    }

    /// What the field `name` of an object may be, by its type and tag alone.
    pub(super) fn unknown_field_of(&self, object: ObjectId, name: &str) -> Option<Value<'a>> {
        let owner = self.objects.get(object.0 as usize)?;
        let (file, field) = self.field(owner.kind?, name)?;
        let tag = field.tag.map(|tag| self.program.name(file, tag));
        let expression = format!("{}.{name}", owner.expression);
        Some(unknown_field(TypeRef { file, kind: &field.kind }, &expression, tag))
    }

    /// The values of an object's embedded fields.
    pub(super) fn embedded(&mut self, object: ObjectId) -> Vec<Value<'a>> {
        let Some(kind) = self.objects[object.0 as usize].kind else {
            return Vec::new();
        };
        let Some((file, fields)) = self.fields(kind) else {
            return Vec::new();
        };
        let names: Vec<&'a str> = fields
            .iter()
            .filter(|field| field.embedded)
            .map(|field| self.program.name(file, field.name))
            .collect();
        names.into_iter().filter_map(|name| self.object_member(object, name, 0)).collect()
    }

    /// The embedded value that the field `name` of `object` is promoted from.
    pub(super) fn embedded_owner(&mut self, object: ObjectId, name: &'a str) -> Option<Value<'a>> {
        let kind = self.objects[object.0 as usize].kind?;
        let (file, fields) = self.fields(kind)?;
        if fields.iter().any(|field| self.program.name(file, field.name) == name) {
            return None;
        }
        self.embedded(object).into_iter().find(|inner| match inner {
            Value::Object(inner) => {
                let kind = self.objects[inner.0 as usize].kind;
                kind.is_some_and(|kind| self.field(kind, name).is_some())
            }
            Value::Router(router) => router.table.settings.iter().any(|(setting, _)| *setting == name),
            _ => false,
        })
    }

    /// The type of the field `name`, if it is declared in the struct type itself.
    fn own_field(&self, kind: TypeRef<'a>, name: &str) -> Option<TypeRef<'a>> {
        let (file, fields) = self.fields(kind)?;
        let field = fields.iter().find(|field| self.program.name(file, field.name) == name)?;
        Some(TypeRef { file, kind: &field.kind })
    }

    /// A member of a value of which only the type is known.
    fn typed_member(
        &mut self,
        kind: TypeRef<'a>,
        name: &'a str,
        owner: &Value<'a>,
        expression: &str,
    ) -> Option<Value<'a>> {
        if let Some((file, field)) = self.field(kind, name) {
            let kind = TypeRef { file, kind: &field.kind };
            let tag = field.tag.map(|tag| self.program.name(file, tag));
            return Some(unknown_field(kind, &format!("{expression}.{name}"), tag));
        }
        let method = Callable::bound;
        if let Some(found) = self.method(kind, name) {
            return Some(method(Code::Function(found.function), owner.clone()));
        }
        // A promoted method may come from an interface that is embedded in a struct.
        let interface = self.embedded_interface(kind, name, EMBEDDED)?;
        if let Some(found) = self.implementation(interface).and_then(|kind| self.method(kind, name)) {
            let kind = self.implementation(interface);
            let receiver = Opaque { expression: expression.to_owned(), kind, ..Opaque::default() };
            return Some(method(Code::Function(found.function), Value::Opaque(Rc::new(receiver))));
        }
        let (file, method_name, start, _) = self.interface_method(interface, name)?;
        let kind = match self.resolve(interface) {
            Resolved::Named(named) => named.declaration.name,
            _ => method_name,
        };
        Some(method(Code::Abstract { file, kind, method: method_name, start }, owner.clone()))
    }

    fn embedded_interface(&self, kind: TypeRef<'a>, name: &str, depth: usize) -> Option<TypeRef<'a>> {
        if self.interface_method(kind, name).is_some() {
            return Some(kind);
        }
        let depth = depth.checked_sub(1)?;
        let (file, fields) = self.fields(kind)?;
        let mut embedded = fields.iter().filter(|field| field.embedded);
        embedded.find_map(|field| self.embedded_interface(TypeRef { file, kind: &field.kind }, name, depth))
    }

    /// An object may hold anything from now on, and so may the structs in it; what it held are defaults.
    pub(super) fn open(&mut self, object: ObjectId) {
        self.open_within(object, EMBEDDED);
    }

    fn open_within(&mut self, object: ObjectId, depth: usize) {
        let Some(depth) = depth.checked_sub(1) else {
            return;
        };
        if self.objects[object.0 as usize].open {
            return;
        }
        let fields = std::mem::take(&mut self.objects[object.0 as usize].fields);
        self.objects[object.0 as usize].open = true;
        for (name, value) in fields {
            let opened = match &value {
                Value::Words(words) => self.with_default(object, name, words.text_by_default()),
                Value::Integer(number) => self.with_default(object, name, Some(number.to_string())),
                Value::Object(inner) => {
                    self.open_within(*inner, depth);
                    Some(value)
                }
                Value::Router(_) | Value::Function(_) | Value::Opaque(_) => Some(value),
                _ => None,
            };
            if let Some(value) = opened {
                self.objects[object.0 as usize].fields.push((name, value));
            }
        }
    }

    /// The field `name` of an object, which is `default` unless somebody says otherwise.
    fn with_default(&self, object: ObjectId, name: &str, default: Option<String>) -> Option<Value<'a>> {
        // A struct of another module keeps what was put into it.
        let Some(unknown) = self.unknown_field_of(object, name) else {
            return self.objects[object.0 as usize].kind.and(default).map(|text| Value::text(&text));
        };
        let unknown = match unknown {
            Value::Words(words) => Unknown::clone(words.as_unknown()?),
            value => {
                Unknown { expression: value.words().as_unknown()?.expression.clone(), ..Unknown::default() }
            }
        };
        let default = default.filter(|default| !default.is_empty()).or(unknown.default);
        Some(Value::Words(Words::unknown(Unknown { default, ..unknown })))
    }
}

impl Frame<'_> {
    pub(super) fn new(file: FileIndex, symbol: Rc<str>) -> Self {
        Self {
            file,
            scope: Vec::new(),
            block: 0,
            returned: None,
            entry: 0,
            exits: Vec::new(),
            results: Vec::new(),
            symbol,
            iota: 0,
        }
    }

    /// The innermost variable called `name`.
    pub(super) fn variable(&self, name: Name) -> Option<Cell> {
        self.scope.iter().rev().find(|(other, _)| *other == name).map(|(_, cell)| *cell)
    }
}
