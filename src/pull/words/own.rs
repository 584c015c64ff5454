//! Files of words that a user adds to the built-in ones: each fault at its place, with what would be right.
//!
//! The built-in files are read with the same tables, and a test holds them to be without fault.

use std::{borrow::Cow, ops::Range, sync::LazyLock};

use toml::{
    Spanned,
    de::{DeArray, DeTable, DeValue},
};

use super::{lexicon, lexicon::Does};
use crate::{
    dates::Edtf,
    model::Category,
    places::{self, Code},
    text::nearest,
};

/// A fault in a file of words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WordsFault {
    /// Where, in bytes of the file.
    pub span: Range<usize>,
    /// What is wrong, a sentence.
    pub message: String,
    /// What would be right.
    pub help: Option<String>,
}

/// What the value of a key is.
#[derive(Clone, Copy)]
enum Is {
    Text,
    Texts,
    Flag,
    Category,
    Country,
    Countries,
    /// A country, a bloc, or nothing at all.
    Stands,
    Date,
    /// One of [`NEEDS`].
    Needs,
    Does,
    /// Groups of things, with the category of each.
    With,
    /// One of them.
    Group,
}

/// What a table holds.
enum Shape {
    /// A list of words.
    Words,
    /// A list of codes of countries.
    Codes,
    /// Lists with names, which are those of the built-in file (`known`) or new ones (`open`).
    Lists {
        known: fn() -> &'static [String],
        open: bool,
    },
    /// Lists of words by what they tell.
    ByCategory,
    /// Lists of names by the country that they belong to.
    ByCountry,
    /// Entries with these keys; those that must be there have a `true`.
    Entries(&'static [(&'static str, Is, bool)]),
}

/// What must stand behind a verb, or be its subject, for it to tell its event.
const NEEDS: [&str; 4] = ["place", "actor", "ground", "stronghold"];
const VERB: &[(&str, Is, bool)] = &[
    ("word", Is::Text, true),
    ("forms", Is::Texts, false),
    ("category", Is::Category, false),
    ("plover", Is::Text, false),
    ("before", Is::Text, false),
    ("needs", Is::Needs, false),
    ("carries", Is::Flag, false),
    ("with", Is::With, false),
    ("at", Is::Category, false),
    ("only", Is::Flag, false),
    ("does", Is::Does, false),
    ("both", Is::Flag, false),
    ("title", Is::Text, false),
    ("strict", Is::Flag, false),
    ("weak", Is::Flag, false),
];
const HINT: &[(&str, Is, bool)] = &[("things", Is::Group, true), ("category", Is::Category, true)];
const NOUN: &[(&str, Is, bool)] = &[
    ("word", Is::Text, true),
    ("plural", Is::Text, false),
    ("category", Is::Category, true),
    ("plover", Is::Text, false),
    ("both", Is::Flag, false),
    ("alone", Is::Flag, false),
];
const ORGANIZATION: &[(&str, Is, bool)] = &[
    ("name", Is::Text, true),
    ("aliases", Is::Texts, false),
    ("country", Is::Country, false),
];
const METONYM: &[(&str, Is, bool)] = &[("word", Is::Text, true), ("stands", Is::Stands, true)];
const WHEN: &[(&str, Is, bool)] = &[
    ("word", Is::Text, true),
    ("stands", Is::Stands, true),
    ("near", Is::Texts, true),
];
const EVENT: &[(&str, Is, bool)] = &[
    ("words", Is::Texts, true),
    ("date", Is::Date, true),
    ("category", Is::Category, true),
    ("countries", Is::Countries, false),
    ("title", Is::Text, true),
    ("begins", Is::Text, false),
    ("begins_category", Is::Category, false),
];

