//! The tests of an election: whether enough came, and whether those who are marked as elected have the
//! votes for it, by the rule of votes on elections.

use crate::ledger::{Record, Value};

use super::engine::{Context, value_at};
use super::vote_rules::{VoteBase, VoteRule, vote_rule};

/// A count of the meeting that elected, as far as it is known and not nought.
fn count_at(record: &Record<'_>, path: &str) -> Option<usize> {
    let count = value_at(record, path).as_int()?;
    usize::try_from(count).ok().filter(|count| *count > 0)
}

fn rule() -> &'static VoteRule {
    vote_rule("election")
}

/// Whether fewer came than a valid election needs.
pub(super) fn too_few_came(record: &Record<'_>, _: &Context<'_>) -> Option<(&'static str, String)> {
    let (rule, due) = (rule(), count_at(record, "election.due")?);
    let present = value_at(record, "election.present").as_int()?;
    let is_quorate = rule.quorum.is_reached(usize::try_from(present).ok()?, due);
    (!is_quorate).then(|| {
        let (share, least) = (rule.quorum.words(), rule.quorum.least(due));
        let text = format!(
            "实到 {present}/应到 {due}，到会没有{share}（至少 {least} 人），选举无效（{}）",
            rule.clause
        );
        ("election.present", text)
    })
}

/// Whether a candidate is marked as elected without the votes, or has them and is not marked, or has more
/// votes than there are valid ballots.
pub(super) fn not_as_voted<'a>(
    record: &Record<'a>,
    context: &Context<'_>,
    _: &str,
    column: &dyn Fn(&str) -> &'a Value,
) -> Option<String> {
    let rule = rule();
    let votes = ["yes", "no", "abstain"].map(|name| column(name).as_int());
    let cast: i64 = votes.iter().flatten().sum();
    if let Some(valid) = value_at(record, "election.valid").as_int()
        && cast > valid
    {
        return Some(format!("同意、反对、弃权合起来 {cast} 票，比有效票 {valid} 张多，请核对"));
    }
    let (base, of) = match rule.base {
        VoteBase::Entitled => (count_at(record, "election.due")?, "应到"),
        VoteBase::Present => (count_at(record, "election.present")?, "实到"),
    };
    let yes = votes[0]?;
    let (share, least) = (rule.threshold.words(), rule.threshold.least(base));
    let has_enough = yes >= least as i64;
    let told =
        |reached: &str| format!("同意 {yes} 票，{reached}{share}（{of} {base}，至少 {least} 票）");
    match (*column("elected") == Value::Bool(true), has_enough) {
        (true, false) => Some(format!("{}，不能当选", told("没有"))),
        (false, true) if too_few_came(record, context).is_none() && !is_outvoted(record, yes) => {
            Some(format!("{}，请核对是不是当选", told("")))
        }
        _ => None,
    }
}

/// Whether all seats went to candidates with at least as many votes.
fn is_outvoted(record: &Record<'_>, yes: i64) -> bool {
    let seats = record.entries("seats").len();
    let candidates = record.entries("candidates").into_iter();
    let elected = candidates.filter(|(_, row)| row.get("elected") == Some(&Value::Bool(true)));
    let ahead = elected.filter(|(_, row)| {
        row.get("yes").and_then(Value::as_int).is_some_and(|theirs| theirs >= yes)
    });
    seats > 0 && ahead.count() >= seats
}

#[cfg(test)]
mod tests {
    use crate::ledger::{Author, Day, Draft, EditId, Ledger, Moment, RecordId, Value, WriterId};
    use crate::registers::{Context, Severity, TERM_SCHEMA, findings, problems};

    /// A candidate: the number of the member, the votes for, against and neither, whether elected.
    type Candidate = (u8, [i64; 3], bool);

