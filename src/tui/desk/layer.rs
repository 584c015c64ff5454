//! What lies over the desk: lines to type into and lists to choose from.

use tui_input::Input;

use crate::{
    dates::Day,
    places::Code,
    pull::timex::{self, Typed},
    text::vocabulary,
    tui::{
        action::Context,
        layers::{ActionList, List, fuzzy},
    },
};

vocabulary! {
    /// What of a draft is edited.
    Field {
        Title "title" "one line, in the present tense of newspapers",
        Date "date" "when",
        Countries "countries" "every country involved",
        Category "category" "what kind of event",
        Status "status" "whether it happened",
        Summary "summary" "plain text, in your own words",
        People "people" "names, with a semicolon between",
        Organizations "organizations" "names, with a semicolon between",
        Place "place" "where it took place",
        Tags "tags" "words of your own, with a semicolon between",
    }
}

/// What is chosen from a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Choosing {
    /// What to edit.
    Field,
    /// The category.
    Category,
    /// The status.
    Status,
    /// The draft that is merged into the current one.
    Merge,
    /// How to leave.
    Leaving,
}

/// An item of a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Item {
    /// What it stands for: a word of a vocabulary, or a number.
    pub value: String,
    /// Shown first.
    pub label: String,
    /// Shown behind; empty for nothing.
    pub help: String,
}

/// A layer, with all that it knows.
#[derive(Debug)]
pub enum Layer {
    /// A line of text.
    Text(Field, Input),
    /// A date, read back while it is typed.
    Date(Input),
    /// A list.
    Choice(Choosing, List, Vec<Item>),
    /// Countries, any number of them.
    Countries(Countries),
    /// Every action.
    Help(ActionList),
}

/// The countries of a draft, to be changed.
#[derive(Debug)]
pub struct Countries {
    /// The list and what is typed.
    pub list: List,
    /// All countries, the marked ones first when it was opened.
    pub all: Vec<Code>,
    /// Those marked.
    pub marked: Vec<Code>,
}

impl Countries {
    /// With those of a draft marked.
    pub fn new(marked: &[Code]) -> Self {
        let mut rest: Vec<Code> = Code::all().filter(|code| !marked.contains(code)).collect();
        rest.sort_by_key(|code| code.name());
        let mut countries = Self {
            list: List::default(),
            all: marked.iter().copied().chain(rest).collect(),
            marked: marked.to_vec(),
        };
        countries.search();
        countries
    }

    /// Marks the country under the cursor, or takes its mark away.
    pub fn toggle(&mut self) {
        let Some(&code) = self.list.current().and_then(|index| self.all.get(index)) else {
            return;
        };
        match self.marked.iter().position(|marked| *marked == code) {
            Some(at) => drop(self.marked.remove(at)),
            None => self.marked.push(code),
        }
    }

    fn search(&mut self) {
        let texts = self
            .all
            .iter()
            .map(|code| crate::places::names(*code).chain([code.alpha3()]));
        let matched = fuzzy(self.list.input.value(), texts);
        self.list.set_matched(matched);
    }
}

impl Layer {
    /// A list, with its items.
    pub fn choice(choosing: Choosing, items: Vec<Item>) -> Self {
        let list = List {
            matched: (0..items.len()).collect(),
            ..List::default()
        };
        Self::Choice(choosing, list, items)
    }

    /// Which keys it hears.
    pub fn context(&self) -> Context {
        match self {
            Self::Text(..) | Self::Date(_) => Context::Prompt,
            Self::Choice(..) | Self::Countries(_) | Self::Help(_) => Context::Picker,
        }
    }

    /// The line that is typed into.
    pub fn input_mut(&mut self) -> &mut Input {
        match self {
            Self::Text(_, input) | Self::Date(input) => input,
            Self::Choice(_, list, _) => &mut list.input,
            Self::Countries(countries) => &mut countries.list.input,
            Self::Help(help) => &mut help.list.input,
        }
    }

    /// Its list.
    pub fn list_mut(&mut self) -> Option<&mut List> {
        match self {
            Self::Text(..) | Self::Date(_) => None,
            Self::Choice(_, list, _) => Some(list),
            Self::Countries(countries) => Some(&mut countries.list),
            Self::Help(help) => Some(&mut help.list),
        }
    }

    /// What was typed has changed.
    pub fn typed(&mut self) {
        match self {
            Self::Text(..) | Self::Date(_) => {}
            Self::Choice(_, list, items) => {
                let texts = items.iter().map(|item| [item.label.as_str(), item.help.as_str()]);
                let matched = fuzzy(list.input.value(), texts);
                list.set_matched(matched);
            }
            Self::Countries(countries) => countries.search(),
            Self::Help(help) => help.search(),
        }
    }
}

/// What a typed date means; none where it is not a date.
pub fn date(input: &Input, today: Day) -> Option<Typed> {
    timex::typed(input.value().trim(), today)
}
