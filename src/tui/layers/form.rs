//! The form for a new event: a line for each key, what it means said while it is typed.

use tui_input::Input;

use super::{list::fuzzy, pick::Item};
use crate::{
    dates::Day,
    model::{Category, Status},
    places::{self, Code},
    pull::timex::{self, Typed},
    store::edit::Value,
    tui::{change::Addition, message::Draft},
};

/// A line of the form.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Field {
    /// What happened.
    Title,
    /// When.
    Date,
    /// Which countries.
    Countries,
    /// Which people.
    People,
    /// What kind of event.
    Category,
    /// Whether it happened.
    Status,
    /// Words of one's own.
    Tags,
    /// Where it is from.
    Source,
    /// What there is to say.
    Summary,
    /// What it is called in the files.
    Id,
    /// Where it is written.
    File,
}

impl Field {
    /// From the top.
    pub const ALL: &'static [Self] = &[
        Self::Title,
        Self::Date,
        Self::Countries,
        Self::People,
        Self::Category,
        Self::Status,
        Self::Tags,
        Self::Source,
        Self::Summary,
        Self::Id,
        Self::File,
    ];

    /// Its name, at most nine cells.
    pub fn name(self) -> &'static str {
        match self {
            Self::Title => "title",
            Self::Date => "date",
            Self::Countries => "countries",
            Self::People => "people",
            Self::Category => "category",
            Self::Status => "status",
            Self::Tags => "tags",
            Self::Source => "source",
            Self::Summary => "summary",
            Self::Id => "id",
            Self::File => "file",
        }
    }

    /// What is written there, for who has never done it.
    pub fn help(self) -> &'static str {
        match self {
            Self::Title => "one line: who does what",
            Self::Date => "as you would say it: 18 June 2024, last September, summer 1961, c. 1950",
            Self::Countries => "names or codes, with commas between",
            Self::People => "names, with commas between",
            Self::Category => "what kind of event",
            Self::Status => "whether it happened; occurred if nothing is written",
            Self::Tags => "words of your own, with commas between",
            Self::Source => "the address of a page, or the id of a source of the collection",
            Self::Summary => "a sentence or two",
            Self::Id => "made out of date and title if nothing is written",
            Self::File => "where it is written; the usual file if nothing is",
        }
    }

    /// Whether it holds several things, with commas between.
    pub fn many(self) -> bool {
        matches!(self, Self::Countries | Self::People | Self::Tags)
    }
}

/// The form.
#[derive(Debug, Default)]
pub struct Form {
    /// What is typed, as [`Field::ALL`] has them.
    pub lines: Vec<Input>,
    /// The line that is typed into.
    pub at: usize,
    /// What there is of people, tags, sources and files, as it was asked for.
    pub known: Vec<(Field, Vec<Item>)>,
    /// What could stand at the cursor, the best first.
    pub candidates: Vec<Item>,
    /// The marked one.
    pub marked: Option<usize>,
    /// What it would be, as far as that is known.
    pub draft: Draft,
    /// What kept it from being written, until the next letter.
    pub complaint: Option<String>,
    /// Today.
    pub today: Day,
}

/// How many completions are shown.
const CANDIDATES: usize = 6;

impl Form {
    /// An empty one.
    pub fn new(today: Day) -> Self {
        Self {
            lines: Field::ALL.iter().map(|_| Input::default()).collect(),
            today,
            ..Self::default()
        }
    }

    /// The line that is typed into.
    pub fn field(&self) -> Field {
        Field::ALL.get(self.at).copied().unwrap_or(Field::Title)
    }

    /// What is typed into the line of the cursor.
    pub fn input(&mut self) -> Option<&mut Input> {
        self.lines.get_mut(self.at)
    }

    /// What is typed into a line.
    pub fn text(&self, field: Field) -> &str {
        let at = Field::ALL.iter().position(|other| *other == field);
        at.and_then(|at| self.lines.get(at))
            .map_or("", |input| input.value().trim())
    }

