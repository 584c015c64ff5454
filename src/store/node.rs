//! Tables and values of a document, as the readers of keys see them.

use super::{
    document::{Cell, Document, What},
    lines::Span,
};

/// A table.
#[derive(Clone, Copy)]
pub(super) struct Part<'v, 't> {
    document: &'v Document<'t>,
    table: &'v Cell<'t>,
    /// It was put together out of text with a fault: its values are guesses, and the fault is noted already.
    pub broken: bool,
}

impl<'v, 't> Part<'v, 't> {
    /// The outermost table of a document.
    pub fn root(document: &'v Document<'t>, broken: bool) -> Option<Self> {
        let table = document.root()?;
        Some(Self {
            document,
            table,
            broken,
        })
    }

    /// How many values the table has.
    pub fn len(self) -> usize {
        self.document.within(self.table).count()
    }

    /// Whether the table has that key.
    pub fn has(self, key: &str) -> bool {
        self.nodes().any(|node| node.key() == key)
    }

    /// The values of the table with their keys.
    pub fn nodes(self) -> impl Iterator<Item = Node<'v, 't>> {
        self.document.within(self.table).map(move |cell| Node {
            document: self.document,
            cell,
            broken: self.broken,
        })
    }
}

/// A value.
#[derive(Clone, Copy)]
pub(super) struct Node<'v, 't> {
    document: &'v Document<'t>,
    cell: &'v Cell<'t>,
    pub broken: bool,
}

impl<'v, 't> Node<'v, 't> {
    /// Its key in its table.
    pub fn key(self) -> &'v str {
        &self.cell.key
    }

    /// Where its key stands.
    pub fn key_at(self) -> Span {
        self.cell.key_at
    }

    /// Where the value stands.
    pub fn at(self) -> Span {
        self.cell.at
    }

    /// What it is.
    pub fn what(self) -> &'v What<'t> {
        &self.cell.what
    }

    /// The string, if it is one.
    pub fn str(self) -> Option<&'v str> {
        match &self.cell.what {
            What::String(text) => Some(text),
            _ => None,
        }
    }

    /// The table, if it is one.
    pub fn part(self) -> Option<Part<'v, 't>> {
        self.cell.is_table().then_some(Part {
            document: self.document,
            table: self.cell,
            broken: self.broken,
        })
    }

    /// The elements of a list, or the value itself where it is none.
    pub fn elements(self) -> impl Iterator<Item = Node<'v, 't>> {
        let is_list = matches!(self.cell.what, What::List { .. });
        let list = is_list.then(|| self.document.within(self.cell));
        let lone = (!is_list).then_some(self.cell);
        let cells = list.into_iter().flatten().chain(lone);
        cells.map(move |cell| Node { cell, ..self })
    }

    /// What it is, for a person.
    pub fn found(self) -> &'static str {
        match self.cell.what {
            What::String(_) => "a text",
            What::Integer(..) | What::Float(_) => "a number",
            What::Boolean => "true or false",
            What::Time { .. } => "a date",
            What::List { .. } => "a list",
            What::Table(_) => "a table",
        }
    }
}
