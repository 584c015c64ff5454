//! What a clause is made of: its sides with their prepositions, its nouns, its ends; and the object of a verb.

use std::ops::Range;

use super::{
    knowledge::Knowledge,
    scan::{Para, Who},
    verb::is_verb,
};

/// A side of an event: a mention, or a word that stands for one.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Side {
    /// A mention of this paragraph.
    Mention(usize),
    /// "he", "she".
    Person(usize),
    /// "it".
    Thing(usize),
    /// "they", "both countries", "the two leaders".
    Both(usize),
}

/// A side with the preposition before it; empty when there is none.
pub(super) type Placed = (Side, &'static str);

/// A noun of the lexicon in a text.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct NounHit {
    pub tokens: Range<usize>,
    pub noun: usize,
    pub many: bool,
}

/// What stands before a verb.
#[derive(Clone, Debug, Default)]
pub(super) struct Subject {
    pub sides: Vec<Placed>,
    /// The noun that heads it.
    pub noun: Option<NounHit>,
    /// First token of its stretch.
    pub start: usize,
    /// Whether it is the subject of the verb before: "visited Beijing and signed".
    pub shared: bool,
    /// Groups of things in it.
    pub things: Vec<String>,
    /// First token of the words of the subject that stands right before the verb.
    pub nearest: usize,
}

/// What stands behind a verb.
#[derive(Clone, Debug, Default)]
pub(super) struct Object {
    pub sides: Vec<Placed>,
    pub nouns: Vec<NounHit>,
    pub things: Vec<String>,
    /// Behind its last token.
    pub end: usize,
    /// Whether an office is named in it ("becomes chancellor").
    pub office: bool,
}

/// Prepositions that part the sides of an event.
const PREPOSITIONS: &[&str] = &[
    "with",
    "against",
    "on",
    "to",
    "for",
    "of",
    "between",
    "towards",
    "toward",
    "from",
    "by",
    "in",
    "at",
    "near",
    "into",
    "over",
    "via",
    "through",
    "inside",
    "outside",
    "around",
    "across",
    "off",
    "under",
    "about",
    "alongside",
    "within",
];

/// Those before a place.
pub(super) const PLACING: &[&str] = &[
    "in", "at", "near", "into", "over", "inside", "outside", "around", "across", "off", "through", "via",
    "within",
];

fn preposition(word: &str) -> Option<&'static str> {
    PREPOSITIONS.iter().copied().find(|known| *known == word)
}

/// Whether a clause ends at a token: a mark, a conjunction, a relative pronoun.
pub(super) fn ends_clause(para: &Para<'_>, at: usize, knowledge: &Knowledge) -> bool {
    let word = para.word(at);
    // A few words in quotation marks are a part of their clause.
    let quotes = matches!(word, "“" | "”" | "\"" | "«" | "»");
    let quoted = |at: usize| para.is_quoted(at);
    let compares = word == "than" && matches!(para.before(at), "more" | "less" | "fewer" | "other");
    if compares {
        return false;
    }
    matches!(word, ";" | ":" | "—" | "(" | ")" | "_")
        || (quotes && (quoted(at) || quoted(at + 1) || at.checked_sub(1).is_some_and(quoted)))
        || is_dash(para, at)
        || knowledge.lexicon.is("subordinate", word)
}

/// A dash with spaces around it.
pub(super) fn is_dash(para: &Para<'_>, at: usize) -> bool {
    para.tokens
        .get(at)
        .is_some_and(|token| !token.word && token.folded == "-")
}

