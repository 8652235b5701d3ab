//! What stands in the way of issuing a bulletin, and what should be known before. Nothing is mended
//! silently: each is said, with what the rules want (domain.md §1.6, §2.3).

use crate::ledger::{Day, Ledger, Month, Quarter, RecordId, conflicts_of, day_label};
use crate::registers::{BRANCH, Exemption, MEMBER, Step, assessment_id, bulletin_id, step, title};

use super::obstacles::Obstacle;
use super::quarter_issue::issued;
use super::quarter_results::{MonthPlace, QuarterRow};
use super::results::{is_brought_in, locked, since_lock};
use super::scores::Scores;

/// What stands in the way of the bulletin of a quarter, and what should be known before.
pub fn quarter_obstacles(
    ledger: &Ledger,
    scores: &mut Scores,
    branch: Option<&RecordId>,
    quarter: Quarter,
    today: Day,
) -> Vec<Obstacle> {
    let mut found = Vec::new();
    let months = quarter.months();
    for month in &months {
        if today <= month.last_day() {
            let last = day_label(month.last_day());
            let text = format!("{}还没有过完（{last}），过完并锁定以后才能出具", month.label());
            found.push(wait(true, text));
        } else {
            open_months(ledger, scores, branch, *month, &mut found);
        }
    }
    let over: Vec<Month> = months.into_iter().filter(|month| month.last_day() < today).collect();
    let rows = scores.rows_over(ledger, branch, &over);
    if rows.iter().all(|row| row.mean.count == 0) && !over.is_empty() {
        found.push(block("这个季度没有参评的党员，没有什么可以通报".to_owned(), None));
    }
    let id = bulletin_id(branch, quarter);
    if conflicts_of(ledger, &id).iter().any(|one| &*one.cell.field == "issue") {
        let text = "两台平板各出具了一份通报，内容不一样，两份都已保留，请写明理由重新出具";
        found.push(hint(text.to_owned(), None));
    }
    for row in &rows {
        partial(ledger, row, &over, &mut found);
    }
    archived(ledger, branch, quarter, &over, &mut found);
    overlaps(ledger, &scores.exemptions(ledger), &rows, &over, &mut found);
    since_issue(ledger, branch, quarter, &rows, &mut found);
    found
}

pub(super) fn block(text: String, record: Option<RecordId>) -> Obstacle {
    Obstacle { blocks: true, text, record, lacking: None, waits: false }
}

pub(super) fn hint(text: String, record: Option<RecordId>) -> Obstacle {
    Obstacle { blocks: false, text, record, lacking: None, waits: false }
}

/// What only time takes away.
pub(super) fn wait(blocks: bool, text: String) -> Obstacle {
    Obstacle { blocks, text, record: None, lacking: None, waits: true }
}

/// Branches whose month is not closed, or is closed and disputed, damaged or behind.
pub(super) fn open_months(
    ledger: &Ledger,
    scores: &mut Scores,
    branch: Option<&RecordId>,
    month: Month,
    found: &mut Vec<Obstacle>,
) {
    let branches: Vec<RecordId> = match branch {
        Some(branch) => vec![branch.clone()],
        None => ledger.records(BRANCH.name).map(|one| one.id().clone()).collect(),
    };
    for branch in branches {
        let (name, label) = (title(ledger, &branch), month.label());
        let id = assessment_id(&branch, month);
        if conflicts_of(ledger, &id).iter().any(|one| &*one.cell.field == "lock") {
            let text = format!("{name}{label}有两份不一样的锁定，请先重新打开，再锁定一次");
            found.push(block(text, Some(id)));
            continue;
        }
        match locked(ledger, &branch, month) {
            Some(Err(error)) => found.push(block(format!("{name}{label}：{error}"), Some(id))),
            Some(Ok(_)) => {
                let waiting = since_lock(ledger, scores, &branch, month).len();
                if waiting > 0 {
                    let text = format!(
                        "{name}{label}锁定以后有 {waiting} 人的变化还没有处理，通报按锁定和已有的调整分录计"
                    );
                    found.push(hint(text, Some(id)));
                }
            }
            None if is_brought_in(ledger, &branch, month) => {}
            None => {
                let on_sheet = scores
                    .sheet(ledger, month)
                    .is_ok_and(|sheet| sheet.rows.iter().any(|row| row.who.branch == branch));
                // A branch that had nobody yet has no month to lock.
                if on_sheet {
                    let at = step(ledger.record(&id).as_ref());
                    let word = if at == Step::Entry { "录入中" } else { at.word() };
                    let text = format!("{name}{label}还没有锁定（{word}），锁定以后才能出具");
                    found.push(block(text, Some(id)));
                }
            }
        }
    }
}

