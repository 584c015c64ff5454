//! What is read and how it prints, every mistake as a person sees it, and the laws.

use proptest::prelude::*;

use super::*;
use crate::dates::Precision;

/// The tree as text, each part in brackets.
fn shape(node: &Node) -> String {
    let list = |nodes: &[Node]| nodes.iter().map(shape).collect::<Vec<_>>().join(" ");
    match node {
        Node::And(nodes) => format!("(and {})", list(nodes)),
        Node::Or(nodes) => format!("(or {})", list(nodes)),
        Node::Not(node, _) => format!("(not {})", shape(node)),
        Node::Field { .. } => node.to_string(),
        Node::Word(word, _) => word.clone(),
        Node::Phrase(text, _) => format!("<{text}>"),
    }
}

fn read(text: &str) -> Ast {
    parse(text).unwrap_or_else(|errors| panic!("{text}: {errors:?}"))
}

#[test]
fn queries_are_read_as_they_are_meant() {
    for (text, tree) in [
        ("nuclear tes", "(and nuclear tes)"),
        ("nuclear and tes", "(and nuclear tes)"),
        ("a or b c or d", "(or a (and b c) d)"),
        ("(a or b) c", "(and (or a b) c)"),
        ("((a))", "a"),
        ("-a not b NOT -c", "(and (not a) (not b) (not (not c)))"),
        ("-(a OR b)", "(not (or a b))"),
        ("not a or b", "(or (not a) b)"),
        ("\"partnership treaty\"-x", "(and <partnership treaty> (not x))"),
        ("“partnership treaty”", "<partnership treaty>"),
        (r#""he said \"no\" \\ \x""#, r#"<he said "no" \ \x>"#),
        ("follow-up 12:30", "(and follow-up 12:30)"),
        ("https://example.org/a", "https://example.org/a"),
        ("source://x", "source://x"),
        ("C:kp", "country:kp"),
        ("country:\"north korea\"", "country:\"north korea\""),
        ("country:=RUS,CHN+=PRK", "country:=RUS,CHN+=PRK"),
        ("(country:RUS)", "country:RUS"),
        ("-country:USA", "(not country:USA)"),
        ("on:[2000,2001]", "on:[2000,2001]"),
        (
            "since:2024-06-18T09:00:00+09:00",
            "since:2024-06-18T09:00:00+09:00",
        ),
        ("certainly:during:1961", "certainly:during:1961"),
        ("Certainly:During:1961", "certainly:during:1961"),
        ("actor:RUS,CHN>\"north korea\"", "actor:RUS,CHN>\"north korea\""),
        ("actor:>PRK actor:RUS>", "(and actor:>PRK actor:RUS>)"),
        ("treaty(1961)", "(and treaty 1961)"),
    ] {
        assert_eq!(shape(read(text).root.as_ref().unwrap()), tree, "{text}");
    }
    assert_eq!(read("  ").root, None);
}

#[test]
fn trees_print_in_one_way() {
    for (text, printed) in [
        ("a  and (b or (c))", "a (b or c)"),
        ("not ( a b )", "-(a b)"),
        ("organisation:x cat:treaty", "org:x category:treaty"),
        ("a (b c)", "a (b c)"),
        ("", ""),
    ] {
        assert_eq!(read(text).to_string(), printed);
    }
}

#[test]
fn spans_are_of_the_text() {
    let text = "é -country:\"north korea\",RUS (a b)";
    let Some(Node::And(nodes)) = read(text).root else {
        panic!()
    };
    let part = |span: Span| text.get(span).unwrap();
    assert_eq!(part(nodes[1].span()), "-country:\"north korea\",RUS");
    assert_eq!(part(nodes[2].span()), "a b");
    let Node::Not(field, _) = &nodes[1] else { panic!() };
    let Node::Field {
        key_span,
        value,
        value_span,
        ..
    } = &**field
    else {
        panic!()
    };
    assert_eq!(part(key_span.clone()), "country");
    assert_eq!(part(value_span.clone()), "\"north korea\",RUS");
    let items: Vec<_> = value.items().map(|item| part(item.span.clone())).collect();
    assert_eq!(items, ["\"north korea\"", "RUS"]);
}

/// Every mistake of `text` as a person sees it.
fn drawn(text: &str) -> String {
    let errors = parse(text).expect_err(text);
    let drawn: Vec<_> = errors.iter().map(|error| error.drawn(text)).collect();
    drawn.join("\n")
}

#[test]
fn a_mistake_is_underlined_and_says_what_is_expected() {
    let texts = [
        "contry:RUS",
        "note:this treaty",
        "title:treaty",
        "country=RUS date>=2000 year<",
        "nuclear \"partnership trea",
        "country: RUS",
        "since:",
        "country:(RUS or PRK)",
        "tag:\"\" tag:=,x",
        "country:RUS,",
        "country:,RUS",
        "tag:c++",
        "category:treaty+visit",
        "actor:RUS",
        "actor:>",
        "certainly:country:RUS",
        "certainly:1961",
        "(a or b",
        "a) b",
        "a ()",
        "or a",
        "a or",
        "a or or b",
        "and a and",
        "a not",
        "Putin - Kim",
        "-or x",
        "a || b",
        "\"...\"",
        "北京 contry:x or (a since:",
    ];
    let drawn: Vec<_> = texts.into_iter().map(drawn).collect();
    insta::assert_snapshot!("mistakes_of_reading", drawn.join("\n\n"));
}

#[test]
fn nesting_has_an_end() {
    let deep = |levels: usize| format!("{}a{}", "(".repeat(levels), ")".repeat(levels));
    assert!(parse(&deep(64)).is_ok());
    assert_eq!(parse(&deep(65)).unwrap_err().len(), 1);
    assert_eq!(parse(&"(".repeat(200_000)).unwrap_err().len(), 1);
    assert_eq!(parse(&format!("{}a", "-".repeat(200_000))).unwrap_err().len(), 1);
    assert_eq!(
        parse(&format!("{}a", "not ".repeat(100_000))).unwrap_err().len(),
        1
    );
}

// ---- the manual ----

const MANUAL: &str = include_str!("../../docs/queries.md");

#[test]
fn the_manual_has_every_key_and_word() {
    let row = |first: &str| {
        MANUAL
            .lines()
            .find(|line| line.starts_with(&format!("| `{first}` ")))
            .unwrap_or_else(|| panic!("no row for {first}"))
    };
    for field in FIELDS {
        let row = row(&format!("{}:", field.name));
        for alias in field.aliases {
            assert!(row.contains(&format!("`{alias}:`")), "{alias} in {row}");
        }
        assert!(
            row.contains(&format!("| {} | `{}` |", field.help, field.example)),
            "{row}"
        );
    }
    let is = Is::explained().map(|word| ("is", word));
    let has = Has::explained().map(|word| ("has", word));
    let precisions = Precision::explained().map(|word| ("precision", word));
    for (key, (word, meaning)) in is.chain(has).chain(precisions) {
        assert!(
            row(&format!("{key}:{word}")).ends_with(&format!("| {meaning} |")),
            "{key}:{word}"
        );
    }
}

#[test]
fn what_the_manual_shows_is_a_query() {
    let extent = crate::dates::Edtf::parse("2024-06-18").unwrap().extent();
    let scope = Scope {
        event: &|id| ["ID", "putin-dprk-visit-2024"].contains(&id).then_some(extent),
        ..scope()
    };
    let mut shown = 0;
    for text in MANUAL.split('`').filter(|text| !text.ends_with(':')) {
        let key = text
            .trim_start_matches('-')
            .split_once(':')
            .and_then(|(name, _)| Key::from_name(name));
        if key.is_some() && !text.contains('\n') {
            let planned = parse(text).and_then(|ast| plan(&ast, &scope));
            assert!(planned.is_ok(), "{text} {planned:?}");
            shown += 1;
        }
    }
    assert!(shown > 70, "{shown}");
}

#[test]
fn an_uncertain_date_counts_as_the_manual_says() {
    use crate::dates::{Edtf, Truth};
    let rows = MANUAL
        .lines()
        .skip_while(|line| !line.starts_with("| an event of |"));
    let mut rows = rows.map(|line| {
        line.trim_matches('|')
            .split('|')
            .map(str::trim)
            .collect::<Vec<_>>()
    });
    let queries = rows.next().unwrap();
    let mut seen = 0;
    for row in rows.skip(1).take_while(|row| row.len() == queries.len()) {
        let date = Edtf::parse(row[0].trim_matches('`')).unwrap();
        for (query, answer) in queries.iter().zip(&row).skip(1) {
            let Ok(Plan::Filter(Filter::Allen {
                relations,
                reference: Reference::Extent(extent),
                certainly,
            })) = plan(&read(query.trim_matches('`')), &scope())
            else {
                panic!("{query}")
            };
            let truth = date.extent().any(&relations, &extent);
            let matches = truth == Truth::Certainly || truth == Truth::Possibly && !certainly;
            assert_eq!(matches, *answer == "yes", "{} {query}", row[0]);
            seen += 1;
        }
    }
    assert_eq!(seen, 16);
}

// ---- laws ----

fn text() -> impl Strategy<Value = String> {
    // What people type, with what means something more often than chance would have it.
    let piece = prop_oneof![
        "[a-zA-Zé北0-9.]{1,6}",
        "[ \t\\-()\",+>=:“”\\\\/|]",
        prop::sample::select(vec![
            "country:",
            "certainly:",
            "since:",
            "actor:",
            "category:",
            "during:",
            " or ",
            " and ",
            "not ",
            "RUS",
            "PRK",
            "2000",
            "today",
            "\u{301}",
            "🚀",
            "is:open",
            "G7",
            "day:",
            "06-18",
            "year:",
        ])
        .prop_map(String::from),
        any::<char>().prop_map(String::from),
    ];
    prop::collection::vec(piece, 0..16).prop_map(|pieces| pieces.concat())
}

fn item(shape: Shape) -> impl Strategy<Value = Item> {
    let exact = any::<bool>().prop_map(move |exact| exact && shape != Shape::One);
    let bare = "[a-zA-Z0-9é.:/\\\\-]{1,8}".prop_map(|text| (false, text));
    let quoted = "[ -~é“”]{0,8}[a-z]".prop_map(|text| (true, text));
    (exact, prop_oneof![bare, quoted]).prop_map(|(exact, (quoted, text))| Item {
        exact,
        quoted,
        text,
        span: 0..0,
    })
}

fn value(shape: Shape) -> BoxedStrategy<Value> {
    let items = move |range| prop::collection::vec(item(shape), range);
    match shape {
        Shape::One => item(shape).prop_map(Value::One).boxed(),
        Shape::Any => prop::collection::vec(items(1..2), 1..3)
            .prop_map(Value::Any)
            .boxed(),
        Shape::AnyAll => prop::collection::vec(items(1..3), 1..3)
            .prop_map(Value::Any)
            .boxed(),
        Shape::Pair => (items(0..3), items(1..3), any::<bool>())
            .prop_map(|(some, more, turned)| {
                if turned {
                    Value::Pair(more, some)
                } else {
                    Value::Pair(some, more)
                }
            })
            .boxed(),
    }
}

fn node() -> impl Strategy<Value = Node> {
    let field = prop::sample::select(FIELDS.iter().map(|field| field.key).collect::<Vec<_>>())
        .prop_flat_map(|key| (value(key.field().shape), any::<bool>(), Just(key)))
        .prop_map(|(value, certainly, key)| Node::Field {
            certainly: certainly && key.field().certain,
            key,
            key_span: 0..0,
            value,
            value_span: 0..0,
        });
    let word = "[a-zé0-9][a-zé.,'-]{0,6}"
        .prop_filter("keywords are no words", |word| {
            !["or", "and", "not"].contains(&word.as_str())
        })
        .prop_map(|word| Node::Word(word, 0..0));
    let phrase = "[ -~é“”]{0,8}[a-z]".prop_map(|text| Node::Phrase(text, 0..0));
    prop_oneof![field, word, phrase].prop_recursive(4, 24, 4, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 2..4).prop_map(Node::And),
            prop::collection::vec(inner.clone(), 2..4).prop_map(Node::Or),
            inner.prop_map(|node| Node::Not(Box::new(node), 0..0)),
        ]
    })
}

