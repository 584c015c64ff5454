//! A picture of the screen: what stands in each cell, and how it looks.
//!
//! A cell takes 16 bytes, where one of ratatui takes 48: a frame is drawn anew at each key, cleared, written and compared,
//! and most of that time is memory. What a cell shows is one character in nearly all of them. The few that hold several
//! (a letter with accents of their own, an emoji of parts) point to a list that the picture keeps.

use ratatui::{
    buffer::Buffer,
    layout::Rect,
    style::{Color, Modifier, Style},
};

/// What a cell shows: a character by its number, or, from here on, a place in the list of what has several.
const SEVERAL: u32 = 1 << 31;

/// A colour as a number: none is 0, the sixteen that have names follow, then those of the palette, then all others.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Paint(u32);

const PALETTE: u32 = 1 << 24;
const RGB: u32 = 2 << 24;
/// The colours that have names, by their number.
const NAMED: [Color; 17] = [
    Color::Reset,
    Color::Black,
    Color::Red,
    Color::Green,
    Color::Yellow,
    Color::Blue,
    Color::Magenta,
    Color::Cyan,
    Color::Gray,
    Color::DarkGray,
    Color::LightRed,
    Color::LightGreen,
    Color::LightYellow,
    Color::LightBlue,
    Color::LightMagenta,
    Color::LightCyan,
    Color::White,
];

impl From<Color> for Paint {
    fn from(colour: Color) -> Self {
        Self(match colour {
            Color::Indexed(index) => PALETTE | u32::from(index),
            Color::Rgb(red, green, blue) => RGB | u32::from_be_bytes([0, red, green, blue]),
            named => NAMED.iter().position(|of| *of == named).unwrap_or(0) as u32,
        })
    }
}

impl From<Paint> for Color {
    fn from(Paint(number): Paint) -> Self {
        let [kind, red, green, blue] = number.to_be_bytes();
        match kind {
            0 => NAMED.get(usize::from(blue)).copied().unwrap_or(Color::Reset),
            1 => Color::Indexed(blue),
            _ => Color::Rgb(red, green, blue),
        }
    }
}

/// How a cell looks: its colours, and what else is done to the letters.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Look {
    fg: Paint,
    bg: Paint,
    modifier: u16,
}

impl Look {
    /// The colour of the letters.
    pub fn fg(self) -> Color {
        self.fg.into()
    }

    /// The colour behind them.
    pub fn bg(self) -> Color {
        self.bg.into()
    }

    /// Bold, dim and the like.
    pub fn modifier(self) -> Modifier {
        Modifier::from_bits_truncate(self.modifier)
    }

    /// The same with that style laid over it.
    fn with(self, style: Style) -> Self {
        let taken = self.modifier | style.add_modifier.bits();
        Self {
            fg: style.fg.map_or(self.fg, Paint::from),
            bg: style.bg.map_or(self.bg, Paint::from),
            modifier: taken & !style.sub_modifier.bits(),
        }
    }
}

impl From<Style> for Look {
    fn from(style: Style) -> Self {
        Self::default().with(style)
    }
}

/// A cell of a [`Picture`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(align(16))]
pub struct Cell {
    glyph: u32,
    fg: Paint,
    bg: Paint,
    modifier: u16,
    /// How many cells it takes; those behind it are hidden by it.
    width: u8,
}

impl Cell {
    /// A blank.
    pub const EMPTY: Self = Self::of(
        ' ',
        Look {
            fg: Paint(0),
            bg: Paint(0),
            modifier: 0,
        },
    );

    /// A character that takes one cell.
    pub const fn of(character: char, look: Look) -> Self {
        Self::made(character as u32, 1, look)
    }

    const fn made(glyph: u32, width: u8, look: Look) -> Self {
        let Look { fg, bg, modifier } = look;
        Self {
            glyph,
            fg,
            bg,
            modifier,
            width,
        }
    }

    /// How it looks.
    pub fn look(&self) -> Look {
        Look {
            fg: self.fg,
            bg: self.bg,
            modifier: self.modifier,
        }
    }

    /// How many cells it takes.
    pub fn width(&self) -> usize {
        usize::from(self.width)
    }

    /// Whether it shows this character, and nothing else.
    pub fn is(&self, character: char) -> bool {
        self.glyph == u32::from(character)
    }

