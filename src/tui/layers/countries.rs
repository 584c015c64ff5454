//! The country picker: every country and bloc by any name or code, with counts for the selection.

use super::list::{List, fuzzy};
use crate::{
    catalog::Facet,
    places::{self, Code},
    query::{self, Key, Value},
};

/// How a country is chosen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mark {
    /// Events of any country so marked.
    Any,
    /// Events of all countries so marked together.
    All,
    /// No events of countries so marked.
    Not,
}

/// A country or bloc that can be chosen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    /// As a query writes it: alpha-3, or the code of a bloc, or a name that is no country's.
    pub value: Box<str>,
    /// What it is called.
    pub name: Box<str>,
    /// Events of the selection, without its country terms, that have it; `None` for a bloc, or before the
    /// counts have come.
    pub count: Option<usize>,
    /// How it is chosen, if it is.
    pub mark: Option<Mark>,
    /// What is searched: every name and code.
    pub texts: Vec<Box<str>>,
}

/// The country picker.
#[derive(Debug)]
pub struct CountryPicker {
    /// The list and what is typed.
    pub list: List,
    /// Everything that can be chosen, by count, then by name.
    pub choices: Vec<Choice>,
    /// The query when the picker was opened.
    pub before: String,
    /// Whether something was marked since the last letter was typed: then Enter marks nothing more.
    pub touched: bool,
    /// Whether the query had countries marked when the picker was opened.
    before_marked: bool,
}

impl CountryPicker {
    /// A picker marked as `query` has it; the counts come later.
    pub fn new(query: &str) -> Self {
        let mut choices: Vec<Choice> = Code::all()
            .map(choice)
            .chain(places::blocs().iter().map(bloc))
            .collect();
        choices.sort_by(|a, b| a.name.cmp(&b.name));
        let mut picker = Self {
            list: List::default(),
            choices,
            before: query.to_owned(),
            touched: false,
            before_marked: false,
        };
        picker.mark_from(query);
        picker.before_marked = picker.any_marked();
        picker.search();
        picker
    }

    /// Takes the counts: the most frequent country comes first, what has no events after those that have.
    pub fn set_counts(&mut self, facets: &[Facet]) {
        let current = self
            .list
            .current()
            .and_then(|index| self.choices.get(index))
            .map(|choice| choice.value.clone());
        for facet in facets {
            match self
                .choices
                .iter_mut()
                .find(|choice| *choice.value == *facet.value)
            {
                Some(choice) => choice.count = Some(facet.count),
                None => self.choices.push(unknown(facet)),
            }
        }
        for choice in &mut self.choices {
            if choice.count.is_none() && Code::from_alpha3(&choice.value).is_some() {
                choice.count = Some(0);
            }
        }
        self.choices.sort_by(|a, b| {
            b.count
                .unwrap_or(0)
                .cmp(&a.count.unwrap_or(0))
                .then_with(|| a.name.cmp(&b.name))
        });
        let typed = !self.list.input.value().is_empty();
        self.search();
        if typed && let Some(at) = current.and_then(|value| self.position(&value)) {
            self.list.move_by(at as isize);
        }
    }

    fn position(&self, value: &str) -> Option<usize> {
        self.list.matched.iter().position(|index| {
            self.choices
                .get(*index)
                .is_some_and(|choice| &*choice.value == value)
        })
    }

    /// Marks the choices as the country terms of `query` have them.
    fn mark_from(&mut self, query: &str) {
        for term in query::terms_of(query, Key::Country) {
            for (all, name) in names(&term.value) {
                let mark = match (term.negated, all) {
                    (true, _) => Mark::Not,
                    (false, true) => Mark::All,
                    (false, false) => Mark::Any,
                };
                let value = match places::named(name) {
                    places::Named::Country(code) => code.alpha3(),
                    places::Named::Bloc(bloc) => bloc.code,
                    _ => name,
                };
                if let Some(choice) = self.choices.iter_mut().find(|choice| &*choice.value == value) {
                    choice.mark = Some(mark);
                }
            }
        }
    }

