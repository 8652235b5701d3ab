//! 两边都改过: what two tablets changed without seeing each other's, and choosing between them.

use leptos::prelude::*;

use crate::app::routes::Route;
use crate::app::{self, Session};
use crate::registers::{Field as Declared, check_value, read_input, schemas};
use crate::reports::{Dispute, DisputeSide, disputes};
use crate::ui::components::{
    Button, ButtonKind, Empty, Field, Icon, Page, StateChip, TextInput, ToastHandle, Tone,
    use_toasts,
};
use crate::ui::undoing::offer_undo;
use crate::ui::words::author_words;

/// The page.
pub fn disputes_page() -> AnyView {
    let session = expect_context::<Session>();
    let toasts = use_toasts();
    let found = Memo::new(move |_| session.with_ledger(disputes));
    let content = move || {
        let found = found.get();
        if found.is_empty() {
            return view! {
                <Empty
                    title="没有等您选定的"
                    text="两台平板各自改了同一处，谁也没看到对方的，合到一起以后会列在这里。"
                    icon=Icon::Check
                />
            }
            .into_any();
        }
        let cards: Vec<_> =
            found.into_iter().map(|dispute| card(session, toasts, dispute)).collect();
        view! {
            <p class="quiet-line">
                "每一处的两份都留着，现在用的是后写的一份。选定也是一次修改，会随数据包带给别的平板。"
            </p>
            <ul class="disputes">{cards}</ul>
        }
        .into_any()
    };
    view! {
        <Page title="两边都改过" back=Route::Exchange.href()>
            <div class="narrow stack">{content}</div>
        </Page>
    }
    .into_any()
}

fn card(session: Session, toasts: ToastHandle, dispute: Dispute) -> AnyView {
    let href = Route::detail(&dispute.cell.record).href();
    let place = format!("{} · {}", dispute.register, dispute.field);
    let stored = StoredValue::new(dispute.clone());
    let sides: Vec<_> = dispute
        .sides
        .iter()
        .enumerate()
        .map(|(at, side)| side_view(session, toasts, stored, side, at == 0))
        .collect();
    let note =
        (!dispute.note.is_empty()).then(|| view! { <p class="quiet-line">{dispute.note}</p> });
    let third = dispute.typed.then(|| third(session, toasts, stored));
    view! {
        <li class="sheet dispute">
            <h2><a href=href>{dispute.record}</a></h2>
            <p class="small muted">{place}</p>
            {note}
            <ul class="dispute-sides">{sides}</ul>
            {third}
        </li>
    }
    .into_any()
}

fn side_view(
    session: Session,
    toasts: ToastHandle,
    dispute: StoredValue<Dispute>,
    side: &DisputeSide,
    stands: bool,
) -> AnyView {
    let value = side.value.clone();
    let choose = move |()| {
        let settled =
            dispute.with_value(|dispute| app::settle(session, &dispute.cell, value.clone()));
        match settled {
            Ok(()) => offer_undo(session, toasts, "已选定"),
            Err(error) => toasts.say(error.to_string()),
        }
    };
    let who = format!("{}，{}", author_words(&side.by), side.at.label());
    let reason = (!side.reason.is_empty()).then(|| format!("原因：{}", side.reason));
    view! {
        <li class="dispute-side">
            <div class="grow">
                <p class="dispute-value">{side.text.clone()}</p>
                <p class="small muted">{who}</p>
                {reason.map(|text| view! { <p class="small muted">{text}</p> })}
            </div>
            {stands.then(|| view! {
                <StateChip text="现在用的" tone=Signal::stored(Tone::Info)/>
            })}
            <Button label="用这一份" on_click=choose/>
        </li>
    }
    .into_any()
}

/// Writing a value that is neither.
fn third(session: Session, toasts: ToastHandle, dispute: StoredValue<Dispute>) -> AnyView {
    let open = RwSignal::new(false);
    let text = RwSignal::new(String::new());
    let error = RwSignal::new(String::new());
    let submit = move |()| {
        let outcome = dispute.with_value(|dispute| {
            let field = declared(dispute).ok_or_else(|| "这一处不能另写".to_owned())?;
            let value = read_input(field, &text.get_untracked())?;
            if value.is_null() {
                return Err("请填写内容".to_owned());
            }
            check_value(field, &value)?;
            app::settle(session, &dispute.cell, value).map_err(|error| error.to_string())
        });
        match outcome {
            Ok(()) => offer_undo(session, toasts, "已选定"),
            Err(text) => error.set(text),
        }
    };
    let label = dispute.with_value(|dispute| format!("{}应当是", dispute.field));
    let label = Signal::stored(label);
    let form = move || {
        if !open.get() {
            return view! {
                <Button label="都不对，另写一个" kind=ButtonKind::Quiet icon=Icon::Edit
                    on_click=move |()| open.set(true)/>
            }
            .into_any();
        }
        view! {
            <div class="dispute-third">
                <Field label error>
                    <TextInput value=text on_change=move |new| text.set(new)/>
                </Field>
                <Button label="就用这个" on_click=submit/>
            </div>
        }
        .into_any()
    };
    form.into_any()
}

fn declared(dispute: &Dispute) -> Option<&'static Declared> {
    schemas().field(&dispute.cell)
}
