//! Whether the collection has the event of a draft: the same what, when and who.

use rustc_hash::FxHashSet;

use super::{Draft, Knowledge, Matched, merge::alike};
use crate::{
    dates::Interval,
    model::{Actor, Category, Claim, Event, Term},
    places::Code,
    text::{fold, words},
};

/// From here on it is the same event.
const SAME: f32 = 0.72;
/// From here on it looks like it.
const SIMILAR: f32 = 0.55;
/// Days by which two dates may miss each other and yet be one: time zones, reports of the day after.
const SLACK: i64 = 1;

/// Days for which what is only alleged goes on being told, by articles that do not say when it happened.
const LONG_TOLD: i64 = 400;

/// What the collection has of each draft of an article. Two drafts are never the same event: the one that is more alike
/// has it, and the other one is the next that it is alike enough to, or only looks like it. `undated` says of which
/// drafts the article gives no date; those past its end have one.
pub(super) fn match_all(drafts: &mut [Draft], undated: &[bool], knowledge: &Knowledge) {
    let mut pairs: Vec<(f32, usize, u32)> = Vec::new();
    for (place, draft) in drafts.iter().enumerate() {
        let undated = undated.get(place).copied().unwrap_or_default();
        let found = candidates(draft, undated, knowledge);
        pairs.extend(
            found
                .into_iter()
                .map(|(likeness, event)| (likeness, place, event)),
        );
    }
    // The likest first; of equals the earlier draft, and the earlier event.
    pairs.sort_by(|one, other| {
        let likest = other.0.total_cmp(&one.0);
        likest.then(one.1.cmp(&other.1)).then(one.2.cmp(&other.2))
    });
    let (mut settled, mut taken) = (FxHashSet::default(), FxHashSet::default());
    for (_, place, index) in pairs.iter().filter(|(likeness, ..)| *likeness >= SAME) {
        if settled.contains(place) || taken.contains(index) {
            continue;
        }
        if let Some((draft, event)) = drafts.get_mut(*place).zip(knowledge.events.get(*index as usize)) {
            draft.matched = Matched::Same(event.id.clone());
            settled.insert(*place);
            taken.insert(*index);
        }
    }
    for (_, place, index) in &pairs {
        if let Some((draft, event)) = drafts.get_mut(*place).zip(knowledge.events.get(*index as usize))
            && settled.insert(*place)
        {
            draft.matched = Matched::Similar(event.id.clone());
        }
    }
}

/// The events of the collection that a draft may be, with how alike they are.
fn candidates(draft: &Draft, undated: bool, knowledge: &Knowledge) -> Vec<(f32, u32)> {
    // Whoever shares no country shares no event: the shortest list of events of one of its countries is enough when
    // all of them must be there, but an article may name fewer than the collection. So all lists, each event once.
    let mut seen = FxHashSet::default();
    let lists = draft
        .countries
        .iter()
        .flat_map(|code| family(*code))
        .filter_map(|code| knowledge.by_country.get(&code));
    let title: FxHashSet<String> = content(&draft.title).chain(content(&draft.quote)).collect();
    let mut days = draft.date.interval();
    if undated && !draft.claims.is_empty() {
        days.earliest = days.earliest.saturating_sub(LONG_TOLD);
    }
    let mut found = Vec::new();
    for &index in lists.flatten().chain(&knowledge.of_nobody) {
        let Some(event) = knowledge.events.get(index as usize) else {
            continue;
        };
        if !near(&days, &event.date.interval()) || !seen.insert(index) {
            continue;
        }
        let likeness = likeness(draft, event, &title);
        if likeness >= SIMILAR {
            found.push((likeness, index));
        }
    }
    found
}

