//! The desk without a terminal: keys in, the state and the text of the screen out.

use std::sync::Arc;

use crossterm::event::{KeyModifiers, MouseButton, MouseEvent, MouseEventKind};
use ratatui::{buffer::Buffer, layout::Rect, style::Modifier};

use super::*;
use crate::{
    dates::{Civil, Edtf},
    model::Category,
    places::Code,
    pull::{Matched, Reason, Role, Span, input::Document, pulled::Target},
    tui::{
        headless::{pressed, shown},
        keymap::Written,
        message::Message,
        picture::Picture,
        view::{self, theme::Theme},
    },
};

const TEXT: &str = "The minister of the Republic came to Bern on Tuesday, and signed an accord there with her colleague.\n\n\
    A rare visit\n\n\
    Her army had crossed the border in March 2022, which she denies. She is to come back next year for a longer stay.\n";

fn draft(id: &str, title: &str, date: &str, paragraph: usize, quote: &str, score: f32) -> Draft {
    Draft {
        id: id.into(),
        title: title.into(),
        date: Edtf::parse(date).unwrap(),
        countries: vec![Code::from_alpha3("CHE").unwrap()],
        initiators: Vec::new(),
        targets: Vec::new(),
        people: Vec::new(),
        organizations: Vec::new(),
        category: Category::Visit,
        status: crate::model::Status::Occurred,
        location: None,
        claims: Vec::new(),
        relations: Vec::new(),
        tags: Vec::new(),
        quote: quote.into(),
        paragraph,
        spans: Vec::new(),
        score,
        reasons: vec![Reason {
            text: "a date in the same sentence".into(),
            points: score,
        }],
        matched: Matched::None,
    }
}

/// A desk with three drafts of one article.
struct Desk {
    state: State,
    effects: Vec<Effect>,
}

impl Desk {
    fn new(size: (u16, u16)) -> Self {
        let mut visit = draft(
            "bern",
            "Minister visits Bern",
            "2024-06-18",
            1,
            "came to Bern on Tuesday",
            0.9,
        );
        let at = |role, words: &str| {
            let start = TEXT.find(words).unwrap();
            Span {
                paragraph: 1,
                start,
                end: start + words.len(),
                role,
            }
        };
        visit.spans = vec![
            at(Role::Actor, "The minister"),
            at(Role::Trigger, "came"),
            at(Role::Place, "Bern"),
            at(Role::Date, "Tuesday"),
        ];
        let mut invasion = draft(
            "march",
            "Army crosses border",
            "2022-03",
            3,
            "crossed the border in March 2022",
            0.7,
        );
        invasion.matched = Matched::Similar("known".into());
        let back = draft(
            "back",
            "Minister to come back",
            "2025",
            3,
            "She is to come back next year",
            0.3,
        );
        Self::of(vec![visit, invasion, back], TEXT, size)
    }

    fn of(drafts: Vec<Draft>, text: &str, size: (u16, u16)) -> Self {
        let document = Document {
            text: text.to_owned(),
            title: "A rare visit".to_owned(),
            ..Document::default()
        };
        let published = Edtf::parse("2024-06-19").unwrap();
        let mut pulled = Pulled::new(
            "news.txt".to_owned(),
            "news",
            document,
            published,
            &Collection::default(),
        );
        pulled.entries = drafts.into_iter().map(Entry::new).collect();
        let mut start = Start {
            articles: vec![pulled],
            collection: Arc::default(),
            today: Civil {
                year: 2024,
                month: 6,
                day: 19,
            }
            .to_day(),
            min_score: 0.5,
            keys: toml::Table::new(),
            save: Box::new(|_| Ok(Vec::new())),
        };
        let opening = Opening {
            size,
            keymap: Arc::new(Keymap::new(&Written::new()).unwrap()),
            theme: Theme::new(true),
        };
        Self {
            state: State::new(&mut start, opening),
            effects: Vec::new(),
        }
    }

    fn keys(&mut self, keys: &str) -> &mut Self {
        for key in pressed(keys) {
            self.effects.extend(update(&mut self.state, Message::Key(key)));
        }
        self
    }

