//! Keys and pasted text: to the layer on top, or to the panes.

use crossterm::event::{KeyCode, KeyEvent, KeyEventKind, KeyModifiers};
use tui_input::{Input, InputRequest};

use super::{
    act::{self, context},
    changing, form, moving, querying, say,
};
use crate::{
    catalog::Anchor,
    dates,
    tui::{
        action::Action,
        effect::{Effect, Question},
        layers::{Layer, filter::Completions},
        state::State,
    },
};

/// Takes a key: an action, or a letter for the line that is typed into.
pub fn key(state: &mut State, key: &KeyEvent, effects: &mut Vec<Effect>) {
    if key.kind == KeyEventKind::Release {
        return;
    }
    state.dirty = true;
    let action = state.keymap.action(context(state), key);
    match (state.layers.is_empty(), action) {
        (true, Some(action)) => act::act(state, action, effects),
        (true, None) => {}
        (false, Some(action)) if in_layer(state, action, effects) => {}
        (false, _) => {
            if let Some(request) = editing(key) {
                edit(state, request, effects);
            }
        }
    }
}

/// Takes pasted text, on one line.
pub fn paste(state: &mut State, text: &str, effects: &mut Vec<Effect>) {
    for c in text
        .chars()
        .map(|c| if c.is_whitespace() { ' ' } else { c })
        .filter(|c| !crate::text::is_harmful(*c))
    {
        if let Some(input) = input(state) {
            input.handle(InputRequest::InsertChar(c));
        }
    }
    typed(state, effects);
}

/// Takes the top layer away.
pub fn pop(state: &mut State) -> Option<Layer> {
    state.asked.layer = None;
    state.dirty = true;
    state.layers.pop()
}

/// Does an action of the layer on top; false where it is none there and the key is a letter.
fn in_layer(state: &mut State, action: Action, effects: &mut Vec<Effect>) -> bool {
    if matches!(state.layers.last(), Some(Layer::Form(_))) {
        return in_form(state, action, effects);
    }
    match action {
        Action::Abort => state.quit = true,
        Action::Suspend => effects.push(Effect::Suspend),
        Action::Back => cancel(state, effects),
        Action::Accept => accept(state, effects),
        Action::Complete => complete(state, effects),
        Action::ListDown => move_list(state, 1),
        Action::ListUp => move_list(state, -1),
        Action::PageDown => page_list(state, 1),
        Action::PageUp => page_list(state, -1),
        Action::MarkAny if picks_many(state) => {
            if let Some(Layer::Pick(pick)) = state.layers.last_mut() {
                pick.toggle();
            }
        }
        Action::MarkAny | Action::MarkAll | Action::MarkNot => {
            let (Some(Layer::Countries(picker)), Some(mark)) =
                (state.layers.last_mut(), act::mark_of(action))
            else {
                if action == Action::MarkAny {
                    move_list(state, 1);
                    return true;
                }
                return false;
            };
            picker.toggle(mark);
            picker.list.move_by(1);
        }
        _ => return false,
    }
    true
}

fn picks_many(state: &State) -> bool {
    matches!(state.layers.last(), Some(Layer::Pick(pick)) if pick.many())
}

/// Does an action of the form; false where it is none there and the key is a letter.
fn in_form(state: &mut State, action: Action, effects: &mut Vec<Effect>) -> bool {
    match action {
        Action::Abort => state.quit = true,
        Action::Suspend => effects.push(Effect::Suspend),
        Action::Back => form::close(state),
        Action::Accept => form::accept(state, effects),
        Action::Complete => form::complete(state, effects),
        Action::NextField => form::go(state, 1, effects),
        Action::PreviousField => form::go(state, -1, effects),
        Action::WriteEvent => form::write(state, effects),
        Action::ListDown | Action::ListUp => {
            if let Some(Layer::Form(form)) = state.layers.last_mut() {
                form.mark(if action == Action::ListDown { 1 } else { -1 });
            }
        }
        _ => return false,
    }
    true
}

