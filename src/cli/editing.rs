//! Events written in the user's editor: a filled template for a new one, the file itself for one that is there, and
//! what is asked when something is wrong afterwards.

use std::{
    fmt::Write as _,
    fs, io,
    path::{Path, PathBuf},
    sync::Arc,
};

use anyhow::Context;

use super::{
    Complaint, Exit,
    add::{Adding, date_of, known},
    check, output, writing,
};
use crate::{
    config::{Editor, Environment},
    model::{Category, Event, Finding, RelationKind, Severity, Source, Status},
    store::{Collection, compose, edit::Table},
    text,
};

/// The draft of a new event, in the folder for drafts.
const DRAFT: &str = "new-event.toml";
/// Cells of a line of the template.
const WIDE: usize = 110;
/// How many sources and tags of the collection the template names.
const NAMED: usize = 12;

/// Opens the user's editor and waits until the file is closed.
pub fn open(file: &Path, line: usize) -> anyhow::Result<()> {
    let editor = Editor::find(&Environment::of_process())
        .map_err(|error| Complaint::failed(writing::sentence(&error.to_string())))?;
    let status = editor
        .command(file, Some(line))
        .status()
        .with_context(|| format!("The editor `{}` cannot be started", editor.name()))?;
    if status.success() {
        return Ok(());
    }
    let message = format!("The editor `{}` ended with a failure.", editor.name());
    Err(Complaint::failed(message).into())
}

/// What is to be done with a text that has mistakes.
enum Answer {
    Again,
    Keep,
    Discard,
    Write,
}

/// Shows what is wrong and asks. Where nobody can be asked, the text is kept.
fn ask(findings: &[Finding], keep: &'static str, discard: &'static str) -> io::Result<Answer> {
    let mut shown = String::new();
    let look = output::Look::of_stderr();
    for finding in findings {
        shown.push_str(&check::mistake(finding).render(look.colour));
        shown.push('\n');
    }
    output::report(&shown);
    if !writing::can_ask() {
        return Ok(Answer::Keep);
    }
    let errors = findings
        .iter()
        .any(|finding| finding.severity() == Severity::Error);
    let mut answers = vec!["edit again", keep, discard];
    if !errors {
        answers.push("write it so");
    }
    let answer = writing::ask("What now?", &answers)?;
    Ok(match answer {
        Some('e') => Answer::Again,
        Some('w') => Answer::Write,
        answer if answer.is_some() && answer == discard.chars().next() => Answer::Discard,
        _ => Answer::Keep,
    })
}

/// A new event in the editor, on a filled template.
pub fn new_event(adding: &Adding<'_>) -> anyhow::Result<Exit> {
    if !writing::can_ask() {
        let message = "There is no terminal to open an editor in.";
        let help = "Say what happened in flags: `annals add --title \"A visit\" --date 2024-06-18`.";
        return Err(Complaint::wrong_use(message)
            .with_help(Some(help.to_owned()))
            .into());
    }
    let folder = writing::drafts()?;
    let draft = folder.join(DRAFT);
    fs::create_dir_all(&folder).with_context(|| format!("The folder {} cannot be made", folder.display()))?;
    let template = template(adding);
    if draft.exists() {
        output::note(&format!(
            "going on with the draft that was kept: {}",
            draft.display()
        ));
    } else {
        put(&draft, &template)?;
    }
    let mut line = read(&draft)?
        .lines()
        .position(|line| line.starts_with("title"))
        .map_or(1, |line| line + 1);
    loop {
        open(&draft, line)?;
        let text = read(&draft)?;
        let Some(tables) = finished(&text, adding) else {
            if text == template {
                remove(&draft);
                output::note("nothing was written: the event has no title");
                return Ok(Exit::Done);
            }
            keep(&draft, "the event has no title; ");
            return Ok(Exit::Findings);
        };
        let (read, findings) = compose::proof(&draft, &tables, adding.collection);
        let answer = if findings.is_empty() {
            Answer::Write
        } else {
            let shown = as_typed(&findings, &compose::proof(&draft, &text, adding.collection).1);
            line = shown.first().map_or(line, |finding| finding.line.max(1));
            ask(&shown, "keep as draft", "discard")?
        };
        match answer {
            Answer::Again => {}
            Answer::Keep => {
                keep(&draft, "");
                return Ok(Exit::Findings);
            }
            Answer::Discard => {
                remove(&draft);
                output::note("discarded");
                return Ok(Exit::Done);
            }
            Answer::Write => {
                let written = write_all(adding, &tables, &read.events)?;
                remove(&draft);
                adding.tell(&written)?;
                return Ok(Exit::Done);
            }
        }
    }
}

