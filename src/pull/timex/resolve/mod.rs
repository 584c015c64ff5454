//! What an expression says + the day of publication, the tense and what was spoken of before → what it means.

mod amount;
mod calendar;
mod holiday;

use super::{
    feature::{Atom, Feature, Said},
    language::Form,
    stamp::{Stamp, Unit},
    types::{Direction, Kind, Modifier},
};
use crate::dates::Day;

/// All that stands around an expression and counts for its meaning.
#[derive(Clone, Copy, Debug)]
pub(super) struct Scene {
    /// The day of publication.
    pub published: Option<Day>,
    /// Where the tense of the next verb points.
    pub direction: Option<Direction>,
    /// The date that was spoken of last.
    pub recent: Option<Stamp>,
    /// It stands in the same sentence, or nearly.
    pub near: bool,
    /// The day with which the range begins that it ends.
    pub begin: Option<Day>,
    /// The quarter that was spoken of last.
    pub quarter: Option<Stamp>,
    /// What figures are of now is that quarter, not the nine months or the year that were named after it.
    pub quarterly: bool,
    /// The duration that was spoken of last.
    pub period: Option<(i64, Unit)>,
}

/// What an expression means.
#[derive(Clone, Debug)]
pub(super) struct Meaning {
    pub kind: Kind,
    pub value: String,
    pub stamp: Option<Stamp>,
    pub modifier: Option<Modifier>,
    pub direction: Option<Direction>,
    /// Of a duration: how long, when it is a whole number.
    pub length: Option<(i64, Unit)>,
}

impl Meaning {
    fn new(kind: Kind, value: String) -> Self {
        Self {
            kind,
            value,
            stamp: None,
            modifier: None,
            direction: None,
            length: None,
        }
    }

    fn at(stamp: Stamp) -> Self {
        Self {
            stamp: Some(stamp),
            ..Self::new(Kind::Date, stamp.value())
        }
    }
}

/// The meaning of what is said; none where it is no time after all.
pub(super) fn resolve(form: Form, said: &Said<'_>, scene: &Scene) -> Option<Meaning> {
    let mut meaning = match form {
        Form::Calendar => calendar::calendar(said, scene),
        Form::Offset => calendar::offset(said, scene),
        Form::Duration => amount::duration(said, scene),
        Form::Set => amount::set(said),
        Form::Fixed => Some(Meaning::new(Kind::Date, said.text(Feature::Value)?.to_owned())),
        Form::Not => None,
    }?;
    if let Some(kind) = said.text(Feature::Kind).and_then(Kind::from_word) {
        meaning.kind = kind;
    }
    if let Some(value) = said.text(Feature::Value) {
        value.clone_into(&mut meaning.value);
    }
    meaning.modifier = said.text(Feature::Mod).and_then(Modifier::from_word);
    Some(meaning)
}

fn unit(said: &Said<'_>) -> Option<Unit> {
    said.text(Feature::Unit).and_then(Unit::from_name)
}

/// How many: whole ones and the share of one that is left; none for "several".
fn count(said: &Said<'_>) -> Option<f64> {
    match said.get(Feature::N)? {
        Atom::Number(number) => {
            let more = match said.get(Feature::More) {
                Some(Atom::Number(more)) => more,
                _ => 0.0,
            };
            Some(number + more)
        }
        Atom::Text(_) => None,
    }
}
