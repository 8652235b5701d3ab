//! The sample (试用示例): an invented hospital, made anew each time from a seed.
//!
//! 80 members in 5 branches and 36 departments, eleven months of entries up to the current one, and candidates
//! at different steps. The magnitudes follow domain.md §5; every name of a member is put together at random.

use crate::ledger::{
    Author, Day, Draft, Edit, EditId, Ledger, Moment, Month, RecordId, WriterId, day_text,
};
use crate::registers::{DEPARTMENT, DEPARTMENT_RESULT, GROUP, MEMBER};
use crate::scoring::Scores;

use super::new_ledger::{NewLedger, write_new_ledger};
mod candidates;
mod closing;
mod dues;
mod life;
mod patients;
mod voice;
mod words;

use candidates::probation_begin;
use closing::{Closing, close};
use words::{BRANCHES, DEPARTMENTS, GIVEN, SHARED, SINGLE, SURNAMES};

/// How many months the sample covers, the current one included.
const MONTHS: i32 = 11;

/// A generator of small random numbers, the same on every machine (mulberry32).
struct Dice(u32);

impl Dice {
    fn roll(&mut self) -> u32 {
        self.0 = self.0.wrapping_add(0x6d2b_79f5);
        let mut t = (self.0 ^ (self.0 >> 15)).wrapping_mul(1 | self.0);
        t = t.wrapping_add((t ^ (t >> 7)).wrapping_mul(61 | t)) ^ t;
        t ^ (t >> 14)
    }

    /// A number below another.
    fn below(&mut self, end: usize) -> usize {
        ((u64::from(self.roll()) * end as u64) >> 32) as usize
    }

    /// Whether something of so many per mille happens.
    fn happens(&mut self, per_mille: u32) -> bool {
        self.below(1000) < per_mille as usize
    }
}

/// The edits of the sample ledger as of a moment.
pub fn sample(seed: u32, now: Moment) -> Vec<Edit> {
    let (dice, aside) = (Dice(seed), Dice(!seed));
    let mut scribe = Scribe { dice, aside, ledger: Ledger::new(), number: 0, now };
    let this_month = Month::of(now.day());
    let first = this_month.plus(1 - MONTHS);
    scribe.found(first);
    let branches = scribe.branches(first);
    scribe.year_of_life(&branches, first);
    for step in 0..MONTHS {
        let month = first.plus(step);
        scribe.results(month);
        for (place, branch) in branches.iter().enumerate() {
            scribe.entries(branch, month);
            scribe.life(place, branch, month);
        }
    }
    scribe.kept(&branches, first);
    scribe.candidates(&branches, first);
    scribe.dues(&branches, this_month);
    scribe.patients(&branches, this_month.plus(-1));
    scribe.aside(&branches, this_month);
    scribe.voice(&branches, this_month);
    scribe.close(this_month);
    scribe.ledger.edits()
}

/// A branch of the sample.
struct Team {
    branch: RecordId,
    groups: Vec<RecordId>,
    secretary: String,
    /// Members, each with how active they are (per cent of the usual).
    members: Vec<(RecordId, u32)>,
}

struct Scribe {
    dice: Dice,
    /// For what was added later, so that the rest stays as it was.
    aside: Dice,
    ledger: Ledger,
    number: u32,
    now: Moment,
}

impl Scribe {
    /// Begins an edit made by someone on some day, in the morning.
    fn draft(&mut self, by: &str, role: &str, tablet: &str, day: Day, act: &str) -> Draft {
        self.number += 1;
        let id = EditId { writer: WriterId(0x5a), number: self.number };
        let days = day.signed_duration_since(self.now.day()).num_days();
        let millis =
            self.now.millis + days.min(0) * 86_400_000 - i64::from(1000 - self.number % 1000);
        let at = Moment { millis, offset: self.now.offset };
        let by = Author { name: by.into(), role: role.into(), tablet: tablet.into() };
        Draft::new(id, at, by, act, "")
    }

    fn keep(&mut self, draft: Draft) {
        if let Some(edit) = draft.finish(&self.ledger) {
            self.ledger.insert(edit);
        }
    }

    /// The hospital, the standard, and the departments.
    fn found(&mut self, first: Month) {
        let day = first.first_day();
        let mut draft = self.draft("林书敏", "党办干事", "党办平板", day, "found");
        let founding = NewLedger {
            hospital: "示例市妇幼保健院".into(),
            branch: BRANCHES[0].into(),
            from: first,
        };
        write_new_ledger(&mut draft, &founding);
        let hospital = RecordId::keyed("hospital", "");
        draft.field(&hospital, "committee", "中共示例市妇幼保健院委员会");
        draft.field(&hospital, "phone", "0000-0000000");
        for (name, kind) in DEPARTMENTS.iter().copied().flatten() {
            let id = RecordId::keyed(DEPARTMENT.name, name);
            draft.field(&id, "name", *name);
            draft.field(&id, "kind", *kind);
        }
        self.keep(draft);
    }

