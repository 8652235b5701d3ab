//! Call-backs of patients (回访): who was drawn, each attempt to reach them, and what they said.
//!
//! Nobody who was drawn falls silently out: 未接通 after three attempts is a result like any other
//! (practice.md (c)).

use crate::ledger::{Record, RecordId, Value, parse_day};

use super::department_result::DEPARTMENT_SATISFACTION;
use super::draw::drawn_of;
use super::engine::{
    Amount, Check, Context, Display, EventOf, FactRule, Field, Head, Kind, Period, RecordRule,
    RegisterGroup, RowKeys, STAGE, Schema, Spelling, Stage, Subject, When, rows,
};
use super::satisfaction::{Satisfied, department_was_closed, has_other_rate};

/// Whom is called back.
pub const CALLED_PATIENTS: &[(&str, &str)] =
    &[("outpatient", "门诊患者"), ("inpatient", "住院患者")];

/// What an attempt came to.
pub const ATTEMPT_RESULTS: &[(&str, &str)] =
    &[("reached", "接通"), ("unreached", "未接通"), ("wrong", "号码不对"), ("refused", "不愿接受")];

/// What a call-back came to.
pub const CALLBACK_OUTCOMES: &[(&str, &str)] = &[
    ("reached", "已回访"),
    ("unreached", "未接通"),
    ("wrong", "号码不对"),
    ("refused", "不愿接受"),
];

/// What a patient says.
pub const CALLBACK_ANSWERS: &[(&str, &str)] =
    &[("yes", "满意"), ("partly", "基本满意"), ("no", "不满意")];

/// The most attempts to reach somebody.
pub const MOST_ATTEMPTS: usize = 3;

/// The fields by which the call-backs of a department and month are found.
const BY_DEPARTMENT: &[&str] = &["department", "month"];

/// The register of call-backs.
pub static CALLBACK: Head = Head {
    unit: "件",
    group: RegisterGroup::Voice,
    period: Period::Month("month"),
    blocks_closing: true,
    archived: true,
    facts: &[FactRule::new(
        Subject::Field("department"),
        EventOf::Known(DEPARTMENT_SATISFACTION),
        Amount::By(department_rate),
    )],
    ..Head::new("callback", "回访").owned_by("branch", "branch")
};

/// The schema of call-backs.
pub static CALLBACK_SCHEMA: Schema = Schema {
    about: "每月抽取门诊、住院患者回访，最多拨三次，未接通也是结果。满10人才出满意率；本月没有满意度调查的科室按回访的计。",
    title: &["month", "department", "number"],
    columns: &["patients", "attempts", "outcome", STAGE],
    stages: &[
        Stage::new("waiting", "待回访", &[]),
        Stage::new("tried", "已拨打", &[When::Filled("attempts")]).optional(),
        Stage::new("done", "有结果", &[When::Filled("outcome")]).end(),
    ],
    rules: &[
        RecordRule::fault("three attempts at most", Check::By(too_many_attempts), ""),
        RecordRule::fault(
            "attempts after the visit",
            Check::EachRow { table: "attempts", by: called_before_the_visit },
            "",
        ),
        RecordRule::fault("department was there", Check::By(department_was_closed), ""),
        RecordRule::fault("as the attempts say", Check::By(not_as_attempted), ""),
        // A hint alone, as a part that goes out has no answers.
        RecordRule::hint(
            "an answer of who was reached",
            Check::Needs(When::Is("outcome", &["reached"]), "satisfied"),
            "回访到的请选是否满意",
        ),
        RecordRule::fault(
            "reached with an answer",
            Check::Needs(When::Filled("satisfied"), "outcome"),
            "选了是否满意，请选回访结果",
        ),
        RecordRule::fault("only who was reached answers", Check::By(answered_unreached), ""),
        RecordRule::hint("tried often enough", Check::By(too_few_attempts), ""),
        RecordRule::hint("taken up as an opinion", Check::By(not_taken_up), ""),
        RecordRule::hint("as drawn", Check::By(not_drawn), ""),
        RecordRule::hint("month to come", Check::NotInFuture("month"), "这个月还没有到"),
    ],
    display: Display { new: "登记回访", summed_by: &["rates"], ..Display::USUAL },
    ..Schema::new(
        &CALLBACK,
        &[
            Field::new("month", "月份", Kind::Month).required(),
            Field::new("number", "序号", Kind::Text(20)),
            Field::new("patients", "对象", Kind::Choice(CALLED_PATIENTS)),
            Field::new("department", "科室", Kind::Reference("department")),
            Field::new("branch", "办理支部", Kind::Reference("branch")),
            Field::new("draw", "哪次抽取", Kind::Reference("draw")),
            Field::new("drawn", "抽中的编号", Kind::Text(40)).restricted(),
            Field::new("person", "患者", Kind::Text(40)).restricted().help("可以不写"),
            Field::new("phone", "联系电话", Kind::Text(30)).spelt(Spelling::Phone).restricted(),
            Field::new("visited_on", "就诊或出院日期", Kind::Day),
            Field::new(
                "attempts",
                "拨打",
                Kind::Columns(&[
                    Field::new("result", "结果", Kind::Choice(ATTEMPT_RESULTS)).required(),
                    Field::new("on", "日期", Kind::Day).required(),
                    Field::new("time", "时间", Kind::Time),
                    Field::new("by", "拨打人", Kind::Text(40)),
                ]),
            )
            .rows(RowKeys::Created)
            .help("最多三次"),
            Field::new("outcome", "回访结果", Kind::Choice(CALLBACK_OUTCOMES)),
            Field::new("satisfied", "是否满意", Kind::Choice(CALLBACK_ANSWERS)).restricted(),
            Field::new("said", "意见和建议", Kind::Lines(1000)).restricted(),
            Field::new("opinion", "转为意见", Kind::Reference("opinion"))
                .help("不满意的请登记为群众意见，件件有回音"),
            Field::new("note", "备注", Kind::Lines(300)),
        ],
    )
};

