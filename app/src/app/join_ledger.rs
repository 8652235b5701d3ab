//! Reading a bundle that a tablet could join (加入已有台账).

use std::rc::Rc;

use super::bundle_import::{BroughtFile, read_whole};
use super::ledger_directory::JoinFile;
use crate::exchange::bundle::multipart::{FilePart, NotUnited, UnitedParts, unite};
use crate::exchange::bundle::{Bundle, BundleError};
use crate::exchange::described;
use crate::ledger::{Edit, Ledger};
use crate::registers::{BRANCH, folded, schemas};

/// Why files cannot be joined.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NotToJoin {
    /// One is no bundle, or damaged, or of a newer version.
    #[error("“{file}”：{error}")]
    Bundle {
        /// Its name.
        file: String,
        /// What is wrong with it.
        error: BundleError,
    },
    /// They are of different ledgers.
    #[error("“{0}”是另一本台账的文件，不能和前面的一起用。请只选同一本台账的，先后不限。")]
    OtherLedger(String),
    /// They are of one ledger, and not of one export.
    #[error(
        "“{0}”和前面的不是同一次导出的，不能一起用。请先选同一次导出的，别的在加入以后到“交换”里导入。"
    )]
    OtherExport(String),
    /// None was chosen.
    #[error("没有选文件")]
    NoFile,
}

/// A file to join: its name, its content, and what hashes it, where it came as one.
pub type FileToJoin = (String, BroughtFile);

/// Reads the bundle that this tablet could join, or several parts of it in any order, in slices as an
/// import does. `show` is called with how far it is, and says whether it is still wanted: where it is not,
/// there is no answer.
///
/// # Errors
/// Where one is no bundle, or they are of different ledgers or exports.
pub async fn read_to_join(
    files: Vec<FileToJoin>,
    show: impl Fn(&'static str, f64) -> bool,
) -> Option<Result<JoinFile, NotToJoin>> {
    let (mut read, mut parts): (Vec<Bundle>, Vec<(String, String)>) = (Vec::new(), Vec::new());
    let name = files.first().map_or_else(String::new, |(file, _)| file.clone());
    for (file, (content, hasher)) in files {
        let bundle = match read_whole(&content, hasher, &show).await? {
            Ok(bundle) => bundle,
            Err(error) => return Some(Err(NotToJoin::Bundle { file, error })),
        };
        if read.first().is_some_and(|first| first.header.ledger != bundle.header.ledger) {
            return Some(Err(NotToJoin::OtherLedger(file)));
        }
        let words = match FilePart::of(&bundle.header) {
            Some(part) => part.words(),
            None => described(schemas(), &bundle.header, &Ledger::new()),
        };
        parts.push((file, words));
        read.push(bundle);
    }
    let is_one = read.len() == 1;
    let UnitedParts { bundle, missing } = match unite(read) {
        Ok(united) => united,
        Err(NotUnited::NoFile) => return Some(Err(NotToJoin::NoFile)),
        Err(NotUnited::OtherExport(place)) => {
            return Some(Err(NotToJoin::OtherExport(parts.swap_remove(place).0)));
        }
    };
    Some(Ok(JoinFile {
        branches: branches(&bundle.edits),
        free_tablet: free_tablet(&bundle),
        bundle: Rc::new(bundle),
        file: name,
        parts: if is_one { Vec::new() } else { parts },
        missing,
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
