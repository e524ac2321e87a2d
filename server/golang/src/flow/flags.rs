//! Command-line flags.

use super::Machine;
use super::calls::Arguments;
use super::values::Value;
use crate::words::{Unknown, Words};

impl<'a> Machine<'a> {
    /// `flag.String("port", "8080", …)`, `flag.StringVar(&port, "port", "8080", …)` and their like.
    pub(super) fn call_flag(
        &mut self,
        path: &str,
        name: &str,
        arguments: &Arguments<'a>,
    ) -> Option<Value<'a>> {
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
