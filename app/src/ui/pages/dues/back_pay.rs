//! 补交: what members pay later for a month, day by day of it.

use leptos::prelude::*;

use super::DuesState;
use crate::app::{day_from_today, today_text};
use crate::ledger::{RecordId, Value, day_text, parse_day};
use crate::registers::money_text;
use crate::reports::dues::DuesSheet;
use crate::ui::components::{Button, ButtonKind, DateInput, StateChip, Tone};

/// The part of the page; empty while the month is open, and where nobody owes anything.
pub(super) fn back_pay_section(state: DuesState) -> AnyView {
    let owing = Memo::new(move |_| {
        let lines = state.sheet.with(|one| {
            one.as_ref().map(|one| {
                let is_closed = one.sheet.closed_on.is_some();
                let unpaid = one
                    .sheet
                    .lines
                    .iter()
                    .filter(|line| line.state == "unpaid" && (is_closed || line.back > 0));
                let name = |id: &RecordId| one.names.get(id).cloned().unwrap_or_default();
                unpaid
                    .map(|line| (line.member.clone(), name(&line.member), line.owed(), line.back))
                    .collect::<Vec<_>>()
            })
        });
        lines.unwrap_or_default()
    });
    let on = day_from_today();
    let pay = move |member: RecordId, name: String, fen: i64| {
        let Ok(day) = parse_day(&on.get_untracked()) else {
            state.toasts.say("没有登记：请先把补交日期写成 2026.11.3 这样的日期");
            return;
        };
        state.write(format!("{name}补交 {} 元", money_text(fen)), |draft, _, sheet| {
            let id = DuesSheet::id(&sheet.branch, sheet.month);
            let row = [("amount", Value::Int(fen)), ("on", day_text(day).into())];
            draft.entry(&id, "back", member.as_str(), Value::group(row));
        });
    };
    let take_back = move |member: RecordId, name: String| {
        state.write(format!("{name}的补交已去掉"), |draft, _, sheet| {
            let id = DuesSheet::id(&sheet.branch, sheet.month);
            draft.entry(&id, "back", member.as_str(), Value::Null);
        });
    };
    let row = move |(member, name, owed, back): (RecordId, String, i64, i64)| {
        let (shown, id, of) = (name.clone(), member.clone(), name.clone());
        let act = match (owed, back) {
            (0, _) => view! {
                <StateChip text="已补交" tone=Signal::stored(Tone::Good)/>
                <span class="makeup-words">{format!("{} 元", money_text(back))}</span>
                <Button label="去掉" kind=ButtonKind::Quiet
                    on_click=move |()| take_back(id.clone(), of.clone())/>
            }
            .into_any(),
            _ => view! {
                <StateChip text="未交" tone=Signal::stored(Tone::Bad)/>
                <span class="makeup-words">{format!("还差 {} 元", money_text(owed))}</span>
                <Button label="已补交" on_click=move |()| pay(member.clone(), name.clone(), owed + back)/>
            }
            .into_any(),
        };
        view! { <li class="makeup-line"><span class="makeup-name">{shown}</span>{act}</li> }
    };
    (move || {
        let owing = owing.get();
        (!owing.is_empty()).then(|| {
            let rows: Vec<_> = owing.into_iter().map(row).collect();
            view! {
                <section class="sheet pad stack" aria-label="补交">
                    <h2 class="section-heading">"补交"</h2>
                    <div class="makeup-day">
                        <span>"补交日期"</span>
                        <DateInput value=on on_change=move |day| on.set(day) today=today_text() label="补交日期"/>
                    </div>
                    <ul class="makeup-list">{rows}</ul>
                    <p class="quiet-line">"补交另记日期，不用重新开账，也不改当月的积分。"</p>
                </section>
            }
        })
    })
    .into_any()
}
