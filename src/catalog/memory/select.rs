//! From a plan to the events that it selects; the last selections are kept, so that the questions about one plan
//! make it once, and a query that is typed on finds its parts made.

use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};

use super::{Memory, bits::Bits};
use crate::{
    catalog::Buckets,
    dates::Interval,
    query::{Filter, Plan},
};

/// How many selections are kept; one of a million events is 125 kB.
const KEPT: usize = 64;

/// The events that a plan selects.
#[derive(Debug)]
pub struct Selection {
    /// Which, part by part.
    pub parts: Vec<Bits>,
    /// How many.
    pub count: usize,
    /// The days that they reach over, once they were asked for.
    pub span: OnceLock<Option<Interval>>,
    /// The counts that were asked for last: a strip over the same days is drawn again with each jump.
    histogram: Mutex<Option<(Buckets, Vec<u32>)>>,
}

impl Selection {
    /// Of these.
    pub fn new(parts: Vec<Bits>) -> Self {
        Self {
            count: parts.iter().map(Bits::count).sum(),
            parts,
            span: OnceLock::new(),
            histogram: Mutex::default(),
        }
    }

    /// The counts of these buckets, which `make` makes where they are not those that were asked for last.
    pub fn histogram(&self, buckets: &Buckets, make: impl FnOnce() -> Vec<u32>) -> Vec<u32> {
        let kept = || self.histogram.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((of, counts)) = &*kept()
            && of == buckets
        {
            return counts.clone();
        }
        let counts = make();
        *kept() = Some((buckets.clone(), counts.clone()));
        counts
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

    /// What is kept of every part is a subset of what lives there.
    fn evaluate(&self, plan: &Plan) -> Vec<Bits> {
        match plan {
            Plan::All => self.everything.parts.clone(),
            Plan::And(plans) => {
                let mut parts = self.everything.parts.clone();
                for plan in plans {
                    for (part, of_plan) in parts.iter_mut().zip(&self.select(plan).parts) {
                        part.keep(of_plan);
                    }
                }
                parts
            }
            Plan::Or(plans) => {
                let mut parts: Vec<Bits> = self
                    .parts
                    .iter()
                    .map(|part| Bits::none(part.segment.len()))
                    .collect();
                for plan in plans {
                    for (part, of_plan) in parts.iter_mut().zip(&self.select(plan).parts) {
                        part.add(of_plan);
                    }
                }
                parts
            }
            Plan::Not(plan) => {
                let without = self.select(plan);
                let parts = self.parts.iter().zip(&without.parts);
                parts
                    .map(|(part, without)| {
                        let mut rest = without.complement();
                        rest.keep(&part.alive);
                        rest
                    })
                    .collect()
            }
            Plan::Filter(Filter::Related(id)) => self.reached(id),
            Plan::Filter(filter) => self
                .parts
                .iter()
                .map(|part| {
                    let mut matching = part.matching(filter);
                    if !part.is_whole {
                        matching.keep(&part.alive);
                    }
                    matching
                })
                .collect(),
        }
    }
}
