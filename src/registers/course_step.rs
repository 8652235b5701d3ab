//! Steps that the hospital adds to the development of Party members (本院增加的环节).

use super::course_order::comes_before;
use super::course_template::{COURSE_STEPS, CourseEvent};
use super::engine::{
    Check, Context, Display, Field, Head, Kind, RecordRule, RegisterGroup, Schema, value_at,
};
use crate::ledger::Record;

/// The register of steps that the hospital adds.
pub static COURSE_STEP: Head = Head {
    unit: "个",
    group: RegisterGroup::People,
    ..Head::new("course_step", "发展党员增加的环节")
};

/// The schema of steps that the hospital adds.
pub static COURSE_STEP_SCHEMA: Schema = Schema {
    about: "25 步以外本院另外要求的环节和材料，例如转正前公示。法定的环节不能减，只能加。",
    columns: &["after", "days", "basis"],
    rules: &[RecordRule::fault("before what follows", Check::By(in_no_place), "")],
    display: Display { new: "增加环节", ..Display::USUAL },
    ..Schema::new(
        &COURSE_STEP,
        &[
            Field::new("name", "名称", Kind::Text(30)).required(),
            Field::new("after", "在哪一步之后", Kind::Choice(COURSE_STEPS)).required(),
            Field::new("before", "在哪一步之前", Kind::Choice(COURSE_STEPS)).help("可以不选"),
            Field::new("days", "几天内", Kind::Count(1, 366, "天")).help("从前一步的日期算起"),
            Field::new("materials", "材料", Kind::Lines(300)).help("一行一种"),
            Field::new("basis", "依据", Kind::Text(120)),
            Field::new("retired", "停用", Kind::YesNo).help("停用以后只在已经登记过的人那里显示"),
        ],
    )
};

/// The steps after and before which a step of the hospital comes.
pub(super) fn place_of(record: &Record<'_>) -> (Option<CourseEvent>, Option<CourseEvent>) {
    let of = |field: &str| CourseEvent::of_step(value_at(record, field).as_text().unwrap_or(""));
    (of("after"), of("before"))
}

/// What comes before the step that it comes after, or is that step.
fn in_no_place(record: &Record<'_>, _: &Context<'_>) -> Option<(&'static str, String)> {
    let (after, before) = place_of(record);
    let (after, before) = (after?, before?);
    let is_wrong = after == before || comes_before(before, after);
    is_wrong.then(|| ("before", format!("“{}”不在“{}”之后", before.label(), after.label())))
}
