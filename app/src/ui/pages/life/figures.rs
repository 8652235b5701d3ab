//! 年度数据: the year in figures of a branch or the whole hospital, each with the records behind it.

use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;

use super::about::{About, Span};

use crate::app::routes::Route;
use crate::app::{LifeRoute, LifeView, Session, today};
use crate::browser::clipboard;
use crate::browser::layers::OpenLayer;
use crate::ledger::{Ledger, RecordId};
use crate::registers::{BRANCH, Context, HOSPITAL, head, name_of};
use crate::reports::Roster;
use crate::reports::Table;
use crate::reports::life::{
    FigureEntry, FigureKind, Scope, StudyYear, YearEntries, YearFigure, year_figures,
    year_paragraph, year_table,
};
use crate::ui::components::{Button, ButtonKind, Icon, Notice, Page, Split, use_toasts};
use crate::ui::pages::behind::{BehindLine, behind_list};
use crate::ui::pages::paper_document::{paper_document, paper_form, print_named, sample_note};
use crate::ui::pages::table_files::table_buttons;

/// The entries of a year and of the year before.
#[derive(Clone, Default)]
struct Years {
    year: YearEntries,
    before: YearEntries,
}

impl Years {
    fn of(ledger: &Ledger, year: i32) -> Self {
        let context = Context::new(ledger, today());
        let roster = Roster::of(ledger);
        let entries = |year| {
            let study = StudyYear::of(&context, &roster, year);
            YearEntries::of(&context, &roster, &study, year)
        };
        Self { year: entries(year), before: entries(year - 1) }
    }
}

/// The scope of a branch, or of the hospital.
fn scope(branch: Option<&RecordId>) -> Scope<'_> {
    branch.map_or(Scope::Hospital, Scope::Branch)
}

/// The page of it.
pub fn figures_page(route: Signal<LifeRoute>) -> AnyView {
    let session = expect_context::<Session>();
    let about = About::follow(route, LifeView::Figures);
    let years = Memo::new_with_compare(
        move |_| session.with_ledger(|ledger| Years::of(ledger, about.year())),
        |_, _| true,
    );
    let name = Memo::new(move |_| match about.named.get() {
        Some(id) => session.with_ledger(|ledger| name_of(ledger, &id)),
        None => "全院".to_owned(),
    });
    let table = move || {
        let branches = session.with_ledger(|ledger| {
            let branches = ledger.records(BRANCH.name);
            branches.map(|one| (one.id().clone(), name_of(ledger, one.id()))).collect::<Vec<_>>()
        });
        years.with(|years| year_table(&years.year, &branches))
    };
    let opened = RwSignal::new(None::<FigureKind>);
    let layer = StoredValue::new(None::<OpenLayer>);
    Effect::new(move |_| {
        let open = opened.with(Option::is_some);
        layer.set_value(open.then(|| OpenLayer::over_all(move || opened.set(None))));
    });
    let figures = move || {
        let branch = about.named.get();
        let found = years.with(|one| year_figures(&one.year, &one.before, scope(branch.as_ref())));
        found.into_iter().map(|figure| figure_view(figure, opened)).collect::<Vec<_>>()
    };
    let detail = move || {
        let Some(kind) = opened.get() else { return ().into_any() };
        let branch = about.named.get();
        let lines = years.with(|years| {
            let entries = years.year.behind(kind, scope(branch.as_ref()));
            session.with_ledger(|ledger| behind_lines(ledger, kind, &entries, branch.is_none()))
        });
        behind_list(lines)
    };
    let detail_title = Signal::derive(move || {
        let kind = opened.get().map_or("", FigureKind::label);
        format!("{kind}：{}{}年", name.get(), about.year())
    });
    let missing = move || {
        years.with(|years| {
            let mut lines = years.year.missing();
            lines.extend(years.before.missing());
            lines.into_iter().map(|line| view! { <Notice title=line/> }).collect::<Vec<_>>()
        })
    };
    let words = move || {
        let branch = about.named.get();
        let named = match branch {
            Some(_) => name.get(),
            None => hospital_name(session),
        };
        years.with(|years| year_paragraph(&years.year, scope(branch.as_ref()), &named))
    };
    let print = move |()| {
        let title = untrack(table).title;
        print_named(session, &title);
    };
    view! {
        <Page
            title="年度数据"
            crumbs=Signal::derive(move || vec![name.get(), format!("{}年", about.year())])
            back=Signal::stored(Route::Life(LifeRoute::default()).href())
            fill=true
            controls=move || about.controls(Span::Year, true)
            action=move || view! {
                <Button label="打印" kind=ButtonKind::Primary icon=Icon::Print on_click=print/>
            }
        >
            <Split
                open=Signal::derive(move || opened.with(Option::is_some))
                wide_list=true
                detail
                detail_title
                on_back=move |()| opened.set(None)
                list=Box::new(move || view! {
                    <div class="pad stack">
                        {missing}
                        <ul class="year-figures">{figures}</ul>
                        <p class="quiet-line">
                            "“未登记”是没有任何登记；“0”是登记了别的，这一项没有。全院一起办的活动只计在全院里。点开数字看是哪些记录。"
                        </p>
                        {move || paragraph_view(words())}
                        <div class="row">
                            {table_buttons("各支部数据", ButtonKind::Plain, move || {
                                let table = table();
                                Some((table.title.clone(), table))
                            })}
                        </div>
                    </div>
                }.into_any())
            />
            {move || paper(session, table())}
        </Page>
    }
    .into_any()
}

