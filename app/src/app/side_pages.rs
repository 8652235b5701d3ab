//! Pages beside the list and the records of a register, such as an import of its own.

use crate::registers::Head;

/// A page beside a register; each has a row in [`SIDE_PAGES`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SidePage {
    /// The import of a roster.
    ImportRoster,
    /// The import of past months' totals.
    ImportTotals,
}

/// Where a side page is, and what it is called.
#[derive(Debug)]
pub struct SideEntry {
    /// The page.
    pub page: SidePage,
    /// The register.
    pub register: &'static str,
    /// Its part of the address, after that of the register.
    pub name: &'static str,
    /// What it is called.
    pub label: &'static str,
}

/// Which registers have which side pages. Addresses, links, titles and loading go by it.
#[rustfmt::skip]
pub static SIDE_PAGES: [SideEntry; 2] = [
    SideEntry { page: SidePage::ImportRoster, register: "member", name: "import", label: "花名册导入" },
    SideEntry { page: SidePage::ImportTotals, register: "brought_in", name: "import", label: "引入以往月份" },
];

/// The side page of a register by its part of the address.
pub(super) fn side_page(register: &Head, name: &str) -> Option<SidePage> {
    let found = |entry: &&SideEntry| entry.register == register.name && entry.name == name;
    SIDE_PAGES.iter().find(found).map(|entry| entry.page)
}

impl SidePage {
    /// Its row of the table.
    pub fn entry(self) -> &'static SideEntry {
        let entry = SIDE_PAGES.iter().find(|entry| entry.page == self);
        entry.unwrap_or(&SIDE_PAGES[0])
    }
}
