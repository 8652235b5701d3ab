//! Votes: whether enough came, and whether enough were for it, by the clause of each kind of matter.

use crate::ledger::Value;
use crate::registers::{VOTE_KINDS, VoteBase, VoteRule, count_too_many, vote_rule};

use super::roll::RollCounts;

/// A vote, as far as it is counted.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Vote {
    /// What was voted on, or who.
    pub matter: String,
    /// The kind, as in [`VOTE_KINDS`].
    pub kind: String,
    /// Ballots given out, given back, and valid.
    pub ballots: [Option<i64>; 3],
    /// Written opinions that were given beforehand, for it and against it; none where the rule takes none.
    pub written: [i64; 2],
    /// For it, against it, and neither.
    pub cast: [Option<i64>; 3],
}

impl Vote {
    /// Reads it as it is stored.
    pub fn read(row: &Value) -> Self {
        let text = |name: &str| row.get(name).and_then(Value::as_text).unwrap_or("").to_owned();
        let count = |name: &str| row.get(name).and_then(Value::as_int);
        let matter = row.as_text().map_or_else(|| text("matter"), str::to_owned);
        let kind = Some(text("kind")).filter(|kind| !kind.is_empty());
        let kind = kind.unwrap_or_else(|| VOTE_KINDS[0].0.to_owned());
        let takes_written = vote_rule(&kind).takes_written;
        let written = |name| count(name).filter(|_| takes_written).unwrap_or(0);
        Self {
            matter,
            kind,
            ballots: [count("issued"), count("returned"), count("valid")],
            written: [written("written"), written("written_no")],
            cast: [count("yes"), count("no"), count("abstain")],
        }
    }

    /// The rule by which it is counted.
    pub fn rule(&self) -> &'static VoteRule {
        vote_rule(&self.kind)
    }

    /// The outcome, by the counts of the roll.
    pub fn outcome(&self, roll: &RollCounts) -> VoteOutcome {
        let rule = self.rule();
        let base = match rule.base {
            VoteBase::Entitled => roll.voters,
            VoteBase::Present => roll.voters_present,
        };
        let needed = rule.threshold.least(base);
        let for_it = self.cast[0].map(|yes| yes + self.written[0]);
        VoteOutcome {
            quorum_needed: rule.quorum.least(roll.voters),
            is_quorate: rule.quorum.is_reached(roll.voters_present, roll.voters),
            needed,
            passed: for_it.map(|for_it| for_it >= needed as i64),
            contradicts: self.contradicts(roll),
            for_it,
        }
    }
}

impl Vote {
    /// Voters who are there, ballots given out, given back and valid, and votes: none more than the one
    /// before; and written opinions are of those who are not there.
    fn contradicts(&self, roll: &RollCounts) -> bool {
        let there = roll.voters_present as i64;
        let [issued, returned, valid] = self.ballots;
        let votes = Some(self.cast.iter().flatten().sum());
        count_too_many([Some(there), issued, returned, valid, votes]).is_some()
            || self.written.iter().sum::<i64>() > roll.voters as i64 - there
    }
}

/// The outcome of a vote.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct VoteOutcome {
    /// So many of those entitled have to be there.
    pub quorum_needed: usize,
    /// Whether they are.
    pub is_quorate: bool,
    /// So many have to be for it.
    pub needed: usize,
    /// Whether they are; `None` where it was not counted yet.
    pub passed: Option<bool>,
    /// Whether counts contradict each other, or the roll.
    pub contradicts: bool,
    /// How many are for it, written opinions among them.
    pub for_it: Option<i64>,
}

