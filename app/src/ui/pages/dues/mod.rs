//! 党费收缴: the dues of a branch in a month, all members at once; what is due is computed.

mod back_pay;
mod closing;
mod marks;

use leptos::prelude::*;

use crate::app::routes::Route;
use crate::app::{Location, Session, SidePage, today};
use crate::browser::chinese::{NameOrder, sort_by_name};
use crate::browser::clock;
use crate::ledger::{Draft, Ledger, Month, RecordId};
use crate::registers::{BRANCH, Context, DUES_BASE, DUES_MONTH, money_text, name_of, names_apart};
use crate::reports::Roster;
use crate::reports::dues::{DuesSheet, draft_closing, draft_rest_paid, dues_receipts, dues_table};
use crate::ui::components::{
    Button, ButtonKind, Empty, Icon, LinkButton, MonthInput, Mounted, Notice, NoticeKind, Page,
    RecordPicker, ToastHandle, use_toasts,
};
use crate::ui::pages::branch_options::branch_options;
use crate::ui::pages::paper_document::{paper_document, paper_form, print_named, sample_note};
use crate::ui::undoing::offer_undo;
use crate::ui::words::usual_month;

/// The sheet with what its members are called, in the order of Party papers.
#[derive(Clone, PartialEq)]
struct NamedSheet {
    sheet: DuesSheet,
    names: std::collections::BTreeMap<RecordId, String>,
    /// Who collected; empty where that is not written down.
    collector: String,
}

/// What the parts of the page share.
#[derive(Clone, Copy)]
struct DuesState {
    session: Session,
    toasts: ToastHandle,
    sheet: Memo<Option<NamedSheet>>,
    /// Why a month that is closed is corrected.
    reason: RwSignal<String>,
    /// Whether receipts are printed, and not the sheet.
    receipts: RwSignal<bool>,
}

/// The page.
pub fn dues_page(_register: &'static str) -> AnyView {
    let (session, place) = (expect_context::<Session>(), expect_context::<Location>());
    let month = Memo::new(move |was: Option<&Month>| match place.route() {
        Route::Side(_, SidePage::CollectDues, month) => {
            month.unwrap_or_else(|| usual_month(today()))
        }
        _ => was.copied().unwrap_or_else(|| usual_month(today())),
    });
    let chosen = RwSignal::new(None::<RecordId>);
    let branch = Memo::new(move |_| {
        session.with_ledger(|ledger| {
            let is_live = |id: &RecordId| ledger.record(id).is_some_and(|one| one.is_live());
            let first = || ledger.records(BRANCH.name).next().map(|one| one.id().clone());
            chosen.get().or_else(|| session.own_branch()).filter(is_live).or_else(first)
        })
    });
    let sheet = Memo::new(move |_| {
        let branch = branch.get()?;
        session.with_ledger(|ledger| Some(named(ledger, &branch, month.get())))
    });
    let state = DuesState {
        session,
        toasts: use_toasts(),
        sheet,
        reason: RwSignal::new(String::new()),
        receipts: RwSignal::new(false),
    };
    let name = move || {
        branch
            .get()
            .map_or_else(String::new, |id| session.with_ledger(|ledger| name_of(ledger, &id)))
    };
    let options = branch_options(session, None);
    let has_choice = Memo::new(move |_| options.with(|all| all.len() > 1));
    let value = Signal::derive(move || branch.get().map(|id| id.to_string()).unwrap_or_default());
    let choose = move |id: String| chosen.set(id.parse().ok());
    let go = move |text: String| {
        if let Ok(month) = text.parse() {
            place.go_instead(&Route::Side(DUES_MONTH.name, SidePage::CollectDues, Some(month)));
        }
    };
    let has_members = Memo::new(move |_| {
        sheet.with(|one| one.as_ref().is_some_and(|one| !one.sheet.lines.is_empty()))
    });
    let body = move || match has_members.get() {
        false => view! {
            <Empty title="这个月没有在册党员" text="先导入花名册，再按月收党费。"/>
        }
        .into_any(),
        true => filled(state),
    };
    let paper = move || {
        let name = name();
        let document = sheet.with(|one| {
            let NamedSheet { sheet, names, collector } = one.as_ref()?;
            Some(match state.receipts.get() {
                true => dues_receipts(&name, sheet, names, collector),
                false => paper_form(session, dues_table(&name, sheet, names, collector)),
            })
        })?;
        Some(paper_document(&document, sample_note(session)))
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
            <div class="paper-only">{paper}</div>
        </Page>
    }
    .into_any()
}

fn named(ledger: &Ledger, branch: &RecordId, month: Month) -> NamedSheet {
    let context = Context::new(ledger, today());
    let mut sheet = DuesSheet::of(&context, &Roster::of(ledger), branch, month);
    let names = names_apart(ledger, sheet.lines.iter().map(|line| &line.member), false);
    let name = |id: &RecordId| names.get(id).cloned().unwrap_or_default();
    let mut lines: Vec<_> =
        sheet.lines.into_iter().map(|line| (name(&line.member), line)).collect();
    sort_by_name(&mut lines, NameOrder::Strokes, |(name, _)| name);
    sheet.lines = lines.into_iter().map(|(_, line)| line).collect();
    let collector = sheet.collector.as_ref().map(|id| name_of(ledger, id)).unwrap_or_default();
    NamedSheet { sheet, names, collector }
}

