//! Moving the cursor through the selection, and keeping rows and records at hand around it.

use std::sync::Arc;

use super::{ask, querying};
use crate::{
    catalog::Anchor,
    dates::{Civil, Day},
    tui::{
        effect::{Effect, Question},
        layers::Layer,
        record::{Page, Record},
        rows::{Arrangement, civil, distance},
        state::{Detail, State},
    },
};

/// Lines that are kept in sight above and below the cursor.
const MARGIN: usize = 2;
/// Records that are held.
const RECORDS: usize = 96;
/// Records that are asked for ahead, in each direction.
const AHEAD: usize = 4;

/// Lines of the timeline.
pub fn height(state: &State) -> usize {
    usize::from(
        state
            .areas
            .timeline
            .height
            .max(state.areas.detail.map_or(0, |detail| detail.height)),
    )
}

/// The rank that the cursor has, or is about to have.
pub fn rank(state: &State) -> usize {
    state.asked.rank.unwrap_or(state.cursor)
}

/// Puts the cursor on the row of that rank, at once if it is held.
pub fn go_to_rank(state: &mut State, to: usize, effects: &mut Vec<Effect>) {
    let to = to.min(state.selection.count.saturating_sub(1));
    if state.rows.get(to).is_some() {
        if state.asked.rank.take().is_some() {
            state.asked.look = None;
        }
        let moved = distance(&state.rows, state.cursor, to, state.today);
        let line = if to >= state.cursor {
            state.arrangement.cursor_line + moved
        } else {
            state.arrangement.cursor_line.saturating_sub(moved)
        };
        let last = height(state).saturating_sub(1);
        let margin = MARGIN.min(last / 2);
        put_cursor(state, to, line.clamp(margin, last - margin));
    } else if state.selection.count > 0 {
        querying::look(state, Anchor::Rank(to), effects);
        state.asked.rank = Some(to);
    }
}

/// Puts the cursor on a row that is held, and that row on a line.
pub fn put_cursor(state: &mut State, rank: usize, line: usize) {
    state.cursor = rank;
    state.selected = state.rows.get(rank).map(|row| row.id.clone());
    // While a query is typed, the cursor only visits what half a word selects.
    if state.selected.is_some() && !matches!(state.layers.last(), Some(Layer::Filter(_))) {
        state.anchor.clone_from(&state.selected);
    }
    state.arrangement = Arrangement::new(&state.rows, rank, line, height(state), state.today);
    state.dirty = true;
}

/// Moves by so many events.
pub fn by_events(state: &mut State, by: isize, effects: &mut Vec<Effect>) {
    state.stride = 0;
    go_to_rank(state, rank(state).saturating_add_signed(by), effects);
}

/// Moves by so many lines of the screen, the cursor staying where it is on it as far as that goes.
pub fn by_lines(state: &mut State, lines: isize, effects: &mut Vec<Effect>) {
    let to = rank_by_lines(state, rank(state), lines);
    state.stride = lines;
    let line = state.arrangement.cursor_line;
    if state.rows.get(to).is_some() && state.asked.rank.is_none() {
        put_cursor(state, to, line);
    } else {
        go_to_rank(state, to, effects);
    }
}

/// The rank of the event to which so many lines lead.
fn rank_by_lines(state: &State, from: usize, lines: isize) -> usize {
    let mut to = from;
    let mut left = lines.unsigned_abs();
    while left > 0 {
        let Some(next) = to
            .checked_add_signed(lines.signum())
            .filter(|next| *next < state.selection.count)
        else {
            break;
        };
        let step = if state.rows.get(next).is_some() {
            distance(&state.rows, to, next, state.today)
        } else {
            1
        };
        if step > left && to != from {
            break;
        }
        left = left.saturating_sub(step);
        to = next;
    }
    to
}

/// Puts the cursor on the first event of a day or later, wherever it is.
pub fn go_to_day(state: &mut State, day: Day, effects: &mut Vec<Effect>) {
    querying::look(state, Anchor::Day(day), effects);
}

/// Goes to the first event of the next year that has one, or back to the beginning of this or the one before.
pub fn by_year(state: &mut State, forward: bool, effects: &mut Vec<Effect>) {
    let Some(here) = state
        .rows
        .get(state.cursor)
        .and_then(|row| civil(row.interval.earliest))
    else {
        return by_events(state, if forward { 1 } else { -1 }, effects);
    };
    let first_of = |year: i64| {
        Civil {
            year,
            month: 1,
            day: 1,
        }
        .to_day()
    };
    if forward {
        return go_to_day(state, first_of(here.year + 1), effects);
    }
    let before = state.cursor.checked_sub(1).and_then(|rank| state.rows.get(rank));
    match before.and_then(|row| civil(row.interval.earliest)) {
        Some(before) => go_to_day(state, first_of(before.year), effects),
        None => by_events(state, -1, effects),
    }
}

/// Goes to the next, or the previous, column of the density strip that has events.
pub fn by_bucket(state: &mut State, forward: bool, effects: &mut Vec<Effect>) {
    let Some((row, buckets)) = state.rows.get(state.cursor).zip(state.selection.buckets.as_ref()) else {
        return;
    };
    let here = buckets
        .edges
        .partition_point(|edge| *edge <= row.interval.earliest)
        .saturating_sub(1);
    let full = |bucket: &usize| {
        state
            .selection
            .histogram
            .get(*bucket)
            .is_some_and(|count| *count > 0)
    };
    let found = if forward {
        (here + 1..buckets.len()).find(full)
    } else {
        (0..here.min(buckets.len())).rev().find(full)
    };
    if let Some(day) = found.and_then(|bucket| buckets.edges.get(bucket)) {
        go_to_day(state, *day, effects);
    }
}

