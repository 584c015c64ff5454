//! The record of the event under the cursor, beside the timeline or over it.

use ratatui::layout::Rect;

use super::cells::{fill, put, restyle};
use crate::tui::{
    picture::Picture,
    state::{Pane, State},
};

/// Draws the record into its pane.
pub fn draw(state: &State, buf: &mut Picture) {
    let Some(area) = state.areas.detail else {
        return;
    };
    let area = area.intersection(buf.area);
    let theme = state.theme;
    let focused = state.focus == Pane::Detail && state.layers.is_empty();
    let border = Rect {
        width: area.width.min(1),
        ..area
    };
    fill(
        buf,
        border,
        if focused { "┃" } else { "│" },
        theme.border(focused),
    );

    let inner = state.areas.record().intersection(buf.area);
    let record = &state.record;
    if record.page.lines.is_empty() {
        if state.asked.detail.is_some() {
            put(
                buf,
                inner.x,
                inner.y,
                "…",
                usize::from(inner.width),
                theme.quiet(),
            );
        }
        return;
    }
    let lines = record.page.lines.iter().enumerate().skip(record.scroll);
    for (y, (_, line)) in (inner.top()..inner.bottom()).zip(lines) {
        let mut x = inner.x;
        for piece in &line.pieces {
            let room = usize::from(inner.right().saturating_sub(x));
            x = put(buf, x, y, &piece.text, room, theme.tone(piece.tone));
        }
        if focused && line.target.is_some() && line.target == record.marked {
            let row = Rect {
                y,
                height: 1,
                ..inner
            };
            restyle(buf, row, theme.marked());
            put(buf, inner.x.saturating_sub(1), y, "▌", 1, theme.cursor());
        }
    }
    scrollbar(state, area, buf);
}

/// A bar at the right edge while the record is longer than its pane.
fn scrollbar(state: &State, area: Rect, buf: &mut Picture) {
    let (length, height) = (state.record.page.lines.len(), usize::from(area.height));
    if length <= height || area.width < 4 {
        return;
    }
    let theme = state.theme;
    let x = area.right() - 1;
    let thumb = (height * height / length).clamp(1, height);
    let room = height - thumb;
    let top = (state.record.scroll * room).div_ceil(length - height).min(room);
    for line in 0..height {
        let (glyph, style) = if (top..top + thumb).contains(&line) {
            ("┃", theme.border(state.focus == Pane::Detail))
        } else {
            ("│", theme.quiet())
        };
        put(buf, x, area.y + line as u16, glyph, 1, style);
    }
}
