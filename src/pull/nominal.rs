//! Events that a noun tells without a verb: "the invasion of Ukraine in 2022", "Kim's trip to Russia last September".

use std::ops::Range;

use super::{
    clause::{NounHit, PLACING, Placed, Side, noun_beginning},
    find::Raw,
    knowledge::Knowledge,
    scan::{Para, Who},
    words::Noun,
};
use crate::model::Category;

/// The events of the nouns of a sentence that no verb has taken, and of names of events.
pub(super) fn nouns(
    para_index: usize,
    para: &Para<'_>,
    index: usize,
    sentence: &Range<usize>,
    taken: &[Range<usize>],
    knowledge: &Knowledge,
) -> Vec<Raw> {
    let mut found = Vec::new();
    let mut at = sentence.start;
    while at < sentence.end {
        let quoted = para.is_quoted(at);
        if let Some(mention) = para.mention_at(at) {
            let tokens = para.mentions[mention].tokens.clone();
            if let Who::Event(named) = para.mentions[mention].who
                && !quoted
            {
                let mut raw = event(para_index, index, tokens.clone(), named, knowledge);
                outbreak(para, &mut raw, knowledge);
                found.push(raw);
            }
            at = tokens.end.max(at + 1);
            continue;
        }
        let Some(hit) = noun_beginning(para, at, knowledge).filter(|_| !quoted) else {
            at += 1;
            continue;
        };
        at = hit.tokens.end;
        let overlaps = taken
            .iter()
            .any(|taken| taken.start < hit.tokens.end && hit.tokens.start < taken.end);
        if let Some(noun) = knowledge.lexicon.noun(hit.noun)
            && !overlaps
        {
            found.push(phrase(para_index, para, index, sentence, hit, noun, knowledge));
        }
    }
    found
}

fn event(para: usize, sentence: usize, tokens: Range<usize>, named: usize, knowledge: &Knowledge) -> Raw {
    let category = knowledge
        .names
        .events
        .get(named)
        .and_then(|event| Category::from_word(&event.category));
    Raw {
        named: Some(named),
        nominal: true,
        ..Raw::of(para, sentence, tokens, category.unwrap_or(Category::Other))
    }
}

/// "the outbreak of the Korean War": its first day.
fn outbreak(para: &Para<'_>, raw: &mut Raw, knowledge: &Knowledge) {
    let start = raw.trigger.start;
    let of = if para.before(start) == "the" {
        start.checked_sub(2)
    } else {
        start.checked_sub(1)
    };
    let Some(of) = of.filter(|of| para.word(*of) == "of") else {
        return;
    };
    raw.begins = matches!(para.before(of), "onset" | "outbreak" | "beginning" | "start");
    let named = raw.named.and_then(|named| knowledge.names.events.get(named));
    if let Some(named) = named.filter(|_| raw.begins) {
        raw.category = Category::from_word(&named.begins_category).unwrap_or(raw.category);
        raw.extent.start = of - 1;
    }
}

/// Words that may stand between a noun and its possessor.
fn between(para: &Para<'_>, at: usize, knowledge: &Knowledge) -> bool {
    let word = para.word(at);
    let small = para
        .tokens
        .get(at)
        .is_some_and(|token| token.word && !token.capital);
    matches!(word, "'s" | "'" | "and")
        || para.date_at.get(at).copied().flatten().is_some()
        || small && !knowledge.lexicon.is("no_possessor", word)
}

fn phrase(
    para_index: usize,
    para: &Para<'_>,
    index: usize,
    sentence: &Range<usize>,
    hit: NounHit,
    noun: &Noun,
    knowledge: &Knowledge,
) -> Raw {
    let mut raw = Raw {
        both: noun.both,
        nominal: true,
        ..Raw::of(para_index, index, hit.tokens.clone(), noun.category)
    };

    before(para, sentence, &mut raw, knowledge);
    behind(para, sentence, &hit, &mut raw, knowledge);
    raw.noun = Some(hit);
    raw
}

