//! Where a key of a table stands, however it is written: as a statement, with dots, in braces, under a head of its own.

use super::outline::{Entry, Node, NodeKind, Outlined, Section};

/// Where a key is, or where it would be.
pub(super) enum Spot<'o, 't> {
    /// It has this value.
    Value(&'o Node<'t>, Holder<'o, 't>),
    /// It is a table with a head of its own, the last of them where there are several.
    Section(&'o Section<'t>),
    /// It is not there.
    Missing(Gap<'o, 't>),
}

/// What holds a value.
pub(super) enum Holder<'o, 't> {
    /// A statement of a section.
    Statement(&'o Entry<'t>),
    /// A table in braces.
    Inline {
        /// The table.
        node: &'o Node<'t>,
        /// Its statements.
        entries: &'o [Entry<'t>],
        /// Which of them.
        index: usize,
    },
    /// A list.
    Item {
        /// The list.
        node: &'o Node<'t>,
        /// Its elements.
        items: &'o [Node<'t>],
        /// Which of them.
        index: usize,
    },
}

/// Where a key would be that is not there.
pub(super) enum Gap<'o, 't> {
    /// In a section.
    Section {
        /// Which.
        section: &'o Section<'t>,
        /// The parts of the key that are to be written.
        rest: Vec<&'o str>,
        /// The last statement whose dotted key begins as this one.
        dotted: Option<&'o Entry<'t>>,
    },
    /// In a table in braces.
    Inline {
        /// The table.
        node: &'o Node<'t>,
        /// Its statements.
        entries: &'o [Entry<'t>],
        /// The parts of the key that are to be written.
        rest: Vec<&'o str>,
    },
    /// Nowhere, and why.
    Nowhere(&'static str),
}

/// Finds the place of a key, part by part.
pub(super) fn spot<'o, 't>(table: &'o Outlined<'t>, path: &[&'o str]) -> Spot<'o, 't> {
    let Some((section, used)) = section_of(table, path) else {
        return Spot::Missing(Gap::Nowhere("the table has no head"));
    };
    let rest = path.get(used..).unwrap_or_default();
    if rest.is_empty() {
        return Spot::Section(section);
    }
    if let Some(entry) = section.entries.iter().find(|entry| entry.leads_to(rest)) {
        let deeper = rest.get(entry.keys.len()..).unwrap_or_default();
        return within(&entry.value, deeper, Holder::Statement(entry));
    }
    if rest.iter().any(|step| step.parse::<usize>().is_ok()) {
        return Spot::Missing(Gap::Nowhere("the list has no such element"));
    }
    let dotted = section.entries.iter().rev().find(|entry| {
        rest.len() > 1
            && entry.keys.len() > 1
            && entry
                .keys
                .first()
                .is_some_and(|(key, _)| Some(&&**key) == rest.first())
    });
    Spot::Missing(Gap::Section {
        section,
        rest: rest.to_vec(),
        dotted,
    })
}

/// The section that leads furthest along a path, and how many parts of the path it takes.
fn section_of<'o, 't>(table: &'o Outlined<'t>, path: &[&str]) -> Option<(&'o Section<'t>, usize)> {
    let mut best = (table.sections.first()?, 0);
    let mut ordinal: Vec<(&[_], usize)> = Vec::new();
    for section in table.sections.iter().skip(1) {
        let named = section.path.len() <= path.len() && section.path.iter().zip(path).all(|(a, b)| a == b);
        if !named {
            continue;
        }
        let mut used = section.path.len();
        if section.is_list {
            let count = ordinal
                .iter()
                .filter(|(known, _)| *known == section.path.as_slice())
                .count();
            ordinal.push((&section.path, count));
            match path.get(used) {
                Some(step) if step.parse() == Ok(count) => used += 1,
                None => {}
                Some(_) => continue,
            }
        }
        if used >= best.1 {
            best = (section, used);
        }
    }
    Some(best)
}

fn within<'o, 't>(node: &'o Node<'t>, rest: &[&'o str], holder: Holder<'o, 't>) -> Spot<'o, 't> {
    let Some(step) = rest.first() else {
        return Spot::Value(node, holder);
    };
    match &node.kind {
        NodeKind::Inline(entries) => {
            // A lone table is a list of one.
            if *step == "0" {
                return within(node, rest.get(1..).unwrap_or_default(), holder);
            }
            match entries.iter().position(|entry| entry.leads_to(rest)) {
                Some(index) => {
                    let Some(entry) = entries.get(index) else {
                        return Spot::Missing(Gap::Nowhere("it is not there"));
                    };
                    let deeper = rest.get(entry.keys.len()..).unwrap_or_default();
                    within(&entry.value, deeper, Holder::Inline { node, entries, index })
                }
                None if rest.iter().any(|step| step.parse::<usize>().is_ok()) => {
                    Spot::Missing(Gap::Nowhere("the list has no such element"))
                }
                None => Spot::Missing(Gap::Inline {
                    node,
                    entries,
                    rest: rest.to_vec(),
                }),
            }
        }
        NodeKind::List(items) => {
            let index = step.parse::<usize>().ok();
            match index.and_then(|index| items.get(index).map(|item| (index, item))) {
                Some((index, item)) => {
                    let deeper = rest.get(1..).unwrap_or_default();
                    within(item, deeper, Holder::Item { node, items, index })
                }
                None => Spot::Missing(Gap::Nowhere("the list has no such element")),
            }
        }
        NodeKind::Text(_) | NodeKind::Plain => {
            Spot::Missing(Gap::Nowhere("what stands above it is no table and no list"))
        }
    }
}
