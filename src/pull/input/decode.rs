//! Bytes → text: by the byte-order mark, by what is valid, by what the page or its server says, else as Windows wrote.

use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};

/// Bytes in which a page says its encoding.
const PRESCAN: usize = 4096;
/// Of so many bytes at the beginning it is told whether they are text.
const SAMPLE: usize = 8192;

/// Text, and what was wrong with its bytes.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Decoded {
    pub text: String,
    /// A sentence, if letters could not be read.
    pub note: Option<String>,
}

/// What is known by its first bytes, and what to do about it.
const KNOWN: &[(&[u8], &str)] = &[
    (
        b"%PDF",
        "it is a PDF; take its text out first, with `pdftotext FILE -` for example",
    ),
    (
        b"PK\x03\x04",
        "it is packed (a document of an office program, or a ZIP); save it as plain text",
    ),
    (
        b"\xD0\xCF\x11\xE0",
        "it is a document of an office program; save it as plain text",
    ),
    (b"{\\rtf", "it is in RTF; save it as plain text"),
    (
        b"\x1F\x8B",
        "it is compressed; unpack it first, with `gunzip` for example",
    ),
    (b"\x28\xB5\x2F\xFD", "it is compressed; unpack it first"),
    (b"BZh", "it is compressed; unpack it first"),
    (b"\x89PNG", "it is a picture"),
    (b"GIF8", "it is a picture"),
    (b"\xFF\xD8\xFF", "it is a picture"),
    (b"RIFF", "it is a picture or a sound"),
    (b"\x7FELF", "it is a program"),
    (b"SQLite format 3", "it is a database"),
];

/// The text of bytes. `charset` is what the server told; `page` is whether the bytes may be a page that tells
/// itself. The error says what the bytes are instead of text.
pub(super) fn text(bytes: &[u8], charset: Option<&str>, page: bool) -> Result<Decoded, String> {
    if let Some((_, what)) = KNOWN.iter().find(|(magic, _)| bytes.starts_with(magic)) {
        return Err((*what).to_owned());
    }
    let marked = Encoding::for_bom(bytes).map(|(encoding, _)| encoding);
    let wide = marked.or_else(|| wide(bytes));
    if wide.is_none() && is_binary(bytes) {
        return Err("its bytes are no letters".to_owned());
    }
    let mut guessed = false;
    let encoding = wide.unwrap_or_else(|| {
        if std::str::from_utf8(bytes).is_ok() {
            return UTF_8;
        }
        let named = |label: &str| Encoding::for_label(label.trim().as_bytes());
        charset
            .and_then(named)
            .or_else(|| page.then(|| told(bytes)).flatten())
            // The few wrong letters of a text that is else in UTF-8 are better lost than all others turned.
            .filter(|encoding| *encoding != UTF_8)
            .unwrap_or_else(|| {
                if nearly_utf8(bytes) {
                    return UTF_8;
                }
                guessed = true;
                WINDOWS_1252
            })
    });
    let (text, _, broken) = encoding.decode(bytes);
    let note = broken.then(|| {
        format!(
            "some letters could not be read as {}; they stand as \u{FFFD}",
            encoding.name()
        )
    });
    let note = note.or_else(|| {
        (guessed && is_mostly_accents(bytes)).then(|| {
            "its encoding is not told, and its letters were taken for those of Western Europe; save it as UTF-8 if they \
             are wrong"
                .to_owned()
        })
    });
    Ok(Decoded {
        text: text.into_owned(),
        note,
    })
}

/// UTF-16 without a mark: every other byte of what is mostly ASCII is nothing.
fn wide(bytes: &[u8]) -> Option<&'static Encoding> {
    let sample = bytes.get(..bytes.len().min(SAMPLE))?;
    let nothing = |first: usize| {
        sample
            .iter()
            .skip(first)
            .step_by(2)
            .filter(|byte| **byte == 0)
            .count()
    };
    let (even, odd, half) = (nothing(0), nothing(1), sample.len() / 2);
    if half < 4 {
        None
    } else if odd * 10 > half * 7 && even * 10 < half {
        Some(UTF_16LE)
    } else if even * 10 > half * 7 && odd * 10 < half {
        Some(UTF_16BE)
    } else {
        None
    }
}

/// Whether the beginning holds bytes that no text has.
fn is_binary(bytes: &[u8]) -> bool {
    let sample = bytes.get(..bytes.len().min(SAMPLE)).unwrap_or(bytes);
    let odd = sample
        .iter()
        .filter(|byte| matches!(byte, 0..=8 | 14..=26 | 28..=31 | 127))
        .count();
    sample.contains(&0) || odd * 50 > sample.len()
}

