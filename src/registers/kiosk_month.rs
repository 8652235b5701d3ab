//! What patients answered at the kiosk in a month (病人评价医生): counts for a department or a doctor.
//!
//! There is no record of an answer. Counts come in lots of at least [`LEAST_ANSWERS`], each a row that never
//! changes, so that no sum of rows, and no difference of two, is that of fewer answers. Two tablets write rows
//! of their own, and what is shown is the sum. Comments stand beside them, by week and in an order of chance.

use crate::ledger::{Record, Value};

use super::engine::{
    Check, Computed, Context, Display, Field, Head, Kind, NaturalKey, Period, RecordRule,
    RegisterGroup, RowKeys, Schema, percent_text, rows,
};
use super::satisfaction::{LEAST_ANSWERS, Satisfied};

/// The answers, from the best to the worst (the five grades of domain.md §2.12).
pub const KIOSK_ANSWERS: &[(&str, &str)] = &[
    ("very_good", "很满意"),
    ("good", "满意"),
    ("fair", "一般"),
    ("bad", "不满意"),
    ("very_bad", "很不满意"),
];

/// What an answer may be about (domain.md §2.12).
pub const KIOSK_REASONS: &[(&str, &str)] = &[
    ("attitude", "服务态度"),
    ("explaining", "讲解病情"),
    ("skill", "技术水平"),
    ("integrity", "廉洁行医"),
    ("waiting", "等候时间"),
    ("fees", "收费透明"),
    ("environment", "就诊环境"),
    ("medication", "用药指导"),
];

/// How many reasons an answer has at most.
pub const MOST_REASONS: usize = 3;

/// The table of counts: a row for each lot.
pub const KIOSK_COUNTS: &str = "counts";

/// The table of comments: a row for each, whose key is drawn. They come with lots alone.
pub const KIOSK_COMMENTS: &str = "comments";

/// How many characters a comment has at most.
pub const LONGEST_KIOSK_COMMENT: usize = 100;

/// Answers that were too few for a lot when their month was over: their number alone.
pub const KIOSK_FEW: &str = "few";

/// Answers that came in a burst: their number alone.
pub const KIOSK_BURSTS: &str = "bursts";

/// The most that a row counts.
const MOST: i64 = 999_999;

/// The register of what was answered: one record a month, department and doctor.
pub static KIOSK_MONTH: Head = Head {
    group: RegisterGroup::Voice,
    key: NaturalKey::OptionalFirst(&["doctor", "department", "month"]),
    period: Period::Month("month"),
    ..Head::new("kiosk_month", "病人评价").owned_by("department", "department")
};

/// The schema of what was answered.
pub static KIOSK_MONTH_SCHEMA: Schema = Schema {
    about: "病人在平板上的评价，按医生或科室逐月汇总。没有单份答卷，够 10 份才汇入；不够的只记份数，不出分。想说的话只知道是哪一周的，不知道是谁、哪一份、什么先后。",
    title: &["department", "doctor", "month"],
    columns: &["answers", "rate"],
    rules: &[RecordRule::fault("lots of ten", Check::By(too_few), "")],
    computed: &[
        Computed {
            field: Field::new("answers", "评价份数", Kind::Count(0, MOST, "份")),
            value: |record, _| {
                Some(answer_count(record)).filter(|all| *all > 0).map_or(Value::Null, Value::from)
            },
        },
        Computed { field: Field::new("rate", "满意率", Kind::Text(20)), value: rate_value },
    ],
    display: Display {
        new: "交给病人评价",
        made_by: "hand-over",
        summed_by: &["results"],
        ..Display::USUAL
    },
    ..Schema::new(
        &KIOSK_MONTH,
        &[
            Field::new("department", "科室", Kind::Reference("department")).required(),
            Field::new("doctor", "医生", Kind::Reference("member")).help("不选的是整个科室"),
            Field::new("month", "月份", Kind::Month).required(),
            Field::new(KIOSK_COUNTS, "评价", Kind::Columns(COLUMNS)).rows(RowKeys::Writer).apart(),
            Field::new(
                KIOSK_COMMENTS,
                "想说的话",
                Kind::Columns(&[
                    Field::new("text", "内容", Kind::Text(LONGEST_KIOSK_COMMENT)).required(),
                    Field::new("week", "哪一周（星期一）", Kind::Day),
                ]),
            )
            .rows(RowKeys::Created)
            .apart(),
            Field::new("note", "备注", Kind::Lines(300)),
        ],
    )
};

