//! How a selection lies in time.

use super::{Memory, select::Selection};
use crate::{
    catalog::Buckets,
    dates::{
        Day, Interval,
        day::{FIRST, LAST},
    },
};

impl Memory {
    /// How many events begin in each bucket; those without a beginning are counted in the first.
    pub(super) fn histogram_of(&self, selection: &Selection, buckets: &Buckets) -> Vec<u32> {
        selection.histogram(buckets, || self.count_in(selection, buckets))
    }

    fn count_in(&self, selection: &Selection, buckets: &Buckets) -> Vec<u32> {
        let mut counts = vec![0_u32; buckets.len()];
        for (part, events) in self.parts.iter().zip(&selection.parts) {
            let columns = &part.segment.columns;
            let begin: Vec<usize> = buckets.edges.iter().map(|edge| columns.before(*edge)).collect();
            for (count, bounds) in counts.iter_mut().zip(begin.windows(2)) {
                *count += events.count_range(bounds[0]..bounds[1]) as u32;
            }
            if let (Some(count), Some(start)) = (counts.first_mut(), begin.first()) {
                // They sort before everything else. Where the first bucket begins with them, they are counted.
                let unbegun = columns.before(FIRST + 1).min(*start);
                *count += events.count_range(0..unbegun) as u32;
            }
        }
        counts
    }

    /// The earliest and the latest day that is known of any event of the selection.
    pub(super) fn span_of(&self, selection: &Selection) -> Option<Interval> {
        *selection.span.get_or_init(|| self.reach_of(selection))
    }

    fn reach_of(&self, selection: &Selection) -> Option<Interval> {
        let mut span: Option<Interval> = None;
        let mut add = |day: Day| {
            if day != FIRST && day != LAST {
                let known = span.get_or_insert(Interval::day(day));
                known.earliest = known.earliest.min(day);
                known.latest = known.latest.max(day);
            }
        };
        let mut latest = None;
        for (part, events) in self.parts.iter().zip(&selection.parts) {
            let columns = &part.segment.columns;
            let unbegun = columns.before(FIRST + 1);
            // The first and the last beginning, and the ends of what has none.
            for event in events.iter().take_while(|event| *event < unbegun) {
                add(columns.latest[event]);
            }
            if let Some(first) = events.iter_from(unbegun).next() {
                add(columns.earliest[first]);
            }
            let begun = events.count_range(0..columns.before(LAST));
            if let Some(last) = begun.checked_sub(1).and_then(|rank| events.select(rank)) {
                add(columns.earliest[last]);
            }
            latest = columns.latest_of(events, latest);
        }
        if let Some(latest) = latest {
            add(latest);
        }
        span
    }
}
