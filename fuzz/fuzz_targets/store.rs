//! Any bytes are read; every finding lies in its line; a whole event before and behind them is always there, unless
//! the bytes hold heads or strings of several lines of their own.
#![no_main]

use std::path::Path;

use annals::store::read_alone;
use libfuzzer_sys::fuzz_target;

const FIRST: &str = "[[event]]\nid = \"first\"\ntitle = \"First\"\ndate = 1961\n\n[[event]]\n";
const LAST: &str = "\n[[event]]\nid = \"last\"\ntitle = \"Last\"\ndate = \"196X\"\n";

fuzz_target!(|bytes: &[u8]| {
    let file = Path::new("fuzzed.toml");
    for finding in read_alone(file, bytes.to_vec()).findings {
        assert!(finding.column >= 1 && finding.length >= 1, "{finding:?}");
        assert!(!finding.excerpt.contains('\n'), "{finding:?}");
        assert!(!finding.message.is_empty(), "{finding:?}");
    }
    let between = [FIRST.as_bytes(), bytes, LAST.as_bytes()].concat();
    let events = read_alone(file, between).events;
    assert!(events.iter().any(|event| event.title.as_ref() == "First"));
    let several_lines = bytes.windows(3).any(|three| matches!(three, b"\"\"\"" | b"'''"));
    if !several_lines {
        assert!(events.iter().any(|event| event.title.as_ref() == "Last"));
    }
});
