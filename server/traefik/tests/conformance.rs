//! What the real Traefik said to the questions in `tests/conformance/vectors`, said again by us.

use fixture::vectors;
use serde_json::{Value, json};
use traefik::dynamic::Protocol;
use traefik::regexp::Regexp;
use traefik::request::{Request, bytes, routing_path};
use traefik::rule::table::{MAX_PRIORITY, Place, Winner, in_order, priority, winner};
use traefik::rule::{Matcher, Rule, RuleSyntax, Tree, default_priority, domains};

/// A question with its answer, by the names that `tests/conformance` gives them.
struct Line(Value);

/// How many questions a line holds, and to how many of them we have no answer.
#[derive(Default)]
struct Count {
    asked: usize,
    unknown: usize,
}

fn text<'v>(value: &'v Value, name: &str) -> &'v str {
    value[name].as_str().unwrap_or("")
}

fn list<'v>(value: &'v Value, name: &str) -> &'v [Value] {
    value[name].as_array().map(Vec::as_slice).unwrap_or_default()
}

impl Line {
    fn text(&self, name: &str) -> &str {
        text(&self.0, name)
    }

    fn protocol(&self) -> Protocol {
        if self.text("protocol") == "tcp" { Protocol::Tcp } else { Protocol::Http }
    }

    /// The rule of `value`: the line's own, or that of one of its routers.
    fn compile(&self, value: &Value) -> Result<Rule, String> {
        let syntax = if text(value, "syntax") == "v2" { RuleSyntax::V2 } else { RuleSyntax::V3 };
        Rule::compile(text(value, "rule"), self.protocol(), syntax).map_err(|error| error.text)
    }

    fn requests(&self) -> Vec<Request> {
        list(&self.0, "requests").iter().map(request).collect()
    }

    /// Whether Go's server would hand it on.
    fn is_request(&self, request: &Request) -> bool {
        self.protocol() == Protocol::Tcp || request.target_url().is_ok()
    }

    /// Whether the muxer asks its rules about `request`.
    fn is_asked(&self, request: &Request) -> bool {
        self.protocol() == Protocol::Tcp || routing_path(request).is_some()
    }
}

fn request(value: &Value) -> Request {
    let mut request = Request::new(text(value, "method"), false, text(value, "host"), text(value, "target"));
    for field in list(value, "header") {
        let text = |at: usize| field[at].as_str().unwrap_or("");
        request.headers.push((text(0).to_owned(), text(1).to_owned()));
    }
    request.sni = Some(text(value, "sni").to_owned());
    request.alpn = Some(strings(&value["alpn"]));
    request.client_ip = text(value, "client").parse().ok();
    request
}

fn strings(value: &Value) -> Vec<String> {
    value.as_array().into_iter().flatten().filter_map(Value::as_str).map(str::to_owned).collect()
}

/// What we say, in the form of Traefik's answer, with Traefik's own word where we cannot tell.
fn answer(line: &Line, count: &mut Count) -> Value {
    match line.text("ask") {
        "rule" => {
            count.asked += 1;
            rule(line)
        }
        "match" => matches(line, count),
        "table" => table(line, count),
        "regexp" => {
            count.asked += 1;
            regexp(line).unwrap_or_else(|| {
                count.unknown += 1;
                line.0["answer"].clone()
            })
        }
        ask => panic!("no such question: {ask}"),
    }
}

fn matches(line: &Line, count: &mut Count) -> Value {
    let rule = line.compile(&line.0);
    let said = list(&line.0, "answer");
    let answers = line.requests().into_iter().enumerate().map(|(at, request)| {
        count.asked += 1;
        match &rule {
            Err(_) => "none".into(),
            Ok(_) if !line.is_request(&request) => "none".into(),
            Ok(_) if !line.is_asked(&request) => "refused".into(),
            Ok(rule) => match rule.matches(&request) {
                Some(true) => "yes".into(),
                Some(false) => "no".into(),
                None => {
                    count.unknown += 1;
                    said[at].clone()
                }
            },
        }
    });
    answers.collect::<Vec<Value>>().into()
}

/// How many items Go's sort moves one by one, so that every order of adding them shows (sort/zsortinterface.go:61).
const SORTED_IN_PLACE: usize = 12;

