//! What one file says, before it is known what the other files say.

use std::{path::Path, sync::Arc};

use super::lines::Span;
use crate::model::{Era, Event, Finding, FindingCode, Organization, Person, RelationKind, Source, Stance};

/// A word of a file with its place.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Name {
    /// As written, white space around it aside.
    pub text: Box<str>,
    /// Where.
    pub at: Span,
}

/// An event whose names and references are still as written: `event.people`, `organizations`, `initiators`,
/// `targets`, `sources`, `relations` and `claims` are empty until they are resolved.
#[derive(Debug)]
pub(super) struct EventDraft {
    /// Everything that needs no other file.
    pub event: Event,
    /// Where the id is written; the head of the table for a derived one.
    pub id_at: Span,
    /// Whether the id is written.
    pub id_written: bool,
    pub people: Vec<Name>,
    pub organizations: Vec<Name>,
    pub initiators: Vec<Name>,
    pub targets: Vec<Name>,
    pub sources: Vec<CitationDraft>,
    pub relations: Vec<(RelationKind, Name)>,
    pub claims: Vec<ClaimDraft>,
}

/// A source as cited.
#[derive(Debug)]
pub(super) struct CitationDraft {
    /// Id of a `[[source]]`; none when it is said in place.
    pub id: Option<Name>,
    /// What is said of it in place.
    pub said: Source,
    pub locator: Box<str>,
    pub quote: Option<Name>,
}

/// A claim as written.
#[derive(Debug)]
pub(super) struct ClaimDraft {
    pub by: Vec<Name>,
    pub stance: Stance,
    pub sources: Vec<CitationDraft>,
}

/// A `[[source]]`.
#[derive(Clone, Debug)]
pub(super) struct SourceDraft {
    pub source: Source,
    pub id_at: Span,
    /// Where the path of the saved copy is written.
    pub text_at: Span,
}

/// A country that is not known, wherever it is written.
#[derive(Debug)]
pub(super) struct UnknownCountry {
    pub name: Name,
    /// Which event of the file.
    pub event: Option<u32>,
}

/// All of one file.
#[derive(Debug)]
pub(super) struct Reading {
    pub file: Arc<Path>,
    pub events: Vec<EventDraft>,
    pub sources: Vec<SourceDraft>,
    pub people: Vec<(Person, Span)>,
    pub organizations: Vec<(Organization, Span)>,
    pub eras: Vec<Era>,
    pub unknown_countries: Vec<UnknownCountry>,
    /// Each with the event of the file that it is about.
    pub findings: Vec<(Finding, Option<u32>)>,
}

impl Reading {
    /// A file that nothing was read of.
    pub fn empty(file: &Arc<Path>) -> Self {
        Self {
            file: Arc::clone(file),
            events: Vec::new(),
            sources: Vec::new(),
            people: Vec::new(),
            organizations: Vec::new(),
            eras: Vec::new(),
            unknown_countries: Vec::new(),
            findings: Vec::new(),
        }
    }

    /// Adds what a later part of the same file says.
    pub fn append(&mut self, later: Self) {
        let before = self.events.len() as u32;
        let moved = |event: Option<u32>| event.map(|event| event + before);
        let unknown = later.unknown_countries.into_iter();
        self.unknown_countries
            .extend(unknown.map(|country| UnknownCountry {
                event: moved(country.event),
                ..country
            }));
        let findings = later.findings.into_iter();
        self.findings
            .extend(findings.map(|(finding, event)| (finding, moved(event))));
        self.events.extend(later.events);
        self.sources.extend(later.sources);
        self.people.extend(later.people);
        self.organizations.extend(later.organizations);
        self.eras.extend(later.eras);
    }

    /// A file that could not be read, with why.
    pub fn failed(file: &Arc<Path>, code: FindingCode, message: String, help: Option<String>) -> Self {
        let mut reading = Self::empty(file);
        let finding = super::lines::whole_file(file, code, message, help);
        reading.findings.push((finding, None));
        reading
    }
}
