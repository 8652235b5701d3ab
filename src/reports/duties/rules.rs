//! The rules of what recurs, as data: what is due how often for whom, and what settles it. The
//! hospital changes cycle, number and notice in the register `duty_rule`.

use crate::ledger::{Ledger, RecordId};
use crate::registers::{DUTY_NAMES, DUTY_RULE};

use super::bucket::Cycle;

/// The subjects of a rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Whom {
    /// Each branch.
    Branch,
    /// Each branch that has a committee, or has to have one.
    Committee,
    /// Each Party group.
    Groups,
}

/// What settles a duty.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Evidence<'a> {
    /// A meeting of a kind that was held.
    Meeting(&'a str),
    /// A record of a register.
    Record(&'a str),
    /// A commitment of each member.
    Commitments,
}

/// A rule by default.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DutyRule {
    /// How it is named in records.
    pub id: &'static str,
    /// What is said of it where it was not done: 未开.
    pub undone: &'static str,
    /// Its subjects.
    pub whom: Whom,
    /// What settles it: any of these.
    pub settled_by: &'static [Evidence<'static>],
    /// Whether one of the whole hospital settles it for each branch.
    pub is_shared: bool,
    /// Over which period.
    pub cycle: Cycle,
    /// How often in it.
    pub times: u32,
    /// Whether the hospital can only ask for it or not, as what settles it is of its period.
    pub is_fixed: bool,
    /// Within how many months from the beginning of its period, where that is not the whole of it.
    pub within: Option<i32>,
    /// How many days after its period it may still be done in time.
    pub after: i64,
    /// Where the rule is from.
    pub basis: &'static str,
}

impl DutyRule {
    /// A rule for each branch, once in a period.
    pub const fn new(
        id: &'static str,
        cycle: Cycle,
        settled_by: &'static [Evidence<'static>],
    ) -> Self {
        Self {
            id,
            undone: "未开",
            whom: Whom::Branch,
            settled_by,
            is_shared: false,
            cycle,
            times: 1,
            is_fixed: false,
            within: None,
            after: 0,
            basis: "",
        }
    }

    /// What is due.
    pub fn label(&self) -> &'static str {
        let found = DUTY_NAMES.iter().find(|(id, _)| *id == self.id);
        found.map_or(self.id, |(_, label)| label)
    }

    const fn basis(self, basis: &'static str) -> Self {
        Self { basis, ..self }
    }

    const fn undone(self, undone: &'static str) -> Self {
        Self { undone, ..self }
    }

    const fn fixed(self) -> Self {
        Self { is_fixed: true, ..self }
    }

    const fn shared(self) -> Self {
        Self { is_shared: true, ..self }
    }
}

