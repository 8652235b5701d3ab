//! 结账: closing a month of dues, and opening it again with a reason.

use leptos::prelude::*;

use super::state::DuesState;
use crate::ledger::{Value, day_label};
use crate::reports::dues::DuesSheet;
use crate::ui::components::{Button, Field, Icon, Notice, NoticeKind, TextInput};

/// Says that the month is closed, and asks why it is corrected.
pub(super) fn closed_notice(state: DuesState) -> AnyView {
    let open = move |()| {
        state.write("已重新开账", |draft, _, sheet| {
            draft.field(&DuesSheet::id(&sheet.branch, sheet.month), "closed_on", Value::Null);
        });
        state.reason.set(String::new());
    };
    (move || {
        state.closed_on.get().map(|day| {
            view! {
                <Notice kind=NoticeKind::Info title=format!("{}已结账", day_label(day))
                    text="要改先写明原因；补交直接登记在下面。"/>
                <div class="dues-reopen">
                    <Field label="更正原因">
                        <TextInput value=state.reason on_change=move |text| state.reason.set(text)
                            placeholder="例如：转账到账晚，误记未交"/>
                    </Field>
                    <Button label="重新开账" disabled=state.is_locked on_click=open/>
                </div>
            }
        })
    })
    .into_any()
}

/// The button that closes the month while of some nothing is written down: they have not paid. Once there are
/// none, closing is the main act of the page.
pub(super) fn closing_section(state: DuesState) -> AnyView {
    let blank = Memo::new(move |_| {
        let is_open = state.closed_on.get().is_none();
        if is_open { state.sums.with(|sums| sums.blank) } else { 0 }
    });
    (move || {
        Some(blank.get()).filter(|blank| *blank > 0).map(|blank| {
            view! {
                <div class="row">
                    <Button label="结账" icon=Icon::Check on_click=move |()| state.close()/>
                    <span class="quiet-line">
                        {format!("还有 {blank} 人没登记，结账时记为未交。")}
                    </span>
                </div>
            }
        })
    })
    .into_any()
}
