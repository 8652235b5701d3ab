//! What a record points to that is not there any more: what it was, who deleted it, and whether it can be
//! restored.

use crate::ledger::{DELETED, Ledger, RecordId};

use super::context::Context;
use super::show::title;

/// A reference whose record is deleted or not at hand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Dangling {
    /// What is said of it.
    pub text: String,
    /// The record, where it was deleted and can be restored.
    pub deleted: Option<RecordId>,
}

impl Dangling {
    /// What is wrong with a reference of a field; `None` where its record is there.
    pub fn of(label: &str, id: &str, context: &Context<'_>) -> Option<Self> {
        let record = context.named(id);
        if record.is_some_and(|record| !record.is_deleted()) {
            return None;
        }
        let ledger = context.ledger();
        Some(match record {
            None => Self {
                text: format!("{label}选的记录不在本机，请导入含有它的数据包，或重新选择"),
                deleted: None,
            },
            Some(record) if ledger.is_redacted(record.id()) => Self {
                text: format!("{label}选的记录已依法删除，请重新选择"),
                deleted: None,
            },
            Some(record) => Self {
                text: format!("{label}{}，请恢复，或重新选择", deletion(ledger, record.id())),
                deleted: Some(record.id().clone()),
            },
        })
    }
}

/// What was deleted, when, and by whom on which device: “一支部”已删除（2026年11月3日，王芳，平板A）.
pub fn deletion(ledger: &Ledger, id: &RecordId) -> String {
    let written = ledger.record(id).map(|record| record.written_at(DELETED, None));
    let head = written.and_then(|written| ledger.head(written.first()?.id.edit));
    let told = head.map(|head| {
        let day = crate::ledger::day_label(head.at.day());
        let by = [&*head.by.name, &*head.by.tablet].into_iter().filter(|text| !text.is_empty());
        std::iter::once(&*day).chain(by).collect::<Vec<_>>().join("，")
    });
    let name = title(ledger, id);
    told.map_or_else(|| format!("“{name}”已删除"), |told| format!("“{name}”已删除（{told}）"))
}
