//! Changing the query, and asking for the rows that it selects.

use super::{ask, moving, say};
use crate::{
    catalog::Anchor,
    tui::{
        change::{Change, Order},
        effect::{Effect, Question, Room},
        state::{Looking, Return, State, Undo},
    },
};

/// The query that the rows are asked for by: none while looking around.
pub fn in_force(state: &State) -> &str {
    if state.look.is_some() {
        ""
    } else {
        &state.query.good
    }
}

/// The question for the rows around an anchor, in the query in force.
pub fn question(state: &State, anchor: Anchor) -> Question {
    question_of(state, in_force(state).to_owned(), anchor)
}

fn question_of(state: &State, query: String, anchor: Anchor) -> Question {
    Question::Look {
        query,
        anchor,
        room: Room {
            rows: moving::height(state).max(8) * 2,
            strip: usize::from(state.areas.strip().width),
            record: usize::from(state.areas.record().width),
        },
    }
}

/// Asks for the rows around an anchor, where the cursor will go.
pub fn look(state: &mut State, anchor: Anchor, effects: &mut Vec<Effect>) {
    let query = in_force(state).to_owned();
    look_by(state, query, anchor, effects);
}

/// Asks for the rows around an anchor in another query than the one in force.
pub fn look_by(state: &mut State, query: String, anchor: Anchor, effects: &mut Vec<Effect>) {
    send(state, query, anchor, effects);
    state.asked.rank = None;
    state.asked.event = None;
}

fn send(state: &mut State, query: String, anchor: Anchor, effects: &mut Vec<Effect>) {
    let question = question_of(state, query.clone(), anchor.clone());
    let ticket = ask(state, question, effects);
    state.asked.look = Some(Looking {
        ticket,
        query,
        anchor,
    });
    state.asked.ahead = None;
}

/// Asks for the rows anew, the cursor staying on its event; what is under way is asked for again.
pub fn look_again(state: &mut State, effects: &mut Vec<Effect>) {
    if let Some(Looking { query, anchor, .. }) = state.asked.look.take() {
        send(state, query, anchor, effects);
    } else {
        let anchor = anchor(state);
        look(state, anchor, effects);
    }
}

/// The event under the cursor, or the last that was.
fn anchor(state: &State) -> Anchor {
    state.anchor.clone().map_or(Anchor::Start, Anchor::Event)
}

/// Shows what `text` selects; where it is wrong, the rows stay and the error is shown.
pub fn try_query(state: &mut State, text: &str, anchor: Anchor, effects: &mut Vec<Effect>) {
    state.look = None;
    text.clone_into(&mut state.query.text);
    state.dirty = true;
    look_by(state, text.to_owned(), anchor, effects);
}

/// Changes the query for good: the one before can be brought back.
pub fn set_query(state: &mut State, text: &str, effects: &mut Vec<Effect>) {
    let before = state.query.good.clone();
    if text.trim() != before.trim() {
        push_undo(state, before);
    }
    let anchor = anchor(state);
    try_query(state, text, anchor, effects);
}

/// Remembers a query, to be brought back.
pub fn push_undo(state: &mut State, query: String) {
    remember(state, Undo::Query(query));
}

/// Remembers what can be undone, the last on top.
pub fn remember(state: &mut State, undo: Undo) {
    const MOST: usize = 400;
    if state.undo.len() >= MOST {
        state.undo.remove(0);
    }
    state.undo.push(undo);
}

/// Undoes the last change: brings back the query before, or has the files put back.
pub fn undo(state: &mut State, effects: &mut Vec<Effect>) {
    match state.undo.pop() {
        Some(Undo::Change(number)) => {
            let order = Order {
                change: Change::Undo(number),
                basis: None,
            };
            effects.push(Effect::Change(Box::new(order)));
        }
        Some(Undo::Query(query)) => {
            let anchor = anchor(state);
            try_query(state, &query, anchor, effects);
            let words = if query.is_empty() {
                "Back to no filter".to_owned()
            } else {
                format!("Back to  {query}")
            };
            say(state, words, false);
        }
        None => say(state, "Nothing to undo", false),
    }
}

/// Shows all events near the one under the cursor, or comes back from there.
pub fn toggle_look_around(state: &mut State, effects: &mut Vec<Effect>) {
    if state.look.is_some() {
        return come_back(state, effects);
    }
    if state.query.good.trim().is_empty() {
        return say(state, "No filter hides anything here", false);
    }
    look_around(state);
    look_again(state, effects);
}

/// Lifts the filter, remembering where to come back to.
pub fn look_around(state: &mut State) {
    state.look = Some(Return {
        query: state.query.good.clone(),
        event: state.anchor.clone(),
    });
    state.dirty = true;
}

/// Ends looking around: the filter holds again, the cursor is where it was.
pub fn come_back(state: &mut State, effects: &mut Vec<Effect>) {
    if let Some(Return { query, event }) = state.look.take() {
        let anchor = event.map_or(Anchor::Start, Anchor::Event);
        try_query(state, &query, anchor, effects);
    }
}
