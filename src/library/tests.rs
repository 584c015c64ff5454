use std::fs;

use super::*;
use proptest::{collection::vec, option, prelude::*, sample};

use crate::{
    catalog::{Anchor, Catalog},
    query::{Filter, Plan},
};

fn event(id: &str) -> String {
    format!("[[event]]\nid = \"{id}\"\ntitle = \"{id}\"\ndate = \"2024\"\n")
}

#[allow(clippy::disallowed_methods)] // These files are the tests' own.
fn save(path: &Path, text: &str) {
    fs::write(path, text).unwrap();
}

#[test]
fn a_text_that_is_not_saved_stands_for_its_file() {
    let folder = tempfile::tempdir().unwrap();
    let saved = folder.path().join("a.toml");
    save(&saved, &event("one"));
    let mut library = Library::new(Place::Paths(vec![folder.path().to_owned()]));
    let before = library.refresh(&|_| {}).unwrap();
    let memory = library
        .overlay(&saved, Some(event("two").into_bytes()), &|_| {})
        .unwrap();
    assert!(memory.event("two").is_some() && memory.event("one").is_none());
    assert!(
        before.event("one").is_some(),
        "what was held before goes on serving"
    );

    let unsaved = folder.path().join("new.toml");
    let memory = library
        .overlay(&unsaved, Some(event("three").into_bytes()), &|_| {})
        .unwrap();
    assert_eq!(memory.count(&Plan::All), 2);
    let elsewhere = Path::new("/elsewhere.toml");
    let memory = library
        .overlay(elsewhere, Some(event("four").into_bytes()), &|_| {})
        .unwrap();
    assert_eq!(memory.count(&Plan::All), 2);

    library.overlay(&saved, None, &|_| {}).unwrap();
    let memory = library.overlay(&unsaved, None, &|_| {}).unwrap();
    assert!(memory.event("one").is_some());
    assert_eq!(memory.count(&Plan::All), 1);
}

#[test]
fn changed_files_are_read_again() {
    let folder = tempfile::tempdir().unwrap();
    let (a, b) = (folder.path().join("a.toml"), folder.path().join("b.toml"));
    save(&a, &event("one"));
    let mut library = Library::new(Place::Paths(vec![folder.path().to_owned()]));
    library.refresh(&|_| {}).unwrap();
    save(&b, &event("two"));
    assert_eq!(
        library
            .changed(std::slice::from_ref(&b), &|_| {})
            .unwrap()
            .count(&Plan::All),
        2
    );
    fs::remove_file(&a).unwrap();
    let memory = library.changed(&[a], &|_| {}).unwrap();
    assert!(memory.event("one").is_none() && memory.event("two").is_some());
}

/// Everything that a catalog says of the files is what reading them from scratch says.
fn assert_exact(memory: &Memory, place: &Place) {
    let collection = store::load(place, &|_| {}).unwrap();
    let mut events: Vec<_> = memory.events().collect();
    events.sort_by(|a, b| {
        a.date
            .sort_key()
            .cmp(&b.date.sort_key())
            .then_with(|| a.id.cmp(&b.id))
    });
    let expected: Vec<_> = collection.events.iter().map(|event| (**event).clone()).collect();
    assert_eq!(events, expected);
    assert_eq!(*memory.tables(), store::Tables::of(&collection));
    let window = memory.window(&Plan::All, &Anchor::Start, 0, usize::MAX);
    let rows: Vec<&str> = window.rows.iter().map(|row| row.id).collect();
    let ids: Vec<&str> = expected.iter().map(|event| &*event.id).collect();
    assert_eq!(rows, ids);
    let whole = Memory::new(Arc::new(collection));
    for id in ids {
        assert_eq!(memory.neighbours(id), whole.neighbours(id));
    }
    for text in ["kim", "acme", "jong", "corp"] {
        for filter in [
            Filter::Word(text.into()),
            Filter::Person(text.into()),
            Filter::Organization(text.into()),
        ] {
            let plan = Plan::Filter(filter);
            assert_eq!(memory.count(&plan), whole.count(&plan), "{plan:?}");
        }
    }
}

