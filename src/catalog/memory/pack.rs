//! Whole events as bytes: numbers as LEB128, texts with their length, dates as written. Sources with a table, which
//! many events cite, and files are kept once and named by number.

use std::{
    path::Path,
    sync::{Arc, OnceLock},
};

use rustc_hash::FxHashMap;

use super::flat::{Flat, Reader, Strings, Writer};
pub use crate::store::bytes::{Input, Output};
use crate::{
    dates::Edtf,
    model::{
        Category, Citation, Claim, Event, Location, Media, Origin, Relation, RelationKind, Severity, Source,
        Stance, Status,
    },
};

/// The events of a segment, packed, in its order.
#[derive(Debug, Default)]
pub struct Packed {
    /// Where each begins in `bytes`, and where the last ends.
    starts: Flat<u64>,
    bytes: Flat<u8>,
    /// The same of the sources that are kept once.
    source_starts: Flat<u64>,
    source_bytes: Flat<u8>,
    /// Those that were asked for.
    sources: Box<[OnceLock<Option<Arc<Source>>>]>,
    /// The files that something stands in.
    paths: Vec<Arc<Path>>,
}

/// What a row needs of a packed event.
#[derive(Clone, Copy, Debug, Default)]
pub struct Head<'a> {
    pub id: &'a str,
    pub title: &'a str,
    pub date: &'a str,
}

impl Packed {
    /// How many events.
    pub fn len(&self) -> usize {
        self.starts.len().saturating_sub(1)
    }

    /// Where the bytes of an event lie among those of all.
    pub fn place(&self, event: usize) -> std::ops::Range<usize> {
        let start = self.starts.get(event).copied().unwrap_or_default() as usize;
        let end = self.starts.get(event + 1).copied().unwrap_or_default() as usize;
        start..end
    }

