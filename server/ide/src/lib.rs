//! What an editor shows: one file a feature, plain data out, byte offsets only.
