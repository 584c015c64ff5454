//! Writing when everything goes wrong: killed at any moment, no room, two at once, paths that lead out.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::disallowed_methods,
    clippy::print_stdout,
    clippy::print_stderr,
    clippy::format_push_string
)] // Tests may, their helpers too.

use std::{
    env, fs,
    path::{Path, PathBuf},
    process::{Command, Stdio},
    thread,
    time::Duration,
};

use annals::store::{
    Place,
    edit::{Change, Edit, Table, Value},
    write::{FileEdits, Scope, WriteError, replace, seen, write},
};
use tempfile::TempDir;

/// Where the other process writes, when this test is run by itself as a program.
const FILE: &str = "ANNALS_TEST_FILE";

fn scope(folder: &Path) -> Scope {
    Scope::of(&Place::Paths(vec![folder.to_owned()])).unwrap()
}

fn folder() -> (TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("a.toml");
    (folder, file)
}

/// A large file that shows whether it is whole: the same number in the first and the last of its events.
fn version(number: usize) -> Vec<u8> {
    let mut text = format!("[[event]]\nid = \"first\"\ntitle = \"{number}\"\n\n");
    for event in 0..3_000 {
        text.push_str(&format!(
            "[[event]]\nid = \"event-{event}\"\ntitle = \"{number}\"\n# {}\n\n",
            "x".repeat(60)
        ));
    }
    text.push_str(&format!("[[event]]\nid = \"last\"\ntitle = \"{number}\"\n"));
    text.into_bytes()
}

fn number_of(bytes: &[u8]) -> usize {
    let title = |line: &str| line.split('"').nth(1).and_then(|number| number.parse().ok());
    let text = std::str::from_utf8(bytes).unwrap();
    let first = text
        .lines()
        .nth(2)
        .and_then(title)
        .expect("the first event is not whole");
    assert!(
        bytes == version(first),
        "the file is neither the old nor the new one ({} bytes)",
        bytes.len()
    );
    first
}

/// Not a test of its own: what the other process does.
#[test]
#[ignore = "run by the tests of this file, as a process of its own"]
fn write_for_ever() {
    let Some(file) = env::var_os(FILE).map(PathBuf::from) else {
        return;
    };
    let scope = scope(file.parent().unwrap());
    loop {
        let now = seen(&file).unwrap();
        let next = version(number_of(&now) + 1);
        replace(&scope, &file, Some(&now), next).unwrap();
    }
}

/// Not a test of its own either: writes once, and says how that ended.
#[test]
#[ignore = "run by the tests of this file, as a process of its own"]
fn write_once() {
    let Some(file) = env::var_os(FILE).map(PathBuf::from) else {
        return;
    };
    let now = seen(&file).unwrap();
    let next = version(number_of(&now) + 1);
    let ended = replace(&scope(file.parent().unwrap()), &file, Some(&now), next);
    println!(
        "<{}>",
        ended.map_or_else(|error| error.to_string(), |_| "written".to_owned())
    );
}

fn this_program() -> PathBuf {
    env::current_exe().unwrap()
}

fn unfinished(folder: &Path) -> usize {
    fs::read_dir(folder)
        .unwrap()
        .filter(|entry| {
            entry
                .as_ref()
                .unwrap()
                .file_name()
                .to_string_lossy()
                .starts_with(".annals-")
        })
        .count()
}

#[test]
fn a_program_that_is_killed_leaves_the_old_file_or_the_new_one() {
    let (folder, file) = folder();
    fs::write(&file, version(0)).unwrap();
    let mut writes = 0;
    let mut left = 0;
    for round in 0..200_u64 {
        let before = number_of(&fs::read(&file).unwrap());
        let mut writer = Command::new(this_program())
            .args(["--exact", "write_for_ever", "--ignored"])
            .env(FILE, &file)
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        // Any moment from its start to some writes later; the steps are odd, so that none is hit again and again.
        thread::sleep(Duration::from_micros(2_000 + (round * 7_919) % 23_000));
        writer.kill().unwrap();
        writer.wait().unwrap();
        writes += number_of(&fs::read(&file).unwrap()) - before;
        left += unfinished(folder.path());
    }
    println!("{writes} writes, {left} times something unfinished was left");
    assert!(writes > 0, "nothing was ever written, so nothing was tried");
    // The next write clears away what is left.
    let now = seen(&file).unwrap();
    replace(&scope(folder.path()), &file, Some(&now), version(0)).unwrap();
    assert_eq!(unfinished(folder.path()), 0);
}

