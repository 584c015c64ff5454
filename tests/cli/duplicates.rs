use serde_json::Value;

use crate::dir::Dir;

fn dir() -> Dir {
    let dir = Dir::with_events();
    dir.file(
        "events/other.toml",
        "[[event]]\nid = \"again\"\ntitle = \"A visit to Pyongyang\"\ndate = 2024-06-18\ncountries = [\"RUS\", \"PRK\"]\n",
    );
    dir
}

#[test]
fn pairs_are_listed_with_their_places() {
    let dir = dir();
    let (code, out, err) = dir.run(&["duplicates"]);
    assert_eq!(code, 0, "{err}");
    for words in [
        "Visit to Pyongyang",
        "A visit to Pyongyang",
        "again  events/other.toml:1",
        "visit-2024  events/korea.toml:",
    ] {
        assert!(out.contains(words), "{words}: {out}");
    }
    assert!(err.contains("1 pair; `annals merge"), "{err}");
    let (_, out, _) = dir.run(&["duplicates", "--format", "json"]);
    let pairs: Value = serde_json::from_str(&out).unwrap();
    let ids: Vec<&str> = pairs[0]["events"]
        .as_array()
        .unwrap()
        .iter()
        .map(|event| event["id"].as_str().unwrap())
        .collect();
    assert_eq!(ids, ["again", "visit-2024"]);
    assert!(pairs[0]["score"].as_f64().unwrap() > 0.7);
}

#[test]
fn a_query_selects_one_of_the_two() {
    let dir = dir();
    assert!(dir.run(&["duplicates", "status:planned"]).1.contains("again"));
    let (code, out, err) = dir.run(&["duplicates", "--country", "SUN"]);
    assert_eq!((code, out.as_str()), (0, ""));
    assert!(err.contains("no two events are likely to be one"), "{err}");
}

#[test]
fn what_is_listed_is_merged() {
    let dir = dir();
    assert_eq!(dir.run(&["merge", "visit-2024", "again", "--yes"]).0, 0);
    assert!(dir.run(&["duplicates"]).2.contains("no two events"));
    assert_eq!(dir.run(&["check", "--strict"]).0, 0);
}
