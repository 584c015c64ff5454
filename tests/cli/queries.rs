use crate::dir::Dir;

#[test]
fn a_wrong_query_is_underlined() {
    let dir = Dir::with_events();
    let (code, out, err) = dir.run(&["list", "treaty", "country:Norht", "since:2000"]);
    assert_eq!((code, out.as_str()), (2, ""));
    let underlined = " | treaty country:Norht since:2000\n |                ^^^^^\n";
    assert!(err.starts_with("error: ") && err.contains(underlined), "{err}");
    assert!(err.contains(" = help: "), "{err}");
}

#[test]
fn every_mistake_is_said_and_no_command_goes_on() {
    let dir = Dir::with_events();
    for arguments in [
        &["list", "(treaty"][..],
        &["countries", "catgeory:visit"],
        &["stats", "--since", "yesteryear"],
        &["list", "--status", "plannned"],
    ] {
        let (code, out, err) = dir.run(arguments);
        assert_eq!((code, out.as_str()), (2, ""), "{arguments:?}");
        assert!(err.starts_with("error: ") && err.contains('^'), "{err}");
    }
}
