//! Which page is shown, and what it is called.

use crate::app::routes::Route;
use crate::registers::head;

use super::chunks::MiscPage;

/// Which page is shown: a change within one does not make it anew.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Section {
    Home,
    Life,
    Month,
    Quarter,
    Year,
    Standard,
    Registers,
    Register(&'static str),
    Misc(MiscPage),
    Unknown,
}

/// The section that an address belongs to.
pub(super) fn section(route: &Route) -> Section {
    match route {
        Route::Home => Section::Home,
        Route::Life(_) => Section::Life,
        Route::Month(_) => Section::Month,
        Route::Quarter(_) => Section::Quarter,
        Route::Year(_) => Section::Year,
        Route::Standard(_) => Section::Standard,
        Route::Registers => Section::Registers,
        Route::Register(name, _) => Section::Register(name),
        Route::Side(name, page, _) => Section::Misc(MiscPage::Side(name, *page)),
        Route::BranchSide(page, ..) => Section::Misc(MiscPage::Side(page.entry().register, *page)),
        Route::RecordSide(page, id) => match head(id.register()) {
            Some(head) => Section::Misc(MiscPage::Side(head.name, *page)),
            None => Section::Unknown,
        },
        Route::Exchange => Section::Misc(MiscPage::Exchange),
        Route::Disputes => Section::Misc(MiscPage::Disputes),
        Route::Handover => Section::Misc(MiscPage::Handover),
        Route::Branches(_) => Section::Misc(MiscPage::Branches),
        Route::Redactions => Section::Misc(MiscPage::Redactions),
        Route::Duplicates => Section::Misc(MiscPage::Duplicates),
        Route::Settings(_) => Section::Misc(MiscPage::Settings),
        Route::More => Section::Misc(MiscPage::More),
        Route::Unknown => Section::Unknown,
    }
}

/// Its name, as the title of the page says it; pages of 活动 are named by their address.
pub(super) fn page_title(section: Section, route: &Route) -> &'static str {
    match route {
        Route::Life(route) => route.view.label(),
        _ => section_title(section),
    }
}

fn section_title(section: Section) -> &'static str {
    match section {
        Section::Home => "首页",
        Section::Life => "活动",
        Section::Month => "考核",
        Section::Quarter => "季度通报",
        Section::Year => "年度评议",
        Section::Standard => "考核标准",
        Section::Registers => "台账",
        Section::Register(name) => head(name).map_or("台账", |head| head.label),
        Section::Misc(page) => misc_title(page),
        Section::Unknown => "没有这一页",
    }
}

fn misc_title(page: MiscPage) -> &'static str {
    match page {
        MiscPage::Side(_, page) => page.entry().label,
        MiscPage::Exchange => "交换",
        MiscPage::Disputes => "两边都改过",
        MiscPage::Duplicates => "同一人、同一单位",
        MiscPage::Handover => "工作交接",
        MiscPage::Branches => "各支部进度",
        MiscPage::Redactions => "依法删除个人信息",
        MiscPage::Settings => "设置",
        MiscPage::More => "更多",
    }
}