fn move_list(state: &mut State, by: isize) {
    match state.layers.last_mut() {
        Some(Layer::Filter(bar)) => bar.completions.move_by(by),
        Some(layer) => {
            if let Some(list) = layer.list_mut() {
                list.move_by(by);
            }
        }
        None => {}
    }
}

fn page_list(state: &mut State, pages: isize) {
    if let Some(list) = state.layers.last_mut().and_then(Layer::list_mut) {
        list.move_by(pages * list.height.max(1) as isize);
    }
}

/// Esc: the layer goes, and with the filter bar what was typed into it.
fn cancel(state: &mut State, effects: &mut Vec<Effect>) {
    if let Some(Layer::Filter(bar)) = pop(state)
        && (state.query.text.trim() != bar.before.trim() || state.query.good != bar.before)
    {
        let anchor = bar.event_before.map_or(Anchor::Start, Anchor::Event);
        querying::try_query(state, &bar.before, anchor, effects);
    }
}

/// Enter: takes what is written or marked.
pub fn accept(state: &mut State, effects: &mut Vec<Effect>) {
    match state.layers.last_mut() {
        Some(Layer::Filter(bar)) => {
            if bar.completions.cursor.is_some() {
                return complete(state, effects);
            }
            if let Some(error) = state.query.errors.first() {
                let sentence = format!("{}: mend it, or Esc goes back", error.message);
                return say(state, sentence, true);
            }
            accept_query(state, effects);
        }
        Some(Layer::Countries(picker)) => {
            picker.take_current();
            let query = picker.query();
            pop(state);
            querying::set_query(state, &query, effects);
        }
        Some(Layer::Date(prompt)) => match prompt.date(state.today) {
            None => {
                pop(state);
            }
            Some(Err(_)) => {}
            Some(Ok(date)) => {
                pop(state);
                moving::remember(state);
                let day = date.interval().earliest;
                moving::go_to_day(
                    state,
                    if day == dates::day::FIRST {
                        date.interval().latest
                    } else {
                        day
                    },
                    effects,
                );
            }
        },
        Some(Layer::Actions(list)) => match list.chosen() {
            Some(action) => act::act_chosen(state, action, effects),
            None => say(state, "That is not done here", false),
        },
        Some(Layer::Findings(list)) => match list.chosen().map(|finding| finding.event.clone()) {
            Some(Some(id)) => {
                pop(state);
                act::jump(state, &id, effects);
            }
            Some(None) => say(state, "That is about no event that could be read", false),
            None => {}
        },
        Some(Layer::Pick(_)) => changing::accept(state, effects),
        Some(Layer::Form(_)) => form::accept(state, effects),
        None => {}
    }
}

fn accept_query(state: &mut State, effects: &mut Vec<Effect>) {
    let Some(Layer::Filter(bar)) = pop(state) else {
        return;
    };
    let text = bar.input.value().trim().to_owned();
    state.anchor = state.selected.clone().or(bar.event_before.clone());
    if text != bar.before.trim() {
        querying::push_undo(state, bar.before);
    }
    // What is shown may leave out half a key: what is taken is what stands there.
    if state.asked.look.is_some() || state.query.good.trim() != text {
        let anchor = bar.event_before.map_or(Anchor::Start, Anchor::Event);
        querying::try_query(state, &text, anchor, effects);
    } else {
        state.query.good.clone_from(&text);
        state.query.text = text;
    }
}

/// Puts the marked completion, or the first, into the line.
fn complete(state: &mut State, effects: &mut Vec<Effect>) {
    let Some(Layer::Filter(bar)) = state.layers.last_mut() else {
        return;
    };
    let Some(candidate) = bar
        .completions
        .candidates
        .get(bar.completions.cursor.unwrap_or(0))
    else {
        return;
    };
    let cursor = candidate
        .text
        .get(..candidate.cursor)
        .unwrap_or_default()
        .chars()
        .count();
    bar.input = Input::new(candidate.text.to_string()).with_cursor(cursor);
    typed(state, effects);
}

