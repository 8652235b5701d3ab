//! The quarterly bulletin (季度通报) as a document: generated from its numbers (domain.md §3.1).
//!
//! The public version has no more than may hang on the wall: results or grades, what was done well
//! by name, what went wrong by kind alone. Nothing of restricted items (C5) is in either version;
//! reasons of exemptions, and who stands below the pass mark, are in the internal one alone.

use std::collections::BTreeMap;

use crate::ledger::{RecordId, day_label};
use crate::registers::{
    BulletinWords, EXEMPTION_KINDS, masked, percent_text, points_in_column, points_text,
};
use crate::scoring::{Edition, Issue, MonthPlace, QuarterRow};

use super::bulletin_praise::praise;
use super::bulletin_tables::{branches_table, ranking_table, summary_table};
use super::document::{Block, Document, PaperStyle};
use super::quarter_figures::branches_in_figure;
use super::share::{permille as tenths_of_percent, share_text};

/// Which version of a bulletin.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct BulletinOptions {
    /// What hangs on the wall; otherwise what stays within the branch and the committee.
    pub public: bool,
    /// Rank numbers; only when asked for.
    pub ranks: bool,
    /// Results in the public version; otherwise grades alone.
    pub scores: bool,
    /// Names in the public version with all but the first character masked.
    pub masked: bool,
}

impl BulletinOptions {
    /// Whether results are told member by member.
    pub(super) fn tells_scores(self) -> bool {
        !self.public || self.scores
    }
}

/// The names that stand in a bulletin.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct BulletinNames {
    /// The names of members and branches.
    pub of: BTreeMap<RecordId, String>,
    /// The members in the order in which they are listed.
    pub order: Vec<RecordId>,
}

impl BulletinNames {
    /// The name of a branch.
    pub(super) fn branch(&self, id: &RecordId) -> String {
        self.of.get(id).cloned().unwrap_or_else(|| "（不在本机）".to_owned())
    }

    /// The name of a member, as this version may show it.
    pub(super) fn member(&self, id: &RecordId, options: BulletinOptions) -> String {
        let name = self.of.get(id).cloned().unwrap_or_else(|| "（已依法删除）".to_owned());
        if options.public && options.masked { masked(&name) } else { name }
    }
}

/// Makes the bulletin.
pub fn bulletin(
    issue: &Issue,
    names: &BulletinNames,
    words: &BulletinWords,
    options: BulletinOptions,
) -> Document {
    let mut blocks = Vec::new();
    let to = if issue.branch.is_none() { "各党支部：" } else { "全体党员：" };
    blocks.push(Block::To(to.to_owned()));
    let mut numbers = ["一", "二", "三", "四", "五", "六"].iter();
    let mut heading = |blocks: &mut Vec<Block>, text: &str| {
        let number = numbers.next().unwrap_or(&"");
        blocks.push(Block::Heading(format!("{number}、{text}")));
    };
    heading(&mut blocks, "总体情况");
    blocks.extend(overall(issue).into_iter().map(Block::Text));
    blocks.extend(meetings_held(issue).map(Block::Text));
    if issue.branch.is_none() {
        heading(&mut blocks, "支部情况");
        let figure = (!options.public && issue.edition >= Edition::Second)
            .then(|| branches_in_figure(issue, &|branch| names.branch(branch)))
            .flatten();
        let with = if figure.is_some() { "、下图" } else { "" };
        let text = format!("支部之间只比人均，不比总和。各支部情况见下表{with}。");
        blocks.push(Block::Text(text));
        blocks.push(Block::Table(branches_table(issue, names)));
        blocks.extend(figure.map(Block::Figure));
    }
    heading(&mut blocks, "党员积分情况");
    if options.ranks {
        blocks.push(Block::Text("按季均分排列，分数相同的名次并列。".to_owned()));
        blocks.push(Block::Table(ranking_table(issue, names, options)));
    } else {
        blocks.extend(by_grade(issue, names, options).into_iter().map(Block::Text));
    }
    heading(&mut blocks, "突出表现");
    blocks.extend(praise(issue, names, options).into_iter().map(Block::Text));
    heading(&mut blocks, "存在问题");
    blocks.extend(faults(issue, names, options).into_iter().map(Block::Text));
    let demands: Vec<&str> =
        words.demands.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
    if !demands.is_empty() {
        heading(&mut blocks, "下一步要求");
        blocks.extend(demands.iter().map(|line| Block::Text(fit(line, options))));
    }
    let summary = format!("{}党员积分汇总一览表", issue.quarter.label());
    blocks.push(Block::Text(format!("附件：{summary}")));
    blocks.push(Block::Signature(vec![fit(&words.issuer, options), day_label(issue.day)]));
    blocks.push(Block::Text(notice(issue, words)));
    blocks.push(Block::Caption(format!("附件　{summary}")));
    blocks.push(Block::Table(summary_table(issue, names, options)));
    Document {
        title: format!("关于{}党员积分考核情况的通报", issue.quarter.label()),
        number: fit(&words.number, options),
        style: PaperStyle::Official,
        blocks,
    }
}