/// Every table that such a file may hold.
const TABLES: &[(&str, Shape)] = &[
    ("verbs", Shape::Entries(VERB)),
    ("nouns", Shape::Entries(NOUN)),
    (
        "things",
        Shape::Lists {
            known: things,
            open: true,
        },
    ),
    (
        "grammar",
        Shape::Lists {
            known: grammar,
            open: false,
        },
    ),
    ("hints", Shape::Entries(HINT)),
    ("short", Shape::ByCategory),
    ("needing", Shape::ByCategory),
    ("weak", Shape::ByCategory),
    ("nouns_short", Shape::ByCategory),
    ("nouns_bound", Shape::ByCategory),
    ("nouns_both", Shape::ByCategory),
    ("leaders", Shape::ByCountry),
    ("figures", Shape::ByCountry),
    ("of", Shape::ByCountry),
    (
        "bodies",
        Shape::Lists {
            known: bodies,
            open: false,
        },
    ),
    ("renamed", Shape::Words),
    ("heads", Shape::Words),
    ("offices", Shape::Words),
    ("titles", Shape::Words),
    ("former", Shape::Words),
    ("particles", Shape::Words),
    ("surname_first", Shape::Codes),
    ("small", Shape::Words),
    ("groups", Shape::Words),
    ("organizations", Shape::Entries(ORGANIZATION)),
    ("organs", Shape::Words),
    ("not", Shape::Words),
    ("metonyms", Shape::Entries(METONYM)),
    ("when", Shape::Entries(WHEN)),
    ("events", Shape::Entries(EVENT)),
];

/// The groups of things of the built-in file, and those that are known without a list.
fn things() -> &'static [String] {
    static THINGS: LazyLock<Vec<String>> = LazyLock::new(|| {
        let named = ["blocs", "offices", "guests"].map(str::to_owned);
        lexicon::built_in_names("things").chain(named).collect()
    });
    &THINGS
}

/// The lists of `[grammar]`.
fn grammar() -> &'static [String] {
    static GRAMMAR: LazyLock<Vec<String>> = LazyLock::new(|| lexicon::built_in_names("grammar").collect());
    &GRAMMAR
}

/// What `[bodies]` lists.
fn bodies() -> &'static [String] {
    static BODIES: LazyLock<Vec<String>> = LazyLock::new(|| ["people", "bodies"].map(str::to_owned).to_vec());
    &BODIES
}

/// All that is wrong with a file of words, in its order; nothing where it can be added to the built-in ones.
pub fn faults(text: &str) -> Vec<WordsFault> {
    let table = match DeTable::parse(text) {
        Ok(table) => table,
        Err(error) => {
            let message: Vec<&str> = error.message().lines().collect();
            return vec![WordsFault {
                span: error.span().unwrap_or(0..0),
                message: format!("This is not TOML: {}.", message.join(", ")),
                help: None,
            }];
        }
    };
    let own: Vec<String> = table
        .get_ref()
        .get("things")
        .and_then(|things| things.get_ref().as_table())
        .map(|things| things.keys().map(|name| name.get_ref().to_string()).collect())
        .unwrap_or_default();
    let mut reading = Reading {
        own,
        faults: Vec::new(),
    };
    for (name, value) in table.get_ref() {
        let written: &str = name.get_ref();
        if let Some((name, shape)) = TABLES.iter().find(|(known, _)| *known == written) {
            reading.table(name, shape, value);
        } else {
            let help = near(written, TABLES.iter().map(|(name, _)| *name), "The tables are");
            reading.say(name.span(), format!("There are no words `{written}`."), help);
        }
    }
    let mut faults = reading.faults;
    faults.sort_by_key(|fault| fault.span.start);
    faults
}

/// "Did you mean" what is near, or all that there is.
fn near<'a>(written: &str, known: impl Iterator<Item = &'a str> + Clone, all: &str) -> String {
    if let Some(near) = nearest(written, known.clone()) {
        return format!("Did you mean `{near}`?");
    }
    let known: Vec<String> = known.map(|word| format!("`{word}`")).collect();
    format!("{all} {}.", known.join(", "))
}

/// The faults so far, and the groups of things that the file brings itself.
struct Reading {
    own: Vec<String>,
    faults: Vec<WordsFault>,
}

impl Reading {
    fn say(&mut self, span: Range<usize>, message: String, help: String) {
        self.faults.push(WordsFault {
            span,
            message,
            help: Some(help),
        });
    }

