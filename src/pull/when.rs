//! Which date of a sentence belongs to which event of it.

use std::ops::Range;

use super::{find::Raw, knowledge::Knowledge, merge::alike, scan::Para, timex::EventDate};
use crate::model::{Category, Status};

/// Gives the events of a sentence their dates.
pub(super) fn bind(para: &Para<'_>, sentence: &Range<usize>, events: &mut [Raw], knowledge: &Knowledge) {
    leave_to_verbs(para, sentence, events, knowledge);
    let nominal = events.iter().filter(|raw| raw.nominal);
    let by_nouns: Vec<usize> = nominal.flat_map(|raw| raw.dates.clone()).collect();
    let mut behind = sentence.start;
    for index in 0..events.len() {
        let (before, rest) = events.split_at_mut(index);
        let Some(raw) = rest.first_mut().filter(|raw| !raw.nominal) else {
            continue;
        };
        let window = behind.min(raw.trigger.start)..raw.extent.end;
        behind = raw.extent.end.max(raw.trigger.end);
        if let Some(date) = of_its_own(para, sentence, raw) {
            raw.dates = vec![date];
        } else if !beside(para, sentence, raw, &window, &by_nouns) {
            let mut earlier = before.iter().rev();
            let last = earlier.find(|last| !last.nominal && !last.dates.is_empty());
            let first = before
                .first()
                .map_or(raw.trigger.start, |first| first.trigger.start);
            let leads = !(raw.weak && raw.relative);
            let lead = lead(para, &(sentence.start..first)).filter(|date| leads && !by_nouns.contains(date));
            let last = last
                .filter(|_| raw.shared && !raw.weak)
                .and_then(|last| last.dates.first().copied());
            raw.dates.extend(last.or(lead));
        }
    }
    // "21 October 2003: The ministers …": the date of the whole paragraph.
    if let Some(head) = head(para) {
        let first = para
            .sentences
            .first()
            .is_some_and(|first| first.contains(&sentence.start));
        let verb = events.iter().any(|raw| !raw.nominal);
        let without = events.iter_mut().filter(|raw| {
            let tells = if raw.nominal || raw.weak { first } else { true };
            // "After a civil war X declares independence": the war is not of that day.
            raw.dates.is_empty() && raw.named.is_none() && tells && !(raw.nominal && verb)
        });
        without.for_each(|raw| {
            raw.dates = vec![head];
            raw.listed = para.item.is_some();
        });
    }
    for index in 0..events.len() {
        let open = events
            .get(index)
            .is_some_and(|raw| !raw.nominal && raw.dates.is_empty());
        let dates = if open {
            elsewhere(para, sentence, events, index, &by_nouns)
        } else {
            None
        };
        if let Some((raw, dates)) = events.get_mut(index).zip(dates) {
            raw.dates = dates;
            raw.borrowed = true;
        }
    }
}

/// "are to elect a successor by secret ballot on 20 July": the day is that of the verb, and the ballot no event beside
/// it.
fn leave_to_verbs(para: &Para<'_>, sentence: &Range<usize>, events: &mut [Raw], knowledge: &Knowledge) {
    let verbs: Vec<(Range<usize>, Category)> = events
        .iter()
        .filter(|raw| !raw.nominal && !raw.weak)
        .map(|raw| (raw.trigger.end..raw.extent.end, raw.category))
        .collect();
    let any_verb = events
        .iter()
        .filter(|raw| !raw.nominal)
        .map(|raw| raw.trigger.start)
        .min();
    for raw in events.iter_mut().filter(|raw| raw.nominal) {
        let Some(noun) = &raw.noun else { continue };
        let alone = knowledge.lexicon.noun(noun.noun).is_none_or(|noun| noun.alone);
        // "arrived on 16 May for a two-day visit"; "condemned the sanctions on Wednesday": a weekday is that of the news.
        let weekday = |date: &usize| para.dates.get(*date).is_some_and(|date| is_weekday(para, date));
        let news = raw.dates.iter().any(weekday);
        // "adopted a resolution on a ceasefire on 10 June": what is done is done on a day, what is told of is of one.
        let on = |date: &usize| {
            let first = (noun.tokens.end..raw.extent.end).find(|&at| dated(para, at) == Some(*date));
            first.is_some_and(|first| para.before(first) == "on")
        };
        let day = raw.dates.iter().any(on);
        let of_verb = |(words, category): &(Range<usize>, Category)| {
            let done = news || day && *category != Category::Statement;
            words.contains(&noun.tokens.start) && (!alone || alike(*category, raw.category) || done)
        };
        // "In an interview in September 2004 he called": the day is that of what he said.
        let leads = !alone
            && noun.tokens.start <= sentence.start + 2
            && para.word(sentence.start) == "in"
            && any_verb.is_some_and(|verb| noun.tokens.end <= verb);
        if leads || verbs.iter().any(of_verb) {
            raw.dates.clear();
        }
    }
}

