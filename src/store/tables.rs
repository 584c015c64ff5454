//! `[[source]]`, `[[person]]`, `[[organization]]` and `[[era]]` tables.

use super::{draft::SourceDraft, fields::Reader, lines::Span, mend::Mend, node::Part};
use crate::{
    model::{
        Era, Member, Office, Organization, Person, Source,
        keys::{self, Table},
    },
    text,
};

impl Reader<'_> {
    /// Reads a table of the file that stands from `head.start` to `end`, out of its table and what could be rescued
    /// besides.
    pub fn table(&mut self, spec: &'static Table, parts: &[Part<'_, '_>], head: Span, end: usize) {
        match spec.name {
            "event" => self.event(parts, head, end),
            "source" => self.source(parts, head, end),
            "person" => self.person(parts, head, end),
            "organization" => self.organization(parts, head, end),
            "era" => self.era(parts, head, end),
            _ => {}
        }
    }

    fn source(&mut self, parts: &[Part<'_, '_>], head: Span, end: usize) {
        let mut source = Source::unknown(self.origin(head.start as usize, end));
        let (mut id_at, mut text_at) = (head, head);
        for part in parts {
            for (key, node) in self.entries(*part, &keys::SOURCE) {
                match key.name {
                    "id" => {
                        if let Some(id) = self.id(node, key) {
                            (source.id, id_at) = (id.text, id.at);
                        }
                    }
                    "title" => source.title = self.text(node, key).unwrap_or_default(),
                    "publisher" => source.publisher = self.text(node, key).unwrap_or_default(),
                    "published" => source.published = self.date(node, key),
                    "url" => source.url = self.text(node, key).unwrap_or_default(),
                    "reliability" => source.reliability = self.letter(node, key),
                    "text" => {
                        text_at = node.at();
                        let path = self.text(node, key).filter(|path| !path.is_empty());
                        let folder = self.reading.file.parent();
                        source.text = path.map(|path| {
                            folder
                                .map_or_else(|| (*path).into(), |folder| folder.join(&*path))
                                .into()
                        });
                    }
                    _ => {}
                }
            }
        }
        if source.id.is_empty() {
            self.missing(&keys::SOURCE, "id", head);
            source.id = text::slug(source.label()).into();
            if !source.id.is_empty() {
                self.mend(Mend::Id(source.id.clone()));
            }
        }
        if !source.id.is_empty() {
            self.reading.sources.push(SourceDraft {
                source,
                id_at,
                text_at,
            });
        }
    }

    fn person(&mut self, parts: &[Part<'_, '_>], head: Span, end: usize) {
        let mut person = Person {
            name: Box::default(),
            aliases: Vec::new(),
            country: None,
            offices: Vec::new(),
            origin: self.origin(head.start as usize, end),
        };
        let mut name_at = head;
        for part in parts {
            for (key, node) in self.entries(*part, &keys::PERSON) {
                match key.name {
                    "name" => {
                        name_at = node.at();
                        person.name = self.text(node, key).unwrap_or_default();
                    }
                    "aliases" => {
                        person.aliases = self.texts(node, key).into_iter().map(|name| name.text).collect();
                    }
                    "country" => person.country = self.country(node, key),
                    "offices" => {
                        for part in self.parts(node, key) {
                            person.offices.extend(self.office(part, node.at()));
                        }
                    }
                    _ => {}
                }
            }
        }
        if person.name.is_empty() {
            self.missing(&keys::PERSON, "name", head);
        } else {
            self.reading.people.push((person, name_at));
        }
    }

    fn office(&mut self, part: Part<'_, '_>, at: Span) -> Option<Office> {
        let (mut title, mut date) = (None, None);
        for (key, node) in self.entries(part, &keys::OFFICE) {
            match key.name {
                "title" => title = self.text(node, key).filter(|title| !title.is_empty()),
                "date" => date = self.date(node, key),
                _ => {}
            }
        }
        if title.is_none() && !part.broken {
            self.missing(&keys::OFFICE, "title", at);
        }
        title.map(|title| Office { title, date })
    }

    fn organization(&mut self, parts: &[Part<'_, '_>], head: Span, end: usize) {
        let mut organization = Organization {
            name: Box::default(),
            aliases: Vec::new(),
            members: Vec::new(),
            origin: self.origin(head.start as usize, end),
        };
        let mut name_at = head;
        for part in parts {
            for (key, node) in self.entries(*part, &keys::ORGANIZATION) {
                match key.name {
                    "name" => {
                        name_at = node.at();
                        organization.name = self.text(node, key).unwrap_or_default();
                    }
                    "aliases" => {
                        organization.aliases =
                            self.texts(node, key).into_iter().map(|name| name.text).collect();
                    }
                    "members" => {
                        for part in self.parts(node, key) {
                            organization.members.extend(self.member(part, node.at()));
                        }
                    }
                    _ => {}
                }
            }
        }
        if organization.name.is_empty() {
            self.missing(&keys::ORGANIZATION, "name", head);
        } else {
            self.reading.organizations.push((organization, name_at));
        }
    }

    fn member(&mut self, part: Part<'_, '_>, at: Span) -> Option<Member> {
        let (mut country, mut date, mut written) = (None, None, false);
        for (key, node) in self.entries(part, &keys::MEMBER) {
            match key.name {
                "country" => {
                    written = true;
                    country = self.country(node, key);
                }
                "date" => date = self.date(node, key),
                _ => {}
            }
        }
        if !written && !part.broken {
            self.missing(&keys::MEMBER, "country", at);
        }
        country.map(|country| Member { country, date })
    }

    fn era(&mut self, parts: &[Part<'_, '_>], head: Span, end: usize) {
        let (mut title, mut date, mut date_written) = (None, None, false);
        let mut countries = Vec::new();
        for part in parts {
            for (key, node) in self.entries(*part, &keys::ERA) {
                match key.name {
                    "title" => title = self.text(node, key).filter(|title| !title.is_empty()),
                    "date" => {
                        date_written = true;
                        date = self.date(node, key);
                    }
                    "countries" => countries = self.countries(node, key),
                    _ => {}
                }
            }
        }
        if title.is_none() {
            self.missing(&keys::ERA, "title", head);
        }
        if date.is_none() && !date_written {
            self.missing(&keys::ERA, "date", head);
        }
        if let Some((title, date)) = title.zip(date) {
            let origin = self.origin(head.start as usize, end);
            self.reading.eras.push(Era {
                title,
                date,
                countries,
                origin,
            });
        }
    }
}
