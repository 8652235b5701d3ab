//! Pages beside the list and the records of a register, such as an import of its own.

use crate::registers::{Head, NaturalKey};

/// A page beside a register; each has a row in [`SIDE_PAGES`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SidePage {
    /// The import of a roster.
    ImportRoster,
    /// The import of past months' totals.
    ImportTotals,
    /// The import of a table into a register.
    ImportRecords,
}

/// Where a side page is, and what it is called.
#[derive(Debug)]
pub struct SideEntry {
    /// The page.
    pub page: SidePage,
    /// The register; [`LISTED`] for all that are kept by hand and have no such page of their own.
    pub register: &'static str,
    /// Its part of the address, after that of the register.
    pub name: &'static str,
    /// What it is called.
    pub label: &'static str,
}

/// In the place of a register: every one that is listed and has more than one record.
const LISTED: &str = "*";

/// Which registers have which side pages. Addresses, links, titles and loading go by it.
#[rustfmt::skip]
pub static SIDE_PAGES: [SideEntry; 3] = [
    SideEntry { page: SidePage::ImportRoster, register: "member", name: "import", label: "花名册导入" },
    SideEntry { page: SidePage::ImportTotals, register: "brought_in", name: "import", label: "引入以往月份" },
    SideEntry { page: SidePage::ImportRecords, register: LISTED, name: "import", label: "从表格导入" },
];

/// The side page of a register by its part of the address: one of its own, or one of all registers.
pub fn side_page(register: &Head, name: &str) -> Option<SidePage> {
    let is_listed = register.is_listed() && register.key != NaturalKey::Single;
    let of = |register: &str| {
        SIDE_PAGES.iter().find(|entry| entry.register == register && entry.name == name)
    };
    let found = of(register.name).or_else(|| of(LISTED).filter(|_| is_listed));
    found.map(|entry| entry.page)
}

impl SidePage {
    /// Its row of the table.
    pub fn entry(self) -> &'static SideEntry {
        let entry = SIDE_PAGES.iter().find(|entry| entry.page == self);
        entry.unwrap_or(&SIDE_PAGES[0])
    }
}
