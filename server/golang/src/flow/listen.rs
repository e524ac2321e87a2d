//! Where a program listens: net/http servers, listeners, flags and addresses.

use std::rc::Rc;

use syntax::Location;

use super::Machine;
use super::calls::Arguments;
use super::types::Resolved;
use super::values::{ObjectId, Place, Value};
use crate::frameworks;
use crate::program::Listen;
use crate::program::packages::FileIndex;
use crate::words::{Word, Words};

impl Listen {
    /// What an address says; unknown parts that have a default stand for it.
    pub(crate) fn new(address: &Words, location: Location) -> Self {
        let mut text = String::new();
        let mut expression = None;
        for word in address.parts() {
            match word {
                Word::Known(known) => text.push_str(known),
                Word::Unknown(unknown) => {
                    match &unknown.default {
                        Some(default) => text.push_str(default),
                        None => text.extend(["⟨", &unknown.expression, "⟩"]),
                    }
                    expression = Some(unknown.expression.clone());
                }
            }
        }
        let variable = address.variable().or(expression);
        let port = text.rsplit_once(':').and_then(|(_, port)| match port {
            "http" => Some(80),
            "https" => Some(443),
            number => number.parse().ok(),
        });
        Self { address: text, port, variable, location }
    }
}

impl<'a> Machine<'a> {
    /// Functions of net and net/http that listen or serve.
    pub(super) fn call_listener(
        &mut self,
        path: &str,
        name: &str,
        arguments: &Arguments<'a>,
    ) -> Option<Value<'a>> {
        let value = |place: usize| arguments.values.get(place);
        match (path, name) {
            ("net" | "crypto/tls", "Listen") => self.listener(arguments, 1),
            ("crypto/tls", "NewListener") => arguments.values.first().cloned(),
            ("net/http" | "github.com/fvbock/endless", "ListenAndServe" | "ListenAndServeTLS") => {
                let (handler, default) = if name.ends_with("TLS") { (3, ":https") } else { (1, ":http") };
                let words = value(0)?.words();
                let words = if words.text() == Some("") { Words::known(default) } else { words };
                let location = self.program.location(arguments.file, arguments.range(0));
                self.serves(value(handler)?, &Listen::new(&words, location), arguments.file);
                Some(Value::opaque("err".to_owned()))
            }
            ("net/http", "Serve" | "ServeTLS") => {
                for listen in listens_at(value(0)?) {
                    self.serves(value(1)?, &listen, arguments.file);
                }
                Some(Value::opaque("err".to_owned()))
            }
            ("github.com/gin-gonic/autotls", name) if name.starts_with("Run") => {
                let location = self.program.location(arguments.file, arguments.call);
                let listen = Listen::new(&Words::known(":https"), location);
                for value in &arguments.values {
                    for (router, _) in self.served(value) {
                        self.listens(router.engine, listen.clone());
                    }
                }
                Some(Value::opaque("err".to_owned()))
            }
            ("net/http", "StripPrefix") => {
                let inner = value(1)?.clone();
                let prefix = value(0)?.words();
                // Without a prefix it gives the handler itself.
                let is_empty = prefix.text() == Some("");
                Some(if is_empty { inner } else { Value::Stripped(prefix, Rc::new(inner)) })
            }
            _ => None,
        }
    }

    /// A listener at the address in the argument at `place`, and no error.
    fn listener(&mut self, arguments: &Arguments<'a>, place: usize) -> Option<Value<'a>> {
        self.events += 1;
        let address = arguments.values.get(place)?.words();
        let location = self.program.location(arguments.file, arguments.range(place));
        let listener = Value::Listener(address, location);
        Some(Value::Tuple([listener, Value::opaque("err".to_owned())].into()))
    }

    fn serves(&mut self, handler: &Value<'a>, listen: &Listen, file: FileIndex) {
        let handler = match (handler, frameworks::by_import("net/http")) {
            (Value::Nil, Some(table)) => Value::Router(self.default_engine(table, file)),
            (other, _) => other.clone(),
        };
        for (router, strip) in self.served(&handler) {
            self.listens(router.engine, listen.clone());
            if !strip.is_empty() {
                self.engine(router.engine).does_not_see("what lies before the router");
            }
        }
    }

    /// A method of an `http.Server`, a `net.ListenConfig` or what a framework has to serve its engines.
    pub(super) fn call_server(
        &mut self,
        object: ObjectId,
        name: &'a str,
        arguments: &Arguments<'a>,
    ) -> Option<Value<'a>> {
        if self.is_outside(object, "net", "ListenConfig") && name == "Listen" {
            return self.listener(arguments, 2);
        }
        if let Some(value) = self.start(object, name, arguments) {
            return Some(value);
        }
        let server = self.server(object, name)?;
        match name {
            "ListenAndServe" | "ListenAndServeTLS" => {
                let default = if name.ends_with("TLS") { ":https" } else { ":http" };
                self.serve_server(server, default, arguments.file);
            }
            "Serve" | "ServeTLS" => {
                let handler = self.read(Place::Field(server, "Handler")).unwrap_or(Value::Nil);
                for listen in arguments.values.first().map(listens_at).unwrap_or_default() {
                    self.serves(&handler, &listen, arguments.file);
                }
            }
            _ => {}
        }
        Some(Value::opaque("err".to_owned()))
    }

    /// `echo.StartConfig{Address: ":80"}.Start(ctx, e)`
    fn start(&mut self, object: ObjectId, name: &str, arguments: &Arguments<'a>) -> Option<Value<'a>> {
        let Resolved::Outside(path, kind) = self.resolve(self.objects[object.0 as usize].kind?) else {
            return None;
        };
        let table = frameworks::by_import(path)?;
        let mut starters = table.starters.iter();
        let starter = starters.find(|starter| starter.kind == kind && starter.methods.contains(&name))?;
        let address = self.read(Place::Field(object, starter.address))?.words();
        let location = self.objects[object.0 as usize].location;
        let location = location.unwrap_or_else(|| self.program.location(arguments.file, arguments.call));
        let listen = Listen::new(&address, location);
        for (router, _) in self.served(&arguments.values.get(starter.handler)?.clone()) {
            self.listens(router.engine, listen.clone());
        }
        Some(Value::opaque("err".to_owned()))
    }

    /// The `http.Server` whose method `name` an object has: it is one, or embeds one.
    fn server(&mut self, object: ObjectId, name: &'a str) -> Option<ObjectId> {
        if self.is_server(object) {
            return Some(object);
        }
        let kind = self.objects[object.0 as usize].kind?;
        if !matches!(name, "ListenAndServe" | "ListenAndServeTLS" | "Serve" | "ServeTLS")
            || self.method(kind, name).is_some()
        {
            return None;
        }
        self.embedded(object).into_iter().find_map(|inner| match inner {
            Value::Object(inner) if self.is_server(inner) => Some(inner),
            _ => None,
        })
    }

    fn is_server(&self, object: ObjectId) -> bool {
        self.is_outside(object, "net/http", "Server")
    }

    /// Whether an object is of the type `path.name` outside the workspace.
    fn is_outside(&self, object: ObjectId, path: &str, name: &str) -> bool {
        let kind = self.objects[object.0 as usize].kind.map(|kind| self.resolve(kind));
        matches!(kind, Some(Resolved::Outside(from, called)) if (from, called) == (path, name))
    }

    fn serve_server(&mut self, server: ObjectId, default: &str, file: FileIndex) {
        let handler = self.read(Place::Field(server, "Handler")).unwrap_or(Value::Nil);
        let Some(location) = self.objects[server.0 as usize].location else {
            return;
        };
        let address = self.read(Place::Field(server, "Addr"));
        let words = address.map_or_else(Words::default, |address| address.words());
        let words = if words.text() == Some("") { Words::known(default) } else { words };
        self.serves(&handler, &Listen::new(&words, location), file);
    }

    /// Servers with an address that nobody was seen to start: they went to code that is not followed.
    pub(super) fn listen_servers(&mut self) {
        for index in 0..self.objects.len() {
            let id = ObjectId(u32::try_from(index).unwrap_or(u32::MAX));
            if self.is_server(id)
                && self.read(Place::Field(id, "Addr")).is_some()
                && let Some(kind) = self.objects[index].kind
            {
                self.serve_server(id, "", kind.file);
            }
        }
    }
}

/// The addresses of a listener.
fn listens_at(listener: &Value<'_>) -> Vec<Listen> {
    match listener {
        Value::Listener(address, location) => vec![Listen::new(address, *location)],
        Value::Either(all) => all.iter().flat_map(listens_at).collect(),
        _ => Vec::new(),
    }
}
