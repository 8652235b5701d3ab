//! 群众: what is to be done with what patients say, how it stands, and its registers with their pages.

use chrono::Datelike;
use leptos::prelude::*;

use crate::app::routes::Route;
use crate::app::{Session, SidePage, today};
use crate::ledger::{Ledger, Month, parse_day};
use crate::registers::{
    AUDIENCES, CALLBACK, Context, OPINION, OPINION_SCHEMA, PRAISE, RegisterGroup, SATISFACTION,
    Schema, schemas,
};
use crate::reports::voice::{CallbackRates, OpinionRates, SurveySheet, change_words};
use crate::reports::{DutyLine, single_lines, voice_duties};
use crate::ui::components::{
    Button, ButtonKind, Icon, LinkButton, Notice, NoticeKind, Page, Stat, Stats,
};
use crate::ui::pages::home::branches;
use crate::ui::pages::home_duties::line_row;
use crate::ui::pages::registers::words::{counted, new_record, summaries};

/// How many lines of what is to be done are shown before one asks for all.
const LINES: usize = 7;

/// The page.
pub fn voice_place(_register: &'static str) -> AnyView {
    let session = expect_context::<Session>();
    let ours = schemas().iter().filter(|schema| schema.head.group == RegisterGroup::Voice);
    let cards: Vec<AnyView> = ours.map(|schema| register_card(session, schema)).collect();
    let entry = new_record(&OPINION_SCHEMA, 0);
    view! {
        <Page
            title=SidePage::Voice.entry().label
            crumbs=Signal::derive(move || vec![Month::of(today()).label()])
            action=move || entry.map(|(word, route)| view! {
                <LinkButton label=word href=route.href() icon=Icon::Plus kind=ButtonKind::Primary/>
            })
        >
            <div class="wide stack">
                {to_do(session)}
                {figures(session)}
                <section class="stack">
                    <h2 class="section-heading">"登记和查看"</h2>
                    <div class="voice-registers">{cards}</div>
                </section>
            </div>
        </Page>
    }
    .into_any()
}

/// What is to be done, each by itself, the most urgent first.
fn to_do(session: Session) -> AnyView {
    let shows_all = RwSignal::new(false);
    // A memo: the list, its end and its absence ask for it.
    let lines: Memo<Vec<DutyLine>> = Memo::new(move |_| {
        session.with_ledger(|ledger| {
            single_lines(voice_duties(ledger, &branches(session, ledger), today()))
        })
    });
    let shown = move || {
        lines.with(|lines| {
            let count = if shows_all.get() { lines.len() } else { LINES };
            lines.iter().take(count).map(|line| line_row(line, today())).collect::<Vec<_>>()
        })
    };
    let nothing = move || {
        lines.with(Vec::is_empty).then(|| {
            view! { <Notice kind=NoticeKind::Done title="眼下没有要办的事"/> }
        })
    };
    let more = move || {
        let left = lines.with(|lines| lines.len().saturating_sub(LINES));
        (left > 0 && !shows_all.get()).then(|| {
            let label = format!("还有 {left} 件");
            view! { <Button label kind=ButtonKind::Quiet on_click=move |()| shows_all.set(true)/> }
        })
    };
    view! {
        <section class="duties">
            <h2 class="section-heading">"要办的事"</h2>
            {nothing}
            <ul class="duty-list">{shown}</ul>
            {more}
        </section>
    }
    .into_any()
}

/// A figure of the place: its name, the figure with its unit, what it compares with, and where it leads.
#[derive(Debug, Clone, PartialEq)]
struct PlaceFigure {
    label: String,
    figure: String,
    unit: &'static str,
    hint: String,
    href: String,
}

/// How opinions, surveys, call-backs and praise stand, each leading to its page.
fn figures(session: Session) -> AnyView {
    let figures = Memo::new(move |_| session.with_ledger(read_figures));
    let stats = move || {
        let of = |one: PlaceFigure| {
            view! {
                <Stat figure=one.figure label=one.label unit=one.unit hint=one.hint href=one.href/>
            }
        };
        figures.get().into_iter().map(of).collect::<Vec<_>>()
    };
    view! {
        <section class="stack" aria-label="全院情况">
            <h2 class="section-heading">"全院情况"</h2>
            <Stats>{stats}</Stats>
        </section>
    }
    .into_any()
}

