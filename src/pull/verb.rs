//! Verbs in a sentence: which words are verbs, what stands before them, and what that says about tense and mood.

use std::ops::Range;

use super::{knowledge::Knowledge, scan::Para, words::Form};

/// A verb with the words before it that belong to it.
#[allow(clippy::struct_excessive_bools)] // Facts that are true or not, each by itself.
#[derive(Clone, Debug)]
pub(super) struct Group {
    /// The verb.
    pub at: usize,
    /// First token of the group: "has", "is", "will".
    pub start: usize,
    /// Entries of the lexicon with their forms.
    pub entries: Vec<(usize, Form)>,
    /// It is to happen.
    pub planned: bool,
    /// It is to happen, says somebody: "would".
    pub reported: bool,
    /// It might happen.
    pub possible: bool,
    /// It does not happen.
    pub negative: bool,
    /// "allegedly".
    pub alleged: bool,
    /// "was signed".
    pub passive: bool,
    /// "to sign", and no plan.
    pub infinitive: bool,
    /// "signing", without "is".
    pub gerund: bool,
    /// "is signing".
    pub going_on: bool,
    /// "visits", "visit": a present tense without anything before it.
    pub present: bool,
}

impl Group {
    /// A verb of which nothing is known but where it stands.
    pub fn of(at: usize) -> Self {
        Self {
            at,
            start: at,
            entries: Vec::new(),
            planned: false,
            reported: false,
            possible: false,
            negative: false,
            alleged: false,
            passive: false,
            infinitive: false,
            gerund: false,
            going_on: false,
            present: false,
        }
    }
}

const BE: &[&str] = &[
    "is", "are", "was", "were", "be", "been", "being", "'re", "got", "gets",
];
const HAVE: &[&str] = &["has", "have", "had", "having"];
const DO: &[&str] = &["do", "does", "did"];

/// The verbs of a sentence that the lexicon knows, in order.
pub(super) fn verbs(para: &Para<'_>, sentence: &Range<usize>, knowledge: &Knowledge) -> Vec<Group> {
    let found = sentence.clone().filter(|&at| is_verb(para, at, knowledge));
    found
        .map(|at| group(para, at, sentence.start, knowledge))
        .collect()
}

/// Whether a token is a verb of the lexicon here, and not the noun or the adjective that looks like it.
pub(super) fn is_verb(para: &Para<'_>, at: usize, knowledge: &Knowledge) -> bool {
    let entries = knowledge.lexicon.verb_forms(para.word(at));
    let Some(&(_, form)) = entries.first() else {
        return false;
    };
    if para.mention_at(at).is_some() || para.time_at.get(at).is_some_and(|time| *time) || is_name(para, at) {
        return false;
    }
    let before = previous(para, at, knowledge);
    let noun = knowledge
        .lexicon
        .noun_at(|offset| Some(para.word(at + offset)))
        .is_some();
    // The second word of a noun ("missile launch") is no verb.
    let second = at > 0
        && knowledge
            .lexicon
            .noun_at(|offset| Some(para.word(at - 1 + offset)))
            .is_some_and(|(_, length, _)| length > 1);
    if second {
        return false;
    }
    if entries
        .iter()
        .all(|(verb, _)| knowledge.lexicon.verb(*verb).is_some_and(|verb| verb.strict))
    {
        let forms: Vec<Form> = entries.iter().map(|(_, form)| *form).collect();
        return super::weak::is_verb(para, at, &forms, knowledge);
    }
    let thing = !knowledge
        .lexicon
        .things_at(|offset| Some(para.word(at + offset)))
        .is_empty();
    let determined = knowledge.lexicon.is("before_nouns", &before);
    let entries_any = |wanted: Form| entries.iter().any(|(_, form)| *form == wanted);
    if entries_any(Form::Plain) || entries_any(Form::Third) {
        if before == "to"
            || knowledge.lexicon.is("possible", &before)
            || before == "will"
            || before == "would"
            || DO.contains(&before.as_str())
            || before == "not"
        {
            return true;
        }
        // "shot", "hit", "put" are past, too.
        let past = entries_any(Form::Past);
        if determined || matches!(before.as_str(), "\"" | "“" | "‘") {
            return false;
        }
        let mention = at.checked_sub(1).and_then(|before| para.mention_at(before));
        if let Some(mention) = mention.and_then(|mention| para.mentions.get(mention)) {
            if mention.adjective || mention.absorbed {
                return past;
            }
            let follows = after(para, at);
            let capital = para.tokens.get(at).is_some_and(|token| token.capital);
            return past || !(noun || thing) || (follows && !capital);
        }
        if noun || thing {
            let subject = matches!(
                before.as_str(),
                "and" | "who" | "which" | "it" | "they" | "he" | "she" | "we" | ","
            );
            return past || (subject && after(para, at));
        }
        return past || form == Form::Third || !determined;
    }
    if entries_any(Form::Ing) {
        return !noun || BE.contains(&before.as_str());
    }
    // "Elected officials": an adjective at the head of a sentence.
    let heads = para.sentences.iter().any(|sentence| sentence.start == at)
        && para.tokens.get(at + 1).is_some_and(|next| next.word)
        && !knowledge.lexicon.is("small_words", para.word(at + 1));
    if heads {
        return false;
    }
    // "the disputed election": an adjective.
    let adjective = knowledge.lexicon.is("before_adjectives", &before)
        && !matches!(before.as_str(), "that" | "this")
        && para.tokens.get(at + 1).is_some_and(|next| next.word)
        && !matches!(
            para.word(at + 1),
            "in" | "on" | "by" | "at" | "to" | "from" | "for" | "with" | "and"
        );
    !adjective
}

