//! What answers and files bring. An answer to an old question is dropped.

use std::sync::Arc;

use super::{moving, querying, say};
use crate::{
    catalog::Anchor,
    model::Totals,
    query::{FIELDS, QueryError},
    tui::{
        action::{Action, Context},
        effect::{Effect, Ticket},
        layers::Layer,
        message::{Answer, Loaded, Look},
        state::State,
    },
};

/// Takes a collection that was read; cursor, scroll and filter stay where they are.
pub fn loaded(state: &mut State, loaded: Loaded, effects: &mut Vec<Effect>) {
    // While events come in, the cursor stays at today for as long as nobody has moved it.
    let filling = !state.complete && !state.touched;
    if state.complete && !loaded.partial {
        tell(state, &loaded);
        mark_fresh(state, &loaded, effects);
    }
    let selected = state.rows.get(state.cursor).map(|row| row.interval.earliest);
    if !loaded.partial {
        state.dirty |= state.reading.take().is_some() || !state.complete;
        state.complete = true;
    }
    if loaded.same && state.loaded {
        return;
    }
    state.loaded = true;
    state.eras = loaded.eras;
    state.totals = loaded.findings.iter().collect();
    state.findings = loaded.findings;
    for layer in &mut state.layers {
        if let Layer::Findings(list) = layer {
            list.renew(Arc::clone(&state.findings));
        }
    }
    state.selection.all = loaded.events;
    state.details.clear();
    let record = std::mem::take(&mut state.record);
    if !record.page.id.is_empty() {
        state.reread = Some((record.page.id.clone(), record.marked, record.scroll));
    }
    state.asked.detail = None;
    let text = state.query.text.clone();
    if state.look.is_some() {
        querying::look_again(state, effects);
    } else {
        let anchor = match (&state.anchor, selected) {
            _ if filling => Anchor::Day(state.today),
            (Some(id), Some(day)) => Anchor::Near(id.clone(), day),
            (Some(id), None) => Anchor::Event(id.clone()),
            (None, _) => Anchor::Day(state.today),
        };
        querying::try_query(state, &text, anchor, effects);
    }
}

/// Says what is no more than good news: not in the place of what has just been said of a change, or of the editor.
fn say_if_silent(state: &mut State, said: impl AsRef<str>) {
    if state.notice.is_none() {
        say(state, said, false);
    }
}

/// Says what a reading brought, where somebody waits for it or ought to know.
fn tell(state: &mut State, loaded: &Loaded) {
    let counted = |count: usize, what: &str| {
        let s = if count == 1 { "" } else { "s" };
        format!("{} {what}{s}", crate::text::grouped(count))
    };
    // A reading of the watcher's may come first: it says nothing.
    let edited = if loaded.asked { state.edited.take() } else { None };
    if let Some(file) = edited {
        let found = loaded.findings.iter().filter(|finding| finding.file == file);
        let totals: Totals = found.collect();
        let name = file.display();
        match totals.errors + totals.warnings {
            0 => say_if_silent(state, format!("{name}: nothing is wrong in it")),
            found => {
                let key = state.keymap.key_of(Context::Timeline, Action::Findings);
                let key = key.map_or_else(String::new, |key| format!("; {key} shows them"));
                say(
                    state,
                    format!("{name}: {}{key}", counted(found, "finding")),
                    totals.errors > 0,
                );
            }
        }
    } else if loaded.asked {
        let events = counted(loaded.events, "event");
        let said = match loaded.findings.len() {
            0 => format!("Read again: {events}"),
            found => format!("Read again: {events}, {}", counted(found, "finding")),
        };
        say_if_silent(state, said);
    }
    if let [first, more @ ..] = loaded.between.broken.as_slice() {
        let and = match more.len() {
            0 => String::new(),
            more => format!(" and {}", counted(more, "other file")),
        };
        let key = state.keymap.key_of(Context::Timeline, Action::Findings);
        let key = key.map_or_else(String::new, |key| format!("; {key} shows why"));
        let said = format!(
            "{}{and} cannot be read: what it said last stays{key}",
            first.display()
        );
        say(state, said, true);
    }
}

