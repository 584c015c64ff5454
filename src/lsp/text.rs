//! A text that is open in the editor: its lines, and places in it as the protocol counts them.

use lsp_types::{Position, PositionEncodingKind, Range};

/// What the protocol counts within a line.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Encoding {
    /// Bytes of UTF-8.
    Utf8,
    /// Units of UTF-16: what every client knows.
    #[default]
    Utf16,
    /// Characters.
    Utf32,
}

impl Encoding {
    /// The one to take of those that a client offers: bytes, if it may be.
    pub fn chosen(offered: Option<&[PositionEncodingKind]>) -> Self {
        let offers = |kind| offered.is_some_and(|offered| offered.contains(&kind));
        if offers(PositionEncodingKind::UTF8) {
            Self::Utf8
        } else if offers(PositionEncodingKind::UTF32) && !offers(PositionEncodingKind::UTF16) {
            Self::Utf32
        } else {
            Self::Utf16
        }
    }

    /// As the protocol names it.
    pub fn kind(self) -> PositionEncodingKind {
        match self {
            Self::Utf8 => PositionEncodingKind::UTF8,
            Self::Utf16 => PositionEncodingKind::UTF16,
            Self::Utf32 => PositionEncodingKind::UTF32,
        }
    }

    /// How long a text is.
    pub fn length(self, text: &str) -> usize {
        match self {
            Self::Utf8 => text.len(),
            Self::Utf16 => text.chars().map(char::len_utf16).sum(),
            Self::Utf32 => text.chars().count(),
        }
    }

    /// The byte of `line` that stands so many units from its beginning; its end where it is shorter. Units within a
    /// character are its beginning.
    pub fn byte(self, line: &str, units: usize) -> usize {
        let mut passed = 0;
        for (at, c) in line.char_indices() {
            let width = match self {
                Self::Utf8 => c.len_utf8(),
                Self::Utf16 => c.len_utf16(),
                Self::Utf32 => 1,
            };
            if passed + width > units {
                return at;
            }
            passed += width;
        }
        line.len()
    }
}

/// A text with the beginnings of its lines.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Text {
    whole: String,
    /// First byte of each line, ascending; never empty.
    starts: Vec<usize>,
    encoding: Encoding,
}

impl Text {
    /// Counts the lines.
    pub fn new(text: String, encoding: Encoding) -> Self {
        let starts = line_starts(&text);
        Self {
            whole: text,
            starts,
            encoding,
        }
    }

    /// All of it.
    pub fn as_str(&self) -> &str {
        &self.whole
    }

    /// Replaces what stands in `range`; everything without one. A range that is not in the text is brought into it.
    pub fn change(&mut self, range: Option<Range>, new: &str) {
        match range {
            None => new.clone_into(&mut self.whole),
            Some(range) => {
                let start = self.offset(range.start);
                let end = self.offset(range.end).max(start);
                self.whole.replace_range(start..end, new);
            }
        }
        self.starts = line_starts(&self.whole);
    }

    /// The byte at a position.
    pub fn offset(&self, position: Position) -> usize {
        let number = position.line as usize;
        let Some(&start) = self.starts.get(number) else {
            return self.whole.len();
        };
        let line = self.line(number);
        start + self.encoding.byte(line, position.character as usize)
    }

    /// The position of a byte; of one within a character, its beginning.
    pub fn position(&self, offset: usize) -> Position {
        let offset = self.whole.floor_char_boundary(offset.min(self.whole.len()));
        let number = self.starts.partition_point(|start| *start <= offset).max(1) - 1;
        let start = self.starts.get(number).copied().unwrap_or_default();
        let before = self.whole.get(start..offset).unwrap_or_default();
        // Between the two halves of a line break is the end of the line.
        let before = before.trim_end_matches('\r');
        Position::new(number as u32, self.encoding.length(before) as u32)
    }

    /// The range of some bytes.
    pub fn range(&self, bytes: std::ops::Range<usize>) -> Range {
        Range::new(self.position(bytes.start), self.position(bytes.end))
    }

    /// A line without its break, counted from 0; empty behind the last.
    pub fn line(&self, number: usize) -> &str {
        let Some(&start) = self.starts.get(number) else {
            return "";
        };
        let end = self.starts.get(number + 1).copied().unwrap_or(self.whole.len());
        let line = self.whole.get(start..end).unwrap_or_default();
        line.trim_end_matches(['\n', '\r'])
    }
}

