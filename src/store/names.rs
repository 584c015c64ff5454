//! Names of people and organizations over all files: one spelling each where a table says so.

use rayon::prelude::*;
use rustc_hash::FxHashMap;

use super::lines::{Note, Span};
use crate::{
    model::{FindingCode, Organization, Person},
    places::{self, Named},
    text,
};

/// Letters below which names that differ by one letter may well be two names.
const SHORTEST_NEAR: usize = 8;

/// What a name is compared by: case, accents, hyphens, dots and spaces aside.
pub(super) fn key(name: &str) -> String {
    let folded = text::fold(name);
    let mut key = String::with_capacity(folded.len());
    for word in text::words(&folded) {
        if !key.is_empty() {
            key.push(' ');
        }
        key.push_str(word);
    }
    if key.is_empty() { folded } else { key }
}

/// The people and organizations that one file has tables of.
pub(super) type Tables<'a> = (&'a [(Person, Span)], &'a [(Organization, Span)]);

/// The names that have a table, by every spelling of them.
#[derive(Default)]
pub(super) struct Names {
    people: FxHashMap<String, Box<str>>,
    organizations: FxHashMap<String, Box<str>>,
}

impl Names {
    /// Takes in the tables of all files. Returns a note, with its file, for each spelling that two of them claim.
    pub fn of<'a>(tables: impl Iterator<Item = Tables<'a>>) -> (Self, Vec<(usize, Note)>) {
        let mut names = Self::default();
        let mut notes = Vec::new();
        for (file, (people, organizations)) in tables.enumerate() {
            for (person, at) in people {
                let spellings = std::iter::once(&person.name)
                    .chain(&person.aliases)
                    .map(|name| &**name);
                let clash = claim(&mut names.people, &person.name, spellings);
                notes.extend(
                    clash.map(|(spelling, other)| (file, duplicate(&spelling, &other, "person", *at))),
                );
            }
            for (organization, at) in organizations {
                let written: Vec<&str> = std::iter::once(&organization.name)
                    .chain(&organization.aliases)
                    .map(|name| &**name)
                    .collect();
                let clash = claim(
                    &mut names.organizations,
                    &organization.name,
                    written.iter().copied(),
                );
                notes.extend(
                    clash.map(|(spelling, other)| (file, duplicate(&spelling, &other, "organization", *at))),
                );
                // A bloc that is known goes by this table's name, whichever of its own names is used.
                for bloc in written.iter().filter_map(|name| places::bloc(name)) {
                    let own = [bloc.code, bloc.name]
                        .into_iter()
                        .chain(bloc.aliases.iter().copied());
                    claim(&mut names.organizations, &organization.name, own);
                }
            }
        }
        (names, notes)
    }

    /// Takes in others, as far as their spellings are not known yet.
    pub fn join(&mut self, other: Self) {
        for (spelling, name) in other.people {
            self.people.entry(spelling).or_insert(name);
        }
        for (spelling, name) in other.organizations {
            self.organizations.entry(spelling).or_insert(name);
        }
    }

    /// Every spelling, as [`key`] makes it, with the name that it stands for: of people, then of organizations.
    pub fn spellings(&self) -> [&FxHashMap<String, Box<str>>; 2] {
        [&self.people, &self.organizations]
    }

    /// The person's name as its table spells it; none without a table.
    pub fn person(&self, name: &str) -> Option<&str> {
        self.people.get(&key(name)).map(|name| &**name)
    }

    /// The organization's or bloc's name as its table spells it; none without a table.
    pub fn organization(&self, name: &str) -> Option<&str> {
        self.organizations
            .get(&key(name))
            .map(|name| &**name)
            .or_else(|| places::bloc(name).map(|bloc| bloc.name))
    }

    /// What somebody who acts, is acted on or claims something is.
    pub fn actor(&self, name: &str) -> Who {
        match places::named(name) {
            Named::Country(code) => Who::Country(code),
            Named::Ambiguous(_, help) => Who::Ambiguous(help),
            Named::Bloc(_) | Named::Unknown => match self.organization(name) {
                Some(organization) => Who::Organization(organization.into()),
                None => Who::Person(self.person(name).map(Into::into)),
            },
        }
    }
}

