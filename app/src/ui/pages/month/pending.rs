//! What has come since a month was locked, and turning it into adjustments.

use leptos::prelude::*;

use super::BranchMonth;
use super::archived::archived_notice;
use crate::app::{Session, day_from_today, months, today_text};
use crate::ledger::parse_day;
use crate::registers::{points_text, title};
use crate::scoring::{Pending, since_lock};
use crate::ui::components::{
    Button, ButtonKind, DateInput, Field, FormActions, Notice, NoticeKind, TextInput, use_toasts,
};
use crate::ui::form_texts::FormTexts;
use crate::ui::undoing::offer_undo;
use crate::ui::words::signed;

/// What differs between the lock and the ledger as it is now.
pub fn pending_panel(about: BranchMonth) -> AnyView {
    let session = expect_context::<Session>();
    let about = StoredValue::new(about);
    let waiting = Memo::new(move |_| {
        session.with_scores(|ledger, scores| {
            about.with_value(|about| since_lock(ledger, scores, &about.branch, about.month))
        })
    });
    let is_archived = Memo::new(move |_| {
        about.with_value(|about| session.with_ledger(|ledger| ledger.is_archived(about.month)))
    });
    let differ = Memo::new(move |_| {
        let mut differ = waiting.get();
        differ.retain(|one| !one.needs_reopening());
        differ
    });
    let has_differences = Memo::new(move |_| differ.with(|differ| !differ.is_empty()));
    // Apart from the lists, so that what is typed stays while they change.
    let form = move || {
        let is_shown = has_differences.get() && !is_archived.get();
        is_shown.then(|| adjust_form(session, about, differ))
    };
    let content = move || {
        if is_archived.get() {
            return archived_notice(session, about.with_value(|about| about.month));
        }
        let mut moved = waiting.get();
        if moved.is_empty() {
            return view! {
                <p class="quiet-line">"锁定以后没有新的差额。"</p>
            }
            .into_any();
        }
        moved.retain(Pending::needs_reopening);
        let differ = differ.get();
        let list = |pending: &[Pending]| {
            let items: Vec<_> = pending.iter().map(|one| item(session, about, one)).collect();
            view! { <ul class="pending-list">{items}</ul> }
        };
        let differ = (!differ.is_empty()).then(|| {
            view! {
                <Notice
                    kind=NoticeKind::Warn
                    title=format!("锁定以后，{} 人的结果有差额", differ.len())
                    text="快照不变。支委会同意后转为调整分录，计入以后的季度和年度结果。"
                />
                {list(&differ)}
            }
        });
        let moved = (!moved.is_empty()).then(|| view! {
            <Notice
                kind=NoticeKind::Warn
                title=format!("锁定以后，{} 人该上表或该下表", moved.len())
                text="这不是分数的差额，不能转为调整分录。确实要改的，请写明理由，重新打开这个月。"
            />
            {list(&moved)}
        });
        view! { {moved}{differ} }.into_any()
    };
    view! {
        <section class="close-form">
            <h2 class="close-heading" tabindex="-1" data-next="">"锁定以后的变化"</h2>
            {content}
            {form}
        </section>
    }
    .into_any()
}

fn item(session: Session, about: StoredValue<BranchMonth>, one: &Pending) -> AnyView {
    let (name, items) = session.with_scores(|ledger, scores| {
        let standard = scores.standard(ledger, about.with_value(|about| about.month));
        let items: Vec<String> = one
            .items
            .iter()
            .filter_map(|(place, was, now)| {
                let standard = standard.as_ref().ok()?;
                let item = standard.items.get(*place)?;
                let (was, now) = (points_text((*was).into()), points_text((*now).into()));
                Some(format!("{} {was} → {now}", item.name))
            })
            .collect();
        (title(ledger, &one.member), items)
    });
    let shown = |score: Option<i32>| {
        score.map_or_else(|| "不在表上".to_owned(), |score| points_text(score.into()))
    };
    let total = format!("锁定 {}，现在 {}", shown(one.locked), shown(one.now));
    view! {
        <li class="pending">
            <strong class="pending-name">{name}</strong>
            <span>{total}</span>
            <span class="quiet-line">{items.join("；")}</span>
            {(!one.needs_reopening()).then(|| view! {
                <strong class="pending-delta">{signed(one.difference().into())}</strong>
            })}
        </li>
    }
    .into_any()
}

fn adjust_form(
    session: Session,
    about: StoredValue<BranchMonth>,
    waiting: Memo<Vec<Pending>>,
) -> AnyView {
    let toasts = use_toasts();
    let reason = RwSignal::new(String::new());
    let by = RwSignal::new(String::new());
    let form = about.with_value(|about| about.draft_name("adjust"));
    let kept = FormTexts::keep(session, form, "转为调整分录", [("reason", reason), ("by", by)]);
    let day = day_from_today();
    let error = RwSignal::new(String::new());
    let submit = move |()| {
        let (why, by) = (reason.get_untracked(), by.get_untracked());
        let Ok(on) = parse_day(&day.get_untracked()) else {
            return error.set("请填批准日期".to_owned());
        };
        if why.trim().is_empty() || by.trim().is_empty() {
            return error.set("请填事由和批准人".to_owned());
        }
        let month = about.with_value(|about| about.month);
        match months::adjust(session, month, &waiting.get_untracked(), &why, &by, on) {
            Ok(count) => {
                kept.saved();
                let text = format!("已转为 {count} 条调整分录");
                offer_undo(session, toasts, text);
            }
            Err(cause) => error.set(cause.to_string()),
        }
    };
    view! {
        {kept.notice()}
        <Field label="事由" required=true error>
            <TextInput value=reason on_change=move |text| reason.set(text)
                placeholder="补登记上月义诊"/>
        </Field>
        <Field label="批准人" required=true help="支委会，或支部书记姓名">
            <TextInput value=by on_change=move |text| by.set(text)/>
        </Field>
        <Field label="批准日期" required=true>
            <DateInput value=day on_change=move |text| day.set(text)
                today=today_text()/>
        </Field>
        <FormActions>
            <Button label="转为调整分录" kind=ButtonKind::Primary on_click=submit/>
        </FormActions>
    }
    .into_any()
}
