//! Statements.

use std::rc::Rc;

use super::values::{List, Opaque, TypeRef, Value};
use super::{Flow, Frame, Machine};
use crate::facts::tree::{Expression, If, Kind, Operator, Range, Statement, Switch, Type, ValueDeclaration};

/// Rounds of a loop that are followed one by one.
const ROUNDS: usize = super::assignments::ITEMS;

impl<'a> Machine<'a> {
    /// Follows `statements` in a scope of their own.
    pub(super) fn block(&mut self, frame: &mut Frame<'a>, statements: &'a [Statement]) -> Flow {
        self.scoped(frame, |machine, frame| machine.sequence(frame, statements))
    }

    pub(super) fn sequence(&mut self, frame: &mut Frame<'a>, statements: &'a [Statement]) -> Flow {
        for statement in statements {
            match self.deeper(|machine| machine.statement(frame, statement)) {
                Some(Flow::On) => {}
                Some(flow) => return flow,
                None => return Flow::On,
            }
        }
        Flow::On
    }

    fn statement(&mut self, frame: &mut Frame<'a>, statement: &'a Statement) -> Flow {
        match statement {
            Statement::Expression(expression) => {
                self.evaluate(frame, expression);
                if self.is_fatal(frame, expression) { Flow::Fatal } else { Flow::On }
            }
            Statement::Assign { define, left, right } => {
                self.assign_all(frame, *define, left, right);
                Flow::On
            }
            Statement::Add(to, what) => {
                let before = self.evaluate(frame, to);
                let what = self.evaluate(frame, what);
                let sum = Self::add(&before, &what, &String::new);
                self.assign(frame, to, sum);
                Flow::On
            }
            Statement::Declare(line) => {
                self.declare_line(frame, line);
                Flow::On
            }
            Statement::Type(declaration) => {
                let kind = TypeRef { file: frame.file, kind: &declaration.kind };
                self.declare(frame, declaration.name, Value::Type(kind));
                Flow::On
            }
            Statement::Block(statements) => self.block(frame, statements),
            Statement::If(part) => self.scoped(frame, |machine, frame| machine.condition(frame, part)),
            Statement::For { start, body } => self.scoped(frame, |machine, frame| {
                if let Some(start) = start {
                    machine.statement(frame, start);
                }
                machine.some_rounds(frame, |machine, frame| machine.block(frame, body))
            }),
            Statement::Range(range) => self.scoped(frame, |machine, frame| machine.range(frame, range)),
            Statement::Switch(switch) => self.scoped(frame, |machine, frame| machine.switch(frame, switch)),
            Statement::Return(values) => {
                self.give_back(frame, values);
                Flow::Return
            }
            Statement::Break => Flow::Break,
            Statement::Continue => Flow::Continue,
        }
    }

