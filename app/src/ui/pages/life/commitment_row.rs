//! A member's row on the sheet of a year's commitments: those that there are, and an input for one more.

use leptos::prelude::*;

use super::board::commitment_tone;
use super::commitment_state::{SheetState, said};
use crate::app::routes::Route;
use crate::ledger::RecordId;
use crate::reports::life::Commitment;
use crate::ui::components::{Field, StateChip, TextInput};

/// The row of a member.
pub(super) fn row_view(state: SheetState, member: RecordId) -> AnyView {
    let key = member.to_string();
    let member = StoredValue::new(member);
    // A memo, as the rows are read anew with every edit and most of them stay as they are.
    let row = Memo::new(move |_| member.with_value(|member| state.row(member)));
    let name = Memo::new(move |_| row.with(|row| row.as_ref().map(|row| row.name.clone())));
    let name = Signal::derive(move || name.get().unwrap_or_default());
    let commitments = move || {
        let all = row.get().map(|row| row.commitments).unwrap_or_default();
        if all.is_empty() {
            return view! { <p class="commitment-none">"还没有登记"</p> }.into_any();
        }
        let lines: Vec<_> = all.into_iter().map(line_view).collect();
        view! { <ul class="commitment-lines">{lines}</ul> }.into_any()
    };
    // A memo: what is typed into one row changes the texts of all.
    let text = Memo::new(move |_| {
        member.with_value(|member| state.texts.with(|texts| texts.text(member).to_owned()))
    });
    let note = Memo::new(move |_| member.with_value(|member| state.note(member)));
    let placeholder = Signal::derive(move || {
        let has_some = row.with(|row| row.as_ref().is_some_and(|row| !row.commitments.is_empty()));
        if has_some { "再写一条" } else { "写一条承诺" }.to_owned()
    });
    let label = Signal::derive(move || format!("{}的新承诺", name.get()));
    let set = move |text: String| {
        member.with_value(|member| state.change(|texts| texts.set(member, text)));
    };
    view! {
        <li class="commitment-row" data-row=key>
            <h2 class="commitment-name">{move || name.get()}</h2>
            {commitments}
            <div class="commitment-new" data-cell="">
                <Field label error=said(note, true) hint=said(note, false)>
                    <TextInput value=text placeholder on_change=set/>
                </Field>
            </div>
        </li>
    }
    .into_any()
}

/// A commitment: its words lead to its record, 兑现 to the form of it.
fn line_view(one: Commitment) -> AnyView {
    let Commitment { record, matter, state } = one;
    let keep = state.can_be_kept().then(|| {
        let label = format!("兑现：{matter}");
        view! { <a class="commitment-keep" href=Route::edit(&record).href() aria-label=label>"兑现"</a> }
    });
    view! {
        <li class="commitment-line">
            <a class="commitment-matter" href=Route::detail(&record).href()>{matter}</a>
            <StateChip text=state.word() tone=Signal::stored(commitment_tone(state))/>
            {keep}
        </li>
    }
    .into_any()
}
