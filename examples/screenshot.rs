//! Draws the screen as an SVG picture, by the program's own views:
//!
//! ```sh
//! cargo run --example screenshot -- docs/screen.svg 120x40 'country:RUS+PRK' 't2024-06-18<enter>'
//! ```
//!
//! Arguments: the file to write, columns x lines, a query, and keys (characters, and names in angle brackets).
//! The events are those inside the program, and today is always the last day of 2024, so the picture is the same
//! whenever it is made.
//!
//! Letters are text. Lines and blocks are shapes and signs stand in the middle of their cells, so that the picture
//! holds together whatever font shows it.

use std::{error::Error, fmt::Write, fs::File, io::Write as _};

use annals::{
    dates::Civil,
    store::{self, Place},
    text,
    tui::headless::Headless,
};
use ratatui::{
    buffer::{Buffer, Cell},
    style::{Color, Modifier},
};

/// Width and height of a cell, and the size of its letters, in the picture's units.
const CELL: (f32, f32) = (8.4, 18.0);
const LETTERS: f32 = 14.0;
/// Where letters stand in a cell, from its top.
const BASE: f32 = 13.5;
/// What is left free around the screen.
const MARGIN: f32 = 14.0;
const PAPER: &str = "#16181d";
const INK: &str = "#d5d8df";
/// The sixteen colours of the terminal that is drawn.
const PALETTE: [&str; 16] = [
    "#24272e", "#e0666f", "#8fc17a", "#ddb66a", "#6ba4e7", "#c184d8", "#62b8c4", "#c3c7d0", "#6d7482",
    "#f0838b", "#a9d695", "#ecca86", "#8bbcf5", "#d4a0e8", "#83d0da", "#ffffff",
];

/// The arms of the characters that draw lines, in the order up, right, down, left: 1 light, 2 heavy; and the dashes.
const LINES: [(&str, [u8; 4], &str); 24] = [
    ("─", [0, 1, 0, 1], ""),
    ("━", [0, 2, 0, 2], ""),
    ("│", [1, 0, 1, 0], ""),
    ("┃", [2, 0, 2, 0], ""),
    ("┄", [0, 1, 0, 1], "1.6 1.2"),
    ("┆", [1, 0, 1, 0], "3 3"),
    ("┊", [1, 0, 1, 0], "2.25 2.25"),
    ("┌", [0, 1, 1, 0], ""),
    ("┐", [0, 0, 1, 1], ""),
    ("└", [1, 1, 0, 0], ""),
    ("┘", [1, 0, 0, 1], ""),
    ("┏", [0, 2, 2, 0], ""),
    ("┓", [0, 0, 2, 2], ""),
    ("┗", [2, 2, 0, 0], ""),
    ("┛", [2, 0, 0, 2], ""),
    ("┣", [2, 2, 2, 0], ""),
    ("┫", [2, 0, 2, 2], ""),
    ("┳", [0, 2, 2, 2], ""),
    ("┻", [2, 2, 0, 2], ""),
    ("╋", [2, 2, 2, 2], ""),
    ("╭", [0, 1, 1, 0], ""),
    ("╮", [0, 0, 1, 1], ""),
    ("╰", [1, 1, 0, 0], ""),
    ("╯", [1, 0, 0, 1], ""),
];

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let argument = |index: usize, usual: &str| arguments.get(index).map_or(usual, String::as_str).to_owned();
    let size = argument(1, "120x36");
    let (columns, lines) = size.split_once('x').ok_or("a size is written 120x36")?;
    let today = Civil {
        year: 2024,
        month: 12,
        day: 31,
    };
    let mut screen = Headless::new(
        store::load(&Place::Embedded, &|_| {})?,
        (columns.parse()?, lines.parse()?),
        today.to_day(),
        &argument(2, ""),
    );
    screen.keys(&argument(3, ""));
    let mut file = File::create(argument(0, "screen.svg"))?;
    file.write_all(picture(&screen.buffer())?.as_bytes())?;
    Ok(())
}

fn picture(buffer: &Buffer) -> Result<String, std::fmt::Error> {
    let (width, height) = (
        f32::from(buffer.area.width) * CELL.0 + 2.0 * MARGIN,
        f32::from(buffer.area.height) * CELL.1 + 2.0 * MARGIN,
    );
    let mut svg = String::new();
    writeln!(
        svg,
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{height}\" \
         viewBox=\"{edge} {edge} {width} {height}\" font-family=\"ui-monospace, SFMono-Regular, Menlo, \
         'DejaVu Sans Mono', Consolas, monospace\" font-size=\"{LETTERS}\">\n\
         <rect x=\"{edge}\" y=\"{edge}\" width=\"{width}\" height=\"{height}\" rx=\"8\" fill=\"{PAPER}\"/>",
        edge = -MARGIN
    )?;
    for line in 0..buffer.area.height {
        papers(&mut svg, buffer, line)?;
        let mut column = 0;
        while column < buffer.area.width {
            let piece = Piece::at(buffer, column, line);
            column += piece.cells;
            piece.draw(&mut svg)?;
        }
    }
    svg.push_str("</svg>\n");
    Ok(svg)
}

