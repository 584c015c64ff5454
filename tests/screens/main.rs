//! Whole screens on the shipped collection, as text; and apart the styles of the rows that something marks. Only the
//! screen is driven, by keys: what it knows is tested beside it.

#![allow(clippy::unwrap_used)]

use std::{fmt::Write as _, path::PathBuf};

use annals::{
    dates::Civil,
    store::{self, Collection, Place, Progress},
    tui::{headless::Headless, message::Message},
};
use ratatui::{
    buffer::{Buffer, Cell},
    style::{Color, Modifier},
};

const WIDE: (u16, u16) = (140, 45);
const USUAL: (u16, u16) = (80, 24);
const SMALL: (u16, u16) = (40, 10);

fn shipped() -> Collection {
    store::load(&Place::Embedded, &|_| {}).unwrap()
}

/// A screen on a collection, the day before the visit of June 2024.
fn on(collection: Collection, size: (u16, u16), query: &str) -> Headless {
    let today = Civil {
        year: 2024,
        month: 6,
        day: 17,
    };
    Headless::new(collection, size, today.to_day(), query)
}

fn screen(size: (u16, u16)) -> Headless {
    on(shipped(), size, "")
}

/// The screen after these keys.
fn after(size: (u16, u16), keys: &str) -> String {
    screen(size).keys(keys).text()
}

/// The files in `tests/files/bad` of these names.
fn flawed(names: &[&str]) -> Collection {
    // As it is written there, so that no path of this machine stands on the screen.
    let paths = names
        .iter()
        .map(|name| PathBuf::from("tests/files/bad").join(name));
    store::load(&Place::Paths(paths.collect()), &|_| {}).unwrap()
}

#[test]
fn opening() {
    insta::assert_snapshot!("opening_140x45", screen(WIDE).text());
    insta::assert_snapshot!("opening_80x24", screen(USUAL).text());
    insta::assert_snapshot!("opening_40x10", screen(SMALL).text());
}

#[test]
fn an_event_opened() {
    // The query leaves the visit alone on the screen; without it the cursor stays there.
    let keys = "/\"for the first time in 24 years\" country:PRK category:visit<enter>U<enter>";
    for (name, size) in [
        ("visit_140x45", WIDE),
        ("visit_80x24", USUAL),
        ("visit_40x10", SMALL),
    ] {
        let mut screen = screen(size);
        screen.keys(keys);
        assert_eq!(screen.state().selected.as_deref(), Some("putin-dprk-visit-2024"));
        insta::assert_snapshot!(name, screen.text());
    }
}

#[test]
fn a_dyad() {
    insta::assert_snapshot!("dyad_140x45", after(WIDE, "/country:RUS+PRK<enter>"));
    insta::assert_snapshot!("dyad_40x10", after(SMALL, "/country:RUS+PRK<enter>"));
}

#[test]
fn the_filter_bar() {
    insta::assert_snapshot!("wrong_query_140x45", after(WIDE, "/country:PRK sinse:2000 x"));
    insta::assert_snapshot!("wrong_query_40x10", after(SMALL, "/country:PRK sinse:2000 x"));
    insta::assert_snapshot!("completion_80x24", after(USUAL, "/country:PRK category:<down>"));
}

#[test]
fn the_country_picker() {
    let keys = "cnorth korea<tab><ctrl-u>russia+<ctrl-u>united states-<ctrl-u>";
    insta::assert_snapshot!("countries_80x24", after(USUAL, keys));
    insta::assert_snapshot!("countries_40x10", after(SMALL, "ckorea"));
}

#[test]
fn help_and_palette() {
    insta::assert_snapshot!("help_140x45", after(WIDE, "?"));
    insta::assert_snapshot!("help_40x10", after(SMALL, "?"));
    insta::assert_snapshot!("palette_80x24", after(USUAL, ":fil"));
}

#[test]
fn the_date_prompt() {
    insta::assert_snapshot!("date_80x24", after(USUAL, "t1961-07"));
    insta::assert_snapshot!("wrong_date_80x24", after(USUAL, "t1961-13"));
}

#[test]
fn looking_around() {
    insta::assert_snapshot!("looking_around_80x24", after(USUAL, "/category:treaty<enter>x"));
}

#[test]
fn an_empty_selection() {
    insta::assert_snapshot!("empty_80x24", after(USUAL, "/zzzzzz<enter>"));
}

#[test]
fn eras_and_spans() {
    // Around the armistice of 1953: an era begins and ends, a war runs past what happens in it.
    insta::assert_snapshot!("eras_140x45", after(WIDE, "t1950-06<enter>"));
}

#[test]
fn findings() {
    let names = ["wrong-country.toml", "wrong-date.toml", "unclosed.toml"];
    insta::assert_snapshot!("findings_80x24", on(flawed(&names), USUAL, "").keys("!").text());
    insta::assert_snapshot!("flawed_80x24", on(flawed(&names), USUAL, "").text());
}

#[test]
fn reading_in_progress() {
    let mut screen = screen(USUAL);
    screen.keys("r").send(Message::Progress(Progress {
        files: 7,
        of: 17,
        events: 120,
    }));
    insta::assert_snapshot!("reading_80x24", screen.text());
}

/// How a cell looks beyond the usual, in words: empty where it looks as usual.
fn look(cell: &Cell) -> String {
    let mut words = Vec::new();
    if cell.fg != Color::Reset {
        words.push(format!("{:?}", cell.fg).to_lowercase());
    }
    if cell.bg != Color::Reset {
        words.push(format!("on-{:?}", cell.bg).to_lowercase());
    }
    let names = cell.modifier.iter_names().map(|(name, _)| name.to_lowercase());
    words.extend(names);
    words.join("+")
}

/// The rows in which some cell satisfies `marked`, each as its number and, for every run of one look, the columns
/// and the text.
fn looks(buffer: &Buffer, marked: impl Fn(&Cell) -> bool) -> String {
    let mut said = String::new();
    let width = usize::from(buffer.area.width);
    for (y, row) in buffer.content.chunks(width).enumerate() {
        if !row.iter().any(&marked) {
            continue;
        }
        writeln!(said, "row {y}").unwrap();
        let mut x = 0;
        for run in row.chunk_by(|one, other| look(one) == look(other)) {
            let text: String = run.iter().map(Cell::symbol).collect();
            let end = x + run.len();
            let look = look(&run[0]);
            if !look.is_empty() {
                writeln!(said, "  {x}..{end} {look}: {}", text.trim()).unwrap();
            }
            x = end;
        }
    }
    said
}

fn has(modifier: Modifier) -> impl Fn(&Cell) -> bool {
    move |cell| cell.modifier.contains(modifier)
}

#[test]
fn the_row_under_the_cursor() {
    let mut panes = screen(WIDE);
    insta::assert_snapshot!("look_of_cursor", looks(&panes.buffer(), has(Modifier::REVERSED)));
}

#[test]
fn a_marked_relation_of_a_record() {
    let mut panes = screen(WIDE);
    panes.keys("<enter>j");
    insta::assert_snapshot!(
        "look_of_relation",
        looks(&panes.buffer(), has(Modifier::REVERSED))
    );
}

#[test]
fn the_mistake_in_a_query() {
    let mut panes = screen(USUAL);
    panes.keys("/country:PRK sinse:2000");
    let mistake = |cell: &Cell| cell.fg == Color::Red && cell.modifier.contains(Modifier::UNDERLINED);
    insta::assert_snapshot!("look_of_mistake", looks(&panes.buffer(), mistake));
}