/// Whether more of what is not ASCII is UTF-8 than not.
fn nearly_utf8(bytes: &[u8]) -> bool {
    let (mut good, mut bad) = (0_usize, 0_usize);
    for chunk in bytes.utf8_chunks() {
        good += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        bad += usize::from(!chunk.invalid().is_empty());
    }
    good > bad
}

/// Whether more than a third of its letters are no ASCII: more than Western Europe has accents.
fn is_mostly_accents(bytes: &[u8]) -> bool {
    let sample = bytes.get(..bytes.len().min(SAMPLE)).unwrap_or(bytes);
    let high = sample.iter().filter(|byte| **byte >= 0xC0).count();
    let low = sample.iter().filter(|byte| byte.is_ascii_alphabetic()).count();
    high * 2 > low
}

/// The encoding that a page names in its head.
fn told(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = bytes.get(..bytes.len().min(PRESCAN))?.to_ascii_lowercase();
    let head = String::from_utf8_lossy(&head);
    let labels = head
        .match_indices("charset")
        .chain(head.match_indices("encoding"));
    labels
        .filter_map(|(at, word)| {
            let rest = head.get(at + word.len()..)?.trim_start().strip_prefix('=')?;
            let rest = rest.trim_start().trim_start_matches(['"', '\'']);
            let label: String = rest
                .chars()
                .take_while(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | ':' | '.'))
                .collect();
            Encoding::for_label(label.as_bytes())
        })
        // A page that could be searched for the word is not in two bytes a letter.
        .find(|encoding| *encoding != UTF_16LE && *encoding != UTF_16BE)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decoded(bytes: &[u8], charset: Option<&str>) -> String {
        text(bytes, charset, true).unwrap().text
    }

    #[test]
    fn marks_validity_and_labels_are_believed_in_this_order() {
        assert_eq!(decoded("Şahin — „so“".as_bytes(), Some("latin1")), "Şahin — „so“");
        assert_eq!(decoded(b"\xEF\xBB\xBFa\xC3\xA9", None), "aé");
        assert_eq!(decoded(b"\xFF\xFEa\x00\xE9\x00", None), "aé");
        assert_eq!(decoded(b"a\x00b\x00c\x00d\x00e\x00", None), "abcde");
        assert_eq!(decoded(b"\x00a\x00b\x00c\x00d\x00e", None), "abcde");
        assert_eq!(decoded(b"caf\xE9 \x97 \x93so\x94", None), "café — “so”");
        assert_eq!(
            decoded(b"\xCC\xEE\xF1\xEA\xE2\xE0", Some("windows-1251")),
            "Москва"
        );
        assert_eq!(
            decoded(b"<meta charset='windows-1251'>\xCC\xEE\xF1\xEA\xE2\xE0", None),
            "<meta charset='windows-1251'>Москва"
        );
        assert_eq!(
            decoded(b"<?xml encoding=\"koi8-r\"?>\xCD\xCF", Some("nonsense")),
            "<?xml encoding=\"koi8-r\"?>мо"
        );
    }

    #[test]
    fn a_few_wrong_bytes_do_not_turn_the_others() {
        let decoded = text(
            "Şahin und Öl \u{2014} ok "
                .bytes()
                .chain([0xFF])
                .collect::<Vec<_>>()
                .as_slice(),
            None,
            false,
        )
        .unwrap();
        assert!(decoded.text.starts_with("Şahin und Öl"), "{}", decoded.text);
        assert!(decoded.note.unwrap().contains("UTF-8"));
    }

    #[test]
    fn a_guess_that_is_probably_wrong_is_said() {
        let note = |bytes: &[u8]| text(bytes, None, false).unwrap().note;
        assert_eq!(note(b"Der Pr\xE4sident kam am Dienstag, sagte er."), None);
        // Moscow, in Windows-1251.
        assert!(note(b"\xCC\xEE\xF1\xEA\xE2\xE0 2024").unwrap().contains("UTF-8"));
    }

    #[test]
    fn what_is_no_text_is_named() {
        for (bytes, said) in [
            (&b"%PDF-1.4"[..], "pdftotext"),
            (b"PK\x03\x04rest", "plain text"),
            (b"\x89PNG\r\n", "picture"),
            (b"\x00\x01\x02\x03\x04\x05\x06", "no letters"),
            (b"abc\x01\x02\x03\x04", "no letters"),
        ] {
            assert!(text(bytes, None, true).unwrap_err().contains(said), "{bytes:?}");
        }
    }

    proptest::proptest! {
        #[test]
        fn any_bytes_are_text_or_a_sentence(bytes: Vec<u8>, charset: Option<String>) {
            match text(&bytes, charset.as_deref(), true) {
                Ok(decoded) => proptest::prop_assert!(decoded.text.len() <= bytes.len() * 3 + 3),
                Err(what) => proptest::prop_assert!(!what.is_empty()),
            }
        }
    }
}
