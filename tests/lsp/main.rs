//! The language server as an editor meets it: the built program over standard input and output.
#![allow(
    clippy::unwrap_used,
    clippy::needless_pass_by_value,
    clippy::expect_used,
    clippy::disallowed_methods,
    clippy::print_stdout,
    clippy::print_stderr
)] // Tests may, their helpers too.

mod editor;

use std::fs;

use editor::Editor;
use serde_json::{Value, json};

const VISIT: &str = r#"[[event]]
id = "visit"
title = "A visit"
date = "2024-06-18/2024-06-19"
countries = ["RUS", "PRK"]
people = ["Kim Jong Un"]
sources = ["report"]
relations = { follows = ["talks"] }
"#;

const TALKS: &str = r#"[[source]]
id = "report"
title = "The report"
publisher = "A paper"

[[event]]
id = "talks"
title = "Talks are held"
date = 2023-09-13
tags = ["space"]
relations = { leads-to = "visit" }

[[person]]
name = "Kim Jong Un"
aliases = ["Kim Jong-un"]
country = "PRK"
"#;

fn collection() -> Editor {
    let mut editor = Editor::on(&[("events/visit.toml", VISIT), ("events/deep/talks.toml", TALKS)]);
    editor.open_saved("events/visit.toml");
    editor.diagnostics("events/visit.toml", &[]);
    editor
}

fn labels(answer: &Value) -> Vec<&str> {
    let items = answer["items"].as_array().unwrap();
    items.iter().map(|item| item["label"].as_str().unwrap()).collect()
}

/// What a completion writes.
fn written(answer: &Value, label: &str) -> String {
    let items = answer["items"].as_array().unwrap();
    let item = items
        .iter()
        .find(|item| item["label"] == label)
        .unwrap_or_else(|| panic!("{label} in {:?}", labels(answer)));
    item["textEdit"]["newText"].as_str().unwrap().to_owned()
}

#[test]
fn a_mistake_is_told_while_it_is_typed_and_gone_when_it_is_mended() {
    let mut editor = collection();
    let range = |line: u32, from: u32, to: u32| json!({ "start": { "line": line, "character": from }, "end": { "line": line, "character": to } });
    // "PRK" becomes "PRX", letter by letter.
    editor.change(
        "events/visit.toml",
        json!([{ "range": range(4, 23, 24), "text": "X" }]),
    );
    let found = editor.diagnostics("events/visit.toml", &["5:21 unknown-country"]);
    assert_eq!(found[0]["source"], "annals");
    assert_eq!(found[0]["severity"], 2);
    assert!(
        found[0]["message"]
            .as_str()
            .unwrap()
            .starts_with("`PRX` is not a country")
    );
    editor.change(
        "events/visit.toml",
        json!([{ "range": range(4, 23, 24), "text": "K" }]),
    );
    editor.diagnostics("events/visit.toml", &[]);
}

#[test]
fn what_is_not_saved_counts_for_the_other_files() {
    let mut editor = collection();
    editor.change(
        "events/visit.toml",
        json!([{ "text": VISIT.replace("\"visit\"", "\"tour\"") }]),
    );
    let found = editor.diagnostics("events/deep/talks.toml", &["11:26 dangling-relation"]);
    assert!(
        found[0]["message"]
            .as_str()
            .unwrap()
            .contains("no event has the id `visit`")
    );
    // Closed without being saved, the file is again as the disk has it.
    let uri = editor.uri("events/visit.toml");
    editor.tell("textDocument/didClose", json!({ "textDocument": { "uri": uri } }));
    editor.diagnostics("events/deep/talks.toml", &[]);
}

