//! Tables in Markdown (GitHub's), with texts that stay texts.

use std::io::{self, Write};

use crate::text;

/// The line of heads and the rule below it.
pub fn write_heads(out: &mut dyn Write, heads: &[&str]) -> io::Result<()> {
    write_row(out, heads)?;
    writeln!(out, "|{}", " --- |".repeat(heads.len()))
}

/// A row.
pub fn write_row(out: &mut dyn Write, cells: &[&str]) -> io::Result<()> {
    out.write_all(b"|")?;
    for cell in cells {
        write!(out, " {} |", escaped(cell))?;
    }
    out.write_all(b"\n")
}

/// `text` harmless, and nothing of it Markdown or HTML.
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text::harmless(text).chars() {
        if matches!(c, '\\' | '|' | '<' | '>' | '*' | '_' | '`' | '[' | ']' | '&') {
            escaped.push('\\');
        }
        escaped.push(c);
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_stay_texts() {
        let mut out = Vec::new();
        write_heads(&mut out, &["Title", "x"]).unwrap();
        write_row(&mut out, &["a|b <b>*c*\nd\u{1b}", "plain"]).unwrap();
        assert_eq!(
            String::from_utf8(out).unwrap(),
            "| Title | x |\n| --- | --- |\n| a\\|b \\<b\\>\\*c\\* d\u{FFFD} | plain |\n"
        );
    }
}
