//! Any bytes are an article with words, or a sentence; what its drafts rest on stands in it.

#![no_main]

use annals::pull::{
    Article,
    input::{Given, LONGEST, read_bytes},
};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    match read_bytes(bytes.to_vec(), &Given::Stdin) {
        Ok(document) => {
            assert!(document.text.len() <= LONGEST && document.text.chars().any(char::is_alphanumeric));
            for paragraph in Article::plain(&document.text, 0).paragraphs {
                assert!(document.text[paragraph.offset..].starts_with(&*paragraph.text));
            }
        }
        Err(error) => assert!(!error.to_string().is_empty()),
    }
});
