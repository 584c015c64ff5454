//! The pattern language of the rules: text → a small program, and the machine that runs it over tokens.
//!
//! | written | matches |
//! | --- | --- |
//! | `ago`, `,`, `":"` | that word or mark, without case and accents |
//! | `MONTH` | a word of that class; what it stands for is kept under the feature of the class |
//! | `day:ORDINAL` | the same, kept as `day` |
//! | `n:NUM` | a number in digits or words |
//! | `day:#1-31`, `year:#1000-2999/4` | a run of digits within bounds, and of so many digits |
//! | `(a b \| c)?` | alternatives; what stands before `?` may be missing |
//! | `~` | no space here |
//! | `^` | the next word begins with a capital letter |
//! | `!(a b)` | what follows is not this |
//! | `[dir=-1]` | nothing; it says so |
//! | `< … >` | the stretch that is marked; without any, all that is matched |
//! | `{name}` | the pattern of `let name = …` |

use rustc_hash::FxHashMap;

use super::{
    feature::{Atom, Feature},
    language::LanguageError,
    lexicon::{ClassId, Edge, Lexicon, WordId},
    token::{Token, fold_piece, pieces},
};

/// A step of a program.
#[derive(Clone, Debug)]
enum Step {
    Word(WordId),
    Class(ClassId, Option<Feature>),
    Number(Option<Feature>),
    Digits {
        feature: Option<Feature>,
        least: u64,
        most: u64,
        width: Option<usize>,
    },
    Set(Feature, Setting),
    Open,
    Close,
    Glued,
    Capital,
    /// Goes on with either; the first is tried first.
    Split(usize, usize),
    Jump(usize),
    /// Fails where the steps up to that one match.
    Not(usize),
    Accept,
}

#[derive(Clone, Debug)]
enum Setting {
    Number(f64),
    Text(Box<str>),
}

/// A pattern, ready to run.
#[derive(Debug)]
pub(super) struct Program(Vec<Step>);

/// What a match brought, in order.
#[derive(Clone, Copy, Debug)]
pub(super) enum Mark<'l> {
    /// A marked stretch begins before this token.
    Open(usize),
    /// It ends before this one.
    Close(usize),
    /// Something is said.
    Say(Feature, Atom<'l>),
}

/// What may stand first in a match.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum First {
    Word(WordId),
    Class(ClassId),
    Number,
    Digits,
}

/// What patterns are read with.
pub(super) struct Reader<'a> {
    pub lexicon: &'a mut Lexicon,
    pub features: &'a FxHashMap<ClassId, Feature>,
    pub macros: &'a FxHashMap<Box<str>, Piece>,
}

/// The steps of a pattern that others hold, read once.
#[derive(Clone, Debug)]
pub(super) struct Piece(Vec<Step>);

