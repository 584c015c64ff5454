//! The keys of a query, one table: parser, planner, completion and the manual (`docs/queries.md`) read this.

use crate::text;

/// A key of a query: what stands before the colon.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[allow(missing_docs)]
pub enum Key {
    Country,
    Category,
    Status,
    Tag,
    Person,
    Organization,
    Place,
    Source,
    Publisher,
    Since,
    Until,
    On,
    Year,
    Day,
    During,
    Overlaps,
    Before,
    After,
    Known,
    Actor,
    Claims,
    Denies,
    Related,
    Precision,
    Is,
    Has,
}

/// What the values of a key are, and with that what completes them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ValueKind {
    /// A country by any name or code, or a bloc.
    Country,
    /// A word of [`crate::model::Category`].
    Category,
    /// A word of [`crate::model::Status`].
    Status,
    /// A tag.
    Tag,
    /// A person's name.
    Person,
    /// An organization's name.
    Organization,
    /// The name of a place, or a country.
    Place,
    /// A source's id or title.
    Source,
    /// A publisher.
    Publisher,
    /// A date.
    Date,
    /// A year.
    Year,
    /// A month and a day.
    MonthDay,
    /// A date or the id of an event.
    DateOrEvent,
    /// The id of an event.
    Event,
    /// A country that acts, `>`, a country that is acted on.
    Actor,
    /// A country, or the name of a person or organization.
    Claimant,
    /// How precisely a date is known.
    Precision,
    /// A word of [`super::Is`].
    Is,
    /// A word of [`super::Has`].
    Has,
}

/// How many values a key takes, and how they are joined.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Shape {
    /// One; commas and plus signs are part of it (`[2000,2001]`).
    One,
    /// `a,b`: any of these. An event has only one, so `+` is a mistake.
    Any,
    /// `a,b+c`: `a`, or both `b` and `c`.
    AnyAll,
    /// `a,b>c`: from any of the first to any of the second.
    Pair,
}

/// A row of the table of keys.
#[derive(Debug)]
pub struct Field {
    /// Which one.
    pub key: Key,
    /// As written and printed.
    pub name: &'static str,
    /// What may be written instead.
    pub aliases: &'static [&'static str],
    /// One line for people.
    pub help: &'static str,
    /// A term of this key.
    pub example: &'static str,
    /// What its values are.
    pub kind: ValueKind,
    /// How they are joined.
    pub shape: Shape,
    /// Whether `certainly:` may stand before it.
    pub certain: bool,
}

/// The prefix that asks for what must be so, where a date leaves it open.
pub const CERTAINLY: &str = "certainly";

macro_rules! fields {
    ($($key:ident $name:literal [$($alias:literal),*] $kind:ident $shape:ident $certain:literal $help:literal $example:literal;)*) => {
        /// Every key, in the order of the manual and of [`Key`].
        pub static FIELDS: &[Field] = &[$(Field {
            key: Key::$key,
            name: $name,
            aliases: &[$($alias),*],
            help: $help,
            example: $example,
            kind: ValueKind::$kind,
            shape: Shape::$shape,
            certain: $certain,
        }),*];
    };
}

