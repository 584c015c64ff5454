//! Any text has time expressions at places in it, in order; what is typed is a date or none.
#![no_main]

use annals::pull::timex::{event_dates, find, typed};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    for published in [None, Some(19_891)] {
        let timexes = find(text, published);
        let mut last = 0;
        for timex in &timexes {
            assert!(timex.bytes.start >= last && timex.bytes.end > timex.bytes.start);
            let written = text.get(timex.bytes.clone()).expect("between characters");
            assert_eq!(written.chars().count(), timex.points.len());
            assert!(!timex.value.is_empty());
            last = timex.bytes.end;
        }
        for date in event_dates(text, &timexes) {
            assert!(text.get(date.bytes.clone()).is_some());
            assert!(date.timexes.end <= timexes.len());
        }
    }
    if let Some(typed) = typed(text, 19_891) {
        assert!(!typed.words.is_empty());
    }
});
