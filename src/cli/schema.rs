//! The JSON Schema of the files, made out of the table of keys ([`crate::model::keys`]), for editors.

use serde_json::{Map, Value, json};

use crate::model::{
    Category, RelationKind, Stance, Status,
    keys::{CITATION, FILE, Kind, Table},
};

/// The schema as indented JSON, ending in a line break.
pub fn text() -> String {
    format!("{:#}\n", schema())
}

/// A JSON Schema (draft 7, which Taplo and Even Better TOML know) of a file of events.
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
        "additionalProperties": false,
        "properties": tables,
        "definitions": {
            "date": date(),
        },
    })
}

/// A table with all of its keys.
fn object(table: &Table) -> Value {
    let mut properties = Map::new();
    for key in table.keys {
        let mut value = of_kind(key.kind);
        if let Some(object) = value.as_object_mut() {
            object.insert("description".to_owned(), described(key.doc, key.kind).into());
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
        "additionalProperties": false,
    });
    if let (false, Some(object)) = (required.is_empty(), object.as_object_mut()) {
        object.insert("required".to_owned(), required.into());
    }
    object
}

fn of_kind(kind: Kind) -> Value {
    match kind {
        Kind::Text | Kind::Country => json!({ "type": "string", "minLength": 1 }),
        Kind::Id => json!({ "type": "string", "pattern": "^[a-z0-9-]+$" }),
        // `$ref` beside other words is ignored by draft 7, hence `allOf`: the key keeps its description.
        Kind::Date => json!({ "allOf": [{ "$ref": "#/definitions/date" }] }),
        Kind::Integer(first, last) => json!({ "type": "integer", "minimum": first, "maximum": last }),
        Kind::Number(first, last) => json!({ "type": "number", "minimum": first, "maximum": last }),
        Kind::Letter(letters) => json!({ "enum": letters.chars().map(String::from).collect::<Vec<_>>() }),
        Kind::Category => words(Category::ALL.iter().map(|word| (word.as_str(), word.meaning()))),
        Kind::Status => words(Status::ALL.iter().map(|word| (word.as_str(), word.meaning()))),
        Kind::Stance => json!({ "enum": [Stance::Asserts.as_str(), Stance::Denies.as_str()] }),
        Kind::Texts | Kind::Countries | Kind::Actors => {
            one_or_many(&json!({ "type": "string", "minLength": 1 }))
        }
        Kind::Citations => {
            let text =
                json!({ "type": "string", "minLength": 1, "description": "Id of a [[source]], or a URL." });
            one_or_many(&json!({ "anyOf": [text, object(&CITATION)] }))
        }
        Kind::Relations => {
            let mut properties = Map::new();
            for relation in RelationKind::ALL {
                let mut ids = one_or_many(&json!({ "type": "string", "minLength": 1 }));
                if let Some(object) = ids.as_object_mut() {
                    let meaning = format!("Ids of events that this one {}.", relation.meaning());
                    object.insert("description".to_owned(), meaning.into());
                }
                properties.insert(relation.as_str().to_owned(), ids);
            }
            json!({ "type": "object", "properties": properties, "additionalProperties": false })
        }
        Kind::TextOr(table) => json!({ "anyOf": [{ "type": "string", "minLength": 1 }, object(table)] }),
        Kind::Tables(table) => one_or_many(&object(table)),
    }
}

/// Every form that a date may have. Taplo hands TOML's own dates over as strings.
fn date() -> Value {
    json!({
        "description": "A TOML date or date-time, an integer year, or a string in EDTF.",
        "anyOf": [
            { "type": "integer", "description": "A year." },
            { "type": "string", "minLength": 1, "examples": [
                "1961", "2023-09", "2024-06-18", "2024-06-18/2024-06-19", "2022-02-24/..", "1950~", "196X",
            ] },
        ],
    })
}

/// A list key may hold a lone value.
fn one_or_many(item: &Value) -> Value {
    json!({ "anyOf": [item, { "type": "array", "items": item }] })
}

/// A closed vocabulary, each word with its meaning.
fn words<'a>(words: impl Iterator<Item = (&'a str, &'a str)>) -> Value {
    let (words, meanings): (Vec<&str>, Vec<String>) =
        words.map(|(word, meaning)| (word, capital(meaning))).unzip();
    json!({ "enum": words, "x-taplo": { "docs": { "enumValues": meanings } } })
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

    /// The object schema among `one or many` and alternatives.
    fn object_in(value: &Value) -> Option<&Value> {
        if value.get("properties").is_some() {
            return Some(value);
        }
        value.get("anyOf")?.as_array()?.iter().find_map(object_in)
    }

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
                Kind::TextOr(inner) | Kind::Tables(inner) => check(inner, object_in(property).unwrap()),
                Kind::Citations => check(&CITATION, object_in(property).unwrap()),
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
        let words: Vec<&str> = event["category"]["enum"]
            .as_array()
            .unwrap()
            .iter()
            .filter_map(Value::as_str)
            .collect();
        assert_eq!(words, Category::words().collect::<Vec<_>>());
        let meanings = event["status"]["x-taplo"]["docs"]["enumValues"]
            .as_array()
            .unwrap();
        assert_eq!(meanings.len(), Status::ALL.len());
        for kind in RelationKind::words() {
            assert!(event["relations"]["properties"].get(kind).is_some(), "{kind}");
        }
    }

    #[test]
    fn every_reference_leads_somewhere() {
        fn walk(value: &Value, root: &Value, seen: &mut usize) {
            match value {
                Value::Object(map) => {
                    if let Some(Value::String(target)) = map.get("$ref") {
                        assert!(root.pointer(target.trim_start_matches('#')).is_some(), "{target}");
                        *seen += 1;
                    }
                    map.values().for_each(|value| walk(value, root, seen));
                }
                Value::Array(items) => items.iter().for_each(|value| walk(value, root, seen)),
                _ => {}
            }
        }
        let (schema, mut seen) = (schema(), 0);
        walk(&schema, &schema, &mut seen);
        assert!(seen > 0);
    }
}
