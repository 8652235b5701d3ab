//! A version beside the one in force: which lines differ.

use leptos::prelude::*;

use super::{home_of, missing, with_in_force};
use crate::app::Session;
use crate::app::routes::{Route, StandardRoute};
use crate::ledger::RecordId;
use crate::scoring::{Standard, StandardDifference, difference_words, differences};
use crate::ui::components::{Empty, Icon, Page};

/// The page that compares a version with the one in force.
pub fn compare_page(id: RecordId) -> AnyView {
    let session = expect_context::<Session>();
    let Some((new, Some(old))) = with_in_force(session, &id) else {
        return missing("要比较的一版不在本机、已删去或读不出来。");
    };
    let found = differences(&old, &new);
    let crumbs = vec![new.name.clone(), format!("与正在用的“{}”相比", old.name)];
    let back = Route::Standard(home_of(session, &id)).href();
    let body = if found.is_empty() {
        view! { <Empty title="没有不同" text="这一版与正在用的一版内容一样。" icon=Icon::Check/> }
            .into_any()
    } else {
        let count = format!("共 {} 处不同：{}", found.len(), difference_words(&found));
        view! {
            <p class="quiet-line">{count}</p>
            {groups(&id, &old, &new, &found)}
        }
        .into_any()
    };
    view! {
        <Page title="哪里不同" crumbs=Signal::stored(crumbs) back=Signal::stored(back)>
            <div class="standard-compare">{body}</div>
        </Page>
    }
    .into_any()
}

/// What differs, item by item; an item that is still there leads to it.
pub fn groups(
    id: &RecordId,
    old: &Standard,
    new: &Standard,
    found: &[StandardDifference],
) -> AnyView {
    let groups: Vec<AnyView> = found
        .chunk_by(|one, other| one.item == other.item)
        .map(|group| {
            let item = &group[0].item;
            let name = new.item(item).or(old.item(item)).map(|(_, item)| item.name.clone());
            let heading = match name {
                Some(name) if new.item(item).is_some() => {
                    let href =
                        Route::Standard(StandardRoute::Item(id.clone(), item.clone())).href();
                    view! { <a href=href>{format!("{item} {name}")}</a> }.into_any()
                }
                Some(name) => format!("{item} {name}").into_any(),
                None => "总则".into_any(),
            };
            let rows: Vec<AnyView> = group.iter().map(row).collect();
            view! {
                <section class="compare-part">
                    <h2 class="section-heading">{heading}</h2>
                    <dl class="compare-list">{rows}</dl>
                </section>
            }
            .into_any()
        })
        .collect();
    groups.into_any()
}

fn row(one: &StandardDifference) -> AnyView {
    let StandardDifference { what, before, after, .. } = one.clone();
    let side = |label: &'static str, text: String, class: &'static str| {
        (!text.is_empty()).then(|| {
            view! { <dd class=class><span class="compare-side">{label}</span><span>{text}</span></dd> }
        })
    };
    view! {
        <div class="compare-row">
            <dt>{what}</dt>
            {side("原来", before, "compare-before")}
            {side("改为", after, "compare-after")}
        </div>
    }
    .into_any()
}
