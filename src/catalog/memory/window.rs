//! Rows around an anchor, and the spans that are under way above them.

use super::{Memory, relations::Spot, select::Selection};
use crate::{
    catalog::{Anchor, Row, Window},
    dates::{Day, Interval},
    query::Plan,
};

/// How many spans under way are told at most.
const UNDER_WAY: usize = 64;

impl Memory {
    pub(super) fn window_at(&self, plan: &Plan, anchor: &Anchor, before: usize, after: usize) -> Window<'_> {
        let selection = self.select(plan);
        let Some(last) = selection.count.checked_sub(1) else {
            return Window::default();
        };
        let anchor = self.rank(&selection, anchor).min(last);
        let first = anchor.saturating_sub(before);
        let rows = anchor.saturating_add(after).min(last) - first + 1;
        let cuts = self.cuts(&selection, first);
        let shown = self.from(&selection, &cuts, rows);
        let Some(top) = shown.first() else {
            return Window::default();
        };
        Window {
            under_way: self.under_way(&selection, *top, &cuts),
            rows: shown.into_iter().map(|spot| self.row(spot)).collect(),
            first,
            anchor,
            total: selection.count,
        }
    }

    /// The rank of the anchor in the selection, or one behind all.
    fn rank(&self, selection: &Selection, anchor: &Anchor) -> usize {
        let before = |cut: &dyn Fn(usize) -> usize| -> usize {
            let parts = selection.parts.iter().enumerate();
            parts
                .map(|(number, events)| events.count_range(0..cut(number)))
                .sum()
        };
        match anchor {
            Anchor::Start => 0,
            Anchor::End => usize::MAX,
            Anchor::Rank(rank) => *rank,
            Anchor::Day(day) => before(&|part| self.parts[part].segment.columns.before(*day)),
            Anchor::Event(id) => self.spot(id).map_or(0, |spot| {
                let key = self.key(spot);
                before(&|part| self.parts[part].segment.before(key))
            }),
            Anchor::Near(id, day) => match self.spot(id) {
                Some(_) => self.rank(selection, &Anchor::Event(id.clone())),
                None => self.rank(selection, &Anchor::Day(*day)),
            },
        }
    }

    /// Where each part is cut so that `rank` events of the selection stand before the cuts: a cut is a number of the
    /// part, and what stands before any cut is sorted before what stands behind any.
    pub(super) fn cuts(&self, selection: &Selection, rank: usize) -> Vec<usize> {
        if let ([_], [events]) = (self.parts.as_slice(), selection.parts.as_slice()) {
            return vec![events.select(rank).unwrap_or(events.size())];
        }
        if rank == 0 {
            return vec![0; self.parts.len()];
        }
        let mut low: Vec<usize> = vec![0; self.parts.len()];
        let mut high: Vec<usize> = self.parts.iter().map(|part| part.segment.len()).collect();
        // How many stand before `low`.
        let mut passed = 0;
        loop {
            let left = |part: usize| selection.parts[part].count_range(low[part]..high[part]);
            let Some((part, most)) = (0..self.parts.len())
                .map(|part| (part, left(part)))
                .max_by_key(|(_, left)| *left)
                .filter(|(_, left)| *left > 0)
            else {
                return low;
            };
            let events = &selection.parts[part];
            let middle = events.select(events.count_range(0..low[part]) + most / 2);
            let Some(middle) = middle else { return low };
            let key = self.key((part, middle));
            let cuts: Vec<usize> = (0..self.parts.len())
                .map(|other| match other {
                    other if other == part => middle,
                    other => self.parts[other]
                        .segment
                        .before(key)
                        .clamp(low[other], high[other]),
                })
                .collect();
            let between: usize = (0..self.parts.len())
                .map(|part| selection.parts[part].count_range(low[part]..cuts[part]))
                .sum();
            if passed + between <= rank {
                if passed + between == rank {
                    return cuts;
                }
                passed += between;
                low = cuts;
                if most == 1 {
                    // The one in the middle stands before the cut, too.
                    low[part] += 1;
                    passed += 1;
                }
            } else {
                high = cuts;
            }
        }
    }

    /// So many events of the selection behind the cuts, in the order of time.
    pub(super) fn from(&self, selection: &Selection, cuts: &[usize], count: usize) -> Vec<Spot> {
        let mut parts: Vec<_> = selection
            .parts
            .iter()
            .zip(cuts)
            .enumerate()
            .map(|(number, (events, cut))| (number, events.iter_from(*cut)))
            .filter_map(|(number, mut events)| {
                let next = events.next()?;
                Some((self.key((number, next)), (number, next), events))
            })
            .collect();
        let mut spots = Vec::with_capacity(count.min(selection.count));
        while spots.len() < count {
            let next = parts.iter().enumerate().min_by_key(|(_, (key, ..))| *key);
            let Some(at) = next.map(|(at, _)| at) else { break };
            let (key, spot, events) = &mut parts[at];
            spots.push(*spot);
            if let Some(next) = events.next() {
                *spot = (spot.0, next);
                *key = self.key(*spot);
            } else {
                drop(parts.swap_remove(at));
            }
        }
        spots
    }

    /// The spans of the selection that begin above the event `top`, which is behind these cuts, and last into its
    /// first day.
    fn under_way(&self, selection: &Selection, top: Spot, cuts: &[usize]) -> Vec<Row<'_>> {
        let day = self.parts[top.0].segment.columns.earliest[top.1];
        // Each with the days that it lasts.
        let mut spans: Vec<(Day, Spot)> = Vec::new();
        for (number, (part, events)) in self.parts.iter().zip(&selection.parts).enumerate() {
            let columns = &part.segment.columns;
            let (earliest, latest) = (&*columns.earliest, &*columns.latest);
            let lasting = columns.spans.lasting(day, cuts[number]);
            let lasting = lasting.filter(|event| latest[*event] >= day && events.contains(*event));
            spans.extend(
                lasting.map(|event| (latest[event].saturating_sub(earliest[event]), (number, event))),
            );
        }
        let in_time = |a: &(Day, Spot), b: &(Day, Spot)| self.key(a.1).cmp(&self.key(b.1));
        if spans.len() > UNDER_WAY {
            // Of those that last as long, the first in time.
            spans.select_nth_unstable_by(UNDER_WAY, |a, b| b.0.cmp(&a.0).then_with(|| in_time(a, b)));
            spans.truncate(UNDER_WAY);
        }
        spans.sort_unstable_by(in_time);
        spans.into_iter().map(|(_, spot)| self.row(spot)).collect()
    }

    fn row(&self, spot: Spot) -> Row<'_> {
        let (part, number) = (&self.parts[spot.0], spot.1);
        let columns = &part.segment.columns;
        let head = part.segment.head(number);
        let (approximate, uncertain, claimed) = columns.marks(number);
        Row {
            id: head.id,
            title: head.title,
            date: head.date,
            interval: Interval {
                earliest: columns.earliest[number],
                latest: columns.latest[number],
            },
            precision: columns.precision(number),
            approximate,
            uncertain,
            countries: columns.codes(number),
            category: columns.category(number),
            status: columns.status(number),
            significance: columns.significance(number),
            related: part.related.contains(number),
            claimed,
            flaw: part.flaw(number),
        }
    }
}
