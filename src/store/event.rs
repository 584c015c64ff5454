//! `[[event]]` tables → drafts of events.

use super::{
    draft::{CitationDraft, ClaimDraft, EventDraft, Name},
    fields::Reader,
    lines::Span,
    mend::{Mend, surely},
    node::{Node, Part},
};
use crate::{
    dates::{Civil, Edtf, Interval, day},
    model::{
        Category, Event, FindingCode, Location, Media, RelationKind, Source, Stance, Status, Term,
        keys::{self, Key},
    },
    text,
};

/// What is known of an event while its keys are read.
#[derive(Default)]
struct Parts {
    id: Option<Name>,
    title: Option<Box<str>>,
    /// A title or a date is written, if wrong.
    title_written: bool,
    date_written: bool,
    date: Option<Edtf>,
    countries: Vec<Term<crate::places::Code>>,
    category: Option<Term<Category>>,
    status: Option<Term<Status>>,
    location: Option<Location>,
    summary: Box<str>,
    tags: Vec<Box<str>>,
    significance: Option<i64>,
    credibility: Option<i64>,
    media: Vec<Media>,
    people: Vec<Name>,
    organizations: Vec<Name>,
    initiators: Vec<Name>,
    targets: Vec<Name>,
    sources: Vec<CitationDraft>,
    relations: Vec<(RelationKind, Name)>,
    claims: Vec<ClaimDraft>,
}