/// First bytes of the lines: behind `\n`, `\r\n` and a `\r` alone, as the protocol has it.
fn line_starts(text: &str) -> Vec<usize> {
    let bytes = text.as_bytes();
    let behind = memchr::memchr2_iter(b'\n', b'\r', bytes)
        .filter(|at| bytes.get(*at) == Some(&b'\n') || bytes.get(at + 1) != Some(&b'\n'))
        .map(|at| at + 1);
    std::iter::once(0).chain(behind).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn at(line: u32, character: u32) -> Position {
        Position::new(line, character)
    }

    #[test]
    fn places_are_counted_in_each_encoding() {
        let written = "\u{FEFF}a\r\nb𝄞é = 1\rc\n";
        for (encoding, clef, end) in [
            (Encoding::Utf8, 5, 7),
            (Encoding::Utf16, 3, 4),
            (Encoding::Utf32, 2, 3),
        ] {
            let text = Text::new(written.to_owned(), encoding);
            let behind_clef = written.find('é').unwrap();
            assert_eq!(text.position(behind_clef), at(1, clef), "{encoding:?}");
            assert_eq!(text.offset(at(1, clef)), behind_clef);
            assert_eq!(text.position(behind_clef + 2), at(1, end));
            assert_eq!(text.position(written.find('c').unwrap()), at(2, 0));
            assert_eq!(text.line(1), "b𝄞é = 1");
            assert_eq!(text.offset(at(0, 99)), 4, "before the line break");
            assert_eq!(text.offset(at(99, 0)), written.len());
            assert_eq!(text.position(usize::MAX), at(3, 0));
        }
        let text = Text::new(written.to_owned(), Encoding::Utf16);
        assert_eq!(text.offset(at(1, 2)), 7, "half a character is its beginning");
        assert_eq!(text.position(5), at(0, 2), "between the halves of a line break");
    }

    #[test]
    fn bytes_are_taken_where_they_are_offered() {
        let (utf8, utf16, utf32) = (
            PositionEncodingKind::UTF8,
            PositionEncodingKind::UTF16,
            PositionEncodingKind::UTF32,
        );
        assert_eq!(Encoding::chosen(None), Encoding::Utf16);
        assert_eq!(Encoding::chosen(Some(&[utf16.clone(), utf8])), Encoding::Utf8);
        assert_eq!(Encoding::chosen(Some(&[utf32.clone(), utf16])), Encoding::Utf16);
        assert_eq!(Encoding::chosen(Some(&[utf32])), Encoding::Utf32);
    }

    fn written() -> impl Strategy<Value = String> {
        proptest::collection::vec(
            prop_oneof![
                Just("a"),
                Just("é"),
                Just("𝄞"),
                Just("\n"),
                Just("\r\n"),
                Just("\r"),
                Just("[")
            ],
            0..20,
        )
        .prop_map(|parts| parts.concat())
    }

    proptest! {
        #[test]
        fn changes_part_by_part_give_what_replacing_the_whole_gives(
            text in written(),
            changes in proptest::collection::vec((0_u32..6, 0_u32..6, 0_u32..6, 0_u32..6, written()), 0..6),
            encoding in prop_oneof![Just(Encoding::Utf8), Just(Encoding::Utf16), Just(Encoding::Utf32)],
        ) {
            let mut changed = Text::new(text, encoding);
            for (line, character, to_line, to_character, new) in changes {
                let range = Range::new(at(line, character), at(to_line, to_character));
                let (start, end) = (changed.offset(range.start), changed.offset(range.end));
                let whole = format!(
                    "{}{new}{}",
                    &changed.as_str()[..start],
                    &changed.as_str()[end.max(start)..]
                );
                changed.change(Some(range), &new);
                let mut replaced = changed.clone();
                replaced.change(None, &whole);
                prop_assert_eq!(&changed, &replaced);
                prop_assert_eq!(&changed, &Text::new(whole, encoding));
            }
        }

        #[test]
        fn a_place_is_found_again(text in written(), offset in 0_usize..40) {
            let text = Text::new(text, Encoding::Utf16);
            let position = text.position(offset);
            prop_assert_eq!(text.position(text.offset(position)), position);
        }
    }
}