    fn table(&mut self, name: &str, shape: &Shape, value: &Spanned<DeValue<'_>>) {
        match shape {
            Shape::Words => self.words(name, value),
            Shape::Codes => self.value(name, Is::Countries, value),
            Shape::Lists { known, open } => self.lists(name, value, |reading, list| {
                let written: &str = list.get_ref();
                if !open && !known().iter().any(|known| known == written) {
                    let help = near(written, known().iter().map(String::as_str), "The lists are");
                    let message = format!("There is no list `{written}` in `[{name}]`.");
                    reading.say(list.span(), message, help);
                }
            }),
            Shape::ByCategory => self.lists(name, value, |reading, list| {
                reading.text(Is::Category, list.get_ref(), list.span());
            }),
            Shape::ByCountry => self.lists(name, value, |reading, list| {
                reading.text(Is::Country, list.get_ref(), list.span());
            }),
            Shape::Entries(keys) => {
                let entries = value.get_ref().as_array();
                let tables = entries.map(|entries| entries.iter().all(|entry| entry.get_ref().is_table()));
                if let Some(entries) = entries.filter(|_| tables == Some(true)) {
                    self.entries(name, keys, entries);
                } else {
                    let first = keys.first().map_or("word", |(key, ..)| *key);
                    let help = format!("Write `{name} = [{{ {first} = \"…\" }}]`.");
                    self.say(value.span(), format!("`{name}` is no list of entries."), help);
                }
            }
        }
    }

