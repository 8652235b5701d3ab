//! Waiving periods that are owed: chosen one by one or a rule at once, with one reason.

use std::collections::BTreeSet;

use leptos::prelude::*;

use crate::app::Session;
use crate::app::duties::waive;
use crate::reports::DutyBucket;
use crate::ui::components::{Button, ButtonKind, Field, TextArea, focus_first_fault, use_toasts};
use crate::ui::form_texts::FormTexts;
use crate::ui::undoing::offer_undo;

/// The periods that are chosen, by their keys.
#[derive(Clone, Copy)]
pub(super) struct Chosen(RwSignal<BTreeSet<String>>);

impl Chosen {
    pub fn new() -> Self {
        Self(RwSignal::new(BTreeSet::new()))
    }

    pub fn has(self, key: &str) -> bool {
        self.0.with(|chosen| chosen.contains(key))
    }

    pub fn turn(self, key: &str) {
        self.0.update(|chosen| {
            if !chosen.remove(key) {
                chosen.insert(key.to_owned());
            }
        });
    }

    /// The button that chooses all periods of a rule, or none.
    pub fn all_button(self, of_rule: &[DutyBucket]) -> AnyView {
        let keys = StoredValue::new(of_rule.iter().map(DutyBucket::key).collect::<Vec<_>>());
        let is_all =
            Memo::new(move |_| keys.with_value(|keys| keys.iter().all(|key| self.has(key))));
        let label = Signal::derive(move || {
            let count = keys.with_value(Vec::len);
            if is_all.get() { "都不选".to_owned() } else { format!("{count} 期全选") }
        });
        let turn = move |()| {
            let is_all = is_all.get_untracked();
            self.0.update(|chosen| {
                keys.with_value(|keys| {
                    for key in keys {
                        match is_all {
                            true => drop(chosen.remove(key)),
                            false => drop(chosen.insert(key.clone())),
                        }
                    }
                });
            });
        };
        view! { <Button label kind=ButtonKind::Quiet on_click=turn/> }.into_any()
    }

    /// Those of a list that are chosen: what was settled meanwhile is none of them.
    fn of(self, listed: &[DutyBucket]) -> Vec<DutyBucket> {
        self.0.with(|chosen| {
            listed.iter().filter(|one| chosen.contains(&one.key())).cloned().collect()
        })
    }
}

/// The name of the form's draft.
pub(super) fn draft_name(branch: &str) -> String {
    format!("waive/{branch}")
}

/// The form that waives what is chosen.
pub(super) fn waive_form(
    session: Session,
    listed: Memo<Vec<DutyBucket>>,
    chosen: Chosen,
    branch: &str,
) -> AnyView {
    let toasts = use_toasts();
    let (why, error) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
    let texts = [("reason", why)];
    let kept = FormTexts::keep(session, draft_name(branch), "注明不适用", texts);
    let count = Memo::new(move |_| listed.with(|listed| chosen.of(listed).len()));
    let reason = Signal::derive(move || match count.get() {
        0 => "先在上面选要注明的".to_owned(),
        _ => String::new(),
    });
    let label = Signal::derive(move || match count.get() {
        0 => "注明不适用".to_owned(),
        count => format!("注明 {count} 期不适用"),
    });
    let submit = move |()| {
        let text = why.get_untracked();
        if text.trim().is_empty() {
            error.set("请写明理由，没有理由的一直欠着".to_owned());
            return focus_first_fault();
        }
        error.set(String::new());
        let owed = listed.with_untracked(|listed| chosen.of(listed));
        match waive(session, &owed, &text) {
            Ok(count) => {
                why.set(String::new());
                kept.saved();
                chosen.0.update(BTreeSet::clear);
                offer_undo(session, toasts, format!("已注明 {count} 期不适用"));
            }
            Err(refusal) => error.set(refusal.to_string()),
        }
    };
    view! {
        <section class="close-form">
            <h3 class="close-heading">"确实不用办的，写明理由"</h3>
            <Field label="理由" required=true error
                help="一次选几期的，用同一条理由。补办过的不用注明，把会议登记进来就行。">
                <TextArea value=why rows=2 on_change=move |text| why.set(text)/>
            </Field>
            <Button label reason on_click=submit/>
        </section>
    }
    .into_any()
}
