//! Large collections that look like real ones, the same for the same seed.
//!
//! The density grows with the years, some countries stand in most events and most in few, dates are as
//! precise as people know them, and relations lead back to what happened shortly before.

use std::{fmt::Write as _, fs, io, path::Path};

use annals::places::{Code, Kind};

/// How large, and which.
#[derive(Clone, Copy, Debug)]
pub struct Size {
    /// How many events.
    pub events: usize,
    /// In how many files.
    pub files: usize,
    /// The same seed gives the same bytes.
    pub seed: u64,
}

/// Writes the collection into `folder`: a folder for each decade, and `names.toml` with people and organizations.
pub fn write(folder: &Path, size: Size) -> io::Result<()> {
    fs::create_dir_all(folder)?;
    save(&folder.join("names.toml"), &names())?;
    let events = events(size);
    let per_file = events.len().div_ceil(size.files.max(1)).max(1);
    for (number, part) in events.chunks(per_file).enumerate() {
        let year = part[0].year;
        let decade = folder.join(format!("{}s", year - year % 10));
        fs::create_dir_all(&decade)?;
        save(
            &decade.join(format!("{year}-{number:04}.toml")),
            &file(part, number),
        )?;
    }
    Ok(())
}

/// Generated files are made anew, not changed: nothing is lost where writing breaks off.
#[allow(clippy::disallowed_methods)]
fn save(path: &Path, text: &str) -> io::Result<()> {
    fs::write(path, text)
}

/// Splitmix64 (Steele, Lea, Flood 2014): small, and the same everywhere.
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    /// At least 0, below 1.
    fn share(&mut self) -> f64 {
        (self.next() >> 11) as f64 / (1_u64 << 53) as f64
    }

    fn below(&mut self, limit: usize) -> usize {
        (self.share() * limit as f64) as usize
    }

    fn pick<'a, T: ?Sized>(&mut self, items: &[&'a T]) -> &'a T {
        items[self.below(items.len())]
    }

    fn one_in(&mut self, times: usize) -> bool {
        self.below(times) == 0
    }
}

