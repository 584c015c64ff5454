//! The columns of the timeline: which there are, where and how wide, by the width of the pane and by what they
//! hold. What is spared goes to the titles.

use ratatui::layout::Rect;

use super::cells::width;
use crate::tui::rows::Rows;

/// Cells that a date column has at least: room for the names of months.
const NARROWEST_DATE: u16 = 9;

/// What the rows at hand need. All that are held count, not only those on the screen, so that columns stay where
/// they are while one scrolls.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Needs {
    /// Cells of the widest date.
    pub date: u16,
    /// Countries to show side by side: what is enough for most rows, the others count the rest.
    pub countries: u16,
    /// Marks at the end, up to the last that is used.
    pub ends: u16,
}

impl Needs {
    /// Room for anything.
    #[cfg(test)]
    pub const ALL: Self = Self {
        date: u16::MAX,
        countries: u16::MAX,
        ends: 3,
    };

    /// What these rows need.
    pub fn of(held: &Rows) -> Self {
        let mut needs = Self {
            date: 0,
            countries: 0,
            ends: 1,
        };
        let mut more_than_two = 0;
        for row in &held.rows {
            // Wider ones than any column leave out their year, or more.
            needs.date = needs.date.max(width(&row.when) as u16);
            needs.countries = needs.countries.max(row.countries.len().min(2) as u16);
            more_than_two += usize::from(row.countries.len() > 2);
            let ends = if row.flaw.is_some() {
                3
            } else {
                1 + u16::from(row.claimed)
            };
            needs.ends = needs.ends.max(ends);
        }
        if more_than_two * 3 > held.rows.len() {
            needs.countries = u16::MAX;
        }
        needs
    }
}

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
    /// The columns of a pane for rows that need so much.
    pub fn new(pane: Rect, needs: Needs) -> Self {
        let (date_width, years, lane_count, countries_width, ends_width) = match pane.width {
            0..=47 => (9, false, 0, 0, 1),
            48..=59 => (10, false, 2, 3, 1),
            60..=75 => (14, true, 2, 7, 3),
            76..=109 => (15, true, 2, 11, 3),
            _ => (20, true, 3, 15, 3),
        };
        let date_width = needs.date.clamp(NARROWEST_DATE, date_width);
        let countries_width = needs
            .countries
            .saturating_mul(4)
            .saturating_sub(1)
            .min(countries_width);
        let ends_width = needs.ends.min(ends_width);
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
        let none = Needs::of(&Rows::default());
        for (width, needs) in (36..=250).flat_map(|width| [(width, Needs::ALL), (width, none)]) {
            let pane = Rect::new(7, 3, width, 10);
            let columns = Columns::new(pane, needs);
            assert!(columns.date + columns.date_width < columns.mark);
            assert!(columns.lanes + columns.lane_count < columns.countries);
            assert!(columns.countries + columns.countries_width <= columns.title);
            assert!(columns.title + columns.title_width < columns.ends);
            assert!((0..=1).contains(&(pane.right() - columns.ends - columns.ends_width)));
            assert!(columns.title_width >= 20, "{width}: {columns:?}");
        }
    }
}
