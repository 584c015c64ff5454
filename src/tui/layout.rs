//! Where the panes stand: cells of the terminal, used by the views to draw and by `update` for the mouse.

use ratatui::layout::Rect;

use super::layers::{FilterBar, Layer};

/// The smallest terminal on which the panes are drawn; below it a line says so.
pub const SMALLEST: (u16, u16) = (40, 10);
/// From so many columns on the record has a pane of its own.
pub const TWO_PANES: u16 = 100;

/// Where everything stands. An area that is not shown is empty, or `None`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Areas {
    /// The top line: what is open, counts.
    pub title: Rect,
    /// The query.
    pub filter: Rect,
    /// The density strip: a line of blocks and, where there is room, a line of years.
    pub density: Rect,
    /// The list of events.
    pub timeline: Rect,
    /// The record.
    pub detail: Option<Rect>,
    /// The bottom line: hints or a notice.
    pub hints: Rect,
}

impl Areas {
    /// Whether the terminal is too small for the panes.
    pub fn too_small(size: (u16, u16)) -> bool {
        size.0 < SMALLEST.0 || size.1 < SMALLEST.1
    }

    /// The areas of a terminal of `size` (columns, lines); `opened` where the record lies over the timeline
    /// if it has no pane of its own.
    pub fn new(size: (u16, u16), opened: bool) -> Self {
        let (width, height) = size;
        if Self::too_small(size) {
            return Self::default();
        }
        let density_height = if height >= 20 { 2 } else { 1 };
        let row = |y, height| Rect {
            x: 0,
            y,
            width,
            height,
        };
        let top = 2 + density_height;
        let middle = row(top, height - top - 1);
        let mut areas = Self {
            title: row(0, 1),
            filter: row(1, 1),
            density: row(2, density_height),
            timeline: middle,
            detail: None,
            hints: row(height - 1, 1),
        };
        if width >= TWO_PANES {
            let detail_width = (width * 2 / 5).min(72);
            areas.timeline.width = width - detail_width;
            areas.detail = Some(Rect {
                x: areas.timeline.width,
                width: detail_width,
                ..middle
            });
        } else if opened {
            areas.detail = Some(middle);
            areas.timeline = Rect::default();
        }
        areas
    }

    /// The columns of the density strip that stand for time: the rest are the years at its ends.
    pub fn strip(&self) -> Rect {
        let label = if self.density.width >= 60 { 6 } else { 0 };
        Rect {
            x: self.density.x + label,
            width: self.density.width.saturating_sub(2 * label),
            height: self.density.height.min(1),
            ..self.density
        }
    }

    /// The cells of the record in which its lines stand.
    pub fn record(&self) -> Rect {
        let Some(detail) = self.detail else {
            return Rect::default();
        };
        let left = 2;
        Rect {
            x: detail.x + left,
            // At the right a blank and the scroll bar.
            width: detail.width.saturating_sub(left + 2),
            ..detail
        }
    }
}

/// Columns that the head of the filter line takes: ` / `.
pub const FILTER_HEAD: u16 = 3;
/// Most completions shown at once.
const COMPLETIONS: u16 = 10;

/// What a layer takes of a terminal of `size`: a box in the middle, or the whole of a small terminal. The filter
/// bar has no box: it is written into the filter line.
pub fn layer_area(layer: &Layer, size: (u16, u16)) -> Rect {
    let (width, height) = size;
    let (wanted_width, wanted_height) = match layer {
        Layer::Filter(_) => return Rect::default(),
        Layer::Countries(_) => (66, 32),
        Layer::Actions(_) => (116, 50),
        Layer::Findings(_) => (120, 40),
        Layer::Date(_) => (60, 6),
        Layer::Pick(_) => (76, 20),
        Layer::Form(_) => (100, 24),
    };
    let narrow = width < 60;
    let low = height < 16;
    let box_width = if narrow {
        width
    } else {
        wanted_width.min(width - 4)
    };
    let box_height = match layer {
        Layer::Date(_) => wanted_height.min(height),
        _ if low => height,
        _ => wanted_height.min(height - 4),
    };
    let middle = Rect {
        x: (width - box_width) / 2,
        y: (height - box_height) / 2,
        width: box_width,
        height: box_height,
    };
    match layer {
        // Where the eye is: over the head of the timeline.
        Layer::Date(_) => Rect {
            y: middle.y.min(4),
            ..middle
        },
        _ => middle,
    }
}

