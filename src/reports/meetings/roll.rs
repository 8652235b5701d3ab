//! The roll of a meeting or an event: who is on it, what is known beforehand, and its counts.
//!
//! All counts are computed, none is stored. Who did not belong to the branch on the day is listed apart and
//! is in none of them; who was not called is not absent.

use std::collections::{BTreeMap, BTreeSet};

use crate::ledger::{Day, Ledger, Month, Record, RecordId, Value, parse_day};
use crate::ordered;
use crate::registers::{
    ATTENDANCE, Context, EXEMPTION, LEAVE_NOTICE, MEMBER, Member, attendance_state, committee_of,
    is_approved, made_up_on, makeup_deadline, meeting_day,
};

/// Someone on a roll.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RollEntry {
    /// The member, as of the day; `None` where the marked person did not belong to the branch then.
    pub member: Option<Member>,
    /// The member's record.
    pub id: RecordId,
    /// How the member was there, as in [`ATTENDANCE`]; empty where that was not called yet.
    pub state: String,
    /// What is known of it beforehand.
    pub known: Option<KnownMark>,
}

/// A mark that is known before a roll is called.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KnownMark {
    /// How the member will be there, as in [`ATTENDANCE`].
    pub state: String,
    /// Why one is away on duty; may be empty.
    pub reason: String,
    /// A word on it; may be empty.
    pub note: String,
}

/// The counts of a roll.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct RollCounts {
    /// 应到: those of the roll, probationary members among them, without who need not come.
    pub due: usize,
    /// Of those, who has a vote: full members.
    pub voters: usize,
    /// 实到: who came, be it late or not to the end.
    pub present: usize,
    /// Of those, who has a vote.
    pub voters_present: usize,
    /// Who came late.
    pub late: usize,
    /// Who left early.
    pub early: usize,
    /// Who was away on duty.
    pub on_duty: usize,
    /// Who had leave.
    pub leave: usize,
    /// Who was away without.
    pub absent: usize,
    /// Exempt members.
    pub exempt: usize,
    /// Who was not called yet.
    pub uncalled: usize,
    /// Who is marked and did not belong to the branch on the day.
    pub not_enrolled: usize,
}

/// Those who are expected at a meeting of a kind, a branch and a group (empty texts where it is of none): the
/// committee, the group, the branch, or all.
pub fn expected_of(of: [&str; 3], day: Day, context: &Context<'_>) -> Vec<Member> {
    let members = members_on(context, of[1], day);
    let expected = expected_among(of, day, members.iter().collect(), context.ledger());
    expected.into_iter().cloned().collect()
}

/// Those who are expected, of the members that its branch (all branches, where it is of none) had on its
/// day. Rolls, duties and figures all ask here who is.
pub fn expected_among<'m>(
    [kind, branch, group]: [&str; 3],
    day: Day,
    mut members: Vec<&'m Member>,
    ledger: &Ledger,
) -> Vec<&'m Member> {
    let committee = (kind == "committee").then(|| branch.parse().ok()).flatten();
    let committee = committee.and_then(|branch: RecordId| {
        let ids: Vec<&RecordId> = members.iter().map(|member| &member.id).collect();
        committee_of(ledger, &branch, &ids, day)
    });
    members.retain(|member| match (kind, &committee) {
        ("committee", Some(committee)) => committee.contains(&member.id),
        ("group", _) => member.group.as_ref().is_some_and(|own| own.as_str() == group),
        _ => true,
    });
    members
}

/// The members of a branch on a day; of all branches where none is named.
pub fn members_on(context: &Context<'_>, branch: &str, day: Day) -> Vec<Member> {
    let members = context.records(MEMBER.name).filter_map(|record| Member::on(&record, day));
    members.filter(|member| branch.is_empty() || member.branch.as_str() == branch).collect()
}

/// Those who can stand on a roll, and what is known of them beforehand: all of it but the marks, so that a
/// roll that is being called is read anew with each mark and these are not.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Enrolled {
    /// The members that the branch (all branches, where none is named) has on the day.
    members: Vec<Member>,
    /// What is known of the day beforehand.
    known: BTreeMap<RecordId, KnownMark>,
}