fn filled(state: DuesState) -> AnyView {
    view! {
        <div class="wide stack roll-page">
            {closing::closed_notice(state)}
            {baseless_notice(state)}
            <p class="roll-counts" role="status">{move || sums_words(state)}</p>
            {marks::marks_section(state)}
            {back_pay::back_pay_section(state)}
            {closing::closing_section(state)}
        </div>
    }
    .into_any()
}

/// What is due, what was paid, and of how many.
fn sums_words(state: DuesState) -> String {
    let sums = state.sheet.with(|one| one.as_ref().map(|one| one.sheet.sums())).unwrap_or_default();
    let mut text = format!(
        "应交 {} 元，实交 {} 元，已交 {} 人",
        money_text(sums.due),
        money_text(sums.paid),
        sums.payers
    );
    let rest = [("未交", sums.unpaid), ("没登记", sums.blank)];
    for (word, count) in rest.into_iter().filter(|(_, count)| *count > 0) {
        text.push_str(&format!("，{word} {count} 人"));
    }
    if sums.back > 0 {
        text.push_str(&format!("，补交 {} 元", money_text(sums.back)));
    }
    text
}

/// Says of how many no base is set, and where it is.
fn baseless_notice(state: DuesState) -> AnyView {
    let count = Memo::new(move |_| {
        state.sheet.with(|one| one.as_ref().map_or(0, |one| one.sheet.sums().baseless))
    });
    (move || {
        let count = count.get();
        (count > 0).then(|| {
            let action = || {
                view! { <LinkButton label="党费核定" href=Route::list(&DUES_BASE).href()/> }
            };
            view! {
                <Notice kind=NoticeKind::Warn title=format!("{count} 人还没有核定基数，算不出应交")
                    text="每年核定一次，也可以从表格导入。" action/>
            }
        })
    })
    .into_any()
}

impl DuesState {
    /// Writes one edit of the sheet, and says what was done where that is not seen at once.
    fn write(
        self,
        done: impl Into<String>,
        fill: impl FnOnce(&mut Draft, &Context<'_>, &DuesSheet),
    ) {
        let Some(sheet) =
            self.sheet.with_untracked(|one| one.as_ref().map(|one| one.sheet.clone()))
        else {
            return;
        };
        let reason = self.reason.get_untracked().trim().to_owned();
        let mut draft = self.session.draft("change", &reason);
        self.session.with_ledger_untracked(|ledger| {
            fill(&mut draft, &Context::new(ledger, clock::today()), &sheet);
        });
        let (outcome, done) = (self.session.commit(draft).map(drop), done.into());
        match outcome {
            Err(refusal) => self.toasts.say(refusal.to_string()),
            Ok(()) if !done.is_empty() => offer_undo(self.session, self.toasts, done),
            Ok(()) => {}
        }
    }

    /// Closes the month, unless it is still to come.
    fn close(self) {
        let this_month = Month::of(clock::today());
        let month = self.sheet.with_untracked(|one| one.as_ref().map(|one| one.sheet.month));
        if month.is_some_and(|month| month > this_month) {
            self.toasts.say("没有结账：这个月还没有到");
            return;
        }
        self.write("已结账", |draft, context, sheet| {
            draft_closing(draft, context, sheet, clock::today());
        });
    }

    /// Whether nothing can be changed without a reason.
    fn is_locked(self) -> bool {
        let closed =
            self.sheet.with(|one| one.as_ref().is_some_and(|one| one.sheet.closed_on.is_some()));
        closed && self.reason.with(|reason| reason.trim().is_empty())
    }
}

/// The main act: while of some nothing is written down, they have paid; then the month is closed, and then its
/// sheet is printed.
fn main_act(state: DuesState) -> AnyView {
    let told = Memo::new(move |_| {
        state.sheet.with(|one| {
            let sheet = one.as_ref().map(|one| (one.sheet.sums(), one.sheet.closed_on.is_some()));
            sheet.map(|(sums, is_closed)| (sums.blank, is_closed, sums.paid + sums.back > 0))
        })
    });
    let rest_paid = move |()| {
        let count = told.get_untracked().map_or(0, |(blank, ..)| blank);
        state.write(
            format!("已登记 {count} 人，只填了没登记的"),
            |draft, context, sheet| {
                draft_rest_paid(draft, context, sheet, clock::today());
            },
        );
    };
    let mounted = Mounted::here();
    let print = move |is_receipts: bool| {
        state.receipts.set(is_receipts);
        let what = if is_receipts { "党费收据" } else { "党费收缴表" };
        let title = state.sheet.with_untracked(|one| {
            one.as_ref().map_or_else(String::new, |one| format!("{what}_{}", one.sheet.month))
        });
        // Once the sheets are drawn.
        mounted.next_frame(move || print_named(state.session, &title));
    };
    (move || {
        let (blank, is_closed, has_payers) = told.get().unwrap_or_default();
        let kind = if blank == 0 && is_closed { ButtonKind::Primary } else { ButtonKind::Plain };
        view! {
            <div class="row">
            {(is_closed && has_payers).then(|| view! {
                <Button label="打印收据" on_click=move |()| print(true)/>
            })}
            {(blank == 0).then(|| view! {
                <Button label="打印" icon=Icon::Print kind on_click=move |()| print(false)/>
            })}
            {(blank == 0 && !is_closed).then(|| view! {
                <Button label="结账" icon=Icon::Check kind=ButtonKind::Primary
                    on_click=move |()| state.close()/>
            })}
            {(blank > 0).then(|| view! {
                <Button label=format!("其余全部已交（{blank}）") icon=Icon::Check kind=ButtonKind::Primary
                    on_click=rest_paid/>
            })}
            </div>
        }
    })
    .into_any()
}
