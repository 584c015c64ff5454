//! What of an event stands in its record, part by part, and in which words.

use super::{
    Page, Piece, RecordLine, Target, Tone,
    flow::{piece, wrap},
};
use crate::{
    dates::{
        Day, Edtf, Precision,
        day::{FIRST, LAST},
        words,
    },
    model::{Actor, Citation, Claim, Event, Location, Severity, Stance, Status, Term, admiralty},
    places::Code,
    text,
    tui::{state::Detail, view::theme::mark},
};

/// Columns of the names of parts, from a width on at which they leave room for the parts.
const NAMES: usize = 10;
const NAMES_FROM: usize = 36;

impl Page {
    /// The record of an event for so many columns; `today` is what "2 years ago" counts from.
    pub fn new(detail: &Detail, width: usize, today: Day) -> Self {
        let mut build = Build {
            width: width.max(1),
            lines: Vec::new(),
            targets: Vec::new(),
        };
        build.all(detail, today);
        while build.lines.last().is_some_and(|line| line.pieces.is_empty()) {
            build.lines.pop();
        }
        Self {
            id: detail.event.id.clone(),
            width,
            lines: build.lines,
            targets: build.targets,
        }
    }
}

struct Build {
    width: usize,
    lines: Vec<RecordLine>,
    targets: Vec<Target>,
}

impl Build {
    fn all(&mut self, detail: &Detail, today: Day) {
        let event = &*detail.event;
        self.flow(&[piece(Tone::Title, &event.title)], 0, 0, None);
        self.blank();
        self.when(event, today);
        self.kind(event);
        self.countries(event);
        self.sides(event);
        self.names("people", &event.people);
        self.names("groups", &event.organizations);
        if let Some(location) = &event.location {
            self.place(location);
        }
        self.rating(event);
        self.names("tags", &event.tags);
        self.findings(detail);
        self.summary(&event.summary);
        self.claims(&event.claims);
        self.relations(detail);
        self.sources(&event.sources);
        self.media(event);
        self.origin(event);
    }

    // Lines.

    fn blank(&mut self) {
        let ends_blank = self.lines.last().is_none_or(|line| line.pieces.is_empty());
        if !ends_blank {
            self.lines.push(RecordLine::default());
        }
    }

    fn target(&mut self, target: Target) -> usize {
        self.targets.push(target);
        self.targets.len() - 1
    }

    /// Text from column `indent` on; lines after the first from `hang` on.
    fn flow(&mut self, pieces: &[Piece], indent: usize, hang: usize, target: Option<usize>) {
        // What is too narrow for indents has none.
        let most = self.width.saturating_sub(12);
        for line in wrap(pieces, self.width, indent.min(most), hang.min(most)) {
            self.lines.push(RecordLine { pieces: line, target });
        }
    }

    /// A named part: the name in a column of its own, or before the text where there is no room for one.
    fn part(&mut self, name: &str, mut pieces: Vec<Piece>) {
        if self.width < NAMES_FROM {
            pieces.insert(0, piece(Tone::Quiet, &format!("{name}: ")));
            self.flow(&pieces, 0, 2, None);
            return;
        }
        let first = self.lines.len();
        self.flow(&pieces, NAMES, NAMES, None);
        if let Some(blanks) = self.lines.get_mut(first).and_then(|line| line.pieces.first_mut()) {
            *blanks = piece(Tone::Quiet, &text::fit(name, NAMES));
        }
    }

    fn heading(&mut self, heading: &str) {
        self.blank();
        self.flow(&[piece(Tone::Heading, heading)], 0, 0, None);
    }

    // Parts.

    fn when(&mut self, event: &Event, today: Day) {
        let date = &event.date;
        let mut more = vec![String::new(), precision_words(date.precision()).to_owned()];
        more.extend(from_today(date, today));
        // Plain days, months and years, and from one to another, say nothing more as written.
        let plain = |part: &str| !part.is_empty() && part.chars().all(|c| c.is_ascii_digit() || c == '-');
        if !date.as_str().split('/').all(plain) {
            more.push(format!("written {date}"));
        }
        self.part(
            "when",
            vec![
                piece(Tone::Date, &date.words()),
                piece(Tone::Quiet, &more.join(" · ")),
            ],
        );
    }

