//! Articles that read like news, of as many words as are asked for; the same for the same seed.

/// Countries with their adjective, their capital and an office with its holder.
const SIDES: [[&str; 4]; 12] = [
    ["Russia", "Russian", "Moscow", "Foreign Minister Pavel Orlov"],
    ["China", "Chinese", "Beijing", "Premier Wen Anhai"],
    ["Japan", "Japanese", "Tokyo", "Prime Minister Kenji Mori"],
    ["South Korea", "South Korean", "Seoul", "President Han Sung-min"],
    ["Vietnam", "Vietnamese", "Hanoi", "President Le Van Binh"],
    ["India", "Indian", "New Delhi", "Defence Minister Arun Rao"],
    ["Germany", "German", "Berlin", "Chancellor Jonas Keller"],
    ["Turkey", "Turkish", "Ankara", "President Emre Aydin"],
    ["Egypt", "Egyptian", "Cairo", "Foreign Minister Samir Nagib"],
    ["Brazil", "Brazilian", "Brasilia", "President Rui Teixeira"],
    ["Poland", "Polish", "Warsaw", "Prime Minister Jan Zielak"],
    ["Kenya", "Kenyan", "Nairobi", "President Peter Mwangi"],
];

/// Sentences: `A` to `D` are the first side's parts, `a` to `d` the second's, `@` a date, `#` a number.
const SENTENCES: [&str; 20] = [
    "{D} arrived in {c} {@} for talks with {d}, the first visit of its kind in {#} years.",
    "The two sides signed an agreement on trade in {C} {@}.",
    "{A} will host a summit of ministers next month, an official said {@}.",
    "{B} officials accused {a} of breaking the treaty of 1994, which {a} denied.",
    "\"We did not come here to count the past,\" {D} told reporters, and smiled for a while.",
    "The {B} army tested a missile {@}, the defence ministry in {C} said in a statement.",
    "{a} imposed sanctions on {#} companies from {A} in March 2022, and lifted them two years later.",
    "Farmers in the hills around {C} have waited for rain since the spring, and the price of bread has doubled.",
    "{A} and {a} opened diplomatic relations on 12 October 1948; the embassy in {c} was closed between 1961 and 1974.",
    "Analysts say that little will change before the end of the year, whatever is written in the communique.",
    "{D} is to meet {d} in {c} on Friday, according to the {b} news agency.",
    "In the first half of the year trade between {A} and {a} grew by {#} percent, the central bank reported {@}.",
    "Thousands of people marched through {C} {@} to protest against the law, which parliament adopted last week.",
    "The ministry did not answer questions, and the spokesman, who has served three governments, closed his folder.",
    "{B} troops crossed the border in August 2008 and withdrew within ten days, under a truce that others had brokered.",
    "Before the talks {D} had called {d}, and both agreed to send observers to the region by mid-July.",
    "{a} condemned the attack of {@}, in which at least {#} people were killed.",
    "At the market nobody spoke of the summit; they spoke of onions, of the buses, of a wedding on Sunday.",
    "The United Nations Security Council voted {@} to extend the mission in {A} until 30 June 2025.",
    "{B} exports of grain to {a} were stopped a year ago and have not been taken up again.",
];

const DATES: [&str; 10] = [
    "on Tuesday",
    "on 3 May 2019",
    "last week",
    "on June 11",
    "two days ago",
    "in September 2023",
    "yesterday",
    "in late April",
    "on Monday",
    "earlier this month",
];

/// A text of at least `words` words, in paragraphs.
pub fn article(seed: u64, words: usize) -> String {
    let mut random = Random(seed);
    let mut text = String::new();
    let (mut written, mut sentence) = (0, 0_usize);
    let (mut one, mut other) = (random.below(SIDES.len()), random.below(SIDES.len()));
    while written < words {
        let pattern = SENTENCES[random.below(SENTENCES.len())];
        let filled = fill(pattern, SIDES[one], SIDES[other], &mut random);
        written += filled.split(' ').count();
        text.push_str(&filled);
        sentence += 1;
        // A paragraph has three sentences; another pair of countries comes up every few.
        text.push_str(if sentence.is_multiple_of(3) { "\n\n" } else { " " });
        if sentence.is_multiple_of(9) {
            (one, other) = (random.below(SIDES.len()), random.below(SIDES.len()));
        }
    }
    text
}

fn fill(pattern: &str, one: [&str; 4], other: [&str; 4], random: &mut Random) -> String {
    let mut filled = pattern.to_owned();
    for (index, letter) in ["A", "B", "C", "D"].into_iter().enumerate() {
        filled = filled.replace(&format!("{{{letter}}}"), one[index]);
        filled = filled.replace(&format!("{{{}}}", letter.to_lowercase()), other[index]);
    }
    let number = (random.below(60) + 2).to_string();
    filled
        .replace("{@}", DATES[random.below(DATES.len())])
        .replace("{#}", &number)
}

/// Splitmix64 (Steele, Lea, Flood 2014).
struct Random(u64);

impl Random {
    fn below(&mut self, most: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        ((mixed ^ (mixed >> 31)) % most.max(1) as u64) as usize
    }
}
