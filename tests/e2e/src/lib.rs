//! Helpers that drive the built program.