    /// Whether erasing leaves the same: nothing, on no colour.
    pub fn is_blank(&self) -> bool {
        self.is(' ') && self.bg == Paint(0) && self.modifier == 0
    }

    /// What is different between two cells, in any bit; and whether one of them holds several characters, of which the
    /// number alone says nothing. No branches, so that many cells are compared at a time.
    fn differs(&self, other: &Self) -> u32 {
        (self.glyph ^ other.glyph)
            | (self.fg.0 ^ other.fg.0)
            | (self.bg.0 ^ other.bg.0)
            | u32::from(self.modifier ^ other.modifier)
            | ((self.glyph | other.glyph) & SEVERAL)
    }

    /// Whether cells of two pictures are surely the same to see.
    pub fn all_same(some: &[Self], others: &[Self]) -> bool {
        let pairs = some.iter().zip(others);
        some.len() == others.len() && pairs.fold(0, |found, (a, b)| found | a.differs(b)) == 0
    }

    /// The letter of ASCII that it shows, if it shows one.
    pub fn ascii(&self) -> Option<u8> {
        u8::try_from(self.glyph).ok().filter(u8::is_ascii)
    }
}

/// What stands in each cell of a screen.
#[derive(Clone, Debug, Default)]
pub struct Picture {
    /// The cells that it has.
    pub area: Rect,
    cells: Vec<Cell>,
    /// What shows several characters in one cell.
    several: Vec<Box<str>>,
}

impl Picture {
    /// An empty one.
    pub fn empty(area: Rect) -> Self {
        Self {
            area,
            cells: vec![Cell::EMPTY; area.area() as usize],
            several: Vec::new(),
        }
    }

    /// Empties it.
    pub fn reset(&mut self) {
        self.cells.fill(Cell::EMPTY);
        self.several.clear();
    }

    /// The rows from the top.
    pub fn rows(&self) -> impl DoubleEndedIterator<Item = &[Cell]> + ExactSizeIterator {
        self.cells.chunks(usize::from(self.area.width).max(1))
    }

    /// The cell at a place; none outside.
    pub fn cell(&self, x: u16, y: u16) -> Option<&Cell> {
        self.cells.get(self.at(x, y)?)
    }

    /// Cells of a row from `x` up to before `right`; empty outside.
    pub fn cells_mut(&mut self, y: u16, x: u16, right: u16) -> &mut [Cell] {
        let (x, right) = (x.max(self.area.left()), right.min(self.area.right()));
        match self.at(x, y) {
            Some(from) if x < right => self
                .cells
                .get_mut(from..from + usize::from(right - x))
                .unwrap_or_default(),
            _ => &mut [],
        }
    }

    /// Makes a cell of what takes `width` cells together: a character or more.
    pub fn glyph(&mut self, symbol: &str, width: usize, look: Look) -> Cell {
        let mut characters = symbol.chars();
        let glyph = match (characters.next(), characters.next()) {
            (None, _) => u32::from(' '),
            (Some(only), None) => u32::from(only),
            _ => {
                self.several.push(symbol.into());
                SEVERAL | (self.several.len() as u32 - 1)
            }
        };
        Cell::made(glyph, width.clamp(1, 255) as u8, look)
    }

    /// What a cell of this picture shows; `room` is where a character is written to be lent.
    pub fn symbol<'s>(&'s self, cell: &Cell, room: &'s mut [u8; 4]) -> &'s str {
        if cell.glyph & SEVERAL == 0 {
            char::from_u32(cell.glyph).unwrap_or(' ').encode_utf8(room)
        } else {
            let place = (cell.glyph & !SEVERAL) as usize;
            self.several.get(place).map_or(" ", |symbol| symbol)
        }
    }

    /// Whether a cell of this picture and one of another are the same to see.
    pub fn same(&self, own: &Cell, other: &Picture, theirs: &Cell) -> bool {
        if (own.glyph | theirs.glyph) & SEVERAL == 0 {
            return own.differs(theirs) == 0;
        }
        own.look() == theirs.look() && self.symbol(own, &mut [0; 4]) == other.symbol(theirs, &mut [0; 4])
    }

    /// Lays a style over the cells of `area` as they are.
    pub fn restyle(&mut self, area: Rect, style: Style) {
        for y in area.top()..area.bottom() {
            for cell in self.cells_mut(y, area.left(), area.right()) {
                *cell = Cell::made(cell.glyph, cell.width, cell.look().with(style));
            }
        }
    }

