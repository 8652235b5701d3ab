//! Rosters side by side on one sheet (序号 姓名 科室 | 序号 姓名 科室): groups of columns under the
//! same headings, as a long list is set to save paper.

use std::collections::BTreeMap;

use super::columns::{ColumnMap, MappedColumn, Meaning, meanings};
use super::grid::column_letters;
use super::headings::{self, Heading};
use super::text;

impl ColumnMap {
    /// All groups of columns, each with a roster of its own, left to right.
    #[must_use]
    pub fn groups(&self) -> Vec<Self> {
        [self.clone()].into_iter().chain(self.beside()).collect()
    }

    /// What each column holds, in whichever group, by its place.
    #[must_use]
    pub fn meanings(&self) -> BTreeMap<usize, Meaning> {
        self.groups().iter().flat_map(|group| meanings(&group.columns)).collect()
    }

    /// The groups of columns beside the first whose headings repeat its own, left to right.
    #[must_use]
    pub fn beside(&self) -> Vec<Self> {
        let Some(first) = self.column_of("name") else { return Vec::new() };
        let names = self.columns.iter().filter(|column| column.index > first);
        let names = names.filter(|column| is_alike(self.columns.get(first), column));
        names.filter_map(|name| self.shifted(name.index - first)).collect()
    }

    /// The map of the same fields so many columns further to the right, if a group stands there: a
    /// name alone may be that of somebody else.
    fn shifted(&self, by: usize) -> Option<Self> {
        let headed = |column: &&MappedColumn| column.meaning != Meaning::Unknown;
        let mut alike = 0_usize;
        let mut columns: Vec<MappedColumn> = Vec::new();
        for own in self.columns.iter().filter(headed) {
            let Some(other) = self.columns.get(own.index + by) else { continue };
            if is_alike(Some(own), other) {
                alike += 1;
                columns.push(MappedColumn {
                    index: other.index,
                    meaning: own.meaning,
                    ..own.clone()
                });
            }
        }
        (alike > 1).then(|| Self { heading_rows: self.heading_rows.clone(), columns })
    }

    /// Which columns the groups beside the first take, in words.
    #[must_use]
    pub fn beside_note(&self) -> Option<String> {
        let ranges: Vec<String> = (self.beside().iter())
            .filter_map(|map| {
                let (first, last) = (map.columns.first()?, map.columns.last()?);
                Some(format!("{}–{} 列", column_letters(first.index), column_letters(last.index)))
            })
            .collect();
        (!ranges.is_empty())
            .then(|| format!("右边还有同样表头的 {}，里面的人一并读入", ranges.join("、")))
    }
}

/// Whether a column repeats the heading of another and is not taken itself.
fn is_alike(own: Option<&MappedColumn>, other: &MappedColumn) -> bool {
    let Some(own) = own.filter(|own| !own.heading.is_empty()) else { return false };
    let is_free = match other.meaning {
        Meaning::Unknown => true,
        Meaning::RowNumber | Meaning::IdentityNumber => own.meaning == other.meaning,
        Meaning::Field(_) => false,
    };
    let same_field = || {
        let field =
            |column: &MappedColumn| headings::of_heading(&column.heading).and_then(Heading::field);
        field(own).is_some() && field(own) == field(other)
    };
    own.index != other.index
        && is_free
        && (text::squeezed(&own.heading) == text::squeezed(&other.heading) || same_field())
}
