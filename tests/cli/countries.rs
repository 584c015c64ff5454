use serde_json::Value;

use crate::dir::Dir;

#[test]
fn every_country_with_its_names_and_count() {
    let dir = Dir::with_events();
    let countries: Value = serde_json::from_str(&dir.out(&["countries", "--format", "json"])).unwrap();
    let countries = countries.as_array().unwrap();
    assert!(countries.len() > 240);
    let counts: Vec<u64> = countries
        .iter()
        .map(|country| country["events"].as_u64().unwrap())
        .collect();
    assert!(counts.is_sorted_by(|a, b| a >= b), "those with events come first");
    let of = |code: &str| countries.iter().find(|country| country["code"] == code).unwrap();
    assert_eq!(
        (&of("PRK")["name"], &of("PRK")["events"]),
        (&"North Korea".into(), &3.into())
    );
    assert!(of("PRK")["names"].as_array().unwrap().contains(&"DPRK".into()));
    assert_eq!(of("SUN")["events"], 1);
    assert_eq!(of("CHE")["events"], 0);
    let fields: Vec<&String> = of("CHE").as_object().unwrap().keys().collect();
    assert_eq!(fields, ["code", "name", "names", "events"]);
}

#[test]
fn counts_are_of_the_selection() {
    let dir = Dir::with_events();
    let out = dir.out(&["countries", "since:2024", "--format", "csv"]);
    let line = |code: &str| {
        out.lines()
            .find(|line| line.starts_with(code))
            .unwrap()
            .to_owned()
    };
    assert!(out.starts_with("code,name,names,events\n"));
    assert!(
        line("PRK").ends_with(",1") && line("SUN").ends_with(",0"),
        "{out}"
    );
}

#[test]
fn every_format_names_every_country() {
    let dir = Dir::with_events();
    for format in ["table", "jsonl", "markdown"] {
        let out = dir.out(&["countries", "--format", format]);
        assert!(
            out.lines().count() > 240 && out.contains("North Korea"),
            "{format}"
        );
    }
}