/// The cells of a layer inside its border.
pub fn layer_inner(layer: &Layer, size: (u16, u16)) -> Rect {
    let area = layer_area(layer, size);
    Rect {
        x: area.x + area.width.min(1),
        y: area.y + area.height.min(1),
        width: area.width.saturating_sub(2),
        height: area.height.saturating_sub(2),
    }
}

/// The cells of a layer in which the items of its list stand, one a line: line `y` shows the item of
/// position `list.top + y - area.y`. For the filter bar its completions; empty for layers without a list.
pub fn list_area(layer: &Layer, size: (u16, u16)) -> Rect {
    let inner = layer_inner(layer, size);
    let below = match layer {
        Layer::Filter(bar) => return completions_area(bar, &Areas::new(size, false)),
        Layer::Date(_) | Layer::Form(_) => return Rect::default(),
        Layer::Pick(_) => 0,
        // The sentence of the marked one, where the list has no room for it.
        Layer::Actions(_) => match inner.width {
            0..=47 => 3.min(inner.height / 4),
            48..=91 => 2.min(inner.height / 4),
            92..=112 => 1,
            _ => 0,
        },
        // The query that the marks make.
        Layer::Countries(_) => u16::from(inner.height >= 8),
        Layer::Findings(_) => finding_height(inner.height),
    };
    Rect {
        y: inner.y + inner.height.min(1),
        height: inner.height.saturating_sub(1 + below),
        ..inner
    }
}

/// Lines below the list of findings for the marked one, of an inner height.
pub fn finding_height(inner: u16) -> u16 {
    match inner {
        0..=7 => 2,
        8..=15 => 4,
        _ => 8,
    }
}

/// The cells in which the completions of the filter bar stand, one a line: line `y` shows the candidate of
/// position `completions_top + y - area.y`. They hang below the query at the place that they complete, with a
/// line between for what the query finds, or what is wrong with it.
pub fn completions_area(bar: &FilterBar, areas: &Areas) -> Rect {
    let filter = areas.filter;
    let candidates = &bar.completions.candidates;
    let top = filter.y + 2;
    let room = areas.hints.y.saturating_sub(top + 1);
    let height = room.min(COMPLETIONS).min(candidates.len() as u16);
    if height == 0 || filter.width < 12 {
        return Rect::default();
    }
    let longest = candidates
        .iter()
        .map(|candidate| {
            let help = crate::text::width(&candidate.help);
            crate::text::width(&candidate.label) + if help == 0 { 0 } else { help + 2 }
        })
        .max()
        .unwrap_or(0);
    let counted = candidates.iter().any(|candidate| candidate.count.is_some());
    let wanted = (longest + if counted { 9 } else { 0 }).clamp(16, 72) as u16;
    let width = (wanted + 2).min(filter.width - 2);
    let before = bar.input.value().get(..bar.completions.start).unwrap_or("");
    let (text_width, scroll) = filter_scroll(bar, filter.width);
    let column = crate::text::width(before).saturating_sub(scroll).min(text_width) as u16;
    let x = (filter.x + FILTER_HEAD + column).min(filter.right().saturating_sub(width + 1));
    Rect {
        x,
        y: top,
        width,
        height,
    }
}

/// The position of the candidate on the first line of `height`.
pub fn completions_top(bar: &FilterBar, height: u16) -> usize {
    let last = usize::from(height.max(1));
    bar.completions
        .cursor
        .map_or(0, |cursor| (cursor + 1).saturating_sub(last))
}

/// Columns for the text of the filter bar, and by how many of them it is scrolled.
pub fn filter_scroll(bar: &FilterBar, width: u16) -> (usize, usize) {
    let room = usize::from(width.saturating_sub(FILTER_HEAD + 1)).max(1);
    (room, bar.input.visual_scroll(room))
}
