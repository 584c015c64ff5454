//! How large the collections are that benches are run on.

/// Names and numbers of events; a million only when `ANNALS_BENCH` is `1m`, for it takes minutes.
pub fn sizes() -> &'static [(&'static str, usize)] {
    const ALL: [(&str, usize); 3] = [("10k", 10_000), ("100k", 100_000), ("1m", 1_000_000)];
    if std::env::var_os("ANNALS_BENCH").is_some_and(|largest| largest == "1m") {
        &ALL
    } else {
        ALL.split_at(2).0
    }
}
