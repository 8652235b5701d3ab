//! Satisfaction surveys (满意度): of patients and staff, by month and department.
//!
//! Answers are kept as tallies, never as single questionnaires. A share of fewer than [`LEAST_ANSWERS`]
//! answers is withheld wherever a score is shown, and the tallies are restricted, as they would tell it.
//! What adds up several surveys adds up published ones alone, so that nothing that is shown depends on a
//! withheld answer, and no subtraction finds it.

use crate::ledger::{DayOrMonth, Month, Record, RecordId, Value};

use super::department_result::{DEPARTMENT_RESULT, DEPARTMENT_SATISFACTION};
use super::engine::{
    Amount, Check, Computed, Context, Display, EventOf, FactRule, Field, Head, Kind, NaturalKey,
    Period, RecordRule, RegisterGroup, RowKeys, Schema, Subject, percent_text, rows,
};

/// Who is asked (domain.md §2.12). The order is that in which they count for a department.
pub const AUDIENCES: &[(&str, &str)] =
    &[("outpatient", "门诊患者"), ("inpatient", "住院患者"), ("staff", "职工")];

/// The question that gives the rate of satisfaction.
pub const OVERALL: &str = "overall";

/// The questions of a survey (domain.md §2.12).
pub const SURVEY_QUESTIONS: &[(&str, &str)] = &[
    (OVERALL, "总体满意度"),
    ("attitude", "服务态度"),
    ("explaining", "医生解释"),
    ("skill", "技术水平"),
    ("ethics", "医德医风"),
    ("nursing", "护理响应"),
    ("surroundings", "环境"),
    ("tests", "检查效率"),
    ("medication", "用药指导"),
    ("fees", "收费透明"),
    ("booking", "预约便捷"),
    ("meals", "餐饮"),
];

/// The answers to a question, from the best; the first two are satisfied.
pub const SURVEY_ANSWERS: [&str; 5] = ["very", "good", "fair", "poor", "bad"];

/// A share of fewer answers is withheld (domain.md §8, practice.md 0.4).
pub const LEAST_ANSWERS: i64 = 10;

/// The register of satisfaction surveys.
pub static SATISFACTION: Head = Head {
    unit: "次",
    group: RegisterGroup::Voice,
    key: NaturalKey::OptionalFirst(&["department", "month", "audience"]),
    period: Period::Month("month"),
    blocks_closing: true,
    archived: true,
    facts: &[FactRule::new(
        Subject::Field("department"),
        EventOf::Known(DEPARTMENT_SATISFACTION),
        Amount::By(department_rate),
    )],
    ..Head::new("satisfaction", "满意度调查").owned_by("department", "department")
};