#[cfg(unix)]
#[test]
fn a_file_that_finds_no_room_stays_as_it_was() {
    let (folder, file) = folder();
    fs::write(&file, version(1)).unwrap();
    // As root or not: no file may be larger than 64 blocks, and whoever tries is told so rather than killed.
    let told = shell(
        "trap '' XFSZ; ulimit -f 64; exec \"$0\" --exact write_once --ignored --nocapture",
        &file,
    );
    assert!(
        told.contains("cannot be written: the file would be larger than is allowed; it is as it was"),
        "{told}"
    );
    assert_eq!(number_of(&fs::read(&file).unwrap()), 1);
    assert_eq!(unfinished(folder.path()), 0);
}

#[cfg(target_os = "linux")]
#[test]
fn a_disk_that_is_full_keeps_the_old_file() {
    let (_folder, file) = folder();
    fs::write(&file, version(1)).unwrap();
    let size = fs::metadata(&file).unwrap().len() * 3 / 2 / 1024;
    // A small disk of its own, in a name space of its own; not every machine allows that.
    let script = format!(
        "mkdir -p \"$1\" && mount -t tmpfs -o size={size}k none \"$1\" || {{ echo '<no tmpfs>'; exit; }}; \
         cp \"{FILE_IN}\" \"$1/a.toml\"; export {FILE}=\"$1/a.toml\"; \
         \"$0\" --exact write_once --ignored --nocapture; cmp \"{FILE_IN}\" \"$1/a.toml\" && echo '<same>'; ls -A \"$1\"",
        FILE_IN = file.display()
    );
    let small = tempfile::tempdir().unwrap();
    let output = Command::new("unshare")
        .args(["--user", "--map-root-user", "--mount", "sh", "-c", &script])
        .arg(this_program())
        .arg(small.path())
        .output();
    let told = output.map_or_else(
        |_| "<no tmpfs>".into(),
        |output| String::from_utf8(output.stdout).unwrap(),
    );
    if told.is_empty() || told.contains("<no tmpfs>") {
        println!("not tried: this machine gives nobody a disk of their own");
        return;
    }
    assert!(
        told.contains("there is no room left on the disk; it is as it was"),
        "{told}"
    );
    assert!(told.contains("<same>") && !told.contains(".annals-"), "{told}");
}

#[cfg(unix)]
fn shell(script: &str, file: &Path) -> String {
    let output = Command::new("sh")
        .args(["-c", script])
        .arg(this_program())
        .env(FILE, file)
        .output()
        .unwrap();
    String::from_utf8(output.stdout).unwrap()
}

#[test]
fn two_programs_at_once_lose_nothing() {
    const EACH: usize = 40;
    let (folder, file) = folder();
    fs::write(&file, "").unwrap();
    let scope = scope(folder.path());
    thread::scope(|threads| {
        for writer in 0..3 {
            let (file, scope) = (&file, &scope);
            threads.spawn(move || {
                for number in 0..EACH {
                    let edits = FileEdits {
                        file: file.clone(),
                        seen: Some(seen(file).unwrap()),
                        edits: vec![Edit::add(format!("[[event]]\nid = \"e-{writer}-{number}\"\n"))],
                    };
                    write(scope, &[edits]).unwrap();
                }
            });
        }
    });
    let text = fs::read_to_string(&file).unwrap();
    assert_eq!(text.matches("[[event]]").count(), 3 * EACH);
}

#[test]
fn what_somebody_else_saved_meanwhile_is_merged_by_event_or_left_alone() {
    let (folder, file) = folder();
    let scope = scope(folder.path());
    let old = "[[event]]\nid = 'a'\ntitle = 'A'\n\n[[event]]\nid = 'b'\ntitle = 'B'\n";
    let edit = |table: &str| FileEdits {
        file: file.clone(),
        seen: Some(old.into()),
        edits: vec![Edit::change(
            Table::event(table),
            Change::set("title", Value::Text("mine".into())),
        )],
    };
    let theirs = old.replace("'B'", "'theirs'");
    fs::write(&file, &theirs).unwrap();
    write(&scope, &[edit("a")]).unwrap();
    assert_eq!(
        fs::read_to_string(&file).unwrap(),
        theirs.replace("'A'", "'mine'")
    );
    let error = write(&scope, &[edit("b")]).unwrap_err().to_string();
    assert!(
        error.contains("has been changed by somebody else meanwhile, event `b` with it"),
        "{error}"
    );
    let error = replace(&scope, &file, Some(old.as_bytes()), vec![]).unwrap_err();
    assert!(matches!(error, WriteError::Changed { .. }));
    assert_eq!(
        fs::read_to_string(&file).unwrap(),
        theirs.replace("'A'", "'mine'")
    );
}

