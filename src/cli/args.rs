//! The command line: one definition for the parser, the help, the completions and the manual page.

use std::{ffi::OsString, path::PathBuf};

use clap::{
    Args, ColorChoice, CommandFactory, FromArgMatches, Parser, Subcommand, ValueEnum, ValueHint,
    error::ErrorKind,
};
use clap_complete::Shell;

use crate::query;

/// The heading of the selection flags in the help.
const SELECTION: &str = "Selection (each repeatable; the same flag twice means either)";

/// World events in time: plain TOML files on a scrollable timeline.
///
/// Without a command the timeline opens, full screen. With one, the same events are listed, shown, counted or
/// checked on standard output.
///
/// The events are read from the PATHs given, else from those of `$ANNALS_EVENTS`, else from `events = "…"` in the
/// settings file (`$ANNALS_CONFIG`, or `annals/config.toml` in the folder for settings), else from the nearest
/// folder `events` here or above, else from `annals/events` in the folder for data; failing all, from the
/// collection inside the program, which is read-only.
#[derive(Debug, Parser)]
#[command(
    name = "annals",
    version,
    max_term_width = 100,
    subcommand_value_name = "COMMAND",
    after_long_help = "\
Examples:
  annals                                    the timeline of the nearest events
  annals ~/history/korea.toml               of one file
  annals --country PRK --since 2000         of one country, since 2000
  annals list 'country:RUS+PRK since:2000'  the same selection as text
  annals init                               a folder of one's own to start from

Exit codes: 0 done; 1 findings, or nothing found under the name asked for; 2 wrong use;
3 something could not be read or written."
)]
pub struct Arguments {
    /// What to do.
    #[command(subcommand)]
    pub command: Option<Command>,
    /// Files and folders to read events from
    #[arg(value_name = "PATH", value_hint = ValueHint::AnyPath)]
    pub paths: Vec<PathBuf>,
    #[command(flatten)]
    #[allow(missing_docs)]
    pub selection: Selection,
    /// Read events from this file or folder (repeatable)
    #[arg(long, global = true, value_name = "PATH", value_hint = ValueHint::AnyPath)]
    pub events: Vec<PathBuf>,
    /// Keep no snapshot of the events for the next start, and use none
    #[arg(long, global = true)]
    pub no_cache: bool,
    /// When to use colour
    #[arg(
        long,
        global = true,
        value_name = "WHEN",
        default_value = "auto",
        hide_possible_values = false
    )]
    pub color: Colour,
}

/// `annals lsp`.
#[derive(Debug, Args)]
pub struct Lsp {
    /// Talk over standard input and output; nothing else is known, but some editors say it
    #[arg(long, hide = true)]
    pub stdio: bool,
}

/// When to use colour.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Colour {
    /// On a terminal, unless `NO_COLOR` is set
    Auto,
    /// Always
    Always,
    /// Never
    Never,
}

/// The flags that select events. Each is a word of a query, too; a query and flags add up.
#[derive(Clone, Debug, Default, Args)]
pub struct Selection {
    /// Events of a country, by code or name; RUS,CHN for either, RUS+PRK for both, G7 for a bloc's members
    #[arg(long, help_heading = SELECTION, value_name = "COUNTRY")]
    pub country: Vec<String>,
    /// Events of a kind: treaty, visit, summit …
    #[arg(long, help_heading = SELECTION, value_name = "WORD")]
    pub category: Vec<String>,
    /// occurred, ongoing, planned, alleged, disputed or cancelled
    #[arg(long, help_heading = SELECTION, value_name = "WORD")]
    pub status: Vec<String>,
    /// Events with a tag
    #[arg(long, help_heading = SELECTION, value_name = "WORD")]
    pub tag: Vec<String>,
    /// Events that touch this date or a later one
    #[arg(long, help_heading = SELECTION, value_name = "DATE", allow_hyphen_values = true)]
    pub since: Vec<String>,
    /// Events that touch this date or an earlier one
    #[arg(long, help_heading = SELECTION, value_name = "DATE", allow_hyphen_values = true)]
    pub until: Vec<String>,
}

/// The commands.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// List events
    ///
    /// The events that a query selects, in the order of time. A table says it for people; the other formats are
    /// for programs, with the whole events.
    #[command(after_long_help = "\
