//! 节假日安排: which years are known, and pasting the next one's notice.

use chrono::Datelike;
use leptos::prelude::*;

use crate::app::{Session, save_holidays};
use crate::browser::clock;
use crate::ledger::Day;
use crate::scoring::{Calendar, HolidayError, YearPlan};
use crate::ui::components::{
    Button, ButtonKind, Choice, Field, Notice, NoticeKind, Opt, StateChip, TextArea, ToastHandle,
    Tone,
};
use crate::ui::form_texts::FormTexts;
use crate::ui::undoing::offer_undo;

/// The first year that is built in.
const FIRST: i32 = 2025;

/// What a pasted notice was understood to say.
type ReadNotice = Result<(YearPlan, Vec<String>), HolidayError>;

pub(super) fn holidays_view(session: Session, toasts: ToastHandle) -> AnyView {
    let now = clock::today().year();
    let known = move |year: i32| {
        session.with_ledger(|ledger| {
            let pasted = YearPlan::all(ledger).any(|plan| plan.year == year);
            let middle = Day::from_ymd_opt(year, 6, 1);
            (pasted, middle.is_some_and(|day| Calendar::of(ledger).is_known(day)))
        })
    };
    let rows = move || {
        let years = FIRST..=now + 1;
        let row = |year: i32| {
            let (word, tone) = match known(year) {
                (true, _) => ("已粘贴", Tone::Good),
                (false, true) => ("已内置", Tone::Good),
                (false, false) => ("还没有，公示期暂算", Tone::Warn),
            };
            view! {
                <li class="state">
                    <p class="grow figures">{format!("{year}年")}</p>
                    <StateChip text=word tone=Signal::stored(tone)/>
                </li>
            }
            .into_any()
        };
        years.map(row).collect::<Vec<_>>()
    };
    let year = RwSignal::new((now + 1).to_string());
    let text = RwSignal::new(String::new());
    let texts = [("year", year), ("text", text)];
    let kept = FormTexts::keep(session, "holidays".to_owned(), "节假日安排", texts);
    let read = Memo::new(move |_| -> Option<ReadNotice> {
        let text = text.get();
        let year = year.get().parse().ok()?;
        (!text.trim().is_empty()).then(|| YearPlan::parse(&text, year))
    });
    let understood = move || read.with(|read| read.as_ref().map(read_view));
    let reason = Signal::derive(move || {
        match read.get() {
            None => "先粘贴通知",
            Some(Err(_)) => "还没有读懂",
            Some(Ok(_)) => "",
        }
        .to_owned()
    });
    let save = move |()| {
        let Some(Ok((plan, _))) = read.get_untracked() else { return };
        match save_holidays(session, &plan) {
            Ok(()) => {
                offer_undo(session, toasts, format!("已保存{}年节假日安排", plan.year));
                text.set(String::new());
                kept.saved();
            }
            Err(error) => toasts.say(format!("{error}；本机数据没有改动")),
        }
    };
    let years: Vec<Opt> =
        (now..=now + 1).map(|year| Opt::new(year.to_string(), format!("{year}年"))).collect();
    view! {
        <section class="sheet stack">
            <h3>"节假日安排"</h3>
            <p>"公示按工作日计算。国务院办公厅每年十一月前后公布下一年的安排，把通知正文粘贴进来即可。"</p>
            <ul class="states">{rows}</ul>
            <Field label="粘贴哪一年的">
                <Choice
                    options=Signal::stored(years)
                    value=year
                    on_change=move |chosen: String| year.set(chosen)
                />
            </Field>
            <Field label="通知正文">
                <TextArea
                    value=text
                    on_change=move |typed| text.set(typed)
                    placeholder="一、元旦：1月1日（周五）至3日（周日）放假，共3天……"
                    rows=4
                />
            </Field>
            <div aria-live="polite" class="stack">{understood}</div>
            <Button
                label=Signal::derive(move || format!("保存{}年的安排", year.get()))
                kind=ButtonKind::Plain
                reason
                on_click=save
            />
        </section>
    }
    .into_any()
}

fn read_view(read: &ReadNotice) -> AnyView {
    match read {
        Err(error) => {
            view! { <Notice kind=NoticeKind::Error title="没有读懂" text=error.to_string()/> }
                .into_any()
        }
        Ok((plan, doubts)) => {
            let doubts: Vec<AnyView> = doubts
                .iter()
                .map(|doubt| {
                    view! { <Notice kind=NoticeKind::Warn title=doubt.clone()/> }.into_any()
                })
                .collect();
            let off: Vec<Day> = plan.off.iter().copied().collect();
            let work: Vec<Day> = plan.work.iter().copied().collect();
            view! {
                <dl class="facts">
                    <dt>"放假"</dt>
                    <dd class="figures">{spans_words(&off)}</dd>
                    <dt>"周末上班"</dt>
                    <dd class="figures">{spans_words(&work)}</dd>
                </dl>
                {doubts}
            }
            .into_any()
        }
    }
}

/// Days in spans: 1月1日至3日、2月5日.
fn spans_words(days: &[Day]) -> String {
    let mut spans: Vec<(Day, Day)> = Vec::new();
    for day in days {
        match spans.last_mut() {
            Some((_, last)) if last.succ_opt() == Some(*day) => *last = *day,
            _ => spans.push((*day, *day)),
        }
    }
    if spans.is_empty() {
        return "没有".to_owned();
    }
    let words = |(from, to): &(Day, Day)| {
        let start = format!("{}月{}日", from.month(), from.day());
        if from == to {
            start
        } else if from.month() == to.month() {
            format!("{start}至{}日", to.day())
        } else {
            format!("{start}至{}月{}日", to.month(), to.day())
        }
    };
    spans.iter().map(words).collect::<Vec<_>>().join("、")
}
