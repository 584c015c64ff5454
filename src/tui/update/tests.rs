//! The screen driven by keys, on the shipped collection: what the state is afterwards.

use std::sync::LazyLock;

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers, MouseButton, MouseEvent, MouseEventKind};
use proptest::prelude::*;

use crate::{
    dates::Civil,
    store::{self, Collection, Place},
    tui::{
        effect::{Effect, Question},
        headless::Headless,
        keymap::{DEFAULT, Keymap},
        layers::Layer,
        layout,
        message::Message,
        rows::Line,
        state::{Pane, State},
    },
};

const VISIT: &str = "putin-dprk-visit-2024";

fn screen(size: (u16, u16), query: &str) -> Headless {
    static SHIPPED: LazyLock<Collection> = LazyLock::new(|| store::load(&Place::Embedded, &|_| {}).unwrap());
    Headless::new(
        SHIPPED.clone(),
        size,
        Civil {
            year: 2024,
            month: 6,
            day: 17,
        }
        .to_day(),
        query,
    )
}

fn wide() -> Headless {
    screen((140, 45), "")
}

fn selected(screen: &Headless) -> &str {
    screen.state().selected.as_deref().unwrap_or("nothing")
}

/// What must hold of every state.
fn check(state: &State) {
    let Some(row) = state.rows.get(state.cursor) else {
        assert!(
            state.rows.rows.is_empty() && state.selected.is_none(),
            "the cursor is off its rows"
        );
        return;
    };
    assert_eq!(state.selected.as_deref(), Some(&*row.id));
    if state.arrangement.height > 0 {
        assert_eq!(
            state.arrangement.lines[state.arrangement.cursor_line],
            Line::Event(state.cursor)
        );
        assert!(state.arrangement.lines.len() <= state.arrangement.height);
    }
}

#[test]
fn it_opens_at_today_with_everything_shown() {
    let screen = wide();
    assert_eq!(screen.state().selection.count, screen.state().selection.all);
    let row = screen.state().rows.get(screen.state().cursor).unwrap();
    assert!(row.interval.earliest >= screen.state().today);
    assert!(screen.state().detail().is_some());
    check(screen.state());
}

#[test]
fn every_moving_key_keeps_cursor_and_rows_together() {
    for size in [(140, 45), (80, 24), (40, 10)] {
        let mut screen = screen(size, "");
        for keys in [
            "g",
            "G",
            "jjj",
            "kkk",
            "<ctrl-d>",
            "<ctrl-u>",
            "<pagedown>",
            "<pageup>",
            "J",
            "K",
            "}",
            "{",
            "T",
            "]",
            "[",
            "n",
            "N",
        ] {
            screen.keys(keys);
            check(screen.state());
        }
        screen.keys("g").keys(&"j".repeat(1_000));
        check(screen.state());
        assert_eq!(screen.state().cursor + 1, screen.state().selection.count);
        screen.keys(&"k".repeat(1_000));
        assert_eq!(screen.state().cursor, 0);
    }
}

#[test]
fn years_are_walked_in_both_directions() {
    let mut screen = wide();
    let year = |screen: &Headless| {
        let row = screen.state().rows.get(screen.state().cursor).unwrap();
        Civil::from_day(row.interval.earliest).year
    };
    screen.keys("g");
    let mut years = vec![year(&screen)];
    for _ in 0..5 {
        screen.keys("J");
        years.push(year(&screen));
    }
    assert!(years.windows(2).all(|pair| pair[0] < pair[1]), "{years:?}");
    for expected in years.iter().rev().skip(1) {
        screen.keys("K");
        assert_eq!(year(&screen), *expected);
    }
}

#[test]
fn the_rows_follow_what_is_typed_and_esc_brings_back_what_was() {
    let mut screen = wide();
    let before = selected(&screen).to_owned();
    screen.keys("/country:PRK");
    let some = screen.state().selection.count;
    assert!(some < screen.state().selection.all);
    screen.keys(" vostochny");
    assert!(screen.state().selection.count < some);
    screen.keys("<esc>");
    assert_eq!(screen.state().selection.count, screen.state().selection.all);
    assert_eq!(selected(&screen), before);
    assert!(screen.state().undo.is_empty());
}

