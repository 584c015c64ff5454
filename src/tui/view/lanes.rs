//! Which events that last get a bar beside the timeline, in which lane and over which lines.

use crate::{
    dates::day::{Day, LAST},
    model::Category,
    tui::rows::{Arrangement, Line, RowLine, Rows},
};

/// The bar of an event that lasts past others.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Bar {
    /// Lane, from 0.
    pub lane: u16,
    /// The line on which its event stands; `None` when that is above the first.
    pub from: Option<usize>,
    /// The last line that it passes.
    pub to: usize,
    /// Whether it goes on below the last line.
    pub goes_on: bool,
    /// What colours it.
    pub category: Option<Category>,
}

/// The bars that fit into `lanes` lanes, the most significant first: each passes at least one event that begins
/// while it lasts.
pub fn bars(rows: &Rows, arrangement: &Arrangement, lanes: u16) -> Vec<Bar> {
    if lanes == 0 {
        return Vec::new();
    }
    let starts: Vec<(usize, Day)> = arrangement
        .lines
        .iter()
        .enumerate()
        .filter_map(|(line, at)| match at {
            Line::Event(rank) => Some((line, rows.get(*rank)?.interval.earliest)),
            _ => None,
        })
        .collect();
    let (Some((first, last)), Some((_, top))) = (arrangement.shown(), starts.first().copied()) else {
        return Vec::new();
    };
    let above = rows
        .under_way
        .iter()
        .chain((rows.first..first).filter_map(|rank| rows.get(rank)))
        .filter(|row| row.lasts && row.interval.latest >= top)
        .map(|row| (None, row));
    let shown = arrangement
        .lines
        .iter()
        .enumerate()
        .filter_map(|(line, at)| match at {
            Line::Event(rank) => Some((Some(line), rows.get(*rank).filter(|row| row.lasts)?)),
            _ => None,
        });
    let mut candidates: Vec<(Option<usize>, &RowLine)> = above.chain(shown).collect();
    candidates.sort_by_key(|(_, row)| (std::cmp::Reverse(row.significance), row.interval.earliest));

    let bottom = arrangement.lines.len().saturating_sub(1);
    let next = rows.get(last + 1).map(|row| row.interval.earliest);
    let mut bars: Vec<Bar> = Vec::new();
    for (from, row) in candidates {
        let inside = starts
            .iter()
            .filter(|(line, start)| from.is_none_or(|from| *line > from) && *start <= row.interval.latest);
        let passed = inside.map(|(line, _)| *line).max();
        let goes_on = match next {
            Some(next) => row.interval.latest >= next,
            None => last + 1 >= rows.total && row.interval.latest == LAST,
        };
        let to = match (goes_on, passed) {
            (true, _) if from != Some(bottom) => bottom,
            (_, Some(passed)) => passed,
            _ => continue,
        };
        let free = (0..lanes).find(|lane| {
            bars.iter()
                .filter(|bar| bar.lane == *lane)
                .all(|bar| bar.to < from.unwrap_or(0) || bar.from.is_some_and(|other| other > to))
        });
        if let Some(lane) = free {
            bars.push(Bar {
                lane,
                from,
                to,
                goes_on,
                category: row.category,
            });
        }
    }
    bars
}
