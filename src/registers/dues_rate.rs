//! Rates of membership dues (党费标准), by version: the whole sum is charged at the rate of its step.

use crate::ledger::{Month, Record, Value};
use crate::ordered;

use super::engine::{
    Check, Context, Display, Field, Head, Kind, NaturalKey, RecordRule, RegisterGroup, RowKeys,
    Schema, rows,
};

/// By which table a member pays.
pub const DUES_KINDS: &[(&str, &str)] =
    &[("working", "在职"), ("retired", "离退休"), ("fixed", "学生、下岗、低保（定额）")];

/// To what the dues of a month are rounded, half upwards.
pub const DUES_ROUNDINGS: &[(&str, &str)] = &[("fen", "到分"), ("jiao", "到角"), ("yuan", "到元")];

/// The register of rates: one record a version, by the month from which it is in force.
pub static DUES_RATE: Head = Head {
    unit: "版",
    group: RegisterGroup::Dues,
    key: NaturalKey::Fields(&["from"]),
    ..Head::new("dues_rate", "党费标准")
};

/// The schema of rates.
pub static DUES_RATE_SCHEMA: Schema = Schema {
    about: "交纳比例有新规定时加一版，以前月份仍按当时的算。没有登记的按现行规定：3000元以下0.5%，3000—5000元1%，5000—10000元1.5%，10000元以上2%；离退休5000元以下0.5%，以上1%。",
    title: &["from"],
    columns: &["basis"],
    rules: &[
        RecordRule::fault("a first step", Check::By(lacks_first_step), ""),
        RecordRule::fault("steps differ", Check::By(repeats_step), ""),
    ],
    display: Display { new: "新增一版", ..Display::USUAL },
    ..Schema::new(
        &DUES_RATE,
        &[
            Field::new("from", "自哪个月起", Kind::Month).required(),
            steps("working", "在职（月基数，税后）"),
            steps("retired", "离退休"),
            Field::new("fixed", "定额（元）", Kind::Money).help("默认 0.20"),
            Field::new("rounding", "取整", Kind::Choice(DUES_ROUNDINGS)).help("默认到分，四舍五入"),
            Field::new("basis", "依据", Kind::Text(120)),
        ],
    )
};

/// The columns of a table of steps.
const STEP: &[Field] = &[
    Field::new("over", "高于（元）", Kind::Money).required(),
    Field::new("rate", "交纳比例（%）", Kind::Percent).required(),
];

/// A table of steps: above which base which share of the whole base is due.
const fn steps(name: &'static str, label: &'static str) -> Field {
    Field::new(name, label, Kind::Columns(STEP))
        .rows(RowKeys::Created)
        .help("整笔按所在档；第一档高于 0")
}

/// A step: above so many fen of base, so many tenths of a percent of the whole base.
pub type DuesStep = (i64, i64);

/// The rates in force in a month.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DuesRate {
    /// The steps of those who work, by base.
    pub working: Vec<DuesStep>,
    /// The steps of the retired.
    pub retired: Vec<DuesStep>,
    /// What those pay who pay a fixed sum, in fen.
    pub fixed: i64,
    /// To so many fen it is rounded, half upwards.
    pub unit: i64,
}

impl DuesRate {
    /// The usual rates (domain.md §2.6).
    pub fn usual() -> Self {
        Self {
            working: vec![(0, 5), (300_000, 10), (500_000, 15), (1_000_000, 20)],
            retired: vec![(0, 5), (500_000, 10)],
            fixed: 20,
            unit: 1,
        }
    }

    /// The rates in force in a month: those of the newest version that had begun.
    pub fn of(context: &Context<'_>, month: Month) -> Self {
        let begun = context.records(DUES_RATE.name).filter_map(|record| {
            let from: Month = record.text("from").parse().ok()?;
            (from <= month).then_some((from, record))
        });
        let newest = begun.max_by_key(|(from, record)| (*from, record.id().clone()));
        newest.map_or_else(Self::usual, |(_, record)| Self::read(&record))
    }

