//! Leave that is known beforehand (请假报备): marked in rolls before they are called.

use super::engine::{Check, Display, Field, Head, Kind, Period, RecordRule, RegisterGroup, Schema};
use super::meeting::DUTY_REASONS;

/// The register of leave that is known beforehand.
pub static LEAVE_NOTICE: Head = Head {
    group: RegisterGroup::Activity,
    period: Period::Day("from"),
    ..Head::new("leave_notice", "请假报备").owned_by("member", "member")
};

/// The schema of leave.
pub static LEAVE_NOTICE_SCHEMA: Schema = Schema {
    about: "已经知道的请假、值班、外派；点名时先标好，不用再问。",
    title: &["member", "from"],
    columns: &["kind", "until", "remark"],
    rules: &[RecordRule::fault(
        "until after from",
        Check::Order { earlier: "from", later: "until" },
        "结束早于开始",
    )],
    display: Display { new: "登记请假", ..Display::USUAL },
    ..Schema::new(
        &LEAVE_NOTICE,
        &[
            Field::new("member", "党员", Kind::Reference("member")).required(),
            Field::new(
                "kind",
                "类型",
                Kind::Choice(&[("leave", "请假"), ("on_duty", "因公"), ("exempt", "经批准免到")]),
            )
            .required(),
            Field::new("reason", "因公事由", Kind::Choice(DUTY_REASONS)),
            Field::new("from", "开始日期", Kind::Day).required(),
            Field::new("until", "结束日期", Kind::Day).help("一天的不填"),
            Field::new("remark", "说明", Kind::Text(60)),
            Field::new("approved_by", "批准人", Kind::Text(40)),
        ],
    )
};