fn input(state: &mut State) -> Option<&mut Input> {
    match state.layers.last_mut()? {
        Layer::Filter(bar) => Some(&mut bar.input),
        Layer::Date(prompt) => Some(&mut prompt.input),
        Layer::Countries(picker) => Some(&mut picker.list.input),
        Layer::Actions(list) => Some(&mut list.list.input),
        Layer::Findings(list) => Some(&mut list.list.input),
        Layer::Pick(pick) => Some(&mut pick.list.input),
        Layer::Form(form) => form.input(),
    }
}

fn edit(state: &mut State, request: InputRequest, effects: &mut Vec<Effect>) {
    if let Some(Layer::Countries(picker)) = state.layers.last_mut()
        && picker.touched
        && matches!(request, InputRequest::InsertChar(_))
    {
        // What was typed has found its country: a letter begins the next one.
        picker.list.input = Input::default();
    }
    let Some(input) = input(state) else { return };
    if input.handle(request).is_some() {
        typed(state, effects);
    }
}

/// The line of the top layer has changed.
fn typed(state: &mut State, effects: &mut Vec<Effect>) {
    state.dirty = true;
    match state.layers.last_mut() {
        Some(Layer::Filter(bar)) => {
            let text = bar.input.value().to_owned();
            let anchor = bar.event_before.clone().map_or(Anchor::Start, Anchor::Event);
            bar.completions = Completions::default();
            if text.trim() != state.query.text.trim() || !state.query.errors.is_empty() {
                querying::try_query(state, &text, anchor, effects);
            } else {
                state.query.text.clone_from(&text);
            }
            ask_completions(state, effects);
        }
        Some(Layer::Countries(picker)) => {
            picker.touched = false;
            picker.search();
        }
        Some(Layer::Actions(list)) => list.search(),
        Some(Layer::Findings(list)) => list.search(),
        Some(Layer::Pick(_)) => changing::typed(state, effects),
        Some(Layer::Form(_)) => form::typed(state, effects),
        Some(Layer::Date(_)) | None => {}
    }
}

/// Asks what could stand at the cursor of the filter bar.
pub fn ask_completions(state: &mut State, effects: &mut Vec<Effect>) {
    let Some(Layer::Filter(bar)) = state.layers.last() else {
        return;
    };
    let text = bar.input.value().to_owned();
    let cursor = text
        .char_indices()
        .nth(bar.input.cursor())
        .map_or(text.len(), |(at, _)| at);
    let ticket = super::ask(state, Question::Complete(text, cursor), effects);
    state.asked.layer = Some(ticket);
}

/// What a key does to a line of text, as in a shell.
pub(in crate::tui) fn editing(key: &KeyEvent) -> Option<InputRequest> {
    let control = key.modifiers.contains(KeyModifiers::CONTROL);
    let alt = key.modifiers.contains(KeyModifiers::ALT);
    Some(match key.code {
        KeyCode::Char('a') if control => InputRequest::GoToStart,
        KeyCode::Char('e') if control => InputRequest::GoToEnd,
        KeyCode::Char('u') if control => InputRequest::DeleteLine,
        KeyCode::Char('k') if control => InputRequest::DeleteTillEnd,
        KeyCode::Char('w' | 'h') if control => InputRequest::DeletePrevWord,
        KeyCode::Char('b') if alt => InputRequest::GoToPrevWord,
        KeyCode::Char('f') if alt => InputRequest::GoToNextWord,
        KeyCode::Char(_) if control || alt => return None,
        KeyCode::Char(c) => InputRequest::InsertChar(c),
        KeyCode::Backspace if control || alt => InputRequest::DeletePrevWord,
        KeyCode::Backspace => InputRequest::DeletePrevChar,
        KeyCode::Delete if control => InputRequest::DeleteNextWord,
        KeyCode::Delete => InputRequest::DeleteNextChar,
        KeyCode::Left if control || alt => InputRequest::GoToPrevWord,
        KeyCode::Right if control || alt => InputRequest::GoToNextWord,
        KeyCode::Left => InputRequest::GoToPrevChar,
        KeyCode::Right => InputRequest::GoToNextChar,
        KeyCode::Home => InputRequest::GoToStart,
        KeyCode::End => InputRequest::GoToEnd,
        _ => return None,
    })
}
