//! The top line: what is open, how much of it is shown, what goes on, what is wrong. What matters less gives
//! way where the line is short.

use ratatui::style::Style;

use super::cells::{put, put_right, restyle, width};
use crate::{
    dates::{Civil, words},
    text::{self, grouped},
    tui::{
        action::{Action, Context},
        picture::Picture,
        state::State,
    },
};

/// A piece of the line; the lower its rank, the longer it stays.
struct Piece {
    text: String,
    style: Style,
    rank: u8,
    /// Cells between it and what stands to its left.
    space: u16,
}

/// Draws the top line.
pub fn draw(state: &State, buf: &mut Picture) {
    let area = state.areas.title.intersection(buf.area);
    if area.is_empty() {
        return;
    }
    let mut left = left(state);
    let mut right = right(state);
    let room = usize::from(area.width.saturating_sub(2));
    while taken(&left) + taken(&right) > room {
        let worst = left
            .iter()
            .chain(&right)
            .map(|piece| piece.rank)
            .max()
            .unwrap_or(0);
        if worst == 0 {
            break;
        }
        left.retain(|piece| piece.rank != worst);
        right.retain(|piece| piece.rank != worst);
    }
    restyle(buf, area, state.theme.text());
    let mut end = area.right() - area.width.min(1);
    for piece in right.iter().rev() {
        end = put_right(buf, end, area.y, &piece.text, room, piece.style).saturating_sub(piece.space);
    }
    let mut x = area.x + area.width.min(1);
    for piece in &left {
        let room = usize::from(end.saturating_sub(x));
        x = put(buf, x, area.y, &piece.text, room, piece.style) + piece.space;
    }
}

fn taken(pieces: &[Piece]) -> usize {
    pieces
        .iter()
        .map(|piece| width(&piece.text) + usize::from(piece.space))
        .sum()
}

fn left(state: &State) -> Vec<Piece> {
    let theme = state.theme;
    let mut pieces = vec![Piece {
        text: "Annals".to_owned(),
        style: theme.heading(),
        rank: 2,
        space: 2,
    }];
    let mut add = |text: String, style, rank| {
        pieces.push(Piece {
            text,
            style,
            rank,
            space: 2,
        });
    };
    add(
        text::truncate(&text::harmless(&state.described), 40).into_owned(),
        theme.text(),
        7,
    );
    if state.built_in {
        add("read-only".to_owned(), theme.quiet(), 8);
    }
    // A selection is counted at the other end.
    if state.loaded && Selected::of(state).hidden == 0 {
        let mut said = match state.selection.all {
            1 => "1 event".to_owned(),
            all => format!("{} events", grouped(all)),
        };
        if let Some(span) = state.selection.span {
            let (first, last) = (
                Civil::from_day(span.earliest).year,
                Civil::from_day(span.latest).year,
            );
            said.push_str(" · ");
            said.push_str(&words::year(first));
            if first != last {
                said.push('–');
                said.push_str(&words::year(last));
            }
        }
        add(said, theme.quiet(), 6);
    }
    pieces
}

fn right(state: &State) -> Vec<Piece> {
    let theme = state.theme;
    let mut pieces = Vec::new();
    let mut add = |text: String, style, rank, space| {
        pieces.push(Piece {
            text,
            style,
            rank,
            space,
        });
    };
    if let Some(progress) = state.reading {
        let said = if progress.of == 0 {
            "reading …".to_owned()
        } else {
            format!(
                "reading {} of {} files …",
                grouped(progress.files),
                grouped(progress.of)
            )
        };
        add(said, theme.today(), 1, 2);
    }
    if state.totals.errors + state.totals.warnings > 0 {
        let mut said = [
            counted(state.totals.errors, "error"),
            counted(state.totals.warnings, "warning"),
        ]
        .into_iter()
        .flatten()
        .collect::<Vec<_>>()
        .join(" ");
        if let Some(key) = state.keymap.key_of(Context::Timeline, Action::Findings) {
            said = format!("{said} ({key})");
        }
        let style = if state.totals.errors > 0 {
            theme.error()
        } else {
            theme.warning()
        };
        add(said, style, 5, 2);
    }
    if state.look.is_some() {
        add(" LOOKING AROUND ".to_owned(), theme.mode(), 3, 2);
    }
    if state.loaded {
        let Selected { count, hidden } = Selected::of(state);
        let all = state.selection.all;
        if hidden > 0 {
            let said = format!("{} of {}", grouped(count), grouped(all));
            add(said, theme.strong(), 0, 2);
            add(format!(" · {} hidden", grouped(hidden)), theme.warning(), 4, 0);
        }
    }
    pieces
}

fn counted(count: usize, what: &str) -> Option<String> {
    match count {
        0 => None,
        1 => Some(format!("1 {what}")),
        _ => Some(format!("{} {what}s", grouped(count))),
    }
}

/// How many events the query leaves, and how many it hides.
pub struct Selected {
    /// Events shown.
    pub count: usize,
    /// Events hidden.
    pub hidden: usize,
}

impl Selected {
    /// As the state has it.
    pub fn of(state: &State) -> Self {
        let count = state.selection.count;
        Self {
            count,
            hidden: state.selection.all.saturating_sub(count),
        }
    }
}
