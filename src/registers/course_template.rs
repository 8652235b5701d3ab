//! The template of the development of Party members (发展党员), as data: 25 steps in five phases, each with
//! its clause, and the materials of each phase.
//!
//! The steps are those of the chart that is in common use (domain.md §2.5); the 细则 itself does not count
//! them. Clauses are those of the edition of 2026 as far as they are known at second hand. A hospital adds
//! steps of its own in the register `course_step`.

use super::engine::value_at;
use crate::ledger::{Day, DayOrMonth, Record};

/// The edition of the 细则 from which the clauses are.
pub const COURSE_EDITION: &str = "《中国共产党发展党员工作细则》（2026年5月修订）";

/// The edition before it, whose clauses are not kept here.
pub const FORMER_EDITION: &str = "《中国共产党发展党员工作细则》（2014年版）";

/// What is said of the wording of article 13, which two sources give differently (domain.md §2.5).
pub const ARTICLE_13_NOTE: &str = "第13条的原文还没有核对：转引的一说“报上级党委备案”，一说“报上级党委同意”，请按党办手里的正式文本办";

/// The day from which the edition of 2026 is in force.
pub fn course_edition_day() -> Day {
    Day::from_ymd_opt(2026, 5, 18).unwrap_or(Day::MIN)
}

/// Whether a day is beyond doubt one of the edition before that of 2026.
pub fn is_of_former_edition(on: Option<DayOrMonth>) -> bool {
    on.is_some_and(|on| on.last_day() < course_edition_day())
}

/// A phase of the course.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum CoursePhase {
    /// 申请入党.
    Application,
    /// 入党积极分子的确定和培养教育.
    Activist,
    /// 发展对象的确定和考察.
    Target,
    /// 预备党员的接收.
    Admission,
    /// 预备党员的教育考察和转正.
    Probation,
}

impl CoursePhase {
    /// All of them, in their order.
    pub const ALL: [Self; 5] =
        [Self::Application, Self::Activist, Self::Target, Self::Admission, Self::Probation];

    /// Its name on the screen and on paper.
    pub fn label(self) -> &'static str {
        match self {
            Self::Application => "申请入党",
            Self::Activist => "入党积极分子的确定和培养教育",
            Self::Target => "发展对象的确定和考察",
            Self::Admission => "预备党员的接收",
            Self::Probation => "预备党员的教育考察和转正",
        }
    }
}

/// Declares the events of a course, a line each: its name in code, its key, its number among the 25 steps (0
/// where it is none), where its day is kept, its label, its phase, its clause (empty where none is known), and
/// whether the 细则 asks for it or practice alone.
macro_rules! events {
    ($($event:ident $key:literal $number:literal $path:literal $label:literal
        $phase:ident $clause:literal $by:ident;)*) => {
        /// An event of a course that has a day: one of the 25 steps, or what stands beside them.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum CourseEvent {
            $(#[doc = $label] $event,)*
        }

        impl CourseEvent {
            /// All of them, in the order of the template.
            pub const ALL: &'static [Self] = &[$(Self::$event),*];

            /// Its key in the table of steps; that of the field where it is no step.
            pub const fn key(self) -> &'static str {
                match self { $(Self::$event => $key,)* }
            }

            /// Its number among the 25 steps.
            pub const fn number(self) -> Option<u8> {
                let number = match self { $(Self::$event => $number,)* };
                if number == 0 { None } else { Some(number) }
            }

            /// The path at which its day is kept.
            pub const fn path(self) -> &'static str {
                match self { $(Self::$event => $path,)* }
            }

            /// Its name on the screen.
            pub const fn label(self) -> &'static str {
                match self { $(Self::$event => $label,)* }
            }

            /// Its phase.
            pub const fn phase(self) -> CoursePhase {
                match self { $(Self::$event => CoursePhase::$phase,)* }
            }

            /// The clause that asks for it; empty where it is known from practice alone.
            pub const fn clause(self) -> &'static str {
                match self { $(Self::$event => $clause,)* }
            }

            /// Whether the 细则 asks for it (法定); practice alone otherwise (通行做法).
            pub const fn is_statutory(self) -> bool {
                matches!(match self { $(Self::$event => AskedBy::$by,)* }, AskedBy::Law)
            }
        }
    };
}

/// Who asks for an event.
enum AskedBy {
    Law,
    Practice,
}