/// Whether a verb that is finite stands here, also one that tells no event.
pub(super) fn finite(para: &Para<'_>, at: usize, knowledge: &Knowledge) -> bool {
    let word = para.word(at);
    if para.mention_at(at).is_some() || para.time_at.get(at).is_some_and(|time| *time) {
        return false;
    }
    if knowledge.lexicon.is("common", word) {
        // "a wanted list", "the needs".
        let name =
            at > 0 && para.tokens.get(at).is_some_and(|token| token.capital) && para.tokens[at - 1].word;
        return !name
            && !matches!(
                para.before(at),
                "a" | "an" | "the" | "its" | "his" | "her" | "their" | "'s"
            );
    }
    if is_verb(para, at, knowledge) {
        // Not "to sign", not "signing".
        return para.before(at) != "to" && !word.ends_with("ing");
    }
    // "Crowds toppled": a verb that nobody lists, behind a name, a pronoun or "and".
    let before = at.checked_sub(1);
    word.len() > 4
        && word.ends_with("ed")
        && (before
            .and_then(|before| para.mention_at(before))
            .is_some_and(|mention| !para.mentions[mention].adjective)
            || matches!(
                para.before(at),
                "and" | "he" | "she" | "it" | "they" | "who" | "which"
            ))
}

/// The noun that ends with this token.
pub(super) fn noun_ending(
    para: &Para<'_>,
    at: usize,
    first: usize,
    knowledge: &Knowledge,
) -> Option<NounHit> {
    (1..=3usize).rev().find_map(|length| {
        let start = (at + 1).checked_sub(length).filter(|start| *start >= first)?;
        let (noun, words, many) = knowledge
            .lexicon
            .noun_at(|offset| Some(para.word(start + offset)))?;
        let time = para.time_at.get(start).is_some_and(|time| *time);
        (words == length && !time && !is_verb(para, start, knowledge)).then_some(NounHit {
            tokens: start..at + 1,
            noun,
            many,
        })
    })
}

/// The noun that begins with this token.
pub(super) fn noun_beginning(para: &Para<'_>, at: usize, knowledge: &Knowledge) -> Option<NounHit> {
    let (noun, words, many) = knowledge.lexicon.noun_at(|offset| Some(para.word(at + offset)))?;
    // "March" is a month.
    let time = para.time_at.get(at).is_some_and(|time| *time);
    (!time && !is_verb(para, at, knowledge) && para.mention_at(at).is_none()).then_some(NounHit {
        tokens: at..at + words,
        noun,
        many,
    })
}