Examples:
  annals list                                 everything
  annals list country:RUS+PRK since:2000      events of both countries
  annals list '(nuclear or missile) -status:alleged'
  annals list --category treaty,agreement --format csv > treaties.csv
  annals list --format jsonl | jq -r .title

In a table: ● occurred, ◉ ongoing, ○ planned, ◌ alleged, ◍ disputed, × cancelled.")]
    List(List),
    /// Show one event, whole
    ///
    /// Title, date in words, status, places, summary, who asserts and who denies, sources, and the relations to
    /// other events in both directions.
    #[command(after_long_help = "\
Examples:
  annals show kim-russia-visit-2023
  annals show kim-russia-visit-2023 --format json
  annals show kim-russia-visit-2023 --format toml    as its file says it")]
    Show(Show),
    /// Check the files and say what is wrong in them
    ///
    /// Every finding at its place, with what would be right. Errors must be mended; warnings should be looked at.
    /// Ends with 1 when there are errors (with --strict also when there are warnings), else with 0.
    ///
    /// With --fix, findings that have one sure remedy are mended (a misspelt key, word or country with one that is
    /// near, a missing or a second id, a date without quotation marks …). What would change is shown first, as a
    /// difference; nothing else is touched.
    #[command(after_long_help = "\
Examples:
  annals check                         the events that are found from here
  annals check events/korea.toml       one file
  annals check --strict --format json  in a build, warnings count too
  annals check --fix                   mend what has one sure remedy, after a look at it
  annals check --fix --yes             the same without being asked")]
    Check(Check),
    /// Add an event
    ///
    /// With flags the event is checked and written, and its id and place are printed. Without, your editor
    /// (`$VISUAL`, `$EDITOR`) opens on a template; what is left empty is not written, and mistakes are shown before
    /// anything is. A date may be typed as people do. The event goes to the file with most of those like it, unless
    /// `--file` names another.
    #[command(after_long_help = "\
Examples:
  annals add                                    in your editor
  annals add --title 'Putin visits Pyongyang' --date '18 June 2024' --country RUS --country PRK
  annals add --title 'A treaty is signed' --date 2024-06-19 --category treaty --status occurred
             --person 'Kim Jong Un' --tag arms --source https://example.org --file korea.toml
  annals add --title 'A famine' --date 'c. 1995' --country PRK --format json")]
    Add(Add),
    /// Open an event in your editor
    ///
    /// `$VISUAL`, or `$EDITOR`, opens the file at the line of the event. When it is closed the files are checked; for
    /// what is wrong now and was not before, you are asked whether to edit again, to keep it, or to put back what was
    /// there.
    #[command(after_long_help = "\
Examples:
  annals edit kim-russia-visit-2023
  EDITOR='code --wait' annals edit kim-russia-visit-2023")]
    Edit(Edit),
    /// Give an event or a source another id, everywhere
    ///
    /// The id in its own table, every relation that leads to it, or every citation of the source, in all files. All of
    /// them are prepared before the first is written.
    #[command(after_long_help = "\
Examples:
  annals rename kim-russia-visit-2023 kim-in-vostochny-2023
  annals rename --kind source nk-news-2024 nk-news-june-2024")]
    Rename(Rename),
    /// Make one event of two
    ///
    /// Sources, claims, tags, people, countries and the other lists of the second are added to the first, what only the
    /// second says is taken over, and whatever leads to the second leads to the first. The result is shown first.
    #[command(after_long_help = "\
Examples:
  annals merge kim-russia-visit-2023 2023-09-13-kim-visits-vostochny
  annals merge --yes first-id second-id        without being asked")]
    Merge(Merge),
    /// List events that are probably one event written twice
    ///
    /// Near in time, the same countries, similar titles; the likeliest first. Two that are related to each other are
    /// not listed. With a query, pairs of which at least one is selected.
    #[command(after_long_help = "\
Examples:
  annals duplicates
  annals duplicates country:PRK since:2000
  annals duplicates --format json")]
    Duplicates(Duplicates),
    /// Order and align the keys of the files
    ///
    /// The keys of each table come in the order of the manual, with their signs below each other. Comments stay with
    /// their keys, and values as they were typed. Prints the files that it changes.
    #[command(after_long_help = "\
