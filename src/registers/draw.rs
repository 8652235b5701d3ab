//! Draws (抽取): who is called back, inspected or visited, drawn so that anybody can draw the same.
//!
//! The list and its number come first: its code is announced before the seed is known ([`Sampling`]). A draw
//! is voided with a reason, and never drawn again under its number.

use crate::ledger::{Record, Value};

use super::engine::{
    Check, Computed, Context, Display, Field, Head, Kind, NaturalKey, Period, RecordRule,
    RegisterGroup, STAGE, Schema, Stage, When,
};
use super::sampling::{SEED_LEAST, Sampling, code_words, pool_of};

/// What is drawn for.
pub const DRAW_PURPOSES: &[(&str, &str)] = &[
    ("callback", "回访"),
    ("inspection", "飞检"),
    ("round", "党建查房"),
    ("spot_check", "抽查"),
    ("other", "其他"),
];

/// The register of draws.
pub static DRAW: Head = Head {
    unit: "次",
    group: RegisterGroup::Voice,
    key: NaturalKey::Fields(&["number"]),
    period: Period::Day("drawn_on"),
    ..Head::new("draw", "抽取记录")
};

/// The schema of draws.
pub static DRAW_SCHEMA: Schema = Schema {
    about: "回访、飞检、查房抽哪些，用可以重算的办法抽：先定名单并公布名单码，再由两人给出种子。抽错了写明原因作废，另编一号重抽。",
    title: &["number", "purpose", "drawn_on"],
    columns: &["places", "code", STAGE],
    stages: &[
        Stage::new("listed", "名单已定", &[]),
        Stage::new("drawn", "已抽取", &SEEDED).end(),
        Stage::new("voided", "已作废", &[When::Filled("voided_why")]).end(),
    ],
    frozen: &SEEDED,
    open: &["voided_why", "note"],
    rules: &[
        RecordRule::hint("to come", Check::NotInFuture("drawn_on"), "日期还没有到"),
        RecordRule::fault("each once", Check::By(listed_twice), ""),
        RecordRule::fault(
            "announced before the seed",
            Check::Needs(When::Filled("seed_one"), "announced"),
            "先公布名单码，再填种子",
        ),
        RecordRule::fault("as announced", Check::By(not_as_announced), ""),
        RecordRule::fault(
            "seed of two",
            Check::Needs(When::Filled("seed_one"), "seed_two"),
            "种子要由两人各给一半",
        ),
        RecordRule::hint("seed long enough", Check::By(short_seed), ""),
        RecordRule::hint("by two people", Check::By(same_people), ""),
    ],
    computed: &[
        Computed { field: Field::new("code", "名单码", Kind::Text(40)), value: code_value },
        Computed {
            field: Field::new("drawn", "抽中", Kind::Lines(4000)).restricted(),
            value: drawn_value,
        },
    ],
    display: Display {
        new: "新增抽取", summed_by: &["slip"], shown_by: "slip", ..Display::USUAL
    },
    ..Schema::new(
        &DRAW,
        &[
            Field::new("number", "编号", Kind::Text(30))
                .required()
                .identifier()
                .help("一次一个号，不重复用，如 2026-11-1"),
            Field::new("purpose", "用途", Kind::Choice(DRAW_PURPOSES)).required(),
            Field::new("drawn_on", "日期", Kind::Day).required(),
            Field::new("pool", "名单", Kind::Lines(60_000))
                .restricted()
                .help("一行一个；患者写编号，不写姓名和电话"),
            Field::new("places", "抽几个", Kind::Count(1, 999, "个")).required(),
            Field::new("announced", "公布的名单码", Kind::Text(40))
                .help("保存名单后，把名单码当众抄下来填在这里"),
            Field::new("seed_one", "第一人的种子", Kind::Text(60))
                .help("当众掷8次骰子的点数，如 41635216"),
            Field::new("seed_one_by", "第一人", Kind::Text(40)),
            Field::new("seed_two", "第二人的种子", Kind::Text(60)).help("另一人再掷8次"),
            Field::new("seed_two_by", "第二人", Kind::Text(40)),
            Field::new("voided_why", "作废原因", Kind::Lines(200)),
            Field::new("note", "备注", Kind::Lines(300)),
        ],
    )
};

