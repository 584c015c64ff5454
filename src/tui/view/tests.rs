//! The views drawn into memory from states made by hand: what stands where, at every size, whatever the texts hold.

use std::{path::Path, sync::Arc};

use ratatui::{
    buffer::Buffer,
    layout::Rect,
    style::{Color, Modifier},
};

use super::{Theme, draw};
use crate::{
    catalog::Buckets,
    dates::{
        Civil, Day, Interval, Precision,
        day::{FIRST, LAST},
    },
    model::{Category, Finding, FindingCode, Severity, Status},
    places::Code,
    query::QueryError,
    store::Progress,
    text,
    tui::{
        action::Context,
        keymap::{Keymap, Written},
        layers::{
            ActionList, CountryPicker, DatePrompt, FilterBar, FindingList, Layer,
            filter::{Candidate, Completions},
        },
        layout,
        picture::Picture,
        rows::{Arrangement, RowLine, Rows},
        state::{EraBar, Notice, Opening, Pane, Return, State, Undo},
    },
};

fn day(year: i64, month: u8, day: u8) -> Day {
    Civil { year, month, day }.to_day()
}

fn row(title: &str, when: &str, from: Day, to: Day) -> RowLine {
    RowLine {
        id: text::slug(title).into(),
        title: title.into(),
        when: when.into(),
        interval: Interval {
            earliest: from,
            latest: to,
        },
        precision: Precision::Day,
        lasts: from < to,
        countries: ["RUS", "PRK"]
            .iter()
            .filter_map(|code| Code::from_alpha3(code))
            .collect(),
        category: Some(Category::Visit),
        status: Some(Status::Occurred),
        significance: 3,
        related: false,
        claimed: false,
        flaw: None,
    }
}

/// Events of the article and its background: a little of everything that a line can show.
fn rows() -> Vec<RowLine> {
    let year = |year| (day(year, 1, 1), day(year, 12, 31));
    let one = |d: Day| (d, d);
    let make = |title, when, (from, to): (Day, Day)| row(title, when, from, to);
    vec![
        RowLine {
            category: Some(Category::Treaty),
            significance: 5,
            related: true,
            ..make(
                "USSR and North Korea sign a treaty",
                "6 Jul 1961",
                one(day(1961, 7, 6)),
            )
        },
        RowLine {
            category: Some(Category::Treaty),
            related: true,
            ..make(
                "Russia and North Korea sign a new treaty",
                "9 Feb 2000",
                one(day(2000, 2, 9)),
            )
        },
        RowLine {
            precision: Precision::Year,
            lasts: false,
            category: Some(Category::Statement),
            significance: 1,
            ..make("Moscow declaration", "2001", year(2001))
        },
        RowLine {
            category: Some(Category::Conflict),
            status: Some(Status::Ongoing),
            significance: 5,
            ..make(
                "Russia invades Ukraine",
                "since 24 Feb 2022",
                (day(2022, 2, 24), LAST),
            )
        },
        make(
            "Kim Jong Un travels through the Russian Far East",
            "12–17 Sep 2023",
            (day(2023, 9, 12), day(2023, 9, 17)),
        ),
        RowLine {
            category: Some(Category::Summit),
            countries: ["ITA", "USA", "FRA", "DEU", "GBR", "JPN", "CAN"]
                .iter()
                .filter_map(|code| Code::from_alpha3(code))
                .collect(),
            ..make(
                "G7 summit",
                "13–15 Jun 2024",
                (day(2024, 6, 13), day(2024, 6, 15)),
            )
        },
        RowLine {
            category: Some(Category::Statement),
            ..make("Loan to Ukraine", "14 Jun 2024", one(day(2024, 6, 14)))
        },
        RowLine {
            status: Some(Status::Cancelled),
            significance: 2,
            ..make("Talks that were called off", "15 Jun 2024", one(day(2024, 6, 15)))
        },
        RowLine {
            category: Some(Category::Aid),
            status: Some(Status::Disputed),
            claimed: true,
            flaw: Some(Severity::Warning),
            ..make(
                "Arms from North Korea",
                "until 17 Jun 2024",
                one(day(2024, 6, 17)),
            )
        },
        RowLine {
            status: Some(Status::Planned),
            related: true,
            ..make(
                "Putin visits Pyongyang",
                "18–19 Jun 2024",
                (day(2024, 6, 18), day(2024, 6, 19)),
            )
        },
        RowLine {
            category: Some(Category::Military),
            status: Some(Status::Alleged),
            ..make("Troops", "19 Jun 2024", one(day(2024, 6, 19)))
        },
    ]
}

