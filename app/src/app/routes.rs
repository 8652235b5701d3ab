//! Places in the app and their addresses, in the part after `#`.

use crate::ledger::{Month, Quarter, RecordId};
use crate::registers::{Head, REDACTION, head};

use super::address;
use super::address_text::decode;
use super::life_route::LifeRoute;
use super::settings_group::SettingsGroup;
use super::side_pages::{SidePage, side_page};

/// A place.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Route {
    /// 首页.
    #[default]
    Home,
    /// 活动.
    Life(LifeRoute),
    /// 考核 of a branch and month.
    Month(MonthRoute),
    /// 季度通报.
    Quarter(QuarterRoute),
    /// 年度评议.
    Year(YearRoute),
    /// 考核标准.
    Standard(StandardRoute),
    /// 台账: the list of registers.
    Registers,
    /// A register, 党员 among them.
    Register(&'static str, RegisterRoute),
    /// A page beside a register; perhaps of a month.
    Side(&'static str, SidePage, Option<Month>),
    /// A page beside a register, of a month and a branch.
    BranchSide(SidePage, Month, RecordId),
    /// A page beside a register that shows one of its records.
    RecordSide(SidePage, RecordId),
    /// 交换.
    Exchange,
    /// 两边都改过.
    Disputes,
    /// 工作交接.
    Handover,
    /// 各支部进度 of a month; without one, of the usual.
    Branches(Option<Month>),
    /// 依法删除个人信息.
    Redactions,
    /// 同一人、同一单位.
    Duplicates,
    /// 设置; perhaps one group of it.
    Settings(Option<SettingsGroup>),
    /// 更多: the places that a phone's bar has no room for.
    More,
    /// No such place.
    Unknown,
}

/// A branch's month; what is missing is chosen by default.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct MonthRoute {
    /// The branch.
    pub branch: Option<RecordId>,
    /// The month.
    pub month: Option<Month>,
    /// Which side of it.
    pub view: MonthTab,
}

/// A side of a month.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum MonthTab {
    /// The sheet of members × items; perhaps with a member, or a member's item, opened.
    #[default]
    Sheet,
    /// The explanation of a member's score, or of one item of it, beside the sheet.
    Explain(RecordId, Option<String>),
    /// An item of the standard beside the sheet.
    Item(String),
    /// A record beside another side of the month.
    Record(RecordId, Box<MonthTab>),
    /// The entries of the month.
    Entries,
    /// A new entry; perhaps for a rule line and a member already chosen.
    NewEntry(Option<String>, Option<RecordId>),
    /// From approval to lock.
    Close,
    /// 月度申报表, to be filled in by hand.
    PrintForm,
    /// The sheet on paper.
    PrintSheet,
    /// 公示表 in its public version.
    PrintNotice,
}

/// A quarter, of a branch or of the whole hospital; without one, the usual.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct QuarterRoute {
    /// The quarter.
    pub quarter: Option<Quarter>,
    /// The branch; `None` for the whole hospital.
    pub branch: Option<RecordId>,
    /// Whether the bulletin is shown as it is printed.
    pub paper: bool,
}

/// A branch's year; what is missing is chosen by default.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct YearRoute {
    /// The year.
    pub year: Option<i32>,
    /// The branch.
    pub branch: Option<RecordId>,
    /// The member, where it is a member's year (个人积分); then without a branch.
    pub member: Option<RecordId>,
    /// Which side of it.
    pub view: YearTab,
}

/// A side of a year.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum YearTab {
    /// Results, suggestions and decisions.
    #[default]
    Table,
    /// The ballots of the democratic appraisal.
    Ballots,
    /// Awards and performance pay.
    Uses,
    /// 测评表, to be filled in by hand.
    PrintBallot,
    /// 汇总表.
    PrintSummary,
    /// 个人积分 on paper.
    PrintMember,
    /// 个人积分 of all members of the branch, on paper.
    PrintMembers,
}

/// A place within a register.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum RegisterRoute {
    /// The list.
    #[default]
    List,
    /// The list of what is faulty (待修正).
    Faulty,
    /// A record.
    Detail(RecordId),
    /// The form of a record.
    Edit(RecordId),
    /// The form of a new record.
    New,
    /// The form of a new record that belongs to another, or names it, and of the time that is meant.
    NewAbout(RecordId, Option<Month>),
    /// The list on paper.
    Print,
}

/// A place within the standard.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum StandardRoute {
    /// The standard in force, and the list of versions.
    #[default]
    InForce,
    /// A published standard.
    Published(RecordId),
    /// An item of a published standard or of a draft.
    Item(RecordId, String),
    /// The list of versions.
    Versions,
    /// A page about a version.
    About(StandardTab, RecordId),
}

