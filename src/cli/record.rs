//! An event as a record for programs: the fields, their names and their order are a promise.

use std::borrow::Cow;

use serde::Serialize;
use serde_json::{Map, Value};

use crate::{
    dates::{
        Civil, Day, Edtf,
        day::{FIRST, LAST},
    },
    model::{Citation, Claim, Event, Link, Location, Media, Term},
    places::Code,
};

/// An event, whole.
#[derive(Debug, Serialize)]
pub struct EventRecord<'a> {
    id: &'a str,
    title: &'a str,
    date: &'a str,
    earliest: Option<String>,
    latest: Option<String>,
    precision: &'static str,
    approximate: bool,
    uncertain: bool,
    countries: Vec<String>,
    people: &'a [Box<str>],
    organizations: &'a [Box<str>],
    category: String,
    status: String,
    location: Option<LocationRecord<'a>>,
    summary: &'a str,
    tags: &'a [Box<str>],
    significance: u8,
    sources: Vec<SourceRecord<'a>>,
    relations: Map<String, Value>,
    claims: Vec<ClaimRecord<'a>>,
    media: Vec<MediaRecord<'a>>,
    file: Cow<'a, str>,
    line: usize,
}

/// Where it took place; what is not known is left out.
#[derive(Debug, Serialize)]
struct LocationRecord<'a> {
    #[serde(skip_serializing_if = "str::is_empty")]
    name: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    country: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    lat: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    lon: Option<f64>,
}

/// A source; what is not known is left out.
#[derive(Debug, Serialize)]
struct SourceRecord<'a> {
    #[serde(skip_serializing_if = "str::is_empty")]
    id: &'a str,
    #[serde(skip_serializing_if = "str::is_empty")]
    title: &'a str,
    #[serde(skip_serializing_if = "str::is_empty")]
    publisher: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    published: Option<&'a str>,
    #[serde(skip_serializing_if = "str::is_empty")]
    url: &'a str,
    #[serde(skip_serializing_if = "str::is_empty")]
    locator: &'a str,
    #[serde(skip_serializing_if = "str::is_empty")]
    quote: &'a str,
}

/// Who says so, or denies it.
#[derive(Debug, Serialize)]
struct ClaimRecord<'a> {
    by: Vec<String>,
    stance: &'static str,
    sources: Vec<SourceRecord<'a>>,
}

/// A picture; what is not known is left out.
#[derive(Debug, Serialize)]
struct MediaRecord<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    url: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    path: Option<&'a str>,
    #[serde(skip_serializing_if = "str::is_empty")]
    caption: &'a str,
    #[serde(skip_serializing_if = "str::is_empty")]
    credit: &'a str,
}

impl<'a> EventRecord<'a> {
    /// Of an event with its relations in both directions.
    pub fn new(event: &'a Event, links: &[Link]) -> Self {
        let interval = event.date.interval();
        Self {
            id: &event.id,
            title: &event.title,
            date: event.date.as_str(),
            earliest: iso(interval.earliest),
            latest: iso(interval.latest),
            precision: event.date.precision().as_str(),
            approximate: event.date.approximate(),
            uncertain: event.date.uncertain(),
            countries: event.countries.iter().map(ToString::to_string).collect(),
            people: &event.people,
            organizations: &event.organizations,
            category: event.category.to_string(),
            status: event.status.to_string(),
            location: event.location.as_ref().map(LocationRecord::new),
            summary: &event.summary,
            tags: &event.tags,
            significance: event.significance,
            sources: event.sources.iter().map(SourceRecord::new).collect(),
            relations: relations(links),
            claims: event.claims.iter().map(ClaimRecord::new).collect(),
            media: event.media.iter().map(MediaRecord::new).collect(),
            file: event.origin.file.to_string_lossy(),
            line: event.origin.line,
        }
    }
}

impl<'a> LocationRecord<'a> {
    fn new(location: &'a Location) -> Self {
        Self {
            name: &location.name,
            country: location.country.as_ref().map(ToString::to_string),
            lat: location.coordinates.map(|(lat, _)| lat),
            lon: location.coordinates.map(|(_, lon)| lon),
        }
    }
}

