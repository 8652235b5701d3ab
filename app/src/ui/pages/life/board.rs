//! 三亮公示: the board of a branch in a quarter, as it is shown in the hall, and on paper.

use leptos::prelude::*;

use super::about::{About, Span};
use crate::app::routes::Route;
use crate::app::{LifeRoute, LifeView, Session, today};
use crate::browser::chinese::{NameOrder, sort_by_name};
use crate::ledger::{Ledger, Month, RecordId};
use crate::registers::Context;
use crate::reports::Roster;
use crate::reports::life::{Board, BoardMember, CommitmentState, StudyYear, board, board_table};
use crate::ui::components::{
    Button, ButtonKind, Empty, Icon, LinkButton, Notice, Page, StateChip, Tone,
};
use crate::ui::pages::paper_document::{paper_document, paper_form, print_named, sample_note};

/// The board of a branch, members by the strokes of their names.
pub(super) fn board_of(ledger: &Ledger, branch: &RecordId, month: Month) -> Board {
    let context = Context::new(ledger, today());
    let roster = Roster::of(ledger);
    let study = StudyYear::of(&context, &roster, month.year());
    let mut board = board(&context, &roster, &study, branch, month);
    sort_by_name(&mut board.members, NameOrder::Strokes, |one| &one.name);
    board
}

/// Follows the board that an address names.
pub(super) fn follow_board(session: Session, about: About) -> Memo<Option<Board>> {
    Memo::new(move |_| {
        let (branch, month) = (about.branch.get()?, about.month.get());
        Some(session.with_ledger(|ledger| board_of(ledger, &branch, month)))
    })
}

/// The page of it, or its print.
pub fn board_page(route: Signal<LifeRoute>) -> AnyView {
    match route.with_untracked(|route| route.view) {
        LifeView::PrintBoard => paper_page(route),
        _ => screen_page(route),
    }
}

fn screen_page(route: Signal<LifeRoute>) -> AnyView {
    let session = expect_context::<Session>();
    let about = About::follow(route, LifeView::Board);
    let board = follow_board(session, about);
    let body = move || {
        match board.get() {
        None => view! {
            <Empty title="还没有党支部" text="先在“台账 → 党支部”里添加支部，或者导入花名册。"/>
        }
        .into_any(),
        Some(board) if board.members.is_empty() => view! {
            <Empty title="这个支部还没有在册党员" text="导入花名册以后，每名党员在这里有一块牌子。"/>
        }
        .into_any(),
        Some(board) => board_view(board, about),
    }
    };
    view! {
        <Page
            title="三亮公示"
            crumbs=Signal::derive(move || vec![about.name(), Span::Quarter.label(about.month.get())])
            back=Signal::stored(Route::Life(LifeRoute::default()).href())
            controls=move || about.controls(Span::Quarter, false)
            action=move || view! {
                <LinkButton label="全屏播放" kind=ButtonKind::Primary icon=Icon::Share
                    href=Signal::derive(move || about.href(LifeView::Show))/>
            }
        >
            <div class="month-tabs pad">
                <p class="quiet-line">
                    "公示的就是这里看到的：姓名、职务、职称、科室、承诺和次数，没有积分和名次。"
                </p>
                <div class="row">
                    <LinkButton label="打印公示" icon=Icon::Print
                        href=Signal::derive(move || about.href(LifeView::PrintBoard))/>
                    <a class="month-standard" href=move || about.href(LifeView::Commitments)>"年度承诺"</a>
                    <a class="month-standard" href=move || about.href(LifeView::Facets)>"德能勤绩廉"</a>
                </div>
            </div>
            {body}
        </Page>
    }
    .into_any()
}

