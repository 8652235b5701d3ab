//! 各支部进度: the branches' month where their files come together, on the screen and on paper.

use leptos::prelude::*;

use crate::app::routes::{MonthTab as View, Route};
use crate::app::{Location, Session, today};
use crate::exchange::arrivals::{self, ReceivedFile};
use crate::ledger::{Day, RecordId};
use crate::registers::Step;
use crate::reports::{
    Align, Arrival, BranchState, BranchStates, IN_PART, Table, branch_states, branches_table,
};
use crate::scoring::ResultSource;
use crate::storage::began_with_part;
use crate::ui::components::{
    Button, ButtonKind, Icon, MonthInput, Page, SimpleTable, Stat, StateChip, Stats, TableCell,
    TableColumn, TableRow, Tone,
};
use crate::ui::pages::paper_document::{paper_document, paper_form, print_named, sample_note};
use crate::ui::pages::table_files::table_buttons;
use crate::ui::words::{points, usual_month};

/// Of what a branch lacks, so much is listed; the rest is on the page of its month.
const LISTED: usize = 5;

/// The page.
pub fn branches_page() -> AnyView {
    let session = expect_context::<Session>();
    let place = expect_context::<Location>();
    let month = Memo::new(move |_| match place.route() {
        Route::Branches(Some(month)) => month,
        _ => usual_month(today()),
    });
    let states = Memo::new(move |_| {
        let (month, arrivals) = (month.get(), arrivals(session));
        let kept = kept_here(session);
        session.with_scores(|ledger, scores| {
            branch_states(ledger, scores, &arrivals, kept.as_ref(), month, today())
        })
    });
    let table = Memo::new(move |_| states.with(|states| branches_table(states, today())));
    let print = move |()| {
        let name = table.with_untracked(|table| format!("{}_{}", table.title, table.subtitle));
        print_named(session, &name);
    };
    view! {
        <Page
            title="各支部进度"
            back=Route::Exchange.href()
            controls=move || view! {
                <MonthInput
                    value=Signal::derive(move || month.get().to_string())
                    on_change=move |month: String| {
                        if let Ok(month) = month.parse() {
                            place.go_instead(&Route::Branches(Some(month)));
                        }
                    }
                />
            }
            action=move || view! {
                <Button label="打印" kind=ButtonKind::Primary icon=Icon::Print on_click=print/>
            }
        >
            <div class="wide stack">
                {move || states.with(figures)}
                {move || table.with(shown)}
                <p class="quiet-line">"支部之间只比人均。全院人均按参评的每一个人算。"</p>
                <ul class="columns">
                    {move || states.with(|states| {
                        let one = |one| state_view(one, states, today());
                        states.branches.iter().map(one).collect::<Vec<_>>()
                    })}
                </ul>
                <div class="row">
                    {table_buttons("", ButtonKind::Plain, move || {
                        let table = table.get();
                        Some((format!("{}_{}", table.title, table.subtitle), table))
                    })}
                </div>
            </div>
            {move || paper(session, &table.get())}
        </Page>
    }
    .into_any()
}

/// The files that were taken in here.
fn arrivals(session: Session) -> Vec<Arrival> {
    let imports = session.imports.get();
    let standing = imports.iter().filter(|one| !one.taken_back);
    let receipts = standing.filter_map(|one| one.receipt.as_ref());
    let files: Vec<ReceivedFile<'_>> = receipts
        .map(|receipt| ReceivedFile {
            kind: &receipt.kind,
            scope: &receipt.scope,
            made: receipt.made,
            from: &receipt.from,
        })
        .collect();
    session.with_ledger(|ledger| arrivals::arrivals(ledger, &files))
}

/// The branch whose data is kept on this tablet: the keeper's, unless the ledger began here with a
/// part, which had not all of it either.
fn kept_here(session: Session) -> Option<RecordId> {
    let listed = session.entry().created;
    let is_part = session.imports.with(|imports| began_with_part(imports, listed));
    session.tablet().branch.parse().ok().filter(|_| !is_part)
}

