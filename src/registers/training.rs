//! Study beside the branch's own meetings (学时登记): training, courses, study on the net.

use crate::ledger::{Record, Value};

use super::engine::{
    Check, Computed, Context, Display, Field, Head, Kind, Period, RecordRule, RegisterGroup, Schema,
};
use super::study_rule::StudyRule;

/// The forms of study (domain.md §3).
pub const TRAINING_FORMS: &[(&str, &str)] = &[
    ("central", "集中培训"),
    ("away", "外出培训"),
    ("online", "线上学习"),
    ("self_study", "个人自学"),
    ("other", "其他"),
];

/// The units in which study is written down.
pub const TRAINING_UNITS: &[(&str, &str)] =
    &[("day", "天"), ("half_day", "半天"), ("hour", "小时")];

/// The register of study hours.
pub static TRAINING: Head = Head {
    unit: "次",
    group: RegisterGroup::Activity,
    period: Period::Day("day"),
    ..Head::new("training", "学时登记").owned_by("branch", "branch")
};

/// The schema of study hours.
pub static TRAINING_SCHEMA: Schema = Schema {
    about: "集中培训、外出培训、线上学习等；会议和党课的学时从点名里来，不用在这里再记。",
    title: &["subject", "day"],
    columns: &["branch", "form", "hours", "who"],
    rules: &[
        RecordRule::hint("not to come", Check::NotInFuture("day"), "日期还没有到，先不计学时"),
        RecordRule::hint(
            "member then",
            Check::WithinMembership { who: "who", when: "day" },
            "有人那天不在册，请核对",
        ),
        RecordRule::hint(
            "one of a day",
            Check::Unique(&["subject", "branch", "day"]),
            "这一天已登记过同样的一次",
        ),
    ],
    computed: &[Computed {
        field: Field::new("hours", "每人学时", Kind::Tenths(0, 99_990, "学时")),
        value: hours_value,
    }],
    display: Display { new: "登记学时", ..Display::USUAL },
    ..Schema::new(
        &TRAINING,
        &[
            Field::new("subject", "主题", Kind::Text(120)).required(),
            Field::new("form", "形式", Kind::Choice(TRAINING_FORMS)).required(),
            Field::new("branch", "支部", Kind::Reference("branch")),
            Field::new("day", "日期", Kind::Day).required(),
            Field::new("amount", "数量", Kind::Tenths(1, 9990, "")).required(),
            Field::new("unit", "单位", Kind::Choice(TRAINING_UNITS)).required(),
            Field::new("who", "参加党员", Kind::Choice(&[("took_part", "参加")]))
                .rows_of("member")
                .required(),
            Field::new("organizer", "举办单位", Kind::Text(60)),
            Field::new("material", "材料存放", Kind::Text(120)),
        ],
    )
};

/// The hours that a training counts for each who took part, in tenths, by the conversion in force.
pub fn training_tenths(record: &Record<'_>, rule: &StudyRule) -> Option<i64> {
    let amount = record.get("amount").as_int()?;
    let each = match record.text("unit") {
        "day" => rule.day_hours,
        "half_day" => rule.half_day_hours,
        _ => 1,
    };
    amount.checked_mul(each)
}

fn hours_value(record: &Record<'_>, context: &Context<'_>) -> Value {
    let rule = StudyRule::of(context);
    training_tenths(record, &rule).map_or(Value::Null, Value::Int)
}
