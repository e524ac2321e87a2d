//! The server as a client sees it: real frames through a pipe.

mod client;
mod diagnostics;
mod documents;
mod ending;
mod features;
mod files;
mod folders;
mod order;
mod positions;
mod requests;
mod settings;

use client::{Client, capabilities, folder, uri};
