//! Verbs and nouns that tell of events, and the words that put a sentence together: `data/pull/lexicon.toml`.

use std::collections::BTreeMap;

use rustc_hash::{FxHashMap, FxHashSet};
use serde::Deserialize;

use super::{
    WordsError,
    forms::{with_ed, with_ing, with_s},
};
use crate::{
    model::Category,
    text::{fold, vocabulary},
};

/// `data/pull/lexicon.toml`.
const BUILT_IN: &str = include_str!("../../../data/pull/lexicon.toml");
/// `data/pull/verbs.toml`: more of them, in the short form.
const SHORT: &str = include_str!("../../../data/pull/verbs.toml");
/// `data/pull/nouns.toml`: more nouns, in the short form.
const SHORT_NOUNS: &str = include_str!("../../../data/pull/nouns.toml");

vocabulary! {
    /// What a verb does to events, beside telling one.
    Does {
        Accuse "accuse" "says that somebody has done what follows",
        Deny "deny" "says that it is not so",
        Cancel "cancel" "calls off what its object tells",
        Announce "announce" "says what is to come",
        Say "say" "puts a clause into somebody's mouth",
        Answer "answer" "answers what its object tells",
        Replace "replace" "takes the place of its object",
        Return "return" "returns the gesture of its object",
    }
}

/// The form in which a verb stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Form {
    /// "visit".
    Plain,
    /// "visits".
    Third,
    /// "visited", "met": past or participle, where they are alike.
    Past,
    /// "taken": participle only.
    Participle,
    /// "visiting".
    Ing,
}

/// A verb of the lexicon.
#[allow(clippy::struct_excessive_bools)] // Facts that are true or not, each by itself.
#[derive(Clone, Debug, Default)]
pub struct Verb {
    /// In its plain form, without its particle.
    pub word: String,
    /// "off" of "call off"; empty when there is none.
    pub particle: String,
    /// What it tells by itself.
    pub category: Option<Category>,
    /// The event type of PLOVER.
    pub plover: String,
    /// The preposition that must follow; empty when there need be none.
    pub before: String,
    /// "place", "ground", "stronghold" or "actor": what must follow, or stand before; empty when nothing need.
    pub needs: String,
    /// Whether it tells the event of a noun that goes with it.
    pub carries: bool,
    /// Category by what the object is.
    pub with: Vec<(String, Category)>,
    /// What it tells when it is done "at" or "against" somebody.
    pub at: Option<Category>,
    /// Whether it tells nothing without a noun or a thing.
    pub only: bool,
    /// What it does to events.
    pub does: Option<Does>,
    /// Whether subject and object do the same.
    pub both: bool,
    /// As a headline says it, for one and for several.
    pub title: (String, String),
    /// Whether it tells an event only with a date of its own.
    pub weak: bool,
    /// Whether a form that may be a noun is taken for a verb only where a subject stands before it.
    pub strict: bool,
}

/// A noun of the lexicon.
#[derive(Clone, Debug)]
pub struct Noun {
    /// In the singular.
    pub word: String,
    /// In the plural; none where there is none.
    pub plural: Option<String>,
    /// Its event.
    pub category: Category,
    /// The event type of PLOVER.
    pub plover: String,
    /// Whether the sides do the same.
    pub both: bool,
    /// Whether it tells an event without a verb or a date of its own.
    pub alone: bool,
}

/// All of the words.
#[derive(Clone, Debug, Default)]
pub struct Lexicon {
    verbs: Vec<Verb>,
    nouns: Vec<Noun>,
    /// By a form of the verb: which one, in which form.
    verb_forms: FxHashMap<String, Vec<(usize, Form)>>,
    /// By the first word: all words in folded form, the noun, and whether it is a plural. Longest first.
    noun_phrases: FxHashMap<String, Vec<(Vec<String>, usize, bool)>>,
    /// By the first word: all words, and the group. Longest first.
    thing_phrases: FxHashMap<String, Vec<(Vec<String>, String)>>,
    grammar: FxHashMap<String, FxHashSet<String>>,
    /// Groups of things with the kind of event that they make of a verb that leaves it open; the first counts.
    hints: Vec<(String, Category)>,
}