    /// What is said of an election, with the row where it is about one.
    fn told(
        counts: &[(&'static str, i64)],
        candidates: &[Candidate],
        seats: &[u8],
    ) -> Vec<(String, String)> {
        let mut ledger = Ledger::new();
        let at = Moment { millis: 1_795_000_000_000, offset: 480 };
        let id = EditId { writer: WriterId(1), number: 1 };
        let mut draft = Draft::new(id, at, Author::default(), "edit", "");
        let member = |number: u8| RecordId::keyed("member", &number.to_string());
        let term = draft.next_record("term");
        draft.field(&term, "body", "branch_committee");
        draft.field(&term, "from", "2026-03-01");
        let counts: Vec<_> =
            counts.iter().map(|(name, count)| (*name, Value::Int(*count))).collect();
        draft.field(&term, "election", Value::group(counts));
        for (number, [yes, no, abstain], elected) in candidates {
            let mut row: Vec<(&str, Value)> =
                vec![("yes", (*yes).into()), ("no", (*no).into()), ("abstain", (*abstain).into())];
            row.extend(elected.then_some(("elected", Value::Bool(true))));
            draft.entry(&term, "candidates", member(*number).as_str(), Value::group(row));
        }
        for number in seats {
            draft.entry(&term, "seats", member(*number).as_str(), "member");
        }
        for number in 1..=6 {
            draft.field(&member(number), "name", format!("党员{number}"));
        }
        ledger.insert(draft.finish(&ledger).expect("something changed"));
        let record = ledger.record(&term).expect("a record");
        let context = Context::new(&ledger, Day::MAX);
        assert_eq!(problems(&TERM_SCHEMA, &record, &context), [], "hints hold nothing up");
        let found = findings(&TERM_SCHEMA, &record, &context).into_iter();
        let hints = found.filter(|one| one.severity == Severity::Hint);
        hints.map(|one| (one.field.to_owned(), one.words(&TERM_SCHEMA, &ledger))).collect()
    }

    fn one(field: &str, text: &str) -> Vec<(String, String)> {
        vec![(field.to_owned(), text.to_owned())]
    }

    #[test]
    fn an_election_needs_more_than_four_fifths_of_those_entitled_there() {
        let of = |due, present| told(&[("due", due), ("present", present)], &[], &[]);
        assert_eq!(of(15, 13), []);
        let said = of(15, 12);
        assert_eq!(said[0].0, "election.present");
        let begin = "实到 12/应到 15，到会没有超过五分之四（至少 13 人），选举无效（选举：";
        assert!(said[0].1.starts_with(begin), "{said:?}");
        assert_eq!(told(&[("present", 3)], &[], &[]), []);
    }

    #[test]
    fn who_is_elected_has_more_than_half_of_those_entitled() {
        let counts = [("due", 16), ("present", 14)];
        let of = |yes, elected| told(&counts, &[(1, [yes, 0, 0], elected)], &[]);
        assert_eq!((of(9, true), of(8, false)), (vec![], vec![]));
        let lacks = "党员1：同意 8 票，没有超过半数（应到 16，至少 9 票），不能当选";
        assert_eq!(of(8, true), one("candidates", lacks));
        let has = "党员1：同意 9 票，超过半数（应到 16，至少 9 票），请核对是不是当选";
        assert_eq!(of(9, false), one("candidates", has));
        assert_eq!(told(&[("present", 14)], &[(1, [1, 0, 0], true)], &[]), []);
    }

    #[test]
    fn who_has_enough_votes_and_fewer_than_all_who_are_seated_is_not_told() {
        let counts = [("due", 16), ("present", 16)];
        let candidates = [(1, [14, 0, 0], true), (2, [12, 0, 0], true), (3, [10, 0, 0], false)];
        assert_eq!(told(&counts, &candidates, &[1, 2]), []);
        assert_eq!(told(&counts, &candidates, &[1, 2, 3]).len(), 1, "a seat is left");
        let passed_over = [(1, [9, 0, 0], true), (2, [12, 0, 0], true), (3, [10, 0, 0], false)];
        assert_eq!(told(&counts, &passed_over, &[1, 2]).len(), 1, "one with fewer votes is seated");
    }

    #[test]
    fn votes_beyond_the_valid_ballots_are_told() {
        let counts = [("due", 16), ("present", 14), ("valid", 12)];
        let over = "党员1：同意、反对、弃权合起来 13 票，比有效票 12 张多，请核对";
        assert_eq!(told(&counts, &[(1, [9, 3, 1], true)], &[]), one("candidates", over));
        let few = told(&[("due", 16), ("present", 12)], &[(1, [12, 0, 0], false)], &[]);
        assert_eq!(few.len(), 1, "{few:?}");
    }
}