impl Enrolled {
    /// The registers whose records it is read from.
    pub const REGISTERS: [&'static str; 3] = [MEMBER.name, LEAVE_NOTICE.name, EXEMPTION.name];

    /// Reads those of a branch, or of all where none is named, on a day.
    pub fn on(context: &Context<'_>, branch: &str, day: Day) -> Self {
        Self { members: members_on(context, branch, day), known: known_marks(context, day) }
    }

    /// The roll of a meeting that the branch has on the day: who is expected, and who else is marked.
    pub fn roll(&self, meeting: &Record<'_>, day: Day, ledger: &Ledger) -> Vec<RollEntry> {
        let mut entries = roll_among(meeting, day, self.members.iter().collect(), ledger);
        for entry in entries.iter_mut().filter(|entry| entry.member.is_some()) {
            entry.known = self.known.get(&entry.id).cloned();
        }
        entries
    }

    /// The roll of an event of service that the branch has on the day: its members, and who else takes part.
    /// The states are roles.
    pub fn service_roll(
        &self,
        event: &Record<'_>,
        day: Day,
        context: &Context<'_>,
    ) -> Vec<RollEntry> {
        let mut rows = ordered::map(event.entries("who").into_iter().map(|(key, row)| {
            (key, row.get("role").unwrap_or(row).as_text().unwrap_or("").to_owned())
        }));
        let ours = self.members.iter().map(|member| RollEntry {
            state: rows.remove(member.id.as_str()).unwrap_or_default(),
            id: member.id.clone(),
            member: Some(member.clone()),
            known: None,
        });
        let mut entries: Vec<RollEntry> = ours.collect();
        entries.extend(rows.into_iter().filter_map(|(key, state)| {
            let id = event.named(key)?;
            let member = context.record(&id).and_then(|one| Member::on(&one, day));
            Some(RollEntry { member, id, state, known: None })
        }));
        entries
    }
}

/// The roll of a meeting: who is expected, and who else is marked.
pub fn roll_entries(meeting: &Record<'_>, context: &Context<'_>) -> Vec<RollEntry> {
    let Some(day) = meeting_day(meeting) else { return Vec::new() };
    Enrolled::on(context, meeting.text("branch"), day).roll(meeting, day, context.ledger())
}

/// The roll of a meeting on a day, from the members that its branch (all branches, where it is of none)
/// had then; without what is known beforehand.
pub fn roll_among(
    meeting: &Record<'_>,
    day: Day,
    members: Vec<&Member>,
    ledger: &Ledger,
) -> Vec<RollEntry> {
    let text = |field: &str| meeting.text(field);
    let rows = ordered::map(
        meeting
            .entries("roll")
            .into_iter()
            .map(|(key, row)| (key, attendance_state(row).to_owned())),
    );
    let of = [text("kind"), text("branch"), text("group")];
    let expected = expected_among(of, day, members.clone(), ledger).into_iter();
    let mut entries: Vec<RollEntry> = expected
        .map(|member| RollEntry {
            id: member.id.clone(),
            state: rows.get(member.id.as_str()).cloned().unwrap_or_default(),
            known: None,
            member: Some(member.clone()),
        })
        .collect();
    let there: BTreeSet<RecordId> = ordered::set(entries.iter().map(|entry| entry.id.clone()));
    for (key, state) in &rows {
        let Some(id) = meeting.named(key).filter(|id| !there.contains(id)) else { continue };
        // One of the branch who is not of the group or the committee is called as others are.
        let member = members.iter().find(|one| one.id == id).map(|one| (*one).clone());
        entries.push(RollEntry { member, id, state: state.clone(), known: None });
    }
    entries
}

/// The counts of a roll.
pub fn roll_counts(entries: &[RollEntry]) -> RollCounts {
    let mut counts = RollCounts::default();
    for entry in entries {
        let Some(member) = &entry.member else {
            counts.not_enrolled += 1;
            continue;
        };
        let is_voter = member.category == "full";
        if entry.state == "exempt" {
            counts.exempt += 1;
            continue;
        }
        counts.due += 1;
        counts.voters += usize::from(is_voter);
        let came = match &*entry.state {
            "present" => true,
            "late" => {
                counts.late += 1;
                true
            }
            "early" => {
                counts.early += 1;
                true
            }
            "on_duty" => {
                counts.on_duty += 1;
                false
            }
            "leave" => {
                counts.leave += 1;
                false
            }
            "absent" => {
                counts.absent += 1;
                false
            }
            _ => {
                counts.uncalled += 1;
                false
            }
        };
        counts.present += usize::from(came);
        counts.voters_present += usize::from(came && is_voter);
    }
    counts
}

impl RollCounts {
    /// Whether the roll is called to its end, and nobody came.
    pub fn is_called_and_empty(&self) -> bool {
        self.uncalled == 0 && self.present == 0 && self.due + self.exempt > 0
    }

