//! What one event is to another, where the text says so: "replaces", "in response to", "returns the visit", "during".

use std::ops::Range;

use super::{
    knowledge::Knowledge,
    merge::alike,
    scan::Para,
    story::{Dated, Happening, Story},
    subject, verb,
    words::Does,
};
use crate::model::{Category, RelationKind};

/// Phrases between two events of a sentence, with what the first one is to the second.
const PHRASES: &[(&[&str], RelationKind)] = &[
    (&["in", "response", "to"], RelationKind::RespondsTo),
    (&["in", "retaliation", "for"], RelationKind::RespondsTo),
    (&["in", "reply", "to"], RelationKind::RespondsTo),
    (&["in", "answer", "to"], RelationKind::RespondsTo),
    (&["in", "return", "for"], RelationKind::Reciprocates),
    (&["ahead", "of"], RelationKind::LeadsTo),
    (&["on", "the", "sidelines", "of"], RelationKind::PartOf),
    (&["as", "part", "of"], RelationKind::PartOf),
    (&["in", "defiance", "of"], RelationKind::Contradicts),
    (&["in", "violation", "of"], RelationKind::Contradicts),
];

/// Relates the events of a sentence (`here`, as places in the story) to each other and to those told before.
pub(super) fn links(
    story: &mut Story<'_, '_>,
    index: usize,
    para: &Para<'_>,
    sentence: usize,
    here: &[usize],
    last: Option<usize>,
) {
    let Some(range) = para.sentences.get(sentence).cloned() else {
        return;
    };
    // Events of this sentence with the place of their trigger.
    let mut placed: Vec<(usize, usize)> = Vec::new();
    for &happening in here {
        let tellings = story
            .happenings
            .get(happening)
            .map(|other| other.tellings.iter().rev());
        let mut own = tellings.into_iter().flatten();
        let telling = own.find(|telling| telling.para == index && range.contains(&telling.trigger.start));
        placed.extend(telling.map(|telling| (happening, telling.trigger.start)));
    }
    concerned(story, &placed);
    let mut found = by_verbs(story, para, &range, &placed, last);
    found.extend(by_phrases(para, &range, &placed, last));
    found.extend(parts(story, &placed));
    for (source, kind, target) in found {
        // What a treaty replaces was one, whatever word the article has for it.
        let treaty = story
            .happenings
            .get(source)
            .is_some_and(|other| other.category == Category::Treaty);
        if let Some(other) = story.happenings.get_mut(target)
            && kind == RelationKind::Replaces
            && treaty
            && other.category == Category::Agreement
        {
            other.category = Category::Treaty;
        }
        if let Some(other) = story.happenings.get_mut(source)
            && source != target
            && !other.relations.contains(&(kind, target))
        {
            other.relations.push((kind, target));
        }
    }
}

/// Whoever outlines or announces a visit to come speaks of all whom it concerns.
fn concerned(story: &mut Story<'_, '_>, placed: &[(usize, usize)]) {
    for &(statement, at) in placed {
        let says = |other: &&Happening| other.category == Category::Statement && !other.nominal;
        let Some(extent) = story
            .happenings
            .get(statement)
            .filter(says)
            .map(|said| said.raw.extent.clone())
        else {
            continue;
        };
        let about = placed.iter().find(|(other, place)| {
            let to_come = story.happenings.get(*other).is_some_and(|other| {
                other.status == crate::model::Status::Planned
                    && matches!(
                        other.category,
                        Category::Visit | Category::Summit | Category::Meeting
                    )
            });
            *place > at && extent.contains(place) && to_come
        });
        let countries = about
            .and_then(|(other, _)| story.happenings.get(*other))
            .map(|other| other.countries(story.cast));
        let cast = story.cast;
        if let Some((said, countries)) = story.happenings.get_mut(statement).zip(countries) {
            let own = said.countries(cast);
            said.grounds
                .extend(countries.into_iter().filter(|code| !own.contains(code)));
        }
    }
}

type Link = (usize, RelationKind, usize);

