//! The cells of a frame → the bytes that draw them, written at once.
//!
//! crossterm's backend formats every cell and names both colours at every change of style. This writes the same
//! picture in two thirds of the bytes and a third of the time, which is most of what lies between a key and its frame.
//! Everything else is left to crossterm.

use std::io::{self, Write};

use crossterm::{cursor, queue, terminal};
use ratatui::{
    backend::{Backend, ClearType, WindowSize},
    buffer::Cell,
    layout::{Position, Size},
    style::{Color, Modifier},
};

/// A frame's bytes, until [`Output::present`] writes them.
#[derive(Default)]
pub struct Output {
    bytes: Vec<u8>,
}

impl Output {
    /// Writes the frame to standard output, in one write.
    pub fn present(&mut self) -> io::Result<()> {
        let mut out = io::stdout().lock();
        out.write_all(&self.bytes)?;
        self.bytes.clear();
        out.flush()
    }

    /// Moves to a cell from the one behind `last`.
    fn go(&mut self, to: Position, last: Option<Position>) -> io::Result<()> {
        match last {
            Some(last) if last.y == to.y && last.x + 1 == to.x => Ok(()),
            Some(last) if last.y == to.y && last.x < to.x => {
                write!(self.bytes, "\x1b[{}C", to.x - last.x - 1)
            }
            _ => write!(self.bytes, "\x1b[{};{}H", to.y + 1, to.x + 1),
        }
    }

    /// Sets the style of what follows, all of it anew (ECMA-48, SGR).
    fn dress(&mut self, cell: &Cell) -> io::Result<()> {
        self.bytes.extend_from_slice(b"\x1b[0");
        for (modifier, code) in [
            (Modifier::BOLD, b";1"),
            (Modifier::DIM, b";2"),
            (Modifier::ITALIC, b";3"),
            (Modifier::UNDERLINED, b";4"),
            (Modifier::REVERSED, b";7"),
            (Modifier::CROSSED_OUT, b";9"),
        ] {
            if cell.modifier.contains(modifier) {
                self.bytes.extend_from_slice(code);
            }
        }
        self.colour(cell.fg, 30)?;
        self.colour(cell.bg, 40)?;
        self.bytes.push(b'm');
        Ok(())
    }

    /// A colour of the letters (`base` 30) or behind them (`base` 40).
    fn colour(&mut self, colour: Color, base: u8) -> io::Result<()> {
        if crossterm::style::Colored::ansi_color_disabled_memoized() {
            return Ok(());
        }
        let code = match colour {
            Color::Reset => return Ok(()),
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
            Color::Indexed(index) => return write!(self.bytes, ";{};5;{index}", base + 8),
            Color::Rgb(red, green, blue) => {
                return write!(self.bytes, ";{};2;{red};{green};{blue}", base + 8);
            }
        };
        write!(self.bytes, ";{}", base + code)
    }
}

/// Commands of crossterm go into the same bytes.
impl Write for Output {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.bytes.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    /// Bytes go out in [`Output::present`] alone.
    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Backend for Output {
    type Error = io::Error;

    fn draw<'a, I: Iterator<Item = (u16, u16, &'a Cell)>>(&mut self, cells: I) -> io::Result<()> {
        let mut last = None;
        let plain = Cell::EMPTY;
        let mut worn = &plain;
        for (x, y, cell) in cells {
            let at = Position { x, y };
            self.go(at, last)?;
            if (cell.fg, cell.bg, cell.modifier) != (worn.fg, worn.bg, worn.modifier) {
                self.dress(cell)?;
                worn = cell;
            }
            self.bytes.extend_from_slice(cell.symbol().as_bytes());
            // Where the cursor stands behind a wide character is the terminal's business: the next is gone to.
            last = cell
                .symbol()
                .is_ascii()
                .then_some(at)
                .or_else(|| (crate::text::width(cell.symbol()) == 1).then_some(at));
        }
        self.bytes.extend_from_slice(b"\x1b[0m");
        Ok(())
    }

    fn hide_cursor(&mut self) -> io::Result<()> {
        queue!(self, cursor::Hide)
    }

    fn show_cursor(&mut self) -> io::Result<()> {
        queue!(self, cursor::Show)
    }

    /// Frames are as large as the screen, so that it does not matter where the cursor was. The terminal is not asked:
    /// its answer would come to the thread that reads the keys.
    fn get_cursor_position(&mut self) -> io::Result<Position> {
        Ok(Position::ORIGIN)
    }

    fn set_cursor_position<P: Into<Position>>(&mut self, position: P) -> io::Result<()> {
        let Position { x, y } = position.into();
        queue!(self, cursor::MoveTo(x, y))
    }

    fn clear(&mut self) -> io::Result<()> {
        self.clear_region(ClearType::All)
    }

    fn clear_region(&mut self, region: ClearType) -> io::Result<()> {
        let region = match region {
            ClearType::All => terminal::ClearType::All,
            ClearType::AfterCursor => terminal::ClearType::FromCursorDown,
            ClearType::BeforeCursor => terminal::ClearType::FromCursorUp,
            ClearType::CurrentLine => terminal::ClearType::CurrentLine,
            ClearType::UntilNewLine => terminal::ClearType::UntilNewLine,
        };
        queue!(self, terminal::Clear(region))
    }

    fn size(&self) -> io::Result<Size> {
        let (width, height) = terminal::size()?;
        Ok(Size { width, height })
    }

    fn window_size(&mut self) -> io::Result<WindowSize> {
        let size = terminal::window_size()?;
        Ok(WindowSize {
            columns_rows: Size {
                width: size.columns,
                height: size.rows,
            },
            pixels: Size {
                width: size.width,
                height: size.height,
            },
        })
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use std::num::NonZero;

    use proptest::prelude::*;
    use ratatui::{buffer::Buffer, layout::Rect, style::Style};

    use super::*;

    const COLUMNS: u16 = 12;
    const LINES: u16 = 4;

    /// What a terminal shows after the bytes that take one picture to the next.
    fn shown(pictures: &[Buffer]) -> vt100::Parser {
        let mut parser = vt100::Parser::new(NonZero::new(LINES).unwrap(), NonZero::new(COLUMNS).unwrap(), 0);
        let mut before = Buffer::empty(Rect::new(0, 0, COLUMNS, LINES));
        for picture in pictures {
            let mut output = Output::default();
            output.draw(before.diff(picture).into_iter()).unwrap();
            parser.process(&output.bytes);
            before = picture.clone();
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

    proptest! {
        #[test]
        fn the_terminal_shows_the_picture(
            texts in prop::collection::vec((0..COLUMNS, 0..LINES, "[a-c─→é ]{1,6}", styles()), 1..12),
            split in 0usize..12,
        ) {
            let mut picture = Buffer::empty(Rect::new(0, 0, COLUMNS, LINES));
            let mut pictures = Vec::new();
            for (index, (x, y, text, style)) in texts.iter().enumerate() {
                picture.set_string(*x, *y, text, *style);
                if index == split {
                    pictures.push(picture.clone());
                }
            }
            pictures.push(picture.clone());
            let parser = shown(&pictures);
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
                prop_assert_eq!(seen.fgcolor() == vt100::Color::Idx(1), cell.fg == Color::Red);
                prop_assert_eq!(seen.bgcolor() == vt100::Color::Idx(4), cell.bg == Color::Blue);
            }
        }
    }
}
