//! Saved copies of sources' texts, and whether a quote stands in one.

use std::{
    io::Read as _,
    path::{Path, PathBuf},
};

/// Bytes of a saved text that are read.
const LARGEST_TEXT: u64 = 16 << 20;

/// Reads a saved text, as [`plain`] makes it; a sentence when it cannot be read.
pub(super) fn saved(path: &Path) -> Result<String, String> {
    let shown = || PathBuf::from(path).display().to_string();
    let problem = |error: std::io::Error| match error.kind() {
        std::io::ErrorKind::NotFound => format!("there is no file `{}`", shown()),
        _ => format!("`{}` cannot be read: {error}", shown()),
    };
    let metadata = std::fs::metadata(path).map_err(problem)?;
    if !metadata.is_file() {
        return Err(format!("`{}` is not a file", shown()));
    }
    let mut bytes = Vec::new();
    let file = std::fs::File::open(path).map_err(problem)?;
    file.take(LARGEST_TEXT).read_to_end(&mut bytes).map_err(problem)?;
    Ok(plain(&String::from_utf8_lossy(&bytes)))
}

/// A text as quotes are compared: white space is one space, typographic quotation marks, hyphens and dashes are
/// plain ones.
pub(super) fn plain(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut space = true;
    for c in text.chars() {
        if c.is_whitespace() {
            if !space {
                plain.push(' ');
            }
            space = true;
            continue;
        }
        space = false;
        match c {
            '‘' | '’' | '‚' | '‛' | '′' => plain.push('\''),
            '“' | '”' | '„' | '‟' | '«' | '»' | '″' => plain.push('"'),
            '‐' | '‑' | '‒' | '–' | '—' => plain.push('-'),
            '…' => plain.push_str("..."),
            '\u{AD}' | '\u{200B}' | '\u{FEFF}' => {}
            c => plain.push(c),
        }
    }
    plain.truncate(plain.trim_end().len());
    plain
}

/// Whether the quote stands in the saved text. An ellipsis in it stands for words left out.
pub(super) fn stands_in(quote: &str, saved: &str) -> bool {
    let quote = plain(quote);
    let quote = quote.trim_matches('"');
    let mut rest = saved;
    for part in quote.split("[...]").flat_map(|part| part.split("...")) {
        let part = part.trim();
        match memchr::memmem::find(rest.as_bytes(), part.as_bytes()) {
            Some(at) => rest = rest.get(at + part.len()..).unwrap_or_default(),
            None => return false,
        }
    }
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_quote_is_found_white_space_and_typography_aside() {
        let saved = plain("He said: “We\n  will sign —\tsoon’s the word”. Then  he left.");
        for (quote, found) in [
            ("We will sign - soon's the word", true),
            ("“We will sign — soon’s the word”", true),
            ("We will … he left", true),
            ("he left … We will", false),
            ("we will sign", false),
            ("We won't", false),
        ] {
            assert_eq!(stands_in(quote, &saved), found, "{quote}");
        }
    }
}
