//! What gorilla/mux was seen to answer, replayed.

use super::router::{Matcher, Route, RouterId, Routers};
use super::serve::serve;
use super::template::Kind;
use crate::frameworks::replay::{Line, Refusal, Reply, Table, replay};

fn fill(routers: &mut Routers, router: RouterId, lines: &[Line]) -> Result<(), Refusal> {
    for line in lines {
        match line.call.as_str() {
            "StrictSlash true" => routers.all[router].shared.strict_slash = true,
            "StrictSlash false" => routers.all[router].shared.strict_slash = false,
            "SkipClean true" => routers.all[router].shared.skip_clean = true,
            "UseEncodedPath" => routers.all[router].shared.use_encoded_path = true,
            "NotFound" => routers.all[router].not_found = Some(line.number),
            "MethodNotAllowed" => routers.all[router].not_allowed = Some(line.number),
            _ => {
                let mut route = routers.route(router);
                narrow(routers, &mut route, line)?;
                routers.add(router, route);
            }
        }
    }
    Ok(())
}

fn narrow(routers: &mut Routers, route: &mut Route, line: &Line) -> Result<(), Refusal> {
    for call in line.call.split(" | ") {
        let (verb, value) = call.split_once(' ').unwrap_or((call, ""));
        let words: Vec<&str> = value.split(' ').collect();
        let done = match verb {
            "Path" => route.template(value, Kind::Path),
            "PathPrefix" => route.template(value, Kind::Prefix),
            "Host" => route.template(value, Kind::Host),
            "Queries" => route.queries(&words),
            verb => {
                match verb {
                    "Methods" => {
                        route.matcher(Matcher::Methods(words.iter().map(|m| m.to_uppercase()).collect()));
                    }
                    "Schemes" => {
                        route.matcher(Matcher::Schemes(words.iter().map(|s| s.to_lowercase()).collect()));
                    }
                    "Headers" | "HeadersRegexp" => route.headers(&words, verb == "HeadersRegexp"),
                    "BuildOnly" => route.build_only = true,
                    "Handler" => route.handler(line.number),
                    "Subrouter" => {
                        let inner = routers.subrouter(route);
                        fill(routers, inner, line.below.as_deref().unwrap())?;
                    }
                    other => panic!("{other}"),
                }
                Ok(())
            }
        };
        done.map_err(|message| Refusal { line: line.number, message })?;
    }
    Ok(())
}

#[test]
fn mux_answers_what_it_was_seen_to_answer() {
    let build = |table: &Table| {
        let mut routers = Routers::default();
        let root = routers.router();
        fill(&mut routers, root, &table.lines).map(|()| (routers, root))
    };
    replay("mux", build, |(routers, root), request| Reply::of(serve(routers, *root, request.asked())));
}
