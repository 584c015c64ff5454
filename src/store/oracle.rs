//! The reader against the plain one: trees of the `toml` crate, from the beginning of the file to its end. Whatever the
//! bytes are, both say the same.

use std::{fs, path::Path, sync::Arc};

use proptest::prelude::*;

use super::{
    document::Document,
    draft::Reading,
    lines::Span,
    parts::read_in_parts,
    read::{Parser, read_text, utf8},
    shipped,
};

fn file() -> Arc<Path> {
    Arc::from(Path::new("folder/a.toml"))
}

fn by_trees(text: &str, not_utf8: &[Span]) -> Reading {
    let mut parser = Parser::default();
    parser.trees = true;
    read_text(&file(), text, not_utf8, parser)
}

/// All of a reading, to be compared.
fn all(reading: &Reading) -> String {
    format!("{reading:?}")
}

/// From where on they differ.
fn difference(read: &str, expected: &str) -> String {
    let same = read
        .bytes()
        .zip(expected.bytes())
        .take_while(|(a, b)| a == b)
        .count();
    let from = read.floor_char_boundary(same.saturating_sub(80));
    let part = |text: &str| {
        text.chars()
            .skip(read[..from].chars().count())
            .take(240)
            .collect::<String>()
    };
    format!("read: {}\nexpected: {}", part(read), part(expected))
}

/// Reads the bytes in every way. Says which way differs from the trees.
fn compare(bytes: &[u8]) -> Result<(), TestCaseError> {
    let (text, not_utf8) = utf8(bytes.to_vec());
    let expected = all(&by_trees(&text, &not_utf8));
    let read = all(&read_text(&file(), &text, &not_utf8, Parser::default()));
    prop_assert!(
        read == expected,
        "events differ from trees:\n{text}\n{}",
        difference(&read, &expected)
    );
    // In one go a text of this size may also be read as one piece.
    if !super::cut::heads(&text, 0..text.len()).interleaved {
        for size in [1, 300] {
            let parts = read_in_parts(&file(), &text, &not_utf8, size);
            let parts = parts.as_ref().map(all).unwrap_or_default();
            prop_assert!(
                parts == expected,
                "parts of {size} bytes differ:\n{text}\n{}",
                difference(&parts, &expected)
            );
        }
    }
    Ok(())
}

/// One value, of every kind there is and some that there are not.
fn value() -> impl Strategy<Value = String> {
    let scalar = prop::sample::select(vec![
        "\"a\"",
        "'b'",
        "\"RUS\"",
        "\"North Korea\"",
        "\"Nowhere\"",
        "\"é\\t\\u00e9\\\"\"",
        "\"\"\"\nx\n\\\n  y\"\"\"",
        "'''x\n[[event]]\n'''",
        "\"\"",
        "\"  padded \"",
        "1961",
        "1_961",
        "+7",
        "0x1F",
        "0o17",
        "-0",
        "3",
        "12345678901234567890",
        "1.5",
        "6e2",
        "inf",
        "nan",
        "true",
        "false",
        "1961-07-11",
        "1961-02-30",
        "2024-06-18T10:00:00Z",
        "2024-06-18 10:00",
        "07:32:00",
        "\"196X\"",
        "\"1961-13-01\"",
        "\"https://example.org/a\"",
        "\"some-id\"",
        "\"asserts\"",
        "\"treaty\"",
        "\"2024-06/2024-07\"",
        "01",
        "yes",
    ])
    .prop_map(str::to_owned);
    let key = || key().prop_filter("no comment", |key| !key.contains('#'));
    scalar.prop_recursive(3, 12, 4, move |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(|list| format!("[{}]", list.join(", "))),
            prop::collection::vec(inner.clone(), 0..3)
                .prop_map(|list| format!("[ # first\n  {}\n]", list.join(",\n  "))),
            prop::collection::vec((key(), inner), 0..4).prop_map(|pairs| {
                let pairs: Vec<_> = pairs
                    .iter()
                    .map(|(key, value)| format!("{key} = {value}"))
                    .collect();
                format!("{{ {} }}", pairs.join(", "))
            }),
        ]
    })
}

fn key() -> impl Strategy<Value = String> {
    prop::sample::select(vec![
        "id",
        "title",
        "date",
        "countries",
        "people",
        "organizations",
        "initiators",
        "targets",
        "category",
        "status",
        "location",
        "location.name",
        "location . lat",
        "summary",
        "tags",
        "significance",
        "sources",
        "relations",
        "relations.follows",
        "claims",
        "credibility",
        "media",
        "name",
        "aliases",
        "offices",
        "members",
        "url",
        "by",
        "stance",
        "published",
        "lat",
        "lon",
        "country",
        "follows",
        "\"title\"",
        "'date'",
        "\"ti\\u0074le\"",
        "\"\"",
        "titel",
        "significance_of_it",
        "signific",
        "a.b.c.d.e.f.g.h.i.j.k.l.m.n.o.p.q.r.s",
    ])
    .prop_map(str::to_owned)
}

fn head() -> impl Strategy<Value = String> {
    prop_oneof![
        10 => Just("[[event]]".to_owned()),
        8 => prop::sample::select(vec![
            "[[source]]", "[[person]]", "[[organization]]", "[[era]]", "[event.location]", "[[event.claims]]",
            "[[event.media]]", "[event.relations]", "[event.claims.x]", "[[person.offices]]", "[[ event ]] # x",
            "[event]", "[[events]]", "[[event.sources]]", "[location]", "[[event]", "[event.location.x]",
            "[[event.claims.sources]]", "[\"event\".location]", "[x.y]", "[]", "[[source]] title = 'x'",
        ]).prop_map(str::to_owned),
    ]
}

