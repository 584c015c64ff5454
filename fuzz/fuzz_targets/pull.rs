//! Drafts of any text: every quote stands in the text, every span lies in it, no two drafts have one id.
#![no_main]

use std::{collections::HashSet, sync::LazyLock};

use annals::{
    pull::{Article, Knowledge, drafts},
    store::Collection,
};
use libfuzzer_sys::fuzz_target;

static KNOWLEDGE: LazyLock<Knowledge> = LazyLock::new(|| Knowledge::new(&Collection::default()));

fuzz_target!(|input: (i64, &str)| {
    let article = Article::plain(input.1, input.0);
    let mut ids = HashSet::new();
    for draft in drafts(&article, &KNOWLEDGE) {
        let paragraph = &article.paragraphs[draft.paragraph - 1].text;
        assert!(paragraph.contains(&*draft.quote));
        assert!(draft.title.chars().count() <= 80 && (0.0..=1.0).contains(&draft.score));
        for span in &draft.spans {
            assert!(article.paragraphs[span.paragraph - 1].text.get(span.range()).is_some());
        }
        assert!(ids.insert(draft.id));
    }
});