    fn mouse(&mut self, kind: MouseEventKind, column: u16, row: u16) -> &mut Self {
        let modifiers = KeyModifiers::NONE;
        update(
            &mut self.state,
            Message::Mouse(MouseEvent {
                kind,
                column,
                row,
                modifiers,
            }),
        );
        self
    }

    fn picture(&self) -> Picture {
        let (width, height) = self.state.size;
        let mut picture = Picture::empty(Rect::new(0, 0, width, height));
        view::desk::draw(&self.state, &mut picture);
        picture
    }

    fn text(&self) -> String {
        shown(&self.picture())
    }

    fn verdicts(&self) -> String {
        let sign = |draft: &OnDesk| match draft.verdict {
            Verdict::Open => '.',
            Verdict::Taken => '+',
            Verdict::Dropped => '-',
        };
        self.state.drafts.iter().map(sign).collect()
    }

    fn saved(&self) -> Vec<Pulled> {
        match self.effects.last() {
            Some(Effect::Save(articles)) => articles.clone(),
            other => panic!("{other:?}"),
        }
    }
}

#[test]
fn the_desk_on_three_sizes() {
    for (name, size) in [("wide", (140, 30)), ("narrow", (80, 24)), ("small", (40, 10))] {
        insta::assert_snapshot!(name, Desk::new(size).text());
    }
}

#[test]
fn walking_the_drafts_moves_the_article_and_the_other_way_round() {
    let mut desk = Desk::new((140, 30));
    assert_eq!((desk.state.cursor, desk.state.paragraph), (0, 1));
    desk.keys("j");
    assert_eq!((desk.state.cursor, desk.state.paragraph), (1, 3));
    desk.keys("<tab>k");
    assert_eq!(
        (desk.state.cursor, desk.state.paragraph),
        (1, 2),
        "no draft rests on a heading"
    );
    desk.keys("k");
    assert_eq!((desk.state.cursor, desk.state.paragraph), (0, 1));
    desk.keys("<esc>G");
    assert_eq!((desk.state.cursor, desk.state.paragraph), (2, 3));
}

#[test]
fn what_a_draft_rests_on_is_told_apart_without_colour() {
    let mut desk = Desk::new((140, 30));
    desk.state.theme = Theme::plain();
    let picture = Buffer::from(&desk.picture());
    let words = ["The", "came", "Bern", "Tuesday"];
    let row: String = (0..76).map(|x| picture[(x, 2)].symbol().to_owned()).collect();
    let styles: Vec<Modifier> = words
        .iter()
        .map(|word| picture[(row.find(word).unwrap() as u16, 2)].modifier)
        .collect();
    for (index, style) in styles.iter().enumerate() {
        assert!(!style.is_empty(), "{row}");
        assert!(!styles[..index].contains(style), "{words:?} {styles:?}");
    }
    assert!(
        picture
            .content
            .iter()
            .all(|cell| cell.fg == ratatui::style::Color::Reset)
    );
}

#[test]
fn only_what_was_taken_is_written_once() {
    let mut desk = Desk::new((140, 30));
    desk.keys("w");
    assert!(
        desk.effects.is_empty()
            && desk
                .text()
                .contains("Nothing has been taken yet; a takes a draft")
    );
    desk.keys("ad");
    assert_eq!(desk.verdicts(), "+-.");
    desk.keys("w");
    let saved = desk.saved();
    assert_eq!(saved.len(), 1);
    assert_eq!(&*saved[0].entries[0].draft.id, "bern");
    assert_eq!(saved[0].entries.len(), 1);
    assert!(!desk.state.quit);
    desk.state.saved(Err("the disk is full".to_owned()));
    assert!(!desk.state.quit && desk.text().contains("Nothing was written: the disk is full"));
    desk.state.saved(Ok(vec!["Added 1 event.".to_owned()]));
    assert!(desk.state.quit);
}

