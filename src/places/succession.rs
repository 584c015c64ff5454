//! Who came after whom, and whose events a query for a state takes in.
//!
//! Only states that are gone are taken in: that a state became independent from a living one (Kenya from the
//! United Kingdom) does not make the one's past the other's. A former state is taken in by the states that began
//! when it ended; a state that had left while it went on is not its heir:
//!
//! - renamed: Burma → Myanmar, Zaire → DR Congo, Upper Volta → Burkina Faso, …;
//! - continued: the Soviet Union → Russia only. The other republics had declared independence before its last day,
//!   and `country:UKR` would drown in what Moscow did;
//! - divided: Czechoslovakia → both the Czech Republic and Slovakia; the Netherlands Antilles → the three of 2010,
//!   but not Aruba, which left in 1986; the Trust Territory of the Pacific → Palau, the last to go;
//! - Yugoslavia → Serbia and Montenegro (2003) → Serbia, which kept the seats and treaties of both. Slovenia,
//!   Croatia, Bosnia, North Macedonia and in 2006 Montenegro left;
//! - joined: East Germany → Germany, North Vietnam → Vietnam, South Yemen → Yemen.
//!
//! A query for one code alone is written `country:=RUS`.

use std::sync::LazyLock;

use super::{Code, Kind, country::countries};

static LINES: LazyLock<Vec<Vec<Code>>> = LazyLock::new(|| Code::all().map(line).collect());

impl Code {
    /// This one, and the former states whose events are taken for its own, nearest first (`RUS` → `RUS`, `SUN`).
    pub fn with_predecessors(self) -> &'static [Code] {
        LINES.get(self.index()).map_or(&[], Vec::as_slice)
    }

    /// The states that came out of this one, when it is a former one; the continuing one of the Soviet Union first.
    pub fn successors(self) -> impl Iterator<Item = Code> {
        self.country()
            .successors
            .iter()
            .map(|successor| successor.country)
    }

    /// Whether this state began when the former one ended.
    fn is_heir_of(self, former: Code) -> bool {
        let former = former.country();
        former.kind == Kind::Former
            && former.successors.iter().any(|successor| {
                successor.country == self
                    && former
                        .valid_until
                        .is_none_or(|until| successor.since.latest >= until)
            })
    }
}

fn line(code: Code) -> Vec<Code> {
    let mut line = vec![code];
    let mut at = 0;
    while let Some(&heir) = line.get(at) {
        let former = countries()
            .all
            .iter()
            .map(|country| country.code)
            .filter(|&former| heir.is_heir_of(former) && !line.contains(&former))
            .collect::<Vec<_>>();
        line.extend(former);
        at += 1;
    }
    line
}
