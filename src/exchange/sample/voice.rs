//! What patients of the sample say: opinions at all stages, praise, surveys of two months, and call-backs of
//! those who were drawn.

use chrono::{Datelike, Days};

use crate::ledger::{Day, Draft, Month, RecordId, Value, day_text};
use crate::registers::{
    CALLBACK, DEPARTMENT, DRAW, OPINION, PRAISE, SATISFACTION, code_words, drawn_of, pool_of,
};

use super::words::{CLOSED_OPINIONS, OPEN_OPINIONS, SURVEYED, SampleOpinion};
use super::{Scribe, Team};

/// From this day of a month on its surveys and call-backs are made.
const SURVEYED_FROM: u32 = 15;

/// The questions that are asked, each with how many fewer than of the overall question are not satisfied.
const QUESTIONS: [(&str, i64); 4] =
    [("overall", 0), ("attitude", 1), ("explaining", 0), ("surroundings", -1)];

/// The entries of a list to draw from.
const POOL: usize = 40;

impl Scribe {
    /// Writes what patients said in the sample's months.
    pub(super) fn voice(&mut self, teams: &[Team], this_month: Month) {
        self.closed_opinions(teams, this_month);
        let today = self.now.day();
        for opinion in OPEN_OPINIONS {
            let received = today - Days::new(opinion.ago);
            self.opinion(teams, opinion, received);
        }
        self.praise(teams, today);
        let last = match today.day() {
            SURVEYED_FROM.. => this_month,
            _ => this_month.plus(-1),
        };
        for (step, month) in [last.plus(-1), last].into_iter().enumerate() {
            self.surveys(month, step as i64);
            self.callbacks(teams, month, step == 0);
        }
    }

    /// An opinion of each past month that is long closed.
    fn closed_opinions(&mut self, teams: &[Team], this_month: Month) {
        for (at, back) in (3..super::MONTHS).enumerate() {
            let received = this_month.plus(-back).first_day() + Days::new(6 + at as u64);
            self.opinion(teams, &CLOSED_OPINIONS[at % CLOSED_OPINIONS.len()], received);
        }
    }

    fn opinion(&mut self, teams: &[Team], opinion: &SampleOpinion, received: Day) {
        let team = &teams[opinion.team];
        let mut draft = self.draft(&team.secretary, "支部书记", "支部平板", received, "create");
        let id = draft.next_record(OPINION.name);
        draft.field(&id, "received", day_text(received));
        draft.field(&id, "branch", team.branch.as_str());
        let department = RecordId::keyed(DEPARTMENT.name, opinion.department);
        draft.field(&id, "department", department.as_str());
        for (field, text) in opinion.fields {
            draft.field(&id, field, *text);
        }
        if let Some((member, _)) = opinion.handler.and_then(|seat| team.members.get(seat)) {
            draft.field(&id, "handler", member.as_str());
        }
        for (field, days) in opinion.days {
            draft.field(&id, field, day_text(received + Days::new(*days)));
        }
        self.keep(draft);
    }

    /// A banner for two members, and a letter for a department.
    fn praise(&mut self, teams: &[Team], today: Day) {
        let praised = [
            (1, "banner", "心血管内科", 3, "named", "抢救及时，转危为安，全家感谢"),
            (3, "letter", "产科", 17, "among", "待产到出院，医生护士都像家里人"),
        ];
        for (place, kind, department, ago, mark, words) in praised {
            let (team, day) = (&teams[place], today - Days::new(ago));
            let mut draft = self.draft(&team.secretary, "支部书记", "支部平板", day, "create");
            let id = draft.next_record(PRAISE.name);
            draft.field(&id, "day", day_text(day));
            draft.field(&id, "kind", kind);
            draft.field(&id, "branch", team.branch.as_str());
            let department = RecordId::keyed(DEPARTMENT.name, department);
            draft.field(&id, "department", department.as_str());
            for (member, _) in team.members.iter().skip(8).take(2) {
                draft.entry(&id, "members", member.as_str(), mark);
            }
            draft.field(&id, "words", words);
            self.keep(draft);
        }
    }

