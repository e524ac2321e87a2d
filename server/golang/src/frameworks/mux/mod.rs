//! gorilla/mux (github.com/gorilla/mux 1.8.1).

mod router;
mod serve;
mod template;
#[cfg(test)]
mod tests;