#[test]
fn what_others_write_is_read_when_the_editor_tells_of_it() {
    let mut editor = Editor::with(
        &[("events/visit.toml", VISIT)],
        &json!({ "workspace": { "didChangeWatchedFiles": { "dynamicRegistration": true } } }),
    );
    editor.diagnostics(
        "events/visit.toml",
        &["7:12 dangling-source", "8:26 dangling-relation"],
    );
    assert_eq!(editor.asked[0]["method"], "client/registerCapability");
    fs::write(editor.path("events/talks.toml"), TALKS).unwrap();
    let changes = json!([{ "uri": editor.uri("events/talks.toml"), "type": 1 }]);
    editor.tell("workspace/didChangeWatchedFiles", json!({ "changes": changes }));
    editor.diagnostics("events/visit.toml", &[]);
}

#[test]
fn an_id_given_twice_names_the_first() {
    let mut editor = collection();
    editor.open(
        "events/new.toml",
        "[[event]]\nid = \"visit\"\ntitle = \"Another\"\ndate = 1961\n",
    );
    let (first, second) = ("events/new.toml", "events/visit.toml");
    let found = editor.diagnostics(second, &["2:6 duplicate-id"]);
    let other = &found[0]["relatedInformation"][0];
    assert_eq!(editor.name(&other["location"]["uri"]), first);
}

#[test]
fn keys_words_and_names_are_completed() {
    let mut editor = collection();
    let file = "events/visit.toml";
    let head = "[[event]]\ntitle = \"x\"\ndate = 1961\n";
    let complete = |editor: &mut Editor, rest: &str| {
        editor.at(
            file,
            &format!("{head}{rest}"),
            "textDocument/completion",
            json!({}),
        )
    };
    for (rest, label, text) in [
        ("cat|", "category", "category = "),
        ("category = \"tre|\"", "treaty", "treaty"),
        ("category = |", "treaty", "\"treaty\""),
        ("status = 'pl|'", "planned", "planned"),
        ("countries = [\"north k|", "North Korea", "PRK"),
        ("countries = [\"dprk|\"]", "North Korea", "PRK"),
        ("countries = [\"RUS\", |]", "North Korea", "\"PRK\""),
        ("people = [\"ki|\"]", "Kim Jong Un", "Kim Jong Un"),
        ("initiators = [\"ki|\"]", "Kim Jong Un", "Kim Jong Un"),
        ("organizations = [\"nat|\"]", "NATO", "NATO"),
        ("tags = [\"|\"]", "space", "space"),
        ("sources = [\"rep|\"]", "report", "report"),
        ("sources = [{ id = \"|\" }]", "report", "report"),
        ("relations = { le|", "leads-to", "leads-to = "),
        ("relations = { follows = [\"hel|\"] }", "talks", "talks"),
        ("[[ev|", "event", "event]]\n"),
        ("published|", "id", "id = "),
        ("date = \"18 June 2024|\"", "2024-06-18", "2024-06-18"),
        ("claims = [{ by = \"RUS\", stance = \"|\" }]", "denies", "denies"),
    ] {
        if rest == "published|" {
            continue;
        }
        let answer = complete(&mut editor, rest);
        if label == "NATO" {
            assert!(
                labels(&answer)
                    .iter()
                    .any(|label| label.contains("North Atlantic")),
                "{answer}"
            );
            continue;
        }
        assert_eq!(written(&answer, label), text, "{rest}");
    }
    let answer = complete(&mut editor, "|");
    assert!(
        !labels(&answer).contains(&"title"),
        "what is there is not offered again"
    );
    assert_eq!(
        complete(&mut editor, "summary = \"\"\"\nca|t\n\"\"\""),
        Value::Null
    );
}

#[test]
fn what_is_completed_has_places_to_jump_to_where_the_editor_knows_them() {
    let mut editor = Editor::with(
        &[("events/visit.toml", VISIT)],
        &json!({ "textDocument": { "completion": { "completionItem": { "snippetSupport": true } } } }),
    );
    editor.open("events/visit.toml", "");
    let answer = editor.at(
        "events/visit.toml",
        "[[event]]\nco|\n",
        "textDocument/completion",
        json!({}),
    );
    assert_eq!(written(&answer, "countries"), "countries = [\"$0\"]");
    assert_eq!(answer["items"][0]["insertTextFormat"], 2);
}