impl<'a> SourceRecord<'a> {
    fn new(citation: &'a Citation) -> Self {
        let source = &citation.source;
        Self {
            id: &source.id,
            title: &source.title,
            publisher: &source.publisher,
            published: source.published.as_ref().map(Edtf::as_str),
            url: &source.url,
            locator: &citation.locator,
            quote: &citation.quote,
        }
    }
}

impl<'a> ClaimRecord<'a> {
    fn new(claim: &'a Claim) -> Self {
        Self {
            by: claim.by.iter().map(ToString::to_string).collect(),
            stance: claim.stance.as_str(),
            sources: claim.sources.iter().map(SourceRecord::new).collect(),
        }
    }
}

impl<'a> MediaRecord<'a> {
    fn new(media: &'a Media) -> Self {
        let target: &str = &media.target;
        Self {
            url: media.is_url.then_some(target),
            path: (!media.is_url).then_some(target),
            caption: &media.caption,
            credit: &media.credit,
        }
    }
}

/// Kind of relation → ids, both directions.
fn relations(links: &[Link]) -> Map<String, Value> {
    let mut relations = Map::new();
    for link in links {
        let ids = relations
            .entry(link.kind.as_str())
            .or_insert_with(|| Value::Array(Vec::new()));
        if let Value::Array(ids) = ids {
            ids.push(Value::from(&*link.id));
        }
    }
    relations
}

/// A day in ISO 8601; `None` for one that stands for "open".
pub fn iso(day: Day) -> Option<String> {
    (day != FIRST && day != LAST).then(|| Civil::from_day(day).iso())
}

/// The columns of an event in CSV: the fields of its record.
pub const COLUMNS: [&str; 23] = [
    "id",
    "title",
    "date",
    "earliest",
    "latest",
    "precision",
    "approximate",
    "uncertain",
    "countries",
    "people",
    "organizations",
    "category",
    "status",
    "location",
    "summary",
    "tags",
    "significance",
    "sources",
    "relations",
    "claims",
    "media",
    "file",
    "line",
];

/// The cells of an event in CSV; lists are joined by semicolons.
pub fn cells(event: &Event, links: &[Link]) -> [String; COLUMNS.len()] {
    let interval = event.date.interval();
    [
        event.id.to_string(),
        event.title.to_string(),
        event.date.as_str().to_owned(),
        iso(interval.earliest).unwrap_or_default(),
        iso(interval.latest).unwrap_or_default(),
        event.date.precision().to_string(),
        event.date.approximate().to_string(),
        event.date.uncertain().to_string(),
        list(&event.countries),
        list(&event.people),
        list(&event.organizations),
        event.category.to_string(),
        event.status.to_string(),
        event.location.as_ref().map(place).unwrap_or_default(),
        event.summary.to_string(),
        list(&event.tags),
        event.significance.to_string(),
        list(event.sources.iter().map(|citation| citation.source.label())),
        list(links.iter().map(|link| format!("{} {}", link.kind, link.id))),
        list(event.claims.iter().map(|claim| {
            let by: Vec<String> = claim.by.iter().map(ToString::to_string).collect();
            format!("{} {}", by.join(", "), claim.stance.as_str())
        })),
        list(event.media.iter().map(|media| &media.target)),
        event.origin.file.to_string_lossy().into_owned(),
        event.origin.line.to_string(),
    ]
}

fn list(items: impl IntoIterator<Item = impl ToString>) -> String {
    let items: Vec<String> = items.into_iter().map(|item| item.to_string()).collect();
    items.join("; ")
}

/// A place in words: `Vostochny, Russia (51.88, 128.33)`.
pub fn place(location: &Location) -> String {
    let country = location.country.as_ref().map(country_name);
    let named: Vec<&str> = [Some(&*location.name), country]
        .into_iter()
        .flatten()
        .filter(|name| !name.is_empty())
        .collect();
    let named = named.join(", ");
    match location.coordinates {
        None => named,
        Some((lat, lon)) if named.is_empty() => format!("{lat}, {lon}"),
        Some((lat, lon)) => format!("{named} ({lat}, {lon})"),
    }
}

/// The name of a country, or what the author wrote where it is not one.
pub fn country_name(country: &Term<Code>) -> &str {
    match country {
        Term::Known(code) => code.name(),
        Term::Written(text) => text,
    }
}
