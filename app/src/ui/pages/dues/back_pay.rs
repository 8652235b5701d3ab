//! 补交: what members pay later for a month, payment by payment.

use leptos::prelude::*;

use super::state::DuesState;
use crate::app::{day_from_today, today_text};
use crate::browser::clock;
use crate::ledger::{RecordId, Value, day_label, parse_day};
use crate::registers::{Field, Kind, money_text, read_input};
use crate::reports::dues::{BackPayment, draft_back_payment, draft_back_payment_removed};
use crate::ui::components::{Button, ButtonKind, DateInput, NumberInput, StateChip, Tone};

/// The sum of a back payment, as it is typed.
static AMOUNT: Field = Field::new("amount", "补交金额", Kind::Money);

/// A member who owes something of the month, or has paid it back.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Owing {
    member: RecordId,
    name: String,
    /// How it was in the month, in words.
    state: String,
    /// What is still owed; `None` where no base says what is due.
    owed: Option<i64>,
    /// What was paid beyond what is due.
    more: i64,
    back: Vec<BackPayment>,
}

/// The part of the page; empty while the month is open, and where nobody owes anything.
pub(super) fn back_pay_section(state: DuesState) -> AnyView {
    let owing = Memo::new(move |_| {
        state.of_lines(|sheet, line, name| {
            let is_owed = sheet.closed_on.is_some() && line.is_outstanding();
            (is_owed || !line.back.is_empty()).then(|| Owing {
                member: line.member.clone(),
                name: name.to_owned(),
                state: line.state_words(),
                owed: line.asked().map(|_| line.owed()),
                more: line.asked().map_or(0, |asked| line.paid + line.paid_back() - asked).max(0),
                back: line.back.clone(),
            })
        })
    });
    let on = day_from_today();
    let row = move |owing: Owing| owing_view(state, on, owing);
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
                    <p class="quiet-line">"补交另记日期，可以分几次，不用重新开账，也不改当月的积分。"</p>
                </section>
            }
        })
    })
    .into_any()
}

fn owing_view(state: DuesState, on: RwSignal<String>, owing: Owing) -> AnyView {
    let Owing { member, name, state: word, owed, more, back } = owing;
    let is_settled = owed.map_or(!back.is_empty(), |owed| owed == 0);
    let (word, tone) = match is_settled {
        true => ("已补交".to_owned(), Tone::Good),
        false => (word, Tone::Bad),
    };
    let words = match owed {
        Some(owed) if owed > 0 => format!("还差 {} 元", money_text(owed)),
        Some(_) if more > 0 => format!("比应交多 {} 元，请核对", money_text(more)),
        Some(_) => String::new(),
        None => "按实际交的登记".to_owned(),
    };
    let is_first = back.is_empty();
    let payments = back.into_iter().map(|payment| {
        let (member, of) = (member.clone(), name.clone());
        let day = payment.on.map_or_else(String::new, day_label);
        let text = format!("{day}补交 {} 元", money_text(payment.amount));
        let take_back = move |()| {
            state.write(format!("{of}的补交已去掉"), |draft, context, sheet| {
                draft_back_payment_removed(draft, context, sheet, &member, &payment);
            });
        };
        view! {
            <span class="makeup-words">{text}</span>
            <Button label="去掉" kind=ButtonKind::Quiet on_click=take_back/>
        }
    });
    let payments: Vec<_> = payments.collect();
    let form = (owed != Some(0)).then(|| {
        // After a part the next sum is typed: a second tap on the button pays nothing.
        let rest = owed.filter(|_| is_first).map(money_text);
        let amount = RwSignal::new(rest.unwrap_or_default());
        let (member, of) = (member.clone(), name.clone());
        let label = format!("{name}补交金额");
        let pay = move |()| pay(state, &member, &of, (amount, on));
        view! {
            <div class="dues-amount">
                <NumberInput value=amount on_change=move |text| amount.set(text) decimals=2 unit="元" label/>
            </div>
            <Button label="已补交" on_click=pay/>
        }
    });
    view! {
        <li class="makeup-line">
            <span class="makeup-name">{name}</span>
            <StateChip text=word tone=Signal::stored(tone)/>
            {(!words.is_empty()).then(|| view! { <span class="makeup-words">{words}</span> })}
            {payments}
            {form}
        </li>
    }
    .into_any()
}

/// Writes a back payment, unless its sum or its day cannot be read.
fn pay(
    state: DuesState,
    member: &RecordId,
    name: &str,
    (amount, on): (RwSignal<String>, RwSignal<String>),
) {
    let refuse = |why: &str| state.toasts.say(format!("没有登记：{why}"));
    let fen = match read_input(&AMOUNT, &amount.get_untracked()) {
        Ok(Value::Int(fen)) if fen > 0 => fen,
        Ok(_) => return refuse("请先写补交的金额"),
        Err(why) => return refuse(&why),
    };
    let Ok(day) = parse_day(&on.get_untracked()) else {
        return refuse("请先把补交日期写成 2026.11.3 这样的日期");
    };
    if day > clock::today() {
        return refuse("补交日期还没有到，请先改上面的日期");
    }
    let month = state.sheet.with_untracked(|sheet| sheet.as_ref().map(|sheet| sheet.month));
    if month.is_some_and(|month| day < month.first_day()) {
        return refuse("补交日期早于这个月，请先改上面的日期");
    }
    state.write(format!("{name}补交 {} 元", money_text(fen)), |draft, _, sheet| {
        draft_back_payment(draft, sheet, member, fen, day);
    });
}
