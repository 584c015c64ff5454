//! A key to its frame, without the terminal: update, answers, views and the comparison with the frame before.
//!
//! ```sh
//! cargo bench --bench screen                         # the shipped events, 10,000 and 100,000
//! ANNALS_BENCH=1m cargo bench --bench screen -- 1m/  # a million; takes minutes
//! ```
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::disallowed_methods,
    clippy::print_stdout,
    clippy::print_stderr
)] // Tests may, their helpers too.

use std::hint::black_box;

use annals::{
    dates::Civil,
    store::{self, Place},
    tui::headless::Headless,
};
use criterion::{Criterion, criterion_group, criterion_main};

#[path = "../examples/support/generate.rs"]
mod generate;
#[path = "support/sizes.rs"]
mod sizes;

/// Keys that open each view, from the timeline.
const VIEWS: &[(&str, &str)] = &[
    ("timeline", ""),
    ("record", "<enter>"),
    ("filter bar", "/country:RUS+PR"),
    ("country picker", "ckor"),
    ("date jump", "t1994"),
    ("help", "?"),
    ("findings", "!"),
];

fn screen(size: (u16, u16)) -> Headless {
    on(&Place::Embedded, size)
}

fn on(place: &Place, size: (u16, u16)) -> Headless {
    let collection = store::load(place, &|_| {}).expect("a collection");
    Headless::new(
        collection,
        size,
        Civil {
            year: 2024,
            month: 6,
            day: 17,
        }
        .to_day(),
        "",
    )
}

fn keys(criterion: &mut Criterion) {
    for size in [(160, 45), (80, 24)] {
        let mut screen = screen(size);
        let name = format!("{}x{}", size.0, size.1);
        screen.keys("g").draw();
        criterion.bench_function(&format!("draw again {name}"), |bencher| {
            bencher.iter(|| black_box(screen.draw().area));
        });
        criterion.bench_function(&format!("j k update {name}"), |bencher| {
            bencher.iter(|| {
                screen.keys("j").keys("k");
            });
        });
        criterion.bench_function(&format!("j k frames {name}"), |bencher| {
            bencher.iter(|| {
                screen.keys("j").draw();
                black_box(screen.keys("k").draw().area)
            });
        });
        criterion.bench_function(&format!("G g frames {name}"), |bencher| {
            bencher.iter(|| {
                screen.keys("G").draw();
                black_box(screen.keys("g").draw().area)
            });
        });
        screen.keys("/country:RUS+PR").draw();
        criterion.bench_function(&format!("a letter typed and taken back {name}"), |bencher| {
            bencher.iter(|| {
                screen.keys("K").draw();
                black_box(screen.keys("<backspace>").draw().area)
            });
        });
    }
}

/// A frame of each view, and of each way to move, on collections that grow.
fn views(criterion: &mut Criterion) {
    for &(name, events) in sizes::sizes() {
        let folder = tempfile::tempdir().unwrap();
        let size = generate::Size {
            events,
            files: events / 500,
            seed: 1,
        };
        generate::write(folder.path(), size).unwrap();
        let place = Place::Paths(vec![folder.path().to_path_buf()]);
        let mut screen = on(&place, (140, 45));
        for (view, keys) in VIEWS {
            screen.keys("g").keys(keys).draw();
            criterion.bench_function(&format!("{name}/frame of the {view}"), |bencher| {
                bencher.iter(|| black_box(screen.draw().area));
            });
            screen.keys("<esc>").keys("<esc>");
        }
        for (there, back) in [("j", "k"), ("<pagedown>", "<pageup>"), ("G", "g"), ("}", "{")] {
            screen.keys("g").keys("jjjj").draw();
            criterion.bench_function(&format!("{name}/{there} and {back} with frames"), |bencher| {
                bencher.iter(|| {
                    screen.keys(there).draw();
                    black_box(screen.keys(back).draw().area)
                });
            });
        }
    }
}

criterion_group! {
    name = benches;
    config = Criterion::default().sample_size(30).measurement_time(std::time::Duration::from_secs(2)).warm_up_time(std::time::Duration::from_millis(500));
    targets = keys, views
}
criterion_main!(benches);