/// A screen of that size on which these rows are shown, the cursor on `cursor`.
fn screen(size: (u16, u16), rows: Vec<RowLine>, cursor: usize) -> State {
    let today = day(2024, 6, 17);
    let mut state = State::new(Opening {
        size,
        today,
        described: "events".to_owned(),
        built_in: false,
        query: String::new(),
        keymap: Arc::new(Keymap::new(&Written::new()).unwrap()),
        theme: Theme::default(),
    });
    let count = rows.len();
    state.reading = None;
    state.loaded = true;
    state.selection.count = count;
    state.selection.all = count;
    let span = Interval {
        earliest: day(1961, 1, 1),
        latest: day(2024, 12, 31),
    };
    let buckets = Buckets::even(span, usize::from(state.areas.strip().width));
    state.selection.histogram = buckets
        .edges
        .windows(2)
        .map(|edges| {
            rows.iter()
                .filter(|row| (edges[0]..edges[1]).contains(&row.interval.earliest))
                .count() as u32
        })
        .collect();
    state.selection.span = Some(span);
    state.selection.buckets = Some(buckets);
    state.eras = Arc::new([
        EraBar {
            title: "Cold War".into(),
            interval: Interval {
                earliest: day(1947, 3, 12),
                latest: day(1991, 12, 26),
            },
        },
        EraBar {
            title: "War in Ukraine".into(),
            interval: Interval {
                earliest: day(2022, 2, 24),
                latest: LAST,
            },
        },
    ]);
    state.selected = rows.get(cursor).map(|row| row.id.clone());
    state.rows = Rows {
        first: 0,
        rows,
        total: count,
        under_way: Vec::new(),
    };
    state.cursor = cursor;
    let height = usize::from(state.areas.timeline.height);
    state.arrangement = Arrangement::new(&state.rows, cursor, cursor, height, today);
    state
}

fn drawn(state: &State) -> Buffer {
    drawn_on(state, state.size)
}

fn drawn_on(state: &State, size: (u16, u16)) -> Buffer {
    let mut picture = Picture::empty(Rect::new(0, 0, size.0, size.1));
    draw(state, &mut picture);
    Buffer::from(&picture)
}

fn lines(buffer: &Buffer) -> Vec<String> {
    buffer
        .content
        .chunks(usize::from(buffer.area.width).max(1))
        .map(|row| {
            let mut line = String::new();
            let mut covered = 0;
            for cell in row {
                if covered > 0 {
                    covered -= 1;
                } else {
                    line.push_str(cell.symbol());
                    covered = text::width(cell.symbol()).saturating_sub(1);
                }
            }
            line.trim_end().to_owned()
        })
        .collect()
}

fn shown(state: &State) -> String {
    lines(&drawn(state)).join("\n")
}

fn bar(text: &str) -> FilterBar {
    FilterBar {
        input: text.into(),
        before: String::new(),
        event_before: None,
        completions: Completions::default(),
    }
}

fn finding(message: &str, line: usize) -> Finding {
    Finding {
        code: FindingCode::UnknownCountry,
        message: message.to_owned(),
        help: Some("Did you mean `North Korea`?".to_owned()),
        file: Arc::from(Path::new("events/visits/pyongyang.toml")),
        line,
        column: 14,
        length: 13,
        excerpt: "countries = [\"Norht Korea\"]".to_owned(),
        event: None,
        remedy: None,
    }
}

