//! Ledgers T, T10 and S for the bench, as the edits by which they are entered.
//!
//! A month of a branch is eighteen entries with a roll, a day, a note and a piece of evidence, like
//! those of the sample; each member is on six of them. Then its month is approved, put up and locked,
//! which keeps all its scores. Departments have their results each month.

use crate::exchange::{NewLedger, write_new_ledger};
use crate::ledger::{
    Author, Draft, Edit, EditId, Ledger, Moment, Month, RecordId, WriterId, day_text,
};
use crate::reference::facts::{Mulberry32, per_unit_lines};
use crate::registers::{DEPARTMENT, DEPARTMENT_RESULT, MEMBER, SCORE_ENTRY};
use crate::scoring::{
    Calendar, MonthSheet, Notice, Scores, Standard, approve, lock_month, publish,
};

/// Facts of each member and month (DESIGN.md).
const FACTS: u32 = 6;
/// Entries of each branch and month, as in the sample.
const ENTRIES: usize = 18;
/// Characters of which names are made.
const SURNAMES: [char; 12] =
    ['王', '李', '张', '刘', '陈', '杨', '赵', '黄', '周', '吴', '徐', '孙'];
const GIVEN: [&str; 10] =
    ["建国", "秀英", "志强", "晓梅", "静怡", "文博", "海燕", "慧敏", "立新", "若兰"];
const NOTES: [&str; 8] = [
    "参加社区义诊",
    "带教、院内讲课",
    "急诊高峰支援",
    "收到表扬信",
    "学习心得被院内简报采用",
    "结对带徒完成当月计划",
    "协助化解就医纠纷",
    "下乡巡回筛查",
];

/// How large a reference ledger is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Size {
    /// Members.
    pub members: usize,
    /// Branches, which have about as many members each.
    pub branches: usize,
    /// Departments.
    pub departments: usize,
    /// Months, the first a January.
    pub months: usize,
}

/// Ledger T: a year of a hospital.
pub const T: Size = Size { members: 80, branches: 5, departments: 36, months: 12 };
/// Ledger T10: ten years of T.
pub const T10: Size = Size { months: 120, ..T };
/// Ledger S: ten years of a large hospital.
pub const S: Size = Size { members: 1000, branches: 60, departments: 100, months: 120 };

/// A reference ledger as it is entered, month by month.
pub struct Entering {
    size: Size,
    ledger: Ledger,
    scores: Scores,
    lines: Vec<String>,
    random: Mulberry32,
    number: u32,
    month: usize,
}

/// Who enters all of it.
const WRITER: WriterId = WriterId(0xA0);

impl Entering {
    /// Begins a ledger.
    pub fn new(size: Size) -> Self {
        let standard = Standard::built_in();
        let lines = per_unit_lines(&standard)
            .into_iter()
            .map(|(item, line)| standard.items[item].lines[line].id.clone())
            .collect();
        let ledger = Ledger::new();
        let scores = Scores::new(&ledger);
        let random = Mulberry32::new(42);
        Self { size, ledger, scores, lines, random, number: 0, month: 0 }
    }

    /// What was entered so far.
    pub fn ledger(&self) -> &Ledger {
        &self.ledger
    }

    /// The edits of the next month, the founding with the first; `None` where the ledger is whole.
    pub fn next_month(&mut self) -> Option<Vec<Edit>> {
        if self.month == self.size.months {
            return None;
        }
        let month = month_at(self.month);
        let mut edits = Vec::new();
        if self.month == 0 {
            edits.extend(self.found(month));
            edits.extend(self.people(month));
        }
        for branch in 0..self.size.branches {
            for entry in 0..ENTRIES {
                edits.extend(self.entry(branch, entry, month));
            }
        }
        edits.extend(self.results(month));
        // What one branch locks changes nothing in the others' rows.
        if let Ok(sheet) = self.scores.sheet(&self.ledger, month) {
            edits.extend((0..self.size.branches).filter_map(|branch| self.close(branch, &sheet)));
        }
        self.month += 1;
        Some(edits)
    }

    /// Begins an edit of a month: each takes a minute of its last days.
    fn draft(&mut self, act: &str, month: Month) -> Draft {
        self.number += 1;
        let days = month.last_day().signed_duration_since(Default::default()).num_days();
        let millis = days * 86_400_000 + i64::from(self.number % 1_000) * 60_000;
        let at = Moment { millis, offset: 480 };
        let by =
            Author { name: "王芳".into(), role: "支部书记".into(), tablet: "平板A".into() };
        Draft::new(EditId { writer: WRITER, number: self.number }, at, by, act, "")
    }

    fn keep(&mut self, draft: Draft) -> Option<Edit> {
        let edit = draft.finish(&self.ledger)?;
        let inserted = self.ledger.insert(edit.clone());
        self.scores.invalidate(&self.ledger, &inserted.records);
        Some(edit)
    }

    fn found(&mut self, month: Month) -> Option<Edit> {
        let mut draft = self.draft("found", month);
        let founding =
            NewLedger {
                hospital: "示例市人民医院".into(), branch: branch_name(0), from: month
            };
        write_new_ledger(&mut draft, &founding);
        self.keep(draft)
    }

