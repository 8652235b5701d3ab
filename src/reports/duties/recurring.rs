//! What recurs by rules: each period of each rule, and where it is not settled a duty. A period that
//! was missed never goes away by itself: it is owed until it is settled, late or in time, or waived
//! with a reason.

use crate::ledger::{Day, DayOrMonth, Month, RecordId, parse_day};
use crate::registers::name_of;

use super::bucket::Bucket;
use super::duty::{Duty, DutyAbout, DutyKind, Urgency};
use super::index::{DutyIndex, Entry};
use super::rules::{DUES_RULE, DutyRule, Evidence, RuleInForce, Whom};

/// How many days after its period a record is still written in time: until the sheet of its month is
/// approved, on the 5th of the next (domain.md §1.4, step 3).
const WRITTEN_WITHIN: i64 = 5;

/// From how many full members on a branch has a committee (domain.md §2.1).
const COMMITTEE_FROM: u32 = 7;

/// How many names are said before 等.
const NAMED: usize = 3;

/// How something was settled late.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Late {
    /// Done after its period, as its record says.
    Done(Day),
    /// Done in its period, but written down only later (补录).
    Written(Day),
}

/// How it is with a rule in a period.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum BucketState {
    /// It is owed.
    Owed {
        /// How often it was done.
        done: u32,
        /// Who is lacking, where it is about members.
        lacking: Vec<String>,
    },
    /// It is settled.
    Settled {
        /// By which record; `None` where each member has one.
        by: Option<RecordId>,
        /// How it was late, where it was.
        late: Option<Late>,
    },
    /// It is not asked for, for a reason.
    Waived {
        /// The record of the waiver.
        by: RecordId,
        /// The reason.
        reason: String,
    },
    /// It does not apply; why not, in words.
    NotApplicable(&'static str),
}

/// A rule in a period, for a branch or a group.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DutyBucket {
    /// The rule.
    pub rule: &'static DutyRule,
    /// How often it asks in the period.
    pub times: u32,
    /// Whom it asks: a branch or a group.
    pub subject: RecordId,
    /// The branch.
    pub branch: RecordId,
    /// The period.
    pub bucket: Bucket,
    /// The last day.
    pub due: Day,
    /// How it is.
    pub state: BucketState,
}

impl DutyBucket {
    /// What settles it: the form of a meeting, or of a record.
    pub fn about(&self) -> DutyAbout {
        let (subject, bucket) = (self.subject.clone(), self.bucket);
        match self.rule.settled_by.first() {
            Some(Evidence::Meeting(kind)) => DutyAbout::NewMeeting { kind, subject, bucket },
            Some(Evidence::Record(register)) => DutyAbout::NewRecord { register, subject, bucket },
            Some(Evidence::Commitments) | None => {
                DutyAbout::NewRecord { register: "commitment", subject, bucket }
            }
        }
    }
}

/// The periods of all rules for a branch, from the beginning of the ledger until today.
pub fn all_buckets(
    index: &DutyIndex<'_>,
    rules: &[RuleInForce],
    branch: &RecordId,
) -> Vec<DutyBucket> {
    rules.iter().flat_map(|rule| buckets(index, rule, branch)).collect()
}

/// The periods of a rule for a branch, from the beginning of the ledger until today; for each of its
/// groups where the rule asks them. None where the hospital does not ask for it.
pub fn buckets(index: &DutyIndex<'_>, rule: &RuleInForce, branch: &RecordId) -> Vec<DutyBucket> {
    let mut found = Vec::new();
    let (Some(cycle), Some(start)) = (rule.cycle, index.start) else {
        return found;
    };
    let groups = index.groups(branch);
    let subjects: Vec<(&RecordId, Option<&'static str>)> = match rule.rule.whom {
        Whom::Groups if groups.is_empty() => vec![(branch, Some("支部没有划分党小组"))],
        Whom::Groups => groups.iter().map(|group| (group.id(), None)).collect(),
        Whom::Branch | Whom::Committee => vec![(branch, None)],
    };
    for (subject, inapplicable) in subjects {
        let asked = Asked::of(index, rule.rule, branch, subject);
        let mut bucket = Bucket::of(cycle, start);
        while bucket.first.first_day() <= index.today {
            let due = due(rule.rule, bucket, start);
            let state = match inapplicable {
                Some(why) => BucketState::NotApplicable(why),
                None => state(index, rule, &asked, (bucket, due)),
            };
            found.push(DutyBucket {
                rule: rule.rule,
                times: rule.times,
                subject: subject.clone(),
                branch: branch.clone(),
                bucket,
                due,
                state,
            });
            bucket = bucket.next();
        }
    }
    found
}

