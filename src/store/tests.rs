//! Laws of reading: nothing panics, one mistake hides nothing else, the order of files does not matter.

use std::{
    fs::{self, File},
    io::Write as _,
    path::{Path, PathBuf},
    sync::{Arc, Mutex},
};

use proptest::prelude::*;
use tempfile::TempDir;

use super::{Collection, Place, StoreError, draft::Reading, load, read::read};
use crate::model::{Actor, FindingCode};

fn reading(bytes: impl Into<Vec<u8>>) -> Reading {
    read(&Arc::from(Path::new("a.toml")), bytes.into())
}

fn titles(reading: &Reading) -> Vec<String> {
    reading
        .events
        .iter()
        .map(|draft| draft.event.title.to_string())
        .collect()
}

fn folder(files: &[(&str, &str)]) -> TempDir {
    let folder = TempDir::new().unwrap();
    for (name, text) in files {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        File::create(path).unwrap().write_all(text.as_bytes()).unwrap();
    }
    folder
}

fn loaded(paths: &[PathBuf]) -> Collection {
    load(&Place::Paths(paths.to_vec()), &|_| {}).unwrap()
}

fn codes(collection: &Collection) -> Vec<&'static str> {
    collection
        .findings
        .iter()
        .map(|finding| finding.code.as_str())
        .collect()
}

fn event(number: usize, summary: &str) -> String {
    format!(
        "[[event]]\nid = \"event-{number}\"\ntitle = \"Event {number}\"\ndate = \"19{number}X\"\ncountries = [\"RUS\", \"PRK\"]\n\
         category = \"treaty\"\nlocation = {{ name = \"Moscow\", lat = 55.75, lon = 37.6 }}\n\
         summary = \"\"\"\n{summary}\n\"\"\"\nsources = [\n  \"https://example.org/{number}\",\n]\n\
         [[event.claims]]\nby = ['USA']\nstance = 'denies'\n"
    )
}

#[test]
fn hidden_files_and_other_extensions_are_passed_over_and_ignore_files_do_not_count() {
    let one = "[[event]]\ntitle = 'x'\ndate = 1961\n";
    let folder = folder(&[
        ("a.toml", one),
        ("deep/er/b.toml", one),
        (".hidden.toml", one),
        (".git/c.toml", one),
        ("d.txt", one),
        (".gitignore", "*.toml\n"),
        (".ignore", "*.toml\n"),
    ]);
    assert_eq!(loaded(&[folder.path().into()]).files, 2);
    assert_eq!(loaded(&[folder.path().join("d.txt")]).events.len(), 1);
    let twice = [
        folder.path().join("a.toml"),
        folder.path().into(),
        folder.path().into(),
    ];
    assert_eq!(loaded(&twice).files, 2);
}

#[test]
fn a_named_path_that_is_not_there_is_an_error_with_its_name() {
    let error = load(&Place::Paths(vec!["no/such/folder".into()]), &|_| {}).unwrap_err();
    assert!(matches!(error, StoreError::Missing { .. }));
    assert_eq!(error.to_string(), "there is no file or folder `no/such/folder`");
}

#[cfg(unix)]
#[test]
fn links_are_followed_once_and_only_regular_files_are_opened() {
    use std::os::unix::fs::symlink;

    let folder = folder(&[("sub/a.toml", "[[event]]\ntitle = 'x'\ndate = 1961\n")]);
    let path = folder.path();
    symlink(path, path.join("sub/back")).unwrap();
    symlink(path.join("sub"), path.join("again")).unwrap();
    symlink(path.join("sub/a.toml"), path.join("b.toml")).unwrap();
    symlink(path.join("nowhere"), path.join("broken.toml")).unwrap();
    symlink("itself", path.join("itself")).unwrap();
    let made = std::process::Command::new("mkfifo")
        .arg(path.join("pipe.toml"))
        .status();
    let collection = loaded(&[path.into()]);
    assert_eq!((collection.files, collection.events.len()), (1, 1));
    let unreadable = codes(&collection)
        .into_iter()
        .filter(|code| *code == "unreadable");
    assert_eq!(unreadable.count(), 1, "{:?}", collection.findings);
    if made.is_ok_and(|status| status.success()) {
        assert!(codes(&collection).contains(&"not-a-file"));
        let named = loaded(&[path.join("pipe.toml")]);
        assert_eq!(codes(&named), ["not-a-file"]);
    }
}

