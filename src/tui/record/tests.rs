//! Records laid out: what stands in them, at every width, and how marks and scrolling go through them.

use std::{path::Path, sync::Arc};

use super::*;
use crate::{
    dates::{Civil, Day, Edtf},
    model::{
        Actor, Category, Citation, Claim, Event, Finding, FindingCode, Link, Location, Media, Origin,
        RelationKind, Source, Stance, Status, Term,
    },
    places::Code,
    text,
    tui::state::Detail,
};

fn today() -> Day {
    Civil {
        year: 2024,
        month: 6,
        day: 17,
    }
    .to_day()
}

fn country(code: &str) -> Term<Code> {
    Code::from_alpha3(code).map_or_else(|| Term::Written(code.into()), Term::Known)
}

fn origin() -> Origin {
    Origin {
        file: Arc::from(Path::new("events/visits.toml")),
        start: 0,
        end: 10,
        line: 12,
    }
}

fn citation(title: &str, url: &str) -> Citation {
    Citation {
        source: Arc::new(Source {
            id: text::slug(title).into(),
            title: title.into(),
            publisher: "The Paper".into(),
            published: Some(Edtf::parse("2024-06-17").unwrap()),
            url: url.into(),
            reliability: Some('B'),
            text: None,
            origin: origin(),
        }),
        found: true,
        locator: "paragraph 4".into(),
        quote: "the first such visit in 24 years".into(),
        quote_found: Some(true),
    }
}

fn event() -> Event {
    Event {
        id: "putin-visits-pyongyang-2024".into(),
        title: "Putin visits North Korea for the first time in 24 years".into(),
        date: Edtf::parse("2024-06-18/2024-06-19").unwrap(),
        countries: vec![country("RUS"), country("PRK"), country("Freedonia")],
        people: vec!["Vladimir Putin".into(), "Kim Jong Un".into()],
        organizations: vec!["BRICS".into()],
        initiators: vec![Actor::Country(country("RUS"))],
        targets: vec![Actor::Country(country("PRK"))],
        category: Term::Known(Category::Visit),
        status: Term::Known(Status::Planned),
        location: Some(Location {
            name: "Pyongyang".into(),
            country: Some(country("PRK")),
            coordinates: Some((39.02, 125.75)),
        }),
        summary: "The first paragraph,\nbroken where it was typed.\n\nThe second.\n".into(),
        tags: vec!["arms".into(), "space".into()],
        significance: 5,
        sources: vec![
            citation("A preview of the visit", "https://example.org/preview"),
            Citation {
                found: false,
                quote: "".into(),
                quote_found: None,
                ..citation("gone", "")
            },
        ],
        relations: Vec::new(),
        claims: vec![
            Claim {
                by: vec![Actor::Country(country("RUS")), Actor::Country(country("PRK"))],
                stance: Stance::Denies,
                sources: Vec::new(),
            },
            Claim {
                by: vec![Actor::Country(country("USA"))],
                stance: Stance::Asserts,
                sources: vec![citation("A statement", "ftp://example.org")],
            },
        ],
        credibility: Some(3),
        media: vec![Media {
            target: "https://example.org/picture.jpg".into(),
            is_url: true,
            caption: "At the airport".into(),
            credit: "The Paper".into(),
        }],
        flaw: None,
        origin: origin(),
    }
}

fn detail(event: Event) -> Detail {
    let link = |kind, id: &str, title: Option<&str>, date: Option<&str>| Link {
        kind,
        id: id.into(),
        title: title.map(Into::into),
        date: date.map(|date| Edtf::parse(date).unwrap()),
    };
    Detail {
        event: Arc::new(event),
        links: vec![
            link(
                RelationKind::Reciprocates,
                "kim-visits-russia-2023",
                Some("Kim Jong Un travels through the Russian Far East"),
                Some("2023-09-12/2023-09-17"),
            ),
            link(
                RelationKind::HasPart,
                "treaty",
                Some("A treaty is signed"),
                Some("2024-06-19"),
            ),
            link(RelationKind::HasPart, "gone", None, None),
        ],
        findings: vec![Finding {
            code: FindingCode::UnknownCountry,
            message: "`Freedonia` is no country.".to_owned(),
            help: None,
            file: Arc::from(Path::new("events/visits.toml")),
            line: 14,
            column: 1,
            length: 9,
            excerpt: String::new(),
            event: None,
            remedy: None,
        }],
        page: Arc::default(),
    }
}

fn laid(detail: &Detail, width: usize) -> Record {
    Record::new(Arc::new(Page::new(detail, width, today())))
}

fn shown(record: &Record) -> Vec<String> {
    record
        .page
        .lines
        .iter()
        .map(|line| line.pieces.iter().map(|piece| piece.text.as_str()).collect())
        .collect()
}

#[test]
fn a_record_whole() {
    let record = laid(&detail(event()), 60);
    insta::assert_snapshot!(shown(&record).join("\n"));
}