/// A page about a version of the standard.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StandardTab {
    /// A draft that is edited.
    Draft,
    /// A draft beside the standard in force.
    Compare,
    /// What a draft would have changed (试算).
    Try,
    /// The same on paper.
    PrintTrial,
    /// What publishing a draft would change, and publishing it.
    Publish,
    /// A published standard or a draft on paper.
    Print,
}

impl StandardTab {
    const ALL: [(Self, &'static str); 6] = [
        (Self::Draft, "draft"),
        (Self::Compare, "compare"),
        (Self::Try, "try"),
        (Self::PrintTrial, "print-trial"),
        (Self::Publish, "publish"),
        (Self::Print, "print"),
    ];

    /// Its name in addresses.
    pub fn name(self) -> &'static str {
        Self::ALL.iter().find(|(tab, _)| *tab == self).map_or("", |(_, name)| name)
    }

    fn named(name: &str) -> Option<Self> {
        Self::ALL.iter().find(|(_, own)| *own == name).map(|(tab, _)| *tab)
    }

    /// The place of it, about a version.
    pub fn of(self, version: &RecordId) -> Route {
        Route::Standard(StandardRoute::About(self, version.clone()))
    }
}

impl Route {
    /// Reads the part of an address after `#`.
    pub fn parse(hash: &str) -> Self {
        let path = hash.trim_start_matches('#').trim_start_matches('/');
        let parts: Vec<String> =
            path.split('/').filter(|part| !part.is_empty()).map(decode).collect();
        let parts: Vec<&str> = parts.iter().map(String::as_str).collect();
        Self::from_parts(&parts).unwrap_or(Self::Unknown)
    }

    fn from_parts(parts: &[&str]) -> Option<Self> {
        Some(match parts {
            [] => Self::Home,
            ["life", rest @ ..] => Self::Life(LifeRoute::from_parts(rest)?),
            ["month", rest @ ..] => Self::Month(MonthRoute::from_parts(rest)?),
            ["quarter", rest @ ..] => Self::Quarter(QuarterRoute::from_parts(rest)?),
            ["year", rest @ ..] => Self::Year(YearRoute::from_parts(rest)?),
            ["standard"] => Self::Standard(StandardRoute::InForce),
            ["standard", "versions"] => Self::Standard(StandardRoute::Versions),
            ["standard", "item", id, item] => {
                Self::Standard(StandardRoute::Item(address::read(id)?, (*item).to_owned()))
            }
            ["standard", tab, id] => {
                Self::Standard(StandardRoute::About(StandardTab::named(tab)?, address::read(id)?))
            }
            ["standard", id] => Self::Standard(StandardRoute::Published(address::read(id)?)),
            ["registers"] => Self::Registers,
            ["register", name, rest @ ..] => {
                let register = head(name)?;
                if let [side, month, branch] = rest
                    && let (Some(page), Ok(month)) = (side_page(register, side), month.parse())
                {
                    return Some(Self::BranchSide(page, month, address::read(branch)?));
                }
                if let [side, id] = rest
                    && let Some(page) = side_page(register, side)
                    && id.parse::<Month>().is_err()
                {
                    let id = address::read(id).filter(|id| id.register() == register.name)?;
                    return Some(Self::RecordSide(page, id));
                }
                let (side, month) = match rest {
                    [side] => (*side, None),
                    [side, month] => (*side, month.parse().ok()),
                    _ => ("", None),
                };
                let side = side_page(register, side).filter(|_| rest.len() < 2 || month.is_some());
                match side {
                    Some(side) => Self::Side(register.name, side, month),
                    None => Self::Register(register.name, RegisterRoute::from_parts(rest)?),
                }
            }
            // As earlier versions have it.
            ["import-roster"] => SidePage::ImportRoster.route(),
            ["import-totals"] => SidePage::ImportTotals.route(),
            ["exchange"] => Self::Exchange,
            ["exchange", "disputes"] => Self::Disputes,
            ["exchange", "handover"] => Self::Handover,
            ["branches"] => Self::Branches(None),
            ["branches", month] => Self::Branches(Some(month.parse().ok()?)),
            ["redactions"] => Self::Redactions,
            ["exchange", "twins"] => Self::Duplicates,
            ["more"] => Self::More,
            ["settings"] => Self::Settings(None),
            ["settings", group] => Self::Settings(Some(SettingsGroup::named(group)?)),
            _ => return None,
        })
    }

    /// The list of a register.
    pub fn list(head: &Head) -> Self {
        Self::Register(head.name, RegisterRoute::List)
    }

    /// A record's own page.
    pub fn detail(id: &RecordId) -> Self {
        match head(id.register()) {
            Some(head) if head.name == REDACTION.name => Self::Redactions,
            Some(head) => Self::Register(head.name, RegisterRoute::Detail(id.clone())),
            None => Self::Unknown,
        }
    }