/// The ink and the paper of a cell.
fn colours(cell: &Cell) -> (&'static str, Option<&'static str>) {
    let (ink, paper) = (colour(cell.fg).unwrap_or(INK), colour(cell.bg));
    if cell.modifier.contains(Modifier::REVERSED) {
        (paper.unwrap_or(PAPER), Some(ink))
    } else {
        (ink, paper)
    }
}

/// What lies behind the cells of a line, as far as it is one colour in one piece, so that no seams show.
fn papers(svg: &mut String, buffer: &Buffer, line: u16) -> std::fmt::Result {
    let paper = |column| colours(&buffer[(column, line)]).1;
    let mut column = 0;
    while column < buffer.area.width {
        let cells = (column..buffer.area.width)
            .take_while(|other| paper(*other) == paper(column))
            .count() as u16;
        if let Some(paper) = paper(column) {
            let (x, y) = (f32::from(column) * CELL.0, f32::from(line) * CELL.1);
            rectangle(svg, (x, y, f32::from(cells) * CELL.0, CELL.1), paper, "")?;
        }
        column += cells;
    }
    Ok(())
}

/// Neighbouring cells that are drawn at one go: letters that look alike, or one sign however often.
struct Piece<'b> {
    first: &'b Cell,
    text: String,
    column: u16,
    line: u16,
    cells: u16,
}

impl<'b> Piece<'b> {
    /// The piece that begins in a cell.
    fn at(buffer: &'b Buffer, column: u16, line: u16) -> Self {
        let first = &buffer[(column, line)];
        let mut piece = Self {
            first,
            text: String::new(),
            column,
            line,
            cells: 0,
        };
        while column + piece.cells < buffer.area.width {
            let cell = &buffer[(column + piece.cells, line)];
            let follows = if is_letter(first.symbol()) {
                is_letter(cell.symbol())
            } else {
                cell.symbol() == first.symbol()
            };
            if cell.style() != first.style() || !follows {
                break;
            }
            piece.text.push_str(cell.symbol());
            piece.cells += text::width(cell.symbol()).max(1) as u16;
        }
        piece.cells = piece.cells.min(buffer.area.width - column);
        piece
    }

    fn draw(&self, svg: &mut String) -> std::fmt::Result {
        let ink = colours(self.first).0;
        let (x, y) = (f32::from(self.column) * CELL.0, f32::from(self.line) * CELL.1);
        let width = f32::from(self.cells) * CELL.0;
        let dim = if self.first.modifier.contains(Modifier::DIM) {
            " opacity=\"0.6\""
        } else {
            ""
        };
        let symbol = self.first.symbol();
        if let Some((_, arms, dashes)) = LINES.iter().find(|(line, ..)| *line == symbol) {
            return self.lines(svg, (x, y), *arms, &format!("{}{dim}", dashed(dashes)), ink);
        }
        if let Some(block) = block(symbol) {
            let (left, top, wide, high) = block;
            let whole = if wide < 1.0 { CELL.0 } else { width };
            let steps = if wide < 1.0 { self.cells } else { 1 };
            for step in 0..steps {
                let x = x + f32::from(step) * CELL.0 + left * CELL.0;
                rectangle(svg, (x, y + top * CELL.1, wide * whole, high * CELL.1), ink, dim)?;
            }
            return Ok(());
        }
        if self.text.trim().is_empty() {
            return Ok(());
        }
        if is_letter(symbol) {
            return self.letters(svg, (x, y), ink, dim);
        }
        for step in 0..self.cells {
            let middle = x + (f32::from(step) + 0.5) * CELL.0;
            let base = y + BASE;
            writeln!(
                svg,
                "<text x=\"{middle:.1}\" y=\"{base:.1}\" fill=\"{ink}\" text-anchor=\"middle\"{dim}>{symbol}</text>"
            )?;
        }
        Ok(())
    }

