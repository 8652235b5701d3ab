//! The forms of the steps: approve, put up, lock, open again.

use leptos::prelude::*;

use super::BranchMonth;
use crate::app::routes::MonthTab as View;
use crate::app::{Session, day_from_today, months, today_text};
use crate::ledger::{day_label, parse_day};
use crate::registers::{Step, assessment_id};
use crate::scoring::Approval;
use crate::ui::components::{
    Button, ButtonKind, DateInput, Field, FormActions, Icon, LinkButton, NumberInput, TextArea,
    TextInput, use_toasts,
};
use crate::ui::form_texts::FormTexts;
use crate::ui::undoing::offer_undo;

/// How many working days a notice hangs by default (domain.md §1.4, step 4).
const WORKING_DAYS: &str = "5";

/// Why a step cannot be taken where something is to be done before.
pub(super) const IN_THE_WAY: &str = "先处理上面列出的事项";

/// 支委会审定.
pub fn approve_form(about: BranchMonth, blocked: Signal<String>) -> AnyView {
    let session = expect_context::<Session>();
    let toasts = use_toasts();
    let day = day_from_today();
    let meeting = RwSignal::new(String::new());
    let kept =
        FormTexts::keep(session, about.draft_name("approve"), "支委会审定", [("meeting", meeting)]);
    let error = RwSignal::new(String::new());
    let submit = move |()| {
        let Ok(on) = parse_day(&day.get_untracked()) else {
            return error.set("请填审定日期".to_owned());
        };
        match months::approve(session, &about.branch, about.month, on, &meeting.get_untracked()) {
            Ok(()) => {
                kept.saved();
                offer_undo(session, toasts, "已记为审定通过");
            }
            Err(cause) => error.set(cause.to_string()),
        }
    };
    view! {
        <section class="close-form">
            <h2 class="close-heading" tabindex="-1" data-next="">"支委会审定"</h2>
            <p class="quiet-line">
                "支委会（不足 7 人的支部为党员大会）逐人审定月表。审定以后分数再有变化，会要求重新审定。"
            </p>
            {kept.notice()}
            <Field label="审定日期" required=true error>
                <DateInput value=day on_change=move |text| day.set(text)
                    today=today_text()/>
            </Field>
            <Field label="哪次会议、几人到会" help="例如：11月支委会，应到 5 人，实到 5 人">
                <TextInput value=meeting on_change=move |text| meeting.set(text)/>
            </Field>
            <FormActions>
                <Button label="审定通过" kind=ButtonKind::Primary icon=Icon::Check
                    reason=blocked on_click=submit/>
            </FormActions>
        </section>
    }
    .into_any()
}

/// 公示.
pub fn publish_form(about: BranchMonth, blocked: Signal<String>) -> AnyView {
    let session = expect_context::<Session>();
    let toasts = use_toasts();
    let from = day_from_today();
    let days = RwSignal::new(WORKING_DAYS.to_owned());
    let place = RwSignal::new("党务公开栏".to_owned());
    let texts = [("days", days), ("place", place)];
    let kept = FormTexts::keep(session, about.draft_name("publish"), "公示", texts);
    let error = RwSignal::new(String::new());
    let deadline = Memo::new(move |_| {
        let from = parse_day(&from.get()).ok()?;
        let days = days.get().parse::<u32>().ok().filter(|days| (1..=30).contains(days))?;
        Some(session.with_ledger(|ledger| months::end_of_notice(ledger, from, days)))
    });
    let approved = session.with_ledger_untracked(|ledger| {
        let assessment = ledger.record(&assessment_id(&about.branch, about.month))?;
        Approval::read(assessment.get("approval")).map(|one| one.day)
    });
    let early = move || {
        let from = parse_day(&from.get()).ok();
        let approved = approved.filter(|approved| from.is_some_and(|from| from < *approved))?;
        let text = format!("张贴日期早于审定的{}，请核对", day_label(approved));
        Some(view! { <p class="field-error is-hint">{Icon::Info.view()}<span>{text}</span></p> })
    };
    let until = Signal::derive(move || match deadline.get() {
        Some(deadline) if deadline.provisional => format!(
            "公示到{}（暂算：那时的节假日安排还不知道，可在“设置”里粘贴国务院的通知）",
            day_label(deadline.day)
        ),
        Some(deadline) => format!("公示到{}为止", day_label(deadline.day)),
        None => String::new(),
    });
    let preview = about.route(View::PrintNotice).href();
    let submit = move |()| {
        let (Ok(from), Ok(days)) =
            (parse_day(&from.get_untracked()), days.get_untracked().parse::<u32>())
        else {
            return error.set("请填张贴日期和工作日数".to_owned());
        };
        if !(1..=30).contains(&days) {
            return error.set("公示期应在 1 到 30 个工作日之间".to_owned());
        }
        let place = place.get_untracked();
        match months::publish(session, &about.branch, about.month, from, days, &place) {
            Ok(()) => {
                kept.saved();
                offer_undo(session, toasts, "已开始公示");
            }
            Err(cause) => error.set(cause.to_string()),
        }
    };
    view! {
        <section class="close-form">
            <h2 class="close-heading" tabindex="-1" data-next="">"公示"</h2>
            {kept.notice()}
            <Field label="张贴日期" required=true error help=until>
                <DateInput value=from on_change=move |text| from.set(text)
                    today=today_text()/>
            </Field>
            {early}
            <Field label="公示期" help="默认 5 个工作日，从张贴次日起算">
                <NumberInput value=days on_change=move |text| days.set(text) unit="个工作日"
                    stepper=true min=1 max=30/>
            </Field>
            <Field label="张贴在哪里">
                <TextInput value=place on_change=move |text| place.set(text)/>
            </Field>
            <FormActions>
                <Button label="开始公示" kind=ButtonKind::Primary reason=blocked
                    on_click=submit/>
                <LinkButton label="看看贴出去的是什么" href=preview icon=Icon::Print/>
            </FormActions>
        </section>
    }
    .into_any()
}

