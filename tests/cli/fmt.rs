use crate::dir::Dir;

const TYPED: &str = "# mine\r\n[[event]]\r\ndate = 1961 # behind\r\n# above\r\ntitle='A'\r\n";
const USUAL: &str = "# mine\r\n[[event]]\r\n# above\r\ntitle = 'A'\r\ndate  = 1961 # behind\r\n";

#[test]
fn files_that_are_not_in_order_are_named_and_ordered() {
    let dir = Dir::new();
    dir.file("events/a.toml", TYPED).file("events/b.toml", USUAL);
    let (code, out, err) = dir.run(&["fmt", "--check"]);
    assert_eq!((code, out.as_str(), err.as_str()), (1, "events/a.toml\n", ""));
    assert_eq!(dir.read("events/a.toml"), TYPED);
    assert_eq!(dir.out(&["fmt"]), "events/a.toml\n");
    assert_eq!(dir.read("events/a.toml"), USUAL);
    assert_eq!(dir.out(&["fmt", "--check"]), "");
}

#[test]
fn only_what_was_named() {
    let dir = Dir::new();
    dir.file("events/a.toml", TYPED).file("events/b.toml", TYPED);
    assert_eq!(dir.out(&["fmt", "events/b.toml"]), "events/b.toml\n");
    assert_eq!(dir.read("events/a.toml"), TYPED);
    let (code, _, err) = Dir::new().run(&["fmt"]);
    assert!(code == 3 && err.contains("cannot be changed"), "{err}");
}
