//! The list of events down the axis of time: rules where years begin, events, bars of those that last.

use std::borrow::Cow;

use ratatui::{
    layout::Rect,
    style::{Modifier, Style},
};

use super::{
    cells::{fill, put, put_right, restyle, width},
    columns::{Columns, Needs},
    lanes::{self, Bar},
    theme::{Theme, mark},
};
use crate::{
    dates::{Civil, Day, Precision, day::FIRST, words},
    model::{Severity, Status},
    places::{self, Code},
    query, text,
    tui::{
        action::{Action, Context},
        picture::Picture,
        rows::{Line, RowLine, civil},
        state::{EraBar, Pane, State},
    },
};

/// Draws the list into its area.
pub fn draw(state: &State, buf: &mut Picture) {
    let area = state.areas.timeline.intersection(buf.area);
    if area.is_empty() {
        return;
    }
    if state.arrangement.lines.is_empty() {
        message(state, area, buf);
        return;
    }
    let list = List {
        state,
        theme: state.theme,
        area,
        columns: Columns::new(area, Needs::of(&state.rows)),
        asked: asked_for(&state.query.good),
    };
    let shown = state.arrangement.lines.iter().take(usize::from(area.height));
    let mut told: Vec<&EraBar> = Vec::new();
    let mut year_told = false;
    for (index, line) in shown.enumerate() {
        let y = area.y + index as u16;
        match *line {
            Line::Year(year, silence) => {
                let eras = list.eras_on(
                    Civil {
                        year,
                        month: 1,
                        day: 1,
                    }
                    .to_day()
                    .max(FIRST + 1),
                );
                let new = if eras == told { Vec::new() } else { eras.clone() };
                list.year(buf, y, year, silence, &new);
                told = eras;
                year_told = true;
            }
            Line::Month(_, month) => list.month(buf, y, month),
            Line::Gap(days) => list.gap(buf, y, days),
            Line::Today => list.today(buf, y),
            Line::Event(rank) => {
                if let Some(row) = state.rows.get(rank) {
                    list.event(buf, y, row, !year_told);
                }
                year_told = true;
            }
        }
    }
    for bar in lanes::bars(&state.rows, &state.arrangement, list.columns.lane_count) {
        list.bar(buf, &bar);
    }
    list.gutter(buf);
    list.cursor(buf);
}

struct List<'a> {
    state: &'a State,
    theme: Theme,
    area: Rect,
    columns: Columns,
    /// Countries that the query asks for: of those that have no room, they stand first.
    asked: Vec<Code>,
}

impl<'a> List<'a> {
    /// A rule over the whole width, its label where the dates stand.
    fn rule(&self, buf: &mut Picture, y: u16, line: &str, label: &str, style: Style) {
        let Columns { date, date_width, .. } = self.columns;
        let row = Rect {
            x: self.area.x + 1,
            y,
            width: self.area.width.saturating_sub(2),
            height: 1,
        };
        fill(buf, row, line, self.theme.quiet());
        let label = format!(" {label} ");
        put_right(
            buf,
            date + date_width + 1,
            y,
            &label,
            usize::from(date_width) + 2,
            style,
        );
    }

    fn year(&self, buf: &mut Picture, y: u16, year: i64, silence: Option<i64>, eras: &[&EraBar]) {
        self.rule(buf, y, "─", &words::year(year), self.theme.strong());
        let mut right = self.area.right().saturating_sub(2);
        let left = self.columns.countries;
        let room = usize::from(right.saturating_sub(left));
        let silence = silence.map(|days| format!(" · {} later · ", words::span_of_days(days)));
        let taken = silence.as_deref().map_or(0, width);
        if !eras.is_empty() {
            let room = room.saturating_sub(taken + 4).min(room * 2 / 3);
            if room >= 12 {
                let names = format!(" {} ", era_names(eras, room - 2));
                right = put_right(buf, right, y, &names, room, self.theme.quiet());
            }
        }
        if let Some(silence) = silence {
            let room = usize::from(right.saturating_sub(left));
            put(buf, left, y, &silence, room, self.theme.quiet());
        }
    }

    fn month(&self, buf: &mut Picture, y: u16, month: u8) {
        let columns = self.columns;
        let name = if columns.date_width < 10 {
            words::month_short(month)
        } else {
            words::month_name(month)
        };
        let row = Rect {
            x: columns.mark,
            y,
            width: self.area.right().saturating_sub(columns.mark + 1),
            height: 1,
        };
        fill(buf, row, "┄", self.theme.quiet());
        put_right(
            buf,
            columns.date + columns.date_width,
            y,
            name,
            usize::from(columns.date_width),
            self.theme.quiet().add_modifier(Modifier::ITALIC),
        );
    }