/// Marks the events that have changed, for a moment.
fn mark_fresh(state: &mut State, loaded: &Loaded, effects: &mut Vec<Effect>) {
    if loaded.between.changed.is_empty() {
        return;
    }
    state.fresh.number += 1;
    state.fresh.ids = loaded.between.changed.iter().cloned().collect();
    effects.push(Effect::Fade(state.fresh.number));
}

/// Takes an answer.
pub fn answer(state: &mut State, ticket: Ticket, answer: Answer, effects: &mut Vec<Effect>) {
    match answer {
        Answer::Look(result)
            if state
                .asked
                .look
                .as_ref()
                .is_some_and(|look| look.ticket == ticket) =>
        {
            state.asked.look = None;
            state.dirty = true;
            match result {
                Ok(look) => looked(state, *look, effects),
                Err(errors) => {
                    state.asked.rank = None;
                    state.asked.event = None;
                    wrong(state, errors, effects);
                }
            }
        }
        Answer::Look(result) if state.asked.ahead == Some(ticket) => {
            state.asked.ahead = None;
            if let Ok(look) = result {
                ahead(state, *look);
            }
        }
        Answer::Details(records) => {
            state.asked.records = false;
            let awaited = state.asked.detail.take();
            moving::keep_records(state, records);
            if awaited.is_some() {
                state.dirty = true;
            }
        }
        Answer::Countries(facets) if state.asked.layer == Some(ticket) => {
            state.asked.layer = None;
            if let Some(Layer::Countries(picker)) = state.layers.last_mut() {
                picker.set_counts(&facets);
                state.dirty = true;
            }
        }
        Answer::Completions(completions) if state.asked.layer == Some(ticket) => {
            state.asked.layer = None;
            if let Some(Layer::Filter(bar)) = state.layers.last_mut() {
                bar.completions = completions;
                state.dirty = true;
            }
        }
        Answer::Choices(items) if state.asked.layer == Some(ticket) => {
            state.asked.layer = None;
            if let Some(Layer::Pick(pick)) = state.layers.last_mut() {
                pick.set_items(items);
                state.dirty = true;
            }
        }
        Answer::Choices(items) => {
            if let Some((_, field)) = state.asked.known.take_if(|(asked, _)| *asked == ticket)
                && let Some(Layer::Form(form)) = state.layers.last_mut()
            {
                form.set_known(field, items);
                state.dirty = true;
            }
        }
        Answer::Draft(draft) => {
            if state.asked.draft.take_if(|asked| *asked == ticket).is_some()
                && let Some(Layer::Form(form)) = state.layers.last_mut()
            {
                form.draft = *draft;
                state.dirty = true;
            }
        }
        Answer::Step(found) if state.asked.step == Some(ticket) => {
            state.asked.step = None;
            match found {
                Some(id) => {
                    if state.asked.step_jumps {
                        moving::remember(state);
                    }
                    moving::go_to_event(state, &id, effects);
                }
                None => say(state, "No further event that way", false),
            }
        }
        _ => {}
    }
}

/// Takes what is wrong with the query. The rows stay as the last right query left them; but where the mistake is in
/// the term that is being typed, or half a term had emptied the screen, what stands before that term holds.
fn wrong(state: &mut State, errors: Vec<QueryError>, effects: &mut Vec<Effect>) {
    let text = state.query.text.clone();
    let typing = matches!(state.layers.last(), Some(Layer::Filter(_)));
    let (start, end) = errors
        .first()
        .map_or((0, 0), |error| (error.span.start, error.span.end));
    state.query.errors = errors;
    let (before, term) = text.split_at_checked(start).unwrap_or_default();
    let last = end >= text.trim_end().len() || !term.contains(char::is_whitespace);
    let right = before
        .rfind(char::is_whitespace)
        .and_then(|at| before.get(..at))
        .unwrap_or_default();
    let shown = state.query.good.trim() == right.trim();
    if state.look.is_none() && !shown && (typing && last || state.selection.count == 0) {
        let anchor = state.anchor.clone().map_or(Anchor::Start, Anchor::Event);
        querying::look_by(state, right.to_owned(), anchor, effects);
    }
}

