//! Pulling events out of articles, as a whole: the articles of `articles/`, `once-unseen/` and `unseen/` against what a reader finds in
//! them, the rules one by one, and laws that hold for any text.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::disallowed_methods,
    clippy::print_stdout,
    clippy::print_stderr,
    clippy::cast_precision_loss
)] // Tests may, their helpers too.

mod laws;
mod rules;
mod score;
mod sentences;

use std::path::Path;

use annals::{pull::Knowledge, store::Collection};

fn folder(name: &str) -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/pull")
        .join(name)
}

/// Figures of a folder, with what is wrong, for the message of a test that fails.
fn figures(name: &str) -> (score::Counts, String) {
    let knowledge = Knowledge::new(&Collection::default());
    let (mut sum, mut report) = (score::Counts::default(), String::new());
    for (name, article, expected) in score::articles(&folder(name)) {
        report.push_str(&name);
        report.push('\n');
        sum.add(score::score(&article, &expected, &knowledge, &mut report));
    }
    (sum, report)
}

#[test]
fn four_in_five_drafts_are_right_and_four_in_five_events_are_drafted() {
    let (sum, report) = figures("articles");
    assert!(sum.expected > 230, "{}", sum.words());
    assert!(
        sum.precision() >= 0.8 && sum.recall() >= 0.8,
        "{}\n{report}",
        sum.words()
    );
}

#[test]
fn articles_that_no_rule_was_written_for_do_not_get_worse() {
    for (folder, precision, recall) in [("once-unseen", 0.7, 0.6), ("unseen", 0.5, 0.35)] {
        let (sum, report) = figures(folder);
        assert!(
            sum.precision() >= precision && sum.recall() >= recall,
            "{}\n{report}",
            sum.words()
        );
    }
}

#[test]
fn an_article_without_an_event_has_no_draft() {
    let knowledge = Knowledge::new(&Collection::default());
    let articles = score::articles(&folder("articles"));
    let (_, article, expected) = articles.into_iter().find(|(name, ..)| name == "noevent").unwrap();
    assert!(expected.is_empty());
    assert_eq!(annals::pull::drafts(&article, &knowledge), []);
}
