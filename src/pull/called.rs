//! What the sides and the place of an event are called in titles.

use super::{
    knowledge::Knowledge,
    people::Cast,
    scan::{Para, Who},
    story::{Happening, Party},
};

/// Names of one side at the most; "and others" for the rest.
const MOST_NAMES: usize = 3;

/// The names of one side as headlines write them.
pub(super) fn names(parties: &[Party], cast: &Cast) -> String {
    let names: Vec<&str> = parties
        .iter()
        .map(|party| match party {
            Party::Country(code) => code.name(),
            Party::Person(person) => cast.people.get(*person).map_or("", |person| &*person.short),
            Party::Organization(name, _) => name,
            Party::Bloc(bloc) if bloc.code.contains('-') || bloc.code.len() > 7 => bloc.name,
            Party::Bloc(bloc) => bloc.code,
        })
        .filter(|name| !name.is_empty())
        .collect();
    match names.as_slice() {
        [] => String::new(),
        [one] => (*one).to_owned(),
        [first @ .., last] if names.len() <= MOST_NAMES => format!("{} and {last}", first.join(", ")),
        [first, second, ..] => format!("{first}, {second} and others"),
    }
}

/// The place, where the names do not say it.
pub(super) fn place(happening: &Happening, para: &Para<'_>, one: &str, other: &str) -> String {
    let places = happening
        .raw
        .places
        .iter()
        .filter_map(|&place| para.mentions.get(place));
    let mut names = places.filter_map(|mention| match (&mention.who, mention.site) {
        (_, Some(site)) => Some(site.name.clone()),
        (Who::Country(code), None) => Some(code.name().to_owned()),
        _ => None,
    });
    names
        .find(|name| !one.contains(name.as_str()) && !other.contains(name.as_str()))
        .unwrap_or_default()
}

pub(super) fn in_place(place: &str) -> String {
    if place.is_empty() {
        String::new()
    } else {
        format!(" in {place}")
    }
}

/// The same, and a long name of an organization as the text writes it, where that is shorter: "Kremlin".
pub(super) fn as_written(parties: &[Party], cast: &Cast, para: &Para<'_>, knowledge: &Knowledge) -> String {
    const LONG: usize = 24;
    let mut said = names(parties, cast);
    for party in parties {
        let Party::Organization(name, _) = party else {
            continue;
        };
        let written = para.mentions.iter().find_map(|mention| match mention.who {
            Who::Organization(index) => {
                let known = knowledge.names.organizations.get(index)?;
                (known.name == *name).then(|| para.written(mention.tokens.clone()))
            }
            _ => None,
        });
        if let Some(written) =
            written.filter(|written| name.chars().count() > LONG && written.len() < name.len())
        {
            said = said.replace(&**name, written);
        }
    }
    said
}
