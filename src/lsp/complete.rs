//! What could be typed at a place: keys, words of the vocabularies, countries by any of their names, ids, people,
//! organizations, tags, places, and dates as people write them.

use std::path::Path;

use lsp_types::{
    CompletionItem, CompletionItemKind, CompletionList, CompletionTextEdit, Documentation, InsertTextFormat,
    MarkupContent, MarkupKind, TextEdit,
};

use super::{
    snapshot::{Names, Snapshot},
    spot::Spot,
    subject::Subject,
    text::Text,
    view::View,
};
use crate::{
    dates::Civil,
    model::{
        Category, Event, RelationKind, Source, Stance, Status, admiralty,
        keys::{FILE, Key, Kind, Table},
    },
    places::{self, Code},
    pull::timex,
    text,
};

/// Candidates that are offered at most; of more, those that begin with what is typed.
const MOST: usize = 100;
/// The same where countries are among them: there are some 280, and somebody may want to look through them.
const MOST_COUNTRIES: usize = 400;

/// One that may be taken.
struct Candidate {
    /// What is shown, and put in unless `insert` says otherwise.
    label: String,
    insert: Option<String>,
    /// A few words beside it.
    detail: String,
    /// More, when asked for.
    more: String,
    /// What of it matches; what an editor goes on comparing with while more is typed.
    matched: String,
    kind: CompletionItemKind,
}

impl Candidate {
    fn new(label: &str, detail: &str, kind: CompletionItemKind) -> Self {
        Self {
            label: label.to_owned(),
            insert: None,
            detail: detail.to_owned(),
            more: String::new(),
            matched: label.to_owned(),
            kind,
        }
    }
}

/// Candidates, those first that begin with what is typed.
struct Found<'a> {
    typed: &'a str,
    folded: String,
    /// By how well they fit: the name itself begins so, another name does, a word within one does.
    fits: [Vec<Candidate>; 3],
    most: usize,
    cut: bool,
}

impl Found<'_> {
    /// Takes the candidate in if one of these texts could be meant, of which the first `own` are its own names; the
    /// text that fits best goes with it.
    fn offer_by<'t>(
        &mut self,
        own: usize,
        texts: impl IntoIterator<Item = &'t str>,
        make: impl FnOnce() -> Candidate,
    ) {
        if self.fits.first().is_some_and(|best| best.len() >= self.most) {
            self.cut = true;
            return;
        }
        let mut best: Option<(usize, &str)> = None;
        for (index, text) in texts.into_iter().enumerate() {
            let fit = if begins(text, self.typed, &self.folded) {
                usize::from(index >= own)
            } else if best.is_none() && text::begins_word(text, &self.folded) {
                2
            } else {
                continue;
            };
            if best.is_none_or(|(before, _)| fit < before) {
                best = Some((fit, text));
            }
            if fit == 0 {
                break;
            }
        }
        if let Some((fit, text)) = best
            && let Some(fits) = self.fits.get_mut(fit)
        {
            if fits.len() >= self.most {
                self.cut = true;
                return;
            }
            let mut candidate = make();
            text.clone_into(&mut candidate.matched);
            fits.push(candidate);
        }
    }

    /// Takes in a candidate with one name.
    fn offer(&mut self, text: &str, make: impl FnOnce() -> Candidate) {
        self.offer_by(1, [text], make);
    }
}

/// Whether a text begins with what is typed, case and accents aside.
fn begins(text: &str, typed: &str, folded: &str) -> bool {
    if folded.is_empty() {
        return true;
    }
    match text.get(..typed.len()) {
        Some(start) if start.is_ascii() && typed.is_ascii() => start.eq_ignore_ascii_case(typed),
        _ if text.is_ascii() => false,
        _ => text::fold(text).starts_with(folded),
    }
}

/// What could stand at byte `offset` of a text.
pub fn complete(view: &View<'_>, path: &Path, text: &Text, offset: usize, spot: &Spot<'_>) -> CompletionList {
    let typed = spot.typed(offset);
    let mut found = Found {
        typed,
        folded: text::fold(typed),
        fits: Default::default(),
        most: if spot.subject.names_countries() {
            MOST_COUNTRIES
        } else {
            MOST
        },
        cut: false,
    };
    let known = view.known.as_deref();
    match spot.subject {
        Subject::Head => heads(&mut found),
        Subject::Key(table) => keys(&mut found, table, spot),
        Subject::RelationKind => {
            for kind in RelationKind::ALL
                .iter()
                .filter(|kind| !spot.beside.contains(&kind.as_str()))
            {
                found.offer(kind.as_str(), || {
                    Candidate::new(kind.as_str(), kind.meaning(), CompletionItemKind::PROPERTY)
                });
            }
        }
        Subject::Event => events(&mut found, known, path, spot),
        Subject::Source => sources(&mut found, known, spot),
        Subject::OwnEvent => own_id(&mut found, text, spot),
        Subject::OwnSource => {}
        Subject::Value(table, key) => values(&mut found, view, table, key, spot),
    }
    let is_key = matches!(spot.subject, Subject::Key(_) | Subject::RelationKind);
    // What is long, or said in other words than it is written in, is asked for again with each letter.
    let is_incomplete = found.cut || !(is_key || spot.subject == Subject::Head);
    let items = found
        .fits
        .into_iter()
        .flatten()
        .take(found.most)
        .enumerate()
        .map(|(rank, candidate)| item(view, text, offset, spot, &candidate, rank))
        .collect();
    CompletionList { is_incomplete, items }
}

