//! `annals init`: a folder to start from.
//!
//! Editors find the schema twice over: by the line `#:schema` of the example, and for files that lack one by the
//! settings of Taplo beside it.

use std::{
    fs,
    io::{ErrorKind, Write},
    path::Path,
};

use anyhow::Context;

use super::{Complaint, Exit, args, output, schema};
use crate::text;

/// One commented file, which `annals check` finds nothing wrong with.
const EXAMPLE: &str = include_str!("example.toml");

/// The settings of Taplo, which Even Better TOML reads, too: every file of the folder has the schema.
const TAPLO: &str = "\
# Which schema the files of this folder have, for Taplo and Even Better TOML. `annals lsp` needs none of this.
include = [\"**/*.toml\"]

[[rule]]
include = [\"**/*.toml\"]
[rule.schema]
path = \"./annals.schema.json\"
";

/// Makes the folder, and writes an example and the schema into it. Nothing is ever written over.
pub fn run(args: &args::Init) -> anyhow::Result<Exit> {
    let folder = &args.folder;
    let schema = schema::text();
    let files = [
        ("example.toml", EXAMPLE),
        ("annals.schema.json", schema.as_str()),
        (".taplo.toml", TAPLO),
    ];

    let there: Vec<String> = files
        .iter()
        .map(|(name, _)| folder.join(name))
        .filter(|path| taken(path))
        .map(|path| shown(&path))
        .collect();
    if !there.is_empty() {
        let verb = if there.len() == 1 { "is" } else { "are" };
        let message = format!(
            "{} {verb} already there, and nothing is written over.",
            there.join(" and ")
        );
        let help = "Name another folder: `annals init DIR`.".to_owned();
        return Err(Complaint::failed(message).with_help(Some(help)).into());
    }
    fs::create_dir_all(folder).with_context(|| format!("The folder {} cannot be made", shown(folder)))?;
    for (name, content) in files {
        let path = folder.join(name);
        write_new(&path, content).with_context(|| format!("{} cannot be written", shown(&path)))?;
    }

    let mut out = output::plain();
    let folder = shown(folder);
    writeln!(
        out,
        "Wrote {folder}/example.toml, two events to overwrite, and for editors {folder}/annals.schema.json and .taplo.toml."
    )?;
    writeln!(out)?;
    writeln!(out, "Next:  annals {folder}          look at them")?;
    writeln!(out, "       annals check {folder}    see what is wrong in them")?;
    out.flush()?;
    Ok(Exit::Done)
}

/// Whether something is there; a link that leads nowhere is, too.
fn taken(path: &Path) -> bool {
    match fs::symlink_metadata(path) {
        Ok(_) => true,
        Err(error) => !matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory),
    }
}

/// A new file; one that came to be there meanwhile is an error.
fn write_new(path: &Path, content: &str) -> std::io::Result<()> {
    let mut file = fs::File::create_new(path)?;
    file.write_all(content.as_bytes())?;
    file.sync_all()
}

fn shown(path: &Path) -> String {
    text::harmless(&path.to_string_lossy()).into_owned()
}