#[test]
fn a_narrow_record() {
    let record = laid(&detail(event()), 30);
    insta::assert_snapshot!(shown(&record).join("\n"));
}

#[test]
fn no_line_is_wider_than_the_record_and_no_text_is_lost() {
    for width in 14..=120 {
        let record = laid(&detail(event()), width);
        let lines = shown(&record);
        for line in &lines {
            assert!(text::width(line) <= width, "{width}: {line:?}");
        }
        let all: String = lines.concat().split_whitespace().collect();
        for said in [
            "Putinvisits",
            "Freedonia",
            "brokenwhere",
            "https://example.org/preview",
        ] {
            assert!(all.contains(said), "{width}: {said}");
        }
    }
    for width in 0..14 {
        laid(&detail(event()), width);
    }
}

#[test]
fn only_web_addresses_and_events_that_there_are_can_be_followed() {
    let record = laid(&detail(event()), 60);
    assert_eq!(
        record.page.targets,
        [
            Target::Findings,
            Target::Event("kim-visits-russia-2023".into()),
            Target::Event("treaty".into()),
            Target::Url("https://example.org/preview".into()),
            Target::Url("https://example.org/picture.jpg".into()),
        ]
    );
    let mut hostile = event();
    hostile.sources = ["javascript:alert(1)", "file:///etc/passwd", "https:", "httpsé"]
        .iter()
        .map(|url| citation("x", url))
        .collect();
    hostile.media = Vec::new();
    let record = laid(&detail(hostile), 60);
    assert!(
        !record
            .page
            .targets
            .iter()
            .any(|target| matches!(target, Target::Url(_)))
    );
}

#[test]
fn texts_are_harmless() {
    let mut hostile = event();
    hostile.title = "\u{1b}[2Jtitle\u{202e}".into();
    hostile.summary = "a\u{7}b\r\nc\u{1b}]0;x\u{7}".into();
    hostile.people = vec!["\u{9b}31m".into()];
    let record = laid(&detail(hostile), 40);
    for line in shown(&record) {
        assert!(!line.chars().any(text::is_harmful), "{line:?}");
    }
}

#[test]
fn who_asserts_and_who_denies_are_never_merged() {
    let lines = shown(&laid(&detail(event()), 60));
    let at = |said: &str| lines.iter().position(|line| line.contains(said)).unwrap();
    assert!(at("+ asserts  United States") < at("− denies   Russia, North Korea"));
}

#[test]
fn the_distance_from_today_is_said() {
    for (date, said) in [
        ("2024-06-18/2024-06-19", "tomorrow"),
        ("2024-06-17", "today"),
        ("2024-06-16", "yesterday"),
        ("2022-06-17", "2 years ago"),
        ("2024-07-01", "in 14 days"),
        ("2022-02-24/..", "began 2 years ago"),
        ("../2024-06-01", "16 days ago"),
    ] {
        let event = Event {
            date: Edtf::parse(date).unwrap(),
            ..event()
        };
        let lines = shown(&laid(&detail(event), 70));
        let when = lines.iter().find(|line| line.starts_with("when")).unwrap();
        assert!(when.contains(said), "{date}: {when}");
    }
}

#[test]
fn marks_go_from_target_to_target_and_stay_in_sight() {
    let height = 6;
    let mut record = laid(&detail(event()), 40);
    let count = record.page.targets.len();
    for expected in 0..count {
        record.mark_next(height);
        assert_eq!(record.marked, Some(expected));
        let line = record.line_of(expected).unwrap();
        assert!((record.scroll..record.scroll + height).contains(&line));
        assert_eq!(record.target_at(line), Some(expected));
    }
    let most = record.page.lines.len() - height;
    for _ in 0..record.page.lines.len() {
        record.mark_next(height);
    }
    assert_eq!(
        record.scroll, most,
        "behind the last target it scrolls to the end"
    );
    for _ in 0..count + record.page.lines.len() {
        record.mark_previous(height);
    }
    assert_eq!((record.marked, record.scroll), (Some(0), 0));
}

#[test]
fn a_mark_that_was_scrolled_away_begins_anew_from_what_is_in_sight() {
    let height = 8;
    let mut record = laid(&detail(event()), 40);
    record.mark_next(height);
    record.scroll_by(isize::MAX, height);
    assert_eq!(record.scroll, record.page.lines.len() - height);
    record.mark_next(height);
    let line = record.line_of(record.marked.unwrap()).unwrap();
    assert!(line >= record.page.lines.len() - height);
    record.scroll_by(-10_000, height);
    assert_eq!(record.scroll, 0);
    record.mark_previous(height);
    assert!(record.scroll <= 1);
    let mut empty = Record::default();
    empty.mark_next(height);
    empty.mark_previous(height);
    empty.scroll_by(3, height);
    assert_eq!(empty, Record::default());
}