/// The last day for a period. What is due early in it is not due before the ledger's second month is
/// over.
fn due(rule: &DutyRule, bucket: Bucket, start: Month) -> Day {
    let whole = bucket.last_day();
    let end = match rule.within {
        Some(months) if months < bucket.cycle.months() => {
            let early = bucket.first.plus(months - 1).last_day();
            early.max(start.plus(1).last_day()).min(whole)
        }
        _ => whole,
    };
    end + chrono::TimeDelta::days(rule.after)
}

/// What a rule asks a branch or a group, with what is the same in all periods.
struct Asked<'i, 'a> {
    branch: &'i RecordId,
    subject: &'i RecordId,
    /// The month in which the branch was founded, where that is known.
    founded: Option<Month>,
    /// The records that settle it, in order of the months for which they count.
    settling: Vec<&'i Entry<'a>>,
}

impl<'i, 'a> Asked<'i, 'a> {
    fn of(
        index: &'i DutyIndex<'a>,
        rule: &DutyRule,
        branch: &'i RecordId,
        subject: &'i RecordId,
    ) -> Self {
        // By the ids of the ledger, which live as long as it does.
        let id = index.ledger().id_of(subject.as_str()).map_or("", RecordId::as_str);
        let mut settling: Vec<&'i Entry<'a>> = Vec::new();
        for by in rule.settled_by {
            settling.extend(index.entries(*by, id));
            if rule.is_shared {
                settling.extend(index.entries(*by, ""));
            }
        }
        crate::ordered::sort_by_key(&mut settling, |entry| (entry.month, entry.day));
        let founded = index.ledger().record(branch).map_or("", |one| one.text("founded"));
        let founded = founded.parse::<DayOrMonth>().ok().map(DayOrMonth::month);
        Self { branch, subject, founded, settling }
    }

    /// Those that count for a period.
    fn within(&self, bucket: Bucket) -> &[&'i Entry<'a>] {
        let from = self.settling.partition_point(|entry| entry.month < bucket.first);
        let until = self.settling.partition_point(|entry| entry.month <= bucket.last());
        self.settling.get(from..until).unwrap_or_default()
    }
}

fn state(
    index: &DutyIndex<'_>,
    rule: &RuleInForce,
    asked: &Asked<'_, '_>,
    (bucket, due): (Bucket, Day),
) -> BucketState {
    let found = asked.within(bucket);
    let done = u32::try_from(found.len()).unwrap_or(u32::MAX);
    let last = usize::try_from(rule.times).ok().and_then(|times| found.get(times.max(1) - 1));
    if let Some(entry) = last {
        let late = late(index, entry, bucket, due);
        return BucketState::Settled { by: Some(entry.record.id().clone()), late };
    }
    if let Some(waiver) = index.waiver(rule.rule.id, asked.subject, bucket) {
        let reason = waiver.text("reason").to_owned();
        return BucketState::Waived { by: waiver.id().clone(), reason };
    }
    if let Some(why) = inapplicable(index, rule.rule, asked, bucket) {
        return BucketState::NotApplicable(why);
    }
    let mut lacking = Vec::new();
    if rule.rule.settled_by.contains(&Evidence::Commitments) {
        let day = bucket.last_day().min(index.today);
        let year = bucket.first.year();
        let mut members = index.people.roster.members_on(Some(asked.branch), day).peekable();
        let has_members = members.peek().is_some();
        let members = members.filter(|(one, _)| !index.is_committed(one.id, year));
        lacking = members.map(|(one, _)| one.name.to_owned()).collect();
        if lacking.is_empty() && has_members {
            return BucketState::Settled { by: None, late: None };
        }
    }
    BucketState::Owed { done, lacking }
}

