//! The rules of votes as data: who has to be there, and how many have to be for it, by the clause of each
//! kind of matter.

/// How the votes on a kind of matter are counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct VoteRule {
    /// The kind, as in [`VOTE_KINDS`](super::VOTE_KINDS).
    pub kind: &'static str,
    /// The share of those entitled who have to be there.
    pub quorum: Share,
    /// The share that has to be for it.
    pub threshold: Share,
    /// The base of the threshold.
    pub base: VoteBase,
    /// Whether written opinions given beforehand count as votes.
    pub takes_written: bool,
    /// The clause.
    pub clause: &'static str,
}

/// A share of some people.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Share {
    /// Of so many …
    pub part: usize,
    /// … of so many,
    pub whole: usize,
    /// more than that (超过), not just as many (以上).
    pub more: bool,
}

/// The base of a share.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum VoteBase {
    /// Those entitled to vote, present or not (应到会有表决权).
    Entitled,
    /// Those entitled who are present (实到会有选举权).
    Present,
}

const HALF: Share = Share { part: 1, whole: 2, more: false };
const MORE_THAN_HALF: Share = Share { part: 1, whole: 2, more: true };
const MORE_THAN_FOUR_FIFTHS: Share = Share { part: 4, whole: 5, more: true };

const RESOLUTION: VoteRule = VoteRule {
    kind: "resolution",
    quorum: HALF,
    threshold: MORE_THAN_HALF,
    base: VoteBase::Entitled,
    takes_written: false,
    clause: "《支部工作条例》第11条：半数以上有表决权的党员到会；赞成超过应到会有表决权党员的半数",
};

const ADMISSION: VoteRule = VoteRule {
    kind: "admission",
    takes_written: true,
    clause: "《发展党员工作细则》：半数以上有表决权的党员到会；赞成超过应到会有表决权党员的半数；会前书面意见计入票数",
    ..RESOLUTION
};

/// The rules, in the order of [`VOTE_KINDS`](super::VOTE_KINDS) (domain.md §2.2, §2.3, §8; of two readings
/// the stricter).
pub const VOTE_RULES: &[VoteRule] = &[
    RESOLUTION,
    ADMISSION,
    VoteRule { kind: "confirmation", ..ADMISSION },
    VoteRule { kind: "disposition", ..RESOLUTION },
    VoteRule {
        kind: "election",
        quorum: MORE_THAN_FOUR_FIFTHS,
        clause: "选举：有选举权的到会超过应到会的五分之四；赞成基数转引不一（应到会、实到会），这里取较严的应到会",
        ..RESOLUTION
    },
];

/// The rule of a kind of matter; of one that is not known that of a resolution.
pub fn vote_rule(kind: &str) -> &'static VoteRule {
    VOTE_RULES.iter().find(|rule| rule.kind == kind).unwrap_or(&VOTE_RULES[0])
}

impl Share {
    /// The least number that reaches it.
    pub fn least(self, of: usize) -> usize {
        let exact = of * self.part;
        if self.more { exact / self.whole + 1 } else { exact.div_ceil(self.whole) }
    }

    /// The share in words: 超过五分之四.
    pub fn words(self) -> String {
        const DIGITS: [&str; 10] = ["零", "一", "二", "三", "四", "五", "六", "七", "八", "九"];
        let digit = |number: usize| DIGITS.get(number).copied().unwrap_or_default();
        let reached = if self.more { "超过" } else { "达到" };
        match (self.part, self.whole) {
            (1, 2) => format!("{reached}半数"),
            (part, whole) => format!("{reached}{}分之{}", digit(whole), digit(part)),
        }
    }

    /// Whether a number reaches it.
    pub fn is_reached(self, number: usize, of: usize) -> bool {
        of > 0 && number >= self.least(of)
    }
}

/// The counts of a vote, none of which is more than one before it.
const COUNTED: [&str; 5] =
    ["到会有表决权的", "发出的票", "收回的票", "有效票", "同意、反对、弃权合起来的票"];

/// Says which count of a vote is more than one before it: of those entitled who are there, of ballots given
/// out, given back and valid, and of votes, as far as they are known. Written opinions are no ballots.
pub fn count_too_many(counts: [Option<i64>; 5]) -> Option<String> {
    let mut most: Option<(i64, &str)> = None;
    for (count, name) in counts.into_iter().zip(COUNTED) {
        let Some(count) = count else { continue };
        if let Some((most, of)) = most
            && count > most
        {
            return Some(format!("{name}比{of}多（{count} 比 {most}）"));
        }
        most = Some((count, name));
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::registers::VOTE_KINDS;

    #[test]
    fn every_kind_of_matter_has_its_rule() {
        let kinds: Vec<&str> = VOTE_RULES.iter().map(|rule| rule.kind).collect();
        assert_eq!(kinds, VOTE_KINDS.iter().map(|(kind, _)| *kind).collect::<Vec<_>>());
    }

    #[test]
    fn a_share_is_told_in_words() {
        let words = |kind: &str| {
            let rule = vote_rule(kind);
            (rule.quorum.words(), rule.threshold.words())
        };
        assert_eq!(words("election"), ("超过五分之四".to_owned(), "超过半数".to_owned()));
        assert_eq!(words("resolution").0, "达到半数");
    }
}
