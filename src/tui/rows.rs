//! The rows that the screen holds: a stretch of the selection around what is shown, ready to be drawn.

use crate::{
    catalog::{Row, Window},
    dates::{
        Civil, Day, Edtf, Interval, Precision,
        day::{FIRST, LAST},
    },
    model::{Category, Severity, Status},
    places::Code,
    text,
};

/// One event as a line of the timeline, its texts harmless.
#[derive(Clone, Debug, PartialEq, Eq)]
#[allow(clippy::struct_excessive_bools)]
pub struct RowLine {
    /// The event's id.
    pub id: Box<str>,
    /// Its title.
    pub title: Box<str>,
    /// Its date in short words: `18–19 Jun 2024`.
    pub when: Box<str>,
    /// Its days.
    pub interval: Interval,
    /// How precisely they are known.
    pub precision: Precision,
    /// Whether the date is written as an interval: something that lasted, rather than one day of several.
    pub lasts: bool,
    /// Known countries.
    pub countries: Vec<Code>,
    /// `None` for a word that is not of the vocabulary.
    pub category: Option<Category>,
    /// `None` for a word that is not of the vocabulary.
    pub status: Option<Status>,
    /// 1–5.
    pub significance: u8,
    /// Whether relations begin or end here.
    pub related: bool,
    /// Whether it has claims.
    pub claimed: bool,
    /// The worst finding about it.
    pub flaw: Option<Severity>,
}

impl From<&Row<'_>> for RowLine {
    fn from(row: &Row<'_>) -> Self {
        let when = Edtf::parse(row.date).map_or_else(|_| row.date.to_owned(), |date| date.words_short());
        Self {
            id: row.id.into(),
            title: text::harmless(row.title).into(),
            when: text::harmless(&when).into(),
            interval: row.interval,
            precision: row.precision,
            lasts: row.date.contains('/') && row.interval.earliest < row.interval.latest,
            countries: row.countries.to_vec(),
            category: row.category,
            status: row.status,
            significance: row.significance,
            related: row.related,
            claimed: row.claimed,
            flaw: row.flaw,
        }
    }
}

/// A stretch of the selection, by rank.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Rows {
    /// Rank of the first row.
    pub first: usize,
    /// In time order.
    pub rows: Vec<RowLine>,
    /// Rows of the whole selection.
    pub total: usize,
    /// What began before the first row and lasts into these.
    pub under_way: Vec<RowLine>,
}

impl Rows {
    /// The row of that rank, if it is held.
    pub fn get(&self, rank: usize) -> Option<&RowLine> {
        self.rows.get(rank.checked_sub(self.first)?)
    }

    /// The rank behind the last row held.
    pub fn end(&self) -> usize {
        self.first + self.rows.len()
    }

    /// The rank of the event with that id, if it is held.
    pub fn rank_of(&self, id: &str) -> Option<usize> {
        self.rows
            .iter()
            .position(|row| &*row.id == id)
            .map(|index| self.first + index)
    }
}

impl From<&Window<'_>> for Rows {
    fn from(window: &Window<'_>) -> Self {
        Self {
            first: window.first,
            rows: window.rows.iter().map(RowLine::from).collect(),
            total: window.total,
            under_way: window.under_way.iter().map(RowLine::from).collect(),
        }
    }
}

/// One line of the timeline: an event, or a rule between events.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Line {
    /// A year begins; with the days of silence before it where they are many.
    Year(i64, Option<i64>),
    /// A month begins that holds at least three events.
    Month(i64, u8),
    /// Many days of silence within a year.
    Gap(i64),
    /// Here is today.
    Today,
    /// The event of that rank.
    Event(usize),
}

/// Silence of at least so many days is told on a rule of its own within a year …
const GAP_WITHIN_YEAR: i64 = 92;
/// … and of at least so many on the rule of the next year.
const GAP_BETWEEN_YEARS: i64 = 330;

/// What stands on the lines of the timeline, from the top.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Arrangement {
    /// At most as many as the pane is high.
    pub lines: Vec<Line>,
    /// The line on which the cursor's event stands.
    pub cursor_line: usize,
    /// Lines of the pane that it was made for.
    pub height: usize,
}