    /// Whether nothing is typed.
    pub fn is_empty(&self) -> bool {
        self.lines.iter().all(|line| line.value().trim().is_empty())
    }

    /// Goes to another line.
    pub fn go(&mut self, by: isize) {
        self.at = self.at.saturating_add_signed(by).min(Field::ALL.len() - 1);
        self.complete();
    }

    /// The parts of a line, with commas between.
    fn parts(&self, field: Field) -> impl Iterator<Item = &str> {
        self.text(field)
            .split(',')
            .map(str::trim)
            .filter(|part| !part.is_empty())
    }

    /// The date, if it is one.
    pub fn date(&self) -> Option<Typed> {
        timex::typed(self.text(Field::Date), self.today)
    }

    /// The countries that are known, and the first that is not.
    pub fn countries(&self) -> (Vec<Code>, Option<&str>) {
        let mut known = Vec::new();
        let mut unknown = None;
        for part in self.parts(Field::Countries) {
            match places::lookup(part) {
                places::Lookup::Found(code) => {
                    if !known.contains(&code) {
                        known.push(code);
                    }
                }
                _ => unknown = unknown.or(Some(part)),
            }
        }
        (known, unknown)
    }

    /// What is wrong with a line, a sentence; none where it is right or empty.
    pub fn mistake(&self, field: Field) -> Option<String> {
        let text = self.text(field);
        if text.is_empty() {
            return None;
        }
        match field {
            Field::Date if self.date().is_none() => Some("that is no date that can be read".to_owned()),
            Field::Countries => {
                let unknown = self.countries().1?;
                let near = places::nearest(unknown).map(|near| format!("; did you mean {near}?"));
                Some(format!(
                    "there is no country `{unknown}`{}",
                    near.unwrap_or_default()
                ))
            }
            Field::Category if Category::from_word(text).is_none() => {
                Some(format!("there is no category `{text}`"))
            }
            Field::Status if Status::from_word(text).is_none() => {
                Some(format!("there is no status `{text}`"))
            }
            Field::Source if !crate::tui::update::is_web(text) && !self.knows(Field::Source, text) => {
                Some(format!("`{text}` is no address and no id of a source"))
            }
            Field::Id if crate::text::slug(text) != text => {
                Some("ids are of a-z, 0-9 and hyphens".to_owned())
            }
            _ => None,
        }
    }

    fn knows(&self, field: Field, value: &str) -> bool {
        let known = self.known.iter().filter(|(of, _)| *of == field);
        known
            .flat_map(|(_, items)| items)
            .any(|item| &*item.value == value)
    }

    /// Takes what there is of a field.
    pub fn set_known(&mut self, field: Field, items: Vec<Item>) {
        self.known.retain(|(of, _)| *of != field);
        self.known.push((field, items));
        self.complete();
    }

    /// The part of the line that is being typed.
    fn part(&self) -> String {
        let field = self.field();
        let text = self.lines.get(self.at).map_or("", |input| input.value());
        let part = if field.many() {
            text.rsplit(',').next()
        } else {
            Some(text)
        };
        part.unwrap_or_default().trim().to_owned()
    }

    /// Finds what could stand at the cursor.
    pub fn complete(&mut self) {
        self.marked = None;
        let part = self.part();
        let field = self.field();
        let all: Vec<Item> = match field {
            Field::Title | Field::Date | Field::Summary | Field::Id => Vec::new(),
            Field::Countries if part.is_empty() => Vec::new(),
            Field::Countries => Code::all()
                .map(|code| Item::new(code.name(), code.name(), code.alpha3()))
                .collect(),
            Field::Category => Category::explained()
                .map(|(word, means)| Item::new(word, word, means))
                .collect(),
            Field::Status => Status::explained()
                .map(|(word, means)| Item::new(word, word, means))
                .collect(),
            Field::People | Field::Tags | Field::Source | Field::File => {
                let known = self.known.iter().find(|(of, _)| *of == field);
                known.map(|(_, items)| items.clone()).unwrap_or_default()
            }
        };
        let found = fuzzy(
            &part,
            all.iter().map(|item| [&*item.label, &*item.value, &*item.help]),
        );
        let given: Vec<&str> = if field.many() {
            self.parts(field).collect()
        } else {
            Vec::new()
        };
        let items = found.into_iter().filter_map(|index| all.get(index));
        self.candidates = items
            .filter(|item| !given.contains(&&*item.value))
            .take(CANDIDATES)
            .cloned()
            .collect();
    }

