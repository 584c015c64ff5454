use serde_json::Value;

use crate::dir::Dir;

const WRONG: &str =
    "[[event]]\ntitle = \"A\"\ndate = 2001\ncountries = [\"Norht Korea\"]\n\n[[event]]\ntitle = \"B\"\n";

#[test]
fn nothing_wrong_ends_with_0() {
    let dir = Dir::with_events();
    assert_eq!(dir.out(&["check"]), "nothing is wrong in 3 events of 1 file\n");
}

#[test]
fn findings_are_shown_at_their_places() {
    let dir = Dir::new();
    dir.file("events/wrong.toml", WRONG);
    let (code, out, err) = dir.run(&["check"]);
    assert_eq!((code, err.as_str()), (1, ""));
    for words in [
        "warning[unknown-country]: ",
        " --> events/wrong.toml:4:14\n",
        "4 | countries = [\"Norht Korea\"]\n  |              ^^^^^^^^^^^^^\n",
        "`North Korea`",
        "error[missing-date]: ",
        " --> events/wrong.toml:6:1\n",
    ] {
        assert!(out.contains(words), "{words}: {out}");
    }
    assert!(
        out.ends_with("\n\n1 error and 1 warning in 1 event of 1 file\n"),
        "{out}"
    );
}

#[test]
fn warnings_count_only_when_strict() {
    let dir = Dir::new();
    dir.file(
        "a.toml",
        "[[event]]\ntitle = \"A\"\ndate = 2001\ncategory = \"vist\"\n",
    );
    let (code, out, _) = dir.run(&["check", "a.toml"]);
    assert_eq!(code, 0, "{out}");
    assert!(out.ends_with("1 warning in 1 event of 1 file\n"), "{out}");
    assert_eq!(dir.run(&["check", "a.toml", "--strict"]).0, 1);
    assert_eq!(dir.run(&["check", "--events", "a.toml", "--strict"]).0, 1);
}

#[test]
fn the_json_object_has_its_fields_in_order() {
    let dir = Dir::new();
    dir.file("events/wrong.toml", WRONG);
    let (code, out, _) = dir.run(&["check", "--format", "json"]);
    assert_eq!(code, 1);
    let report: Value = serde_json::from_str(&out).unwrap();
    let fields = |value: &Value| {
        value
            .as_object()
            .unwrap()
            .keys()
            .cloned()
            .collect::<Vec<_>>()
            .join(" ")
    };
    assert_eq!(fields(&report), "files events errors warnings findings");
    assert_eq!(
        (&report["files"], &report["errors"], &report["warnings"]),
        (&1.into(), &1.into(), &1.into())
    );
    let finding = &report["findings"][0];
    assert_eq!(
        fields(finding),
        "severity code message help file line column length event"
    );
    assert_eq!(finding["code"], "unknown-country");
    assert_eq!((&finding["line"], &finding["column"]), (&4.into(), &14.into()));
}

#[test]
fn a_path_that_is_not_there_could_not_be_read() {
    let dir = Dir::new();
    let (code, _, err) = dir.run(&["check", "nowhere"]);
    assert_eq!(code, 3);
    assert!(err.contains("There is no file or folder `nowhere`."), "{err}");
}

#[test]
fn the_collection_inside_the_program_has_no_findings() {
    let dir = Dir::new();
    let (code, out, err) = dir.run(&["check", "--strict"]);
    assert_eq!(code, 0, "{out}");
    assert!(
        err.contains("inside the program") && err.contains("annals init"),
        "{err}"
    );
}
