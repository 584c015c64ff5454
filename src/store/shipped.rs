//! The collection inside the binary: the files of `events/`, as they were when the program was built.
//!
//! `Place::Embedded` is read from here; a file that is added to the folder is added to the list, and the test below holds the two together.

/// Name within `events/` → text, sorted by name.
pub static FILES: &[(&str, &str)] = &[
    (
        "arms-deliveries.toml",
        include_str!("../../events/arms-deliveries.toml"),
    ),
    (
        "brics-and-sco.toml",
        include_str!("../../events/brics-and-sco.toml"),
    ),
    ("china.toml", include_str!("../../events/china.toml")),
    ("eras.toml", include_str!("../../events/eras.toml")),
    ("g7-and-nato.toml", include_str!("../../events/g7-and-nato.toml")),
    (
        "inside-north-korea.toml",
        include_str!("../../events/inside-north-korea.toml"),
    ),
    (
        "missiles-and-satellites.toml",
        include_str!("../../events/missiles-and-satellites.toml"),
    ),
    (
        "nuclear-programme.toml",
        include_str!("../../events/nuclear-programme.toml"),
    ),
    (
        "organizations.toml",
        include_str!("../../events/organizations.toml"),
    ),
    ("people.toml", include_str!("../../events/people.toml")),
    (
        "russia-and-north-korea.toml",
        include_str!("../../events/russia-and-north-korea.toml"),
    ),
    (
        "sanctions-on-north-korea.toml",
        include_str!("../../events/sanctions-on-north-korea.toml"),
    ),
    (
        "sanctions-on-russia.toml",
        include_str!("../../events/sanctions-on-russia.toml"),
    ),
    ("sources.toml", include_str!("../../events/sources.toml")),
    ("two-koreas.toml", include_str!("../../events/two-koreas.toml")),
    (
        "united-nations-and-courts.toml",
        include_str!("../../events/united-nations-and-courts.toml"),
    ),
    (
        "united-states-and-korea.toml",
        include_str!("../../events/united-states-and-korea.toml"),
    ),
    (
        "war-in-ukraine.toml",
        include_str!("../../events/war-in-ukraine.toml"),
    ),
];

#[cfg(test)]
mod tests {
    use std::{fs, path::Path};

    use super::*;

    #[test]
    fn the_list_is_the_folder() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("events");
        let mut names: Vec<String> = fs::read_dir(folder)
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .filter(|name| Path::new(name).extension().is_some_and(|end| end == "toml"))
            .collect();
        names.sort();
        assert_eq!(FILES.iter().map(|(name, _)| *name).collect::<Vec<_>>(), names);
        assert!(FILES.iter().all(|(_, text)| text.ends_with('\n')));
    }
}
