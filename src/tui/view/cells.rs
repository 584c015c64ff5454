//! Writing into the cells of a buffer: measured in cells, cut with `…`, never outside, and columns stay where
//! they are whatever the text holds.

use ratatui::{buffer::CellWidth, layout::Rect, style::Style};
use unicode_segmentation::UnicodeSegmentation;

use crate::tui::picture::{Cell, Look, Picture};

/// The graphemes of a text that take cells, with how many each takes.
struct Graphemes<'a> {
    rest: &'a str,
}

fn graphemes(text: &str) -> Graphemes<'_> {
    Graphemes { rest: text }
}

impl<'a> Iterator for Graphemes<'a> {
    type Item = (&'a str, usize);

    fn next(&mut self) -> Option<Self::Item> {
        if let [first, rest @ ..] = self.rest.as_bytes()
            && is_plain(*first)
            && rest.first().is_none_or(|next| is_plain(*next))
        {
            let (letter, rest) = self.rest.split_at(1);
            self.rest = rest;
            return Some((letter, 1));
        }
        loop {
            // Most cells hold a character with nothing behind it that could join it: segmentation is asked for the
            // rest alone, for it would take longer than all other drawing.
            let mut characters = self.rest.chars();
            let first = characters.next()?;
            let alone = stands_alone(first) && characters.next().is_none_or(stands_alone);
            let length = if alone {
                first.len_utf8()
            } else {
                self.rest.graphemes(true).next()?.len()
            };
            let (grapheme, rest) = self.rest.split_at(length);
            self.rest = rest;
            let cells = match alone {
                true => 1,
                false if grapheme.contains(char::is_control) => 0,
                false => usize::from(grapheme.cell_width()),
            };
            if cells > 0 {
                return Some((grapheme, cells));
            }
        }
    }
}

/// Whether `c` takes one cell and joins no other such character: letters of most European languages, punctuation,
/// arrows, boxes and blocks.
fn stands_alone(c: char) -> bool {
    matches!(c, ' '..='~' | '\u{A1}'..='\u{AC}' | '\u{AE}'..='\u{2FF}' | '\u{400}'..='\u{482}' | '\u{48A}'..='\u{52F}'
        | '\u{2010}'..='\u{2027}' | '\u{2190}'..='\u{2193}' | '\u{2200}'..='\u{22FF}' | '\u{2500}'..='\u{25FC}')
}

/// Whether it is a letter of ASCII, which takes one cell and joins no other.
fn is_plain(byte: u8) -> bool {
    matches!(byte, b' '..=b'~')
}

/// How many cells `text` takes when [`put`].
pub fn width(text: &str) -> usize {
    if text.bytes().all(is_plain) {
        return text.len();
    }
    graphemes(text).map(|(_, cells)| cells).sum()
}

/// Writes `text` from (`x`, `y`) on, into at most `room` cells; what does not fit ends in `…`. Gives the column
/// behind it.
pub fn put(buf: &mut Picture, x: u16, y: u16, text: &str, room: usize, style: Style) -> u16 {
    let right = buf.area.right();
    let room = room.min(usize::from(right.saturating_sub(x)));
    if room == 0 || y < buf.area.y || y >= buf.area.bottom() || x < buf.area.x {
        return x;
    }
    let look = Look::from(style);
    let plain = text.bytes().all(is_plain);
    // No character takes more cells than bytes.
    let cut = text.len() > room && (plain || width(text) > room);
    let limit = if cut { room - 1 } else { room };
    let used = if plain {
        let letters = text.get(..limit).unwrap_or(text);
        let cells = buf.cells_mut(y, x, x + letters.len() as u16);
        for (cell, letter) in cells.iter_mut().zip(letters.bytes()) {
            *cell = Cell::of(char::from(letter), look);
        }
        letters.len()
    } else {
        put_graphemes(buf, x, y, text, limit, look)
    };
    let at = x + used as u16;
    if cut {
        write(buf, at, y, Cell::of('…', look));
        return at + 1;
    }
    at
}

/// The same with any text, of which what does not fit is left out. Gives how many cells it took.
fn put_graphemes(buf: &mut Picture, x: u16, y: u16, text: &str, limit: usize, look: Look) -> usize {
    let mut used = 0;
    for (grapheme, cells) in graphemes(text) {
        if used + cells > limit {
            break;
        }
        let at = x + used as u16;
        let cell = buf.glyph(grapheme, cells, look);
        write(buf, at, y, cell);
        for behind in at + 1..at + cells as u16 {
            // Hidden by the wide grapheme before it.
            write(buf, behind, y, Cell::of(' ', look));
        }
        used += cells;
    }
    used
}

/// Replaces a cell, its style too: nothing of what stood there shines through.
fn write(buf: &mut Picture, x: u16, y: u16, cell: Cell) {
    for place in buf.cells_mut(y, x, x + 1) {
        *place = cell;
    }
}

/// Writes `text` so that it ends before column `right`, into at most `room` cells. Gives its first column.
pub fn put_right(buf: &mut Picture, right: u16, y: u16, text: &str, room: usize, style: Style) -> u16 {
    let room = room.min(usize::from(right));
    let cells = width(text).min(room);
    let x = right - cells as u16;
    put(buf, x, y, text, cells, style);
    x
}

/// Fills `area` with a symbol of one cell.
pub fn fill(buf: &mut Picture, area: Rect, symbol: &str, style: Style) {
    let cell = buf.glyph(symbol, 1, style.into());
    for y in area.top()..area.bottom() {
        buf.cells_mut(y, area.left(), area.right()).fill(cell);
    }
}

/// Adds `style` to the cells of `area` as they are.
pub fn restyle(buf: &mut Picture, area: Rect, style: Style) {
    buf.restyle(area.intersection(buf.area), style);
}

/// Empties `area`, also of the halves of wide characters at its edges.
pub fn clear(buf: &mut Picture, area: Rect) {
    let area = area.intersection(buf.area);
    for y in area.top()..area.bottom() {
        if let Some(before) = area.left().checked_sub(1) {
            for cell in buf.cells_mut(y, before, area.left()) {
                if cell.width() > 1 {
                    *cell = Cell::of(' ', cell.look());
                }
            }
        }
        buf.cells_mut(y, area.left(), area.right()).fill(Cell::EMPTY);
    }
}

#[cfg(test)]
mod tests {
    use ratatui::style::{Color, Modifier};

