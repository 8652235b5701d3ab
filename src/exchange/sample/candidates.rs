//! Who is on the way to membership in the sample, who brings whom up, and who came: candidates at different steps
//! (one of them out of order, which is explained), pairs of mentoring, a specialist.

use chrono::{Days, Months};

use crate::ledger::{Day, Month, RecordId, Value, day_text};
use crate::registers::{COURSE, DEPARTMENT, EXPLANATION, MENTORING, TALENT};

use super::words::DEPARTMENTS;
use super::{Scribe, Team};

/// A candidate: name, staff number, month of birth, post, branch and department by their places, and the steps
/// with how many days ago each was.
struct Candidate {
    name: &'static str,
    number: &'static str,
    born: &'static str,
    post: &'static str,
    place: usize,
    department: usize,
    steps: &'static [(&'static str, u64)],
    /// How many days ago the half-year reviews were.
    reviews: &'static [u64],
}

const CANDIDATES: [Candidate; 4] = [
    Candidate {
        name: "江知行",
        number: "2001",
        born: "1999-04",
        post: "护士",
        place: 1,
        department: 0,
        steps: &[("apply", 12)],
        reviews: &[],
    },
    Candidate {
        name: "陆若安",
        number: "2002",
        born: "1994-09",
        post: "主治医师",
        place: 1,
        department: 3,
        steps: &[
            ("apply", 380),
            ("talk", 362),
            ("activist", 170),
            ("activist_filed", 160),
            ("mentors", 158),
        ],
        reviews: &[],
    },
    // The mentors were named before the meeting of the committee; it is explained.
    Candidate {
        name: "顾亦凡",
        number: "2003",
        born: "1992-01",
        post: "主治医师",
        place: 2,
        department: 1,
        steps: &[
            ("apply", 640),
            ("talk", 622),
            ("mentors", 420),
            ("activist", 410),
            ("activist_filed", 402),
        ],
        reviews: &[232, 50],
    },
    Candidate {
        name: "沈清和",
        number: "2004",
        born: "1990-11",
        post: "副主任护师",
        place: 0,
        department: 1,
        steps: &[
            ("apply", 1000),
            ("talk", 985),
            ("activist", 760),
            ("activist_filed", 752),
            ("mentors", 750),
            ("cultivation", 90),
            ("target", 55),
            ("target_filed", 48),
            ("sponsors", 40),
        ],
        reviews: &[585, 402, 220],
    },
];

/// The materials that are there once a step was, by the step.
const MATERIALS: [(&str, &[&str]); 5] = [
    ("apply", &["application"]),
    ("talk", &["talk_record"]),
    ("activist", &["recommendation", "activist_minutes"]),
    ("activist_filed", &["activist_reply", "thought_reports"]),
    ("target", &["notice_record", "target_minutes"]),
];

impl Scribe {
    /// Writes candidates, pairs of mentoring and the specialist, as they are on the day of the sample.
    pub(super) fn candidates(&mut self, teams: &[Team], first: Month) {
        for candidate in &CANDIDATES {
            if let Some(team) = teams.get(candidate.place) {
                self.candidate(team, candidate);
            }
        }
        if let Some(team) = teams.get(3) {
            self.probationary(team, first);
        }
        if let (Some(team), Some(other)) = (teams.get(1), teams.get(2)) {
            self.pairs(team, first);
            self.specialist(other);
        }
    }

    /// The day so many days before that of the sample.
    fn ago(&self, days: u64) -> Day {
        self.now.day() - Days::new(days)
    }

