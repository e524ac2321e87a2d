use syntax::TextSize;

/// Where the lines of a text start. A line ends with `\n`, `\r\n` or a lone `\r`, as in the Language Server Protocol.
#[derive(Clone, Debug)]
pub struct Lines {
    starts: Vec<u32>,
    length: u32,
}

/// A place in a text. Both count from zero.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct LineCol {
    /// The line.
    pub line: u32,
    /// UTF-8 bytes from the line's start.
    pub column: u32,
}

impl Lines {
    /// The lines of `text`.
    pub fn new(text: &str) -> Self {
        let bytes = text.as_bytes();
        let mut starts = vec![0];
        for at in memchr::memchr2_iter(b'\n', b'\r', bytes) {
            let half_of_crlf = bytes.get(at) == Some(&b'\r') && bytes.get(at + 1) == Some(&b'\n');
            if !half_of_crlf {
                starts.push(offset(at + 1));
            }
        }
        Self { starts, length: offset(bytes.len()) }
    }

    /// How many there are; a text that ends with a line break has an empty last one.
    pub fn count(&self) -> u32 {
        offset(self.starts.len())
    }

    /// Where `offset` is; past the end it is the end.
    pub fn line_col(&self, offset: TextSize) -> LineCol {
        let offset = u32::from(offset).min(self.length);
        let after = self.starts.partition_point(|&start| start <= offset);
        let line = after.saturating_sub(1);
        let start = self.starts.get(line).copied().unwrap_or(0);
        LineCol { line: u32::try_from(line).unwrap_or(u32::MAX), column: offset - start }
    }

    /// The first byte of `line` and the first behind it, its line break included; `None` past the last line.
    pub fn bounds(&self, line: u32) -> Option<(usize, usize)> {
        let line = line as usize;
        let start = *self.starts.get(line)?;
        let end = self.starts.get(line + 1).copied().unwrap_or(self.length);
        Some((start as usize, end as usize))
    }
}

fn offset(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn place(text: &str, offset: u32) -> (u32, u32) {
        let at = Lines::new(text).line_col(offset.into());
        (at.line, at.column)
    }

    #[test]
    fn three_line_ends() {
        let text = "a\nb\r\nc\rd";
        assert_eq!(Lines::new(text).count(), 4);
        assert_eq!(place(text, 2), (1, 0));
        assert_eq!(place(text, 4), (1, 2));
        assert_eq!(place(text, 5), (2, 0));
        assert_eq!(place(text, 7), (3, 0));
    }

    #[test]
    fn past_the_end_is_the_end() {
        assert_eq!(place("ab\n", 99), (1, 0));
        assert_eq!(place("", 1), (0, 0));
        assert_eq!(Lines::new("ab\n").bounds(2), None);
        assert_eq!(Lines::new("ab\n").bounds(0), Some((0, 3)));
    }
}