fn read_figures(ledger: &Ledger) -> Vec<PlaceFigure> {
    let context = Context::new(ledger, today());
    let month = Month::of(today());
    let year = month.plus(1 - month.number() as i32).first_day();
    let of_month = OpinionRates::of(&context, "", month.first_day(), month.last_day());
    let of_year = OpinionRates::of(&context, "", year, month.last_day());
    let side = |page: SidePage, month| Route::Side(page.entry().register, page, month).href();
    let mut found = vec![
        PlaceFigure {
            label: "本月收到意见".to_owned(),
            figure: of_month.received.to_string(),
            unit: "件",
            hint: format!("本年 {} 件，在办 {} 件", of_year.received, of_year.open),
            href: Route::list(&OPINION).href(),
        },
        PlaceFigure {
            label: "本年按期答复".to_owned(),
            figure: of_year.in_time.share_words(),
            unit: "",
            hint: match of_year.overdue {
                0 => of_year.in_time.count_words(),
                overdue => format!("逾期未答复 {overdue} 件"),
            },
            href: side(SidePage::Opinions, None),
        },
    ];
    // Of those who are asked: patients who come, and those who stay.
    for (audience, word) in AUDIENCES.iter().filter(|(audience, _)| *audience != "staff") {
        found.push(survey_figure(&context, audience, word, month));
    }
    let calls = CallbackRates::of(&context, month);
    found.push(PlaceFigure {
        label: "本月已回访".to_owned(),
        figure: format!("{}/{}", calls.total.reached, calls.total.all),
        unit: "件",
        hint: match calls.total.waiting {
            0 => String::new(),
            waiting => format!("待回访 {waiting} 件"),
        },
        href: match calls.total.all {
            0 => Route::list(&CALLBACK).href(),
            _ => side(SidePage::CallBacks, Some(month)),
        },
    });
    let praise = ledger
        .records(PRAISE.name)
        .filter(|one| parse_day(one.text("day")).is_ok_and(|day| day.year() == month.year()));
    found.push(PlaceFigure {
        label: "本年表扬".to_owned(),
        figure: praise.count().to_string(),
        unit: "件",
        hint: String::new(),
        href: Route::list(&PRAISE).href(),
    });
    found
}

/// The satisfaction of an audience in the last month in which it was asked.
fn survey_figure(context: &Context<'_>, audience: &str, word: &str, until: Month) -> PlaceFigure {
    let label = format!("{word}满意率");
    let Some(month) = SurveySheet::last_month(context, audience, until) else {
        let href = Route::list(&SATISFACTION).href();
        let hint = "还没有登记".to_owned();
        return PlaceFigure { label, figure: "—".to_owned(), unit: "", hint, href };
    };
    let sheet = SurveySheet::of(context, audience, month);
    let line = sheet.total.as_ref().or(sheet.lines.first());
    let of_month = format!("{}月", month.number());
    let hint = match line.map(|line| change_words(line.rate, line.last_month)) {
        Some(change) if change != "—" => format!("{of_month}，比上月 {change}"),
        _ => of_month,
    };
    PlaceFigure {
        label,
        figure: line.map_or_else(|| "—".to_owned(), |line| line.rate.words()),
        unit: "",
        hint,
        href: Route::Side(SATISFACTION.name, SidePage::Surveys, Some(month)).href(),
    }
}

/// A register of the place: what belongs there, and the ways into it.
fn register_card(session: Session, schema: &'static Schema) -> AnyView {
    let count = move || {
        let real = session.with_ledger(|ledger| {
            ledger.records(schema.head.name).filter(|record| !record.is_blank()).count()
        });
        counted(schema, real)
    };
    let list = Route::list(schema.head).href();
    let new = new_record(schema, 0).map(|(word, route)| {
        view! { <LinkButton label=word href=route.href()/> }
    });
    let pages = summaries(schema).into_iter().map(|(word, route)| {
        view! { <LinkButton label=word href=route.href()/> }
    });
    view! {
        <section class="sheet pad voice-register" aria-label=schema.head.label>
            <a class="voice-register-head" href=list>
                <span class="list-title">{schema.head.label}</span>
                <span class="register-count figures">{count}</span>
                {Icon::Right.view()}
            </a>
            <p class="list-note register-about">{schema.about}</p>
            <div class="row">{new}{pages.collect::<Vec<_>>()}</div>
        </section>
    }
    .into_any()
}