#[test]
fn a_wide_screen() {
    insta::assert_snapshot!(shown(&screen((140, 30), rows(), 4)));
}

#[test]
fn a_usual_screen() {
    insta::assert_snapshot!(shown(&screen((80, 24), rows(), 9)));
}

#[test]
fn the_smallest_screen() {
    insta::assert_snapshot!(shown(&screen((40, 10), rows(), 9)));
}

#[test]
fn bars_run_down_past_what_happens_meanwhile() {
    let mut state = screen((80, 24), rows(), 9);
    // The upper rows are out of sight, the invasion under way.
    state.rows.under_way = vec![state.rows.rows[3].clone()];
    state.rows.rows.drain(..4);
    state.rows.first = 4;
    state.arrangement = Arrangement::new(&state.rows, 9, 5, 8, state.today);
    let lines = lines(&drawn(&state));
    let timeline: Vec<&String> = lines.iter().skip(4).take(8).collect();
    let mark = columns(&state).mark;
    let lane = |index: usize, lane: u16| cell(&drawn(&state), mark + 1 + lane, 4 + index as u16);
    for index in 0..timeline.len() - 1 {
        assert!(
            ["┃", "╋", "━"].contains(&lane(index, 0).as_str()),
            "{index}: {timeline:#?}"
        );
    }
    assert_eq!(lane(timeline.len() - 1, 0), "▾", "open: it goes on below");
}

fn columns(state: &State) -> super::columns::Columns {
    use super::columns::{Columns, Needs};
    Columns::new(state.areas.timeline, Needs::of(&state.rows))
}

fn cell(buffer: &Buffer, x: u16, y: u16) -> String {
    buffer.cell((x, y)).unwrap().symbol().to_owned()
}

#[test]
fn hostile_titles_do_not_move_what_stands_behind_them() {
    let titles = [
        "plain",
        "北京会议北京会议北京会议北京会议北京会议北京会议北京会议",
        "العربية لا إله العربية لا إله العربية لا إله العربية لا إله العربية",
        "e\u{301}\u{302}\u{303}\u{304}\u{305}\u{306}a\u{301}",
        "👨‍👩‍👧‍👦 family ❤️ 🇰🇵 flag",
        "\u{FFFD}[31mred\u{FFFD}",
        "ﾊﾞﾋﾟﾌﾞﾍﾟﾎﾞﾊﾞﾋﾟﾌﾞﾍﾟﾎﾞﾊﾞﾋﾟﾌﾞﾍﾟﾎﾞﾊﾞﾋﾟﾌﾞﾍﾟﾎﾞﾊﾞﾋﾟﾌﾞﾍﾟﾎﾞ",
        "\u{301}begins with a mark",
        "",
    ];
    let rows: Vec<RowLine> = titles
        .iter()
        .map(|title| RowLine {
            related: true,
            flaw: Some(Severity::Error),
            ..row(title, "1 Jun 2024", day(2024, 6, 1), day(2024, 6, 1))
        })
        .collect();
    for width in [40, 63, 80, 120] {
        let state = screen((width, 24), rows.clone(), 0);
        let buffer = drawn(&state);
        let columns = columns(&state);
        let events = state
            .arrangement
            .lines
            .iter()
            .enumerate()
            .filter(|(_, line)| matches!(line, crate::tui::rows::Line::Event(_)));
        for (index, _) in events {
            let y = state.areas.timeline.y + index as u16;
            assert_eq!(cell(&buffer, columns.mark, y), "●", "{width} {index}");
            let last = columns.ends + columns.ends_width - 1;
            assert_eq!(cell(&buffer, last, y), "!", "{width} {index}");
        }
    }
}

