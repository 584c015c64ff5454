//! The closed vocabularies of the format, one table each.

use crate::text::vocabulary;

vocabulary! {
    /// What kind of event, after PLOVER and CAMEO, so that it maps both ways.
    Category {
        Treaty "treaty" "a binding text between states",
        Agreement "agreement" "an accord, memorandum or joint declaration",
        Visit "visit" "somebody travels to somebody",
        Summit "summit" "heads of state or government meet",
        Meeting "meeting" "others than heads of state meet",
        Statement "statement" "somebody says something in public",
        Negotiation "negotiation" "talks toward a settlement",
        Sanction "sanction" "measures against a state, a person or a firm",
        Aid "aid" "help in money, goods or arms",
        Military "military" "moves of forces and arms short of fighting",
        Conflict "conflict" "fighting",
        Test "test" "a nuclear or missile test, a launch",
        Protest "protest" "people or states protest",
        Election "election" "people choose who governs",
        Vote "vote" "a parliament or council decides",
        Cyber "cyber" "an attack on or by computers",
        Trade "trade" "goods, tariffs, finance",
        Disaster "disaster" "an accident or a catastrophe",
        Other "other" "anything else",
    }
}

vocabulary! {
    /// Whether an event happened.
    Status {
        Occurred "occurred" "it happened",
        Ongoing "ongoing" "it goes on",
        Planned "planned" "it is announced",
        Alleged "alleged" "somebody says that it happened",
        Disputed "disputed" "some say so, others deny it",
        Cancelled "cancelled" "it was announced and called off",
    }
}

vocabulary! {
    /// What one event is to another, with the inverse of each.
    RelationKind {
        Replaces "replaces" "takes the place of",
        ReplacedBy "replaced-by" "gives way to",
        Follows "follows" "takes up",
        FollowedBy "followed-by" "is taken up by",
        RespondsTo "responds-to" "answers",
        AnsweredBy "answered-by" "is answered by",
        Reciprocates "reciprocates" "returns the gesture of",
        ReciprocatedBy "reciprocated-by" "is returned by",
        PartOf "part-of" "is part of",
        HasPart "has-part" "includes",
        LeadsTo "leads-to" "helps to bring about",
        LedToBy "led-to-by" "is brought about by",
        Contradicts "contradicts" "contradicts or breaks",
        ContradictedBy "contradicted-by" "is contradicted or broken by",
    }
}

vocabulary! {
    /// Whether somebody says that it is so, or that it is not.
    Stance {
        Asserts "asserts" "says so",
        Denies "denies" "says that it is not so",
    }
}

impl RelationKind {
    /// What the other event is to this one.
    pub fn inverse(self) -> Self {
        match self {
            Self::Replaces => Self::ReplacedBy,
            Self::ReplacedBy => Self::Replaces,
            Self::Follows => Self::FollowedBy,
            Self::FollowedBy => Self::Follows,
            Self::RespondsTo => Self::AnsweredBy,
            Self::AnsweredBy => Self::RespondsTo,
            Self::Reciprocates => Self::ReciprocatedBy,
            Self::ReciprocatedBy => Self::Reciprocates,
            Self::PartOf => Self::HasPart,
            Self::HasPart => Self::PartOf,
            Self::LeadsTo => Self::LedToBy,
            Self::LedToBy => Self::LeadsTo,
            Self::Contradicts => Self::ContradictedBy,
            Self::ContradictedBy => Self::Contradicts,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_reads_back_and_every_relation_has_an_inverse() {
        for word in Category::ALL {
            assert_eq!(Category::from_word(&word.as_str().to_uppercase()), Some(*word));
        }
        for kind in RelationKind::ALL {
            assert_ne!(kind.inverse(), *kind);
            assert_eq!(kind.inverse().inverse(), *kind);
            assert_eq!(RelationKind::from_word(kind.as_str()), Some(*kind));
        }
    }
}
