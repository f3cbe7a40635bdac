//! Rows of cells: aligned, or separated by tabs.

use std::io::{self, Write};

use unicode_width::UnicodeWidthStr;

use super::text::{bounded, plain};

/// The width to which a column may be cut at most, if the terminal is too narrow for the table.
const MIN_COLUMN: usize = 12;
/// What is between two columns.
const GAP: &str = "  ";

/// How rows are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Layout {
    /// In columns below a head.
    Aligned,
    /// Separated by tabs, without a head; names and values too.
    Tabs,
    /// Separated by tabs, without a head; names and values are aligned.
    TabsInTables,
}

impl Layout {
    /// Writes rows. `columns` is the width of the terminal, if it is one.
    pub(super) fn write(
        self,
        head: Option<&[String]>,
        rows: &[&[String]],
        columns: Option<usize>,
        out: &mut dyn Write,
    ) -> io::Result<()> {
        let rows = rows.iter().map(|row| row.iter().map(|cell| plain(cell)).collect::<Vec<_>>());
        match self {
            Self::Tabs | Self::TabsInTables => {
                for row in rows {
                    writeln!(out, "{}", row.join("\t"))?;
                }
                Ok(())
            }
            Self::Aligned => {
                let head = head.map(|head| head.iter().map(|cell| plain(cell)).collect());
                aligned(head.into_iter().chain(rows).collect(), columns, out)
            }
        }
    }
}

fn aligned(mut rows: Vec<Vec<String>>, columns: Option<usize>, out: &mut dyn Write) -> io::Result<()> {
    let count = rows.iter().map(Vec::len).max().unwrap_or(0);
    let width_of = |row: &Vec<String>, column: usize| row.get(column).map_or(0, |cell| cell.width());
    let mut widths: Vec<usize> =
        (0..count).map(|column| rows.iter().map(|row| width_of(row, column)).max().unwrap_or(0)).collect();
    if let Some(columns) = columns {
        // An ID is what the next command needs: it is never cut.
        let is_id = |column: usize| rows[0].get(column).is_some_and(|title| title.eq_ignore_ascii_case("id"));
        let mut cuttable: Vec<_> = (0..count).filter(|&column| !is_id(column)).collect();
        while widths.iter().sum::<usize>() + GAP.len() * count.saturating_sub(1) > columns {
            cuttable.retain(|&column| widths[column] > MIN_COLUMN);
            let Some(&widest) = cuttable.iter().max_by_key(|&&column| widths[column]) else { break };
            widths[widest] -= 1;
        }
        for row in &mut rows {
            for (cell, width) in row.iter_mut().zip(&widths) {
                *cell = bounded(cell, *width);
            }
        }
    }
    for row in &rows {
        // `format!` pads to a number of characters, not of terminal columns.
        let cells = row
            .iter()
            .zip(&widths)
            .map(|(cell, &width)| cell.clone() + &" ".repeat(width.saturating_sub(cell.width())));
        writeln!(out, "{}", cells.collect::<Vec<_>>().join(GAP).trim_end())?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::{
        super::text::{MAX_CELL, cell},
        *,
    };

    fn write(layout: Layout, rows: &[[&str; 2]], columns: Option<usize>) -> String {
        let rows: Vec<_> = rows.iter().map(|row| row.map(str::to_owned)).collect();
        let rows: Vec<_> = rows.iter().map(<[String; 2]>::as_slice).collect();
        let mut out = Vec::new();
        layout.write(Some(&["NAME", "ID"].map(str::to_owned)), &rows, columns, &mut out).expect("written");
        String::from_utf8(out).expect("text")
    }

    #[test]
    fn columns_are_aligned_by_their_width_on_a_terminal() {
        let rows = [["é", "b\u{1b}[2J"], ["e\u{301}", "combining"], ["株式会社", "wide"], ["longer", "c\nd"]];
        assert_eq!(
            write(Layout::Aligned, &rows, None),
            "NAME      ID\né         b\\u{1b}[2J\ne\u{301}         combining\n株式会社  wide\nlonger    c d\n"
        );
    }

    #[test]
    fn rows_with_tabs_have_no_head_and_no_other_tab() {
        let rows = [["a\tb", "1"], ["c\nd", "2"]];
        for layout in [Layout::Tabs, Layout::TabsInTables] {
            assert_eq!(write(layout, &rows, Some(5)), "a b\t1\nc d\t2\n");
        }
    }

    #[test]
    fn a_narrow_terminal_cuts_the_widest_columns_but_no_id() {
        let id = "54fac284-7866-43e5-860a-9c8e10fa3d7d";
        let shown = write(Layout::Aligned, &[[&"株".repeat(40), id]], Some(60));
        assert!(shown.lines().all(|line| line.width() <= 60) && shown.contains('…') && shown.contains(id), "{shown}");
        let shown = write(Layout::Aligned, &[["a name that is cut", id]], Some(20));
        assert!(shown.contains("a name that… ") && shown.contains(id), "{shown}");
    }

    #[test]
    fn a_cell_is_bounded_whatever_it_contains() {
        for part in ["a", "株", "\u{301}", "\u{202e}", "\u{1f600}"] {
            let cell = cell(Some(&part.repeat(65_536)));
            assert!(cell.width() <= MAX_CELL && cell.len() <= 16 * MAX_CELL && cell.ends_with('…'), "{part:?} {cell}");
            assert!(write(Layout::Aligned, &[[&cell, "x"], ["a", "x"]], None).len() < 40 * MAX_CELL);
        }
        assert_eq!(cell(Some(&"a".repeat(MAX_CELL))), "a".repeat(MAX_CELL));
        assert_eq!(cell(Some(&"é".repeat(MAX_CELL + 1))), "é".repeat(MAX_CELL - 1) + "…");
    }
}
