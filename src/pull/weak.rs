//! What weak verbs tell: those that are events only with a date of their own ("took up the post on 1 January 1997").

use super::{find::Raw, knowledge::Knowledge, scan::Para, words::Form};
use crate::model::Category;

/// Whether it is only that somebody says something.
pub(super) fn says(raw: &Raw) -> bool {
    raw.weak && raw.noun.is_none() && raw.category == Category::Statement
}

/// Leaves out what weak verbs tell without a date, and of a noun and a weak verb that carries it the one that has the
/// date.
pub(super) fn settle(events: &mut Vec<Raw>, item: bool) {
    events.retain(|raw| !raw.weak || (!raw.dates.is_empty() && !raw.borrowed));
    let carried: Vec<_> = events
        .iter()
        .filter(|raw| raw.weak)
        .filter_map(|raw| raw.noun.clone())
        .collect();
    events.retain(|raw| {
        let noun = raw.noun.as_ref().filter(|_| raw.nominal && raw.dates.is_empty());
        !noun.is_some_and(|noun| carried.contains(noun))
    });
    // "X said on Tuesday that Y had fallen": the event is the fall.
    let told: Vec<usize> = events
        .iter()
        .filter(|raw| !(says(raw) || raw.nominal && raw.dates.is_empty()))
        .map(|raw| raw.trigger.start)
        .collect();
    events.retain(|raw| !says(raw) || !told.iter().any(|at| *at > raw.trigger.start));
    // "gave in on Friday and agreed": one event, and the verb that says more tells it.
    let others: Vec<Raw> = events
        .iter()
        .filter(|raw| !raw.nominal && !says(raw))
        .cloned()
        .collect();
    events.retain(|raw| {
        let place = others.iter().position(|other| other.trigger == raw.trigger);
        // The one before, which shares its subject with this one, and the one behind that shares it.
        let before = place.and_then(|place| others.get(place.checked_sub(1)?));
        let behind = place.and_then(|place| others.get(place + 1));
        let same = |other: &&Raw| other.dates == raw.dates;
        let told = before.filter(same).is_some_and(|_| raw.shared || item)
            || behind
                .filter(same)
                .is_some_and(|other| other.shared && !other.weak);
        !raw.weak || says(raw) || !told
    });
}

/// Whether a form of a weak verb is a verb here. It is asked more than of others: many are nouns and adjectives, too.
pub(super) fn is_verb(para: &Para<'_>, at: usize, forms: &[Form], knowledge: &Knowledge) -> bool {
    let first = para.sentences.iter().any(|sentence| sentence.start == at);
    if para.tokens.get(at).is_some_and(|token| token.capital) && !first {
        return false;
    }
    let mut here = at;
    while here > 0 && para.before(here).len() > 4 && para.before(here).ends_with("ly") {
        here -= 1;
    }
    let before = para.before(here);
    let has = |form: Form| forms.contains(&form);
    // "a broadcast", "the cut": a past that looks like the noun asks for a subject.
    let mention = here.checked_sub(1).and_then(|before| para.mention_at(before));
    let subject = mention.is_some_and(|mention| !para.mentions[mention].adjective)
        || matches!(
            before,
            "he" | "she"
                | "it"
                | "they"
                | "who"
                | "which"
                | "and"
                | "had"
                | "has"
                | "have"
                | "was"
                | "were"
                | "been"
                | "is"
                | "are"
        )
        || before.ends_with('s');
    if has(Form::Past) && has(Form::Plain) && !subject {
        return knowledge.lexicon.is("before_plain", before) || knowledge.lexicon.is("possible", before);
    }
    if has(Form::Past) || has(Form::Participle) {
        let noun = knowledge.lexicon.is("no_weak_verb", before) && before != "and";
        return !noun && !first;
    }
    if knowledge.lexicon.is("before_plain", before) || knowledge.lexicon.is("possible", before) {
        return has(Form::Plain);
    }
    if has(Form::Third) {
        let subject = here
            .checked_sub(1)
            .and_then(|before| para.mention_at(before))
            .and_then(|mention| para.mentions.get(mention))
            .map_or_else(
                || para.item.is_some() || matches!(before, "he" | "she" | "it" | "who" | "which" | "they"),
                |mention| !mention.adjective && !mention.absorbed,
            );
        return subject && !knowledge.lexicon.is("no_weak_verb", before) && follows(para, at + 1, knowledge);
    }
    has(Form::Ing) && matches!(before, "is" | "are" | "was" | "were" | "been")
}

/// Whether what stands behind a verb may stand behind one: not another word of a noun.
fn follows(para: &Para<'_>, at: usize, knowledge: &Knowledge) -> bool {
    knowledge.lexicon.is("behind_weak_verb", para.word(at))
        || para.mention_at(at).is_some()
        || para.word(at).starts_with(|c: char| c.is_ascii_digit())
        || matches!(para.word(at), "." | ",")
}
