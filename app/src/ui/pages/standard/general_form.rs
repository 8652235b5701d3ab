//! The form of what concerns a draft as a whole: its name, aspects and grades.

use leptos::prelude::*;

use super::fields::{ASPECT, DraftPath, Editor, WHOLE, points_field, sum_line, text_field};
use crate::scoring::{Aspect, CapSum, Grade, Standard};
use crate::ui::components::{Button, ButtonKind, FieldSet, Icon};

fn put_aspect(standard: &mut Standard, spot: &DraftPath, change: impl FnOnce(&mut Aspect)) {
    if let Some(aspect) = standard.aspects.get_mut(spot.place) {
        change(aspect);
    }
}

fn put_grade(standard: &mut Standard, spot: &DraftPath, change: impl FnOnce(&mut Grade)) {
    if let Some(grade) = standard.grades.get_mut(spot.place) {
        change(grade);
    }
}

/// The form.
pub fn general_form(editor: Editor) -> AnyView {
    let aspects = editor.working.with_untracked(|working| working.aspects.len());
    let grades = Memo::new(move |_| editor.working.with(|working| working.grades.len()));
    let aspects: Vec<AnyView> = (0..aspects).map(|place| aspect_fields(editor, place)).collect();
    let grade_rows = move || {
        let count = grades.get();
        (0..count).map(|place| grade_fields(editor, place, count)).collect::<Vec<_>>()
    };
    let add = move |()| {
        editor.act(|working| {
            let from = working.grades.first().map_or(0, |grade| grade.at_least + 10);
            working.grades.insert(0, Grade { at_least: from, name: String::new() });
        });
    };
    view! {
        <div class="draft-parts">
            {editor.faults_of_whole()}
            <FieldSet>
                {text_field(editor, "这一版的名称", DraftPath::default(),
                    |standard, _| standard.name.clone(),
                    |standard, _, text| standard.name = text)}
            </FieldSet>
            <h3 class="section-heading">"方面"</h3>
            {aspects}
            {move || sum_line(editor.working.with(|working| CapSum::of_whole(working)), WHOLE)}
            <h3 class="section-heading">"等级"</h3>
            <p class="quiet-line">"从高到低，最低一级从 0 分起。月表、季度和年度都用这些等级。"</p>
            {grade_rows}
            <Button label="添加一级" icon=Icon::Plus kind=ButtonKind::Quiet on_click=add/>
        </div>
    }
    .into_any()
}

fn aspect_fields(editor: Editor, place: usize) -> AnyView {
    let sum =
        move || sum_line(editor.working.with(|working| CapSum::of_aspect(working, place)), ASPECT);
    view! {
        <div class="rule-step">
            {text_field(editor, "方面", DraftPath::at(place),
                |standard, spot| standard.aspects.get(spot.place).map_or_else(String::new, |a| a.name.clone()),
                |standard, spot, text| put_aspect(standard, spot, |aspect| aspect.name = text))}
            {points_field(editor, "分值", "", DraftPath::at(place), "分",
                |standard, spot| standard.aspects.get(spot.place).map(|aspect| aspect.cap),
                |standard, spot, to| put_aspect(standard, spot, |aspect| aspect.cap = to.unwrap_or(0)))}
        </div>
        {sum}
    }
    .into_any()
}

fn grade_fields(editor: Editor, place: usize, count: usize) -> AnyView {
    let remove = move |()| editor.act(|working| drop(working.grades.remove(place)));
    let removable = count > 2;
    view! {
        <div class="rule-step">
            {text_field(editor, "等级", DraftPath::at(place),
                |standard, spot| standard.grades.get(spot.place).map_or_else(String::new, |g| g.name.clone()),
                |standard, spot, text| put_grade(standard, spot, |grade| grade.name = text))}
            {points_field(editor, "从多少分起", "", DraftPath::at(place), "分",
                |standard, spot| standard.grades.get(spot.place).map(|grade| grade.at_least),
                |standard, spot, to| put_grade(standard, spot, |grade| grade.at_least = to.unwrap_or(0)))}
            {removable.then(|| view! {
                <Button label="删去这一级" icon=Icon::Trash icon_only=true kind=ButtonKind::Quiet
                    on_click=remove/>
            })}
        </div>
    }
    .into_any()
}
