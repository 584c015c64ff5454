//! What lies over the panes: country picker, list of actions, date jump, list of findings. Each is a box in the
//! middle of the screen, or the whole of a small one.

use ratatui::{
    layout::{Position, Rect},
    style::Style,
};
use tui_input::Input;
use unicode_segmentation::UnicodeSegmentation;

use super::{
    cells::{clear, fill, put, put_right, restyle, width},
    hints,
    theme::Theme,
};
use crate::{
    dates::Day,
    model::Finding,
    text::{self, grouped},
    tui::{
        layers::{
            ActionList, CountryPicker, DatePrompt, FindingList, Layer, List,
            actions::Entry,
            countries::{Choice, Mark},
        },
        layout::{finding_height, layer_area, layer_inner, list_area},
        picture::Picture,
        state::State,
    },
};

/// Draws a layer that has a box; gives where the cursor is seen.
pub fn draw(state: &State, layer: &Layer, buf: &mut Picture) -> Option<Position> {
    let area = layer_area(layer, state.size).intersection(buf.area);
    let inner = layer_inner(layer, state.size).intersection(buf.area);
    let items = list_area(layer, state.size).intersection(buf.area);
    if area.is_empty() || inner.is_empty() {
        return None;
    }
    let theme = state.theme;
    let place = Place {
        today: state.today,
        hints: hints::hints(state),
        theme,
        inner,
        items,
    };
    clear(buf, area);
    let (title, count) = head(layer);
    place.border(buf, area, title, count.as_deref());
    let input = match layer {
        Layer::Filter(_) => return None,
        Layer::Form(form) => return Some(place.form(buf, form)),
        Layer::Pick(pick) => {
            place.pick(buf, pick);
            &pick.list.input
        }
        Layer::Countries(picker) => {
            place.countries(buf, picker);
            &picker.list.input
        }
        Layer::Actions(actions) => {
            place.actions(buf, actions);
            &actions.list.input
        }
        Layer::Findings(findings) => {
            place.findings(buf, findings);
            &findings.list.input
        }
        Layer::Date(prompt) => {
            place.date(buf, prompt);
            &prompt.input
        }
    };
    Some(place.input(buf, input))
}

/// The title of a layer, and how many items of its list match.
fn head(layer: &Layer) -> (&str, Option<String>) {
    let of = |list: &List, all: usize| {
        let matched = list.matched.len();
        Some(if matched == all {
            grouped(all)
        } else {
            format!("{} of {}", grouped(matched), grouped(all))
        })
    };
    match layer {
        Layer::Filter(_) => ("", None),
        Layer::Pick(pick) => (&pick.title, of(&pick.list, pick.items.len())),
        Layer::Form(_) => ("A new event", None),
        Layer::Actions(actions) if actions.group.is_some() => (actions.group.unwrap_or_default(), None),
        Layer::Countries(picker) => ("Countries", of(&picker.list, picker.choices.len())),
        Layer::Actions(actions) if actions.headed => ("Help", of(&actions.list, actions.entries.len())),
        Layer::Actions(actions) => ("Commands", of(&actions.list, actions.entries.len())),
        Layer::Findings(findings) => (
            "What is wrong in the files",
            of(&findings.list, findings.findings.len()),
        ),
        Layer::Date(_) => ("Go to a date", None),
    }
}

/// A box over the panes, inside its border.
pub(super) struct Place {
    pub today: Day,
    /// Keys with what they do, for the border.
    pub hints: Vec<(String, &'static str)>,
    pub theme: Theme,
    /// The cells inside.
    pub inner: Rect,
    /// Those of the list.
    pub items: Rect,
}

impl Place {
    /// The border, with the title above and the keys below.
    pub fn border(&self, buf: &mut Picture, area: Rect, title: &str, count: Option<&str>) {
        let style = self.theme.border(true);
        let (left, right) = (area.x, area.right() - 1);
        let (top, bottom) = (area.y, area.bottom() - 1);
        for y in [top, bottom] {
            fill(buf, Rect { y, height: 1, ..area }, "─", style);
        }
        for y in top..=bottom {
            put(buf, left, y, "│", 1, style);
            put(buf, right, y, "│", 1, style);
        }
        for (x, y, corner) in [
            (left, top, "┌"),
            (right, top, "┐"),
            (left, bottom, "└"),
            (right, bottom, "┘"),
        ] {
            put(buf, x, y, corner, 1, style);
        }
        let room = usize::from(area.width.saturating_sub(4));
        put(
            buf,
            left + 2,
            top,
            &format!(" {title} "),
            room,
            self.theme.heading(),
        );
        if let Some(count) = count {
            let count = format!(" {count} ");
            if width(&count) + width(title) + 4 <= room {
                put_right(
                    buf,
                    right.saturating_sub(1),
                    top,
                    &count,
                    room,
                    self.theme.quiet(),
                );
            }
        }
        let mut x = left + 2;
        for (key, hint) in &self.hints {
            let cells = (width(key) + width(hint) + 3) as u16;
            if x + cells >= right {
                break;
            }
            x = put(
                buf,
                x,
                bottom,
                &format!(" {key} "),
                usize::from(cells),
                self.theme.key(),
            );
            x = put(
                buf,
                x,
                bottom,
                &format!("{hint} "),
                usize::from(cells),
                self.theme.text(),
            );
        }
    }

