//! 与另一条合并: joining a record to another whose name differs, and what a joined one shows.

use leptos::prelude::*;

use crate::app::routes::Route;
use crate::app::{self, Location, Session};
use crate::browser::chinese::{NameOrder, sort_by_name};
use crate::ledger::{Ledger, Record, RecordId};
use crate::registers::{Schema, seniority, show_field, title};
use crate::ui::components::{
    Button, ButtonKind, Dialog, Field, LinkButton, Notice, NoticeKind, PickOption, RecordPicker,
    use_toasts,
};
use crate::ui::undoing::offer_undo;

/// The act, for registers whose records may turn out to be one.
pub fn merge_act(session: Session, schema: &'static Schema, id: RecordId) -> Option<AnyView> {
    let word = schema.display.same;
    if word.is_empty() {
        return None;
    }
    let open = RwSignal::new(false);
    let chosen = RwSignal::new(String::new());
    let id = StoredValue::new(id);
    let options = Memo::new(move |_| {
        if !open.get() {
            return Vec::new();
        }
        id.with_value(|id| session.with_ledger(|ledger| options(ledger, schema, id)))
    });
    // Which of the two goes on is the same on every tablet.
    let pair = move || {
        let other: RecordId = chosen.get().parse().ok()?;
        id.with_value(|id| {
            session.with_ledger_untracked(|ledger| {
                let (one, two) = (ledger.record(id)?, ledger.record(&other)?);
                let first = seniority(&one) <= seniority(&two);
                Some(if first { (other.clone(), id.clone()) } else { (id.clone(), other.clone()) })
            })
        })
    };
    let words = move || {
        let text = pair().map(|(_, into)| {
            let name = session.with_ledger_untracked(|ledger| title(ledger, &into));
            format!(
                "合并以后保留“{name}”这一条，两边的登记都算在它上面，可以撤销，也可以以后再拆开。"
            )
        });
        text.map(|text| view! { <p class="quiet-line">{text}</p> })
    };
    let place = expect_context::<Location>();
    let toasts = use_toasts();
    let merge = move |()| {
        let Some(pair) = pair() else { return };
        open.set(false);
        match app::join_records(session, std::slice::from_ref(&pair)) {
            Ok(()) => {
                offer_undo(session, toasts, "已合并");
                place.go_instead(&Route::detail(&pair.1));
            }
            Err(error) => toasts.say(error.to_string()),
        }
    };
    let reason = Signal::derive(move || {
        if chosen.with(String::is_empty) { "请先选另一条".to_owned() } else { String::new() }
    });
    let label = format!("是同一{word}的另一条");
    Some(
        view! {
            <Button label="与另一条合并…" kind=ButtonKind::Quiet
                on_click=move |()| { chosen.set(String::new()); open.set(true) }/>
            <Dialog
                open
                on_close=move |()| open.set(false)
                title="与另一条合并"
                footer=move || view! {
                    <Button label="不合并" on_click=move |()| open.set(false)/>
                    <Button label="合并" kind=ButtonKind::Primary reason on_click=merge/>
                }
            >
                <Field label=label.clone() required=true>
                    <RecordPicker options value=chosen on_change=move |id| chosen.set(id)/>
                </Field>
                {words}
            </Dialog>
        }
        .into_any(),
    )
}

/// The other records of the register.
fn options(ledger: &Ledger, schema: &Schema, id: &RecordId) -> Vec<PickOption> {
    let others = ledger.records(schema.head.name).filter(|record| record.id() != id);
    let mut list: Vec<PickOption> = others.map(|record| option(ledger, schema, &record)).collect();
    sort_by_name(&mut list, NameOrder::Strokes, |option| &option.label);
    list
}

fn option(ledger: &Ledger, schema: &Schema, record: &Record<'_>) -> PickOption {
    let hints = schema.display.hints.iter();
    let hints = hints.filter_map(|name| schema.field(name));
    let hints: Vec<String> = hints
        .map(|field| show_field(ledger, field, record))
        .filter(|text| !text.is_empty())
        .collect();
    PickOption {
        id: record.id().to_string(),
        label: title(ledger, record.id()),
        hint: hints.join(" · "),
        ..PickOption::default()
    }
}

/// Where a record has gone that is joined to another.
pub fn joined_note(ledger: &Ledger, record: &Record<'_>) -> Option<AnyView> {
    record.is_joined().then(|| {
        let into = ledger.resolve(record.id());
        let href = Route::detail(into).href();
        view! {
            <Notice
                kind=NoticeKind::Warn
                title=format!("这一条已与“{}”合并", title(ledger, into))
                text="登记都算在那一条上，这一条的内容仍然保留。要分开，请到“同一人、同一单位”里拆开。"
                action=move || view! {
                    <LinkButton label="看那一条" href=href.clone()/>
                    <LinkButton label="去拆开" href=Route::Duplicates.href() kind=ButtonKind::Quiet/>
                }
            />
        }
        .into_any()
    })
}
