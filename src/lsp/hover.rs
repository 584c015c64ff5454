//! What a place means, in words.

use lsp_types::{Hover, HoverContents, MarkupContent, MarkupKind};

use super::{snapshot::Snapshot, spot::Spot, subject::Subject, text::Text, view::View};
use crate::{
    dates::{Civil, Edtf, Precision, words},
    model::{
        Category, Event, Person, RelationKind, Source, Stance, Status, admiralty,
        keys::{FILE, Key, Kind, Table},
    },
    places::{self, Country, Lookup},
    text,
};

/// What stands at a place, explained; none where nothing is known of it.
pub fn hover(view: &View<'_>, text: &Text, spot: &Spot<'_>) -> Option<Hover> {
    let words = explained(view, spot)?;
    Some(Hover {
        contents: HoverContents::Markup(MarkupContent {
            kind: MarkupKind::Markdown,
            value: words,
        }),
        range: Some(text.range(spot.at.clone())),
    })
}

fn explained(view: &View<'_>, spot: &Spot<'_>) -> Option<String> {
    let written = spot.text.trim();
    let known = view.known.as_deref();
    match spot.subject {
        Subject::Head => {
            let table = FILE.iter().find(|table| table.name == written)?;
            Some(format!("**[[{}]]** {}", table.name, table.doc))
        }
        Subject::Key(table) => Some(key(table, table.key(written)?)),
        Subject::RelationKind => {
            let kind = RelationKind::from_word(written)?;
            Some(format!(
                "**{kind}** this event {} the other\n\nseen from there: {}",
                kind.meaning(),
                kind.inverse()
            ))
        }
        Subject::Event | Subject::OwnEvent => known?.event(written).map(|found| event(&found)),
        Subject::Source | Subject::OwnSource => known?.source(written).map(|found| source(found)),
        Subject::Value(table, key) => value(known, table, key, spot, written),
    }
}

/// Text of a file within Markdown: as one line, with its own signs as they are.
fn plain(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    for c in text::harmless(text).chars() {
        if c.is_ascii_punctuation() && !matches!(c, ',' | '.' | ':' | ';' | '/' | '-' | '\'' | '(' | ')') {
            plain.push('\\');
        }
        plain.push(c);
    }
    plain
}

fn key(table: &Table, key: &Key) -> String {
    let required = if key.required { " (required)" } else { "" };
    let holds = match key.kind {
        Kind::Text | Kind::TextOr(_) => "text",
        Kind::Id => "text of a-z, 0-9 and hyphens",
        Kind::Date => "a date: `2024-06-18`, `1961`, `\"2023-09\"`, `\"1950~\"`, `\"2022-02-24/..\"`",
        Kind::Integer(first, last) => {
            return format!(
                "**{}**{required} {}\n\na whole number from {first} to {last}",
                key.name, key.doc
            );
        }
        Kind::Number(first, last) => {
            return format!(
                "**{}**{required} {}\n\na number from {first} to {last}",
                key.name, key.doc
            );
        }
        Kind::Letter(letters) => {
            return format!("**{}**{required} {}\n\na letter of {letters}", key.name, key.doc);
        }
        Kind::Country => "a country: code or name",
        Kind::Category => return vocabulary(key, Category::words()),
        Kind::Status => return vocabulary(key, Status::words()),
        Kind::Stance => return vocabulary(key, Stance::words()),
        Kind::Texts => "a list of texts",
        Kind::Countries => "a list of countries: codes or names",
        Kind::Actors => "a list of countries, people and organizations",
        Kind::Citations => "a list of ids, addresses, or tables",
        Kind::Relations => return vocabulary(key, RelationKind::words()),
        Kind::Tables(_) => "a list of tables",
    };
    format!(
        "**{}** of {}{required}: {}\n\n{holds}",
        key.name, table.name, key.doc
    )
}

fn vocabulary(key: &Key, words: impl Iterator<Item = &'static str>) -> String {
    let words: Vec<&str> = words.collect();
    format!("**{}** {}\n\n{}", key.name, key.doc, words.join(", "))
}

fn value(
    known: Option<&Snapshot>,
    table: &Table,
    key: &Key,
    spot: &Spot<'_>,
    written: &str,
) -> Option<String> {
    let word = |word: String, meaning: &str| Some(format!("**{word}** {meaning}"));
    match key.kind {
        Kind::Date => Some(date(written)),
        Kind::Category => {
            Category::from_word(written).and_then(|found| word(found.to_string(), found.meaning()))
        }
        Kind::Status => Status::from_word(written).and_then(|found| word(found.to_string(), found.meaning())),
        Kind::Stance => Stance::from_word(written).and_then(|found| word(found.to_string(), found.meaning())),
        Kind::Letter(_) => {
            let letter = written.chars().next()?.to_ascii_uppercase();
            word(letter.to_string(), admiralty::reliability(letter))
        }
        Kind::Integer(..) if key.name == "credibility" => {
            let number = written.parse::<u8>().ok()?;
            word(number.to_string(), admiralty::credibility(number))
        }
        _ => who(known, table, key, spot, written),
    }
}

