//! What each message does to the state. No I/O: what is to be done outside comes back as effects.

mod act;
mod answer;
mod changing;
#[cfg(test)]
mod changing_tests;
mod form;
pub(super) mod layer;
mod mouse;
mod moving;
mod querying;
#[cfg(test)]
mod tests;
mod waiting;

use super::{
    action::{Action, Context},
    effect::{Effect, Question, Ticket},
    layout::Areas,
    message::Message,
    state::{Notice, State, Undo},
};

pub use act::is_web;
pub use waiting::waits;

/// Takes one message. Effects are to be carried out in order.
pub fn update(state: &mut State, message: Message) -> Vec<Effect> {
    let mut effects = Vec::new();
    match message {
        Message::Key(key) => {
            state.touched = true;
            state.notice = None;
            layer::key(state, &key, &mut effects);
        }
        Message::Paste(text) => layer::paste(state, &text, &mut effects),
        Message::Mouse(event) => {
            state.touched = true;
            mouse::event(state, event, &mut effects);
        }
        Message::Resize(columns, lines) => resize(state, (columns, lines), &mut effects),
        Message::Progress(progress) => {
            state.reading = Some(progress);
            state.dirty = true;
        }
        Message::Loaded(loaded) => answer::loaded(state, loaded, &mut effects),
        Message::Failed(sentence) => {
            state.reading = None;
            state.loaded = true;
            say(state, sentence, true);
        }
        Message::Changed(outcome) => changing::changed(state, outcome, &mut effects),
        Message::Undoable(numbers) => {
            let earlier = numbers.into_iter().map(Undo::Change);
            state.undo.splice(0..0, earlier);
        }
        Message::Unwatched(why) => {
            if let Some(why) = why {
                let key = state.keymap.key_of(Context::Timeline, Action::Reload);
                let key = key.map_or_else(String::new, |key| format!("; {key} reads again"));
                say(
                    state,
                    format!("Changes are not all seen by themselves: {why}{key}"),
                    false,
                );
            }
        }
        Message::Edited(file) => {
            state.edited = Some(file);
            state.dirty = true;
            effects.push(Effect::Load);
        }
        Message::Faded(number) => {
            if state.fresh.number == number {
                state.fresh.ids.clear();
                state.dirty = true;
            }
        }
        Message::Answer(ticket, given) => answer::answer(state, ticket, given, &mut effects),
        Message::Notice(text, error) => say(state, text, error),
        Message::Due => {}
        Message::Resumed => state.dirty = true,
        Message::Suspend => effects.push(Effect::Suspend),
        Message::Terminate => state.quit = true,
    }
    moving::settle(state, &mut effects);
    effects
}

/// Puts a sentence on the bottom line.
fn say(state: &mut State, text: impl AsRef<str>, error: bool) {
    state.notice = Some(Notice {
        text: crate::text::harmless(text.as_ref()).into_owned(),
        error,
    });
    state.dirty = true;
}

/// Asks the worker; the answer carries the ticket back.
fn ask(state: &mut State, question: Question, effects: &mut Vec<Effect>) -> Ticket {
    state.asked.last += 1;
    effects.push(Effect::Ask(state.asked.last, question));
    state.asked.last
}

/// Makes the areas anew, after a change of the size or of what is open.
fn lay_out(state: &mut State) {
    state.areas = Areas::new(state.size, state.opened);
    state.dirty = true;
    for layer in &mut state.layers {
        let height = super::layout::list_area(layer, state.size).height;
        if let Some(list) = layer.list_mut() {
            list.set_height(usize::from(height));
        }
    }
}

fn resize(state: &mut State, size: (u16, u16), effects: &mut Vec<Effect>) {
    let strip = state.areas.strip().width;
    state.size = size;
    lay_out(state);
    if state.loaded && state.areas.strip().width != strip {
        querying::look_again(state, effects);
    }
}
