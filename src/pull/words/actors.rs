//! Offices, organizations and spellings that need care: `data/pull/actors.toml`.

use std::collections::BTreeMap;

use rustc_hash::FxHashSet;
use serde::Deserialize;

use super::WordsError;

const BUILT_IN: &str = include_str!("../../../data/pull/actors.toml");
const PEOPLE: &str = include_str!("../../../data/pull/people.toml");
const ORGANIZATIONS: &str = include_str!("../../../data/pull/organizations.toml");

/// All of the tables, those of the built-in file and those that a user adds.
#[derive(Clone, Debug, Default)]
pub struct ActorWords {
    /// Words of an office, folded; heads of state and government among them.
    pub offices: FxHashSet<String>,
    /// Those of heads of state and government.
    pub heads: FxHashSet<String>,
    /// "Mr", without a full stop.
    pub titles: FxHashSet<String>,
    /// Words that may stand before an office.
    pub former: FxHashSet<String>,
    /// Small words inside names.
    pub particles: FxHashSet<String>,
    /// Alpha-3 codes of countries whose people are called by the first word of their name.
    pub surname_first: FxHashSet<String>,
    /// Words that begin a sentence in capitals and no name.
    pub small: FxHashSet<String>,
    /// Blocs that are no bodies of their own, but a way to name their members.
    pub groups: FxHashSet<String>,
    /// Organizations.
    pub organizations: Vec<OrganizationWords>,
    /// Last words of names of organizations.
    pub organs: FxHashSet<String>,
    /// Phrases that are none of what a part of them is.
    pub not: Vec<String>,
    /// Spelling, and what it stands for: a code, a bloc or nothing.
    pub metonyms: Vec<(String, String)>,
    /// The same, only beside one of these.
    pub when: Vec<(String, String, Vec<String>)>,
    /// Events that bear a name.
    pub events: Vec<NamedEvent>,
    /// People of whom the papers wrote.
    pub people: Vec<PersonWords>,
    /// Codes of former states that are older names of one that lives: no name leads to them.
    pub renamed: FxHashSet<String>,
}

/// A person who is known without an article saying who it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PersonWords {
    /// The spelling shown.
    pub name: String,
    /// The short name, where that alone means them; empty otherwise.
    pub short: String,
    /// Alpha-3 of the state that they served; empty where it was none.
    pub country: String,
    /// Whether they were head of state or government.
    pub head: bool,
}

/// An organization.
#[derive(Clone, Debug, Deserialize, PartialEq, Eq)]
#[serde(deny_unknown_fields)]
pub struct OrganizationWords {
    /// The spelling shown.
    pub name: String,
    /// Other spellings.
    #[serde(default)]
    pub aliases: Vec<String>,
    /// Alpha-3 of the state of which it is an organ; empty otherwise.
    #[serde(default)]
    pub country: String,
}

/// An event that everybody calls by a name.
#[derive(Clone, Debug, Deserialize, PartialEq, Eq)]
#[serde(deny_unknown_fields)]
pub struct NamedEvent {
    /// The names.
    pub words: Vec<String>,
    /// EDTF.
    pub date: String,
    /// A word of the vocabulary.
    pub category: String,
    /// Alpha-3 codes.
    #[serde(default)]
    pub countries: Vec<String>,
    /// What a draft of it is called.
    pub title: String,
    /// What a draft of its beginning is called; empty where that is "… begins".
    #[serde(default)]
    pub begins: String,
    /// What kind of event its beginning is; empty where it is that of the whole.
    #[serde(default)]
    pub begins_category: String,
}

/// The tables as they are written.
#[derive(Deserialize)]
struct Tables {
    #[serde(default)]
    heads: Vec<String>,
    #[serde(default)]
    offices: Vec<String>,
    #[serde(default)]
    titles: Vec<String>,
    #[serde(default)]
    former: Vec<String>,
    #[serde(default)]
    particles: Vec<String>,
    #[serde(default)]
    surname_first: Vec<String>,
    #[serde(default)]
    small: Vec<String>,
    #[serde(default)]
    groups: Vec<String>,
    #[serde(default)]
    organizations: Vec<OrganizationWords>,
    #[serde(default)]
    organs: Vec<String>,
    #[serde(default)]
    not: Vec<String>,
    #[serde(default)]
    metonyms: Vec<Metonym>,
    #[serde(default)]
    when: Vec<When>,
    #[serde(default)]
    events: Vec<NamedEvent>,
    #[serde(default)]
    renamed: Vec<String>,
    /// People by country, in the short form "Name|short".
    #[serde(default)]
    leaders: BTreeMap<String, Vec<String>>,
    #[serde(default)]
    figures: BTreeMap<String, Vec<String>>,
    /// Organizations by country, in the short form "Name|another".
    #[serde(default)]
    of: BTreeMap<String, Vec<String>>,
    /// People and organizations of no country.
    #[serde(default)]
    bodies: BTreeMap<String, Vec<String>>,
}