fn item(
    view: &View<'_>,
    text: &Text,
    offset: usize,
    spot: &Spot<'_>,
    candidate: &Candidate,
    rank: usize,
) -> CompletionItem {
    // A text that is not closed may have taken in what stands behind it on the line.
    let closed = spot.quote.is_none_or(|quote| {
        text.as_str()
            .get(spot.at.end..)
            .is_some_and(|rest| rest.starts_with(quote))
    });
    let at = if closed {
        spot.at.clone()
    } else {
        spot.at.start..offset.max(spot.at.start)
    };
    let rest = text.as_str().get(at.end..).unwrap_or_default();
    let insert = candidate.insert.as_deref().unwrap_or(&candidate.label);
    let (new, is_snippet) = match spot.subject {
        Subject::Head => {
            let closed = rest.trim_start().starts_with(']');
            let opened = text.as_str().get(..at.start).unwrap_or_default().ends_with('[');
            let open = if opened { "" } else { "[[" };
            let close = if closed { "" } else { "]]\n" };
            (format!("{open}{insert}{close}"), false)
        }
        Subject::Key(table) => key_text(view, table.key(insert), insert, rest),
        Subject::RelationKind => {
            let is_followed = rest.trim_start().starts_with('=');
            match (is_followed, view.snippets) {
                (true, _) => (insert.to_owned(), false),
                (false, true) => (format!("{insert} = [\"$0\"]"), true),
                (false, false) => (format!("{insert} = "), false),
            }
        }
        _ => (value_text(spot, insert), false),
    };
    CompletionItem {
        label: text::harmless(&candidate.label).into_owned(),
        kind: Some(candidate.kind),
        detail: (!candidate.detail.is_empty()).then(|| text::harmless(&candidate.detail).into_owned()),
        documentation: (!candidate.more.is_empty()).then(|| {
            Documentation::MarkupContent(MarkupContent {
                kind: MarkupKind::PlainText,
                value: text::harmless_lines(&candidate.more).into_owned(),
            })
        }),
        sort_text: Some(format!("{rank:04}")),
        filter_text: Some(compared(spot.typed(offset), &candidate.matched)),
        insert_text_format: is_snippet.then_some(InsertTextFormat::SNIPPET),
        text_edit: Some(CompletionTextEdit::Edit(TextEdit::new(text.range(at), new))),
        ..CompletionItem::default()
    }
}

/// What an editor goes on comparing with what is typed. Some compare letter by letter from the beginning, so it begins as
/// it is typed.
fn compared(typed: &str, matched: &str) -> String {
    match matched.get(..typed.len()).zip(matched.get(typed.len()..)) {
        Some((start, rest)) if text::fold(start) == text::fold(typed) => format!("{typed}{rest}"),
        _ => format!("{typed} {matched}"),
    }
}

/// A value as it is written at the place: within the quotation marks that are there, else in its own, unless TOML needs none.
fn value_text(spot: &Spot<'_>, insert: &str) -> String {
    let bare = match spot.subject {
        Subject::Value(_, key) => match key.kind {
            Kind::Integer(..) | Kind::Number(..) => true,
            Kind::Date => toml_knows(insert),
            _ => false,
        },
        _ => false,
    };
    match spot.quote {
        Some('"') => escaped(insert),
        Some(_) => insert.to_owned(),
        None if bare => insert.to_owned(),
        None => format!("\"{}\"", escaped(insert)),
    }
}

/// A day or a year that needs no quotation marks.
fn toml_knows(date: &str) -> bool {
    let digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    let parts: Vec<&str> = date.split('-').collect();
    match parts.as_slice() {
        [year] => year.len() == 4 && digits(year) && !year.starts_with('0'),
        [year, month, day] => [(year, 4), (month, 2), (day, 2)]
            .iter()
            .all(|(part, length)| part.len() == *length && digits(part)),
        _ => false,
    }
}

fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '"' | '\\' => escaped.extend(['\\', c]),
            c if c.is_control() => {}
            c => escaped.push(c),
        }
    }
    escaped
}

