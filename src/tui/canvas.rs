//! Two pictures of the screen, the one that is shown and the next → the bytes that lead from one to the other.
//!
//! A frame is what lies between a key and the eye, so this does no more than it must: the terminal is not asked for its
//! size, rows that stay cost a comparison, blanks at the end of a row are one sequence, and all goes out in one write.

use std::io::{self, Write};

use crossterm::{cursor, queue, terminal};
use ratatui::{
    layout::{Position, Rect},
    style::{Color, Modifier},
};

use super::picture::{Cell, Look, Picture};

/// Blanks within a row that are worth a sequence of their own.
const MANY_BLANKS: usize = 12;
/// Cells that stay are written again rather than passed over, if they are so few.
const FEW: usize = 3;

/// What the terminal shows, and what it is to show next.
pub struct Canvas {
    shown: Picture,
    next: Picture,
    /// Whether `shown` is what the terminal shows.
    known: bool,
    /// Where the terminal's cursor is seen; `None` where it is hidden.
    cursor: Option<Position>,
    bytes: Vec<u8>,
}

impl Canvas {
    /// For a terminal of that size, of which nothing is known yet.
    pub fn new(columns: u16, lines: u16) -> Self {
        let area = Rect::new(0, 0, columns, lines);
        Self {
            shown: Picture::empty(area),
            next: Picture::empty(area),
            known: false,
            cursor: None,
            bytes: Vec::new(),
        }
    }

    /// Takes another size; the next frame is drawn whole.
    pub fn resize(&mut self, columns: u16, lines: u16) {
        *self = Self {
            bytes: std::mem::take(&mut self.bytes),
            ..Self::new(columns, lines)
        };
    }

    /// Gets ready for the next frame. Best done when nobody waits for it: emptying the old picture takes as long as
    /// drawing a good part of the new.
    pub fn prepare(&mut self) {
        self.next.reset();
    }

    /// Makes the next picture by `view` on an empty one, see [`Canvas::prepare`]; it gives where the cursor is to be seen; the bytes that show it, as one
    /// synchronized update. None where nothing changes.
    pub fn draw(&mut self, view: impl FnOnce(&mut Picture) -> Option<Position>) -> io::Result<&[u8]> {
        let cursor = view(&mut self.next);
        self.bytes.clear();
        queue!(self.bytes, terminal::BeginSynchronizedUpdate)?;
        let begun = self.bytes.len();
        if !self.known {
            self.shown.reset();
            queue!(
                self.bytes,
                terminal::Clear(terminal::ClearType::All),
                cursor::Hide
            )?;
            self.cursor = None;
        }
        let mut pen = Pen::new(&mut self.bytes);
        for (y, (shown, next)) in self.shown.rows().zip(self.next.rows()).enumerate() {
            let rows = Rows {
                shown: (&self.shown, shown),
                next: (&self.next, next),
            };
            rows.draw(&mut pen, y)?;
        }
        pen.lay_down()?;
        let drawn = self.bytes.len() > begun;
        if cursor.is_some() && (drawn || cursor != self.cursor) {
            let Position { x, y } = cursor.unwrap_or_default();
            queue!(self.bytes, cursor::MoveTo(x, y), cursor::Show)?;
        } else if cursor.is_none() && self.cursor.is_some() {
            queue!(self.bytes, cursor::Hide)?;
        }
        self.cursor = cursor;
        self.known = true;
        std::mem::swap(&mut self.shown, &mut self.next);
        if self.bytes.len() == begun {
            self.bytes.clear();
        } else {
            queue!(self.bytes, terminal::EndSynchronizedUpdate)?;
        }
        Ok(&self.bytes)
    }
}

/// A row as it is shown and as it is to be, each with the picture that it is of.
struct Rows<'p> {
    shown: (&'p Picture, &'p [Cell]),
    next: (&'p Picture, &'p [Cell]),
}