events! {
    Apply "apply" 1 "steps.apply.on" "递交入党申请书" Application "第5、6条" Law;
    Talk "talk" 2 "steps.talk.on" "派人谈话" Application "第7条" Law;
    Activist "activist" 3 "steps.activist.on" "确定入党积极分子" Activist "第8条" Law;
    ActivistFiled "activist_filed" 4 "steps.activist_filed.on" "积极分子报上级备案" Activist "第8条" Law;
    Mentors "mentors" 5 "steps.mentors.on" "指定培养联系人" Activist "第9条" Law;
    Cultivation "cultivation" 6 "steps.cultivation.on" "培养教育考察" Activist "第11条" Law;
    NoticeFrom "notice" 0 "notice.from" "公示开始" Target "第13条" Law;
    NoticeUntil "notice" 0 "notice.until" "公示结束" Target "第13条" Law;
    Target "target" 7 "steps.target.on" "确定发展对象" Target "第13条" Law;
    TargetFiled "target_filed" 8 "steps.target_filed.on" "发展对象报上级备案" Target "第13条" Law;
    Sponsors "sponsors" 9 "steps.sponsors.on" "确定入党介绍人" Target "第14条（2014年版条号）" Law;
    Review "review" 10 "steps.review.on" "政治审查" Target "第16条" Law;
    Training "training" 11 "steps.training.on" "短期集中培训" Target "第17条" Law;
    CommitteeCheck "committee_check" 12 "steps.committee_check.on" "支委会审查" Admission "第18条" Law;
    Precheck "precheck" 13 "steps.precheck.on" "上级党委预审" Admission "第18条" Law;
    Form "form" 14 "steps.form.on" "填写入党志愿书" Admission "" Law;
    Admission "admission" 15 "steps.admission.on" "支部大会讨论接收" Admission "第19、20、22条" Law;
    PartyTalk "party_talk" 16 "steps.party_talk.on" "上级派人谈话" Admission "" Practice;
    Approval "approval" 17 "steps.approval.on" "上级党委审批" Admission "第25条" Law;
    ApprovalFiled "approval_filed" 18 "steps.approval_filed.on" "再上一级备案" Admission "" Practice;
    Assigned "assigned" 19 "steps.assigned.on" "编入支部和小组" Probation "" Practice;
    Oath "oath" 20 "steps.oath.on" "入党宣誓" Probation "第29条" Law;
    Probation "probation" 21 "steps.probation.on" "继续教育考察" Probation "第31条" Law;
    Extended "extension" 0 "extension.on" "延长预备期" Probation "" Law;
    FullRequest "full_request" 22 "steps.full_request.on" "提出转正申请" Probation "第32条" Law;
    Confirmation "confirmation" 23 "steps.confirmation.on" "支部大会讨论转正" Probation "" Law;
    FullApproval "full_approval" 24 "steps.full_approval.on" "上级党委审批转正" Probation "第33条" Law;
    Filed "filed" 25 "steps.filed.on" "材料归档" Probation "第36条" Law;
    Ended "ended" 0 "ended.on" "终止培养" Probation "" Practice;
}

/// How many events there are.
pub const COURSE_EVENTS: usize = CourseEvent::ALL.len();

/// How many steps the template has.
const STEP_COUNT: usize = 25;

/// The steps by key and label, for the table of a course.
pub const COURSE_STEPS: &[(&str, &str)] = &steps();

const fn steps() -> [(&'static str, &'static str); STEP_COUNT] {
    let mut steps = [("", ""); STEP_COUNT];
    let mut at = 0;
    while at < COURSE_EVENTS {
        let event = CourseEvent::ALL[at];
        if let Some(number) = event.number() {
            steps[number as usize - 1] = (event.key(), event.label());
        }
        at += 1;
    }
    steps
}

/// What the steps are called besides in rosters of candidates, by key.
pub const COURSE_STEP_WORDS: &[(&str, &str)] = &[
    ("apply", "申请入党时间"),
    ("apply", "入党申请时间"),
    ("apply", "申请时间"),
    ("talk", "谈话时间"),
    ("activist", "确定积极分子时间"),
    ("activist", "列为积极分子时间"),
    ("activist", "列为入党积极分子时间"),
    ("activist", "入党积极分子时间"),
    ("target", "列为发展对象时间"),
    ("target", "确定为发展对象时间"),
    ("target", "发展对象时间"),
    ("review", "政审时间"),
    ("training", "培训时间"),
    ("precheck", "预审时间"),
    ("admission", "接收预备党员时间"),
    ("admission", "接收为预备党员时间"),
    ("admission", "支部大会接收时间"),
    ("admission", "入党时间"),
    ("approval", "党委审批时间"),
    ("oath", "宣誓时间"),
    ("full_request", "转正申请时间"),
    ("confirmation", "转正时间"),
    ("full_approval", "转正审批时间"),
    ("filed", "归档时间"),
];

