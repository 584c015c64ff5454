//! Names that are known before an article is read, all found in one pass: countries by name, adjective, people and
//! seat, blocs, organizations, people of the collection, places, and phrases that are none of them.

use rustc_hash::{FxHashMap, FxHashSet};

use super::words::{ActorWords, NamedEvent, Site, sites};
use crate::{
    model::{self, Term},
    places::{self, Bloc, Code, Kind, blocs},
};

/// What a name may stand for.
#[derive(Clone, Debug)]
pub(super) enum Sense {
    /// A country by its name.
    Country(Code),
    /// A country by its adjective, or by what its people are called.
    Adjective(Code),
    /// A seat of governments: of that country, before or after a day of another one. It is a place, too.
    Seat(Vec<Code>, Option<&'static Site>),
    /// A bloc.
    Bloc(&'static Bloc),
    /// An organization, by its place in [`Names::organizations`].
    Organization(usize),
    /// A person, by their place in [`Names::people`].
    Person(usize),
    /// A place that is no seat.
    Site(&'static Site),
    /// An event with a name, by its place in [`Names::events`].
    Event(usize),
    /// What another name stands for where one of these is named, too.
    When(Box<Sense>, Vec<String>),
    /// Nothing, and no part of it is anything.
    Not,
}

/// A person of the collection.
#[derive(Clone, Debug)]
pub(super) struct KnownPerson {
    /// As the collection spells it.
    pub name: Box<str>,
    /// Whom the person serves.
    pub country: Option<Code>,
    /// Titles of offices, folded, with their days.
    pub offices: Vec<(String, Option<crate::dates::Edtf>)>,
    /// Whether they were head of state or government, whatever their offices are called.
    pub head: bool,
}

/// An organization, known or listed.
#[derive(Clone, Debug)]
pub(super) struct KnownOrganization {
    /// The spelling shown.
    pub name: Box<str>,
    /// The state of which it is an organ.
    pub country: Option<Code>,
}

/// Everything that is found by its name.
pub(super) struct Names {
    /// Spellings with what they stand for, as places in `list`, by their first word; the longest first.
    by_first: FxHashMap<Box<str>, Vec<u32>>,
    list: Vec<(String, Sense)>,
    pub people: Vec<KnownPerson>,
    pub organizations: Vec<KnownOrganization>,
    pub events: Vec<NamedEvent>,
}

/// A name in a text.
pub(super) struct Hit<'a> {
    pub start: usize,
    pub end: usize,
    pub sense: &'a Sense,
}

/// Collects spellings; the first that claims one has it.
#[derive(Default)]
struct Spellings {
    known: FxHashMap<String, usize>,
    list: Vec<(String, Sense)>,
}

impl Spellings {
    fn add(&mut self, spelling: &str, sense: Sense) {
        // One letter names nothing.
        if spelling.chars().count() < 2 || self.known.contains_key(spelling) {
            return;
        }
        // An apostrophe of the keyboard is one of the printer, too.
        if spelling.contains('\'') {
            self.add(&spelling.replace('\'', "’"), sense.clone());
        }
        self.known.insert(spelling.to_owned(), self.list.len());
        self.list.push((spelling.to_owned(), sense));
    }

    /// A seat that several states had in turn is one name with all of them.
    fn add_seat(&mut self, spelling: &str, code: Code, site: Option<&'static Site>) {
        let known = self
            .known
            .get(spelling)
            .and_then(|&index| self.list.get_mut(index));
        match known {
            Some((_, Sense::Seat(codes, _))) => codes.push(code),
            Some(_) => {}
            None => self.add(spelling, Sense::Seat(vec![code], site)),
        }
    }
}

impl Names {
    pub fn new(
        people: &[model::Person],
        unlisted: &[Box<str>],
        organizations: &[model::Organization],
        words: &ActorWords,
    ) -> Self {
        let mut spellings = Spellings::default();
        let events = words.events.clone();
        for (index, event) in events.iter().enumerate() {
            for word in &event.words {
                spellings.add(word, Sense::Event(index));
            }
        }
        for phrase in &words.not {
            spellings.add(phrase, Sense::Not);
        }
        for (word, stands) in &words.metonyms {
            spellings.add(word, stands_for(stands));
        }
        for (word, stands, near) in &words.when {
            spellings.add(word, Sense::When(Box::new(stands_for(stands)), near.clone()));
        }
        let known_people = add_people(&mut spellings, people, unlisted, &words.people);
        let known_organizations = add_organizations(&mut spellings, organizations, &words.organizations);
        add_countries(&mut spellings, &words.renamed);
        for bloc in blocs() {
            let code = [bloc.code].into_iter().filter(|code| !code.contains('-'));
            for name in code.chain([bloc.name]).chain(bloc.aliases.iter().copied()) {
                spellings.add(name, Sense::Bloc(bloc));
            }
        }
        for site in sites() {
            for name in [&site.name].into_iter().chain(&site.aliases) {
                spellings.add(name, Sense::Site(site));
            }
        }

        let list = spellings.list;
        Self {
            by_first: by_first(&list),
            list,
            people: known_people,
            organizations: known_organizations,
            events,
        }
    }

    /// The names in a text, in order, none within another, each a word or several; of those that begin at one place the
    /// longest.
    pub fn find<'a>(&'a self, text: &str) -> Vec<Hit<'a>> {
        let mut hits = Vec::new();
        let mut start = 0;
        while let Some(rest) = text.get(start..).filter(|rest| !rest.is_empty()) {
            let word = first_word(rest);
            let Some((end, sense)) = self.longest(rest, word) else {
                start += word.len();
                continue;
            };
            hits.push(Hit {
                start,
                end: start + end,
                sense,
            });
            start += end;
        }
        hits
    }

