//! 病人评价结果: what patients answered in a month, by department and doctor. Of fewer than ten answers
//! nothing but their number is told, and they are in no total.

use std::collections::BTreeMap;

use crate::ledger::{Day, Month, Record, RecordId, parse_day};
use crate::ordered;
use crate::registers::{
    Context, KIOSK_ANSWERS, KIOSK_BURSTS, KIOSK_COMMENTS, KIOSK_FEW, KIOSK_MONTH,
    KIOSK_MONTH_SCHEMA, KIOSK_REASONS, LEAST_ANSWERS, WITHHELD, kiosk_sum, name_of, rows,
    satisfaction_rate,
};
use crate::reports::{Align, Column, Content, Table, Width};

/// What was answered about a department or a doctor.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KioskLine {
    /// The department.
    pub department: String,
    /// The doctor; empty where the department as a whole was asked about.
    pub doctor: String,
    /// By the places of [`KIOSK_ANSWERS`]; `None` of too few.
    pub answers: Option<[i64; KIOSK_ANSWERS.len()]>,
    /// The reasons that were given most often, with how often; none of too few.
    pub reasons: Vec<(&'static str, i64)>,
    /// How many answers were left out, as they were too few when their month was over.
    pub few: i64,
    /// How many answers were left out, as they came in a burst.
    pub bursts: i64,
    /// What was written, each with the Monday of its week, by week; none of too few.
    pub comments: Vec<(Option<Day>, String)>,
}

/// What was answered in a month.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct KioskResults {
    /// By department, and then by doctor.
    pub lines: Vec<KioskLine>,
}

impl KioskLine {
    /// How many answers were left out and why, in words; empty where none was.
    pub fn left_out_words(&self) -> String {
        let reasons = [("月末仍不足10份", self.few), ("短时间连续", self.bursts)];
        let told = reasons.into_iter().filter(|(_, count)| *count > 0);
        let told: Vec<String> = told.map(|(why, count)| format!("{why} {count} 份")).collect();
        if told.is_empty() { String::new() } else { format!("未计入：{}", told.join("，")) }
    }
}

impl KioskResults {
    /// The results of a month. Records that turned out to be about the same are one line.
    pub fn of(context: &Context<'_>, month: Month) -> Self {
        let month = month.to_string();
        let mut targets: BTreeMap<(RecordId, Option<RecordId>), Vec<Record<'_>>> = BTreeMap::new();
        for record in context.records(KIOSK_MONTH.name) {
            let named = |field: &str| record.named(record.text(field));
            if let Some(department) = named("department").filter(|_| record.text("month") == month)
            {
                targets.entry((department, named("doctor"))).or_default().push(record);
            }
        }
        let name = |id: &RecordId| name_of(context.ledger(), id);
        let mut lines: Vec<KioskLine> = targets
            .iter()
            .map(|((department, doctor), records)| {
                line(name(department), doctor.as_ref().map(name).unwrap_or_default(), records)
            })
            .collect();
        ordered::sort_by_key(&mut lines, |one| (one.department.clone(), one.doctor.clone()));
        Self { lines }
    }

    /// What all lines that are told add up to; `None` where none is.
    pub fn total(&self) -> Option<[i64; KIOSK_ANSWERS.len()]> {
        let told = self.lines.iter().filter_map(|line| line.answers);
        told.reduce(|sum, more| std::array::from_fn(|at| sum[at] + more[at]))
    }

