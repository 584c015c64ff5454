//! Changing and writing events by keys: what is asked of the files.

use std::sync::LazyLock;

use crate::{
    dates::Civil,
    store::{self, Collection, Place, edit},
    tui::{
        change::{Change, Order, Outcome},
        effect::Effect,
        headless::Headless,
        layers::{Layer, form::Field},
        message::Message,
        state::Undo,
    },
};

const VISIT: &str = "putin-dprk-visit-2024";

fn screen(size: (u16, u16)) -> Headless {
    static SHIPPED: LazyLock<Collection> = LazyLock::new(|| store::load(&Place::Embedded, &|_| {}).unwrap());
    let today = Civil {
        year: 2024,
        month: 6,
        day: 17,
    };
    let mut screen = Headless::new(SHIPPED.clone(), size, today.to_day(), "");
    let mut left = 400;
    while screen.state().selected.as_deref() != Some(VISIT) && left > 0 {
        screen.keys("j");
        left -= 1;
    }
    assert_eq!(screen.state().selected.as_deref(), Some(VISIT));
    screen.deeds.clear();
    screen
}

/// The change that was asked for last.
fn asked(screen: &Headless) -> &Order {
    match screen.deeds.last() {
        Some(Effect::Change(order)) => order,
        other => panic!("{other:?}"),
    }
}

fn keys(screen: &Headless) -> &[edit::Change] {
    match &asked(screen).change {
        Change::Keys { event, changes, .. } => {
            assert_eq!(&**event, VISIT);
            changes
        }
        other => panic!("{other:?}"),
    }
}

#[test]
fn the_menu_lists_every_way_to_change_the_event() {
    let mut screen = screen((80, 24));
    screen.keys("m");
    let text = screen.text();
    for words in [
        "Change the event",
        "Give the event tags",
        "Delete the event",
        "another file",
    ] {
        assert!(text.contains(words), "{words}\n{text}");
    }
    screen.keys("status<enter>");
    assert!(screen.text().contains("it is announced"), "{}", screen.text());
}

#[test]
fn a_status_and_a_weight_are_chosen() {
    let mut screen = screen((140, 45));
    screen.keys("Scancel<enter>");
    assert_eq!(
        keys(&screen),
        [edit::Change::set("status", edit::Value::Text("cancelled".into()))]
    );
    assert!(asked(&screen).basis.is_some(), "what the user saw goes along");
    screen.keys("*2<enter>");
    assert_eq!(
        keys(&screen),
        [edit::Change::set("significance", edit::Value::Integer(2))]
    );
}

#[test]
fn tags_are_added_and_taken_away_one_by_one() {
    let mut screen = screen((140, 45));
    screen.keys("#");
    let Some(Layer::Pick(pick)) = screen.state().layers.last() else {
        panic!()
    };
    let first = pick.current().expect("the event has tags").value.clone();
    screen.keys("<tab>quite new<tab><enter>");
    assert_eq!(
        keys(&screen),
        [
            edit::Change::remove_from("tags", &*first),
            edit::Change::append("tags", edit::Value::Text("quite new".into())),
        ]
    );
    let before = screen.deeds.len();
    screen.keys("#<enter>");
    assert_eq!(
        screen.deeds.len(),
        before,
        "nothing is asked for where nothing changes"
    );
}

#[test]
fn a_relation_leads_to_an_event_that_is_picked() {
    let mut screen = screen((140, 45));
    screen.keys("Rresponds<enter>").keys("treaty 1961");
    let Some(Layer::Pick(pick)) = screen.state().layers.last() else {
        panic!()
    };
    let wanted = pick.current().expect("an event fits").value.clone();
    screen.keys("<enter>");
    assert_eq!(
        keys(&screen),
        [edit::Change::append(
            "relations.responds-to",
            edit::Value::Text(wanted.into())
        )]
    );
}

#[test]
fn deleting_asks_and_names_what_refers_to_the_event() {
    let mut screen = screen((140, 45));
    screen.keys("<delete>");
    assert!(screen.text().contains("refers to it"), "{}", screen.text());
    screen.keys("<enter>");
    assert!(screen.deeds.is_empty(), "the first answer keeps it");
    screen.keys("<delete>delete<enter>");
    assert_eq!(asked(&screen).change, Change::Delete(VISIT.into()));
}

#[test]
fn undo_takes_back_filters_and_changes_in_the_order_of_time() {
    let mut screen = screen((140, 45));
    screen.send(Message::Undoable(vec![6]));
    let query = screen.state().query.good.clone();
    screen.send(Message::Changed(Outcome::Done {
        said: "A visit · status planned".into(),
        number: 7,
        event: None,
        forgotten: None,
    }));
    assert!(
        screen.text().contains("status planned · u undoes it"),
        "{}",
        screen.text()
    );
    screen.keys("/treaty<enter>");
    screen.keys("u");
    assert_eq!(screen.state().query.good, query);
    screen.keys("u");
    assert_eq!(asked(&screen).change, Change::Undo(7));
    screen.send(Message::Changed(Outcome::Refused(
        "Not undone: no room".into(),
        Some(Box::new(asked(&screen).clone())),
    )));
    assert_eq!(
        screen.state().undo.last(),
        Some(&Undo::Change(7)),
        "it may be tried again"
    );
    screen.keys("uuu");
    assert_eq!(asked(&screen).change, Change::Undo(6));
}