    /// The line to type into. Gives the place of the text cursor.
    pub fn input(&self, buf: &mut Picture, input: &Input) -> Position {
        let Rect {
            x, y, width: room, ..
        } = self.inner;
        let x = put(buf, x, y, "> ", 2, self.theme.key());
        let room = usize::from(room.saturating_sub(3)).max(1);
        let scroll = input.visual_scroll(room);
        let mut column = 0;
        for grapheme in input.value().graphemes(true) {
            let shown = text::harmless(grapheme);
            let cells = text::width(&shown);
            if column >= scroll && column + cells <= scroll + room {
                put(
                    buf,
                    x + (column - scroll) as u16,
                    y,
                    &shown,
                    cells,
                    self.theme.text(),
                );
            }
            column += cells;
        }
        let cursor = input.visual_cursor().saturating_sub(scroll).min(room) as u16;
        Position::new((x + cursor).min(self.inner.right().saturating_sub(1)), y)
    }

    /// Writes the items of a list that are in sight, each by `item` from its column on.
    pub fn list(&self, buf: &mut Picture, list: &List, mut item: impl FnMut(&mut Picture, usize, Rect)) {
        let shown = list.matched.iter().enumerate().skip(list.top);
        for (y, (position, index)) in (self.items.top()..self.items.bottom()).zip(shown) {
            let row = Rect {
                y,
                height: 1,
                ..self.items
            };
            item(buf, *index, row);
            if position == list.cursor {
                restyle(buf, row, self.theme.marked());
                put(buf, row.x, y, "▌", 1, self.theme.cursor());
            }
        }
        if list.matched.is_empty() {
            self.nothing(buf, "nothing fits");
        }
        self.scrollbar(buf, list);
    }

    /// A thumb on the right border while the list is longer than its room.
    fn scrollbar(&self, buf: &mut Picture, list: &List) {
        let (length, height) = (list.matched.len(), usize::from(self.items.height));
        if length <= height || height == 0 {
            return;
        }
        let thumb = (height * height / length).clamp(1, height);
        let top = (list.top * (height - thumb))
            .div_ceil(length - height)
            .min(height - thumb);
        for line in top..top + thumb {
            let y = self.items.y + line as u16;
            put(buf, self.items.right(), y, "┃", 1, self.theme.border(true));
        }
    }

    fn nothing(&self, buf: &mut Picture, said: &str) {
        let room = usize::from(self.items.width.saturating_sub(2));
        put(
            buf,
            self.items.x + 2,
            self.items.y,
            said,
            room,
            self.theme.quiet(),
        );
    }

    fn countries(&self, buf: &mut Picture, picker: &CountryPicker) {
        let most = picker
            .choices
            .iter()
            .filter_map(|choice| choice.count)
            .max()
            .unwrap_or(0);
        self.list(buf, &picker.list, |buf, index, row| {
            if let Some(choice) = picker.choices.get(index) {
                self.country(buf, choice, most, row);
            }
        });
        if self.items.bottom() < self.inner.bottom() {
            let query = picker.query();
            let said = if picker.any_marked() {
                format!("makes  {}", text::harmless(&query))
            } else {
                "nothing marked: the one under the cursor".to_owned()
            };
            let room = usize::from(self.inner.width.saturating_sub(2));
            put(
                buf,
                self.inner.x + 2,
                self.inner.bottom() - 1,
                &said,
                room,
                self.theme.quiet(),
            );
        }
    }

