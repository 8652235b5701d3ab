//! The places of the app, in their order (DESIGN.md, Places).

use crate::registers::{RegisterGroup, head};

use super::chunks::MiscPage;
use super::components::{Icon, NavRank};
use super::section::Section;

/// A place: one of the few things that the rail leads to.
pub(super) struct Place {
    /// Its word.
    pub(super) label: &'static str,
    /// Its drawing.
    pub(super) icon: Icon,
    /// Its address, `#/…`.
    pub(super) href: &'static str,
    /// What one finds there.
    pub(super) about: &'static str,
    /// Where it stands.
    pub(super) rank: NavRank,
    /// Whether a section belongs to it.
    pub(super) holds: fn(Section) -> bool,
}

/// All places that there are so far.
pub(super) static PLACES: [Place; 8] = [
    Place {
        label: "首页",
        icon: Icon::Home,
        href: "#/",
        about: "",
        rank: NavRank::Bar,
        holds: |section| section == Section::Home,
    },
    Place {
        label: "活动",
        icon: Icon::Calendar,
        href: "#/life",
        about: "",
        rank: NavRank::Bar,
        holds: |section| section == Section::Life || group(section) == Some(RegisterGroup::Duty),
    },
    Place {
        label: "考核",
        icon: Icon::Assess,
        href: "#/month",
        about: "",
        rank: NavRank::Bar,
        holds: |section| {
            use Section::{Misc, Month, Quarter, Standard, Year};
            matches!(section, Month | Quarter | Year | Standard | Misc(MiscPage::Branches))
        },
    },
    Place {
        label: "党员",
        icon: Icon::Members,
        href: "#/register/member",
        about: "",
        rank: NavRank::Bar,
        holds: |section| {
            matches!(group(section), Some(RegisterGroup::OwnPlace | RegisterGroup::People))
        },
    },
    Place {
        label: "群众",
        icon: Icon::Voice,
        href: "#/register/opinion/place",
        about: "意见、表扬、满意度、回访、病人评价",
        rank: NavRank::Rail,
        holds: |section| group(section) == Some(RegisterGroup::Voice),
    },
    Place {
        label: "台账",
        icon: Icon::Ledger,
        href: "#/registers",
        about: "各类登记，按类查找",
        rank: NavRank::Rail,
        holds: |section| {
            use RegisterGroup::{Duty, OwnPlace, People, Voice};
            let in_list = |group| !matches!(group, OwnPlace | Duty | People | Voice);
            section == Section::Registers || group(section).is_some_and(in_list)
        },
    },
    Place {
        label: "交换",
        icon: Icon::Exchange,
        href: "#/exchange",
        about: "与其他支部、党委互传文件，工作交接",
        rank: NavRank::End,
        holds: |section| {
            use MiscPage::{Disputes, Duplicates, Exchange, Handover};
            matches!(section, Section::Misc(Exchange | Disputes | Duplicates | Handover))
        },
    },
    Place {
        label: "设置",
        icon: Icon::Settings,
        href: "#/settings",
        about: "口令、备份、本机与字号",
        rank: NavRank::End,
        holds: |section| {
            matches!(section, Section::Misc(MiscPage::Settings | MiscPage::Redactions))
        },
    },
];

/// Whether a section is what a phone has behind 更多.
pub(super) fn is_behind_more(section: Section) -> bool {
    section == Section::Misc(MiscPage::More)
        || PLACES.iter().any(|place| place.rank != NavRank::Bar && (place.holds)(section))
}

/// The group of the register of a page; `None` where it is the page of none.
fn group(section: Section) -> Option<RegisterGroup> {
    match section {
        Section::Register(name) | Section::Misc(MiscPage::Side(name, _)) => Some(head(name)?.group),
        _ => None,
    }
}