#[test]
fn every_size_is_drawn_whatever_is_open() {
    let smallest = layout::SMALLEST;
    for rows in [rows(), Vec::new()] {
        for (width, height) in (1..=60).flat_map(|width| (1..=20).map(move |height| (width, height))) {
            let mut state = screen((width, height), rows.clone(), rows.len() / 2);
            state.opened = width % 2 == 0;
            state.areas = layout::Areas::new(state.size, state.opened);
            drawn(&state);
        }
    }
    for kind in 0..7 {
        for (width, height) in (smallest.0..=62)
            .step_by(2)
            .flat_map(|width| (smallest.1..=20).map(move |height| (width, height)))
        {
            let mut state = screen((width, height), Vec::new(), 0);
            state.layers = layer(kind, &state);
            drawn(&state);
        }
    }
}

fn layer(index: usize, state: &State) -> Vec<Layer> {
    let findings: Arc<[Finding]> = Arc::new([finding("`Norht Korea` is no country.", 12)]);
    let mut typed = bar("country:北京 -status:alleged or \"a b");
    typed.completions = Completions {
        start: 8,
        candidates: (0..30)
            .map(|index| Candidate {
                text: "country:PRK".into(),
                cursor: 11,
                label: format!("PR{index}").into(),
                help: "North Korea".into(),
                count: Some(1_234),
            })
            .collect(),
        cursor: Some(20),
    };
    match index {
        0 => vec![Layer::Filter(typed)],
        1 => vec![Layer::Countries(CountryPicker::new("country:PRK"))],
        2 => vec![Layer::Date(DatePrompt {
            input: "2024-0".into(),
        })],
        3 => vec![Layer::Actions(ActionList::new(
            &state.keymap,
            Context::Timeline,
            true,
        ))],
        4 => vec![Layer::Actions(ActionList::new(
            &state.keymap,
            Context::Timeline,
            false,
        ))],
        5 => vec![Layer::Findings(FindingList::new(findings, None, None))],
        6 => vec![Layer::Findings(FindingList::new(Arc::new([]), None, None))],
        _ => Vec::new(),
    }
}

#[test]
fn a_frame_smaller_than_the_state_believes_is_drawn_too() {
    let mut state = screen((140, 45), rows(), 4);
    for kind in 0..8 {
        state.layers = layer(kind, &state);
        for size in [(1, 1), (10, 3), (39, 9), (140, 4), (5, 45), (80, 24)] {
            drawn_on(&state, size);
        }
    }
}

#[test]
fn a_screen_that_is_too_small_says_so() {
    let state = screen((30, 4), rows(), 0);
    assert_eq!(
        lines(&drawn(&state)),
        [
            "Annals needs 40 columns and 10",
            "lines; make the window larger.",
            "",
            ""
        ]
    );
}

#[test]
fn what_is_hidden_is_always_counted() {
    for (width, height) in [(40, 10), (60, 20), (80, 24), (120, 40)] {
        let mut state = screen((width, height), rows(), 4);
        state.described = "a/very/long/path/to/a/folder/of/events".to_owned();
        state.selection.all = 1_234;
        state.totals.errors = 2;
        state.totals.warnings = 1;
        let title = lines(&drawn(&state)).remove(0);
        assert!(title.contains("11 of 1,234"), "{width}: {title}");
        assert!(title.contains("1,223 hidden"), "{width}: {title}");
    }
}

#[test]
fn the_title_says_what_goes_on() {
    let mut state = screen((140, 24), rows(), 4);
    state.reading = Some(Progress {
        files: 1_200,
        of: 2_000,
        events: 9,
    });
    state.totals.errors = 2;
    state.totals.warnings = 1;
    state.built_in = true;
    state.look = Some(Return {
        query: "country:PRK".to_owned(),
        event: None,
    });
    let lines = lines(&drawn(&state));
    assert_eq!(
        lines[0],
        format!(
            " Annals  events  read-only  11 events · 1961–2024{:>89}",
            "reading 1,200 of 2,000 files …  2 errors 1 warning (!)   LOOKING AROUND"
        )
    );
    assert_eq!(lines[1], " set aside: country:PRK  (Esc goes back)");
}

