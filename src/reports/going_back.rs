//! What going back to a restore point (恢复到这里) changes, in words: nobody goes back unawares.

use std::collections::BTreeMap;

use crate::ledger::{Ledger, RecordId, Rewound, Value};
use crate::registers::{ASSESSMENT, head, title};

/// What going back changes, in words.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct GoingBack {
    /// What happens in each register: 积分登记：删去后来登记的 3 条，找回 1 条，改回 12 处.
    pub lines: Vec<String>,
    /// The months whose lock changes, each in a sentence.
    pub locks: Vec<String>,
    /// Whether something was redacted, which does not come back.
    pub is_redacted: bool,
}

impl GoingBack {
    /// Says what going back from one set to another changes.
    pub fn of(now: &Ledger, then: &Ledger, rewound: &Rewound) -> Self {
        let mut counts: BTreeMap<&str, [usize; 3]> = BTreeMap::new();
        let made = rewound.made.iter().map(|id| (id, 0));
        let gone = rewound.gone.iter().map(|id| (id, 1));
        let changed = rewound.changed.iter().map(|cell| (&cell.record, 2));
        for (id, place) in made.chain(gone).chain(changed) {
            counts.entry(id.register()).or_default()[place] += 1;
        }
        let lines = counts.into_iter().map(|(name, counts)| line(name, counts));
        let touched = rewound.made.iter().chain(&rewound.gone);
        let locked = rewound.changed.iter().filter(|cell| &*cell.field == LOCK);
        let mut months: Vec<&RecordId> = touched.chain(locked.map(|cell| &cell.record)).collect();
        months.retain(|id| id.register() == ASSESSMENT.name);
        months.dedup();
        let locks = months.into_iter().filter_map(|id| lock_line(now, then, id));
        Self {
            lines: lines.collect(),
            locks: locks.collect(),
            is_redacted: now.erased_places() > 0,
        }
    }

    /// Whether nothing changes.
    pub fn is_nothing(&self) -> bool {
        self.lines.is_empty()
    }
}

const LOCK: &str = "lock";

fn line(name: &str, [made, gone, changed]: [usize; 3]) -> String {
    let label = head(name).map_or("其他", |head| head.label);
    let told = [
        (made, format!("删去后来登记的 {made} 条")),
        (gone, format!("找回 {gone} 条")),
        (changed, format!("改回 {changed} 处")),
    ];
    let told = told.into_iter().filter(|(count, _)| *count > 0);
    let told: Vec<String> = told.map(|(_, text)| text).collect();
    format!("{label}：{}", told.join("，"))
}

fn lock_line(now: &Ledger, then: &Ledger, id: &RecordId) -> Option<String> {
    let lock = |ledger: &Ledger| {
        let record = ledger.record(id).filter(|record| record.is_live())?;
        Some(record.get(LOCK).clone()).filter(|lock| *lock != Value::Null)
    };
    let name = title(if now.record(id).is_some() { now } else { then }, id);
    match (lock(now), lock(then)) {
        (Some(_), None) => Some(format!("{name}：后来的锁定会撤销，要重新锁定")),
        (None, Some(_)) => Some(format!("{name}：会回到锁定")),
        (Some(now), Some(then)) if now != then => Some(format!("{name}：会换回那时的锁定")),
        _ => None,
    }
}
