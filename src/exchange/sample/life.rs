//! A year of organizational life of the sample: meetings with their rolls, service with its counters,
//! deeds, commitments, study and terms.

use chrono::{Datelike, Days};

use crate::ledger::{Day, Month, RecordId, Value, day_text};
use crate::registers::{MEETING, SERVICE_EVENT, STUDY_PLAN};

use super::words::{COMMITMENTS, DEEDS, LECTURES, PLACES, THEMES, TOPICS};
use super::{Scribe, Team};

/// A meeting that every branch has: its kind, its day, when it begins and ends, and in which months of a
/// quarter it is held, as bits.
const MEETINGS: [(&str, u64, &str, &str, u8); 6] = [
    ("committee", 3, "12:30", "13:30", 0b111),
    ("group", 9, "17:40", "18:30", 0b111),
    ("study", 11, "17:30", "19:00", 0b111),
    ("themed", 17, "16:00", "18:00", 0b111),
    ("general", 23, "16:30", "17:30", 0b100),
    ("lecture", 24, "17:00", "18:30", 0b010),
];

/// Service that every branch has: its kind, theme, place, day, times, the share of members (per cent), and
/// how many are served.
type Service =
    (&'static str, &'static str, &'static str, u64, &'static str, &'static str, usize, usize);

const SERVICES: [Service; 5] = [
    ("clinic", "社区义诊和健康宣教", "滨河社区广场", 8, "08:30", "11:30", 76, 120),
    ("screening", "“两癌”筛查下乡", "青岭镇卫生院", 22, "08:00", "12:00", 48, 90),
    ("community", "双报到：社区网格联系", "滨河社区", 11, "18:30", "19:30", 66, 0),
    ("guidance", "下基层技术指导和远程会诊", "青岭镇卫生院", 14, "14:00", "17:00", 52, 0),
    ("emergency", "急诊高峰支援", "急诊科", 24, "18:00", "22:00", 44, 0),
];

/// How those are there who are not: of a thousand, what, and why.
const AWAY: [(u32, &str, &str); 6] = [
    (18, "on_duty", "shift"),
    (28, "on_duty", "surgery"),
    (50, "leave", ""),
    (66, "late", ""),
    (72, "early", ""),
    (74, "absent", ""),
];

impl Scribe {
    /// What a branch held and did in a month.
    pub(super) fn life(&mut self, place: usize, team: &Team, month: Month) {
        for meeting in MEETINGS {
            let (kind, _, _, _, months) = meeting;
            if months >> ((month.number() - 1) % 3) & 1 == 0 {
                continue;
            }
            match kind {
                "group" => {
                    for half in 0..2 {
                        let people: Vec<usize> = (half..team.members.len()).step_by(2).collect();
                        self.meeting(place, team, month, meeting, &people, Some(half));
                    }
                }
                "committee" => self.meeting(place, team, month, meeting, &[0, 1, 2, 3], None),
                _ => {
                    let all: Vec<usize> = (0..team.members.len()).collect();
                    self.meeting(place, team, month, meeting, &all, None);
                }
            }
        }
        for service in SERVICES {
            self.service(team, month, service);
        }
        self.deed(team, month);
        if month.number().is_multiple_of(3) {
            self.spot_check(team, month);
        }
    }

    fn meeting(
        &mut self,
        place: usize,
        team: &Team,
        month: Month,
        (kind, on, begins, ends, _): (&str, u64, &str, &str, u8),
        people: &[usize],
        group: Option<usize>,
    ) {
        let day = month.first_day() + Days::new(on + place as u64 % 3);
        if day > self.now.day() {
            return;
        }
        let mut draft = self.draft(&team.secretary, "支部书记", "支部平板", day, "create");
        let id = draft.next_record(MEETING.name);
        let member = |seat: usize| team.members[seat % team.members.len()].0.as_str();
        draft.field(&id, "kind", kind);
        draft.field(&id, "branch", team.branch.as_str());
        draft.field(&id, "day", day_text(day));
        draft.field(&id, "begins", begins);
        draft.field(&id, "ends", ends);
        draft.field(&id, "place", PLACES[place % PLACES.len()]);
        if let Some(group) = group.and_then(|half| team.groups.get(half)) {
            draft.field(&id, "group", group.as_str());
        }
        draft.field(&id, "host", member(group.map_or(0, |half| half + 4)));
        draft.field(&id, "recorder", member(group.map_or(1, |half| half + 6)));
        let at = month.number() as usize - 1;
        let subject = match kind {
            "lecture" => LECTURES[at / 3 % LECTURES.len()],
            "study" => TOPICS[at % TOPICS.len()],
            "themed" => THEMES[at % THEMES.len()],
            "committee" => "审定上月积分，安排本月工作",
            "general" => "通报支委会工作，讨论支部事项",
            _ => "党小组学习和工作讨论",
        };
        draft.field(&id, "subject", subject);
        draft.field(&id, "material", "纸质记录已签字，存支部档案盒");
        if kind == "lecture" {
            draft.field(&id, "lecturer", member(at % 4));
        }
        // Old absences are settled one way or the other; of late ones each is made up for.
        let until = day + Days::new(15);
        let is_old = until < Month::of(self.now.day()).first_day();
        for seat in people {
            let (who, active) = &team.members[*seat];
            let roll = self.dice.below(1000) as u32 * 100 / active.clamp(&60, &140);
            let (state, reason) = AWAY
                .iter()
                .find(|(most, _, _)| roll < *most)
                .map_or(("present", ""), |(_, state, reason)| (*state, *reason));
            let row = match reason {
                "" => Value::from(state),
                reason => Value::group([("state", state.into()), ("reason", reason.into())]),
            };
            draft.entry(&id, "roll", who.as_str(), row);
            let on = day + Days::new(4 + self.dice.below(9) as u64);
            let is_away = matches!(state, "leave" | "on_duty");
            let settles = self.dice.happens(960) || !is_old;
            if is_away && settles && on <= self.now.day() {
                // The secretary's own is confirmed by another.
                let name =
                    |one: &RecordId| self.ledger.record(one).map(|one| one.text("name").to_owned());
                let is_own = name(who).as_ref() == Some(&team.secretary);
                let other = team.members.iter().map(|(one, _)| one).find(|one| *one != who);
                let by = match other.filter(|_| is_own).and_then(name) {
                    Some(other) => other,
                    None => team.secretary.clone(),
                };
                let row = [
                    ("on", day_text(on).into()),
                    ("way", "minutes".into()),
                    ("confirmed_by", by.into()),
                ];
                draft.entry(&id, "makeup", who.as_str(), Value::group(row));
            }
        }
        self.keep(draft);
    }

    fn service(
        &mut self,
        team: &Team,
        month: Month,
        (kind, theme, place, on, begins, ends, share, served): Service,
    ) {
        let day = month.first_day() + Days::new(on);
        let takes_part =
            |scribe: &mut Self, active: u32| scribe.dice.below(100) < share * active as usize / 100;
        let mut who: Vec<RecordId> = Vec::new();
        for (id, active) in &team.members {
            if takes_part(self, *active) {
                who.push(id.clone());
            }
        }
        if who.is_empty() || day > self.now.day() {
            return;
        }
        let mut draft = self.draft(&team.secretary, "支部书记", "支部平板", day, "create");
        let id = draft.next_record(SERVICE_EVENT.name);
        for (field, text) in [
            ("kind", kind),
            ("theme", theme),
            ("branch", team.branch.as_str()),
            ("begins", begins),
            ("ends", ends),
            ("place", place),
            ("plus", "service"),
        ] {
            draft.field(&id, field, text);
        }
        draft.field(&id, "day", day_text(day));
        for (at, member) in who.iter().enumerate() {
            let leads = at == 0 && matches!(kind, "clinic" | "screening") && self.dice.happens(400);
            draft.entry(&id, "who", member.as_str(), if leads { "lead" } else { "member" });
        }
        if served > 0 {
            for (counter, name, things) in
                [("c1", "测血压", false), ("c2", "咨询", false), ("c3", "发资料", true)]
            {
                let row = if things {
                    Value::group([("name", name.into()), ("things", Value::Bool(true))])
                } else {
                    name.into()
                };
                draft.entry(&id, "counters", counter, row);
            }
            let count =
                |scribe: &mut Self, most: usize| Value::Int(20 + scribe.dice.below(most) as i64);
            let row = [
                ("c1", count(self, served / 2)),
                ("c2", count(self, served / 3)),
                ("c3", count(self, served)),
            ];
            let writer = draft.writer().to_string();
            draft.entry(&id, "counts", &writer, Value::group(row));
            draft.field(&id, "medicine", (20 + self.dice.below(60) as i64) * 1000);
        }
        self.keep(draft);
    }

    fn deed(&mut self, team: &Team, month: Month) {
        let day = month.first_day() + Days::new(23);
        let at = self.dice.below(DEEDS.len());
        let first = self.dice.below(team.members.len());
        let count = 3 + self.dice.below(4);
        if day > self.now.day() {
            return;
        }
        let mut draft = self.draft(&team.secretary, "支部书记", "支部平板", day, "create");
        let id = draft.next_record("deed");
        draft.field(&id, "matter", DEEDS[at]);
        draft.field(&id, "branch", team.branch.as_str());
        let member = |step: usize| team.members[(first + step) % team.members.len()].0.as_str();
        draft.field(&id, "responsible", member(0));
        for step in 1..count {
            draft.entry(&id, "helpers", member(step), "helped");
        }
        draft.field(&id, "taken_up", day_text(month.first_day() + Days::new(2)));
        draft.field(&id, "until", day_text(month.last_day()));
        draft.field(&id, "done_on", day_text(day));
        draft.field(&id, "result", "已办结，向反映人当面说明");
        draft.field(&id, "satisfied", "yes");
        self.keep(draft);
    }

    fn spot_check(&mut self, team: &Team, month: Month) {
        let day = month.first_day() + Days::new(15);
        if day > self.now.day() {
            return;
        }
        let mut draft = self.draft("林书敏", "党办干事", "党办平板", day, "create");
        let id = draft.next_record("spot_check");
        draft.field(&id, "day", day_text(day));
        draft.field(&id, "branch", team.branch.as_str());
        draft.field(&id, "checked_by", "林书敏");
        for (member, _) in &team.members {
            if self.dice.happens(500) {
                let found = if self.dice.happens(60) { "not_worn" } else { "worn" };
                draft.entry(&id, "found", member.as_str(), found);
            }
        }
        self.keep(draft);
    }

    /// Writes the records of the whole year: terms, commitments, the plan of study, training.
    pub(super) fn year_of_life(&mut self, teams: &[Team], first: Month) {
        let day = first.first_day();
        let last = Day::from_ymd_opt(first.year(), 12, 31).unwrap_or(day);
        for (place, team) in teams.iter().enumerate() {
            let mut draft = self.draft(&team.secretary, "支部书记", "支部平板", day, "create");
            let term = draft.next_record("term");
            let from = Month::of(day).plus(-8 - place as i32 * 5).first_day();
            draft.field(&term, "body", "branch_committee");
            draft.field(&term, "branch", team.branch.as_str());
            draft.field(&term, "ordinal", 2_i64);
            draft.field(&term, "from", day_text(from));
            draft.field(&term, "until", day_text(Month::of(from).plus(36).first_day()));
            draft.field(&term, "way", "elected");
            let posts = ["secretary", "organization", "publicity", "discipline"];
            for (post, (member, _)) in posts.iter().zip(&team.members) {
                draft.entry(&term, "seats", member.as_str(), *post);
            }
            for (seat, (member, _)) in team.members.iter().enumerate() {
                for step in 0..3 {
                    let (kind, matter) = COMMITMENTS[(seat + step * 2) % COMMITMENTS.len()];
                    let id = draft.next_record("commitment");
                    draft.field(&id, "member", member.as_str());
                    draft.field(&id, "year", i64::from(day.year()));
                    draft.field(&id, "kind", kind);
                    draft.field(&id, "matter", matter);
                    draft.field(&id, "until", day_text(last));
                    draft.field(&id, "approved_on", day_text(day + Days::new(9)));
                }
            }
            self.keep(draft);
        }
        let mut draft = self.draft("林书敏", "党办干事", "党办平板", day, "create");
        let plan = STUDY_PLAN.id(&["", &day.year().to_string()]);
        draft.field(&plan, "year", i64::from(day.year()));
        for (at, topic) in TOPICS.iter().enumerate() {
            let row = [("topic", (*topic).into()), ("month", Value::Int(at as i64 + 1))];
            draft.entry(&plan, "topics", &format!("{at:0>2}"), Value::group(row));
        }
        self.keep(draft);
    }

    /// Kept commitments and two days of training, as far as their days are past.
    pub(super) fn kept(&mut self, teams: &[Team], first: Month) {
        let middle = first.plus(5).first_day() + Days::new(18);
        if middle > self.now.day() {
            return;
        }
        let mut draft = self.draft("林书敏", "党办干事", "党办平板", middle, "create");
        let training = draft.next_record("training");
        for (field, text) in [
            ("subject", "党员集中培训班"),
            ("form", "central"),
            ("unit", "day"),
            ("organizer", "医院党委"),
        ] {
            draft.field(&training, field, text);
        }
        draft.field(&training, "day", day_text(middle));
        draft.field(&training, "amount", 20_i64);
        for team in teams {
            for (member, _) in &team.members {
                if self.dice.happens(850) {
                    draft.entry(&training, "who", member.as_str(), "took_part");
                }
            }
        }
        let open: Vec<RecordId> =
            self.ledger.records("commitment").map(|one| one.id().clone()).collect();
        for id in open {
            if self.dice.happens(450) {
                draft.field(&id, "done_on", day_text(middle));
                draft.field(&id, "note", "支部大会上说明，已核实");
            }
        }
        self.keep(draft);
    }
}