    use super::*;

    fn symbol(buf: &Picture, x: u16) -> String {
        buf.symbol(buf.cell(x, 0).unwrap(), &mut [0; 4]).to_owned()
    }

    fn line(buf: &Picture) -> String {
        (0..buf.area.width).map(|x| symbol(buf, x)).collect()
    }

    #[test]
    fn text_is_cut_by_cells_and_never_leaves_its_room() {
        for (text, room, written) in [
            ("Pyongyang", 9, "Pyongyang "),
            ("Pyongyang", 5, "Pyon…     "),
            // A wide character stands in the first of its two cells.
            ("北京会议", 5, "北 京 …     "),
            ("北京会议", 4, "北 …       "),
            ("e\u{301}e\u{301}", 2, "e\u{301}e\u{301}        "),
            ("a\u{7}b", 5, "ab        "),
            ("abc", 0, "          "),
            ("abcdefghijklmn", 99, "abcdefghi…"),
        ] {
            let mut buf = Picture::empty(Rect::new(0, 0, 10, 1));
            put(&mut buf, 0, 0, text, room, Style::new());
            assert_eq!(line(&buf), written, "{text} in {room}");
        }
    }

    #[test]
    fn what_stands_alone_is_what_segmentation_says() {
        for c in ('\0'..='\u{FFFF}').filter(|c| stands_alone(*c)) {
            assert_eq!(usize::from(c.to_string().as_str().cell_width()), 1, "{c:?}");
            for next in ['a', '─', 'é', 'ж', '…', '→'] {
                let pair = format!("{c}{next}");
                assert_eq!(pair.graphemes(true).count(), 2, "{pair:?}");
                let pair = format!("{next}{c}");
                assert_eq!(pair.graphemes(true).count(), 2, "{pair:?}");
            }
        }
    }

    #[test]
    fn what_is_written_over_leaves_no_style_behind() {
        let mut buf = Picture::empty(Rect::new(0, 0, 3, 1));
        let area = buf.area;
        fill(&mut buf, area, "─", Style::new().dim().red());
        put(&mut buf, 1, 0, "x", 1, Style::new().bold());
        let look = buf.cell(1, 0).unwrap().look();
        assert_eq!((look.fg(), look.modifier()), (Color::Reset, Modifier::BOLD));
    }

    #[test]
    fn nothing_is_written_outside() {
        let mut buf = Picture::empty(Rect::new(0, 0, 3, 1));
        put(&mut buf, 5, 0, "x", 5, Style::new());
        put(&mut buf, 0, 7, "x", 5, Style::new());
        put_right(&mut buf, 2, 0, "abcdef", 99, Style::new());
        clear(&mut buf, Rect::new(2, 0, 50, 50));
        assert_eq!(line(&buf), "a… ");
    }

    #[test]
    fn clearing_takes_the_first_half_of_a_wide_character_along() {
        let mut buf = Picture::empty(Rect::new(0, 0, 4, 1));
        put(&mut buf, 0, 0, "北京", 4, Style::new());
        clear(&mut buf, Rect::new(1, 0, 1, 1));
        assert_eq!(symbol(&buf, 0), " ");
        assert_eq!(symbol(&buf, 2), "京");
    }
}