    /// The branches with their groups and members.
    fn branches(&mut self, first: Month) -> Vec<Team> {
        let from = first.first_day();
        let since = day_text(from);
        let mut teams = Vec::new();
        let mut taken: Vec<String> = Vec::new();
        let mut draft = self.draft("林书敏", "党办干事", "党办平板", from, "import-roster");
        for (place, name) in BRANCHES.iter().enumerate() {
            let branch = RecordId::keyed("branch", name);
            draft.field(&branch, "name", *name);
            draft.field(&branch, "kind", "branch");
            let groups: Vec<RecordId> = ["第一党小组", "第二党小组"]
                .iter()
                .map(|group| {
                    let id = GROUP.id(&[branch.as_str(), group]);
                    draft.field(&id, "name", *group);
                    draft.field(&id, "branch", branch.as_str());
                    id
                })
                .collect();
            let mut members = Vec::new();
            let mut secretary = String::new();
            for seat in 0..16 {
                let person = self.person(&mut taken);
                let number = format!("{:04}", 1001 + place * 16 + seat);
                let id = RecordId::keyed(MEMBER.name, &number);
                let (department, _) = DEPARTMENTS[place][seat % DEPARTMENTS[place].len()];
                let department = RecordId::keyed(DEPARTMENT.name, department);
                let born = 1962 + self.dice.below(38) as i32;
                let joined = born + 20 + self.dice.below(8) as i32;
                let female = self.dice.happens(640);
                draft.field(&id, "name", person.as_str());
                draft.field(&id, "staff_number", number);
                draft.field(&id, "gender", if female { "female" } else { "male" });
                draft.field(&id, "ethnicity", "汉族");
                draft.field(&id, "born", format!("{born}-{:02}", 1 + self.dice.below(12)));
                let probationary = place == 3 && seat == 15;
                if probationary {
                    draft.field(&id, "joined_party", day_text(probation_begin(first)));
                } else {
                    draft.field(&id, "joined_party", format!("{joined}-07-01"));
                    draft.field(&id, "full_since", format!("{}-07-01", joined + 1));
                }
                let titles = ["初级", "中级", "中级", "副高级", "正高级"];
                draft.field(&id, "title_rank", titles[self.dice.below(titles.len())]);
                let job = match place {
                    4 => "manager",
                    _ => ["doctor", "nurse", "doctor", "technician"][self.dice.below(4)],
                };
                draft.field(&id, "job_kind", job);
                draft.entry(&id, "branch", &since, branch.as_str());
                draft.entry(&id, "group", &since, groups[seat % 2].as_str());
                draft.entry(&id, "department", &since, department.as_str());
                draft.entry(
                    &id,
                    "category",
                    &since,
                    if probationary { "probationary" } else { "full" },
                );
                let retired = born <= 1965 && self.dice.happens(700);
                draft.entry(&id, "standing", &since, if retired { "retired" } else { "active" });
                match seat {
                    0 => {
                        draft.field(&id, "party_post", "支部书记");
                        draft.field(&branch, "secretary", id.as_str());
                        secretary = person;
                    }
                    1 => draft.field(&id, "party_post", "组织委员"),
                    2 => draft.field(&id, "party_post", "宣传委员"),
                    3 => draft.field(&id, "party_post", "纪检委员"),
                    _ => {}
                }
                // Most do the usual; a few far more, a few hardly anything.
                let active = match self.dice.below(20) {
                    0 => 20,
                    1..=2 => 55,
                    3..=10 => 90,
                    11..=15 => 140,
                    _ => 330,
                };
                members.push((id, active));
            }
            teams.push(Team { branch, groups, secretary, members });
        }
        self.keep(draft);
        teams
    }

    fn person(&mut self, taken: &mut Vec<String>) -> String {
        loop {
            let surname = SURNAMES[self.dice.below(SURNAMES.len())];
            let name = format!("{surname}{}", GIVEN[self.dice.below(GIVEN.len())]);
            if !taken.contains(&name) {
                taken.push(name.clone());
                return name;
            }
        }
    }

