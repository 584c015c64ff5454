use serde_json::Value;

use crate::dir::Dir;

#[test]
fn an_event_in_words() {
    let dir = Dir::with_events();
    insta::assert_snapshot!(dir.out(&["show", "visit-2024"]), @"
    Visit to Pyongyang
    ○ planned, visit: 18–19 June 2024

    date           2024-06-18/2024-06-19 (known to the day)
    countries      Russia (RUS), North Korea (PRK)
    people         Ada Example
    location       Pyongyang, North Korea (39.03, 125.75)
    tags           arms
    significance   5 of 5
    id             visit-2024
    file           events/korea.toml:24

    A first paragraph.

    A second one.

    Claims
      United States asserts
        A visit announced, The Paper, 17 June 2024
          https://example.org/preview
      Russia denies

    Sources
      A visit announced, The Paper, 17 June 2024, paragraph 1
        “He will visit.”
        https://example.org/preview

    Relations
      takes up: Moscow declaration, 2001
        declaration
    ");
}

#[test]
fn relations_are_shown_at_both_ends() {
    let dir = Dir::with_events();
    let out = dir.out(&["show", "declaration"]);
    for words in [
        "Treaty of friendship",
        "treaty-1961",
        "Visit to Pyongyang",
        "visit-2024",
    ] {
        assert!(out.contains(words), "{words}: {out}");
    }
    let event: Value = serde_json::from_str(&dir.out(&["show", "declaration", "--format", "json"])).unwrap();
    assert_eq!(event["relations"]["follows"][0], "treaty-1961");
    assert_eq!(event["relations"]["followed-by"][0], "visit-2024");
}

#[test]
fn toml_is_what_stands_in_the_file() {
    let dir = Dir::with_events();
    let table = dir.out(&["show", "treaty-1961", "--format", "toml"]);
    assert!(
        table.starts_with("[[event]]\nid        = \"treaty-1961\"\n"),
        "{table}"
    );
    assert!(crate::KOREA.contains(table.trim_end()), "{table}");
    assert!(!table.contains("declaration"), "{table}");
}

#[test]
fn an_embedded_event_is_shown_in_toml_too() {
    let dir = Dir::new();
    let first = dir.out(&["list", "--format", "jsonl"]);
    let first: Value = serde_json::from_str(first.lines().next().unwrap()).unwrap();
    let id = first["id"].as_str().unwrap();
    let table = dir.out(&["show", id, "--format", "toml"]);
    assert!(table.starts_with("[[event]]"), "{table}");
    assert!(toml::from_str::<toml::Table>(&table).is_ok(), "{table}");
}

#[test]
fn an_unknown_id_ends_with_1_and_says_what_was_meant() {
    let dir = Dir::with_events();
    for (id, meant) in [
        ("visit-2023", "visit-2024"),
        ("Declaration", "declaration"),
        ("treaty", "treaty-1961"),
    ] {
        let (code, out, err) = dir.run(&["show", id]);
        assert_eq!((code, out.as_str()), (1, ""), "{id}");
        assert!(err.contains(&format!("No event has the id `{id}`.")), "{err}");
        assert!(err.contains(&format!("Did you mean `{meant}`?")), "{err}");
    }
    let (code, _, err) = dir.run(&["show", "xyzzy"]);
    assert!(code == 1 && err.contains("annals list"), "{err}");
}
