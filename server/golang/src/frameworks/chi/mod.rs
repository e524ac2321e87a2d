//! chi (github.com/go-chi/chi/v5 5.5).

mod find;
mod middleware;
mod router;
mod segment;
mod serve;
#[cfg(test)]
mod tests;
mod tree;
