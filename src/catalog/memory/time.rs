//! How a selection lies in time.

use super::{Memory, select::Selection};
use crate::{
    catalog::Buckets,
    dates::{
        Interval,
        day::{FIRST, LAST},
    },
};

impl Memory {
    /// How many events begin in each bucket; those without a beginning are counted in the first.
    pub(super) fn histogram_of(&self, selection: &Selection, buckets: &Buckets) -> Vec<u32> {
        let begin: Vec<usize> = buckets
            .edges
            .iter()
            .map(|edge| self.columns.before(*edge))
            .collect();
        let mut counts: Vec<u32> = begin
            .windows(2)
            .map(|bounds| selection.events.count_range(bounds[0]..bounds[1]) as u32)
            .collect();
        if let (Some(count), Some(start)) = (counts.first_mut(), begin.first()) {
            // They sort before everything else. Where the first bucket begins with them, they are counted.
            let unbegun = self.columns.before(FIRST + 1).min(*start);
            *count += selection.events.count_range(0..unbegun) as u32;
        }
        counts
    }

    /// The earliest and the latest day that is known of any event of the selection.
    pub(super) fn span_of(&self, selection: &Selection) -> Option<Interval> {
        let mut span: Option<Interval> = None;
        for event in selection.events.iter() {
            for day in [self.columns.earliest[event], self.columns.latest[event]] {
                if day != FIRST && day != LAST {
                    let span = span.get_or_insert(Interval {
                        earliest: day,
                        latest: day,
                    });
                    span.earliest = span.earliest.min(day);
                    span.latest = span.latest.max(day);
                }
            }
        }
        span
    }
}