impl VoteOutcome {
    /// Both tests in words.
    pub fn words(&self, roll: &RollCounts) -> [String; 2] {
        let quorum = format!(
            "到会 {}，至少要 {}，{}",
            roll.voters_present,
            self.quorum_needed,
            if self.is_quorate { "达到" } else { "没有达到" }
        );
        let votes = match (self.for_it, self.passed) {
            (Some(for_it), Some(passed)) => format!(
                "赞成 {for_it}，至少要 {}，{}",
                self.needed,
                match (passed && self.is_quorate, self.contradicts) {
                    (_, true) =>
                        "票数对不上：到会有表决权的、发票、收票、有效票、各项票之和要依次不多于前一个，请核对",
                    (true, _) => "通过",
                    (false, _) => "未通过",
                }
            ),
            _ => format!("赞成至少要 {}", self.needed),
        };
        [quorum, votes]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn vote(kind: &str, yes: i64, written: i64) -> Vote {
        Vote {
            kind: kind.into(),
            cast: [Some(yes), None, None],
            written: [written, 0],
            ..Vote::default()
        }
    }

    fn roll(voters: usize, voters_present: usize) -> RollCounts {
        RollCounts { voters, voters_present, ..RollCounts::default() }
    }

    #[test]
    fn just_half_does_not_pass_and_the_base_is_all_who_are_entitled() {
        let of = |yes| vote("resolution", yes, 0).outcome(&roll(16, 10)).passed;
        assert_eq!((of(8), of(9)), (Some(false), Some(true)));
        // Of fifteen, more than half are eight.
        assert_eq!(vote("resolution", 8, 0).outcome(&roll(15, 10)).passed, Some(true));
    }

    #[test]
    fn a_resolution_needs_half_of_them_there_and_an_election_more_than_four_fifths() {
        let is_quorate =
            |kind, voters, there| vote(kind, 0, 0).outcome(&roll(voters, there)).is_quorate;
        assert!(is_quorate("resolution", 16, 8) && !is_quorate("resolution", 16, 7));
        assert!(is_quorate("resolution", 15, 8) && !is_quorate("resolution", 15, 7));
        assert!(!is_quorate("election", 15, 12) && is_quorate("election", 15, 13));
        assert!(!is_quorate("resolution", 0, 0));
    }

    #[test]
    fn written_opinions_count_where_members_are_received_and_nowhere_else() {
        let of = |kind: &str| {
            let counts = [("yes", 8), ("written", 1)].map(|(name, count)| (name, count.into()));
            let row = Value::group(counts.into_iter().chain([("kind", kind.into())]));
            Vote::read(&row).outcome(&roll(16, 10)).passed
        };
        assert_eq!((of("admission"), of("resolution")), (Some(true), Some(false)));
    }

    #[test]
    fn a_written_opinion_against_it_is_no_vote_for_it_and_is_of_someone_absent() {
        let of = |against| Vote { written: [1, against], ..vote("admission", 8, 0) };
        let outcome = of(3).outcome(&roll(16, 12));
        assert_eq!(
            (outcome.for_it, outcome.passed, outcome.contradicts),
            (Some(9), Some(true), false)
        );
        assert!(of(4).outcome(&roll(16, 12)).contradicts);
    }

    #[test]
    fn more_votes_than_voters_are_told() {
        let outcome = vote("resolution", 11, 0).outcome(&roll(16, 10));
        assert!(outcome.contradicts);
        assert!(outcome.words(&roll(16, 10))[1].ends_with("请核对"));
    }

    #[test]
    fn ballots_that_contradict_each_other_are_told_and_written_opinions_are_of_the_absent() {
        let of = |ballots: [i64; 3], yes: i64, written: i64| {
            let vote = Vote { ballots: ballots.map(Some), ..vote("admission", yes, written) };
            vote.outcome(&roll(16, 14)).contradicts
        };
        assert!(!of([14, 13, 12], 12, 0) && !of([14, 14, 14], 14, 2));
        assert!(of([3, 9, 9], 3, 0), "more given back than given out");
        assert!(of([14, 10, 12], 10, 0), "more valid than given back");
        assert!(of([14, 12, 10], 11, 0), "more votes than valid ballots");
        assert!(of([14, 12, 10], 11, 2), "opinions are no ballots");
        assert!(of([15, 12, 10], 9, 0), "more given out than voters are there");
        assert!(of([14, 14, 14], 10, 3), "more opinions than are absent");
    }
}
