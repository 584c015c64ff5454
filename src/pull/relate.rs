//! What one event is to another, where the text says so: "replaces", "in response to", "returns the visit", "during".

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
    let mut found: Vec<(usize, RelationKind, usize)> = Vec::new();
    let at = |story: &Story<'_, '_>, happening: usize| {
        let telling = story.happenings.get(happening).and_then(|other| {
            let mut tellings = other.tellings.iter().rev();
            tellings.find(|telling| telling.para == index && range.contains(&telling.trigger.start))
        });
        telling.map(|telling| telling.trigger.start)
    };

    for group in verb::verbs(para, &range, story.knowledge) {
        let Some(does) = link(&group, story.knowledge) else {
            continue;
        };
        if group.negative || group.possible {
            continue;
        }
        let subject = subject::subject(para, &range, &group, story.knowledge);
        let targets: Vec<usize> = here
            .iter()
            .copied()
            .filter(|&happening| at(story, happening).is_some_and(|at| at > group.at))
            .filter(|&happening| {
                story
                    .happenings
                    .get(happening)
                    .is_some_and(|other| fits(does, other))
            })
            .collect();
        let own = here.iter().copied().rfind(|&happening| {
            at(story, happening).is_some_and(|at| at < group.start && at >= subject.start)
        });
        let noun = subject
            .noun
            .as_ref()
            .and_then(|noun| story.knowledge.lexicon.noun(noun.noun));
        let by_noun = noun.and_then(|noun| {
            story
                .happenings
                .iter()
                .enumerate()
                .rfind(|(place, other)| !targets.contains(place) && alike(other.category, noun.category))
                .map(|(place, _)| place)
        });
        let paper = (does == Does::Replace)
            .then(|| {
                let mut known = story.happenings.iter().enumerate();
                known
                    .rfind(|(place, other)| {
                        !targets.contains(place) && alike(other.category, Category::Treaty)
                    })
                    .map(|(place, _)| place)
            })
            .flatten();
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

    for (words, kind) in PHRASES {
        for place in range.clone() {
            let begins = words
                .iter()
                .enumerate()
                .all(|(offset, word)| para.word(place + offset) == *word);
            if !begins {
                continue;
            }
            let before = here
                .iter()
                .copied()
                .rfind(|&happening| at(story, happening).is_some_and(|at| at < place));
            let after = here
                .iter()
                .copied()
                .find(|&happening| at(story, happening).is_some_and(|at| at > place));
            if let Some((source, target)) = before.or(last).zip(after) {
                found.push((source, *kind, target));
            }
        }
    }

    // "during which he visited", "During the visit the ministers signed".
    for &happening in here {
        let Some(other) = story.happenings.get(happening) else {
            continue;
        };
        let whole = if other.raw.inside {
            let mut others = here.iter().copied().filter(|&other| other != happening);
            others.find(|&other| at(story, other) < at(story, happening))
        } else if other.dated == Dated::Nearby && other.category != Category::Visit {
            let same = |whole: &&Happening| whole.date == other.date;
            let visits = [Category::Visit, Category::Summit];
            story
                .happenings
                .iter()
                .position(|whole| visits.contains(&whole.category) && same(&whole))
        } else {
            None
        };
        found.extend(whole.map(|whole| (happening, RelationKind::PartOf, whole)));
    }

    for (source, kind, target) in found {
        if let Some(other) = story.happenings.get_mut(source)
            && source != target
            && !other.relations.contains(&(kind, target))
        {
            other.relations.push((kind, target));
        }
    }
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
        Does::Return => other.category == Category::Visit,
        _ => true,
    }
}
