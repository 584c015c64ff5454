//! A query prints back as one that means the same; mistakes lie inside the text; edits and completion hold.
#![no_main]

use annals::{
    dates::Edtf,
    query::{FIELDS, QueryError, Scope, complete, parse, plan, terms_of, without_field},
};
use libfuzzer_sys::fuzz_target;

fn lie_inside(errors: &[QueryError], text: &str) {
    assert!(!errors.is_empty());
    for error in errors {
        assert!(!error.span.is_empty(), "{error:?}");
        assert!(text.get(error.span.clone()).is_some(), "{error:?}");
        assert!(!error.drawn(text).contains('\u{1b}'));
    }
}

fuzz_target!(|text: &str| {
    let extent = Edtf::parse("2024-06-18/2024-06-19").map(|date| date.extent()).ok();
    let scope = Scope {
        today: 20_000,
        organizations: &[],
        event: &|id| extent.filter(|_| id == "visit"),
    };
    for cursor in (0..=text.len()).filter(|at| text.is_char_boundary(*at)).take(64) {
        if let Some(completion) = complete(text, cursor) {
            let (completed, cursor) = completion.apply(text, "north korea");
            assert!(completed.is_char_boundary(cursor));
        }
    }
    let ast = match parse(text) {
        Ok(ast) => ast,
        Err(errors) => return lie_inside(&errors, text),
    };
    let printed = ast.to_string();
    let again = parse(&printed).unwrap_or_else(|errors| panic!("{printed:?} {errors:?}"));
    assert_eq!(again.to_string(), printed);
    match (plan(&ast, &scope), plan(&again, &scope)) {
        (Ok(one), Ok(other)) => assert_eq!(one, other),
        (Err(errors), Err(others)) => {
            lie_inside(&errors, text);
            lie_inside(&others, &printed);
        }
        (one, other) => panic!("{text:?} {one:?} {printed:?} {other:?}"),
    }
    for field in FIELDS {
        let without = without_field(text, field.key);
        assert!(parse(&without).is_ok(), "{without:?}");
        assert!(terms_of(&without, field.key).is_empty(), "{without:?}");
    }
});
