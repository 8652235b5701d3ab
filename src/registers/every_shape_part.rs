//! A register whose records belong to those of the register with every shape, for the tests alone.

use super::engine::{Field, Head, Kind, RegisterGroup, Schema};

/// The head of the register whose records belong to those of [`EVERY_SHAPE`].
pub static EVERY_SHAPE_PART: Head = Head {
    group: RegisterGroup::Assessment,
    blocks_closing: true,
    ..Head::new("every_shape_part", "补学").owned_by("of", "every_shape")
};

/// The schema of the register whose records belong to those of [`EVERY_SHAPE`].
pub static EVERY_SHAPE_PART_SCHEMA: Schema = Schema {
    about: "只在测试里有的台账，附在另一本的记录下面。",
    title: &["who", "done_on"],
    columns: &["of", "who", "done_on"],
    ..Schema::new(
        &EVERY_SHAPE_PART,
        &[
            Field::new("of", "哪一次", Kind::Reference("every_shape")).required(),
            Field::new("who", "党员", Kind::Reference("member")),
            Field::new("done_on", "补学日期", Kind::Day),
            Field::new("words", "体会", Kind::Lines(200)),
        ],
    )
};
