//! Where the panes stand: cells of the terminal, used by the views to draw and by `update` for the mouse.

use ratatui::layout::Rect;

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
            width: detail.width.saturating_sub(left + 1),
            ..detail
        }
    }
}