fn figures(states: &BranchStates) -> AnyView {
    let (locked, all) = states.locked();
    let mean = states.mean();
    let shown = mean.rounded().map_or_else(|| "—".to_owned(), points);
    let in_part = states.branches.iter().filter(|one| one.in_part).count();
    let hint = match in_part {
        0 => String::new(),
        count => format!("{count} 个支部{IN_PART}"),
    };
    view! {
        <div class="branch-figures"><Stats>
            <Stat figure=format!("{locked}/{all}") label="已锁定的支部"/>
            <Stat figure=mean.count.to_string() unit="人" label="全院参评"/>
            <Stat figure=shown unit="分" label="全院人均" hint/>
        </Stats></div>
    }
    .into_any()
}

/// The table without its notes, which stand below, branch by branch.
fn shown(table: &Table) -> AnyView {
    let width = table.columns.len().saturating_sub(1);
    let column = |column: &crate::reports::Column| match column.align {
        Align::End => TableColumn::number(&column.label, &column.label),
        _ => TableColumn::text(&column.label, &column.label),
    };
    let columns: Vec<TableColumn> = table.columns.iter().take(width).map(column).collect();
    let last = table.rows.len().saturating_sub(1);
    let rows: Vec<TableRow> = table
        .rows
        .iter()
        .enumerate()
        .map(|(at, cells)| {
            let cell = if at == last { TableCell::strong } else { TableCell::new };
            TableRow::new(at.to_string(), cells.iter().take(width).cloned().map(cell).collect())
        })
        .collect();
    view! {
        <section class="sheet branch-table">
            <SimpleTable caption=table.subtitle.clone() hide_caption=true
                columns=Signal::stored(columns) rows=Signal::stored(rows)/>
        </section>
    }
    .into_any()
}

fn state_view(one: &BranchState, states: &BranchStates, today: Day) -> AnyView {
    let brought_in = one.source == Some(ResultSource::BroughtIn);
    let tone = match one.step {
        Step::Locked => Tone::Good,
        _ if brought_in => Tone::Good,
        Step::Notice | Step::Approved => Tone::Info,
        Step::Entry => Tone::Plain,
    };
    let href = Route::month(&one.branch, states.month, View::Sheet).href();
    let known = one
        .known
        .as_ref()
        .map_or_else(|| "还没有数据".to_owned(), |known| format!("数据到{}", known.words(today)));
    let source = one.source_words();
    let days = if one.days.is_empty() { String::new() } else { format!("，{}", one.days) };
    let part = one.in_part.then(|| {
        view! {
            <p class="exchange-care">
                {Icon::Warn.view()}
                <span>
                    {format!("{IN_PART}：一票否决等没有随文件来，月份锁定后按锁定结果。")}
                </span>
            </p>
        }
    });
    let missing: Vec<_> =
        one.missing.iter().take(LISTED).map(|text| view! { <li>{text.clone()}</li> }).collect();
    let missing = if missing.is_empty() {
        view! { <p class="muted">"没有缺的。"</p> }.into_any()
    } else {
        let more = one.missing.len().saturating_sub(LISTED);
        let close = Route::month(&one.branch, states.month, View::Close).href();
        let more = (more > 0).then(|| {
            view! { <p class="office-list"><a href=close>{format!("另有 {more} 件，去看")}</a></p> }
        });
        view! { <ul class="marked">{missing}</ul> {more} }.into_any()
    };
    view! {
        <li class="sheet">
            <div class="row office-list">
                <h2><a href=href>{one.name.clone()}</a></h2>
                <StateChip text=one.step_word() tone=Signal::stored(tone)/>
            </div>
            <p class="small muted">{known}{days}</p>
            {(!source.is_empty()).then(|| view! { <p class="small muted figures">{source}</p> })}
            {part}
            {missing}
        </li>
    }
    .into_any()
}

/// What is printed; on the screen it is not seen.
fn paper(session: Session, table: &Table) -> AnyView {
    let document = paper_form(session, table.clone());
    view! { <div class="paper-only">{paper_document(&document, sample_note(session))}</div> }
        .into_any()
}
