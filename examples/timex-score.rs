//! Scores the time expressions that `pull::timex` finds against texts that people have annotated.
//!
//! ```text
//! cargo run --release --example timex-score -- timebank.jsonl aquaint.jsonl
//! ```
//!
//! A line of such a file is a document: `doc`, `dct` (the day of publication), `text`, and `timex`, a list of `start`
//! and `end` in code points, `type` and `value` after TIMEX3.
//!
//! # What is read and what is not
//!
//! Rules are written with the documents of the first part in view, and never those of the second: counted from 0 in
//! the order of the file, every document whose number leaves 2 when divided by 3 is **held out**. `--part dev` (the
//! default) and `--part held-out` choose; mistakes are never shown (`--errors`) of those. `dev` has two halves, `first` and
//! `second`, so that a rule that was made for mistakes of the one can be tried on the other.
//!
//! # What is counted
//!
//! Spans of gold and of prediction are paired one to one: the same span first, then the longest overlap. *Relaxed*
//! counts every pair, *strict* those of the same span, white space at their ends aside; F1 over all documents of a file
//! together. *Value* F1 is the relaxed F1 times the share of pairs whose value is the same text. `DATE` counts only
//! what both call a DATE. These are the definitions of TempEval-3 (`UzZaman` et al. 2013).
#![allow(clippy::print_stdout)] // The figures are what it is for.

use std::{error::Error, fs, path::PathBuf};

use annals::{
    dates::{Day, Edtf},
    pull::timex::find,
};
use clap::{Parser, ValueEnum};
use rayon::prelude::*;
use serde::{Deserialize, Serialize};

/// Score time expressions against annotated texts.
#[derive(Parser)]
struct Arguments {
    /// Files of annotated documents, one JSON object a line.
    #[arg(required = true)]
    files: Vec<PathBuf>,
    /// Which documents.
    #[arg(long, value_enum, default_value = "dev")]
    part: Part,
    /// Show each mistake; not of documents that are held out.
    #[arg(long)]
    errors: bool,
    /// Write what was found to this file, in the shape of the annotated ones.
    #[arg(long)]
    predictions: Option<PathBuf>,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Part {
    Dev,
    First,
    Second,
    HeldOut,
    All,
}

impl Part {
    fn has(self, number: usize) -> bool {
        match self {
            Self::Dev => number % 3 != 2,
            Self::First => number.is_multiple_of(3),
            Self::Second => number % 3 == 1,
            Self::HeldOut => number % 3 == 2,
            Self::All => true,
        }
    }

    /// Whether its mistakes may be looked at.
    fn is_open(self) -> bool {
        matches!(self, Self::Dev | Self::First | Self::Second)
    }
}

#[derive(Deserialize)]
struct Document {
    doc: String,
    #[serde(default)]
    dct: String,
    text: String,
    timex: Vec<Span>,
}

#[derive(Clone, Deserialize, Serialize)]
struct Span {
    start: usize,
    end: usize,
    #[serde(rename = "type", default)]
    kind: String,
    #[serde(default)]
    value: String,
}

#[derive(Serialize)]
struct Predicted<'a> {
    doc: &'a str,
    timex: &'a [Span],
}

/// What was counted of one kind.
#[derive(Clone, Copy, Default)]
struct Counts {
    gold: usize,
    predicted: usize,
    relaxed: usize,
    strict: usize,
    value: usize,
}

impl Counts {
    fn add(&mut self, other: Self) {
        self.gold += other.gold;
        self.predicted += other.predicted;
        self.relaxed += other.relaxed;
        self.strict += other.strict;
        self.value += other.value;
    }

    fn f1(&self, matched: usize) -> f64 {
        let both = self.gold + self.predicted;
        if both == 0 {
            0.0
        } else {
            200.0 * matched as f64 / both as f64
        }
    }

    fn line(&self, name: &str) -> String {
        let share = |of: usize| {
            if of == 0 {
                0.0
            } else {
                self.relaxed as f64 / of as f64
            }
        };
        let value = if self.relaxed == 0 {
            0.0
        } else {
            self.value as f64 / self.relaxed as f64 * self.f1(self.relaxed)
        };
        format!(
            "{name:<24} {:>5} {:>5}   {:>6.1} {:>6.1} {:>6.1} {:>6.1} {:>6.1}",
            self.gold,
            self.predicted,
            self.f1(self.strict),
            100.0 * share(self.predicted),
            100.0 * share(self.gold),
            self.f1(self.relaxed),
            value
        )
    }
}