/// What a name stands for.
#[derive(Clone)]
pub(super) enum Who {
    Country(places::Code),
    /// One of several countries, and what to write instead.
    Ambiguous(&'static str),
    Organization(Box<str>),
    /// With the spelling of its table, if it has one.
    Person(Option<Box<str>>),
}

/// Gives spellings to a name; the first that belongs to another name already comes back with that one.
fn claim<'a>(
    names: &mut FxHashMap<String, Box<str>>,
    name: &str,
    spellings: impl Iterator<Item = &'a str>,
) -> Option<(Box<str>, Box<str>)> {
    let mut clash = None;
    for spelling in spellings {
        let key = key(spelling);
        match names.get(&key) {
            Some(other) if **other != *name => {
                clash = clash.or_else(|| Some((spelling.into(), other.clone())));
            }
            Some(_) => {}
            None => {
                names.insert(key, name.into());
            }
        }
    }
    clash
}

fn duplicate(spelling: &str, other: &str, what: &str, at: Span) -> Note {
    Note {
        code: FindingCode::DuplicateName,
        at,
        message: format!("`{spelling}` is a name of the {what} `{other}` already"),
        help: Some(format!(
            "one [[{what}]] for each, with all its spellings in aliases"
        )),
        event: None,
        mend: None,
    }
}

/// Where a name without a table stands first, and how many events have it.
#[derive(Clone, Copy)]
pub(super) struct Use {
    pub file: u32,
    pub at: Span,
    pub event: Option<u32>,
    pub count: u32,
}

/// Notes, each with its file, for names without a table that are nearly the same as another. `known` are the names
/// that have one.
pub(super) fn nearly_same<'a>(
    used: &'a FxHashMap<Box<str>, Use>,
    known: impl Iterator<Item = &'a str>,
    what: &str,
) -> Vec<(usize, Note)> {
    // Names with a table count as the most used: it is the other one that is noted.
    let mut names: Vec<(&str, Option<&Use>)> =
        used.iter().map(|(name, used)| (&**name, Some(used))).collect();
    names.extend(known.map(|name| (name, None)));
    names.sort_unstable_by_key(|(name, used)| (used.is_some(), *name));
    let squeezed: Vec<String> = names.iter().map(|(name, _)| key(name).replace(' ', "")).collect();
    let mut hashes: Vec<(u64, u32)> = squeezed
        .par_iter()
        .enumerate()
        .flat_map_iter(|(index, name)| neighbourhood(name).map(move |hash| (hash, index as u32)))
        .collect();
    hashes.par_sort_unstable();
    hashes.dedup();
    let mut pairs: Vec<(u32, u32)> = hashes
        .chunk_by(|a, b| a.0 == b.0)
        .filter(|bucket| bucket.len() > 1)
        // Names of a bucket are compared with the first few only: a crowd in it is one of templates, not of slips.
        .flat_map(|bucket| {
            let few = bucket.iter().take(4);
            few.enumerate()
                .flat_map(move |(rank, a)| bucket.iter().skip(rank + 1).map(move |b| (a.1, b.1)))
        })
        .collect();
    pairs.sort_unstable();
    pairs.dedup();
    let mut notes: FxHashMap<&str, (usize, Note)> = FxHashMap::default();
    for (a, b) in pairs {
        let at = |index: u32| {
            names
                .get(index as usize)
                .copied()
                .zip(squeezed.get(index as usize))
        };
        let (Some((a, a_squeezed)), Some((b, b_squeezed))) = (at(a), at(b)) else {
            continue;
        };
        if !is_near(a_squeezed, b_squeezed) {
            continue;
        }
        let weight = |name: Option<&Use>| name.map_or(u32::MAX, |used| used.count);
        // The rarer one is the slip; of equals the later in the alphabet.
        let (slip, right) = if weight(a.1) < weight(b.1) { (a, b) } else { (b, a) };
        if let Some(used) = slip.1 {
            notes
                .entry(slip.0)
                .or_insert_with(|| (used.file as usize, near_note(slip.0, right.0, what, used)));
        }
    }
    let mut notes: Vec<_> = notes.into_values().collect();
    notes.sort_by_key(|(file, note)| (*file, note.at));
    notes
}