/// A key with the beginning of its value.
fn key_text(view: &View<'_>, key: Option<&Key>, name: &str, rest: &str) -> (String, bool) {
    if rest.trim_start().starts_with(['=', '.']) {
        return (name.to_owned(), false);
    }
    if !view.snippets {
        return (format!("{name} = "), false);
    }
    let value = match key.map(|key| key.kind) {
        Some(
            Kind::Text
            | Kind::Id
            | Kind::Letter(_)
            | Kind::Country
            | Kind::Category
            | Kind::Status
            | Kind::Stance
            | Kind::TextOr(_),
        ) => "\"$0\"",
        Some(Kind::Texts | Kind::Countries | Kind::Actors | Kind::Citations) => "[\"$0\"]",
        Some(Kind::Relations) => "{ $0 }",
        Some(Kind::Tables(_)) => "[{ $0 }]",
        Some(Kind::Date | Kind::Integer(..) | Kind::Number(..)) | None => "$0",
    };
    (format!("{name} = {value}"), true)
}

fn heads(found: &mut Found<'_>) {
    for table in FILE {
        found.offer(table.name, || {
            Candidate::new(table.name, table.doc, CompletionItemKind::STRUCT)
        });
    }
}

fn keys(found: &mut Found<'_>, table: &Table, spot: &Spot<'_>) {
    for key in table.keys.iter().filter(|key| !spot.beside.contains(&key.name)) {
        found.offer(key.name, || {
            let mut candidate = Candidate::new(key.name, key.doc, CompletionItemKind::PROPERTY);
            if key.required {
                candidate.detail = format!("required; {}", key.doc);
            }
            candidate
        });
    }
}

fn values(found: &mut Found<'_>, view: &View<'_>, table: &'static Table, key: &'static Key, spot: &Spot<'_>) {
    let known = view.known.as_deref();
    match key.kind {
        Kind::Category => words(found, Category::explained()),
        Kind::Status => words(found, Status::explained()),
        Kind::Stance => words(found, Stance::explained()),
        Kind::Letter(letters) => {
            for letter in letters.chars() {
                let label = letter.to_string();
                found.offer(label.as_str(), || {
                    Candidate::new(
                        &label,
                        admiralty::reliability(letter),
                        CompletionItemKind::ENUM_MEMBER,
                    )
                });
            }
        }
        Kind::Integer(first, last) => numbers(found, key, first, last),
        Kind::Date => dates(found, view),
        _ => {}
    }
    if spot.subject.names_countries() {
        countries(found, spot);
    }
    let Some(known) = known else { return };
    let is_own_name = key.name == "name" && matches!(table.name, "person" | "organization");
    if spot.subject.names_people() && !is_own_name {
        names(found, &known.people, spot, CompletionItemKind::CLASS);
    }
    if spot.subject.names_organizations() && !is_own_name {
        names(found, &known.organizations, spot, CompletionItemKind::MODULE);
        blocs(found, known, spot);
    }
    match (table.name, key.name) {
        ("event", "tags") => names(found, &known.tags, spot, CompletionItemKind::KEYWORD),
        ("location", "name") | ("event", "location") => {
            names(found, &known.places, spot, CompletionItemKind::VALUE);
        }
        _ => {}
    }
}

fn words(found: &mut Found<'_>, words: impl Iterator<Item = (&'static str, &'static str)>) {
    for (word, meaning) in words {
        found.offer(word, || {
            Candidate::new(word, meaning, CompletionItemKind::ENUM_MEMBER)
        });
    }
}

fn numbers(found: &mut Found<'_>, key: &Key, first: i64, last: i64) {
    for number in first..=last.min(first + 9) {
        let label = number.to_string();
        let meaning = match (key.name, number) {
            ("credibility", number) => admiralty::credibility(number as u8),
            ("significance", 1) => "a detail",
            ("significance", 3) => "as when absent",
            ("significance", 5) => "what nobody may miss",
            _ => "",
        };
        found.offer(label.as_str(), || {
            Candidate::new(&label, meaning, CompletionItemKind::ENUM_MEMBER)
        });
    }
}

/// Today, and what is typed where it means a date in other words.
fn dates(found: &mut Found<'_>, view: &View<'_>) {
    let today = Civil::from_day(view.today).iso();
    if let Some(read) = timex::typed(found.typed, view.today).filter(|read| read.edtf.as_str() != found.typed)
    {
        let typed = found.typed.to_owned();
        let read = Candidate {
            detail: read.words,
            more: read.note.unwrap_or_default(),
            matched: typed,
            ..Candidate::new(read.edtf.as_str(), "", CompletionItemKind::VALUE)
        };
        found.offer(found.typed, || read);
    }
    found.offer_by(1, [today.as_str(), "today"], || {
        Candidate::new(&today, "today", CompletionItemKind::VALUE)
    });
}