/// How far the owed meetings were held; of the whole hospital each branch stands in the table. Nothing
/// recorded is shown as such, not as a rate.
fn meetings_held(issue: &Issue) -> Option<String> {
    let rates = issue.meetings.iter().filter(|one| one.owed > 0);
    let recorded: Vec<_> = rates.clone().filter_map(|one| Some((one.held?, one.owed))).collect();
    let blank = rates.count() - recorded.len();
    let (held, owed) = recorded.iter().fold((0, 0), |sum, one| (sum.0 + one.0, sum.1 + one.1));
    let mut parts = Vec::new();
    if owed > 0 {
        parts.push(format!("三会一课完成率 {}（{held}/{owed}）", share_text(held, owed)));
    }
    match (blank, issue.branch.is_some()) {
        (0, _) => {}
        (_, true) => parts.push("三会一课未登记".to_owned()),
        (count, false) => parts.push(format!("{count} 个支部的三会一课未登记")),
    }
    (!parts.is_empty()).then(|| format!("{}。", parts.join("，")))
}

/// Who was assessed, their results, and how these compare.
fn overall(issue: &Issue) -> Vec<String> {
    let all = issue.rows.len();
    let results: Vec<i32> = issue.rows.iter().filter_map(QuarterRow::result).collect();
    let exempt: Vec<&QuarterRow> = issue.rows.iter().filter(|row| row.result().is_none()).collect();
    let mut first =
        format!("{}应参评党员 {all} 名，实参评 {} 名", issue.quarter.label(), results.len());
    if !exempt.is_empty() {
        let kinds: Vec<String> = exemption_counts(&exempt)
            .into_iter()
            .map(|(kind, count)| format!("{kind} {count} 名"))
            .collect();
        first.push_str(&format!("，不参评 {} 名（{}）", exempt.len(), kinds.join("，")));
    }
    first.push('。');
    let counted = |row: &&QuarterRow| {
        let count = row.months.iter().filter(|month| matches!(month, MonthPlace::Counts(_)));
        let count = count.count();
        0 < count && count < row.months.len()
    };
    let partial = issue.rows.iter().filter(counted).count();
    if partial > 0 {
        first.push_str(&format!("其中 {partial} 名不满三个月，按实有月份平均。"));
    }
    if issue.adjustments > 0 {
        let text = format!("各月结果已计入 {} 条调整分录。", issue.adjustments);
        first.push_str(&text);
    }
    let mut told = vec![first];
    let (Some(mean), Some(highest), Some(lowest)) =
        (issue.mean().rounded(), results.iter().max(), results.iter().min())
    else {
        return told;
    };
    let shares: Vec<String> = issue
        .grades
        .iter()
        .enumerate()
        .map(|(place, grade)| {
            let count = results.iter().filter(|result| issue.grade(**result) == place).count();
            format!("{} {count} 名，占 {}", grade.name, share(count, results.len()))
        })
        .collect();
    told.push(format!(
        "季均人均 {} 分，最高 {} 分，最低 {} 分。{}。",
        shown(mean),
        shown(*highest),
        shown(*lowest),
        shares.join("；")
    ));
    let than: Vec<String> = [("上季度", issue.before), ("上年同期", issue.year_before)]
        .into_iter()
        .filter_map(|(when, then)| Some(compared(when, mean - then?)))
        .collect();
    if !than.is_empty() {
        told.push(format!("人均{}。", than.join("，")));
    }
    told
}

fn compared(when: &str, difference: i32) -> String {
    match difference {
        0 => format!("与{when}持平"),
        1.. => format!("比{when}高 {} 分", shown(difference)),
        ..0 => format!("比{when}低 {} 分", shown(-difference)),
    }
}

/// How many are exempt by each kind.
fn exemption_counts(exempt: &[&QuarterRow]) -> Vec<(&'static str, usize)> {
    let kind = |row: &QuarterRow| row.exemptions().last().map_or("其他", kind_label);
    let mut counts: Vec<(&'static str, usize)> = Vec::new();
    for row in exempt {
        let kind = kind(row);
        match counts.iter_mut().find(|(known, _)| *known == kind) {
            Some((_, count)) => *count += 1,
            None => counts.push((kind, 1)),
        }
    }
    counts
}

/// What a kind of exemption is called.
pub(super) fn kind_label(code: &str) -> &'static str {
    EXEMPTION_KINDS.iter().find(|(known, _)| *known == code).map_or("其他", |(_, label)| label)
}

/// The members of each grade.
fn by_grade(issue: &Issue, names: &BulletinNames, options: BulletinOptions) -> Vec<String> {
    let listed = listed(issue, names);
    issue
        .grades
        .iter()
        .enumerate()
        .filter_map(|(place, grade)| {
            let of_grade: Vec<String> = listed
                .iter()
                .filter(|row| row.result().is_some_and(|result| issue.grade(result) == place))
                .map(|row| names.member(&row.member, options))
                .collect();
            let count = of_grade.len();
            (count > 0).then(|| format!("{}（{count} 名）：{}。", grade.name, of_grade.join("、")))
        })
        .collect()
}