fn near_note(slip: &str, right: &str, what: &str, used: &Use) -> Note {
    Note {
        code: FindingCode::NearlySameName,
        at: used.at,
        message: format!("`{slip}` is nearly the same name as `{right}`"),
        help: Some(format!(
            "write one spelling, or give both to one [[{what}]] as name and aliases; two tables if they are two"
        )),
        event: used.event,
        mend: None,
    }
}

/// Hashes that two names share when they are at most one letter apart: of the name, and of the name without each of
/// its letters.
fn neighbourhood(name: &str) -> impl Iterator<Item = u64> {
    let long = name.chars().count() >= SHORTEST_NEAR;
    let without = name.char_indices().filter(move |_| long).map(|(at, letter)| {
        let rest = name.get(at + letter.len_utf8()..).unwrap_or_default();
        hash(name.get(..at).unwrap_or_default().bytes().chain(rest.bytes()))
    });
    std::iter::once(hash(name.bytes()))
        .chain(without)
        .collect::<Vec<_>>()
        .into_iter()
}

/// FNV-1a.
fn hash(bytes: impl Iterator<Item = u8>) -> u64 {
    bytes.fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    })
}

/// Whether two names, squeezed, are the same or one letter apart; another digit is another thing.
fn is_near(a: &str, b: &str) -> bool {
    if a == b {
        return true;
    }
    let digits = |name: &str| name.chars().filter(char::is_ascii_digit).collect::<String>();
    a.chars().count().min(b.chars().count()) >= SHORTEST_NEAR
        && digits(a) == digits(b)
        && strsim::damerau_levenshtein(a, b) == 1
}

#[cfg(test)]
mod tests {
    use super::*;

    fn slips(names: &[(&str, u32)], known: &[&str]) -> Vec<String> {
        let used = names
            .iter()
            .map(|(name, count)| {
                let used = Use {
                    file: 0,
                    at: Span::default(),
                    event: None,
                    count: *count,
                };
                (Box::from(*name), used)
            })
            .collect();
        nearly_same(&used, known.iter().copied(), "person")
            .into_iter()
            .map(|(_, note)| note.message)
            .collect()
    }

    #[test]
    fn a_slip_of_one_letter_is_found() {
        for (names, known, slip) in [
            (
                &[("Vladimir Putin", 5), ("Vladmir Putin", 1)][..],
                &[][..],
                Some("Vladmir Putin"),
            ),
            (
                &[("Sergey Lavrov", 1), ("Sergei Lavrov", 1)],
                &[],
                Some("Sergey Lavrov"),
            ),
            (
                &[("Kim Jong-un", 1), ("Kim Jong Un", 3)],
                &[],
                Some("Kim Jong-un"),
            ),
            (
                &[("Vladmir Putin", 9)],
                &["Vladimir Putin"],
                Some("Vladmir Putin"),
            ),
            (
                &[("Valdimir Putin", 1), ("Vladimir Putin", 2)],
                &[],
                Some("Valdimir Putin"),
            ),
            (&[("Kim Jong Un", 1), ("Kim Jong Il", 1)], &[], None),
            (&[("Li Peng", 1), ("Li Feng", 1)], &[], None),
            (&[("Resolution 1718", 1), ("Resolution 1719", 1)], &[], None),
        ] {
            let found = slips(names, known);
            let expected: Vec<_> = slip
                .map(|slip| format!("`{slip}` is nearly"))
                .into_iter()
                .collect();
            assert_eq!(found.len(), expected.len(), "{names:?}: {found:?}");
            assert!(
                found
                    .iter()
                    .zip(&expected)
                    .all(|(found, start)| found.starts_with(start)),
                "{found:?}"
            );
        }
    }

    #[test]
    fn a_name_is_compared_without_case_accents_and_hyphens() {
        assert_eq!(key("Kim Jong-un"), key("KIM  JONG UN"));
        assert_eq!(key("Şahin, Ali"), "sahin ali");
    }
}
