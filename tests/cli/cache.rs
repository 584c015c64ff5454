use crate::dir::Dir;

#[test]
fn small_collections_keep_no_snapshot_and_clearing_nothing_is_no_mistake() {
    let dir = Dir::with_events();
    assert_eq!(dir.out(&["list", "--no-cache"]), dir.out(&["list"]));
    let (code, out, err) = dir.run(&["cache"]);
    assert_eq!((code, out.as_str()), (0, ""));
    assert!(err.contains("no snapshots in "), "{err}");
    let (code, out, err) = dir.run(&["cache", "clear"]);
    assert_eq!((code, out.as_str()), (0, ""));
    assert!(err.contains("0 snapshots thrown away"), "{err}");
}