    fn read(record: &Record<'_>) -> Self {
        let usual = Self::usual();
        let of = |field: &str, usual: Vec<DuesStep>| {
            let found = steps_of(record, field);
            if found.is_empty() { usual } else { found }
        };
        Self {
            working: of("working", usual.working),
            retired: of("retired", usual.retired),
            fixed: record.get("fixed").as_int().unwrap_or(usual.fixed),
            unit: match record.text("rounding") {
                "jiao" => 10,
                "yuan" => 100,
                _ => usual.unit,
            },
        }
    }

    /// The rate of a base by a table of [`DUES_KINDS`], in tenths of a percent; `None` where a fixed sum is due.
    pub fn rate(&self, kind: &str, base: i64) -> Option<i64> {
        let steps = match kind {
            "fixed" => return None,
            "retired" => &self.retired,
            _ => &self.working,
        };
        let reached = steps.iter().rev().find(|(over, _)| base > *over);
        reached.or(steps.first()).map(|(_, rate)| *rate)
    }

    /// What is due of a base in a month, in fen: the whole base at the rate of its step.
    pub fn due(&self, kind: &str, base: i64) -> i64 {
        let Some(rate) = self.rate(kind, base) else { return self.fixed };
        let thousand = 1000 * self.unit;
        (base * rate * 2 + thousand) / (thousand * 2) * self.unit
    }
}

/// The steps of a table, by base.
fn steps_of(record: &Record<'_>, name: &str) -> Vec<DuesStep> {
    let Some(field) = DUES_RATE_SCHEMA.field(name) else { return Vec::new() };
    let number = |row: &Value, column: &str| rows::column(field, row, column).as_int();
    let all = rows::rows(field, record).into_iter();
    let mut steps: Vec<DuesStep> =
        all.filter_map(|(_, row)| Some((number(row, "over")?, number(row, "rate")?))).collect();
    ordered::sort(&mut steps);
    steps
}

const TABLES: [(&str, &str); 2] = [("working", "在职"), ("retired", "离退休")];

fn lacks_first_step(record: &Record<'_>, _: &Context<'_>) -> Option<(&'static str, String)> {
    TABLES.into_iter().find_map(|(table, word)| {
        let over = steps_of(record, table).first()?.0;
        (over > 0).then(|| (table, format!("{word}的第一档应从高于 0 元起")))
    })
}

fn repeats_step(record: &Record<'_>, _: &Context<'_>) -> Option<(&'static str, String)> {
    TABLES.into_iter().find_map(|(table, word)| {
        let steps = steps_of(record, table);
        let is_twice = steps.windows(2).any(|pair| pair[0].0 == pair[1].0);
        is_twice.then(|| (table, format!("{word}有两档的起点相同")))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_whole_base_is_charged_at_the_rate_of_its_step() {
        let rate = DuesRate::usual();
        // Both sides of every step (practice.md (f)), in fen.
        for (kind, base, due) in [
            ("working", 0, 0),
            ("working", 300_000, 1_500),
            ("working", 300_001, 3_000),
            ("working", 320_000, 3_200),
            ("working", 500_000, 5_000),
            ("working", 500_001, 7_500),
            ("working", 1_000_000, 15_000),
            ("working", 1_000_001, 20_000),
            ("working", 1_150_000, 23_000),
            ("retired", 500_000, 2_500),
            ("retired", 500_001, 5_000),
            ("fixed", 999_999, 20),
        ] {
            assert_eq!(rate.due(kind, base), due, "{kind} {base}");
        }
    }

    #[test]
    fn half_of_a_unit_is_rounded_upwards() {
        let to = |unit| DuesRate { unit, ..DuesRate::usual() };
        // 3333.30 yuan at 1 percent are 33.333 yuan.
        let due = |unit| to(unit).due("working", 333_330);
        assert_eq!((due(1), due(10), due(100)), (3_333, 3_330, 3_300));
        assert_eq!(to(100).due("working", 335_000), 3_400);
        assert_eq!(to(1).due("working", 100), 1);
    }
}
