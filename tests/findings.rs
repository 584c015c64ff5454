//! What is found in files: one kind of mistake a file in `tests/files/bad`, with its findings as text beside it; the
//! files in `tests/files/good` give none. Adding a file is adding a test.
//!
//! `ANNALS_RENEW=1 cargo test --test findings` writes the texts anew.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::disallowed_methods,
    clippy::print_stdout,
    clippy::print_stderr
)] // Tests may, their helpers too.

use std::{
    fmt::Write as _,
    fs,
    path::{Path, PathBuf},
};

use annals::{
    model::Finding,
    store::{Collection, Place, load},
};

fn read(path: &Path) -> Collection {
    load(&Place::Paths(vec![path.to_path_buf()]), &|_| {}).unwrap()
}

fn files(folder: &str) -> Vec<PathBuf> {
    let mut files: Vec<_> = fs::read_dir(Path::new("tests/files").join(folder))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "toml"))
        .collect();
    files.sort();
    assert!(!files.is_empty());
    files
}

/// `severity[code] line:column+length message | help`, and the event that it is about.
fn line(finding: &Finding) -> String {
    let mut line = format!(
        "{}[{}] {}:{}+{} {}",
        finding.severity(),
        finding.code,
        finding.line,
        finding.column,
        finding.length,
        finding.message
    );
    if let Some(help) = &finding.help {
        write!(line, " | {help}").unwrap();
    }
    if let Some(event) = &finding.event {
        write!(line, " @ {event}").unwrap();
    }
    if let Some(remedy) = &finding.remedy {
        write!(line, " -> {:?} {:?}", remedy.at, remedy.text).unwrap();
    }
    line
}

fn text(collection: &Collection) -> String {
    let mut text = String::new();
    for finding in &collection.findings {
        writeln!(text, "{}", line(finding)).unwrap();
    }
    for event in &collection.events {
        let flaw = event.flaw.map_or("-", |severity| severity.as_str());
        writeln!(text, "event {} {} ({flaw})", event.date, event.id).unwrap();
    }
    text
}

#[test]
fn bad_files_give_their_findings() {
    let renew = std::env::var_os("ANNALS_RENEW").is_some();
    let mut wrong = Vec::new();
    for path in files("bad") {
        let found = text(&read(&path));
        assert!(found.contains('['), "{} has no finding", path.display());
        let beside = path.with_extension("findings");
        let expected = fs::read_to_string(&beside).unwrap_or_default();
        if found == expected {
            continue;
        }
        if renew {
            #[allow(clippy::disallowed_methods)]
            fs::write(&beside, &found).unwrap();
        } else {
            wrong.push(format!(
                "{}\n--- expected\n{expected}--- found\n{found}",
                path.display()
            ));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// What all sure remedies together make of a file.
fn mended(bytes: Vec<u8>, path: &Path, collection: &Collection) -> Vec<u8> {
    let edits = annals::store::edit::remedies(&collection.findings);
    match edits.get(path) {
        Some(edits) => annals::store::edit::apply(&bytes, edits).unwrap_or(bytes),
        None => bytes,
    }
}

/// `- line` and `+ line` for what changes.
fn difference(before: &str, after: &str) -> String {
    let mut text = String::new();
    for change in similar::TextDiff::from_lines(before, after).iter_all_changes() {
        match change.tag() {
            similar::ChangeTag::Equal => {}
            tag => writeln!(text, "{tag}{:?}", change.value()).unwrap(),
        }
    }
    text
}

#[test]
fn what_surely_mends_a_file_changes_nothing_else() {
    let renew = std::env::var_os("ANNALS_RENEW").is_some();
    let mut wrong = Vec::new();
    for path in files("bad") {
        let before = fs::read(&path).unwrap();
        let read_before = read(&path);
        let after = mended(before.clone(), &path, &read_before);
        let beside = path.with_extension("mended");
        let expected = fs::read_to_string(&beside).unwrap_or_default();
        let found = difference(
            &String::from_utf8_lossy(&before),
            &String::from_utf8_lossy(&after),
        );
        if found != expected {
            if renew {
                #[allow(clippy::disallowed_methods)]
                fs::write(&beside, &found).unwrap();
            } else {
                wrong.push(format!(
                    "{}\n--- expected\n{expected}--- found\n{found}",
                    path.display()
                ));
            }
        }
        if after == before {
            continue;
        }
        // Every remedy mends its finding, and breaks nothing.
        let read_after = annals::store::read_alone(&path, after);
        let remedied = read_before
            .findings
            .iter()
            .filter(|finding| finding.remedy.is_some());
        for finding in remedied {
            let still = read_after
                .findings
                .iter()
                .any(|other| other.message == finding.message && other.line == finding.line);
            assert!(!still, "{}: {}", path.display(), line(finding));
        }
        assert!(
            read_after.events.len() >= read_before.events.len(),
            "{}",
            path.display()
        );
        assert!(
            read_after.totals().errors <= read_before.totals().errors,
            "{}",
            path.display()
        );
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn good_files_give_none() {
    for path in files("good") {
        let collection = read(&path);
        let found: Vec<_> = collection.findings.iter().map(line).collect();
        assert!(found.is_empty(), "{}: {found:#?}", path.display());
    }
}

#[test]
fn every_kind_of_mistake_has_a_file() {
    // What a file in a repository cannot show: unreadable and irregular files are in the store's own tests.
    let elsewhere = ["unreadable", "not-a-file"];
    let all: String = files("bad")
        .iter()
        .map(|path| fs::read_to_string(path.with_extension("findings")).unwrap_or_default())
        .collect();
    let missing: Vec<_> = annals::model::FindingCode::ALL
        .iter()
        .map(|code| code.as_str())
        .filter(|code| !elsewhere.contains(code) && !all.contains(&format!("[{code}]")))
        .collect();
    assert!(missing.is_empty(), "no file in tests/files/bad gives {missing:?}");
}

#[test]
fn the_shipped_collection_has_no_findings() {
    let collection = load(&Place::Embedded, &|_| {}).unwrap();
    assert!(collection.events.len() >= 200);
    let found: Vec<_> = collection
        .findings
        .iter()
        .map(|finding| format!("{}:{}", finding.file.display(), line(finding)))
        .collect();
    assert!(found.is_empty(), "{found:#?}");
}
