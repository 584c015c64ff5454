//! Laws of editing over generated files, and tables of what each change makes of a text.

use proptest::prelude::*;

use super::*;

fn changed(text: &str, change: Change) -> String {
    let table = Table::At(outline(text).first().unwrap().start());
    edited(text, Edit::change(table, change))
}

fn edited(text: &str, edit: Edit) -> String {
    String::from_utf8(apply(text.as_bytes(), &[edit]).unwrap()).unwrap()
}

fn text(text: &str) -> Value {
    Value::Text(text.to_owned())
}

const VISIT: &str = "\
# top

[[event]]   # one
id        = 'visit'  # short
title     = \"A visit\" # said
date      = 2024-06-18
tags = [ \"a\",\"b\" ]  # two
people = [
    'Kim', # chairman
    'Putin'   # president
]
location  = { name = \"Moscow\" }
relations.follows = [\"x\"]

[event.media]
url = 'https://example.org/a'

[[event.claims]]
by = 'USA'
stance = \"asserts\"
";

#[test]
#[allow(clippy::too_many_lines)] // A table.
fn a_change_replaces_only_what_must_be() {
    let with = |from: &str, to: &str| {
        assert!(VISIT.contains(from));
        VISIT.replacen(from, to, 1)
    };
    for (change, expected) in [
        (Change::set("title", text("Two")), with("\"A visit\"", "\"Two\"")),
        (Change::set("id", text("a-b")), with("'visit'", "'a-b'")),
        (
            Change::set("date", Value::Date("2024".into())),
            with("2024-06-18", "2024"),
        ),
        (
            Change::set("status", text("planned")),
            with("location  =", "status    = \"planned\"\nlocation  ="),
        ),
        (
            Change::set("significance", Value::Integer(4)),
            with("\"Moscow\" }\n", "\"Moscow\" }\nsignificance = 4\n"),
        ),
        (
            Change::set("location.country", text("RUS")),
            with("\"Moscow\" }", "\"Moscow\", country = \"RUS\" }"),
        ),
        (
            Change::set("relations.part-of", Value::texts(["y"])),
            with("[\"x\"]\n", "[\"x\"]\nrelations.part-of = [\"y\"]\n"),
        ),
        (
            Change::set("media.caption", text("c")),
            with("a'\n", "a'\ncaption = \"c\"\n"),
        ),
        (
            Change::set("claims.0.stance", text("denies")),
            with("\"asserts\"", "\"denies\""),
        ),
        (
            Change::append("tags", text("c")),
            with("\"b\" ]", "\"b\", \"c\" ]"),
        ),
        (
            Change::append("people", text("Xi")),
            with("'Putin'   # president\n", "'Putin',   # president\n    \"Xi\"\n"),
        ),
        (
            Change::append("relations.follows", text("y")),
            with("[\"x\"]", "[\"x\", \"y\"]"),
        ),
        (
            Change::append("claims", Value::Table(vec![("by".into(), text("RUS"))])),
            format!("{VISIT}[[event.claims]]\nby = \"RUS\"\n"),
        ),
        (
            Change::append("claims.0.by", text("KOR")),
            with("'USA'", "['USA', \"KOR\"]"),
        ),
        (
            Change::append("sources", text("s")),
            with("\"Moscow\" }\n", "\"Moscow\" }\nsources   = [\"s\"]\n"),
        ),
        (
            Change::remove("tags"),
            with("tags = [ \"a\",\"b\" ]  # two\n", ""),
        ),
        (
            Change::remove("location.name"),
            with("location  = { name = \"Moscow\" }\n", ""),
        ),
        (
            Change::remove("relations.follows"),
            with("relations.follows = [\"x\"]\n", ""),
        ),
        (
            Change::remove("relations"),
            with("relations.follows = [\"x\"]\n", ""),
        ),
        (
            Change::remove("media"),
            with("[event.media]\nurl = 'https://example.org/a'\n", ""),
        ),
        (Change::remove("nothing"), VISIT.to_owned()),
        (Change::remove_from("tags", "b"), with("\"a\",\"b\"", "\"a\"")),
        (Change::remove_from("tags", "a"), with("\"a\",\"b\"", "\"b\"")),
        (
            Change::remove_from("people", "Kim"),
            with("    'Kim', # chairman\n", ""),
        ),
        (
            Change::remove_from("people", "Putin"),
            with("    'Putin'   # president\n", "").replacen("'Kim',", "'Kim'", 1),
        ),
        (
            Change::remove_from("relations.follows", "x"),
            with("relations.follows = [\"x\"]\n", ""),
        ),
        (
            Change::RenameKey {
                key: "location.name".into(),
                name: "x y".into(),
            },
            with("{ name", "{ \"x y\""),
        ),
    ] {
        assert_eq!(changed(VISIT, change.clone()), expected, "{change:?}");
    }
}

#[test]
fn tables_come_and_go_with_their_comments() {
    let file = "# file\n\n# of a\n[[event]]\nid = 'a'\n# key = 1\n\n# of b\n[[event]]\nid = 'b'\n\n\n# of c\n[[source]]\nid = 'c'\n";
    let without = |table| edited(file, Edit::Remove { table });
    assert_eq!(
        without(Table::event("a")),
        "# file\n\n# of b\n[[event]]\nid = 'b'\n\n\n# of c\n[[source]]\nid = 'c'\n"
    );
    assert_eq!(
        without(Table::event("b")),
        "# file\n\n# of a\n[[event]]\nid = 'a'\n# key = 1\n\n# of c\n[[source]]\nid = 'c'\n"
    );
    assert_eq!(
        without(Table::source("c")),
        "# file\n\n# of a\n[[event]]\nid = 'a'\n# key = 1\n\n# of b\n[[event]]\nid = 'b'\n"
    );
    let back = Edit::Add {
        text: "# of a\n[[event]]\nid = 'a'\n# key = 1\n".into(),
        before: Some(Table::event("b")),
    };
    assert_eq!(edited(&without(Table::event("a")), back), file);
    assert_eq!(edited("", Edit::add("[[event]]\n")), "[[event]]\n");
    assert_eq!(edited("a = 1", Edit::add("[[event]]\n")), "a = 1\n\n[[event]]\n");
    assert_eq!(
        edited("\u{FEFF}a = 1\r\n", Edit::add("[[event]]\nid = 'x'")),
        "\u{FEFF}a = 1\r\n\r\n[[event]]\r\nid = 'x'\r\n"
    );
}

#[test]
fn relations_are_redirected_however_they_are_written() {
    let file = "[[event]]\nid = 'old'\nrelations = { follows = ['x', \"old\"], part-of = 'old' }\n\n[[event]]\nid = 'b'\n[event.relations]\nleads-to = [\n  'old', # why\n  'new',\n]\n\n[[event]]\nid = 'c'\nsummary = 'old'\nrelations.follows = 'Old'\n";
    let redirect = Edit::Redirect {
        from: "old".into(),
        to: "new".into(),
    };
    assert_eq!(
        edited(file, redirect),
        "[[event]]\nid = 'old'\nrelations = { follows = ['x', \"new\"], part-of = 'new' }\n\n[[event]]\nid = 'b'\n[event.relations]\nleads-to = [\n  'new',\n]\n\n[[event]]\nid = 'c'\nsummary = 'old'\nrelations.follows = 'new'\n"
    );
}

#[test]
fn what_cannot_be_done_is_said() {
    let broken = "[[event]]\nid = 'a'\ntags = [\"x\"\n\n[[event]]\nid = 'b'\ntitle = 'b'\n";
    let change = |id: &str, change| apply(broken.as_bytes(), &[Edit::change(Table::event(id), change)]);
    assert_eq!(
        change("b", Change::set("title", text("c"))).unwrap(),
        broken.replace("title = 'b'", "title = 'c'").into_bytes()
    );
    assert!(matches!(
        change("c", Change::remove("title")),
        Err(EditError::NotThere(_))
    ));
    let error = apply(
        broken.as_bytes(),
        &[Edit::change(Table::At(0), Change::set("id", text("c")))],
    )
    .unwrap_err();
    assert_eq!(
        error.to_string(),
        "event `a` has a mistake that must be mended first; `annals check` shows it"
    );
    let raw = change("b", Change::set("title", Value::Raw("'".into())));
    assert_eq!(raw.unwrap_err(), EditError::WouldBreak("event `b`".into()));
    assert!(matches!(
        change("b", Change::set("title.x", text("c"))),
        Err(EditError::Unfit(..))
    ));
    let twice = "[[event]]\nid = 'a'\n[[event]]\nid = 'a'\n";
    let edit = Edit::Remove {
        table: Table::event("a"),
    };
    assert!(matches!(
        apply(twice.as_bytes(), &[edit]),
        Err(EditError::NotAlone(_))
    ));
    assert_eq!(apply(b"\xff", &[]), Err(EditError::NotUtf8));
}

/// A key with its value, as odd as TOML allows.
fn statement() -> impl Strategy<Value = (&'static str, &'static str)> {
    prop::sample::select(vec![
        ("title", "title = \"A\""),
        ("title", "title='''\nA'''  # why"),
        ("title", "\"title\"   =\t\"\"\"A \\\n   B\"\"\""),
        ("date", "date = 2024-06-18 # day"),
        ("date", "date      = '196X'"),
        ("tags", "tags = [ 'a' , \"b\"]"),
        ("tags", "tags = [\n  \"a\", # one\n\n  # none\n  'b'  # two\n]"),
        ("tags", "tags = [\n\t\"a\",\n\t'b',\n]  # list"),
        ("tags", "tags = ['a',\n 'b']"),
        ("people", "people = ['A', # one\n'B',]"),
        ("location", "location = {name='x',lat=1.5 }"),
        ("location", "location.name = 'x' # dotted\nlocation . lat = 1"),
        (
            "location",
            "location = {\n  name = 'x', # TOML 1.1\n  lat = 1,\n}",
        ),
        ("relations", "relations = { follows = ['a', 'b'] }"),
        ("relations", "relations.follows = [\"a\", \"b\"]"),
        (
            "summary",
            "summary = \"\"\"\n[[event]]\n# no comment\n\n x \"\"\"",
        ),
        ("unknown", "unknown = [[1, 2], { a = [] }] # kept"),
        ("status", "# before\nstatus = 'planned'"),
        (
            "sources",
            "sources = ['a', \"https://a.b/a\", { id = \"a\", locator = 'a' }] # cited",
        ),
        ("sources", "sources.id = 'a'"),
    ])
}

prop_compose! {
    /// A file of several tables, with comments, blank lines, sub-tables, line ends of Windows and a mark of byte order.
    pub(in crate::store) fn file()(
        tables in prop::collection::vec(
            (prop::collection::vec(statement(), 0..7), prop::sample::select(vec!["", "\n", "\n# alone\n\n", "# touching\n"]), 0..4_u8),
            1..5,
        ),
        crlf in any::<bool>(),
        mark in any::<bool>(),
        head in prop::sample::select(vec!["", "#:schema x\n\n", "# file\n\n"]),
    ) -> String {
        let mut file = head.to_owned();
        for (number, (statements, between, kind)) in tables.iter().enumerate() {
            file.push_str(between);
            file.push_str(if number % 2 == 0 { "[[event]]\n" } else { "  [[ event ]] # head\n" });
            file.extend(["id = \"e", &number.to_string(), "\"\n"]);
            let mut seen: Vec<&str> = Vec::new();
            for (key, statement) in statements {
                if !seen.contains(key) {
                    seen.push(key);
                    file.push_str(statement);
                    file.push('\n');
                }
            }
            if kind & 1 > 0 && !seen.contains(&"location") {
                file.push_str("\n[event.location]\nname = 'sub'\n");
            }
            if kind & 2 > 0 {
                file.push_str("[[event.claims]]\nby = ['USA']\nstance = 'asserts'\n[[event.claims]]\nby = 'RUS'\nstance = 'denies'\n");
            }
        }
        let file = if crlf { file.replace('\n', "\r\n") } else { file };
        if mark { format!("\u{FEFF}{file}") } else { file }
    }
}

/// Keys to try, whether they are there or not.
fn key() -> impl Strategy<Value = &'static str> {
    prop::sample::select(vec![
        "title",
        "date",
        "tags",
        "people",
        "location.name",
        "location.lat",
        "relations.follows",
        "summary",
        "status",
        "claims.0.by",
        "claims.1.stance",
        "significance",
        "category",
    ])
}

fn is_toml(text: &str) -> bool {
    toml::from_str::<toml::Table>(text).is_ok()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 768, ..ProptestConfig::default() })]

    #[test]
    fn setting_a_key_and_setting_it_back_gives_the_same_bytes(
        file in file(), number in 0..5_usize, key in key(), new in "[a-z'\"\\\\ ]{0,9}",
    ) {
        prop_assume!(is_toml(&file));
        let table = Table::event(format!("e{number}"));
        let Ok(before) = value_text(file.as_bytes(), &table, key) else { return Ok(()) };
        let set = Edit::change(table.clone(), Change::set(key, text(&new)));
        let Ok(changed) = apply(file.as_bytes(), &[set]) else { return Ok(()) };
        prop_assert!(is_toml(std::str::from_utf8(&changed).unwrap()));
        let back = match before {
            Some(raw) => {
                // Nothing but the value itself has changed.
                let at = raw.as_ptr() as usize - file.as_ptr() as usize;
                prop_assert_eq!(&changed[..at], &file.as_bytes()[..at]);
                let tail = file.len() - at - raw.len();
                prop_assert_eq!(&changed[changed.len() - tail..], &file.as_bytes()[file.len() - tail..]);
                Change::set(key, Value::Raw(raw.to_owned()))
            }
            None => Change::remove(key),
        };
        let back = apply(&changed, &[Edit::change(table, back)]).unwrap();
        prop_assert_eq!(String::from_utf8(back).unwrap(), file);
    }

    #[test]
    fn an_element_added_and_taken_away_leaves_no_trace(file in file(), number in 0..5_usize, key in key()) {
        prop_assume!(is_toml(&file));
        let table = Table::event(format!("e{number}"));
        let Ok(raw) = value_text(file.as_bytes(), &table, key) else { return Ok(()) };
        prop_assume!(raw.is_none_or(|raw| raw.starts_with('[')));
        let add = Edit::change(table.clone(), Change::append(key, text("new")));
        let Ok(changed) = apply(file.as_bytes(), &[add]) else { return Ok(()) };
        prop_assert!(is_toml(std::str::from_utf8(&changed).unwrap()));
        let back = apply(&changed, &[Edit::change(table, Change::remove_from(key, "new"))]).unwrap();
        prop_assert_eq!(String::from_utf8(back).unwrap(), file);
    }

    #[test]
    fn an_event_added_and_removed_leaves_no_trace(file in file()) {
        prop_assume!(is_toml(&file) && file.ends_with('\n') && !file.ends_with("\n\n") && !file.ends_with("\n\r\n"));
        let event = "# of it\n[[event]]\nid = \"added\"\ntitle = \"B\"\n";
        let changed = apply(file.as_bytes(), &[Edit::add(event)]).unwrap();
        prop_assert!(is_toml(std::str::from_utf8(&changed).unwrap()));
        let back = apply(&changed, &[Edit::Remove { table: Table::event("added") }]).unwrap();
        prop_assert_eq!(String::from_utf8(back).unwrap(), file);
    }

    #[test]
    fn an_id_renamed_and_renamed_back_gives_the_same_bytes(file in file()) {
        prop_assume!(is_toml(&file));
        let rename = |bytes: &[u8], from: &str, to: &str| {
            let id = Edit::change(Table::event(from), Change::set("id", text(to)));
            let others = Edit::Redirect { from: from.into(), to: to.into() };
            apply(bytes, &[id, others]).unwrap()
        };
        let changed = rename(file.as_bytes(), "e0", "another");
        prop_assert!(is_toml(std::str::from_utf8(&changed).unwrap()));
        prop_assert_eq!(String::from_utf8(rename(&changed, "another", "e0")).unwrap(), file.clone());
        // Relations to `a`, too.
        let led = |bytes: &[u8], from: &str, to: &str| apply(bytes, &[Edit::Redirect { from: from.into(), to: to.into() }]).unwrap();
        let changed = led(file.as_bytes(), "a", "zz");
        prop_assert_eq!(String::from_utf8(led(&changed, "zz", "a")).unwrap(), file);
    }

    #[test]
    fn a_source_renamed_and_renamed_back_gives_the_same_bytes(file in file()) {
        prop_assume!(is_toml(&file));
        let led = |bytes: &[u8], from: &str, to: &str| apply(bytes, &[Edit::Recite { from: from.into(), to: to.into() }]).unwrap();
        let changed = String::from_utf8(led(file.as_bytes(), "a", "zz")).unwrap();
        let cited = |text: &str, id: &str| {
            let read = crate::store::read_alone(std::path::Path::new("a.toml"), text.as_bytes().to_vec());
            let all = read.events.iter().flat_map(|event| event.citations());
            all.filter(|citation| &*citation.source.id == id).count()
        };
        prop_assert_eq!(cited(&changed, "zz"), cited(&file, "a"));
        prop_assert_eq!(cited(&changed, "a"), 0);
        prop_assert_eq!(String::from_utf8(led(changed.as_bytes(), "zz", "a")).unwrap(), file);
    }

    #[test]
    fn every_edit_of_every_file_ends_in_toml_or_in_a_sentence(
        file in file(), number in 0..5_usize, key in key(), other in key(), cut in 0..400_usize,
    ) {
        let broken: String = file.chars().enumerate().filter(|(at, _)| *at != cut).map(|(_, c)| c).collect();
        let table = Table::event(format!("e{number}"));
        for change in [
            Change::remove(key),
            Change::remove_from(key, "a"),
            Change::append(key, Value::Table(vec![("by".into(), text("x"))])),
            Change::set(other, Value::List(vec![text("a")])),
            Change::RenameKey { key: key.into(), name: "renamed".into() },
        ] {
            let edit = Edit::change(table.clone(), change);
            let _ = apply(broken.as_bytes(), std::slice::from_ref(&edit));
            if let (true, Ok(edited)) = (is_toml(&file), apply(file.as_bytes(), &[edit])) {
                prop_assert!(is_toml(std::str::from_utf8(&edited).unwrap()));
            }
        }
        let _ = apply(broken.as_bytes(), &[Edit::Remove { table }]);
    }
}
