//! From which month a published standard is to be in force.

use leptos::prelude::*;

use crate::app::{Session, standards, today};
use crate::ledger::{Month, RecordId};
use crate::scoring::{NotAdopted, may_adopt};
use crate::ui::components::{Button, ButtonKind, Dialog, Field, MonthInput, use_toasts};
use crate::ui::undoing::offer_undo;

/// Asks from which month on.
pub fn adopt_dialog(open: RwSignal<bool>, standard: RecordId) -> AnyView {
    let session = expect_context::<Session>();
    let toasts = use_toasts();
    let month = RwSignal::new(untrack(|| earliest(session, &standard)).to_string());
    let standard = StoredValue::new(standard);
    let error = Signal::derive(move || {
        let Ok(from) = month.get().parse::<Month>() else {
            return "请选择月份".to_owned();
        };
        let may = session.with_scores(|ledger, scores| {
            standard.with_value(|standard| may_adopt(ledger, scores, standard, from))
        });
        may.err().map(|error| error.to_string()).unwrap_or_default()
    });
    let submit = move |()| {
        let Ok(from) = month.get_untracked().parse::<Month>() else {
            return;
        };
        match standard.with_value(|standard| standards::adopt(session, standard, from)) {
            Ok(()) => {
                open.set(false);
                let text = format!("自{}起采用", from.label());
                offer_undo(session, toasts, text);
            }
            Err(error) => toasts.say(error.to_string()),
        }
    };
    let reason = Signal::derive(move || match error.with(String::is_empty) {
        true => String::new(),
        false => "先换一个月份".to_owned(),
    });
    view! {
        <Dialog
            open
            on_close=move |()| open.set(false)
            title="从哪个月起采用"
            footer=move || view! {
                <Button label="不了" on_click=move |()| open.set(false)/>
                <Button label="采用" kind=ButtonKind::Primary reason on_click=submit/>
            }
        >
            <p class="quiet-line">
                "从这个月起，各支部的月表都按这一版算分。已经锁定的月份不受影响。"
            </p>
            <Field label="起始月份" required=true error>
                <MonthInput value=month on_change=move |text: String| month.set(text)/>
            </Field>
        </Dialog>
    }
    .into_any()
}

/// The first month from which it can be: this one, or the one after the last that is locked.
fn earliest(session: Session, standard: &RecordId) -> Month {
    let now = Month::of(today());
    match session.with_scores(|ledger, scores| may_adopt(ledger, scores, standard, now)) {
        Err(NotAdopted::Locked { earliest, .. }) => earliest,
        _ => now,
    }
}