// Tables that are not here are those of the other file, which a user's one may hold too.
#[derive(Deserialize)]
struct File {
    #[serde(default)]
    verbs: Vec<WrittenVerb>,
    #[serde(default)]
    nouns: Vec<WrittenNoun>,
    #[serde(default)]
    things: FxHashMap<String, Vec<String>>,
    #[serde(default)]
    grammar: FxHashMap<String, Vec<String>>,
    #[serde(default)]
    hints: Vec<WrittenHint>,
    /// Verbs in the short form, by category.
    #[serde(default)]
    short: BTreeMap<String, Vec<String>>,
    #[serde(default)]
    needing: BTreeMap<String, Vec<String>>,
    #[serde(default)]
    weak: BTreeMap<String, Vec<String>>,
    /// Nouns in the short form, by category.
    #[serde(default)]
    nouns_short: BTreeMap<String, Vec<String>>,
    #[serde(default)]
    nouns_bound: BTreeMap<String, Vec<String>>,
    #[serde(default)]
    nouns_both: BTreeMap<String, Vec<String>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenHint {
    things: String,
    category: String,
}

#[allow(clippy::struct_excessive_bools)] // As they are written.
#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenVerb {
    word: String,
    #[serde(default)]
    forms: Vec<String>,
    #[serde(default)]
    category: String,
    #[serde(default)]
    plover: String,
    #[serde(default)]
    before: String,
    #[serde(default)]
    needs: String,
    #[serde(default)]
    carries: bool,
    #[serde(default)]
    with: FxHashMap<String, String>,
    #[serde(default)]
    at: String,
    #[serde(default)]
    only: bool,
    #[serde(default)]
    does: String,
    #[serde(default)]
    both: bool,
    #[serde(default)]
    title: String,
    #[serde(default)]
    weak: bool,
    #[serde(default)]
    strict: bool,
}

