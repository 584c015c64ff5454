//! Some of the events, in the order of time, numbered from 0, with everything that is known of them by themselves. A
//! segment never changes; [`super::Memory`] answers from several as if they were one.

use std::{
    io,
    ops::Range,
    path::Path,
    sync::{
        Arc, OnceLock,
        atomic::{AtomicBool, Ordering},
    },
};

use rustc_hash::FxHashMap;

use super::{
    columns::{Columns, Qualities},
    fields::{self, Aliases, Fields},
    flat::{Bytes, Flat, Image, Reader, Strings, Writer, checksum},
    pack::{Head, Packed, Packer},
    texts::Texts,
};
use crate::{
    dates::{Day, Precision},
    model::{Category, Event, Organization, Person, RelationKind, Stance, Status},
    places::Code,
    query::{Has, Is},
};

/// Raised whenever an image of before would be read wrongly, or says other things than the files would today: a
/// change of the sections, or of what reading makes of a file.
const FORMAT: u64 = 2;

/// What a segment holds, by when it is needed: each is compared with its checksums when it is first asked for.
#[derive(Clone, Copy, Debug)]
pub enum Group {
    /// Columns, ids, relations.
    Core,
    /// Values and their events.
    Fields,
    /// Words and their events.
    Texts,
}

/// Some of the events.
#[derive(Debug)]
pub struct Segment {
    pub(super) columns: Columns,
    pub(super) qualities: Qualities,
    pub(super) fields: Fields,
    pub(super) texts: Texts,
    pub(super) relations: Outgoing,
    packed: Packed,
    ids: Ids,
    /// The files that the events are of, and the number of each event's.
    files: Vec<Arc<Path>>,
    of_file: Flat<u32>,
    image: Option<Mapped>,
}

/// What is known of the image of a segment.
#[derive(Debug)]
struct Mapped {
    image: Image,
    /// Where the sections of each [`Group`] lie.
    groups: [Range<usize>; 3],
    sound: [OnceLock<bool>; 3],
    /// Where the packed events begin.
    events: usize,
    broken: AtomicBool,
}

/// What events are sorted by.
pub type Key<'a> = (Day, Precision, &'a str);

impl Segment {
    /// Of these events, in any order; people and organizations are found by all their spellings.
    pub fn new(events: Vec<Event>, people: &[Person], organizations: &[Organization]) -> Self {
        let events = sorted(events);
        let aliases = Aliases::new(people, organizations);
        let (fields, texts) = fields::collect(&events, &aliases);
        let mut packer = Packer::default();
        let mut numbers: FxHashMap<Arc<Path>, u32> = FxHashMap::default();
        let mut files = Vec::new();
        let mut of_file = Vec::with_capacity(events.len());
        for event in &events {
            packer.push(event);
            let file = &event.origin.file;
            let number = numbers.get(file).copied().unwrap_or_else(|| {
                files.push(Arc::clone(file));
                numbers.insert(Arc::clone(file), files.len() as u32 - 1);
                files.len() as u32 - 1
            });
            of_file.push(number);
        }
        Self {
            columns: Columns::new(&events),
            qualities: Qualities::new(&events),
            fields,
            texts,
            relations: Outgoing::new(&events),
            ids: Ids::new(events.iter().map(|event| &*event.id)),
            packed: packer.finish(),
            files,
            of_file: of_file.into(),
            image: None,
        }
    }

    /// How many events.
    pub fn len(&self) -> usize {
        self.columns.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The files that its events are of.
    pub fn files(&self) -> &[Arc<Path>] {
        &self.files
    }

    /// The number of the file of each event.
    pub(super) fn of_file(&self) -> &[u32] {
        &self.of_file
    }

    /// Whether this is as it was written; whoever gets `false` takes the segment for empty.
    pub(super) fn ready(&self, group: Group) -> bool {
        let Some(mapped) = &self.image else { return true };
        let number = group as usize;
        let sound = mapped.sound[number].get_or_init(|| mapped.image.sound(mapped.groups[number].clone()));
        if !sound {
            mapped.broken.store(true, Ordering::Relaxed);
        }
        *sound
    }

    /// Whether nothing has been found yet that is not as it was written.
    pub fn is_sound(&self) -> bool {
        self.image
            .as_ref()
            .is_none_or(|mapped| !mapped.broken.load(Ordering::Relaxed))
    }

    /// Compares what filters ask for with its checksums, before anybody waits for it.
    pub fn warm(&self) {
        for group in [Group::Core, Group::Fields, Group::Texts] {
            self.ready(group);
        }
    }

    /// Compares everything with its checksums.
    pub fn prove(&self) -> bool {
        let Some(mapped) = &self.image else { return true };
        let sound = mapped.image.sound(0..mapped.events)
            && (self.packed.len() == 0
                || mapped
                    .image
                    .sound(mapped.events..mapped.events + self.packed.place(self.packed.len() - 1).end));
        if !sound {
            mapped.broken.store(true, Ordering::Relaxed);
        }
        sound
    }

    fn can_read(&self, event: usize) -> bool {
        let Some(mapped) = &self.image else { return true };
        let place = self.packed.place(event);
        let start = mapped.events.saturating_add(place.start);
        let sound = mapped.image.sound(start..mapped.events.saturating_add(place.end));
        if !sound {
            mapped.broken.store(true, Ordering::Relaxed);
        }
        sound
    }

    /// What a row needs of an event.
    pub(super) fn head(&self, event: usize) -> Head<'_> {
        if self.can_read(event) {
            self.packed.head(event)
        } else {
            Head::default()
        }
    }

