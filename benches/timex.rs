//! How long time expressions take: an article of a thousand words, and a thousand articles on all cores.

use std::hint::black_box;

use annals::{dates::Civil, pull::timex};
use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use rayon::prelude::*;

/// Words and dates as news have them; 77 words.
const PARAGRAPH: &str = "The president is to arrive on Tuesday for a two-day visit, his first since July 2000, the \
    ministry said on Monday. The two met in September 2023, and again in the spring of last year, when the talks of \
    April 24–25 ended without a treaty. Over the past three months trade has nearly doubled; in the third quarter it may \
    grow by a tenth. A week later, at 10:30 a.m. on 12 June, the council voted, as it does every year. \n\n";

fn bench(criterion: &mut Criterion) {
    let published = Civil {
        year: 2024,
        month: 6,
        day: 17,
    }
    .to_day();
    let article = PARAGRAPH.repeat(13);
    let words = article.split_whitespace().count();
    // The rules are read at the first use.
    black_box(timex::find(PARAGRAPH, Some(published)));
    let mut group = criterion.benchmark_group("timex");
    group.throughput(Throughput::Elements(words as u64));
    group.bench_function("an article of a thousand words", |bencher| {
        bencher.iter(|| timex::find(black_box(&article), Some(published)));
    });
    let articles = vec![article.clone(); 1_000];
    group.throughput(Throughput::Elements(1_000));
    group.sample_size(10);
    group.bench_function("a thousand articles on all cores", |bencher| {
        bencher.iter(|| {
            articles
                .par_iter()
                .map(|article| timex::find(article, Some(published)).len())
                .sum::<usize>()
        });
    });
    group.finish();
}

criterion_group!(benches, bench);
criterion_main!(benches);
