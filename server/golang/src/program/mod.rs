//! Programs: engines with all that is registered on them, over all files of the modules.

mod apps;
mod module;
pub(crate) mod packages;

use std::sync::Arc;

use syntax::{FileId, Location};

use crate::facts::Facts;

pub use apps::apps;

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

/// One engine value that a program makes, with all that reaches it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct App {
    /// A name that is unique in the workspace: the main package's folder (`cmd/api`), else the engine's package.
    pub name: String,
    /// The framework.
    pub framework: Framework,
    /// Its version, as the module's `require` has it: `v1.12.0`.
    pub version: Option<String>,
    /// The folder of the main package that makes it, if one does. "" is the root.
    pub main: Option<String>,
    /// The call that makes the engine: `gin.Default()`.
    pub engine: Location,
    /// Where it listens, as far as the files tell; empty is unknown.
    pub listen: Vec<Listen>,
    /// Its routes, sorted by pattern, method, registration. One registration with two ways in is two routes.
    pub routes: Vec<Route>,
    /// Whether a handler answers what no route does (`NoRoute`).
    pub fallback: Option<Location>,
    /// Settings of the framework that change matching.
    pub settings: Settings,
    /// What could not be followed (a router passed to code outside the workspace …): there may be more routes.
    pub unseen: Vec<String>,
}

/// A web framework.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Framework {
    /// github.com/gin-gonic/gin
    Gin,
}

impl Framework {
    /// As in the command line's JSON.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Gin => "gin",
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

/// Settings that change matching; the defaults are the framework's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Settings {
    /// Gin: `RedirectTrailingSlash`
    pub redirect_trailing_slash: bool,
    /// Gin: `RedirectFixedPath`
    pub redirect_fixed_path: bool,
    /// Gin: `HandleMethodNotAllowed`
    pub handle_method_not_allowed: bool,
    /// Gin: `UseRawPath`
    pub use_raw_path: bool,
    /// Gin: `UseEscapedPath`
    pub use_escaped_path: bool,
    /// Gin: `RemoveExtraSlash`
    pub remove_extra_slash: bool,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            redirect_trailing_slash: true,
            redirect_fixed_path: false,
            handle_method_not_allowed: false,
            use_raw_path: false,
            use_escaped_path: false,
            remove_extra_slash: false,
        }
    }
}

/// One route, as `engine.Routes()` would print it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Route {
    /// `GET`: what the framework answers to; `Any` gives a route per method.
    pub method: String,
    /// `/users/:id`; unknown parts as `⟨cfg.Prefix⟩`.
    pub pattern: String,
    /// Whether the pattern holds no unknown part.
    pub known: bool,
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