/// What the hospital is called in the paragraph: its name, where one is known.
fn hospital_name(session: Session) -> String {
    session.with_ledger(|ledger| {
        let hospital = ledger.record(&RecordId::keyed(HOSPITAL.name, ""));
        let name = hospital.map_or("", |one| one.text("name"));
        if name.is_empty() { "全院".to_owned() } else { format!("{name}各党支部") }
    })
}

fn figure_view(figure: YearFigure, opened: RwSignal<Option<FigureKind>>) -> AnyView {
    let YearFigure { kind, value, before } = figure;
    let is_recorded = value.is_some();
    let (words, unit) = (kind.words(value), if is_recorded { kind.unit() } else { "" });
    let before = match before {
        Some(_) => format!("上年 {} {}", kind.words(before), kind.unit()),
        None => "上年未登记".to_owned(),
    };
    let hint = match value {
        Some(value) if value.of > 0 && unit.is_empty() => {
            format!("{}/{}　{before}", value.amount, value.of)
        }
        _ => before,
    };
    let face = view! {
        <span class="year-label">{kind.label()}</span>
        <span class="year-value" class:is-blank=!is_recorded>
            {words}<span class="stat-unit">{unit}</span>
        </span>
        <span class="year-hint">{hint}</span>
    };
    view! {
        <li>
            <button
                type="button"
                class="year-figure"
                aria-pressed=move || if opened.get() == Some(kind) { "true" } else { "false" }
                on:click=move |_| opened.set(Some(kind))
            >
                {face}
            </button>
        </li>
    }
    .into_any()
}

/// The entries behind a figure, those of one record added up where it is counted branch by branch. Of the
/// whole hospital each says whose it is.
fn behind_lines(
    ledger: &Ledger,
    kind: FigureKind,
    entries: &[&FigureEntry],
    is_of_all: bool,
) -> Vec<BehindLine> {
    let same = |one: &&FigureEntry, next: &&FigureEntry| {
        one.record.is_some() && one.record == next.record && kind != FigureKind::Rate
    };
    let line = |group: &[&FigureEntry]| {
        let first = *group.first()?;
        let mut sum = first.clone();
        for entry in group.iter().skip(1) {
            sum.of += entry.of;
            sum.amount = match (sum.amount, entry.amount) {
                (Some(one), Some(other)) => Some(one + other),
                (one, other) => one.or(other),
            };
        }
        let amount = kind.entry_words(&sum);
        let mut line = match &sum.record {
            Some(record) if kind != FigureKind::Rate => BehindLine::of(ledger, record, amount),
            _ => BehindLine { record: sum.record, text: sum.about, amount },
        };
        if is_of_all && let Some(branch) = whose(group) {
            line.text = format!("{}　{}", name_of(ledger, branch), line.text);
        }
        Some(line)
    };
    let mut lines: Vec<BehindLine> = entries.chunk_by(same).filter_map(line).collect();
    // The latest first; what has no record, in its own order, before them.
    let day = |line: &BehindLine| {
        let record = line.record.as_ref().and_then(|id| ledger.record(id))?;
        let field = head(record.id().register())?.time_field()?;
        Some(std::cmp::Reverse(record.text(field).to_owned()))
    };
    if kind != FigureKind::Rate {
        crate::ordered::sort_by_key(&mut lines, day);
    }
    lines
}

/// The branch of the entries of a record; `None` where they are of several, or of none.
fn whose<'e>(group: &[&'e FigureEntry]) -> Option<&'e RecordId> {
    let first = group.first()?.branch.as_ref()?;
    group.iter().all(|one| one.branch.as_ref() == Some(first)).then_some(first)
}

fn paragraph_view(text: String) -> AnyView {
    let toasts = use_toasts();
    if text.is_empty() {
        return ().into_any();
    }
    let copied = text.clone();
    let copy = move |()| {
        let text = copied.clone();
        spawn_local(async move {
            let is_done = clipboard::write_text(&text).await;
            toasts.say(match is_done {
                true => "已复制，可以粘贴到总结里",
                false => "浏览器没有允许复制，请长按文字选中再复制",
            });
        });
    };
    view! {
        <section class="sheet stack">
            <h2>"总结里的一段"</h2>
            <p class="year-words">{text}</p>
            <div class="row">
                <Button label="复制这段话" icon=Icon::Share on_click=copy/>
            </div>
        </section>
    }
    .into_any()
}

/// What is printed; on the screen it is not seen.
fn paper(session: Session, table: Table) -> AnyView {
    let document = paper_form(session, table);
    view! { <div class="paper-only">{paper_document(&document, sample_note(session))}</div> }
        .into_any()
}