#[test]
fn a_verdict_given_twice_is_none_and_the_unsure_are_not_taken_with_the_others() {
    let mut desk = Desk::new((140, 30));
    desk.keys("aka");
    assert_eq!(desk.verdicts(), "...");
    desk.keys("A");
    assert_eq!(desk.verdicts(), "++.");
    desk.keys("uu");
    assert_eq!(desk.verdicts(), "+..", "undo goes step by step");
}

#[test]
fn leaving_asks_where_something_would_be_lost() {
    let mut desk = Desk::new((140, 30));
    assert!(desk.keys("q").state.quit);
    let mut desk = Desk::new((140, 30));
    desk.keys("aq");
    assert!(!desk.state.quit);
    assert!(
        desk.text().contains("Write 1 draft, and leave"),
        "{}",
        desk.text()
    );
    desk.keys("<esc>");
    assert!(!desk.state.quit && desk.state.layer.is_none());
    desk.keys("q<enter>");
    assert_eq!(desk.saved()[0].entries.len(), 1);
    desk.keys("q<down><enter>");
    assert!(desk.state.quit);
    assert_eq!(desk.state.written, None);
}

#[test]
fn a_draft_is_edited_by_lines_and_pickers() {
    let mut desk = Desk::new((140, 30));
    desk.keys("t<ctrl-u>20 June 2024");
    assert!(desk.text().contains("20 June 2024"));
    desk.keys("<enter>");
    desk.keys("etitle<enter><ctrl-u>Another title<enter>");
    desk.keys("esummary<enter>In short.<enter>");
    desk.keys("estatus<enter>planned<enter>");
    desk.keys("ecategory<enter>agreement<enter>");
    desk.keys("epeople<enter>One; Two ;<enter>");
    desk.keys("cgermany<enter>");
    let OnDesk { entry, .. } = desk.state.current().unwrap();
    let draft = &entry.draft;
    assert_eq!(
        (draft.date.as_str(), &*draft.title, entry.summary.as_str()),
        ("2024-06-20", "Another title", "In short.")
    );
    assert_eq!(
        (draft.status.as_str(), draft.category.as_str()),
        ("planned", "agreement")
    );
    assert_eq!(draft.people, ["One".into(), "Two".into()]);
    let codes: Vec<&str> = draft.countries.iter().map(|code| code.alpha3()).collect();
    assert_eq!(codes, ["CHE", "DEU"]);
    desk.keys("uuuuuuu");
    assert_eq!(
        desk.state.drafts,
        Desk::new((140, 30)).state.drafts,
        "every change is taken back"
    );
}

#[test]
fn an_id_that_was_derived_follows_date_and_title() {
    let mut desk = Desk::new((140, 30));
    let id = "2024-06-18-minister-visits-bern";
    desk.state.drafts[0].entry.draft.id = id.into();
    desk.state.drafts[2].entry.draft.relations = vec![crate::model::Relation {
        kind: crate::model::RelationKind::Follows,
        target: id.into(),
    }];
    desk.keys("t<ctrl-u>2024-06-20<enter>etitle<enter><ctrl-u>Visit to Bern<enter>");
    assert_eq!(&*desk.state.drafts[0].entry.draft.id, "2024-06-20-visit-to-bern");
    assert_eq!(
        &*desk.state.drafts[2].entry.draft.relations[0].target,
        "2024-06-20-visit-to-bern"
    );
    // One that was chosen stays.
    desk.keys("jt<ctrl-u>2023<enter>");
    assert_eq!(&*desk.state.drafts[1].entry.draft.id, "march");
}

#[test]
fn what_is_no_date_is_not_taken() {
    let mut desk = Desk::new((140, 30));
    desk.keys("t<ctrl-u>soon<enter>");
    assert!(desk.state.layer.is_some() && desk.text().contains("no date yet"));
    desk.keys("<esc>etitle<enter><ctrl-u><enter>");
    assert!(desk.text().contains("A title is needed"));
}

#[test]
fn countries_can_be_taken_away() {
    let mut desk = Desk::new((140, 30));
    desk.keys("c<tab><enter>");
    assert!(desk.state.current().unwrap().entry.draft.countries.is_empty());
}