/// The people of one list.
fn people(list: &BTreeMap<String, Vec<String>>, head: bool) -> impl Iterator<Item = PersonWords> {
    list.iter().flat_map(move |(country, people)| {
        people.iter().map(move |text| {
            let (name, short) = text.split_once('|').unwrap_or((text, ""));
            PersonWords {
                name: name.to_owned(),
                short: short.to_owned(),
                country: if country == "people" {
                    String::new()
                } else {
                    country.clone()
                },
                head,
            }
        })
    })
}

/// The organizations of one list.
fn organizations(list: &BTreeMap<String, Vec<String>>) -> impl Iterator<Item = OrganizationWords> {
    list.iter().flat_map(|(country, organizations)| {
        organizations.iter().map(move |text| {
            let mut names = text.split('|').map(str::to_owned);
            OrganizationWords {
                name: names.next().unwrap_or_default(),
                aliases: names.collect(),
                country: if country == "bodies" {
                    String::new()
                } else {
                    country.clone()
                },
            }
        })
    })
}

#[derive(Deserialize)]
struct Metonym {
    word: String,
    stands: String,
}

#[derive(Deserialize)]
struct When {
    word: String,
    stands: String,
    near: Vec<String>,
}

impl ActorWords {
    /// The words that are built in.
    pub fn built_in() -> Self {
        let mut words = Self::default();
        // The tests see to it that the built-in file is without fault.
        for file in [BUILT_IN, PEOPLE, ORGANIZATIONS] {
            let _ = words.add(file);
        }
        words
    }

    /// Adds the words of another file of the same tables.
    ///
    /// # Errors
    /// Where it is not TOML of that shape; nothing is added then.
    pub fn add(&mut self, toml: &str) -> Result<(), WordsError> {
        let tables: Tables = toml::from_str(toml).map_err(|error| WordsError::Syntax(error.to_string()))?;
        self.offices.extend(tables.heads.iter().cloned());
        self.heads.extend(tables.heads);
        self.offices.extend(tables.offices);
        self.titles.extend(tables.titles);
        self.former.extend(tables.former);
        self.particles.extend(tables.particles);
        self.surname_first.extend(tables.surname_first);
        self.small.extend(tables.small);
        self.groups.extend(tables.groups);
        self.organizations.extend(tables.organizations);
        self.organs.extend(tables.organs);
        self.not.extend(tables.not);
        let metonyms = tables.metonyms.into_iter();
        self.metonyms
            .extend(metonyms.map(|metonym| (metonym.word, metonym.stands)));
        let when = tables.when.into_iter();
        self.when
            .extend(when.map(|when| (when.word, when.stands, when.near)));
        self.events.extend(tables.events);
        self.renamed.extend(tables.renamed);
        self.people.extend(people(&tables.leaders, true));
        self.people.extend(people(&tables.figures, false));
        let (bodies, nobodies) = tables.bodies.into_iter().partition(|(list, _)| list == "bodies");
        self.people.extend(people(&nobodies, false));
        self.organizations.extend(organizations(&tables.of));
        self.organizations.extend(organizations(&bodies));
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{dates::Edtf, model::Category, places};

    #[test]
    fn the_built_in_file_is_without_fault() {
        let mut words = ActorWords::default();
        for file in [BUILT_IN, PEOPLE, ORGANIZATIONS] {
            assert_eq!(words.add(file), Ok(()));
        }
        for person in &words.people {
            let known = person.country.is_empty() || places::Code::from_alpha3(&person.country).is_some();
            assert!(known, "{}", person.name);
        }
        assert!(words.heads.is_subset(&words.offices));
        for event in &words.events {
            assert!(Edtf::parse(&event.date).is_ok(), "{}", event.title);
            assert!(Category::from_word(&event.category).is_some(), "{}", event.title);
            assert!(
                event
                    .countries
                    .iter()
                    .all(|code| places::Code::from_alpha3(code).is_some())
            );
        }
        let stands = words.metonyms.iter().map(|(_, stands)| stands);
        for stands in stands.chain(words.when.iter().map(|(_, stands, _)| stands)) {
            let known = stands.is_empty()
                || places::Code::from_alpha3(stands).is_some()
                || places::bloc(stands).is_some();
            assert!(known, "{stands}");
        }
        for organization in &words.organizations {
            assert!(
                organization.country.is_empty() || places::Code::from_alpha3(&organization.country).is_some(),
                "{}",
                organization.name
            );
        }
    }
}