    fn kind(&mut self, event: &Event) {
        let (category, status) = (event.category.known(), event.status.known());
        let tone = Tone::Category(category);
        let mut pieces = vec![
            piece(tone, &format!("{} {}", mark(category, status), event.category)),
            piece(Tone::Plain, " · "),
            piece(
                match status {
                    Some(Status::Occurred | Status::Ongoing) => Tone::Plain,
                    _ => Tone::Warning,
                },
                &event.status.to_string(),
            ),
        ];
        if let Some(status) = status.filter(|status| *status != Status::Occurred) {
            pieces.push(piece(Tone::Quiet, &format!(": {}", status.meaning())));
        }
        self.part("what", pieces);
    }

    fn countries(&mut self, event: &Event) {
        let mut pieces = Vec::new();
        for (index, country) in event.countries.iter().enumerate() {
            if index > 0 {
                pieces.push(piece(Tone::Quiet, " · "));
            }
            pieces.extend(country_pieces(country));
        }
        if !pieces.is_empty() {
            self.part("countries", pieces);
        }
    }

    fn sides(&mut self, event: &Event) {
        if event.initiators.is_empty() && event.targets.is_empty() {
            return;
        }
        let mut pieces = actors(&event.initiators);
        if !event.targets.is_empty() {
            pieces.push(piece(Tone::Quiet, if pieces.is_empty() { "→ " } else { " → " }));
            pieces.extend(actors(&event.targets));
        }
        self.part("acts", pieces);
    }

    fn names(&mut self, name: &str, names: &[Box<str>]) {
        if !names.is_empty() {
            self.part(name, vec![piece(Tone::Plain, &names.join(" · "))]);
        }
    }

    fn place(&mut self, location: &Location) {
        let mut pieces = Vec::new();
        if !location.name.is_empty() {
            pieces.push(piece(Tone::Plain, &location.name));
        }
        if let Some(country) = &location.country {
            let said = match country {
                Term::Known(code) => code.name(),
                Term::Written(written) => written,
            };
            // "Switzerland, Switzerland" says nothing.
            if *said != *location.name {
                if !pieces.is_empty() {
                    pieces.push(piece(Tone::Plain, ", "));
                }
                pieces.push(piece(Tone::Plain, said));
            }
        }
        if let Some((north, east)) = location.coordinates {
            let said = format!(
                "{:.2}°\u{a0}{} {:.2}°\u{a0}{}",
                north.abs(),
                if north < 0.0 { "S" } else { "N" },
                east.abs(),
                if east < 0.0 { "W" } else { "E" }
            );
            if !pieces.is_empty() {
                pieces.push(piece(Tone::Plain, " · "));
            }
            pieces.push(piece(Tone::Quiet, &said));
        }
        if !pieces.is_empty() {
            self.part("place", pieces);
        }
    }

    fn rating(&mut self, event: &Event) {
        if event.significance != 3 {
            let stars = "★".repeat(usize::from(event.significance.min(5)));
            let said = format!("{stars} {} of 5", event.significance);
            self.part("weight", vec![piece(Tone::Plain, &said)]);
        }
        if let Some(credibility) = event.credibility {
            let said = format!("{credibility}: {}", admiralty::credibility(credibility));
            self.part("credible", vec![piece(Tone::Plain, &said)]);
        }
    }

    fn findings(&mut self, detail: &Detail) {
        if detail.findings.is_empty() {
            return;
        }
        self.blank();
        let target = self.target(Target::Findings);
        for finding in &detail.findings {
            let (tone, head) = match finding.severity() {
                Severity::Error => (Tone::Error, "! error: "),
                Severity::Warning => (Tone::Warning, "! warning: "),
            };
            let line = if finding.line > 0 {
                format!(" (line {})", finding.line)
            } else {
                String::new()
            };
            let pieces = vec![
                piece(tone, head),
                piece(Tone::Plain, &finding.message),
                piece(Tone::Quiet, &line),
            ];
            self.flow(&pieces, 0, 2, Some(target));
            if let Some(help) = &finding.help {
                self.flow(&[piece(Tone::Quiet, help)], 2, 2, Some(target));
            }
        }
    }