    /// Marks the next completion, or the one before.
    pub fn mark(&mut self, by: isize) {
        let last = self.candidates.len().checked_sub(1);
        self.marked = match (self.marked, last) {
            (_, None) => None,
            (None, Some(_)) if by > 0 => Some(0),
            (None, Some(last)) => Some(last),
            (Some(at), Some(last)) => at.checked_add_signed(by).map(|at| at.min(last)),
        };
    }

    /// Puts the marked completion into the line, or the first where a part of it is typed; false where there is none.
    pub fn take(&mut self) -> bool {
        let part = self.part();
        let at = self.marked.or((!part.is_empty()).then_some(0));
        let Some(item) = at.and_then(|at| self.candidates.get(at)).cloned() else {
            return false;
        };
        if *item.value == *part {
            return false;
        }
        let field = self.field();
        let Some(input) = self.lines.get_mut(self.at) else {
            return false;
        };
        let text = if field.many() {
            let before = input
                .value()
                .rsplit_once(',')
                .map_or("", |(before, _)| before.trim());
            if before.is_empty() {
                item.value.to_string()
            } else {
                format!("{before}, {}", item.value)
            }
        } else {
            item.value.to_string()
        };
        *input = text.into();
        self.complete();
        true
    }

    /// The event, or the first line that keeps it from being one, and why.
    pub fn addition(&self) -> Result<Addition, (Field, String)> {
        if self.text(Field::Title).is_empty() {
            return Err((Field::Title, "an event needs a title".to_owned()));
        }
        if self.text(Field::Date).is_empty() {
            return Err((Field::Date, "an event needs a date".to_owned()));
        }
        for field in Field::ALL {
            if let Some(mistake) = self.mistake(*field) {
                return Err((*field, mistake));
            }
        }
        let Some(date) = self.date() else {
            return Err((Field::Date, "that is no date that can be read".to_owned()));
        };
        let title = self.text(Field::Title).to_owned();
        let countries = self.countries().0;
        let mut entries = vec![
            ("title", Value::Text(title.clone())),
            ("date", Value::Date(date.edtf.as_str().to_owned())),
        ];
        if !countries.is_empty() {
            entries.push((
                "countries",
                Value::texts(countries.iter().map(|code| code.alpha3())),
            ));
        }
        for (key, field) in [("people", Field::People), ("tags", Field::Tags)] {
            if self.parts(field).next().is_some() {
                entries.push((key, Value::texts(self.parts(field))));
            }
        }
        for (key, field) in [
            ("category", Field::Category),
            ("status", Field::Status),
            ("summary", Field::Summary),
        ] {
            if !self.text(field).is_empty() {
                entries.push((key, Value::Text(self.text(field).to_owned())));
            }
        }
        let source = self.text(Field::Source);
        if !source.is_empty() {
            let source = Value::Text(source.to_owned());
            let cited = if crate::tui::update::is_web(self.text(Field::Source)) {
                Value::Table(vec![("url".to_owned(), source)])
            } else {
                source
            };
            entries.push(("sources", Value::List(vec![cited])));
        }
        Ok(Addition {
            entries,
            id: self.text(Field::Id).to_owned(),
            title,
            date: date.edtf,
            countries,
            file: self.text(Field::File).to_owned(),
        })
    }
}
