//! Every table and key of the format, once: the reader, its did-you-mean and the JSON Schema read this.

/// What a key holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A string.
    Text,
    /// A string of `a-z 0-9 -`.
    Id,
    /// A TOML date or date-time, an integer year, or a string in EDTF.
    Date,
    /// An integer from the first to the second, both included.
    Integer(i64, i64),
    /// A number from the first to the second, both included.
    Number(i64, i64),
    /// One letter out of these.
    Letter(&'static str),
    /// A country code or name.
    Country,
    /// A word of [`super::Category`].
    Category,
    /// A word of [`super::Status`].
    Status,
    /// A word of [`super::Stance`].
    Stance,
    /// A list of strings, or a lone string.
    Texts,
    /// A list of country codes or names, or a lone one.
    Countries,
    /// A list of countries, people or organizations, or a lone one.
    Actors,
    /// A list of source ids, URLs or tables, or a lone one.
    Citations,
    /// A table: word of [`super::RelationKind`] → list of event ids.
    Relations,
    /// A string, or a table.
    TextOr(&'static Table),
    /// A list of tables, or a lone one.
    Tables(&'static Table),
}

/// One key of a table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Key {
    /// As written.
    pub name: &'static str,
    /// What it holds.
    pub kind: Kind,
    /// Whether the table is of no use without it.
    pub required: bool,
    /// One line for people.
    pub doc: &'static str,
}

/// One table of the format.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Table {
    /// As written in its head (`event`), or what it is called where it has none.
    pub name: &'static str,
    /// One line for people.
    pub doc: &'static str,
    /// In the order in which people write them.
    pub keys: &'static [Key],
}

impl Table {
    /// The key of that name.
    pub fn key(&self, name: &str) -> Option<&'static Key> {
        self.keys.iter().find(|key| key.name == name)
    }
}

const fn key(name: &'static str, kind: Kind, doc: &'static str) -> Key {
    Key {
        name,
        kind,
        required: false,
        doc,
    }
}

const fn required(name: &'static str, kind: Kind, doc: &'static str) -> Key {
    Key {
        name,
        kind,
        required: true,
        doc,
    }
}

/// `[[event]]`.
pub static EVENT: Table = Table {
    name: "event",
    doc: "something that happened, goes on, is planned or is said to have happened",
    keys: &[
        key(
            "id",
            Kind::Id,
            "unique over all files; derived from date and title when absent",
        ),
        required("title", Kind::Text, "one line"),
        required("date", Kind::Date, "a date, a year, or a string in EDTF"),
        key(
            "countries",
            Kind::Countries,
            "ISO 3166-1 codes, names or common aliases",
        ),
        key(
            "initiators",
            Kind::Actors,
            "who acts: countries, people or organizations",
        ),
        key(
            "targets",
            Kind::Actors,
            "who is acted on: countries, people or organizations",
        ),
        key("people", Kind::Texts, "people involved"),
        key("organizations", Kind::Texts, "organizations and blocs involved"),
        key(
            "category",
            Kind::Category,
            "what kind of event, after PLOVER/CAMEO",
        ),
        key("status", Kind::Status, "whether it happened"),
        key("location", Kind::TextOr(&LOCATION), "where it took place"),
        key("summary", Kind::Text, "plain text, paragraphs by blank lines"),
        key("tags", Kind::Texts, "the author's own words"),
        key(
            "significance",
            Kind::Integer(1, 5),
            "what stays visible when zoomed out; 3 when absent",
        ),
        key("sources", Kind::Citations, "where it is from"),
        key("relations", Kind::Relations, "relations to other events"),
        key("claims", Kind::Tables(&CLAIM), "who asserts it and who denies it"),
        key(
            "credibility",
            Kind::Integer(1, 6),
            "Admiralty code of the information",
        ),
        key("media", Kind::Tables(&MEDIA), "pictures"),
    ],
};

