//! The union of files.

use std::path::{Path, PathBuf};

use yixin::exchange::bundle::{self, Bundle, BundleHeader, BundleKind};
use yixin::ledger::{Author, ChangeId, Edit, EditId, Ledger, RecordId};
use yixin::registers::HOSPITAL;
use yixin::reports::disputes;

use crate::files::{Secret, open, write_new};
use crate::show::amount;
use crate::{Outcome, complain, now, say};

/// Writes the union of files as a new one, or nothing at all.
pub(crate) fn merge(files: &[PathBuf], out: &Path, any_ledger: bool, secret: &Secret) -> Outcome {
    let mut bundles = Vec::new();
    for path in files {
        match open(path, secret) {
            Ok(bundle) => bundles.push((path, bundle)),
            Err(error) => complain(format_args!("{}：{error}", path.display())),
        }
    }
    let merged = if bundles.len() < files.len() {
        Err("有文件不能用".to_owned())
    } else {
        union(bundles, any_ledger)
    };
    let written = merged.and_then(|text| {
        // What we could not read again would be no bundle.
        let bundle = bundle::read(text.as_bytes())
            .map_err(|error| format!("合并出来的内容不能用（{error}）"))?;
        write_new(out, &text)?;
        Ok(bundle)
    });
    match written {
        Ok(bundle) => {
            say(format_args!("已写出 {}：{}", out.display(), amount(&bundle.header)));
            let ledger = Ledger::from_edits(bundle.edits);
            let found = disputes(&ledger).len();
            if found > 0 {
                say(format_args!(
                    "有 {found} 处两边都改过：后改的生效，另一个也留着，请在应用里核对。"
                ));
            }
            Outcome::Done
        }
        Err(reason) => {
            complain(format_args!("没有合并：{reason}。没有写出文件，原来的文件都没有动。"));
            Outcome::Refused
        }
    }
}

/// The union of bundles as a bundle of everything; says what each of them brings.
fn union(bundles: Vec<(&PathBuf, Bundle)>, any_ledger: bool) -> Result<String, String> {
    let mut ledger = Ledger::new();
    let mut first: Option<(&Path, BundleHeader)> = None;
    for (path, Bundle { header, edits }) in bundles {
        let name = path.display();
        if let Some((other, known)) = &first
            && known.ledger != header.ledger
            && !any_ledger
        {
            return Err(format!(
                "{name} 和 {} 不是同一本台账；确实要合并，请加 --any-ledger",
                other.display()
            ));
        }
        if let Some(id) = contradicted(&ledger, &edits) {
            return Err(format!(
                "{name} 里编号 {id} 的修改，与前面文件里同一编号的内容不同，有一份被改动过"
            ));
        }
        let (held, brought) = (ledger.edit_count(), edits.len());
        let changes = ledger.insert_all(edits).changes;
        say(format_args!(
            "{name}：{brought} 笔修改、{} 项，其中前面没有的 {} 笔、{changes} 项",
            header.counts.changes,
            ledger.edit_count() - held
        ));
        if header.kind != BundleKind::Everything {
            say(format_args!("{name} 只是台账的一部分，合并后的文件只有这些文件里有的内容。"));
        }
        first.get_or_insert((path, header));
    }
    let Some((_, BundleHeader { ledger: id, hospital, .. })) = first else {
        return Err("没有文件".to_owned());
    };
    let named =
        ledger.record(&RecordId::keyed(HOSPITAL.name, "")).map(|record| record.text("name"));
    let hospital = named.filter(|name| !name.is_empty()).unwrap_or(&hospital);
    let from = Author { tablet: "yixin-bundle".into(), ..Author::default() };
    let header = BundleHeader::everything(id, hospital, from, now());
    Ok(bundle::write(&ledger, header))
}

/// An edit of which another content is held under the same id; that never happens to honest files.
fn contradicted(ledger: &Ledger, edits: &[Edit]) -> Option<EditId> {
    let contradicts = |edit: &&Edit| {
        edit.changes.iter().any(|(index, change)| {
            let id = ChangeId { edit: edit.head.id, index: *index };
            ledger.holds_change(id, change) == Some(false)
        })
    };
    edits.iter().find(contradicts).map(|edit| edit.head.id)
}