impl Reader<'_> {
    /// Reads a pattern.
    pub fn program(&mut self, text: &str) -> Result<Program, LanguageError> {
        let mut steps = Vec::new();
        let whole = !text.contains('<');
        if whole {
            steps.push(Step::Open);
        }
        self.into(text, &mut steps)?;
        if whole {
            steps.push(Step::Close);
        }
        steps.push(Step::Accept);
        Ok(Program(steps))
    }

    /// Reads the pattern of a name.
    pub fn piece(&mut self, text: &str) -> Result<Piece, LanguageError> {
        let mut steps = Vec::new();
        self.into(text, &mut steps)?;
        Ok(Piece(steps))
    }

    fn into(&mut self, text: &str, steps: &mut Vec<Step>) -> Result<(), LanguageError> {
        let mut rest = text;
        self.alternatives(&mut rest, steps)?;
        if rest.trim().is_empty() {
            Ok(())
        } else {
            Err(LanguageError::pattern(text, "a bracket closes what none opens"))
        }
    }

    fn alternatives(&mut self, rest: &mut &str, steps: &mut Vec<Step>) -> Result<(), LanguageError> {
        let start = steps.len();
        let mut jumps = Vec::new();
        let mut branch = start;
        loop {
            self.sequence(rest, steps)?;
            let Some(after) = rest.strip_prefix('|') else {
                break;
            };
            *rest = after;
            // Split in front of the branch that is done, a jump to the end behind it.
            insert(steps, branch, Step::Split(branch + 1, 0));
            jumps.push(steps.len());
            steps.push(Step::Jump(0));
            let next = steps.len();
            if let Some(Step::Split(_, second)) = steps.get_mut(branch) {
                *second = next;
            }
            branch = next;
        }
        let end = steps.len();
        for jump in jumps {
            if let Some(step) = steps.get_mut(jump) {
                *step = Step::Jump(end);
            }
        }
        Ok(())
    }

    fn sequence(&mut self, rest: &mut &str, steps: &mut Vec<Step>) -> Result<(), LanguageError> {
        loop {
            *rest = rest.trim_start();
            let Some(first) = rest.chars().next() else {
                return Ok(());
            };
            let start = steps.len();
            match first {
                ')' | '|' | '>' => return Ok(()),
                '(' => self.bracket(rest, steps, ')')?,
                '<' => {
                    steps.push(Step::Open);
                    self.bracket(rest, steps, '>')?;
                    steps.push(Step::Close);
                }
                '!' => {
                    *rest = rest.get(1..).unwrap_or_default();
                    steps.push(Step::Not(0));
                    self.bracket(rest, steps, ')')?;
                    steps.push(Step::Accept);
                    let end = steps.len();
                    if let Some(step) = steps.get_mut(start) {
                        *step = Step::Not(end);
                    }
                }
                '~' | '^' => {
                    *rest = rest.get(1..).unwrap_or_default();
                    steps.push(if first == '~' { Step::Glued } else { Step::Capital });
                }
                '[' => {
                    let (settings, after) = cut(rest, '[', ']')?;
                    for setting in settings.split_whitespace() {
                        let (feature, value) = setting
                            .split_once('=')
                            .ok_or_else(|| LanguageError::pattern(setting, "`feature=value` was meant"))?;
                        steps.push(set(feature, value)?);
                    }
                    *rest = after;
                }
                '{' => {
                    let (name, after) = cut(rest, '{', '}')?;
                    let piece = self.macros.get(name).ok_or_else(|| {
                        LanguageError::pattern(name, "there is no `let` of that name before")
                    })?;
                    let moved = steps.len();
                    steps.extend(piece.0.iter().cloned());
                    shift(steps.get_mut(moved..).unwrap_or_default(), moved);
                    *rest = after;
                }
                _ => self.word(rest, steps)?,
            }
            if let Some(after) = rest.strip_prefix('?') {
                *rest = after;
                insert(steps, start, Step::Split(start + 1, 0));
                let end = steps.len();
                if let Some(Step::Split(_, second)) = steps.get_mut(start) {
                    *second = end;
                }
            }
        }
    }

    fn bracket(&mut self, rest: &mut &str, steps: &mut Vec<Step>, close: char) -> Result<(), LanguageError> {
        let whole = *rest;
        *rest = rest.get(1..).unwrap_or_default();
        self.alternatives(rest, steps)?;
        *rest = rest
            .strip_prefix(close)
            .ok_or_else(|| LanguageError::pattern(whole, "a bracket is not closed"))?;
        Ok(())
    }

    /// A word, a class, digits; with the name that it is kept under.
    fn word(&mut self, rest: &mut &str, steps: &mut Vec<Step>) -> Result<(), LanguageError> {
        if rest.starts_with('"') {
            let (literal, after) = cut(rest, '"', '"')?;
            steps.push(Step::Word(self.lexicon.intern(literal)));
            *rest = after;
            return Ok(());
        }
        let end = rest
            .find(|c: char| c.is_whitespace() || "()|?<>~[]{}!^\"".contains(c))
            .unwrap_or(rest.len());
        let (word, after) = rest.split_at(end);
        *rest = after;
        let (feature, word) = match word.split_once(':') {
            Some((name, word)) => (
                Some(
                    Feature::from_name(name)
                        .ok_or_else(|| LanguageError::pattern(name, "there is no feature of that name"))?,
                ),
                word,
            ),
            None => (None, word),
        };
        if let Some(bounds) = word.strip_prefix('#') {
            steps.push(digits(bounds, feature)?);
        } else if word == "NUM" {
            steps.push(Step::Number(feature));
        } else if word.starts_with(|c: char| c.is_ascii_uppercase()) {
            let class = self
                .lexicon
                .class(word)
                .ok_or_else(|| LanguageError::pattern(word, "there is no class of that name"))?;
            steps.push(Step::Class(
                class,
                feature.or_else(|| self.features.get(&class).copied()),
            ));
        } else {
            let mut folded = String::new();
            for piece in pieces(word) {
                folded.clear();
                fold_piece(word.get(piece).unwrap_or_default(), &mut folded);
                steps.push(Step::Word(self.lexicon.intern(&folded)));
            }
        }
        Ok(())
    }
}