    /// The departments' results of a month.
    fn results(&mut self, month: Month) {
        let day = month.last_day();
        if day > self.now.day() {
            return;
        }
        let mut draft = self.draft("林书敏", "党办干事", "党办平板", day, "create");
        for (name, _) in DEPARTMENTS.iter().copied().flatten() {
            let department = RecordId::keyed(DEPARTMENT.name, name);
            let id = DEPARTMENT_RESULT.id(&[department.as_str(), &month.to_string()]);
            draft.field(&id, "department", department.as_str());
            draft.field(&id, "month", month.to_string());
            draft.field(&id, "score", 888 + self.dice.below(105) as i64);
            draft.field(&id, "satisfaction", 942 + self.dice.below(57) as i64);
        }
        self.keep(draft);
    }

    /// A branch's entries of a month, each an edit of its secretary.
    fn entries(&mut self, team: &Team, month: Month) {
        for (line, note, evidence, share, day) in SHARED {
            let who: Vec<RecordId> = team
                .members
                .iter()
                .filter(|(_, active)| self.dice.below(100) < (share * active / 100) as usize)
                .map(|(id, _)| id.clone())
                .collect();
            self.entry(team, month, line, note, evidence, *day, &who);
        }
        for (line, note, evidence, share) in SINGLE {
            let day = 3 + self.dice.below(24) as u32;
            let who: Vec<RecordId> = team
                .members
                .iter()
                .filter(|_| self.dice.happens(*share))
                .map(|(id, _)| id.clone())
                .collect();
            self.entry(team, month, line, note, evidence, day, &who);
        }
    }

    #[expect(clippy::too_many_arguments, reason = "one entry, spelt out")]
    fn entry(
        &mut self,
        team: &Team,
        month: Month,
        line: &str,
        note: &str,
        evidence: &str,
        day: u32,
        who: &[RecordId],
    ) {
        let day = month.first_day() + chrono::Days::new(u64::from(day.min(28)) - 1);
        if who.is_empty() || day > self.now.day() {
            return;
        }
        let mut draft = self.draft(&team.secretary, "支部书记", "支部平板", day, "enter");
        let id = draft.next_record("score_entry");
        draft.field(&id, "month", month.to_string());
        draft.field(&id, "line", line);
        for member in who {
            draft.entry(&id, "who", member.as_str(), 1);
        }
        draft.field(&id, "day", day_text(day));
        draft.field(&id, "note", note);
        draft.field(&id, "evidence", format!("{}{evidence}", month.label()));
        self.keep(draft);
    }

    /// Exemptions of the retired, one appeal, and one veto that was lifted.
    fn aside(&mut self, teams: &[Team], this_month: Month) {
        let first = this_month.plus(1 - MONTHS);
        let mut draft = self.draft("林书敏", "党办干事", "党办平板", first.first_day(), "create");
        let retired: Vec<RecordId> = self
            .ledger
            .records(MEMBER.name)
            .filter(|member| member.latest("standing").as_text() == Some("retired"))
            .map(|member| member.id().clone())
            .collect();
        for member in retired {
            let id = draft.next_record("exemption");
            draft.field(&id, "member", member.as_str());
            draft.field(&id, "kind", "retired");
            draft.field(&id, "from", first.to_string());
            draft.field(&id, "reason", "离退休，本人申请不参加积分考核");
            draft.field(&id, "approved_by", "branch");
            draft.field(&id, "approved_on", day_text(first.first_day()));
        }
        self.keep(draft);
        let (team, past) = (&teams[1], this_month.plus(-1));
        let day = this_month.first_day() + chrono::Days::new(8);
        if day > self.now.day() {
            return;
        }
        let mut draft = self.draft(&team.secretary, "支部书记", "支部平板", day, "create");
        let id = draft.next_record("appeal");
        draft.field(&id, "member", team.members[5].0.as_str());
        draft.field(&id, "month", past.to_string());
        draft.field(&id, "received", day_text(day));
        draft.field(&id, "content", "上月下乡义诊一次没有登记，请核对签到表。");
        self.keep(draft);
    }

    /// The past months of all branches, closed; the second branch still has the last on the wall.
    fn close(&mut self, this_month: Month) {
        let mut scores = Scores::new(&self.ledger);
        for step in (1..MONTHS).rev() {
            let month = this_month.plus(-step);
            let day = (month.plus(1).first_day() + chrono::Days::new(13)).min(self.now.day());
            for (place, name) in BRANCHES.iter().enumerate() {
                let branch = RecordId::keyed("branch", name);
                let open = step == 1 && place == 1;
                let closing = if open { Closing::OnTheWall } else { Closing::Locked };
                let mut draft = self.draft("林书敏", "党办干事", "党办平板", day, "lock");
                close(&mut draft, &self.ledger, &mut scores, &branch, month, closing);
                self.keep(draft);
            }
        }
    }
}
