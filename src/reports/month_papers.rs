//! The month on paper: the sheet, the public notice, and the form that members fill in by hand.

use crate::ordered;
use crate::registers::{masked, points_text};
use crate::scoring::{Rule, Standard};

use super::month::{MonthRow, MonthView};
use super::table::{Align, Column, Content, Table, Width};

/// What a public notice shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NoticeOptions {
    /// Total and aspects; otherwise the grade alone.
    pub scores: bool,
    /// Rank numbers; only when asked for.
    pub ranks: bool,
    /// Names with all but the first character masked.
    pub masked: bool,
}

impl Default for NoticeOptions {
    fn default() -> Self {
        Self { scores: true, ranks: false, masked: false }
    }
}

fn column(label: &str, align: Align, width: Width) -> Column {
    Column { align, width, ..Column::text(label) }
}

fn tenths(tenths: i32) -> String {
    points_text(tenths.into())
}

/// The month's sheet: members × items.
pub fn sheet_table(view: &MonthView, rows: &[&MonthRow]) -> Table {
    let mut columns = vec![Column::name("姓名", 18)];
    if let Some(standard) = &view.standard {
        for (place, aspect) in standard.aspects.iter().enumerate() {
            let items = standard.items.iter().filter(|item| item.aspect == place);
            columns.extend(items.map(|item| Column::number(&item.id, 9).under(&aspect.name)));
            columns.push(Column::number("小计", 12).under(&aspect.name));
        }
    }
    columns.push(Column::number("总分", 14));
    columns.push(column("等级", Align::Center, Width::Mm(16)).of(Content::Name));
    let cells = |row: &MonthRow| {
        let mut cells = vec![row.shown_name()];
        if let Some(standard) = &view.standard {
            for place in 0..standard.aspects.len() {
                let items = standard.items.iter().zip(&row.items);
                cells.extend(
                    items.filter(|(item, _)| item.aspect == place).map(|(_, score)| tenths(*score)),
                );
                cells.push(row.aspects.get(place).map_or_else(String::new, |sum| tenths(*sum)));
            }
        }
        cells.push(tenths(row.result));
        cells.push(state(row));
        cells
    };
    let mean = view.mean();
    let mut notes = vec![format!(
        "参评 {} 人，平均 {} 分。",
        mean.count,
        mean.rounded().map_or_else(|| "—".to_owned(), tenths)
    )];
    if let Some(standard) = &view.standard {
        let legend: Vec<String> =
            standard.items.iter().map(|item| format!("{} {}", item.id, item.name)).collect();
        notes.push(legend.join("；"));
    }
    if view.rows.iter().any(|row| row.vetoed) {
        notes.push("“否决”：总分按一票否决计，原计算分见系统。".to_owned());
    }
    Table {
        title: format!("{}党员积分月考核表", view.branch),
        subtitle: view.month.label(),
        columns,
        rows: rows.iter().map(|row| cells(row)).collect(),
        notes,
        signatures: vec!["支部书记：".to_owned(), "组织委员：".to_owned(), "日期：".to_owned()],
        landscape: true,
        dense: false,
        by_hand: false,
    }
}

fn state(row: &MonthRow) -> String {
    match (row.assessed, row.vetoed) {
        (false, false) => "不参评".to_owned(),
        (false, true) => "不参评（否决）".to_owned(),
        (true, true) => format!("{}（否决）", row.grade),
        (true, false) => row.grade.clone(),
    }
}

