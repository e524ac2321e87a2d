//! Programs: engines with all that is registered on them, over all files of the modules.

mod apps;
mod engine;
mod module;
mod needed;
pub(crate) mod packages;

use std::sync::Arc;

use syntax::{FileId, Location};

use crate::facts::Facts;

pub use apps::apps;
pub use engine::{ANY, Engine, Registration, Settings, Step, Target};

/// A Go file of the workspace.
#[derive(Clone, Debug)]
pub struct Source {
    /// Its id.
    pub file: FileId,
    /// Its path, relative to the workspace's root, with `/`.
    pub path: String,
    /// What it says.
    pub facts: Arc<Facts>,
}

/// A `go.mod` of the workspace.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Module {
    /// The folder, relative to the root, with `/`; "" is the root.
    pub folder: String,
    /// `module` line.
    pub path: String,
    /// `require` lines: module path and version, which tells the framework's version.
    pub requires: Vec<(String, String)>,
    /// `replace` lines that lead to a folder of the workspace: module path and folder, relative to the root.
    pub replaces: Vec<(String, String)>,
    /// The `go` line: `1.26`.
    pub go: Option<String>,
}

/// What answers at a listener: the outermost engine and all that is mounted in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct App {
    /// A name that is unique in the workspace: the main package's folder (`cmd/api`), else the engine's package.
    pub name: String,
    /// The framework of the outermost engine.
    pub framework: Framework,
    /// Its version, as the module's `require` has it: `v1.12.0`.
    pub version: Option<String>,
    /// The folder of the main package that makes it, if one does. "" is the root.
    pub main: Option<String>,
    /// The call that makes the engine: `gin.Default()`.
    pub engine: Location,
    /// Where it listens, as far as the files tell; empty is unknown.
    pub listen: Vec<Listen>,
    /// Its routes as a client of the listener sees them, sorted by pattern, method, registration. One registration with
    /// two ways in is two routes.
    pub routes: Vec<Route>,
    /// The engines that requests go through; the first is the outermost. An engine that is mounted twice is here twice.
    pub engines: Vec<Engine>,
    /// Whether a handler answers what no route does (`NoRoute`).
    pub fallback: Option<Location>,
    /// What could not be followed (a router passed to code outside the workspace …): there may be more routes.
    pub unseen: Vec<String>,
}

/// A web framework, as far as its major versions differ.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Framework {
    /// github.com/gin-gonic/gin
    Gin,
    /// github.com/gofiber/fiber/v2
    Fiber2,
    /// github.com/gofiber/fiber/v3
    Fiber3,
    /// github.com/labstack/echo/v4
    Echo4,
    /// github.com/labstack/echo/v5
    Echo5,
    /// github.com/go-chi/chi/v5
    Chi,
    /// github.com/gorilla/mux
    Mux,
    /// `http.ServeMux` of net/http
    NetHttp,
    /// github.com/fasthttp/router
    FasthttpRouter,
}

impl Framework {
    /// As in the command line's JSON.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Gin => "gin",
            Self::Fiber2 | Self::Fiber3 => "fiber",
            Self::Echo4 | Self::Echo5 => "echo",
            Self::Chi => "chi",
            Self::Mux => "gorilla/mux",
            Self::NetHttp => "net/http",
            Self::FasthttpRouter => "fasthttp/router",
        }
    }
}

/// A listen address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listen {
    /// `:8080`; unknown parts as `⟨expression⟩`.
    pub address: String,
    /// The port, where it is known.
    pub port: Option<u16>,
    /// The variable that may change it (`PORT`), where the address is its default.
    pub variable: Option<String>,
    /// The call or the literal that says so.
    pub location: Location,
}

/// One route, as `engine.Routes()` would print it, behind the prefixes under which its engine is mounted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Route {
    /// `GET`: what the framework answers to; Gin's `Any` gives a route per method. [`ANY`] where it is for every method.
    pub method: String,
    /// The host it is for, in the framework's host language; `None` is any.
    pub host: Option<String>,
    /// `/users/:id`; unknown parts as `⟨cfg.Prefix⟩`.
    pub pattern: String,
    /// The framework that the route is registered in, whose language the pattern is written in.
    pub framework: Framework,
    /// Whether method, host and pattern hold no unknown part.
    pub known: bool,
    /// Whether it is for all paths that begin with the pattern.
    pub prefix: bool,
    /// What else a request must have, as written: `Queries("page", "{n}")`.
    pub conditions: Vec<String>,
    /// What answers.
    pub handler: Handler,
    /// The registration call, from the receiver's method name to the closing parenthesis.
    pub registration: Location,
    /// The path argument in it.
    pub path: Location,
    /// Whether it is registered under a condition.
    pub conditional: bool,
    /// The groups on the way in, outermost first: where each prefix is written.
    pub groups: Vec<Group>,
    /// Its place in the order of registration, which some frameworks and some corners of Gin go by.
    pub order: u32,
}

impl Route {
    /// A method that it answers to.
    pub fn example_method(&self) -> &str {
        if self.method == ANY { "GET" } else { &self.method }
    }
}

/// One `Group("/api")` on the way to a route.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Group {
    /// The prefix as written: `/api`.
    pub prefix: String,
    /// The path argument.
    pub path: Location,
}

/// What answers a route.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Handler {
    /// `api/users.(*Handler).Show`, with the package's import path relative to its module (`main` for a main
    /// package); a function literal is named by the function around it (`main.main.func`).
    pub symbol: String,
    /// The declaration that runs: a function's name, or the `func` of a literal. `None` where it is outside the
    /// workspace or cannot be told.
    pub declaration: Option<Location>,
    /// The argument in the registration.
    pub argument: Location,
}

#[cfg(test)]
mod tests;