/// The schema of satisfaction surveys.
pub static SATISFACTION_SCHEMA: Schema = Schema {
    about: "每月门诊、住院患者和职工的满意度，按科室登记份数和各题票数。不足10份的不出分，合计里也不算它；满意率计入本科室党员的“患者评价”一项。",
    title: &["department", "audience", "month"],
    columns: &["issued", "valid", "rate"],
    rules: &[
        RecordRule::fault(
            "valid at most issued",
            Check::AtMost { less: "valid", more: "issued" },
            "有效问卷比发放的多",
        ),
        RecordRule::fault(
            "answers at most valid",
            Check::EachRow { table: "answers", by: more_than_valid },
            "",
        ),
        RecordRule::fault("department was there", Check::By(department_was_closed), ""),
        RecordRule::fault("whole or by departments", Check::By(beside_departments), ""),
        RecordRule::fault(
            "one a month and audience",
            Check::Unique(&["department", "month", "audience"]),
            "这个科室本月已登记过这类对象，请合成一条",
        ),
        RecordRule::hint("month to come", Check::NotInFuture("month"), "这个月还没有到"),
        RecordRule::hint("enough to be told", Check::By(too_few_to_tell), ""),
        RecordRule::hint("overall answered by all", Check::By(overall_is_short), ""),
        RecordRule::hint("typed elsewhere", Check::By(typed_elsewhere), ""),
    ],
    computed: &[Computed {
        field: Field::new("rate", "满意率", Kind::Text(20)),
        value: rate_value,
    }],
    display: Display {
        new: "登记满意度",
        summed_by: &["rates"],
        withheld: Some(("answers", withheld_words)),
        ..Display::USUAL
    },
    ..Schema::new(
        &SATISFACTION,
        &[
            Field::new("audience", "对象", Kind::Choice(AUDIENCES)).required().also(&["类别"]),
            Field::new("department", "科室", Kind::Reference("department"))
                .help("不分科室、全院一起调查的不填"),
            Field::new("month", "月份", Kind::Month).required(),
            Field::new("issued", "发放份数", SHEETS).required().also(&["发放"]),
            Field::new("valid", "有效份数", SHEETS).required().also(&["有效", "有效问卷"]),
            Field::new(
                "answers",
                "各题票数",
                Kind::Columns(&[
                    Field::new("very", "很满意", SHEETS),
                    Field::new("good", "满意", SHEETS),
                    Field::new("fair", "一般", SHEETS),
                    Field::new("poor", "不满意", SHEETS),
                    Field::new("bad", "很不满意", SHEETS),
                ]),
            )
            .rows(RowKeys::Steps(SURVEY_QUESTIONS))
            .restricted()
            .help("没有问的题空着；满意率按“总体满意度”这一题：很满意和满意除以有效份数"),
            Field::new("measures", "整改", Kind::Lines(500)),
            Field::new("note", "说明", Kind::Lines(300)),
        ],
    )
};

/// A number of questionnaires.
const SHEETS: Kind = Kind::Count(0, 99_999, "份");

/// So many satisfied of so many answers.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Satisfied {
    /// How many are satisfied or very satisfied.
    pub amount: i64,
    /// Of how many.
    pub of: i64,
}

impl Satisfied {
    /// The share in tenths of a percent, rounded half up; `None` where it is withheld.
    pub fn rate(self) -> Option<i64> {
        (self.of >= LEAST_ANSWERS).then(|| (self.amount * 2000 + self.of) / (self.of * 2))
    }

    /// Both together. Only what is published by itself may be added up.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        Self { amount: self.amount + other.amount, of: self.of + other.of }
    }
}

/// How a survey's share is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SurveyRate {
    /// It is published.
    Published(Satisfied),
    /// There are too few answers.
    Withheld,
    /// The question was not asked, or what is written down of it contradicts itself.
    Unknown,
}

impl SurveyRate {
    /// What is published; `None` where nothing is.
    pub fn published(self) -> Option<Satisfied> {
        match self {
            Self::Published(satisfied) => Some(satisfied),
            Self::Withheld | Self::Unknown => None,
        }
    }

    /// In words: 95.8%, 不足10份, or a stroke.
    pub fn words(self) -> String {
        match self {
            Self::Published(satisfied) => {
                satisfied.rate().map_or_else(|| WITHHELD.to_owned(), percent_text)
            }
            Self::Withheld => WITHHELD.to_owned(),
            Self::Unknown => "—".to_owned(),
        }
    }
}

/// What is said in place of a share that is withheld.
pub const WITHHELD: &str = "不足10份";

/// The share of a survey by a question, as it may be shown.
///
/// That of [`OVERALL`] is of all valid questionnaires (满意率＝(很满意＋满意)÷有效问卷, domain.md §2.12), that
/// of the others of those who answered them.
pub fn survey_rate(record: &Record<'_>, question: &str, context: &Context<'_>) -> SurveyRate {
    let valid = record.get("valid").as_int().unwrap_or(0);
    let Some(counts) = answers_of(record, question) else { return SurveyRate::Unknown };
    let answered: i64 = counts.iter().sum();
    // Whether it is told apart from what is published must not depend on how it was answered.
    if valid < LEAST_ANSWERS || answered < LEAST_ANSWERS {
        return SurveyRate::Withheld;
    }
    let is_whole = record.get("issued").as_int().is_none_or(|issued| valid <= issued);
    if answered > valid || !is_whole || beside_departments(record, context).is_some() {
        return SurveyRate::Unknown;
    }
    let of = if question == OVERALL { valid } else { answered };
    SurveyRate::Published(Satisfied { amount: counts[0] + counts[1], of })
}