/// How an entry was late.
fn late(index: &DutyIndex<'_>, entry: &Entry<'_>, bucket: Bucket, due: Day) -> Option<Late> {
    if entry.is_shifted && entry.day > bucket.last_day() {
        return Some(Late::Done(entry.day));
    }
    // A confirmation says its day; else only what has a day says when it was done, and the others for when
    // they are.
    if let Ok(confirmed) = parse_day(entry.record.text("confirmed_on")) {
        return (confirmed > due).then_some(Late::Done(confirmed));
    }
    let written = entry.record.written_at("day", None);
    let first = written.last().and_then(|one| index.ledger().head(one.id.edit))?.at.day();
    let is_late = (first - bucket.last_day()).num_days() > WRITTEN_WITHIN;
    is_late.then_some(Late::Written(first))
}

/// Why a rule does not ask a subject in a period; `None` where it does. Where nothing is recorded of
/// it, it asks.
fn inapplicable(
    index: &DutyIndex<'_>,
    rule: &DutyRule,
    asked: &Asked<'_, '_>,
    bucket: Bucket,
) -> Option<&'static str> {
    let this_month = Month::of(index.today);
    let month = bucket.last().min(this_month);
    if bucket.months().any(|month| index.ledger().is_archived(month)) {
        return Some("这一期的记录已经归档");
    }
    if asked.founded.is_some_and(|founded| founded > month) {
        return Some("支部还没有成立");
    }
    if rule.id == DUES_RULE
        && let Some(why) = index.lacks_dues(asked.branch, bucket.last())
    {
        return Some(why);
    }
    let counts = index.people.count_in(asked.subject, month);
    if counts.is_some_and(|(all, _)| all == 0) {
        let is_group = rule.whom == Whom::Groups;
        return Some(if is_group {
            "党小组那时没有党员"
        } else {
            "支部那时没有党员"
        });
    }
    let full = counts.map_or(0, |(_, full)| full);
    let needs_none = counts.is_some()
        && full < COMMITTEE_FROM
        && !index.people.has_committee(asked.branch, month);
    (rule.whom == Whom::Committee && needs_none).then_some("正式党员不足 7 人，不设支委会")
}

/// The duties of what is owed by rules.
pub(super) fn recurring_duties(
    index: &DutyIndex<'_>,
    rules: &[RuleInForce],
    branch: &RecordId,
    found: &mut Vec<Duty>,
) {
    for rule in rules {
        for bucket in buckets(index, rule, branch) {
            let left = (bucket.due - index.today).num_days();
            if let BucketState::Owed { done, lacking } = &bucket.state
                && left <= rule.days
            {
                found.push(duty(index, &bucket, *done, lacking));
            }
        }
    }
}

fn duty(index: &DutyIndex<'_>, owed: &DutyBucket, done: u32, lacking: &[String]) -> Duty {
    let subject = name_of(index.ledger(), &owed.subject);
    let DutyRule { undone, id, .. } = owed.rule;
    let label = owed.rule.label();
    let when = owed.bucket.label();
    let text = if !lacking.is_empty() {
        let named = lacking.iter().take(NAMED).cloned().collect::<Vec<_>>().join("、");
        let more = if lacking.len() > NAMED { "等" } else { "" };
        format!("{label}：{when}{named}{more} {} 人{undone}", lacking.len())
    } else if done > 0 {
        format!("{label}：{subject}{when}还差 {} 次", owed.times.saturating_sub(done))
    } else {
        format!("{label}：{subject}{when}{undone}")
    };
    Duty {
        urgency: Urgency::by(owed.due, index.today),
        kind: DutyKind::Rule(id),
        month: owed.bucket.first,
        subject,
        text,
        due: Some(owed.due),
        about: owed.about(),
    }
}
