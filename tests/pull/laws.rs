//! What holds for the drafts of any text.

use std::sync::LazyLock;

use annals::{
    pull::{Article, Draft, Knowledge, drafts},
    store::{Collection, Place, load},
};
use proptest::prelude::*;

static KNOWLEDGE: LazyLock<Knowledge> = LazyLock::new(|| Knowledge::new(&Collection::default()));

/// 2024-06-17.
const DAY: i64 = 19_891;

fn check(article: &Article, drafts: &[Draft]) {
    let mut ids: Vec<&str> = drafts.iter().map(|draft| &*draft.id).collect();
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), drafts.len(), "two drafts of one id");
    for draft in drafts {
        let paragraph = &article.paragraphs[draft.paragraph - 1].text;
        assert!(
            paragraph.contains(&*draft.quote),
            "{:?} is not in the text",
            draft.quote
        );
        assert!(
            !draft.title.trim().is_empty() && draft.title.chars().count() <= 80,
            "{:?}",
            draft.title
        );
        assert!((0.0..=1.0).contains(&draft.score));
        for span in &draft.spans {
            let text = &article.paragraphs[span.paragraph - 1].text;
            assert!(
                text.get(span.range()).is_some_and(|words| !words.is_empty()),
                "{span:?}"
            );
        }
        for relation in &draft.relations {
            let known = ids.binary_search(&&*relation.target).is_ok()
                || drafts
                    .iter()
                    .any(|other| other.matched.id() == Some(&relation.target));
            assert!(known, "{relation:?} leads nowhere");
            assert_ne!(relation.target, draft.id);
        }
    }
}

/// Words of articles, in any order.
fn words() -> impl Strategy<Value = String> {
    const WORDS: &[&str] = &[
        "Russia",
        "North Korea",
        "Russian President Vladimir Putin",
        "Putin",
        "he",
        "it",
        "both countries",
        "Moscow",
        "the White House",
        "the G7 summit",
        "visited",
        "will visit",
        "signed",
        "a treaty",
        "treaties",
        "accused",
        "of",
        "supplying",
        "weapons",
        "denied",
        "which",
        "who",
        "that",
        "and",
        ",",
        ".",
        "“",
        "”",
        "(",
        ")",
        "on Tuesday",
        "in 1961, 2000 and 2001",
        "June 12",
        "last month",
        "during",
        "the same day",
        "replaces",
        "in response to",
        "cancelled",
        "did not take place",
        "said",
        "would",
        "’s",
        "—",
        "Müller",
        "北京",
        "\u{301}",
        "to",
        "with",
        "2024",
        "the two men",
        "an earthquake",
        "struck",
        "Ghana",
        "elections",
        "Minister",
        "the foreign ministers of",
    ];
    prop::collection::vec(prop::sample::select(WORDS), 0..60).prop_map(|words| words.join(" "))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(192))]

    #[test]
    fn drafts_of_words_of_articles_rest_on_the_text(text in words()) {
        let article = Article::plain(&text, DAY);
        check(&article, &drafts(&article, &KNOWLEDGE));
    }

    #[test]
    fn any_text_on_any_day_ends_in_drafts(text in "\\PC{0,200}", day in any::<i64>()) {
        let article = Article::plain(&text, day);
        check(&article, &drafts(&article, &KNOWLEDGE));
    }
}

#[test]
fn the_same_text_gives_the_same_drafts_and_the_second_time_the_collection_has_them() {
    let collection = load(&Place::Embedded, &|_| {}).unwrap();
    let knowledge = Knowledge::new(&collection);
    let text = "Russian President Vladimir Putin visited North Korea on 18 and 19 June 2024.\n\
                Russia and North Korea signed a treaty in Pyongyang on 19 June 2024.";
    let article = Article::plain(text, DAY + 10);
    let found = drafts(&article, &knowledge);
    check(&article, &found);
    assert_eq!(found, drafts(&article, &knowledge));
    let matched: Vec<_> = found.iter().map(|draft| draft.matched.id()).collect();
    assert_eq!(
        matched,
        [Some("putin-dprk-visit-2024"), Some("russia-dprk-csp-treaty-2024")],
        "{found:#?}"
    );
}

#[test]
fn a_very_long_text_is_read_in_part_and_in_time() {
    let sentence =
        "Putin and Kim met, and Russia, which North Korea accused of supplying weapons, denied it and ";
    let article = Article::plain(&sentence.repeat(4_000), DAY);
    let found = drafts(&article, &KNOWLEDGE);
    check(&article, &found);
}
