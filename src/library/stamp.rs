//! Whether a file is still the one that was read: its size, the time of its last change, its number on the disk.

use std::{
    path::Path,
    time::{Duration, SystemTime, UNIX_EPOCH},
};

use crate::{
    catalog::checksum,
    store::bytes::{Input, Output},
};

/// A file that changed so shortly before it was looked at may change again within the same tick of the clock of its
/// disk, unseen: as git does, it is not taken for unchanged later. FAT counts in two seconds.
const TICK: Duration = Duration::from_secs(2);

/// What a file was when it was looked at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Stamp {
    /// It is not there, or may not be looked at.
    None,
    /// A text that is not saved: its checksum.
    Text(u64),
    /// A file.
    File {
        /// Bytes.
        size: u64,
        /// Nanoseconds since 1970 of its last change.
        changed: u64,
        /// Its number on the disk; 0 where disks give none.
        number: u64,
        /// Whether it had changed just before it was looked at.
        fresh: bool,
    },
}

impl Stamp {
    /// Of the file on the disk.
    #[allow(clippy::disallowed_methods)] // The clock is asked for the age of a file, not for today.
    pub fn of_file(file: &Path) -> Self {
        let Ok(metadata) = std::fs::metadata(file) else {
            return Self::None;
        };
        let Ok(changed) = metadata.modified() else {
            return Self::None;
        };
        let fresh = SystemTime::now()
            .duration_since(changed)
            .map_or(true, |age| age < TICK);
        Self::File {
            size: metadata.len(),
            changed: nanoseconds(changed),
            number: number(&metadata),
            fresh,
        }
    }

    /// Of a text.
    pub fn of_text(text: &[u8]) -> Self {
        Self::Text(checksum(text))
    }

    /// Writes it. A text that is not saved is none, for a later run of the program.
    pub fn put(&self, to: &mut Output) {
        match self {
            Self::File {
                size,
                changed,
                number,
                fresh,
            } => {
                to.0.push(if *fresh { 2 } else { 1 });
                for word in [size, changed, number] {
                    to.word(*word);
                }
            }
            Self::None | Self::Text(_) => to.0.push(0),
        }
    }

    /// Reads it back.
    pub fn get(from: &mut Input<'_>) -> Option<Self> {
        match from.byte()? {
            0 => Some(Self::None),
            kind => Some(Self::File {
                size: from.word()?,
                changed: from.word()?,
                number: from.word()?,
                fresh: kind == 2,
            }),
        }
    }

    /// How many bytes there are to be read.
    pub fn size(&self) -> u64 {
        match self {
            Self::File { size, .. } => *size,
            Self::None | Self::Text(_) => 0,
        }
    }

    /// Whether what was read at `self` is surely what is there at `now`.
    pub fn is(&self, now: &Self) -> bool {
        match (self, now) {
            (Self::File { fresh: true, .. } | Self::None, _) => false,
            (
                Self::File {
                    size,
                    changed,
                    number,
                    ..
                },
                Self::File {
                    size: size_now,
                    changed: changed_now,
                    number: number_now,
                    ..
                },
            ) => (size, changed, number) == (size_now, changed_now, number_now),
            (before, now) => before == now,
        }
    }
}

fn nanoseconds(time: SystemTime) -> u64 {
    time.duration_since(UNIX_EPOCH)
        .map_or(0, |since| u64::try_from(since.as_nanos()).unwrap_or(u64::MAX))
}

#[cfg(unix)]
fn number(metadata: &std::fs::Metadata) -> u64 {
    std::os::unix::fs::MetadataExt::ino(metadata)
}

#[cfg(not(unix))]
fn number(_: &std::fs::Metadata) -> u64 {
    0
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stamp(size: u64, changed: u64, number: u64, fresh: bool) -> Stamp {
        Stamp::File {
            size,
            changed,
            number,
            fresh,
        }
    }

    #[test]
    fn a_file_is_unchanged_only_if_that_is_sure() {
        let before = stamp(3, 100, 7, false);
        for (now, same) in [
            (stamp(3, 100, 7, false), true),
            (stamp(3, 100, 7, true), true),
            (stamp(4, 100, 7, false), false),
            (stamp(3, 101, 7, false), false),
            (stamp(3, 100, 8, false), false),
            (Stamp::None, false),
            (Stamp::of_text(b"abc"), false),
        ] {
            assert_eq!(before.is(&now), same, "{now:?}");
        }
        let fresh = stamp(3, 100, 7, true);
        assert!(!fresh.is(&fresh), "it may have changed within the same tick");
        assert!(
            !Stamp::None.is(&Stamp::None),
            "why it cannot be read may be another reason"
        );
        assert!(Stamp::of_text(b"a").is(&Stamp::of_text(b"a")));
    }
}