    /// Branches, departments and members, as a roster brings them.
    fn people(&mut self, month: Month) -> Option<Edit> {
        let mut draft = self.draft("import-roster", month);
        let since = day_text(month.first_day());
        for place in 0..self.size.branches {
            draft.field(&branch_id(place), "name", branch_name(place));
            draft.field(&branch_id(place), "kind", "branch");
        }
        for place in 0..self.size.departments {
            draft.field(&department_id(place), "name", department_name(place));
        }
        for place in 0..self.size.members {
            let id = member_id(place);
            let born = 1962 + self.random.below(38);
            let surname = SURNAMES[place % SURNAMES.len()];
            let given = GIVEN[place / SURNAMES.len() % GIVEN.len()];
            draft.field(&id, "name", format!("{surname}{given}"));
            draft.field(&id, "staff_number", format!("{:04}", 1001 + place));
            draft.field(&id, "gender", if self.random.below(2) == 0 { "female" } else { "male" });
            draft.field(&id, "born", format!("{born}-{:02}", 1 + self.random.below(12)));
            draft.field(&id, "joined_party", format!("{}-07-01", born + 24));
            draft.field(&id, "title_rank", ["初级", "中级", "副高级"][place % 3]);
            let department =
                department_id(self.random.below(self.size.departments as u32) as usize);
            draft.entry(&id, "branch", &since, branch_id(place % self.size.branches).as_str());
            draft.entry(&id, "department", &since, department.as_str());
            draft.entry(&id, "category", &since, "full");
            draft.entry(&id, "standing", &since, "active");
        }
        self.keep(draft)
    }

    /// One entry: of its eighteen a member is on six, drawn anew for each.
    fn entry(&mut self, branch: usize, entry: usize, month: Month) -> Option<Edit> {
        let who: Vec<RecordId> = (branch..self.size.members)
            .step_by(self.size.branches)
            .filter(|_| self.random.below(ENTRIES as u32) < FACTS)
            .map(member_id)
            .collect();
        if who.is_empty() {
            return None;
        }
        let mut draft = self.draft("enter", month);
        let id = draft.next_record(SCORE_ENTRY.name);
        let line = self.random.below(self.lines.len() as u32) as usize;
        draft.field(&id, "month", month.to_string());
        draft.field(&id, "line", self.lines[line].as_str());
        for member in who {
            draft.entry(&id, "who", member.as_str(), 1 + i64::from(self.random.below(2)));
        }
        let day = month.first_day() + chrono::Days::new(u64::from(self.random.below(28)));
        draft.field(&id, "day", day_text(day));
        draft.field(&id, "note", format!("{}，第{}次", NOTES[line % NOTES.len()], entry + 1));
        draft.field(&id, "evidence", format!("{}签到表", month.label()));
        self.keep(draft)
    }

    fn results(&mut self, month: Month) -> Option<Edit> {
        let mut draft = self.draft("create", month);
        for place in 0..self.size.departments {
            let department = department_id(place);
            let id = DEPARTMENT_RESULT.id(&[department.as_str(), &month.to_string()]);
            draft.field(&id, "department", department.as_str());
            draft.field(&id, "month", month.to_string());
            draft.field(&id, "score", 888 + i64::from(self.random.below(105)));
            draft.field(&id, "satisfaction", 942 + i64::from(self.random.below(57)));
        }
        self.keep(draft)
    }

    /// Approved, put up and locked.
    fn close(&mut self, branch: usize, sheet: &MonthSheet) -> Option<Edit> {
        let (branch, month) = (branch_id(branch), sheet.month);
        let mut draft = self.draft("lock", month);
        let approved = month.plus(1).first_day() + chrono::Days::new(3);
        let from = approved + chrono::Days::new(1);
        let deadline = Calendar::default().end_of_notice(from, 5);
        approve(&mut draft, sheet, &branch, approved, "支委会第 1 项议题，应到 5 人，实到 5 人");
        let notice = Notice {
            from,
            until: deadline.day,
            days: 5,
            provisional: deadline.provisional,
            place: "党务公开栏".to_owned(),
        };
        publish(&mut draft, &branch, month, &notice);
        lock_month(&mut draft, &self.ledger, sheet, &branch);
        self.keep(draft)
    }
}

/// A month of the ledger, from 0: January 2026.
fn month_at(place: usize) -> Month {
    Month::of(Default::default()).plus((2026 - 1970) * 12 + place as i32)
}

fn branch_name(place: usize) -> String {
    format!("第{}党支部", place + 1)
}

fn branch_id(place: usize) -> RecordId {
    RecordId::keyed("branch", &branch_name(place))
}

fn department_name(place: usize) -> String {
    format!("临床{}科", place + 1)
}

fn department_id(place: usize) -> RecordId {
    RecordId::keyed(DEPARTMENT.name, &department_name(place))
}

fn member_id(place: usize) -> RecordId {
    RecordId::keyed(MEMBER.name, &format!("{:04}", 1001 + place))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_month_of_t_is_as_told() {
        let mut entering = Entering::new(T);
        let edits = entering.next_month().expect("a month");
        let of = |act: &'static str| edits.iter().filter(move |edit| &*edit.head.act == act);
        let changes = of("enter").flat_map(|edit| &edit.changes);
        let facts = changes.filter(|(_, change)| &*change.cell.field == "who").count();
        assert!((450..510).contains(&facts), "{facts} facts, and six of 80 members are 480");
        assert_eq!((of("enter").count(), of("lock").count()), (5 * ENTRIES, 5));
        let all: usize = edits.iter().map(|edit| edit.changes.len()).sum();
        assert_eq!(entering.ledger().change_count(), all);
    }

    #[test]
    fn a_ledger_ends_with_its_last_month() {
        let mut entering = Entering::new(Size { months: 2, ..T });
        assert_eq!(std::iter::from_fn(|| entering.next_month()).count(), 2);
    }
}