    /// The longest name with which `rest` begins, and where it ends; `word` is its first word.
    fn longest(&self, rest: &str, word: &str) -> Option<(usize, &Sense)> {
        let spellings = self.by_first.get(word)?.iter();
        spellings
            .filter_map(|&at| self.list.get(at as usize))
            .find_map(|(spelling, sense)| {
                let behind = rest.strip_prefix(spelling.as_str())?.chars().next();
                // Not where it is a part of a longer word.
                (!behind.is_some_and(char::is_alphanumeric)).then_some((spelling.len(), sense))
            })
    }
}

/// The letters and digits with which a text begins, or the one character that is none.
fn first_word(text: &str) -> &str {
    let end = text.find(|c: char| !c.is_alphanumeric()).unwrap_or(text.len());
    let end = match end {
        0 => text.chars().next().map_or(0, char::len_utf8),
        end => end,
    };
    text.get(..end).unwrap_or(text)
}

fn by_first(list: &[(String, Sense)]) -> FxHashMap<Box<str>, Vec<u32>> {
    let mut by_first: FxHashMap<Box<str>, Vec<u32>> =
        FxHashMap::with_capacity_and_hasher(list.len(), rustc_hash::FxBuildHasher);
    for (at, (spelling, _)) in list.iter().enumerate() {
        let word = first_word(spelling);
        match by_first.get_mut(word) {
            Some(spellings) => spellings.push(at as u32),
            None => {
                by_first.insert(word.into(), vec![at as u32]);
            }
        }
    }
    for spellings in by_first.values_mut() {
        spellings.sort_by_key(|&at| {
            std::cmp::Reverse(list.get(at as usize).map_or(0, |(spelling, _)| spelling.len()))
        });
    }
    by_first
}

/// What the last column of a list of spellings means.
fn stands_for(text: &str) -> Sense {
    match (Code::from_alpha3(text), places::bloc(text)) {
        (Some(code), _) => Sense::Adjective(code),
        (None, Some(bloc)) => Sense::Bloc(bloc),
        (None, None) => Sense::Not,
    }
}

fn add_people(
    spellings: &mut Spellings,
    people: &[model::Person],
    unlisted: &[Box<str>],
    listed: &[super::words::PersonWords],
) -> Vec<KnownPerson> {
    let mut known = Vec::with_capacity(people.len() + unlisted.len());
    for person in people {
        for name in [&person.name].into_iter().chain(&person.aliases) {
            // One word may be a place, or another person.
            if name.contains(' ') {
                spellings.add(name, Sense::Person(known.len()));
            }
        }
        let offices = person.offices.iter();
        known.push(KnownPerson {
            name: person.name.clone(),
            country: person.country.as_ref().and_then(Term::known),
            offices: offices
                .map(|office| (crate::text::fold(&office.title), office.date.clone()))
                .collect(),
            head: false,
        });
    }
    for name in unlisted {
        spellings.add(name, Sense::Person(known.len()));
        known.push(KnownPerson {
            name: name.clone(),
            country: None,
            offices: Vec::new(),
            head: false,
        });
    }
    let by_name: FxHashMap<String, usize> = known
        .iter()
        .enumerate()
        .map(|(place, person)| (crate::text::fold(&person.name), place))
        .collect();
    for person in listed {
        let country = Code::from_alpha3(&person.country);
        // Another spelling of somebody of the collection leads to them.
        let place = by_name.get(&crate::text::fold(&person.name));
        let place = place.copied().unwrap_or(known.len());
        if place == known.len() {
            known.push(KnownPerson {
                name: person.name.as_str().into(),
                country,
                offices: Vec::new(),
                head: person.head,
            });
        } else if let Some(other) = known.get_mut(place) {
            other.country = other.country.or(country);
        }
        for name in [&person.name, &person.short] {
            spellings.add(name, Sense::Person(place));
        }
    }
    known
}

