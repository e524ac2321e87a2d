//! Limits that a single request can meet: `buffering`, `inFlightReq`.

use super::Outcome;
use crate::request::Request;

/// 413 for a body that says to be larger than `max_request`; 0 is any (vulcand/oxy buffer.go:253).
pub fn body(max_request: i64, request: &Request) -> Outcome {
    if max_request <= 0 {
        return Outcome::Next;
    }
    // Calls of gRPC are streams.
    let stream = request.header("Content-Type").starts_with("application/grpc");
    let chunked = !request.header("Transfer-Encoding").is_empty();
    match request.content_length().filter(|_| !chunked) {
        Some(length) if length > max_request => Outcome::status(413),
        None if chunked || stream => Outcome::Unknown("how large the body is".to_owned()),
        _ => Outcome::Next,
    }
}

/// Where none may be in flight, all are refused (vulcand/oxy connlimit.go:83).
pub fn in_flight(amount: i64) -> Outcome {
    if amount <= 0 { Outcome::status(429) } else { Outcome::Next }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bodies() {
        let mut request = Request::new("POST", false, "a", "/");
        assert_eq!(body(5, &request), Outcome::Next);
        request.add_header("Content-Length", "6");
        assert_eq!(body(5, &request), Outcome::status(413));
        assert_eq!(body(6, &request), Outcome::Next);
        assert_eq!(body(0, &request), Outcome::Next);
        request.add_header("Transfer-Encoding", "chunked");
        assert!(matches!(body(5, &request), Outcome::Unknown(_)));
    }

    #[test]
    fn nobody_gets_through_zero() {
        assert_eq!(in_flight(0), Outcome::status(429));
        assert_eq!(in_flight(1), Outcome::Next);
    }
}
