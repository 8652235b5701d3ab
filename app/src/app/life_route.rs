//! Addresses of 活动: what is about organizational life and service.

use std::fmt;

use crate::ledger::{Month, RecordId};

use super::address;
use super::address_text::encode;

/// A page of 活动.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct LifeRoute {
    /// Which page.
    pub view: LifeView,
    /// The record that it is about: a meeting, an event, a branch.
    pub record: Option<RecordId>,
    /// The month that it is about, or any month of the year.
    pub month: Option<Month>,
    /// The kind of what is made; empty where nothing is.
    pub kind: String,
}

/// Declares the pages: what they are in code, in addresses, and on the screen.
macro_rules! views {
    ($($view:ident, $name:literal, $label:literal;)*) => {
        /// Which page of 活动.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
        pub enum LifeView {
            #[default]
            $(#[doc = $label] $view,)*
        }

        impl LifeView {
            const ALL: &[Self] = &[$(Self::$view),*];

            /// Its part of the address.
            fn name(self) -> &'static str {
                match self { $(Self::$view => $name,)* }
            }

            /// What it is called.
            pub fn label(self) -> &'static str {
                match self { $(Self::$view => $label,)* }
            }
        }
    };
}

views! {
    Calendar, "month", "活动";
    New, "new", "新建活动";
    Roll, "roll", "点名";
    Minutes, "minutes", "会议记录";
    SignIn, "sign-in", "签到表";
    Count, "count", "计数";
    Duties, "duties", "该做什么";
    PrintDuties, "print-duties", "本月待办";
    Hours, "hours", "学时";
    Plan, "plan", "理论学习计划";
    Commitments, "commitments", "年度承诺";
    Board, "board", "三亮公示";
    PrintBoard, "print-board", "三亮公示";
    Show, "show", "三亮播放";
    Facets, "facets", "德能勤绩廉";
    Figures, "figures", "年度数据";
}

impl LifeView {
    /// The place of it, about nothing in particular.
    pub fn route(self) -> LifeRoute {
        LifeRoute { view: self, ..LifeRoute::default() }
    }

    /// The place of it, about a record.
    pub fn of(self, record: &RecordId) -> LifeRoute {
        LifeRoute { record: Some(record.clone()), ..self.route() }
    }

    /// The place of it, about a month or its year.
    pub fn in_month(self, month: Month) -> LifeRoute {
        LifeRoute { month: Some(month), ..self.route() }
    }
}

impl LifeRoute {
    /// Reads the parts after `life`: a page, then a month, a record and a kind, as far as there are any.
    pub(super) fn from_parts(parts: &[&str]) -> Option<Self> {
        let [name, rest @ ..] = parts else { return Some(Self::default()) };
        let view = LifeView::ALL.iter().copied().find(|view| view.name() == *name)?;
        let (month, rest) = match rest {
            [first, rest @ ..] => match first.parse().ok() {
                Some(month) => (Some(month), rest),
                None => (None, parts.get(1..)?),
            },
            [] => (None, rest),
        };
        let (record, kind) = match rest {
            [] => (None, ""),
            [id] => (Some(address::read(id)?), ""),
            [id, kind] => (Some(address::read(id)?), *kind),
            _ => return None,
        };
        Some(Self { view, record, month, kind: kind.to_owned() })
    }
}

impl fmt::Display for LifeRoute {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "/life/{}", self.view.name())?;
        if let Some(month) = self.month {
            write!(f, "/{month}")?;
        }
        if let Some(id) = &self.record {
            write!(f, "/{}", encode(&address::of(id)))?;
        }
        if self.kind.is_empty() { Ok(()) } else { write!(f, "/{}", encode(&self.kind)) }
    }
}
