//! The form of an item of a draft.

use leptos::prelude::*;

use super::fields::{
    ASPECT, DraftPath, Editor, PointsOf, PutPoints, area_field, points_field, sum_line, text_field,
};
use super::line_form;
use crate::app::routes::StandardTab;
use crate::app::{Location, standards};
use crate::scoring::{CapSum, Item, Line, Rule, Standard};
use crate::ui::components::{Button, ButtonKind, FieldSet, Icon};

fn item<'a>(standard: &'a Standard, spot: &DraftPath) -> Option<&'a Item> {
    standard.item(&spot.id).map(|(_, item)| item)
}

fn text_of(standard: &Standard, spot: &DraftPath, part: fn(&Item) -> &String) -> String {
    item(standard, spot).map(part).cloned().unwrap_or_default()
}

fn put(standard: &mut Standard, spot: &DraftPath, change: impl FnOnce(&mut Item)) {
    if let Some(item) = standard.item_mut(&spot.id) {
        change(item);
    }
}

/// What tells rule lines apart, so that typing in one does not make it anew.
#[derive(Clone, PartialEq, Eq, Hash)]
struct Key {
    id: String,
    kind: &'static str,
    steps: usize,
}

fn key(line: &Line) -> Key {
    let steps = match &line.rule {
        Rule::Tier { steps, .. } => steps.len(),
        _ => 0,
    };
    Key { id: line.id.clone(), kind: line_form::kind_of(&line.rule), steps }
}

/// The form of an item.
pub fn item_form(editor: Editor, id: &str) -> AnyView {
    let spot = DraftPath::of(id);
    let owner = id.to_owned();
    let keys = Memo::new(move |_| {
        editor.working.with(|working| {
            let item = working.item(&owner);
            item.map(|(_, item)| item.lines.iter().map(key).collect::<Vec<_>>()).unwrap_or_default()
        })
    });
    let here = spot.clone();
    let points = move |label, help, get: PointsOf, put: PutPoints| {
        points_field(editor, label, help, here.clone(), "分", get, put)
    };
    let of = id.to_owned();
    let sum = move || {
        editor.working.with(|working| {
            let (_, item) = working.item(&of)?;
            Some(sum_line(CapSum::of_aspect(working, item.aspect), ASPECT))
        })
    };
    view! {
        <div class="draft-parts">
            {editor.notes(Some(id.to_owned()), None)}
            {sum}
            <FieldSet>
                {text_field(editor, "项目名称", spot.clone(),
                    |standard, spot| text_of(standard, spot, |item| &item.name),
                    |standard, spot, text| put(standard, spot, |item| item.name = text))}
                {points("每月上限", "",
                    |standard, spot| item(standard, spot).map(|item| item.cap),
                    |standard, spot, to| put(standard, spot, |item| item.cap = to.unwrap_or(0)))}
                {points("基础分", "没有任何登记时的得分",
                    |standard, spot| item(standard, spot).map(|item| item.base),
                    |standard, spot, to| put(standard, spot, |item| item.base = to.unwrap_or(0)))}
                {points("下限", "扣到这里为止，一般是 0",
                    |standard, spot| item(standard, spot).map(|item| item.floor),
                    |standard, spot, to| put(standard, spot, |item| item.floor = to.unwrap_or(0)))}
                {area_field(editor, "说明", spot.clone(),
                    |standard, spot| text_of(standard, spot, |item| &item.description),
                    |standard, spot, text| put(standard, spot, |item| item.description = text))}
                {area_field(editor, "佐证", spot.clone(),
                    |standard, spot| text_of(standard, spot, |item| &item.evidence),
                    |standard, spot, text| put(standard, spot, |item| item.evidence = text))}
            </FieldSet>
            <h3 class="section-heading">"细则"</h3>
            <For each=move || keys.get() key=|key| key.clone() let:key>
                {line_form::line_form(editor, &key.id, key.steps)}
            </For>
            {ends(editor, id)}
        </div>
    }
    .into_any()
}

/// Adding a rule line, and taking the item out.
fn ends(editor: Editor, id: &str) -> AnyView {
    let place = expect_context::<Location>();
    let (owner, gone) = (id.to_owned(), id.to_owned());
    let add = move |()| {
        let taken = editor.session().with_scores(standards::taken_ids);
        editor.act(|working| drop(working.add_line(&owner, &taken)));
    };
    let remove = move |()| {
        editor.act_undoable(format!("已删去 {gone}"), |working| working.remove_item(&gone));
        place.go_instead(&StandardTab::Draft.of(&editor.id()));
    };
    view! {
        <div class="draft-ends">
            <Button label="添加细则" icon=Icon::Plus on_click=add/>
            <Button label="删去这一项" icon=Icon::Trash kind=ButtonKind::Danger on_click=remove/>
        </div>
    }
    .into_any()
}
