//! What the six questions cost, on generated collections:
//!
//! ```text
//! cargo bench --bench catalog                         # 10,000 and 100,000 events
//! cargo bench --bench catalog -- 100k/                # the larger collection only
//! ANNALS_BENCH=1m cargo bench --bench catalog -- 1m/  # a million events; takes minutes
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
use tempfile::TempDir;

#[path = "../examples/support/generate.rs"]
mod generate;
#[path = "support/sizes.rs"]
mod sizes;

/// Rows above and below the selected one.
const ROWS: usize = 40;

/// Typed letter by letter.
const TYPED: &[&str] = &[
    "north korea missile",
    "country:RUS+PRK",
    "category:test since:2000",
    "\"north korea\"",
];

/// One query of each form.
const FORMS: &[&str] = &[
    "missile",
    "\"north korea\"",
    "north korea missile",
    "country:PRK",
    "country:RUS+PRK",
    "country:NATO",
    "-country:USA",
    "category:test",
    "status:planned",
    "tag:nuclear",
    "person:kim",
    "org:nato",
    "place:moscow",
    "source:report",
    "has:claims",
    "overlaps:1950/1953",
    "day:06-18",
    "actor:RUS>PRK",
    "claims:USA",
    "precision:year",
    "is:approximate",
    "since:2000",
    "since:2000 until:2010",
    "year:1994",
    "country:PRK category:test since:2000",
    "country:PRK or country:KOR",
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

/// Each form of query, in a catalog that has never been asked it.
fn forms(criterion: &mut Criterion, size: &str, collection: &Arc<Collection>) {
    let memory = Memory::new(Arc::clone(collection));
    // The catalog keeps the last selections: more than those are asked in between, so that each is made anew.
    let others: Vec<Plan> = (0..80)
        .filter_map(|n| plan(&format!("year:{}", 1900 + n)))
        .collect();
    for text in FORMS {
        let Some(plan) = plan(text) else {
            panic!("`{text}` is no query");
        };
        criterion.bench_function(&format!("{size}/query {text}"), |bencher| {
            bencher.iter_batched(
                || others.iter().map(|other| memory.count(other)).sum::<usize>(),
                |_| memory.count(black_box(&plan)),
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
    for &(size, events) in sizes::sizes() {
        let many = folder(events, events / 500);
        let one = folder(events, 1);
        let place = |folder: &TempDir| Place::Paths(vec![folder.path().to_path_buf()]);
        let read = |folder: &TempDir| store::load(&place(folder), &|_| {}).unwrap();
        for (files, folder) in [("500 events a file", &many), ("one file", &one)] {
            criterion.bench_function(&format!("{size}/read, {files}"), |bencher| {
                bencher.iter_with_large_drop(|| read(folder));
            });
        }
        let collection = Arc::new(read(&many));
        criterion.bench_function(&format!("{size}/build"), |bencher| {
            bencher.iter_with_large_drop(|| Memory::new(Arc::clone(&collection)));
        });
        questions(criterion, size, &Memory::new(Arc::clone(&collection)));
        forms(criterion, size, &collection);
        typing(criterion, size, &collection);
    }
}

/// A generated collection, the same every time.
fn folder(events: usize, files: usize) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    let size = generate::Size {
        events,
        files,
        seed: 1,
    };
    generate::write(folder.path(), size).unwrap();
    folder
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