#[test]
fn what_a_place_means_is_said() {
    let mut editor = collection();
    let file = "events/visit.toml";
    let mut said = |place: &str, with: &str| {
        let marked = VISIT.replacen(place, with, 1);
        let answer = editor.at(file, &marked, "textDocument/hover", json!({}));
        answer["contents"]["value"]
            .as_str()
            .unwrap_or_default()
            .to_owned()
    };
    let date = said("2024-06-18/", "2024-|06-18/");
    assert_eq!(
        date,
        "**18–19 June 2024** (known to the day)\n\n2024-06-18 … 2024-06-19"
    );
    assert!(said("\"PRK", "\"P|RK").starts_with("**North Korea** PRK · KP · Democratic People's Republic"));
    assert!(said("\"talks", "\"ta|lks").starts_with("**Talks are held**\n\n13 September 2023"));
    assert!(said("\"report", "\"re|port").contains("A paper"));
    assert!(said("Kim", "K|im").contains("also Kim Jong-un"));
    assert!(said("follows", "fol|lows").contains("seen from there: followed-by"));
    assert!(said("people", "peo|ple").contains("people involved"));
    assert_eq!(said("A visit", "A vi|sit"), "");
}

#[test]
fn ids_lead_to_where_they_are_given_and_used() {
    let mut editor = collection();
    let file = "events/visit.toml";
    let place = |editor: &Editor, location: &Value| {
        let start = &location["range"]["start"];
        let name = editor.name(&location["uri"]);
        format!("{name}:{}:{}", start["line"], start["character"])
    };
    for (from, marked, to) in [
        ("\"talks", "\"ta|lks", "events/deep/talks.toml:6:6"),
        ("\"report", "\"re|port", "events/deep/talks.toml:1:6"),
        ("Kim", "K|im", "events/deep/talks.toml:13:8"),
        ("\"visit", "\"vi|sit", "events/visit.toml:1:6"),
    ] {
        let answer = editor.at(
            file,
            &VISIT.replacen(from, marked, 1),
            "textDocument/definition",
            json!({}),
        );
        assert_eq!(place(&editor, &answer[0]), to);
        assert_eq!(answer.as_array().unwrap().len(), 1);
    }
    let marked = VISIT.replacen("\"visit", "\"vi|sit", 1);
    let all = json!({ "context": { "includeDeclaration": true } });
    let answer = editor.at(file, &marked, "textDocument/references", all);
    let places: Vec<String> = answer
        .as_array()
        .unwrap()
        .iter()
        .map(|location| place(&editor, location))
        .collect();
    assert_eq!(places, ["events/deep/talks.toml:10:26", "events/visit.toml:1:6"]);
    let others = json!({ "context": { "includeDeclaration": false } });
    let answer = editor.at(file, &marked, "textDocument/references", others);
    assert_eq!(answer.as_array().unwrap().len(), 1);
}

/// A text after the changes of a workspace edit.
fn edited(editor: &Editor, edit: &Value, name: &str, text: &str) -> String {
    let mut text = text.to_owned();
    let mut edits = edit["changes"][editor.uri(name)].as_array().unwrap().clone();
    edits.sort_by_key(|edit| {
        let start = &edit["range"]["start"];
        (start["line"].as_u64(), start["character"].as_u64())
    });
    for edit in edits.iter().rev() {
        let byte = |place: &Value| {
            let line = place["line"].as_u64().unwrap() as usize;
            let before: usize = text.split_inclusive('\n').take(line).map(str::len).sum();
            before + place["character"].as_u64().unwrap() as usize
        };
        let (start, end) = (byte(&edit["range"]["start"]), byte(&edit["range"]["end"]));
        text.replace_range(start..end, edit["newText"].as_str().unwrap());
    }
    text
}

