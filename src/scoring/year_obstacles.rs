//! What is wrong with a year's appraisal, or has to be known before it is reported: ballots that do
//! not add up, no quorum, too many 优秀, months that are open (domain.md §2.3, §2.4).

use crate::ledger::{Day, Ledger, Month, Record, RecordId, day_label};
use crate::registers::{
    APPRAISAL_GRADES, APPRAISAL_SCHEMA, Ballot, Check, appraisal_id, title, value_at,
};

use super::obstacles::Obstacle;
use super::quarter_obstacles::{block, hint, open_months, wait};
use super::scores::Scores;
use super::year::{AnnualRow, excellent_at_most, voters_of};

/// What is wrong with a branch's year, and what has to be known.
pub fn year_obstacles(
    ledger: &Ledger,
    scores: &mut Scores,
    branch: &RecordId,
    year: i32,
    rows: &[AnnualRow],
    today: Day,
) -> Vec<Obstacle> {
    let mut found = Vec::new();
    let months = (1..=12).filter_map(|number| Month::new(year, number));
    let (over, to_come): (Vec<Month>, Vec<Month>) =
        months.partition(|month| month.last_day() < today);
    if let Some(first) = to_come.first() {
        let last = day_label(first.last_day());
        let text = format!("{}还没有过完（{last}），年度积分暂按已过的月份计", first.label());
        found.push(wait(false, text));
    }
    for month in over {
        open_months(ledger, scores, Some(branch), month, &mut found);
    }
    let appraisal = ledger.record(&appraisal_id(branch, year)).filter(|one| !one.is_deleted());
    let ballot = appraisal.and_then(|record| Some((record, Ballot::read(record.get("ballot"))?)));
    match ballot {
        None => found.push(hint("还没有登记民主测评的票数".to_owned(), None)),
        Some((record, ballot)) => {
            head(&record, &ballot, voters_of(ledger, branch, year, today), &mut found);
            for row in rows {
                let Some((votes, valid)) = row.votes.zip(ballot.valid) else { continue };
                if votes.total() == valid {
                    continue;
                }
                let text = format!(
                    "{}的得票合计 {}，与有效票 {valid} 不符，请核对票数",
                    title(ledger, &row.months.member),
                    votes.total()
                );
                found.push(block(text, None));
            }
            let without = rows.iter().filter(|row| row.points.is_some() && row.votes.is_none());
            let without = without.count();
            if without > 0 {
                let text = format!("还有 {without} 名党员没有登记得票，综合分算不出来");
                found.push(hint(text, None));
            }
        }
    }
    decisions(ledger, rows, &mut found);
    found
}

/// Whether the numbers of a ballot's head fit each other, and whether enough were there: as far as
/// they are filled in.
fn head(record: &Record<'_>, ballot: &Ballot, voters: i64, found: &mut Vec<Obstacle>) {
    let blank = ballot.named().into_iter().filter(|(_, count)| count.is_none());
    let blank: Vec<&str> = blank.map(|(label, _)| label).collect();
    if !blank.is_empty() {
        found.push(hint(format!("测评票还没有填{}", blank.join("、")), None));
    }
    for rule in APPRAISAL_SCHEMA.rules {
        let Check::AtMost { less, more } = rule.check else { continue };
        let count = |path: &str| value_at(record, path).as_int();
        let Some((less, more)) = count(less).zip(count(more)) else { continue };
        if less > more {
            found.push(block(format!("{}（{less} 比 {more}），请核对", rule.text), None));
        }
    }
    // 半数以上到会 (domain.md §2.2); half is enough to be there, though not to be elected.
    if let Some((present, due)) = ballot.present.zip(ballot.due)
        && 2 * present < due
    {
        let text = format!(
            "有表决权的党员应到 {due} 人，实到 {present} 人，不到半数，测评无效，请另行召开"
        );
        found.push(block(text, None));
    }
    if let Some(due) = ballot.due.filter(|due| *due != voters) {
        let text = format!(
            "应到填了 {due} 人，花名册里有测评权的正式党员是 {voters} 人（预备党员没有），请核对"
        );
        found.push(hint(text, None));
    }
}

/// Whether what was decided keeps to the rules.
fn decisions(ledger: &Ledger, rows: &[AnnualRow], found: &mut Vec<Obstacle>) {
    let is = |row: &&AnnualRow, grade: &str| row.decision.as_deref() == Some(grade);
    let assessed = rows.iter().filter(|row| row.points.is_some()).count();
    let (best, most) =
        (rows.iter().filter(|row| is(row, "excellent")).count(), excellent_at_most(assessed));
    if best > most {
        let text = format!(
            "评定优秀 {best} 名，超过参评 {assessed} 名的三分之一（最多 {most} 名），请减少"
        );
        found.push(block(text, None));
    }
    for row in rows {
        let name = title(ledger, &row.months.member);
        if row.vetoed && is(&row, "excellent") {
            let text = format!("{name}当年有一票否决，不能评定优秀");
            found.push(block(text, None));
        }
        if let (Some(decision), Some(suggestion)) = (&row.decision, row.suggestion)
            && decision != suggestion
            && row.reason.trim().is_empty()
        {
            let (decided, suggested) = (grade_label(decision), grade_label(suggestion));
            let text = format!("{name}评定为{decided}，建议是{suggested}，请写明理由");
            found.push(block(text, None));
        }
        if row.months.zeroed && row.decision.is_none() {
            let text = format!("{name}年度积分记 0，评议等次由支委会专题研究");
            found.push(hint(text, Some(row.months.member.clone())));
        }
        if row.low_twice {
            let text = format!("{name}连续两年不到合格线，按不合格党员程序研究");
            found.push(hint(text, Some(row.months.member.clone())));
        }
    }
}

fn grade_label(code: &str) -> &str {
    APPRAISAL_GRADES.iter().find(|(known, _)| *known == code).map_or(code, |(_, label)| label)
}
