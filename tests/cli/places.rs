use crate::dir::{Dir, ended};

fn event(title: &str) -> String {
    format!("[[event]]\ntitle = \"{title}\"\ndate = 2001\n")
}

/// Everywhere an event may come from, each with its own title.
fn everywhere() -> Dir {
    let dir = Dir::new();
    for (file, title) in [
        ("asked.toml", "Asked"),
        ("variable/a.toml", "Variable"),
        ("home/.config/annals/mine/a.toml", "Settings"),
        ("events/a.toml", "Nearest"),
        ("home/.local/share/annals/events/a.toml", "Data"),
    ] {
        dir.file(file, event(title));
    }
    dir.file("home/.config/annals/config.toml", "events = \"mine\"\n");
    dir
}

#[test]
fn the_first_that_applies() {
    let dir = everywhere();
    let titled = |arguments: &[&str], variable: Option<&str>, title: &str| {
        let mut command = dir.annals();
        command
            .args(arguments)
            .envs(variable.map(|value| ("ANNALS_EVENTS", value)));
        let (code, out, err) = ended(&mut command);
        assert!(
            code == 0 && out.contains(title) && out.lines().count() == 2,
            "{title}: {out}{err}"
        );
    };
    titled(&["list", "--events", "asked.toml"], Some("variable"), "Asked");
    titled(&["list"], Some("variable"), "Variable");
    titled(&["list"], None, "Settings");
    std::fs::remove_file(dir.path("home/.config/annals/config.toml")).unwrap();
    titled(&["list"], None, "Nearest");
    std::fs::rename(dir.path("events"), dir.path("elsewhere")).unwrap();
    titled(&["list"], None, "Data");
}

#[test]
fn without_any_the_collection_inside_the_program_is_read() {
    let dir = Dir::new();
    assert!(dir.out(&["list"]).lines().count() > 10);
}

#[test]
fn several_paths_are_read_together() {
    let dir = everywhere();
    let joined = std::env::join_paths(["variable", "asked.toml"]).unwrap();
    let (_, out, _) = ended(dir.annals().arg("list").env("ANNALS_EVENTS", joined));
    assert_eq!(out.lines().count(), 3, "{out}");
    let out = dir.out(&["list", "--events", "variable", "--events", "events"]);
    assert_eq!(out.lines().count(), 3, "{out}");
}

#[test]
fn broken_settings_are_shown_at_their_place() {
    let dir = everywhere();
    dir.file("home/.config/annals/config.toml", "# mine\nevnets = \"mine\"\n");
    let (code, out, err) = dir.run(&["list"]);
    assert_eq!((code, out.as_str()), (3, ""));
    for words in [
        "There is no setting `evnets`.",
        "config.toml:2:1",
        "^^^^^^",
        "Did you mean `events`?",
    ] {
        assert!(err.contains(words), "{words}: {err}");
    }
    let (code, _, err) = ended(dir.annals().arg("list").env("ANNALS_CONFIG", "no.toml"));
    assert!(code == 3 && err.contains("no.toml"), "{err}");
}

#[test]
fn a_command_where_a_path_is_expected_is_explained() {
    let dir = Dir::with_events();
    let (code, _, err) = dir.run(&["events", "list"]);
    assert_eq!(code, 3);
    assert!(err.contains("annals list --events PATH"), "{err}");
    let (_, _, err) = dir.run(&["lst"]);
    assert!(err.contains("Did you mean `annals list`?"), "{err}");
    let (_, _, err) = dir.run(&["country:PRK"]);
    assert!(err.contains("annals list 'country:PRK'"), "{err}");
}

#[test]
fn a_folder_named_like_a_command_is_reachable() {
    let dir = Dir::new();
    dir.file("list/a.toml", event("Reached"));
    // It goes on as far as the screen, which needs a terminal.
    let (code, _, err) = dir.run(&["./list"]);
    assert!(code == 2 && err.contains("needs a terminal"), "{err}");
}
