//! The density strip: how many events begin when, over the whole span of the selection, with what the list
//! shows of it, the cursor and today.

use ratatui::{
    layout::Rect,
    style::{Modifier, Style},
};

use super::cells::{put, put_right, restyle, width};
use crate::{
    catalog::Buckets,
    dates::{
        Civil, Day,
        day::{FIRST, LAST},
        words,
    },
    tui::{picture::Picture, state::State},
};

const BLOCKS: [&str; 8] = ["▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"];

/// Draws the strip into its area.
pub fn draw(state: &State, buf: &mut Picture) {
    let area = state.areas.density.intersection(buf.area);
    let strip = state.areas.strip().intersection(buf.area);
    if area.is_empty() || strip.is_empty() {
        return;
    }
    let theme = state.theme;
    let selection = &state.selection;
    let Some(buckets) = selection.buckets.as_ref().filter(|buckets| !buckets.is_empty()) else {
        return;
    };
    let highest = selection.histogram.iter().copied().max().unwrap_or(0);
    let today = column_of(buckets, state.today);
    let columns = buckets.len().min(usize::from(strip.width));
    for column in 0..columns {
        let count = selection.histogram.get(column).copied().unwrap_or(0);
        let (glyph, style) = match (count, today == Some(column)) {
            (0, true) => ("┊", theme.today()),
            (0, false) => ("·", theme.quiet()),
            (_, true) => (block(count, highest), theme.today()),
            (_, false) => (block(count, highest), theme.text()),
        };
        put(buf, strip.x + column as u16, strip.y, glyph, 1, style);
    }
    years(state, buf, buckets, area, strip);
    let below = (area.height > 1).then_some(Rect {
        y: strip.y + 1,
        height: 1,
        ..strip
    });
    if let Some(below) = below {
        for (column, label) in ticks(buckets, columns) {
            put(
                buf,
                below.x + column as u16,
                below.y,
                &label,
                columns - column,
                theme.quiet(),
            );
        }
    }
    shown(state, buf, buckets, strip, below);
}

/// A block as high as the square root of the count, so that a lone event beside a crowded year is still seen.
fn block(count: u32, highest: u32) -> &'static str {
    let share = (f64::from(count) / f64::from(highest.max(1))).sqrt();
    let level = (share * BLOCKS.len() as f64).ceil() as usize;
    BLOCKS
        .get(level.clamp(1, BLOCKS.len()) - 1)
        .copied()
        .unwrap_or("█")
}

/// The column in which `day` stands.
fn column_of(buckets: &Buckets, day: Day) -> Option<usize> {
    let behind = buckets.edges.partition_point(|edge| *edge <= day);
    (1..=buckets.len()).contains(&behind).then(|| behind - 1)
}

/// The column nearest to `day`.
fn nearest_column(buckets: &Buckets, day: Day) -> usize {
    buckets
        .edges
        .partition_point(|edge| *edge <= day)
        .saturating_sub(1)
        .min(buckets.len().saturating_sub(1))
}

/// The years at both ends.
fn years(state: &State, buf: &mut Picture, buckets: &Buckets, area: Rect, strip: Rect) {
    let (left, right) = (
        strip.x.saturating_sub(area.x),
        area.right().saturating_sub(strip.right()),
    );
    if left < 2 || right < 2 {
        return;
    }
    let (Some(first), Some(behind)) = (buckets.edges.first(), buckets.edges.last()) else {
        return;
    };
    let style = state.theme.quiet();
    let year = |day: Day| short_year(Civil::from_day(day).year);
    put_right(
        buf,
        strip.x - 1,
        area.y,
        &year(*first),
        usize::from(left - 1),
        style,
    );
    let last = behind.saturating_sub(1).max(*first);
    put(
        buf,
        strip.right() + 1,
        area.y,
        &year(last),
        usize::from(right - 1),
        style,
    );
}

/// A year in at most five cells.
fn short_year(year: i64) -> String {
    match year {
        1..=99_999 => year.to_string(),
        100_000.. => format!("{:.0e}", year as f64),
        _ => {
            let before = year.unsigned_abs() + 1;
            match before {
                0..=999 => format!("{before}BC"),
                1_000..=99_999 => format!("{}kBC", before / 1_000),
                _ => format!("-{:.0e}", before as f64),
            }
        }
    }
}