    /// Arms out of the middle of each cell.
    fn lines(
        &self,
        svg: &mut String,
        (x, y): (f32, f32),
        arms: [u8; 4],
        look: &str,
        ink: &str,
    ) -> std::fmt::Result {
        let (half, mid) = (CELL.0 / 2.0, CELL.1 / 2.0);
        let heavy = arms.contains(&2);
        let mut path = String::new();
        if arms[1] > 0 && arms[3] > 0 && arms[0] + arms[2] == 0 {
            let width = f32::from(self.cells) * CELL.0;
            write!(path, "M{x:.1} {:.1}h{width:.1}", y + mid)?;
        } else {
            for step in 0..self.cells {
                let (x, y) = (x + f32::from(step) * CELL.0 + half, y + mid);
                for (arm, (dx, dy)) in arms
                    .iter()
                    .zip([(0.0, -mid), (half, 0.0), (0.0, mid), (-half, 0.0)])
                {
                    if *arm > 0 {
                        write!(path, "M{x:.1} {y:.1}l{dx:.1} {dy:.1}")?;
                    }
                }
            }
        }
        let stroke = if heavy { 2.0 } else { 1.0 };
        writeln!(
            svg,
            "<path d=\"{path}\" stroke=\"{ink}\" stroke-width=\"{stroke}\" stroke-linecap=\"{cap}\"{look}/>",
            cap = if look.contains("dash") { "butt" } else { "square" },
        )
    }

    fn letters(&self, svg: &mut String, (x, y): (f32, f32), ink: &str, dim: &str) -> std::fmt::Result {
        let shown = self.text.trim_end();
        let blanks = shown.len() - shown.trim_start().len();
        let x = x + blanks as f32 * CELL.0;
        let shown = shown.trim_start();
        let width = text::width(shown) as f32 * CELL.0;
        let mut look = dim.to_owned();
        for (modifier, attribute) in [
            (Modifier::BOLD, " font-weight=\"bold\""),
            (Modifier::ITALIC, " font-style=\"italic\""),
            (Modifier::UNDERLINED, " text-decoration=\"underline\""),
            (Modifier::CROSSED_OUT, " text-decoration=\"line-through\""),
        ] {
            if self.first.modifier.contains(modifier) {
                look.push_str(attribute);
            }
        }
        let escaped = shown
            .replace('&', "&amp;")
            .replace('<', "&lt;")
            .replace('>', "&gt;");
        writeln!(
            svg,
            "<text x=\"{x:.1}\" y=\"{:.1}\" fill=\"{ink}\" textLength=\"{width:.1}\" xml:space=\"preserve\"{look}>{escaped}</text>",
            y + BASE
        )
    }
}

/// Letters, digits, blanks and punctuation, which every font of a terminal has in one width. The rest is a sign.
fn is_letter(symbol: &str) -> bool {
    !symbol
        .chars()
        .any(|c| matches!(c, '\u{2190}'..='\u{2BFF}' | '·' | '±'))
}

/// The part of the cell that a block character fills: left, top, width, height, each of 1.
fn block(symbol: &str) -> Option<(f32, f32, f32, f32)> {
    let mut characters = symbol.chars();
    let (Some(c), None) = (characters.next(), characters.next()) else {
        return None;
    };
    match c {
        '▁'..='█' => {
            let high = (c as u32 - '▁' as u32 + 1) as f32 / 8.0;
            Some((0.0, 1.0 - high, 1.0, high))
        }
        '▉'..='▏' => Some((0.0, 0.0, 1.0 - (c as u32 - '█' as u32) as f32 / 8.0, 1.0)),
        '▐' => Some((0.5, 0.0, 0.5, 1.0)),
        '▀' => Some((0.0, 0.0, 1.0, 0.5)),
        _ => None,
    }
}

fn dashed(dashes: &str) -> String {
    match dashes {
        "" => String::new(),
        dashes => format!(" stroke-dasharray=\"{dashes}\""),
    }
}

fn rectangle(
    svg: &mut String,
    (x, y, width, height): (f32, f32, f32, f32),
    ink: &str,
    look: &str,
) -> std::fmt::Result {
    writeln!(
        svg,
        "<rect x=\"{x:.1}\" y=\"{y:.1}\" width=\"{width:.1}\" height=\"{height:.1}\" fill=\"{ink}\" shape-rendering=\"crispEdges\"{look}/>"
    )
}

fn colour(colour: Color) -> Option<&'static str> {
    let index = match colour {
        Color::Black => 0,
        Color::Red => 1,
        Color::Green => 2,
        Color::Yellow => 3,
        Color::Blue => 4,
        Color::Magenta => 5,
        Color::Cyan => 6,
        Color::Gray => 7,
        Color::DarkGray => 8,
        Color::LightRed => 9,
        Color::LightGreen => 10,
        Color::LightYellow => 11,
        Color::LightBlue => 12,
        Color::LightMagenta => 13,
        Color::LightCyan => 14,
        Color::White => 15,
        _ => return None,
    };
    PALETTE.get(index).copied()
}