    /// Matches the choices with what is typed; marked ones come first while nothing is typed.
    pub fn search(&mut self) {
        let pattern = self.list.input.value();
        let mut matched = fuzzy(
            pattern,
            self.choices
                .iter()
                .map(|choice| choice.texts.iter().map(|text| &**text)),
        );
        if pattern.trim().is_empty() {
            matched.sort_by_key(|index| {
                self.choices
                    .get(*index)
                    .is_none_or(|choice| choice.mark.is_none())
            });
        }
        self.list.set_matched(matched);
    }

    /// Gives the choice under the cursor that mark, or takes it away.
    pub fn toggle(&mut self, mark: Mark) {
        if let Some(choice) = self.list.current().and_then(|index| self.choices.get_mut(index)) {
            self.touched = true;
            choice.mark = if choice.mark == Some(mark) {
                None
            } else {
                Some(mark)
            };
        }
    }

    /// Whether anything is marked.
    pub fn any_marked(&self) -> bool {
        self.choices.iter().any(|choice| choice.mark.is_some())
    }

    /// Marks the choice under the cursor where nothing else says what is meant: something was typed and nothing
    /// marked since, or nothing is marked at all.
    pub fn take_current(&mut self) {
        let typed = !self.list.input.value().trim().is_empty();
        let current = self.list.current().and_then(|index| self.choices.get_mut(index));
        if let Some(choice) = current.filter(|choice| choice.mark.is_none())
            && !self.touched
            && (typed || !self.before_marked)
        {
            choice.mark = Some(Mark::Any);
        }
    }

    /// The query that the marks make: the one before with its country terms replaced.
    pub fn query(&self) -> String {
        let values = |mark| {
            self.choices
                .iter()
                .filter(move |choice| choice.mark == Some(mark))
                .map(|choice| query::value_of(Key::Country, &choice.value))
                .collect::<Vec<_>>()
        };
        let mut text = query::without_field(&self.before, Key::Country);
        for (mark, separator) in [(Mark::All, "+"), (Mark::Any, ",")] {
            let values = values(mark);
            if !values.is_empty() {
                text = query::with_term(&text, &format!("country:{}", values.join(separator)));
            }
        }
        for value in values(Mark::Not) {
            text = query::with_term(&text, &format!("-country:{value}"));
        }
        text
    }
}

/// The names of a country term, each with whether others must hold with it.
fn names(value: &Value) -> impl Iterator<Item = (bool, &str)> {
    let groups: &[Vec<_>] = match value {
        Value::Any(groups) => groups,
        Value::One(_) | Value::Pair(..) => &[],
    };
    groups
        .iter()
        .flat_map(|group| group.iter().map(|item| (group.len() > 1, item.text.as_str())))
}

fn unknown(facet: &Facet) -> Choice {
    Choice {
        value: (&*facet.value).into(),
        name: crate::text::harmless(&facet.label).into(),
        count: Some(facet.count),
        mark: None,
        texts: vec![(&*facet.value).into()],
    }
}

fn choice(code: Code) -> Choice {
    Choice {
        value: code.alpha3().into(),
        name: code.name().into(),
        count: None,
        mark: None,
        texts: places::names(code).map(Into::into).collect(),
    }
}

fn bloc(bloc: &places::Bloc) -> Choice {
    Choice {
        value: (*bloc.code).into(),
        name: (*bloc.name).into(),
        count: None,
        mark: None,
        texts: [bloc.code, bloc.name].into_iter().map(Into::into).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_full_name_is_found_first() {
        let mut picker = CountryPicker::new("");
        for (typed, found) in [
            ("united states", "USA"),
            ("north korea", "PRK"),
            ("russia", "RUS"),
            ("uk", "GBR"),
            ("dprk", "PRK"),
            ("nato", "NATO"),
            ("ussr", "SUN"),
            ("niger", "NER"),
        ] {
            picker.list.input = typed.into();
            picker.search();
            let best = picker.list.current().map(|index| &*picker.choices[index].value);
            assert_eq!(best, Some(found), "{typed}");
        }
    }
}