fn add_organizations(
    spellings: &mut Spellings,
    organizations: &[model::Organization],
    listed: &[super::words::OrganizationWords],
) -> Vec<KnownOrganization> {
    let mut known: Vec<KnownOrganization> = Vec::new();
    for organization in organizations {
        // A bloc is found as one.
        if places::bloc(&organization.name).is_some() || Code::from_alpha3(&organization.name).is_some() {
            continue;
        }
        let listed = listed.iter().find(|listed| listed.name == *organization.name);
        for name in [&organization.name].into_iter().chain(&organization.aliases) {
            spellings.add(name, Sense::Organization(known.len()));
        }
        known.push(KnownOrganization {
            name: organization.name.clone(),
            country: listed.and_then(|listed| Code::from_alpha3(&listed.country)),
        });
    }
    for organization in listed {
        if places::bloc(&organization.name).is_some() {
            continue;
        }
        // A spelling that the collection has leads to its name of it.
        let names = || [&organization.name].into_iter().chain(&organization.aliases);
        let place =
            names().find_map(
                |name| match spellings.known.get(name).and_then(|&at| spellings.list.get(at)) {
                    Some((_, Sense::Organization(index))) => Some(*index),
                    _ => None,
                },
            );
        for name in names() {
            spellings.add(name, Sense::Organization(place.unwrap_or(known.len())));
        }
        if place.is_none() {
            known.push(KnownOrganization {
                name: organization.name.as_str().into(),
                country: Code::from_alpha3(&organization.country),
            });
        }
    }
    known
}

fn add_countries(spellings: &mut Spellings, renamed: &FxHashSet<String>) {
    // Those that are first: a former state has the names that no living one has.
    let mut codes: Vec<Code> = Code::all().collect();
    codes.sort_by_key(|code| match code.country().kind {
        Kind::State => 0,
        Kind::PartiallyRecognised => 1,
        Kind::Territory => 2,
        Kind::Former => 3,
    });
    for name in ["Korea", "Korean", "Koreans", "Congo"] {
        // Two countries bear it, and an article that does not say which leaves it open.
        spellings.add(name, Sense::Not);
    }
    // What a former state was called leads to the one that it is now, where only the name is another.
    let now = |code: Code| {
        let next = code.country().successors.first().map(|next| next.country);
        next.filter(|_| renamed.contains(code.alpha3())).unwrap_or(code)
    };
    for &code in &codes {
        let country = code.country();
        let code = now(code);
        for name in [country.name, country.official]
            .into_iter()
            .chain(country.aliases.iter().copied())
        {
            spellings.add(name, Sense::Country(code));
        }
    }
    for &code in &codes {
        let country = code.country();
        let code = now(code);
        for name in [country.adjective, country.people] {
            spellings.add(name, Sense::Adjective(code));
        }
    }
    let mut by_name: FxHashMap<&str, &'static Site> = FxHashMap::default();
    for site in sites() {
        for name in [&site.name].into_iter().chain(&site.aliases) {
            by_name.entry(name).or_insert(site);
        }
    }
    for &code in codes.iter().filter(|code| now(**code) == **code) {
        let country = code.country();
        for name in [country.capital].into_iter().chain(country.seats.iter().copied()) {
            spellings.add_seat(name, code, by_name.get(name).copied());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<(String, String)> {
        let names = Names::new(&[], &[], &[], &ActorWords::built_in());
        let hits = names.find(text).into_iter();
        hits.map(|hit| {
            let sense = match hit.sense {
                Sense::Country(code) | Sense::Adjective(code) => code.alpha3().to_owned(),
                Sense::Seat(codes, _) => codes
                    .iter()
                    .map(|code| code.alpha3())
                    .collect::<Vec<_>>()
                    .join("/"),
                Sense::Bloc(bloc) => bloc.code.to_owned(),
                Sense::Organization(index) => names.organizations[*index].name.to_string(),
                Sense::Site(site) => site.name.clone(),
                other => format!("{other:?}"),
            };
            (text[hit.start..hit.end].to_owned(), sense)
        })
        .collect()
    }

    #[test]
    fn countries_by_name_adjective_people_and_seat() {
        let text = "North Korean troops left Pyongyang for the Kremlin; South Koreans and the White House watched Guinea-Bissau.";
        let found = found(text);
        let found: Vec<_> = found
            .iter()
            .map(|(text, sense)| (text.as_str(), sense.as_str()))
            .collect();
        assert_eq!(
            found,
            [
                ("North Korean", "PRK"),
                ("Pyongyang", "PRK"),
                ("Kremlin", "RUS/SUN"),
                ("South Koreans", "KOR"),
                ("White House", "USA"),
                ("Guinea-Bissau", "GNB"),
            ]
        );
    }

    #[test]
    fn a_part_of_a_word_is_no_name_and_some_phrases_are_none() {
        assert!(found("the Chinatown of Omansford Chadwick").is_empty());
        assert_eq!(found("Latin America")[0].1, "Not");
        assert_eq!(found("the Group of Seven (G7) and BRICS").len(), 3);
        assert_eq!(found("the UN Security Council met")[0].1, "UN Security Council");
    }
}
