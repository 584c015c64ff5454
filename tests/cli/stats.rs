use serde_json::Value;

use crate::dir::Dir;

#[test]
fn counts_for_people() {
    let dir = Dir::with_events();
    insta::assert_snapshot!(dir.out(&["stats"]), @"
    3 events

    years  events
    1961        1  ████████████████████████
    2001        1  ████████████████████████
    2024        1  ████████████████████████

    countries           events
    North Korea (PRK)        3  ████████████████████████
    Russia (RUS)             2  ████████████████
    Soviet Union (SUN)       1  ████████

    categories  events
    agreement        1  ████████████████████████
    treaty           1  ████████████████████████
    visit            1  ████████████████████████

    statuses  events
    occurred       2  ████████████████████████
    planned        1  ████████████
    ");
}

#[test]
fn counts_for_programs() {
    let dir = Dir::with_events();
    let stats: Value =
        serde_json::from_str(&dir.out(&["stats", "--format", "json", "country:RUS", "since:2001"])).unwrap();
    let fields: Vec<&String> = stats.as_object().unwrap().keys().collect();
    assert_eq!(fields, ["events", "years", "countries", "categories", "statuses"]);
    assert_eq!(stats["events"], 2);
    let years: Vec<&Value> = stats["years"]
        .as_array()
        .unwrap()
        .iter()
        .map(|year| &year["value"])
        .collect();
    assert_eq!(years, ["2001", "2024"]);
    let out = dir.out(&["stats", "--format", "csv"]);
    assert!(
        out.starts_with("field,value,label,events\nyears,1961,1961,1\n"),
        "{out}"
    );
    assert!(out.contains("countries,PRK,North Korea,3\n"), "{out}");
}

#[test]
fn nothing_is_counted_as_nothing() {
    let dir = Dir::with_events();
    assert_eq!(dir.out(&["stats", "year:1700"]), "0 events\n");
}