#[test]
fn a_file_of_another_file_s_sources_people_and_events() {
    let folder = folder(&[
        (
            "a.toml",
            "[[event]]\nid = 'a'\ntitle = 'A'\ndate = 1961\npeople = ['kim jong-un']\norganizations = ['NATO']\n\
             initiators = ['Wagner', 'Soviet Union']\ntargets = ['Somebody']\nsources = ['s', 'https://example.org']\n\
             relations = { follows = 'b' }\n",
        ),
        (
            "b.toml",
            "[[event]]\nid = 'b'\ntitle = 'B'\ndate = 1960\n[[source]]\nid = 's'\ntitle = 'S'\nurl = 'https://example.org'\n\
             [[person]]\nname = 'Kim Jong Un'\n[[organization]]\nname = 'Wagner Group'\naliases = ['Wagner']\n\
             [[organization]]\nname = 'The Alliance'\naliases = ['NATO']\n",
        ),
    ]);
    let collection = loaded(&[folder.path().into()]);
    assert!(collection.findings.is_empty(), "{:#?}", collection.findings);
    let ids: Vec<_> = collection.events.iter().map(|event| &*event.id).collect();
    assert_eq!(ids, ["b", "a"], "in time order");
    let event = &collection.events[1];
    assert_eq!(event.people, ["Kim Jong Un".into(), "Somebody".into()]);
    assert_eq!(
        event.organizations,
        ["The Alliance".into(), "Wagner Group".into()]
    );
    assert!(matches!(event.initiators[0], Actor::Organization(_)));
    assert_eq!(event.initiators[1].to_string(), "SUN");
    assert!(matches!(event.targets[0], Actor::Person(_)));
    assert_eq!(event.countries.len(), 1);
    for citation in &event.sources {
        assert!(citation.found);
        assert!(
            Arc::ptr_eq(&citation.source, &collection.sources[0]),
            "one source, however cited"
        );
    }
}

#[test]
fn an_event_s_origin_is_its_table() {
    let text = "# é\n\n[[source]]\nid = 'x'\n\n[[event]]\ntitle = 'A'\ndate = 1\n[event.location]\nname = 'M'\n\n\n[[event]]\ntitle = 'B'\ndate = 2";
    let reading = reading(text);
    let origins: Vec<_> = reading
        .events
        .iter()
        .map(|draft| {
            let origin = &draft.event.origin;
            (origin.line, text.get(origin.start..origin.end).unwrap())
        })
        .collect();
    assert_eq!(
        origins,
        [
            (
                6,
                "[[event]]\ntitle = 'A'\ndate = 1\n[event.location]\nname = 'M'"
            ),
            (13, "[[event]]\ntitle = 'B'\ndate = 2")
        ]
    );
}

#[test]
fn sub_tables_below_another_table_are_read_where_they_belong() {
    let text =
        "[[event]]\ntitle = 'A'\ndate = 1961\n[[source]]\nid = 's'\n[event.location]\nname = 'Moscow'\n";
    let reading = reading(text);
    assert!(reading.findings.is_empty(), "{:?}", reading.findings);
    let location = reading.events[0].event.location.as_ref().unwrap();
    assert_eq!(&*location.name, "Moscow");
}

#[test]
fn an_event_within_a_text_above_the_first_table_is_none() {
    let text = "x = '''\n[[event]]\ntitle = 'a'\ndate = 1961\n'''\n[[event]]\ntitle = 'b'\ndate = 1962\n";
    assert_eq!(titles(&reading(text)), ["b"]);
}

#[test]
fn what_nobody_writes_neither_hangs_nor_exhausts_the_stack() {
    let deep = 100_000;
    let good = "\n[[event]]\ntitle = 'x'\ndate = 1961\n";
    for (what, text) in [
        ("lists", format!("a = {}", "[".repeat(deep))),
        (
            "closed lists",
            format!("a = {}{}", "[".repeat(deep), "]".repeat(deep)),
        ),
        ("tables", format!("a = {}", "{a=".repeat(deep))),
        ("dots", format!("a{} = 1", ".a".repeat(deep))),
        (
            "dots in lists",
            format!("a = {}{{a{} = 1", "[".repeat(70), ".a".repeat(deep)),
        ),
        ("spaced dots", format!("a{} = 1", " . 'a'".repeat(deep))),
        ("heads", format!("[a{}]\nb = 1", ".a".repeat(deep))),
        ("list heads", format!("[[a{}]]\nb = 1", ".a".repeat(deep))),
        ("brackets", "]".repeat(deep)),
        ("head brackets", "[".repeat(deep)),
        ("equal signs", "=".repeat(deep)),
        ("quotes", "\"".repeat(deep)),
        ("unclosed lists", "a = [\n".repeat(20_000)),
        ("unclosed texts", "a = \"\"\"\n".repeat(20_000)),
        ("unclosed quotes", "a = \"\n".repeat(20_000)),
        ("nul", "\0".repeat(deep)),
        ("carriage returns", "\r".repeat(deep)),
        (
            "unknown keys",
            (0..20_000)
                .map(|key| format!("k{key} = 1\n"))
                .collect::<Vec<_>>()
                .concat(),
        ),
    ] {
        let read = reading(format!("[[event]]\ntitle = 'first'\ndate = 1960\n{text}{good}"));
        assert_eq!(titles(&read).last().map(String::as_str), Some("x"), "{what}");
        assert!(!read.findings.is_empty(), "{what}");
    }
}

