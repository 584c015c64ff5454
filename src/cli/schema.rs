//! The JSON Schema of the files, made out of the table of keys ([`crate::model::keys`]), for editors.

use serde_json::{Map, Value, json};

use crate::model::{
    Category, RelationKind, Stance, Status, admiralty,
    keys::{CITATION, FILE, Kind, Table},
};

/// Where the forms of dates are laid down.
const EDTF: &str = "https://www.loc.gov/standards/datetime/";
/// Where the codes of countries are from.
const COUNTRIES: &str = "https://www.iso.org/iso-3166-country-codes.html";
/// Where the categories are from.
const CATEGORIES: &str = "https://github.com/openeventdata/PLOVER";
/// What the letters and numbers of sources are.
const ADMIRALTY: &str = "https://en.wikipedia.org/wiki/Admiralty_code";
/// Numbers of a range that an editor may offer one by one.
const FEW: i64 = 10;
/// Something that is not blank.
const NOT_BLANK: &str = r"\S";

/// What a date looks like: a year first, which has four digits or a `Y`, and none of the letters that dates do not have.
const DATE: &str = r"^[\s.\[{/?~%]*-?(Y|[0-9X]{4})[-0-9XYESTZ:.,/?~%+\s\]}]*$";

/// The schema as indented JSON, ending in a line break.
pub fn text() -> String {
    format!("{:#}\n", schema())
}

/// A JSON Schema (draft 7, which Taplo and Even Better TOML know) of a file of events.
///
/// Where a value may be a text or a table, one schema holds the words for both rather than `anyOf` two: what is wrong
/// is then said at its own place.
pub fn schema() -> Value {
    let mut tables = Map::new();
    for table in FILE {
        tables.insert(
            table.name.to_owned(),
            json!({
                "description": format!("Tables [[{}]]: {}.", table.name, table.doc),
                "type": "array",
                "items": object(table),
            }),
        );
    }
    json!({
        "$schema": "http://json-schema.org/draft-07/schema#",
        "title": "Annals",
        "description": "Events in time, their sources, and the people and organizations in them.",
        "type": "object",
        "additionalProperties": unknown_key(),
        "properties": tables,
    })
}

/// A table with all of its keys.
fn object(table: &Table) -> Value {
    let mut properties = Map::new();
    for key in table.keys {
        let mut value = of_kind(key.kind);
        let description = described(key.doc, key.kind);
        if let Some(offered) = value.pointer_mut("/anyOf/0") {
            set(offered, "description", description.as_str().into());
        }
        set(&mut value, "description", description.into());
        if let Some(link) = link(key.kind, key.name) {
            let taplo = value.as_object_mut().map(|object| {
                object
                    .entry("x-taplo")
                    .or_insert_with(|| Value::Object(Map::new()))
            });
            if let Some(taplo) = taplo {
                set(taplo, "links", json!({ "key": link }));
            }
        }
        properties.insert(key.name.to_owned(), value);
    }
    let required: Vec<&str> = table
        .keys
        .iter()
        .filter(|key| key.required)
        .map(|key| key.name)
        .collect();
    let mut object = json!({
        "type": "object",
        "description": capital(table.doc),
        "properties": properties,
        "additionalProperties": unknown_key(),
    });
    if !required.is_empty() {
        set(&mut object, "x-taplo", json!({ "initKeys": required }));
        set(&mut object, "required", required.into());
    }
    object
}

fn of_kind(kind: Kind) -> Value {
    match kind {
        Kind::Text => json!({ "type": "string", "pattern": NOT_BLANK }),
        Kind::Country => country(),
        Kind::Id => json!({ "type": "string", "pattern": "^[a-z0-9-]+$" }),
        Kind::Date => date(),
        Kind::Integer(first, last) => numbers(first, last),
        Kind::Number(first, last) => json!({ "type": "number", "minimum": first, "maximum": last }),
        Kind::Letter(letters) => letter(letters),
        Kind::Category => words(Category::explained()),
        Kind::Status => words(Status::explained()),
        Kind::Stance => words(Stance::explained()),
        Kind::Texts => one_or_many(json!({ "type": "string", "pattern": NOT_BLANK })),
        Kind::Countries => one_or_many(country()),
        Kind::Actors => one_or_many(json!({
            "type": "string",
            "pattern": NOT_BLANK,
            "examples": ["RUS", "North Korea", "Kim Jong Un", "United Nations"],
        })),
        Kind::Citations => one_or_many(text_or(&CITATION, "Id of a [[source]], or a URL.")),
        Kind::Relations => relations(),
        Kind::TextOr(table) => text_or(table, table.doc),
        Kind::Tables(table) => one_or_many(object(table)),
    }
}