/// A country, a person, an organization, a tag.
fn who(known: Option<&Snapshot>, table: &Table, key: &Key, spot: &Spot<'_>, written: &str) -> Option<String> {
    if spot.subject.names_countries() {
        match places::lookup(written) {
            Lookup::Found(code) => return Some(country(code.country())),
            Lookup::Ambiguous(_, instead) => {
                return Some(format!("the name of several countries: {instead}"));
            }
            Lookup::Unknown => {}
        }
    }
    let known = known?;
    let folded = text::fold(written);
    let count = |names: &[(Box<str>, usize)]| {
        let found = names.iter().find(|(name, _)| text::fold(name) == folded);
        found.map(|(name, count)| format!("**{}** in {}", plain(name), events(*count)))
    };
    if spot.subject.names_people() {
        let is = |name: &str| text::fold(name) == folded;
        let tables = &known.collection().people;
        let found = tables
            .iter()
            .find(|person| is(&person.name) || person.aliases.iter().any(|alias| is(alias)));
        if let Some(found) = found {
            let uses = known.people.iter().find(|(name, _)| *name == found.name);
            return Some(person(found, uses.map_or(0, |(_, count)| *count)));
        }
        if let Some(found) = count(&known.people) {
            return Some(found);
        }
    }
    if spot.subject.names_organizations() {
        if let Some(bloc) = places::bloc(written) {
            let today = if bloc.days.latest == crate::dates::day::LAST {
                ""
            } else {
                " (it is no more)"
            };
            return Some(format!("**{}** {}{today}\n\n{}", bloc.code, bloc.name, bloc.note));
        }
        if let Some(found) = count(&known.organizations) {
            return Some(found);
        }
    }
    match (table.name, key.name) {
        ("event", "tags") => count(&known.tags),
        ("location", "name") | ("event", "location") => count(&known.places),
        _ => None,
    }
}

fn events(count: usize) -> String {
    let plural = if count == 1 { "" } else { "s" };
    format!("{} event{plural}", text::grouped(count))
}

/// "18–19 June 2024 (known to the day)", with the days that it can touch.
fn date(written: &str) -> String {
    let date = match Edtf::parse(written) {
        Ok(date) => date,
        Err(error) => {
            let help = error.help.map(|help| format!("\n\n{help}")).unwrap_or_default();
            return format!("{}{help}", error.message);
        }
    };
    let mut known = match date.precision() {
        Precision::Age => "known to more than a century".to_owned(),
        precision => format!("known to the {precision}"),
    };
    if date.approximate() {
        known.push_str(", approximate");
    }
    if date.uncertain() {
        known.push_str(", uncertain");
    }
    let days = date.interval();
    let end = |day| match Civil::from_day(day).iso() {
        _ if day == crate::dates::day::FIRST || day == crate::dates::day::LAST => words::day_long(day),
        iso => iso,
    };
    let days = if days.earliest == days.latest {
        end(days.earliest)
    } else {
        format!("{} … {}", end(days.earliest), end(days.latest))
    };
    format!("**{}** ({known})\n\n{days}", date.words())
}

fn country(country: &Country) -> String {
    let mut said = format!(
        "**{}** {} · {} · {}",
        country.name, country.alpha3, country.alpha2, country.official
    );
    if !country.aliases.is_empty() {
        said.push_str("\n\nalso ");
        said.push_str(&country.aliases.join(", "));
    }
    match (country.valid_from, country.valid_until) {
        (None, None) => {}
        (from, until) => {
            let from = from.map(|day| format!("from {}", words::day_long(day)));
            let until = until.map(|day| format!("until {}", words::day_long(day)));
            let days: Vec<String> = from.into_iter().chain(until).collect();
            said.push_str("\n\n");
            said.push_str(&days.join(" "));
        }
    }
    if !country.note.is_empty() {
        said.push_str("\n\n");
        said.push_str(country.note);
    }
    said
}

fn event(event: &Event) -> String {
    let countries: Vec<String> = event
        .countries
        .iter()
        .map(|country| match country.known() {
            Some(code) => code.name().to_owned(),
            None => plain(&country.to_string()),
        })
        .collect();
    let mut said = format!("**{}**\n\n{}", plain(&event.title), event.date.words());
    if !countries.is_empty() {
        said.push_str(" · ");
        said.push_str(&countries.join(", "));
    }
    said.push_str(" · ");
    said.push_str(&plain(&format!("{}, {}", event.category, event.status)));
    if let Some(first) = event
        .summary
        .split("\n\n")
        .next()
        .filter(|first| !first.is_empty())
    {
        said.push_str("\n\n");
        said.push_str(&plain(first));
    }
    said
}

fn source(source: &Source) -> String {
    let mut said = format!("**{}**", plain(source.label()));
    let published = source.published.as_ref().map(Edtf::words);
    let reliability = source
        .reliability
        .map(|letter| format!("{letter}: {}", admiralty::reliability(letter)));
    let more: Vec<String> = [
        (!source.publisher.is_empty()).then(|| plain(&source.publisher)),
        published,
        reliability,
    ]
    .into_iter()
    .flatten()
    .collect();
    if !more.is_empty() {
        said.push_str("\n\n");
        said.push_str(&more.join(" · "));
    }
    if !source.url.is_empty() {
        said.push_str("\n\n");
        said.push_str(&plain(&source.url));
    }
    said
}

fn person(person: &Person, count: usize) -> String {
    let mut said = format!("**{}** in {}", plain(&person.name), events(count));
    if let Some(country) = person.country.as_ref().and_then(crate::model::Term::known) {
        said.push_str(" · ");
        said.push_str(country.name());
    }
    if !person.aliases.is_empty() {
        let aliases: Vec<String> = person.aliases.iter().map(|alias| plain(alias)).collect();
        said.push_str("\n\nalso ");
        said.push_str(&aliases.join(", "));
    }
    for office in &person.offices {
        let when = office
            .date
            .as_ref()
            .map(|date| format!(", {}", date.words()))
            .unwrap_or_default();
        said.push_str("\n\n");
        said.push_str(&plain(&office.title));
        said.push_str(&when);
    }
    said
}
