//! Items of chronologies: what stands behind a date and a colon is an event, also where no word of the lexicon tells it.

use super::{
    clause::{NounHit, PLACING, Side, noun_beginning, preposition_before},
    find::{Raw, Reader},
    verb,
};
use crate::model::Category;

/// The event of an item, where its first sentence tells none.
pub(super) fn item(reader: &Reader<'_, '_>) -> Option<Raw> {
    let (para, range) = (reader.para, reader.range.clone());
    let first = para
        .sentences
        .first()
        .is_some_and(|first| first.contains(&range.start));
    if !first {
        return None;
    }
    let date = para.item?;
    let behind = range
        .clone()
        .find(|&at| para.date_at.get(at).copied().flatten() != Some(date))?
        + 1;
    let end = (behind..range.end)
        .find(|&at| matches!(para.word(at), "." | ";" | ":" | "-" | "—" | "!"))
        .unwrap_or(range.end);
    if behind >= end || para.is_quoted(behind) {
        return None;
    }
    let noun = (behind..end).find_map(|at| noun_beginning(para, at, reader.knowledge));
    let verb = (behind..end).find(|&at| verb::is_verb(para, at, reader.knowledge));
    let mut raw = Raw {
        extent: behind..end,
        dates: vec![date],
        item: true,
        ..Raw::of(
            reader.para_index,
            reader.index,
            behind..behind + 1,
            kind(reader, noun.as_ref(), behind..end),
        )
    };
    let stop = verb.unwrap_or(end);
    for (index, mention) in para.mentions.iter().enumerate() {
        if mention.tokens.start < behind || mention.tokens.end > end || mention.absorbed {
            continue;
        }
        let preposition = preposition_before(para, index, behind);
        let place = mention.is_place();
        if PLACING.contains(&preposition) && place {
            raw.places.push(index);
        } else if mention.tokens.start < stop && raw.targets.is_empty() && preposition.is_empty() {
            raw.initiators.push((Side::Mention(index), preposition));
        } else {
            raw.targets.push((Side::Mention(index), preposition));
        }
    }
    raw.noun = noun;
    Some(raw)
}

/// What kind of event: that of its noun, or of the things in it.
fn kind(reader: &Reader<'_, '_>, noun: Option<&NounHit>, words: std::ops::Range<usize>) -> Category {
    let lexicon = &reader.knowledge.lexicon;
    let things = || {
        let groups = words
            .clone()
            .flat_map(|at| lexicon.things_at(move |offset| Some(reader.para.word(at + offset))));
        let groups: Vec<String> = groups.map(str::to_owned).collect();
        lexicon.hinted(&groups)
    };
    noun.and_then(|noun| lexicon.noun(noun.noun))
        .map(|noun| noun.category)
        .or_else(things)
        .unwrap_or(Category::Other)
}