    fn gap(&self, buf: &mut Picture, y: u16, days: i64) {
        let columns = self.columns;
        put(buf, columns.mark, y, "┊", 1, self.theme.quiet());
        let label = format!("· {} later ·", words::span_of_days(days));
        let room = usize::from(self.area.right().saturating_sub(columns.countries));
        put(buf, columns.countries, y, &label, room, self.theme.quiet());
    }

    fn today(&self, buf: &mut Picture, y: u16) {
        self.rule(buf, y, "─", "today", self.theme.today());
        let label = format!(" {} ", words::day_long(self.state.today));
        let room = usize::from(self.area.right().saturating_sub(self.columns.countries + 2));
        put(buf, self.columns.countries, y, &label, room, self.theme.today());
    }

    fn event(&self, buf: &mut Picture, y: u16, row: &RowLine, tell_year: bool) {
        let (theme, columns) = (self.theme, self.columns);
        self.date(buf, y, row);
        put(
            buf,
            columns.mark,
            y,
            mark(row.category, row.status),
            1,
            theme.category(row.category),
        );
        self.countries(buf, y, row);
        let mut room = usize::from(columns.title_width);
        if tell_year && !columns.years {
            // No rule above says the year, and the date leaves it out.
            let year = year_of(row).map(words::year).unwrap_or_default();
            let right = columns.title + columns.title_width;
            if room > 24 && row.precision > Precision::Year {
                let x = put_right(buf, right, y, &year, 8, theme.quiet());
                room = usize::from(x.saturating_sub(columns.title + 1));
            }
        }
        let style = title_style(theme, row);
        let style = if self.state.fresh.ids.contains(&row.id) {
            style.patch(theme.fresh())
        } else {
            style
        };
        put(buf, columns.title, y, &row.title, room, style);
        self.ends(buf, y, row);
    }

    /// The date, set to the right so that years stand below each other; the year quietly, or left to the rules.
    fn date(&self, buf: &mut Picture, y: u16, row: &RowLine) {
        let columns = self.columns;
        let right = columns.date + columns.date_width;
        let room = usize::from(columns.date_width);
        let (day, year) = split_year(row);
        let whole = columns.years && width(&row.when) <= room;
        if whole && !year.is_empty() {
            let x = put_right(buf, right, y, year, room, self.theme.quiet());
            put_right(buf, x, y, day, room, self.theme.text());
            return;
        }
        let mut said = shortened(&row.when, room);
        if !columns.years || width(&said) > room {
            // The rules say the year.
            said = shortened(day.trim_end(), room);
        }
        if width(&said) > room
            && let Some(years) = years_of(row)
        {
            said = years.into();
        }
        put_right(buf, right, y, &said, room, self.theme.text());
    }

    fn countries(&self, buf: &mut Picture, y: u16, row: &RowLine) {
        let columns = self.columns;
        let fit = usize::from((columns.countries_width + 1) / 4);
        if fit == 0 {
            return;
        }
        let all = row.countries.len();
        let (shown, rest) = if all <= fit {
            (all, String::new())
        } else if fit == 1 {
            (1, String::new())
        } else {
            (fit - 1, format!("+{}", all - (fit - 1)))
        };
        let mut x = columns.countries;
        let first = |asked: bool| {
            let countries = row.countries.iter();
            countries.filter(move |code| asked == (shown < all && self.asked.contains(code)))
        };
        for code in first(true).chain(first(false)).take(shown) {
            put(buf, x, y, code.alpha3(), 3, self.theme.country(*code));
            x += 4;
        }
        put(buf, x, y, &rest, 3, self.theme.quiet());
    }

    /// Whether relations, claims and flaws there are; where there is one cell, the gravest.
    fn ends(&self, buf: &mut Picture, y: u16, row: &RowLine) {
        let columns = self.columns;
        let marks = [
            row.related.then_some(("⇄", self.theme.quiet())),
            row.claimed.then_some(("±", self.theme.warning())),
            row.flaw.map(|severity| match severity {
                Severity::Error => ("!", self.theme.error()),
                Severity::Warning => ("!", self.theme.warning()),
            }),
        ];
        if columns.ends_width < 2 {
            if let Some((glyph, style)) = marks.into_iter().flatten().next_back() {
                put(buf, columns.ends, y, glyph, 1, style);
            }
            return;
        }
        for (index, mark) in marks
            .into_iter()
            .take(usize::from(columns.ends_width))
            .enumerate()
        {
            if let Some((glyph, style)) = mark {
                put(buf, columns.ends + index as u16, y, glyph, 1, style);
            }
        }
    }

