//! The filter line: the query, or how to begin one; while it is typed into, what it finds or what is wrong with
//! it below, and what could stand at the cursor.

use std::ops::Range;

use ratatui::{
    layout::{Position, Rect},
    style::Style,
};

use super::{
    cells::{clear, fill, put, put_right, restyle, width},
    theme::Theme,
    title::Selected,
};
use crate::{
    query::QueryError,
    text::{self, grouped},
    tui::{
        action::{Action, Context},
        layers::{FilterBar, Layer},
        layout::{FILTER_HEAD, completions_area, completions_top, filter_scroll},
        picture::Picture,
        state::State,
    },
};

/// Draws the line while nothing is typed into it.
pub fn draw(state: &State, buf: &mut Picture) {
    let area = state.areas.filter.intersection(buf.area);
    let typed = state.layers.iter().any(|layer| matches!(layer, Layer::Filter(_)));
    if area.is_empty() || typed {
        return;
    }
    let theme = state.theme;
    let key = |action| state.keymap.key_of(Context::Timeline, action);
    let head = key(Action::Filter).unwrap_or_else(|| "/".to_owned());
    let x = area.x + area.width.min(1);
    let room = |x: u16| usize::from(area.right().saturating_sub(x + 1));
    if let Some(look) = &state.look {
        let way = key(Action::Back)
            .map(|key| format!("  ({key} goes back)"))
            .unwrap_or_default();
        let said = if look.query.is_empty() {
            format!("all events near this one{way}")
        } else {
            format!("set aside: {}{way}", text::harmless(&look.query))
        };
        put(buf, x, area.y, &said, room(x), theme.quiet());
        return;
    }
    if state.query.text.is_empty() {
        let hints = [
            (Action::Filter, "to filter"),
            (Action::Countries, "for countries"),
            (Action::Help, "for help"),
        ];
        let hints: Vec<String> = hints
            .into_iter()
            .filter_map(|(action, what)| Some(format!("{} {what}", key(action)?)))
            .collect();
        put(buf, x, area.y, &hints.join(" · "), room(x), theme.quiet());
        return;
    }
    let x = put(buf, x, area.y, &head, 3, theme.key()) + 1;
    let text = &state.query.text;
    let room = room(x);
    query(buf, (x, area.y), text, &state.query.errors, (0, room), theme);
    let cells = width(&text::harmless(text));
    if cells > room {
        put(buf, area.right().saturating_sub(1), area.y, "…", 1, theme.quiet());
    } else if let Some(error) = state.query.errors.first() {
        // A query that came from outside, or that new files made wrong.
        let x = x + cells as u16 + 2;
        let room = usize::from(area.right().saturating_sub(x + 1));
        put(
            buf,
            x,
            area.y,
            &text::harmless(&error.message),
            room,
            theme.error(),
        );
    }
}

/// Writes a query from a place on: the part of it that begins `scroll` cells in and is `room` cells wide.
fn query(
    buf: &mut Picture,
    at: (u16, u16),
    query: &str,
    errors: &[QueryError],
    (scroll, room): (usize, usize),
    theme: Theme,
) {
    use unicode_segmentation::UnicodeSegmentation;
    let styles = styles(query, errors, theme);
    let mut column = 0;
    for (byte, grapheme) in query.grapheme_indices(true) {
        let shown = text::harmless(grapheme);
        let cells = text::width(&shown);
        if column >= scroll && column + cells <= scroll + room {
            let style = styles
                .iter()
                .rev()
                .find(|(range, _)| range.contains(&byte))
                .map_or_else(|| theme.text(), |(_, style)| *style);
            put(buf, at.0 + (column - scroll) as u16, at.1, &shown, cells, style);
        }
        column += cells;
    }
}

/// How the parts of a query look: keys and signs apart from values, mistakes over all.
fn styles(query: &str, errors: &[QueryError], theme: Theme) -> Vec<(Range<usize>, Style)> {
    let mut styles = Vec::new();
    let mut quoted = false;
    let mut word = 0;
    let mut key_passed = false;
    for (at, c) in query.char_indices().chain([(query.len(), ' ')]) {
        let after = at + c.len_utf8();
        match c {
            '"' => quoted = !quoted,
            _ if quoted => {}
            ':' if !key_passed => {
                styles.push((word..after, theme.key()));
                // Behind `certainly:` stands another key.
                key_passed = query.get(word..at) != Some("certainly");
                word = after;
            }
            ' ' | '(' | ')' => {
                if matches!(query.get(word..at), Some("not" | "or" | "and")) {
                    styles.push((word..at, theme.heading()));
                }
                styles.push((at..after, theme.heading()));
                word = after;
                key_passed = false;
            }
            '-' if word == at => {
                styles.push((at..after, theme.error()));
                word = after;
            }
            '+' | ',' | '>' if key_passed => styles.push((at..after, theme.heading())),
            _ => {}
        }
    }
    for error in errors {
        let end = error.span.end.max(error.span.start + 1);
        styles.push((error.span.start..end, theme.mistake()));
    }
    styles
}

