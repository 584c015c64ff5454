//! From a plan to the events that it selects; the last selections are kept, so that the questions about one plan
//! make it once, and a query that is typed on finds its parts made.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::{Memory, bits::Bits};
use crate::query::Plan;

/// How many selections are kept; one of a million events is 125 kB.
const KEPT: usize = 64;

/// The events that a plan selects.
#[derive(Debug)]
pub struct Selection {
    /// Which.
    pub events: Bits,
    /// How many.
    pub count: usize,
}

impl Selection {
    /// Of these.
    pub fn new(events: Bits) -> Self {
        Self {
            count: events.count(),
            events,
        }
    }

    /// Whether it is all events.
    pub fn is_everything(&self) -> bool {
        self.count == self.events.size()
    }
}

/// The last selections, the latest used at the end.
#[derive(Debug, Default)]
pub struct Cache {
    kept: Mutex<Vec<(Plan, Arc<Selection>)>>,
}

impl Cache {
    /// The list is whole after every step, also when another thread has panicked.
    fn lock(&self) -> MutexGuard<'_, Vec<(Plan, Arc<Selection>)>> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn get(&self, plan: &Plan) -> Option<Arc<Selection>> {
        let mut kept = self.lock();
        let at = kept.iter().rposition(|(of, _)| of == plan)?;
        kept[at..].rotate_left(1);
        kept.last().map(|(_, selection)| Arc::clone(selection))
    }

    fn keep(&self, plan: &Plan, selection: &Arc<Selection>) {
        let mut kept = self.lock();
        if kept.len() == KEPT {
            kept.remove(0);
        }
        kept.push((plan.clone(), Arc::clone(selection)));
    }
}

impl Memory {
    /// The events that `plan` selects.
    pub(super) fn select(&self, plan: &Plan) -> Arc<Selection> {
        if matches!(plan, Plan::All) {
            return Arc::clone(&self.everything);
        }
        if let Some(selection) = self.cache.get(plan) {
            return selection;
        }
        // Made outside the lock: two threads may make the same one, none waits for the other.
        let selection = Arc::new(Selection::new(self.evaluate(plan)));
        self.cache.keep(plan, &selection);
        selection
    }

    fn evaluate(&self, plan: &Plan) -> Bits {
        match plan {
            Plan::All => self.everything.events.clone(),
            Plan::And(parts) => {
                let mut events = self.everything.events.clone();
                for part in parts {
                    events.keep(&self.select(part).events);
                }
                events
            }
            Plan::Or(parts) => {
                let mut events = Bits::none(self.events().len());
                for part in parts {
                    events.add(&self.select(part).events);
                }
                events
            }
            Plan::Not(part) => self.select(part).events.complement(),
            Plan::Filter(filter) => self.matching(filter),
        }
    }
}
