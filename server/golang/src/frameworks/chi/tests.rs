//! What chi was seen to answer, replayed.

use super::middleware::Middleware;
use super::router::{Missing, Mounted, RouterId, Routers, Target};
use super::serve::serve;
use crate::frameworks::replay::{Line, Refusal, Reply, replay};

fn fill(routers: &mut Routers, router: RouterId, lines: &[Line]) -> Result<(), Refusal> {
    for line in lines {
        let (verb, pattern) = line.call.split_once(' ').unwrap_or((&line.call, ""));
        let number = line.number;
        let below = line.below.as_deref();
        let done = match verb {
            "Handle" => routers.handle(router, pattern, Target::Number(number)),
            "Use" => routers.using(router, middlewares(pattern)),
            "With" | "Group" => {
                let part = routers.with(router, middlewares(pattern));
                fill(routers, part, below.unwrap_or_default())?;
                Ok(())
            }
            "Route" | "Mount" => {
                let mut mounted = Mounted::Number(number);
                if let Some(below) = below {
                    let inner = routers.router();
                    fill(routers, inner, below)?;
                    mounted = Mounted::Router(inner);
                }
                routers.mount(router, pattern, mounted)
            }
            "NotFound" => {
                routers.missing(router, Missing::Route, number);
                Ok(())
            }
            "MethodNotAllowed" => {
                routers.missing(router, Missing::Method, number);
                Ok(())
            }
            method => routers.method(router, method, pattern, Target::Number(number)),
        };
        done.map_err(|message| Refusal { line: number, message })?;
    }
    Ok(())
}

fn middlewares(names: &str) -> Vec<Middleware> {
    let mut words = names.split_whitespace();
    let mut all = Vec::new();
    while let Some(name) = words.next() {
        all.push(match name {
            "CleanPath" => Middleware::CleanPath,
            "StripSlashes" => Middleware::StripSlashes,
            "RedirectSlashes" => Middleware::RedirectSlashes,
            "GetHead" => Middleware::GetHead,
            "URLFormat" => Middleware::UrlFormat,
            "StripPrefix" => Middleware::StripPrefix(words.next().unwrap().to_owned()),
            "Heartbeat" => Middleware::Heartbeat(words.next().unwrap().to_owned()),
            other => panic!("{other}"),
        });
    }
    all
}

#[test]
fn chi_answers_what_it_was_seen_to_answer() {
    let build = |table: &crate::frameworks::replay::Table| {
        let mut routers = Routers::default();
        let root = routers.router();
        fill(&mut routers, root, &table.lines).map(|()| (routers, root))
    };
    replay("chi", build, |(routers, root), request| Reply::of(serve(routers, *root, request.asked())));
}
