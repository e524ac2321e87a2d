//! The rules, one file each. To add one: the file, its page, and a line here.

use routing::model::Model;

use crate::{Finding, Rule};

mod file_rejected;
mod labels_rejected;
mod matcher_argument;
mod matcher_values;
mod no_handler;
mod no_shared_network;
mod rule_syntax;
mod tls_mismatch;
mod unknown_entry_point;
mod unknown_matcher;
mod unknown_middleware;
mod unknown_service;
mod v2_placeholder;
mod wrong_port;

mod references;
mod rule_faults;

type Check = fn(&Model) -> Vec<Finding>;

/// All rules with their checks, by code.
pub(crate) const ALL: &[(&Rule, Check)] = &[
    (&no_handler::RULE, no_handler::check),
    (&wrong_port::RULE, wrong_port::check),
    (&file_rejected::RULE, file_rejected::check),
    (&labels_rejected::RULE, labels_rejected::check),
    (&rule_syntax::RULE, rule_syntax::check),
    (&unknown_matcher::RULE, unknown_matcher::check),
    (&matcher_values::RULE, matcher_values::check),
    (&matcher_argument::RULE, matcher_argument::check),
    (&v2_placeholder::RULE, v2_placeholder::check),
    (&unknown_middleware::RULE, unknown_middleware::check),
    (&unknown_entry_point::RULE, unknown_entry_point::check),
    (&unknown_service::RULE, unknown_service::check),
    (&tls_mismatch::RULE, tls_mismatch::check),
    (&no_shared_network::RULE, no_shared_network::check),
];