/// The tree without its spans.
fn bare(node: &Node) -> Node {
    let plain = |items: &[Item]| -> Vec<Item> {
        items
            .iter()
            .map(|item| Item {
                span: 0..0,
                ..item.clone()
            })
            .collect()
    };
    match node {
        Node::And(nodes) => Node::And(nodes.iter().map(bare).collect()),
        Node::Or(nodes) => Node::Or(nodes.iter().map(bare).collect()),
        Node::Not(node, _) => Node::Not(Box::new(bare(node)), 0..0),
        Node::Word(word, _) => Node::Word(word.clone(), 0..0),
        Node::Phrase(text, _) => Node::Phrase(text.clone(), 0..0),
        Node::Field {
            certainly,
            key,
            value,
            ..
        } => Node::Field {
            certainly: *certainly,
            key: *key,
            key_span: 0..0,
            value: match value {
                Value::One(item) => Value::One(Item {
                    span: 0..0,
                    ..item.clone()
                }),
                Value::Any(lists) => Value::Any(lists.iter().map(|list| plain(list)).collect()),
                Value::Pair(from, to) => Value::Pair(plain(from), plain(to)),
            },
            value_span: 0..0,
        },
    }
}

fn scope() -> Scope<'static> {
    Scope {
        today: 20_000,
        organizations: &[],
        event: &|_| None,
    }
}