/// What the answers of a survey whose share is withheld add up to, for sums over departments alone. `None`
/// where the question was not asked, or there are more answers than questionnaires.
pub fn withheld_answers(record: &Record<'_>, question: &str) -> Option<Satisfied> {
    let counts = answers_of(record, question)?;
    let of = counts.iter().sum();
    let is_sound = of < LEAST_ANSWERS && of <= record.get("valid").as_int().unwrap_or(0);
    is_sound.then_some(Satisfied { amount: counts[0] + counts[1], of })
}

/// The tallies of a question, from the best answer; `None` where it was not asked or a tally is no number
/// of answers.
fn answers_of(record: &Record<'_>, question: &str) -> Option<[i64; 5]> {
    let row = record.entry("answers", question);
    if row.is_null() {
        return None;
    }
    let mut counts = [0; 5];
    for (count, name) in counts.iter_mut().zip(SURVEY_ANSWERS) {
        *count = rows::column_after(SURVEY_ANSWERS[0], row, name).as_int().unwrap_or(0);
    }
    counts.iter().all(|count| (0..=99_999).contains(count)).then_some(counts)
}

fn rate_value(record: &Record<'_>, context: &Context<'_>) -> Value {
    match survey_rate(record, OVERALL, context) {
        SurveyRate::Unknown => Value::Null,
        rate => Value::from(rate.words()),
    }
}

/// The satisfaction with a department in a month: of its patients together, or where no survey of them is
/// published, of those whom it serves in the house (domain.md §1.5, C2).
pub fn department_satisfaction(
    department: &RecordId,
    month: Month,
    context: &Context<'_>,
) -> Option<Satisfied> {
    let published = published_of(department, &month.to_string(), context);
    let of = |wanted: &dyn Fn(&str) -> bool| {
        let ours = published.iter().filter(|(audience, _)| wanted(audience));
        ours.map(|(_, satisfied)| *satisfied).reduce(Satisfied::and)
    };
    of(&|audience| audience != "staff").or_else(|| of(&|audience| audience == "staff"))
}

/// The published surveys of a department and month, in the order of [`AUDIENCES`].
fn published_of(
    department: &RecordId,
    month: &str,
    context: &Context<'_>,
) -> Vec<(&'static str, Satisfied)> {
    let surveys: Vec<Record<'_>> = context
        .children(SATISFACTION.name, department)
        .filter(|record| record.text("month") == month)
        .collect();
    let of = |audience: &'static str| {
        let own = surveys.iter().filter(move |one| one.text("audience") == audience);
        // Of two that were merged none counts until they are made one.
        let [one] = own.collect::<Vec<_>>()[..] else { return None };
        Some((audience, survey_rate(one, OVERALL, context).published()?))
    };
    AUDIENCES.iter().filter_map(|(audience, _)| of(audience)).collect()
}

/// The department's rate, given by the first of its published surveys for all of them; none where the
/// month's results of departments have one that was typed.
fn department_rate(
    record: &Record<'_>,
    department: &RecordId,
    context: &Context<'_>,
) -> Option<i64> {
    let month = record.text("month");
    let published = published_of(department, month, context);
    let (first, _) = published.first()?;
    if record.text("audience") != *first || typed_rate(department, month, context).is_some() {
        return None;
    }
    department_satisfaction(department, month.parse().ok()?, context)?.rate()
}

/// Whether the satisfaction with a department in a month is told by a survey, or typed.
pub(super) fn has_other_rate(department: &RecordId, month: &str, context: &Context<'_>) -> bool {
    !published_of(department, month, context).is_empty()
        || typed_rate(department, month, context).is_some()
}

