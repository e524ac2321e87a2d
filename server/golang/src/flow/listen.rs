//! Where a program listens: net/http servers, listeners, flags and addresses.

use syntax::Location;

use super::Machine;
use super::calls::Arguments;
use super::types::Resolved;
use super::values::{ObjectId, Place, Value};
use crate::program::Listen;
use crate::words::{Unknown, Word, Words};

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
                self.serves(value(handler)?, &Listen::new(&words, location));
                Some(Value::opaque("err".to_owned()))
            }
            ("net/http", "Serve" | "ServeTLS") => {
                if let Value::Listener(address, location) = value(0)? {
                    let listen = Listen::new(address, *location);
                    self.serves(value(1)?, &listen);
                }
                Some(Value::opaque("err".to_owned()))
            }
            _ => None,
        }
    }

    /// A listener at the address in the argument at `place`, and no error.
    fn listener(&self, arguments: &Arguments<'a>, place: usize) -> Option<Value<'a>> {
        let address = arguments.values.get(place)?.words();
        let location = self.program.location(arguments.file, arguments.range(place));
        let listener = Value::Listener(address, location);
        Some(Value::Tuple([listener, Value::opaque("err".to_owned())].into()))
    }

    fn serves(&mut self, handler: &Value<'a>, listen: &Listen) {
        for router in handler.routers() {
            self.listens(router.engine, listen.clone());
        }
    }

    /// A method of an `http.Server` or of a `net.ListenConfig`.
    pub(super) fn call_server(
        &mut self,
        object: ObjectId,
        name: &str,
        arguments: &Arguments<'a>,
    ) -> Option<Value<'a>> {
        if self.is_outside(object, "net", "ListenConfig") && name == "Listen" {
            return self.listener(arguments, 2);
        }
        if !self.is_server(object) {
            return None;
        }
        let server = object;
        match name {
            "ListenAndServe" | "ListenAndServeTLS" => {
                let default = if name.ends_with("TLS") { ":https" } else { ":http" };
                self.serve_server(server, default);
            }
            "Serve" | "ServeTLS" => {
                if let (Some(Value::Listener(address, location)), Some(handler)) =
                    (arguments.values.first(), self.read(Place::Field(server, "Handler")))
                {
                    let listen = Listen::new(address, *location);
                    self.serves(&handler, &listen);
                }
            }
            _ => {}
        }
        Some(Value::opaque("err".to_owned()))
    }

    fn is_server(&self, object: ObjectId) -> bool {
        self.is_outside(object, "net/http", "Server")
    }

    /// Whether an object is of the type `path.name` outside the workspace.
    fn is_outside(&self, object: ObjectId, path: &str, name: &str) -> bool {
        let kind = self.objects[object.0 as usize].kind.map(|kind| self.resolve(kind));
        matches!(kind, Some(Resolved::Outside(from, called)) if (from, called) == (path, name))
    }

    fn serve_server(&mut self, server: ObjectId, default: &str) {
        let Some(handler) = self.read(Place::Field(server, "Handler")) else {
            return;
        };
        let Some(location) = self.objects[server.0 as usize].location else {
            return;
        };
        let address = self.read(Place::Field(server, "Addr"));
        let words = address.map_or_else(Words::default, |address| address.words());
        let words = if words.text() == Some("") { Words::known(default) } else { words };
        self.serves(&handler, &Listen::new(&words, location));
    }

    /// Servers with an address that nobody was seen to start: they went to code that is not followed.
    pub(super) fn listen_servers(&mut self) {
        for index in 0..self.objects.len() {
            let id = ObjectId(u32::try_from(index).unwrap_or(u32::MAX));
            if self.is_server(id) && self.read(Place::Field(id, "Addr")).is_some() {
                self.serve_server(id, "");
            }
        }
    }

    /// `flag.String("port", "8080", …)`, `flag.StringVar(&port, "port", "8080", …)` and their like.
    pub(super) fn flag(&mut self, path: &str, name: &str, arguments: &Arguments<'a>) -> Option<Value<'a>> {
        if !matches!(path, "flag" | "github.com/spf13/pflag") {
            return None;
        }
        let short = name.strip_suffix('P').filter(|_| path != "flag");
        let kind = short.unwrap_or(name);
        let (kind, variable) = match kind.strip_suffix("Var") {
            Some(kind) => (kind, true),
            None => (kind, false),
        };
        if !matches!(kind, "String" | "Int" | "Uint" | "Int64" | "Uint16") {
            return None;
        }
        let first = usize::from(variable);
        let flag = arguments.values.get(first)?.words().to_string();
        let default = arguments.values.get(first + 1 + usize::from(short.is_some()))?.words();
        let unknown = Unknown {
            expression: format!("-{flag}"),
            variable: Some(format!("-{flag}")),
            default: default.text().map(str::to_owned),
        };
        let value = Value::Words(Words::unknown(unknown));
        if let (true, Value::Pointer(place)) = (variable, arguments.values.first()?) {
            self.write(*place, value);
            return Some(Value::Nil);
        }
        Some(value)
    }
}