impl Rows<'_> {
    /// Leads the row of the screen from what it shows to what it is to show.
    fn draw(&self, pen: &mut Pen, y: usize) -> io::Result<()> {
        let (picture, next) = self.next;
        if Cell::all_same(self.shown.1, next) {
            return Ok(());
        }
        let end = next
            .iter()
            .rposition(|cell| !cell.is_blank())
            .map_or(0, |last| last + 1);
        // Cells up to here are drawn whatever they hold: a wide character that went shows in them.
        let mut uncertain = 0;
        let mut x = 0;
        while let Some(new) = next.get(x) {
            let cells = new.width();
            if x >= uncertain && self.stays(x) {
                x += cells;
                continue;
            }
            if x >= end {
                pen.go(x, y, next)?;
                return pen.erase_to_the_end();
            }
            let blanks = blanks_from(next, x);
            let many = blanks >= MANY_BLANKS;
            let written = if many { blanks } else { cells };
            uncertain = uncertain.max(broken(self.shown.1, x, written));
            if many {
                pen.go(x, y, next)?;
                pen.erase(blanks)?;
                x += blanks;
                continue;
            }
            let mut room = [0; 4];
            let symbol = picture.symbol(new, &mut room);
            if cells > 1 && symbol.contains('\u{FE0F}') {
                // Some terminals give an emoji of this kind one cell: what stood in the second would stay.
                pen.go(x + 1, y, next)?;
                pen.write(" ", &Cell::EMPTY, x + 1)?;
            }
            pen.go(x, y, next)?;
            pen.write(symbol, new, x)?;
            x += cells;
        }
        Ok(())
    }

    /// Whether a cell looks already as it should.
    fn stays(&self, x: usize) -> bool {
        let cells = self.shown.1.get(x).zip(self.next.1.get(x));
        cells.is_some_and(|(shown, next)| self.shown.0.same(shown, self.next.0, next))
    }
}

/// Up to where nothing of the old row can be relied on once `cells` cells from `x` are written: a wide character that
/// begins in any of them loses its other half.
fn broken(shown: &[Cell], x: usize, cells: usize) -> usize {
    let covered = shown.iter().enumerate().skip(x).take(cells);
    covered.map(|(at, cell)| at + cell.width()).max().unwrap_or(x)
}

fn blanks_from(row: &[Cell], x: usize) -> usize {
    let rest = row.get(x..).unwrap_or_default();
    rest.iter().take_while(|cell| cell.is_blank()).count()
}

/// Writes cells one behind the other: where it stands in the terminal, and what it wears there.
struct Pen<'b> {
    bytes: &'b mut Vec<u8>,
    /// Column and line behind the last cell written; `None` where the terminal may see that otherwise.
    at: Option<(usize, usize)>,
    worn: Look,
}

impl<'b> Pen<'b> {
    fn new(bytes: &'b mut Vec<u8>) -> Self {
        Self {
            bytes,
            at: None,
            worn: Look::default(),
        }
    }

    /// Goes to a cell of the row `next`.
    fn go(&mut self, x: usize, y: usize, next: &[Cell]) -> io::Result<()> {
        match self.at {
            Some(at) if at == (x, y) => return Ok(()),
            Some((from, line)) if line == y && from < x => {
                let between = next.get(from..x).unwrap_or_default();
                let short = between.len() <= FEW
                    && between
                        .iter()
                        .all(|cell| cell.ascii().is_some() && cell.look() == self.worn);
                if short {
                    self.bytes.extend(between.iter().filter_map(Cell::ascii));
                } else {
                    write!(self.bytes, "\x1b[{}C", x - from)?;
                }
            }
            _ => write!(self.bytes, "\x1b[{};{}H", y + 1, x + 1)?,
        }
        self.at = Some((x, y));
        Ok(())
    }

    /// Writes a cell where it stands.
    fn write(&mut self, symbol: &str, cell: &Cell, x: usize) -> io::Result<()> {
        self.wear(cell.look())?;
        self.bytes.extend_from_slice(symbol.as_bytes());
        // Where the cursor stands behind a wide character is the terminal's business: the next is gone to.
        self.at = self.at.filter(|_| cell.width() == 1).map(|(_, y)| (x + 1, y));
        Ok(())
    }

    /// Erases so many cells; stands where it stood.
    fn erase(&mut self, cells: usize) -> io::Result<()> {
        self.wear(Look::default())?;
        write!(self.bytes, "\x1b[{cells}X")
    }

    fn erase_to_the_end(&mut self) -> io::Result<()> {
        self.wear(Look::default())?;
        self.bytes.extend_from_slice(b"\x1b[K");
        Ok(())
    }

    /// Leaves the terminal without a style.
    fn lay_down(&mut self) -> io::Result<()> {
        self.wear(Look::default())
    }

