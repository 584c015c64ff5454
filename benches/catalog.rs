//! What the six questions cost, on generated collections:
//!
//! ```text
//! cargo bench --bench catalog            # everything
//! cargo bench --bench catalog -- 100k    # the larger collection only
//! ```
//!
//! A keystroke is what the screen asks when a letter is typed: the selection, how many, a screenful of rows, and the
//! countries with their counts. Letters after which the query is not yet one are left out, as the screen does.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::disallowed_methods,
    clippy::print_stdout,
    clippy::print_stderr
)] // Tests may, their helpers too.

// A bench that cannot be set up has nothing to say.

use std::{hint::black_box, sync::Arc, time::Duration};

use annals::{
    catalog::{Anchor, Buckets, Catalog, Field, Memory},
    query::{self, Plan, Scope},
    store::{self, Collection, Place},
};
use criterion::{BatchSize, Criterion, criterion_group, criterion_main};

#[path = "../examples/support/generate.rs"]
mod generate;

/// Rows above and below the selected one.
const ROWS: usize = 40;

/// Typed letter by letter.
const TYPED: &[&str] = &[
    "north korea missile",
    "country:RUS+PRK",
    "category:test since:2000",
    "\"north korea\"",
];

const FIELDS: &[Field] = &[
    Field::Country,
    Field::Category,
    Field::Tag,
    Field::Person,
    Field::Source,
    Field::Year,
];

fn plan(text: &str) -> Option<Plan> {
    let scope = Scope {
        today: 20_000,
        organizations: &[],
        event: &|_| None,
    };
    query::plan(&query::parse(text).ok()?, &scope).ok()
}

fn keystroke(memory: &Memory, plan: &Plan) -> usize {
    let count = memory.count(plan);
    let window = memory.window(plan, &Anchor::Rank(count / 2), ROWS, ROWS);
    window.rows.len() + memory.facets(plan, Field::Country).len()
}

/// All keystrokes of a query, in a catalog that remembers nothing of the last round.
fn typing(criterion: &mut Criterion, size: &str, collection: &Arc<Collection>) {
    for text in TYPED {
        let beginnings = (1..=text.len()).filter_map(|end| text.get(..end));
        let plans: Vec<Plan> = beginnings.filter_map(plan).collect();
        let name = format!("{size}/{} keystrokes of {text}", plans.len());
        criterion.bench_function(&name, |bencher| {
            bencher.iter_batched_ref(
                || Memory::new(Arc::clone(collection)),
                |memory| plans.iter().map(|plan| keystroke(memory, plan)).sum::<usize>(),
                BatchSize::PerIteration,
            );
        });
    }
}

fn questions(criterion: &mut Criterion, size: &str, memory: &Memory) {
    let half = plan("-country:USA").unwrap();
    for (name, plan) in [("everything", Plan::All), ("all but one country", half)] {
        let buckets = Buckets::even(memory.span(&plan).unwrap(), 120);
        let middle = Anchor::Rank(memory.count(&plan) / 2);
        let mut bench = |question: &str, ask: &dyn Fn() -> usize| {
            criterion.bench_function(&format!("{size}/{name}/{question}"), |bencher| {
                bencher.iter(|| black_box(ask()));
            });
        };
        bench("count", &|| memory.count(&plan));
        bench("window", &|| memory.window(&plan, &middle, ROWS, ROWS).rows.len());
        bench("histogram", &|| memory.histogram(&plan, &buckets).len());
        bench("span", &|| usize::from(memory.span(&plan).is_some()));
        for &field in FIELDS {
            bench(&format!("facets {field:?}"), &|| {
                memory.facets(&plan, field).len()
            });
        }
    }
    let middle = memory.window(&Plan::All, &Anchor::Rank(memory.count(&Plan::All) / 2), 0, 0);
    let id = middle.rows[0].id;
    criterion.bench_function(&format!("{size}/event"), |bencher| {
        bencher.iter(|| memory.event(black_box(id)));
    });
    criterion.bench_function(&format!("{size}/neighbours"), |bencher| {
        bencher.iter(|| memory.neighbours(black_box(id)));
    });
}

fn catalog(criterion: &mut Criterion) {
    for (size, events) in [("10k", 10_000), ("100k", 100_000)] {
        let folder = tempfile::tempdir().unwrap();
        let made = generate::Size {
            events,
            files: events / 500,
            seed: 1,
        };
        generate::write(folder.path(), made).unwrap();
        let place = Place::Paths(vec![folder.path().to_path_buf()]);
        let read = || store::load(&place, &|_| {}).unwrap();
        criterion.bench_function(&format!("{size}/read"), |bencher| {
            bencher.iter_with_large_drop(read);
        });
        let collection = Arc::new(read());
        criterion.bench_function(&format!("{size}/build"), |bencher| {
            bencher.iter_with_large_drop(|| Memory::new(Arc::clone(&collection)));
        });
        questions(criterion, size, &Memory::new(Arc::clone(&collection)));
        typing(criterion, size, &collection);
    }
}

criterion_group! {
    name = benches;
    config = Criterion::default()
        .sample_size(10)
        .warm_up_time(Duration::from_millis(200))
        .measurement_time(Duration::from_millis(500));
    targets = catalog
}
criterion_main!(benches);
