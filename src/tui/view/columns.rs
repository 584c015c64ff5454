//! The columns of the timeline: which there are, where and how wide, by the width of the pane.

use ratatui::layout::Rect;

/// Where the columns stand, in cells from the left of the screen. A width of 0: not shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Columns {
    /// The cursor's mark and the bar of the era.
    pub gutter: u16,
    /// The date, set to the right.
    pub date: u16,
    /// Cells of the date.
    pub date_width: u16,
    /// Whether dates are written with their year; else the rules alone say it.
    pub years: bool,
    /// The mark of category and status.
    pub mark: u16,
    /// The first of the lanes of bars, which follow the mark.
    pub lanes: u16,
    /// How many.
    pub lane_count: u16,
    /// The countries.
    pub countries: u16,
    /// Cells of the countries.
    pub countries_width: u16,
    /// The title.
    pub title: u16,
    /// Cells of the title.
    pub title_width: u16,
    /// Marks at the end: relations, claims, flaws.
    pub ends: u16,
    /// Cells of them: one each, or one for all.
    pub ends_width: u16,
}

impl Columns {
    /// The columns of a pane.
    pub fn new(pane: Rect) -> Self {
        let (date_width, years, lane_count, countries_width, ends_width) = match pane.width {
            0..=47 => (9, false, 0, 0, 1),
            48..=59 => (10, false, 2, 3, 1),
            60..=75 => (14, true, 2, 7, 3),
            76..=109 => (18, true, 3, 11, 3),
            _ => (20, true, 3, 15, 3),
        };
        let gutter = pane.x;
        let date = gutter + 1;
        let mark = date + date_width + 1;
        let lanes = mark + 1;
        let countries = lanes + lane_count + 1;
        let title = countries + countries_width + u16::from(countries_width > 0);
        // Beside another pane they keep off its border.
        let edge = u16::from(pane.width >= 60);
        let ends = pane.right().saturating_sub(ends_width + edge);
        Self {
            gutter,
            date,
            date_width,
            years,
            mark,
            lanes,
            lane_count,
            countries,
            countries_width,
            title,
            title_width: ends.saturating_sub(title + 1),
            ends,
            ends_width,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_follow_each_other_and_the_title_gets_the_most_of_a_pane() {
        for width in 36..=250 {
            let pane = Rect::new(7, 3, width, 10);
            let columns = Columns::new(pane);
            assert!(columns.date + columns.date_width < columns.mark);
            assert!(columns.lanes + columns.lane_count < columns.countries);
            assert!(columns.countries + columns.countries_width <= columns.title);
            assert!(columns.title + columns.title_width < columns.ends);
            assert!((0..=1).contains(&(pane.right() - columns.ends - columns.ends_width)));
            assert!(columns.title_width >= 20, "{width}: {columns:?}");
        }
    }
}
