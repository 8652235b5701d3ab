//! The tables of a bulletin: branches by mean, members by rank, and the summary (积分汇总一览表).

use std::cmp::Reverse;

use crate::ledger::RecordId;
use crate::ordered;
use crate::scoring::{
    Edition, Issue, Mean, MonthPlace, QuarterRow, quarter_mean, quarter_ranks, tie_break_words,
};

use super::bulletin::{
    BulletinNames, BulletinOptions, in_column, kind_label, listed, share, share_in_column, shown,
};
use super::share::share_text;
use super::table::{Align, Column, Content, Table, Width};

fn middle(label: &str, mm: u16) -> Column {
    Column { align: Align::Center, width: Width::Mm(mm), ..Column::text(label) }
}

/// A column of names.
fn name(weight: u16) -> Column {
    Column { width: Width::Weight(weight), ..Column::name("姓名", 0) }
}

/// Points in a column, as the issue's edition has them.
fn points(issue: &Issue, tenths: i32) -> String {
    if issue.edition >= Edition::Second { in_column(tenths) } else { shown(tenths) }
}

/// The branches by the mean of their members, never by sums.
pub(super) fn branches_table(issue: &Issue, names: &BulletinNames) -> Table {
    let mut ids: Vec<&RecordId> = issue.rows.iter().map(|row| &row.branch).collect();
    ordered::sort(&mut ids);
    ids.dedup();
    let mut branches: Vec<(Mean, &RecordId, Vec<&QuarterRow>)> = ids
        .into_iter()
        .map(|id| {
            let rows: Vec<&QuarterRow> =
                issue.rows.iter().filter(|row| row.branch == *id).collect();
            (quarter_mean(rows.iter().copied()), id, rows)
        })
        .collect();
    ordered::sort_by_key(&mut branches, |(mean, id, _)| (Reverse(mean.rounded()), (*id).clone()));
    let rows = branches.iter().map(|(mean, id, rows)| {
        let results: Vec<i32> = rows.iter().filter_map(|row| row.result()).collect();
        let best = results.iter().filter(|result| issue.grade(**result) == 0).count();
        let mut cells = vec![
            names.branch(id),
            rows.len().to_string(),
            results.len().to_string(),
            mean.rounded().map_or_else(|| "—".to_owned(), |mean| points(issue, mean)),
            best.to_string(),
            match issue.edition {
                Edition::First => share(best, results.len()),
                _ => share_in_column(best, results.len()),
            },
        ];
        if issue.edition >= Edition::Fourth {
            let rate = issue.meetings.iter().find(|rate| rate.branch == **id);
            cells.push(match rate.filter(|rate| rate.owed > 0) {
                None => "—".to_owned(),
                Some(rate) => rate
                    .held
                    .map_or_else(|| "未登记".to_owned(), |held| share_text(held, rate.owed)),
            });
        }
        cells
    });
    let best = issue.grades.first().map_or("", |grade| &grade.name);
    let mut columns = vec![
        Column { width: Width::Weight(2), ..Column::text("支部") },
        Column::number("应参评", 22),
        Column::number("参评", 18),
        Column::number("人均", 20),
        Column::number(best, 18),
        Column::number(format!("{best}率"), 22),
    ];
    if issue.edition >= Edition::Fourth {
        columns.push(Column::number("三会一课", 22));
    }
    Table {
        title: "各支部人均积分".to_owned(),
        subtitle: issue.quarter.label(),
        columns,
        rows: rows.collect(),
        ..Table::default()
    }
}

/// Members by rank: who has the same result shares a rank, and the next is left out.
pub(super) fn ranking_table(
    issue: &Issue,
    names: &BulletinNames,
    options: BulletinOptions,
) -> Table {
    let mut columns = vec![middle("名次", 16).of(Content::Number), name(1), Column::text("支部")];
    if options.tells_scores() {
        columns.push(Column::number("季均", 20));
    }
    columns.push(middle("等级", 22));
    let ranked = ranked(issue, names);
    let rows = ranked.iter().map(|(rank, row, result)| {
        let mut cells =
            vec![rank.to_string(), names.member(&row.member, options), names.branch(&row.branch)];
        if options.tells_scores() {
            cells.push(points(issue, *result));
        }
        cells.push(grade(issue, *result));
        cells
    });
    Table {
        title: "党员积分名次".to_owned(),
        subtitle: issue.quarter.label(),
        columns,
        rows: rows.collect(),
        notes: match issue.edition {
            Edition::First => Vec::new(),
            _ => vec![tie_break_words()],
        },
        ..Table::default()
    }
}

