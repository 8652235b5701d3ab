//! 党费收缴: the dues of a branch in a month, all members at once; what is due is computed.

mod back_pay;
mod closing;
mod marks;
mod notices;
mod paper;
mod state;

use leptos::prelude::*;

use self::paper::{paper_section, print};
use self::state::{DuesState, Paper};
use crate::app::routes::Route;
use crate::app::{Location, Session, SidePage, today};
use crate::browser::clock;
use crate::ledger::{Month, RecordId};
use crate::registers::{BRANCH, DUES_MONTH};
use crate::reports::dues::draft_rest_paid;
use crate::ui::components::{
    Button, ButtonKind, Empty, Icon, MonthInput, Mounted, Page, RecordPicker, use_toasts,
};
use crate::ui::pages::branch_options::branch_options;
use crate::ui::words::usual_month;

/// The page.
pub fn dues_page(_register: &'static str) -> AnyView {
    let (session, place) = (expect_context::<Session>(), expect_context::<Location>());
    let month = Memo::new(move |was: Option<&Month>| match place.route() {
        Route::Side(_, SidePage::CollectDues, month) => {
            month.unwrap_or_else(|| usual_month(today()))
        }
        Route::BranchSide(SidePage::CollectDues, month, _) => month,
        _ => was.copied().unwrap_or_else(|| usual_month(today())),
    });
    let chosen = Memo::new(move |was: Option<&Option<RecordId>>| match place.route() {
        Route::BranchSide(SidePage::CollectDues, _, branch) => Some(branch),
        Route::Side(_, SidePage::CollectDues, _) => None,
        _ => was.cloned().flatten(),
    });
    let branch = Memo::new(move |_| {
        session.with_ledger(|ledger| {
            let is_live = |id: &RecordId| ledger.record(id).is_some_and(|one| one.is_live());
            let first = || ledger.records(BRANCH.name).next().map(|one| one.id().clone());
            chosen.get().or_else(|| session.own_branch()).filter(is_live).or_else(first)
        })
    });
    let state = DuesState::new(session, use_toasts(), branch, month);
    let name = move || state.branch_name.get();
    let options = branch_options(session, None);
    let has_choice = Memo::new(move |_| options.with(|all| all.len() > 1));
    let value = Signal::derive(move || branch.get().map(|id| id.to_string()).unwrap_or_default());
    // What is tapped belongs to the sheet that is shown.
    let show = move |month: Month, branch: Option<RecordId>| {
        state.write_taps();
        place.go_instead(&match branch {
            Some(branch) => Route::BranchSide(SidePage::CollectDues, month, branch),
            None => Route::Side(DUES_MONTH.name, SidePage::CollectDues, Some(month)),
        });
    };
    let choose = move |id: String| show(month.get_untracked(), id.parse().ok());
    let go = move |text: String| {
        if let Ok(month) = text.parse() {
            show(month, chosen.get_untracked());
        }
    };
    let has_members = Memo::new(move |_| {
        state.basis.with(|one| one.as_ref().is_some_and(|one| !one.basis.lines.is_empty()))
    });
    let body = move || match has_members.get() {
        false => view! {
            <Empty title="这个月没有在册党员" text="先导入花名册，再按月收党费。"/>
        }
        .into_any(),
        true => filled(state),
    };
    view! {
        <Page
            title="党费收缴"
            crumbs=Signal::derive(move || vec![name(), month.get().label()])
            back=Route::list(&DUES_MONTH).href()
            controls=move || view! {
                <div class="month-controls">
                    {move || has_choice.get().then(|| view! {
                        <RecordPicker options value placeholder="选择支部" on_change=choose/>
                    })}
                    <MonthInput value=Signal::derive(move || month.get().to_string()) on_change=go/>
                </div>
            }
            action=move || main_act(state)
        >
            {body}
            {paper_section(state)}
        </Page>
    }
    .into_any()
}

fn filled(state: DuesState) -> AnyView {
    view! {
        <div class="wide stack roll-page">
            {closing::closed_notice(state)}
            {notices::baseless_notice(state)}
            {notices::exempt_notice(state)}
            <p class="roll-counts" role="status">{move || notices::sums_words(state)}</p>
            {marks::marks_section(state)}
            {back_pay::back_pay_section(state)}
            {closing::closing_section(state)}
        </div>
    }
    .into_any()
}

/// The main act: while of some nothing is written down, they have paid; then the month is closed, and then its
/// sheet is printed.
fn main_act(state: DuesState) -> AnyView {
    let told = Memo::new(move |_| {
        let is_closed = state.closed_on.get().is_some();
        state.sums.with(|sums| (sums.blank, sums.payable, is_closed, sums.paid + sums.back > 0))
    });
    let rest_paid = move |()| {
        state.write_taps();
        let count = state.sums.with_untracked(|sums| sums.payable);
        state.write(
            format!("已登记 {count} 人，只填了没登记的"),
            |draft, context, sheet| {
                draft_rest_paid(draft, context, sheet, clock::today());
            },
        );
    };
    let mounted = Mounted::here();
    (move || {
        let is_locked = state.is_locked.get();
        let (blank, payable, is_closed, has_payers) = told.get();
        let kind = if is_closed { ButtonKind::Primary } else { ButtonKind::Plain };
        view! {
            <div class="row">
            {(is_closed && has_payers).then(|| view! {
                <Button label="打印收据" on_click=move |()| print(state, mounted, Paper::Receipts)/>
            })}
            {(blank == 0 || is_closed).then(|| view! {
                <Button label="打印" icon=Icon::Print kind
                    on_click=move |()| print(state, mounted, Paper::Sheet)/>
            })}
            {(blank == 0 && !is_closed).then(|| view! {
                <Button label="结账" icon=Icon::Check kind=ButtonKind::Primary
                    on_click=move |()| state.close()/>
            })}
            {(payable > 0 && !is_locked).then(|| view! {
                <Button label=format!("其余全部已交（{payable}）") icon=Icon::Check kind=ButtonKind::Primary
                    on_click=rest_paid/>
            })}
            </div>
        }
    })
    .into_any()
}