fields! {
    Country "country" ["c", "countries"] Country AnyAll false
        "a country involved, by any name or code, with its predecessor states, or any member of a bloc" "country:RUS+PRK";
    Category "category" ["cat"] Category Any false
        "what kind of event" "category:treaty,agreement";
    Status "status" ["s"] Status Any false
        "whether it happened" "status:planned";
    Tag "tag" ["t", "tags"] Tag AnyAll false
        "a tag" "tag:arms";
    Person "person" ["p", "people"] Person AnyAll false
        "a person involved" "person:kim";
    Organization "org" ["o", "organization", "organisation"] Organization AnyAll false
        "an organization involved, by its name" "org:g7";
    Place "place" ["location"] Place AnyAll false
        "where it took place: a place's name, or a country" "place:moscow";
    Source "source" ["src"] Source AnyAll false
        "a source that it is from, by id or title" "source:preview";
    Publisher "publisher" ["pub"] Publisher AnyAll false
        "who published a source of it" "publisher:tass";
    Since "since" ["from"] Date One true
        "on the first day of that date or later" "since:2000";
    Until "until" ["to"] Date One true
        "on the last day of that date or earlier" "until:2001-08";
    On "on" ["date"] Date One true
        "on some day of that date" "on:2023-09";
    Year "year" ["y"] Year AnyAll true
        "in that year, or decade (196X)" "year:1961";
    Day "day" [] MonthDay AnyAll false
        "on that month and day, in any year" "day:06-18";
    During "during" [] DateOrEvent One true
        "wholly within a stretch of time, or within another event" "during:2022-02-24/..";
    Overlaps "overlaps" ["overlap"] DateOrEvent One true
        "at least one day in common with a stretch of time, or with another event" "overlaps:1950-06-25/1953-07-27";
    Before "before" [] DateOrEvent One true
        "over before the first day of a stretch of time, or of another event" "before:1945-05-08";
    After "after" [] DateOrEvent One true
        "begun after the last day of a stretch of time, or of another event" "after:1945-05-08";
    Known "known" [] Date One false
        "has a source published by then: what could be known" "known:2024-06-17";
    Actor "actor" [] Actor Pair false
        "who acts > who is acted on; either side may be left out" "actor:RUS>PRK";
    Claims "claims" ["asserts"] Claimant AnyAll false
        "who says so: a country, a person or an organization" "claims:USA";
    Denies "denies" [] Claimant AnyAll false
        "who denies it: a country, a person or an organization" "denies:RUS";
    Related "related" ["rel"] Event AnyAll false
        "an event, by id, and all that relations reach from it" "related:putin-dprk-visit-2024";
    Precision "precision" [] Precision Any false
        "how precisely its date is known" "precision:year";
    Is "is" [] Is AnyAll false
        "a quality of the record" "is:approximate";
    Has "has" [] Has AnyAll false
        "a part of the record" "has:claims";
}

impl Key {
    /// Its row of the table.
    pub fn field(self) -> &'static Field {
        &FIELDS[self as usize]
    }

    /// As written and printed.
    pub fn name(self) -> &'static str {
        self.field().name
    }

    /// The key of that name or alias, case aside.
    pub fn from_name(name: &str) -> Option<Self> {
        FIELDS
            .iter()
            .find(|field| {
                std::iter::once(&field.name)
                    .chain(field.aliases)
                    .any(|known| known.eq_ignore_ascii_case(name))
            })
            .map(|field| field.key)
    }

    /// The name of the key that `name` was probably meant to be.
    pub(super) fn nearest(name: &str) -> Option<&'static str> {
        let long = |name: &&str| name.len() > 2;
        let near = text::nearest(
            name,
            FIELDS
                .iter()
                .flat_map(|field| std::iter::once(field.name).chain(field.aliases.iter().copied()))
                .chain([CERTAINLY])
                .filter(long),
        )?;
        Some(Self::from_name(near).map_or(near, Self::name))
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn the_table_is_in_the_order_of_the_keys_and_no_name_stands_twice() {
        let mut names = HashSet::from([CERTAINLY]);
        for (index, field) in FIELDS.iter().enumerate() {
            assert_eq!(field.key as usize, index, "{}", field.name);
            for name in std::iter::once(&field.name).chain(field.aliases) {
                assert!(names.insert(name), "{name} twice");
                assert_eq!(Key::from_name(&name.to_uppercase()), Some(field.key));
            }
            assert!(
                !field.help.is_empty() && !field.help.ends_with('.'),
                "{}",
                field.name
            );
            assert!(
                field.example.starts_with(&format!("{}:", field.name)),
                "{}",
                field.example
            );
        }
    }

    #[test]
    fn every_example_is_a_query_of_its_key() {
        for field in FIELDS {
            let ast = crate::query::parse(field.example).unwrap_or_else(|errors| panic!("{errors:?}"));
            assert!(
                matches!(&ast.root, Some(crate::query::Node::Field { key, .. }) if *key == field.key),
                "{}",
                field.example
            );
        }
    }

    #[test]
    fn a_key_is_guessed() {
        assert_eq!(Key::nearest("contry"), Some("country"));
        assert_eq!(Key::nearest("organizaton"), Some("org"));
        assert_eq!(Key::nearest("certainy"), Some("certainly"));
        assert_eq!(Key::nearest("xyzzy"), None);
    }
}
