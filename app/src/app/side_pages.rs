//! Pages beside the list and the records of a register, such as an import of its own.

use crate::registers::{Head, NaturalKey};

/// The table of side pages, one line each: its name in code, the register (`*` for all that are
/// listed, have more than one record, and no such page of their own), its part of the address after
/// that of the register, what it is called, and the module of `ui::pages` with the function that shows
/// it.
///
/// The first load makes the addresses and titles of it ([`SidePage`]), the chunk that has the pages
/// what shows them, so that the first load names none of their functions.
#[macro_export]
macro_rules! side_pages {
    ($make:ident) => {
        $make! {
            ImportRoster, "member", "import", "花名册导入", import_roster::import_roster_page;
            ImportTotals, "brought_in", "import", "引入以往月份", import_totals::import_totals_page;
            FillMonth, "department_result", "month", "按月填写", fill_month::fill_month_page;
            FillLacking, "department_result", "lacking", "按月填写", fill_month::fill_lacking_page;
            Voice, "opinion", "place", "群众", voice::voice_place;
            Opinions, "opinion", "rates", "意见办理情况", voice::opinions_page;
            Surveys, "satisfaction", "rates", "满意度情况", voice::surveys_page;
            CallBacks, "callback", "rates", "回访情况", voice::callbacks_page;
            DrawSlip, "draw", "slip", "抽取单", voice::draws_page;
            Statistics, "member", "statistics", "党员统计", statistics::statistics_page;
            CollectDues, "dues_month", "month", "按月收缴", dues::dues_page;
            Candidates, "member", "candidates", "发展党员", course::candidates_page;
            CoursePath, "course", "path", "发展进程", course::course_page;
            KioskHandover, "kiosk_month", "hand-over", "交给病人评价", kiosk::handover_page;
            KioskResults, "kiosk_month", "results", "评价结果", kiosk::results_page;
            ImportRecords, "*", "import", "从表格导入", import_records::import_records_page;
        }
    };
}

macro_rules! declare {
    ($($page:ident, $register:literal, $name:literal, $label:literal, $module:ident::$show:ident;)*) => {
        /// A page beside a register; each has a line in [`side_pages`](crate::side_pages).
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum SidePage {
            $(#[doc = $label] $page,)*
        }

        static SIDE_PAGES: &[SidePage] = &[$(SidePage::$page),*];

        impl SidePage {
            /// Where it is, and what it is called.
            pub fn entry(self) -> &'static SideEntry {
                match self {
                    $(Self::$page => {
                        &SideEntry { register: $register, name: $name, label: $label }
                    })*
                }
            }
        }
    };
}

side_pages!(declare);

/// Where a side page is, and what it is called.
#[derive(Debug)]
pub struct SideEntry {
    /// The register; [`LISTED`] for many.
    pub register: &'static str,
    /// Its part of the address, after that of the register.
    pub name: &'static str,
    /// What it is called.
    pub label: &'static str,
}

/// The part of the address of an import.
pub const IMPORT: &str = "import";

/// In the place of a register: every one that is listed and has more than one record.
const LISTED: &str = "*";

/// The side page of a register by its part of the address: one of its own, or one of all registers.
pub fn side_page(register: &Head, name: &str) -> Option<SidePage> {
    let is_listed = register.is_listed() && register.key != NaturalKey::Single;
    let of = |register: &str| {
        SIDE_PAGES.iter().copied().find(|page| {
            let entry = page.entry();
            entry.register == register && entry.name == name
        })
    };
    of(register.name).or_else(|| of(LISTED).filter(|_| is_listed))
}