/// The query without the word that is being typed, where that is the beginning of a key (`cat` of `category:`)
/// and empties the screen only because it is not yet written out.
fn without_half_key(state: &State, look: &Look) -> Option<String> {
    let typing = matches!(state.layers.last(), Some(Layer::Filter(_)));
    if !typing || look.selection.count > 0 || look.query != state.query.text {
        return None;
    }
    let at = look.query.rfind(char::is_whitespace).map_or(0, |space| space + 1);
    let (before, word) = look.query.split_at_checked(at)?;
    let word = word.trim_start_matches('-');
    let begins = |name: &&str| name.len() > word.len() && name.starts_with(word);
    let half = !word.is_empty()
        && FIELDS
            .iter()
            .any(|field| std::iter::once(&field.name).chain(field.aliases).any(&begins));
    half.then(|| before.to_owned())
}

/// Takes the rows that were asked for, with the cursor on their anchor.
fn looked(state: &mut State, look: Look, effects: &mut Vec<Effect>) {
    if let Some(query) = without_half_key(state, &look) {
        state.query.errors.clear();
        let anchor = state.anchor.clone().map_or(Anchor::Start, Anchor::Event);
        return querying::look_by(state, query, anchor, effects);
    }
    if state.look.is_none() {
        if look.query == state.query.text {
            state.query.errors.clear();
        }
        state.query.good = look.query;
    }
    state.selection = look.selection;
    let wanted = state.asked.event.take();
    let by_rank = state.asked.rank.take();
    let kept_in_place =
        look.rows.get(look.anchor).map(|row| &row.id) == state.selected.as_ref() || by_rank.is_some();
    let line = if kept_in_place {
        state.arrangement.cursor_line
    } else {
        moving::height(state) / 3
    };
    let line = match by_rank {
        Some(rank) if rank + 1 == state.selection.count => moving::height(state),
        _ => line,
    };
    state.rows = look.rows;
    moving::keep_records(state, look.detail);
    moving::put_cursor(state, look.anchor, line);
    if let Some(wanted) = wanted
        && state.selected.as_deref() != Some(&wanted)
    {
        hidden(state, &wanted, effects);
    }
}

/// An event that was asked for by name is not in the selection: look around, or say that it is gone.
fn hidden(state: &mut State, id: &str, effects: &mut Vec<Effect>) {
    if querying::in_force(state).trim().is_empty() {
        say(state, format!("No event has the id {id}"), true);
        return;
    }
    state.anchor = state.jumps.last().cloned().or_else(|| state.anchor.clone());
    querying::look_around(state);
    querying::look(state, Anchor::Event(id.into()), effects);
    state.asked.event = Some(id.into());
    say_if_silent(
        state,
        "The filter hides that event: looking around, Esc comes back",
    );
}

/// Takes rows that were asked for ahead; the cursor has perhaps moved since and stays.
fn ahead(state: &mut State, look: Look) {
    let Some(selected) = state.selected.as_deref() else {
        return;
    };
    if let Some(rank) = look.rows.rank_of(selected) {
        state.rows = look.rows;
        state.selection = look.selection;
        moving::keep_records(state, look.detail);
        let line = state.arrangement.cursor_line;
        let dirty = state.dirty;
        let before = state.arrangement.clone();
        moving::put_cursor(state, rank, line);
        state.dirty = dirty || state.arrangement != before;
    }
}
