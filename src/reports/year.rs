//! The year on paper and in files: the form of the ballot, its summary, awards, performance pay.

use crate::ledger::{Ledger, Month, RecordId};
use crate::registers::{APPRAISAL_GRADES, Ballot, names_apart, title};
use crate::scoring::{
    AnnualRow, ResultSource, Scores, excellent_at_most, grading_standard, pay_permille,
};

use super::bulletin::in_column;
use super::table::{Align, Column, Content, Table, Width};

fn middle(label: &str, mm: u16) -> Column {
    Column { align: Align::Center, width: Width::Mm(mm), ..Column::text(label) }
}

fn or_dash(tenths: Option<i32>) -> String {
    tenths.map_or_else(|| "—".to_owned(), in_column)
}

/// What a grade of the appraisal is called; empty where there is none.
pub fn appraisal_grade(code: Option<&str>) -> &'static str {
    let known = APPRAISAL_GRADES.iter().find(|(known, _)| Some(*known) == code);
    known.map_or("", |(_, label)| label)
}

/// The ballot (民主评议党员测评表), to be filled in by hand: nobody signs it.
pub fn ballot_form(branch: &str, year: i32, names: &[String]) -> Table {
    let mut columns = vec![middle("序号", 14).of(Content::Number), Column::name("姓名", 28)];
    columns.extend(APPRAISAL_GRADES.iter().map(|(_, label)| middle(label, 20)));
    columns.push(Column::text("存在问题"));
    let rows = names.iter().zip(1..).map(|(name, number): (_, usize)| {
        let mut cells = vec![number.to_string(), name.clone()];
        cells.resize(columns.len(), String::new());
        cells
    });
    Table {
        title: format!("{branch}{year}年度民主评议党员测评表（无记名）"),
        rows: rows.collect(),
        columns,
        notes: vec![
            "每名党员在四个等次中选一个打“√”；优秀一般不超过三分之一。".to_owned(),
            "应到____人　实到____人　发出____张　收回____张　有效____张".to_owned(),
        ],
        signatures: vec!["监票人：".into(), "计票人：".into()],
        ..Table::default()
    }
}

/// The summary (民主评议汇总表): votes, points, the number of both, and what was decided.
pub fn annual_table(
    ledger: &Ledger,
    branch: &str,
    year: i32,
    rows: &[&AnnualRow],
    ballot: Option<Ballot>,
) -> Table {
    let mut columns = vec![Column::name("姓名", 24)];
    columns
        .extend(APPRAISAL_GRADES.iter().map(|(_, label)| Column::number(*label, 18).under("得票")));
    columns.extend([
        Column::number("测评分", 18),
        Column::number("有效月", 16),
        Column::number("年度积分", 20),
        Column::number("综合分", 18),
        middle("建议", 22),
        middle("评定", 22),
        Column::text("与建议不同的理由"),
    ]);
    let names = names_apart(ledger, rows.iter().map(|row| &row.months.member), false);
    let cells = |row: &&AnnualRow| {
        let mut cells = vec![names.get(&row.months.member).cloned().unwrap_or_default()];
        cells.extend((0..APPRAISAL_GRADES.len()).map(|place| {
            let count = row.votes.and_then(|votes| votes.0[place]);
            count.map_or_else(|| "—".to_owned(), |count| count.to_string())
        }));
        cells.extend([
            or_dash(row.appraisal),
            row.months.mean.count.to_string(),
            or_dash(row.points),
            or_dash(row.total),
            suggestion_words(row).to_owned(),
            appraisal_grade(row.decision.as_deref()).to_owned(),
            row.reason.clone(),
        ]);
        cells
    };
    let assessed = rows.iter().filter(|row| row.points.is_some()).count();
    let mut notes = vec![format!(
        "参评 {assessed} 名，优秀最多 {} 名。综合分由各月原分和票数一次算出，只四舍五入一次。",
        excellent_at_most(assessed)
    )];
    if let Some(ballot) = ballot {
        let counts = ballot.named().into_iter().zip(["人", "人", "张", "张", "张"]);
        let told = counts.map(|((label, count), unit)| match count {
            Some(count) => format!("{label} {count} {unit}"),
            None => format!("{label}未填"),
        });
        notes.push(format!("{}。", told.collect::<Vec<_>>().join("，")));
    }
    Table {
        title: format!("{branch}{year}年度民主评议党员汇总表"),
        subtitle: format!("{year}年度"),
        columns,
        rows: rows.iter().map(cells).collect(),
        notes,
        signatures: vec!["监票人：".into(), "计票人：".into(), "支部书记：".into()],
        landscape: true,
        ..Table::default()
    }
}

