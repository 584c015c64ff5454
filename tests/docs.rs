//! The manuals agree with the tables that the program works by: what one says, the other has.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::disallowed_methods,
    clippy::print_stdout,
    clippy::print_stderr
)] // Tests may, their helpers too.

use std::{collections::BTreeSet, fs, path::Path};

use annals::{
    dates::Edtf,
    model::{
        Category, FindingCode, RelationKind, Stance, Status,
        keys::{CITATION, FILE, Key, Kind, Table},
    },
    query,
    store::{self, Place},
};

fn manual(name: &str) -> String {
    fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("docs").join(name)).unwrap()
}

/// What stands below a heading, up to the next one.
fn section<'m>(manual: &'m str, heading: &str) -> &'m str {
    let is_heading = |line: &str| line.starts_with('#') && line.trim_start_matches('#').trim() == heading;
    let mut start = 0;
    for line in manual.split_inclusive('\n') {
        start += line.len();
        if is_heading(line.trim_end()) {
            let rest = &manual[start..];
            return rest.split("\n#").next().unwrap_or(rest);
        }
    }
    panic!("there is no heading `{heading}`");
}

/// The cells of a section's table, without its head.
fn rows(section: &str) -> Vec<Vec<&str>> {
    section
        .lines()
        .filter_map(|line| line.strip_prefix("| `"))
        .map(|line| {
            line.trim_end_matches('|')
                .split(" | ")
                .map(|cell| cell.trim().trim_matches('`'))
                .collect()
        })
        .collect()
}

/// The tables of the format with the key that holds each of those within others.
fn tables() -> Vec<(String, &'static Table)> {
    let mut found: Vec<(String, &'static Table)> = Vec::new();
    let mut waiting: Vec<(String, &'static Table)> = FILE
        .iter()
        .rev()
        .map(|table| (format!("`[[{}]]`", table.name), *table))
        .collect();
    while let Some((heading, table)) = waiting.pop() {
        if found.iter().any(|(_, known)| known.name == table.name) {
            continue;
        }
        found.push((heading, table));
        waiting.extend(table.keys.iter().filter_map(|key: &Key| match key.kind {
            Kind::TextOr(inner) | Kind::Tables(inner) => Some((format!("`{}`", key.name), inner)),
            Kind::Citations => Some((format!("`{}`", key.name), &CITATION)),
            _ => None,
        }));
    }
    found
}

#[test]
fn every_key_of_every_table_is_in_the_manual_and_no_other() {
    let manual = manual("format.md");
    let tables = tables();
    assert_eq!(tables.len(), FILE.len() + 6);
    for (heading, table) in tables {
        let rows = rows(section(&manual, &heading));
        let written: Vec<_> = rows.iter().map(|row| row[0]).collect();
        let known: Vec<_> = table.keys.iter().map(|key| key.name).collect();
        assert_eq!(written, known, "{heading}");
        for (row, key) in rows.iter().zip(table.keys) {
            let says = row.last().unwrap().starts_with("**required**");
            assert_eq!(says, key.required, "{heading} {}", key.name);
        }
    }
}

#[test]
fn every_word_of_the_vocabularies_is_in_the_manual_and_no_other() {
    let manual = manual("format.md");
    let first = |heading| {
        rows(section(&manual, heading))
            .iter()
            .map(|row| row[0].to_owned())
            .collect::<Vec<_>>()
    };
    assert_eq!(first("Categories"), Category::words().collect::<Vec<_>>());
    assert_eq!(first("Statuses"), Status::words().collect::<Vec<_>>());
    assert_eq!(
        first("Stances"),
        [Stance::Asserts.as_str(), Stance::Denies.as_str()]
    );
    for row in rows(section(&manual, "Categories")) {
        assert_eq!(Category::from_word(row[0]).unwrap().meaning(), row[1]);
    }

    let mut said = BTreeSet::new();
    for row in rows(section(&manual, "Relations")) {
        let [word, meaning, inverse, its_meaning] = row[..] else {
            panic!("{row:?}")
        };
        let kind = RelationKind::from_word(word).unwrap();
        assert_eq!((kind.meaning(), kind.inverse().as_str()), (meaning, inverse));
        assert_eq!(kind.inverse().meaning(), its_meaning);
        said.extend([word, inverse]);
    }
    assert_eq!(said, RelationKind::words().collect());
}

#[test]
fn every_finding_is_in_the_manual_with_its_severity() {
    let manual = manual("format.md");
    let said: Vec<_> = rows(section(&manual, "What a mistake gets"))
        .iter()
        .map(|row| (row[0].to_owned(), row[1].to_owned()))
        .collect();
    let known: Vec<_> = FindingCode::ALL
        .iter()
        .map(|code| (code.as_str().to_owned(), code.severity().as_str().to_owned()))
        .collect();
    assert_eq!(said, known);
}

#[test]
fn every_date_of_the_manual_is_read_and_said_so() {
    let manual = manual("format.md");
    let rows = rows(section(&manual, "Dates"));
    assert!(rows.len() > 20);
    for row in rows {
        let date = Edtf::parse(row[0]).unwrap_or_else(|error| panic!("{}: {error}", row[0]));
        assert_eq!(date.words_short(), row[2], "{}", row[0]);
    }
}

#[test]
fn the_examples_of_the_manual_have_no_mistake() {
    let folder = tempfile::tempdir().unwrap();
    let manual = manual("format.md");
    let examples: Vec<_> = manual
        .split("```toml\n")
        .skip(1)
        .map(|rest| rest.split("```").next().unwrap())
        .collect();
    assert!(examples.len() >= 3);
    for (number, example) in examples.iter().enumerate() {
        #[allow(clippy::disallowed_methods)] // Nobody else reads these files.
        fs::write(folder.path().join(format!("{number}.toml")), example).unwrap();
    }
    let collection = store::load(&Place::Paths(vec![folder.path().to_owned()]), &|_| {}).unwrap();
    assert_eq!(collection.files, examples.len());
    assert_eq!(collection.findings, []);
    assert!(collection.events.len() >= 4);
}

#[test]
fn every_key_of_a_query_is_in_its_manual_with_its_other_names() {
    let manual = manual("queries.md");
    for field in query::FIELDS {
        for name in std::iter::once(&field.name).chain(field.aliases) {
            assert!(
                manual.contains(&format!("`{name}:`")),
                "`{name}:` is not in docs/queries.md"
            );
        }
    }
}

#[test]
fn every_dependency_has_its_reason_and_no_other() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let manifest: toml::Table = fs::read_to_string(root.join("Cargo.toml"))
        .unwrap()
        .parse()
        .unwrap();
    let mut known = BTreeSet::new();
    let mut take = |table: &toml::Table| {
        for kind in ["dependencies", "dev-dependencies", "build-dependencies"] {
            known.extend(
                table
                    .get(kind)
                    .and_then(toml::Value::as_table)
                    .into_iter()
                    .flat_map(toml::Table::keys)
                    .cloned(),
            );
        }
    };
    take(&manifest);
    manifest["target"]
        .as_table()
        .unwrap()
        .values()
        .filter_map(toml::Value::as_table)
        .for_each(&mut take);
    known.insert("libfuzzer-sys".to_owned());

    let manual = manual("dependencies.md");
    let said: BTreeSet<_> = ["The program", "Tests and benchmarks"]
        .into_iter()
        .flat_map(|heading| rows(section(&manual, heading)))
        .map(|row| row[0].to_owned())
        .collect();
    assert_eq!(said, known);
}