/// Where more is said about what a key holds.
fn link(kind: Kind, name: &str) -> Option<&'static str> {
    match kind {
        Kind::Date => Some(EDTF),
        Kind::Country | Kind::Countries => Some(COUNTRIES),
        Kind::Category => Some(CATEGORIES),
        Kind::Letter(_) => Some(ADMIRALTY),
        Kind::Integer(..) if name == "credibility" => Some(ADMIRALTY),
        _ => None,
    }
}

fn country() -> Value {
    json!({ "type": "string", "pattern": NOT_BLANK, "examples": ["PRK", "KP", "North Korea", "DPRK", "SUN"] })
}

/// Every form that a date may have; Taplo hands TOML's own dates over as strings. The calendar is beyond a pattern, but
/// "June 2024" is not.
fn date() -> Value {
    json!({
        "type": ["integer", "string"],
        "pattern": DATE,
        "examples": [
            1961, "2023-09", "2024-06-18", "2024-06-18/2024-06-19", "2022-02-24/..", "1950~", "2001?", "196X",
            "2024-21", "[2000,2001]", "-0043-03-15",
        ],
    })
}

/// A whole number out of a range; of a short one each is offered.
fn numbers(first: i64, last: i64) -> Value {
    if last - first >= FEW {
        return json!({ "type": "integer", "minimum": first, "maximum": last });
    }
    let numbers: Vec<i64> = (first..=last).collect();
    let mut value = json!({ "type": "integer", "enum": numbers });
    if last == admiralty::CREDIBILITY.len() as i64 {
        let meanings: Vec<String> = numbers
            .iter()
            .map(|number| capital(admiralty::credibility(*number as u8)))
            .collect();
        set(
            &mut value,
            "x-taplo",
            json!({ "docs": { "enumValues": meanings } }),
        );
    }
    value
}

/// A letter, in either case; only capitals are offered.
fn letter(letters: &str) -> Value {
    let letters_of: Vec<String> = letters.chars().map(String::from).collect();
    let meanings: Vec<String> = letters
        .chars()
        .map(|letter| capital(admiralty::reliability(letter)))
        .collect();
    let mut value = offered(&letters_of, &meanings);
    set(
        &mut value,
        "pattern",
        format!("^[{letters}{}]$", letters.to_lowercase()).into(),
    );
    value
}

/// A closed vocabulary, each word with its meaning.
fn words(words: impl Iterator<Item = (&'static str, &'static str)>) -> Value {
    let (words, meanings): (Vec<String>, Vec<String>) = words
        .map(|(word, meaning)| (word.to_owned(), capital(meaning)))
        .unzip();
    let in_any_case: Vec<String> = words.iter().map(|word| any_case(word)).collect();
    let mut value = offered(&words, &meanings);
    // A slip without capitals is compared with the words themselves, and so gets their list for an answer.
    set(&mut value, "if", json!({ "pattern": "[A-Z]" }));
    set(
        &mut value,
        "then",
        json!({ "pattern": format!("^({})$", in_any_case.join("|")) }),
    );
    set(&mut value, "else", json!({ "enum": words }));
    value
}

/// A text for which words are offered, and nothing else is said.
fn offered(words: &[String], meanings: &[String]) -> Value {
    json!({
        "type": "string",
        // `true` is everything, and unlike `{}` it is not offered as a table.
        "anyOf": [{ "enum": words, "x-taplo": { "docs": { "enumValues": meanings } } }, true],
    })
}

/// The pattern of a word in any case: `[Ww][Oo][Rr][Dd]`.
fn any_case(word: &str) -> String {
    word.chars()
        .map(|c| {
            if c.is_ascii_lowercase() {
                format!("[{}{c}]", c.to_ascii_uppercase())
            } else {
                c.to_string()
            }
        })
        .collect()
}