fn board_view(board: Board, about: About) -> AnyView {
    let waiting = [
        (board.unapproved, "条承诺还没有审核，审核以后上板"),
        (board.without, "名党员还没有登记年度承诺"),
    ];
    let waiting: Vec<String> = waiting
        .into_iter()
        .filter(|(count, _)| *count > 0)
        .map(|(count, words)| format!("{count} {words}"))
        .collect();
    let waiting = (!waiting.is_empty()).then(|| {
        let label = if board.without > 0 { "登记承诺" } else { "审核承诺" };
        let href = Signal::derive(move || about.href(LifeView::Commitments));
        let action = move || view! { <LinkButton label href icon=Icon::Edit/> };
        view! { <Notice title=waiting.join("；") action/> }
    });
    let archived = (!board.archived.is_empty()).then(|| {
        let months: Vec<String> = board.archived.iter().map(|month| month.label()).collect();
        let title = format!("{}已归档，业绩里没有这些月份", months.join("、"));
        view! { <Notice title/> }
    });
    let year = board.year;
    let cards: Vec<_> = board
        .members
        .iter()
        .map(|one| view! { <li class="sheet board-card">{card(one, year, true)}</li> })
        .collect();
    view! { <div class="stack">{waiting}{archived}<ul class="columns">{cards}</ul></div> }
        .into_any()
}

/// How the state of a commitment is shown.
pub(super) fn commitment_tone(state: CommitmentState) -> Tone {
    match state {
        CommitmentState::Kept => Tone::Good,
        CommitmentState::Open | CommitmentState::Released => Tone::Plain,
        CommitmentState::Overdue => Tone::Warn,
        CommitmentState::Unapproved => Tone::Info,
    }
}

/// What a member's plate says. `links` lead to the records of commitments.
pub(super) fn card(one: &BoardMember, year: i32, links: bool) -> AnyView {
    let mut identity = one.posts.clone();
    if !one.department.is_empty() {
        identity.insert(0, one.department.clone());
    }
    let promises: Vec<_> = one
        .commitments
        .iter()
        .map(|commitment| {
            let matter = commitment.matter.clone();
            let matter = match links {
                true => {
                    let href = Route::detail(&commitment.record).href();
                    view! { <a class="board-matter" href=href>{matter}</a> }.into_any()
                }
                false => view! { <span class="board-matter">{matter}</span> }.into_any(),
            };
            let word = commitment.state.word();
            view! { <li class="board-line">{matter}<StateChip text=word tone=Signal::stored(commitment_tone(commitment.state))/></li> }
        })
        .collect();
    let done: Vec<_> = one
        .achievements
        .iter()
        .map(|done| {
            view! {
                <li class="board-line">
                    <span class="board-matter">{done.label}</span>
                    <span class="board-figure">{done.words.clone()}</span>
                </li>
            }
        })
        .collect();
    let blank =
        |is_blank: bool| is_blank.then(|| view! { <li class="board-line muted">"还没有登记"</li> });
    let (no_promise, nothing_done) = (promises.is_empty(), done.is_empty());
    view! {
        <h2 class="board-name">{one.name.clone()}</h2>
        <p class="board-posts">{identity.join("　")}</p>
        <h3 class="board-head">{format!("{year}年承诺")}</h3>
        <ul class="board-lines">{promises}{blank(no_promise)}</ul>
        <h3 class="board-head">"本季业绩"</h3>
        <ul class="board-lines">{done}{blank(nothing_done)}</ul>
    }
    .into_any()
}

fn paper_page(route: Signal<LifeRoute>) -> AnyView {
    let session = expect_context::<Session>();
    let about = About::follow(route, LifeView::PrintBoard);
    let board = follow_board(session, about);
    let print = move |()| {
        let name = format!(
            "三亮公示_{}_{}",
            untrack(|| about.name()),
            untrack(|| { Span::Quarter.label(about.month.get()) })
        );
        print_named(session, &name);
    };
    let paper = move || {
        let table = board_table(&board.get().unwrap_or_default());
        let document = paper_form(session, table);
        paper_document(&document, sample_note(session))
    };
    view! {
        <Page
            title="三亮公示"
            crumbs=Signal::derive(move || vec![about.name(), Span::Quarter.label(about.month.get())])
            back=Signal::derive(move || about.href(LifeView::Board))
            action=move || view! {
                <Button label="打印" kind=ButtonKind::Primary icon=Icon::Print on_click=print/>
            }
        >
            {paper}
        </Page>
    }
    .into_any()
}