/// What is suggested, in words.
fn suggestion_words(row: &AnnualRow) -> &'static str {
    match row.suggestion {
        None if row.months.zeroed => "支委会研究",
        code => appraisal_grade(code),
    }
}

/// What is suggested, in words; where nothing is, why not.
pub fn suggestion_or_why(row: &AnnualRow) -> &'static str {
    match suggestion_words(row) {
        "" if row.points.is_none() => "没有有效月份",
        "" if row.votes.is_none() => "还没有得票",
        "" => "得票都是 0",
        _ if row.suggestion.is_none() => "积分记 0，支委会研究",
        words => words,
    }
}

/// Who may be put forward for awards (评先选优), and why not.
pub fn award_table(
    ledger: &Ledger,
    branch: &str,
    year: i32,
    rows: &[&AnnualRow],
    pass: i32,
) -> Table {
    let names = names_apart(ledger, rows.iter().map(|row| &row.months.member), false);
    let cells = |row: &&AnnualRow| {
        let why = award_obstacle(row, pass);
        vec![
            names.get(&row.months.member).cloned().unwrap_or_default(),
            or_dash(row.points),
            or_dash(row.total),
            appraisal_grade(row.decision.as_deref()).to_owned(),
            if why.is_empty() { "可以" } else { "不可以" }.to_owned(),
            why,
        ]
    };
    Table {
        title: format!("{branch}{year}年度评先选优名单"),
        subtitle: format!("{year}年度"),
        columns: vec![
            Column::name("姓名", 28),
            Column::number("年度积分", 22),
            Column::number("综合分", 20),
            middle("评定", 24),
            middle("可否推荐", 22),
            Column::text("原因"),
        ],
        rows: rows.iter().map(cells).collect(),
        ..Table::default()
    }
}

/// Why a member may not be put forward; empty where nothing speaks against it (domain.md §1.6 rules
/// 3 and 10: a veto of the year, or points below the pass mark).
fn award_obstacle(row: &AnnualRow, pass: i32) -> String {
    let below = row.points.is_some_and(|points| points < pass);
    let decided = row.decision.as_deref();
    let said = [
        (row.vetoed, "当年有一票否决"),
        (row.points.is_none(), "全年不参评"),
        (below, "年度积分不到合格线"),
        (decided.is_none(), "评议等次还没有评定"),
        (decided.is_some_and(|grade| grade != "excellent"), "评议等次不是优秀"),
    ];
    let said: Vec<&str> =
        said.iter().filter(|(holds, _)| *holds).map(|(_, words)| *words).collect();
    said.join("；")
}

/// The coefficients of performance pay (当月绩效) of a year, month by month: those of months that are
/// locked or brought in. They are for export alone (domain.md §1.6 rule 11).
pub fn pay_table(
    ledger: &Ledger,
    scores: &mut Scores,
    branch: &RecordId,
    year: i32,
    members: &[RecordId],
) -> Table {
    let months: Vec<Month> = (1..=12).filter_map(|number| Month::new(year, number)).collect();
    let names = names_apart(ledger, members, false);
    let name = |one: &RecordId| vec![names.get(one).cloned().unwrap_or_default()];
    let mut rows: Vec<Vec<String>> = members.iter().map(name).collect();
    for month in &months {
        let results = scores.results(ledger, branch, *month);
        let standard = grading_standard(ledger, scores, &[*month]);
        for (cells, member) in rows.iter_mut().zip(members) {
            let result = results.get(member).filter(|one| one.source != ResultSource::Open);
            cells.push(result.map_or_else(String::new, |one| {
                permille_text(pay_permille(&standard, one.tenths))
            }));
        }
    }
    let mut columns = vec![Column::name("姓名", 28)];
    columns.extend(months.iter().map(|month| Column::number(format!("{}月", month.number()), 18)));
    Table {
        title: format!("{}{year}年绩效系数", title(ledger, branch)),
        subtitle: format!("{year}年"),
        columns,
        rows,
        notes: vec!["空格是没有锁定或不参评的月份。系数只供导出，发放由医院决定。".to_owned()],
        landscape: true,
        ..Table::default()
    }
}

/// Thousandths as they are read: `1.05`.
pub(super) fn permille_text(permille: i64) -> String {
    let text = format!("{}.{:03}", permille / 1000, permille % 1000);
    let short = text.strip_suffix('0').unwrap_or(&text);
    short.to_owned()
}