/// The rows in the order in which members are listed.
pub(super) fn listed<'a>(issue: &'a Issue, names: &BulletinNames) -> Vec<&'a QuarterRow> {
    let row = |member: &RecordId| issue.rows.iter().find(|row| row.member == *member);
    let mut listed: Vec<&QuarterRow> = names.order.iter().filter_map(row).collect();
    listed.extend(issue.rows.iter().filter(|row| !names.order.contains(&row.member)));
    listed
}

/// What went wrong, by kind. Nobody is named but, within, who stands below the pass mark.
fn faults(issue: &Issue, names: &BulletinNames, options: BulletinOptions) -> Vec<String> {
    let mut items: Vec<(&str, Vec<String>)> = Vec::new();
    for tally in &issue.cost {
        let text = format!("{} {} 次", fit(&tally.event, options), tally.times);
        match items.iter_mut().find(|(item, _)| *item == tally.item) {
            Some((_, events)) => events.push(text),
            None => items.push((&tally.item, vec![text])),
        }
    }
    let mut told: Vec<String> = items
        .into_iter()
        .map(|(item, events)| format!("{}：{}。", fit(item, options), events.join("，")))
        .collect();
    if told.is_empty() {
        told.push("本季度没有需要通报的扣分情形。".to_owned());
    }
    if !options.public {
        let pass = issue.grades.iter().rev().nth(1).map_or(0, |grade| grade.at_least);
        let below = |row: &&&QuarterRow| row.result().is_some_and(|result| result < pass);
        let below: Vec<String> = listed(issue, names)
            .iter()
            .filter(below)
            .map(|row| names.member(&row.member, options))
            .collect();
        if !below.is_empty() {
            let names = below.join("、");
            told.push(format!("季均不到合格线：{names}。由支委会约谈，限期整改。"));
        }
    }
    told
}

fn notice(issue: &Issue, words: &BulletinWords) -> String {
    let provisional = if issue.notice.provisional { "（暂算）" } else { "" };
    let phone = match words.phone.trim() {
        "" => String::new(),
        phone => format!("监督电话：{phone}。"),
    };
    format!(
        "公示期 {} 个工作日，自{}至{}{provisional}。如有异议，请在公示期内书面提出。{phone}",
        issue.notice.days,
        day_label(issue.day),
        day_label(issue.notice.until),
    )
}

/// A text as this version may show it: in the public one, no run of digits that could be the number
/// of a telephone or an identity card.
pub(super) fn fit(text: &str, options: BulletinOptions) -> String {
    if !options.public {
        return text.to_owned();
    }
    let mut shown = String::new();
    let mut run = String::new();
    for c in text.chars().chain(['\0']) {
        if c.is_numeric() || (!run.is_empty() && matches!(c, '-' | ' ' | 'X' | 'x' | '－' | '—'))
        {
            run.push(c);
            continue;
        }
        let digits = run.chars().filter(|c| c.is_numeric()).count();
        if digits >= SOMEONES {
            shown.push_str("（略）")
        } else {
            shown.push_str(&run)
        }
        run.clear();
        if c != '\0' {
            shown.push(c);
        }
    }
    shown
}

/// From so many digits on it could be a telephone; a year, a count or a day is shorter.
const SOMEONES: usize = 7;

/// Points as they are printed.
pub(super) fn shown(tenths: i32) -> String {
    points_text(tenths.into())
}

/// Points as a column of a table shows them.
pub(super) fn in_column(tenths: i32) -> String {
    points_in_column(tenths.into())
}

/// A share as it is printed, in tenths of a percent.
pub(super) fn share(count: usize, of: usize) -> String {
    percent_text(permille(count, of))
}

/// A share as a column of a table shows it.
pub(super) fn share_in_column(count: usize, of: usize) -> String {
    format!("{}%", points_in_column(permille(count, of)))
}

fn permille(count: usize, of: usize) -> i64 {
    tenths_of_percent(count as i64, of.max(1) as i64)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_that_could_be_someones_stay_out_of_the_public_version() {
        let public = BulletinOptions { public: true, ..BulletinOptions::default() };
        for (typed, told) in [
            ("电话13812345678，找张三", "电话（略），找张三"),
            ("138 1234 5678", "（略）"),
            ("证号51080219800101123X。", "证号（略）。"),
            ("１３８１２３４５６７８", "（略）"),
            ("2026年10月15日前，3 次以上", "2026年10月15日前，3 次以上"),
            ("〔2026〕12号", "〔2026〕12号"),
        ] {
            assert_eq!(fit(typed, public), told);
            assert_eq!(fit(typed, BulletinOptions::default()), typed);
        }
    }
}