/// Those who have a rank, the first first; those who share one by their merit beside the result.
fn ranked<'a>(issue: &'a Issue, names: &BulletinNames) -> Vec<(usize, &'a QuarterRow, i32)> {
    let ranks = quarter_ranks(&issue.rows);
    let rank = |row: &QuarterRow| {
        let place = issue.rows.iter().position(|one| one.member == row.member)?;
        ranks.get(place).copied().flatten()
    };
    let listed = listed(issue, names).into_iter();
    let mut ranked: Vec<_> =
        listed.filter_map(|row| Some((rank(row)?, row, row.result()?))).collect();
    // In the first edition all have the same merit, and the order of the list stays.
    ordered::sort_by_key(&mut ranked, |(rank, row, _)| (*rank, Reverse(row.tie.merit())));
    ranked
}

fn grade(issue: &Issue, result: i32) -> String {
    issue.grades.get(issue.grade(result)).map_or_else(String::new, |grade| grade.name.clone())
}

/// The summary of all members; in the public version without those who are exempt, as why they are
/// is nobody's business.
pub(super) fn summary_table(
    issue: &Issue,
    names: &BulletinNames,
    options: BulletinOptions,
) -> Table {
    let ranks = ranked(issue, names);
    let rank = |row: &QuarterRow| {
        let found = ranks.iter().find(|(_, one, _)| one.member == row.member);
        found.map_or_else(|| "—".to_owned(), |(rank, ..)| rank.to_string())
    };
    let mut columns = vec![
        middle("序号", 14).of(Content::Number),
        name(2),
        Column { width: Width::Weight(3), ..Column::text("支部") },
    ];
    let months = issue.quarter.months();
    if options.tells_scores() {
        let label = |month: &crate::ledger::Month| format!("{}月", month.number());
        columns.extend(months.iter().map(|month| Column::number(label(month), 20)));
        columns.push(Column::number("季均", 20));
    }
    columns.push(middle("等级", 22));
    if options.ranks {
        columns.push(middle("名次", 16).of(Content::Number));
    }
    if !options.public {
        columns.push(Column { width: Width::Weight(3), ..Column::text("备注") });
    }
    let shows = |row: &&QuarterRow| !options.public || row.result().is_some();
    let rows =
        listed(issue, names).into_iter().filter(shows).zip(1..).map(|(row, number): (_, usize)| {
            let mut cells = vec![
                number.to_string(),
                names.member(&row.member, options),
                names.branch(&row.branch),
            ];
            if options.tells_scores() {
                cells.extend((0..months.len()).map(|step| match row.months.get(step) {
                    Some(MonthPlace::Counts(result)) => points(issue, result.tenths),
                    _ => "—".to_owned(),
                }));
                let result = row.result().map(|result| points(issue, result));
                cells.push(result.unwrap_or_else(|| "—".to_owned()));
            }
            cells.push(row.result().map_or_else(|| "不参评".to_owned(), |one| grade(issue, one)));
            if options.ranks {
                cells.push(rank(row));
            }
            if !options.public {
                cells.push(remark(row));
            }
            cells
        });
    Table {
        title: format!("{}党员积分汇总一览表", issue.quarter.label()),
        columns,
        rows: rows.collect(),
        notes: vec!["季均由各月原分计算，只四舍五入一次；不满三个月的按实有月份平均。".to_owned()],
        landscape: true,
        ..Table::default()
    }
}

fn remark(row: &QuarterRow) -> String {
    let mut remarks = Vec::new();
    if row.zeroed {
        remarks.push("一票否决，本年计 0 分".to_owned());
    }
    if let Some(kind) = row.exemptions().last() {
        remarks.push(format!("{}不参评", kind_label(kind)));
    }
    let count = row.mean.count;
    if count > 0 && (count as usize) < row.months.len() {
        remarks.push(format!("按 {count} 个月平均"));
    }
    remarks.join("；")
}