/// Remembers where the cursor is, to come back to.
pub fn remember(state: &mut State) {
    const MOST: usize = 200;
    if let Some(id) = state.selected.clone()
        && state.jumps.last() != Some(&id)
    {
        if state.jumps.len() == MOST {
            state.jumps.remove(0);
        }
        state.jumps.push(id);
    }
}

/// Puts the cursor on the event of that id; looks around where the filter hides it.
pub fn go_to_event(state: &mut State, id: &str, effects: &mut Vec<Effect>) {
    if let Some(rank) = state.rows.rank_of(id) {
        go_to_rank(state, rank, effects);
    } else {
        querying::look(state, Anchor::Event(id.into()), effects);
        state.asked.event = Some(id.into());
    }
}

/// After every message: the arrangement fits the size, the record is the cursor's, and what will be needed
/// next is asked for.
pub fn settle(state: &mut State, effects: &mut Vec<Effect>) {
    if !state.loaded {
        return;
    }
    let height = height(state);
    if state.arrangement.height != height
        || (state.arrangement.lines.is_empty() && !state.rows.rows.is_empty())
    {
        let line = state.arrangement.cursor_line;
        put_cursor(state, state.cursor, line);
    }
    // The record first: the screen waits for it, and for nothing else of these.
    fetch_records(state, effects);
    fetch_rows(state, height, effects);
    lay_record(state);
}

/// Asks for the rows around the cursor before they are needed.
fn fetch_rows(state: &mut State, height: usize, effects: &mut Vec<Effect>) {
    if state.asked.look.is_some() || state.asked.ahead.is_some() || state.rows.rows.is_empty() {
        return;
    }
    let short_above = state.rows.first > 0 && state.cursor < state.rows.first + height;
    let short_below = state.rows.end() < state.rows.total && state.cursor + height >= state.rows.end();
    if short_above || short_below {
        let question = querying::question(state, Anchor::Rank(state.cursor));
        state.asked.ahead = Some(ask(state, question, effects));
    }
}

/// Asks for the record under the cursor, and for those that the next keys lead to, laid out beforehand.
fn fetch_records(state: &mut State, effects: &mut Vec<Effect>) {
    let Some(selected) = state.selected.clone() else {
        state.asked.detail = None;
        return;
    };
    let width = usize::from(state.areas.record().width);
    let held = |id: &str| {
        let detail = state.details.iter().find(|detail| &*detail.event.id == id);
        detail.is_some_and(|detail| width == 0 || detail.page.width == width)
    };
    // Who has just gone by a page is likely to go by another, or back.
    let strides = [state.stride, -state.stride]
        .into_iter()
        .filter(|lines| *lines != 0);
    let strides: Vec<usize> = strides
        .map(|lines| rank_by_lines(state, state.cursor, lines))
        .collect();
    let around = |reach: usize| {
        (state.cursor.saturating_sub(reach)..=state.cursor + reach)
            .chain(strides.iter().copied())
            .filter_map(|rank| state.rows.get(rank))
            .map(|row| &row.id)
            .filter(|id| !held(id))
            .cloned()
            .collect::<Vec<_>>()
    };
    let missing = state.detail().is_none();
    if missing && state.asked.detail.as_ref() == Some(&selected) {
        return;
    }
    // What the screen waits for is asked for alone, so that nothing else delays it.
    let ids = if missing {
        vec![selected.clone()]
    } else {
        around(AHEAD)
    };
    state.asked.detail = missing.then_some(selected);
    if missing || (!state.asked.records && !around(AHEAD / 2).is_empty()) {
        state.asked.records = true;
        ask(state, Question::Details(ids, width), effects);
    }
}

/// Takes records, the newest last, and lets the oldest go.
pub fn keep_records(state: &mut State, records: impl IntoIterator<Item = Arc<Detail>>) {
    for record in records {
        state.details.retain(|held| held.event.id != record.event.id);
        state.details.push(record);
    }
    let surplus = state.details.len().saturating_sub(RECORDS);
    state.details.drain(..surplus);
}

/// Opens the record of the event under the cursor; lays it out only where that was not done beforehand.
fn lay_record(state: &mut State) {
    let width = usize::from(state.areas.record().width);
    if width == 0 {
        return;
    }
    match state.detail() {
        Some(detail) if state.record.page.id != detail.event.id || state.record.page.width != width => {
            let page = if detail.page.width == width {
                detail.page.clone()
            } else {
                Arc::new(Page::new(detail, width, state.today))
            };
            state.record = Record::new(page);
            if let Some((id, marked, scroll)) = state.reread.take()
                && id == state.record.page.id
            {
                let height = usize::from(state.areas.record().height);
                state.record.marked = marked.filter(|marked| *marked < state.record.page.targets.len());
                state.record.scroll_by(scroll as isize, height);
            }
            state.dirty = true;
        }
        None if !state.record.page.id.is_empty() && state.asked.detail.is_none() => {
            state.record = Record::default();
            state.dirty = true;
        }
        _ => {}
    }
}