/// Countries by any name; the code is written.
fn countries(found: &mut Found<'_>, spot: &Spot<'_>) {
    for code in Code::all().filter(|code| !spot.beside.contains(&code.alpha3())) {
        let country = code.country();
        let names =
            std::iter::once(country.name).chain(places::names(code).filter(|name| *name != country.name));
        let names: Vec<&str> = names.collect();
        found.offer_by(3, names.iter().copied(), || Candidate {
            label: country.name.to_owned(),
            insert: Some(country.alpha3.to_owned()),
            detail: country.alpha3.to_owned(),
            more: names.join(" · "),
            ..Candidate::new(country.alpha3, "", CompletionItemKind::ENUM)
        });
    }
}

fn blocs(found: &mut Found<'_>, known: &Snapshot, spot: &Spot<'_>) {
    for bloc in places::blocs() {
        let is_there = known.organizations.iter().any(|(name, _)| **name == *bloc.name);
        if is_there || spot.beside.contains(&bloc.name) || spot.beside.contains(&bloc.code) {
            continue;
        }
        let names = [bloc.code, bloc.name]
            .into_iter()
            .chain(bloc.aliases.iter().copied());
        found.offer_by(2, names, || {
            Candidate::new(bloc.name, bloc.code, CompletionItemKind::MODULE)
        });
    }
}

fn names(found: &mut Found<'_>, names: &Names, spot: &Spot<'_>, kind: CompletionItemKind) {
    for (name, count) in names.iter().filter(|(name, _)| !spot.beside.contains(&&**name)) {
        found.offer(name, || {
            let plural = if *count == 1 { "" } else { "s" };
            Candidate::new(name, &format!("{} event{plural}", text::grouped(*count)), kind)
        });
    }
}

/// Events by id or title; those of the file first.
fn events(found: &mut Found<'_>, known: Option<&Snapshot>, path: &Path, spot: &Spot<'_>) {
    let Some(known) = known else { return };
    let events = &known.collection().events;
    // By their bytes: paths are compared part by part, which shows over all events.
    let is_here = |event: &Event| event.origin.file.as_os_str() == path.as_os_str();
    let mut offer = |event: &Event| {
        if spot.beside.contains(&&*event.id) || is_here(event) && event.origin.start == spot.head {
            return;
        }
        found.offer_by(1, [&*event.id, &*event.title], || Candidate {
            detail: event.title.to_string(),
            more: about_event(event),
            ..Candidate::new(&event.id, "", CompletionItemKind::EVENT)
        });
    };
    events
        .iter()
        .filter(|event| is_here(event))
        .for_each(|event| offer(event));
    events
        .iter()
        .filter(|event| !is_here(event))
        .for_each(|event| offer(event));
}

fn about_event(event: &Event) -> String {
    let countries: Vec<String> = event.countries.iter().map(ToString::to_string).collect();
    format!("{}\n{}\n{}", event.title, event.date.words(), countries.join(" "))
}

/// Sources by id or title.
fn sources(found: &mut Found<'_>, known: Option<&Snapshot>, spot: &Spot<'_>) {
    let Some(known) = known else { return };
    let sources = known.collection().sources.iter();
    for source in sources.filter(|source| !spot.beside.contains(&&*source.id)) {
        found.offer_by(1, [&*source.id, &*source.title, &*source.publisher], || {
            Candidate {
                detail: source.label().to_owned(),
                more: about_source(source),
                ..Candidate::new(&source.id, "", CompletionItemKind::REFERENCE)
            }
        });
    }
}

fn about_source(source: &Source) -> String {
    let published = source
        .published
        .as_ref()
        .map(crate::dates::Edtf::words)
        .unwrap_or_default();
    let parts = [
        &*source.title,
        &*source.publisher,
        published.as_str(),
        &*source.url,
    ];
    let parts: Vec<&str> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    parts.join("\n")
}

/// An id out of the title that stands in the same table.
fn own_id(found: &mut Found<'_>, text: &Text, spot: &Spot<'_>) {
    let table = text.as_str().get(spot.head..).unwrap_or_default();
    let lines = table
        .lines()
        .skip(1)
        .take_while(|line| super::spot::head(line).is_none());
    let title = lines
        .filter_map(|line| line.trim_start().strip_prefix("title"))
        .find_map(|rest| {
            let rest = rest.trim_start().strip_prefix('=')?.trim_start();
            let quote = rest.chars().next().filter(|c| matches!(c, '"' | '\''))?;
            rest.get(1..)?.split(quote).next()
        });
    let slug = text::slug(title.unwrap_or_default());
    if !slug.is_empty() {
        found.offer(slug.as_str(), || {
            Candidate::new(&slug, "of the title", CompletionItemKind::VALUE)
        });
    }
}