/// 锁定.
pub fn lock_form(about: BranchMonth, blocked: Signal<String>) -> AnyView {
    let session = expect_context::<Session>();
    let toasts = use_toasts();
    let error = RwSignal::new(String::new());
    let submit = move |()| match months::lock(session, &about.branch, about.month) {
        Ok(()) => offer_undo(session, toasts, "已锁定"),
        Err(cause) => error.set(cause.to_string()),
    };
    view! {
        <section class="close-form">
            <h2 class="close-heading" tabindex="-1" data-next="">"锁定"</h2>
            <p class="quiet-line">
                "公示期满、申诉都有结果以后锁定。锁定会留下一份带校验值的快照；之后的变化另列，不改快照。"
            </p>
            {move || {
                let text = error.get();
                (!text.is_empty()).then(|| view! { <p class="form-error" role="alert">{text}</p> })
            }}
            <FormActions>
                <Button label="锁定这个月" kind=ButtonKind::Primary icon=Icon::Lock
                    reason=blocked on_click=submit/>
            </FormActions>
        </section>
    }
    .into_any()
}

/// 退回录入, 重新打开.
pub fn reopen_form(about: BranchMonth, step: Memo<Step>) -> AnyView {
    let session = expect_context::<Session>();
    let toasts = use_toasts();
    let why = RwSignal::new(String::new());
    let kept = FormTexts::keep(session, about.draft_name("reopen"), "退回录入", [("why", why)]);
    let open = RwSignal::new(!why.get_untracked().is_empty());
    let error = RwSignal::new(String::new());
    let label = Signal::derive(move || match step.get() {
        Step::Locked => "重新打开这个月".to_owned(),
        _ => "退回录入".to_owned(),
    });
    let about = StoredValue::new(about);
    let submit = move |()| {
        let reason = why.get_untracked();
        if reason.trim().is_empty() {
            return error.set("请写明理由，理由会留在历史里".to_owned());
        }
        about.with_value(|about| months::reopen(session, &about.branch, about.month, &reason));
        kept.saved();
        offer_undo(session, toasts, "已退回录入");
    };
    let body = move || {
        if !open.get() {
            return view! {
                <Button label icon=Icon::Unlock kind=ButtonKind::Quiet
                    on_click=move |()| open.set(true)/>
            }
            .into_any();
        }
        view! {
            {kept.notice()}
            <Field label="理由" required=true error
                help="原来的审定、公示和锁定都留在历史里，可以随时查看">
                <TextArea value=why on_change=move |text| why.set(text)/>
            </Field>
            <FormActions>
                <Button label kind=ButtonKind::Danger on_click=submit/>
                <Button label="不了" on_click=move |()| open.set(false)/>
            </FormActions>
        }
        .into_any()
    };
    view! { <section class="close-form is-quiet">{body}</section> }.into_any()
}