proptest! {
    #[test]
    fn a_tree_prints_as_what_it_is_read_from(node in node()) {
        let printed = node.to_string();
        let ast = parse(&printed).map_err(|errors| {
            TestCaseError::fail(format!("{printed}\n{}", errors[0].drawn(&printed)))
        })?;
        prop_assert_eq!(bare(&ast.root.unwrap()), node, "{}", printed);
    }

    #[test]
    fn any_text_is_read_or_its_mistakes_lie_inside_it(text in text()) {
        let inside = |span: &Span| text.get(span.clone()).is_some();
        match parse(&text) {
            Ok(ast) => {
                let printed = ast.to_string();
                let again = parse(&printed).map_err(|errors| {
                    TestCaseError::fail(format!("{text:?} {printed:?} {errors:?}"))
                })?;
                prop_assert_eq!(ast.root.as_ref().map(bare), again.root.as_ref().map(bare));
                prop_assert_eq!(again.to_string(), printed);
                prop_assert!(ast.root.as_ref().is_none_or(|root| inside(&root.span())));
                if let Err(errors) = plan(&ast, &scope()) {
                    for error in errors {
                        prop_assert!(inside(&error.span), "{:?} {:?}", text, error);
                        prop_assert!(!error.span.is_empty() && error.key.is_some());
                    }
                }
            }
            Err(errors) => {
                prop_assert!(!errors.is_empty());
                for error in &errors {
                    prop_assert!(inside(&error.span) && !error.span.is_empty(), "{:?} {:?}", text, error);
                    error.drawn(&text);
                }
                prop_assert!(errors.is_sorted_by_key(|error| error.span.start));
            }
        }
    }

    #[test]
    fn edits_change_what_they_say(text in text(), key in prop::sample::select(vec![Key::Country, Key::Since])) {
        let without = without_field(&text, key);
        if let Ok(ast) = parse(&text) {
            prop_assert!(parse(&without).is_ok(), "{:?} {:?}", text, without);
            prop_assert_eq!(terms_of(&without, key), vec![]);
            let term = term(key, "RUS");
            let with = with_term(&text, &term);
            let terms = terms_of(&with, key);
            prop_assert_eq!(terms.last().map(|last| last.value.to_string()), Some("RUS".into()));
            prop_assert!(ast.root.is_none() || with.contains(text.trim()), "{:?}", with);
        }
    }

    #[test]
    fn completion_holds_anywhere(text in text(), cursor in 0_usize..60, value in "[ -~é]{1,8}") {
        if let Some(completion) = complete(&text, cursor) {
            prop_assert!(text.get(completion.range.clone()).is_some());
            prop_assert!(completion.range.start <= cursor && cursor <= completion.range.end);
            let (completed, after) = completion.apply(&text, &value);
            prop_assert!(completed.is_char_boundary(after));
        }
    }

    #[test]
    fn a_quoted_value_reads_back(value in "[ -~é“”]{0,8}[a-z]") {
        let ast = read(&format!("tag:{}", quote_if_needed(&value)));
        let Some(Node::Field { value: read, .. }) = ast.root else { panic!() };
        prop_assert_eq!(read.items().map(|item| item.text.clone()).collect::<Vec<_>>(), vec![value]);
    }
}
