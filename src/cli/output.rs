//! Standard output: its colours, its width, and JSON that is harmless in a terminal.

use std::{
    borrow::Cow,
    io::{self, BufWriter, IsTerminal, Write},
};

use anstream::{AutoStream, ColorChoice};
use anstyle::Style;
use serde::Serialize;
use serde_json::ser::{CompactFormatter, Formatter, PrettyFormatter, Serializer};

use super::args::Colour;
use crate::text;

/// How wide text for people is set where no terminal says it.
const WIDTH: usize = 80;
/// Text for people is no wider than this, also on a wide terminal.
const WIDEST_TEXT: usize = 100;

/// Obeys `--color`, here and on the full screen.
pub fn choose_colour(colour: Colour) {
    let choice = match colour {
        Colour::Auto => return,
        Colour::Always => ColorChoice::Always,
        Colour::Never => ColorChoice::Never,
    };
    choice.write_global();
    crossterm::style::force_color_output(colour == Colour::Always);
}

/// How text for people looks: in colour or not, how wide.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Look {
    /// Whether to use colour.
    pub colour: bool,
    /// Cells of the terminal's line; `None` in a pipe, where nothing is cut.
    pub width: Option<usize>,
}

impl Look {
    /// Of standard error, whose lines are not cut.
    pub fn of_stderr() -> Self {
        Self {
            colour: AutoStream::choice(&io::stderr()) != ColorChoice::Never,
            width: None,
        }
    }

    /// Of standard output.
    pub fn of_stdout() -> Self {
        let terminal = io::stdout().is_terminal();
        let columns = || {
            crossterm::terminal::size()
                .ok()
                .map(|(columns, _)| usize::from(columns))
        };
        Self {
            colour: AutoStream::choice(&io::stdout()) != ColorChoice::Never,
            width: terminal.then(|| columns().filter(|cells| *cells > 0).unwrap_or(WIDTH)),
        }
    }

    /// Cells that running text is wrapped to.
    pub fn text_width(self) -> usize {
        self.width.unwrap_or(WIDTH).min(WIDEST_TEXT)
    }

    /// `text` in that style, if colour is used.
    pub fn paint(self, style: Style, text: &str) -> String {
        if self.colour && !text.is_empty() {
            format!("{style}{text}{style:#}")
        } else {
            text.to_owned()
        }
    }
}

/// Standard output for data: bytes as they are.
pub fn plain() -> impl Write {
    BufWriter::with_capacity(64 * 1024, io::stdout().lock())
}

/// Standard output for text that is painted by this look; old consoles of Windows get their colours, too.
pub fn painted(look: Look) -> Box<dyn Write> {
    if look.colour {
        Box::new(BufWriter::new(AutoStream::always(io::stdout().lock())))
    } else {
        Box::new(plain())
    }
}

/// Says a sentence that is no data on standard error.
pub fn note(sentence: &str) {
    let strong = Style::new().bold();
    // Nothing depends on it, also not when nobody listens.
    let _ = writeln!(
        anstream::stderr(),
        "{strong}note:{strong:#} {}",
        text::harmless(sentence)
    );
}

/// Says something of several lines on standard error, which is harmless already.
pub fn report(report: &str) {
    let _ = write!(anstream::stderr(), "{report}");
}

/// A writer of comma-separated values.
pub fn csv<W: Write>(out: W) -> csv::Writer<W> {
    csv::Writer::from_writer(out)
}

/// Cells made harmless: unlike JSON, CSV has no escapes to write harmful characters with.
pub fn csv_cells(cells: &[String]) -> impl Iterator<Item = Cow<'_, [u8]>> {
    cells.iter().map(|cell| match text::harmless_lines(cell) {
        Cow::Borrowed(text) => Cow::Borrowed(text.as_bytes()),
        Cow::Owned(text) => Cow::Owned(text.into_bytes()),
    })
}

/// Writes `value` as indented JSON, without a line break at the end.
pub fn write_pretty<T: Serialize + ?Sized>(out: &mut dyn Write, value: &T) -> serde_json::Result<()> {
    value.serialize(&mut Serializer::with_formatter(
        out,
        Harmless(PrettyFormatter::new()),
    ))
}

/// Writes `value` as JSON on one line, without a line break at the end.
pub fn write_compact<T: Serialize + ?Sized>(out: &mut dyn Write, value: &T) -> serde_json::Result<()> {
    value.serialize(&mut Serializer::with_formatter(out, Harmless(CompactFormatter)))
}

/// A JSON formatter that also escapes what JSON allows raw but a terminal may act on ([`text::is_harmful`]):
/// the text that is read back is the same.
struct Harmless<F>(F);

macro_rules! as_inner {
    ($($name:ident($($argument:ident: $type:ty),*)),* $(,)?) => {
        $(fn $name<W: ?Sized + Write>(&mut self, writer: &mut W $(, $argument: $type)*) -> io::Result<()> {
            self.0.$name(writer $(, $argument)*)
        })*
    };
}

impl<F: Formatter> Formatter for Harmless<F> {
    as_inner! {
        begin_array(), end_array(), begin_array_value(first: bool), end_array_value(),
        begin_object(), end_object(), begin_object_key(first: bool), end_object_key(),
        begin_object_value(), end_object_value(),
    }

    fn write_string_fragment<W: ?Sized + Write>(&mut self, writer: &mut W, fragment: &str) -> io::Result<()> {
        if text::is_plain(fragment) {
            return writer.write_all(fragment.as_bytes());
        }
        let mut rest = fragment;
        while let Some(at) = rest.find(text::is_harmful) {
            let (before, from) = rest.split_at(at);
            writer.write_all(before.as_bytes())?;
            let mut characters = from.chars();
            if let Some(c) = characters.next() {
                for unit in c.encode_utf16(&mut [0; 2]) {
                    write!(writer, "\\u{unit:04x}")?;
                }
            }
            rest = characters.as_str();
        }
        writer.write_all(rest.as_bytes())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn json_is_harmless_and_reads_back() {
        for text in [
            "plain",
            "a\u{202E}b\u{1b}[31m\n\"",
            "\u{E0041}x\u{7f}",
            "北京\u{200B}",
        ] {
            for write in [
                |out: &mut Vec<u8>, value: &[&str]| write_pretty(out, &value),
                |out: &mut Vec<u8>, value: &[&str]| write_compact(out, &value),
            ] {
                let mut out = Vec::new();
                write(&mut out, &[text]).unwrap();
                let written = String::from_utf8(out).unwrap();
                assert!(
                    !written.chars().any(|c| c != '\n' && text::is_harmful(c)),
                    "{written:?}"
                );
                let read: Vec<String> = serde_json::from_str(&written).unwrap();
                assert_eq!(read, [text]);
            }
        }
    }
}
