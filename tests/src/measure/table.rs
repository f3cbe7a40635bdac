//! Tables as `docs/performance.md` has them.

use std::fmt;

/// A table in Markdown. Its first column is text, all others are figures.
#[derive(Debug)]
pub struct Table {
    columns: usize,
    text: String,
}

impl Table {
    /// A table without rows.
    #[must_use]
    pub fn new<const N: usize>(head: [&str; N]) -> Self {
        let mut table = Self { columns: N, text: String::new() };
        table.line(head.iter());
        table.line((0..N).map(|column| if column == 0 { "---" } else { "---:" }));
        table
    }

    /// Appends a row.
    ///
    /// # Panics
    ///
    /// If it has more or fewer cells than the head.
    pub fn row<const N: usize>(&mut self, cells: &[String; N]) {
        assert_eq!(N, self.columns, "{cells:?}");
        self.line(cells.iter());
    }

    fn line(&mut self, cells: impl Iterator<Item = impl fmt::Display>) {
        use fmt::Write as _;

        for cell in cells {
            let _ = write!(self.text, "| {cell} ");
        }
        self.text.push_str("|\n");
    }
}

impl fmt::Display for Table {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}
