//! Courses of development (发展党员): one record a person, from the application to full membership.
//!
//! The days of the 25 steps are a table keyed by step; what else a step has stands in fields of its own. Which
//! step comes next, and until when, is computed ([`CoursePath`]). What really happened can always be recorded:
//! days out of order and spans that were not kept are told, and explained where the 细则 asks for them.

use super::course_checks as checks;
use super::course_path::CoursePath;
use super::course_reviews::lacks_reviews;
use super::course_template::{ARTICLE_13_NOTE, COURSE_MATERIALS, COURSE_STEP_WORDS, COURSE_STEPS};
use super::engine::{
    Check, Computed, Context, Display, Field, Head, Kind, Names, NaturalKey, RecordRule,
    RegisterGroup, RowKeys, STAGE, Schema, Spelling, Stage, When, value_at,
};
use crate::ledger::{Day, Record, Value, day_text, parse_day};

/// By which way someone was recommended (第8条).
pub const COURSE_WAYS: &[(&str, &str)] =
    &[("members", "党员推荐"), ("league", "群团组织推优"), ("both", "党员推荐和群团推优")];

/// Why a course was ended.
pub const COURSE_ENDS: &[(&str, &str)] = &[
    ("withdrawn", "本人撤回申请"),
    ("activist", "取消积极分子资格"),
    ("target", "取消发展对象资格"),
    ("rejected", "支部大会或上级党委不同意"),
    ("probation", "取消预备党员资格"),
    ("moved", "转到其他单位"),
    ("other", "其他"),
];

/// The results of a political review.
const REVIEW_RESULTS: &[(&str, &str)] = &[("fit", "合格"), ("unfit", "不合格")];

/// The register of courses.
pub static COURSE: Head = Head {
    unit: "名",
    group: RegisterGroup::People,
    key: NaturalKey::OptionalFirst(&["again", "staff_number"]),
    ..Head::new("course", "发展党员").owned_by("branch", "branch")
};