/// Both parts of the seed are there.
const SEEDED: [When; 3] =
    [When::Filled("announced"), When::Filled("seed_one"), When::Filled("seed_two")];

/// What a draw draws from; with an empty seed until there is one.
pub fn sampling_of(record: &Record<'_>) -> Sampling {
    let seed = [record.text("seed_one"), record.text("seed_two")];
    Sampling::new(record.text("number"), pool_of(record.text("pool")), seed)
}

/// The entries that were drawn, each with its number in the list, in the order of drawing.
///
/// None before the seed is there, where the draw is voided, or where the list is not the one that was
/// announced.
pub fn drawn_of(record: &Record<'_>) -> Vec<(usize, String)> {
    let is_seeded = SEEDED.iter().all(|part| part.holds(record));
    if !is_seeded || !record.text("voided_why").is_empty() || !is_as_announced(record) {
        return Vec::new();
    }
    let places = usize::try_from(record.get("places").as_int().unwrap_or(0)).unwrap_or(0);
    let sampling = sampling_of(record);
    let named = |pick: usize| Some((pick + 1, sampling.pool().get(pick)?.clone()));
    sampling.picks(places).into_iter().filter_map(named).collect()
}

/// Whether the code of the list is the one that was announced, however it is spaced.
fn is_as_announced(record: &Record<'_>) -> bool {
    let digits = |text: &str| text.split_whitespace().collect::<String>().to_ascii_lowercase();
    let code = code_words(&pool_of(record.text("pool")));
    digits(record.text("announced")) == digits(&code)
}

fn code_value(record: &Record<'_>, _: &Context<'_>) -> Value {
    match record.text("pool") {
        "" => Value::Null,
        pool => Value::from(code_words(&pool_of(pool))),
    }
}

fn drawn_value(record: &Record<'_>, _: &Context<'_>) -> Value {
    let lines = drawn_of(record).into_iter().map(|(number, entry)| format!("{number}　{entry}"));
    let lines = lines.collect::<Vec<_>>().join("\n");
    if lines.is_empty() { Value::Null } else { Value::from(lines) }
}

fn listed_twice(record: &Record<'_>, _: &Context<'_>) -> Option<(&'static str, String)> {
    let pool = pool_of(record.text("pool"));
    let twice = pool.windows(2).find_map(|pair| (pair[0] == pair[1]).then(|| pair[0].clone()))?;
    Some(("pool", format!("名单里“{twice}”有两行，抽中的机会就多一倍，请去掉一行")))
}

fn not_as_announced(record: &Record<'_>, _: &Context<'_>) -> Option<(&'static str, String)> {
    let is_announced = !record.text("announced").is_empty();
    // A part that went out without its list cannot be compared.
    let has_list = !record.text("pool").is_empty();
    (is_announced && has_list && !is_as_announced(record))
        .then(|| ("announced", "与现在的名单码不一样：名单改过，或者抄错了".to_owned()))
}

fn short_seed(record: &Record<'_>, _: &Context<'_>) -> Option<(&'static str, String)> {
    let length = |field: &str| record.text(field).chars().filter(|c| !c.is_whitespace()).count();
    let (one, two) = (length("seed_one"), length("seed_two"));
    (one > 0 && two > 0 && one + two < SEED_LEAST)
        .then(|| ("seed_two", format!("种子太短容易被凑，两人合起来至少 {SEED_LEAST} 位")))
}

fn same_people(record: &Record<'_>, _: &Context<'_>) -> Option<(&'static str, String)> {
    let (one, two) = (record.text("seed_one_by"), record.text("seed_two_by"));
    (!one.is_empty() && one == two).then(|| ("seed_two_by", "种子要由两个人给".to_owned()))
}
