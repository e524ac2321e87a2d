use crate::TextRange;

/// A file of the workspace. Who reads files hands the numbers out; they are stable while the file lives.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FileId(pub u32);

/// A byte range of one file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Location {
    /// The file.
    pub file: FileId,
    /// UTF-8 bytes of its text.
    pub range: TextRange,
}

impl Location {
    /// The place `range` of `file`.
    pub fn new(file: FileId, range: TextRange) -> Self {
        Self { file, range }
    }
}

/// By file, then by where it starts, then by where it ends: the order of all output.
impl Ord for Location {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        let key = |l: &Self| (l.file, l.range.start(), l.range.end());
        key(self).cmp(&key(other))
    }
}

impl PartialOrd for Location {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}
