//! The mouse: scrolls, selects, opens, drags along the density strip.

use crossterm::event::{MouseButton, MouseEvent, MouseEventKind};
use ratatui::layout::{Position, Rect};

use super::{act, layer, moving};
use crate::tui::{
    effect::Effect,
    layers::Layer,
    layout,
    rows::Line,
    state::{Pane, State},
};

/// Lines that one notch of the wheel scrolls.
const NOTCH: isize = 3;

/// Takes one event of the mouse.
pub fn event(state: &mut State, event: MouseEvent, effects: &mut Vec<Effect>) {
    let at = Position {
        x: event.column,
        y: event.row,
    };
    match event.kind {
        MouseEventKind::ScrollDown => scroll(state, at, NOTCH, effects),
        MouseEventKind::ScrollUp => scroll(state, at, -NOTCH, effects),
        MouseEventKind::Down(MouseButton::Left) => click(state, at, effects),
        MouseEventKind::Drag(MouseButton::Left)
            if state.layers.is_empty() && state.areas.density.contains(at) =>
        {
            go_along_strip(state, at, effects);
        }
        _ => {}
    }
}

fn scroll(state: &mut State, at: Position, lines: isize, effects: &mut Vec<Effect>) {
    state.notice = None;
    if let Some(layer) = state.layers.last_mut() {
        match layer {
            Layer::Filter(bar) => bar.completions.move_by(lines.signum()),
            layer => {
                if let Some(list) = layer.list_mut() {
                    list.move_by(lines);
                }
            }
        }
        state.dirty = true;
    } else if state.areas.detail.is_some_and(|area| area.contains(at)) {
        act::scroll(state, lines);
    } else if state.areas.timeline.contains(at) {
        moving::by_events(state, lines, effects);
    }
}

fn click(state: &mut State, at: Position, effects: &mut Vec<Effect>) {
    state.notice = None;
    if let Some(top) = state.layers.last() {
        let list = layout::list_area(top, state.size);
        return click_layer(state, at, list, effects);
    }
    let areas = state.areas;
    if areas.density.contains(at) {
        moving::remember(state);
        go_along_strip(state, at, effects);
    } else if areas.filter.contains(at) {
        act::act(state, crate::tui::action::Action::Filter, effects);
    } else if areas.timeline.contains(at) {
        act::close(state);
        let line = usize::from(at.y - areas.timeline.y);
        if let Some(Line::Event(rank)) = state.arrangement.lines.get(line).copied() {
            if rank == state.cursor {
                act::act(state, crate::tui::action::Action::Open, effects);
            } else {
                moving::put_cursor(state, rank, line);
            }
        }
    } else if areas.record().contains(at) {
        let line = usize::from(at.y - areas.record().y) + state.record.scroll;
        state.focus = Pane::Detail;
        state.dirty = true;
        if let Some(target) = state.record.target_at(line) {
            state.record.marked = Some(target);
            act::follow(state, effects);
        }
    }
}

fn click_layer(state: &mut State, at: Position, list: Rect, effects: &mut Vec<Effect>) {
    state.dirty = true;
    if !list.contains(at) {
        if !matches!(state.layers.last(), Some(Layer::Filter(_))) {
            layer::pop(state);
        }
        return;
    }
    let line = usize::from(at.y - list.y);
    match state.layers.last_mut() {
        Some(Layer::Filter(bar)) => {
            let candidate = layout::completions_top(bar, list.height) + line;
            if candidate < bar.completions.candidates.len() {
                bar.completions.cursor = Some(candidate);
                layer::accept(state, effects);
            }
        }
        Some(other) => {
            let Some(items) = other.list_mut() else { return };
            let to = items.top + line;
            if to < items.matched.len() {
                let by = to as isize - items.cursor as isize;
                items.move_by(by);
                layer::accept(state, effects);
            }
        }
        None => {}
    }
}

fn go_along_strip(state: &mut State, at: Position, effects: &mut Vec<Effect>) {
    let strip = state.areas.strip();
    let column = at.x.saturating_sub(strip.x).min(strip.width.saturating_sub(1));
    let day = state
        .selection
        .buckets
        .as_ref()
        .and_then(|buckets| buckets.edges.get(usize::from(column)))
        .copied();
    if let Some(day) = day {
        moving::go_to_day(state, day, effects);
    }
}
