//! `annals cache`: the snapshots of large collections, shown and thrown away.

use std::{io::Write, path::Path};

use super::{Complaint, Exit, args, output, session};
use crate::{library, text};

/// Shows the snapshots, or throws them away.
pub fn run(args: &args::Cache) -> anyhow::Result<Exit> {
    let Some(folder) = session::cache_folder() else {
        return Err(Complaint::failed("There is no folder for caches: no home folder is known.").into());
    };
    match args.action {
        None | Some(args::CacheAction::Show) => show(&folder)?,
        Some(args::CacheAction::Clear) => {
            let (count, bytes) = library::clear(&folder);
            let s = if count == 1 { "" } else { "s" };
            output::note(&format!("{count} snapshot{s} thrown away, {}", size(bytes)));
        }
    }
    Ok(Exit::Done)
}

fn show(folder: &Path) -> anyhow::Result<()> {
    let all = library::show(folder);
    let mut out = output::plain();
    if all.is_empty() {
        output::note(&format!("no snapshots in {}", folder.display()));
    }
    for shown in &all {
        let paths: Vec<_> = shown.paths.iter().map(|path| text::harmless(path)).collect();
        let paths = if paths.is_empty() {
            "of another version".to_owned()
        } else {
            paths.join(" ")
        };
        writeln!(out, "{:>9}  {paths}", size(shown.bytes))?;
    }
    out.flush()?;
    Ok(())
}

/// Bytes as people say them.
fn size(bytes: u64) -> String {
    const MILLION: u64 = 1_000_000;
    match bytes {
        0..MILLION => format!("{} kB", bytes.div_ceil(1_000)),
        _ => format!("{} MB", text::grouped((bytes / MILLION) as usize)),
    }
}
