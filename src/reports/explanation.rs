//! Explanation of a member's month: from the total to the items, from an item to its records.

use crate::ledger::{Ledger, Month, RecordId, day_label, parse_day};
use crate::registers::{VETO_SCHEMA, points_in_column, show_field, signed_points_text, title};
use crate::scoring::{
    ItemExplanation, MonthSheet, ResultSource, Rule, Scores, Start, adjustments, explain_total,
};

use super::month::{MonthRow, MonthView};

/// Explanation of a number. All points are in tenths.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Explanation {
    /// What is explained.
    pub heading: String,
    /// What stands before the lines; may be empty.
    pub lead: String,
    /// The lines, from the base to the result.
    pub lines: Vec<ExplanationLine>,
    /// What should be known besides.
    pub notes: Vec<String>,
}

/// A line of an explanation.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ExplanationLine {
    /// What explains it further.
    pub about: Option<ExplainedBy>,
    /// What it is.
    pub label: String,
    /// The rule or the record behind it; may be empty.
    pub note: String,
    /// What it brings.
    pub amount: Option<Amount>,
    /// The sum of the lines so far.
    pub total: Option<i32>,
    /// How it stands out.
    pub weight: LineWeight,
}

/// What explains a line further.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ExplainedBy {
    /// The item of the standard that has this id.
    Item(String),
    /// A record.
    Record(RecordId),
}

/// What a line brings.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Amount {
    /// A score.
    Score(i32),
    /// What is added to the sum or taken from it.
    Change(i64),
}

/// How a line stands out.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum LineWeight {
    /// As most do.
    #[default]
    Normal,
    /// Less than most: nothing happened there.
    Muted,
    /// More than most.
    Strong,
    /// As something grave.
    Grave,
    /// As the result.
    Result,
}

impl Explanation {
    /// Explains a member's month in a branch, or one item of it by its id.
    pub fn of(
        ledger: &Ledger,
        scores: &mut Scores,
        (branch, month): (&RecordId, Month),
        member: &RecordId,
        item: Option<&str>,
    ) -> Self {
        let view = match MonthView::of(ledger, scores, branch, month) {
            Ok(view) => view,
            Err(error) => return Self { notes: vec![error.to_string()], ..Self::default() },
        };
        // A locked month may still have a member under a record that was joined to another since.
        let asked = member;
        let member = ledger.resolve(asked);
        let of = |is: &dyn Fn(&RecordId) -> bool| view.rows.iter().find(|row| is(&row.member));
        let Some(shown) = of(&|id| id == asked).or_else(|| of(&|id| ledger.resolve(id) == member))
        else {
            return Self::of_heading("这名党员不在这个月的月表里");
        };
        if view.source == ResultSource::BroughtIn {
            let lines = vec![result_line("引入的总分", shown.result)];
            return Self { lines, ..Self::of_heading("引入的月份") };
        }
        if ledger.is_archived(month) && view.source == ResultSource::Locked {
            return of_archived(&view, shown, item);
        }
        let sheet = match scores.sheet(ledger, month) {
            Ok(sheet) => sheet,
            Err(error) => return Self { notes: vec![error.to_string()], ..Self::default() },
        };
        let row = sheet.row_of(member);
        let place = item.and_then(|item| sheet.standard.item(item)).map(|(place, _)| place);
        let mut explanation = match (row, place) {
            (Some(row), Some(place)) => scores
                .explain(&sheet, row, place)
                .map(|explained| of_item(ledger, &sheet, &explained))
                .unwrap_or_default(),
            (Some(row), None) => of_total(ledger, &sheet, row),
            (None, _) => Self::of_heading("现在的台账里，这名党员不在本月月表上"),
        };
        if view.source == ResultSource::Locked {
            explanation.notes.extend(since_locked(&sheet, shown, row, place));
            if place.is_none() {
                explanation.lines.extend(adjusted(ledger, month, member));
            }
        }
        explanation
    }

    fn of_heading(heading: &str) -> Self {
        Self { heading: heading.to_owned(), ..Self::default() }
    }
}

