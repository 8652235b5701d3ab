//! What membership dues are computed from (党费核定): a base a member and year. Parts of a salary are kept
//! nowhere.

use crate::ledger::{Record, RecordId};

use super::dues_rate::DUES_KINDS;
use super::engine::{
    Check, Context, Display, Field, Head, Kind, NaturalKey, Period, RecordRule, RegisterGroup,
    Schema, When,
};

/// The register of bases: one a member and year.
pub static DUES_BASE: Head = Head {
    group: RegisterGroup::Dues,
    key: NaturalKey::Fields(&["member", "year"]),
    period: Period::Year("year"),
    ..Head::new("dues_base", "党费核定").owned_by("member", "member")
};

/// The schema of bases.
pub static DUES_BASE_SCHEMA: Schema = Schema {
    about: "年初核定每名党员的月交纳基数，年内一般不变；只记核定的基数，不记工资各项。",
    title: &["member", "year"],
    columns: &["kind", "base"],
    // A hint alone, as a part that goes out has no bases.
    rules: &[RecordRule::hint(
        "a base to compute from",
        Check::Needs(When::IsNot("kind", &["fixed"]), "base"),
        "请填月交纳基数",
    )],
    display: Display { new: "核定一名", ..Display::USUAL },
    ..Schema::new(
        &DUES_BASE,
        &[
            Field::new("member", "党员", Kind::Reference("member")).required(),
            Field::new("year", "年度", Kind::Count(2000, 9000, "年")).required(),
            Field::new("kind", "类别", Kind::Choice(DUES_KINDS)).restricted().help("不选的按在职"),
            Field::new("base", "月交纳基数（元）", Kind::Money)
                .restricted()
                .also(&["党费基数", "基数"]),
            Field::new("note", "说明", Kind::Lines(200)),
        ],
    )
};

/// The base of a member in a year: by which table, and how much in fen; `None` where none is set.
pub fn dues_base(context: &Context<'_>, member: &RecordId, year: i32) -> Option<(String, i64)> {
    let id = DUES_BASE.id(&[member.as_str(), &year.to_string()]);
    let record = context.record(&id).filter(Record::is_live)?;
    let kind = match record.text("kind") {
        "" => "working",
        kind => kind,
    };
    let base = record.get("base").as_int();
    (kind == "fixed" || base.is_some()).then(|| (kind.to_owned(), base.unwrap_or(0)))
}
