//! `annals show`: one event, whole.

use std::{fs, io::Write, path::PathBuf};

use anstyle::{AnsiColor, Style};
use anyhow::Context;

use super::{
    Complaint, Exit,
    args::{self, ShowFormat},
    list,
    output::{self, Look},
    record::{self, EventRecord},
    session::Session,
};
use crate::{
    catalog::{Anchor, Catalog, Memory},
    dates::{Edtf, Precision},
    model::{Actor, Citation, Event, Link, Severity},
    query::Plan,
    store::{Place, shipped},
    text,
};

/// Shows the event.
pub fn run(args: &args::Show, events: &[PathBuf]) -> anyhow::Result<Exit> {
    let session = Session::open(events, "")?;
    let Some(event) = session.catalog.event(&args.id) else {
        return Err(unknown(&args.id, &session.catalog).into());
    };
    match args.format {
        ShowFormat::Text => {
            let text = in_words(&event, &session.catalog.neighbours(&event.id), session.look);
            let mut out = output::painted(session.look);
            out.write_all(text.as_bytes())?;
            out.flush()?;
        }
        ShowFormat::Json => {
            let mut out = output::plain();
            output::write_pretty(
                &mut out,
                &EventRecord::new(&event, &session.catalog.neighbours(&event.id)),
            )?;
            out.write_all(b"\n")?;
            out.flush()?;
        }
        ShowFormat::Toml => {
            let table = source_text(&event, &session.place)?;
            let mut out = output::plain();
            // A terminal gets no raw control characters; a pipe gets the bytes that stand in the file.
            let shown = if session.look.width.is_some() {
                text::harmless_lines(&table)
            } else {
                (&*table).into()
            };
            writeln!(out, "{}", shown.trim_end())?;
            out.flush()?;
        }
    }
    Ok(Exit::Done)
}

/// That no event has that id, and which one may be meant.
pub fn unknown(id: &str, catalog: &Memory) -> Complaint {
    let window = catalog.window(&Plan::All, &Anchor::Start, 0, usize::MAX);
    let ids = || window.rows.iter().map(|row| row.id);
    let near = text::nearest(id, ids())
        .or_else(|| ids().find(|known| !id.is_empty() && known.contains(id)))
        .or_else(|| {
            let shared = |known: &&str| shared_words(id, known);
            // The first of those that are as near.
            ids().rev().max_by_key(shared).filter(|known| shared(known) > 1)
        });
    let help = near.map_or_else(
        || "`annals list` shows the ids, on a wide terminal or in a pipe.".to_owned(),
        |near| format!("Did you mean `{near}`?"),
    );
    Complaint::not_found(format!("No event has the id `{id}`.")).with_help(Some(help))
}

/// A text without the breaks that its lines have in a file; a blank line parts paragraphs.
fn paragraphs(text: &str) -> String {
    let mut joined = String::with_capacity(text.len());
    let mut parted = false;
    for line in text.lines().map(str::trim) {
        if line.is_empty() {
            parted = !joined.is_empty();
            continue;
        }
        if parted {
            joined.push_str("\n\n");
        } else if !joined.is_empty() {
            joined.push(' ');
        }
        joined.push_str(line);
        parted = false;
    }
    joined
}

/// How many words of an id stand in another one, too, as they are or as their beginning (`visit`, `visits`).
fn shared_words(id: &str, known: &str) -> usize {
    let meets = |word: &&str| {
        known
            .split('-')
            .any(|other| other.len() > 2 && (word.starts_with(other) || other.starts_with(*word)))
    };
    id.split('-').filter(|word| word.len() > 2).filter(meets).count()
}

/// The event's table as it stands in its file.
fn source_text(event: &Event, place: &Place) -> anyhow::Result<String> {
    let origin = &event.origin;
    let shown = origin.file.to_string_lossy();
    let whole = match place {
        Place::Embedded => {
            let shipped = shipped::FILES
                .iter()
                .find(|(name, _)| origin.file.ends_with(name));
            shipped
                .map(|(_, text)| text.as_bytes().to_vec())
                .unwrap_or_default()
        }
        Place::Paths(_) => fs::read(&origin.file).with_context(|| format!("{shown} cannot be read"))?,
    };
    let table = whole.get(origin.start..origin.end);
    let table = table.with_context(|| format!("{shown} has changed while it was read"))?;
    Ok(String::from_utf8_lossy(table).into_owned())
}

/// Writes an event for people, part by part.
struct Page {
    text: String,
    look: Look,
}

impl Page {
    /// A line, as it is.
    fn line(&mut self, line: &str) {
        self.text.push_str(line);
        self.text.push('\n');
    }

    /// Text wrapped behind an indent, and behind more of it from the second line on.
    fn wrapped(&mut self, text: &str, indent: usize, style: Style) {
        let room = self.look.text_width().saturating_sub(indent).max(20);
        for line in text::wrap(&text::harmless_lines(text), room) {
            let painted = self.look.paint(style, line.trim_end());
            let line = if painted.is_empty() {
                String::new()
            } else {
                " ".repeat(indent) + &painted
            };
            self.line(&line);
        }
    }

    /// `name   value`, the value wrapped under itself. Nothing for an empty value.
    fn entry(&mut self, name: &str, value: &str) {
        const NAME: usize = 15;
        if value.is_empty() {
            return;
        }
        let room = self.look.text_width().saturating_sub(NAME).max(20);
        let dim = Style::new().dimmed();
        let mut name = self.look.paint(dim, &text::fit(name, NAME));
        for line in text::wrap(&text::harmless(value), room) {
            self.line(&(name + line.trim_end()));
            name = " ".repeat(NAME);
        }
    }

    fn head(&mut self, head: &str) {
        self.line("");
        let head = self.look.paint(Style::new().bold(), head);
        self.line(&head);
    }
}