#[test]
fn too_many_dots_hide_nothing_else_of_the_event() {
    let prose = "One thing. Another thing! ".repeat(300);
    for line in [format!("a{} = 1", ".a".repeat(500)), format!("summary = {prose}")] {
        let read = reading(format!(
            "[[event]]\ntitle = 'x'\n{line}\ndate = 1961\ntags = ['t']"
        ));
        assert_eq!(titles(&read), ["x"]);
        assert_eq!(&*read.events[0].event.tags[0], "t");
        assert_eq!(read.findings.len(), 1, "{:#?}", read.findings);
    }
}

#[test]
fn broken_events_in_thousands_are_read_in_one_go() {
    let text = "[[event]]\ntitle = 'x\ndate = 1961\nsummary = \"\"\"\n".repeat(5_000);
    let read = reading(text);
    assert_eq!(read.events.len(), 5_000);
}

#[test]
fn bytes_that_are_not_utf_8_leave_the_others_at_their_place() {
    for (bytes, text, faults) in [
        (&b"a\xffb"[..], "a?b", vec![(1, 2)]),
        (b"\xff\xfe-\xff\n\xe7", "??-?\n?", vec![(0, 1), (5, 6)]),
        (b"caf\xc3", "caf?", vec![(3, 4)]),
        ("é".as_bytes(), "é", vec![]),
    ] {
        let (read, found) = super::read::utf8(bytes.to_vec());
        let found: Vec<_> = found.iter().map(|span| (span.start, span.end)).collect();
        assert_eq!((read.as_str(), found), (text, faults));
    }
}

#[test]
fn mistakes_in_thousands_across_events_are_told_in_one_go() {
    let number = 2_000;
    let text = (0..number)
        .map(|at| {
            format!(
                "[[event]]\nid = 'same'\ntitle = 'x'\ndate = 1961\ncountries = ['Atlantis {at}']\n\
                 people = ['Somebody Called {at}', 'Name {} {at} Lee']\nsources = ['none-{at}']\nrelations = {{ follows = 'none-{at}' }}\n",
                "x".repeat(at % 50),
            )
        })
        .collect::<Vec<_>>()
        .concat();
    let collection = super::read_alone(Path::new("a.toml"), text.into_bytes());
    let count = |code| {
        collection
            .findings
            .iter()
            .filter(|finding| finding.code == code)
            .count()
    };
    assert_eq!(count(FindingCode::DuplicateId), number - 1);
    assert_eq!(count(FindingCode::UnknownCountry), number);
    assert_eq!(count(FindingCode::DanglingSource), number);
    assert_eq!(count(FindingCode::DanglingRelation), number);
    assert_eq!(&*collection.events[1].id, "same-10");
}

#[test]
fn a_line_of_50_megabytes_is_told_of_and_the_rest_is_read() {
    let long = "a".repeat(50 << 20);
    let read = reading(format!(
        "[[event]]\ntitle = \"{long}\n[[event]]\ntitle = 'x'\ndate = 1961\n"
    ));
    assert_eq!(titles(&read), ["x"]);
    let finding = &read.findings[0].0;
    assert_eq!((finding.code, finding.line), (FindingCode::Syntax, 1));
    assert!(finding.excerpt.len() < 3_000);
}

#[test]
fn progress_ends_at_all_files() {
    let one = "[[event]]\ntitle = 'x'\ndate = 1961\n";
    let folder = folder(&[("a.toml", one), ("b.toml", one)]);
    let last = Mutex::new(super::Progress::default());
    let tell = |progress: super::Progress| {
        let mut last = last.lock().unwrap();
        if progress.files > last.files {
            *last = progress;
        }
    };
    load(&Place::Paths(vec![folder.path().into()]), &tell).unwrap();
    let last = last.into_inner().unwrap();
    assert_eq!((last.files, last.of, last.events), (2, 2, 2));
}

/// A change to the text of one event: bytes taken away at a place, and others put there.
fn mutation() -> impl Strategy<Value = (prop::sample::Index, usize, String)> {
    let put = prop_oneof![
        Just(String::new()),
        prop::sample::select(vec![
            "\"",
            "'",
            "\"\"\"",
            "'''",
            "[",
            "]",
            "{",
            "}",
            "=",
            "#",
            "\\",
            ",",
            ".",
            "\n",
            "\r",
            "\0",
            "[[",
            "]]",
            "é",
            "“",
            "= [",
            "\n]\n",
            "\ntitle = \"\"\"",
            "= {",
            "[[event",
        ])
        .prop_map(str::to_owned),
        "[ -~\n]{0,6}",
    ];
    (any::<prop::sample::Index>(), 0..4_usize, put)
}