    fn summary(&mut self, summary: &str) {
        let text = text::harmless_lines(summary);
        let mut paragraph = String::new();
        self.blank();
        for line in text.lines().chain([""]) {
            let line = line.trim();
            if !line.is_empty() {
                if !paragraph.is_empty() {
                    paragraph.push(' ');
                }
                paragraph.push_str(line);
            } else if !paragraph.is_empty() {
                self.flow(&[piece(Tone::Plain, &paragraph)], 0, 0, None);
                self.blank();
                paragraph.clear();
            }
        }
    }

    /// Who says so and who denies it, below each other, never merged.
    fn claims(&mut self, claims: &[Claim]) {
        if claims.is_empty() {
            return;
        }
        self.heading("WHO SAYS SO");
        let indent = if self.width < 48 { 2 } else { 11 };
        for (stance, sign, tone) in [
            (Stance::Asserts, "+ asserts  ", Tone::Asserts),
            (Stance::Denies, "− denies   ", Tone::Denies),
        ] {
            for claim in claims.iter().filter(|claim| claim.stance == stance) {
                let mut pieces = vec![piece(tone, sign)];
                if claim.by.is_empty() {
                    pieces.push(piece(Tone::Quiet, "somebody"));
                }
                pieces.extend(actors(&claim.by));
                self.flow(&pieces, 0, indent, None);
                for citation in &claim.sources {
                    let mut said = citation.source.label().to_owned();
                    if !citation.locator.is_empty() {
                        said.push_str(", ");
                        said.push_str(&citation.locator);
                    }
                    self.flow(&[piece(Tone::Quiet, &said)], indent, indent + 2, None);
                    self.quote(citation, indent);
                }
            }
        }
    }

    fn relations(&mut self, detail: &Detail) {
        if detail.links.is_empty() {
            return;
        }
        self.heading("RELATIONS");
        let mut kind = None;
        for link in &detail.links {
            if kind != Some(link.kind) {
                kind = Some(link.kind);
                self.flow(
                    &[piece(Tone::Plain, &format!("this {}", link.kind.meaning()))],
                    0,
                    2,
                    None,
                );
            }
            if let Some(title) = &link.title {
                let target = self.target(Target::Event(link.id.clone()));
                let mut pieces = vec![piece(Tone::Quiet, "→ ")];
                if let Some(date) = &link.date {
                    pieces.push(piece(Tone::Date, &format!("{}  ", date.words_short())));
                }
                pieces.push(piece(Tone::Link, title));
                self.flow(&pieces, 2, 4, Some(target));
            } else {
                let pieces = [
                    piece(Tone::Plain, &link.id),
                    piece(Tone::Warning, ": no event has this id"),
                ];
                self.flow(&pieces, 4, 4, None);
            }
        }
    }

    fn sources(&mut self, sources: &[Citation]) {
        if sources.is_empty() {
            return;
        }
        self.heading(if sources.len() == 1 { "SOURCE" } else { "SOURCES" });
        for (index, citation) in sources.iter().enumerate() {
            let number = format!("{}. ", index + 1);
            let hang = text::width(&number);
            let source = &citation.source;
            if !citation.found {
                let pieces = vec![
                    piece(Tone::Quiet, &number),
                    piece(Tone::Plain, source.label()),
                    piece(Tone::Warning, ": no source has this id"),
                ];
                self.flow(&pieces, 0, hang, None);
                continue;
            }
            self.flow(
                &[piece(Tone::Quiet, &number), piece(Tone::Plain, source.label())],
                0,
                hang,
                None,
            );
            let mut more = Vec::new();
            if !source.publisher.is_empty() && *source.publisher != *source.label() {
                more.push(source.publisher.to_string());
            }
            more.extend(source.published.as_ref().map(Edtf::words));
            if !citation.locator.is_empty() {
                more.push(citation.locator.to_string());
            }
            if let Some(letter) = source.reliability {
                more.push(format!("{letter}: {}", admiralty::reliability(letter)));
            }
            if !more.is_empty() {
                self.flow(&[piece(Tone::Quiet, &more.join(" · "))], hang, hang, None);
            }
            self.quote(citation, hang);
            self.url(&source.url, hang);
        }
    }

