//! 群众: how the opinions of a month and of its year were handled, with the answers for the wall
//! (意见办理情况); what surveys and call-backs of a month say; and draws.

mod callbacks;
mod draws;
mod month_of_page;
mod place;
mod surveys;
mod table_view;

pub use callbacks::callbacks_page;
pub use draws::draws_page;
pub use place::voice_place;
pub use surveys::surveys_page;

use leptos::prelude::*;

use crate::app::routes::Route;
use crate::app::{Location, Session, SidePage, today};
use crate::ledger::{Day, Ledger, Month, RecordId};
use crate::registers::{Context, HOSPITAL, OPINION, Schema, name_of};
use crate::reports::voice::{OpinionRates, answers_table};
use crate::reports::{DutyLine, Table, open_opinions, single_lines};
use crate::ui::components::{
    Button, ButtonKind, Icon, LinkButton, MonthInput, Page, PickOption, RecordPicker, Stat, Stats,
};
use crate::ui::pages::branch_options::branch_options;
use crate::ui::pages::home_duties::line_row;
use crate::ui::pages::paper_document::{paper_document, paper_form, print_named, sample_note};
use crate::ui::pages::registers::words::new_record;

/// What the whole hospital is called among the branches to choose from.
const ALL: &str = "all";

/// The page.
pub fn opinions_page(_register: &'static str) -> AnyView {
    let (session, place) = (expect_context::<Session>(), expect_context::<Location>());
    let month = Memo::new(move |was: Option<&Month>| match place.route() {
        Route::Side(_, SidePage::Opinions, month) => month.unwrap_or_else(|| Month::of(today())),
        _ => was.copied().unwrap_or_else(|| Month::of(today())),
    });
    let branch = RwSignal::new(None::<RecordId>);
    let name = move || {
        session.with_ledger(|ledger| match branch.get() {
            Some(id) => name_of(ledger, &id),
            None => hospital_name(ledger),
        })
    };
    let go = move |text: String| {
        if let Ok(month) = text.parse() {
            place.go_instead(&Route::Side(OPINION.name, SidePage::Opinions, Some(month)));
        }
    };
    let listed = branch_options(session, None);
    let options = Signal::derive(move || {
        let all =
            PickOption { id: ALL.to_owned(), label: "全院".to_owned(), ..PickOption::default() };
        [all].into_iter().chain(listed.get()).collect::<Vec<_>>()
    });
    let has_choice = Memo::new(move |_| listed.with(|all| all.len() > 1));
    let value = Signal::derive(move || branch.get().map_or(ALL.to_owned(), |id| id.to_string()));
    let rates = move |from: Day, until: Day| {
        let branch = branch.get().map_or_else(String::new, |id| id.to_string());
        session.with_ledger(|ledger| {
            OpinionRates::of(&Context::new(ledger, today()), &branch, from, until)
        })
    };
    let of_month = Memo::new(move |_| rates(month.get().first_day(), month.get().last_day()));
    let of_year = Memo::new(move |_| {
        let month = month.get();
        rates(month.plus(1 - month.number() as i32).first_day(), month.last_day())
    });
    let table = move || {
        let (month, id) = (month.get(), branch.get());
        let id = id.map_or_else(String::new, |id| id.to_string());
        let span = (month.first_day(), month.last_day());
        let name = name();
        session.with_ledger(|ledger| {
            let context = Context::new(ledger, today());
            answers_table(&context, (&id, &name), span, &month.label())
        })
    };
    let print = move |()| {
        let title = untrack(table).title;
        print_named(session, &title);
    };
    view! {
        <Page
            title="意见办理情况"
            crumbs=Signal::derive(move || vec![name(), month.get().label()])
            back=Route::list(&OPINION).href()
            controls=move || view! {
                <div class="month-controls">
                    {move || has_choice.get().then(|| view! {
                        <RecordPicker options value on_change=move |id: String| branch.set(id.parse().ok())/>
                    })}
                    <MonthInput value=Signal::derive(move || month.get().to_string()) on_change=go/>
                </div>
            }
            action=move || view! {
                <Button label="打印答复公示" kind=ButtonKind::Primary icon=Icon::Print on_click=print/>
            }
        >
            <div class="wide stack">
                {rates_view("本月", of_month)}
                {rates_view("本年到这个月", of_year)}
                <p class="quiet-line">
                    "按期答复：已答复和已到期的里面，按期答复的。解决：已销号的里面，办结类型是“已解决”的，部分解决的不算。满意：回访到的里面，满意和基本满意的。"
                </p>
                {open_view(session, branch)}
                <h2 class="section-heading">"答复公示"</h2>
                {move || answers_view(&table())}
            </div>
            <div class="paper-only">
                {move || paper_document(&paper_form(session, table()), sample_note(session))}
            </div>
        </Page>
    }
    .into_any()
}

