//! A record beside another page: to be read, corrected, deleted and restored there.

use leptos::prelude::*;

use crate::app::routes::Route;
use crate::app::{self, Session};
use crate::browser::layers::OpenLayer;
use crate::ledger::RecordId;
use crate::registers::{Schema, schema};
use crate::ui::components::{
    Button, ButtonKind, Empty, Icon, LinkButton, Mounted, mark_body, use_toasts,
};
use crate::ui::undoing::report;

use super::detail::record_body;
use super::form::form_in_place;
use super::form_values::Preset;
use super::reader::Reader;

/// The name of a record, for the head of its panel.
pub fn record_title(session: Session, id: &RecordId) -> String {
    session.with_scores(|ledger, scores| Reader::new(ledger, scores).title(id.as_str()))
}

/// A record as a panel of a branch's month: going back, and Esc, close its form before the panel.
pub fn record_panel(session: Session, id: RecordId, branch: RecordId) -> AnyView {
    let Some(schema) = schema(id.register()) else {
        return view! { <Empty title="这条记录打不开"/> }.into_any();
    };
    let editing = RwSignal::new(false);
    close_first(editing);
    let body = move || {
        if editing.get() {
            let preset = Preset { branch: Some(branch.clone()), ..Preset::default() };
            let leave = Callback::new(move |()| editing.set(false));
            return form_in_place(session, schema, id.clone(), preset, leave);
        }
        view! {
            {acts(session, schema, &id, editing)}
            {record_body(session, schema, id.clone())}
        }
        .into_any()
    };
    mark_body("has-record");
    view! { <div class="record-panel">{body}</div> }.into_any()
}

/// Has going back, and Esc, close a form before what it lies on.
pub fn close_first(editing: RwSignal<bool>) {
    let mounted = Mounted::here();
    Effect::new(move |layer: Option<Option<OpenLayer>>| {
        let close = move || {
            if mounted.is_there() {
                editing.set(false);
            }
        };
        editing.get().then(|| layer.flatten().unwrap_or_else(|| OpenLayer::over_all(close)))
    });
}

/// What can be done with the record: correcting it where it stands, deleting it, restoring it.
fn acts(
    session: Session,
    schema: &'static Schema,
    id: &RecordId,
    editing: RwSignal<bool>,
) -> AnyView {
    let toasts = use_toasts();
    let own = id.clone();
    let state = Memo::new(move |_| {
        session.with_ledger(|ledger| {
            ledger.record(&own).map(|record| (record.is_deleted(), record.is_live()))
        })
    });
    let id = StoredValue::new(id.clone());
    let delete = move |()| {
        let name = id.with_value(|id| untrack(|| record_title(session, id)));
        let outcome = id.with_value(|id| app::delete(session, std::slice::from_ref(id), ""));
        report(session, toasts, outcome, format!("已删除“{name}”"));
    };
    let restore = move |()| {
        let outcome = id.with_value(|id| app::restore(session, id));
        report(session, toasts, outcome, "已恢复");
    };
    let by_hand = schema.head.is_kept_by_hand();
    let acts = move || match state.get().filter(|_| by_hand) {
        Some((true, _)) => {
            Some(view! { <Button label="恢复" icon=Icon::Undo on_click=restore/> }.into_any())
        }
        Some((_, true)) => Some(
            view! {
                <Button label="修改" icon=Icon::Edit kind=ButtonKind::Primary
                    on_click=move |()| editing.set(true)/>
                <Button label="删除" icon=Icon::Trash kind=ButtonKind::Quiet on_click=delete/>
            }
            .into_any(),
        ),
        _ => None,
    };
    let whole = id.with_value(|id| Route::detail(id).href());
    view! {
        <div class="row record-bar">
            {acts}
            <span class="grow"></span>
            <LinkButton label="看整页" href=whole kind=ButtonKind::Quiet/>
        </div>
    }
    .into_any()
}
