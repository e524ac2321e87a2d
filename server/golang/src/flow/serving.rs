//! Which routers answer what a handler is given: wrapped ones, those in a mux, those that a function hands on to.

use std::rc::Rc;

use super::calls::Arguments;
use super::values::{Code, ObjectId, Router, Value};
use super::{Frame, Machine};
use crate::facts::tree::Forwards;

/// How many wrappers are looked through.
const WRAPPERS: usize = 8;

impl<'a> Machine<'a> {
    /// The routers that a handler leads to.
    pub(super) fn served(&mut self, handler: &Value<'a>) -> Vec<Rc<Router>> {
        let mut routers = Vec::new();
        self.collect(handler, WRAPPERS, &mut routers);
        routers
    }

    fn collect(&mut self, handler: &Value<'a>, depth: usize, routers: &mut Vec<Rc<Router>>) {
        let Some(depth) = depth.checked_sub(1) else {
            return;
        };
        match handler {
            Value::Router(router) => routers.push(Rc::clone(router)),
            Value::Either(all) => {
                for one in all.iter() {
                    self.collect(one, depth, routers);
                }
            }
            Value::Opaque(opaque) => {
                routers.extend(opaque.routers.iter().cloned());
                if let Some(inner) = &opaque.wraps {
                    self.collect(inner, depth, routers);
                }
            }
            Value::Object(object) => {
                let inner = self.objects[object.0 as usize].handlers.clone();
                for one in &inner {
                    self.collect(one, depth, routers);
                }
                if inner.is_empty()
                    && let method @ Value::Function(_) = self.select(handler, "ServeHTTP", &String::new)
                {
                    self.collect(&method, depth, routers);
                }
            }
            Value::Function(callable) => {
                let (mut frame, forwards): (_, &'a Forwards) = match &callable.code {
                    Code::Router(router, _) => {
                        routers.push(Rc::clone(router));
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
                    self.collect(&value, depth, routers);
                }
                if forwards.rewrites {
                    let symbol = format!("what {} makes of requests", self.symbol(&callable.code));
                    for router in &routers[first..] {
                        self.engine(router.engine).does_not_see(&symbol);
                    }
                }
            }
            _ => {}
        }
    }

    /// `http.NewServeMux()`
    pub(super) fn new_mux(&mut self) -> Value<'a> {
        let object = self.new_object(None);
        Value::Object(object)
    }

    /// What `http.Handle` and a nil handler mean.
    pub(super) fn default_mux(&mut self) -> ObjectId {
        let known = self.default_mux;
        known.unwrap_or_else(|| {
            let object = self.new_object(None);
            self.default_mux = Some(object);
            object
        })
    }

    /// `mux.Handle(pattern, handler)`: what the mux lets through is known for the pattern `/` alone.
    pub(super) fn mount(&mut self, mux: ObjectId, arguments: &Arguments<'a>) {
        let Some(handler) = arguments.values.get(1) else {
            return;
        };
        let pattern = arguments.values.first().map(Value::words);
        if pattern.as_ref().and_then(|pattern| pattern.text()) != Some("/") {
            let call = self.render(arguments.file, arguments.source);
            for router in self.served(handler) {
                self.engine(router.engine).does_not_see(&call);
            }
        }
        self.events += 1;
        self.objects[mux.0 as usize].handlers.push(handler.clone());
    }
}