fn relations() -> Value {
    let mut properties = Map::new();
    for relation in RelationKind::ALL {
        let mut ids = one_or_many(json!({ "type": "string", "pattern": NOT_BLANK }));
        let meaning = format!(
            "Ids of events that this one {}; seen from there: {}.",
            relation.meaning(),
            relation.inverse()
        );
        set(&mut ids, "description", meaning.into());
        properties.insert(relation.as_str().to_owned(), ids);
    }
    json!({ "type": "object", "properties": properties, "additionalProperties": unknown_key() })
}

/// What another key is: nothing. A plain `false` would do, but Taplo underlines the whole table for that, and the key alone
/// for this; the title stands in its message.
fn unknown_key() -> Value {
    json!({ "not": { "title": "a key that is not known" } })
}

/// A table, or a text in its place.
fn text_or(table: &Table, text: &str) -> Value {
    let mut value = object(table);
    set(&mut value, "type", json!(["string", "object"]));
    set(&mut value, "pattern", NOT_BLANK.into());
    set(&mut value, "description", text.into());
    value
}

/// A list key may hold a lone value.
fn one_or_many(item: Value) -> Value {
    let mut value = item.clone();
    let mut types = match item.get("type") {
        Some(Value::Array(types)) => types.clone(),
        Some(one) => vec![one.clone()],
        None => Vec::new(),
    };
    // The list first: it is what an editor writes for a new key.
    types.insert(0, "array".into());
    set(&mut value, "type", types.into());
    set(&mut value, "items", item);
    value
}

fn set(value: &mut Value, key: &str, to: Value) {
    if let Some(object) = value.as_object_mut() {
        object.insert(key.to_owned(), to);
    }
}

/// The key's own sentence, with what holds for its kind.
fn described(doc: &str, kind: Kind) -> String {
    match kind {
        Kind::Integer(first, last) => format!("{} ({first} to {last}).", text_of(doc)),
        Kind::Id => format!("{} (of a-z, 0-9 and hyphens).", text_of(doc)),
        _ => capital(doc),
    }
}

fn text_of(doc: &str) -> String {
    capital(doc).trim_end_matches('.').to_owned()
}

/// `doc` as a sentence.
fn capital(doc: &str) -> String {
    let mut characters = doc.chars();
    let first: String = characters
        .next()
        .into_iter()
        .flat_map(char::to_uppercase)
        .collect();
    format!("{first}{}.", characters.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(table: &Table, schema: &Value) {
        let properties = schema["properties"].as_object().unwrap();
        assert_eq!(properties.len(), table.keys.len(), "{}", table.name);
        for key in table.keys {
            let property = &properties[key.name];
            let description = property["description"].as_str().unwrap();
            assert!(
                description.len() > 3 && description.ends_with('.'),
                "{}: {description}",
                key.name
            );
            let required = schema.get("required").and_then(Value::as_array);
            let listed = required.is_some_and(|names| names.iter().any(|name| name == key.name));
            assert_eq!(listed, key.required, "{}.{}", table.name, key.name);
            match key.kind {
                Kind::TextOr(inner) | Kind::Tables(inner) => check(inner, property),
                Kind::Citations => check(&CITATION, property),
                _ => {}
            }
        }
    }

    #[test]
    fn every_key_of_every_table_is_in_the_schema_and_nothing_else() {
        let schema = schema();
        assert_eq!(schema["properties"].as_object().unwrap().len(), FILE.len());
        for table in FILE {
            check(table, &schema["properties"][table.name]["items"]);
        }
    }

    #[test]
    fn every_word_of_the_vocabularies_is_in_the_schema() {
        let event = &schema()["properties"]["event"]["items"]["properties"];
        let words: Vec<&str> = event["category"]["anyOf"][0]["enum"]
            .as_array()
            .unwrap()
            .iter()
            .filter_map(Value::as_str)
            .collect();
        assert_eq!(words, Category::words().collect::<Vec<_>>());
        let meanings = event["status"]["anyOf"][0]["x-taplo"]["docs"]["enumValues"]
            .as_array()
            .unwrap();
        assert_eq!(meanings.len(), Status::ALL.len());
        for kind in RelationKind::words() {
            assert!(event["relations"]["properties"].get(kind).is_some(), "{kind}");
        }
    }
}