/// Draws the line while it is typed into, with what hangs below it; gives where the cursor is seen.
pub fn bar(state: &State, bar: &FilterBar, buf: &mut Picture) -> Option<Position> {
    let theme = state.theme;
    let area = state.areas.filter.intersection(buf.area);
    if area.is_empty() {
        return None;
    }
    clear(buf, area);
    put(buf, area.x + 1, area.y, "/", 1, theme.key());
    let (room, scroll) = filter_scroll(bar, area.width);
    let typed = bar.input.value();
    // Mistakes are those of the text that was last asked about.
    let errors: &[QueryError] = if state.query.text == typed {
        &state.query.errors
    } else {
        &[]
    };
    let x = area.x + FILTER_HEAD;
    query(buf, (x, area.y), typed, errors, (scroll, room), theme);
    if scroll > 0 {
        put(buf, x - 1, area.y, "‹", 1, theme.quiet());
    }
    below(
        state,
        bar,
        errors,
        Rect {
            y: area.y + 1,
            ..area
        },
        buf,
    );
    completions(state, bar, buf);
    let cursor = x + bar.input.visual_cursor().saturating_sub(scroll).min(room) as u16;
    (cursor < area.right()).then(|| Position::new(cursor, area.y))
}

/// The line below: what is wrong and what would be right, or how many events the query leaves.
fn below(state: &State, bar: &FilterBar, errors: &[QueryError], area: Rect, buf: &mut Picture) {
    let theme = state.theme;
    clear(buf, area);
    let x = area.x + FILTER_HEAD;
    let room = usize::from(area.right().saturating_sub(x + 1));
    if let Some(error) = errors.first() {
        // While it may yet be completed, it is not called wrong so loudly.
        let unfinished =
            !bar.completions.candidates.is_empty() && error.span.end >= bar.input.value().trim_end().len();
        let style = if unfinished {
            theme.warning()
        } else {
            theme.error()
        };
        let message = text::harmless(&error.message);
        let after = put(buf, x, area.y, &message, room, style);
        if let Some(help) = &error.help {
            let x = after + 2;
            let room = usize::from(area.right().saturating_sub(x + 1));
            put(buf, x, area.y, &text::harmless(help), room, theme.text());
        }
        return;
    }
    let Selected { count, hidden } = Selected::of(state);
    let said = match (count, hidden) {
        (_, 0) => "every event matches".to_owned(),
        (0, _) => format!("no event matches · {} hidden", grouped(hidden)),
        (1, _) => format!("1 event matches · {} hidden", grouped(hidden)),
        _ => format!("{} events match · {} hidden", grouped(count), grouped(hidden)),
    };
    put(buf, x, area.y, &said, room, theme.quiet());
}

/// What could stand at the cursor, hung below the place that it would take.
fn completions(state: &State, bar: &FilterBar, buf: &mut Picture) {
    let area = completions_area(bar, &state.areas).intersection(buf.area);
    if area.is_empty() {
        return;
    }
    let theme = state.theme;
    let frame = Rect {
        x: area.x.saturating_sub(1),
        width: area.width + 2,
        height: area.height + 1,
        ..area
    };
    clear(buf, frame);
    let border = theme.border(false);
    let bottom = area.bottom();
    for y in area.top()..bottom {
        put(buf, frame.x, y, "│", 1, border);
        put(buf, frame.right() - 1, y, "│", 1, border);
    }
    let line = Rect {
        y: bottom,
        height: 1,
        ..frame
    };
    fill(buf, line, "─", border);
    put(buf, line.x, bottom, "└", 1, border);
    put(buf, line.right() - 1, bottom, "┘", 1, border);

    let top = completions_top(bar, area.height);
    let candidates = bar.completions.candidates.iter().enumerate().skip(top);
    let more = bar
        .completions
        .candidates
        .len()
        .saturating_sub(top + usize::from(area.height));
    if more > 0 {
        let said = format!(" {} more ", grouped(more));
        put_right(
            buf,
            line.right() - 1,
            bottom,
            &said,
            usize::from(area.width),
            border,
        );
    }
    let labels = bar
        .completions
        .candidates
        .iter()
        .map(|candidate| width(&candidate.label))
        .max()
        .unwrap_or(0)
        .min(usize::from(area.width) * 2 / 3);
    for (y, (index, candidate)) in (area.top()..bottom).zip(candidates) {
        let mut right = area.right() - 1;
        if let Some(count) = candidate.count {
            right = put_right(buf, right, y, &grouped(count), 8, theme.quiet()).saturating_sub(1);
        }
        let x = area.x + 1;
        let room = usize::from(right.saturating_sub(x));
        put(buf, x, y, &candidate.label, room.min(labels.max(1)), theme.text());
        let help = x + labels as u16 + 2;
        let room = usize::from(right.saturating_sub(help));
        put(buf, help, y, &candidate.help, room, theme.quiet());
        if bar.completions.cursor == Some(index) {
            let row = Rect { y, height: 1, ..area };
            restyle(buf, row, theme.marked());
            put(buf, area.x, y, "▌", 1, theme.cursor());
        }
    }
}
