//! Which date of a sentence belongs to which event of it.

use std::ops::Range;

use super::{find::Raw, scan::Para};

/// Gives the events of a sentence their dates.
pub(super) fn bind(para: &Para<'_>, sentence: &Range<usize>, events: &mut [Raw]) {
    let dated = |at: usize| para.date_at.get(at).copied().flatten();
    let mut all: Vec<usize> = sentence.clone().filter_map(dated).collect();
    all.dedup();
    // "21 October 2003: The ministers …": the date of the whole paragraph.
    let head = head(para);
    let by_nouns: Vec<usize> = events
        .iter()
        .filter(|raw| raw.nominal)
        .flat_map(|raw| raw.dates.clone())
        .collect();

    let mut behind = sentence.start;
    for index in 0..events.len() {
        let (before, rest) = events.split_at_mut(index);
        let Some(raw) = rest.first_mut() else { break };
        if raw.nominal {
            continue;
        }
        let window = behind.min(raw.trigger.start)..raw.extent.end;
        behind = raw.extent.end.max(raw.trigger.end);
        // "cancelled the summit that was planned for 12 June": the day of the summit, not that of the news.
        if raw.status == crate::model::Status::Cancelled
            && let Some(noun) = &raw.noun
            && let Some(date) = (noun.tokens.end..sentence.end).find_map(dated)
        {
            raw.dates = vec![date];
            continue;
        }
        // "on 23 May, when the police arrested …".
        let start = raw.extent.start;
        let when = (sentence.start..=start)
            .rev()
            .take(4)
            .find(|&at| matches!(para.word(at), "when" | "where"));
        if let Some(when) = when
            && let Some(date) = when
                .checked_sub(1)
                .and_then(|at| dated(at).or_else(|| at.checked_sub(1).and_then(dated)))
        {
            raw.dates = vec![date];
            continue;
        }
        let free = |at: &usize| dated(*at).is_some_and(|date| !by_nouns.contains(&date));
        let after = (raw.trigger.end..window.end).find(free);
        let ahead = (window.start..raw.trigger.start).rev().find(free);
        if let Some(at) = after.or(ahead) {
            let date = dated(at).unwrap_or_default();
            raw.dates = vec![date];
            let many = raw.noun.as_ref().is_some_and(|noun| noun.many)
                || raw.category == crate::model::Category::Agreement;
            if many || raw.noun.is_none() {
                raw.dates.extend(list(para, sentence, date));
            }
            let tokens = tokens_of(para, sentence, &raw.dates);
            if tokens.start >= raw.trigger.start || raw.extent.start.saturating_sub(tokens.end) < 4 {
                raw.extent = raw.extent.start.min(tokens.start)..raw.extent.end.max(tokens.end);
            }
            continue;
        }
        let last = before
            .iter()
            .rev()
            .find(|last| !last.nominal && !last.dates.is_empty());
        if let Some(last) = last.filter(|_| raw.shared) {
            raw.dates = last.dates.get(..1).map(<[usize]>::to_vec).unwrap_or_default();
        } else if let Some(lead) = lead(para, sentence).filter(|date| !by_nouns.contains(date)) {
            raw.dates = vec![lead];
        } else if let Some(head) = head {
            raw.dates = vec![head];
        }
    }
    for index in 0..events.len() {
        let Some(raw) = events
            .get(index)
            .filter(|raw| !raw.nominal && raw.dates.is_empty())
        else {
            continue;
        };
        // The one date that is left, beyond the clause: "…, the ministry said on Friday".
        let bound = events.iter().flat_map(|raw| raw.dates.clone()).collect();
        let start = raw.extent.start;
        if let Some(only) = only(&all, &by_nouns, bound)
            && let Some(raw) = events.get_mut(index)
        {
            raw.dates = vec![only];
            raw.borrowed = true;
            continue;
        }
        // "…, hours after North Korea fired a missile".
        let hours = start.checked_sub(2).is_some_and(|at| {
            matches!(para.word(at), "hours" | "minutes" | "moments" | "shortly")
                && matches!(para.word(at + 1), "after" | "before")
        });
        let other = events
            .get(..index)
            .and_then(|before| before.iter().rev().find(|other| !other.dates.is_empty()));
        if let Some(dates) = other.filter(|_| hours).map(|other| other.dates.clone())
            && let Some(raw) = events.get_mut(index)
        {
            raw.dates = dates;
            raw.borrowed = true;
        }
    }
    if let Some(head) = head {
        for raw in events
            .iter_mut()
            .filter(|raw| raw.dates.is_empty() && raw.named.is_none())
        {
            raw.dates = vec![head];
        }
    }
}

fn only(all: &[usize], nouns: &[usize], others: Vec<usize>) -> Option<usize> {
    let mut free = all
        .iter()
        .filter(|date| !nouns.contains(date) && !others.contains(date));
    let first = free.next()?;
    free.next().is_none().then_some(*first)
}

/// The date that a sentence begins with, before its first verb: "In 2019", "Last month,", "On the Friday before".
fn lead(para: &Para<'_>, sentence: &Range<usize>) -> Option<usize> {
    const FAR: usize = 5;
    (sentence.start..sentence.end.min(sentence.start + FAR))
        .find_map(|at| para.date_at.get(at).copied().flatten())
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