    /// The bar of an event that lasts: it turns off from the event's mark, runs down past what happens
    /// meanwhile, and ends, or goes on.
    fn bar(&self, buf: &mut Picture, bar: &Bar) {
        let lane = self.columns.lanes + bar.lane;
        let style = self.theme.category(bar.category);
        let y = |index: usize| self.area.y + index as u16;
        if let Some(from) = bar.from {
            for x in self.columns.lanes..lane {
                let crossed = buf.cell(x, y(from)).is_some_and(|cell| !cell.is(' '));
                put(buf, x, y(from), if crossed { "╋" } else { "━" }, 1, style);
            }
            put(buf, lane, y(from), "┓", 1, style);
        }
        let first = bar.from.map_or(0, |from| from + 1);
        for index in first..=bar.to {
            let crossing = buf.cell(lane, y(index)).is_some_and(|cell| cell.is('━'));
            let glyph = match (crossing, index == bar.to, bar.goes_on) {
                (true, ..) => "╋",
                (_, true, true) => "▾",
                (_, true, false) => "┛",
                _ => "┃",
            };
            put(buf, lane, y(index), glyph, 1, style);
        }
    }

    /// The eras under way on `day`, by beginning.
    fn eras_on(&self, day: Day) -> Vec<&'a EraBar> {
        self.state
            .eras
            .iter()
            .filter(|era| era.interval.contains_day(day))
            .collect()
    }

    /// The thin bar of the era that began last, beside every line that it covers.
    fn gutter(&self, buf: &mut Picture) {
        let mut day = None;
        for (index, line) in self.state.arrangement.lines.iter().enumerate() {
            let here = match *line {
                Line::Year(year, _) => Some(
                    Civil {
                        year,
                        month: 1,
                        day: 1,
                    }
                    .to_day(),
                ),
                Line::Month(year, month) => Some(Civil { year, month, day: 1 }.to_day()),
                Line::Gap(_) => None,
                Line::Today => Some(self.state.today),
                Line::Event(rank) => self.state.rows.get(rank).map(|row| row.interval.earliest),
            };
            day = here.or(day);
            let era = day.and_then(|day| {
                self.state
                    .eras
                    .iter()
                    .rposition(|era| era.interval.contains_day(day))
            });
            if let Some(era) = era {
                let y = self.area.y + index as u16;
                put(buf, self.columns.gutter, y, "▎", 1, self.theme.era(era));
            }
        }
    }

    /// Marks the line of the cursor over its whole width, with a block before it.
    fn cursor(&self, buf: &mut Picture) {
        let y = self.area.y + self.state.arrangement.cursor_line as u16;
        if y >= self.area.bottom() {
            return;
        }
        let focused = self.state.focus == Pane::Timeline && self.state.layers.is_empty();
        let row = Rect {
            y,
            height: 1,
            ..self.area
        };
        let style = if focused {
            self.theme.marked()
        } else {
            self.theme.strong()
        };
        let bold = self
            .state
            .rows
            .get(self.state.cursor)
            .is_some_and(|row| row.significance >= 5 || !focused);
        restyle(buf, row, style);
        if bold {
            restyle(buf, row, self.theme.strong());
        }
        put(buf, self.columns.gutter, y, "▌", 1, self.theme.cursor());
    }
}

/// The names of eras in so many cells: the one that began last says the most, others follow while there is
/// room, and the rest is counted.
fn era_names(eras: &[&EraBar], room: usize) -> String {
    let mut names = String::new();
    for (index, era) in eras.iter().rev().enumerate() {
        let rest = eras.len() - index - 1;
        let counted = if rest > 0 {
            format!(" +{rest}")
        } else {
            String::new()
        };
        let next = if index == 0 {
            era.title.to_string()
        } else {
            format!("{names} · {}", era.title)
        };
        if width(&next) + width(&counted) > room {
            if index == 0 {
                return text::truncate(&next, room).into_owned();
            }
            return format!("{names} +{}", rest + 1);
        }
        names = next;
    }
    names
}

/// The countries that a query asks for by name, with their predecessors.
fn asked_for(query: &str) -> Vec<Code> {
    let terms = query::terms_of(query, query::Key::Country);
    let wanted = terms.iter().filter(|term| !term.negated);
    wanted
        .flat_map(|term| term.value.items())
        .filter_map(|item| match places::named(&item.text) {
            places::Named::Country(code) => Some(code.with_predecessors()),
            _ => None,
        })
        .flatten()
        .copied()
        .collect()
}