fn in_words(event: &Event, links: &[Link], look: Look) -> String {
    let mut page = Page {
        text: String::new(),
        look,
    };
    page.wrapped(&event.title, 0, Style::new().bold());
    let mark = event.status.known().map_or("?", list::mark);
    let said = format!(
        "{mark} {}, {}: {}",
        event.status,
        event.category,
        event.date.words()
    );
    page.wrapped(&said, 0, Style::new().fg_color(Some(AnsiColor::Cyan.into())));
    page.line("");

    page.entry("date", &format!("{} ({})", event.date, precision(&event.date)));
    page.entry(
        "countries",
        &joined(event.countries.iter().map(|country| match country.known() {
            Some(code) => format!("{} ({code})", code.name()),
            None => country.to_string(),
        })),
    );
    page.entry("initiators", &joined(event.initiators.iter().map(actor)));
    page.entry("targets", &joined(event.targets.iter().map(actor)));
    page.entry("people", &joined(&event.people));
    page.entry("organizations", &joined(&event.organizations));
    page.entry(
        "location",
        &event.location.as_ref().map(record::place).unwrap_or_default(),
    );
    page.entry("tags", &joined(&event.tags));
    page.entry("significance", &format!("{} of 5", event.significance));
    page.entry(
        "credibility",
        &event
            .credibility
            .map(|grade| format!("{grade} (Admiralty code)"))
            .unwrap_or_default(),
    );
    page.entry("id", &event.id);
    page.entry(
        "file",
        &format!("{}:{}", event.origin.file.to_string_lossy(), event.origin.line),
    );
    match event.flaw {
        None => {}
        Some(Severity::Warning) => page.entry("warning", "something should be looked at: see `annals check`"),
        Some(Severity::Error) => page.entry("error", "something must be mended: see `annals check`"),
    }

    if !event.summary.trim().is_empty() {
        page.line("");
        page.wrapped(&paragraphs(&event.summary), 0, Style::new());
    }
    if !event.claims.is_empty() {
        page.head("Claims");
        for claim in &event.claims {
            page.wrapped(
                &format!("{} {}", joined(claim.by.iter().map(actor)), claim.stance.as_str()),
                2,
                Style::new(),
            );
            claim
                .sources
                .iter()
                .for_each(|citation| cite(&mut page, citation, 4));
        }
    }
    if !event.sources.is_empty() {
        page.head("Sources");
        event
            .sources
            .iter()
            .for_each(|citation| cite(&mut page, citation, 2));
    }
    if !links.is_empty() {
        page.head("Relations");
        for link in links {
            let other = match (&link.title, &link.date) {
                (Some(title), Some(date)) => format!("{title}, {}", date.words()),
                (Some(title), None) => title.to_string(),
                (None, _) => "no event has this id".to_owned(),
            };
            page.wrapped(&format!("{}: {other}", link.kind.meaning()), 2, Style::new());
            page.wrapped(&link.id, 4, Style::new().dimmed());
        }
    }
    if !event.media.is_empty() {
        page.head("Pictures");
        for media in &event.media {
            let parts = [&media.caption, &media.credit, &media.target];
            page.wrapped(
                &joined(parts.into_iter().filter(|part| !part.is_empty())),
                2,
                Style::new(),
            );
        }
    }
    page.text
}

/// A source: what it is called, where in it, its words, its address.
fn cite(page: &mut Page, citation: &Citation, indent: usize) {
    let source = &citation.source;
    let label = source.label();
    let mut said = vec![label.to_owned()];
    if !source.publisher.is_empty() && &*source.publisher != label {
        said.push(source.publisher.to_string());
    }
    said.extend(source.published.as_ref().map(Edtf::words));
    said.extend((!citation.locator.is_empty()).then(|| citation.locator.to_string()));
    if !citation.found {
        said.push("no [[source]] has this id".to_owned());
    }
    page.wrapped(&said.join(", "), indent, Style::new());
    if !citation.quote.is_empty() {
        page.wrapped(
            &format!("“{}”", text::harmless(&citation.quote)),
            indent + 2,
            Style::new().italic(),
        );
    }
    if citation.quote_found == Some(false) {
        page.wrapped(
            "these words do not stand in the saved text",
            indent + 2,
            Style::new().bold(),
        );
    }
    if !source.url.is_empty() && &*source.url != label {
        page.wrapped(&source.url, indent + 2, Style::new().underline());
    }
}

/// "known to the day, approximate".
fn precision(date: &Edtf) -> String {
    let mut said = match date.precision() {
        Precision::Age => "known to more than a century".to_owned(),
        precision => format!("known to the {precision}"),
    };
    for (holds, word) in [
        (date.approximate(), "approximate"),
        (date.uncertain(), "uncertain"),
    ] {
        if holds {
            said.push_str(", ");
            said.push_str(word);
        }
    }
    said
}

fn actor(actor: &Actor) -> String {
    match actor {
        Actor::Country(country) => record::country_name(country).to_owned(),
        Actor::Person(name) | Actor::Organization(name) => name.to_string(),
    }
}

fn joined(items: impl IntoIterator<Item = impl ToString>) -> String {
    items
        .into_iter()
        .map(|item| item.to_string())
        .collect::<Vec<_>>()
        .join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_of_a_paragraph_are_joined() {
        assert_eq!(paragraphs("\n a\nb \n\n \nc\n"), "a b\n\nc");
        assert_eq!(paragraphs(" \n"), "");
    }

    #[test]
    fn ids_are_near_by_their_words() {
        let known = "putin-dprk-visit-2024";
        assert_eq!(shared_words("putin-visits-pyongyang-2024", known), 3);
        assert_eq!(shared_words("nope", known), 0);
    }
}