    /// A table of lists of words, each with a name that `named` looks at.
    fn lists(
        &mut self,
        name: &str,
        value: &Spanned<DeValue<'_>>,
        named: impl Fn(&mut Self, &Spanned<Cow<'_, str>>),
    ) {
        let Some(lists) = value.get_ref().as_table() else {
            let help = format!("Write `[{name}]`, and `name = [\"word\", \"word\"]` below it.");
            self.say(value.span(), format!("`{name}` is no table of lists."), help);
            return;
        };
        for (list, words) in lists {
            named(self, list);
            self.words(list.get_ref(), words);
        }
    }

    fn entries(&mut self, name: &str, keys: &[(&'static str, Is, bool)], entries: &DeArray<'_>) {
        for entry in entries {
            let Some(table) = entry.get_ref().as_table() else {
                continue;
            };
            for (key, value) in table {
                let written: &str = key.get_ref();
                if let Some((key, is, _)) = keys.iter().find(|(known, ..)| *known == written) {
                    self.value(key, *is, value);
                } else {
                    let help = near(written, keys.iter().map(|(key, ..)| *key), "The keys are");
                    self.say(
                        key.span(),
                        format!("An entry of `{name}` has no `{written}`."),
                        help,
                    );
                }
            }
            for (key, is, must) in keys {
                if *must && !table.contains_key(*key) {
                    let example = match is {
                        Is::Texts => format!("{key} = [\"…\"]"),
                        Is::Category => format!("{key} = \"meeting\""),
                        Is::Date => format!("{key} = \"2024-06-18\""),
                        _ => format!("{key} = \"…\""),
                    };
                    let help = format!("Write `{example}` in it.");
                    self.say(
                        entry.span(),
                        format!("This entry of `{name}` lacks its `{key}`."),
                        help,
                    );
                }
            }
            let tells = ["category", "carries", "does", "with", "at"];
            if name == "verbs"
                && table.contains_key("word")
                && !tells.iter().any(|key| table.contains_key(*key))
            {
                let message = "This verb tells nothing.".to_owned();
                let help =
                    "Give it a `category`; or `carries = true`, where its noun tells the event; or what it \
                            `does` to other events."
                        .to_owned();
                self.say(entry.span(), message, help);
            }
        }
    }

    fn words(&mut self, name: &str, value: &Spanned<DeValue<'_>>) {
        let words = value.get_ref().as_array();
        if !words.is_some_and(|words| words.iter().all(|word| word.get_ref().is_str())) {
            let help = format!("Write `{name} = [\"one\", \"another\"]`.");
            self.say(value.span(), format!("`{name}` is no list of words."), help);
        }
    }

    fn value(&mut self, key: &str, is: Is, value: &Spanned<DeValue<'_>>) {
        match is {
            Is::Texts => self.words(key, value),
            Is::Flag => {
                if !value.get_ref().is_bool() {
                    let help = format!("Write `{key} = true`, or leave it out.");
                    self.say(value.span(), format!("`{key}` is neither true nor false."), help);
                }
            }
            Is::Countries => {
                self.words(key, value);
                for code in value
                    .get_ref()
                    .as_array()
                    .into_iter()
                    .flat_map(|codes| codes.iter())
                {
                    if code.get_ref().is_str() {
                        self.value(key, Is::Country, code);
                    }
                }
            }
            Is::With => {
                let Some(groups) = value.get_ref().as_table() else {
                    let help = format!(
                        "Write `{key} = {{ arms = \"test\" }}`: the group of things, and the category."
                    );
                    self.say(value.span(), format!("`{key}` is no table of categories."), help);
                    return;
                };
                for (group, category) in groups {
                    self.group(group.get_ref(), group.span());
                    self.value(key, Is::Category, category);
                }
            }
            _ => {
                if let Some(text) = value.get_ref().as_str() {
                    match is {
                        Is::Group => self.group(text, value.span()),
                        _ => self.text(is, text, value.span()),
                    }
                } else {
                    let help = format!("Write `{key} = \"…\"`.");
                    self.say(value.span(), format!("`{key}` is no text."), help);
                }
            }
        }
    }

    fn group(&mut self, written: &str, span: Range<usize>) {
        let known = || things().iter().chain(&self.own).map(String::as_str);
        if !known().any(|known| known == written) {
            let help = near(written, known(), "The groups of things are");
            self.say(span, format!("There are no things `{written}`."), help);
        }
    }

    fn text(&mut self, is: Is, text: &str, span: Range<usize>) {
        let code = |text: &str| Code::from_alpha3(text).is_some();
        let (right, what, help) = match is {
            Is::Category => (
                Category::from_word(text).is_some(),
                "no category",
                near(
                    text,
                    Category::words().collect::<Vec<_>>().into_iter(),
                    "The categories are",
                ),
            ),
            Is::Does => (
                Does::from_word(text).is_some(),
                "nothing that a verb does",
                near(text, Does::words().collect::<Vec<_>>().into_iter(), "It may be"),
            ),
            Is::Needs => (
                NEEDS.contains(&text),
                "nothing that a verb needs",
                near(text, NEEDS.iter().copied(), "It may be"),
            ),
            Is::Country => (
                text.is_empty() || code(text),
                "no country",
                "Write its code of three letters, such as `GHA`.".to_owned(),
            ),
            Is::Stands => (
                text.is_empty() || code(text) || places::bloc(text).is_some(),
                "neither a country nor a bloc",
                "Write a code of three letters such as `GHA`, a bloc such as `EU`, or `\"\"` for nothing."
                    .to_owned(),
            ),
            Is::Date => (
                Edtf::parse(text).is_ok(),
                "no date",
                "Write it as in files of events: `2024-06-18`, `1961`, `1999/2000`.".to_owned(),
            ),
            _ => (
                !text.trim().is_empty(),
                "empty",
                "Write the word in it.".to_owned(),
            ),
        };
        // What may be left out may be empty, too.
        let left_out = text.is_empty() && matches!(is, Is::Category | Is::Does | Is::Needs | Is::Text);
        if !right && !left_out {
            self.say(span, format!("`{text}` is {what}."), help);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(text: &str) -> Vec<(String, String)> {
        faults(text)
            .into_iter()
            .map(|fault| {
                let place = text.get(fault.span).unwrap().to_owned();
                (
                    place,
                    format!("{} {}", fault.message, fault.help.unwrap_or_default()),
                )
            })
            .collect()
    }

    #[test]
    fn what_is_built_in_is_without_fault() {
        for file in [
            include_str!("../../../data/pull/lexicon.toml"),
            include_str!("../../../data/pull/actors.toml"),
            include_str!("../../../data/pull/verbs.toml"),
            include_str!("../../../data/pull/nouns.toml"),
            include_str!("../../../data/pull/people.toml"),
            include_str!("../../../data/pull/organizations.toml"),
        ] {
            assert_eq!(faults(file), []);
        }
    }

    #[test]
    fn each_fault_is_said_at_its_place() {
        for (text, place, words) in [
            ("verbs = 3", "3", "Write `verbs = [{ word"),
            ("verb = []", "verb", "Did you mean `verbs`?"),
            (
                "nouns = [{ word = \"conclave\", category = \"elektion\" }]",
                "\"elektion\"",
                "`elektion` is no category. Did you mean `election`?",
            ),
            (
                "nouns = [{ word = \"conclave\" }]",
                "{ word = \"conclave\" }",
                "lacks its `category`",
            ),
            (
                "verbs = [{ word = \"canonise\" }]",
                "{ word = \"canonise\" }",
                "tells nothing",
            ),
            (
                "verbs = [{ word = \"canonise\", categry = \"statement\", category = \"statement\" }]",
                "categry",
                "Did you mean `category`?",
            ),
            (
                "verbs = [{ word = \"send\", with = { troups = \"military\" } }]",
                "troups",
                "Did you mean `troops`?",
            ),
            (
                "verbs = [{ word = \"go\", category = \"visit\", both = 1 }]",
                "1",
                "neither true nor false",
            ),
            (
                "verbs = [{ word = \"go\", category = \"visit\", needs = \"town\" }]",
                "\"town\"",
                "`place`, `actor`",
            ),
            (
                "verbs = [{ word = \"go\", does = \"denys\" }]",
                "\"denys\"",
                "Did you mean `deny`?",
            ),
            ("offices = \"patriarch\"", "\"patriarch\"", "no list of words"),
            (
                "organizations = [{ name = \"Holy See\", country = \"VATICAN\" }]",
                "\"VATICAN\"",
                "three letters",
            ),
            (
                "surname_first = [\"HUN\", \"Ruritania\"]",
                "\"Ruritania\"",
                "no country",
            ),
            (
                "metonyms = [{ word = \"Downing Street\", stands = \"UK\" }]",
                "\"UK\"",
                "neither a country nor a bloc",
            ),
            (
                "events = [{ words = [\"x\"], date = \"soon\", category = \"conflict\", title = \"X\" }]",
                "\"soon\"",
                "no date",
            ),
            (
                "[grammar]\nnegativ = [\"hardly\"]",
                "negativ",
                "Did you mean `negative`?",
            ),
            ("[things]\nships = \"ferry\"", "\"ferry\"", "no list of words"),
            ("grammar = []", "[]", "no table of lists"),
            ("[short]\nvists = [\"drop by\"]", "vists", "Did you mean `visit`?"),
            ("[leaders]\nGhana = [\"Ada Mensah\"]", "Ghana", "three letters"),
            ("[bodies]\nmen = [\"A B\"]", "men", "`people`, `bodies`"),
            (
                "[[hints]]\nthings = \"mony\"\ncategory = \"trade\"",
                "\"mony\"",
                "Did you mean `money`?",
            ),
            ("verbs = [", "", "not TOML"),
        ] {
            let found = said(text);
            assert!(
                matches!(&*found, [(at, message)] if at == place && message.contains(words)),
                "{text}: {found:?}"
            );
        }
    }

    #[test]
    fn a_file_without_fault_may_hold_all_tables() {
        let file = "verbs = [{ word = \"send\", with = { ships = \"military\" }, only = true }]\noffices = [\"patriarch\"]\n\
                    organizations = [{ name = \"Holy See\", aliases = [\"Vatican\"] }]\nmetonyms = [{ word = \"X\", stands = \"\" }]\n\
                    [things]\nships = [\"ferry\"]\n[grammar]\nnegative = [\"hardly\"]\n";
        assert_eq!(faults(file), []);
    }
}
