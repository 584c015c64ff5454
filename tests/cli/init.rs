use crate::dir::Dir;

#[test]
fn a_folder_that_has_nothing_wrong() {
    let dir = Dir::new();
    let out = dir.out(&["init"]);
    assert!(
        out.contains("events/example.toml") && out.contains("annals check events"),
        "{out}"
    );
    assert_eq!(
        dir.out(&["check", "--strict"]),
        "nothing is wrong in 2 events of 1 file\n"
    );
    assert_eq!(dir.read("events/annals.schema.json"), dir.out(&["schema"]));
    let example = dir.read("events/example.toml");
    assert!(
        example.starts_with("#:schema ./annals.schema.json\n"),
        "{example}"
    );
    let taplo: toml::Table = dir.read("events/.taplo.toml").parse().unwrap();
    let path = taplo["rule"][0]["schema"]["path"].as_str().unwrap();
    assert!(dir.path("events").join(path).is_file());
    assert!(dir.out(&["list"]).contains("Apollo 11"));
}

#[test]
fn nothing_is_written_over() {
    let dir = Dir::new();
    dir.file("mine/example.toml", "precious");
    let (code, out, err) = dir.run(&["init", "mine"]);
    assert_eq!((code, out.as_str()), (3, ""));
    assert!(err.contains("mine/example.toml is already there"), "{err}");
    assert_eq!(dir.read("mine/example.toml"), "precious");
    assert!(!dir.path("mine/annals.schema.json").exists());
}

#[test]
fn a_file_in_the_way_is_said() {
    let dir = Dir::new();
    dir.file("mine", "a file");
    let (code, _, err) = dir.run(&["init", "mine"]);
    assert_eq!(code, 3);
    assert!(err.contains("The folder mine cannot be made"), "{err}");
}
