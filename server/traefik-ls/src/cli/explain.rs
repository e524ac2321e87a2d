use clap::Args;

use super::{Failure, Outcome};

#[derive(Debug, Args)]
pub(super) struct Arguments {}

pub(super) fn run(_: &Arguments) -> Result<Outcome, Failure> {
    Err(Failure("`explain` is not built yet".to_owned()))
}
