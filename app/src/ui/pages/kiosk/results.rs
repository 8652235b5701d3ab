//! 评价结果: what was answered in a month, and how many answers wait on this tablet.

use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;

use crate::app::kiosk::kiosk_waiting;
use crate::app::routes::Route;
use crate::app::{Location, Session, SidePage, today};
use crate::kiosk::{KioskTarget, KioskWaiting};
use crate::ledger::{Day, Month, RecordId, day_label};
use crate::registers::{Context, HOSPITAL, KIOSK_ANSWERS, KIOSK_MONTH, name_of, satisfaction_rate};
use crate::reports::voice::{KioskLine, KioskResults};
use crate::ui::components::{Button, ButtonKind, Icon, LinkButton, MonthInput, Page};
use crate::ui::pages::paper_document::{paper_document, paper_form, print_named, sample_note};

/// The page.
pub fn results_page(_register: &'static str) -> AnyView {
    let (session, place) = (expect_context::<Session>(), expect_context::<Location>());
    let month = Memo::new(move |was: Option<&Month>| match place.route() {
        Route::Side(_, SidePage::KioskResults, month) => {
            month.unwrap_or_else(|| Month::of(today()))
        }
        _ => was.copied().unwrap_or_else(|| Month::of(today())),
    });
    let go = move |text: String| {
        if let Ok(month) = text.parse() {
            place.go_instead(&Route::Side(KIOSK_MONTH.name, SidePage::KioskResults, Some(month)));
        }
    };
    let results = Memo::new(move |_| {
        let month = month.get();
        session.with_ledger(|ledger| KioskResults::of(&Context::new(ledger, today()), month))
    });
    let table = move || {
        let hospital = session.with_ledger(|ledger| {
            let record = ledger.record(&RecordId::keyed(HOSPITAL.name, ""));
            record.map_or("", |one| one.text("name")).to_owned()
        });
        results.with(|results| results.table(&hospital, &month.get().label()))
    };
    let print = move |()| {
        let title = untrack(table).title;
        print_named(session, &title);
    };
    let is_empty = Memo::new(move |_| results.with(|results| results.lines.is_empty()));
    view! {
        <Page
            title="评价结果"
            crumbs=Signal::derive(move || vec![month.get().label()])
            back=Route::list(&KIOSK_MONTH).href()
            controls=move || view! {
                <MonthInput value=Signal::derive(move || month.get().to_string()) on_change=go/>
            }
            action=move || view! {
                <div class="row">
                <LinkButton label="交给病人评价" href=SidePage::KioskHandover.route().href()/>
                <Button label="打印" kind=ButtonKind::Primary icon=Icon::Print
                    disabled=is_empty on_click=print/>
                </div>
            }
        >
            <div class="wide stack">
                {waiting_view(session, month)}
                {move || if is_empty.get() {
                    view! { <p class="quiet-line">"这个月还没有够 10 份的评价。"</p> }.into_any()
                } else {
                    cards(&results.get())
                }}
            </div>
            <div class="paper-only">
                {move || (!is_empty.get())
                    .then(|| paper_document(&paper_form(session, table()), sample_note(session)))}
            </div>
        </Page>
    }
    .into_any()
}

/// How many answers of the month wait on this tablet.
fn waiting_view(session: Session, month: Memo<Month>) -> AnyView {
    let waiting = RwSignal::new(Vec::<KioskWaiting>::new());
    Effect::new(move |_| {
        let month = month.get();
        // What was taken in since is not waiting any more.
        session.with_registers(&[KIOSK_MONTH.name], |_| ());
        spawn_local(async move {
            let found = kiosk_waiting(session, month).await;
            waiting.try_set(found);
        });
    });
    let name = move |target: &KioskTarget| {
        session.with_ledger(|ledger| match &target.doctor {
            Some(doctor) => name_of(ledger, doctor),
            None => name_of(ledger, &target.department),
        })
    };
    let lines = move || {
        let lines = waiting.get().into_iter().map(|one| {
            let bursts = match one.bursts {
                0 => String::new(),
                bursts => format!("，其中 {bursts} 份短时间连续，不计入"),
            };
            view! { <li>{format!("{}：{} 份{bursts}", name(&one.target), one.given)}</li> }
        });
        lines.collect::<Vec<_>>()
    };
    view! {
        <Show when=move || waiting.with(|all| !all.is_empty())>
            <section class="sheet pad stack" aria-labelledby="kiosk-waiting">
                <h2 class="section-heading" id="kiosk-waiting">"这台设备上还没汇入的"</h2>
                <ul class="kiosk-waiting">{lines}</ul>
                <p class="quiet-line">
                    "只知道份数。满 10 份就汇入台账；到月底还不满的，只记份数，不出分。想说的话在同一科室或医生满 10 份、这一周也过完以后汇入，看不出是谁写的。"
                </p>
            </section>
        </Show>
    }
    .into_any()
}

