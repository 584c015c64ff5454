//! The JSON Schema against the files: what the reader takes, an editor that has the schema does not complain of.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::disallowed_methods,
    clippy::print_stdout,
    clippy::print_stderr
)] // Tests may, their helpers too.

use std::{fs, path::Path, sync::LazyLock};

use annals::dates::Edtf;
use proptest::prelude::*;
use regex::Regex;
use serde_json::Value;

fn schema() -> &'static Value {
    static SCHEMA: LazyLock<Value> =
        LazyLock::new(|| serde_json::from_str(include_str!("../docs/schema.json")).unwrap());
    &SCHEMA
}

/// What is wrong with a value, for the words that the schema uses; each as the path that it stands at.
fn complaints(schema: &Value, value: &Value, path: &str, found: &mut Vec<String>) {
    let holds = |schema: &Value| {
        let mut found = Vec::new();
        complaints(schema, value, path, &mut found);
        found.is_empty()
    };
    let Value::Object(words) = schema else {
        if schema == &Value::Bool(false) {
            found.push(path.to_owned());
        }
        return;
    };
    for (word, said) in words {
        let right = match (word.as_str(), value) {
            ("type", _) => match said {
                Value::Array(types) => types.iter().any(|one| is(value, one)),
                one => is(value, one),
            },
            ("enum", _) => said.as_array().unwrap().contains(value),
            ("pattern", Value::String(text)) => Regex::new(said.as_str().unwrap()).unwrap().is_match(text),
            ("minimum", Value::Number(number)) => number.as_f64() >= said.as_f64(),
            ("maximum", Value::Number(number)) => number.as_f64() <= said.as_f64(),
            ("required", Value::Object(keys)) => {
                let required = said.as_array().unwrap();
                required
                    .iter()
                    .all(|key| keys.contains_key(key.as_str().unwrap()))
            }
            ("anyOf", _) => said.as_array().unwrap().iter().any(holds),
            ("not", _) => !holds(said),
            ("if", _) => holds(&words[if holds(said) { "then" } else { "else" }]),
            ("properties", Value::Object(keys)) => {
                for (key, value) in keys {
                    let inner = said.get(key).unwrap_or(&words["additionalProperties"]);
                    complaints(inner, value, &format!("{path}/{key}"), found);
                }
                true
            }
            ("items", Value::Array(items)) => {
                for (index, value) in items.iter().enumerate() {
                    complaints(said, value, &format!("{path}/{index}"), found);
                }
                true
            }
            (
                "pattern"
                | "minimum"
                | "maximum"
                | "required"
                | "properties"
                | "items"
                | "additionalProperties"
                | "then"
                | "else"
                | "description"
                | "title"
                | "examples"
                | "x-taplo"
                | "$schema",
                _,
            ) => true,
            (other, _) => panic!("the schema has a word that this test does not know: {other}"),
        };
        if !right {
            found.push(path.to_owned());
        }
    }
}

fn is(value: &Value, kind: &Value) -> bool {
    match kind.as_str().unwrap() {
        "string" => value.is_string(),
        "integer" => value.is_i64(),
        "number" => value.is_number(),
        "array" => value.is_array(),
        "object" => value.is_object(),
        other => panic!("{other}"),
    }
}

/// As Taplo hands it over: dates of TOML are strings.
fn json(value: toml::Value) -> Value {
    match value {
        toml::Value::String(text) => text.into(),
        toml::Value::Integer(number) => number.into(),
        toml::Value::Float(number) => number.into(),
        toml::Value::Boolean(truth) => truth.into(),
        toml::Value::Datetime(date) => date.to_string().into(),
        toml::Value::Array(items) => items.into_iter().map(json).collect(),
        toml::Value::Table(table) => table.into_iter().map(|(key, value)| (key, json(value))).collect(),
    }
}

