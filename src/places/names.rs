//! What people call a country → its code.
//!
//! Codes, names, aliases, adjectives and nationalities count, without case, accents, punctuation and a leading
//! "the" (`U.S.A.`, `Cote d'Ivoire`, `the north koreans`). A capital or a seat is not a country. Of former
//! countries the two-letter code does not count: most have gone to another country since.

use std::{fmt::Write, sync::LazyLock};

use rustc_hash::FxHashMap;

use super::{Bloc, Code, Country, Kind, bloc, blocs, country::countries};
use crate::text::{self, fold};

/// What a name stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lookup {
    /// One country.
    Found(Code),
    /// One of several, and what to write instead: "write `North Korea` (PRK) or `South Korea` (KOR)".
    Ambiguous(&'static [Code], &'static str),
    /// Nothing known.
    Unknown,
}

/// What a name stands for where blocs count too.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Named {
    /// One country.
    Country(Code),
    /// A bloc of countries.
    Bloc(&'static Bloc),
    /// One of several countries, and what to write instead.
    Ambiguous(&'static [Code], &'static str),
    /// Nothing known.
    Unknown,
}

enum Meaning {
    One(Code),
    Several(Vec<Code>, String),
}

static INDEX: LazyLock<FxHashMap<String, Meaning>> = LazyLock::new(index);

/// The country that `text` names.
///
/// A name that two countries bear means the one that is meant far more often (`Burma` Myanmar, which takes in the
/// former one; `Guinea`, `China`), but `Korea` and `Congo` stay ambiguous.
///
/// ```
/// use annals::places::{Lookup, lookup};
///
/// let Lookup::Found(code) = lookup("north korea") else { panic!() };
/// assert_eq!((code.alpha3(), code.name()), ("PRK", "North Korea"));
/// assert_eq!(lookup("DPRK"), lookup("kp"));
///
/// let Lookup::Ambiguous(codes, instead) = lookup("Korea") else { panic!() };
/// assert_eq!(codes.len(), 2);
/// assert_eq!(instead, "write `North Korea` (PRK) or `South Korea` (KOR)");
/// assert_eq!(lookup("Atlantis"), Lookup::Unknown);
/// ```
pub fn lookup(text: &str) -> Lookup {
    // Most texts are alpha-3 codes; no name of another country looks like one.
    if let Some(code) = Code::from_alpha3(text.trim()) {
        return Lookup::Found(code);
    }
    match INDEX.get(&key(text)) {
        Some(Meaning::One(code)) => Lookup::Found(*code),
        Some(Meaning::Several(codes, help)) => Lookup::Ambiguous(codes, help),
        None => Lookup::Unknown,
    }
}

/// The country or bloc that `text` names.
///
/// A bloc goes before a two-letter code (`AU` is the African Union, `EC` the European Community), the name of a
/// country before a bloc (`Guam`).
pub fn named(text: &str) -> Named {
    let as_bloc = || bloc(text).map(Named::Bloc);
    match lookup(text) {
        Lookup::Found(code) if key(text).len() == 2 => as_bloc().unwrap_or(Named::Country(code)),
        Lookup::Found(code) => Named::Country(code),
        Lookup::Ambiguous(codes, help) => Named::Ambiguous(codes, help),
        Lookup::Unknown => as_bloc().unwrap_or(Named::Unknown),
    }
}

/// Every text that [`lookup`] takes for this country, as written: codes first, then the name, the official name,
/// aliases, adjective and nationality. What means another country, or none, is left out.
pub fn names(code: Code) -> impl Iterator<Item = &'static str> {
    let country = code.country();
    candidates(country).filter(move |name| lookup(name) == Lookup::Found(code))
}

/// The known name of a country or bloc that `text` may be a slip of: see [`text::nearest`]. Names of countries go
/// before those of blocs, whose codes are so short that one of them is near to most words. What is returned may
/// be a name of several countries (`Korea`).
pub fn nearest(text: &str) -> Option<&'static str> {
    let blocs = blocs().iter().flat_map(|bloc| {
        // The code last: it is often the name in capitals, which reads worse.
        [bloc.name]
            .into_iter()
            .chain(bloc.aliases.iter().copied())
            .chain([bloc.code])
            .filter(|name| !name.is_empty())
    });
    text::nearest(text, written()).or_else(|| text::nearest(text, blocs))
}

/// The name of a country that `text` surely is a slip of: [`nearest`], when it is the name of one country and no name
/// of another is equally near. Words of less than four letters are near to too many codes.
pub fn nearest_alone(text: &str) -> Option<&'static str> {
    const SHORTEST: usize = 4;
    let word = fold(text);
    let near = text::nearest(text, written()).filter(|_| word.chars().count() >= SHORTEST)?;
    let Lookup::Found(code) = lookup(near) else {
        return None;
    };
    let distance = |name: &str| strsim::damerau_levenshtein(&word, &fold(name));
    let least = distance(near);
    written()
        .filter(|name| distance(name) <= least)
        .all(|name| matches!(lookup(name), Lookup::Found(other) if other == code))
        .then_some(near)
}

/// All names of countries that people write, those of several among them first.
fn written() -> impl Iterator<Item = &'static str> {
    let table = countries();
    let ambiguous = table.ambiguous.iter().map(|(name, _)| *name);
    ambiguous.chain(table.all.iter().flat_map(|country| {
        [country.name, country.official, country.adjective]
            .into_iter()
            .chain(country.aliases.iter().copied())
            .filter(|name| !name.is_empty())
    }))
}

/// A name as it is compared: folded, letters and digits only, without a leading "the"; `&` is "and", `+` "plus".
pub(super) fn key(name: &str) -> String {
    let folded = fold(name);
    let plain = match folded.trim_start().split_once(char::is_whitespace) {
        Some(("the", rest)) => rest,
        _ => &folded,
    };
    let mut key = String::with_capacity(plain.len());
    for c in plain.chars() {
        match c {
            '&' => key.push_str("and"),
            '+' => key.push_str("plus"),
            c if c.is_alphanumeric() => key.push(c),
            _ => {}
        }
    }
    key
}

fn candidates(country: &'static Country) -> impl Iterator<Item = &'static str> {
    let alpha2 = if country.kind == Kind::Former {
        ""
    } else {
        country.alpha2
    };
    let official = if country.official == country.name {
        ""
    } else {
        country.official
    };
    [country.alpha3, alpha2, country.name, official]
        .into_iter()
        .chain(country.aliases.iter().copied())
        .chain([country.adjective, country.people])
        .filter(|name| !name.is_empty())
}

fn index() -> FxHashMap<String, Meaning> {
    let table = countries();
    let mut index = FxHashMap::with_capacity_and_hasher(8 * table.all.len(), rustc_hash::FxBuildHasher);
    for country in &table.all {
        for name in candidates(country) {
            index.insert(key(name), Meaning::One(country.code));
        }
    }
    for (name, code) in &table.preferred {
        index.insert(key(name), Meaning::One(*code));
    }
    for (name, codes) in &table.ambiguous {
        index.insert(key(name), Meaning::Several(codes.clone(), help(codes)));
    }
    index
}

fn help(codes: &[Code]) -> String {
    let mut help = String::from("write ");
    for (index, code) in codes.iter().enumerate() {
        let between = if index == 0 { "" } else { " or " };
        // Writing to a string cannot fail.
        let _ = write!(help, "{between}`{}` ({})", code.name(), code.alpha3());
    }
    help
}