const fn count(name: &'static str, label: &'static str) -> Field {
    Field::new(name, label, Kind::Count(0, MOST, "份"))
}

const COLUMNS: &[Field] = &[
    count(KIOSK_ANSWERS[0].0, KIOSK_ANSWERS[0].1),
    count(KIOSK_ANSWERS[1].0, KIOSK_ANSWERS[1].1),
    count(KIOSK_ANSWERS[2].0, KIOSK_ANSWERS[2].1),
    count(KIOSK_ANSWERS[3].0, KIOSK_ANSWERS[3].1),
    count(KIOSK_ANSWERS[4].0, KIOSK_ANSWERS[4].1),
    count(KIOSK_REASONS[0].0, KIOSK_REASONS[0].1),
    count(KIOSK_REASONS[1].0, KIOSK_REASONS[1].1),
    count(KIOSK_REASONS[2].0, KIOSK_REASONS[2].1),
    count(KIOSK_REASONS[3].0, KIOSK_REASONS[3].1),
    count(KIOSK_REASONS[4].0, KIOSK_REASONS[4].1),
    count(KIOSK_REASONS[5].0, KIOSK_REASONS[5].1),
    count(KIOSK_REASONS[6].0, KIOSK_REASONS[6].1),
    count(KIOSK_REASONS[7].0, KIOSK_REASONS[7].1),
    count(KIOSK_FEW, "不足10份未计"),
    count(KIOSK_BURSTS, "短时间多份未计"),
];

/// What all lots of a record count in a column.
pub fn kiosk_sum(record: &Record<'_>, column: &str) -> i64 {
    KIOSK_MONTH_SCHEMA.field(KIOSK_COUNTS).map_or(0, |field| rows::sum(field, record, column))
}

/// How many answers a record has with what they say.
fn answer_count(record: &Record<'_>) -> i64 {
    KIOSK_ANSWERS.iter().map(|(name, _)| kiosk_sum(record, name)).sum()
}

/// 满意率 =（很满意＋满意）/有效份数 (domain.md §2.12), in words: 92.3%; `None` of fewer answers than
/// [`LEAST_ANSWERS`]. `counts` are those of [`KIOSK_ANSWERS`].
pub fn satisfaction_rate(counts: &[i64]) -> Option<String> {
    let satisfied = Satisfied { amount: counts.iter().take(2).sum(), of: counts.iter().sum() };
    satisfied.rate().map(percent_text)
}

fn rate_value(record: &Record<'_>, _: &Context<'_>) -> Value {
    let counts: Vec<i64> = KIOSK_ANSWERS.iter().map(|(name, _)| kiosk_sum(record, name)).collect();
    satisfaction_rate(&counts).map_or(Value::Null, Value::from)
}

/// A row of some answers, but of fewer than a lot has: no kiosk wrote it.
fn too_few(record: &Record<'_>, _: &Context<'_>) -> Option<(&'static str, String)> {
    let field = KIOSK_MONTH_SCHEMA.field(KIOSK_COUNTS)?;
    let is_too_few = rows::rows(field, record).iter().any(|(_, row)| {
        let of = |(name, _): &(&str, &str)| rows::column(field, row, name).as_int().unwrap_or(0);
        (1..LEAST_ANSWERS).contains(&KIOSK_ANSWERS.iter().map(of).sum::<i64>())
    });
    is_too_few.then(|| (KIOSK_COUNTS, "有一批评价不足10份，会看出是谁评的，不能汇入".to_owned()))
}