/// A capital within a sentence: a part of a name ("the Mitla Pass").
fn is_name(para: &Para<'_>, at: usize) -> bool {
    let capital = |at: usize| para.tokens.get(at).is_some_and(|token| token.capital);
    let first = para.sentences.iter().any(|sentence| sentence.start == at);
    let all = para.written(at..at + 1).chars().skip(1).any(char::is_uppercase);
    capital(at) && !first && !para.heading && !all && at.checked_sub(1).is_some_and(capital)
}

/// Whether what a verb needs follows: an object, or a preposition.
fn after(para: &Para<'_>, at: usize) -> bool {
    para.mention_at(at + 1).is_some()
        || matches!(
            para.word(at + 1),
            "the"
                | "a"
                | "an"
                | "its"
                | "his"
                | "her"
                | "their"
                | "to"
                | "at"
                | "on"
                | "into"
                | "with"
                | "that"
                | "new"
                | "against"
                | "back"
                | "it"
        )
}

/// The word before, adverbs passed over.
fn previous(para: &Para<'_>, at: usize, knowledge: &Knowledge) -> String {
    let mut at = at;
    while at > 0 && is_adverb(para.before(at), knowledge) {
        at -= 1;
    }
    para.before(at).to_owned()
}

fn is_adverb(word: &str, knowledge: &Knowledge) -> bool {
    (word.len() > 4 && word.ends_with("ly") && word != "italy" && word != "july")
        || knowledge.lexicon.is("adverbs", word) && word != "in"
}

fn group(para: &Para<'_>, at: usize, first: usize, knowledge: &Knowledge) -> Group {
    let lexicon = &knowledge.lexicon;
    let entries = lexicon.verb_forms(para.word(at)).to_vec();
    let mut group = Group {
        entries,
        ..Group::of(at)
    };
    let has = |form: Form| group.entries.iter().any(|(_, own)| *own == form);
    let (participle, ing, plain) = (
        has(Form::Past) || has(Form::Participle),
        has(Form::Ing),
        has(Form::Plain),
    );
    let third = has(Form::Third);
    let mut helped = false;
    let mut closest = true;
    let mut here = at;
    while here > first {
        let word = para.before(here);
        let planned = format!("{} {word}", para.before(here - 1));
        if word == "to" && here >= first + 2 && lexicon.is("planned", &planned) {
            group.planned = true;
            helped = true;
            here -= 2;
            // "is to": the "is" is a part of it.
            closest = false;
        } else if word == "to" && lexicon.is("possible", para.before(here - 1)) {
            // "ought to have landed".
            group.possible = true;
            helped = true;
            here -= 2;
        } else if word == "to" && closest && plain {
            group.infinitive = true;
            here -= 1;
            break;
        } else if lexicon.is("planned", word) {
            group.planned = true;
            helped = true;
            here -= 1;
        } else if lexicon.is("reported", word) {
            // "would have called" is what did not come about.
            group.possible |= para.word(here) == "have";
            group.reported = true;
            helped = true;
            here -= 1;
        } else if lexicon.is("possible", word) && !para.time_at.get(here - 1).is_some_and(|time| *time) {
            group.possible = true;
            helped = true;
            here -= 1;
        } else if BE.contains(&word) {
            if closest {
                group.passive = participle && !ing;
                group.going_on = ing;
            }
            closest = word == "been" && closest;
            helped = true;
            here -= 1;
        } else if HAVE.contains(&word) {
            helped = true;
            closest = false;
            here -= 1;
        } else if DO.contains(&word) {
            helped = true;
            here -= 1;
        } else if lexicon.is("negative", word) {
            group.negative = true;
            helped |= word != "without";
            here -= 1;
        } else if lexicon.is("alleged", word) {
            group.alleged = true;
            here -= 1;
        } else if is_adverb(word, knowledge) {
            here -= 1;
        } else {
            break;
        }
    }
    // "is due in Yerevan on Thursday".
    group.planned |= para.word(at) == "due";
    // An adverb before the first auxiliary is left to the subject.
    group.start = here;
    group.gerund = ing && !group.going_on;
    let past = participle && (!plain || has_past_reading(para, at));
    group.present = !helped && !group.infinitive && (third || plain) && !past;
    // "let goods pass": not told.
    let from = here.saturating_sub(8).max(first);
    let lets = (from..here).any(|at| matches!(para.word(at), "let" | "lets" | "letting"));
    group.infinitive |= lets && plain && !past && !helped;
    // A form that may be an infinitive only counts as one behind "to".
    group.negative |= lexicon.is("negative", para.before(here)) && para.before(here) != "nor";
    group
}

/// "put", "hit", "quit": past unless something before them says otherwise; with "he" or a name they are.
fn has_past_reading(para: &Para<'_>, at: usize) -> bool {
    !matches!(
        para.before(at),
        "to" | "will" | "would" | "can" | "may" | "must" | "they" | "we" | "i" | "you"
    )
}
