//! Who may pass: `basicAuth`, `digestAuth`, `ipAllowList`, `encodedCharacters`.

use syntax::Text;

use super::{Outcome, address, unseen};
use crate::dynamic::{Credentials, IpStrategy};
use crate::request::Request;
use crate::request::credentials::basic;

/// Without credentials, or with those of nobody, 401; what a password is worth is not ours to say
/// (pkg/middlewares/auth/basic_auth.go:82, digest_auth.go:56).
pub fn auth(credentials: &Credentials, request: &Request) -> Outcome {
    let header = request.header("Authorization");
    let may_be_right = if credentials.basic {
        basic(header).is_some_and(|(user, _)| {
            let known = |written: &Text| written.as_str().split(':').next() == Some(user.as_str());
            credentials.users_file || credentials.users.iter().any(|user| known(user) || !user.is_known())
        })
    } else {
        header.starts_with("Digest ")
    };
    if may_be_right {
        return Outcome::Unknown("whether the credentials are right".to_owned());
    }
    let realm = credentials.realm.as_ref().map_or("traefik", Text::as_str);
    let scheme = if credentials.basic { "Basic" } else { "Digest" };
    Outcome::with(401, vec![("Www-Authenticate".to_owned(), format!("{scheme} realm=\"{realm}\""))])
}

/// `ipAllowList` and `ipWhiteList` (pkg/middlewares/ipallowlist/ip_allowlist.go:73).
pub fn ip_allow_list(
    ranges: &[Text],
    reject_status: u16,
    strategy: &IpStrategy,
    request: &Request,
) -> Outcome {
    let reject = || Outcome::status(if reject_status == 0 { 403 } else { reject_status });
    let client = match address::client(strategy, request) {
        Ok(client) => client,
        Err(unseen) => return Outcome::Unknown(unseen),
    };
    let Some(ip) = address::parse_ip(address::without_port(&client)) else { return reject() };
    match address::in_ranges(ip, ranges) {
        Some(true) => Outcome::Next,
        Some(false) => reject(),
        None => unseen(ranges).unwrap_or_else(reject),
    }
}

/// 400 where the escaped path holds one of `denied` (upper case), as the middleware and the entry point option of this
/// name do it (pkg/server/router/deny.go, pkg/middlewares/encodedcharacters).
pub fn encoded_characters(denied: &[&str], request: &Request) -> Outcome {
    let escaped = request.escaped_path();
    let mut rest = escaped.as_str();
    while let Some(at) = rest.find('%') {
        let Some(escape) = rest.get(at..at + 3).filter(|_| !denied.is_empty()) else { break };
        if denied.contains(&escape.to_ascii_uppercase().as_str()) {
            return Outcome::status(400);
        }
        rest = &rest[at + 3..];
    }
    Outcome::Next
}

#[cfg(test)]
mod tests {
    use super::super::testing::text;
    use super::*;
    use crate::dynamic::IpSource;

    fn of(basic: bool, users: &[&str]) -> Credentials {
        let users = users.iter().map(|user| text(user)).collect();
        Credentials { basic, users, users_file: false, realm: None, remove_header: false, header_field: None }
    }

    #[test]
    fn credentials() {
        let check = |basic, header: &str, want: &str| {
            let mut request = Request::new("GET", false, "a", "/");
            request.add_header("authorization", header);
            let got = match auth(&of(basic, &["u:x"]), &request) {
                Outcome::Respond { status, headers, .. } => format!("{status} {}", headers[0].1),
                outcome => format!("{outcome:?}"),
            };
            assert!(got.starts_with(want), "{header}: {got}");
        };
        check(true, "", "401 Basic realm=\"traefik\"");
        check(true, "Basic x", "401 Basic");
        check(true, "Basic dTpw", "Unknown");
        check(true, "Basic djpw", "401");
        check(true, "Digest username=\"u\"", "401");
        check(false, "Digest username=\"u\"", "Unknown");
        check(false, "Basic dTpw", "401 Digest realm=\"traefik\"");
    }

    #[test]
    fn addresses() {
        let mut request = Request::new("GET", false, "a", "/");
        let ranges = [text("10.0.0.0/8")];
        let peer = IpStrategy::default();
        assert!(matches!(ip_allow_list(&ranges, 403, &peer, &request), Outcome::Unknown(_)));
        request.client_ip = Some("10.0.0.1".parse().unwrap());
        assert_eq!(ip_allow_list(&ranges, 403, &peer, &request), Outcome::Next);
        let second = IpStrategy { source: IpSource::Depth(2), subnet: None };
        assert_eq!(ip_allow_list(&ranges, 403, &second, &request), Outcome::status(403));
        request.add_header("X-Forwarded-For", "10.0.0.2, 12.0.0.1");
        assert_eq!(ip_allow_list(&ranges, 403, &second, &request), Outcome::Next);
        let others = IpStrategy { source: IpSource::Excluded(vec![text("12.0.0.0/8")]), subnet: None };
        assert_eq!(ip_allow_list(&ranges, 403, &others, &request), Outcome::Next);
        request.client_ip = Some("11.0.0.1".parse().unwrap());
        assert_eq!(ip_allow_list(&ranges, 404, &peer, &request), Outcome::status(404));
    }

    #[test]
    fn escapes() {
        let check =
            |target: &str| encoded_characters(&["%2F", "%25"], &Request::new("GET", false, "a", target));
        assert_eq!(check("/a%2Fb"), Outcome::status(400));
        assert_eq!(check("/a%2fb"), Outcome::status(400));
        assert_eq!(check("/a%5Cb"), Outcome::Next);
        assert_eq!(check("/a%20%25"), Outcome::status(400));
    }
}