/// Says where a draft is kept.
fn keep(draft: &Path, why: &str) {
    output::note(&format!(
        "{why}kept as a draft, {}; the next `annals add` goes on with it",
        draft.display()
    ));
}

/// What is wrong with what would be written, at the places of the draft: that has other lines, and keys that are only
/// empty.
fn as_typed(findings: &[Finding], of_draft: &[Finding]) -> Vec<Finding> {
    let mut places: Vec<&Finding> = of_draft.iter().collect();
    findings
        .iter()
        .map(|finding| {
            let at = places.iter().position(|place| place.message == finding.message);
            at.map_or_else(|| finding.clone(), |at| places.remove(at).clone())
        })
        .collect()
}

/// Writes what was typed, and says of each event where it is.
fn write_all(
    adding: &Adding<'_>,
    tables: &str,
    events: &[Arc<Event>],
) -> anyhow::Result<Vec<(String, PathBuf, usize)>> {
    let Some(first) = events.first() else {
        return Err(Complaint::failed("There is no event in what was written.").into());
    };
    let countries = known(first);
    let file = adding.file(&countries, &first.date)?;
    for event in events {
        adding.warn_of_likely(event, &known(event));
    }
    let id = first.id.to_string();
    let table = Table::event(&*id);
    let line = adding.write(&file, vec![(tables.to_owned(), first.date.clone())], &table)?;
    let mut written = vec![(id, file.clone(), line)];
    if events.len() > 1 {
        let bytes = fs::read(&file).unwrap_or_default();
        written.extend(events.iter().skip(1).map(|event| {
            let line = compose::line_of(&bytes, &Table::event(&*event.id)).unwrap_or(1);
            (event.id.to_string(), file.clone(), line)
        }));
    }
    Ok(written)
}

/// What was typed as it is written: see [`compose::finished`].
fn finished(text: &str, adding: &Adding<'_>) -> Option<String> {
    // A date that is none stays as it was typed, and becomes a finding.
    compose::finished(text, &mut |date| date_of(date).ok(), &|date, title| {
        adding.free_id(date, title)
    })
}

/// The template of a new event: what the keys hold as comments, then the keys to fill in.
fn template(adding: &Adding<'_>) -> String {
    let mut text = String::from(
        "# A new event. Fill in what you know: what is left empty is not written, and without a title nothing is.\n",
    );
    if let Some(file) = &adding.target {
        let file = file.to_string_lossy();
        let _ = writeln!(text, "# It goes to {}.", text::harmless(&file));
    }
    text.push_str("#\n");
    let mut hint = |name: &str, said: &str| {
        let room = WIDE - 14;
        for (number, line) in text::wrap(&text::harmless(said), room).iter().enumerate() {
            let name = if number == 0 { name } else { "" };
            let _ = writeln!(text, "# {name:<12}{}", line.trim_end());
        }
    };
    hint(
        "date",
        "2024-06-18, 1961, \"2024-06\", \"196X\", \"2024-06-18/2024-06-19\", \"2022-02-24/..\"; or in words: \"18 June 2024\", \
         \"summer 1961\", \"c. 1950\"",
    );
    hint("countries", "codes or names: [\"RUS\", \"North Korea\"]");
    let words = |words: &mut dyn Iterator<Item = &'static str>| words.collect::<Vec<_>>().join(", ");
    hint("category", &words(&mut Category::words()));
    hint("status", &words(&mut Status::words()));
    hint("significance", "1 to 5: what stays visible when zoomed out");
    hint("tags", &named(&tags(adding.collection)));
    hint(
        "sources",
        &format!("ids or addresses: {}", named(&sources(adding.collection))),
    );
    hint(
        "relations",
        &format!(
            "{{ follows = [\"id-of-an-event\"] }}; also {}",
            words(&mut RelationKind::words())
        ),
    );
    text.push_str(
        r#"
[[event]]
title = ""
date = ""
countries = []
people = []
organizations = []
category = ""
status = "occurred"
location = ""
summary = """
"""
tags = []
significance = 3
sources = []
relations = {}
"#,
    );
    text
}