    fn candidate(&mut self, team: &Team, candidate: &Candidate) {
        let mut draft = self.draft(&team.secretary, "支部书记", "支部平板", self.ago(1), "create");
        let id = COURSE.id(&["", candidate.number]);
        let (department, _) = DEPARTMENTS[candidate.place][candidate.department];
        let department = RecordId::keyed(DEPARTMENT.name, department);
        for (field, text) in [
            ("name", candidate.name),
            ("staff_number", candidate.number),
            ("branch", team.branch.as_str()),
            ("department", department.as_str()),
            ("born", candidate.born),
            ("post", candidate.post),
        ] {
            draft.field(&id, field, text);
        }
        let has = |step: &str| candidate.steps.iter().any(|(key, _)| *key == step);
        for (step, days) in candidate.steps {
            draft.entry(&id, "steps", step, day_text(self.ago(*days)));
        }
        let there = MATERIALS.iter().filter(|(step, _)| has(step));
        for material in there.flat_map(|(_, materials)| *materials) {
            draft.entry(&id, "materials", material, true);
        }
        for (at, days) in candidate.reviews.iter().enumerate() {
            let row = [
                ("on", day_text(self.ago(*days)).into()),
                ("by", team.secretary.as_str().into()),
                ("opinion", "思想端正，工作踏实，能主动参加支部活动".into()),
            ];
            draft.entry(&id, "reviews", &format!("{at:0>2}"), Value::group(row));
        }
        if has("activist") {
            draft.field(&id, "way", "members");
        }
        if has("mentors") {
            draft.field(&id, "mentor", member(team, 2));
            draft.field(&id, "mentor2", member(team, 3));
        }
        if has("sponsors") {
            draft.field(&id, "sponsor", member(team, 2));
            draft.field(&id, "sponsor2", member(team, 3));
        }
        if has("target") {
            // Long enough to have five working days wherever holidays lie.
            let row = [
                ("from", day_text(self.ago(82)).into()),
                ("until", day_text(self.ago(60)).into()),
                ("place", "党务公开栏".into()),
                ("outcome", "没有收到反映".into()),
            ];
            draft.field(&id, "notice", Value::group(row));
        }
        let day_of = |step: &str| candidate.steps.iter().find(|(key, _)| *key == step);
        if day_of("mentors").map(|(_, days)| days) > day_of("activist").map(|(_, days)| days) {
            let why = "支委会因抗疫任务改期，联系人先到位；会议补开后已向党委说明";
            draft.entry(&id, EXPLANATION, "order of the steps", why);
        }
        self.keep(draft);
    }

    /// The probationary member of the roster, who was received before the ledger was begun and is to ask for full
    /// membership soon.
    fn probationary(&mut self, team: &Team, first: Month) {
        let Some((member_id, _)) = team.members.last().cloned() else { return };
        let admitted = probation_begin(first);
        let back = |days: u64| day_text(admitted - Days::new(days));
        let on = |days: u64| day_text(admitted + Days::new(days));
        let (name, number) = {
            let Some(record) = self.ledger.record(&member_id) else { return };
            (record.text("name").to_owned(), record.text("staff_number").to_owned())
        };
        let mut draft = self.draft(&team.secretary, "支部书记", "支部平板", self.ago(1), "create");
        let id = COURSE.id(&["", &number]);
        for (field, text) in [
            ("name", name.as_str()),
            ("staff_number", &number),
            ("branch", team.branch.as_str()),
            ("member", member_id.as_str()),
            ("way", "both"),
            ("mentor", member(team, 2)),
            ("mentor2", member(team, 3)),
            ("sponsor", member(team, 2)),
            ("sponsor2", member(team, 3)),
        ] {
            draft.field(&id, field, text);
        }
        for (step, day) in [
            ("apply", back(1100)),
            ("talk", back(1080)),
            ("activist", back(800)),
            ("activist_filed", back(795)),
            ("mentors", back(790)),
            ("cultivation", back(120)),
            ("target", back(100)),
            ("target_filed", back(95)),
            ("sponsors", back(90)),
            ("review", back(60)),
            ("training", back(50)),
            ("committee_check", back(30)),
            ("precheck", back(20)),
            ("form", back(10)),
            ("admission", on(0)),
            ("party_talk", on(6)),
            ("approval", on(12)),
            ("approval_filed", on(15)),
            ("assigned", on(14)),
            ("oath", on(20)),
        ] {
            draft.entry(&id, "steps", step, day);
        }
        for (at, days) in [620, 440, 260, 110].into_iter().enumerate() {
            let row = [("on", back(days).into()), ("by", team.secretary.as_str().into())];
            draft.entry(&id, "reviews", &format!("{at:0>2}"), Value::group(row));
        }
        let training = [("days", 50_i64.into()), ("by", "市直机关工委党校".into())];
        draft.field(&id, "training", Value::group(training));
        let due = team.members.len() as i64 - 1;
        let vote =
            [("due", due), ("present", due), ("issued", due), ("returned", due), ("yes", due)]
                .map(|(column, count)| (column, Value::Int(count)));
        draft.field(&id, "admission_vote", Value::group(vote));
        self.keep(draft);
    }

