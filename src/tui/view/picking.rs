//! Choosing for an event, and the form for a new one.

use ratatui::{
    layout::{Position, Rect},
    style::Style,
};

use super::{
    cells::{put, put_right, restyle, width},
    layers::Place,
};
use crate::{
    text,
    tui::{
        layers::{
            form::{Field, Form},
            pick::{Item, Pick},
        },
        picture::Picture,
    },
};

/// Columns of the names of the form's lines, with a space behind.
const NAMES: u16 = 10;
/// Cells of a help that is no more than a number or a date.
const SHORT: usize = 14;
/// Cells of the labels that the helps of a list stand behind.
const LABELS: usize = 24;
/// Lines that say what the line of the cursor means, or what is wrong.
const SAID: usize = 3;

impl Place {
    /// A list to choose from.
    pub(super) fn pick(&self, buf: &mut Picture, pick: &Pick) {
        let theme = self.theme;
        let many = pick.many();
        if pick.items.is_empty() || (pick.list.matched.is_empty() && pick.takes_typed()) {
            let typed = pick.list.input.value().trim();
            let said = match (pick.takes_typed() && !typed.is_empty(), many) {
                (true, true) => format!("a new one: {}", text::harmless(typed)),
                (true, false) => format!("a new file: {}", text::harmless(typed)),
                (false, true) if pick.takes_typed() => "no tags yet: type the first".to_owned(),
                (false, _) => "nothing fits".to_owned(),
            };
            let Rect { x, y, width, .. } = self.items;
            put(
                buf,
                x + 2,
                y,
                &said,
                usize::from(width.saturating_sub(3)),
                theme.quiet(),
            );
            return;
        }
        let helps = help_column(&pick.items);
        self.list(buf, &pick.list, |buf, index, row| {
            if let Some(item) = pick.items.get(index) {
                let sign = if many && item.marked { "●" } else { " " };
                put(
                    buf,
                    row.x + 1,
                    row.y,
                    sign,
                    1,
                    theme.tone(crate::tui::record::Tone::Asserts),
                );
                self.item(buf, item, helps, row.x + 3, row.y, row.right());
            }
        });
    }

    /// An item with its help so many columns behind its beginning, or at the right end.
    fn item(&self, buf: &mut Picture, item: &Item, helps: Option<u16>, x: u16, y: u16, right: u16) {
        let style = self.theme.quiet();
        let end = right.saturating_sub(1);
        let help = width(&item.help);
        let room = usize::from(end.saturating_sub(x));
        let label = match helps {
            None if help > 0 && help + 12 < room => {
                put_right(buf, end, y, &item.help, help, style);
                room - help - 2
            }
            _ => room,
        };
        let behind = put(buf, x, y, &item.label, label, self.theme.text()) + 2;
        if let Some(column) = helps {
            let x = behind.max(x + column);
            put(buf, x, y, &item.help, usize::from(end.saturating_sub(x)), style);
        }
    }

    /// The form. Gives the place of the text cursor.
    pub(super) fn form(&self, buf: &mut Picture, form: &Form) -> Position {
        let area = self.inner;
        let told = self.told(form);
        // Below: what is said of the line, what could stand there, what it resembles.
        let below = (told.len() as u16).min(area.height.saturating_sub(3).max(1));
        let height = area.height.saturating_sub(below);
        let shown = usize::from(height.max(1));
        let top = (form.at + 1).saturating_sub(shown);
        let mut cursor = Position::new(area.x, area.y);
        for (line, (index, field)) in Field::ALL.iter().enumerate().skip(top).take(shown).enumerate() {
            let y = area.y + line as u16;
            let at = index == form.at;
            let name = if at { self.theme.key() } else { self.theme.quiet() };
            put(buf, area.x + 1, y, field.name(), usize::from(NAMES), name);
            let place = self.line(buf, form, index, *field, y);
            if at {
                cursor = place;
            }
        }
        let bottom = Rect {
            y: area.y + height.min(Field::ALL.len() as u16),
            ..area
        };
        for (y, (said, style, marked)) in (bottom.y..area.bottom()).zip(told) {
            let room = usize::from(area.width.saturating_sub(2));
            put(buf, area.x + 1, y, &said, room, style);
            if marked {
                let row = Rect { y, height: 1, ..area };
                restyle(buf, row, self.theme.marked());
            }
        }
        cursor
    }

