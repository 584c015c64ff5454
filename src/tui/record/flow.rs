//! Text of several tones, broken into lines.

use super::{Piece, Tone};
use crate::text;

/// A run of text in one tone, made harmless.
pub fn piece(tone: Tone, text: &str) -> Piece {
    Piece {
        tone,
        text: text::harmless(text).into_owned(),
    }
}

/// Breaks `pieces`, one after the other, into lines of at most `width` cells, where Unicode allows it. The first
/// line begins at column `indent`, the others at column `hang`, with a piece of blanks before them.
pub fn wrap(pieces: &[Piece], width: usize, indent: usize, hang: usize) -> Vec<Vec<Piece>> {
    let whole: String = pieces.iter().map(|piece| piece.text.as_str()).collect();
    let mut tones = pieces
        .iter()
        .flat_map(|piece| piece.text.chars().map(move |c| (c, piece.tone)));
    let (first, other) = (" ".repeat(indent), " ".repeat(hang));
    let options = textwrap::Options::new(width.max(1))
        .initial_indent(&first)
        .subsequent_indent(&other)
        // Days and names are not broken at their hyphens.
        .word_splitter(textwrap::WordSplitter::NoHyphenation);
    textwrap::wrap(&whole, options)
        .iter()
        .enumerate()
        .map(|(index, line)| {
            let blanks = if index == 0 { &first } else { &other };
            let mut line_pieces = Vec::new();
            if !blanks.is_empty() {
                line_pieces.push(piece(Tone::Plain, blanks));
            }
            let mut run: Option<Piece> = None;
            for c in line.strip_prefix(blanks.as_str()).unwrap_or(line).chars() {
                // Only white space at line ends is left out of the lines.
                let tone = tones
                    .find(|(source, _)| *source == c)
                    .map_or(Tone::Plain, |(_, tone)| tone);
                match &mut run {
                    Some(run) if run.tone == tone => run.text.push(c),
                    _ => line_pieces.extend(run.replace(Piece {
                        tone,
                        text: c.to_string(),
                    })),
                }
            }
            line_pieces.extend(run);
            line_pieces
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(lines: &[Vec<Piece>]) -> Vec<String> {
        lines
            .iter()
            .map(|line| line.iter().map(|piece| piece.text.as_str()).collect())
            .collect()
    }

    #[test]
    fn tones_stay_with_their_text_over_line_ends() {
        let lines = wrap(
            &[
                piece(Tone::Denies, "denied by "),
                piece(Tone::Plain, "a very long name"),
            ],
            11,
            0,
            2,
        );
        assert_eq!(shown(&lines), ["denied by a", "  very long", "  name"]);
        assert_eq!(lines[0][0].tone, Tone::Denies);
        assert_eq!(lines[0][1].tone, Tone::Plain);
        assert_eq!(lines[1][1].tone, Tone::Plain);
    }

    #[test]
    fn no_line_is_wider_than_asked() {
        for width in 6..30 {
            let text =
                "A-word-that-is-long 北京会议 e\u{301}t\u{e9} pneumonoultramicroscopicsilicovolcanoconiosis";
            for line in wrap(&[piece(Tone::Plain, text)], width, 1, 3) {
                let cells: usize = line.iter().map(|piece| text::width(&piece.text)).sum();
                assert!(cells <= width, "{width}: {line:?}");
            }
        }
    }

    #[test]
    fn harmful_text_is_made_harmless() {
        assert_eq!(
            piece(Tone::Plain, "a\u{1b}[2J\u{202e}b").text,
            "a\u{fffd}[2J\u{fffd}b"
        );
    }
}