/// What Traefik's sort makes of many equal routers is its own affair: there, each that it took must be one of ours.
fn table(line: &Line, count: &mut Count) -> Value {
    let precedence = strings(&line.0["precedence"]);
    let routers: Vec<_> = list(&line.0, "routers")
        .iter()
        .map(|router| {
            let set = router["priority"].as_i64().unwrap_or(0);
            let priority = priority(set, text(router, "rule"), line.protocol());
            let rule = line.compile(router).ok().filter(|_| priority <= MAX_PRIORITY);
            (rule, priority, text(router, "provider"))
        })
        .collect();
    let added: Vec<usize> = (0..routers.len()).filter(|&at| routers[at].0.is_some()).collect();
    let small = added.len() <= SORTED_IN_PLACE;
    let place = |at: usize| Place::new(routers[at].1, routers[at].2, &precedence);
    let table = in_order(added, place);
    let said = list(&line.0["answer"], "winners");
    let winners = line.requests().into_iter().enumerate().map(|(at, request)| {
        count.asked += 1;
        if !line.is_request(&request) || !line.is_asked(&request) {
            return Value::Null;
        }
        match winner(&table, |at: usize| routers[at].0.as_ref(), &request) {
            Winner::None => json!([]),
            Winner::One(router) => json!([router]),
            Winner::Either(mut routers) => {
                routers.sort_unstable();
                let ours = json!(routers);
                let some = |said: &Value| {
                    let said = said.as_array().filter(|said| !said.is_empty());
                    said.is_some_and(|said| said.iter().all(|one| list_of(&ours).contains(one)))
                };
                if !small && some(&said[at]) { said[at].clone() } else { ours }
            }
            Winner::Unknown => {
                count.unknown += 1;
                said[at].clone()
            }
        }
    });
    let winners: Vec<Value> = winners.collect();
    let priorities: Vec<_> =
        routers.iter().map(|(rule, priority, _)| rule.as_ref().map(|_| priority)).collect();
    json!({ "priorities": priorities, "winners": winners })
}

fn list_of(value: &Value) -> &[Value] {
    value.as_array().map(Vec::as_slice).unwrap_or_default()
}

fn rule(line: &Line) -> Value {
    let text = line.text("rule");
    let mut answer = serde_json::Map::new();
    match line.compile(&line.0) {
        Ok(rule) => drop(answer.insert("tree".to_owned(), printed(&rule.tree).into())),
        Err(error) => drop(answer.insert("error".to_owned(), error.into())),
    }
    match domains(text, line.protocol()) {
        Ok(domains) if domains.is_empty() => {}
        Ok(domains) => drop(answer.insert("domains".to_owned(), domains.into())),
        Err(error) => drop(answer.insert("domainsError".to_owned(), error.text.into())),
    }
    answer.insert("priority".to_owned(), default_priority(text, line.protocol()).into());
    answer.into()
}

/// The tree, every operator in parentheses.
fn printed(tree: &Tree) -> String {
    match tree {
        Tree::And(left, right) => format!("({} && {})", printed(left), printed(right)),
        Tree::Or(left, right) => format!("({} || {})", printed(left), printed(right)),
        Tree::Matcher(Matcher { name, negated, arguments, .. }) => {
            let arguments: Vec<_> = arguments.iter().map(|argument| bytes::quoted(argument)).collect();
            format!("{}{name}({})", if *negated { "!" } else { "" }, arguments.join(", "))
        }
    }
}

fn regexp(line: &Line) -> Option<Value> {
    let regexp = match Regexp::compile(line.text("regexp")) {
        Ok(regexp) => regexp,
        Err(error) => return Some(json!({ "error": error })),
    };
    let engine = regexp.engine()?;
    let index = |at: usize| i64::try_from(at).unwrap_or(-1);
    let found: Vec<Value> = strings(&line.0["subjects"])
        .iter()
        .map(|subject| {
            let Some(captures) = engine.captures(subject) else { return Value::Null };
            let groups = captures.iter().flat_map(|group| match group {
                Some(group) => [index(group.start()), index(group.end())],
                None => [-1, -1],
            });
            groups.collect::<Vec<_>>().into()
        })
        .collect();
    Some(if found.is_empty() { json!({}) } else { json!({ "found": found }) })
}

#[test]
fn we_say_what_traefik_said() {
    let mut count = Count::default();
    let mut differences = Vec::new();
    for ask in ["match", "regexp", "rule", "table"] {
        for text in vectors(ask).unwrap_or_default().lines() {
            let line = Line(serde_json::from_str(text).unwrap());
            let ours = answer(&line, &mut count);
            if ours != line.0["answer"] {
                differences.push(format!("{text}\n  we say {ours}"));
            }
        }
    }
    println!("asked: {}, unknown: {}, different: {}", count.asked, count.unknown, differences.len());
    assert!(differences.is_empty(), "{}", differences[..differences.len().min(60)].join("\n"));
}