#[test]
fn a_wrong_query_keeps_the_rows_and_is_not_taken() {
    let mut screen = wide();
    screen.keys("/country:PRK<enter>");
    let rows = screen.state().rows.clone();
    screen.keys("/contry:RUS");
    assert_eq!(screen.state().rows, rows);
    assert!(!screen.state().query.errors.is_empty());
    screen.keys("<enter>");
    assert!(
        matches!(screen.state().layers.last(), Some(Layer::Filter(_))),
        "the bar stays open"
    );
    screen.keys("<esc>");
    assert_eq!(screen.state().query.text, "country:PRK");
    assert!(screen.state().query.errors.is_empty());
}

#[test]
fn half_a_key_does_not_empty_the_screen() {
    let mut screen = wide();
    screen.keys("/country:RUS+PRK ");
    let count = screen.state().selection.count;
    for letter in "categor".chars() {
        screen.keys(&letter.to_string());
        assert!(screen.state().selection.count > 0, "after {letter}");
    }
    assert_eq!(screen.state().selection.count, count);
    screen.keys("<enter>");
    assert_eq!(
        screen.state().selection.count,
        0,
        "taken as it stands, it is a word"
    );
}

#[test]
fn filters_are_undone_one_by_one() {
    let mut screen = wide();
    screen.keys("/country:PRK<enter>/since:2000<enter>U");
    assert_eq!(screen.state().query.good, "");
    screen.keys("u");
    assert_eq!(screen.state().query.good, "country:PRK since:2000");
    screen.keys("u");
    assert_eq!(screen.state().query.good, "country:PRK");
    screen.keys("u");
    assert_eq!(screen.state().query.good, "");
    screen.keys("u");
    assert!(screen.state().notice.is_some());
}

#[test]
fn the_picker_makes_any_all_and_not() {
    let mut screen = wide();
    screen.keys("cnorth korea<enter>");
    assert_eq!(screen.state().query.good, "country:PRK");
    screen.keys("u").keys("crussia+").keys("<ctrl-u>dprk+<enter>");
    assert!(
        screen.state().query.good.contains('+'),
        "{}",
        screen.state().query.good
    );
    assert!(screen.state().query.good.contains("PRK") && screen.state().query.good.contains("RUS"));
    screen.keys("U").keys("crussia<tab>dprk<tab><enter>");
    assert_eq!(screen.state().query.good, "country:PRK,RUS");
    screen.keys("U").keys("cUnited States-<enter>");
    assert_eq!(screen.state().query.good, "-country:USA");
    screen.keys("c<esc>");
    assert_eq!(screen.state().query.good, "-country:USA");
}

#[test]
fn the_picker_hears_what_is_typed_before_the_counts_have_come() {
    let mut screen = wide();
    screen.keys("c");
    let Some(Layer::Countries(picker)) = screen.state().layers.last() else {
        panic!("no picker")
    };
    assert!(
        picker.choices[0].count > Some(0),
        "the most frequent country is first"
    );
}

#[test]
fn another_size_asks_again_for_what_was_under_way() {
    let mut screen = screen((140, 45), "kim");
    let key = |code| Message::Key(KeyEvent::new(code, KeyModifiers::NONE));
    let asked = |effects: Vec<Effect>| {
        let look = |effect| match effect {
            Effect::Ask(_, Question::Look { query, anchor, .. }) => Some((query, anchor)),
            _ => None,
        };
        effects.into_iter().find_map(look)
    };
    let cleared = asked(screen.send_unanswered(key(KeyCode::Char('U'))));
    assert_eq!(cleared.as_ref().map(|(query, _)| query.as_str()), Some(""));
    assert_eq!(asked(screen.send_unanswered(Message::Resize(100, 30))), cleared);
    screen.resize(90, 30);
    assert_eq!(screen.state().selection.count, screen.state().selection.all);

    let start = asked(screen.send_unanswered(key(KeyCode::Char('g'))));
    assert!(start.is_some(), "the first rows are far away");
    screen.resize(140, 45);
    assert_eq!(screen.state().cursor, 0);
}