/// Says what a locked number is now, where it differs.
fn since_locked(
    sheet: &MonthSheet,
    shown: &MonthRow,
    row: Option<usize>,
    place: Option<usize>,
) -> Option<String> {
    let at = |items: &[i32], place: usize| items.get(place).copied().unwrap_or_default();
    let (was, now) = match (row, place) {
        (Some(row), Some(place)) => (at(&shown.items, place), at(sheet.items(row), place)),
        (Some(row), None) => (shown.result, sheet.rows[row].result),
        (None, _) => (shown.result, 0),
    };
    (was != now).then(|| {
        format!(
            "锁定时是 {} 分；上面是按现在的台账算的 {} 分。差额在“锁定”里转为调整分录。",
            points(was),
            points(now)
        )
    })
}

/// The adjustments of a member since the month was locked.
fn adjusted(ledger: &Ledger, month: Month, member: &RecordId) -> Vec<ExplanationLine> {
    let all = adjustments(ledger, month);
    let theirs = all.iter().filter(|one| one.member == *member);
    let line = |one: &crate::registers::Adjustment| ExplanationLine {
        about: Some(ExplainedBy::Record(one.id.clone())),
        label: "锁定后的调整分录".to_owned(),
        note: ledger.record(&one.id).map_or("", |record| record.text("reason")).to_owned(),
        amount: Some(Amount::Change(one.tenths.into())),
        ..ExplanationLine::default()
    };
    theirs.map(line).collect()
}

/// What was locked, where the entries are in an archive.
fn of_archived(view: &MonthView, shown: &MonthRow, item: Option<&str>) -> Explanation {
    let standard = view.standard.as_deref();
    let of_item = item.and_then(|item| standard?.item(item));
    let lines = match of_item {
        Some((place, item)) => {
            let score = shown.items.get(place).copied().unwrap_or_default();
            vec![result_line(&item.name, score)]
        }
        None => {
            let items = standard.into_iter().flat_map(|standard| &standard.items);
            let scores = items.zip(&shown.items).map(|(item, score)| ExplanationLine {
                label: item.name.clone(),
                amount: Some(Amount::Score(*score)),
                ..ExplanationLine::default()
            });
            scores.chain([result_line("锁定的月分", shown.result)]).collect()
        }
    };
    Explanation {
        heading: shown.name.clone(),
        lead: "本月的登记已归档，这里是锁定时的得分；要看每一条登记，先在“设置”里取回。".to_owned(),
        lines,
        notes: Vec::new(),
    }
}

fn of_total(ledger: &Ledger, sheet: &MonthSheet, row: usize) -> Explanation {
    let Some(total) = explain_total(sheet, row) else {
        return Explanation::default();
    };
    let mut lines = Vec::new();
    let mut running = 0;
    for (place, aspect) in sheet.standard.aspects.iter().enumerate() {
        let items = sheet.standard.items.iter().zip(sheet.items(row));
        for (item, score) in items.filter(|(item, _)| item.aspect == place) {
            let differs = *score != item.base;
            lines.push(ExplanationLine {
                about: Some(ExplainedBy::Item(item.id.clone())),
                label: format!("{} {}", item.id, item.name),
                note: if differs { format!("基础 {}", points(item.base)) } else { String::new() },
                amount: Some(Amount::Score(*score)),
                weight: if differs { LineWeight::Strong } else { LineWeight::Muted },
                ..ExplanationLine::default()
            });
        }
        running += total.aspects[place];
        lines.push(ExplanationLine {
            label: format!("{}小计", aspect.name),
            amount: Some(Amount::Score(total.aspects[place])),
            total: Some(running),
            weight: LineWeight::Strong,
            ..ExplanationLine::default()
        });
    }
    if total.computed != total.raw {
        lines.push(ExplanationLine {
            label: "月分在 0 到 100 之间".to_owned(),
            amount: Some(Amount::Change((total.computed - total.raw).into())),
            total: Some(total.computed),
            ..ExplanationLine::default()
        });
    }
    if let Some(veto) = &total.veto {
        let field = |name: &str| {
            let record = ledger.record(veto)?;
            VETO_SCHEMA.field(name).map(|field| show_field(ledger, field, &record))
        };
        lines.push(ExplanationLine {
            about: Some(ExplainedBy::Record(veto.clone())),
            label: format!("一票否决：{}", field("event").unwrap_or_default()),
            note: field("clause").unwrap_or_default(),
            amount: Some(Amount::Change((total.result - total.computed).into())),
            total: Some(total.result),
            weight: LineWeight::Grave,
        });
    }
    if let Some(exemption) = &total.exemption {
        lines.push(ExplanationLine {
            about: Some(ExplainedBy::Record(exemption.clone())),
            label: "不参评".to_owned(),
            note: format!("{}，不计入平均和名次", title(ledger, exemption)),
            ..ExplanationLine::default()
        });
    }
    lines.push(ExplanationLine {
        note: sheet.standard.grade_name(total.result).to_owned(),
        ..result_line("总分", total.result)
    });
    let heading = format!("{}总分", sheet.month.label());
    Explanation { heading, lines, ..Explanation::default() }
}

