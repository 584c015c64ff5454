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

#[test]
fn a_command_leaves_a_snapshot_of_a_large_collection_unless_it_is_not_to() {
    let dir = Dir::with_events();
    let event =
        |number| format!("[[event]]\nid = \"e{number}\"\ntitle = \"Event {number}\"\ndate = \"2024\"\n");
    let many = (0..10_000).map(event).collect::<Vec<String>>().concat();
    dir.file("events/many.toml", &many);
    let said = dir.out(&["list", "--no-cache", "event"]);
    assert_eq!(dir.run(&["cache"]).1, "");
    assert_eq!(dir.out(&["list", "event"]), said);
    assert_eq!(dir.out(&["cache"]).lines().count(), 1);
    assert_eq!(dir.out(&["list", "event"]), said, "out of the snapshot");
    dir.file("events/many.toml", many.replace("Event 77", "Changed 77"));
    assert_eq!(
        dir.out(&["list", "--format", "jsonl", "changed"]).lines().count(),
        111
    );
}