    /// A whole event, with what is wrong in its own file alone.
    pub(super) fn event(&self, event: usize) -> Option<Event> {
        let event = self.can_read(event).then(|| self.packed.event(event)).flatten();
        if event.is_none()
            && let Some(mapped) = &self.image
        {
            mapped.broken.store(true, Ordering::Relaxed);
        }
        event
    }

    /// Its events, without those of the files of these numbers.
    pub fn living(&self, dead: &[u32]) -> Vec<Event> {
        (0..self.len())
            .filter(|event| !dead.contains(&self.of_file[*event]))
            .filter_map(|event| self.event(event))
            .collect()
    }

    /// What the event of that number is sorted by.
    pub(super) fn key(&self, event: usize) -> Key<'_> {
        (
            self.columns.earliest[event],
            self.columns.precision(event),
            self.head(event).id,
        )
    }

    /// How many events are sorted before `key`.
    pub(super) fn before(&self, key: Key<'_>) -> usize {
        let start = self.columns.before(key.0);
        let end = self.columns.begun_until(key.0);
        let (mut low, mut high) = (start, end);
        while low < high {
            let middle = low.midpoint(high);
            if self.key(middle) < key {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        low
    }

    /// The number of the event with that id, which has that checksum.
    pub(super) fn number(&self, id: &str, sum: u64) -> Option<usize> {
        self.ids.candidates(sum).find(|event| self.head(*event).id == id)
    }

    /// The checksums of all ids, in the order of the events.
    pub fn id_sums(&self) -> &[u64] {
        &self.ids.sums
    }

    /// Writes an image of it. An error also where a path is not UTF-8.
    pub fn save(&self, out: &mut dyn io::Write) -> io::Result<()> {
        let mut to = Writer::new(out);
        let files: Option<Vec<&str>> = self.files.iter().map(|path| path.to_str()).collect();
        let files = files.ok_or_else(|| io::Error::other("a path is not UTF-8"))?;
        to.flat(&[self.len() as u64])?;
        self.fields.save(&mut to)?;
        self.texts.save(&mut to)?;
        self.columns.save(&mut to)?;
        self.qualities.save(&mut to)?;
        self.relations.save(&mut to)?;
        to.flat(&self.ids.sums)?;
        to.flat(&self.ids.slots)?;
        Strings::of(files.into_iter()).save(&mut to)?;
        to.flat(&self.of_file)?;
        self.packed.save(&mut to)?;
        to.finish(version())
    }

    /// Opens an image; `None` where it is not one of this version, or cut off.
    pub fn open(bytes: Bytes) -> Option<Self> {
        Self::of_image(Image::open(bytes, version())?)
    }

    /// The same of an image that this program has just written: nothing is compared with its checksums, so that nothing
    /// of it is looked at before it is asked for.
    pub fn open_written(bytes: Bytes) -> Option<Self> {
        let image = Image::open(bytes, version())?;
        image.trust();
        Self::of_image(image)
    }

    fn of_image(image: Image) -> Option<Self> {
        let mut from = image.reader();
        let events = *from.owned::<u64>()?.first()? as usize;
        let fields = Fields::load(&mut from, events)?;
        let texts_at = from.at();
        let texts = Texts::load(&mut from, events)?;
        let core_at = from.at();
        let columns = Columns::load(&mut from)?;
        let qualities = Qualities::load(&mut from, events)?;
        let relations = Outgoing::load(&mut from)?;
        let ids = Ids {
            sums: from.flat()?,
            slots: from.flat()?,
        };
        let files = Strings::load(&mut from)?;
        let of_file: Flat<u32> = from.flat()?;
        let packed = Packed::load(&mut from)?;
        let events_at = from.last().start;
        let whole = columns.len() == events
            && packed.len() == events
            && ids.sums.len() == events
            && of_file.len() == events
            && ids.slots.len().is_power_of_two();
        if !whole {
            return None;
        }
        let groups = [core_at..events_at, 0..texts_at, texts_at..core_at];
        let files = files.iter().map(|path| Arc::from(Path::new(path))).collect();
        let segment = Self {
            columns,
            qualities,
            fields,
            texts,
            relations,
            packed,
            ids,
            files,
            of_file,
            image: Some(Mapped {
                image,
                groups,
                sound: Default::default(),
                events: events_at,
                broken: AtomicBool::new(false),
            }),
        };
        // What was taken out of the image above stands here.
        segment.ready(Group::Core).then_some(segment)
    }
}

/// Events in the order of time. Their numbers are sorted, rather than themselves, since they are large.
fn sorted(events: Vec<Event>) -> Vec<Event> {
    let mut keys: Vec<_> = events
        .iter()
        .enumerate()
        .map(|(number, event)| (event.date.sort_key(), &*event.id, number))
        .collect();
    keys.sort_unstable();
    let order: Vec<usize> = keys.into_iter().map(|(.., number)| number).collect();
    let mut events: Vec<Option<Event>> = events.into_iter().map(Some).collect();
    order
        .into_iter()
        .filter_map(|number| events[number].take())
        .collect()
}

/// Segments of other versions, or made with other tables, are none.
pub fn version() -> u64 {
    static VERSION: OnceLock<u64> = OnceLock::new();
    *VERSION.get_or_init(|| {
        let mut text = format!("{FORMAT} {}", env!("CARGO_PKG_VERSION"));
        for code in Code::all() {
            text.push_str(code.alpha3());
        }
        let words = Category::words()
            .chain(Status::words())
            .chain(RelationKind::words())
            .chain(Stance::words())
            .chain(Precision::words())
            .chain(Is::words())
            .chain(Has::words());
        words.for_each(|word| text.push_str(word));
        checksum(text.as_bytes()) ^ u64::from(cfg!(target_endian = "big"))
    })
}

/// Ids by their checksums: a table with open addresses.
#[derive(Debug, Default)]
struct Ids {
    sums: Flat<u64>,
    /// A power of two of them: 0, or the number of an event and 1.
    slots: Flat<u32>,
}

impl Ids {
    fn new<'a>(ids: impl Iterator<Item = &'a str>) -> Self {
        let sums: Vec<u64> = ids.map(|id| checksum(id.as_bytes())).collect();
        let mut slots = vec![0_u32; (sums.len() * 2).next_power_of_two()];
        let mask = slots.len() - 1;
        for (number, sum) in (1..).zip(&sums) {
            let mut at = *sum as usize & mask;
            while slots[at] != 0 {
                at = (at + 1) & mask;
            }
            slots[at] = number;
        }
        Self {
            sums: sums.into(),
            slots: slots.into(),
        }
    }

    /// The events whose ids have this checksum.
    fn candidates(&self, sum: u64) -> impl Iterator<Item = usize> + '_ {
        let (sums, slots) = (&*self.sums, &*self.slots);
        let mask = slots.len().wrapping_sub(1);
        (0..slots.len())
            .map(move |step| slots[(sum as usize).wrapping_add(step) & mask] as usize)
            .take_while(|number| *number != 0)
            .map(|number| number - 1)
            .filter(move |number| sums.get(*number) == Some(&sum))
    }
}