/// A table of a file, such that files refer to each other, and clash.
fn table() -> impl Strategy<Value = String> {
    let id = sample::select(vec![
        "",
        "id = \"a\"\n",
        "id = \"b\"\n",
        "id = \"a-2\"\n",
        "id = \"long-name-of-one\"\n",
        "id = \"B C\"\n",
    ]);
    let person = || {
        sample::select(vec![
            "Kim",
            "KIM",
            "Kim Jong Un",
            "Ann Lee",
            "Acme",
            "Russia",
            "NATO",
        ])
    };
    let organization = sample::select(vec!["ACME", "Acme Corp", "NATO", "Kim"]);
    let source = sample::select(vec![
        "[\"s1\"]",
        "[\"S1\"]",
        "[\"s1-2\"]",
        "[\"https://x.org/1\"]",
        "[{ id = \"s1\", quote = \"nothing\" }]",
        "[]",
    ]);
    let target = sample::select(vec!["a", "b", "b-c", "B C", "long-name-of-two", "a-2", "zz"]);
    let event = (id, 0..3, person(), organization, source, target, person()).prop_map(
        |(id, title, person, organization, source, target, actor)| {
            format!(
                "[[event]]\n{id}title = \"Title {title}\"\ndate = \"200{title}\"\npeople = [\"{person}\"]\n\
                 organizations = [\"{organization}\"]\ninitiators = [\"{actor}\"]\nsources = {source}\n\
                 relations = {{ follows = [\"{target}\"] }}\n\n"
            )
        },
    );
    let declared = sample::select(vec![
        "[[source]]\nid = \"s1\"\ntitle = \"One\"\n\n",
        "[[source]]\nid = \"s1\"\ntitle = \"Other\"\nurl = \"https://x.org/1\"\n\n",
        "[[source]]\nid = \"s2\"\ntitle = \"Two\"\nurl = \"https://x.org/1\"\ntext = \"gone.txt\"\n\n",
        "[[person]]\nname = \"Kim Jong Un\"\naliases = [\"Kim\"]\n\n",
        "[[person]]\nname = \"Kim\"\naliases = [\"Jong\"]\n\n",
        "[[organization]]\nname = \"Acme Corp\"\naliases = [\"ACME\", \"Acme\"]\n\n",
        "[[organization]]\nname = \"Our NATO\"\naliases = [\"NATO\"]\n\n",
        "[[era]]\ntitle = \"Era\"\ndate = \"1990/2000\"\n\n",
        "[[event]]\ntitle = \"No date\"\n\n",
    ]);
    prop_oneof![3 => event, 2 => declared.prop_map(str::to_owned)]
}

/// What happens to a file: it gets these tables, or is taken away.
fn edit() -> impl Strategy<Value = (usize, Option<Vec<String>>)> {
    (0..4_usize, option::weighted(0.85, vec(table(), 0..5)))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 20, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn reading_what_changed_is_reading_everything(edits in vec((edit(), any::<bool>()), 1..7)) {
        let folder = tempfile::tempdir().unwrap();
        let place = Place::Paths(vec![folder.path().to_owned()]);
        let mut library = Library::new(place.clone());
        library.refresh(&|_| {}).unwrap();
        for ((file, tables), looks_itself) in edits {
            let path = folder.path().join(format!("{file}.toml"));
            match tables {
                Some(tables) => save(&path, &tables.concat()),
                None => drop(fs::remove_file(&path)),
            }
            let memory = if looks_itself {
                library.refresh(&|_| {})
            } else {
                library.changed(&[path], &|_| {})
            };
            assert_exact(&memory.unwrap(), &place);
        }
    }
}
