//! `traefik-ls`: the language server and the command line.

fn main() {}
