//! Any text is a date or an error with a place in the text; a date says the same when it is read again.

#![no_main]

use annals::dates::Edtf;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    match Edtf::parse(text) {
        Ok(date) => {
            let canonical = date.canonical();
            let again = Edtf::parse(&canonical).expect("what is printed can be read");
            assert_eq!(again.canonical(), canonical);
            assert_eq!(again.extent(), date.extent());
            assert_eq!(again.precision(), date.precision());
            let (whole, extent) = (date.interval(), date.extent());
            assert!(whole.earliest <= whole.latest);
            assert!(whole.contains(&extent.start) && whole.contains(&extent.end));
            assert!(!date.words().is_empty() && !date.words_short().is_empty());
        }
        Err(error) => assert!(text.get(error.span).is_some(), "the place is in the text"),
    }
});