/// The preposition before a mention, articles and adjectives passed over.
pub(super) fn preposition_before(para: &Para<'_>, mention: usize, floor: usize) -> &'static str {
    let mut at = para
        .mentions
        .get(mention)
        .map_or(0, |mention| mention.tokens.start);
    let mut seen = 0;
    while at > floor && seen < 10 {
        let word = para.before(at);
        if para.date_at.get(at - 1).copied().flatten().is_some() {
            return "";
        }
        if let Some(found) = preposition(word) {
            return found;
        }
        // "with China, Iran and Brazil": those of a list have the preposition of the first.
        let other = para.mention_at(at - 1);
        if let Some(other) = other {
            // "In New York the Security Council": no list.
            let person = |index: usize| matches!(para.mentions[index].who, Who::Person(_));
            let alike = para.word(at) != "," || person(other) == person(mention);
            let joined = matches!(para.word(at), "," | "and" | "'s" | "&" | "or") && alike;
            let list = joined || para.mentions[other].absorbed;
            if !list {
                return "";
            }
            at = para.mentions[other].tokens.start;
        } else if matches!(
            word,
            "the"
                | "and"
                | ","
                | "a"
                | "an"
                | "both"
                | "'s"
                | "his"
                | "her"
                | "its"
                | "their"
                | "former"
                | "then"
        ) || (para
            .tokens
            .get(at - 1)
            .is_some_and(|token| token.word && !token.capital)
            && seen < 4)
        {
            at -= 1;
        } else {
            return "";
        }
        seen += 1;
    }
    ""
}

/// A word that stands for somebody who was named before.
pub(super) fn pronoun(para: &Para<'_>, at: usize) -> Option<(Side, usize)> {
    let word = para.word(at);
    match word {
        "he" | "she" | "him" | "her" => Some((Side::Person(at), at)),
        "it" => Some((Side::Thing(at), at)),
        "country" | "nation" | "kingdom" | "republic" | "bloc" | "alliance"
            if matches!(para.before(at), "the" | "this" | "that")
                && !matches!(para.word(at + 1), "of" | "'s") =>
        {
            Some((Side::Thing(at), at - 1))
        }
        "they" | "both" | "them" => Some((Side::Both(at), at)),
        "sides" | "men" | "leaders" | "countries" | "presidents" | "ministers" | "parties" | "nations"
        | "states" | "neighbours" | "neighbors" | "governments" | "capitals" => {
            let two = (1..=3).find(|back| {
                matches!(
                    at.checked_sub(*back).map(|at| para.word(at)),
                    Some("two" | "both" | "three" | "four" | "five")
                )
            })?;
            Some((Side::Both(at), at - two))
        }
        _ => None,
    }
}

/// What stands behind a verb.
pub(super) fn object(para: &Para<'_>, sentence: &Range<usize>, from: usize, knowledge: &Knowledge) -> Object {
    let mut found = Object::default();
    let end = object_end(para, sentence, from, knowledge);
    found.end = end;
    let mut at = from;
    while at < end {
        if let Some(mention) = para.mention_at(at) {
            let next = para.mentions[mention].tokens.end.max(at + 1);
            if !para.mentions[mention].absorbed {
                found
                    .sides
                    .push((Side::Mention(mention), preposition_before(para, mention, from)));
            }
            at = next;
            continue;
        }
        if let Some((side, _)) =
            pronoun(para, at).filter(|(side, _)| !matches!(side, Side::Person(_)) || para.word(at) == "him")
        {
            let place = preposition(para.before(at)).unwrap_or_default();
            found.sides.push((side, place));
        }
        found.office |= (1..=3).any(|length| {
            let text = (at..at + length)
                .map(|at| para.word(at))
                .collect::<Vec<_>>()
                .join(" ");
            knowledge.words.offices.contains(&text)
        });
        for thing in knowledge.lexicon.things_at(|offset| Some(para.word(at + offset))) {
            found.things.push(thing.to_owned());
        }
        if let Some(noun) = noun_beginning(para, at, knowledge) {
            at = noun.tokens.end;
            found.nouns.push(noun);
            continue;
        }
        at += 1;
    }
    found
}

/// Where the object of a verb ends: at a mark, at a clause of its own, or where the next verb's subject begins.
fn object_end(para: &Para<'_>, sentence: &Range<usize>, from: usize, knowledge: &Knowledge) -> usize {
    let mut at = from;
    let mut cut = None;
    while at < sentence.end {
        let word = para.word(at);
        if at > from && ends_clause(para, at, knowledge) && word != "following" {
            return at;
        }
        if matches!(word, "." | "!" | "?") {
            return at;
        }
        if word == "," {
            cut = Some(at);
            let next = if para.word(at + 1) == "and" {
                at + 2
            } else {
                at + 1
            };
            let determined = if matches!(para.word(next), "the" | "its" | "his" | "her") {
                next + 1
            } else {
                next
            };
            let goes_on = para.mention_at(determined).is_some()
                || preposition(para.word(next)).is_some()
                || para.date_at.get(next).copied().flatten().is_some();
            if !goes_on {
                return at;
            }
        } else if matches!(word, "and" | "but" | "or") {
            cut = Some(at);
            // "visited Beijing and signed", "and is preparing".
            let mut next = at + 1;
            while next < sentence.end && para.word(next).ends_with("ly") {
                next += 1;
            }
            if finite(para, next, knowledge) {
                return at;
            }
        } else if at > from && finite(para, at, knowledge) && !reduced(para, at) {
            return cut.unwrap_or(at);
        }
        at += 1;
    }
    at
}

/// "a treaty signed in Moscow": a participle behind its noun, which goes on with the noun's clause.
fn reduced(para: &Para<'_>, at: usize) -> bool {
    para.word(at).ends_with("ed")
        && matches!(
            para.word(at + 1),
            "in" | "on" | "by" | "at" | "between" | "with" | "from"
        )
        || matches!(para.word(at), "held" | "built" | "made")
            && matches!(para.word(at + 1), "in" | "on" | "by" | "at")
}