/// Months whose entries are archived before the bulletin was issued: the locks have the results, but
/// what was done well and what went wrong is counted from the entries.
fn archived(
    ledger: &Ledger,
    branch: Option<&RecordId>,
    quarter: Quarter,
    months: &[Month],
    found: &mut Vec<Obstacle>,
) {
    let gone = months.iter().filter(|month| ledger.is_archived(**month));
    let gone: Vec<String> = gone.map(|month| month.label()).collect();
    if !gone.is_empty() && issued(ledger, branch, quarter).is_none() {
        let text = format!(
            "{}的登记已经归档，而通报还没有出具：分数照锁定的，突出表现和存在问题数不全。先在“设置”的“归档往年”里用文件取回，再出具",
            gone.join("、")
        );
        found.push(hint(text, None));
    }
}

/// Members who have fewer months than the quarter, and why.
fn partial(ledger: &Ledger, row: &QuarterRow, months: &[Month], found: &mut Vec<Obstacle>) {
    let counts = |place: &MonthPlace| matches!(place, MonthPlace::Counts(_));
    let count = row.months.iter().filter(|place| counts(place)).count();
    if count == 0 || count == months.len() {
        return;
    }
    let (first, last) = (row.months.first(), row.months.last());
    let why = if row.exemptions().next().is_some() {
        "部分月份经批准不参评"
    } else if last == Some(&MonthPlace::Absent) {
        "季度中转出"
    } else if first == Some(&MonthPlace::Absent) {
        "季度中转入，次月起算"
    } else {
        "有的月份没有成绩"
    };
    let name = title(ledger, &row.member);
    let text = format!("{name}：{why}，按实有 {count} 个月平均");
    found.push(hint(text, Some(row.member.clone())));
}

/// Members for whom two exemptions are approved that hold in one month.
fn overlaps(
    ledger: &Ledger,
    all: &[Exemption],
    rows: &[QuarterRow],
    months: &[Month],
    found: &mut Vec<Obstacle>,
) {
    for row in rows {
        let theirs = all.iter().filter(|one| one.member == row.member);
        let theirs: Vec<&Exemption> = theirs.collect();
        let both =
            months.iter().find(|month| theirs.iter().filter(|one| one.covers(**month)).count() > 1);
        if let (Some(month), Some(first)) = (both, theirs.first()) {
            let name = title(ledger, &row.member);
            let text = format!(
                "{name}的两份不参评审批在{}重叠，只按一份计；请核对起止月份",
                month.label()
            );
            found.push(hint(text, Some(first.id.clone())));
        }
    }
}

/// Members whose result is no longer the one that was issued. The bulletin stays as it is.
fn since_issue(
    ledger: &Ledger,
    branch: Option<&RecordId>,
    quarter: Quarter,
    rows: &[QuarterRow],
    found: &mut Vec<Obstacle>,
) {
    let issued = match issued(ledger, branch, quarter) {
        None => return,
        Some(Err(error)) => {
            return found.push(hint(format!("出具过的通报：{error}"), None));
        }
        Some(Ok(issued)) => issued.issue,
    };
    let points = |result: Option<i32>| {
        result.map_or_else(|| "不计".to_owned(), |of| crate::registers::points_text(of.into()))
    };
    for was in &issued.rows {
        let Some(now) = rows.iter().find(|row| row.member == *ledger.resolve(&was.member)) else {
            continue;
        };
        if now.result() == was.result() {
            continue;
        }
        let name = title(ledger, &was.member);
        let lifted = if was.zeroed && !now.zeroed { "（否决已撤销）" } else { "" };
        let text = format!(
            "{name}：通报里是 {}，现在是 {}{lifted}。通报不改，差额计入以后的结果；要更正，请写明理由重新出具",
            points(was.result()),
            points(now.result()),
        );
        let record = ledger.record(&now.member).filter(|one| one.id().register() == MEMBER.name);
        found.push(hint(text, record.map(|one| one.id().clone())));
    }
}