    fn country(&self, buf: &mut Picture, choice: &Choice, most: usize, row: Rect) {
        let theme = self.theme;
        let (sign, style) = match choice.mark {
            Some(Mark::Any) => ("●", theme.tone(crate::tui::record::Tone::Asserts)),
            Some(Mark::All) => ("+", theme.tone(crate::tui::record::Tone::Asserts)),
            Some(Mark::Not) => ("−", theme.error()),
            None => (" ", theme.text()),
        };
        put(buf, row.x + 1, row.y, sign, 1, style);
        let code = crate::places::Code::from_alpha3(&choice.value);
        let style = code.map_or_else(|| theme.strong(), |code| theme.country(code));
        let shown = text::harmless(&choice.value);
        let x = put(buf, row.x + 3, row.y, &shown, 8, style).max(row.x + 6) + 1;
        // Bars of at most a quarter of the row, and the count.
        let bar_room = usize::from(row.width / 4).min(16);
        let bar = row.right().saturating_sub(bar_room as u16 + 1);
        let count = bar.saturating_sub(1);
        let mut right = count;
        if let Some(number) = choice.count {
            let style = if number == 0 { theme.quiet() } else { theme.text() };
            right = put_right(buf, count, row.y, &grouped(number), 9, style);
            put(
                buf,
                bar,
                row.y,
                &bar_of(number, most, bar_room),
                bar_room,
                theme.quiet(),
            );
        } else if code.is_none() {
            put(buf, bar, row.y, "bloc", bar_room, theme.quiet());
        }
        let room = usize::from(right.saturating_sub(x + 1));
        let style = if choice.count == Some(0) {
            theme.quiet()
        } else {
            theme.text()
        };
        if choice.name != choice.value {
            put(buf, x, row.y, &text::harmless(&choice.name), room, style);
        }
    }

    pub fn actions(&self, buf: &mut Picture, actions: &ActionList) {
        let headed = actions.headed && actions.list.input.value().trim().is_empty();
        let group_width: u16 = if headed && self.items.width >= 60 { 9 } else { 0 };
        let keys_width: u16 = if self.items.width >= 60 { 13 } else { 8 };
        let name_width: u16 = if !headed && self.items.width >= 76 { 20 } else { 0 };
        let mut group = "";
        self.list(buf, &actions.list, |buf, index, row| {
            let Some(Entry {
                action,
                keys,
                enabled,
            }) = actions.entries.get(index)
            else {
                return;
            };
            let theme = self.theme;
            let ink = |style: Style| if *enabled { style } else { theme.quiet() };
            let mut x = row.x + 1;
            if group_width > 0 && group != action.group() {
                group = action.group();
                put(
                    buf,
                    x,
                    row.y,
                    group,
                    usize::from(group_width) - 1,
                    theme.heading(),
                );
            }
            x += group_width;
            let keys = if keys.is_empty() {
                "–".to_owned()
            } else {
                keys.join(" ")
            };
            put(
                buf,
                x,
                row.y,
                &keys,
                usize::from(keys_width) - 1,
                ink(theme.key()),
            );
            x += keys_width;
            if name_width > 0 {
                put(
                    buf,
                    x,
                    row.y,
                    action.name(),
                    usize::from(name_width) - 1,
                    ink(theme.text()),
                );
                x += name_width;
            }
            let room = usize::from(row.right().saturating_sub(x));
            let quiet = name_width > 0 || !*enabled;
            let style = if quiet { theme.quiet() } else { theme.text() };
            put(buf, x, row.y, action.sentence(), room, style);
        });
        // Where the list cuts sentences, the marked one stands below in full.
        let marked = actions
            .list
            .current()
            .and_then(|index| actions.entries.get(index));
        let shown = self
            .items
            .width
            .saturating_sub(1 + group_width + keys_width + name_width);
        let cut = |entry: &&Entry| width(entry.action.sentence()) > usize::from(shown);
        if let Some(entry) = marked.filter(cut) {
            let room = usize::from(self.inner.width.saturating_sub(2)).max(1);
            let lines = text::wrap(entry.action.sentence(), room);
            for (y, line) in (self.items.bottom()..self.inner.bottom()).zip(lines) {
                put(buf, self.inner.x + 1, y, &line, room, self.theme.quiet());
            }
        }
    }

    fn date(&self, buf: &mut Picture, prompt: &DatePrompt) {
        let theme = self.theme;
        let (said, help, style) = match prompt.date(self.today) {
            None => (
                "a year, a month or a day: 1961, 2023-09, 2024-06-18, today".to_owned(),
                None,
                theme.quiet(),
            ),
            Some(Ok(date)) => (date.words(), None, theme.text()),
            Some(Err(error)) => (error.message, error.help, theme.error()),
        };
        let x = self.inner.x + 2;
        let room = usize::from(self.inner.width.saturating_sub(3)).max(1);
        let said = text::harmless(&said).into_owned();
        let lines = text::wrap(&said, room).into_iter().map(|line| (line, style));
        let help = help
            .map(|help: String| text::wrap(&text::harmless(&help), room))
            .unwrap_or_default();
        let lines = lines.chain(help.into_iter().map(|line| (line, theme.text())));
        for (y, (line, style)) in (self.inner.y + 1..self.inner.bottom()).zip(lines) {
            put(buf, x, y, &line, room, style);
        }
    }