/// Whom answers are about with what they say, a card each.
fn cards(results: &KioskResults) -> AnyView {
    let cards: Vec<_> = results.lines.iter().map(card).collect();
    view! {
        <ul class="kiosk-cards">{cards}</ul>
        <p class="quiet-line">
            "满意率＝（很满意＋满意）÷份数。不足 10 份的不出分；未计入的是月末仍不足 10 份和短时间连续多份的，只记份数。"
        </p>
    }
    .into_any()
}

fn card(line: &KioskLine) -> AnyView {
    let (name, place) = match &*line.doctor {
        "" => (line.department.clone(), String::new()),
        doctor => (doctor.to_owned(), line.department.clone()),
    };
    let left_out = line.left_out_words();
    let left_out = (!left_out.is_empty()).then(|| view! { <p class="quiet-line">{left_out}</p> });
    let figures = match &line.answers {
        Some(answers) => {
            let all: i64 = answers.iter().sum();
            let rate = satisfaction_rate(answers).unwrap_or_default();
            view! {
                <p class="kiosk-rate">
                    <span class="kiosk-rate-figure">{rate}</span>
                    <span class="quiet-line">{format!("满意率，{all} 份")}</span>
                </p>
                {bar(answers)}
            }
            .into_any()
        }
        None => view! { <p class="quiet-line">"不足 10 份，不出分"</p> }.into_any(),
    };
    let reasons: Vec<String> =
        line.reasons.iter().map(|(label, count)| format!("{label} {count}")).collect();
    let reasons = (!reasons.is_empty())
        .then(|| view! { <p>{format!("提到最多：{}", reasons.join("、"))}</p> });
    view! {
        <li class="sheet pad stack">
            <div>
                <h2 class="section-heading">{name}</h2>
                <p class="quiet-line">{place}</p>
            </div>
            {figures}
            {reasons}
            {comments(&line.comments)}
            {left_out}
        </li>
    }
    .into_any()
}

/// The five answers as parts of a bar, and in numbers.
fn bar(answers: &[i64]) -> AnyView {
    let parts: Vec<_> = answers
        .iter()
        .zip(1..)
        .filter(|(count, _)| **count > 0)
        .map(|(count, place)| {
            view! { <span class=format!("is-{place}") style:flex-grow=count.to_string()></span> }
        })
        .collect();
    let numbers: Vec<_> = KIOSK_ANSWERS
        .iter()
        .zip(answers)
        .zip(1..)
        .map(|(((_, label), count), place)| {
            view! {
                <div><dt class=format!("is-{place}")>{*label}</dt><dd>{count.to_string()}</dd></div>
            }
        })
        .collect();
    view! {
        <div class="kiosk-bar" aria-hidden="true">{parts}</div>
        <dl class="kiosk-numbers">{numbers}</dl>
    }
    .into_any()
}

/// What was written, week by week.
fn comments(comments: &[(Option<Day>, String)]) -> AnyView {
    let weeks = comments.chunk_by(|(one, _), (other, _)| one == other);
    let weeks: Vec<_> = weeks
        .map(|of_week| {
            let week = of_week.first().and_then(|(week, _)| *week);
            let label = week.map_or_else(
                || "想说的话".to_owned(),
                |monday| format!("想说的话，{}起这一周", day_label(monday)),
            );
            let texts: Vec<_> =
                of_week.iter().map(|(_, text)| view! { <li>{text.clone()}</li> }).collect();
            view! {
                <section class="kiosk-words">
                    <h3 class="quiet-line">{label}</h3>
                    <ul>{texts}</ul>
                </section>
            }
        })
        .collect();
    weeks.into_any()
}
