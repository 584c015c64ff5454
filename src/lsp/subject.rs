//! What a place of a file is about, after the table of keys.

use std::fmt;

use crate::model::keys::{CITATION, EVENT, Key, Kind, ORGANIZATION, PERSON, SOURCE, Table};

/// What may stand at a place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Subject {
    /// The name of a table.
    Head,
    /// A key of this table.
    Key(&'static Table),
    /// A word of [`crate::model::RelationKind`].
    RelationKind,
    /// The id of another event.
    Event,
    /// The id of a `[[source]]`, or a URL.
    Source,
    /// The id that an event gets.
    OwnEvent,
    /// The id that a source gets.
    OwnSource,
    /// The value of a key of this table.
    Value(&'static Table, &'static Key),
}

/// Where a path of keys leads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Node {
    /// To a table.
    Table(&'static Table),
    /// To the value of a key of a table.
    Value(&'static Table, &'static Key),
    /// To a list of ids of events.
    Related,
    /// Nowhere that is known.
    Unknown,
}

impl Node {
    /// Where `path` leads from a table.
    pub fn below(table: &'static Table, path: &[&str]) -> Self {
        path.iter().fold(Self::Table(table), |node, step| node.step(step))
    }

    fn step(self, name: &str) -> Self {
        if let Self::Value(_, key) = self
            && key.kind == Kind::Relations
        {
            return Self::Related;
        }
        self.table()
            .and_then(|table| Some(Self::Value(table, table.key(name)?)))
            .unwrap_or(Self::Unknown)
    }

    /// The table whose keys stand here.
    fn table(self) -> Option<&'static Table> {
        match self {
            Self::Table(table) => Some(table),
            Self::Value(_, key) => match key.kind {
                Kind::TextOr(table) | Kind::Tables(table) => Some(table),
                Kind::Citations => Some(&CITATION),
                _ => None,
            },
            Self::Related | Self::Unknown => None,
        }
    }

    /// Whether a key of that name may stand here.
    pub fn has_key(self, name: &str) -> bool {
        self.table().is_some_and(|table| table.key(name).is_some())
            || matches!(self, Self::Value(_, key) if key.kind == Kind::Relations)
                && crate::model::RelationKind::from_word(name).is_some()
    }
}

impl Subject {
    /// A key here.
    pub fn key(node: &Node) -> Option<Self> {
        match node {
            Node::Value(_, key) if key.kind == Kind::Relations => Some(Self::RelationKind),
            node => node.table().map(Self::Key),
        }
    }

    /// A value here.
    pub fn value(node: &Node) -> Option<Self> {
        match node {
            Node::Related => Some(Self::Event),
            Node::Value(table, key) => Some(match (table.name, key.name) {
                (name, "id") if name == CITATION.name => Self::Source,
                (name, "id") if name == EVENT.name => Self::OwnEvent,
                (name, "id") if name == SOURCE.name => Self::OwnSource,
                _ if key.kind == Kind::Citations => Self::Source,
                _ => Self::Value(table, key),
            }),
            Node::Table(_) | Node::Unknown => None,
        }
    }

    /// Whether a key stands here.
    pub fn is_key(self) -> bool {
        matches!(self, Self::Key(_) | Self::RelationKind)
    }

    /// Whether the name of a person may stand here: in `people`, or as one who acts.
    pub fn names_people(self) -> bool {
        match self {
            Self::Value(table, key) => {
                key.kind == Kind::Actors
                    || (table.name, key.name) == (EVENT.name, "people")
                    || (table.name, key.name) == (PERSON.name, "name")
            }
            _ => false,
        }
    }

    /// Whether the name of an organization may.
    pub fn names_organizations(self) -> bool {
        match self {
            Self::Value(table, key) => {
                key.kind == Kind::Actors
                    || (table.name, key.name) == (EVENT.name, "organizations")
                    || (table.name, key.name) == (ORGANIZATION.name, "name")
            }
            _ => false,
        }
    }

    /// Whether a country may.
    pub fn names_countries(self) -> bool {
        matches!(self, Self::Value(_, key) if matches!(key.kind, Kind::Country | Kind::Countries | Kind::Actors))
    }
}

impl fmt::Display for Subject {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Head => f.write_str("head"),
            Self::Key(table) => write!(f, "key of {}", table.name),
            Self::RelationKind => f.write_str("kind of relation"),
            Self::Event => f.write_str("id of an event"),
            Self::Source => f.write_str("id of a source"),
            Self::OwnEvent => f.write_str("own id of an event"),
            Self::OwnSource => f.write_str("own id of a source"),
            Self::Value(table, key) => write!(f, "{}.{}", table.name, key.name),
        }
    }
}
