//! Header fields of requests and responses, in order. Names are compared as HTTP does, whatever their case.

/// Fields as name and value.
pub type Fields = Vec<(String, String)>;

/// The first value of `name`, "" where there is none.
pub fn get<'f>(fields: &'f [(String, String)], name: &str) -> &'f str {
    fields.iter().find(|(other, _)| other.eq_ignore_ascii_case(name)).map_or("", |(_, value)| value)
}

/// All values of `name`, in order.
pub fn values<'f>(fields: &'f [(String, String)], name: &'f str) -> impl Iterator<Item = &'f str> {
    fields.iter().filter(move |(other, _)| other.eq_ignore_ascii_case(name)).map(|(_, value)| value.as_str())
}

/// Replaces all fields called `name`.
pub fn set(fields: &mut Fields, name: &str, value: &str) {
    remove(fields, name);
    fields.push((name.to_owned(), value.to_owned()));
}

/// Removes all fields called `name`.
pub fn remove(fields: &mut Fields, name: &str) {
    fields.retain(|(other, _)| !other.eq_ignore_ascii_case(name));
}

/// `http.CanonicalHeaderKey`: capitals at the start and behind dashes, unless it is no name at all.
pub fn canonical(name: &str) -> String {
    if !name.bytes().all(is_token) {
        return name.to_owned();
    }
    let mut upper = true;
    let mut canonical = String::with_capacity(name.len());
    for c in name.chars() {
        canonical.push(if upper { c.to_ascii_uppercase() } else { c.to_ascii_lowercase() });
        upper = c == '-';
    }
    canonical
}

/// Whether a list of tokens, over all fields called `name`, holds `token` (`httpguts.HeaderValuesContainsToken`).
pub fn has_token(fields: &[(String, String)], name: &str, token: &str) -> bool {
    values(fields, name)
        .flat_map(|value| value.split(','))
        .any(|part| part.trim_matches([' ', '\t']).eq_ignore_ascii_case(token))
}

/// Removes what `Connection` names, and it too, but keeps an upgrade (pkg/middlewares/auth/connectionheader.go).
pub fn remove_connection(fields: &mut Fields) {
    let upgrade = if has_token(fields, "Connection", "Upgrade") {
        get(fields, "Upgrade").to_owned()
    } else {
        String::new()
    };
    let named: Vec<String> = values(fields, "Connection")
        .flat_map(|value| value.split(','))
        .map(|name| name.trim_matches([' ', '\t', '\r', '\n']).to_owned())
        .filter(|name| !name.is_empty())
        .collect();
    for name in &named {
        remove(fields, name);
    }
    remove(fields, "Connection");
    if !upgrade.is_empty() {
        set(fields, "Connection", "Upgrade");
        set(fields, "Upgrade", &upgrade);
    }
}

fn is_token(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_in_any_case() {
        let mut fields: Fields = [("x-a", "1"), ("X-B", "2"), ("X-A", "3")]
            .map(|(name, value)| (name.to_owned(), value.to_owned()))
            .into();
        assert_eq!(get(&fields, "X-a"), "1");
        assert_eq!(values(&fields, "x-A").collect::<Vec<_>>(), ["1", "3"]);
        set(&mut fields, "X-A", "4");
        remove(&mut fields, "x-b");
        assert_eq!(fields, [("X-A".to_owned(), "4".to_owned())]);
        assert_eq!(canonical("x-forwarded-PROTO"), "X-Forwarded-Proto");
        assert_eq!(canonical("x y"), "x y");
    }

    #[test]
    fn tokens_of_lists() {
        let fields = vec![("Connection".to_owned(), "keep-alive, Upgrade".to_owned())];
        assert!(has_token(&fields, "connection", "upgrade"));
        assert!(!has_token(&fields, "connection", "keep"));
    }
}
