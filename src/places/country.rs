//! The table of countries, territories and former states, read from `data/countries.toml` when first asked.

use std::sync::LazyLock;

use super::{
    Code,
    days::days,
    table::{Line, Value, lines, sections},
};
use crate::dates::{Day, Interval};

/// `data/countries.toml`.
pub(super) const TABLE: &str = include_str!("../../data/countries.toml");

/// What a country is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Kind {
    /// A member of the United Nations, or the Vatican.
    State,
    /// Recognised by some: Kosovo, Palestine, Taiwan, Western Sahara.
    PartiallyRecognised,
    /// A territory with a code of its own.
    Territory,
    /// A state or territory that is gone or has got another code, of ISO 3166-3.
    Former,
}

/// A state that came before or after another one, and since when.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Succession {
    /// The other one.
    pub country: Code,
    /// The day on which the later one of the two began; all days of the year or month where only that is known.
    pub since: Interval,
}

/// A country, territory or former state.
#[derive(Clone, Debug, PartialEq)]
pub struct Country {
    /// Its code.
    pub code: Code,
    /// ISO 3166-1 alpha-3, or the former one of ISO 3166-3; `XKX` for Kosovo.
    pub alpha3: &'static str,
    /// ISO 3166-1 alpha-2, or the former one, which may have gone to another country since; `XK` for Kosovo.
    pub alpha2: &'static str,
    /// ISO 3166-1 numeric, written with three digits; Kosovo and some former ones have none.
    pub numeric: Option<u16>,
    /// The short name that newspapers use: `North Korea`.
    pub name: &'static str,
    /// The long name: `Democratic People's Republic of Korea`.
    pub official: &'static str,
    /// Other names, older names and abbreviations of it: `DPRK`.
    pub aliases: Vec<&'static str>,
    /// `North Korean`; empty where none is used.
    pub adjective: &'static str,
    /// `North Koreans`; empty where none is used.
    pub people: &'static str,
    /// Seat of its government; empty where there is none.
    pub capital: &'static str,
    /// Further places and houses that stand for its government: `Kremlin`, `The Hague`.
    pub seats: Vec<&'static str>,
    /// Latitude and longitude in degrees of a point well inside, for a label.
    pub point: (f64, f64),
    /// First day of the state; `None` for old states, most territories, and where none was meant.
    pub valid_from: Option<Day>,
    /// Last day of the state; `None` while it lasts.
    pub valid_until: Option<Day>,
    /// What it is.
    pub kind: Kind,
    /// States that it came out of (former ones), or from which it became independent (living ones).
    pub predecessors: Vec<Succession>,
    /// States that came out of it, when it is a former one.
    pub successors: Vec<Succession>,
    /// What else should be known: renaming, occupation.
    pub note: &'static str,
}

/// The table, and what it says of names that several countries bear.
pub(super) struct Countries {
    /// Sorted by alpha-3.
    pub(super) all: Vec<Country>,
    /// Names that are never taken for one country.
    pub(super) ambiguous: Vec<(&'static str, Vec<Code>)>,
    /// Names that several bear, with the one that is meant.
    pub(super) preferred: Vec<(&'static str, Code)>,
}

/// The alpha-3 codes: the sections of three capitals, sorted. They are read alone, before the table: what most
/// events need is there in a fifth of its time.
static CODES: LazyLock<Vec<[u8; 3]>> = LazyLock::new(|| sections(TABLE).filter_map(capitals).collect());

static COUNTRIES: LazyLock<Countries> = LazyLock::new(read);

/// The table.
pub(super) fn countries() -> &'static Countries {
    &COUNTRIES
}

/// The alpha-3 codes, sorted.
pub(super) fn codes() -> &'static [[u8; 3]] {
    &CODES
}

/// The code of these capitals.
pub(super) fn code(alpha3: [u8; 3]) -> Option<Code> {
    CODES.binary_search(&alpha3).ok().map(|index| Code(index as u16))
}

/// Reads the table. Entries of unknown codes are left out; the tests see to it that there is none.
fn read() -> Countries {
    let code = |name: &str| capitals(name).and_then(code);
    let successions = |value: Value| {
        value
            .list()
            .filter_map(|item| {
                let (alpha3, since) = item.split_once(':')?;
                Some(Succession {
                    country: code(alpha3)?,
                    since: days(since)?,
                })
            })
            .collect()
    };

    let mut table = Countries {
        all: Vec::with_capacity(CODES.len()),
        ambiguous: Vec::new(),
        preferred: Vec::new(),
    };
    let mut section = "";
    for line in lines(TABLE) {
        match line {
            Line::Section(name) => {
                section = name;
                if let Some(code) = code(name) {
                    table.all.push(nameless(code, name));
                }
            }
            Line::Entry(name, value) if section == "ambiguous" => {
                table
                    .ambiguous
                    .push((name, value.list().filter_map(code).collect()));
            }
            Line::Entry(name, value) if section == "preferred" => {
                table
                    .preferred
                    .extend(code(value.text()).map(|code| (name, code)));
            }
            Line::Entry(key, value) => {
                let Some(country) = table.all.last_mut() else {
                    continue;
                };
                match key {
                    "alpha2" => country.alpha2 = value.text(),
                    "numeric" => country.numeric = value.text().parse().ok(),
                    "name" => {
                        country.name = value.text();
                        country.official = value.text();
                    }
                    "official" => country.official = value.text(),
                    "aliases" => country.aliases = value.list().collect(),
                    "adjective" => country.adjective = value.text(),
                    "people" => country.people = value.text(),
                    "capital" => country.capital = value.text(),
                    "seats" => country.seats = value.list().collect(),
                    "lat" => country.point.0 = value.text().parse().unwrap_or_default(),
                    "lon" => country.point.1 = value.text().parse().unwrap_or_default(),
                    "kind" => country.kind = kind(value.text()),
                    "from" => country.valid_from = days(value.text()).map(|days| days.earliest),
                    "until" => country.valid_until = days(value.text()).map(|days| days.latest),
                    "predecessors" => country.predecessors = successions(value),
                    "successors" => country.successors = successions(value),
                    "note" => country.note = value.text(),
                    _ => {}
                }
            }
        }
    }
    table
}

/// `name` as an alpha-3 code, if it has the shape of one.
fn capitals(name: &str) -> Option<[u8; 3]> {
    let alpha3: [u8; 3] = name.as_bytes().try_into().ok()?;
    alpha3.iter().all(u8::is_ascii_uppercase).then_some(alpha3)
}

fn kind(word: &str) -> Kind {
    match word {
        "territory" => Kind::Territory,
        "former" => Kind::Former,
        "partially-recognised" => Kind::PartiallyRecognised,
        _ => Kind::State,
    }
}

fn nameless(code: Code, alpha3: &'static str) -> Country {
    Country {
        code,
        alpha3,
        alpha2: "",
        numeric: None,
        name: "",
        official: "",
        aliases: Vec::new(),
        adjective: "",
        people: "",
        capital: "",
        seats: Vec::new(),
        point: (0.0, 0.0),
        valid_from: None,
        valid_until: None,
        kind: Kind::State,
        predecessors: Vec::new(),
        successors: Vec::new(),
        note: "",
    }
}