/// The rules by default (domain.md §2.2, §2.7, §3; practice.md (i)).
pub static RULES: &[DutyRule] = &[
    DutyRule::new("general", Cycle::Quarter, &[Evidence::Meeting("general")])
        .basis("《支部工作条例（试行）》第11条：一般每季度召开1次"),
    DutyRule {
        whom: Whom::Committee,
        ..DutyRule::new("committee", Cycle::Month, &[Evidence::Meeting("committee")])
            .basis("《支部工作条例（试行）》第12条：一般每月召开1次")
    },
    DutyRule {
        whom: Whom::Groups,
        ..DutyRule::new("group", Cycle::Month, &[Evidence::Meeting("group")])
            .basis("《支部工作条例（试行）》第13条：一般每月召开1次")
    },
    DutyRule::new("lecture", Cycle::Quarter, &[Evidence::Meeting("lecture")])
        .undone("未上")
        .shared()
        .basis("通行做法：每季度1次，条例没有规定支部的次数"),
    DutyRule::new("themed", Cycle::Month, &[Evidence::Meeting("themed")])
        .undone("未开展")
        .shared()
        .basis("《支部工作条例（试行）》第16条：每月相对固定1天"),
    DutyRule::new("study", Cycle::Month, &[Evidence::Meeting("study")])
        .undone("未组织")
        .shared()
        .basis("通行做法：每月1次"),
    DutyRule::new("warning", Cycle::HalfYear, &[Evidence::Meeting("warning")])
        .undone("未开展")
        .shared()
        .basis("通行做法：每半年1次"),
    DutyRule::new("organizational", Cycle::Year, &[Evidence::Meeting("organizational")])
        .basis("《支部工作条例（试行）》第17条：每年至少1次，一般在第四季度"),
    DutyRule::new(
        "appraisal",
        Cycle::Year,
        &[Evidence::Meeting("appraisal"), Evidence::Record("appraisal")],
    )
    .undone("未开展")
    .basis("《支部工作条例（试行）》第18条：一般每年1次"),
    DutyRule {
        within: Some(3),
        ..DutyRule::new("commitments", Cycle::Year, &[Evidence::Commitments])
            .undone("未登记")
            .basis("党员年度承诺：每人3—5条")
            .fixed()
    },
    DutyRule {
        within: Some(3),
        ..DutyRule::new("study_plan", Cycle::Year, &[Evidence::Record("study_plan")])
            .undone("未登记")
            .shared()
            .basis("通行做法：年初定全年学习安排")
            .fixed()
    },
    DutyRule {
        after: 15,
        ..DutyRule::new("study_check", Cycle::Quarter, &[Evidence::Record("study_check")])
            .undone("未核对")
            .basis("党员每年不少于32学时，书记、班子成员不少于56学时")
            .fixed()
    },
    DutyRule::new("spot_check", Cycle::Quarter, &[Evidence::Record("spot_check")])
        .undone("未抽查")
        .shared()
        .basis("本院三亮考核：每季度1次"),
    DutyRule::new(DUES_RULE, Cycle::Month, &[Evidence::Record("dues_month")])
        .undone("未收齐结账")
        .basis("《关于中国共产党党费收缴、使用和管理的规定》：党员按月主动交纳党费")
        .fixed(),
];

/// The rule of collecting dues, which asks those branches alone that keep their dues here.
pub(super) const DUES_RULE: &str = "dues";

/// The rule of an id.
pub fn rule_of(id: &str) -> Option<&'static DutyRule> {
    RULES.iter().find(|rule| rule.id == id)
}

/// A rule in force: by default, or as the hospital changed it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RuleInForce {
    /// The rule by default.
    pub rule: &'static DutyRule,
    /// Over which period; `None` where the hospital does not ask for it.
    pub cycle: Option<Cycle>,
    /// How often in it.
    pub times: u32,
    /// How many days before its last day it is announced.
    pub days: i64,
    /// Where it is from.
    pub basis: String,
    /// The record that changed it, where there is one.
    pub change: Option<RecordId>,
}

impl RuleInForce {
    /// A rule that is not changed.
    pub fn unchanged(rule: &'static DutyRule) -> Self {
        Self {
            rule,
            cycle: Some(rule.cycle),
            times: rule.times,
            days: rule.cycle.days(),
            basis: rule.basis.to_owned(),
            change: None,
        }
    }

    /// How often that is: 每月 1 次.
    pub fn words(&self) -> String {
        match self.cycle {
            Some(cycle) => format!("{} {} 次", cycle.label(), self.times),
            None => "不要求".to_owned(),
        }
    }
}

/// All rules in force.
pub fn rules_in_force(ledger: &Ledger) -> Vec<RuleInForce> {
    RULES.iter().map(|rule| in_force(ledger, rule)).collect()
}

fn in_force(ledger: &Ledger, rule: &'static DutyRule) -> RuleInForce {
    let mut found = RuleInForce::unchanged(rule);
    let id = DUTY_RULE.id(&[rule.id]);
    let Some(change) = ledger.record(&id).filter(|one| one.is_live()) else {
        return found;
    };
    let count = |field: &str| change.get(field).as_int();
    let cycle = change.text("cycle");
    let is_possible = |cycle: Option<Cycle>| !rule.is_fixed || cycle.is_none();
    if !cycle.is_empty() && is_possible(Cycle::named(cycle)) {
        found.cycle = Cycle::named(cycle);
        found.days = found.cycle.map_or(found.days, Cycle::days);
    }
    let times = count("times").filter(|_| !rule.is_fixed);
    if let Some(times) = times.and_then(|times| u32::try_from(times).ok()) {
        found.times = times.max(1);
    }
    found.days = count("days").unwrap_or(found.days);
    if !change.text("basis").is_empty() {
        found.basis = change.text("basis").to_owned();
    }
    found.change = Some(id);
    found
}