    /// The surveys of a month; in a later one a few more are satisfied.
    fn surveys(&mut self, month: Month, step: i64) {
        let day = month.last_day().min(self.now.day());
        let mut draft = self.draft("林书敏", "党办干事", "党办平板", day, "create");
        for (at, (department, audience, valid, bad)) in SURVEYED.iter().enumerate() {
            let department = RecordId::keyed(DEPARTMENT.name, department);
            let id = SATISFACTION.id(&[department.as_str(), &month.to_string(), audience]);
            draft.field(&id, "department", department.as_str());
            draft.field(&id, "month", month.to_string());
            draft.field(&id, "audience", *audience);
            draft.field(&id, "issued", valid + 2 + at as i64 % 4);
            draft.field(&id, "valid", *valid);
            for (question, fewer) in QUESTIONS {
                let bad = (bad + 1 - step - fewer).clamp(0, *valid);
                let very = (valid - bad) * 2 / 3;
                let row = [
                    ("very", very.into()),
                    ("good", (valid - bad - very).into()),
                    ("fair", (bad - bad / 3).into()),
                    ("poor", (bad / 3).into()),
                    ("bad", 0_i64.into()),
                ];
                draft.entry(&id, "answers", question, Value::group(row));
            }
        }
        self.keep(draft);
    }

    /// A draw of patients of a month, and their call-backs: all of them made, or as far as they are.
    fn callbacks(&mut self, teams: &[Team], month: Month, is_done: bool) {
        let day = month.first_day() + Days::new(9);
        let (number, places) = (format!("{month}-1"), if is_done { 12 } else { 6 });
        let pool: String =
            (0..POOL).map(|at| format!("住院{:04}\n", 101 + at * 7 % 50 * 3)).collect();
        let mut draft = self.draft("林书敏", "党办干事", "党办平板", day, "create");
        let draw = DRAW.id(&[&number]);
        for (field, text) in [
            ("number", &*number),
            ("purpose", "callback"),
            ("announced", &code_words(&pool_of(&pool))),
            ("seed_one", "41635216"),
            ("seed_one_by", "林书敏"),
            ("seed_two", "35261462"),
            ("seed_two_by", &teams[1].secretary),
            ("pool", &pool),
        ] {
            draft.field(&draw, field, text);
        }
        draft.field(&draw, "drawn_on", day_text(day));
        draft.field(&draw, "places", i64::from(places));
        self.keep(draft);
        let drawn = self.ledger.record(&draw).map(|record| drawn_of(&record)).unwrap_or_default();
        for (at, (_, entry)) in drawn.iter().enumerate() {
            self.callback(&teams[1], (&draw, &number, month), (at, entry), is_done);
        }
    }

    fn callback(
        &mut self,
        team: &Team,
        (draw, number, month): (&RecordId, &str, Month),
        (at, entry): (usize, &str),
        is_done: bool,
    ) {
        let drawn_on = month.first_day() + Days::new(9);
        let mut draft = self.draft(&team.secretary, "支部书记", "支部平板", drawn_on, "create");
        let id = draft.next_record(CALLBACK.name);
        let department = RecordId::keyed(DEPARTMENT.name, "神经内科");
        let number = format!("{number}-{}", at + 1);
        for (field, text) in [
            ("month", &*month.to_string()),
            ("number", &number),
            ("draw", draw.as_str()),
            ("drawn", entry),
            ("patients", "inpatient"),
            ("department", department.as_str()),
            ("branch", team.branch.as_str()),
        ] {
            draft.field(&id, field, text);
        }
        draft.field(&id, "visited_on", day_text(month.first_day() + Days::new(at as u64 % 7)));
        let call = |draft: &mut Draft, key: &str, result: &str, after: u64| {
            let on = day_text(drawn_on + Days::new(after));
            let row = [
                ("result", result.into()),
                ("on", on.into()),
                ("by", team.secretary.as_str().into()),
            ];
            draft.entry(&id, "attempts", key, Value::group(row));
        };
        match at {
            // Nobody answered three times, which is a result.
            3 => {
                for (key, after) in [("1", 1), ("2", 2), ("3", 4)] {
                    call(&mut draft, key, "unreached", after);
                }
                draft.field(&id, "outcome", "unreached");
            }
            // The month's last ones still wait.
            4 if !is_done => call(&mut draft, "1", "unreached", 3),
            5.. if !is_done => {}
            _ => {
                call(&mut draft, "1", "reached", 1);
                draft.field(&id, "outcome", "reached");
                draft.field(&id, "satisfied", if at == 2 { "partly" } else { "yes" });
            }
        }
        self.keep(draft);
    }
}