#[test]
fn a_relation_to_a_hidden_event_looks_around_and_esc_comes_back() {
    let mut screen = screen((140, 45), &format!("related:{VISIT} on:2024-06"));
    screen.keys("g");
    let query = screen.state().query.good.clone();
    while selected(&screen) != VISIT {
        let before = screen.state().cursor;
        screen.keys("j");
        assert_ne!(screen.state().cursor, before, "the visit is not in the selection");
    }
    let hidden = screen
        .state()
        .detail()
        .unwrap()
        .links
        .iter()
        .find(|link| screen.state().rows.rank_of(&link.id).is_none())
        .unwrap()
        .id
        .clone();
    screen.keys("<enter>");
    for _ in 0..50 {
        screen.keys("j");
        let record = &screen.state().record;
        let marked = record.marked.and_then(|index| record.page.targets.get(index));
        if marked == Some(&crate::tui::record::Target::Event(hidden.clone())) {
            break;
        }
    }
    screen.keys("<enter>");
    assert_eq!(selected(&screen), &*hidden);
    assert!(screen.state().look.is_some());
    screen.keys("<backspace>");
    assert_eq!(selected(&screen), VISIT);
    assert!(screen.state().look.is_none());
    assert_eq!(screen.state().query.good, query);
}

#[test]
fn looking_around_lifts_the_filter_and_comes_back_to_the_event() {
    let mut screen = screen((140, 45), "category:treaty");
    screen.keys("gj");
    let (event, count) = (selected(&screen).to_owned(), screen.state().selection.count);
    screen.keys("x");
    assert_eq!(screen.state().selection.count, screen.state().selection.all);
    assert_eq!(selected(&screen), event);
    screen.keys("jjjx");
    assert_eq!(screen.state().selection.count, count);
    assert_eq!(selected(&screen), event);
    screen.keys("x<esc>");
    assert_eq!(screen.state().selection.count, count);
}

#[test]
fn hits_are_found_also_while_looking_around() {
    let mut screen = screen((140, 45), "category:treaty");
    screen.keys("gj");
    let second = selected(&screen).to_owned();
    screen.keys("gxn");
    assert_eq!(selected(&screen), second);
    screen.keys("jN");
    assert_eq!(selected(&screen), second);
}

#[test]
fn a_thread_is_walked_along_its_relations() {
    let mut screen = screen((140, 45), "");
    screen.keys("/");
    screen.keys(&format!("related:{VISIT}<enter>g"));
    let thread: Vec<String> = screen
        .state()
        .rows
        .rows
        .iter()
        .map(|row| row.id.to_string())
        .collect();
    screen.keys("U");
    assert_eq!(selected(&screen), thread[0]);
    screen.keys("]");
    assert_eq!(selected(&screen), thread[1]);
    screen.keys("[");
    assert_eq!(selected(&screen), thread[0]);
    screen.keys("<backspace>");
    assert_eq!(selected(&screen), thread[1]);
}

#[test]
fn a_date_is_gone_to_and_a_wrong_one_keeps_the_prompt() {
    let mut screen = wide();
    screen.keys("t1961-07<enter>");
    let row = screen.state().rows.get(screen.state().cursor).unwrap();
    assert_eq!(Civil::from_day(row.interval.earliest).year, 1961);
    screen.keys("t1961-13<enter>");
    assert!(matches!(screen.state().layers.last(), Some(Layer::Date(_))));
    screen.keys("<esc><backspace>");
    assert!(screen.state().layers.is_empty());
    // What is meant is clear, though it is no date of a file.
    for (typed, year) in [("4 August 2001", 2001), ("24.2.2022", 2022), ("yesterday", 2024)] {
        screen.keys("g").keys("t").keys(typed).keys("<enter>");
        assert!(screen.state().layers.is_empty(), "{typed}");
        let row = screen.state().rows.get(screen.state().cursor).unwrap();
        assert_eq!(Civil::from_day(row.interval.earliest).year, year, "{typed}");
    }
    screen.keys("t").keys("5.6.2001<enter>");
    assert!(
        matches!(screen.state().layers.last(), Some(Layer::Date(_))),
        "May or June: nothing is guessed"
    );
}