/// The schema of courses.
pub static COURSE_SCHEMA: Schema = Schema {
    about: "入党申请人、积极分子、发展对象、预备党员，从申请到转正归档，每人一条。日期按步骤填；下一步和最晚日期自动算。以前的日期次序不对也能登记，写明原因即可。",
    columns: &["branch", STAGE, "next", "next_due"],
    stages: &[
        Stage::new("applicant", "入党申请人", &[]),
        step_stage("activist", "入党积极分子", &[When::Filled(ACTIVIST)], ACTIVIST),
        step_stage("target", "发展对象", &[When::Filled(TARGET)], TARGET),
        step_stage("probationary", "预备党员", &[When::Filled(APPROVAL)], APPROVAL),
        step_stage("full", "已转正", &[When::Filled(FULL_APPROVAL)], FULL_APPROVAL),
        step_stage("filed", "已归档", &[When::Filled(FULL_APPROVAL), When::Filled(FILED)], FILED)
            .end(),
        step_stage("ended", "已终止", &[When::Filled("ended.on")], "ended.on").end(),
    ],
    rules: &[
        RecordRule::statutory("order of the steps", Check::Places(checks::statutory_order), ""),
        RecordRule::hint("usual order of the steps", Check::Places(checks::usual_order), ""),
        RecordRule::statutory("spans kept", Check::Places(checks::statutory_spans), ""),
        RecordRule::hint("usual spans kept", Check::Places(checks::usual_spans), ""),
        RecordRule::hint("order of own steps", Check::Places(checks::own_order), ""),
        RecordRule::statutory("of age", Check::By(checks::under_age), ""),
        RecordRule::hint("surely of age", Check::By(checks::perhaps_under_age), ""),
        RecordRule::statutory("trained enough", Check::By(checks::too_little_training), ""),
        RecordRule::statutory("extended as allowed", Check::By(checks::unusual_extension), ""),
        RecordRule::statutory("admitted by vote", Check::By(checks::not_admitted), ""),
        RecordRule::statutory("confirmed by vote", Check::By(checks::not_confirmed), ""),
        RecordRule::statutory("vouched for by full members", Check::By(checks::not_full), ""),
        RecordRule::fault("two who vouch", Check::By(checks::named_twice), ""),
        RecordRule::hint("reviewed each half year", Check::By(lacks_reviews), ""),
        RecordRule::hint(checks::OTHER_COURSE, Check::By(checks::recorded_twice), ""),
        at_most("admission present", ["admission_vote.present", "admission_vote.due"], MORE_CAME),
        at_most("admission issued", ["admission_vote.issued", "admission_vote.present"], MORE_OUT),
        at_most("admission returned", ["admission_vote.returned", "admission_vote.issued"], MORE_IN),
        RecordRule::hint("admission counted", Check::By(checks::admission_miscounted), ""),
        at_most("full present", ["full_vote.present", "full_vote.due"], MORE_CAME),
        at_most("full issued", ["full_vote.issued", "full_vote.present"], MORE_OUT),
        at_most("full returned", ["full_vote.returned", "full_vote.issued"], MORE_IN),
        RecordRule::hint("full counted", Check::By(checks::full_miscounted), ""),
    ],
    computed: &[
        Computed { field: Field::new("next", "下一步", Kind::Text(40)), value: next },
        Computed { field: Field::new("next_due", "最晚", Kind::Day), value: next_due },
    ],
    imported_why: "历史资料，照原表登记",
    names: Names::OfPeople,
    display: Display {
        new: "登记入党申请人",
        list: "发展党员名册",
        shown_by: "path",
        same: "人",
        next: &["next", "next_due"],
        hints: &["staff_number", "branch", "department"],
        ..Display::USUAL
    },
    ..Schema::new(
        &COURSE,
        &[
            Field::new("name", "姓名", Kind::Text(40)).required().spelt(Spelling::Name),
            Field::new("staff_number", "工号", Kind::Text(30))
                .spelt(Spelling::StaffNumber)
                .identifier()
                .help("有工号，几台平板导入同一份名册时不会重复"),
            Field::new("again", "第几次申请", Kind::Count(2, 9, "次")).help("第一次申请不填"),
            Field::new("branch", "培养支部", Kind::Reference("branch")).required().also(&["支部"]),
            Field::new("department", "科室", Kind::Reference("department")),
            Field::new("born", "出生年月", Kind::DayOrMonth).also(&["出生日期"]),
            Field::new("post", "岗位职务", Kind::Text(40)),
            Field::new("phone", "联系电话", Kind::Text(30)).restricted().spelt(Spelling::Phone),
            Field::new("way", "推荐方式", Kind::Choice(COURSE_WAYS)),
            Field::new(
                "steps",
                "步骤",
                Kind::Columns(&[
                    Field::new("on", "日期", Kind::DayOrMonth).required(),
                    Field::new("note", "说明", Kind::Text(120)),
                ]),
            )
            .rows(RowKeys::Steps(COURSE_STEPS))
            .also_steps(COURSE_STEP_WORDS)
            .help(ARTICLE_13_NOTE),
            Field::new(
                "own_steps",
                "本院增加的环节",
                Kind::Columns(&[
                    Field::new("on", "日期", Kind::DayOrMonth).required(),
                    Field::new("note", "说明", Kind::Text(120)),
                ]),
            )
            .rows_of("course_step"),
            Field::new("mentor", "培养联系人", Kind::Reference("member")).help("一至两名正式党员（第9条）"),
            Field::new("mentor2", "第二名培养联系人", Kind::Reference("member")),
            Field::new(
                "reviews",
                "半年考察",
                Kind::Columns(&[
                    Field::new("on", "考察日期", Kind::Day).required(),
                    Field::new("by", "考察人", Kind::Text(40)),
                    Field::new("opinion", "考察意见", Kind::Lines(300)),
                ]),
            )
            .rows(RowKeys::Created)
            .help("积极分子期间每半年一次（第11条）"),
            Field::new(
                "notice",
                "公示",
                Kind::Columns(&[
                    Field::new("from", "公示开始", Kind::Day),
                    Field::new("until", "公示结束", Kind::Day),
                    Field::new("place", "公示地点", Kind::Text(60)),
                    Field::new("outcome", "公示情况", Kind::Text(120)),
                ]),
            )
            .help("列为发展对象以前，不少于 5 个工作日；第一天不计，公示结束的第二天起才能办下一步（第13条）"),
            Field::new("sponsor", "入党介绍人", Kind::Reference("member")).help("两名正式党员"),
            Field::new("sponsor2", "第二名入党介绍人", Kind::Reference("member")),
            Field::new("review_result", "政审结论", Kind::Choice(REVIEW_RESULTS)).restricted(),
            Field::new("review_note", "政审情况", Kind::Lines(1000)).restricted(),
            Field::new(
                "training",
                "集中培训",
                Kind::Columns(&[
                    Field::new("days", "天数", Kind::Tenths(1, 990, "天")),
                    Field::new("hours", "学时", Kind::Tenths(1, 9990, "学时")),
                    Field::new("by", "举办单位", Kind::Text(60)),
                ]),
            )
            .help("不少于 3 天或 24 学时（第17条）"),
            Field::new("admission_vote", "接收预备党员票决", Kind::Columns(BALLOT)),
            Field::new("special_approval", "特殊情况延长审批", Kind::YesNo)
                .help("审批一般三个月内，特殊情况不超过六个月（第25条）"),
            Field::new("member", "党员花名册里的本人", Kind::Reference("member")),
            Field::new(
                "extension",
                "延长预备期",
                Kind::Columns(&[
                    Field::new("on", "支部大会日期", Kind::DayOrMonth).required(),
                    Field::new("months", "延长几个月", Kind::Count(1, 24, "个月")).required(),
                    Field::new("why", "原因", Kind::Text(120)),
                ]),
            ),
            Field::new("full_vote", "转正票决", Kind::Columns(BALLOT)),
            Field::new("materials", "材料", Kind::YesNo).rows(RowKeys::Steps(COURSE_MATERIALS)),
            Field::new(
                "ended",
                "终止培养",
                Kind::Columns(&[
                    Field::new("on", "终止日期", Kind::DayOrMonth).required(),
                    Field::new("why", "终止原因", Kind::Choice(COURSE_ENDS)).required(),
                    Field::new("note", "终止说明", Kind::Text(120)),
                ]),
            ),
            Field::new("note", "备注", Kind::Lines(500)),
        ],
    )
};