#[test]
fn two_drafts_become_one() {
    let mut desk = Desk::new((140, 30));
    desk.state.drafts[2].entry.draft.people = vec!["One".into()];
    desk.keys("mcome back<enter>");
    assert_eq!(desk.state.drafts.len(), 2);
    let kept = &desk.state.current().unwrap().entry.draft;
    assert_eq!((&*kept.id, kept.people.len(), kept.score), ("bern", 1, 0.9));
    desk.keys("u");
    assert_eq!(desk.state.drafts.len(), 3);
}

#[test]
fn what_looks_like_an_event_is_the_same_or_a_new_one() {
    let mut desk = Desk::new((140, 30));
    desk.keys("=");
    assert!(desk.text().contains("looks like no event"));
    desk.keys("j");
    assert!(desk.text().contains("looks like `known`"), "{}", desk.text());
    desk.keys("=");
    assert_eq!(desk.state.drafts[1].entry.target, Target::Event("known".into()));
    desk.keys("=");
    assert_eq!(desk.state.drafts[1].entry.target, Target::New);
}

#[test]
fn the_mouse_chooses_and_scrolls() {
    let mut desk = Desk::new((140, 30));
    let list = desk.state.areas.drafts.1;
    desk.mouse(MouseEventKind::Down(MouseButton::Left), list.x + 5, list.y + 2);
    assert_eq!(desk.state.cursor, 2);
    desk.mouse(MouseEventKind::ScrollUp, list.x + 5, list.y);
    assert_eq!(desk.state.cursor, 1);
    desk.mouse(MouseEventKind::Down(MouseButton::Left), 10, 2);
    assert_eq!((desk.state.cursor, desk.state.side), (0, Side::Article));
    desk.keys("e")
        .mouse(MouseEventKind::Down(MouseButton::Left), 1, 28);
    assert!(desk.state.layer.is_none(), "a click beside the box closes it");
}

#[test]
fn help_has_the_keys_of_the_desk_alone() {
    let mut desk = Desk::new((140, 45));
    desk.keys("?");
    let text = desk.text();
    assert!(text.contains("Merge another draft into this one."), "{text}");
    assert!(!text.contains("density strip"), "{text}");
}

#[test]
fn no_size_and_no_key_makes_it_fail() {
    for keys in ["", "j", "e", "c", "t", "m", "?", "aq", "<tab>G"] {
        let mut desk = Desk::new((140, 30));
        desk.keys(keys);
        for size in [
            (1, 1),
            (39, 9),
            (40, 10),
            (41, 11),
            (99, 12),
            (100, 10),
            (300, 100),
            (80, 24),
        ] {
            update(&mut desk.state, Message::Resize(size.0, size.1));
            desk.text();
        }
        desk.keys("<esc>jjkkJK<pagedown><pageup>GgadAmm<esc>=uq<esc>");
    }
    let mut empty = Desk::of(Vec::new(), "…", (80, 24));
    empty.keys("jkadAtecm=uw<tab>jk");
    assert!(empty.text().contains("The article tells no event."));
}

#[test]
fn hostile_text_reaches_no_cell() {
    let hostile = "\x1b[31m \u{9b}2J \u{202E}desrever \u{7}bell";
    let mut one = draft("a", hostile, "2024-06-18", 1, hostile, 0.9);
    one.people = vec![hostile.into()];
    one.tags = vec![hostile.into()];
    one.reasons[0].text = hostile.into();
    one.matched = Matched::Similar(hostile.into());
    one.spans = vec![Span {
        paragraph: 1,
        start: 2,
        end: 4,
        role: Role::Date,
    }];
    let mut desk = Desk::of(vec![one], hostile, (140, 30));
    desk.state.articles[0].name = hostile.to_owned();
    for keys in ["", "e", "<esc>m", "<esc>a", "q"] {
        let picture = Buffer::from(&desk.keys(keys).picture());
        for cell in &picture.content {
            assert!(
                !cell.symbol().chars().any(crate::text::is_harmful),
                "{:?}",
                cell.symbol()
            );
        }
    }
}
