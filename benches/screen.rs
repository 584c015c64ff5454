//! A key to its frame, without the terminal: update, answers, views and the comparison with the frame before.
//!
//! ```sh
//! cargo bench --bench screen
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

fn screen(size: (u16, u16)) -> Headless {
    let collection = store::load(&Place::Embedded, &|_| {}).expect("the shipped collection");
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

criterion_group! {
    name = benches;
    config = Criterion::default().sample_size(30).measurement_time(std::time::Duration::from_secs(2)).warm_up_time(std::time::Duration::from_millis(500));
    targets = keys
}
criterion_main!(benches);
