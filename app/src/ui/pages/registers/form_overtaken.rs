//! What others wrote of a record while its form was open: told once, before it is written over.

use leptos::prelude::*;

use crate::registers::Problem;

use super::form_state::FormState;
use super::memory::{FormValues, Rows};

impl FormState {
    /// What another window or an undo has changed meanwhile of what was changed here, too, or that the
    /// record is gone. The form then goes on from what stands, so that saving again is a choice.
    pub(super) fn overtaken(&self) -> Vec<Problem> {
        let Some(id) = self.id().filter(|_| !self.is_part) else { return Vec::new() };
        let (is_live, stands) = self.session.with_ledger_untracked(|ledger| {
            let is_live = ledger.record(&id).is_some_and(|record| record.is_live());
            (is_live, self.preset.with_value(|preset| preset.standing(self.schema, ledger, &id)))
        });
        if !is_live {
            let is_told = self.is_told_gone.get_value();
            self.is_told_gone.set_value(true);
            let text = "这条记录刚才在别处删除了。再保存一次，就按这里填的恢复它";
            return if is_told { Vec::new() } else { vec![Problem::new("", text)] };
        }
        let began = self.first.get_value();
        if began == stands {
            return Vec::new();
        }
        let held = self.filled.get_untracked();
        let names = self.schema.fields.iter().map(|field| field.name);
        let both: Vec<&str> =
            names.filter(|name| are_both_changed(name, &began, &held, &stands)).collect();
        self.filled.update(|filled| *filled = filled.merged(&began, &stands));
        self.first.set_value(stands);
        let told = |name| Problem::new(name, "刚才在别处也改了这一栏。再保存一次，就按这里填的");
        both.into_iter().map(told).collect()
    }
}

/// Whether a field, or one of its rows, was changed here and elsewhere.
fn are_both_changed(
    name: &str,
    began: &FormValues,
    held: &FormValues,
    stands: &FormValues,
) -> bool {
    let text = |values: &FormValues| values.texts.get(name).cloned();
    if text(held) != text(began) && text(stands) != text(began) {
        return true;
    }
    let none = Rows::new();
    let rows = |values| FormValues::rows(values, name).unwrap_or(&none);
    let (began, held, stands) = (rows(began), rows(held), rows(stands));
    held.iter().any(|(key, row)| {
        Some(row) != began.get(key)
            && stands.get(key) != began.get(key)
            && stands.get(key) != Some(row)
    })
}