/// The way to a first record of a register.
fn first_step(schema: &'static Schema) -> AnyView {
    let new = new_record(schema, 0).map(|(word, route)| {
        view! { <LinkButton label=word href=route.href() icon=Icon::Plus/> }
    });
    new.into_any()
}

fn hospital_name(ledger: &Ledger) -> String {
    let hospital = ledger.record(&RecordId::keyed(HOSPITAL.name, ""));
    let name = hospital.map_or("", |one| one.text("name"));
    if name.is_empty() { "全院".to_owned() } else { name.to_owned() }
}

fn rates_view(heading: &'static str, rates: Memo<OpinionRates>) -> AnyView {
    let count = move |of: fn(&OpinionRates) -> i64| {
        Signal::derive(move || rates.with(|rates| of(rates).to_string()))
    };
    let words = move |of: fn(&OpinionRates) -> String| Signal::derive(move || rates.with(of));
    view! {
        <section class="sheet pad stack" aria-label=heading>
            <h2 class="section-heading">{heading}</h2>
            <Stats>
                <Stat figure=count(|rates| rates.received) label="收到" unit="件"/>
                <Stat figure=count(|rates| rates.open) label="在办" unit="件"/>
                <Stat figure=count(|rates| rates.overdue) label="逾期未答复" unit="件"/>
                <Stat figure=words(|rates| rates.in_time.share_words()) label="按期答复"
                    hint=words(|rates| rates.in_time.count_words())/>
                <Stat figure=words(|rates| rates.solved.share_words()) label="解决"
                    hint=words(|rates| rates.solved.count_words())/>
                <Stat figure=words(|rates| rates.satisfied.share_words()) label="满意"
                    hint=words(|rates| rates.satisfied.count_words())/>
            </Stats>
        </section>
    }
    .into_any()
}

/// The opinions of a branch, or of all, that are not closed, the most urgent first, each leading to its form.
fn open_view(session: Session, branch: RwSignal<Option<RecordId>>) -> AnyView {
    let lines: Memo<Vec<DutyLine>> = Memo::new(move |_| {
        let branch = branch.get();
        session.with_ledger(|ledger| single_lines(open_opinions(ledger, branch.as_ref(), today())))
    });
    (move || {
        let rows = lines
            .with(|lines| lines.iter().map(|line| line_row(line, today())).collect::<Vec<_>>());
        (!rows.is_empty()).then(|| {
            view! {
                <section class="duties">
                    <h2 class="section-heading">{format!("在办的意见（{}）", rows.len())}</h2>
                    <ul class="duty-list">{rows}</ul>
                </section>
            }
        })
    })
    .into_any()
}

/// The answers as they will stand on the wall.
fn answers_view(table: &Table) -> AnyView {
    if table.rows.is_empty() {
        return view! { <p class="quiet-line">"这个月没有答复。"</p> }.into_any();
    }
    let lines = table.rows.iter().map(|row| {
        let cell = |at: usize| row.get(at).cloned().unwrap_or_default();
        view! {
            <li class="answer-line">
                <p class="answer-asked">{cell(2)}</p>
                <p>{cell(3)}</p>
                <p class="quiet-line">{format!("{}　{}　{}", cell(1), cell(4), cell(5))}</p>
            </li>
        }
    });
    view! { <ul class="answers sheet pad">{lines.collect::<Vec<_>>()}</ul> }.into_any()
}
