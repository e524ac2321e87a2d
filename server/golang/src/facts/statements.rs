//! Statements.

use tree_sitter::Node;

use super::reader::{Reader, children, fields, range};
use super::tree::{Case, Expression, If, Kind, Range, Statement, Switch};

impl Reader<'_> {
    /// The statements of a `block` or of a case.
    pub(super) fn block(&mut self, node: Node<'_>) -> Vec<Statement> {
        let mut statements = Vec::new();
        for child in children(node) {
            if child.kind() == "statement_list" {
                for statement in children(child) {
                    self.statement(statement, &mut statements);
                }
            }
        }
        statements.shrink_to_fit();
        statements
    }

    fn statement(&mut self, node: Node<'_>, into: &mut Vec<Statement>) {
        self.deeper(|reader| reader.statement_here(node, into));
    }

    fn one(&mut self, node: Option<Node<'_>>) -> Option<Statement> {
        let mut statements = Vec::new();
        self.statement(node?, &mut statements);
        statements.pop()
    }

    fn statement_here(&mut self, node: Node<'_>, into: &mut Vec<Statement>) {
        let statement = match node.kind() {
            "expression_statement" | "go_statement" | "defer_statement" => {
                let Some(inner) = children(node).first().copied() else {
                    return;
                };
                Statement::Expression(self.expression(inner))
            }
            "short_var_declaration" => {
                let (left, right) = self.sides(node);
                Statement::Assign { define: true, left, right }
            }
            "assignment_statement" => {
                let (mut left, mut right) = self.sides(node);
                let operator = node.child_by_field_name("operator").map_or("=", |o| self.source(o));
                match (operator, left.pop(), right.pop()) {
                    ("=", last_left, last_right) => {
                        left.extend(last_left);
                        right.extend(last_right);
                        Statement::Assign { define: false, left, right }
                    }
                    ("+=", Some(to), Some(what)) => Statement::Add(to, what),
                    (_, Some(to), _) => self.changed(to, node),
                    _ => return,
                }
            }
            "inc_statement" | "dec_statement" => {
                let Some(inner) = children(node).first().copied() else {
                    return;
                };
                let to = self.expression(inner);
                self.changed(to, node)
            }
            "var_declaration" | "const_declaration" => {
                into.extend(self.values(node).into_iter().map(Statement::Declare));
                return;
            }
            "type_declaration" => {
                into.extend(self.types(node).into_iter().map(Statement::Type));
                return;
            }
            "block" => Statement::Block(self.block(node)),
            "if_statement" => self.condition(node),
            "for_statement" => self.repetition(node),
            "expression_switch_statement" | "type_switch_statement" | "select_statement" => self.switch(node),
            "labeled_statement" => {
                for inner in children(node).into_iter().skip(1) {
                    self.statement(inner, into);
                }
                return;
            }
            "return_statement" => {
                let list = children(node).first().copied();
                Statement::Return(list.map_or_else(Vec::new, |list| self.list(list)))
            }
            "break_statement" => Statement::Break,
            "continue_statement" | "goto_statement" => Statement::Continue,
            _ => return,
        };
        into.push(statement);
    }

    /// `to` gets a value that is not followed.
    fn changed(&mut self, to: Expression, by: Node<'_>) -> Statement {
        let kind = Kind::Other(self.shortened(by));
        Statement::Add(to, Expression { range: range(by), kind })
    }

    fn sides(&mut self, node: Node<'_>) -> (Vec<Expression>, Vec<Expression>) {
        let mut side = |name| node.child_by_field_name(name).map_or_else(Vec::new, |list| self.list(list));
        (side("left"), side("right"))
    }

    fn condition(&mut self, node: Node<'_>) -> Statement {
        let start = self.one(node.child_by_field_name("initializer"));
        let condition = self.expression_in(node, "condition");
        let then = node.child_by_field_name("consequence").map_or_else(Vec::new, |block| self.block(block));
        let otherwise = match node.child_by_field_name("alternative") {
            Some(block) if block.kind() == "block" => self.block(block),
            other => self.one(other).into_iter().collect(),
        };
        Statement::If(Box::new(If { start, condition, then, otherwise }))
    }

    fn repetition(&mut self, node: Node<'_>) -> Statement {
        let head = children(node).first().copied();
        let body = node.child_by_field_name("body").map_or_else(Vec::new, |block| self.block(block));
        match head {
            Some(clause) if clause.kind() == "range_clause" => {
                let mut names = clause
                    .child_by_field_name("left")
                    .map_or_else(Vec::new, |list| self.list(list))
                    .into_iter();
                let (key, value) = (names.next(), names.next());
                let over = self.expression_in(clause, "right");
                let mut cursor = clause.walk();
                let define = clause.children(&mut cursor).any(|token| token.kind() == ":=");
                Statement::Range(Box::new(Range { define, key, value, over, body }))
            }
            Some(clause) if clause.kind() == "for_clause" => {
                if let Some((key, over)) = self.count(clause) {
                    let range = Range { define: true, key: Some(key), value: None, over, body };
                    return Statement::Range(Box::new(range));
                }
                let start = self.one(clause.child_by_field_name("initializer")).map(Box::new);
                Statement::For { start, body }
            }
            _ => Statement::For { start: None, body },
        }
    }

    /// `i` and `n` of `i := 0; i < n; i++`.
    fn count(&mut self, clause: Node<'_>) -> Option<(Expression, Expression)> {
        let start = clause.child_by_field_name("initializer")?;
        let name = start.child_by_field_name("left")?;
        let condition = clause.child_by_field_name("condition")?;
        let step = clause.child_by_field_name("update").filter(|step| step.kind() == "inc_statement")?;
        let text = self.source(name);
        let counts = start.kind() == "short_var_declaration"
            && start.child_by_field_name("right").is_some_and(|from| self.source(from) == "0")
            && condition.child_by_field_name("left").is_some_and(|left| self.source(left) == text)
            && condition.child_by_field_name("operator").is_some_and(|operator| self.source(operator) == "<")
            && children(step).first().is_some_and(|counted| self.source(*counted) == text);
        let key = self.list(name).pop().filter(|_| counts)?;
        Some((key, self.expression_in(condition, "right")))
    }

    fn switch(&mut self, node: Node<'_>) -> Statement {
        let start = self.one(node.child_by_field_name("initializer"));
        let value = node.child_by_field_name("value").map(|value| self.expression(value));
        let alias = node.child_by_field_name("alias").and_then(|list| children(list).first().copied());
        let alias = alias.map(|name| self.name(name));
        let cases = children(node).into_iter().filter(|case| case.kind().ends_with("_case"));
        let cases = cases.map(|case| self.case(case)).collect();
        Statement::Switch(Box::new(Switch { start, value, alias, cases }))
    }

    fn case(&mut self, node: Node<'_>) -> Case {
        let mut values = node.child_by_field_name("value").map_or_else(Vec::new, |list| self.list(list));
        for kind in fields(node, "type") {
            let named = Kind::Type(Box::new(self.kind(kind)));
            values.push(Expression { range: range(kind), kind: named });
        }
        let mut body: Vec<Statement> =
            self.one(node.child_by_field_name("communication")).into_iter().collect();
        body.extend(self.block(node));
        Case { values, default: node.kind() == "default_case", body }
    }
}