#[test]
fn the_palette_does_what_is_chosen() {
    let mut screen = wide();
    screen.keys("/country:PRK<enter>:clear-filter<enter>");
    assert_eq!(screen.state().query.good, "");
    screen.keys("?last<enter>");
    assert_eq!(screen.state().cursor + 1, screen.state().selection.count);
    screen.keys("?<esc>");
    assert!(screen.state().layers.is_empty() && !screen.state().quit);
    screen.keys(":quit<enter>");
    assert!(screen.state().quit);
}

#[test]
fn esc_goes_back_step_by_step_and_never_quits() {
    let mut screen = screen((80, 24), "category:treaty");
    screen.keys("x<enter>?");
    screen.keys("<esc>");
    assert!(screen.state().layers.is_empty() && screen.state().opened);
    screen.keys("<esc>");
    assert!(!screen.state().opened && screen.state().focus == Pane::Timeline);
    screen.keys("<esc>");
    assert!(screen.state().look.is_none());
    screen.keys("<esc><esc><esc>");
    assert!(!screen.state().quit);
}

#[test]
fn reading_again_keeps_the_cursor_on_its_event() {
    let mut screen = wide();
    screen.keys("gjjj");
    let event = selected(&screen).to_owned();
    screen.keys("r");
    assert_eq!(screen.deeds, [Effect::Load]);
    let collection = store::load(&Place::Embedded, &|_| {}).unwrap();
    screen.send(Message::Loaded(crate::tui::worker::loaded(
        &crate::catalog::Memory::new(collection.into()),
    )));
    assert_eq!(selected(&screen), event);
    check(screen.state());
    let said = screen.state().notice.as_ref().map(|notice| notice.text.clone());
    assert!(said.is_some_and(|said| said.starts_with("Read again: ")));
}

#[test]
fn what_the_editor_left_is_told_by_the_reading_that_was_asked_for() {
    let mut screen = wide();
    let collection = store::load(&Place::Embedded, &|_| {}).unwrap();
    let memory = crate::catalog::Memory::new(collection.into());
    screen.send(Message::Edited(std::path::Path::new("a.toml").into()));
    // That of the watcher comes first.
    let mut loaded = crate::tui::worker::loaded(&memory);
    loaded.asked = false;
    screen.send(Message::Loaded(loaded));
    assert!(screen.state().notice.is_none());
    screen.send(Message::Loaded(crate::tui::worker::loaded(&memory)));
    let said = screen.state().notice.as_ref().map(|notice| notice.text.clone());
    assert_eq!(said.as_deref(), Some("a.toml: nothing is wrong in it"));
    // That the editor failed is said before the file is read.
    screen.keys("j");
    screen.send(Message::Edited(std::path::Path::new("a.toml").into()));
    screen.send(Message::Notice("vi ended with a failure".into(), true));
    screen.send(Message::Loaded(crate::tui::worker::loaded(&memory)));
    let said = screen.state().notice.as_ref().map(|notice| notice.text.clone());
    assert_eq!(said.as_deref(), Some("vi ended with a failure"));
}

#[test]
fn what_was_kept_and_still_holds_is_not_asked_for_again() {
    let mut screen = wide();
    let memory = crate::catalog::Memory::new(store::load(&Place::Embedded, &|_| {}).unwrap().into());
    let kept = || crate::tui::worker::loaded(&memory);
    screen.send(Message::Loaded(crate::tui::message::Loaded {
        partial: true,
        ..kept()
    }));
    let record = screen.state().record.page.clone();
    let asked = screen.send_unanswered(Message::Loaded(crate::tui::message::Loaded {
        same: true,
        ..kept()
    }));
    assert_eq!(asked, []);
    assert!(screen.state().complete && screen.state().reading.is_none() && !screen.state().awaits());
    assert!(std::sync::Arc::ptr_eq(&record, &screen.state().record.page));
}