fn main() -> Result<(), Box<dyn Error>> {
    let arguments = Arguments::parse();
    let mut written = String::new();
    println!(
        "{:<24} {:>5} {:>5}   {:>6} {:>6} {:>6} {:>6} {:>6}",
        "", "gold", "found", "strict", "P", "R", "rel F1", "val F1"
    );
    let mut totals = [Counts::default(); 2];
    for file in &arguments.files {
        let text = fs::read_to_string(file)?;
        let documents = text
            .lines()
            .filter(|line| !line.trim().is_empty())
            .enumerate()
            .filter(|(number, _)| arguments.part.has(*number))
            .map(|(_, line)| serde_json::from_str(line))
            .collect::<Result<Vec<Document>, _>>()?;
        let predictions: Vec<Vec<Span>> = documents.par_iter().map(predict).collect();
        let name = file.file_stem().unwrap_or_default().to_string_lossy();
        let mut counts = [Counts::default(); 2];
        for (document, predicted) in documents.iter().zip(&predictions) {
            for (only, counts) in [None, Some("DATE")].into_iter().zip(&mut counts) {
                let show = arguments.errors && only.is_none() && arguments.part.is_open();
                counts.add(score(document, predicted, only, show));
            }
            let line = Predicted {
                doc: &document.doc,
                timex: predicted,
            };
            written.push_str(&serde_json::to_string(&line)?);
            written.push('\n');
        }
        for ((counts, kind), total) in counts.iter().zip(["all", "DATE"]).zip(&mut totals) {
            println!("{}", counts.line(&format!("{name} {kind}")));
            total.add(*counts);
        }
    }
    if arguments.files.len() > 1 {
        for (total, kind) in totals.iter().zip(["all", "DATE"]) {
            println!("{}", total.line(&format!("together {kind}")));
        }
    }
    if let Some(file) = arguments.predictions {
        let mut out = fs::File::create(file)?;
        std::io::Write::write_all(&mut out, written.as_bytes())?;
    }
    Ok(())
}

fn day(dct: &str) -> Option<Day> {
    Edtf::parse(dct.get(..10)?)
        .ok()
        .map(|date| date.interval().earliest)
}

fn predict(document: &Document) -> Vec<Span> {
    find(&document.text, day(&document.dct))
        .into_iter()
        .map(|timex| Span {
            start: timex.points.start,
            end: timex.points.end,
            kind: timex.kind.as_str().to_owned(),
            value: timex.value,
        })
        .collect()
}

/// The span without white space at its ends.
fn tidy(span: &Span, text: &[char]) -> Span {
    let (mut start, mut end) = (span.start.min(text.len()), span.end.min(text.len()));
    while start < end && text[start].is_whitespace() {
        start += 1;
    }
    while end > start && text[end - 1].is_whitespace() {
        end -= 1;
    }
    Span {
        start,
        end,
        ..span.clone()
    }
}

fn score(document: &Document, predicted: &[Span], only: Option<&str>, show: bool) -> Counts {
    let text: Vec<char> = document.text.chars().collect();
    let chosen = |spans: &[Span]| -> Vec<Span> {
        spans
            .iter()
            .map(|span| tidy(span, &text))
            .filter(|span| only.is_none_or(|only| span.kind == only))
            .collect()
    };
    let gold = chosen(&document.timex);
    let mut found = chosen(predicted);
    found.retain(|span| span.end > span.start);
    found.dedup_by_key(|span| (span.start, span.end));
    let pairs = pairs(&gold, &found);
    let mut counts = Counts {
        gold: gold.len(),
        predicted: found.len(),
        relaxed: pairs.len(),
        ..Counts::default()
    };
    for (gold, found) in pairs.iter().map(|(one, other)| (&gold[*one], &found[*other])) {
        counts.strict += usize::from((gold.start, gold.end) == (found.start, found.end));
        counts.value += usize::from(gold.value == found.value);
        if show && gold.value != found.value {
            println!(
                "value   {} {} {} got {} {}  {}",
                document.doc,
                gold.kind,
                gold.value,
                found.kind,
                found.value,
                around(&text, gold)
            );
        }
        if show && (gold.start, gold.end) != (found.start, found.end) {
            let got: String = text[found.start..found.end].iter().collect();
            println!("span    {}  {} got [{got}]", document.doc, around(&text, gold));
        }
    }
    if show {
        for (index, span) in gold.iter().enumerate() {
            if pairs.iter().all(|(one, _)| *one != index) {
                println!(
                    "missed  {} {} {}  {}",
                    document.doc,
                    span.kind,
                    span.value,
                    around(&text, span)
                );
            }
        }
        for (index, span) in found.iter().enumerate() {
            if pairs.iter().all(|(_, other)| *other != index) {
                println!(
                    "extra   {} {} {}  {}",
                    document.doc,
                    span.kind,
                    span.value,
                    around(&text, span)
                );
            }
        }
    }
    counts
}

/// One to one: the same span first, then the longest overlap, then the first.
fn pairs(gold: &[Span], found: &[Span]) -> Vec<(usize, usize)> {
    let mut candidates = Vec::new();
    for (one, a) in gold.iter().enumerate() {
        for (other, b) in found.iter().enumerate() {
            let overlap = a.end.min(b.end).saturating_sub(a.start.max(b.start));
            if overlap > 0 {
                let same = (a.start, a.end) == (b.start, b.end);
                candidates.push((!same, std::cmp::Reverse(overlap), one, other));
            }
        }
    }
    candidates.sort_unstable();
    let mut pairs: Vec<(usize, usize)> = Vec::new();
    for (_, _, one, other) in candidates {
        if pairs.iter().all(|(a, b)| *a != one && *b != other) {
            pairs.push((one, other));
        }
    }
    pairs
}

fn around(text: &[char], span: &Span) -> String {
    let before: String = text[span.start.saturating_sub(45)..span.start].iter().collect();
    let inside: String = text[span.start..span.end].iter().collect();
    let behind: String = text[span.end..(span.end + 30).min(text.len())].iter().collect();
    format!("{before}⟦{inside}⟧{behind}")
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ")
}