    fn input(&self, event: usize) -> Input<'_> {
        Input(self.bytes.get(self.place(event)).unwrap_or_default())
    }

    /// Id, title and date of an event.
    pub fn head(&self, event: usize) -> Head<'_> {
        let mut from = self.input(event);
        let head = |from: &mut Input<'_>| -> Option<(usize, usize, usize)> {
            Some((
                from.number()? as usize,
                from.number()? as usize,
                from.number()? as usize,
            ))
        };
        let Some((id, title, date)) = head(&mut from) else {
            return Head::default();
        };
        Head {
            id: from.take(id).unwrap_or_default(),
            title: from.take(title).unwrap_or_default(),
            date: from.take(date).unwrap_or_default(),
        }
    }

    /// A whole event; `None` where its bytes are not those of one.
    pub fn event(&self, event: usize) -> Option<Event> {
        self.decode(&mut self.input(event))
    }

    fn decode(&self, from: &mut Input<'_>) -> Option<Event> {
        let (id, title, date) = (
            from.number()? as usize,
            from.number()? as usize,
            from.number()? as usize,
        );
        Some(Event {
            id: from.take(id)?.into(),
            title: from.take(title)?.into(),
            date: Edtf::parse(from.take(date)?).ok()?,
            countries: from.list(Input::country)?,
            people: from.list(Input::text)?,
            organizations: from.list(Input::text)?,
            initiators: from.list(Input::actor)?,
            targets: from.list(Input::actor)?,
            category: from.term(Category::ALL)?,
            status: from.term(Status::ALL)?,
            location: from.maybe(|from| {
                Some(Location {
                    name: from.text()?,
                    country: from.maybe(Input::country)?,
                    coordinates: from.maybe(|from| Some((from.float()?, from.float()?)))?,
                })
            })?,
            summary: from.text()?,
            tags: from.list(Input::text)?,
            significance: from.byte()?,
            sources: from.list(|from| self.citation(from))?,
            relations: from.list(|from| {
                Some(Relation {
                    kind: from.known(RelationKind::ALL)?,
                    target: from.text()?,
                })
            })?,
            claims: from.list(|from| {
                Some(Claim {
                    by: from.list(Input::actor)?,
                    stance: from.known(Stance::ALL)?,
                    sources: from.list(|from| self.citation(from))?,
                })
            })?,
            credibility: from.maybe(Input::byte)?,
            media: from.list(|from| {
                Some(Media {
                    target: from.text()?,
                    is_url: from.byte()? == 1,
                    caption: from.text()?,
                    credit: from.text()?,
                })
            })?,
            flaw: from.maybe(|from| from.known(&[Severity::Warning, Severity::Error]))?,
            origin: self.origin(from)?,
        })
    }

    fn citation(&self, from: &mut Input<'_>) -> Option<Citation> {
        let source = match from.number()? {
            0 => Arc::new(self.source(from)?),
            number => self.shared(number as usize - 1)?,
        };
        Some(Citation {
            source,
            found: from.byte()? == 1,
            locator: from.text()?,
            quote: from.text()?,
            quote_found: from.maybe(|from| Some(from.byte()? == 1))?,
        })
    }

    /// A source that is kept once; the same one every time.
    fn shared(&self, number: usize) -> Option<Arc<Source>> {
        let decoded = self.sources.get(number)?.get_or_init(|| {
            let start = *self.source_starts.get(number)? as usize;
            let end = *self.source_starts.get(number + 1)? as usize;
            self.source(&mut Input(self.source_bytes.get(start..end)?))
                .map(Arc::new)
        });
        decoded.clone()
    }

    fn source(&self, from: &mut Input<'_>) -> Option<Source> {
        Some(Source {
            id: from.text()?,
            title: from.text()?,
            publisher: from.text()?,
            published: from.maybe(|from| Edtf::parse(from.str()?).ok())?,
            url: from.text()?,
            reliability: from.maybe(|from| Some(char::from(from.byte()?)))?,
            text: from.maybe(|from| self.path(from))?,
            origin: self.origin(from)?,
        })
    }

    fn origin(&self, from: &mut Input<'_>) -> Option<Origin> {
        Some(Origin {
            file: self.path(from)?,
            start: from.number()? as usize,
            end: from.number()? as usize,
            line: from.number()? as usize,
        })
    }

    fn path(&self, from: &mut Input<'_>) -> Option<Arc<Path>> {
        self.paths.get(from.number()? as usize).cloned()
    }

    /// Writes it: what is small first.
    pub fn save(&self, to: &mut Writer<'_>) -> std::io::Result<()> {
        let paths: Option<Vec<&str>> = self.paths.iter().map(|path| path.to_str()).collect();
        let paths = paths.ok_or_else(|| std::io::Error::other("a path is not UTF-8"))?;
        Strings::of(paths.into_iter()).save(to)?;
        to.flat(&self.source_starts)?;
        to.flat(&self.source_bytes)?;
        to.flat(&self.starts)?;
        to.flat(&self.bytes)
    }

    /// Reads back all but the events, which come as the last section.
    pub fn load(from: &mut Reader<'_>) -> Option<Self> {
        let paths = Strings::load(from)?;
        let source_starts: Flat<u64> = from.flat()?;
        Some(Self {
            sources: (1..source_starts.len()).map(|_| OnceLock::new()).collect(),
            source_starts,
            source_bytes: from.flat()?,
            starts: from.flat()?,
            bytes: from.flat()?,
            paths: paths.iter().map(|path| Arc::from(Path::new(path))).collect(),
        })
    }
}

/// Packs events one by one.
#[derive(Default)]
pub struct Packer {
    starts: Vec<u64>,
    out: Output,
    source_starts: Vec<u64>,
    source_out: Output,
    /// The shared sources by address: they are held while packing goes on.
    shared: FxHashMap<*const Source, u64>,
    paths: FxHashMap<Arc<Path>, u64>,
    listed: Vec<Arc<Path>>,
}

