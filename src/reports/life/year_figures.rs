//! 年度数据: the figures of a year, of a branch or the whole hospital, against the year before.
//!
//! What is not recorded is 未登记 and not zero: a count is zero only where its register was kept.

use crate::ledger::RecordId;
use crate::ordered;
use crate::registers::{MEETING_KINDS, money_text, points_text};

use super::super::share::share_text;
use super::super::table::{Column, Table};
use super::year_entries::{FigureEntry, FigureKind, YearEntries};

/// Whose figures.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scope<'a> {
    /// The whole hospital's, all branches with it.
    Hospital,
    /// A branch's.
    Branch(&'a RecordId),
    /// What belongs to no branch: held by the whole hospital together.
    Together,
}

impl Scope<'_> {
    /// Whether an entry is in it.
    pub fn holds(self, entry: &FigureEntry) -> bool {
        match self {
            Self::Hospital => true,
            Self::Branch(branch) => entry.branch.as_ref() == Some(branch),
            Self::Together => entry.branch.is_none(),
        }
    }
}

/// What a figure is; `None` of [`Figured`] where nothing was recorded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Figured {
    /// How much.
    pub amount: i64,
    /// Of how many, for rates; else 0.
    pub of: i64,
}

/// The value of a figure: `None` is 未登记.
pub type FigureValue = Option<Figured>;

/// A figure of a year.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct YearFigure {
    /// Which.
    pub kind: FigureKind,
    /// Its value.
    pub value: FigureValue,
    /// Its value in the year before.
    pub before: FigureValue,
}

/// The figures in the order in which they are shown.
pub(super) fn figure_kinds() -> Vec<FigureKind> {
    let mut kinds = vec![FigureKind::Rate];
    kinds.extend(MEETING_KINDS.iter().map(|(kind, _)| FigureKind::Meetings(kind)));
    kinds.extend([
        FigureKind::Attendance,
        FigureKind::MakeUps,
        FigureKind::Lectures,
        FigureKind::StudyHours,
        FigureKind::Volunteers,
        FigureKind::VolunteerHours,
        FigureKind::Community,
        FigureKind::Served,
        FigureKind::Medicine,
        FigureKind::Deeds,
        FigureKind::Commitments,
    ]);
    kinds
}

impl FigureKind {
    /// What it is called.
    pub fn label(self) -> &'static str {
        match self {
            Self::Rate => "三会一课完成率",
            Self::Meetings(kind) => {
                MEETING_KINDS.iter().find(|(one, _)| *one == kind).map_or("", |(_, label)| label)
            }
            Self::Attendance => "到会率",
            Self::MakeUps => "补学",
            Self::Lectures => "讲党课",
            Self::StudyHours => "学时合计",
            Self::Volunteers => "志愿服务",
            Self::VolunteerHours => "志愿服务时长",
            Self::Community => "双报到",
            Self::Served => "服务群众",
            Self::Medicine => "药品物品",
            Self::Deeds => "办结实事",
            Self::Commitments => "承诺兑现",
        }
    }

    /// Its unit.
    pub fn unit(self) -> &'static str {
        match self {
            Self::Rate | Self::Attendance => "",
            Self::Meetings(_) | Self::Lectures => "次",
            Self::MakeUps | Self::Volunteers | Self::Community | Self::Served => "人次",
            Self::StudyHours => "学时",
            Self::VolunteerHours => "小时",
            Self::Medicine => "元",
            Self::Deeds => "件",
            Self::Commitments => "项",
        }
    }

    fn is_rate(self) -> bool {
        matches!(self, Self::Rate | Self::Attendance)
    }

    /// Whether it is zero where its register was kept and says nothing of it. What is measured is
    /// unknown then.
    fn is_count(self) -> bool {
        !matches!(
            self,
            Self::Served
                | Self::Medicine
                | Self::StudyHours
                | Self::VolunteerHours
                | Self::Attendance
        )
    }

    /// The figure in words, without its unit; 未登记 where nothing was recorded.
    pub fn words(self, value: FigureValue) -> String {
        let Some(Figured { amount, of }) = value else { return "未登记".to_owned() };
        match self {
            Self::Rate | Self::Attendance => share_text(amount, of),
            Self::StudyHours | Self::VolunteerHours => points_text(amount),
            Self::Medicine => money_text(amount).trim_end_matches(".00").to_owned(),
            Self::MakeUps | Self::Commitments if of > 0 => format!("{amount}/{of}"),
            _ => amount.to_string(),
        }
    }

    /// How an amount of one entry reads, with its unit.
    pub fn entry_words(self, entry: &FigureEntry) -> String {
        let Some(amount) = entry.amount else { return "没有写".to_owned() };
        match self {
            Self::Rate => if amount > 0 { "已开" } else { "没有登记" }.to_owned(),
            Self::Attendance => format!("到 {amount}，应到 {}", entry.of),
            Self::MakeUps => format!("补学 {amount}，应补 {}", entry.of),
            Self::Commitments => if amount > 0 { "已兑现" } else { "没有兑现" }.to_owned(),
            Self::Deeds => if amount > 0 { "已办结" } else { "在办" }.to_owned(),
            _ => {
                let value = Some(Figured { amount, of: entry.of });
                format!("{} {}", self.words(value), self.unit())
            }
        }
    }
}