fn of_item(ledger: &Ledger, sheet: &MonthSheet, explained: &ItemExplanation) -> Explanation {
    let item = &sheet.standard.items[explained.item];
    let mut lines = Vec::new();
    let mut running = match &explained.start {
        Start::Base(base) => {
            let note = if explained.lines.is_empty() { "本月没有登记" } else { "" };
            lines.push(ExplanationLine {
                label: "基础分".to_owned(),
                note: note.to_owned(),
                amount: Some(Amount::Score(*base)),
                total: Some(*base),
                weight: LineWeight::Muted,
                ..ExplanationLine::default()
            });
            i64::from(*base)
        }
        Start::Instead { points: put, line, amount, own, source } => {
            let line = &item.lines[*line];
            lines.push(ExplanationLine {
                about: Some(ExplainedBy::Record(source.clone())),
                label: match line.rule {
                    Rule::Tier { .. } => format!("{} {}", line.event, points(*amount)),
                    _ => line.event.clone(),
                },
                note: if *own { "本人登记".to_owned() } else { title(ledger, source) },
                amount: Some(Amount::Score(*put)),
                total: Some(*put),
                ..ExplanationLine::default()
            });
            i64::from(*put)
        }
    };
    for one in &explained.lines {
        let line = &item.lines[one.line];
        for (source, amount, brought) in &one.entries {
            running += brought;
            let record = ledger.record(source);
            let text = |field: &str| record.map_or("", |record| record.text(field));
            let day = parse_day(text("day")).map(day_label).unwrap_or_default();
            let rule =
                format!("{} {} 每{}", line.id, signed_points_text(tenths(&line.rule)), line.unit);
            let parts = [&*day, text("note"), &rule];
            let parts = parts.into_iter().filter(|part| !part.is_empty());
            let times = if *amount > 1 { format!(" × {amount}") } else { String::new() };
            lines.push(ExplanationLine {
                about: Some(ExplainedBy::Record(source.clone())),
                label: format!("{}{times}", line.event),
                note: parts.collect::<Vec<_>>().join(" · "),
                amount: Some(Amount::Change(*brought)),
                total: Some(running as i32),
                ..ExplanationLine::default()
            });
        }
        if one.cut != 0 {
            running -= one.cut;
            lines.push(cut_line(&format!("“{}”这一条最多计满", line.event), one.cut, running));
        }
    }
    let cut = explained.cut();
    if cut != 0 {
        let bound = if cut > 0 { "超出月上限的不计" } else { "扣完为止，不倒扣" };
        lines.push(cut_line(bound, cut, explained.score.into()));
    }
    lines.push(ExplanationLine {
        note: format!("上限 {}，下限 {}", points(item.cap), points(item.floor)),
        ..result_line("本项得分", explained.score)
    });
    Explanation {
        heading: format!("{} {}", item.id, item.name),
        lead: item.description.clone(),
        lines,
        notes: Vec::new(),
    }
}

fn result_line(label: &str, tenths: i32) -> ExplanationLine {
    ExplanationLine {
        label: label.to_owned(),
        total: Some(tenths),
        weight: LineWeight::Result,
        ..ExplanationLine::default()
    }
}

/// What a bound cuts off, or adds where it is negative.
fn cut_line(label: &str, cut: i64, total: i64) -> ExplanationLine {
    ExplanationLine {
        label: label.to_owned(),
        amount: Some(Amount::Change(-cut)),
        total: Some(total as i32),
        weight: LineWeight::Muted,
        ..ExplanationLine::default()
    }
}

fn tenths(rule: &Rule) -> i64 {
    match rule {
        Rule::PerUnit { tenths, .. } | Rule::Choice { tenths } => (*tenths).into(),
        Rule::Tier { .. } => 0,
    }
}

fn points(tenths: i32) -> String {
    points_in_column(tenths.into())
}
