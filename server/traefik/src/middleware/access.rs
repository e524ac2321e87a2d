//! Who may pass: `basicAuth`, `digestAuth`, `ipAllowList`, `encodedCharacters`.

use syntax::Text;

use super::{Outcome, address};
use crate::request::Request;

/// Without credentials 401; what credentials are worth is not ours to say.
pub fn auth(request: &Request) -> Outcome {
    if request.header("Authorization").is_empty() {
        Outcome::status(401)
    } else {
        Outcome::Unknown("whether the credentials are right".to_owned())
    }
}

/// `ipAllowList` by the address of the peer (pkg/middlewares/ipallowlist/ip_allowlist.go).
pub fn ip_allow_list(ranges: &[Text], reject_status: u16, strategy: bool, request: &Request) -> Outcome {
    let allowed = match request.client_ip {
        Some(ip) if !strategy => address::in_ranges(ip, ranges),
        _ => None,
    };
    match allowed {
        Some(true) => Outcome::Next,
        Some(false) => Outcome::status(if reject_status == 0 { 403 } else { reject_status }),
        None => Outcome::Unknown("the client's address".to_owned()),
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

    #[test]
    fn credentials() {
        let mut request = Request::new("GET", false, "a", "/");
        assert_eq!(auth(&request), Outcome::status(401));
        request.add_header("authorization", "Basic x");
        assert!(matches!(auth(&request), Outcome::Unknown(_)));
    }

    #[test]
    fn addresses() {
        let mut request = Request::new("GET", false, "a", "/");
        let ranges = [text("10.0.0.0/8")];
        assert!(matches!(ip_allow_list(&ranges, 403, false, &request), Outcome::Unknown(_)));
        request.client_ip = Some("10.0.0.1".parse().unwrap());
        assert_eq!(ip_allow_list(&ranges, 403, false, &request), Outcome::Next);
        assert!(matches!(ip_allow_list(&ranges, 403, true, &request), Outcome::Unknown(_)));
        request.client_ip = Some("11.0.0.1".parse().unwrap());
        assert_eq!(ip_allow_list(&ranges, 404, false, &request), Outcome::status(404));
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