    /// The table of it for the screen and for paper.
    pub fn table(&self, name: &str, period: &str) -> Table {
        let mut rows: Vec<Vec<String>> = self.lines.iter().map(row).collect();
        if let Some(total) = self.total().filter(|_| self.lines.len() > 1) {
            rows.push(row(&KioskLine {
                department: "合计".to_owned(),
                doctor: String::new(),
                answers: Some(total),
                reasons: Vec::new(),
                few: self.lines.iter().map(|line| line.few).sum(),
                bursts: self.lines.iter().map(|line| line.bursts).sum(),
                comments: Vec::new(),
            }));
        }
        let number = |label: &str| {
            Column { align: Align::End, width: Width::Mm(18), ..Column::text(label) }
                .of(Content::Number)
        };
        let mut columns = vec![
            Column { width: Width::Weight(2), ..Column::text("科室") },
            Column { width: Width::Weight(1), ..Column::text("医生") },
            Column { align: Align::End, width: Width::Mm(22), ..Column::text("份数") },
            Column { align: Align::End, width: Width::Mm(20), ..Column::text("满意率") },
        ];
        columns.extend(KIOSK_ANSWERS.iter().map(|(_, label)| number(label)));
        columns.push(Column { width: Width::Weight(2), ..Column::text("提到最多") });
        columns.push(number("未计入"));
        Table {
            title: format!("{name}病人评价结果"),
            subtitle: period.to_owned(),
            columns,
            rows,
            notes: vec![
                "满意率＝（很满意＋满意）÷份数。不足10份的不出分，也不进合计；未计入的是月末仍不足10份和短时间连续多份的，只记份数。"
                    .to_owned(),
            ],
            ..Table::default()
        }
    }
}

fn line(department: String, doctor: String, records: &[Record<'_>]) -> KioskLine {
    let sum = |column: &str| records.iter().map(|one| kiosk_sum(one, column)).sum::<i64>();
    let answers: [i64; KIOSK_ANSWERS.len()] = std::array::from_fn(|at| sum(KIOSK_ANSWERS[at].0));
    let answers = Some(answers).filter(|all| all.iter().sum::<i64>() >= LEAST_ANSWERS);
    let mut reasons: Vec<(&str, i64)> = match answers {
        Some(_) => KIOSK_REASONS.iter().map(|(name, label)| (*label, sum(name))).collect(),
        None => Vec::new(),
    };
    reasons.retain(|(_, count)| *count > 0);
    ordered::sort_by_key(&mut reasons, |(_, count)| -count);
    reasons.truncate(3);
    let (few, bursts) = (sum(KIOSK_FEW), sum(KIOSK_BURSTS));
    let comments = if answers.is_some() { comments_of(records) } else { Vec::new() };
    KioskLine { department, doctor, answers, reasons, few, bursts, comments }
}

/// The comments by week, and within it by what they say: neither is an order of writing.
fn comments_of(records: &[Record<'_>]) -> Vec<(Option<Day>, String)> {
    let Some(field) = KIOSK_MONTH_SCHEMA.field(KIOSK_COMMENTS) else { return Vec::new() };
    let of_row = |(_, row)| {
        let text = |name: &str| rows::column(field, row, name).as_text().unwrap_or("").to_owned();
        (parse_day(&text("week")).ok(), text("text"))
    };
    let mut comments: Vec<_> =
        records.iter().flat_map(|record| rows::rows(field, record)).map(of_row).collect();
    ordered::sort_by_key(&mut comments, Clone::clone);
    comments
}

fn row(line: &KioskLine) -> Vec<String> {
    let mut cells = vec![line.department.clone(), line.doctor.clone()];
    match &line.answers {
        Some(answers) => {
            cells.push(answers.iter().sum::<i64>().to_string());
            cells.push(satisfaction_rate(answers).unwrap_or_default());
            cells.extend(answers.iter().map(i64::to_string));
        }
        None => {
            cells.push(WITHHELD.to_owned());
            cells.extend(std::iter::repeat_n(String::new(), KIOSK_ANSWERS.len() + 1));
        }
    }
    let reasons = line.reasons.iter().map(|(label, count)| format!("{label}{count}"));
    cells.push(reasons.collect::<Vec<_>>().join("、"));
    let left_out = line.few + line.bursts;
    cells.push(if left_out == 0 { String::new() } else { left_out.to_string() });
    cells
}
