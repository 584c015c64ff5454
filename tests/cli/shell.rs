use crate::dir::Dir;

#[test]
fn completions_for_every_shell() {
    let dir = Dir::new();
    for shell in ["bash", "zsh", "fish", "elvish", "powershell"] {
        let script = dir.out(&["completions", shell]);
        assert!(
            script.contains("annals") && script.contains("countries"),
            "{shell}"
        );
    }
    assert_eq!(dir.run(&["completions", "sh"]).0, 2);
}

#[test]
fn the_manual_names_every_command() {
    let page = Dir::new().out(&["man"]);
    assert!(page.contains(".TH annals 1"), "{page}");
    for command in [
        "list",
        "show",
        "check",
        "countries",
        "stats",
        "init",
        "schema",
        "completions",
        "man",
    ] {
        assert!(
            page.contains(&format!(".SH \"ANNALS {}\"", command.to_uppercase())),
            "{command}"
        );
    }
}
