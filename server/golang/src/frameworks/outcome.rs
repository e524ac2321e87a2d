//! What a framework's look-up says of one request.

use super::matcher::{Found, Request};

/// An outcome; registrations are named by the numbers that the look-up was built with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Outcome {
    /// A registration answers, with these parameters in their order.
    Met { number: usize, params: Vec<(String, String)> },
    /// The framework redirects.
    Redirect { status: u16, location: String },
    /// The framework answers by itself, with these methods in `Allow`.
    Status { status: u16, allow: Vec<String> },
    /// We cannot tell, for this reason.
    Unknown(String),
}

impl Outcome {
    pub(super) const NOT_FOUND: Self = Self::Status { status: 404, allow: Vec::new() };

    /// What it is of the engine with the index `engine`, where numbers are those of its registrations.
    pub(super) fn found(self, engine: usize) -> Found {
        match self {
            Self::Met { number, params } => {
                Found::Registration { engine, registration: number, params, rest: None }
            }
            Self::Redirect { status, location } => Found::Redirect { status, location },
            Self::Status { status, allow } => Found::Status { status, allow },
            Self::Unknown(reason) => Found::Unknown(reason),
        }
    }
}

/// A registration that a framework refuses, the one that is in its way if there is one, and the framework's words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Refused {
    pub(super) number: usize,
    pub(super) other: Option<usize>,
    pub(super) message: String,
}

/// A request as net/http hands it to a framework.
#[derive(Clone, Copy, Debug)]
pub(super) struct Asked<'r> {
    pub(super) method: &'r str,
    /// `None` where it is not known.
    pub(super) host: Option<&'r str>,
    pub(super) path: &'r str,
    pub(super) raw_path: &'r str,
    /// Where these are not known, they are `None`.
    pub(super) query: Option<&'r str>,
    pub(super) headers: Option<&'r [(String, String)]>,
    pub(super) tls: Option<bool>,
}

impl<'r> Asked<'r> {
    /// What `request` is known to be.
    pub(super) fn of(request: &Request<'r>) -> Self {
        Self {
            method: request.method,
            host: request.host,
            path: request.path,
            raw_path: request.raw_path,
            query: request.query,
            headers: request.headers,
            tls: None,
        }
    }
}