fn title_style(theme: Theme, row: &RowLine) -> Style {
    let style = match row.significance {
        5.. => theme.strong(),
        3 | 4 => theme.text(),
        _ => theme.quiet(),
    };
    if row.status == Some(Status::Cancelled) {
        style.add_modifier(Modifier::CROSSED_OUT)
    } else {
        style
    }
}

fn year_of(row: &RowLine) -> Option<i64> {
    (row.interval.earliest != FIRST).then(|| Civil::from_day(row.interval.earliest).year)
}

/// The years from which to which something lasted: what is left of such a date where it would be cut.
fn years_of(row: &RowLine) -> Option<String> {
    let (first, last) = (civil(row.interval.earliest)?, civil(row.interval.latest)?);
    (first.year < last.year).then(|| format!("{}–{}", words::year(first.year), words::year(last.year)))
}

/// A date in few cells: "since 24 Feb" as "24 Feb–", "until 17 Jun" as "–17 Jun".
fn shortened(when: &str, cells: usize) -> Cow<'_, str> {
    if width(when) <= cells {
        return when.into();
    }
    match (when.strip_prefix("since "), when.strip_prefix("until ")) {
        (Some(from), _) => format!("{from}–").into(),
        (_, Some(to)) => format!("–{to}").into(),
        _ => when.into(),
    }
}

/// The date without its year, and the year with the space before it; the year is empty where it is not the
/// plain end of the date, or all of it.
fn split_year(row: &RowLine) -> (&str, &str) {
    let whole = (&*row.when, "");
    let Some(year) = year_of(row).filter(|_| row.precision > Precision::Year) else {
        return whole;
    };
    let Some(day) = row.when.strip_suffix(&words::year(year)) else {
        return whole;
    };
    let named = day.ends_with(' ') && day.trim_end().ends_with(char::is_alphanumeric);
    match row.when.split_at_checked(day.trim_end().len()) {
        Some(parts) if named => parts,
        _ => whole,
    }
}

/// Says why there is nothing to show, and what to do about it.
fn message(state: &State, area: Rect, buf: &mut Picture) {
    let theme = state.theme;
    let query = &state.query.good;
    let (sentence, advice) = if !state.loaded {
        match state.reading {
            Some(progress) if progress.of > 0 => (
                format!(
                    "reading {} of {} files …",
                    text::grouped(progress.files),
                    text::grouped(progress.of)
                ),
                String::new(),
            ),
            _ => ("reading …".to_owned(), String::new()),
        }
    } else if state.rows.total > 0 || state.asked.look.is_some() {
        ("…".to_owned(), String::new())
    } else if state.selection.all == 0 && !state.findings.is_empty() {
        let described = text::harmless(&state.described);
        let key = state.keymap.key_of(Context::Timeline, Action::Findings);
        (
            format!("No event in {described} could be read."),
            format!(
                "{} shows what is wrong in the files.",
                key.unwrap_or_else(|| "`annals check`".to_owned())
            ),
        )
    } else if state.selection.all == 0 {
        (
            format!("There are no events in {} yet.", text::harmless(&state.described)),
            "`annals init` writes a folder with an example to start from.".to_owned(),
        )
    } else {
        (
            format!("Nothing matches {}", text::harmless(query)),
            undo_advice(state),
        )
    };
    let left = area.x + area.width.min(2);
    let room = usize::from(area.width.saturating_sub(4)).max(1);
    let first = text::wrap(&sentence, room)
        .into_iter()
        .map(|line| (line, theme.text()));
    let second = text::wrap(&advice, room)
        .into_iter()
        .map(|line| (line, theme.quiet()));
    let y = area.y + area.height / 4;
    for (y, (line, style)) in (y..area.bottom()).zip(first.chain(second)) {
        put(buf, left, y, &line, room, style);
    }
}

fn undo_advice(state: &State) -> String {
    let key = |action| state.keymap.key_of(Context::Timeline, action);
    let mut ways = Vec::new();
    if let Some(key) = key(Action::UndoFilter).filter(|_| !state.undo.is_empty()) {
        ways.push(format!("{key} undoes the last change"));
    }
    if let Some(key) = key(Action::Filter) {
        ways.push(format!("{key} edits the query"));
    }
    if let Some(key) = key(Action::ClearFilter) {
        ways.push(format!("{key} drops it"));
    }
    ways.join(", ")
}