/// The public notice: totals, the three aspects and grades. Item details, reasons and what is
/// restricted are never in it (domain.md §1.4 step 4, §6 rule 10).
pub fn notice_table(view: &MonthView, rows: &[&MonthRow], options: NoticeOptions) -> Table {
    let mut columns = vec![
        column("序号", Align::Center, Width::Mm(14)).of(Content::Number),
        Column { width: Width::Weight(2), ..Column::name("姓名", 0) },
    ];
    if options.scores {
        if let Some(standard) = &view.standard {
            columns.extend(standard.aspects.iter().map(|aspect| Column::number(&aspect.name, 28)));
        }
        columns.push(Column::number("总分", 18));
    }
    columns.push(column("等级", Align::Center, Width::Mm(22)));
    if options.ranks {
        columns.push(column("名次", Align::Center, Width::Mm(16)).of(Content::Number));
    }
    let mut sorted: Vec<&MonthRow> = rows.to_vec();
    if options.ranks {
        ordered::sort_by_key(&mut sorted, |row| row.rank.unwrap_or(usize::MAX));
    }
    let rows = sorted
        .iter()
        .zip(1..)
        .map(|(row, number)| {
            // What tells those of one name apart would tell who it is.
            let name = if options.masked { masked(&row.name) } else { row.shown_name() };
            let mut cells = vec![number.to_string(), name];
            if options.scores {
                let shown =
                    |score: i32| if row.assessed { tenths(score) } else { "—".to_owned() };
                cells.extend(row.aspects.iter().map(|sum| shown(*sum)));
                cells.push(shown(row.result));
            }
            cells.push(if row.assessed { row.grade.clone() } else { "不参评".to_owned() });
            if options.ranks {
                cells.push(row.rank.map_or_else(|| "—".to_owned(), |rank| rank.to_string()));
            }
            cells
        })
        .collect();
    Table {
        title: format!("{}党员积分考核公示", view.branch),
        subtitle: view.month.label(),
        columns,
        rows,
        notes: Vec::new(),
        signatures: Vec::new(),
        landscape: false,
        dense: false,
        by_hand: false,
    }
}

/// The form that a member fills in by hand: each item with its rule lines, and room to write.
pub fn form_table(standard: &Standard) -> Table {
    let rows = standard
        .items
        .iter()
        .map(|item| {
            let lines: Vec<String> = item
                .lines
                .iter()
                .filter_map(|line| match &line.rule {
                    Rule::PerUnit { tenths, .. } if *tenths != 0 => {
                        let sign = if *tenths > 0 { "+" } else { "−" };
                        let points = points_text(i64::from(tenths.abs()));
                        Some(format!("{}{sign}{points}/{}", line.event, line.unit))
                    }
                    Rule::Choice { tenths: points } => {
                        Some(format!("{} {}", line.event, tenths(*points)))
                    }
                    _ => None,
                })
                .collect();
            vec![
                item.id.clone(),
                item.name.clone(),
                tenths(item.cap),
                lines.join("；"),
                String::new(),
                String::new(),
            ]
        })
        .collect();
    Table {
        title: "党员积分月度申报表".to_owned(),
        subtitle: String::new(),
        columns: vec![
            column("项", Align::Center, Width::Mm(8)),
            column("内容", Align::Start, Width::Mm(27)),
            column("上限", Align::Center, Width::Mm(10)),
            column("计分要点", Align::Start, Width::Weight(5)),
            column("本月情况和佐证（手填）", Align::Start, Width::Weight(4)),
            column("自评", Align::Center, Width::Mm(11)),
        ],
        rows,
        notes: vec![
            "加分项请写明时间、地点、次数和佐证存放处，不需要另附照片。因值班、手术、抢救缺席的不按缺席扣分。"
                .to_owned(),
        ],
        signatures: vec![
            "本人签名：".to_owned(),
            "党小组长：".to_owned(),
            "支委会审定：".to_owned(),
        ],
        landscape: false,
        dense: true,
        by_hand: false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_form_has_a_line_for_each_item_and_room_to_write() {
        let form = form_table(&Standard::built_in());
        assert_eq!(form.rows.len(), 18);
        assert!(form.rows.iter().all(|row| row.len() == form.columns.len()));
        assert!(form.rows[0][3].starts_with("无故缺席−4/次"));
    }
}
