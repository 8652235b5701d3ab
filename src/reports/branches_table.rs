//! 各支部进度 as a table, for paper and for spreadsheets.

use crate::ledger::Day;
use crate::registers::{Step, points_in_column, points_text};
use crate::scoring::ResultSource;

use super::branches::{BranchState, BranchStates, IN_PART, LastNews, day_words};
use super::table::{Align, Column, Table, Width};

impl LastNews {
    /// When and from which tablet, or from whom where the tablet has no name.
    pub fn words(&self, today: Day) -> String {
        let by = if self.by.tablet.is_empty() { &self.by.name } else { &self.by.tablet };
        format!("{} {by}", day_words(self.at.day(), today)).trim_end().to_owned()
    }
}

impl BranchState {
    /// How far the month is, in a word.
    pub fn step_word(&self) -> &'static str {
        let brought_in = self.source == Some(ResultSource::BroughtIn);
        if brought_in { "引入" } else { self.step.word() }
    }

    /// The same, with the days of the step.
    pub fn step_words(&self) -> String {
        let word = self.step_word();
        if self.days.is_empty() { word.to_owned() } else { format!("{word}（{}）", self.days) }
    }

    /// Where the numbers come from, and what was added to them since.
    pub fn source_words(&self) -> String {
        let (count, sum) = self.adjusted;
        let source = match self.source {
            None => return String::new(),
            Some(ResultSource::Locked) => "按锁定结果",
            Some(ResultSource::BroughtIn) => "按引入的总分",
            Some(ResultSource::Open) => "按现在的登记",
        };
        let total = points_text(self.mean.sum);
        let mut words = format!("{source}，合计 {total} 分");
        if count > 0 {
            let sign = if sum < 0 { "−" } else { "+" };
            let sum = points_text(sum.abs());
            words.push_str(&format!("；另有调整 {count} 笔（{sign}{sum} 分），没有算在内"));
        }
        words
    }
}

/// The table of all branches, the whole hospital in its last row.
pub fn branches_table(states: &BranchStates, today: Day) -> Table {
    let grades = shown_grades(states);
    let mut columns = vec![
        Column { width: Width::Mm(38), ..Column::text("支部") },
        Column { width: Width::Mm(34), ..Column::text("数据到") },
        Column { width: Width::Mm(40), ..Column::text("进度") },
        Column::number("参评", 14),
        Column::number("人均", 16),
    ];
    columns.extend(grades.iter().map(|name| Column::number(name, 16)));
    columns.push(Column { width: Width::Mm(28), ..Column::text("三会一课") });
    columns.push(Column { align: Align::Start, ..Column::text("说明") });
    let numbers = |mean: crate::scoring::Mean, count: &dyn Fn(&str) -> usize| {
        let mut cells = vec![
            mean.count.to_string(),
            mean.rounded().map_or_else(|| "—".to_owned(), |mean| points_in_column(mean.into())),
        ];
        cells.extend(grades.iter().map(|name| count(name).to_string()));
        cells
    };
    let row = |one: &BranchState| {
        let known = one.known.as_ref().map_or_else(|| "—".to_owned(), |known| known.words(today));
        let mut cells = vec![one.name.clone(), known, one.step_words()];
        cells.extend(numbers(one.mean, &|grade| {
            let found = one.grades.iter().find(|(name, _)| name == grade);
            found.map_or(0, |(_, count)| *count)
        }));
        cells.push(if one.meetings.is_empty() { "—".to_owned() } else { one.meetings.clone() });
        let mut notes = vec![one.source_words()];
        notes.extend(one.in_part.then(|| IN_PART.to_owned()));
        notes.extend(one.missing.iter().cloned());
        notes.retain(|note| !note.is_empty());
        cells.push(notes.join("；"));
        cells
    };
    let mut rows: Vec<Vec<String>> = states.branches.iter().map(row).collect();
    let (locked, all) = states.locked();
    let mut whole = vec!["全院".to_owned(), String::new(), format!("{all} 个支部锁定 {locked} 个")];
    whole.extend(numbers(states.mean(), &|grade| states.graded(grade)));
    whole.push(String::new());
    let open = states.branches.iter().any(|one| one.step != Step::Locked);
    whole.push(if open { "没有锁定的支部，分数还会变" } else { "全部按锁定结果" }.to_owned());
    rows.push(whole);
    let mut notes =
        vec!["支部之间只比人均。全院人均按参评的每一个人算，不是各支部人均的平均。".to_owned()];
    notes.push("“三会一课”是本季度已到期的应开次数里开了几次，没有任何登记的写未登记。".to_owned());
    if states.branches.iter().any(|one| one.in_part) {
        notes.push(format!(
            "“{IN_PART}”：数据是按支部或按月份导出的，一票否决等没有随文件来，月份锁定以后以锁定结果为准。"
        ));
    }
    Table {
        title: "各支部党员积分考核进度表".to_owned(),
        subtitle: states.month.label(),
        columns,
        rows,
        notes,
        landscape: true,
        ..Table::default()
    }
}

/// The highest and the lowest grade that are given in the month.
pub(super) fn shown_grades(states: &BranchStates) -> Vec<String> {
    let mut shown: Vec<String> = Vec::new();
    for one in &states.branches {
        let ends = [one.grades.first(), one.grades.last()];
        for (name, _) in ends.into_iter().flatten() {
            if !shown.contains(name) {
                shown.push(name.clone());
            }
        }
    }
    shown
}