    /// A candidate with a contact, and an apprentice.
    fn pairs(&mut self, team: &Team, first: Month) {
        let from = self.ago(158);
        let mut draft = self.draft(&team.secretary, "支部书记", "支部平板", self.ago(1), "create");
        let id = draft.next_record(MENTORING.name);
        for (field, text) in [
            ("kind", "to_member"),
            ("branch", team.branch.as_str()),
            ("mentor", member(team, 2)),
            ("mentee_name", "陆若安"),
            ("plan", "每月谈话一次；带着参加主题党日和义诊；一年内提交考察材料"),
        ] {
            draft.field(&id, field, text);
        }
        draft.field(&id, "from", day_text(from));
        draft.field(&id, "until", day_text(later(from, 24)));
        for (at, days) in [128, 97, 66, 35].into_iter().enumerate() {
            let row = [
                ("on", day_text(self.ago(days)).into()),
                ("hours", 10_i64.into()),
                ("content", "谈近期思想和工作，布置下月学习".into()),
            ];
            draft.entry(&id, "talks", &format!("{at:0>2}"), Value::group(row));
        }
        let id = draft.next_record(MENTORING.name);
        for (field, text) in [
            ("kind", "apprentice"),
            ("branch", team.branch.as_str()),
            ("mentor", member(team, 4)),
            ("mentee", member(team, 9)),
            ("plan", "一年内独立完成内镜下息肉切除"),
        ] {
            draft.field(&id, field, text);
        }
        draft.field(&id, "from", day_text(first.first_day()));
        draft.field(&id, "until", day_text(later(first.first_day(), 24)));
        let what = [("what", "project".into()), ("note", "院级新技术立项一项".into())];
        draft.entry(&id, "outcomes", "00", Value::group(what));
        self.keep(draft);
    }

    /// A specialist who was brought to the hospital.
    fn specialist(&mut self, team: &Team) {
        let mut draft = self.draft("林书敏", "党办干事", "党办平板", self.ago(1), "create");
        let id = draft.next_record(TALENT.name);
        let department = RecordId::keyed(DEPARTMENT.name, DEPARTMENTS[2][1].0);
        for (field, text) in [
            ("name", "秦望舒"),
            ("kind", "visiting"),
            ("branch", team.branch.as_str()),
            ("department", department.as_str()),
            ("introduced_by", member(team, 5)),
            ("title_rank", "主任医师"),
            ("specialty", "关节外科"),
            ("origin", "省人民医院"),
            ("brought", "每月坐诊两天，带教关节置换 6 例"),
        ] {
            draft.field(&id, field, text);
        }
        draft.field(&id, "came_on", day_text(self.ago(140)));
        self.keep(draft);
    }
}

/// The day on which the probationary member was admitted: before the ledger was begun, so that the year is over
/// soon after the day of the sample.
pub(super) fn probation_begin(first: Month) -> Day {
    first.first_day() - Days::new(20)
}

/// The id of the member on a seat.
fn member(team: &Team, seat: usize) -> &str {
    team.members.get(seat % team.members.len().max(1)).map_or("", |(id, _)| id.as_str())
}

/// So many months later.
fn later(day: Day, months: u32) -> Day {
    day.checked_add_months(Months::new(months)).unwrap_or(day)
}
