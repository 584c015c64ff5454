//! The form for a new event: typing, completing, writing.

use super::{act, layer};
use crate::{
    catalog,
    tui::{
        change::{Change, Order},
        effect::{Choices, Effect, Question},
        layers::{
            Layer,
            form::{Field, Form},
        },
        message::Draft,
        state::State,
    },
};

/// Opens the form: with what was typed the last time and not written.
pub fn open(state: &mut State, effects: &mut Vec<Effect>) {
    if state.built_in {
        return act::say_built_in(state);
    }
    let mut form = state
        .written
        .take()
        .unwrap_or_else(|| Box::new(Form::new(state.today)));
    form.today = state.today;
    act::push(state, Layer::Form(form));
    ask_known(state, effects);
    ask_draft(state, effects);
}

/// Asks for what the line of the cursor is completed from, once.
fn ask_known(state: &mut State, effects: &mut Vec<Effect>) {
    let Some(Layer::Form(form)) = state.layers.last() else {
        return;
    };
    let field = form.field();
    let choices = match field {
        Field::People => Choices::Values(catalog::Field::Person),
        Field::Tags => Choices::Values(catalog::Field::Tag),
        Field::Source => Choices::Sources,
        Field::File => Choices::Files(None),
        _ => return,
    };
    if form.known.iter().all(|(of, _)| *of != field) {
        let ticket = super::ask(state, Question::Choices(choices), effects);
        state.asked.known = Some((ticket, field));
    }
}

/// Asks what the event would be, as soon as it has a date and a title.
fn ask_draft(state: &mut State, effects: &mut Vec<Effect>) {
    let Some(Layer::Form(form)) = state.layers.last_mut() else {
        return;
    };
    let title = form.text(Field::Title).to_owned();
    let Some(date) = form.date().filter(|_| !title.is_empty()) else {
        form.draft = Draft::default();
        state.asked.draft = None;
        return;
    };
    let question = Question::Draft {
        title,
        date: date.edtf,
        countries: form.countries().0,
    };
    state.asked.draft = Some(super::ask(state, question, effects));
}

/// A line has changed.
pub fn typed(state: &mut State, effects: &mut Vec<Effect>) {
    if let Some(Layer::Form(form)) = state.layers.last_mut() {
        form.complaint = None;
        form.complete();
        if matches!(form.field(), Field::Title | Field::Date | Field::Countries) {
            ask_draft(state, effects);
        }
    }
}

/// Goes to another line.
pub fn go(state: &mut State, by: isize, effects: &mut Vec<Effect>) {
    if let Some(Layer::Form(form)) = state.layers.last_mut() {
        form.go(by);
        ask_known(state, effects);
    }
}

/// Takes the completion, or goes on to the next line.
pub fn complete(state: &mut State, effects: &mut Vec<Effect>) {
    if let Some(Layer::Form(form)) = state.layers.last_mut() {
        if form.take() {
            typed(state, effects);
        } else {
            go(state, 1, effects);
        }
    }
}

/// Takes the marked completion, else goes on to the next line; from the last one the event is written.
pub fn accept(state: &mut State, effects: &mut Vec<Effect>) {
    let Some(Layer::Form(form)) = state.layers.last_mut() else {
        return;
    };
    if form.marked.is_some() && form.take() {
        return typed(state, effects);
    }
    if form.at + 1 == Field::ALL.len() {
        write(state, effects);
    } else {
        go(state, 1, effects);
    }
}

/// Writes the event, or goes to what is still missing.
pub fn write(state: &mut State, effects: &mut Vec<Effect>) {
    let Some(Layer::Form(form)) = state.layers.last_mut() else {
        return;
    };
    match form.addition() {
        Err((field, why)) => {
            form.at = Field::ALL.iter().position(|other| *other == field).unwrap_or(0);
            form.complete();
            form.complaint = Some(format!("{}: {why}", field.name()));
            state.dirty = true;
        }
        Ok(addition) => {
            close(state);
            let change = Change::Add(Box::new(addition));
            effects.push(Effect::Change(Box::new(Order { change, basis: None })));
        }
    }
}

/// Closes the form; what was typed comes back with the next.
pub fn close(state: &mut State) {
    state.asked.known = None;
    state.asked.draft = None;
    if let Some(Layer::Form(form)) = layer::pop(state)
        && !form.is_empty()
    {
        state.written = Some(form);
    }
}

/// Opens the form again that could not be written, and says why.
pub fn back_again(state: &mut State, why: &str) {
    if let Some(mut form) = state.written.take() {
        form.complaint = Some(why.to_owned());
        act::push(state, Layer::Form(form));
    }
}