/// `location = { … }`.
pub static LOCATION: Table = Table {
    name: "location",
    doc: "a place",
    keys: &[
        key("name", Kind::Text, "the town or site"),
        key("country", Kind::Country, "whose ground it is"),
        key("lat", Kind::Number(-90, 90), "degrees north"),
        key("lon", Kind::Number(-180, 180), "degrees east"),
    ],
};

/// An element of `sources`.
pub static CITATION: Table = Table {
    name: "source of an event",
    doc: "a source by id, or said in place",
    keys: &[
        key("id", Kind::Text, "id of a [[source]] of any file"),
        key("url", Kind::Text, "address of a source said in place"),
        key("title", Kind::Text, "its title"),
        key("publisher", Kind::Text, "who published it"),
        key("published", Kind::Date, "when it came out"),
        key("locator", Kind::Text, "where in it"),
        key("quote", Kind::Text, "its exact words"),
    ],
};

/// An element of `claims`.
pub static CLAIM: Table = Table {
    name: "claim",
    doc: "who says so, and who denies it",
    keys: &[
        required("by", Kind::Actors, "countries, people or organizations"),
        required("stance", Kind::Stance, "asserts or denies"),
        key("sources", Kind::Citations, "where they are quoted"),
    ],
};

/// An element of `media`.
pub static MEDIA: Table = Table {
    name: "media",
    doc: "a picture",
    keys: &[
        key("url", Kind::Text, "its address"),
        key("path", Kind::Text, "its file, relative to this one"),
        key("caption", Kind::Text, "what it shows"),
        key("credit", Kind::Text, "whose it is"),
    ],
};

/// `[[source]]`.
pub static SOURCE: Table = Table {
    name: "source",
    doc: "an article, document or page that events are from",
    keys: &[
        required("id", Kind::Id, "unique over all files"),
        key("title", Kind::Text, "its title"),
        key("publisher", Kind::Text, "who published it"),
        key("published", Kind::Date, "when it came out"),
        key("url", Kind::Text, "its address"),
        key(
            "reliability",
            Kind::Letter("ABCDEF"),
            "Admiralty code of the source",
        ),
        key("text", Kind::Text, "path of a saved copy, relative to this file"),
    ],
};

/// `[[person]]`.
pub static PERSON: Table = Table {
    name: "person",
    doc: "one spelling of a name, whichever was typed",
    keys: &[
        required("name", Kind::Text, "the spelling shown"),
        key("aliases", Kind::Texts, "other spellings"),
        key("country", Kind::Country, "the state served"),
        key("offices", Kind::Tables(&OFFICE), "offices held"),
    ],
};

/// An element of `offices`.
pub static OFFICE: Table = Table {
    name: "office",
    doc: "an office that a person held",
    keys: &[
        required("title", Kind::Text, "what it is called"),
        key("date", Kind::Date, "from when until when"),
    ],
};

/// `[[organization]]`.
pub static ORGANIZATION: Table = Table {
    name: "organization",
    doc: "one spelling of a name, and a bloc of one's own",
    keys: &[
        required("name", Kind::Text, "the spelling shown"),
        key("aliases", Kind::Texts, "other spellings"),
        key("members", Kind::Tables(&MEMBER), "member states"),
    ],
};

/// An element of `members`.
pub static MEMBER: Table = Table {
    name: "member",
    doc: "a state's membership",
    keys: &[
        required("country", Kind::Country, "the state"),
        key("date", Kind::Date, "from when until when; always when absent"),
    ],
};

/// `[[era]]`.
pub static ERA: Table = Table {
    name: "era",
    doc: "a stretch of time drawn behind the events",
    keys: &[
        required("title", Kind::Text, "what it is called"),
        required("date", Kind::Date, "from when until when"),
        key(
            "countries",
            Kind::Countries,
            "whom it concerns; everybody when absent",
        ),
    ],
};

/// The tables that a file may hold.
pub static FILE: &[&Table] = &[&EVENT, &SOURCE, &PERSON, &ORGANIZATION, &ERA];
