//! 结账: closing a month of dues, and opening it again with a reason.

use leptos::prelude::*;

use super::DuesState;
use crate::app::today;
use crate::ledger::{Value, day_label};
use crate::reports::dues::{DuesSheet, draft_closing};
use crate::ui::components::{Button, ButtonKind, Field, Icon, Notice, NoticeKind, TextInput};

/// Says that the month is closed, and asks why it is corrected.
pub(super) fn closed_notice(state: DuesState) -> AnyView {
    let closed_on = Memo::new(move |_| {
        state.sheet.with(|one| one.as_ref().and_then(|one| one.sheet.closed_on))
    });
    let open = move |()| {
        state.write("已重新开账", |draft, _, sheet| {
            draft.field(&DuesSheet::id(&sheet.branch, sheet.month), "closed_on", Value::Null);
        });
        state.reason.set(String::new());
    };
    (move || {
        closed_on.get().map(|day| {
            view! {
                <Notice kind=NoticeKind::Info title=format!("{}已结账", day_label(day))
                    text="要改先写明原因；补交直接登记在下面。"/>
                <div class="row">
                    <Field label="更正原因">
                        <TextInput value=state.reason on_change=move |text| state.reason.set(text)
                            placeholder="例如：转账到账晚，误记未交"/>
                    </Field>
                    <Button label="重新开账" disabled=Signal::derive(move || state.is_locked()) on_click=open/>
                </div>
            }
        })
    })
    .into_any()
}

/// The button that closes the month; nothing where it is closed.
pub(super) fn closing_section(state: DuesState) -> AnyView {
    let told = Memo::new(move |_| {
        state.sheet.with(|one| {
            let sheet = &one.as_ref()?.sheet;
            sheet.closed_on.is_none().then(|| sheet.sums().blank)
        })
    });
    let close = move |()| {
        state.write("已结账", |draft, context, sheet| {
            draft_closing(draft, context, sheet, today());
        });
    };
    (move || {
        told.get().map(|blank| {
            let text = match blank {
                0 => "结账以后要改须写明原因。".to_owned(),
                blank => format!("还有 {blank} 人没登记，结账时记为未交。"),
            };
            view! {
                <div class="row">
                    <Button label="结账" icon=Icon::Check kind=ButtonKind::Plain on_click=close/>
                    <span class="quiet-line">{text}</span>
                </div>
            }
        })
    })
    .into_any()
}