    /// Sets the style of what follows (ECMA-48, SGR): what is new of it, or all anew where something is taken off.
    fn wear(&mut self, look: Look) -> io::Result<()> {
        if look == self.worn {
            return Ok(());
        }
        let worn = std::mem::replace(&mut self.worn, look);
        let (fg_worn, bg_worn, modifier_worn) = (worn.fg(), worn.bg(), worn.modifier());
        let (fg, bg, modifier) = (look.fg(), look.bg(), look.modifier());
        self.bytes.extend_from_slice(b"\x1b[");
        let begun = self.bytes.len();
        let anew = modifier_worn != modifier;
        if anew {
            self.bytes.extend_from_slice(b"0;");
        }
        for (one, code) in [
            (Modifier::BOLD, b"1;"),
            (Modifier::DIM, b"2;"),
            (Modifier::ITALIC, b"3;"),
            (Modifier::UNDERLINED, b"4;"),
            (Modifier::REVERSED, b"7;"),
            (Modifier::CROSSED_OUT, b"9;"),
        ] {
            if anew && modifier.contains(one) {
                self.bytes.extend_from_slice(code);
            }
        }
        let plain = |colour| anew && colour == Color::Reset;
        if !plain(fg) && (anew || fg != fg_worn) {
            self.colour(fg, 30)?;
        }
        if !plain(bg) && (anew || bg != bg_worn) {
            self.colour(bg, 40)?;
        }
        if self.bytes.len() == begun {
            self.bytes.truncate(begun - 2);
        } else {
            self.bytes.pop();
            self.bytes.push(b'm');
        }
        Ok(())
    }

    /// A colour of the letters (`base` 30) or behind them (`base` 40).
    fn colour(&mut self, colour: Color, base: u8) -> io::Result<()> {
        if crossterm::style::Colored::ansi_color_disabled_memoized() {
            return Ok(());
        }
        let code = match colour {
            Color::Reset => 9,
            Color::Black => 0,
            Color::Red => 1,
            Color::Green => 2,
            Color::Yellow => 3,
            Color::Blue => 4,
            Color::Magenta => 5,
            Color::Cyan => 6,
            Color::Gray => 7,
            Color::DarkGray => 60,
            Color::LightRed => 61,
            Color::LightGreen => 62,
            Color::LightYellow => 63,
            Color::LightBlue => 64,
            Color::LightMagenta => 65,
            Color::LightCyan => 66,
            Color::White => 67,
            Color::Indexed(index) => return write!(self.bytes, "{};5;{index};", base + 8),
            Color::Rgb(red, green, blue) => {
                return write!(self.bytes, "{};2;{red};{green};{blue};", base + 8);
            }
        };
        write!(self.bytes, "{};", base + code)
    }
}

#[cfg(test)]
mod tests {
    use std::num::NonZero;

    use proptest::prelude::*;
    use ratatui::{buffer::Buffer, layout::Rect, style::Style};

    use super::*;

    const COLUMNS: u16 = 40;
    const LINES: u16 = 4;

    /// What a terminal shows after the bytes that take one picture to the next.
    fn shown(pictures: &[Buffer]) -> vt100::Parser {
        let mut parser = vt100::Parser::new(NonZero::new(LINES).unwrap(), NonZero::new(COLUMNS).unwrap(), 0);
        parser.process(b"whatever\x1b[31m stood\x1b[0m there");
        let mut canvas = Canvas::new(COLUMNS, LINES);
        for picture in pictures {
            let bytes = canvas.draw(|next| {
                *next = Picture::from(picture);
                None
            });
            parser.process(bytes.unwrap());
            canvas.prepare();
        }
        parser
    }

    fn styles() -> impl Strategy<Value = Style> {
        prop::sample::select(vec![
            Style::new(),
            Style::new().fg(Color::Red),
            Style::new().bg(Color::Blue),
            Style::new().fg(Color::LightGreen).add_modifier(Modifier::BOLD),
            Style::new().add_modifier(Modifier::DIM),
            Style::new().add_modifier(Modifier::REVERSED | Modifier::UNDERLINED),
        ])
    }

    #[test]
    fn what_follows_a_wide_character_stands_where_it_should() {
        let mut picture = Buffer::empty(Rect::new(0, 0, COLUMNS, LINES));
        picture.set_string(0, 1, "北京 e\u{301}x", Style::new().fg(Color::Red));
        assert_eq!(
            shown(&[picture]).screen().contents().lines().nth(1),
            Some("北京 e\u{301}x")
        );
    }