/// What stands before a noun: "Russia's", "Russian", "the June 2018 Kim-Trump", one or two adjectives between.
fn before(para: &Para<'_>, sentence: &Range<usize>, raw: &mut Raw, knowledge: &Knowledge) {
    let mut at = raw.trigger.start;
    let mut loose = 0;
    while at > sentence.start && loose < 3 {
        let here = at - 1;
        if let Some(mention) = para.mention_at(here) {
            let start = para.mentions[mention].tokens.start;
            if !para.mentions[mention].absorbed {
                raw.initiators.insert(0, (Side::Mention(mention), ""));
            }
            at = start;
            raw.extent.start = start;
            // Without a possessive or an adjective nothing more belongs to it.
            // "the Group of Seven (G7) summit".
            if para.before(at) == "(" {
                at -= 1;
                continue;
            }
            let list = matches!(para.before(at), "and" | ",")
                && here > 1
                && para.mention_at(at.saturating_sub(2)).is_some();
            if !list {
                break;
            }
            at -= 1;
        } else if let Some(date) = para.date_at.get(here).copied().flatten() {
            raw.dates = vec![date];
            while at > sentence.start && para.date_at.get(at - 1).copied().flatten() == Some(date) {
                at -= 1;
            }
            raw.extent.start = at;
        } else if para.word(here) == ")" {
            at = here;
        } else if matches!(para.word(here), "his" | "her") {
            raw.initiators.push((Side::Person(here), ""));
            break;
        } else if para.word(here) == "its" {
            raw.initiators.push((Side::Thing(here), ""));
            break;
        } else if para.word(here) == "their" {
            raw.initiators.push((Side::Both(here), ""));
            break;
        } else if between(para, here, knowledge) {
            loose += usize::from(para.word(here) != "'s");
            at = here;
        } else {
            break;
        }
    }
}

/// What stands behind it: of whom, with whom, where, when.
fn behind(para: &Para<'_>, sentence: &Range<usize>, hit: &NounHit, raw: &mut Raw, knowledge: &Knowledge) {
    let mut dates_before = !raw.dates.is_empty();
    let mut at = hit.tokens.end;
    let mut preposition = "";
    let mut loose = 0;
    while at < sentence.end && loose < 4 {
        let word = para.word(at);
        if let Some(mention) = para.mention_at(at) {
            let next = para.mentions[mention].tokens.end.max(at + 1);
            if preposition.is_empty() {
                break;
            }
            if !para.mentions[mention].absorbed {
                attach(para, raw, mention, preposition);
            }
            at = next;
            raw.extent.end = at;
            loose = 0;
        } else if let Some(date) = para.date_at.get(at).copied().flatten() {
            // "the Easter bombings of April 2019": that of 2019.
            if preposition == "of" && dates_before && !raw.dates.contains(&date) {
                raw.dates.clear();
            }
            dates_before = false;
            if !raw.dates.contains(&date) {
                raw.dates.push(date);
            }
            at += 1;
            raw.extent.end = at;
            loose = 0;
        } else if word == "from" && para.date_at.get(at + 1).copied().flatten().is_some() {
            // "a pause in fighting from Sunday": the date is that of the pause.
            break;
        } else if let Some(known) = preposition_of(word) {
            preposition = known;
            at += 1;
        } else if matches!(word, "and" | ",") && continues(para, at, hit.many)
            || matches!(word, "," | "starting" | "beginning") && starts(para, at)
            || matches!(word, "the" | "a" | "an" | "'s" | "early" | "late")
        {
            at += 1;
        } else if para.tokens.get(at).is_some_and(|token| token.word)
            && !preposition.is_empty()
            && !knowledge.lexicon.is("no_noun", word)
        {
            loose += 1;
            at += 1;
        } else {
            break;
        }
    }
}

/// "a visit, starting Tuesday", "a visit beginning on 3 May".
fn starts(para: &Para<'_>, at: usize) -> bool {
    let at = if para.word(at) == "," { at + 1 } else { at };
    matches!(para.word(at), "starting" | "beginning")
        && (at + 1..at + 4).any(|at| para.date_at.get(at).copied().flatten().is_some())
}

/// Whether a list goes on: another name, or, after a plural, another date.
fn continues(para: &Para<'_>, at: usize, many: bool) -> bool {
    let next = if para.word(at + 1) == "and" {
        at + 2
    } else {
        at + 1
    };
    let after = if matches!(para.word(next), "the" | "again") {
        next + 1
    } else {
        next
    };
    let date = |at: usize| para.date_at.get(at).copied().flatten().is_some();
    let named = para.mention_at(after).is_some();
    let list = at.checked_sub(1).is_some_and(date);
    (named && para.word(at) == "and") || (many && list && (date(after) || date(after + 1)))
}

fn preposition_of(word: &str) -> Option<&'static str> {
    [
        "of", "in", "on", "with", "to", "against", "between", "by", "at", "near", "from", "over", "for",
    ]
    .into_iter()
    .find(|known| *known == word)
}

fn attach(para: &Para<'_>, raw: &mut Raw, mention: usize, preposition: &'static str) {
    let placed: Placed = (Side::Mention(mention), preposition);
    let visit = raw.category == Category::Visit;
    let place = para.mentions[mention].is_place();
    match preposition {
        "by" | "between" => raw.initiators.push(placed),
        "with" | "of" if raw.both => raw.initiators.push(placed),
        "of" if visit => raw.initiators.push(placed),
        "to" if visit => {
            raw.targets.push(placed);
            raw.places.push(mention);
        }
        _ if PLACING.contains(&preposition) && place => raw.places.push(mention),
        _ => raw.targets.push(placed),
    }
}