impl CourseEvent {
    /// The step with a key.
    pub fn of_step(key: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|one| one.number().is_some() && one.key() == key)
    }

    /// Its place in the template.
    pub const fn place(self) -> usize {
        self as usize
    }

    /// Where a form has its day: the field, and the row of the table of steps.
    pub fn field_and_row(self) -> (&'static str, &'static str) {
        match self.number() {
            Some(_) => ("steps", self.key()),
            None => (self.key(), ""),
        }
    }

    /// When it was in a course, or will be; of history perhaps the month alone is known.
    pub fn on(self, record: &Record<'_>) -> Option<DayOrMonth> {
        value_at(record, self.path()).as_text()?.parse().ok()
    }

    /// The clause with the edition in force on a day, or that it is usual; without a day, that of 2026.
    pub fn basis(self, on: Option<DayOrMonth>) -> String {
        if self.is_statutory() && is_of_former_edition(on) {
            return FORMER_EDITION.to_owned();
        }
        match (self.clause(), self.is_statutory()) {
            ("", true) => format!("{COURSE_EDITION}，条号待核"),
            ("", false) => "通行做法".to_owned(),
            (clause, _) => format!("{COURSE_EDITION}{clause}"),
        }
    }
}

/// The materials of the phases (practice.md (e); 通行做法, the hospital's own come from its own steps).
const MATERIALS: &[(CoursePhase, &str, &str)] = &[
    (CoursePhase::Application, "application", "入党申请书"),
    (CoursePhase::Application, "talk_record", "与入党申请人谈话记录"),
    (CoursePhase::Activist, "recommendation", "党员推荐或群团推优记录"),
    (CoursePhase::Activist, "activist_minutes", "支委会确定积极分子的会议记录"),
    (CoursePhase::Activist, "activist_reply", "积极分子备案报告和回复"),
    (
        CoursePhase::Activist,
        "cultivation_form",
        "入党积极分子培养教育考察登记表（每半年一次考察意见）",
    ),
    (CoursePhase::Activist, "thought_reports", "思想汇报"),
    (CoursePhase::Target, "notice_record", "公示稿和公示情况"),
    (CoursePhase::Target, "target_minutes", "支委会确定发展对象的会议记录"),
    (CoursePhase::Target, "target_reply", "发展对象备案（同意）材料"),
    (CoursePhase::Target, "certificate", "短期集中培训结业证明"),
    (CoursePhase::Admission, "committee_opinion", "支委会审查意见"),
    (CoursePhase::Admission, "precheck_reply", "预审请示和批复"),
    (CoursePhase::Admission, "volunteer_form", "入党志愿书"),
    (CoursePhase::Admission, "admission_minutes", "接收预备党员的支部大会记录、票决结果"),
    (CoursePhase::Admission, "approval_reply", "接收预备党员审批批复"),
    (CoursePhase::Probation, "oath_record", "入党宣誓记录"),
    (CoursePhase::Probation, "probation_form", "预备党员教育考察登记表"),
    (CoursePhase::Probation, "full_application", "转正申请书"),
    (CoursePhase::Probation, "full_minutes", "讨论转正的支部大会记录、票决结果"),
    (CoursePhase::Probation, "full_reply", "转正审批批复"),
];

/// The material of the political review, of which nothing is ticked off in the ledger.
pub const REVIEW_MATERIAL: &str = "政治审查材料（函调、谈话、结论）";

/// The materials by key and label, for the table of a course.
pub const COURSE_MATERIALS: &[(&str, &str)] = &materials();

const fn materials() -> [(&'static str, &'static str); MATERIALS.len()] {
    let mut all = [("", ""); MATERIALS.len()];
    let mut at = 0;
    while at < MATERIALS.len() {
        all[at] = (MATERIALS[at].1, MATERIALS[at].2);
        at += 1;
    }
    all
}

/// The materials of a phase, by key and label.
pub fn materials_of(
    phase: CoursePhase,
) -> impl Iterator<Item = (&'static str, &'static str)> + use<> {
    let of_phase = MATERIALS.iter().filter(move |(of, _, _)| *of == phase);
    of_phase.map(|(_, key, label)| (*key, *label))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_template_has_25_numbered_steps_in_five_phases() {
        let numbers: Vec<u8> = CourseEvent::ALL.iter().filter_map(|one| one.number()).collect();
        assert_eq!(numbers, (1..=25).collect::<Vec<u8>>());
        assert!(COURSE_STEPS.iter().all(|(key, label)| !key.is_empty() && !label.is_empty()));
        let phases: Vec<CoursePhase> = CourseEvent::ALL.iter().map(|one| one.phase()).collect();
        assert!(phases.is_sorted());
        for phase in CoursePhase::ALL {
            assert!(phases.contains(&phase) && materials_of(phase).count() > 1, "{phase:?}");
        }
    }

    #[test]
    fn a_step_is_found_by_its_key_and_what_is_no_step_by_its_field() {
        for (key, label) in COURSE_STEPS {
            let event = CourseEvent::of_step(key).expect("a step");
            assert_eq!(event.label(), *label);
            assert_eq!(event.path(), format!("steps.{key}.on"));
            assert_eq!(CourseEvent::ALL[event.place()], event);
        }
        assert_eq!(CourseEvent::of_step("notice"), None);
        assert_eq!(CourseEvent::NoticeUntil.field_and_row(), ("notice", ""));
        assert!(COURSE_STEP_WORDS.iter().all(|(key, _)| CourseEvent::of_step(key).is_some()));
    }
}