const ACTIVIST: &str = "steps.activist.on";
const TARGET: &str = "steps.target.on";
const ADMISSION: &str = "steps.admission.on";
const APPROVAL: &str = "steps.approval.on";
const FULL_APPROVAL: &str = "steps.full_approval.on";
const FILED: &str = "steps.filed.on";

const MORE_CAME: &str = "实到比应到多";
const MORE_OUT: &str = "发出的票比实到的人多";
const MORE_IN: &str = "收回的票比发出的多";

const fn step_stage(
    name: &'static str,
    label: &'static str,
    when: &'static [When],
    on: &'static str,
) -> Stage {
    Stage::new(name, label, when).on(on)
}

const fn at_most(
    name: &'static str,
    [less, more]: [&'static str; 2],
    text: &'static str,
) -> RecordRule {
    RecordRule::fault(name, Check::AtMost { less, more }, text)
}

/// The columns of a ballot; written opinions given beforehand count (domain.md §2.3).
const BALLOT: &[Field] = &[
    votes("due", "应到有表决权"),
    votes("present", "实到"),
    votes("issued", "发票"),
    votes("returned", "收票"),
    votes("yes", "同意"),
    votes("no", "反对"),
    votes("abstain", "弃权"),
    votes("written", "会前书面赞成"),
];

const fn votes(name: &'static str, label: &'static str) -> Field {
    Field::new(name, label, Kind::Count(0, 9999, ""))
}

/// The name of the next step, with whether it is planned already.
fn next(record: &Record<'_>, context: &Context<'_>) -> Value {
    let path = CoursePath::of(record, context);
    path.next_step().map_or(Value::Null, |step| match step.planned() {
        Some(_) => format!("{}（已定日期）", step.label).into(),
        None => step.label.as_str().into(),
    })
}

/// The last day for the next step.
fn next_due(record: &Record<'_>, context: &Context<'_>) -> Value {
    let path = CoursePath::of(record, context);
    let day = path.next_step().and_then(super::course_path::PathStep::last_day);
    day.map_or(Value::Null, |day| day_text(day).into())
}

/// The day on which somebody's membership begins: that of the general meeting that admitted (第31条); `None`
/// where it is not known.
pub fn joined_on(record: &Record<'_>) -> Option<Day> {
    parse_day(value_at(record, ADMISSION).as_text()?).ok()
}