Examples:
  annals fmt                  all files of the events found from here
  annals fmt events/korea.toml
  annals fmt --check          change nothing; end with 1 when a file is not in order")]
    Fmt(Fmt),
    /// Every country known, its names, and how many events it has
    #[command(after_long_help = "\
Examples:
  annals countries                        all of them, with the counts of all events
  annals countries since:2000             with the counts of the events since 2000
  annals countries --format csv           for a spreadsheet")]
    Countries(Countries),
    /// Counts by year, country, category and status
    #[command(after_long_help = "\
Examples:
  annals stats
  annals stats country:PRK
  annals stats --since 2000 --format json")]
    Stats(Stats),
    /// Draft events out of articles
    ///
    /// Reads articles (files of plain text, Markdown or HTML, `-` for standard input, or addresses of the web) and
    /// drafts the events that they tell, each with the words it rests on. On a terminal the review desk opens: nothing
    /// enters the collection unseen. In a pipe the drafts are printed, and nothing is touched.
    ///
    /// New events go into `events/<id of the source>.toml`; an event that the collection has gets the article as one
    /// more source. It runs without a network, save for addresses, and without a model.
    #[command(after_long_help = "\
Examples:
  annals pull news.txt --published 2024-06-17       review the drafts, then write them
  annals pull saved-page.html                       the page says when it came out
  cat news.txt | annals pull - --published today    the keyboard is the terminal's
  annals pull https://example.org/news.html         an address
  annals pull news/*.html --yes --min-score 0.7     many at once, without looking
  annals pull news.txt --published 2024-06-17 --format json | jq '.events[].title'
  annals pull news.txt --published 2024-06-17 --with ./extract.py    another extractor

Exit codes: 0 done; 1 an extractor's events were refused; 2 no day of publication is known;
3 an article could not be read, or nothing written. The other articles are done all the same.")]
    Pull(Pull),
    /// Make a folder of events to start from
    ///
    /// Writes a file with an example, explained line by line, and the JSON schema for editors. Nothing that is
    /// already there is written over.
    #[command(after_long_help = "\
Examples:
  annals init                 a folder `events` here
  annals init ~/history       another one")]
    Init(Init),
    /// Help an editor while events are typed: a language server
    ///
    /// The editor starts it and talks to it over standard input and output (the Language Server Protocol): findings
    /// while you type, completion of keys, words, countries, ids and names, what a date or an id means, going to an id
    /// and where it is used, renaming it in all files, and what mends a finding. The events are those of the folder
    /// `events` of the editor's workspace, else those that every command would read there.
    #[command(after_long_help = "\
Examples (docs/editor.md has each editor's settings):
  annals lsp                      as an editor starts it
  annals lsp --events ~/history   for a collection elsewhere")]
    Lsp(Lsp),
    /// Print the JSON schema of the files, for editors
    ///
    /// With `#:schema annals.schema.json` in the first line of a file, or an entry in the editor's settings,
    /// Taplo and Even Better TOML complete and check what is typed.
    #[command(after_long_help = "\
Examples:
  annals schema > events/annals.schema.json")]
    Schema,
    /// Print the completions for a shell
    #[command(after_long_help = "\
Examples:
  annals completions bash > ~/.local/share/bash-completion/completions/annals
  annals completions zsh > ~/.zfunc/_annals
  annals completions fish > ~/.config/fish/completions/annals.fish")]
    Completions {
        /// The shell
        shell: Shell,
    },
    /// Show or clear what is kept of large collections for the next start
    ///
    /// From 10,000 events on, Annals keeps a snapshot of the collection under the folder for caches, so that the next
    /// start need not read the files again: the snapshot says the same as they do, and only files that have changed
    /// are read. Nothing is lost with it.
    #[command(after_long_help = "\
Examples:
  annals cache             which collections have a snapshot, and how large
  annals cache clear       throw all of them away
  annals list --no-cache   read the files, and keep nothing")]
    Cache(Cache),
    /// Print the manual page
    #[command(after_long_help = "\
Examples:
  annals man > ~/.local/share/man/man1/annals.1
  annals man | man -l -")]
    Man,
}

/// `annals cache`
#[derive(Debug, Args)]
pub struct Cache {
    /// What to do
    #[arg(value_enum)]
    pub action: Option<CacheAction>,
}

/// What is done with snapshots.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum CacheAction {
    /// List them, the latest first
    Show,
    /// Throw them away
    Clear,
}

/// `annals list`
#[derive(Debug, Args)]
pub struct List {
    #[command(flatten)]
    #[allow(missing_docs)]
    pub query: Query,
    /// How to print
    #[arg(long, value_name = "FORMAT", default_value = "table")]
    pub format: Format,
}

/// `annals show`
#[derive(Debug, Args)]
pub struct Show {
    /// The id of the event
    pub id: String,
    /// How to print
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    pub format: ShowFormat,
}

/// `annals check`
#[derive(Debug, Args)]
pub struct Check {
    /// Files and folders to check
    #[arg(value_name = "PATH", value_hint = ValueHint::AnyPath)]
    pub paths: Vec<PathBuf>,
    /// How to print
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    pub format: CheckFormat,
    /// End with 1 on warnings, too
    #[arg(long)]
    pub strict: bool,
    /// Mend every finding that has one sure remedy; shows what changes, and asks
    #[arg(long, conflicts_with = "format")]
    pub fix: bool,
    /// With --fix: do not ask
    #[arg(long, requires = "fix")]
    pub yes: bool,
}

/// `annals add`
#[derive(Debug, Args)]
pub struct Add {
    /// What happened, in one line
    #[arg(long, value_name = "TEXT")]
    pub title: Option<String>,
    /// When: EDTF, or as people write it: 18 June 2024, summer 1961, c. 1950
    #[arg(long, value_name = "DATE", allow_hyphen_values = true)]
    pub date: Option<String>,
    /// A country involved, by code or name (repeatable)
    #[arg(long, value_name = "COUNTRY")]
    pub country: Vec<String>,
    /// What kind of event: treaty, visit, summit …
    #[arg(long, value_name = "WORD")]
    pub category: Option<String>,
    /// occurred, ongoing, planned, alleged, disputed or cancelled
    #[arg(long, value_name = "WORD")]
    pub status: Option<String>,
    /// A person involved (repeatable)
    #[arg(long, value_name = "NAME")]
    pub person: Vec<String>,
    /// An organization involved (repeatable)
    #[arg(long, value_name = "NAME")]
    pub org: Vec<String>,
    /// A tag (repeatable)
    #[arg(long, value_name = "WORD")]
    pub tag: Vec<String>,
    /// Where it took place
    #[arg(long, value_name = "NAME")]
    pub place: Option<String>,
    /// What is to be said of it
    #[arg(long, value_name = "TEXT")]
    pub summary: Option<String>,
    /// Where it is from: the id of a source, or an address (repeatable)
    #[arg(long, value_name = "ID|URL")]
    pub source: Vec<String>,
    /// 1 to 5: what stays visible when zoomed out
    #[arg(long, value_name = "NUMBER", allow_negative_numbers = true)]
    pub significance: Option<i64>,
    /// Its id; made of date and title when left out
    #[arg(long, value_name = "ID")]
    pub id: Option<String>,
    /// The file to write to, made if it is not there
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub file: Option<PathBuf>,
    /// How to print what was written and where
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    pub format: AddFormat,
}

impl Add {
    /// Whether no flag says anything of an event.
    pub fn is_empty(&self) -> bool {
        let texts = [
            &self.title,
            &self.date,
            &self.category,
            &self.status,
            &self.place,
            &self.summary,
            &self.id,
        ];
        let lists = [&self.country, &self.person, &self.org, &self.tag, &self.source];
        texts.into_iter().all(Option::is_none)
            && lists.into_iter().all(Vec::is_empty)
            && self.significance.is_none()
    }
}

/// `annals edit`
#[derive(Debug, Args)]
pub struct Edit {
    /// The id of the event
    pub id: String,
}

/// `annals rename`
#[derive(Debug, Args)]
pub struct Rename {
    /// The id that is there
    pub old: String,
    /// The id that comes in its place
    pub new: String,
    /// What it is, where an event and a source have that id
    #[arg(long, value_name = "KIND")]
    pub kind: Option<RenameKind>,
}

/// What has an id.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum RenameKind {
    /// An event
    Event,
    /// A source
    Source,
}

/// `annals merge`
#[derive(Debug, Args)]
pub struct Merge {
    /// The id of the event that stays
    #[arg(value_name = "ID")]
    pub kept: String,
    /// The id of the event that is folded into it
    #[arg(value_name = "OTHER")]
    pub other: String,
    /// Do not ask
    #[arg(long)]
    pub yes: bool,
}

/// `annals duplicates`
#[derive(Debug, Args)]
pub struct Duplicates {
    #[command(flatten)]
    #[allow(missing_docs)]
    pub query: Query,
    /// How to print
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    pub format: DuplicatesFormat,
}

/// How pairs are printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum DuplicatesFormat {
    /// For people
    Text,
    /// One JSON array
    Json,
}

/// `annals fmt`
#[derive(Debug, Args)]
pub struct Fmt {
    /// Files and folders to order
    #[arg(value_name = "PATH", value_hint = ValueHint::AnyPath)]
    pub paths: Vec<PathBuf>,
    /// Change nothing; print the files that are not in order, and end with 1
    #[arg(long)]
    pub check: bool,
}

/// `annals countries`
#[derive(Debug, Args)]
pub struct Countries {
    #[command(flatten)]
    #[allow(missing_docs)]
    pub query: Query,
    /// How to print
    #[arg(long, value_name = "FORMAT", default_value = "table")]
    pub format: Format,
}

/// `annals stats`
#[derive(Debug, Args)]
pub struct Stats {
    #[command(flatten)]
    #[allow(missing_docs)]
    pub query: Query,
    /// How to print
    #[arg(long, value_name = "FORMAT", default_value = "table")]
    pub format: StatsFormat,
}

/// `annals pull`
#[derive(Debug, Args)]
pub struct Pull {
    /// Files, addresses (http, https), or - for standard input
    #[arg(value_name = "ARTICLE", required = true, value_hint = ValueHint::AnyPath)]
    pub articles: Vec<OsString>,
    /// The day on which they came out, where the page does not tell; \"on Tuesday\" is counted from it
    #[arg(long, value_name = "DATE")]
    pub published: Option<String>,
    /// Print the drafts; without it the review desk opens on a terminal, and a pipe gets TOML
    #[arg(long, value_name = "FORMAT", conflicts_with_all = ["yes", "keep_text", "file"])]
    pub format: Option<PullFormat>,
    /// Draft by this command instead: the article as JSON on its standard input, events on its standard output
    #[arg(long, value_name = "COMMAND")]
    pub with: Option<String>,
    /// Write the drafts into the collection without a review
    #[arg(long)]
    pub yes: bool,
    /// Leave out drafts that are less sure than this, from 0 to 1; the desk shows them all
    #[arg(long, value_name = "SCORE", default_value_t = 0.5, value_parser = score)]
    pub min_score: f32,
    /// Say what made the score of each draft
    #[arg(long)]
    pub explain: bool,
    /// Keep the text of the article beside the events, so that `annals check` looks quotes up in it
    #[arg(long)]
    pub keep_text: bool,
    /// Write new events into this file
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub file: Option<PathBuf>,
}

/// A number from 0 to 1.
fn score(text: &str) -> Result<f32, String> {
    text.parse()
        .ok()
        .filter(|score| (0.0..=1.0).contains(score))
        .ok_or_else(|| "a score is a number from 0 to 1".to_owned())
}

/// `annals init`
#[derive(Debug, Args)]
pub struct Init {
    /// The folder to make, or to fill
    #[arg(value_name = "DIR", default_value = "events", value_hint = ValueHint::DirPath)]
    pub folder: PathBuf,
}

/// A query, and the flags that add to it.
#[derive(Clone, Debug, Default, Args)]
pub struct Query {
    /// Words of a query, as in the filter bar: `country:RUS+PRK since:2000 treaty -status:alleged`
    #[arg(value_name = "QUERY")]
    pub words: Vec<String>,
    #[command(flatten)]
    #[allow(missing_docs)]
    pub selection: Selection,
}

/// How a table of records is printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// Columns for people, cut to the width of a terminal
    Table,
    /// One JSON array
    Json,
    /// One JSON object a line
    Jsonl,
    /// Comma-separated values, with a head
    Csv,
    /// A Markdown table
    Markdown,
}

/// How an event is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum ShowFormat {
    /// For people
    Text,
    /// One JSON object
    Json,
    /// The table as its file has it
    Toml,
}

/// How the place of what was written is printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum AddFormat {
    /// The id, then the file and the line
    Text,
    /// One JSON object a line: id, file, line
    Json,
}

/// How drafts are printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum PullFormat {
    /// As it stands in files
    Toml,
    /// One JSON object an article: its source, and its events
    Json,
    /// The time expressions: one JSON object a line an article
    Timex,
}

/// How findings are printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum CheckFormat {
    /// For people
    Text,
    /// One JSON object
    Json,
}

/// How counts are printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum StatsFormat {
    /// Columns for people
    Table,
    /// One JSON object
    Json,
    /// Comma-separated values: field, value, label, count
    Csv,
}

impl Selection {
    /// Whether no flag was given.
    pub fn is_empty(&self) -> bool {
        self.to_query().is_empty()
    }

    fn extend(&mut self, other: &Self) {
        self.country.extend_from_slice(&other.country);
        self.category.extend_from_slice(&other.category);
        self.status.extend_from_slice(&other.status);
        self.tag.extend_from_slice(&other.tag);
        self.since.extend_from_slice(&other.since);
        self.until.extend_from_slice(&other.until);
    }

    /// The flags as words of a query: any of the values of one flag, and all of the flags.
    pub fn to_query(&self) -> String {
        let dates = |dates: &[String], at: usize| dates.get(at).cloned();
        let (since, until) = (dates(&self.since, 0), dates(&self.until, 0));
        let mut words = query::from_flags(
            &self.country,
            &self.category,
            &self.status,
            &self.tag,
            since.as_deref(),
            until.as_deref(),
        );
        // Two of the same bound both hold.
        for at in 1..self.since.len().max(self.until.len()) {
            let (since, until) = (dates(&self.since, at), dates(&self.until, at));
            words.push(' ');
            words.push_str(&query::from_flags(
                &[],
                &[],
                &[],
                &[],
                since.as_deref(),
                until.as_deref(),
            ));
        }
        words
    }
}

impl Query {
    /// The words and the flags as one query: both must hold.
    pub fn to_query(&self) -> String {
        let words = self.words.join(" ");
        let words = words.trim();
        let flags = self.selection.to_query();
        match (words.is_empty(), flags.is_empty()) {
            (_, true) => words.to_owned(),
            (true, false) => flags,
            // Parentheses, since the words may hold an `or`, which binds less than what stands side by side.
            (false, false)
                if words
                    .split_whitespace()
                    .any(|word| word.eq_ignore_ascii_case("or")) =>
            {
                format!("({words}) {flags}")
            }
            (false, false) => format!("{words} {flags}"),
        }
    }
}

impl Arguments {
    /// Reads the command line. The error is clap's: its text, its exit code; help and version are "errors" too.
    pub fn read(given: impl IntoIterator<Item = OsString>) -> Result<Self, clap::Error> {
        let given = with_negations(given.into_iter().collect());
        // Help and complaints are printed before `--color` is read as all the rest is.
        let colour = match wanted_colour(&given) {
            Some("always") => ColorChoice::Always,
            Some("never") => ColorChoice::Never,
            _ => ColorChoice::Auto,
        };
        let matches = Self::command().color(colour).try_get_matches_from(given)?;
        let mut arguments = Self::from_arg_matches(&matches)?;
        arguments.hand_down()?;
        Ok(arguments)
    }

    /// Flags and paths before a command are meant for it: `annals --country PRK list`.
    fn hand_down(&mut self) -> Result<(), clap::Error> {
        let selection = std::mem::take(&mut self.selection);
        let query = match &mut self.command {
            None => {
                self.selection = selection;
                return Ok(());
            }
            Some(
                Command::List(List { query, .. })
                | Command::Countries(Countries { query, .. })
                | Command::Stats(Stats { query, .. })
                | Command::Duplicates(Duplicates { query, .. }),
            ) => query,
            Some(_) if selection.is_empty() => return Ok(()),
            Some(_) => {
                let message = "this command takes no selection of events (--country, --since …)";
                return Err(Self::command().error(ErrorKind::ArgumentConflict, message));
            }
        };
        query.selection.extend(&selection);
        Ok(())
    }
}

fn wanted_colour(given: &[OsString]) -> Option<&str> {
    let mut words = given
        .iter()
        .skip(1)
        .map_while(|word| word.to_str().filter(|word| *word != "--"));
    while let Some(word) = words.next() {
        match word.strip_prefix("--color") {
            Some("") => return words.next(),
            Some(value) => return value.strip_prefix('='),
            None => {}
        }
    }
    None
}

/// The names of the commands, `help` among them.
pub fn command_names() -> impl Iterator<Item = String> {
    let mut command = Arguments::command();
    command.build();
    let names: Vec<String> = command
        .get_subcommands()
        .map(|command| command.get_name().to_owned())
        .collect();
    names.into_iter()
}

/// `-status:alleged` among the words of a query means `not status:alleged`, and no flag.
fn with_negations(mut given: Vec<OsString>) -> Vec<OsString> {
    let takes_query = |word: &OsString| ["list", "countries", "stats"].iter().any(|name| word == name);
    let Some(command) = given.iter().position(takes_query) else {
        return given;
    };
    for word in given
        .iter_mut()
        .skip(command + 1)
        .take_while(|word| *word != "--")
    {
        let negated = word
            .to_str()
            .and_then(|text| text.strip_prefix('-'))
            .filter(|rest| {
                rest.len() > 1 && rest.starts_with(|c: char| c.is_alphabetic() || c == '"' || c == '(')
            });
        if let Some(rest) = negated {
            *word = format!("not {rest}").into();
        }
    }
    given
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(line: &[&str]) -> Result<Arguments, clap::Error> {
        Arguments::read(
            std::iter::once("annals")
                .chain(line.iter().copied())
                .map(OsString::from),
        )
    }

    fn query(line: &[&str]) -> String {
        match read(line).unwrap().command {
            Some(Command::List(list)) => list.query.to_query(),
            None => read(line).unwrap().selection.to_query(),
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn the_definition_holds_together() {
        Arguments::command().debug_assert();
    }

    #[test]
    fn words_and_flags_add_up_to_one_query() {
        for (line, expected) in [
            (&["list"][..], ""),
            (
                &["list", "country:RUS+PRK", "since:2000"],
                "country:RUS+PRK since:2000",
            ),
            (
                &["list", "country:RUS+PRK since:2000"],
                "country:RUS+PRK since:2000",
            ),
            (&["list", "treaty", "--country", "RUS"], "treaty country:RUS"),
            (&["list", "a or b", "--country", "RUS"], "(a or b) country:RUS"),
            (
                &["list", "--country", "RUS", "--country", "PRK"],
                "country:RUS,PRK",
            ),
            (&["list", "--country", "north korea"], "country:\"north korea\""),
            (
                &["list", "--country", "north korea,china"],
                "country:\"north korea\",china",
            ),
            (
                &["list", "--since", "-0044", "--until", "2000"],
                "since:-0044 until:2000",
            ),
            (&["--tag", "arms", "list", "--tag", "space"], "tag:space,arms"),
            (
                &["list", "-status:alleged", "--tag", "x"],
                "not status:alleged tag:x",
            ),
            (&["list", "--", "-status:alleged"], "-status:alleged"),
            (&["--country", "PRK", "--since", "2000"], "country:PRK since:2000"),
        ] {
            assert_eq!(query(line), expected, "{line:?}");
        }
    }

    #[test]
    fn a_folder_named_like_a_command_is_reachable() {
        let arguments = read(&["./list"]).unwrap();
        assert!(arguments.command.is_none());
        assert_eq!(arguments.paths, [PathBuf::from("./list")]);
        for line in [&["--events", "a", "list"][..], &["list", "--events", "a"]] {
            let arguments = read(line).unwrap();
            assert!(matches!(arguments.command, Some(Command::List(_))));
            assert_eq!(arguments.events, [PathBuf::from("a")]);
        }
    }

    #[test]
    fn a_selection_is_refused_where_it_means_nothing() {
        for command in ["schema", "man", "init"] {
            assert_eq!(read(&["--country", "PRK", command]).unwrap_err().exit_code(), 2);
        }
    }
}