    /// A line of the form: what is typed, else what would be written without.
    fn line(&self, buf: &mut Picture, form: &Form, index: usize, field: Field, y: u16) -> Position {
        let x = self.inner.x + 1 + NAMES;
        let room = usize::from(self.inner.right().saturating_sub(x + 1)).max(1);
        let Some(input) = form.lines.get(index) else {
            return Position::new(x, y);
        };
        if input.value().is_empty() {
            let proposed = match field {
                Field::Id => form.draft.id.as_str(),
                Field::File => form.draft.file.as_str(),
                _ => "",
            };
            let proposed = if proposed.is_empty() && index == form.at {
                "…"
            } else {
                proposed
            };
            put(buf, x, y, &text::harmless(proposed), room, self.theme.quiet());
            return Position::new(x, y);
        }
        let scroll = if index == form.at {
            input.visual_scroll(room)
        } else {
            0
        };
        let typing = index == form.at && !form.candidates.is_empty();
        let style = if !typing && form.mistake(field).is_some() {
            self.theme.mistake()
        } else {
            self.theme.text()
        };
        let value = text::harmless(input.value());
        let mut skipped = 0;
        let rest = value.char_indices().find(|(_, c)| {
            let there = skipped >= scroll;
            skipped += text::width(c.encode_utf8(&mut [0; 4]));
            there
        });
        let rest = rest.and_then(|(at, _)| value.get(at..)).unwrap_or_default();
        put(buf, x, y, rest, room, style);
        let column = input.visual_cursor().saturating_sub(scroll).min(room) as u16;
        Position::new((x + column).min(self.inner.right().saturating_sub(1)), y)
    }

    /// What is said below the lines: of the line of the cursor, its completions, and events that it may be already.
    fn told(&self, form: &Form) -> Vec<(String, Style, bool)> {
        let theme = self.theme;
        let field = form.field();
        let mut told = Vec::new();
        // What may still become one of the completions is no mistake yet.
        let mistake = || form.mistake(field).filter(|_| form.candidates.is_empty());
        let wrong = form.complaint.clone().or_else(mistake);
        let said = match (wrong, field) {
            (Some(mistake), _) => (mistake, theme.error()),
            (None, Field::Date) => match form.date() {
                Some(date) => {
                    let note = date.note.map_or_else(String::new, |note| format!(" · {note}"));
                    (
                        format!("= {} · {}{note}", date.words, date.edtf.as_str()),
                        theme.tone(crate::tui::record::Tone::Date),
                    )
                }
                None => (field.help().to_owned(), theme.quiet()),
            },
            (None, Field::Countries) if !form.countries().0.is_empty() => {
                let names: Vec<String> = form
                    .countries()
                    .0
                    .iter()
                    .map(|code| format!("{} {}", code.alpha3(), code.name()))
                    .collect();
                (format!("= {}", names.join(" · ")), theme.text())
            }
            (None, _) => (field.help().to_owned(), theme.quiet()),
        };
        let room = usize::from(self.inner.width.saturating_sub(2)).max(1);
        let lines = text::wrap(&text::harmless(&said.0), room);
        told.extend(lines.into_iter().take(SAID).map(|line| (line, said.1, false)));
        for (index, item) in form.candidates.iter().enumerate() {
            let help = if item.help.is_empty() {
                String::new()
            } else {
                format!("  {}", item.help)
            };
            let marked = form.marked == Some(index);
            told.push((format!("  {}{help}", item.label), theme.text(), marked));
        }
        for item in &form.draft.like {
            let said = format!("perhaps there already: {} · {}", item.label, item.help);
            told.push((said, theme.warning(), false));
        }
        told
    }
}

/// Where the helps of a list begin, behind its longest label: `None` where all are short, numbers or dates, and stand
/// at the right end.
fn help_column(items: &[Item]) -> Option<u16> {
    let long = items.iter().any(|item| width(&item.help) > SHORT);
    let labels = items.iter().map(|item| width(&item.label)).max();
    long.then(|| labels.unwrap_or(0).min(LABELS) as u16 + 2)
}