/// Marks the part of the strip that the list shows, and the cursor in it.
fn shown(state: &State, buf: &mut Picture, buckets: &Buckets, strip: Rect, below: Option<Rect>) {
    let start = |rank| state.rows.get(rank).map(|row| row.interval.earliest);
    let Some((first, last)) = state.arrangement.shown() else {
        return;
    };
    let (Some(first), Some(last)) = (start(first), start(last)) else {
        return;
    };
    let (first, last) = (nearest_column(buckets, first), nearest_column(buckets, last));
    let part = |line: Rect| Rect {
        x: line.x + first as u16,
        width: (last - first + 1) as u16,
        ..line
    };
    let theme = state.theme;
    restyle(buf, part(strip), theme.heading());
    match below {
        Some(below) => restyle(buf, part(below), Style::new().add_modifier(Modifier::REVERSED)),
        None => restyle(buf, part(strip), Style::new().add_modifier(Modifier::UNDERLINED)),
    }
    if let Some(cursor) = start(state.cursor) {
        let cell = Rect {
            x: strip.x + nearest_column(buckets, cursor) as u16,
            width: 1,
            ..strip
        };
        if let Some(below) = below {
            let cell = Rect { y: below.y, ..cell };
            restyle(
                buf,
                cell,
                Style::new().remove_modifier(Modifier::REVERSED | Modifier::DIM),
            );
            if buf.cell(cell.x, cell.y).is_some_and(|cell| cell.is(' ')) {
                put(buf, cell.x, cell.y, "▲", 1, theme.heading());
            }
        } else {
            put(buf, cell.x, cell.y, "▼", 1, theme.heading());
        }
    }
}

/// Labels of the second line, each at the column in which its year, month or day begins, as many as stand
/// apart from each other.
fn ticks(buckets: &Buckets, columns: usize) -> Vec<(usize, String)> {
    let (Some(&first), Some(&behind)) = (buckets.edges.first(), buckets.edges.last()) else {
        return Vec::new();
    };
    if columns == 0 || first == FIRST || behind == LAST || behind <= first {
        return Vec::new();
    }
    let days_per_column = (behind as f64 - first as f64) / columns as f64;
    let step = Step::for_cells(days_per_column);
    let mut ticks: Vec<(usize, String)> = Vec::new();
    let mut free = 0;
    for (day, label) in step
        .from(first)
        .take_while(|(day, _)| *day < behind)
        .take(columns)
    {
        if let Some(column) = column_of(buckets, day)
            && column >= free
            && column + width(&label) <= columns
        {
            free = column + width(&label) + 2;
            ticks.push((column, label));
        }
    }
    ticks
}

/// From one label to the next.
#[derive(Clone, Copy)]
enum Step {
    Days(i64),
    Months(i64),
    Years(i64),
}

impl Step {
    /// The finest step whose labels stand at least their width apart.
    fn for_cells(days_per_column: f64) -> Self {
        const STEPS: [(f64, Step); 7] = [
            (1.0, Step::Days(1)),
            (2.0, Step::Days(2)),
            (7.0, Step::Days(7)),
            (30.4, Step::Months(1)),
            (91.3, Step::Months(3)),
            (182.6, Step::Months(6)),
            (365.2, Step::Years(1)),
        ];
        const CELLS: f64 = 9.0;
        let wanted = days_per_column * CELLS;
        if let Some((_, step)) = STEPS.iter().find(|(days, _)| *days >= wanted) {
            return *step;
        }
        let mut years = 1_i64;
        for factor in [2, 5, 10].into_iter().cycle().scan(1_i64, |power, factor| {
            let step = power.checked_mul(factor)?;
            if factor == 10 {
                *power = step;
            }
            Some(step)
        }) {
            years = factor;
            if factor as f64 * 365.2 >= wanted {
                break;
            }
        }
        Self::Years(years)
    }

    /// The days of the labels from `first` on.
    fn from(self, first: Day) -> Box<dyn Iterator<Item = (Day, String)>> {
        let civil = Civil::from_day(first);
        match self {
            Self::Days(step) => Box::new((0..).map_while(move |index: i64| {
                let day = first.checked_add(index.checked_mul(step)?)?;
                let civil = Civil::from_day(day);
                Some((day, format!("{} {}", civil.day, words::month_short(civil.month))))
            })),
            Self::Months(step) => {
                let start = civil.year.saturating_mul(12) + i64::from(civil.month) - 1;
                let start = start.div_euclid(step).saturating_mul(step);
                Box::new((0..).map_while(move |index: i64| {
                    let months = start.checked_add(index.checked_mul(step)?)?;
                    let (year, month) = (months.div_euclid(12), months.rem_euclid(12) as u8 + 1);
                    let label = if month == 1 {
                        short_year(year)
                    } else {
                        words::month_short(month).to_owned()
                    };
                    Some((Civil { year, month, day: 1 }.to_day(), label))
                }))
            }
            Self::Years(step) => {
                let start = civil.year.div_euclid(step).saturating_mul(step);
                Box::new((0..).map_while(move |index: i64| {
                    let year = start.checked_add(index.checked_mul(step)?)?;
                    Some((
                        Civil {
                            year,
                            month: 1,
                            day: 1,
                        }
                        .to_day(),
                        short_year(year),
                    ))
                }))
            }
        }
    }
}