/// Inserts a step, and moves what the steps behind it point to.
fn insert(steps: &mut Vec<Step>, at: usize, step: Step) {
    shift(steps.get_mut(at..).unwrap_or_default(), 1);
    steps.insert(at, step);
}

/// Moves what steps point to.
fn shift(steps: &mut [Step], by: usize) {
    for step in steps {
        match step {
            Step::Split(one, other) => {
                *one += by;
                *other += by;
            }
            Step::Jump(to) | Step::Not(to) => *to += by,
            _ => {}
        }
    }
}

fn cut(text: &str, open: char, close: char) -> Result<(&str, &str), LanguageError> {
    text.strip_prefix(open)
        .and_then(|rest| rest.split_once(close))
        .ok_or_else(|| LanguageError::pattern(text, "a bracket is not closed"))
}

fn set(feature: &str, value: &str) -> Result<Step, LanguageError> {
    let feature = Feature::from_name(feature)
        .ok_or_else(|| LanguageError::pattern(feature, "there is no feature of that name"))?;
    let setting = value
        .parse()
        .map_or_else(|_| Setting::Text(value.into()), Setting::Number);
    Ok(Step::Set(feature, setting))
}

fn digits(bounds: &str, feature: Option<Feature>) -> Result<Step, LanguageError> {
    let wrong = || LanguageError::pattern(bounds, "`#least-most` or `#least-most/width` was meant");
    let (bounds, width) = match bounds.split_once('/') {
        Some((bounds, width)) => (bounds, Some(width.parse().map_err(|_| wrong())?)),
        None => (bounds, None),
    };
    let (least, most) = bounds.split_once('-').ok_or_else(wrong)?;
    Ok(Step::Digits {
        feature,
        least: least.parse().map_err(|_| wrong())?,
        most: most.parse().map_err(|_| wrong())?,
        width,
    })
}

/// Tokens with all that begins at each of them.
pub(super) struct Input<'t, 'l> {
    pub tokens: &'t [Token],
    /// Of each token.
    pub edges: &'t [Vec<Edge<'l>>],
}

/// Steps that one try may take; patterns of the shipped rules need a few hundred at the most.
const MOST_STEPS: usize = 5_000;

/// The state of a match.
struct Run<'r, 't, 'l> {
    steps: &'l [Step],
    input: &'r Input<'t, 'l>,
    trail: Vec<Mark<'l>>,
    best: Option<(usize, Vec<Mark<'l>>)>,
    left: usize,
}

impl Program {
    /// What may stand first, and behind a word what may stand second; none where nothing must.
    pub fn firsts(&self) -> Option<Vec<(First, Option<Vec<First>>)>> {
        let starts = self.taking(0)?.into_iter();
        let first = |at| {
            let first = self.first(at)?;
            let seconds = match first {
                First::Word(_) => self.taking(at + 1),
                _ => None,
            };
            let seconds =
                seconds.map(|seconds| seconds.into_iter().filter_map(|at| self.first(at)).collect());
            Some((first, seconds))
        };
        Some(starts.filter_map(first).collect())
    }

    fn first(&self, at: usize) -> Option<First> {
        match self.0.get(at)? {
            Step::Word(word) => Some(First::Word(*word)),
            Step::Class(class, _) => Some(First::Class(*class)),
            Step::Number(_) => Some(First::Number),
            Step::Digits { .. } => Some(First::Digits),
            _ => None,
        }
    }

    /// The steps that take the next token, from the step `from` on; none where it may end before.
    fn taking(&self, from: usize) -> Option<Vec<usize>> {
        let (mut taking, mut open, mut seen) = (Vec::new(), vec![from], vec![false; self.0.len()]);
        while let Some(at) = open.pop() {
            if seen.get(at).copied().unwrap_or(true) {
                continue;
            }
            if let Some(seen) = seen.get_mut(at) {
                *seen = true;
            }
            match self.0.get(at)? {
                Step::Word(_) | Step::Class(..) | Step::Number(_) | Step::Digits { .. } => taking.push(at),
                Step::Split(one, other) => open.extend([*one, *other]),
                Step::Jump(to) | Step::Not(to) => open.push(*to),
                Step::Set(..) | Step::Open | Step::Close | Step::Glued | Step::Capital => open.push(at + 1),
                Step::Accept => return None,
            }
        }
        Some(taking)
    }