impl WrittenVerb {
    /// `depose`, `seek|sought`, `go ashore|went gone`: one of a short list.
    fn short(text: &str, category: &str) -> Self {
        let (word, forms) = text.split_once('|').unwrap_or((text, ""));
        let mut forms: Vec<String> = forms.split_whitespace().map(str::to_owned).collect();
        // "stopped" doubles its consonant, and "stopping" does too.
        let first = word.split(' ').next().unwrap_or_default();
        let doubled = forms.first().and_then(|past| past.strip_suffix("ed"));
        if let Some(stem) = doubled.filter(|stem| stem.len() > first.len() && stem.starts_with(first)) {
            forms = vec![format!("{stem}ed"), format!("{stem}ed"), format!("{stem}ing")];
        }
        Self {
            word: word.to_owned(),
            forms,
            category: category.to_owned(),
            ..Self::default()
        }
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenNoun {
    word: String,
    #[serde(default)]
    plural: String,
    category: String,
    #[serde(default)]
    plover: String,
    #[serde(default)]
    both: bool,
    #[serde(default = "yes")]
    alone: bool,
}

fn yes() -> bool {
    true
}

/// The names of the lists in a table of the built-in file.
pub(super) fn built_in_names(table: &str) -> impl Iterator<Item = String> {
    let file: toml::Table = toml::from_str(BUILT_IN).unwrap_or_default();
    let names = file.get(table).and_then(|table| table.as_table().cloned());
    names.unwrap_or_default().into_iter().map(|(name, _)| name)
}

impl Lexicon {
    /// The words that are built in.
    pub fn built_in() -> Self {
        let mut lexicon = Self::default();
        // The tests see to it that the built-in file is without fault.
        let _ = lexicon.add(BUILT_IN);
        let _ = lexicon.add(SHORT);
        let _ = lexicon.add(SHORT_NOUNS);
        lexicon
    }

    /// Adds the words of another file of the same tables, before those that are known.
    ///
    /// # Errors
    /// Where it is not TOML of that shape, or names a category or a deed that there is not; nothing is added then.
    pub fn add(&mut self, toml: &str) -> Result<(), WordsError> {
        let file: File = toml::from_str(toml).map_err(|error| WordsError::Syntax(error.to_string()))?;
        let lists = [
            (&file.short, "", false),
            (&file.needing, "actor", false),
            (&file.weak, "", true),
        ];
        let short = lists.into_iter().flat_map(|(list, needs, weak)| {
            let verbs = list
                .iter()
                .flat_map(|(category, verbs)| verbs.iter().map(move |verb| (verb, category)));
            verbs.map(move |(verb, category)| WrittenVerb {
                needs: needs.to_owned(),
                carries: weak,
                weak,
                strict: true,
                ..WrittenVerb::short(verb, category)
            })
        });
        let short: Vec<WrittenVerb> = short.collect();
        let verbs = file.verbs.into_iter().chain(short);
        let verbs = verbs.map(verb).collect::<Result<Vec<_>, _>>()?;
        let hints = file.hints.into_iter();
        let hints = hints
            .map(|hint| Ok((hint.things.clone(), category(&hint.things, &hint.category)?)))
            .collect::<Result<Vec<_>, WordsError>>()?;
        let lists = [
            (&file.nouns_short, false, true),
            (&file.nouns_bound, false, false),
            (&file.nouns_both, true, false),
        ];
        let short = lists.into_iter().flat_map(|(list, both, alone)| {
            let nouns = list
                .iter()
                .flat_map(|(category, nouns)| nouns.iter().map(move |noun| (noun, category)));
            nouns.map(move |(noun, category)| {
                let (word, plural) = noun.split_once('|').unwrap_or((noun, ""));
                WrittenNoun {
                    word: word.to_owned(),
                    plural: plural.to_owned(),
                    category: category.clone(),
                    plover: String::new(),
                    both: both || Self::is_both(category),
                    alone,
                }
            })
        });
        // What is known already stays as it is.
        let short: Vec<WrittenNoun> = short.collect();
        let short = short.into_iter().filter(|noun| !self.knows_noun(&noun.word));
        let nouns = file.nouns.into_iter().chain(short);
        let nouns = nouns.map(noun).collect::<Result<Vec<_>, _>>()?;

        for (verb, forms) in verbs {
            let index = self.verbs.len();
            for (text, form) in forms {
                let known = self.verb_forms.entry(text).or_default();
                if !known.contains(&(index, form)) {
                    known.push((index, form));
                }
            }
            self.verbs.push(verb);
        }
        for (noun, plural) in nouns {
            let index = self.nouns.len();
            for (text, many) in [
                (noun.word.clone(), plural.is_none()),
                (plural.unwrap_or_default(), true),
            ] {
                add_phrase(&mut self.noun_phrases, &text, |words| (words, index, many));
            }
            self.nouns.push(noun);
        }
        for (group, words) in file.things {
            for word in words {
                for text in [with_s(&word), word] {
                    add_phrase(&mut self.thing_phrases, &text, |words| (words, group.clone()));
                }
            }
        }
        for phrases in self.noun_phrases.values_mut() {
            phrases.sort_by_key(|(words, ..)| std::cmp::Reverse(words.len()));
        }
        for phrases in self.thing_phrases.values_mut() {
            phrases.sort_by_key(|(words, _)| std::cmp::Reverse(words.len()));
        }
        self.hints.extend(hints);
        for (name, words) in file.grammar {
            self.grammar.entry(name).or_default().extend(words);
        }
        Ok(())
    }

    /// Whether events of a category are what several sides do together.
    fn is_both(category: &str) -> bool {
        matches!(
            category,
            "meeting" | "summit" | "negotiation" | "agreement" | "treaty"
        )
    }

    fn knows_noun(&self, word: &str) -> bool {
        let words: Vec<String> = fold(word).split(' ').map(str::to_owned).collect();
        let known = words.first().and_then(|first| self.noun_phrases.get(first));
        known.is_some_and(|known| known.iter().any(|(phrase, ..)| *phrase == words))
    }

    /// The verbs that have this form, folded.
    pub fn verb_forms(&self, folded: &str) -> &[(usize, Form)] {
        self.verb_forms.get(folded).map_or(&[], Vec::as_slice)
    }

    /// A verb by its number.
    pub fn verb(&self, index: usize) -> Option<&Verb> {
        self.verbs.get(index)
    }

    /// The longest noun that begins here: its number, how many words it has, and whether it is a plural.
    pub fn noun_at<'a>(&self, words: impl Fn(usize) -> Option<&'a str>) -> Option<(usize, usize, bool)> {
        let phrases = self.noun_phrases.get(words(0)?)?;
        phrases
            .iter()
            .find_map(|(phrase, noun, many)| begins(phrase, &words).then_some((*noun, phrase.len(), *many)))
    }

    /// The participle of a verb: `signed`, `taken`.
    pub fn participle(&self, index: usize) -> &str {
        let own = |form: Form, index: usize| {
            let mut forms = self.verb_forms.iter();
            forms
                .find(|(_, known)| known.contains(&(index, form)))
                .map(|(text, _)| text.as_str())
        };
        own(Form::Participle, index)
            .or_else(|| own(Form::Past, index))
            .unwrap_or_default()
    }

    /// A noun by its number.
    pub fn noun(&self, index: usize) -> Option<&Noun> {
        self.nouns.get(index)
    }

    /// The groups of things that begin here.
    pub fn things_at<'a>(&self, words: impl Fn(usize) -> Option<&'a str>) -> Vec<&str> {
        let phrases = words(0).and_then(|first| self.thing_phrases.get(first));
        let found = phrases.into_iter().flatten();
        found
            .filter(|(phrase, _)| begins(phrase, &words))
            .map(|(_, group)| group.as_str())
            .collect()
    }