    fn findings(&self, buf: &mut Picture, findings: &FindingList) {
        let theme = self.theme;
        if findings.findings.is_empty() {
            self.nothing(buf, "nothing is wrong");
            return;
        }
        let place_width = (self.items.width / 3).clamp(8, 36);
        self.list(buf, &findings.list, |buf, index, row| {
            let Some(finding) = findings.findings.get(index) else {
                return;
            };
            let severity = finding.severity();
            put(
                buf,
                row.x + 1,
                row.y,
                severity.as_str(),
                7,
                theme.severity(severity),
            );
            let x = row.x + 9;
            put(
                buf,
                x,
                row.y,
                &place_of(finding, usize::from(place_width) - 1),
                usize::from(place_width) - 1,
                theme.quiet(),
            );
            let x = x + place_width;
            let room = usize::from(row.right().saturating_sub(x));
            put(
                buf,
                x,
                row.y,
                &text::harmless(&finding.message),
                room,
                theme.text(),
            );
        });
        if let Some(finding) = findings.chosen() {
            self.finding(buf, finding);
        }
    }

    /// The marked finding below the list: sentence, lines of the file with the place underlined, what would be
    /// right.
    fn finding(&self, buf: &mut Picture, finding: &Finding) {
        let theme = self.theme;
        let height = finding_height(self.inner.height).min(self.inner.height);
        let top = self.inner.bottom() - height;
        let rule = Rect {
            y: top,
            height: 1,
            ..self.inner
        };
        fill(buf, rule, "─", theme.quiet());
        let room = usize::from(self.inner.width.saturating_sub(2)).max(1);
        let mut lines: Vec<(String, Style)> = text::wrap(&text::harmless(&finding.message), room)
            .into_iter()
            .map(|line| (line, theme.severity(finding.severity())))
            .collect();
        let number = finding.line.to_string();
        let margin = number.len() + 3;
        for (index, line) in finding.excerpt.lines().take(3).enumerate() {
            let line = text::harmless(line);
            let head = if finding.line == 0 {
                String::new()
            } else {
                format!("{:>width$} │ ", finding.line + index, width = number.len())
            };
            let indent: String = line.chars().take(finding.column.saturating_sub(1)).collect();
            let place: String = line
                .chars()
                .skip(finding.column.saturating_sub(1))
                .take(finding.length)
                .collect();
            lines.push((format!("{head}{line}"), theme.text()));
            if index == 0 {
                let spaces = margin + text::width(&indent);
                let marks = text::width(&place).max(1);
                lines.push((
                    format!("{}{}", " ".repeat(spaces.min(room)), "^".repeat(marks.min(room))),
                    theme.severity(finding.severity()),
                ));
            }
        }
        if let Some(help) = &finding.help {
            lines.extend(
                text::wrap(&text::harmless(help), room)
                    .into_iter()
                    .map(|line| (line, theme.text())),
            );
        }
        for (y, (line, style)) in (top + 1..self.inner.bottom()).zip(lines) {
            put(buf, self.inner.x + 1, y, &line, room, style);
        }
    }
}

/// File and line in at most `cells` cells: the end of a long path says more than its beginning.
fn place_of(finding: &Finding, cells: usize) -> String {
    let path = finding.file.display().to_string();
    let path = text::harmless(&path);
    let line = if finding.line == 0 {
        String::new()
    } else {
        format!(":{}", finding.line)
    };
    let whole = format!("{path}{line}");
    if width(&whole) <= cells {
        return whole;
    }
    let mut kept: Vec<&str> = Vec::new();
    let mut used = 1;
    for grapheme in whole.graphemes(true).rev() {
        used += width(grapheme);
        if used > cells {
            break;
        }
        kept.push(grapheme);
    }
    let kept: String = kept.into_iter().rev().collect();
    format!("…{kept}")
}

/// A bar as long as `number` is of `most`, in eighths of a cell.
fn bar_of(number: usize, most: usize, cells: usize) -> String {
    const PARTS: [&str; 8] = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"];
    if number == 0 || most == 0 {
        return String::new();
    }
    let eighths = (number * cells * 8 / most).max(1);
    let rest = PARTS.get(eighths % 8).copied().unwrap_or("");
    format!("{}{rest}", "█".repeat(eighths / 8))
}
