//! What lies between two catalogs of the same files. Segments that both have are passed over, so that a change of one
//! file in a thousand costs no more than that file.

use std::sync::Arc;

use crate::{
    catalog::{Memory, Segment},
    model::Event,
    store::{
        Collection,
        between::{self, Between},
    },
};

/// Compares a catalog with the one before.
pub fn between(before: &Memory, now: &Memory) -> Between {
    let sorted = |mut events: Vec<Event>| {
        events.sort_by(|a, b| {
            let order = a.date.sort_key().cmp(&b.date.sort_key());
            order.then_with(|| a.id.cmp(&b.id))
        });
        Collection {
            events: events.into_iter().map(Arc::new).collect(),
            ..Collection::default()
        }
    };
    let old = sorted(before.not_in(now));
    let mut new = sorted(now.not_in(before));
    new.findings.clone_from(&now.tables().findings);
    between::between(&old, &new)
}

/// A catalog with the events that were kept.
pub fn with_kept(now: &Memory, kept: &[Arc<Event>]) -> Memory {
    let kept = kept.iter().map(|event| Event::clone(event)).collect();
    let tables = now.tables();
    let kept = Segment::new(kept, &tables.people, &tables.organizations);
    now.with(Arc::new(kept))
}
