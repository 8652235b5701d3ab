//! An item of the standard beside the sheet: what it is, its lines, and who differs from the base.

use leptos::prelude::*;

use super::sheet_state::SheetState;
use super::step_of;
use crate::app::Session;
use crate::app::routes::MonthTab as View;
use crate::ordered;
use crate::registers::{Step, points_text, signed_points_text};
use crate::scoring::line_words;
use crate::ui::components::{Button, CellTone, Explain, ExplainRow, Icon, LinkButton, SortBy};

/// The panel of an item.
pub(super) fn item_panel(sheet: SheetState, id: String, open: Callback<View>) -> AnyView {
    let session = expect_context::<Session>();
    let key = id.clone();
    let sort = move |()| {
        // The least first: one looks for who lost points.
        let by = SortBy { key: key.clone(), descending: false };
        sheet.sort.update(|sort| {
            let again = sort.as_ref() == Some(&by);
            *sort = Some(SortBy { descending: again, ..by.clone() });
        });
    };
    let own = id.clone();
    let told = move || {
        sheet.with_item(&own, |item| {
            let text = |tenths: i32| points_text(tenths.into());
            let bounds = format!(
                "没有登记时 {} 分，每月最多 {} 分，最少 {} 分。",
                text(item.base),
                text(item.cap),
                text(item.floor)
            );
            let about = item.description.clone();
            view! {
                {(!about.is_empty()).then(|| view! { <p class="explain-lead">{about}</p> })}
                <p class="explain-lead">{bounds}</p>
            }
        })
    };
    let own = id.clone();
    let lines = move || {
        sheet.with_item(&own, |item| {
            let lines = item.lines.iter().map(|line| {
                let points = line_words(line);
                view! { <li><span>{line.event.clone()}</span><span class="item-points">{points}</span></li> }
            });
            let lines = lines.collect::<Vec<_>>();
            (!lines.is_empty()).then(|| {
                view! { <h3 class="item-heading">"细则"</h3><ul class="item-lines">{lines}</ul> }
            })
        })
    };
    let own = id.clone();
    let differing = Memo::new(move |_| {
        sheet.view.with(|view| {
            let view = view.as_ref()?;
            let items = &view.standard.as_ref()?.items;
            let at = items.iter().position(|item| item.id == own)?;
            let base = items.get(at)?.base;
            let scores = view.rows.iter().filter_map(|row| Some((row, *row.items.get(at)?)));
            let mut all: Vec<_> = scores
                .filter(|(_, score)| *score != base)
                .map(|(row, score)| (row.member.clone(), row.shown_name(), score, score - base))
                .collect();
            ordered::sort_by_key(&mut all, |(.., by)| *by);
            Some((all, view.rows.len()))
        })
    });
    let item = id.clone();
    let tap = move |place: String| {
        let member = place.parse::<usize>().ok().and_then(|at| {
            differing.with(|told| told.as_ref()?.0.get(at).map(|(member, ..)| member.clone()))
        });
        if let Some(member) = member {
            open.run(View::Explain(member, Some(item.clone())));
        }
    };
    let tap = Callback::new(tap);
    let who = move || {
        differing.get().map(|(all, count)| {
            let heading = match all.len() {
                0 => format!("{count} 人都是没有登记时的分"),
                more => format!("与没有登记时不同的 {more} 人"),
            };
            let row = |(at, (_, name, score, by)): (usize, (_, String, i32, i32))| ExplainRow {
                id: at.to_string(),
                label: name,
                delta: signed_points_text(by.into()),
                total: points_text(score.into()),
                tone: if by < 0 { CellTone::Warn } else { CellTone::Normal },
                ..ExplainRow::default()
            };
            let rows: Vec<ExplainRow> = all.into_iter().enumerate().map(row).collect();
            view! {
                <h3 class="item-heading">{heading}</h3>
                {(!rows.is_empty()).then(|| view! { <Explain rows=Signal::stored(rows) on_tap=tap/> })}
            }
        })
    };
    let entry = move || {
        let is_open = session.with_ledger(|ledger| {
            sheet.about.with_value(|about| step_of(ledger, about)) != Step::Locked
        });
        let line = sheet.with_item(&id, |item| item.lines.first().map(|line| line.id.clone()));
        line.flatten().filter(|_| is_open).map(|line| {
            let view = View::NewEntry(Some(line), None);
            let href = sheet.about.with_value(|about| about.route(view)).href();
            view! { <LinkButton label="登记这一项" href icon=Icon::Plus/> }
        })
    };
    view! {
        <div class="explain-panel">
            {told}
            <div class="explain-links">
                <Button label="按这一项排序" icon=Icon::Sort on_click=sort/>
                {entry}
            </div>
            {who}
            {lines}
        </div>
    }
    .into_any()
}