impl Arrangement {
    /// Arranges `rows` on `height` lines, the event of rank `cursor` on `cursor_line` or as near to it as
    /// leaves no line empty that could be filled.
    pub fn new(rows: &Rows, cursor: usize, cursor_line: usize, height: usize, today: Day) -> Self {
        if height == 0 || rows.get(cursor).is_none() {
            return Self {
                height,
                ..Self::default()
            };
        }
        let mut below = Vec::new();
        for rank in cursor + 1..rows.end() {
            if below.len() >= height {
                break;
            }
            below.extend(rules_before(rows, rank, today));
            below.push(Line::Event(rank));
        }
        if rows.end() == rows.total && below.len() < height {
            below.extend(rules_at_end(rows, today));
        }
        let mut above = Vec::new();
        let mut rank = cursor;
        while above.len() < height {
            above.extend(rules_before(rows, rank, today).into_iter().rev());
            if rank <= rows.first {
                break;
            }
            rank -= 1;
            above.push(Line::Event(rank));
        }
        let wanted = cursor_line.min(height - 1);
        let fill = (height - 1).saturating_sub(below.len());
        let cursor_line = wanted.max(fill).min(above.len());
        above.truncate(cursor_line);
        let mut lines: Vec<Line> = above.into_iter().rev().collect();
        lines.push(Line::Event(cursor));
        below.truncate(height - lines.len());
        lines.extend(below);
        Self {
            lines,
            cursor_line,
            height,
        }
    }

    /// The ranks of the first and the last event shown.
    pub fn shown(&self) -> Option<(usize, usize)> {
        let rank = |line: &Line| match line {
            Line::Event(rank) => Some(*rank),
            _ => None,
        };
        Some((
            self.lines.iter().find_map(rank)?,
            self.lines.iter().rev().find_map(rank)?,
        ))
    }
}

/// How many lines lie between the events of two ranks, the rules between them included.
pub fn distance(rows: &Rows, from: usize, to: usize, today: Day) -> usize {
    let (low, high) = (from.min(to), from.max(to));
    (low + 1..=high)
        .map(|rank| 1 + rules_before(rows, rank, today).len())
        .sum()
}

/// The rules between the event of `rank` and the one before it.
fn rules_before(rows: &Rows, rank: usize, today: Day) -> Vec<Line> {
    let mut rules = Vec::new();
    let Some(row) = rows.get(rank) else { return rules };
    let before = rank.checked_sub(1).map(|rank| rows.get(rank));
    if matches!(before, Some(None)) {
        return rules;
    }
    let before = before.flatten();
    let start = row.interval.earliest;
    let passed = before.is_none_or(|before| before.interval.earliest <= today);
    if passed && start > today {
        rules.push(Line::Today);
    }
    let Some(here) = civil(start) else {
        return rules;
    };
    let there = before.and_then(|before| civil(before.interval.earliest));
    let silence = before.map_or(0, |before| {
        let end = if before.interval.latest == LAST {
            before.interval.earliest
        } else {
            before.interval.latest
        };
        start.saturating_sub(end).max(0)
    });
    if there.is_none_or(|there| there.year != here.year) {
        rules.push(Line::Year(
            here.year,
            (there.is_some() && silence >= GAP_BETWEEN_YEARS).then_some(silence),
        ));
    } else if silence >= GAP_WITHIN_YEAR {
        rules.push(Line::Gap(silence));
    }
    let month_begins = row.precision >= Precision::Month
        && there.is_none_or(|there| (there.year, there.month) != (here.year, here.month));
    if month_begins && (1..=2).all(|ahead| rows.get(rank + ahead).is_some_and(|row| in_month(row, here))) {
        rules.push(Line::Month(here.year, here.month));
    }
    rules
}

fn in_month(row: &RowLine, month: Civil) -> bool {
    row.precision >= Precision::Month
        && civil(row.interval.earliest).is_some_and(|day| (day.year, day.month) == (month.year, month.month))
}

/// The rules behind the last event of the selection.
fn rules_at_end(rows: &Rows, today: Day) -> Vec<Line> {
    match rows.rows.last() {
        Some(last) if last.interval.earliest <= today => vec![Line::Today],
        _ => Vec::new(),
    }
}