    fn quote(&mut self, citation: &Citation, indent: usize) {
        if citation.quote.is_empty() {
            return;
        }
        let mut pieces = vec![piece(Tone::Plain, &format!("“{}”", citation.quote.trim()))];
        match citation.quote_found {
            Some(true) => pieces.push(piece(Tone::Quiet, " found in the saved text")),
            Some(false) => pieces.push(piece(Tone::Warning, " not found in the saved text")),
            None => {}
        }
        self.flow(&pieces, indent, indent + 1, None);
    }

    fn url(&mut self, url: &str, indent: usize) {
        if url.is_empty() {
            return;
        }
        if is_web(url) {
            let target = self.target(Target::Url(url.into()));
            self.flow(&[piece(Tone::Link, url)], indent, indent, Some(target));
        } else {
            self.flow(&[piece(Tone::Quiet, url)], indent, indent, None);
        }
    }

    fn media(&mut self, event: &Event) {
        if event.media.is_empty() {
            return;
        }
        self.heading("PICTURES");
        for media in &event.media {
            let mut said = media.caption.to_string();
            if !media.credit.is_empty() {
                said.push_str(if said.is_empty() { "© " } else { " · © " });
                said.push_str(&media.credit);
            }
            self.flow(&[piece(Tone::Plain, &said)], 0, 2, None);
            let indent = if said.is_empty() { 0 } else { 2 };
            if media.is_url {
                self.url(&media.target, indent);
            } else {
                self.flow(&[piece(Tone::Quiet, &media.target)], indent, indent, None);
            }
        }
    }

    fn origin(&mut self, event: &Event) {
        self.blank();
        self.part("id", vec![piece(Tone::Quiet, &event.id)]);
        let file = event.origin.file.display();
        let said = format!("{file}:{}", event.origin.line);
        self.part("file", vec![piece(Tone::Quiet, &said)]);
    }
}

fn is_web(url: &str) -> bool {
    ["http://", "https://"].iter().any(|scheme| {
        url.get(..scheme.len())
            .is_some_and(|head| head.eq_ignore_ascii_case(scheme))
    })
}

fn country_pieces(country: &Term<Code>) -> Vec<Piece> {
    match country {
        Term::Known(code) => vec![
            piece(Tone::Country(*code), code.alpha3()),
            piece(Tone::Plain, &format!(" {}", code.name())),
        ],
        Term::Written(written) => vec![piece(Tone::Plain, written), piece(Tone::Warning, " (not known)")],
    }
}

fn actors(actors: &[Actor]) -> Vec<Piece> {
    let mut pieces = Vec::new();
    for (index, actor) in actors.iter().enumerate() {
        if index > 0 {
            pieces.push(piece(Tone::Plain, ", "));
        }
        pieces.push(match actor {
            Actor::Country(Term::Known(code)) => piece(Tone::Country(*code), code.name()),
            other => piece(Tone::Plain, &other.to_string()),
        });
    }
    pieces
}

fn precision_words(precision: Precision) -> &'static str {
    match precision {
        Precision::Age => "roughly",
        Precision::Century => "to the century",
        Precision::Decade => "to the decade",
        Precision::Year => "to the year",
        Precision::Season => "to the season",
        Precision::Month => "to the month",
        Precision::Day => "to the day",
        Precision::Time => "to the minute",
    }
}

/// How far a date is from today: "2 years ago", "in 3 days", "began 2 years ago".
fn from_today(date: &Edtf, today: Day) -> Option<String> {
    let days = date.interval();
    let (first, last) = (days.earliest, days.latest);
    let ago = |day: Day| match today.saturating_sub(day) {
        0 => "today".to_owned(),
        1 => "yesterday".to_owned(),
        passed => format!("{} ago", words::span_of_days(passed)),
    };
    if last < today {
        Some(ago(last))
    } else if first > today && first != LAST {
        Some(match first - today {
            1 => "tomorrow".to_owned(),
            ahead => format!("in {}", words::span_of_days(ahead)),
        })
    } else if first == FIRST || first == last {
        (first == last).then(|| "today".to_owned())
    } else {
        Some(format!("began {}", ago(first)))
    }
}
