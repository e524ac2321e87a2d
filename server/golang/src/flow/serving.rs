//! Which routers answer what a handler is given: wrapped ones, those in a mux, those that a function hands on to.

use std::rc::Rc;

use super::values::{Code, Router, Value};
use super::{Frame, Machine};
use crate::facts::tree::Forwards;
use crate::words::Words;

/// How many wrappers are looked through.
const WRAPPERS: usize = 8;

/// A router that a handler leads to, and the prefixes that are taken off on the way.
pub(super) type Served = (Rc<Router>, Vec<Words>);

impl<'a> Machine<'a> {
    /// The routers that a handler leads to.
    pub(super) fn served(&mut self, handler: &Value<'a>) -> Vec<Served> {
        let mut routers = Vec::new();
        self.collect(handler, WRAPPERS, &[], &mut routers);
        routers
    }

    fn collect(&mut self, handler: &Value<'a>, depth: usize, strip: &[Words], routers: &mut Vec<Served>) {
        let Some(depth) = depth.checked_sub(1) else {
            return;
        };
        match handler {
            Value::Router(router) => routers.push((Rc::clone(router), strip.to_vec())),
            Value::Stripped(prefix, inner) => {
                let strip = [strip, std::slice::from_ref(prefix)].concat();
                self.collect(inner, depth, &strip, routers);
            }
            Value::Either(all) => {
                for one in all.iter() {
                    self.collect(one, depth, strip, routers);
                }
            }
            Value::Opaque(opaque) => {
                routers.extend(opaque.routers.iter().map(|router| (Rc::clone(router), strip.to_vec())));
                if let Some(inner) = &opaque.wraps {
                    self.collect(inner, depth, strip, routers);
                }
            }
            Value::Object(_) => {
                if let method @ Value::Function(_) = self.select(handler, "ServeHTTP", &String::new) {
                    self.collect(&method, depth, strip, routers);
                }
            }
            Value::Function(callable) => {
                let (mut frame, forwards): (_, &'a Forwards) = match &callable.code {
                    Code::Router(router, _) => {
                        routers.push((Rc::clone(router), strip.to_vec()));
                        return;
                    }
                    Code::Abstract { .. } => return,
                    Code::Function(function) => {
                        (self.receiver_frame(*function, callable), &function.function.forwards)
                    }
                    Code::Closure { file, closure, scope, around } => {
                        let mut frame = Frame::new(*file, Rc::clone(around));
                        frame.scope.extend_from_slice(scope);
                        (frame, &closure.forwards)
                    }
                };
                let first = routers.len();
                for expression in &forwards.to {
                    let value = self.evaluate(&mut frame, expression).single();
                    self.collect(&value, depth, strip, routers);
                }
                if forwards.rewrites {
                    let symbol = format!("what {} makes of requests", self.symbol(&callable.code));
                    let rewritten: Vec<_> =
                        routers[first..].iter().map(|(router, _)| router.engine).collect();
                    for engine in rewritten {
                        self.engine(engine).does_not_see(&symbol);
                    }
                }
            }
            _ => {}
        }
    }
}
