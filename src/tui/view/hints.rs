//! The bottom line: what was just said to the user, else the keys that help most where the keyboard is.

use std::ops::Range;

use super::{
    cells::{put, put_right, width},
    theme::Theme,
};
use crate::tui::{
    action::{Action, Context},
    layers::Layer,
    picture::Picture,
    state::{Notice, Pane, State},
};

/// Where the keyboard is.
pub fn context(state: &State) -> Context {
    match (state.layers.last(), state.focus) {
        (Some(layer), _) => layer.context(),
        (None, Pane::Timeline) => Context::Timeline,
        (None, Pane::Detail) => Context::Detail,
    }
}

/// The actions that help most in a context, the most useful first.
fn useful(state: &State) -> Vec<Action> {
    let mut actions = match state.layers.last() {
        Some(Layer::Countries(_)) => vec![
            Action::MarkAny,
            Action::MarkAll,
            Action::MarkNot,
            Action::Accept,
            Action::Back,
        ],
        Some(Layer::Filter(_)) => vec![Action::Accept, Action::Complete, Action::Back, Action::ListDown],
        Some(Layer::Pick(pick)) if pick.many() => {
            vec![Action::MarkAny, Action::Accept, Action::Back]
        }
        Some(Layer::Form(_)) => vec![
            Action::WriteEvent,
            Action::Complete,
            Action::NextField,
            Action::PreviousField,
            Action::Back,
        ],
        Some(Layer::Pick(_) | Layer::Date(_) | Layer::Actions(_) | Layer::Findings(_)) => {
            vec![Action::Accept, Action::Back]
        }
        None => Vec::new(),
    };
    if !actions.is_empty() {
        return actions;
    }
    if state.look.is_some() {
        actions.push(Action::Back);
    }
    if state.focus == Pane::Detail {
        actions.extend([Action::NextLink, Action::Open]);
        if state.look.is_none() {
            actions.push(Action::Back);
        }
    }
    actions.extend([Action::Filter, Action::Countries]);
    if state.focus == Pane::Timeline {
        actions.push(Action::Open);
    }
    if !state.undo.is_empty() {
        actions.push(Action::UndoFilter);
    }
    if !state.jumps.is_empty() {
        actions.push(Action::JumpBack);
    }
    actions.extend([Action::LookAround, Action::GoToDate, Action::NextPane]);
    // After what finds the way about: on a narrow screen that comes first.
    if !state.built_in {
        actions.push(Action::Change);
    }
    actions.extend([Action::NextInThread, Action::Quit]);
    actions
}

/// Key and word of the useful actions.
pub fn hints(state: &State) -> Vec<(String, &'static str)> {
    let context = context(state);
    let word = |action: Action| match (action, state.layers.last()) {
        // No other mark can be given there.
        (Action::MarkAny, Some(Layer::Pick(_))) => "mark",
        _ => action.hint(),
    };
    useful(state)
        .into_iter()
        .filter_map(|action| Some((state.keymap.key_of(context, action)?, word(action))))
        .collect()
}

/// Draws what was just said, between two columns of a line.
pub fn said(notice: &Notice, columns: Range<u16>, y: u16, theme: Theme, buf: &mut Picture) {
    let mut x = columns.start;
    if notice.error {
        x = put(buf, x, y, "! ", 2, theme.error());
    }
    let style = if notice.error { theme.error() } else { theme.text() };
    let room = usize::from(columns.end.saturating_sub(x));
    put(buf, x, y, &notice.text, room, style);
}

/// Draws the bottom line. A layer with a box has the keys on its border.
pub fn draw(state: &State, buf: &mut Picture) {
    let area = state.areas.hints.intersection(buf.area);
    if area.is_empty() {
        return;
    }
    let theme = state.theme;
    let mut x = area.x + area.width.min(1);
    let mut right = area.right() - area.width.min(1);
    if let Some(notice) = &state.notice {
        said(notice, x..right, area.y, theme, buf);
        return;
    }
    if !matches!(state.layers.last(), None | Some(Layer::Filter(_))) {
        return;
    }
    // Help keeps its place at the right end.
    let context = context(state);
    if let Some(key) = state.keymap.key_of(context, Action::Help) {
        right = put_right(buf, right, area.y, Action::Help.hint(), 20, theme.quiet()).saturating_sub(1);
        right = put_right(buf, right, area.y, &key, 10, theme.key()).saturating_sub(2);
    }
    for (key, hint) in hints(state) {
        let cells = (width(&key) + 1 + width(hint)) as u16;
        if x + cells > right {
            break;
        }
        x = put(buf, x, area.y, &key, usize::from(cells), theme.key()) + 1;
        x = put(buf, x, area.y, hint, usize::from(cells), theme.quiet()) + 2;
    }
}
