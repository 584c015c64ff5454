//! Files too large to be held whole with their events: read, looked up and handed on portion by portion.

use std::{ops::Range, path::Path, sync::Arc};

use super::{
    gather::{Draft, Facts, Renamed},
    lines::{LineCounter, Span},
    names::Use,
    parts::Parts,
    read::{is_utf16, utf8},
    resolve::{Dangling, Used},
};

/// Bytes of a file from which on it is large; in tests nearly every file is.
const LARGE: usize = if cfg!(test) { 256 } else { 8 << 20 };
/// What a name stood for that stood for one thing in one portion and for another in the next: nothing that it can stand
/// for ([`super::resolve::World::meanings`] are 0 or odd), so that the file is read again.
const UNSURE: u64 = 2;

/// A large file.
pub struct Large {
    file: Arc<Path>,
    text: String,
    not_utf8: Vec<Span>,
}

impl Large {
    /// Of its bytes; these again where they are few, or are no text.
    pub fn new(file: &Arc<Path>, bytes: Vec<u8>) -> Result<Self, Vec<u8>> {
        if bytes.len() < LARGE || is_utf16(&bytes) {
            return Err(bytes);
        }
        let (text, not_utf8) = utf8(bytes);
        Ok(Self {
            file: Arc::clone(file),
            text,
            not_utf8,
        })
    }

    /// Its text, as findings show it.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The file in portions of about `size` bytes.
    pub fn portions(&self, size: usize) -> Portions<'_> {
        Portions(Parts::new(&self.file, &self.text, &self.not_utf8, size))
    }
}

/// A large file that is being read.
pub struct Portions<'t>(Parts<'t>);

impl Portions<'_> {
    /// What the tables of the whole file say that are no events: it is there before any portion.
    pub fn declared(&self) -> Draft {
        Draft {
            reading: self.0.declared(),
            lines: LineCounter::default(),
        }
    }

    /// Reads so many more portions at once, on as many threads; nothing behind the last.
    pub fn read_next(&mut self, many: usize) -> Vec<Draft> {
        let portions = self.0.read_next(many).into_iter();
        portions
            .map(|(reading, lines)| Draft { reading, lines })
            .collect()
    }

    /// Whether all of it together is what the file says. Where it is not (strings without an end, many times), the file
    /// is to be read in one go.
    pub fn is_exact(&self) -> bool {
        self.0.is_exact()
    }
}

impl Renamed {
    /// What is about the events of these numbers; what is about none goes with the first.
    pub fn portion(&self, events: Range<u32>) -> Self {
        let start = events.start;
        let is_here = |event: Option<u32>| event.map_or(start == 0, |event| events.contains(&event));
        let ids = self.ids.iter().filter(|(event, _)| events.contains(event));
        let notes = self.notes.iter().filter(|note| is_here(note.event));
        let mut notes: Vec<_> = notes.cloned().collect();
        for note in &mut notes {
            note.event = note.event.map(|event| event - start);
        }
        Self {
            ids: ids.map(|(event, id)| (event - start, id.clone())).collect(),
            notes,
        }
    }
}

impl Facts {
    /// Nothing of a file yet.
    pub fn none(file: &Arc<Path>) -> Self {
        Self {
            file: Arc::clone(file),
            sources: Vec::new(),
            people: Vec::new(),
            organizations: Vec::new(),
            eras: Vec::new(),
            findings: Vec::new(),
            late: super::resolve::Resolved::default(),
            about: rustc_hash::FxHashMap::default(),
            ids: Vec::new(),
            renamed: Vec::new(),
            renamed_said: Vec::new(),
        }
    }

    /// Adds what is known of the next portion of the same file.
    pub fn append(&mut self, later: Self) {
        let before = self.ids.len() as u32;
        let moved = |event: Option<u32>| event.map(|event| event + before);
        self.sources.extend(later.sources);
        self.people.extend(later.people);
        self.organizations.extend(later.organizations);
        self.eras.extend(later.eras);
        self.findings.extend(later.findings);
        let about = later.about.into_iter();
        self.about.extend(about.map(|(event, id)| (event + before, id)));
        self.ids.extend(later.ids);
        let renamed = later.renamed.into_iter();
        self.renamed
            .extend(renamed.map(|(event, id)| (event + before, id)));
        self.renamed_said.extend(later.renamed_said);
        let (late, more) = (&mut self.late, later.late);
        late.dangling
            .extend(more.dangling.into_iter().map(|dangling| Dangling {
                event: moved(dangling.event),
                ..dangling
            }));
        for mut unknown in more.unknown_countries {
            unknown.event = moved(unknown.event);
            late.unknown_countries.push(unknown);
        }
        for (used, more) in [
            (&mut late.people, more.people),
            (&mut late.organizations, more.organizations),
        ] {
            add_used(used, more, moved);
        }
        for (key, meaning) in more.lookups {
            let known = late.lookups.entry(key).or_insert(meaning);
            if *known != meaning {
                *known = UNSURE;
            }
        }
        late.soft.extend(more.soft);
    }

    /// The same, with these as what was said of the ids of its events.
    pub fn with_renamed_as(mut self, renamed: &Renamed) -> Self {
        self.renamed_said = renamed.said();
        self
    }
}

fn add_used(used: &mut Used, later: Used, moved: impl Fn(Option<u32>) -> Option<u32>) {
    for (name, of_later) in later {
        let of_later = Use {
            event: moved(of_later.event),
            ..of_later
        };
        used.entry(name)
            .and_modify(|before| before.count += of_later.count)
            .or_insert(of_later);
    }
}