/// The civil date of a day; `None` where a date is open.
pub fn civil(day: Day) -> Option<Civil> {
    (day != FIRST && day != LAST).then(|| Civil::from_day(day))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn row(id: usize, earliest: Day, days: i64) -> RowLine {
        RowLine {
            id: format!("event-{id}").into(),
            title: "title".into(),
            when: "when".into(),
            interval: Interval {
                earliest,
                latest: earliest + days,
            },
            precision: Precision::Day,
            lasts: days > 0,
            countries: Vec::new(),
            category: None,
            status: None,
            significance: 3,
            related: false,
            claimed: false,
            flaw: None,
        }
    }

    fn rows(first: usize, total: usize, days: &[Day]) -> Rows {
        let rows = days
            .iter()
            .enumerate()
            .map(|(index, day)| row(first + index, *day, 0))
            .collect();
        Rows {
            first,
            rows,
            total,
            under_way: Vec::new(),
        }
    }

    fn day(year: i64, month: u8, day: u8) -> Day {
        Civil { year, month, day }.to_day()
    }

    #[test]
    fn years_months_silence_and_today_have_rules() {
        let days = [
            day(1961, 7, 6),
            day(2000, 2, 9),
            day(2000, 7, 19),
            day(2024, 6, 1),
            day(2024, 6, 2),
            day(2024, 6, 20),
        ];
        let rows = rows(0, 6, &days);
        let arrangement = Arrangement::new(&rows, 0, 0, 50, day(2024, 6, 17));
        assert_eq!(
            arrangement.lines,
            [
                Line::Year(1961, None),
                Line::Event(0),
                Line::Year(2000, Some(days[1] - days[0])),
                Line::Event(1),
                Line::Gap(days[2] - days[1]),
                Line::Event(2),
                Line::Year(2024, Some(days[3] - days[2])),
                Line::Month(2024, 6),
                Line::Event(3),
                Line::Event(4),
                Line::Today,
                Line::Event(5),
            ]
        );
        assert_eq!(arrangement.shown(), Some((0, 5)));
    }

    #[test]
    fn today_stands_behind_the_last_event_when_all_are_past() {
        let rows = rows(0, 1, &[day(1961, 7, 6)]);
        let arrangement = Arrangement::new(&rows, 0, 0, 9, day(2024, 6, 17));
        assert_eq!(
            arrangement.lines,
            [Line::Year(1961, None), Line::Event(0), Line::Today]
        );
    }

    #[test]
    fn an_open_beginning_has_no_year() {
        let mut rows = rows(0, 2, &[FIRST, day(1961, 7, 6)]);
        rows.rows[0].interval.latest = day(1950, 1, 1);
        let arrangement = Arrangement::new(&rows, 0, 0, 9, day(1900, 1, 1));
        assert_eq!(
            arrangement.lines,
            [
                Line::Event(0),
                Line::Today,
                Line::Year(1961, None),
                Line::Event(1)
            ]
        );
    }

    proptest! {
        #[test]
        fn the_cursor_is_on_its_line_and_no_line_is_wasted(
            mut days in prop::collection::vec(-5_000i64..25_000, 1..60),
            first in 0usize..3,
            more in 0usize..3,
            cursor in 0usize..60,
            line in 0usize..60,
            height in 1usize..50,
        ) {
            days.sort_unstable();
            let rows = rows(first, first + days.len() + more, &days);
            let cursor = first + cursor % days.len();
            let arrangement = Arrangement::new(&rows, cursor, line, height, 10_000);
            prop_assert_eq!(arrangement.lines[arrangement.cursor_line], Line::Event(cursor));
            prop_assert!(arrangement.lines.len() <= height);
            let ranks: Vec<usize> = arrangement.lines.iter().filter_map(|line| match line {
                Line::Event(rank) => Some(*rank),
                _ => None,
            }).collect();
            prop_assert!(ranks.windows(2).all(|pair| pair[0] + 1 == pair[1]), "ranks follow each other");
            if arrangement.lines.len() < height {
                prop_assert_eq!(ranks.first(), Some(&rows.first), "all that is above is shown");
                prop_assert_eq!(ranks.last(), Some(&(rows.end() - 1)), "all that is below is shown");
            }
            let lines = |rank| arrangement.lines.iter().position(|line| *line == Line::Event(rank)).unwrap();
            let (top, bottom) = (ranks[0], ranks[ranks.len() - 1]);
            prop_assert_eq!(distance(&rows, top, bottom, 10_000), lines(bottom) - lines(top));
        }
    }
}
