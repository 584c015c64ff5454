//! How long it takes from an article to drafts: what is read first, one article of a thousand words, a thousand on all cores.
#![allow(clippy::expect_used)] // A bench that cannot be set up has nothing to say.

use std::{hint::black_box, path::Path};

use annals::{
    dates::Civil,
    pull::{
        Article, Knowledge, drafts,
        input::{Given, read_bytes},
    },
    store::{self, Place},
};
use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use rayon::prelude::*;

#[path = "../examples/support/articles.rs"]
mod articles;

fn bench(criterion: &mut Criterion) {
    let published = Civil {
        year: 2024,
        month: 6,
        day: 17,
    }
    .to_day();
    let read = |text: &str| {
        let document = read_bytes(text.as_bytes().to_vec(), &Given::File(Path::new("a.txt").into()));
        Article::plain(&document.expect("words").text, published)
    };
    let collection = store::load(&Place::Embedded, &|_| {}).expect("the shipped collection");
    let knowledge = Knowledge::new(&collection);
    let mut group = criterion.benchmark_group("pull");
    group.bench_function("what is known before", |bencher| {
        bencher.iter(|| Knowledge::new(black_box(&collection)));
    });
    for (name, words) in [("a thousand words", 1_000), ("ten thousand words", 10_000)] {
        let text = articles::article(7, words);
        group.throughput(Throughput::Elements(words as u64));
        group.bench_function(name, |bencher| {
            bencher.iter(|| drafts(&read(black_box(&text)), &knowledge));
        });
    }
    let thousand: Vec<String> = (0..1_000).map(|seed| articles::article(seed, 1_000)).collect();
    group.throughput(Throughput::Elements(1_000));
    group.sample_size(10);
    group.bench_function("a thousand articles on all cores", |bencher| {
        bencher.iter(|| {
            thousand
                .par_iter()
                .map(|text| drafts(&read(text), &knowledge).len())
                .sum::<usize>()
        });
    });
    group.finish();
}

criterion_group!(benches, bench);
criterion_main!(benches);