#[test]
fn an_empty_selection_says_so_and_the_cursor_returns() {
    let mut screen = wide();
    screen.keys("gjj");
    let event = selected(&screen).to_owned();
    screen.keys("/zzzzzz<enter>");
    assert_eq!(screen.state().selection.count, 0);
    check(screen.state());
    screen.keys("jkGg<pagedown>JK]x<esc>n");
    check(screen.state());
    screen.keys("u");
    assert_eq!(selected(&screen), event);
}

#[test]
fn the_country_that_is_asked_for_is_shown_before_those_that_have_no_room() {
    let mut screen = screen((80, 24), "country:ZAF category:summit");
    let text = screen.text();
    let mut events = text.lines().filter(|line| line.contains(" ● "));
    assert!(events.all(|line| line.contains(" ZAF ")), "{text}");
}

#[test]
fn a_year_that_stands_alone_is_offered_as_one() {
    let mut screen = wide();
    screen.keys("/country:PRK 1961<tab><enter>");
    assert_eq!(screen.state().query.good, "country:PRK year:1961");
    assert!(screen.state().selection.count > 0);
}

#[test]
fn the_bottom_line_says_how_to_leave_a_record() {
    for size in [(80, 24), (140, 45)] {
        let mut screen = screen(size, "");
        screen.keys("<enter>");
        let text = screen.text();
        assert!(
            text.lines().last().is_some_and(|line| line.contains("Esc back")),
            "{text}"
        );
    }
}

#[test]
fn files_of_which_nothing_can_be_read_lead_to_the_findings() {
    let file = Place::Paths(vec!["tests/files/bad/utf-16.toml".into()]);
    let collection = store::load(&file, &|_| {}).unwrap();
    assert!(collection.events.is_empty() && !collection.findings.is_empty());
    let today = Civil {
        year: 2024,
        month: 6,
        day: 17,
    };
    let mut screen = Headless::new(collection, (80, 24), today.to_day(), "");
    let text = screen.text();
    assert!(
        text.contains("No event in") && text.contains("could be read"),
        "{text}"
    );
    assert!(text.contains("! shows what is wrong in the files."), "{text}");
    screen.keys("!");
    assert!(matches!(screen.state().layers.last(), Some(Layer::Findings(_))));
}

#[test]
fn completions_are_clicked_where_they_stand_also_when_scrolled() {
    let mut screen = wide();
    screen.keys("/country:").keys(&"<down>".repeat(14));
    let Some(Layer::Filter(bar)) = screen.state().layers.last() else {
        panic!("no filter bar")
    };
    let area = layout::completions_area(bar, &screen.state().areas);
    let first = layout::completions_top(bar, area.height);
    assert!(first > 0, "scrolled");
    let meant = bar.completions.candidates[first].text.clone();
    screen.send(Message::Mouse(MouseEvent {
        kind: MouseEventKind::Down(MouseButton::Left),
        column: area.x + 2,
        row: area.y,
        modifiers: KeyModifiers::NONE,
    }));
    assert_eq!(screen.state().query.text.trim(), meant.trim());
}

#[test]
fn any_size_with_anything_open_draws() {
    for open in [
        "",
        "/kim",
        "/contry:x",
        "c",
        "?",
        ":",
        "t",
        "<enter>",
        "<enter>jjj",
        "!",
        "x",
        "/zzzzz<enter>",
    ] {
        let mut screen = wide();
        screen.keys(open);
        for (columns, lines) in [
            (1, 1),
            (1, 50),
            (200, 1),
            (2, 2),
            (39, 10),
            (40, 9),
            (40, 10),
            (41, 11),
            (99, 20),
            (100, 20),
            (300, 90),
        ] {
            screen.resize(columns, lines);
            screen.draw();
            screen.keys("jk");
            screen.draw();
        }
    }
}