/// "Tuesday", "on Friday", "yesterday".
fn is_weekday(para: &Para<'_>, date: &EventDate) -> bool {
    let said = para.text.get(date.bytes.clone()).unwrap_or_default();
    said.ends_with("day") && !said.contains(|c: char| c.is_ascii_digit()) && !said.contains(' ')
}

fn dated(para: &Para<'_>, at: usize) -> Option<usize> {
    para.date_at.get(at).copied().flatten()
}

/// A date that belongs to the event whatever stands nearer: "cancelled the summit that was planned for 12 June" has
/// the day of the summit, not that of the news; "on 23 May, when the police arrested" that before "when".
fn of_its_own(para: &Para<'_>, sentence: &Range<usize>, raw: &Raw) -> Option<usize> {
    if raw.status == Status::Cancelled {
        let noun = raw.noun.as_ref()?;
        return (noun.tokens.end..sentence.end).find_map(|at| dated(para, at));
    }
    let mut before = (sentence.start..=raw.extent.start).rev().take(4);
    let when = before.find(|&at| matches!(para.word(at), "when" | "where"))?;
    let last = when.checked_sub(1)?;
    dated(para, last).or_else(|| last.checked_sub(1).and_then(|at| dated(para, at)))
}

/// The date within the words of the event, the nearest behind its verb or else before it. False where there is none.
fn beside(
    para: &Para<'_>,
    sentence: &Range<usize>,
    raw: &mut Raw,
    window: &Range<usize>,
    nouns: &[usize],
) -> bool {
    // "free since 1999", in an item of a chronology, is not when it was.
    let open = |date: usize| {
        let date = para.dates.get(date).map(|date| date.edtf.as_str());
        para.item.is_some() && date.is_some_and(|date| date.ends_with("/.."))
    };
    let free = |at: &usize| dated(para, *at).is_some_and(|date| !nouns.contains(&date) && !open(date));
    // "refused on Thursday …, and on Saturday the president": the second day is another's.
    let another = |at: &usize| {
        (raw.trigger.end..*at).any(|at| {
            para.word(at) == ";" || para.word(at) == "," && matches!(para.word(at + 1), "and" | "but")
        }) && !matches!(para.before(raw.trigger.start), "both")
    };
    let lead = lead(para, sentence).is_some_and(|date| !nouns.contains(&date));
    let after = (raw.trigger.end..window.end)
        .find(free)
        .filter(|at| !lead || !another(at));
    // What stands before a relative clause is not when that happened.
    let own = !(raw.weak && raw.relative);
    let at = after.or_else(|| (window.start..raw.trigger.start).rev().find(free).filter(|_| own));
    let Some(date) = at.and_then(|at| dated(para, at)) else {
        return false;
    };
    if raw.weak
        && raw.category == Category::Statement
        && !at.is_some_and(|at| says_when(para, sentence, raw, at))
    {
        return false;
    }
    raw.dates = vec![date];
    let many = !raw.weak && raw.noun.as_ref().is_none_or(|noun| noun.many);
    if many
        || matches!(
            raw.category,
            Category::Agreement | Category::Visit | Category::Summit | Category::Meeting
        )
    {
        raw.dates.extend(list(para, sentence, date));
    }
    let tokens = tokens_of(para, sentence, &raw.dates);
    if tokens.start >= raw.trigger.start || raw.extent.start.saturating_sub(tokens.end) < 4 {
        raw.extent = raw.extent.start.min(tokens.start)..raw.extent.end.max(tokens.end);
    }
    true
}

