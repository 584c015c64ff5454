//! Visits that no verb of motion tells: "was a guest at the White House in June", "was in Cairo on Monday".

use super::{
    clause::Side,
    find::{Raw, Reader},
    scan::Who,
    subject,
    verb::Group,
};
use crate::model::Category;

/// The visits of a sentence that "to be" tells. They count only with a date of their own.
pub(super) fn visits(reader: &Reader<'_, '_>) -> Vec<Raw> {
    let para = reader.para;
    let be = reader
        .range
        .clone()
        .filter(|&at| matches!(para.word(at), "was" | "were" | "been") && !para.is_quoted(at));
    be.filter_map(|at| visit(reader, at)).collect()
}

fn visit(reader: &Reader<'_, '_>, at: usize) -> Option<Raw> {
    let para = reader.para;
    let mut next = at + 1;
    while matches!(
        para.word(next),
        "a" | "an" | "the" | "also" | "again" | "himself" | "herself"
    ) {
        next += 1;
    }
    let guest = matches!(para.word(next), "guest" | "guests");
    let preposition = if guest { next + 1 } else { at + 1 };
    let leads = if guest {
        matches!(para.word(preposition), "of" | "at" | "in")
    } else {
        para.word(preposition) == "in"
    };
    let host = if para.word(preposition + 1) == "the" {
        preposition + 2
    } else {
        preposition + 1
    };
    let mention = leads.then(|| para.mention_at(host))??;
    let whom = &para.mentions[mention];
    let place = whom.is_place();
    if !(place || guest && matches!(whom.who, Who::Person(_))) {
        return None;
    }
    let start = if matches!(para.before(at), "had" | "has" | "have") {
        at - 1
    } else {
        at
    };
    let group = Group {
        start,
        ..Group::of(at)
    };
    let subject = subject::subject(para, &reader.range, &group, reader.knowledge);
    // A person, or those who are sent: what else is somewhere has not come.
    let person = |(side, preposition): &&(Side, &str)| match side {
        Side::Mention(index) => {
            preposition.is_empty()
                && para
                    .mentions
                    .get(*index)
                    .is_some_and(|mention| matches!(mention.who, Who::Person(_)))
        }
        Side::Person(_) => true,
        Side::Thing(_) | Side::Both(_) => false,
    };
    let sent = (subject.start..start).any(|at| reader.knowledge.lexicon.is("sent", para.word(at)));
    let who: Vec<_> = subject.sides.iter().filter(person).cloned().collect();
    if who.is_empty() && !sent {
        return None;
    }
    let verb = reader
        .knowledge
        .lexicon
        .verb_forms("visits")
        .first()
        .map(|(index, _)| *index);
    Some(Raw {
        verb,
        initiators: if who.is_empty() {
            subject.sides.clone()
        } else {
            who
        },
        targets: vec![(Side::Mention(mention), "")],
        places: if place { vec![mention] } else { Vec::new() },
        extent: subject.nearest.min(start)..whom.tokens.end,
        subject: subject.start..start,
        object: host,
        weak: true,
        ..Raw::of(
            reader.para_index,
            reader.index,
            at..preposition + 1,
            Category::Visit,
        )
    })
}