    fn at(&self, x: u16, y: u16) -> Option<usize> {
        let column = x
            .checked_sub(self.area.x)
            .filter(|column| *column < self.area.width)?;
        let line = y
            .checked_sub(self.area.y)
            .filter(|line| *line < self.area.height)?;
        Some(usize::from(line) * usize::from(self.area.width) + usize::from(column))
    }
}

/// As ratatui keeps it: for pictures and tests.
impl From<&Picture> for Buffer {
    fn from(picture: &Picture) -> Self {
        let mut buffer = Self::empty(picture.area);
        for (cell, to) in picture.cells.iter().zip(&mut buffer.content) {
            to.set_symbol(picture.symbol(cell, &mut [0; 4]));
            (to.fg, to.bg) = (cell.fg.into(), cell.bg.into());
            to.modifier = cell.look().modifier();
        }
        buffer
    }
}

#[cfg(test)]
impl From<&Buffer> for Picture {
    fn from(buffer: &Buffer) -> Self {
        let mut picture = Self::empty(buffer.area);
        for (index, from) in buffer.content.iter().enumerate() {
            let style = Style::new().fg(from.fg).bg(from.bg).add_modifier(from.modifier);
            let width = crate::text::width(from.symbol());
            picture.cells[index] = picture.glyph(from.symbol(), width, style.into());
        }
        picture
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_is_small() {
        assert_eq!(size_of::<Cell>(), 16);
    }

    #[test]
    fn colours_come_back_as_they_were() {
        let others = [
            Color::Indexed(0),
            Color::Indexed(255),
            Color::Rgb(0, 0, 0),
            Color::Rgb(1, 2, 255),
        ];
        for colour in NAMED.into_iter().chain(others) {
            assert_eq!(Color::from(Paint::from(colour)), colour);
        }
    }

    #[test]
    fn a_style_laid_over_another_keeps_what_it_does_not_say() {
        let mut picture = Picture::empty(Rect::new(0, 0, 2, 1));
        let red = Style::new().fg(Color::Red).add_modifier(Modifier::BOLD);
        picture.restyle(picture.area, red);
        let blue = Style::new().bg(Color::Blue).remove_modifier(Modifier::BOLD);
        picture.restyle(Rect::new(1, 0, 9, 9), blue);
        let look = |x| picture.cell(x, 0).unwrap().look();
        assert_eq!(
            (look(0).fg(), look(0).bg(), look(0).modifier()),
            (Color::Red, Color::Reset, Modifier::BOLD)
        );
        assert_eq!(
            (look(1).fg(), look(1).bg(), look(1).modifier()),
            (Color::Red, Color::Blue, Modifier::empty())
        );
    }

    #[test]
    fn what_has_several_characters_is_compared_by_them() {
        let area = Rect::new(0, 0, 3, 1);
        let (mut one, mut two) = (Picture::empty(area), Picture::empty(area));
        let accent = one.glyph("e\u{301}", 1, Look::default());
        let unlike = two.glyph("o\u{308}", 1, Look::default());
        assert!(
            !one.same(&accent, &two, &unlike),
            "though both are the first of their pictures"
        );
        let same = two.glyph("e\u{301}", 1, Look::default());
        assert_ne!(accent, same);
        assert!(one.same(&accent, &two, &same));
        assert!(!Cell::all_same(&[accent], &[same]), "only the texts say that");
        let other = two.glyph("e\u{300}", 1, Look::default());
        assert!(!one.same(&accent, &two, &other));
        assert!(!one.same(&accent, &two, &Cell::EMPTY));
        let red = two.glyph("e\u{301}", 1, Style::new().fg(Color::Red).into());
        assert!(!one.same(&accent, &two, &red));
    }

    #[test]
    fn nothing_is_outside() {
        let mut picture = Picture::empty(Rect::new(0, 0, 3, 2));
        assert!(picture.cell(3, 0).is_none() && picture.cell(0, 2).is_none());
        assert_eq!(picture.cells_mut(1, 1, 99).len(), 2);
        assert!(picture.cells_mut(2, 0, 3).is_empty() && picture.cells_mut(0, 2, 1).is_empty());
    }
}
