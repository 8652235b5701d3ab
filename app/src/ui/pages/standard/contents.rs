//! A version as a booklet: its aspects and items, and an item with its rule lines.

use leptos::prelude::*;

use crate::app::routes::{Route, StandardRoute};
use crate::ledger::RecordId;
use crate::registers::points_text;
use crate::scoring::{Item, Standard, line_words, source_words};
use crate::ui::components::{Icon, StateChip, Tone};

/// The numbers of aspects, as a document counts them.
const COUNTING: [&str; 10] = ["一", "二", "三", "四", "五", "六", "七", "八", "九", "十"];

/// The heading of an aspect: 一、参加党内组织生活.
pub fn aspect_heading(place: usize, name: &str) -> String {
    COUNTING.get(place).map_or_else(|| name.to_owned(), |number| format!("{number}、{name}"))
}

/// The aspects of a version with their items; a tap on one opens it.
pub fn contents(id: &RecordId, standard: &Standard, opened: Memo<String>) -> AnyView {
    let aspects: Vec<AnyView> = standard
        .aspects
        .iter()
        .enumerate()
        .map(|(place, aspect)| {
            let items: Vec<AnyView> = standard
                .items
                .iter()
                .filter(|item| item.aspect == place)
                .map(|item| item_link(id, item, opened))
                .collect();
            view! {
                <section class="standard-part">
                    <h2 class="standard-aspect">
                        <span>{aspect_heading(place, &aspect.name)}</span>
                        <span class="standard-points">{points(aspect.cap)}</span>
                    </h2>
                    <ul class="list">{items}</ul>
                </section>
            }
            .into_any()
        })
        .collect();
    view! {
        <div class="standard-contents">
            {aspects}
            {grades(standard)}
            {vetoes(standard)}
        </div>
    }
    .into_any()
}

fn points(tenths: i32) -> String {
    format!("{} 分", points_text(tenths.into()))
}

fn item_link(id: &RecordId, item: &Item, opened: Memo<String>) -> AnyView {
    let href = Route::Standard(StandardRoute::Item(id.clone(), item.id.clone())).href();
    let own = item.id.clone();
    let here = move || opened.with(|opened| *opened == own).then_some("true");
    let note = format!("{}，{} 条细则", start_words(item), item.lines.len());
    view! {
        <li>
            <a class="list-item" href=href aria-current=here>
                <span class="standard-id">{item.id.clone()}</span>
                <span class="list-words">
                    <span class="list-title">{item.name.clone()}</span>
                    <span class="list-note">{note}</span>
                </span>
                <span class="standard-points">{points(item.cap)}</span>
                {Icon::Right.view()}
            </a>
        </li>
    }
    .into_any()
}

/// What an item begins with, in words.
fn start_words(item: &Item) -> String {
    if item.base == item.cap {
        "满分起扣".to_owned()
    } else if item.base == item.floor {
        format!("从 {}累加", points(item.base))
    } else {
        format!("基础 {}，有加有减", points(item.base))
    }
}

fn grades(standard: &Standard) -> AnyView {
    let grades: Vec<_> = standard
        .grades
        .iter()
        .enumerate()
        .map(|(place, grade)| {
            let above = place.checked_sub(1).map(|place| standard.grades[place].at_least);
            let span = match (above, grade.at_least) {
                (None, from) => format!("{} 分以上", points_text(from.into())),
                (Some(to), 0) => format!("不满 {} 分", points_text(to.into())),
                (Some(to), from) => format!(
                    "{} 分以上，不满 {} 分",
                    points_text(from.into()),
                    points_text(to.into())
                ),
            };
            view! { <div class="standard-pair"><dt>{grade.name.clone()}</dt><dd>{span}</dd></div> }
        })
        .collect();
    view! {
        <section class="standard-part">
            <h2 class="standard-aspect">"等级"</h2>
            <dl class="standard-pairs">{grades}</dl>
        </section>
    }
    .into_any()
}

fn vetoes(standard: &Standard) -> AnyView {
    let clauses: Vec<_> = standard
        .vetoes
        .iter()
        .map(|clause| {
            let effect = match &*clause.effect {
                "month zero, no award this year" => "当月清零，当年不得评先".to_owned(),
                "year zero" => "年度积分记 0".to_owned(),
                other => other.to_owned(),
            };
            view! {
                <div class="standard-pair"><dt>{effect}</dt><dd>{clause.events.join("；")}</dd></div>
            }
        })
        .collect();
    view! {
        <section class="standard-part">
            <h2 class="standard-aspect">"一票否决"</h2>
            <dl class="standard-pairs">{clauses}</dl>
        </section>
    }
    .into_any()
}

/// An item with its rule lines, to be read.
pub fn item_view(item: &Item) -> AnyView {
    let facts: Vec<_> = [
        ("每月上限", points(item.cap)),
        ("基础分", points(item.base)),
        ("下限", points(item.floor)),
    ]
    .into_iter()
    .chain((!item.facet.is_empty()).then(|| ("体现", item.facet.clone())))
    .map(|(label, value)| {
        view! { <div class="standard-fact"><dt>{label}</dt><dd>{value}</dd></div> }
    })
    .collect();
    let lines: Vec<_> = item
        .lines
        .iter()
        .map(|line| {
            view! {
                <li class="rule-line">
                    <span class="rule-id">{line.id.clone()}</span>
                    <span class="rule-words">
                        <span class="rule-event">{line.event.clone()}</span>
                        <span class="rule-points">{line_words(line)}</span>
                        <span class="rule-source">{source_words(line)}</span>
                    </span>
                </li>
            }
        })
        .collect();
    let text = |label: &'static str, text: &str| {
        let text = text.to_owned();
        (!text.is_empty()).then(|| {
            view! {
                <h3 class="standard-label">{label}</h3>
                <p class="standard-text">{text}</p>
            }
        })
    };
    let restricted = item.restricted.then(|| {
        view! {
            <p><StateChip text="明细只给书记和纪检委员看" tone=Tone::Info/></p>
        }
    });
    view! {
        <div class="standard-item">
            {restricted}
            <dl class="standard-facts">{facts}</dl>
            {text("说明", &item.description)}
            {text("佐证", &item.evidence)}
            <h3 class="standard-label">"细则"</h3>
            <ol class="rule-lines">{lines}</ol>
        </div>
    }
    .into_any()
}