/// What claims and speakers say for two being one event, or against it.
fn voices(draft: &Draft, event: &Event) -> f32 {
    let claims = |one: &Claim, other: &Claim| {
        one.stance == other.stance && one.by.iter().any(|actor| other.by.contains(actor))
    };
    let contested = draft
        .claims
        .iter()
        .any(|one| event.claims.iter().any(|other| claims(one, other)));
    let contested = if contested { 0.1 } else { 0.0 };
    // A statement is whose it is.
    let both = draft.category == Category::Statement && event.category.known() == Some(Category::Statement);
    if !both || draft.initiators.is_empty() {
        return contested;
    }
    // Where it is not said whose it is, the country named first has it.
    let first = event.countries.first().cloned().map(Actor::Country);
    let whose: Vec<&Actor> = if event.initiators.is_empty() {
        first.iter().collect()
    } else {
        event.initiators.iter().collect()
    };
    if whose.is_empty() {
        return contested;
    }
    let country = draft
        .countries
        .first()
        .map(|code| Actor::Country(Term::Known(*code)));
    let speaker = draft.initiators.iter().chain(&country).any(|actor| match actor {
        Actor::Person(name) if event.people.contains(name) => true,
        Actor::Organization(name) if event.organizations.contains(name) => true,
        actor => whose.contains(&actor),
    });
    contested + if speaker { 0.0 } else { -0.15 }
}

/// A country with those that came before it or after it: what an article gives to Russia may stand under the Soviet
/// Union.
fn family(code: Code) -> impl Iterator<Item = Code> {
    let country = code.country();
    let before = country.predecessors.iter().chain(&country.successors);
    std::iter::once(code).chain(before.map(|other| other.country))
}

fn near(one: &Interval, other: &Interval) -> bool {
    let wider = Interval {
        earliest: one.earliest.saturating_sub(SLACK),
        latest: one.latest.saturating_add(SLACK),
    };
    wider.touches(other)
}

/// How alike they are, from 0 to 1.
fn likeness(draft: &Draft, event: &Event, title: &FxHashSet<String>) -> f32 {
    let what = match event.category.known() {
        Some(category) if category == draft.category => 0.3,
        Some(category) if alike(category, draft.category) || akin(category, draft.category) => 0.2,
        _ => 0.0,
    };
    let (mine, theirs) = (draft.date.interval(), event.date.interval());
    let when = if mine == theirs {
        0.3
    } else if theirs.contains(&mine) || mine.contains(&theirs) {
        // A year that holds a day says less than a month that does.
        let longer = length(&mine).max(length(&theirs));
        if longer < 40 { 0.25 } else { 0.18 }
    } else {
        0.15
    };
    let own: Vec<Code> = event.countries.iter().filter_map(Term::known).collect();
    let shared = own
        .iter()
        .filter(|code| {
            draft
                .countries
                .iter()
                .any(|mine| mine == *code || family(*mine).any(|other| other == **code))
        })
        .count();
    let all = own.len() + draft.countries.len() - shared.min(draft.countries.len());
    let who = if all == 0 {
        0.1
    } else {
        0.25 * shared as f32 / all as f32
    };
    let people = draft
        .people
        .iter()
        .filter(|name| event.people.contains(name))
        .count();
    let least = draft.people.len().min(event.people.len());
    let people = if least == 0 {
        0.05
    } else {
        0.1 * people as f32 / least as f32
    };
    let theirs: FxHashSet<String> = content(&event.title).collect();
    let common = theirs.iter().filter(|word| title.contains(*word)).count();
    let said = if theirs.is_empty() {
        0.0
    } else {
        0.15 * common as f32 / theirs.len() as f32
    };
    what + when + who + people + said + voices(draft, event)
}

fn length(days: &Interval) -> i64 {
    days.latest.saturating_sub(days.earliest)
}

/// Categories between which authors choose differently.
fn akin(one: Category, other: Category) -> bool {
    let group = |category| match category {
        Category::Visit | Category::Summit | Category::Meeting | Category::Negotiation => 1,
        Category::Treaty | Category::Agreement | Category::Statement => 2,
        Category::Military | Category::Aid | Category::Conflict | Category::Trade => 4,
        Category::Election | Category::Vote => 8,
        _ => 0,
    };
    group(one) & group(other) != 0
}

/// The words of a text that say something.
fn content(text: &str) -> impl Iterator<Item = String> {
    let folded = fold(text);
    let words: Vec<String> = words(&folded)
        .filter(|word| word.len() > 2 && *word != "the" && *word != "and")
        .map(str::to_owned)
        .collect();
    words.into_iter()
}
