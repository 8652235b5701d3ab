//! Reading a bundle that a tablet could join (加入已有台账).

use std::rc::Rc;

use super::bundle_import::read_whole;
use super::ledger_directory::JoinFile;
use crate::browser::files::HashWorker;
use crate::exchange::bundle::{Bundle, BundleError};
use crate::ledger::{Edit, Ledger};
use crate::registers::{BRANCH, folded};

/// Reads a bundle that this tablet could join, in slices as an import does. `hasher` has the content as
/// a file, where it came as one; `show` is called with how far it is, and says whether it is still wanted:
/// where it is not, there is no answer.
///
/// # Errors
/// Where it is no bundle, or damaged, or of a newer version.
pub async fn read_to_join(
    file: String,
    content: &[u8],
    hasher: Option<HashWorker>,
    show: impl Fn(&'static str, f64) -> bool,
) -> Option<Result<JoinFile, BundleError>> {
    let read = read_whole(content, hasher, show).await?;
    Some(read.map(|bundle| JoinFile {
        branches: branches(&bundle.edits),
        free_tablet: free_tablet(&bundle),
        bundle: Rc::new(bundle),
        file,
    }))
}

/// 平板A, 平板B …: the first that no tablet in a bundle is called.
fn free_tablet(bundle: &Bundle) -> String {
    let is_taken = |name: &str| {
        let authors = bundle.edits.iter().map(|edit| &edit.head.by.tablet);
        let spelled = folded(name);
        authors.chain([&bundle.header.from.tablet]).any(|tablet| folded(tablet) == spelled)
    };
    let mut names = ('A'..='Z').map(|letter| format!("平板{letter}"));
    names.find(|name| !is_taken(name)).unwrap_or_default()
}

/// The branches in some edits, by id and name.
fn branches(edits: &[Edit]) -> Vec<(String, String)> {
    let of_branches = edits.iter().filter_map(|edit| {
        let changes = edit.changes.iter();
        let changes: Vec<_> = changes
            .filter(|(_, change)| change.cell.record.register() == BRANCH.name)
            .cloned()
            .collect();
        (!changes.is_empty()).then(|| Edit { head: edit.head.clone(), changes })
    });
    let ledger = Ledger::from_edits(of_branches);
    let name = |branch: crate::ledger::Record<'_>| {
        (branch.id().to_string(), branch.text("name").to_owned())
    };
    ledger.records(BRANCH.name).map(name).collect()
}