    /// The counts in words: 应到 16，实到 13，请假 2，因公 1.
    pub fn words(&self) -> String {
        let mut text = format!("应到 {}，实到 {}", self.due, self.present);
        let rest = [
            ("迟到", self.late),
            ("早退", self.early),
            ("因公", self.on_duty),
            ("请假", self.leave),
            ("无故", self.absent),
            ("免到", self.exempt),
            ("未点名", self.uncalled),
            ("不在册", self.not_enrolled),
        ];
        for (word, count) in rest.into_iter().filter(|(_, count)| *count > 0) {
            text.push_str(&format!("，{word} {count}"));
        }
        text
    }
}

/// What is known of a day beforehand: announced leave, and approved exemptions of its month. Of several
/// for a member, that of the least id counts, leave before exemptions, on each tablet the same.
pub fn known_marks(context: &Context<'_>, day: Day) -> BTreeMap<RecordId, KnownMark> {
    let mut known = BTreeMap::new();
    let by_id = |register: &'static str| {
        let mut records: Vec<Record<'_>> = context.records(register).collect();
        ordered::sort_by_key(&mut records, |record| record.id().clone());
        records
    };
    for notice in by_id(LEAVE_NOTICE.name) {
        let from = parse_day(notice.text("from")).ok();
        let until = parse_day(notice.text("until")).ok().or(from);
        let covers = from.zip(until).is_some_and(|(from, until)| (from..=until).contains(&day));
        let Some(member) = notice.named(notice.text("member")).filter(|_| covers) else { continue };
        let text = |field: &str| notice.text(field).to_owned();
        let mark = KnownMark { state: text("kind"), reason: text("reason"), note: text("remark") };
        known.entry(member).or_insert(mark);
    }
    let month = Month::of(day);
    for exemption in by_id(EXEMPTION.name) {
        let first: Option<Month> = exemption.text("from").parse().ok();
        let last: Option<Month> = exemption.text("until").parse().ok();
        let covers =
            first.is_some_and(|first| first <= month) && last.is_none_or(|last| month <= last);
        if covers
            && is_approved(&exemption, context)
            && let Some(member) = exemption.named(exemption.text("member"))
        {
            known.entry(member).or_insert_with(|| KnownMark {
                state: "exempt".to_owned(),
                reason: String::new(),
                note: "不参评".to_owned(),
            });
        }
    }
    known
}

/// How a mark is written into a roll.
pub fn roll_value(state: &str, reason: &str, note: &str) -> Value {
    let all = [("state", state), ("reason", reason), ("note", note)];
    let filled: Vec<(&str, Value)> = all
        .into_iter()
        .filter(|(_, text)| !text.is_empty())
        .map(|(name, text)| (name, text.into()))
        .collect();
    match filled.as_slice() {
        [] => Value::Null,
        // The first column alone is kept as it is.
        [("state", state)] => state.clone(),
        _ => Value::group(filled),
    }
}

/// An absence that has to be made up for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OwedMakeup {
    /// Who.
    pub member: RecordId,
    /// Until when.
    pub until: Day,
    /// When it was done, where it was.
    pub done_on: Option<Day>,
}

/// Whom a meeting with a roll leaves to make up for it: absent with leave or on duty, from its day on.
pub fn owed_makeups(
    meeting: &Record<'_>,
    roll: &[RollEntry],
    context: &Context<'_>,
) -> Vec<OwedMakeup> {
    let Some(day) = meeting_day(meeting).filter(|day| context.has_come(*day)) else {
        return Vec::new();
    };
    let Some(until) = makeup_deadline(day) else { return Vec::new() };
    let away = |entry: &RollEntry| {
        let is_away = entry.member.is_some() && matches!(&*entry.state, "leave" | "on_duty");
        is_away.then(|| OwedMakeup {
            done_on: made_up_on(meeting, entry.id.as_str(), context),
            member: entry.id.clone(),
            until,
        })
    };
    roll.iter().filter_map(away).collect()
}

/// The word of a state of attendance; 未点名 where there is none.
pub fn attendance_word(state: &str) -> &'static str {
    ATTENDANCE.iter().find(|(code, _)| *code == state).map_or("未点名", |(_, word)| word)
}