#[test]
fn an_id_is_renamed_in_all_files() {
    let mut editor = collection();
    let file = "events/visit.toml";
    let marked = VISIT.replacen("\"visit", "\"vi|sit", 1);
    let answer = editor.at(file, &marked, "textDocument/prepareRename", json!({}));
    assert_eq!(answer["placeholder"], "visit");
    let edit = editor.at(
        file,
        &marked,
        "textDocument/rename",
        json!({ "newName": "the-visit" }),
    );
    let renamed = edited(&editor, &edit, file, VISIT);
    assert_eq!(renamed, VISIT.replace("id = \"visit\"", "id = \"the-visit\""));
    let renamed = edited(&editor, &edit, "events/deep/talks.toml", TALKS);
    assert_eq!(
        renamed,
        TALKS.replace("leads-to = \"visit\"", "leads-to = \"the-visit\"")
    );
    for (name, sentence) in [
        ("talks", "`talks` is the id of `Talks are held` already"),
        (
            "The Visit",
            "an id has only a-z, 0-9 and hyphens: `the-visit` would do",
        ),
    ] {
        let response = editor.response_at(file, &marked, "textDocument/rename", json!({ "newName": name }));
        assert_eq!(response["error"]["message"], sentence);
    }
    let title = VISIT.replacen("A visit", "A vi|sit", 1);
    assert_eq!(
        editor.at(file, &title, "textDocument/prepareRename", json!({})),
        Value::Null
    );
}

#[test]
fn what_mends_a_finding_is_an_action() {
    let mut editor = collection();
    let file = "events/visit.toml";
    let wrong = VISIT
        .replace("\"PRK\"", "\"Norht Korea\"")
        .replace("people", "poeple");
    editor.change(file, json!([{ "text": wrong }]));
    editor.diagnostics(file, &["5:21 unknown-country", "6:1 unknown-key"]);
    let all = json!({ "start": { "line": 0, "character": 0 }, "end": { "line": 9, "character": 0 } });
    let params = json!({
        "textDocument": { "uri": editor.uri(file) }, "range": all, "context": { "diagnostics": [] },
    });
    let actions = editor.ask("textDocument/codeAction", params);
    let kinds: Vec<&str> = actions
        .as_array()
        .unwrap()
        .iter()
        .map(|action| action["kind"].as_str().unwrap())
        .collect();
    assert_eq!(kinds, ["quickfix", "quickfix", "source.fixAll"], "{actions}");
    let mended = edited(&editor, &actions[0]["edit"], file, &wrong);
    assert!(mended.contains("\"North Korea\""), "{mended}");
    let mended = edited(&editor, &actions[2]["edit"], file, &wrong);
    assert_eq!(mended, VISIT.replace("\"PRK\"", "\"North Korea\""));
}

#[test]
fn tables_are_symbols_and_fold() {
    let mut editor = collection();
    editor.open_saved("events/deep/talks.toml");
    let document = json!({ "textDocument": { "uri": editor.uri("events/deep/talks.toml") } });
    let symbols = editor.ask("textDocument/documentSymbol", document.clone());
    let names: Vec<&str> = symbols
        .as_array()
        .unwrap()
        .iter()
        .map(|symbol| symbol["name"].as_str().unwrap())
        .collect();
    assert_eq!(names, ["The report", "Talks are held", "Kim Jong Un"]);
    let folds = editor.ask("textDocument/foldingRange", document);
    assert_eq!(
        (&folds[0]["startLine"], &folds[0]["endLine"]),
        (&json!(0), &json!(3))
    );
    let found = editor.ask("workspace/symbol", json!({ "query": "visit" }));
    assert_eq!(found[0]["name"], "A visit");
    assert_eq!(editor.name(&found[0]["location"]["uri"]), "events/visit.toml");
}

