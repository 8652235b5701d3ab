//! 回访: how many were reached in a month, and what they said, as far as it may be told.

use std::collections::BTreeMap;

use crate::ledger::{Month, Record};
use crate::registers::{CALLBACK, Context, Satisfied, SurveyRate, WITHHELD, name_of};
use crate::reports::{Column, Table, Width};

use super::small_numbers::pooled;

/// The call-backs of a month.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CallbackRates {
    /// A line for each department.
    pub lines: Vec<CallbackLine>,
    /// All of them.
    pub total: CallbackLine,
    /// How many departments' answers are in no total, as they could be found by subtraction.
    pub left_out: usize,
}

/// The call-backs of a department.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CallbackLine {
    /// What the department is called.
    pub name: String,
    /// How many there are.
    pub all: i64,
    /// How many were reached.
    pub reached: i64,
    /// How many were not after all attempts.
    pub unreached: i64,
    /// How many refused, or had another number.
    pub others: i64,
    /// How many still wait.
    pub waiting: i64,
    /// The share of those reached who are satisfied.
    pub rate: SurveyRate,
}

impl Default for CallbackLine {
    fn default() -> Self {
        Self {
            name: String::new(),
            all: 0,
            reached: 0,
            unreached: 0,
            others: 0,
            waiting: 0,
            rate: SurveyRate::Unknown,
        }
    }
}

impl CallbackLine {
    fn count(&mut self, record: &Record<'_>) {
        self.all += 1;
        match record.text("outcome") {
            "" => self.waiting += 1,
            "reached" => self.reached += 1,
            "unreached" => self.unreached += 1,
            _ => self.others += 1,
        }
    }
}

/// A share, where there are answers enough.
fn rate_of(satisfied: Satisfied) -> SurveyRate {
    match (satisfied.of, satisfied.rate()) {
        (0, _) => SurveyRate::Unknown,
        (_, None) => SurveyRate::Withheld,
        (_, Some(_)) => SurveyRate::Published(satisfied),
    }
}

impl CallbackRates {
    /// The call-backs of a month, of all branches.
    pub fn of(context: &Context<'_>, month: Month) -> Self {
        let of_month = month.to_string();
        let mut departments: BTreeMap<&str, (CallbackLine, Satisfied)> = BTreeMap::new();
        let mut total = CallbackLine { name: "合计".to_owned(), ..CallbackLine::default() };
        for record in context.records(CALLBACK.name) {
            if record.text("month") != of_month {
                continue;
            }
            let (line, satisfied) = departments.entry(record.text("department")).or_default();
            line.count(&record);
            total.count(&record);
            if let Some(one) = Satisfied::of_callback(&record) {
                *satisfied = satisfied.and(one);
            }
            line.name = match record.named(record.text("department")) {
                Some(id) => name_of(context.ledger(), &id),
                None => "没写科室".to_owned(),
            };
        }
        let each: Vec<Satisfied> = departments.values().map(|(_, satisfied)| *satisfied).collect();
        let sum = pooled(&each);
        total.rate = match sum.sum.of {
            0 if sum.left_out > 0 => SurveyRate::Withheld,
            _ => rate_of(sum.sum),
        };
        let line = |(line, satisfied)| CallbackLine { rate: rate_of(satisfied), ..line };
        let lines = departments.into_values().map(line).collect();
        Self { lines, total, left_out: sum.left_out }
    }
}

/// The call-backs of a month as a table. `name` is that of the hospital.
pub fn callbacks_table(name: &str, month: Month, rates: &CallbackRates) -> Table {
    let row = |line: &CallbackLine| {
        let mut cells = vec![line.name.clone()];
        let counts = [line.all, line.reached, line.unreached, line.others, line.waiting];
        cells.extend(counts.map(|count| count.to_string()));
        cells.push(line.rate.words());
        cells
    };
    let mut notes = vec![format!("满意率按回访到的算，基本满意算满意；{WITHHELD}的不出分。")];
    if rates.left_out > 0 {
        notes.push(format!(
            "合计的满意率不含不足10件的 {} 个科室，免得相减推算出来。",
            rates.left_out
        ));
    }
    Table {
        title: format!("{name}回访情况"),
        subtitle: month.label(),
        columns: vec![
            Column { width: Width::Weight(2), ..Column::text("科室") },
            Column::number("件数", 18),
            Column::number("已回访", 20),
            Column::number("未接通", 20),
            Column::number("其他", 18),
            Column::number("待回访", 20),
            Column::number("满意率", 24),
        ],
        rows: rates.lines.iter().chain([&rates.total]).map(row).collect(),
        notes,
        ..Table::default()
    }
}
