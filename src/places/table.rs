//! Reads the tables of `data/`: the small part of TOML that they are written in, without copying any text.
//!
//! A whole TOML reader takes several times as long, and the countries stand on the way to the first picture.
//! A test holds the files to be TOML, and to mean the same to both readers.

/// A line that says something.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Line {
    /// `[name]`
    Section(&'static str),
    /// `key = value`
    Entry(&'static str, Value),
}

/// What stands behind `=`, as written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Value(&'static str);

impl Value {
    /// The text between its quotes; a number as written.
    pub(super) fn text(self) -> &'static str {
        match self.0.strip_prefix('"') {
            Some(quoted) => quoted.split('"').next().unwrap_or_default(),
            None => self.0.split('#').next().unwrap_or_default().trim(),
        }
    }

    /// The texts of `["…", "…"]`.
    pub(super) fn list(self) -> impl Iterator<Item = &'static str> {
        let mut rest = self.0.strip_prefix('[').unwrap_or_default();
        std::iter::from_fn(move || {
            let (between, from_text) = rest.split_once('"')?;
            if between.contains(']') {
                return None;
            }
            let (text, behind) = from_text.split_once('"')?;
            rest = behind;
            Some(text)
        })
    }
}

/// The names of a table's sections, in order.
pub(super) fn sections(table: &'static str) -> impl Iterator<Item = &'static str> {
    table.lines().filter_map(section)
}

/// The lines of a table that are neither empty nor a comment.
pub(super) fn lines(table: &'static str) -> impl Iterator<Item = Line> {
    table.lines().filter_map(|line| {
        if let Some(name) = section(line) {
            return Some(Line::Section(name));
        }
        if line.starts_with('#') {
            return None;
        }
        let (key, value) = line.split_once('=')?;
        Some(Line::Entry(
            key.trim_end().trim_matches('"'),
            Value(value.trim_start()),
        ))
    })
}

fn section(line: &'static str) -> Option<&'static str> {
    line.strip_prefix('[')?.split(']').next()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comments_quotes_and_brackets() {
        let table = "# head\n\n[a.b]  # why\nname = \"x # y\"  # z\n\"two words\" = [\"p, q\", \"r]\"]  # \"s\"\nlat = -1.5\nnone = []\n";
        let read: Vec<Line> = lines(table).collect();
        let Line::Entry(name, text) = read[1] else {
            panic!()
        };
        let Line::Entry(words, list) = read[2] else {
            panic!()
        };
        let Line::Entry(_, number) = read[3] else { panic!() };
        let Line::Entry(_, none) = read[4] else { panic!() };
        assert_eq!(read[0], Line::Section("a.b"));
        assert_eq!((name, text.text()), ("name", "x # y"));
        assert_eq!(
            (words, list.list().collect::<Vec<_>>()),
            ("two words", vec!["p, q", "r]"])
        );
        assert_eq!(number.text(), "-1.5");
        assert_eq!((none.list().count(), read.len()), (0, 5));
    }

    #[test]
    fn a_toml_reader_reads_the_same() {
        for table in [super::super::country::TABLE, super::super::bloc::TABLE] {
            let root: toml::Table = table.parse().expect("TOML");
            let mut section = &root;
            let mut entries = 0;
            for line in lines(table) {
                match line {
                    Line::Section(path) => {
                        section = path
                            .split('.')
                            .fold(&root, |at, part| at[part].as_table().unwrap());
                    }
                    Line::Entry(key, value) => {
                        entries += 1;
                        match &section[key] {
                            toml::Value::String(text) => assert_eq!(text, value.text(), "{key}"),
                            toml::Value::Float(number) => {
                                assert_eq!(Ok(*number), value.text().parse(), "{key}");
                            }
                            toml::Value::Array(texts) => {
                                let texts: Vec<_> = texts.iter().filter_map(|text| text.as_str()).collect();
                                assert_eq!(texts, value.list().collect::<Vec<_>>(), "{key}");
                            }
                            other => panic!("{key}: {other}"),
                        }
                    }
                }
            }
            let leaves = |table: &toml::Table| table.values().filter(|value| !value.is_table()).count();
            let expected: usize = root
                .values()
                .filter_map(|value| value.as_table())
                .map(|table| {
                    leaves(table)
                        + table
                            .values()
                            .filter_map(|value| value.as_table())
                            .map(leaves)
                            .sum::<usize>()
                })
                .sum();
            assert_eq!(entries, expected);
        }
    }
}
