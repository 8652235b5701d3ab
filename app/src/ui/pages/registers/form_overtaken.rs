//! What others wrote of a record while its form was open: told once, before it is written over.

use leptos::prelude::*;

use crate::registers::Problem;

use super::form_state::FormState;

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
        let mine = |name: &str| self.schema.field(name).is_some_and(|field| self.is_changed(field));
        let moved = |name: &&str| {
            began.texts.get(*name) != stands.texts.get(*name)
                || began.tables.get(*name) != stands.tables.get(*name)
        };
        let names = self.schema.fields.iter().map(|field| field.name);
        let both: Vec<&str> = names.filter(|name| mine(name)).filter(moved).collect();
        self.filled.update(|filled| *filled = filled.merged(&began, &stands));
        self.first.set_value(stands);
        let told = |name| Problem::new(name, "刚才在别处也改了这一栏。再保存一次，就按这里填的");
        both.into_iter().map(told).collect()
    }
}
