//! Columns of text, written line by line: measured first, so that a table of any length needs no memory for
//! its cells. On a terminal the lines are cut to its width, in a pipe nothing is cut.

use std::{
    borrow::Cow,
    io::{self, Write},
};

use anstyle::Style;

use super::output::Look;
use crate::text;

/// Between two columns.
const GAP: &str = "  ";
/// The last column is given at least this on a terminal, where the others can make room.
const LAST: usize = 16;
/// No column is made narrower than this.
const NARROWEST: usize = 4;

/// A piece of text in a table, harmless in a terminal.
#[derive(Clone, Debug)]
pub struct Cell<'a> {
    text: Cow<'a, str>,
    style: Style,
}

impl<'a> Cell<'a> {
    /// `text`, made harmless.
    pub fn new(text: impl Into<Cow<'a, str>>) -> Self {
        let text = match text.into() {
            Cow::Borrowed(text) => text::harmless(text),
            Cow::Owned(text) => Cow::Owned(text::harmless(&text).into_owned()),
        };
        Self {
            text,
            style: Style::new(),
        }
    }

    /// In that style.
    pub fn styled(self, style: Style) -> Self {
        Self { style, ..self }
    }
}

/// The heads and widths of a table's columns.
#[derive(Clone, Debug)]
pub struct Columns<'a, const N: usize> {
    heads: [&'a str; N],
    widths: [usize; N],
    /// Columns of numbers stand to the right.
    right: [bool; N],
    look: Look,
}

impl<'a, const N: usize> Columns<'a, N> {
    /// Columns with these heads; a head that begins with `>` is of numbers.
    pub fn new(heads: [&'a str; N], look: Look) -> Self {
        let bare = heads.map(|head| head.strip_prefix('>').unwrap_or(head));
        Self {
            heads: bare,
            widths: bare.map(text::width),
            right: heads.map(|head| head.starts_with('>')),
            look,
        }
    }

    /// Makes room for a row.
    pub fn measure(&mut self, row: &[Cell<'_>; N]) {
        for (width, cell) in self.widths.iter_mut().zip(row) {
            *width = (*width).max(text::width(&cell.text));
        }
    }

    /// Makes the columns fit the terminal, once every row is measured: the widest ones before the last make
    /// room for it.
    pub fn settle(&mut self) {
        let Some(room) = self.look.width else { return };
        let Some((last, before)) = self.widths.split_last_mut() else {
            return;
        };
        let room = room.saturating_sub(GAP.len() * before.len());
        let wanted = (*last).min(LAST);
        while before.iter().sum::<usize>() + wanted > room {
            match before.iter_mut().max() {
                Some(widest) if *widest > NARROWEST => *widest -= 1,
                _ => break,
            }
        }
        *last = (*last).min(room.saturating_sub(before.iter().sum()).max(1));
    }

    /// Whether the measured rows fit the terminal uncut, so far.
    pub fn fit(&self) -> bool {
        let wanted = self.widths.iter().sum::<usize>() + GAP.len() * N.saturating_sub(1);
        self.look.width.is_none_or(|room| wanted <= room)
    }

    /// Writes the line of heads.
    pub fn write_heads(&self, out: &mut dyn Write) -> io::Result<()> {
        let style = Style::new().bold();
        self.write(out, &self.heads.map(|head| Cell::new(head).styled(style)))
    }

    /// Writes a row.
    pub fn write(&self, out: &mut dyn Write, row: &[Cell<'_>; N]) -> io::Result<()> {
        let mut line = String::new();
        for (index, cell) in row.iter().enumerate() {
            let cells = self.widths[index];
            // In a pipe, a cell that was not measured is written whole.
            let shown = match self.look.width {
                Some(_) => text::truncate(&cell.text, cells),
                None => Cow::Borrowed(&*cell.text),
            };
            let missing = cells.saturating_sub(text::width(&shown));
            let (before, after) = if self.right[index] {
                (missing, 0)
            } else {
                (0, missing)
            };
            line.extend(std::iter::repeat_n(' ', before));
            line.push_str(&self.look.paint(cell.style, &shown));
            if index + 1 < N {
                line.extend(std::iter::repeat_n(' ', after));
                line.push_str(GAP);
            }
        }
        writeln!(out, "{}", line.trim_end())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn drawn(width: Option<usize>) -> Vec<String> {
        let look = Look { colour: false, width };
        let rows = [
            ["1961", "RUS PRK", "1", "A treaty"],
            [
                "18–19 Jun 2024",
                "RUS",
                "12",
                "北京会议 and a title that is rather long",
            ],
        ];
        let rows = rows.map(|row| row.map(Cell::new));
        let mut columns = Columns::new(["date", "countries", ">n", "title"], look);
        for row in &rows {
            columns.measure(row);
        }
        columns.settle();
        let mut out = Vec::new();
        columns.write_heads(&mut out).unwrap();
        for row in &rows {
            columns.write(&mut out, row).unwrap();
        }
        String::from_utf8(out)
            .unwrap()
            .lines()
            .map(str::to_owned)
            .collect()
    }

    #[test]
    fn nothing_is_cut_in_a_pipe() {
        assert_eq!(
            drawn(None),
            [
                "date            countries   n  title",
                "1961            RUS PRK     1  A treaty",
                "18–19 Jun 2024  RUS        12  北京会议 and a title that is rather long",
            ]
        );
    }

    #[test]
    fn lines_fit_the_terminal() {
        for width in 24..120 {
            for line in drawn(Some(width)) {
                assert!(text::width(&line) <= width, "{width}: {line}");
            }
        }
        assert_eq!(
            drawn(Some(50))[2],
            "18–19 Jun 2024  RUS        12  北京会议 and a tit…"
        );
    }

    #[test]
    fn cells_are_harmless() {
        let mut out = Vec::new();
        let columns = Columns::new(
            ["x"],
            Look {
                colour: false,
                width: None,
            },
        );
        let mut columns = columns.clone();
        let row = [Cell::new("a\u{1b}[2J\u{202E}\nb")];
        columns.measure(&row);
        columns.write(&mut out, &row).unwrap();
        assert_eq!(String::from_utf8(out).unwrap(), "a\u{FFFD}[2J\u{FFFD} b\n");
    }
}