    fn scoped(&mut self, frame: &mut Frame<'a>, run: impl FnOnce(&mut Self, &mut Frame<'a>) -> Flow) -> Flow {
        let (depth, block) = (frame.scope.len(), frame.block);
        frame.block = depth;
        let flow = run(self, frame);
        frame.scope.truncate(depth);
        frame.block = block;
        flow
    }

    fn give_back(&mut self, frame: &mut Frame<'a>, values: &'a [Expression]) {
        let value = match values {
            [] if frame.results.is_empty() => return,
            [] => self.named_results(frame),
            [only] => self.evaluate(frame, only),
            many => {
                let values: Vec<_> = many.iter().map(|value| self.evaluate(frame, value).single()).collect();
                Value::Tuple(values.into())
            }
        };
        frame.returned = Some(match frame.returned.take() {
            Some(before) => {
                let label =
                    frame.symbol.rsplit('.').next().map(|name| format!("{name}()")).unwrap_or_default();
                self.join(&before, &value, &label)
            }
            None => value,
        });
    }

    pub(super) fn named_results(&self, frame: &Frame<'a>) -> Value<'a> {
        let read = |cell: &super::Cell| self.cells.get(cell.0 as usize).cloned().unwrap_or(Value::Nil);
        let values: Vec<_> = frame.results.iter().map(read).collect();
        match values.as_slice() {
            [only] => only.clone(),
            _ => Value::Tuple(values.into()),
        }
    }

    /// `var a, b T = x, y` inside a function; also the lines of a local `const`.
    fn declare_line(&mut self, frame: &mut Frame<'a>, line: &'a ValueDeclaration) {
        let kind = line.kind.as_ref().map(|kind| TypeRef { file: frame.file, kind });
        let mut values: Vec<Value<'a>> = Vec::new();
        for value in &line.values {
            match self.evaluate_as(frame, value, kind) {
                Value::Tuple(many) if line.values.len() == 1 && line.names.len() > 1 => {
                    values.extend(many.iter().cloned());
                }
                value => values.push(value.single()),
            }
        }
        for (place, &name) in line.names.iter().enumerate() {
            let value = match (values.get(place), kind) {
                (Some(value), _) => value.clone(),
                (None, Some(kind)) => self.zero(frame, kind),
                (None, None) => Value::opaque(self.program.name(frame.file, name).to_owned()),
            };
            self.declare(frame, name, value);
        }
    }

    fn condition(&mut self, frame: &mut Frame<'a>, part: &'a If) -> Flow {
        if let Some(start) = &part.start {
            self.statement(frame, start);
        }
        match self.evaluate(frame, &part.condition) {
            Value::Bool(true) => return self.block(frame, &part.then),
            Value::Bool(false) => return self.block(frame, &part.otherwise),
            _ => {}
        }
        let is_check = self.is_nil_check(frame, &part.condition);
        let exits = !is_check || !part.otherwise.is_empty();
        let ended = self.branches(frame, 2, true, exits, |machine, frame, branch| {
            machine.block(frame, if branch == 0 { &part.then } else { &part.otherwise })
        });
        if ended.left && !is_check {
            // What follows runs only where the branch was not taken. Undone at the end of the function or the round.
            self.under_condition();
        }
        ended.flow
    }

    /// Whether a condition only asks whether something failed or is there: `err != nil`.
    fn is_nil_check(&self, frame: &Frame<'a>, condition: &'a Expression) -> bool {
        match &condition.kind {
            Kind::Binary(Operator::Equal | Operator::NotEqual, sides) => {
                let is_nil = |side: &Expression| match side.kind {
                    Kind::Name(name) => self.program.name(frame.file, name) == "nil",
                    _ => false,
                };
                is_nil(&sides.0) || is_nil(&sides.1)
            }
            Kind::Binary(Operator::And | Operator::Or, sides) => {
                self.is_nil_check(frame, &sides.0) || self.is_nil_check(frame, &sides.1)
            }
            _ => false,
        }
    }

    /// A loop of which nobody knows how often it runs: once, for all its rounds.
    fn some_rounds(
        &mut self,
        frame: &mut Frame<'a>,
        mut body: impl FnMut(&mut Self, &mut Frame<'a>) -> Flow,
    ) -> Flow {
        let ended = self.branches(frame, 1, false, true, |machine, frame, _| body(machine, frame));
        match ended.flow {
            Flow::Return | Flow::Fatal => ended.flow,
            _ => Flow::On,
        }
    }

    fn range(&mut self, frame: &mut Frame<'a>, range: &'a Range) -> Flow {
        let over = self.evaluate(frame, &range.over).single();
        let (element, routers) = match &over {
            Value::Nil => return Flow::On,
            // `for i := range n`, and `for i := 0; i < n; i++`.
            Value::Integer(rounds) if usize::try_from(*rounds).is_ok_and(|rounds| rounds <= ROUNDS) => {
                let items = (0..*rounds).map(|round| (None, Value::Integer(round))).collect();
                return self.all_rounds(frame, range, &List { items, open: false });
            }
            Value::List(list) => {
                let (conditions, is_open) = (self.conditions.len(), list.open || list.items.len() > ROUNDS);
                if is_open {
                    self.under_condition();
                }
                let flow = self.all_rounds(frame, range, list);
                self.conditions.truncate(conditions);
                if !is_open || flow != Flow::On {
                    return flow;
                }
                (None, Vec::new())
            }
            Value::Opaque(opaque) => {
                (opaque.kind.and_then(|kind| self.element_type(kind)), opaque.routers.clone())
            }
            _ => (None, Vec::new()),
        };
        self.some_rounds(frame, |machine, frame| {
            for (target, kind) in [(&range.key, None), (&range.value, element)] {
                let Some(target) = target else {
                    continue;
                };
                let expression = machine.render(frame.file, target);
                let routers = routers.clone();
                let value = Opaque { expression, kind, routers, ..Opaque::default() };
                machine.bind(frame, range.define, target, Value::Opaque(Rc::new(value)));
            }
            machine.block(frame, &range.body)
        })
    }

    /// The rounds over the items that are known.
    fn all_rounds(&mut self, frame: &mut Frame<'a>, range: &'a Range, list: &List<'a>) -> Flow {
        let conditions = self.conditions.len();
        for (place, (key, value)) in list.items.iter().take(ROUNDS).enumerate() {
            let depth = frame.scope.len();
            let key = key.clone().unwrap_or_else(|| Value::Integer(i64::try_from(place).unwrap_or(i64::MAX)));
            for (target, value) in [(&range.key, key), (&range.value, value.clone())] {
                if let Some(target) = target {
                    self.bind(frame, range.define, target, value);
                }
            }
            let flow = self.sequence(frame, &range.body);
            frame.scope.truncate(depth);
            self.conditions.truncate(conditions);
            match flow {
                Flow::On | Flow::Continue => {}
                Flow::Break => break,
                out => return out,
            }
        }
        Flow::On
    }

    fn bind(&mut self, frame: &mut Frame<'a>, define: bool, target: &'a Expression, value: Value<'a>) {
        match target.kind {
            Kind::Name(name) if define => self.declare(frame, name, value),
            _ => self.assign(frame, target, value),
        }
    }

    fn switch(&mut self, frame: &mut Frame<'a>, switch: &'a Switch) -> Flow {
        if let Some(start) = &switch.start {
            self.statement(frame, start);
        }
        let value = switch.value.as_ref().map(|value| self.evaluate(frame, value));
        match value.as_ref().map_or(Choice::Open, |value| self.choice(frame, switch, value)) {
            Choice::Open => {}
            Choice::None => return Flow::On,
            Choice::Case(case) => {
                let flow = self.block(frame, &switch.cases[case].body);
                return if flow == Flow::Break { Flow::On } else { flow };
            }
        }
        let exhaustive = switch.cases.iter().any(|case| case.default);
        let ended = self.branches(frame, switch.cases.len(), exhaustive, true, |machine, frame, branch| {
            let case = &switch.cases[branch];
            if let (Some(alias), Some(value)) = (switch.alias, &value) {
                let value = match (case.values.as_slice(), value) {
                    ([Expression { kind: Kind::Type(kind), .. }], Value::Opaque(opaque)) => {
                        let kind: &'a Type = kind;
                        Value::of_type(opaque.expression.clone(), TypeRef { file: frame.file, kind })
                    }
                    (_, value) => value.clone(),
                };
                machine.declare(frame, alias, value);
            }
            let flow = machine.block(frame, &case.body);
            // `break` in a case leaves the switch alone.
            if flow == Flow::Break { Flow::On } else { flow }
        });
        if ended.left {
            self.under_condition();
        }
        ended.flow
    }

    fn choice(&mut self, frame: &mut Frame<'a>, switch: &'a Switch, value: &Value<'a>) -> Choice {
        if switch.alias.is_some() {
            return Choice::Open;
        }
        for (place, case) in switch.cases.iter().enumerate() {
            for candidate in &case.values {
                let candidate = self.evaluate(frame, candidate);
                match value.equals(&candidate) {
                    Some(true) => return Choice::Case(place),
                    Some(false) => {}
                    None => return Choice::Open,
                }
            }
        }
        switch.cases.iter().position(|case| case.default).map_or(Choice::None, Choice::Case)
    }
}

/// Which case of a switch a value chooses.
enum Choice {
    Case(usize),
    None,
    /// Only a run could tell.
    Open,
}