/// "will replace", "returns the visit", "answers".
fn by_verbs(
    story: &Story<'_, '_>,
    para: &Para<'_>,
    range: &Range<usize>,
    placed: &[(usize, usize)],
    last: Option<usize>,
) -> Vec<Link> {
    let mut found = Vec::new();
    for group in verb::verbs(para, range, story.knowledge) {
        let Some(does) = link(&group, story.knowledge) else {
            continue;
        };
        if group.negative || group.possible {
            continue;
        }
        let subject = subject::subject(para, range, &group, story.knowledge);
        let behind = placed
            .iter()
            .filter(|(_, at)| *at > group.at)
            .map(|(happening, _)| *happening);
        let fitting = |happening: &usize| {
            let other = story.happenings.get(*happening);
            other.is_some_and(|other| fits(does, other))
        };
        let targets: Vec<usize> = behind.filter(fitting).collect();
        let mut before = placed
            .iter()
            .rev()
            .filter(|(_, at)| *at < group.start && *at >= subject.start);
        let own = before.next().map(|(happening, _)| *happening);
        // "This pact will replace": the treaty that was told last.
        let latest = |category: Category| {
            let mut known = story.happenings.iter().enumerate().rev();
            let fits = |(place, other): &(usize, &Happening)| {
                !targets.contains(place) && other.dated != Dated::Implied && alike(other.category, category)
            };
            known.find(fits).map(|(place, _)| place)
        };
        let noun = subject
            .noun
            .as_ref()
            .and_then(|noun| story.knowledge.lexicon.noun(noun.noun));
        let by_noun = noun.and_then(|noun| latest(noun.category));
        let paper = if does == Does::Replace {
            latest(Category::Treaty)
        } else {
            None
        };
        let Some(source) = own.or(by_noun).or(paper).or(last) else {
            continue;
        };
        let kind = match does {
            Does::Replace => RelationKind::Replaces,
            Does::Return => RelationKind::Reciprocates,
            _ => RelationKind::RespondsTo,
        };
        found.extend(targets.into_iter().map(|target| (source, kind, target)));
    }
    found
}

/// "in response to", "ahead of".
fn by_phrases(
    para: &Para<'_>,
    range: &Range<usize>,
    placed: &[(usize, usize)],
    last: Option<usize>,
) -> Vec<Link> {
    let mut found = Vec::new();
    for place in range.clone() {
        let begins = |words: &[&str]| {
            let mut words = words.iter().enumerate();
            words.all(|(offset, word)| para.word(place + offset) == *word)
        };
        for (_, kind) in PHRASES.iter().filter(|(words, _)| begins(words)) {
            let before = placed
                .iter()
                .rev()
                .find(|(_, at)| *at < place)
                .map(|(happening, _)| *happening);
            let after = placed
                .iter()
                .find(|(_, at)| *at > place)
                .map(|(happening, _)| *happening);
            found.extend(
                before
                    .or(last)
                    .zip(after)
                    .map(|(source, target)| (source, *kind, target)),
            );
        }
    }
    found
}

/// "during which he visited", "During the visit the ministers signed".
fn parts(story: &Story<'_, '_>, placed: &[(usize, usize)]) -> Vec<Link> {
    let mut found = Vec::new();
    for &(happening, at) in placed {
        let Some(other) = story.happenings.get(happening) else {
            continue;
        };
        let whole = if other.raw.inside {
            let before = placed.iter().filter(|(_, before)| *before < at);
            before.max_by_key(|(_, before)| *before).map(|(whole, _)| *whole)
        } else if other.dated == Dated::Nearby && other.category != Category::Visit {
            let whole = |whole: &Happening| {
                matches!(whole.category, Category::Visit | Category::Summit) && whole.date == other.date
            };
            story.happenings.iter().position(whole)
        } else {
            None
        };
        found.extend(whole.map(|whole| (happening, RelationKind::PartOf, whole)));
    }
    found
}

/// Whether a verb relates what it has before it to what it has behind it.
fn link(group: &verb::Group, knowledge: &Knowledge) -> Option<Does> {
    let verbs = group
        .entries
        .iter()
        .filter_map(|(verb, _)| knowledge.lexicon.verb(*verb));
    let mut does = verbs.filter_map(|verb| verb.does);
    does.find(|does| matches!(does, Does::Replace | Does::Return | Does::Answer))
}

/// Whether an event may be the object of such a verb.
fn fits(does: Does, other: &Happening) -> bool {
    match does {
        Does::Replace => matches!(
            other.category,
            Category::Treaty | Category::Agreement | Category::Statement
        ),
        // What happens during a visit is not the visit.
        Does::Return => other.category == Category::Visit && !other.raw.inside,
        _ => true,
    }
}