    /// The kind of event that things make of a verb which leaves it open.
    pub fn hinted(&self, things: &[String]) -> Option<Category> {
        let mut hints = self.hints.iter();
        hints
            .find(|(group, _)| things.contains(group))
            .map(|(_, category)| *category)
    }

    /// Whether a word, folded, is in a list of `[grammar]`.
    pub fn is(&self, list: &str, folded: &str) -> bool {
        self.grammar.get(list).is_some_and(|words| words.contains(folded))
    }
}

fn begins<'a>(phrase: &[String], words: &impl Fn(usize) -> Option<&'a str>) -> bool {
    phrase
        .iter()
        .enumerate()
        .all(|(offset, word)| words(offset) == Some(word.as_str()))
}

fn add_phrase<T>(map: &mut FxHashMap<String, Vec<T>>, text: &str, entry: impl Fn(Vec<String>) -> T) {
    let words: Vec<String> = fold(text).split(' ').map(str::to_owned).collect();
    if let Some(first) = words.first().filter(|first| !first.is_empty()) {
        map.entry(first.clone()).or_default().push(entry(words));
    }
}

fn category(word: &str, text: &str) -> Result<Category, WordsError> {
    Category::from_word(text).ok_or_else(|| WordsError::Category {
        word: word.to_owned(),
        category: text.to_owned(),
        known: Category::words().collect::<Vec<_>>().join(", "),
    })
}

fn verb(written: WrittenVerb) -> Result<(Verb, Vec<(String, Form)>), WordsError> {
    let (word, particle) = match written.word.split_once(' ') {
        Some((word, particle)) => (word.to_owned(), particle.to_owned()),
        None => (written.word.clone(), String::new()),
    };
    let own = match written.category.as_str() {
        "" => None,
        text => Some(category(&written.word, text)?),
    };
    let at = match written.at.as_str() {
        "" => None,
        text => Some(category(&written.word, text)?),
    };
    let does = match written.does.as_str() {
        "" => None,
        text => Some(Does::from_word(text).ok_or_else(|| WordsError::Does {
            word: written.word.clone(),
            does: text.to_owned(),
        })?),
    };
    let mut with = Vec::new();
    for (group, text) in &written.with {
        with.push((group.clone(), category(&written.word, text)?));
    }
    with.sort();

    // A spelling with another doubling of letters ("traveled") is an entry of its own: its plain form is not one.
    let spelling = word.ends_with("ed") && written.forms.first().is_some_and(|past| *past == word);
    let past = written.forms.first().cloned().unwrap_or_else(|| with_ed(&word));
    let participle = written.forms.get(1).cloned().unwrap_or_else(|| past.clone());
    let ing = written.forms.get(2).cloned().unwrap_or_else(|| with_ing(&word));
    let mut forms = vec![(past.clone(), Form::Past), (ing, Form::Ing)];
    if participle != past {
        forms.push((participle, Form::Participle));
    }
    if !spelling {
        forms.push((word.clone(), Form::Plain));
        forms.push((with_s(&word), Form::Third));
    }
    let forms = forms
        .into_iter()
        .map(|(text, form)| (fold(&text), form))
        .collect();

    let join = |verb: String| {
        if particle.is_empty() {
            verb
        } else {
            format!("{verb} {particle}")
        }
    };
    let title = match written.title.as_str() {
        "" => (join(with_s(&word)), join(word.clone())),
        said => (said.to_owned(), plural(said)),
    };
    let verb = Verb {
        word,
        particle,
        category: own,
        plover: written.plover,
        before: written.before,
        needs: written.needs,
        carries: written.carries,
        with,
        at,
        only: written.only,
        does,
        both: written.both,
        title,
        weak: written.weak,
        strict: written.strict,
    };
    Ok((verb, forms))
}

