//! A duty: what it is, until when, and where it is settled.

use crate::ledger::{Day, Month, Quarter, RecordId};

use super::bucket::Bucket;

/// How urgent a duty is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Urgency {
    /// Its time has passed.
    Overdue,
    /// Its time is now.
    Now,
    /// Its time is near.
    Soon,
}

/// The kind of a duty: those of one kind are shown in one line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum DutyKind {
    /// 支委会审定 of a month.
    Approval,
    /// 公示 of a month that is approved.
    Publication,
    /// A notice that is displayed.
    Notice,
    /// 锁定 of a month whose notice is over.
    Lock,
    /// The answer to an appeal.
    Appeal,
    /// A talk with a member below the pass mark.
    Reminder,
    /// 约谈 of a member who was below it for two months running.
    Talk,
    /// The last word on an erasure.
    Erasure,
    /// The bulletin of a quarter.
    Bulletin,
    /// The appraisal of a year.
    Appraisal,
    /// The end of a committee's term.
    Term,
    /// A meeting of today.
    Today,
    /// A meeting that is planned, or whose roll was not called.
    Roll,
    /// A meeting whose roll is called to its end, and to which nobody came.
    NobodyCame,
    /// Members without a mark on a roll.
    Uncalled,
    /// An absence that is to be made up for.
    MakeUp,
    /// The signatures under the record of a meeting.
    Signature,
    /// A commitment of a member.
    Commitment,
    /// A practical deed.
    Deed,
    /// An opinion of a patient.
    Opinion,
    /// Call-backs of patients.
    CallBack,
    /// Dues that a member has not paid for months.
    Arrears,
    /// The next step of somebody who is on the way to membership.
    CourseStep,
    /// A half-year review of an activist.
    CourseReview,
    /// What a rule asks for in each of its periods, by the rule's id.
    Rule(&'static str),
}

/// What a duty is about, and so where it is done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DutyAbout {
    /// The closing of its month.
    Closing,
    /// A record.
    Record(RecordId),
    /// The form of a record, in which it is settled.
    Form(RecordId),
    /// The course of development of a record.
    Course(RecordId),
    /// The slip of a draw.
    Slip(RecordId),
    /// Explanation of a member's points of its month.
    Points(RecordId),
    /// The bulletin of a quarter.
    Quarter(Quarter),
    /// The appraisal of a year.
    Year(i32),
    /// The roll of a meeting.
    Roll(RecordId),
    /// The minutes of a meeting, which are signed there.
    Minutes(RecordId),
    /// A meeting that is not recorded.
    NewMeeting {
        /// Its kind.
        kind: &'static str,
        /// Whose meeting it is: a branch or a group.
        subject: RecordId,
        /// The period for which it is owed.
        bucket: Bucket,
    },
    /// A record that is not written.
    NewRecord {
        /// Its register.
        register: &'static str,
        /// The branch that owes it.
        subject: RecordId,
        /// The period for which it is owed.
        bucket: Bucket,
    },
}

/// Something to be done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Duty {
    /// How urgent it is.
    pub urgency: Urgency,
    /// Its kind.
    pub kind: DutyKind,
    /// The month it is about.
    pub month: Month,
    /// Whom it is about: a branch, a group or a person.
    pub subject: String,
    /// What it is.
    pub text: String,
    /// The last day for it, where there is one.
    pub due: Option<Day>,
    /// What it is about.
    pub about: DutyAbout,
}

/// How many days before its last day a duty is one of now.
const NOW: i64 = 7;

impl Urgency {
    /// The urgency of what is due by a day.
    pub fn by(due: Day, today: Day) -> Self {
        match (due - today).num_days() {
            left if left < 0 => Self::Overdue,
            left if left <= NOW => Self::Now,
            _ => Self::Soon,
        }
    }
}

impl Duty {
    /// How many days are left; negative where its last day is past.
    pub fn days_left(&self, today: Day) -> Option<i64> {
        self.due.map(|due| (due - today).num_days())
    }
}

/// How many days are left, in words; empty where there is no last day.
pub fn days_left_words(left: Option<i64>) -> String {
    match left {
        None => String::new(),
        Some(0) => "今天到期".to_owned(),
        Some(left) if left > 0 => format!("还有 {left} 天"),
        Some(left) => format!("已逾期 {} 天", -left),
    }
}
