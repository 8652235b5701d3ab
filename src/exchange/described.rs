//! What a file holds, in the words of its header.

use crate::ledger::{Ledger, day_label};
use crate::registers::Schemas;

use super::bundle::{BundleHeader, BundleKind};
use crate::exchange::bundle::multipart::FilePart;
use crate::exchange::export::archive;
use crate::exchange::export::delta::meant_for;
use crate::exchange::export::scope::{Scope, holds_restricted};

/// What a file says that it holds; `ledger` is what it holds, for the names of branches.
pub fn described(schemas: Schemas, header: &BundleHeader, ledger: &Ledger) -> String {
    if let Some(part) = FilePart::of(header) {
        return format!("{}（{}）", part.words(), described(schemas, &part.whole, ledger));
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
            let with = if holds_restricted(schemas, ledger) { "含有" } else { "不含" };
            format!("只有{}，{with}限制可见的内容", part.words(ledger))
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
