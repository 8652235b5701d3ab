//! Which page is shown, and what it is called.

use crate::app::routes::Route;
use crate::registers::register;

use super::parts::OfficePage;

/// Which page is shown: a change within one does not make it anew.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Section {
    Home,
    Month,
    Quarter,
    Year,
    Standard,
    Registers,
    Register(&'static str),
    Office(OfficePage),
    Unknown,
}

/// The section that an address belongs to.
pub(super) fn section(route: &Route) -> Section {
    match route {
        Route::Home => Section::Home,
        Route::Month(_) => Section::Month,
        Route::Quarter(_) => Section::Quarter,
        Route::Year(_) => Section::Year,
        Route::Standard(_) => Section::Standard,
        Route::Registers => Section::Registers,
        Route::Register(name, _) => Section::Register(name),
        Route::ImportRoster => Section::Office(OfficePage::ImportRoster),
        Route::ImportTotals => Section::Office(OfficePage::ImportTotals),
        Route::Exchange => Section::Office(OfficePage::Exchange),
        Route::Disputes => Section::Office(OfficePage::Disputes),
        Route::Handover => Section::Office(OfficePage::Handover),
        Route::Branches(_) => Section::Office(OfficePage::Branches),
        Route::Redactions => Section::Office(OfficePage::Redactions),
        Route::Twins => Section::Office(OfficePage::Twins),
        Route::Settings => Section::Office(OfficePage::Settings),
        Route::Unknown => Section::Unknown,
    }
}

/// Its name, as the title of the page says it.
pub(super) fn section_title(section: Section) -> &'static str {
    match section {
        Section::Home => "首页",
        Section::Month => "考核",
        Section::Quarter => "季度通报",
        Section::Year => "年度评议",
        Section::Standard => "考核标准",
        Section::Registers => "台账",
        Section::Register(name) => register(name).map_or("台账", |register| register.label),
        Section::Office(page) => office_title(page),
        Section::Unknown => "没有这一页",
    }
}

fn office_title(page: OfficePage) -> &'static str {
    match page {
        OfficePage::ImportRoster => "花名册导入",
        OfficePage::ImportTotals => "引入以往月份",
        OfficePage::Exchange => "交换",
        OfficePage::Disputes => "两边都改过",
        OfficePage::Twins => "同一人、同一单位",
        OfficePage::Handover => "工作交接",
        OfficePage::Branches => "各支部进度",
        OfficePage::Redactions => "依法删除个人信息",
        OfficePage::Settings => "设置",
    }
}