impl Packer {
    /// Adds an event.
    pub fn push(&mut self, event: &Event) {
        self.starts.push(self.out.0.len() as u64);
        let date = event.date.as_str();
        let out = &mut self.out;
        for text in [&*event.id, &*event.title, date] {
            out.number(text.len() as u64);
        }
        for text in [&*event.id, &*event.title, date] {
            out.0.extend_from_slice(text.as_bytes());
        }
        out.list(&event.countries, Output::country);
        out.list(&event.people, |out, name| out.text(name));
        out.list(&event.organizations, |out, name| out.text(name));
        out.list(&event.initiators, Output::actor);
        out.list(&event.targets, Output::actor);
        out.term(&event.category, |word| word as u8);
        out.term(&event.status, |word| word as u8);
        out.maybe(event.location.as_ref(), |out, location| {
            out.text(&location.name);
            out.maybe(location.country.as_ref(), Output::country);
            out.maybe(location.coordinates.as_ref(), |out, (north, east)| {
                out.0.extend_from_slice(&north.to_le_bytes());
                out.0.extend_from_slice(&east.to_le_bytes());
            });
        });
        out.text(&event.summary);
        out.list(&event.tags, |out, tag| out.text(tag));
        out.0.push(event.significance);
        self.citations(&event.sources);
        self.out.list(&event.relations, |out, relation| {
            out.0.push(relation.kind as u8);
            out.text(&relation.target);
        });
        self.out.number(event.claims.len() as u64);
        for claim in &event.claims {
            self.out.list(&claim.by, Output::actor);
            self.out.0.push(claim.stance as u8);
            self.citations(&claim.sources);
        }
        let out = &mut self.out;
        out.maybe(event.credibility.as_ref(), |out, byte| out.0.push(*byte));
        out.list(&event.media, |out, media| {
            out.text(&media.target);
            out.0.push(u8::from(media.is_url));
            out.text(&media.caption);
            out.text(&media.credit);
        });
        out.maybe(event.flaw.as_ref(), |out, flaw| out.0.push(*flaw as u8));
        let file = self.path(&event.origin.file);
        self.out.origin(file, &event.origin);
    }

    fn path(&mut self, path: &Arc<Path>) -> u64 {
        if let Some(number) = self.paths.get(path) {
            return *number;
        }
        let number = self.listed.len() as u64;
        self.listed.push(Arc::clone(path));
        self.paths.insert(Arc::clone(path), number);
        number
    }

    fn citations(&mut self, citations: &[Citation]) {
        self.out.number(citations.len() as u64);
        for citation in citations {
            let source = &citation.source;
            if source.id.is_empty() || !citation.found {
                self.out.number(0);
                let mut out = std::mem::take(&mut self.out);
                self.source(source, &mut out);
                self.out = out;
            } else {
                let number = self.shared_number(source);
                self.out.number(number + 1);
            }
            let out = &mut self.out;
            out.0.push(u8::from(citation.found));
            out.text(&citation.locator);
            out.text(&citation.quote);
            out.maybe(citation.quote_found.as_ref(), |out, found| {
                out.0.push(u8::from(*found));
            });
        }
    }

    fn shared_number(&mut self, source: &Arc<Source>) -> u64 {
        let address = Arc::as_ptr(source);
        if let Some(number) = self.shared.get(&address) {
            return *number;
        }
        let number = self.source_starts.len() as u64;
        self.source_starts.push(self.source_out.0.len() as u64);
        let mut out = std::mem::take(&mut self.source_out);
        self.source(source, &mut out);
        self.source_out = out;
        self.shared.insert(address, number);
        number
    }

    fn source(&mut self, source: &Source, out: &mut Output) {
        for text in [&source.id, &source.title, &source.publisher] {
            out.text(text);
        }
        out.maybe(source.published.as_ref(), |out, date| out.text(date.as_str()));
        out.text(&source.url);
        out.maybe(source.reliability.as_ref(), |out, letter| {
            out.0.push(*letter as u8);
        });
        let text = source.text.as_ref().map(|path| self.path(path));
        out.maybe(text.as_ref(), |out, path| out.number(*path));
        let file = self.path(&source.origin.file);
        out.origin(file, &source.origin);
    }

    /// All of them.
    pub fn finish(mut self) -> Packed {
        self.starts.push(self.out.0.len() as u64);
        self.source_starts.push(self.source_out.0.len() as u64);
        Packed {
            sources: (1..self.source_starts.len()).map(|_| OnceLock::new()).collect(),
            starts: self.starts.into(),
            bytes: self.out.0.into(),
            source_starts: self.source_starts.into(),
            source_bytes: self.source_out.0.into(),
            paths: self.listed,
        }
    }
}