/// The first of some names, and whether there are more.
fn named(names: &[&str]) -> String {
    let more = if names.len() > NAMED { ", …" } else { "" };
    names.iter().take(NAMED).copied().collect::<Vec<_>>().join(", ") + more
}

/// Tags by how many events have them.
fn tags(collection: &Collection) -> Vec<&str> {
    let mut counts: std::collections::BTreeMap<&str, usize> = std::collections::BTreeMap::new();
    for tag in collection.events.iter().flat_map(|event| &event.tags) {
        *counts.entry(tag).or_default() += 1;
    }
    let mut tags: Vec<(&str, usize)> = counts.into_iter().collect();
    tags.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    tags.into_iter().map(|(tag, _)| tag).collect()
}

/// Sources with a table, the latest first.
fn sources(collection: &Collection) -> Vec<&str> {
    let mut sources: Vec<&Source> = collection.sources.iter().map(|source| &**source).collect();
    sources.sort_by_key(|source| {
        std::cmp::Reverse(source.published.as_ref().map(|date| date.interval().earliest))
    });
    sources.into_iter().map(|source| &*source.id).collect()
}

/// Writes a draft, which only the user may read.
fn put(draft: &Path, text: &str) -> anyhow::Result<()> {
    let failed = || format!("{} cannot be written", draft.display());
    let mut options = fs::File::options();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(draft).with_context(failed)?;
    io::Write::write_all(&mut file, text.as_bytes()).with_context(failed)
}

fn read(draft: &Path) -> anyhow::Result<String> {
    let bytes = fs::read(draft).with_context(|| format!("{} cannot be read", draft.display()))?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

fn remove(draft: &Path) {
    // What stays is gone on with the next time, which is said then.
    let _ = fs::remove_file(draft);
}

/// `annals edit`: the event in its file, in the editor, and what is asked when something is wrong afterwards that was
/// not before.
pub fn existing(
    event: &Event,
    before: &Collection,
    again: &dyn Fn() -> anyhow::Result<Collection>,
) -> anyhow::Result<Edited> {
    let file = &event.origin.file;
    let bytes = |path: &Path| fs::read(path).with_context(|| format!("{} cannot be read", path.display()));
    let old = bytes(file)?;
    let mut line = event.origin.line;
    loop {
        open(file, line)?;
        let new = bytes(file)?;
        if new == old {
            return Ok(Edited::Same);
        }
        let after = again()?;
        let wrong = fresh(&before.findings, &after.findings);
        if wrong.is_empty() {
            return Ok(Edited::Right);
        }
        match ask(&wrong, "keep as it is", "discard the change")? {
            Answer::Again => {
                line = wrong
                    .iter()
                    .find(|finding| finding.file == *file)
                    .map_or(line, |finding| finding.line.max(1));
            }
            Answer::Discard => return Ok(Edited::Discarded { old, new }),
            Answer::Keep | Answer::Write => return Ok(Edited::Wrong),
        }
    }
}

/// How editing has ended.
pub enum Edited {
    /// The file is as it was.
    Same,
    /// Nothing is wrong that was not before.
    Right,
    /// It was kept with what is wrong in it.
    Wrong,
    /// What the file held shall be put back.
    Discarded {
        /// Before.
        old: Vec<u8>,
        /// As the editor has left it.
        new: Vec<u8>,
    },
}

/// Findings that were not there before. Lines do not count: they move.
fn fresh(before: &[Finding], after: &[Finding]) -> Vec<Finding> {
    let mut known: Vec<(&Path, &str)> = before
        .iter()
        .map(|finding| (&*finding.file, finding.message.as_str()))
        .collect();
    let is_fresh = |finding: &&Finding| {
        let at = known
            .iter()
            .position(|known| *known == (&*finding.file, finding.message.as_str()));
        at.map(|at| known.swap_remove(at)).is_none()
    };
    after.iter().filter(is_fresh).cloned().collect()
}