/// "visits Russia" of several: "visit Russia".
fn plural(said: &str) -> String {
    let (verb, rest) = said
        .split_once(' ')
        .map_or((said, ""), |(verb, rest)| (verb, rest));
    let plain = match verb {
        "does" | "goes" => verb.trim_end_matches("es"),
        verb if verb.ends_with("ies") => {
            return format!("{}y {rest}", verb.trim_end_matches("ies"))
                .trim()
                .to_owned();
        }
        verb => verb.strip_suffix('s').unwrap_or(verb),
    };
    format!("{plain} {rest}").trim().to_owned()
}

fn noun(written: WrittenNoun) -> Result<(Noun, Option<String>), WordsError> {
    let plural = match written.plural.as_str() {
        "" => Some(with_s(&written.word)),
        "-" => None,
        text => Some(text.to_owned()),
    };
    Ok((
        Noun {
            category: category(&written.word, &written.category)?,
            word: written.word,
            plural: plural.clone(),
            plover: written.plover,
            both: written.both,
            alone: written.alone,
        },
        plural,
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words<'a>(text: &'a [&'a str]) -> impl Fn(usize) -> Option<&'a str> {
        |at| text.get(at).copied()
    }

    #[test]
    fn the_built_in_file_is_without_fault() {
        const NAMES: [&str; 3] = ["blocs", "offices", "guests"];
        let mut lexicon = Lexicon::default();
        for file in [BUILT_IN, SHORT, SHORT_NOUNS] {
            assert_eq!(lexicon.add(file), Ok(()));
        }
        assert!(lexicon.verbs.len() > 200 && lexicon.nouns.len() > 100);
        for verb in &lexicon.verbs {
            assert!(
                verb.category.is_some() || verb.carries || verb.does.is_some(),
                "`{}` tells nothing",
                verb.word
            );
            for (group, _) in &verb.with {
                let known = lexicon
                    .thing_phrases
                    .values()
                    .flatten()
                    .any(|(_, name)| name == group);
                assert!(
                    known || NAMES.contains(&group.as_str()),
                    "`{}`: no things `{group}`",
                    verb.word
                );
            }
        }
        for list in [
            "planned",
            "possible",
            "negative",
            "subordinate",
            "common",
            "alleged",
            "reported",
        ] {
            assert!(lexicon.grammar.contains_key(list), "{list}");
        }
    }

    #[test]
    fn forms_lead_to_the_verb_and_the_longest_noun_counts() {
        let lexicon = Lexicon::built_in();
        let (met, form) = lexicon.verb_forms("met")[0];
        assert_eq!(
            (lexicon.verb(met).unwrap().word.as_str(), form),
            ("meet", Form::Past)
        );
        let (noun, length, many) = lexicon
            .noun_at(words(&["presidential", "elections", "of"]))
            .unwrap();
        assert_eq!(
            (lexicon.noun(noun).unwrap().category, length, many),
            (Category::Election, 2, true)
        );
        assert_eq!(lexicon.things_at(words(&["fighter", "jets"])), ["arms"]);
    }

    #[test]
    fn a_file_of_ones_own_adds_and_says_what_is_wrong() {
        let mut lexicon = Lexicon::built_in();
        let before = lexicon.verbs.len();
        lexicon
            .add("verbs = [{ word = \"canonise\", category = \"statement\" }]")
            .unwrap();
        assert_eq!(lexicon.verb_forms("canonised"), [(before, Form::Past)]);
        let error = lexicon
            .add("verbs = [{ word = \"x\", category = \"vist\" }]")
            .unwrap_err();
        assert!(error.to_string().contains("`vist`"), "{error}");
        assert!(lexicon.add("verbs = 3").is_err());
    }
}
