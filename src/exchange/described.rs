//! What a file holds, in the words of its header.

use crate::ledger::{Ledger, day_label};
use crate::registers::Schemas;

use super::bundle::{BundleHeader, BundleKind};
use crate::exchange::bundle::multipart::FilePart;
use crate::exchange::export::archive;
use crate::exchange::export::delta::meant_for;
use crate::exchange::export::scope::{Scope, holds_restricted};
use crate::exchange::import::plan::ImportPlan;

/// What a file says that it holds; `ledger` is what it holds, for the names of branches.
pub fn described(schemas: Schemas, header: &BundleHeader, ledger: &Ledger) -> String {
    words(header, ledger, Some(holds_restricted(schemas, ledger)))
}

/// The same of a file that was compared with what is here: of what is here already it is not known
/// any more whether the file holds it, so nothing is said of what is restricted where that may be.
pub fn described_in_plan(schemas: Schemas, plan: &ImportPlan) -> String {
    let is_all_new = plan.tally.same == 0;
    let restricted = holds_restricted(schemas, plan.theirs());
    words(&plan.header, plan.theirs(), (restricted || is_all_new).then_some(restricted))
}

/// What a file holds, and whether that includes what is restricted, where it is known.
fn words(header: &BundleHeader, ledger: &Ledger, restricted: Option<bool>) -> String {
    if let Some(part) = FilePart::of(header) {
        return format!("{}（{}）", part.words(), words(&part.whole, ledger, restricted));
    }
    if let Some((who, made)) = meant_for(header) {
        let names = [&*who.name, &*who.tablet];
        let names: Vec<&str> = names.into_iter().filter(|name| !name.is_empty()).collect();
        let day = day_label(made.day());
        return format!("{}缺的（照其{day}给的文件）", names.join(" · "));
    }
    match (Scope::of(header), &header.kind) {
        (Some(Scope::Everything), _) => "全部".to_owned(),
        (Some(part), _) => {
            let with = match restricted {
                Some(true) => "，含有限制可见的内容",
                Some(false) => "，不含限制可见的内容",
                None => "",
            };
            format!("只有{}{with}", part.words(ledger))
        }
        (None, BundleKind::Archive) => {
            let months = archive::months_of(header);
            format!("归档{}的登记，连同看懂它们要用的内容", months.unwrap_or_default())
        }
        (None, BundleKind::Public) => "公开版：姓名只留姓，只有已公示和已锁定月份的总分".to_owned(),
        (None, BundleKind::Other(name)) if !name.is_empty() => format!("一部分（{name}）"),
        (None, _) => "一部分".to_owned(),
    }
}