/// Whether the changed text holds more heads of tables than before: then it is another number of events.
fn same_heads(text: &str) -> bool {
    text.lines()
        .filter(|line| line.trim_start().starts_with("[[event]]"))
        .count()
        == 1
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 512, ..ProptestConfig::default() })]

    #[test]
    fn one_broken_event_hides_no_other(
        broken in 0..5_usize,
        changes in prop::collection::vec(mutation(), 1..4),
    ) {
        let mut texts: Vec<_> = (0..5).map(|number| event(number, "It said:\n[event]\nx = \"y\"")).collect();
        for (at, length, put) in changes {
            let text = &mut texts[broken];
            // Never in its head, which would make it part of the event before it.
            let from = "[[event]]\n".len();
            let start = text.floor_char_boundary(from + at.index(text.len() - from));
            let end = text.floor_char_boundary((start + length).min(text.len() - 1)).max(start);
            text.replace_range(start..end, &put);
            if !text.ends_with('\n') {
                text.push('\n');
            }
        }
        prop_assume!(same_heads(&texts[broken]));
        let read = reading(texts.concat());
        let titles = titles(&read);
        for number in (0..5).filter(|number| *number != broken) {
            prop_assert!(titles.contains(&format!("Event {number}")), "{titles:?}\n{}", texts[broken]);
        }
    }

    #[test]
    fn anything_between_two_events_leaves_them(
        text in "([\\[\\]{}=\"'#\\\\.,\n\r é-]|title|date|x = | = |[a-z0-9]){0,80}",
    ) {
        let several_lines = text.contains("\"\"\"") || text.contains("'''");
        prop_assume!(!several_lines);
        let whole = format!("[[event]]\ntitle = 'First'\ndate = 1961\n[[event]]\n{text}\n[[event]]\ntitle = 'Last'\ndate = '196X'\n");
        let read = super::read_alone(Path::new("a.toml"), whole.into_bytes());
        let found = |title: &str| read.events.iter().any(|event| &*event.title == title);
        prop_assert!(found("First") && found("Last"), "{text}");
    }

    #[test]
    fn no_bytes_make_it_panic(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        reading(bytes);
    }

    #[test]
    fn no_text_of_toml_s_letters_makes_it_panic(
        text in "(\\[\\[event\\]\\]|title|date|[\\[\\]{}=\"'#\\\\.,\n\r é-]|\"\"\"|196X|2024-06-18| = ){0,60}",
    ) {
        let read = reading(text.clone());
        for (finding, _) in &read.findings {
            prop_assert!(finding.line >= 1 && finding.column >= 1 && finding.length >= 1, "{finding:?}");
            let line = text.split('\n').nth(finding.line - 1).unwrap();
            prop_assert!(line.starts_with(&finding.excerpt), "{finding:?}");
        }
    }

    #[test]
    fn the_order_of_files_does_not_matter(order in Just((0..6).collect::<Vec<usize>>()).prop_shuffle()) {
        let texts: Vec<_> = (0..6).map(|number| event(number, "s")).collect();
        let named: Vec<_> = (0..6).map(|number| format!("{number}.toml")).collect();
        let shuffled: Vec<_> = named.iter().zip(&order).map(|(name, at)| (name.as_str(), texts[*at].as_str())).collect();
        let straight: Vec<_> = named.iter().zip(&texts).map(|(name, text)| (name.as_str(), text.as_str())).collect();
        let summary = |folder: &TempDir, backwards: bool| {
            let mut paths: Vec<_> = named.iter().map(|name| folder.path().join(name)).collect();
            if backwards {
                paths.reverse();
            }
            let collection = loaded(&paths);
            let events: Vec<_> = collection
                .events
                .iter()
                .map(|event| (event.id.clone(), event.title.clone(), event.date.clone(), event.countries.clone()))
                .collect();
            events
        };
        prop_assert_eq!(summary(&folder(&straight), false), summary(&folder(&shuffled), true));
    }
}

/// `cargo test --release --lib store::tests::speed -- --ignored --nocapture`, with a folder in `ANNALS_SPEED`.
#[test]
#[ignore = "a measurement"]
fn speed() {
    let Some(folder) = std::env::var_os("ANNALS_SPEED") else {
        return;
    };
    for _ in 0..5 {
        let started = std::time::Instant::now();
        let collection = loaded(&[PathBuf::from(&folder)]);
        println!(
            "{} events, {} files, {:?}: {:?}",
            collection.events.len(),
            collection.files,
            collection.totals(),
            started.elapsed()
        );
    }
}