/// Whether a date says when something was said: "said on Tuesday that", "On Tuesday the minister said", and not what
/// was said of a day.
fn says_when(para: &Para<'_>, sentence: &Range<usize>, raw: &Raw, at: usize) -> bool {
    const NEAR: usize = 3;
    let content = (raw.trigger.end..at).any(|at| matches!(para.word(at), "that" | "\"" | "“"));
    let behind = at >= raw.trigger.end && at < raw.trigger.end + 2 * NEAR && !content;
    let before = at < raw.trigger.start && raw.trigger.start - at <= NEAR;
    let lead = at < sentence.start + NEAR + 1;
    let head = para.item.is_some() && at < NEAR;
    let subject = at < raw.extent.start && raw.extent.start - at <= NEAR;
    behind || before || lead || head || subject
}

/// The date of an event that has none in its clause: the one date of the sentence that no other event has ("…, the
/// ministry said on Friday"), or that of the event beside it ("hours after North Korea fired a missile").
fn elsewhere(
    para: &Para<'_>,
    sentence: &Range<usize>,
    events: &[Raw],
    index: usize,
    nouns: &[usize],
) -> Option<Vec<usize>> {
    let mut all: Vec<usize> = sentence.clone().filter_map(|at| dated(para, at)).collect();
    all.dedup();
    // When it was said is when it was, where nothing else says so.
    let told = events.iter().filter(|raw| !super::weak::says(raw));
    let bound: Vec<usize> = told.flat_map(|raw| raw.dates.clone()).collect();
    if let Some(only) = only(&all, nouns, &bound) {
        return Some(vec![only]);
    }
    let start = events.get(index)?.extent.start.checked_sub(2)?;
    let beside = matches!(para.word(start), "hours" | "minutes" | "moments" | "shortly")
        && matches!(para.word(start + 1), "after" | "before");
    let mut before = events.get(..index)?.iter().rev();
    before
        .find(|other| beside && !other.dates.is_empty())
        .map(|other| other.dates.clone())
}

fn only(all: &[usize], nouns: &[usize], others: &[usize]) -> Option<usize> {
    let mut free = all
        .iter()
        .filter(|date| !nouns.contains(date) && !others.contains(date));
    let first = free.next()?;
    free.next().is_none().then_some(*first)
}

/// The date that a sentence begins with, before its first verb: "In 2019", "Last month,", "On the Friday before".
fn lead(para: &Para<'_>, sentence: &Range<usize>) -> Option<usize> {
    const FAR: usize = 5;
    let mut at =
        (sentence.start..sentence.end.min(sentence.start + FAR)).find(|&at| dated(para, at).is_some())?;
    let first = dated(para, at)?;
    while dated(para, at) == Some(first) {
        at += 1;
    }
    // "A year later, in February 1998,": the second says it better.
    let second = if para.word(at) == "," && matches!(para.word(at + 1), "in" | "on") {
        dated(para, at + 2)
    } else {
        None
    };
    second.or(Some(first))
}

/// The date before a colon or a dash at the head of a paragraph, as chronologies have it.
fn head(para: &Para<'_>) -> Option<usize> {
    const FAR: usize = 9;
    let date = para.date_at.first().copied().flatten()?;
    let end =
        (0..FAR.min(para.tokens.len())).find(|&at| para.date_at.get(at).copied().flatten() != Some(date))?;
    matches!(para.word(end), ":" | "-" | "—").then_some(date)
}

/// The dates that follow one in a list: "in 1961, 2000 and 2001".
fn list(para: &Para<'_>, sentence: &Range<usize>, first: usize) -> Vec<usize> {
    let mut dates = Vec::new();
    let mut last = first;
    for at in sentence.clone() {
        let Some(date) = para.date_at.get(at).copied().flatten() else {
            continue;
        };
        if date <= last {
            continue;
        }
        let between = (sentence.start..at)
            .rev()
            .take_while(|&at| para.date_at.get(at).copied().flatten() != Some(last));
        let joined = between
            .into_iter()
            .all(|at| matches!(para.word(at), "," | "and" | "again" | "in" | "or"));
        if !joined {
            break;
        }
        dates.push(date);
        last = date;
    }
    dates
}

fn tokens_of(para: &Para<'_>, sentence: &Range<usize>, dates: &[usize]) -> Range<usize> {
    let inside = |at: &usize| {
        para.date_at
            .get(*at)
            .copied()
            .flatten()
            .is_some_and(|date| dates.contains(&date))
    };
    let start = sentence.clone().find(inside).unwrap_or(sentence.start);
    let end = sentence.clone().rev().find(inside).map_or(start, |last| last + 1);
    start..end
}
