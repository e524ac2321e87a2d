//! Which paths a pattern with unknown parts might meet.

use super::parts::Part;

/// Whether `path` might be met by `parts`: an unknown part is anything, and may bring or lack the slashes around it.
/// A slash at the end may be one too many or too few, for frameworks redirect.
pub(crate) fn may_match(parts: &[Part], path: &str) -> bool {
    let path = path.trim_end_matches('/');
    let mut states = vec![false; path.len() + 1];
    states[0] = true;
    let last = parts.len().saturating_sub(1);
    for (place, part) in parts.iter().enumerate() {
        let is_unknown = |at: Option<usize>| {
            at.and_then(|at| parts.get(at)).is_some_and(|part| matches!(part, Part::Unknown(_)))
        };
        states = match part {
            Part::Literal(text) => {
                let mut text = text.as_str();
                if is_unknown(place.checked_sub(1)) {
                    text = text.trim_start_matches('/');
                }
                let is_open = matches!(parts.get(place + 1), Some(Part::CatchAll(_)));
                if is_unknown(Some(place + 1)) || is_open || place == last {
                    text = text.trim_end_matches('/');
                }
                after_literal(&states, path, text)
            }
            Part::Param(_) => after_param(&states, path),
            Part::CatchAll(_) | Part::Placeholder(_) | Part::Unknown(_) => after_anything(&states),
        };
    }
    states[path.len()]
}

fn after_literal(states: &[bool], path: &str, text: &str) -> Vec<bool> {
    let mut after = vec![false; states.len()];
    for (at, _) in states.iter().enumerate().filter(|(_, reached)| **reached) {
        if path.as_bytes()[at..].starts_with(text.as_bytes()) {
            after[at + text.len()] = true;
        }
    }
    after
}

fn after_param(states: &[bool], path: &str) -> Vec<bool> {
    let mut after = vec![false; states.len()];
    let mut inside = false;
    for (at, byte) in path.bytes().enumerate() {
        inside = (inside || states[at]) && byte != b'/';
        after[at + 1] = inside;
    }
    after
}

fn after_anything(states: &[bool]) -> Vec<bool> {
    let mut reached = false;
    states
        .iter()
        .map(|state| {
            reached |= state;
            reached
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_unknown_prefix_may_be_anything() {
        let users = [Part::Unknown("cfg.Prefix".to_owned()), Part::Literal("/users".to_owned())];
        for path in ["/users", "/api/users", "/api/v1/users/", "users"] {
            assert!(may_match(&users, path), "{path}");
        }
        for path in ["/", "/orders", "/users/1"] {
            assert!(!may_match(&users, path), "{path}");
        }
    }

    #[test]
    fn what_is_known_around_it_must_be_there() {
        let parts = [
            Part::Literal("/api/".to_owned()),
            Part::Unknown("name".to_owned()),
            Part::Literal("/items/".to_owned()),
            Part::Param("id".to_owned()),
        ];
        assert!(may_match(&parts, "/api/orders/items/1"));
        assert!(may_match(&parts, "/api/items/1"));
        assert!(!may_match(&parts, "/api/orders/items"));
        assert!(!may_match(&parts, "/v1/orders/items/1"));
    }
}