/// What is drawn of an event before events are put into order.
struct Event {
    year: i64,
    /// Month and day.
    day: (usize, usize),
    date: String,
    countries: Vec<Code>,
    category: &'static str,
    words: Words,
    seed: u64,
    id: String,
    /// A relation with its target.
    relation: Option<(&'static str, String)>,
}

/// What the patterns of titles and sentences are filled with.
struct Words {
    a: &'static str,
    b: &'static str,
    c: &'static str,
    t: &'static str,
    p: String,
    q: String,
    n: usize,
}

impl Words {
    /// `pattern` with `{a}` and `{b}` as countries, `{c}` as city, `{t}` as topic, `{p}` and `{q}` as people, `{n}` as number.
    fn fill(&self, pattern: &str) -> String {
        pattern
            .replace("{a}", self.a)
            .replace("{b}", self.b)
            .replace("{c}", self.c)
            .replace("{t}", self.t)
            .replace("{p}", &self.p)
            .replace("{q}", &self.q)
            .replace("{n}", &self.n.to_string())
    }
}

fn events(size: Size) -> Vec<Event> {
    let mut random = Random(size.seed);
    let countries = countries();
    let weights = cumulated((0..countries.len()).map(|rank| 1.0 / (rank + 2) as f64));
    let kinds = cumulated(CATEGORIES.iter().map(|(_, weight, _)| f64::from(*weight)));
    let mut events: Vec<Event> = (0..size.events)
        .map(|_| event(&mut random, &countries, &weights, &kinds))
        .collect();
    events.sort_by_key(|event| (event.year, event.day));
    for index in 0..events.len() {
        let sides: Vec<String> = events[index]
            .countries
            .iter()
            .map(|code| code.alpha3().to_lowercase())
            .collect();
        events[index].id = format!("{}-{}-{index}", events[index].category, sides.join("-"));
        if index > 0 && random.one_in(12) {
            let target = index - 1 - random.below(index.min(400));
            events[index].relation = Some((random.pick(RELATIONS), events[target].id.clone()));
        }
    }
    events
}

fn event(random: &mut Random, countries: &[Code], weights: &[f64], kinds: &[f64]) -> Event {
    // Density grows with the years.
    let year = 1945 + (81.0 * random.share().powf(1.0 / 2.2)) as i64;
    let mut month = 1 + random.below(12);
    let mut day = 1 + random.below(28);
    let date = date(random, year, &mut month, &mut day);
    let wanted = [1, 2, 2, 2, 2, 2, 3, 3][random.below(8)];
    let mut chosen: Vec<Code> = Vec::new();
    while chosen.len() < wanted.max(2) {
        let code = countries[drawn(random, weights)];
        if !chosen.contains(&code) {
            chosen.push(code);
        }
    }
    let words = Words {
        a: chosen[0].name(),
        b: chosen[1].name(),
        c: random.pick(CITIES),
        t: random.pick(TOPICS),
        p: person(random),
        q: person(random),
        n: 2 + (random.share().powi(3) * 900.0) as usize,
    };
    chosen.truncate(wanted);
    Event {
        year,
        day: (month, day),
        date,
        countries: chosen,
        category: CATEGORIES[drawn(random, kinds)].0,
        words,
        seed: random.next(),
        id: String::new(),
        relation: None,
    }
}

/// A date in EDTF; `month` and `day` are set to what the event sorts by.
fn date(random: &mut Random, year: i64, month: &mut usize, day: &mut usize) -> String {
    let whole = format!("{year}-{month:02}-{day:02}");
    let text = match random.below(200) {
        0..16 => format!("{year}"),
        16..18 => format!("{year}~"),
        18 => format!("{year}?"),
        19 => format!("{}X", year / 10),
        20..30 => format!("{year}-{month:02}"),
        30..32 => format!("{year}-{}", 21 + random.below(3)),
        32 => format!("[{whole},{year}-12-31]"),
        33..42 => format!(
            "{whole}/{year}-{month:02}-{:02}",
            (*day + 1 + random.below(9)).min(28)
        ),
        42 => format!("{whole}/{}-{month:02}", year + 1 + random.below(3) as i64),
        43 => format!("{whole}/.."),
        44..48 => format!("{whole}?"),
        48..50 => format!("{whole}T{:02}:{:02}:00Z", random.below(24), random.below(60)),
        _ => whole,
    };
    if text.len() < "1945-01-01".len() {
        *day = 0;
        if text.len() < "1945-01".len() {
            *month = 0;
        }
    }
    text
}

fn person(random: &mut Random) -> String {
    format!("{} {}", random.pick(FIRST), random.pick(LAST))
}

fn cumulated(weights: impl Iterator<Item = f64>) -> Vec<f64> {
    weights
        .scan(0.0, |sum, weight| {
            *sum += weight;
            Some(*sum)
        })
        .collect()
}

fn drawn(random: &mut Random, cumulated: &[f64]) -> usize {
    let at = random.share() * cumulated.last().copied().unwrap_or_default();
    cumulated
        .partition_point(|sum| *sum <= at)
        .min(cumulated.len() - 1)
}

/// The states of today, the frequent ones first.
fn countries() -> Vec<Code> {
    let frequent = FREQUENT.split_whitespace().filter_map(Code::from_alpha3);
    let mut countries: Vec<Code> = frequent.collect();
    let rest: Vec<Code> = Code::all()
        .filter(|code| code.country().kind == Kind::State && !countries.contains(code))
        .collect();
    countries.extend(rest);
    countries
}

/// One file: its own sources, then its events.
fn file(events: &[Event], number: usize) -> String {
    let mut text = String::new();
    let sources = events.len().div_ceil(20);
    for source in 0..sources {
        let first = &events[source * 20];
        let published = format!(
            "{}-{:02}-{:02}",
            first.year,
            first.day.0.max(1),
            first.day.1.max(1)
        );
        let _ = write!(
            text,
            "[[source]]\nid = \"report-{number}-{source}\"\ntitle = \"{} and {}: {}\"\npublisher = \"{}\"\npublished = {published}\n\n",
            first.words.a,
            first.words.b,
            first.words.t,
            PUBLISHERS[(number + source) % PUBLISHERS.len()],
        );
    }
    for (index, event) in events.iter().enumerate() {
        write_event(&mut text, event, number, index / 20);
    }
    text
}

fn write_event(text: &mut String, event: &Event, file: usize, source: usize) {
    let mut random = Random(event.seed);
    let words = &event.words;
    let (_, _, titles) = CATEGORIES
        .iter()
        .find(|(name, ..)| *name == event.category)
        .unwrap_or(&CATEGORIES[0]);
    let title = words.fill(random.pick(titles));
    let first = random.below(SENTENCES.len());
    let sentences: Vec<String> = (0..=random.below(3))
        .map(|step| words.fill(SENTENCES[(first + 2 * step) % SENTENCES.len()]))
        .collect();
    let countries: Vec<&str> = event.countries.iter().map(|code| code.alpha3()).collect();
    let _ = write!(
        text,
        "[[event]]\nid = \"{}\"\ntitle = \"{title}\"\ndate = \"{}\"\ncountries = {}\ncategory = \"{}\"\n",
        event.id,
        event.date,
        array(&countries),
        event.category,
    );
    let summary = sentences.join(" ");
    if summary.contains(&words.p) || title.contains(&words.p) {
        let _ = writeln!(text, "people = {}", array(&[&words.p]));
    }
    if random.one_in(8) {
        let _ = writeln!(text, "organizations = {}", array(&[random.pick(ORGANIZATIONS)]));
    }
    if random.one_in(12) {
        let _ = writeln!(text, "status = \"{}\"", random.pick(STATUS));
    }
    if random.one_in(3) {
        let _ = writeln!(text, "location = \"{}\"", words.c);
    }
    let mut tags: Vec<&str> = (0..random.below(4)).map(|_| random.pick(TAGS)).collect();
    tags.sort_unstable();
    tags.dedup();
    let _ = writeln!(text, "summary = \"{summary}\"");
    if !tags.is_empty() {
        let _ = writeln!(text, "tags = {}", array(&tags));
    }
    let significance = [1, 1, 2, 2, 2, 3, 3, 3, 4, 5][random.below(10)];
    if significance != 3 {
        let _ = writeln!(text, "significance = {significance}");
    }
    let cited = if random.one_in(2) {
        format!("report-{file}-{source}")
    } else {
        format!(
            "{}{}/{:08x}",
            random.pick(SITES),
            event.year,
            random.next() as u32
        )
    };
    let _ = writeln!(text, "sources = {}", array(&[&cited]));
    if let Some((kind, target)) = &event.relation {
        let _ = writeln!(text, "relations = {{ {kind} = {} }}", array(&[target]));
    }
    if random.one_in(25)
        && let Some(by) = countries.first()
    {
        let stance = if random.one_in(2) { "asserts" } else { "denies" };
        let _ = writeln!(text, "claims = [{{ by = [\"{by}\"], stance = \"{stance}\" }}]");
    }
    text.push('\n');
}

fn array(items: &[&str]) -> String {
    let quoted: Vec<String> = items.iter().map(|item| format!("\"{item}\"")).collect();
    format!("[{}]", quoted.join(", "))
}

/// A few people with another spelling, and every organization.
fn names() -> String {
    let mut text = String::new();
    for (first, other) in FIRST.iter().zip(LAST) {
        let _ = write!(
            text,
            "[[person]]\nname = \"{first} {other}\"\naliases = [\"{other}, {first}\"]\n\n"
        );
    }
    for name in ORGANIZATIONS.iter().filter(|name| name.contains(' ')) {
        let _ = write!(text, "[[organization]]\nname = \"{name}\"\n\n");
    }
    text
}

const FREQUENT: &str = "USA RUS CHN PRK GBR FRA DEU KOR UKR ISR IRN JPN IND PAK IRQ SYR TUR SAU EGY PSE AFG VNM CUB POL \
    ITA TWN LBN YEM LBY SRB GEO BLR VEN BRA AUS CAN ESP MMR SDN ETH COD NGA ZAF SOM KEN COL MEX ARG CHL NIC";

/// Name, weight, titles.
const CATEGORIES: &[(&str, u8, &[&str])] = &[
    (
        "treaty",
        4,
        &[
            "{a} and {b} sign treaty on {t}",
            "{a} ratifies {t} treaty with {b}",
        ],
    ),
    (
        "agreement",
        8,
        &[
            "{a} and {b} agree on {t}",
            "{a}–{b} memorandum on {t} signed in {c}",
        ],
    ),
    (
        "visit",
        11,
        &[
            "{p} of {a} visits {b}",
            "Foreign minister {p} of {a} arrives in {c} for talks with {b}",
        ],
    ),
    (
        "summit",
        5,
        &[
            "{c} summit: {p} of {a} meets {q} of {b}",
            "{a} and {b} hold summit in {c}",
        ],
    ),
    (
        "meeting",
        10,
        &[
            "Officials of {a} and {b} meet in {c} on {t}",
            "Deputy ministers of {a} and {b} discuss {t}",
        ],
    ),
    (
        "statement",
        12,
        &[
            "{a} warns {b} over {t}",
            "{a} condemns the position of {b} on {t}",
        ],
    ),
    (
        "negotiation",
        6,
        &[
            "{a} and {b} resume talks on {t}",
            "Talks on {t} between {a} and {b} break down in {c}",
        ],
    ),
    (
        "sanction",
        6,
        &[
            "{a} imposes sanctions on {b} over {t}",
            "{a} lifts part of its sanctions against {b}",
        ],
    ),
    (
        "aid",
        5,
        &[
            "{a} sends {n} tonnes of food aid to {b}",
            "{a} pledges ${n} million in aid to {b}",
        ],
    ),
    (
        "military",
        8,
        &[
            "{a} and {b} begin joint exercises near {c}",
            "{a} deploys {n} troops to the border of {b}",
        ],
    ),
    (
        "conflict",
        7,
        &[
            "Clashes of {a} and {b} forces near {c} kill {n}",
            "{a} shells positions in {b}",
        ],
    ),
    (
        "test",
        3,
        &[
            "{a} test-fires missile toward waters of {b}",
            "{a} announces test of {t} system",
        ],
    ),
    (
        "protest",
        4,
        &[
            "{n} people protest in {c} against {t}",
            "{a} summons ambassador of {b} over {t}",
        ],
    ),
    (
        "election",
        3,
        &[
            "{p} wins presidential election in {a}",
            "{a} votes for a parliament amid dispute over {t}",
        ],
    ),
    (
        "vote",
        3,
        &[
            "Security Council votes on {t} in {a}",
            "{a} vetoes resolution on {t} in {b}",
        ],
    ),
    (
        "cyber",
        2,
        &[
            "{a} accuses {b} of cyberattack on {t} network",
            "Hackers linked to {a} breach ministry of {b}",
        ],
    ),
    (
        "trade",
        7,
        &[
            "{a} raises tariffs on goods of {b} by {n}%",
            "{a} and {b} sign {t} trade deal worth ${n} million",
        ],
    ),
    (
        "disaster",
        2,
        &[
            "Earthquake near {c} in {a} kills {n}",
            "{b} sends rescuers to {a} after floods near {c}",
        ],
    ),
    (
        "other",
        2,
        &[
            "{a} opens consulate in {c}",
            "{a} and {b} mark anniversary of diplomatic relations",
        ],
    ),
];

const SENTENCES: &[&str] = &[
    "Officials from {a} and {b} met in {c} for {n} hours and discussed {t}.",
    "{p} said that {a} would not accept any change of the status quo on {t} without {b}.",
    "{q}, speaking for {b}, called the step “a serious mistake” and promised an answer within {n} days.",
    "State media of {a} reported that {p} had received the delegation led by {q}.",
    "According to the joint statement, both sides will set up a working group on {t} in {c}.",
    "The move followed {n} weeks of tension between {a} and {b} over {t}.",
    "Observers in {c} described it as the most important contact between {a} and {b} in {n} months.",
    "No date for a next round was given, although {q} was invited to {a}.",
    "The text has {n} articles and covers {t}, trade and the return of detained citizens.",
];

const TOPICS: &[&str] = &[
    "nuclear weapons",
    "fishing rights",
    "border demarcation",
    "gas transit",
    "arms control",
    "prisoner exchange",
    "refugees",
    "oil exports",
    "grain exports",
    "maritime boundaries",
    "missile defence",
    "visa rules",
    "human rights",
    "semiconductor exports",
    "air traffic",
    "water sharing",
    "customs",
    "satellite launches",
    "family reunions",
    "extradition",
    "uranium enrichment",
    "peacekeeping",
    "currency swaps",
    "rail links",
    "counter-terrorism",
    "climate finance",
    "rare earths",
    "joint exercises",
    "election interference",
    "the ceasefire",
];

const CITIES: &[&str] = &[
    "Geneva",
    "Vienna",
    "Moscow",
    "Beijing",
    "Washington",
    "Pyongyang",
    "Seoul",
    "Tokyo",
    "Paris",
    "London",
    "Berlin",
    "Ankara",
    "Tehran",
    "Baghdad",
    "Cairo",
    "Doha",
    "Riyadh",
    "New Delhi",
    "Islamabad",
    "Kabul",
    "Kyiv",
    "Minsk",
    "Astana",
    "Hanoi",
    "Singapore",
    "Jakarta",
    "Canberra",
    "Nairobi",
    "Addis Ababa",
    "Pretoria",
    "Brasília",
    "Havana",
    "Caracas",
    "Bogotá",
    "Reykjavík",
    "Helsinki",
    "Valletta",
    "Yalta",
    "Panmunjom",
    "Vladivostok",
    "Sochi",
    "Samarkand",
    "Tbilisi",
    "Yerevan",
    "Baku",
    "Damascus",
    "Beirut",
    "Jerusalem",
    "Ramallah",
    "Sanaa",
    "Tripoli",
    "Khartoum",
    "Mogadishu",
    "Kinshasa",
    "Lagos",
];

const FIRST: &[&str] = &[
    "Ivan", "Li", "Wang", "Anna", "Sergei", "John", "David", "Maria", "Ahmed", "Hassan", "Ali", "Yuki",
    "Hiro", "Park", "Choe", "Nguyen", "Pierre", "Marie", "Hans", "Karl", "José", "Luis", "Ana", "Olga",
    "Viktor", "Mikhail", "Omar", "Fatima", "Amara", "Kofi", "Thabo", "Ravi", "Priya", "Indira", "Zoran",
    "Milan", "Elena",
];

const LAST: &[&str] = &[
    "Petrov",
    "Jong-su",
    "Wei",
    "Jun",
    "Kowalska",
    "Ivanov",
    "Smith",
    "Miller",
    "García",
    "al-Hassan",
    "Rahman",
    "Khan",
    "Tanaka",
    "Sato",
    "Min-ho",
    "Ryong-hae",
    "Van",
    "Dubois",
    "Laurent",
    "Schmidt",
    "Weber",
    "Silva",
    "Pérez",
    "Morales",
    "Sokolova",
    "Orlov",
    "Kuznetsov",
    "Farouk",
    "Okafor",
    "Mensah",
    "Dlamini",
    "Sharma",
    "Patel",
    "Petrović",
    "Horvat",
    "Popescu",
    "Lindqvist",
    "Haugen",
    "Nieminen",
];

const ORGANIZATIONS: &[&str] = &[
    "NATO",
    "UN",
    "EU",
    "ASEAN",
    "BRICS",
    "G7",
    "Red Cross",
    "World Bank",
    "Arab League",
    "African Union",
];

const PUBLISHERS: &[&str] = &[
    "Reuters",
    "Associated Press",
    "Yonhap",
    "TASS",
    "The Guardian",
    "Le Monde",
];

const SITES: &[&str] = &[
    "https://news.example/world/",
    "https://agency.example/article/",
    "https://archive.example/cables/",
    "https://press.example/en/",
];

const TAGS: &[&str] = &[
    "diplomacy",
    "nuclear",
    "border",
    "energy",
    "naval",
    "air",
    "summit-series",
    "humanitarian",
    "cold-war",
    "detente",
    "missile",
    "space",
    "ceasefire",
    "economy",
    "arms",
];

const STATUS: &[&str] = &[
    "alleged",
    "alleged",
    "disputed",
    "disputed",
    "planned",
    "cancelled",
    "ongoing",
];

const RELATIONS: &[&str] = &[
    "follows",
    "responds-to",
    "part-of",
    "reciprocates",
    "replaces",
    "led-to-by",
    "contradicts",
];
