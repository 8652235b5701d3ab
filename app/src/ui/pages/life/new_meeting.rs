//! A meeting that is owed: its kind, whose it is and its day are filled in, and its roll comes next.

use leptos::prelude::*;

use super::new_activity::make_once;
use crate::app::activities::new_activity;
use crate::app::routes::Route;
use crate::app::{LifeRoute, LifeView, Location, Session, today, today_text};
use crate::ledger::{Month, RecordId, day_text, parse_day};
use crate::registers::{GROUP, MEETING, MEETING_KINDS, title};
use crate::reports::NewActivity;
use crate::ui::components::{
    Button, ButtonKind, DateInput, Empty, Field, Icon, LinkButton, Notice, NoticeKind, Page,
    TextInput, use_toasts,
};
use crate::ui::undoing::offer_undo;

/// The page.
pub fn new_meeting_page(route: Signal<LifeRoute>) -> AnyView {
    let session = expect_context::<Session>();
    let LifeRoute { record, month, kind, .. } = route.get_untracked();
    let known = MEETING_KINDS.iter().find(|(code, _)| *code == kind);
    let back =
        Route::Life(LifeView::Calendar.in_month(month.unwrap_or_else(|| Month::of(today()))));
    let (Some((kind, word)), Some(subject)) = (known, record) else {
        return view! {
            <Page title="新建活动" back=back.href()>
                <Empty title="没有这种会议" text="在“活动”里选要开的会。"/>
            </Page>
        }
        .into_any();
    };
    let (branch, group) = session.with_ledger_untracked(|ledger| {
        let record = ledger.record(&subject);
        let of_group = record.as_ref().filter(|_| subject.register() == GROUP.name);
        match of_group {
            Some(group) => (group.named(group.text("branch")), Some(subject.clone())),
            None => (Some(subject.clone()), None),
        }
    });
    let whose = session.with_ledger_untracked(|ledger| {
        let names =
            [branch.as_ref(), group.as_ref()].into_iter().flatten().map(|id| title(ledger, id));
        names.collect::<Vec<_>>().join(" · ")
    });
    form(session, (kind, word), (branch, group), whose, month.unwrap_or_else(|| Month::of(today())))
}

fn form(
    session: Session,
    (kind, word): (&'static str, &'static str),
    (branch, group): (Option<RecordId>, Option<RecordId>),
    whose: String,
    month: Month,
) -> AnyView {
    let place = expect_context::<Location>();
    let toasts = use_toasts();
    let is_past = month < Month::of(today());
    // Only the secretary knows the day of a meeting in the past.
    let likely = (!is_past).then(|| day_text(today().max(month.first_day())));
    let day = RwSignal::new(likely.unwrap_or_default());
    let wrong = Memo::new(move |_| day.with(|day| parse_day(day).is_err()));
    // What is held after the time for which it is owed makes up for it, and says why.
    let is_late = Memo::new(move |_| {
        is_past && day.with(|day| parse_day(day).is_ok_and(|day| day > month.last_day()))
    });
    let why = RwSignal::new(String::new());
    let asked = RwSignal::new(false);
    let lacks_reason = Memo::new(move |_| is_late.get() && why.with(|why| why.trim().is_empty()));
    let is_made = StoredValue::new(false);
    let make = move |()| {
        asked.set(true);
        let Ok(day) = parse_day(&day.get_untracked()) else { return };
        if lacks_reason.get_untracked() {
            return;
        }
        let instead_of =
            is_late.get_untracked().then(|| (month, why.get_untracked().trim().to_owned()));
        let new = NewActivity {
            register: MEETING.name,
            kind: kind.to_owned(),
            branch: branch.clone(),
            group: group.clone(),
            day,
            subject: String::new(),
            instead_of,
            topic: None,
        };
        match make_once(is_made, || new_activity(session, &new)) {
            None => {}
            Some(Ok(id)) => {
                offer_undo(session, toasts, format!("已新建{word}"));
                place.go_instead(&Route::Life(LifeView::Roll.of(&id)));
            }
            Some(Err(refusal)) => toasts.say(refusal.to_string()),
        }
    };
    let note = is_past.then(|| {
        view! {
            <Notice kind=NoticeKind::Info title=format!("补记{}的{word}", month.label())
                text="写实际开会的日期。确实没有开、也不用补的，在“该做什么”里注明理由。"/>
        }
    });
    let error = Signal::derive(move || {
        let is_told = wrong.get() && (asked.get() || day.with(|day| !day.is_empty()));
        if is_told { "请写成 2026.11.3 这样的日期" } else { "" }.to_owned()
    });
    let why_error = Signal::derive(move || {
        if asked.get() && lacks_reason.get() { "请写明为什么补开" } else { "" }.to_owned()
    });
    let late = move || {
        is_late.get().then(|| {
            let help = format!("按补开{}的算，考勤仍按实际日期", month.label());
            view! {
                <Field label="补开说明" help error=why_error required=true>
                    <TextInput value=why on_change=move |text| why.set(text)
                        placeholder="例如：当月抗疫值守，推迟召开"/>
                </Field>
            }
        })
    };
    view! {
        <Page title=word crumbs=Signal::stored(vec![whose, month.label()])
            back=Route::Life(LifeView::Calendar.in_month(month)).href()>
            <div class="narrow stack">
                {note}
                <Field label="日期" error=error>
                    <DateInput value=day on_change=move |text| day.set(text) today=today_text()/>
                </Field>
                {late}
                <div class="row">
                    <Button label="建好，去点名" icon=Icon::Check kind=ButtonKind::Primary on_click=make/>
                    <LinkButton label="该做什么" kind=ButtonKind::Quiet href=Route::Life(LifeView::Duties.route()).href()/>
                </div>
            </div>
        </Page>
    }
    .into_any()
}
