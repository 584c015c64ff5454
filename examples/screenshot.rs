//! Draws the screen as an SVG picture, by the program's own views:
//!
//! ```sh
//! cargo run --example screenshot -- docs/screen.svg 120x36 'country:RUS+PRK' '<enter>jj'
//! ```
//!
//! Arguments: the file to write, columns x lines, a query, and keys (characters, and names in angle brackets).
//! The events are those inside the program, and today is the day on which the article that they began with came out, so the
//! picture is the same on every day.

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
const PAPER: &str = "#16181d";
const INK: &str = "#d5d8df";
/// The sixteen colours of the terminal that is drawn.
const PALETTE: [&str; 16] = [
    "#24272e", "#e0666f", "#8fc17a", "#ddb66a", "#6ba4e7", "#c184d8", "#62b8c4", "#c3c7d0", "#6d7482",
    "#f0838b", "#a9d695", "#ecca86", "#8bbcf5", "#d4a0e8", "#83d0da", "#ffffff",
];

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let argument = |index: usize, usual: &str| arguments.get(index).map_or(usual, String::as_str).to_owned();
    let size = argument(1, "120x36");
    let (columns, lines) = size.split_once('x').ok_or("a size is written 120x36")?;
    let today = Civil {
        year: 2024,
        month: 6,
        day: 17,
    }
    .to_day();
    let collection = store::load(&Place::Embedded, &|_| {})?;
    let mut screen = Headless::new(
        collection,
        (columns.parse()?, lines.parse()?),
        today,
        &argument(2, ""),
    );
    screen.keys(&argument(3, ""));
    let mut file = File::create(argument(0, "screen.svg"))?;
    file.write_all(svg(screen.draw())?.as_bytes())?;
    Ok(())
}

fn svg(buffer: &Buffer) -> Result<String, std::fmt::Error> {
    let (width, height) = (
        f32::from(buffer.area.width) * CELL.0,
        f32::from(buffer.area.height) * CELL.1,
    );
    let mut svg = String::new();
    writeln!(
        svg,
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"-12 -12 {} {}\" font-family=\"ui-monospace, 'DejaVu Sans Mono', Menlo, Consolas, monospace\" font-size=\"{LETTERS}\">",
        width + 24.0,
        height + 24.0
    )?;
    writeln!(
        svg,
        "<rect x=\"-12\" y=\"-12\" width=\"100%\" height=\"100%\" rx=\"8\" fill=\"{PAPER}\"/>"
    )?;
    for line in 0..buffer.area.height {
        let mut column = 0;
        while column < buffer.area.width {
            let (run, cells) = run(buffer, column, line);
            piece(&mut svg, &buffer[(column, line)], &run, (column, line, cells))?;
            column += cells;
        }
    }
    svg.push_str("</svg>\n");
    Ok(svg)
}

/// The text from a cell on that looks alike, and how many cells it has.
fn run(buffer: &Buffer, column: u16, line: u16) -> (String, u16) {
    let first = &buffer[(column, line)];
    let mut run = String::new();
    let mut cells = 0;
    while column + cells < buffer.area.width {
        let cell = &buffer[(column + cells, line)];
        if cell.style() != first.style() {
            break;
        }
        run.push_str(cell.symbol());
        cells += text::width(cell.symbol()).max(1) as u16;
    }
    (run, cells.min(buffer.area.width - column))
}

fn piece(
    svg: &mut String,
    cell: &Cell,
    run: &str,
    (column, line, cells): (u16, u16, u16),
) -> std::fmt::Result {
    let (mut ink, mut paper) = (colour(cell.fg).unwrap_or(INK), colour(cell.bg));
    if cell.modifier.contains(Modifier::REVERSED) {
        (ink, paper) = (paper.unwrap_or(PAPER), Some(ink));
    }
    let (x, y) = (f32::from(column) * CELL.0, f32::from(line) * CELL.1);
    let width = f32::from(cells) * CELL.0;
    if let Some(paper) = paper {
        writeln!(
            svg,
            "<rect x=\"{x:.1}\" y=\"{y:.1}\" width=\"{width:.1}\" height=\"{}\" fill=\"{paper}\"/>",
            CELL.1
        )?;
    }
    if run.trim().is_empty() {
        return Ok(());
    }
    let mut look = String::new();
    for (modifier, attribute) in [
        (Modifier::BOLD, " font-weight=\"bold\""),
        (Modifier::ITALIC, " font-style=\"italic\""),
        (Modifier::UNDERLINED, " text-decoration=\"underline\""),
        (Modifier::CROSSED_OUT, " text-decoration=\"line-through\""),
        (Modifier::DIM, " opacity=\"0.6\""),
    ] {
        if cell.modifier.contains(modifier) {
            look.push_str(attribute);
        }
    }
    let escaped = run
        .replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;");
    writeln!(
        svg,
        "<text x=\"{x:.1}\" y=\"{:.1}\" fill=\"{ink}\" textLength=\"{width:.1}\" xml:space=\"preserve\"{look}>{escaped}</text>",
        y + CELL.1 * 0.75
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