/// The relations that the events write.
#[derive(Debug, Default)]
pub struct Outgoing {
    /// The event that writes it; ascending.
    from: Flat<u32>,
    kinds: Flat<u8>,
    targets: Strings,
    /// The checksums of the targets.
    sums: Flat<u64>,
}

impl Outgoing {
    fn new(events: &[Event]) -> Self {
        let all = || {
            (0..)
                .zip(events)
                .flat_map(|(number, event)| event.relations.iter().map(move |relation| (number, relation)))
        };
        Self {
            from: all().map(|(number, _)| number).collect::<Vec<u32>>().into(),
            kinds: all()
                .map(|(_, relation)| relation.kind as u8)
                .collect::<Vec<u8>>()
                .into(),
            targets: Strings::of(all().map(|(_, relation)| &*relation.target)),
            sums: all()
                .map(|(_, relation)| checksum(relation.target.as_bytes()))
                .collect::<Vec<u64>>()
                .into(),
        }
    }

    /// How many.
    pub fn len(&self) -> usize {
        self.sums.len()
    }

    /// The checksums of what they lead to.
    pub fn sums(&self) -> &[u64] {
        &self.sums
    }

    /// The event that writes the relation of that number, its kind, and the id that it leads to.
    pub fn get(&self, number: usize) -> Option<(usize, RelationKind, &str)> {
        let from = *self.from.get(number)? as usize;
        let kind = *RelationKind::ALL.get(usize::from(*self.kinds.get(number)?))?;
        Some((from, kind, self.targets.get(number)))
    }

    /// Those that one event writes.
    pub fn of(&self, event: usize) -> impl Iterator<Item = (RelationKind, &str)> {
        let from = &*self.from;
        let start = from.partition_point(|from| (*from as usize) < event);
        let end = from.partition_point(|from| (*from as usize) <= event);
        (start..end)
            .filter_map(|number| self.get(number))
            .map(|(_, kind, target)| (kind, target))
    }

    fn save(&self, to: &mut Writer<'_>) -> io::Result<()> {
        to.flat(&self.from)?;
        to.flat(&self.kinds)?;
        self.targets.save(to)?;
        to.flat(&self.sums)
    }

    fn load(from: &mut Reader<'_>) -> Option<Self> {
        Some(Self {
            from: from.flat()?,
            kinds: from.flat()?,
            targets: Strings::load(from)?,
            sums: from.flat()?,
        })
    }
}