fn complaints_of(toml: &str) -> Vec<String> {
    let table: toml::Table = toml.trim_start_matches('\u{FEFF}').parse().unwrap();
    let mut found = Vec::new();
    complaints(schema(), &json(toml::Value::Table(table)), "", &mut found);
    found
}

#[test]
fn of_what_is_right_nothing_is_complained() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut files = 0;
    for folder in ["events", "tests/files/good"] {
        for entry in fs::read_dir(root.join(folder)).unwrap() {
            let path = entry.unwrap().path();
            if path.extension().is_some_and(|extension| extension == "toml") {
                let found = complaints_of(&fs::read_to_string(&path).unwrap());
                assert!(found.is_empty(), "{}: {found:?}", path.display());
                files += 1;
            }
        }
    }
    assert!(files > 20);
}

#[test]
fn a_mistake_is_complained_of_at_its_own_place() {
    let event = "[[event]]\ntitle = \"x\"\ndate = 1961\n";
    for (wrong, place) in [
        ("catagory = \"visit\"", "/event/0/catagory"),
        ("category = \"treatey\"", "/event/0/category"),
        ("status = \"Ocurred\"", "/event/0/status"),
        ("significance = 9", "/event/0/significance"),
        ("location = { lat = 99 }", "/event/0/location/lat"),
        ("location = { name = \"x\", lng = 3 }", "/event/0/location/lng"),
        (
            "sources = [{ id = \"a\", ulr = \"x\" }]",
            "/event/0/sources/0/ulr",
        ),
        ("sources = [3]", "/event/0/sources/0"),
        ("relations = { folows = [\"a\"] }", "/event/0/relations/folows"),
        (
            "claims = [{ by = \"RUS\", stance = \"says\" }]",
            "/event/0/claims/0/stance",
        ),
        ("claims = [{ by = \"RUS\" }]", "/event/0/claims/0"),
        ("[[source]]\nid = \"A B\"", "/source/0/id"),
        (
            "[[source]]\nid = \"a\"\nreliability = \"G\"",
            "/source/0/reliability",
        ),
        (
            "[[source]]\nid = \"a\"\npublished = \"June 2024\"",
            "/source/0/published",
        ),
        (
            "[[source]]\nid = \"a\"\npublished = \"18.6.2024\"",
            "/source/0/published",
        ),
        ("[[events]]", "/events"),
    ] {
        assert_eq!(complaints_of(&format!("{event}{wrong}\n")), [place], "{wrong}");
    }
    for right in [
        "status = \"Occurred\"",
        "countries = \"PRK\"",
        "location = \"Oslo\"",
        "sources = { id = \"a\" }",
        "claims = { by = \"RUS\", stance = \"DENIES\" }",
        "[[source]]\nid = \"a\"\nreliability = \"b\"",
    ] {
        assert!(complaints_of(&format!("{event}{right}\n")).is_empty(), "{right}");
    }
}

fn date() -> &'static Value {
    &schema()["properties"]["event"]["items"]["properties"]["date"]
}

#[test]
fn the_examples_of_dates_are_dates() {
    for example in date()["examples"].as_array().unwrap() {
        let text = example
            .as_str()
            .map_or_else(|| example.to_string(), str::to_owned);
        assert!(Edtf::parse(&text).is_ok(), "{text}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn every_date_has_the_shape_of_one(
        text in r"(\[|\{|/|\.\./)?(Y-?[1-9][0-9]{4,6}|[?~%]?-?[012X][0-9X]{3})(S2|E2)?[?~%]?(-[?~%]?[0-3X][0-9X][~?%]?){0,2}(T12:30Z| 09:00|/|/\.\.|/2024|, 2020\.\.|\]|\}|\.\.\])?",
    ) {
        if Edtf::parse(&text).is_ok() {
            static SHAPE: LazyLock<Regex> =
                LazyLock::new(|| Regex::new(date()["pattern"].as_str().unwrap()).unwrap());
            prop_assert!(SHAPE.is_match(&text), "{}", text);
        }
    }
}