impl YearEntries {
    /// The value of a figure in a scope.
    pub fn value(&self, kind: FigureKind, scope: Scope<'_>) -> FigureValue {
        let mut is_recorded = false;
        let mut sum: Option<Figured> = None;
        for entry in self.entries.iter().filter(|entry| scope.holds(entry)) {
            let is_of_source = entry.figure.source() == kind.source();
            is_recorded |= is_of_source && entry.record.is_some();
            if let Some(amount) = entry.amount.filter(|_| entry.figure == kind) {
                let sum = sum.get_or_insert(Figured { amount: 0, of: 0 });
                sum.amount += amount;
                sum.of += entry.of;
            }
        }
        // Periods that are over are owed whether or not anything was recorded.
        let sum = sum.filter(|_| is_recorded);
        let is_empty_rate = kind.is_rate() && sum.is_none();
        let zero = Figured { amount: 0, of: 0 };
        sum.or_else(|| (is_recorded && kind.is_count() && !is_empty_rate).then_some(zero))
    }

    /// The entries behind a figure, those of one record beside each other.
    pub fn behind(&self, kind: FigureKind, scope: Scope<'_>) -> Vec<&FigureEntry> {
        let of_figure = |entry: &&FigureEntry| entry.figure == kind && scope.holds(entry);
        let mut entries: Vec<&FigureEntry> = self.entries.iter().filter(of_figure).collect();
        ordered::sort_by_key(&mut entries, |entry| (entry.record.clone(), entry.branch.clone()));
        entries
    }

    /// What is not in the figures, in sentences: archived months, meetings without a roll.
    pub fn missing(&self) -> Vec<String> {
        let mut lines = Vec::new();
        if !self.archived.is_empty() {
            let months: Vec<String> =
                self.archived.iter().map(|month| month.number().to_string()).collect();
            lines.push(format!(
                "{}年{}月已归档，记录不在这里，数据里没有这些月份。",
                self.year,
                months.join("、")
            ));
        }
        let mut count = |records: &[RecordId], words: &str| {
            if !records.is_empty() {
                lines.push(format!("{}年有 {} 次{words}", self.year, records.len()));
            }
        };
        count(&self.unrolled, "会议到了日期还没有点名，没有计入。");
        count(&self.half_called, "会议还有人没有点名，到会率先把他们算作没到。");
        count(&self.untimed, "服务没有写时长，只计人次，不计小时。");
        lines
    }
}

/// The figures of a scope, against those of the year before.
pub fn year_figures(year: &YearEntries, before: &YearEntries, scope: Scope<'_>) -> Vec<YearFigure> {
    let kinds = figure_kinds().into_iter();
    let figure = |kind| YearFigure {
        kind,
        value: year.value(kind, scope),
        before: before.value(kind, scope),
    };
    kinds.map(figure).collect()
}

/// The figures of all branches as a table: a row a figure, a column a branch, the hospital last.
pub fn year_table(entries: &YearEntries, branches: &[(RecordId, String)]) -> Table {
    let scopes: Vec<(Scope<'_>, &str)> = branches
        .iter()
        .map(|(id, name)| (Scope::Branch(id), &**name))
        .chain([(Scope::Together, "全院一起"), (Scope::Hospital, "全院")])
        .collect();
    let mut columns = vec![Column::text("项目"), Column::text("单位")];
    columns.extend(scopes.iter().map(|(_, name)| Column::number(*name, 22).mixed()));
    let row = |kind: FigureKind| {
        let mut cells = vec![kind.label().to_owned(), kind.unit().to_owned()];
        cells.extend(scopes.iter().map(|(scope, _)| kind.words(entries.value(kind, *scope))));
        cells
    };
    let mut notes = entries.missing();
    notes.push("“未登记”是没有任何登记，“0”是登记了别的、这一项没有。".to_owned());
    Table {
        title: format!("{}年组织生活和服务数据", entries.year),
        columns,
        rows: figure_kinds().into_iter().map(row).collect(),
        notes,
        landscape: true,
        ..Table::default()
    }
}