/// Statements and heads in any order, the lines of a file.
fn lines() -> impl Strategy<Value = String> {
    let line = prop_oneof![
        2 => head(),
        6 => (key(), value()).prop_map(|(key, value)| format!("{key} = {value}")),
        2 => Just("title = \"Treaty\"\ndate = 1961-07-06".to_owned()),
        1 => Just("# a comment\r".to_owned()),
        1 => Just(String::new()),
    ];
    prop::collection::vec(line, 0..24).prop_map(|lines| lines.join("\n"))
}

/// Bytes that break what they stand in.
fn breaking() -> impl Strategy<Value = (prop::sample::Index, usize, Vec<u8>)> {
    let put = prop::sample::select(vec![
        "",
        "\"",
        "'",
        "\"\"\"",
        "'''",
        "[",
        "]",
        "{",
        "}",
        "=",
        "#",
        "\\",
        ",",
        ".",
        "\n",
        "\r",
        "\r\n",
        "\0",
        "\u{7f}",
        "é",
        "“",
        "[[event]]\n",
        "\n[[event]]\ntitle = 'x'\ndate = 1961\n",
        "\u{FEFF}",
        "a.",
        ".b",
    ]);
    let put = prop_oneof![
        put.prop_map(|put| put.as_bytes().to_vec()),
        Just(vec![0xFF]),
        Just(vec![0xE9, 0xC3])
    ];
    (any::<prop::sample::Index>(), 0..4_usize, put)
}

fn broken(text: &str, changes: &[(prop::sample::Index, usize, Vec<u8>)]) -> Vec<u8> {
    let mut bytes = text.as_bytes().to_vec();
    for (at, length, put) in changes {
        let start = at.index(bytes.len() + 1);
        let end = (start + length).min(bytes.len());
        bytes.splice(start..end, put.iter().copied());
    }
    bytes
}

/// Every file that the project has.
fn files() -> Vec<(String, Vec<u8>)> {
    let mut files: Vec<_> = shipped::FILES
        .iter()
        .map(|(name, text)| ((*name).to_owned(), text.as_bytes().to_vec()))
        .collect();
    for folder in ["tests/files/good", "tests/files/bad"] {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.extension().is_some_and(|extension| extension == "toml") {
                files.push((path.display().to_string(), fs::read(&path).unwrap()));
            }
        }
    }
    files
}

#[test]
fn the_project_s_files_are_read_as_by_trees() {
    for (name, bytes) in files() {
        compare(&bytes).unwrap_or_else(|difference| panic!("{name}: {difference}"));
    }
}

#[test]
fn what_people_write_is_read_without_trees() {
    let mut tokens = Vec::new();
    for (name, text) in shipped::FILES {
        for head in &super::cut::heads(text, 0..text.len()).heads {
            let end = text[head.body..]
                .find("\n[[")
                .map_or(text.len(), |end| head.body + end + 1);
            let piece = &text[head.start..end];
            assert!(Document::default().read(piece, 0, &mut tokens), "{name}: {piece}");
        }
    }
    for piece in [
        "[[event]]\ntitle = 'x'\n[event.location]\nname = 'y'\n[[event.claims]]\nby = 'USA'\n[[event.claims]]\n",
        "[[event]]\r\ntitle = 'x' # y\r\n",
        "[[event]]\nrelations.follows = 'x'\nrelations . 'b' = 1\n",
        "[[event]]\nclaims = [{ by = [\"RUS\"], sources = [{ url = \"x\" }] }]\n",
    ] {
        assert!(Document::default().read(piece, 0, &mut tokens), "{piece}");
    }
}

#[test]
fn a_table_without_an_end_reaches_into_the_next_parts() {
    let one = "[[event]]\ntitle = 'x'\ndate = 1961\n";
    let open = format!(
        "[[event]]\ntitle = 'y'\ndate = 1962\nsummary = '''\n{}'''\n",
        one.repeat(20)
    );
    let text = [one, &open, one, &open, one].concat();
    compare(text.as_bytes()).unwrap();
    let parts = read_in_parts(&file(), &text, &[], 50).unwrap();
    assert_eq!(parts.events.len(), 5);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, ..ProptestConfig::default() })]

    #[test]
    fn any_lines_are_read_as_by_trees(text in lines()) {
        compare(text.as_bytes())?;
    }

    #[test]
    fn broken_lines_are_read_as_by_trees(text in lines(), changes in prop::collection::vec(breaking(), 1..5)) {
        compare(&broken(&text, &changes))?;
    }

    #[test]
    fn letters_of_toml_are_read_as_by_trees(
        text in "(\\[\\[event\\]\\]\n|title|date|[\\[\\]{}=\"'#\\\\.,\n\r é-]|\"\"\"|196X|2024-06-18| = ){0,60}",
    ) {
        compare(text.as_bytes())?;
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]

    #[test]
    fn broken_files_are_read_as_by_trees(
        file in any::<prop::sample::Index>(),
        from in any::<prop::sample::Index>(),
        changes in prop::collection::vec(breaking(), 1..5),
    ) {
        let files = files();
        let (_, bytes) = &files[file.index(files.len())];
        let text = String::from_utf8_lossy(bytes);
        // A few kilobytes of it: the trees are slow.
        let from = text.floor_char_boundary(from.index(text.len().max(1)));
        let to = text.floor_char_boundary((from + 4_000).min(text.len()));
        compare(&broken(&text[from..to], &changes))?;
    }
}