    /// The form of a record.
    pub fn edit(id: &RecordId) -> Self {
        match Self::detail(id) {
            Self::Register(register, RegisterRoute::Detail(id)) => {
                Self::Register(register, RegisterRoute::Edit(id))
            }
            page => page,
        }
    }

    /// A side of a branch's month.
    pub fn month(branch: &RecordId, month: Month, view: MonthTab) -> Self {
        Self::Month(MonthRoute { branch: Some(branch.clone()), month: Some(month), view })
    }

    /// The address for a link.
    pub fn href(&self) -> String {
        format!("#{self}")
    }
}

impl SidePage {
    /// The place of it.
    pub fn route(self) -> Route {
        Route::Side(self.entry().register, self, None)
    }
}

impl MonthRoute {
    fn from_parts(parts: &[&str]) -> Option<Self> {
        let (branch, month, rest) = match parts {
            [] => return Some(Self::default()),
            [branch, month, rest @ ..] => (address::read(branch)?, month.parse().ok()?, rest),
            _ => return None,
        };
        let view = MonthTab::from_parts(rest)?;
        Some(Self { branch: Some(branch), month: Some(month), view })
    }
}

impl MonthTab {
    fn from_parts(parts: &[&str]) -> Option<Self> {
        Some(match parts {
            [] => Self::Sheet,
            ["explain", member] => Self::Explain(address::read(member)?, None),
            ["explain", member, item] => {
                Self::Explain(address::read(member)?, Some((*item).to_owned()))
            }
            [under @ .., "record", id] => {
                Self::Record(address::read(id)?, Box::new(Self::from_parts(under)?))
            }
            ["item", item] => Self::Item((*item).to_owned()),
            ["entries"] => Self::Entries,
            ["new"] => Self::NewEntry(None, None),
            ["new", line] => Self::NewEntry(Some((*line).to_owned()), None),
            ["new", line, member] => {
                Self::NewEntry(Some((*line).to_owned()), Some(address::read(member)?))
            }
            ["close"] => Self::Close,
            ["print-form"] => Self::PrintForm,
            ["print-sheet"] => Self::PrintSheet,
            ["print-notice"] => Self::PrintNotice,
            _ => return None,
        })
    }

    /// The side beside which a record is open; itself where none is.
    pub fn under(&self) -> &Self {
        match self {
            Self::Record(_, under) => under,
            other => other,
        }
    }
}

impl QuarterRoute {
    fn from_parts(parts: &[&str]) -> Option<Self> {
        let (parts, paper) = match parts {
            [parts @ .., "paper"] => (parts, true),
            parts => (parts, false),
        };
        let (quarter, branch) = match parts {
            [] if !paper => return Some(Self::default()),
            [quarter] => (quarter.parse().ok()?, None),
            [quarter, branch] => (quarter.parse().ok()?, Some(address::read(branch)?)),
            _ => return None,
        };
        Some(Self { quarter: Some(quarter), branch, paper })
    }
}

impl YearRoute {
    fn from_parts(parts: &[&str]) -> Option<Self> {
        let (year, branch, view) = match parts {
            [] => return Some(Self::default()),
            [year, "member", member, rest @ ..] => {
                let view = match rest {
                    [] => YearTab::Table,
                    ["print"] => YearTab::PrintMember,
                    _ => return None,
                };
                let (year, member) = (Some(read_year(year)?), Some(address::read(member)?));
                return Some(Self { year, member, view, ..Self::default() });
            }
            [year] => return Some(Self { year: Some(read_year(year)?), ..Self::default() }),
            [year, branch] => (year, branch, YearTab::Table),
            [year, branch, "ballots"] => (year, branch, YearTab::Ballots),
            [year, branch, "uses"] => (year, branch, YearTab::Uses),
            [year, branch, "print-ballot"] => (year, branch, YearTab::PrintBallot),
            [year, branch, "print-members"] => (year, branch, YearTab::PrintMembers),
            [year, branch, "print-summary"] => (year, branch, YearTab::PrintSummary),
            _ => return None,
        };
        let (year, branch) = (Some(read_year(year)?), Some(address::read(branch)?));
        Some(Self { year, branch, view, ..Self::default() })
    }
}

fn read_year(text: &str) -> Option<i32> {
    Month::new(text.parse().ok()?, 1).map(Month::year)
}

impl RegisterRoute {
    fn from_parts(parts: &[&str]) -> Option<Self> {
        Some(match parts {
            [] => Self::List,
            ["new"] => Self::New,
            ["new", about] => Self::NewAbout(address::read(about)?, None),
            ["new", about, month] => {
                Self::NewAbout(address::read(about)?, Some(month.parse().ok()?))
            }
            ["faulty"] => Self::Faulty,
            ["print"] => Self::Print,
            [id] => Self::Detail(address::read(id)?),
            [id, "edit"] => Self::Edit(address::read(id)?),
            _ => return None,
        })
    }
}