/// The results of the attempts, in the order of their making.
fn attempts<'a>(record: &Record<'a>) -> Vec<&'a str> {
    let Some(field) = CALLBACK_SCHEMA.field("attempts") else { return Vec::new() };
    let of = |(_, row)| rows::column(field, row, "result").as_text().unwrap_or("");
    rows::rows(field, record).into_iter().map(of).collect()
}

/// How those who were reached of a department in a month answered; satisfied by and large is satisfied.
pub fn callback_satisfaction(
    department: &RecordId,
    month: &str,
    context: &Context<'_>,
) -> Satisfied {
    let ours = of_department(department, month, context);
    ours.iter().filter_map(Satisfied::of_callback).reduce(Satisfied::and).unwrap_or_default()
}

impl Satisfied {
    /// What one call-back adds; `None` where nobody was reached.
    pub fn of_callback(record: &Record<'_>) -> Option<Self> {
        let answer = record.text("satisfied");
        let counts = record.text("outcome") == "reached" && !answer.is_empty();
        counts.then(|| Self { amount: i64::from(answer != "no"), of: 1 })
    }
}

fn of_department<'a>(department: &RecordId, month: &str, context: &Context<'a>) -> Vec<Record<'a>> {
    let values = [Value::from(department.as_str()), Value::from(month)];
    context.matching(CALLBACK.name, BY_DEPARTMENT, &values).collect()
}

/// The department's rate, given by the first of its call-backs for all of them; none where a survey or a
/// typed result says it.
fn department_rate(
    record: &Record<'_>,
    department: &RecordId,
    context: &Context<'_>,
) -> Option<i64> {
    let month = record.text("month");
    let ours = of_department(department, month, context);
    let first = ours.iter().map(Record::id).min()?;
    if first != record.id() || has_other_rate(department, month, context) {
        return None;
    }
    callback_satisfaction(department, month, context).rate()
}

fn too_many_attempts(record: &Record<'_>, _: &Context<'_>) -> Option<(&'static str, String)> {
    (attempts(record).len() > MOST_ATTEMPTS)
        .then(|| ("attempts", format!("最多拨 {MOST_ATTEMPTS} 次，请核对")))
}

fn called_before_the_visit<'a>(
    record: &Record<'a>,
    context: &Context<'_>,
    _: &str,
    column: &dyn Fn(&str) -> &'a Value,
) -> Option<String> {
    let on = parse_day(column("on").as_text()?).ok()?;
    if parse_day(record.text("visited_on")).is_ok_and(|visited| on < visited) {
        return Some("拨打早于就诊".to_owned());
    }
    (!context.has_come(on)).then(|| "日期还没有到".to_owned())
}

/// An outcome that the attempts contradict.
fn not_as_attempted(record: &Record<'_>, _: &Context<'_>) -> Option<(&'static str, String)> {
    let outcome = record.text("outcome");
    let results = attempts(record);
    let text = if outcome.is_empty() {
        return None;
    } else if results.is_empty() {
        "先登记拨打的日期和结果"
    } else if outcome == "reached" && !results.contains(&"reached") {
        "没有一次接通，不能是“已回访”"
    } else if outcome == "unreached" && results.contains(&"reached") {
        "有一次接通，不能是“未接通”"
    } else {
        return None;
    };
    Some(("outcome", text.to_owned()))
}

fn answered_unreached(record: &Record<'_>, _: &Context<'_>) -> Option<(&'static str, String)> {
    let outcome = record.text("outcome");
    let is_wrong = !record.text("satisfied").is_empty() && !["", "reached"].contains(&outcome);
    is_wrong.then(|| ("satisfied", "没有回访到的不选是否满意".to_owned()))
}

fn too_few_attempts(record: &Record<'_>, _: &Context<'_>) -> Option<(&'static str, String)> {
    let count = attempts(record).len();
    (record.text("outcome") == "unreached" && (1..MOST_ATTEMPTS).contains(&count))
        .then(|| ("outcome", format!("只拨了 {count} 次，换个时间还可以再拨")))
}

fn not_taken_up(record: &Record<'_>, _: &Context<'_>) -> Option<(&'static str, String)> {
    (record.text("satisfied") == "no" && record.text("opinion").is_empty())
        .then(|| ("opinion", "不满意的请登记为群众意见，再在这里选上".to_owned()))
}

fn not_drawn(record: &Record<'_>, context: &Context<'_>) -> Option<(&'static str, String)> {
    let draw = context.named(record.text("draw"))?;
    let (drawn, own) = (drawn_of(&draw), record.text("drawn"));
    let is_one = drawn.iter().any(|(_, entry)| entry == own);
    (!own.is_empty() && !drawn.is_empty() && !is_one)
        .then(|| ("drawn", "不在那次抽中的里面，请核对".to_owned()))
}