#[test]
fn of_several_files_all_are_written_or_none() {
    let (folder, one) = folder();
    let two = folder.path().join("b.toml");
    let edits = |file: &Path, id: &str| FileEdits {
        file: file.to_owned(),
        seen: Some(fs::read(file).unwrap()),
        edits: vec![Edit::change(Table::event(id), Change::remove("title"))],
    };
    for file in [&one, &two] {
        fs::write(file, "[[event]]\nid = 'a'\ntitle = 'A'\n").unwrap();
    }
    write(&scope(folder.path()), &[edits(&one, "a"), edits(&two, "b")]).unwrap_err();
    assert!(fs::read_to_string(&one).unwrap().contains("title"));
    write(&scope(folder.path()), &[edits(&one, "a"), edits(&two, "a")]).unwrap();
    assert_eq!(
        fs::read_to_string(&one).unwrap(),
        fs::read_to_string(&two).unwrap()
    );
    write(&scope(folder.path()), &[edits(&one, "a"), edits(&one, "a")]).unwrap_err();
}

#[cfg(unix)]
#[test]
fn mode_and_links_stay_and_no_path_leads_out() {
    use std::os::unix::fs::{MetadataExt, PermissionsExt, symlink};
    let (outer, _) = folder();
    let inside = outer.path().join("events");
    fs::create_dir(&inside).unwrap();
    let scope = scope(&inside);
    let put = |file: &Path| replace(&scope, file, Some(b"old"), b"new".to_vec());

    let real = inside.join("real.toml");
    fs::write(&real, "old").unwrap();
    fs::set_permissions(&real, fs::Permissions::from_mode(0o640)).unwrap();
    let link = inside.join("link.toml");
    symlink("real.toml", &link).unwrap();
    put(&link).unwrap();
    assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
    assert_eq!(fs::read(&real).unwrap(), b"new");
    assert_eq!(fs::metadata(&real).unwrap().mode() & 0o777, 0o640);

    let secret = outer.path().join("secret.toml");
    fs::write(&secret, "old").unwrap();
    let escape = inside.join("escape.toml");
    symlink(&secret, &escape).unwrap();
    for file in [&secret, &escape, &inside.join("../secret.toml")] {
        assert!(
            matches!(put(file), Err(WriteError::Outside { .. })),
            "{}",
            file.display()
        );
    }
    assert_eq!(fs::read(&secret).unwrap(), b"old");
    for file in [
        outer.path().join("new.toml"),
        inside.join("../new.toml"),
        inside.join(".."),
    ] {
        assert!(replace(&scope, &file, None, vec![]).is_err());
    }
    assert!(matches!(
        replace(&scope, &escape, None, vec![]),
        Err(WriteError::Taken { .. })
    ));

    let new = inside.join("new.toml");
    replace(&scope, &new, None, b"new".to_vec()).unwrap();
    let plain = inside.join("plain.toml");
    fs::write(&plain, "").unwrap();
    assert_eq!(
        fs::metadata(&new).unwrap().mode(),
        fs::metadata(&plain).unwrap().mode()
    );

    fs::set_permissions(&real, fs::Permissions::from_mode(0o444)).unwrap();
    let error = replace(&scope, &real, Some(b"new"), vec![])
        .unwrap_err()
        .to_string();
    assert!(
        error.ends_with("is marked as read-only, so it is not written"),
        "{error}"
    );
    fs::hard_link(&plain, inside.join("second.toml")).unwrap();
    let error = replace(&scope, &plain, Some(b""), vec![])
        .unwrap_err()
        .to_string();
    assert!(error.contains("hard link"), "{error}");
    assert!(Scope::of(&Place::Embedded).is_err());
}