impl Reader<'_> {
    /// Reads an event that stands from `head.start` to `end`, out of its table and what could be rescued besides.
    /// It is kept when it has a title and a date.
    pub fn event(&mut self, parts: &[Part<'_, '_>], head: Span, end: usize) {
        let first_note = self.notes.len();
        let first_unknown = self.reading.unknown_countries.len();
        self.event = Some(self.reading.events.len() as u32);
        let mut read = Parts::default();
        for part in parts {
            for (key, node) in self.entries(*part, &keys::EVENT) {
                self.event_key(&mut read, key, node);
            }
        }
        if read.title.is_none() && !read.title_written {
            self.missing(&keys::EVENT, "title", head);
        }
        if read.date.is_none() && !read.date_written {
            self.missing(&keys::EVENT, "date", head);
        }
        if read.title.is_some() && read.date.is_some() {
            let draft = self.draft(read, head, end);
            self.reading.events.extend(draft);
        } else {
            let notes = self.notes.iter_mut().skip(first_note);
            notes.for_each(|note| note.event = None);
            let unknown = self.reading.unknown_countries.iter_mut().skip(first_unknown);
            unknown.for_each(|country| country.event = None);
        }
        self.event = None;
    }

    fn event_key(&mut self, read: &mut Parts, key: &'static Key, node: Node<'_, '_>) {
        match key.name {
            "id" => read.id = self.id(node, key),
            "title" => self.title(read, key, node),
            "date" => {
                read.date_written = true;
                read.date = self.date(node, key);
            }
            "countries" => read.countries = self.countries(node, key),
            "initiators" => read.initiators = self.texts(node, key),
            "targets" => read.targets = self.texts(node, key),
            "people" => read.people = self.texts(node, key),
            "organizations" => read.organizations = self.texts(node, key),
            "category" => {
                let (code, words) = (FindingCode::UnknownCategory, || Category::words().collect());
                read.category = self.word(node, key, code, Category::from_word, words);
            }
            "status" => {
                let (code, words) = (FindingCode::UnknownStatus, || Status::words().collect());
                read.status = self.word(node, key, code, Status::from_word, words);
            }
            "location" => read.location = self.location(node, key),
            "summary" => read.summary = self.text(node, key).unwrap_or_default(),
            "tags" => read.tags = self.texts(node, key).into_iter().map(|name| name.text).collect(),
            "significance" => read.significance = self.integer(node, key),
            "sources" => read.sources = self.citations(node, key),
            "relations" => read.relations = self.relations(node, key),
            "claims" => read.claims = self.claims(node, key),
            "credibility" => read.credibility = self.integer(node, key),
            "media" => read.media = self.media(node, key),
            _ => {}
        }
    }

    fn title(&mut self, read: &mut Parts, key: &Key, node: Node<'_, '_>) {
        read.title_written = true;
        let Some(title) = self.text(node, key) else {
            return;
        };
        if title.is_empty() {
            if !node.broken {
                let help = Some("write what happened, in one line".to_owned());
                self.note(
                    FindingCode::MissingTitle,
                    node.at(),
                    "the title is blank".to_owned(),
                    help,
                );
            }
            return;
        }
        read.title = Some(if title.contains(['\n', '\r', '\t']) {
            title.split_whitespace().collect::<Vec<_>>().join(" ").into()
        } else {
            title
        });
    }

    fn draft(&mut self, read: Parts, head: Span, end: usize) -> Option<EventDraft> {
        let (title, date) = (read.title?, read.date?);
        let id_written = read.id.is_some();
        let id = read.id.unwrap_or_else(|| Name {
            text: derived_id(&date, &title),
            at: head,
        });
        let event = Event {
            id: id.text,
            title,
            date,
            countries: read.countries,
            people: Vec::new(),
            organizations: Vec::new(),
            initiators: Vec::new(),
            targets: Vec::new(),
            category: read.category.unwrap_or(Term::Known(Category::Other)),
            status: read.status.unwrap_or(Term::Known(Status::Occurred)),
            location: read.location,
            summary: read.summary,
            tags: read.tags,
            significance: read.significance.map_or(3, |value| value as u8),
            sources: Vec::new(),
            relations: Vec::new(),
            claims: Vec::new(),
            credibility: read.credibility.map(|value| value as u8),
            media: read.media,
            flaw: None,
            origin: self.origin(head.start as usize, end),
        };
        Some(EventDraft {
            event,
            id_at: id.at,
            id_written,
            people: read.people,
            organizations: read.organizations,
            initiators: read.initiators,
            targets: read.targets,
            sources: read.sources,
            relations: read.relations,
            claims: read.claims,
        })
    }

    fn location(&mut self, node: Node<'_, '_>, key: &Key) -> Option<Location> {
        let Some(part) = node.part() else {
            let name = self.text(node, key).filter(|name| !name.is_empty())?;
            return Some(Location {
                name,
                ..Location::default()
            });
        };
        let mut location = Location::default();
        let (mut lat, mut lon) = (None, None);
        for (key, node) in self.entries(part, &keys::LOCATION) {
            match key.name {
                "name" => location.name = self.text(node, key).unwrap_or_default(),
                "country" => location.country = self.country(node, key),
                "lat" => lat = self.number(node, key),
                "lon" => lon = self.number(node, key),
                _ => {}
            }
        }
        location.coordinates = lat.zip(lon);
        let empty = location.name.is_empty() && location.country.is_none() && location.coordinates.is_none();
        (!empty).then_some(location)
    }

    fn relations(&mut self, node: Node<'_, '_>, key: &Key) -> Vec<(RelationKind, Name)> {
        let Some(part) = node.part() else {
            self.wrong_type(node, key);
            return Vec::new();
        };
        let mut relations: Vec<(RelationKind, Name)> = Vec::new();
        for node in part.nodes() {
            let Some(kind) = RelationKind::from_word(node.key()) else {
                self.unknown_relation(node.key(), node.key_at(), part.broken);
                let sure = surely(node.key(), RelationKind::words());
                if let Some(sure) = sure.filter(|sure| !part.broken && !part.has(sure)) {
                    self.mend(Mend::Key(sure));
                }
                continue;
            };
            for target in self.texts(node, key) {
                relations.push((kind, target));
            }
        }
        relations.sort_by_key(|(_, target)| target.at);
        relations
    }

    fn unknown_relation(&mut self, name: &str, at: Span, broken: bool) {
        if broken {
            return;
        }
        let help = text::nearest(name, RelationKind::words()).map_or_else(
            || {
                format!(
                    "write one of {}",
                    RelationKind::words().collect::<Vec<_>>().join(", ")
                )
            },
            |near| format!("did you mean `{near}`?"),
        );
        let message = format!("`{name}` is not a relation that is known");
        self.note(FindingCode::UnknownRelation, at, message, Some(help));
    }

    fn claims(&mut self, node: Node<'_, '_>, key: &Key) -> Vec<ClaimDraft> {
        let mut claims = Vec::new();
        for element in node.elements() {
            match element.part() {
                Some(part) => claims.extend(self.claim(part, element.at())),
                None => self.wrong_type(element, key),
            }
        }
        claims
    }

    /// A claim; none when nobody makes it, or when it is not known what they say.
    fn claim(&mut self, part: Part<'_, '_>, at: Span) -> Option<ClaimDraft> {
        let mut by = Vec::new();
        let (mut said, mut sources) = (None, Vec::new());
        for (key, node) in self.entries(part, &keys::CLAIM) {
            match key.name {
                "by" => by = self.texts(node, key),
                "stance" => {
                    let (code, words) = (FindingCode::UnknownStance, || Stance::words().collect());
                    said = self.word(node, key, code, Stance::from_word, words);
                }
                "sources" => sources = self.citations(node, key),
                _ => {}
            }
        }
        if !part.broken {
            for (name, there) in [("by", !by.is_empty()), ("stance", said.is_some())] {
                if !there {
                    self.missing(&keys::CLAIM, name, at);
                }
            }
        }
        let stance = match said? {
            Term::Known(known) => known,
            Term::Written(written) => Stance::from_word(text::nearest(&written, Stance::words())?)?,
        };
        (!by.is_empty()).then_some(ClaimDraft { by, stance, sources })
    }

    fn media(&mut self, node: Node<'_, '_>, key: &Key) -> Vec<Media> {
        let mut all = Vec::new();
        for part in self.parts(node, key) {
            let (mut url, mut path) = (None, None);
            let (mut caption, mut credit) = (Box::default(), Box::default());
            for (key, node) in self.entries(part, &keys::MEDIA) {
                match key.name {
                    "url" => url = self.text(node, key),
                    "path" => path = self.text(node, key),
                    "caption" => caption = self.text(node, key).unwrap_or_default(),
                    "credit" => credit = self.text(node, key).unwrap_or_default(),
                    _ => {}
                }
            }
            let is_url = url.is_some();
            if let Some(target) = url.or(path).filter(|target| !target.is_empty()) {
                all.push(Media {
                    target,
                    is_url,
                    caption,
                    credit,
                });
            } else if !part.broken {
                let message = "this picture has neither a url nor a path".to_owned();
                self.note(FindingCode::MissingKey, node.at(), message, None);
            }
        }
        all
    }

    fn citations(&mut self, node: Node<'_, '_>, key: &Key) -> Vec<CitationDraft> {
        let mut citations = Vec::new();
        for element in node.elements() {
            if let Some(written) = element.str() {
                citations.extend(self.cited_by_text(written.trim(), element));
            } else if let Some(part) = element.part() {
                citations.extend(self.cited_by_table(part, element));
            } else {
                self.wrong_type(element, key);
            }
        }
        citations
    }

    fn cited_by_text(&mut self, written: &str, node: Node<'_, '_>) -> Option<CitationDraft> {
        if written.is_empty() {
            return None;
        }
        let mut said = self.said(node);
        let id = if written.contains("://") {
            said.url = written.into();
            None
        } else {
            Some(Name {
                text: written.into(),
                at: node.at(),
            })
        };
        Some(CitationDraft {
            id,
            said,
            locator: Box::default(),
            quote: None,
        })
    }

    fn cited_by_table(&mut self, part: Part<'_, '_>, node: Node<'_, '_>) -> Option<CitationDraft> {
        let mut citation = CitationDraft {
            id: None,
            said: self.said(node),
            locator: Box::default(),
            quote: None,
        };
        for (key, node) in self.entries(part, &keys::CITATION) {
            let at = node.at();
            match key.name {
                "id" => citation.id = self.text(node, key).map(|text| Name { text, at }),
                "url" => citation.said.url = self.text(node, key).unwrap_or_default(),
                "title" => citation.said.title = self.text(node, key).unwrap_or_default(),
                "publisher" => citation.said.publisher = self.text(node, key).unwrap_or_default(),
                "published" => citation.said.published = self.date(node, key),
                "locator" => citation.locator = self.text(node, key).unwrap_or_default(),
                "quote" => citation.quote = self.text(node, key).map(|text| Name { text, at }),
                _ => {}
            }
        }
        citation.id = citation.id.filter(|id| !id.text.is_empty());
        if citation.id.is_none() && citation.said.label().is_empty() {
            if !part.broken {
                let message = "this source has no id, url, title or publisher".to_owned();
                let help = Some("name a [[source]] by its id, or write its url or title here".to_owned());
                self.note(FindingCode::MissingSource, node.at(), message, help);
            }
            return None;
        }
        Some(citation)
    }

    /// A source of which nothing is known but where it is cited.
    fn said(&mut self, node: Node<'_, '_>) -> Source {
        let at = node.at();
        let mut origin = self.origin(at.start as usize, at.end as usize);
        origin.end = at.end as usize;
        Source::unknown(origin)
    }
}

/// `<first day of date>-<slug of title>`; the last day where there is no first.
pub(super) fn derived_id(date: &Edtf, title: &str) -> Box<str> {
    let Interval { earliest, latest } = date.interval();
    let first = if earliest == day::FIRST { latest } else { earliest };
    let day = if first == day::LAST || first == day::FIRST {
        "undated".to_owned()
    } else {
        let civil = Civil::from_day(first);
        let sign = if civil.year < 0 { "minus" } else { "" };
        format!(
            "{sign}{:04}-{:02}-{:02}",
            civil.year.abs(),
            civil.month,
            civil.day
        )
    };
    let slug = text::slug(title);
    if slug.is_empty() {
        day.into()
    } else {
        format!("{day}-{slug}").into()
    }
}