#[test]
fn only_web_addresses_are_opened() {
    for (url, opened) in [
        ("https://example.org/a", true),
        ("http://example.org", true),
        ("file:///etc/passwd", false),
        ("javascript:alert(1)", false),
        ("https://example.org/\u{1b}", false),
        ("https://example.org/ -x", false),
    ] {
        assert_eq!(super::act::is_web(url), opened, "{url}");
    }
}

/// Something that a person does to the screen.
#[derive(Clone, Debug)]
enum Deed {
    /// Keys, as [`Headless::keys`] takes them.
    Keys(String),
    /// The mouse, at a place of the screen.
    Mouse(MouseEventKind, u16, u16),
    Paste(String),
    Resize(u16, u16),
}

const PHRASES: &[&str] = &[
    "/kim<enter>",
    "/country:RUS+PRK",
    "/contry:x",
    "/since:19",
    "t1961<enter>",
    "t20",
    "cru+<enter>",
    "c<tab>",
    "?look<enter>",
    "/zzzz<enter>",
    ":undo<enter>",
    "<enter>jj<enter>",
    "x",
    "<esc>",
];

/// Every key of the keymap, letters, and whole queries; the mouse; other sizes. What ends or stops the program does
/// not: that is left out by its keys.
fn deed() -> impl Strategy<Value = Deed> {
    let written = Keymap::read(DEFAULT).unwrap();
    let keys: std::collections::BTreeSet<String> = written
        .values()
        .flat_map(|actions| actions.values().flatten())
        .filter(|key| !["q", "ctrl-c", "ctrl-z"].contains(&key.as_str()))
        .map(|key| {
            if key.chars().count() > 1 {
                format!("<{key}>")
            } else {
                key.clone()
            }
        })
        .collect();
    let keys: Vec<String> = keys.into_iter().collect();
    let mouse = prop_oneof![
        Just(MouseEventKind::ScrollDown),
        Just(MouseEventKind::ScrollUp),
        Just(MouseEventKind::Down(MouseButton::Left)),
        Just(MouseEventKind::Drag(MouseButton::Left)),
        Just(MouseEventKind::Up(MouseButton::Left)),
        Just(MouseEventKind::Down(MouseButton::Right)),
    ];
    prop_oneof![
        8 => proptest::sample::select(keys).prop_map(Deed::Keys),
        3 => proptest::sample::select(PHRASES).prop_map(|keys| Deed::Keys(keys.to_owned())),
        2 => "[a-pr-z0-9:+\"(é北-]".prop_map(Deed::Keys),
        2 => (mouse, 0..150_u16, 0..50_u16).prop_map(|(kind, x, y)| Deed::Mouse(kind, x, y)),
        1 => "[ -~\u{7}\u{202e}\n\t北]{0,12}".prop_map(Deed::Paste),
        1 => (1..160_u16, 1..60_u16).prop_map(|(columns, lines)| Deed::Resize(columns, lines)),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn whatever_is_done_the_cursor_is_on_its_row_and_everything_comes_back(deeds in prop::collection::vec(deed(), 1..40)) {
        let mut screen = screen((120, 40), "");
        for deed in deeds {
            match deed {
                // A command that is found by typing may be the one that leaves.
                Deed::Keys(keys) if !screen.state().quit => { screen.keys(&keys); }
                Deed::Mouse(kind, column, row) => screen.send(Message::Mouse(MouseEvent { kind, column, row, modifiers: KeyModifiers::NONE })),
                Deed::Paste(text) => screen.send(Message::Paste(text)),
                Deed::Resize(columns, lines) => { screen.resize(columns, lines); }
                Deed::Keys(_) => {}
            }
            check(screen.state());
            screen.draw();
        }
        screen.resize(120, 40);
        for _ in 0..8 {
            screen.keys("<esc>");
            check(screen.state());
        }
        prop_assert!(screen.state().layers.is_empty() && screen.state().look.is_none() && !screen.state().opened);
        screen.keys("U");
        check(screen.state());
        prop_assert_eq!(screen.state().selection.count, screen.state().selection.all);
        prop_assert!(screen.state().query.good.is_empty() && screen.state().query.errors.is_empty());
    }
}