/// Whether surveys of patients tell the satisfaction with a department in a month.
pub(super) fn is_told_by_patients(
    department: &RecordId,
    month: &str,
    context: &Context<'_>,
) -> bool {
    published_of(department, month, context).iter().any(|(audience, _)| *audience != "staff")
}

/// The satisfaction that was typed among the month's results of departments.
pub(super) fn typed_rate(department: &RecordId, month: &str, context: &Context<'_>) -> Option<i64> {
    let results = context.children(DEPARTMENT_RESULT.name, department);
    let mut of_month = results.filter(|result| result.text("month") == month);
    of_month.find_map(|result| result.get("satisfaction").as_int())
}

fn more_than_valid<'a>(
    record: &Record<'a>,
    _: &Context<'_>,
    _: &str,
    column: &dyn Fn(&str) -> &'a Value,
) -> Option<String> {
    let valid = record.get("valid").as_int()?;
    let answered: i64 = SURVEY_ANSWERS.iter().filter_map(|name| column(name).as_int()).sum();
    (answered > valid).then(|| format!("共 {answered} 票，比有效的 {valid} 份多"))
}

/// A month after that in which its department was closed.
pub(super) fn department_was_closed(
    record: &Record<'_>,
    context: &Context<'_>,
) -> Option<(&'static str, String)> {
    let department = context.named(record.text("department"))?;
    let closed: DayOrMonth = department.text("closed_on").parse().ok()?;
    let month: Month = record.text("month").parse().ok()?;
    (closed.month() < month)
        .then(|| ("department", format!("这个科室{}已撤并，请核对科室和月份", closed.label())))
}

/// A survey of the whole hospital beside those of its departments, from which they could be subtracted.
fn beside_departments(
    record: &Record<'_>,
    context: &Context<'_>,
) -> Option<(&'static str, String)> {
    if !record.text("department").is_empty() {
        return None;
    }
    let is_part = |other: &Record<'_>| {
        let is_same = |field: &str| other.text(field) == record.text(field);
        !other.text("department").is_empty() && is_same("month") && is_same("audience")
    };
    context.records(SATISFACTION.name).any(|other| is_part(&other)).then(|| {
        ("department", "本月这类对象已分科室登记，全院的由各科室相加，请删去这条".to_owned())
    })
}

fn too_few_to_tell(record: &Record<'_>, _: &Context<'_>) -> Option<(&'static str, String)> {
    record.get("valid").as_int().filter(|valid| (0..LEAST_ANSWERS).contains(valid)).map(|_| {
        ("valid", format!("有效{WITHHELD}：不出满意率，合计里也不算它，可以和下月合在一起调查"))
    })
}

/// What the page of a survey says in place of the tallies of too few answers.
fn withheld_words(record: &Record<'_>) -> Option<&'static str> {
    let valid = record.get("valid").as_int().unwrap_or(0);
    let has_answers = !record.entries("answers").is_empty();
    (has_answers && valid < LEAST_ANSWERS).then_some("有效不足10份，各题票数不在这里显示")
}

fn overall_is_short(record: &Record<'_>, _: &Context<'_>) -> Option<(&'static str, String)> {
    let valid = record.get("valid").as_int().filter(|valid| *valid >= LEAST_ANSWERS)?;
    let Some(counts) = answers_of(record, OVERALL) else {
        return Some(("answers", "没有“总体满意度”一题，出不了满意率".to_owned()));
    };
    let short = valid - counts.iter().sum::<i64>();
    (short > 0).then(|| ("answers", format!("“总体满意度”有 {short} 份没答，满意率按没有满意计")))
}

fn typed_elsewhere(record: &Record<'_>, context: &Context<'_>) -> Option<(&'static str, String)> {
    let department = record.named(record.text("department"))?;
    let typed = typed_rate(&department, record.text("month"), context)?;
    let text =
        format!("科室月考核里已填满意度 {}，院里定的数优先，计分按那里的", percent_text(typed));
    Some(("department", text))
}