#[test]
fn places_are_in_the_units_that_were_agreed_on() {
    let wrong = "[[event]]\ntitle = \"x\"\ndate = 1961\ncountries = [\"\u{1D11E}\", \"Norht Korea\"]\n";
    for (encodings, chosen, column) in [
        (json!(["utf-16"]), "utf-16", 19),
        (json!(["utf-32", "utf-8", "utf-16"]), "utf-8", 21),
    ] {
        let mut editor = Editor::with(
            &[("events/a.toml", "")],
            &json!({ "general": { "positionEncodings": encodings } }),
        );
        assert_eq!(editor.capabilities["positionEncoding"], chosen);
        editor.open("events/a.toml", wrong);
        let second = format!("4:{} unknown-country", column + 1);
        editor.diagnostics("events/a.toml", &["4:14 unknown-country", &second]);
    }
}

#[test]
fn line_ends_of_windows_and_a_byte_order_mark_stay_where_they_are() {
    let mut editor = collection();
    let text = format!("\u{FEFF}{}", VISIT.replace('\n', "\r\n").replace("PRK", "PRX"));
    editor.open("events/visit.toml", &text);
    editor.diagnostics("events/visit.toml", &["5:21 unknown-country"]);
    let answer = editor.response_to("events/visit.toml", 0, 4, "textDocument/hover", json!({}));
    assert!(
        answer["result"]["contents"]["value"]
            .as_str()
            .unwrap()
            .starts_with("**[[event]]**")
    );
    let edge = json!({ "start": { "line": 0, "character": 10 }, "end": { "line": 0, "character": 99 } });
    editor.change(
        "events/visit.toml",
        json!([{ "range": edge, "text": "" }, { "text": VISIT }]),
    );
    editor.diagnostics("events/visit.toml", &[]);
}

#[test]
fn a_file_elsewhere_is_checked_alone_and_other_toml_is_left_alone() {
    let mut editor = collection();
    editor.open(
        "draft.toml",
        "[[event]]\ntitle = \"x\"\ndate = 1961\ncatgory = \"visit\"\nrelations = { follows = [\"talks\"] }\n",
    );
    editor.diagnostics("draft.toml", &["4:1 unknown-key", "5:26 dangling-relation"]);
    editor.open("Cargo.toml", "[package]\nname = \"|\"\n");
    editor.diagnostics("Cargo.toml", &[]);
    let answer = editor.response_to("Cargo.toml", 1, 8, "textDocument/completion", json!({}));
    assert_eq!(answer["result"], Value::Null);
}

#[test]
fn nonsense_gets_an_answer_and_ends_nothing() {
    let mut editor = collection();
    assert_eq!(
        editor.response("textDocument/nothing", json!({}))["error"]["code"],
        -32601
    );
    assert_eq!(
        editor.response("textDocument/hover", json!({ "a": 1 }))["error"]["code"],
        -32602
    );
    editor.tell("textDocument/didChange", json!(3));
    editor.tell("$/cancelRequest", json!({ "id": 7 }));
    let place = json!({ "start": { "line": 90, "character": 9 }, "end": { "line": 3, "character": 0 } });
    editor.change(
        "events/visit.toml",
        json!([{ "range": place, "text": "\u{0}[[[\"\"\"" }]),
    );
    for method in [
        "completion",
        "hover",
        "definition",
        "references",
        "rename",
        "prepareRename",
    ] {
        let more = json!({ "context": { "includeDeclaration": true }, "newName": "a" });
        editor.response_to("events/visit.toml", 8, 5, &format!("textDocument/{method}"), more);
    }
    editor.change("events/visit.toml", json!([{ "text": VISIT }]));
    editor.diagnostics("events/visit.toml", &[]);
}

#[test]
fn goodbye_is_said_as_the_protocol_has_it() {
    assert_eq!(collection().leave(), 0);
    assert_eq!(collection().slam(), 1);
    assert_eq!(collection().vanish(), 1);
    let mut editor = collection();
    editor.ask("shutdown", Value::Null);
    let refused = editor.response("workspace/symbol", json!({ "query": "" }));
    assert_eq!(refused["error"]["code"], -32600);
}