#[test]
fn nothing_to_show_says_why_and_what_to_do() {
    let mut state = screen((80, 24), Vec::new(), 0);
    state.loaded = false;
    state.reading = Some(Progress::default());
    assert!(shown(&state).contains("reading …"));

    state.loaded = true;
    assert!(shown(&state).contains("There are no events in events yet."));

    state.selection.all = 277;
    state.query.text = "country:ATA".to_owned();
    state.query.good = "country:ATA".to_owned();
    state.undo = vec![Undo::Query(String::new())];
    let text = shown(&state);
    assert!(text.contains("Nothing matches country:ATA"), "{text}");
    assert!(
        text.contains("u undoes the last change, / edits the query, U drops it"),
        "{text}"
    );
}

#[test]
fn a_wrong_query_is_underlined_and_says_what_is_expected() {
    let mut state = screen((80, 24), rows(), 4);
    state.layers = vec![Layer::Filter(bar("countr:PRK"))];
    state.query.text = "countr:PRK".to_owned();
    state.query.errors = vec![QueryError {
        message: "No key is called `countr`.".to_owned(),
        span: 0..6,
        help: Some("Did you mean `country:`?".to_owned()),
        key: None,
    }];
    let buffer = drawn(&state);
    let lines = lines(&buffer);
    assert_eq!(lines[1], " / countr:PRK");
    assert_eq!(
        lines[2],
        "   No key is called `countr`.  Did you mean `country:`?"
    );
    let underlined: String = (0..80)
        .filter_map(|x| buffer.cell((x, 1)))
        .filter(|cell| cell.modifier.contains(Modifier::UNDERLINED))
        .map(|cell| cell.symbol().to_owned())
        .collect();
    assert_eq!(underlined, "countr");
}

#[test]
fn a_wrong_query_from_outside_says_what_is_wrong() {
    let mut state = screen((80, 24), rows(), 4);
    state.query.text = "countr:PRK".to_owned();
    state.query.errors = vec![QueryError {
        message: "No key is called `countr`.".to_owned(),
        span: 0..6,
        help: None,
        key: None,
    }];
    assert_eq!(
        lines(&drawn(&state))[1],
        " / countr:PRK  No key is called `countr`."
    );
    state.query.text = "country:PRK ".repeat(20);
    assert!(lines(&drawn(&state))[1].ends_with('…'));
}

#[test]
fn a_long_query_scrolls_with_the_cursor() {
    let mut state = screen((40, 10), rows(), 4);
    let query = format!("{} end", "country:PRK ".repeat(9));
    state.layers = vec![Layer::Filter(bar(&query))];
    let mut picture = Picture::empty(Rect::new(0, 0, 40, 10));
    let cursor = draw(&state, &mut picture).unwrap();
    let line = lines(&Buffer::from(&picture)).remove(1);
    assert!(line.starts_with(" /‹") && line.ends_with("end"), "{line}");
    assert_eq!((cursor.x, cursor.y), (39, 1));
}

#[test]
fn completions_hang_below_what_they_complete() {
    let mut state = screen((80, 24), rows(), 4);
    let mut typed = bar("status:planned country:P");
    typed.completions = Completions {
        start: 23,
        candidates: [("PRK", "North Korea", 173), ("POL", "Poland", 2)]
            .into_iter()
            .map(|(label, help, count)| Candidate {
                text: label.into(),
                cursor: 0,
                label: label.into(),
                help: help.into(),
                count: Some(count),
            })
            .collect(),
        cursor: Some(1),
    };
    let area = layout::completions_area(&typed, &state.areas);
    assert_eq!((area.x, area.y, area.height), (26, 3, 2));
    state.layers = vec![Layer::Filter(typed)];
    let buffer = drawn(&state);
    let text = lines(&buffer);
    assert!(text[3].contains("│ PRK  North Korea      173 │"), "{text:#?}");
    assert!(text[4].contains("│▌POL  Poland             2 │"), "{text:#?}");
    assert!(
        buffer
            .cell((area.x + 2, 4))
            .unwrap()
            .modifier
            .contains(Modifier::REVERSED)
    );
}

