//! Rows around an anchor, and the spans that are under way above them.

use std::cmp::Reverse;

use super::{Memory, select::Selection};
use crate::{
    catalog::{Anchor, Row, Window},
    dates::Interval,
    query::{Has, Plan},
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
        let Some(top) = selection.events.select(first) else {
            return Window::default();
        };
        Window {
            rows: selection
                .events
                .iter_from(top)
                .take(rows)
                .map(|event| self.row(event))
                .collect(),
            first,
            anchor,
            total: selection.count,
            under_way: self.under_way(&selection, top),
        }
    }

    /// The rank of the anchor in the selection, or one behind all.
    fn rank(&self, selection: &Selection, anchor: &Anchor) -> usize {
        let before = |event| selection.events.count_range(0..event);
        match anchor {
            Anchor::Start => 0,
            Anchor::End => usize::MAX,
            Anchor::Rank(rank) => *rank,
            Anchor::Day(day) => before(self.columns.before(*day)),
            Anchor::Event(id) => self.number(id).map_or(0, before),
            Anchor::Near(id, day) => before(self.number(id).unwrap_or_else(|| self.columns.before(*day))),
        }
    }

    /// The spans of the selection that begin above the event `top` and last into its first day.
    fn under_way(&self, selection: &Selection, top: usize) -> Vec<Row<'_>> {
        let columns = &self.columns;
        let day = columns.earliest[top];
        let mut spans: Vec<usize> = columns
            .spans
            .lasting(day, top)
            .filter(|event| columns.latest[*event] >= day && selection.events.contains(*event))
            .collect();
        if spans.len() > UNDER_WAY {
            let length = |event: &usize| columns.latest[*event].saturating_sub(columns.earliest[*event]);
            spans.sort_by_key(|event| Reverse(length(event)));
            spans.truncate(UNDER_WAY);
            spans.sort_unstable();
        }
        spans.into_iter().map(|event| self.row(event)).collect()
    }

    fn row(&self, number: usize) -> Row<'_> {
        let event = &*self.events()[number];
        Row {
            id: &event.id,
            title: &event.title,
            date: event.date.as_str(),
            interval: Interval {
                earliest: self.columns.earliest[number],
                latest: self.columns.latest[number],
            },
            precision: event.date.precision(),
            approximate: event.date.approximate(),
            uncertain: event.date.uncertain(),
            countries: self.columns.codes(number),
            category: event.category.known(),
            status: event.status.known(),
            significance: event.significance,
            related: self.qualities.has(Has::Relations).contains(number),
            claimed: !event.claims.is_empty(),
            flaw: event.flaw,
        }
    }
}
