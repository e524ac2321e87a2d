//! Calls of code outside the workspace.

use std::rc::Rc;

use super::calls::Arguments;
use super::values::{Opaque, Router, TypeRef, Value};
use super::{Machine, strings};
use crate::frameworks::{self, table::operation};
use crate::words::{Unknown, Words};

/// Packages that take a router for a handler and register nothing on it.
const HARMLESS: &[&str] = &[
    "fmt",
    "log",
    "log/slog",
    "net/http",
    "net/http/httptest",
    "reflect",
    "golang.org/x/net/http2",
    "golang.org/x/net/http2/h2c",
    "github.com/rs/cors",
    "github.com/gorilla/handlers",
    "github.com/fvbock/endless",
    "github.com/gin-gonic/autotls",
    "github.com/gin-gonic/graceful",
    "go.opentelemetry.io/contrib/instrumentation/net/http/otelhttp",
    "github.com/NYTimes/gziphandler",
    "github.com/awslabs/aws-lambda-go-api-proxy/gin",
];

/// How deep commands have commands.
const COMMANDS: usize = 8;

impl<'a> Machine<'a> {
    /// `package.name(arguments)`, the package named by its import path.
    pub(super) fn call_elsewhere(
        &mut self,
        path: &'a str,
        name: &'a str,
        arguments: &Arguments<'a>,
    ) -> Value<'a> {
        if let Some(table) = frameworks::by_import(path) {
            if let Some(constructor) = table.constructor(name) {
                return self.new_engine(table, constructor, arguments);
            }
            if let Some(operation) = operation(table.functions, name) {
                let router = self.default_engine(table, arguments.file);
                return self.operate(&router, name, operation, arguments);
            }
        }
        if frameworks::is_adapter(path, name) {
            return arguments.values.first().cloned().unwrap_or(Value::Nil);
        }
        let expression = self.render(arguments.file, arguments.source);
        self.run_commands(path, &arguments.values);
        let known = strings::call(path, name, &arguments.values, &expression)
            .or_else(|| self.call_flag(path, name, arguments))
            .or_else(|| self.call_listener(path, name, arguments))
            .or_else(|| self.call_container(path, name, arguments));
        if let Some(value) = known {
            return value;
        }
        self.unknown_call(Some((path, name)), name, Vec::new(), arguments, expression)
    }

    /// `owner.name(arguments)` on a value whose code is not in the workspace; `name` is empty for a call of the value.
    pub(super) fn call_unknown_method(
        &mut self,
        owner: &Rc<Opaque<'a>>,
        name: &'a str,
        arguments: &Arguments<'a>,
    ) -> Value<'a> {
        let expression = self.render(arguments.file, arguments.source);
        let origin = owner.origin.map(|(path, made)| (path, if name.is_empty() { made } else { name }));
        let known = origin.and_then(|(path, _)| {
            self.call_container(path, name, arguments).or_else(|| self.call_registry(path, name, arguments))
        });
        if let Some(value) = known {
            return value;
        }
        self.unknown_call(origin, name, owner.routers.clone(), arguments, expression)
    }

    /// `SetEngine(r)` and `GetEngine()` of something outside that keeps a router for others.
    fn call_registry(
        &mut self,
        path: &'a str,
        name: &'a str,
        arguments: &Arguments<'a>,
    ) -> Option<Value<'a>> {
        if let (Some(kept), [value @ Value::Router(_)]) =
            (name.strip_prefix("Set"), arguments.values.as_slice())
        {
            self.events += 1;
            self.registry.push((path, kept, value.clone()));
            return Some(Value::Nil);
        }
        let kept = name.strip_prefix("Get").filter(|_| arguments.values.is_empty())?;
        let mut values = self.registry.iter().rev();
        values.find(|(other, name, _)| (*other, *name) == (path, kept)).map(|(.., value)| value.clone())
    }

    /// A command line that is a struct: what it selects is run by its method `Run`, later.
    fn run_commands(&mut self, path: &str, values: &[Value<'a>]) {
        if path != "github.com/alecthomas/kong" {
            return;
        }
        let mut open: Vec<(Value<'a>, usize)> = values.iter().map(|value| (value.clone(), 0)).collect();
        while let Some((value, depth)) = open.pop() {
            let Value::Object(object) = value else {
                continue;
            };
            if let run @ Value::Function(_) = self.select(&value, "Run", &String::new) {
                self.give_away(&run);
            }
            let kind = self.objects[object.0 as usize].kind;
            let Some((file, fields)) = kind.and_then(|kind| self.fields(kind)).filter(|_| depth < COMMANDS)
            else {
                continue;
            };
            for field in fields.iter().rev().filter(|field| field.tag.is_some()) {
                let name = self.program.name(file, field.name);
                open.push((self.select(&value, name, &String::new), depth + 1));
            }
        }
    }

    fn unknown_call(
        &mut self,
        origin: Option<(&'a str, &'a str)>,
        name: &str,
        mut routers: Vec<Rc<Router>>,
        arguments: &Arguments<'a>,
        expression: String,
    ) -> Value<'a> {
        let given: Vec<_> = arguments.values.iter().flat_map(|value| self.served(value)).collect();
        let harmless = serves(name) || origin.is_some_and(|(path, _)| HARMLESS.contains(&path));
        if !harmless {
            self.lose(&arguments.values, &expression);
        }
        let reads_only =
            origin.is_some_and(|(path, _)| matches!(path, "fmt" | "log" | "log/slog" | "errors"));
        for value in &arguments.values {
            match value {
                Value::Object(object) if !reads_only => self.open(*object),
                Value::Pointer(place) => self.forget(*place, expression.clone()),
                value => self.call_back(value),
            }
        }
        for (router, strip) in given {
            if !strip.is_empty() {
                self.engine(router.engine).does_not_see(&expression);
            }
            routers.push(router);
        }
        let wraps = arguments.values.iter().rev().find(|value| self.handles(value)).cloned();
        Value::Opaque(Rc::new(Opaque { expression, kind: None, origin, routers, wraps }))
    }

    /// Code that is not followed got these values: what it registers on routers among them is not seen.
    pub(super) fn lose(&mut self, values: &[Value<'a>], call: &str) {
        let routers: Vec<Rc<Router>> = values.iter().flat_map(Value::routers).collect();
        for router in routers {
            self.engine(router.engine).does_not_see(call);
        }
    }
}

/// Whether a function of this name takes a router to serve it, not to register on it.
fn serves(name: &str) -> bool {
    ["Handler", "Serve", "Listen", "Wrap"].iter().any(|word| name.contains(word))
}

/// A field of a struct of which only the type is known: its tag may tell a default and an environment variable.
pub(super) fn unknown_field<'a>(kind: TypeRef<'a>, expression: &str, tag: Option<&str>) -> Value<'a> {
    let unknown = Unknown {
        expression: expression.to_owned(),
        variable: tag.and_then(|tag| tagged(tag, &["env", "envconfig"])),
        default: tag.and_then(|tag| tagged(tag, &["default", "envDefault", "env-default"])),
    };
    if unknown.variable.is_some() || unknown.default.is_some() {
        return Value::Words(Words::unknown(unknown));
    }
    Value::of_type(expression.to_owned(), kind)
}

/// The value of the first of `keys` in a struct tag; what follows a comma in it are options.
fn tagged(tag: &str, keys: &[&str]) -> Option<String> {
    keys.iter().find_map(|key| {
        let mut rest = tag;
        while let Some(at) = rest.find(key) {
            let starts = at == 0 || rest.as_bytes()[at - 1] == b' ';
            rest = &rest[at + key.len()..];
            if let (true, Some(value)) = (starts, rest.strip_prefix(":\"")) {
                let value = value.split('"').next().unwrap_or("");
                let value = if key.starts_with("env") && *key != "envDefault" && *key != "env-default" {
                    value.split(',').next().unwrap_or("")
                } else {
                    value
                };
                return (!value.is_empty()).then(|| value.to_owned());
            }
        }
        None
    })
}