    /// The longest match that begins at the token `at`: what it brought. Of two of one length, the first that
    /// the order of alternatives brings.
    pub fn run<'l>(&'l self, input: &Input<'_, 'l>, at: usize) -> Option<Vec<Mark<'l>>> {
        let mut run = Run {
            steps: &self.0,
            input,
            trail: Vec::new(),
            best: None,
            left: MOST_STEPS,
        };
        run.step(0, at, at);
        run.best.map(|(_, marks)| marks)
    }
}

impl Run<'_, '_, '_> {
    /// Runs from the step `at` and the token `token` on, through all ways there are.
    fn step(&mut self, at: usize, token: usize, start: usize) {
        let (mut at, mut token) = (at, token);
        let depth = self.trail.len();
        while self.left > 0 {
            self.left -= 1;
            let Some(step) = self.steps.get(at) else { break };
            match step {
                Step::Word(_) | Step::Digits { .. } => {
                    if !self.takes(step, token, start) {
                        break;
                    }
                    token += 1;
                }
                Step::Glued | Step::Capital => {
                    if !self.takes(step, token, start) {
                        break;
                    }
                }
                Step::Class(class, feature) => {
                    self.edges(Some(*class), *feature, at, token, start);
                    break;
                }
                Step::Number(feature) => {
                    self.edges(None, *feature, at, token, start);
                    break;
                }
                Step::Set(feature, setting) => self.trail.push(Mark::Say(
                    *feature,
                    match setting {
                        Setting::Number(number) => Atom::Number(*number),
                        Setting::Text(text) => Atom::Text(text),
                    },
                )),
                Step::Open => self.trail.push(Mark::Open(token)),
                Step::Close => self.trail.push(Mark::Close(token)),
                Step::Split(one, other) => {
                    self.step(*one, token, start);
                    at = *other;
                    continue;
                }
                Step::Jump(to) => {
                    at = *to;
                    continue;
                }
                Step::Not(end) => {
                    if self.follows(at + 1, token, start) {
                        break;
                    }
                    at = *end;
                    continue;
                }
                Step::Accept => {
                    self.accept(token);
                    break;
                }
            }
            at += 1;
        }
        self.trail.truncate(depth);
    }

    /// Whether the token is what the step asks for; digits are kept.
    fn takes(&mut self, step: &Step, token: usize, start: usize) -> bool {
        let Some(here) = self.here(token, start) else {
            return false;
        };
        match step {
            Step::Word(word) => here.word == *word,
            Step::Glued => here.glued,
            Step::Capital => here.capital,
            Step::Digits {
                feature,
                least,
                most,
                width,
            } => {
                let digits = here.digits.filter(|digits| {
                    (*least..=*most).contains(&digits.number)
                        && width.is_none_or(|width| width == digits.width)
                });
                if let (Some(feature), Some(digits)) = (feature, digits) {
                    let number = Atom::Number(digits.number as f64);
                    self.trail.push(Mark::Say(*feature, number));
                }
                digits.is_some()
            }
            _ => false,
        }
    }

    /// The token, unless an empty line stands before it: nothing reaches across.
    fn here(&self, token: usize, start: usize) -> Option<&Token> {
        self.input
            .tokens
            .get(token)
            .filter(|here| token == start || !here.breaks)
    }

    /// Goes on behind each stretch that begins here and is of the class.
    fn edges(
        &mut self,
        class: Option<ClassId>,
        feature: Option<Feature>,
        at: usize,
        token: usize,
        start: usize,
    ) {
        if self.here(token, start).is_none() {
            return;
        }
        let input = self.input;
        for edge in input.edges.get(token).into_iter().flatten() {
            if edge.class == class {
                let depth = self.trail.len();
                if let Some(feature) = feature {
                    self.trail.push(Mark::Say(feature, edge.atom));
                }
                self.step(at + 1, token + edge.length, start);
                self.trail.truncate(depth);
            }
        }
    }

    /// Whether the steps from `at` on match.
    fn follows(&mut self, at: usize, token: usize, start: usize) -> bool {
        let mut inner = Run {
            steps: self.steps,
            input: self.input,
            trail: Vec::new(),
            best: None,
            left: self.left,
        };
        inner.step(at, token, start);
        self.left = inner.left;
        inner.best.is_some()
    }

    /// Keeps the match, if it is the longest so far.
    fn accept(&mut self, token: usize) {
        let end = self.trail.iter().rev().find_map(|mark| match mark {
            Mark::Close(end) => Some(*end),
            _ => None,
        });
        let end = end.unwrap_or(token);
        if self.best.as_ref().is_none_or(|(best, _)| end > *best) {
            self.best = Some((end, self.trail.clone()));
        }
    }
}
