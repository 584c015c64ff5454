//! Papers that are made from the program's own tables, and are to be no older than they:
//! `ANNALS_RENEW=1 cargo test --test generated` writes them anew.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::disallowed_methods,
    clippy::print_stdout,
    clippy::print_stderr
)] // Tests may, their helpers too.

use std::{fmt::Write, fs, path::Path};

use annals::tui::{
    action::{Action, Context},
    keymap::{Keymap, Written},
};

/// Compares a file of `docs/` with what it should be, or writes it.
fn compare(name: &str, made: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs").join(name);
    if std::env::var_os("ANNALS_RENEW").is_some() {
        #[allow(clippy::disallowed_methods)] // Git has the one before.
        fs::write(&path, made).unwrap();
    }
    let found = fs::read_to_string(&path).unwrap_or_default();
    assert!(
        found == made,
        "docs/{name} is older than the program: `ANNALS_RENEW=1 cargo test --test generated` renews it"
    );
}

#[test]
fn the_manual_of_keys_is_that_of_the_keymap() {
    compare("keys.md", &keys());
}

#[test]
fn the_schema_is_that_of_the_program() {
    let printed = assert_cmd::Command::cargo_bin("annals")
        .unwrap()
        .arg("schema")
        .output()
        .unwrap();
    compare("schema.json", &String::from_utf8(printed.stdout).unwrap());
}

const BEFORE: &str = "\
# Keys

Every action of the screen, with the keys that ship. This page is made from the table of actions and the shipped keymap
([data/keymap.toml](../data/keymap.toml)); the screen itself shows the same with `?`, and as you have set them.

Arrow keys and those of vi stand side by side. `Esc` closes what is open, one step, and never quits. Every action can
also be done by its name: `:`, then some letters of it.
";

const BEHIND: &str = "
## Typing

In the filter bar, the pickers and the date jump, letters are typed. `←` `→` `Home` `End` move in the line, with `Ctrl`
word by word; `Ctrl-a` and `Ctrl-e` go to its ends. `Backspace` and `Del` take a letter, `Ctrl-w` the word before,
`Ctrl-k` what stands behind the cursor, `Ctrl-u` the whole line. What is pasted stays on one line.

## The mouse

The wheel scrolls what is under it. A click goes to an event, a second click opens it; in a record a click follows a
relation or opens a link; on the density strip a click, or dragging, goes to that time; on the query line it opens
the filter bar. A click beside a picker closes it. To mark text for the terminal's own clipboard, hold `Shift` (on
macOS `Option`, or `Fn`).

## Keys of your own

`[keys.timeline]`, `[keys.detail]`, `[keys.filter]`, `[keys.picker]`, `[keys.prompt]` and `[keys.desk]` in the settings file
(`annals/config.toml`; the [README](../README.md#configuration) says where it is) are laid over these keys, action by
action. What stands there replaces the keys of that action in that place, an empty list takes them away, and a key
that you give to one action is taken from the shipped action that had it.

```toml
[keys.timeline]
quit        = [\"q\", \"ctrl-q\"]
look-around = [\"space\"]
suspend     = []

[keys.detail]
look-around = [\"space\"]
```

A key is a character, or one of `enter` `esc` `tab` `space` `backspace` `delete` `insert` `up` `down` `left` `right`
`home` `end` `pageup` `pagedown` `f1` … `f12`, with `ctrl-`, `alt-` or (named keys only) `shift-` before it. A wrong
name is said when Annals starts, with what was probably meant.
";

/// The manual of the keys.
fn keys() -> String {
    let keymap = Keymap::new(&Written::new()).unwrap();
    let mut page = BEFORE.to_owned();
    let mut groups: Vec<&str> = Action::ALL.iter().map(|action| action.group()).collect();
    groups.dedup();
    for group in groups {
        let actions: Vec<Action> = Action::ALL
            .iter()
            .copied()
            .filter(|action| action.group() == group)
            .collect();
        let contexts: Vec<Context> = Context::ALL
            .iter()
            .copied()
            .filter(|context| actions.iter().any(|action| action.contexts().contains(context)))
            .collect();
        write!(page, "\n## {group}\n\n|").unwrap();
        for context in &contexts {
            write!(page, " {} |", place(*context)).unwrap();
        }
        writeln!(page, " what it does | its name |").unwrap();
        writeln!(page, "|{}", " --- |".repeat(contexts.len() + 2)).unwrap();
        for action in actions {
            page.push('|');
            for context in &contexts {
                let keys: Vec<String> = keymap
                    .keys_of(*context, action)
                    .iter()
                    .map(|key| format!("`{key}`"))
                    .collect();
                write!(page, " {} |", keys.join(" ")).unwrap();
            }
            writeln!(page, " {} | `{}` |", action.sentence(), action.name()).unwrap();
        }
    }
    page + BEHIND
}

/// Where keys are heard, as the manual says it.
fn place(context: Context) -> &'static str {
    match context {
        Context::Timeline => "timeline",
        Context::Detail => "record",
        Context::Filter => "filter bar",
        Context::Picker => "picker",
        Context::Prompt => "date jump",
        Context::Form => "Form for a new event",
        Context::Desk => "review desk",
    }
}

#[test]
fn the_keys_of_ones_own_that_the_manual_shows_are_right() {
    let (_, rest) = BEHIND.split_once("```toml\n").unwrap();
    let (example, _) = rest.split_once("```").unwrap();
    let mut table: toml::Table = example.parse().unwrap();
    let toml::Value::Table(keys) = table.remove("keys").unwrap() else {
        panic!("no table [keys]")
    };
    Keymap::new(&Keymap::written(keys).unwrap()).unwrap();
}
