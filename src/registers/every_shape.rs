//! A register with every shape at once, for the tests alone.
//!
//! It stands for what is to come: a meeting with a roll, steps, an agenda, a counter, stages with
//! deadlines, rules, computed fields and facts that look at other records. The laws, the simulation,
//! the fault matrix and the export scopes run over it like over any other register.

use crate::ledger::{Record, RecordId, Value};

use super::engine::{
    Amount, Check, Computed, Context, DUE, EventOf, FactRule, Field, Head, Kind, Length, Period,
    RecordRule, RegisterGroup, RowKeys, STAGE, Schema, Severity, Span, Stage, Subject, When, rows,
};

/// How someone was at the meeting.
const STATES: &[(&str, &str)] = &[("present", "到会"), ("leave", "请假"), ("absent", "缺席")];

/// The head of the register with every shape.
pub static EVERY_SHAPE: Head = Head {
    group: RegisterGroup::Assessment,
    period: Period::Day("held_on"),
    blocks_closing: true,
    archived: true,
    facts: &[
        FactRule::new(
            Subject::Rows("roll"),
            EventOf::Marked { from: "every shape", column: "state", marks: &["present", "absent"] },
            Amount::By(unless_made_up),
        )
        .on("held_on")
        .when(&[When::Filled("reported")]),
        FactRule::new(
            Subject::Rows("roll"),
            EventOf::Known("every shape, hours"),
            Amount::Row("hours", 24),
        ),
        FactRule::new(Subject::Field("chair"), EventOf::Known("every shape, chair"), Amount::One),
    ],
    ..Head::new("every_shape", "样样俱全").owned_by("branch", "branch")
};

/// The schema of the register with every shape.
pub static EVERY_SHAPE_SCHEMA: Schema = Schema {
    about: "只在测试里有的台账。",
    title: &["name", "held_on"],
    columns: &["kind", "roll", "present", STAGE, DUE],
    stages: &[
        Stage::new("planned", "待召开", &[]),
        Stage::new("held", "已召开", &[When::Filled("roll")]).on("held_on"),
        Stage::new("reported", "已上报", &[When::Filled("reported")])
            .on("reported")
            .needs(&["kind"])
            .not_before(Span::after("held_on", Length::Days(1)))
            .due(Span::after("held_on", Length::WorkingDays(5)))
            .severity(Severity::Statutory),
        Stage::new("referred", "转办", &[When::Is("kind", &["referred"])]).optional(),
        Stage::new("closed", "已销号", &[When::Filled("closed")])
            .on("closed")
            .due(Span::after("reported", Length::Months(1)))
            .end(),
    ],
    rules: &[
        RecordRule::fault(
            "chair of a vote",
            Check::Needs(When::Filled("votes.issued"), "chair"),
            "有表决的要写明主持人",
        ),
        RecordRule::fault(
            "until after held",
            Check::Order { earlier: "held_on", later: "until" },
            "结束早于开始",
        ),
        RecordRule::statutory("not to come", Check::NotInFuture("held_on"), "还没有到这一天"),
        RecordRule::statutory(
            "one of a day",
            Check::Unique(&["name", "held_on"]),
            "这一天已有同名的一次",
        ),
        RecordRule::hint(
            "member then",
            Check::WithinMembership { who: "roll", when: "held_on" },
            "有人那天不在支部",
        ),
    ],
    computed: &[
        Computed {
            field: Field::new("present", "到会", Kind::Count(0, 9999, "人")),
            value: present,
        },
        Computed {
            field: Field::new("parts", "补学", Kind::Count(0, 9999, "次")),
            value: part_count,
        },
    ],
    ..Schema::new(
        &EVERY_SHAPE,
        &[
            Field::new("name", "名称", Kind::Text(40)).required().public(),
            Field::new("branch", "支部", Kind::Reference("branch")).required(),
            Field::new("held_on", "日期", Kind::Day).required(),
            Field::new("kind", "类型", Kind::Choice(&[("usual", "一般"), ("referred", "转办")])),
            Field::new("until", "结束", Kind::DayOrMonth),
            Field::new("quarter", "季度", Kind::Quarter),
            Field::new("chair", "主持人", Kind::Reference("member")),
            Field::new("secret", "内情", Kind::Lines(200)).restricted(),
            Field::new("place", "地点", Kind::Text(40)).dated(),
            Field::new("cost", "花费", Kind::Money),
            Field::new(
                "votes",
                "表决",
                Kind::Columns(&[
                    Field::new("issued", "发出", Kind::Count(0, 9999, "")).required(),
                    Field::new("received", "收回", Kind::Count(0, 9999, "")),
                ]),
            ),
            Field::new(
                "roll",
                "点名",
                Kind::Columns(&[
                    Field::new("state", "到会", Kind::Choice(STATES)).required(),
                    Field::new("hours", "学时", Kind::Count(1, 24, "时")),
                    Field::new("note", "说明", Kind::Text(60)),
                ]),
            )
            .rows_of("member"),
            Field::new("marks", "评分", Kind::Points(0, 1000)).rows_of("department"),
            Field::new(
                "steps",
                "步骤",
                Kind::Columns(&[
                    Field::new("on", "日期", Kind::Day).required(),
                    Field::new("note", "说明", Kind::Text(60)),
                ]),
            )
            .rows(RowKeys::Steps(&[
                ("call", "通知"),
                ("meet", "开会"),
                ("tell", "公布"),
            ])),
            Field::new(
                "agenda",
                "议程",
                Kind::Columns(&[
                    Field::new("what", "事项", Kind::Text(60)).required(),
                    Field::new("minutes", "用时", Kind::Count(1, 600, "分钟")),
                ]),
            )
            .rows(RowKeys::Created),
            Field::new(
                "counter",
                "计数",
                Kind::Columns(&[
                    Field::new("pressure", "测血压", Kind::Count(0, 99_999, "人")),
                    Field::new("advice", "咨询", Kind::Count(0, 99_999, "人")),
                ]),
            )
            .rows(RowKeys::Writer),
            Field::new("reported", "上报日期", Kind::Day),
            Field::new("closed", "销号日期", Kind::Day),
        ],
    )
};

/// How many were present.
fn present(record: &Record<'_>, _: &Context<'_>) -> Value {
    let Some(roll) = EVERY_SHAPE_SCHEMA.field("roll") else { return Value::Null };
    let rows = rows::rows(roll, record).into_iter();
    let present =
        rows.filter(|(_, row)| rows::column(roll, row, "state").as_text() == Some("present"));
    i64::try_from(present.count()).map_or(Value::Null, Value::Int)
}

/// How many records belong to it.
fn part_count(record: &Record<'_>, context: &Context<'_>) -> Value {
    let parts = context.children("every_shape_part", record.id()).count();
    i64::try_from(parts).map_or(Value::Null, Value::Int)
}

/// Once, unless the absence was made up for.
fn unless_made_up(record: &Record<'_>, subject: &RecordId, context: &Context<'_>) -> Option<i64> {
    let made_up = context
        .children("every_shape_part", record.id())
        .any(|part| part.text("who") == subject.as_str() && !part.get("done_on").is_null());
    (!made_up).then_some(1)
}