    #[test]
    fn what_stays_is_not_drawn() {
        let mut canvas = Canvas::new(COLUMNS, LINES);
        let mut draw = |text: &str, cursor| {
            let bytes = canvas.draw(|next| {
                for (cell, letter) in next.cells_mut(0, 0, COLUMNS).iter_mut().zip(text.chars()) {
                    *cell = Cell::of(letter, Look::default());
                }
                cursor
            });
            let written = String::from_utf8(bytes.unwrap().to_vec()).unwrap();
            canvas.prepare();
            written
        };
        draw("Kim in Pyongyang", None);
        assert_eq!(draw("Kim in Pyongyang", None), "");
        assert_eq!(
            draw("Kim in Beijing", None),
            "\x1b[?2026h\x1b[1;8HBeijing\x1b[K\x1b[?2026l"
        );
        assert_eq!(
            draw("Kim in Beijing", Some(Position::new(3, 0))),
            "\x1b[?2026h\x1b[1;4H\x1b[?25h\x1b[?2026l"
        );
        assert_eq!(draw("Kim in Beijing", None), "\x1b[?2026h\x1b[?25l\x1b[?2026l");
    }

    /// A text of wide characters, of letters with accents of their own, of blanks, of anything else.
    const TEXTS: &str = "[a-c─→é北 ]{1,6}|(e\u{301}|a\u{308}\u{323}|北|x){1,5}| {1,30}|[ab]{30}";

    /// Texts of which many begin alike.
    const MEETING: &str = "(e\u{301}|a\u{308}\u{323}|北|x){1,3}|[ab ]{2,30}";

    /// Whether the terminal shows what was drawn last.
    fn shows(pictures: &[Buffer]) -> Result<(), TestCaseError> {
        let Some(picture) = pictures.last() else {
            return Ok(());
        };
        let parser = shown(pictures);
        let mut hidden = 0;
        for (index, cell) in picture.content.iter().enumerate() {
            let (x, y) = (index as u16 % COLUMNS, index as u16 / COLUMNS);
            if x == 0 {
                hidden = 0;
            }
            if hidden > 0 {
                hidden -= 1;
                continue;
            }
            hidden = crate::text::width(cell.symbol()).saturating_sub(1);
            let seen = parser.screen().cell(y, x).unwrap();
            let symbol = if seen.has_contents() { seen.contents() } else { " " };
            prop_assert_eq!(symbol, cell.symbol(), "at {},{}", x, y);
            // This terminal knows one intensity at a time.
            if !cell.modifier.contains(Modifier::DIM) {
                prop_assert_eq!(seen.bold(), cell.modifier.contains(Modifier::BOLD));
            }
            prop_assert_eq!(seen.inverse(), cell.modifier.contains(Modifier::REVERSED));
            prop_assert_eq!(seen.underline(), cell.modifier.contains(Modifier::UNDERLINED));
            if symbol != " " {
                prop_assert_eq!(seen.fgcolor() == vt100::Color::Idx(1), cell.fg == Color::Red);
            }
            prop_assert_eq!(seen.bgcolor() == vt100::Color::Idx(4), cell.bg == Color::Blue);
        }
        Ok(())
    }

    proptest! {
        #[test]
        fn the_terminal_shows_the_picture(
            texts in prop::collection::vec((0..COLUMNS, 0..LINES, TEXTS, styles()), 1..12),
            split in 0usize..12,
        ) {
            let mut picture = Buffer::empty(Rect::new(0, 0, COLUMNS, LINES));
            let mut pictures = vec![];
            for (index, (x, y, text, style)) in texts.iter().enumerate() {
                picture.set_string(*x, *y, text, *style);
                if index == split {
                    pictures.push(picture.clone());
                }
            }
            pictures.push(picture.clone());
            shows(&pictures)?;
        }

        /// Pictures that have nothing to do with each other, in the same few places.
        #[test]
        fn the_terminal_shows_the_last_of_any_pictures(
            pictures in prop::collection::vec(
                prop::collection::vec((prop::sample::select(vec![0, 1, 2, 39]), 0..1_u16, MEETING, prop::sample::select(vec![Style::new(), Style::new().bg(Color::Blue)])), 0..5),
                2..4,
            ),
        ) {
            let drawn = pictures.iter().map(|texts| {
                let mut picture = Buffer::empty(Rect::new(0, 0, COLUMNS, LINES));
                for (x, y, text, style) in texts {
                    picture.set_string(*x, *y, text, *style);
                }
                picture
            });
            shows(&drawn.collect::<Vec<_>>())?;
        }
    }
}