#[test]
fn a_conflict_is_asked() {
    let mut screen = screen((80, 24));
    screen.keys("Scancel<enter>");
    let order = asked(&screen).clone();
    screen.send(Message::Changed(Outcome::Conflict(Box::new(order))));
    assert!(
        screen.text().contains("Somebody else has changed it"),
        "{}",
        screen.text()
    );
    let before = screen.deeds.len();
    screen.keys("<enter>");
    assert_eq!(screen.deeds.len(), before);
    let order = asked(&screen).clone();
    screen.send(Message::Changed(Outcome::Conflict(Box::new(order))));
    screen.keys("all the<enter>");
    assert!(asked(&screen).basis.is_none());
}

#[test]
fn the_form_writes_an_event_and_says_what_it_understands() {
    let mut screen = screen((80, 24));
    screen.keys("aA visit to Pyongyang<enter>18 June 2024");
    let text = screen.text();
    assert!(text.contains("= 18 June 2024 · 2024-06-18"), "{text}");
    screen.keys("<enter>north kor<tab>, russia");
    let text = screen.text();
    assert!(text.contains("PRK North Korea · RUS Russia"), "{text}");
    assert!(text.contains("2024-06-18-a-visit-to-pyongyang"), "{text}");
    screen.keys("<down><down>vis<tab><enter><enter>arms<enter>https://example.org/a<ctrl-s>");
    let Change::Add(addition) = &asked(&screen).change else {
        panic!()
    };
    let text = store::compose::event(&addition.entries);
    assert_eq!(
        text,
        "[[event]]\ntitle = \"A visit to Pyongyang\"\ndate = 2024-06-18\ncountries = [\"PRK\", \"RUS\"]\n\
         category = \"visit\"\ntags = [\"arms\"]\nsources = [{ url = \"https://example.org/a\" }]\n"
    );
}

#[test]
fn the_form_goes_to_what_is_missing_and_keeps_what_was_typed() {
    for size in [(80, 24), (40, 10)] {
        let mut screen = screen(size);
        screen.keys("aOnly a title<ctrl-s>");
        assert!(screen.deeds.is_empty());
        let Some(Layer::Form(form)) = screen.state().layers.last() else {
            panic!()
        };
        assert_eq!(form.field(), Field::Date);
        assert!(
            screen.text().contains("an event needs a date"),
            "{}",
            screen.text()
        );
        screen.keys("soon<esc>a");
        assert!(
            screen.text().contains("no date that can be read"),
            "{}",
            screen.text()
        );
        screen.keys("<ctrl-u>1961<ctrl-s>");
        assert!(matches!(asked(&screen).change, Change::Add(_)));
        let order = asked(&screen).clone();
        screen.send(Message::Changed(Outcome::Refused(
            "No room".into(),
            Some(Box::new(order)),
        )));
        assert!(screen.text().contains("Only a title"), "{}", screen.text());
    }
}

#[test]
fn the_form_shows_what_is_perhaps_there_already() {
    let mut screen = screen((140, 45));
    let event = screen.state().detail().unwrap().event.clone();
    let (title, date) = (event.title.to_string(), event.date.as_str().to_owned());
    screen.keys("a").send(Message::Paste(title));
    screen.keys("<enter>").send(Message::Paste(date));
    assert!(
        screen.text().contains("perhaps there already"),
        "{}",
        screen.text()
    );
    insta::assert_snapshot!(screen.resize(80, 24).text());
    insta::assert_snapshot!(screen.resize(40, 10).text());
}

#[test]
fn nothing_is_changed_inside_the_program() {
    let mut screen = screen((80, 24));
    screen.built_in();
    for key in ["a", "m", "S", "#", "<delete>", "e"] {
        screen.keys(key);
        assert!(screen.state().layers.is_empty() && screen.deeds.is_empty());
        assert!(screen.text().contains("annals init"), "{key}\n{}", screen.text());
    }
}

#[test]
fn the_sentence_of_a_change_outlasts_what_the_change_brings() {
    let mut screen = screen((140, 45));
    screen.keys("/country:ZAF<enter>");
    screen.send(Message::Changed(Outcome::Done {
        said: "written a second time".to_owned(),
        number: 7,
        event: Some(VISIT.into()),
        forgotten: None,
    }));
    // The files that changed are read: nobody asked for that.
    let collection = store::load(&Place::Embedded, &|_| {}).unwrap();
    let memory = crate::catalog::Memory::new(collection.into());
    screen.send(Message::Loaded(crate::tui::message::Loaded {
        asked: false,
        ..crate::tui::worker::loaded(&memory)
    }));
    assert_eq!(
        screen.state().selected.as_deref(),
        Some(VISIT),
        "the filter is lifted for it"
    );
    let said = screen.state().notice.as_ref().map(|notice| notice.text.as_str());
    assert_eq!(said, Some("written a second time · u undoes it"));
}