#[test]
fn pickers_show_their_items_where_the_mouse_finds_them() {
    for size in [(40, 10), (80, 24), (140, 45)] {
        let mut state = screen(size, rows(), 4);
        for index in [1, 3, 4, 5] {
            state.layers = layer(index, &state);
            let area = layout::list_area(&state.layers[0], size);
            assert!(area.height >= 2, "{index} at {size:?}");
            let first = cell(&drawn(&state), area.x, area.y);
            assert_eq!(first, "▌", "{index} at {size:?}");
        }
    }
}

#[test]
fn layers_over_a_usual_screen() {
    let mut state = screen((80, 24), rows(), 4);
    let mut all = String::new();
    for index in 1..=5 {
        state.layers = layer(index, &state);
        all.push_str(&shown(&state));
        all.push_str("\n\n");
    }
    insta::assert_snapshot!(all);
}

#[test]
fn the_bottom_line_says_keys_or_what_happened() {
    let mut state = screen((80, 24), rows(), 4);
    let bottom = |state: &State| lines(&drawn(state)).pop().unwrap();
    assert!(bottom(&state).starts_with(" / filter  c countries  Enter open"));
    assert!(bottom(&state).ends_with("? help"));
    state.notice = Some(Notice {
        text: "Copied".to_owned(),
        error: false,
    });
    assert_eq!(bottom(&state), " Copied");
    let user = Keymap::read("[timeline]\nfilter = ['F']").unwrap();
    state.keymap = Arc::new(Keymap::new(&user).unwrap());
    state.notice = None;
    assert!(
        bottom(&state).starts_with(" F filter"),
        "keys are the effective ones"
    );
    assert!(lines(&drawn(&state))[1].starts_with(" F to filter"));
}

#[test]
fn the_cursor_is_seen_without_colour_and_by_the_pane_that_has_the_keyboard() {
    let mut state = screen((120, 24), rows(), 4);
    state.theme = Theme::plain();
    let y = state.areas.timeline.y + state.arrangement.cursor_line as u16;
    let reversed = |state: &State, x: u16| {
        drawn(state)
            .cell((x, y))
            .unwrap()
            .modifier
            .contains(Modifier::REVERSED)
    };
    assert_eq!(cell(&drawn(&state), 0, y), "▌");
    assert!(reversed(&state, 30));
    let border = |state: &State| cell(&drawn(state), state.areas.detail.unwrap().x, 10);
    assert_eq!(border(&state), "│");
    state.focus = Pane::Detail;
    assert_eq!(border(&state), "┃");
    assert!(!reversed(&state, 30));
    assert_eq!(cell(&drawn(&state), 0, y), "▌");
    assert!(
        drawn(&state)
            .content
            .iter()
            .all(|cell| cell.fg == Color::Reset && cell.bg == Color::Reset)
    );
}

#[test]
fn days_without_bounds_and_far_away_are_drawn() {
    let rows = vec![
        RowLine {
            precision: Precision::Age,
            ..row("Long ago", "Y-1000000000", FIRST, day(-100_000, 1, 1))
        },
        row("Once", "44 BCE", day(-43, 3, 15), day(-43, 3, 15)),
        row("Far", "Y100000000", day(100_000_000, 1, 1), LAST),
    ];
    let mut state = screen((80, 24), rows, 1);
    for span in [
        (FIRST + 1, LAST - 1),
        (day(-3_000_000, 1, 1), day(9_000_000, 1, 1)),
        (day(2024, 6, 1), day(2024, 6, 20)),
        (day(2024, 1, 1), day(2025, 3, 1)),
        (day(2024, 6, 1), day(2024, 6, 1)),
    ] {
        let span = Interval {
            earliest: span.0,
            latest: span.1,
        };
        state.selection.buckets = Some(Buckets::even(span, usize::from(state.areas.strip().width)));
        drawn(&state);
    }
}
