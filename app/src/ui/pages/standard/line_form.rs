//! The form of a rule line of a draft.

use leptos::prelude::*;

use super::fields::{DraftPath, Editor, points_field, text_field};
use crate::ordered;
use crate::scoring::{Line, MEASURES, Rule, Standard};
use crate::ui::components::{Button, ButtonKind, Choice, Field, Icon, Opt};

/// The kinds of rule lines: stored, and as they are read.
const KINDS: [(&str, &str); 3] =
    [("per-unit", "按次加减"), ("choice", "直接定分"), ("tier", "按科室得分分档")];

/// The kind of a rule.
pub fn kind_of(rule: &Rule) -> &'static str {
    match rule {
        Rule::PerUnit { .. } => KINDS[0].0,
        Rule::Choice { .. } => KINDS[1].0,
        Rule::Tier { .. } => KINDS[2].0,
    }
}

/// A rule of a kind, with the points of the one whose place it takes.
fn of_kind(kind: &str, former: &Rule) -> Rule {
    let tenths = match former {
        Rule::PerUnit { tenths, .. } | Rule::Choice { tenths } => *tenths,
        Rule::Tier { steps, .. } => steps.first().map_or(10, |(_, tenths)| *tenths),
    };
    match kind {
        "choice" => Rule::Choice { tenths },
        "tier" => {
            Rule::Tier { of: MEASURES[0].0.to_owned(), steps: vec![(900, tenths.max(0)), (0, 0)] }
        }
        _ => Rule::PerUnit { tenths, cap: None },
    }
}

fn line<'a>(standard: &'a Standard, spot: &DraftPath) -> Option<&'a Line> {
    standard.line(&spot.id).map(|(_, line)| line)
}

fn put(standard: &mut Standard, spot: &DraftPath, change: impl FnOnce(&mut Line)) {
    if let Some(line) = standard.line_mut(&spot.id) {
        change(line);
    }
}

fn put_step(standard: &mut Standard, spot: &DraftPath, change: impl FnOnce(&mut (i32, i32))) {
    put(standard, spot, |line| {
        if let Rule::Tier { steps, .. } = &mut line.rule
            && let Some(step) = steps.get_mut(spot.place)
        {
            change(step);
        }
    });
}

fn step(standard: &Standard, spot: &DraftPath) -> Option<(i32, i32)> {
    match &line(standard, spot)?.rule {
        Rule::Tier { steps, .. } => steps.get(spot.place).copied(),
        _ => None,
    }
}

/// The form of a rule line; it is made anew where its kind or the number of its steps changes.
pub fn line_form(editor: Editor, id: &str, steps: usize) -> AnyView {
    let spot = DraftPath::of(id);
    let kind = editor.working.with_untracked(|w| line(w, &spot).map(|line| kind_of(&line.rule)));
    let kind = kind.unwrap_or(KINDS[0].0);
    let options: Vec<Opt> = KINDS.iter().map(|(id, label)| Opt::new(*id, *label)).collect();
    let owner = id.to_owned();
    let change_kind = move |kind: String| {
        editor.act(|working| {
            if let Some(line) = working.line_mut(&owner)
                && kind_of(&line.rule) != kind
            {
                line.rule = of_kind(&kind, &line.rule);
            }
        });
    };
    let rule = match kind {
        "choice" => choice_fields(editor, spot.clone()),
        "tier" => tier_fields(editor, id, steps),
        _ => per_unit_fields(editor, spot.clone()),
    };
    view! {
        <fieldset class="rule-card">
            <legend class="unseen">{format!("细则 {id}")}</legend>
            <div class="rule-bar">
                <span class="rule-id" aria-hidden="true">{id.to_owned()}</span>
                {movers(editor, id)}
            </div>
            {text_field(editor, "情形", spot,
                |standard, spot| line(standard, spot).map_or_else(String::new, |l| l.event.clone()),
                |standard, spot, text| put(standard, spot, |line| line.event = text))}
            <Field label="怎样计分">
                <Choice options value=kind.to_owned() on_change=change_kind/>
            </Field>
            {rule}
            {notes(editor, id)}
        </fieldset>
    }
    .into_any()
}

fn notes(editor: Editor, id: &str) -> AnyView {
    let item = editor.working.with_untracked(|working| {
        working.line(id).map(|(place, _)| working.items[place].id.clone())
    });
    editor.notes(item, Some(id.to_owned()))
}

/// 上移, 下移, 删去.
fn movers(editor: Editor, id: &str) -> AnyView {
    let id = StoredValue::new(id.to_owned());
    let shift = move |by: isize| {
        move |()| editor.act(|working| id.with_value(|id| working.move_line(id, by)))
    };
    let remove = move |()| {
        id.with_value(|id| {
            editor.act_undoable(format!("已删去细则 {id}"), |working| working.remove_line(id));
        });
    };
    view! {
        <Button label="上移" icon=Icon::Up icon_only=true kind=ButtonKind::Quiet on_click=shift(-1)/>
        <Button label="下移" icon=Icon::Down icon_only=true kind=ButtonKind::Quiet on_click=shift(1)/>
        <Button label="删去" icon=Icon::Trash icon_only=true kind=ButtonKind::Quiet on_click=remove/>
    }
    .into_any()
}

fn per_unit_fields(editor: Editor, spot: DraftPath) -> AnyView {
    view! {
        <div class="rule-fields">
            {points_field(editor, "每次加减", "扣分写负数", spot.clone(), "分",
                |standard, spot| match line(standard, spot)?.rule {
                    Rule::PerUnit { tenths, .. } => Some(tenths),
                    _ => None,
                },
                |standard, spot, to| put(standard, spot, |line| {
                    if let Rule::PerUnit { tenths, .. } = &mut line.rule {
                        *tenths = to.unwrap_or(0);
                    }
                }))}
            {text_field(editor, "按什么数（次、项、件）", spot.clone(),
                |standard, spot| line(standard, spot).map_or_else(String::new, |l| l.unit.clone()),
                |standard, spot, text| put(standard, spot, |line| line.unit = text))}
            {points_field(editor, "本条每月最多", "空着就只受本项上限约束", spot, "分",
                |standard, spot| match line(standard, spot)?.rule {
                    Rule::PerUnit { cap, .. } => cap,
                    _ => None,
                },
                |standard, spot, to| put(standard, spot, |line| {
                    if let Rule::PerUnit { cap, .. } = &mut line.rule {
                        *cap = to.map(i32::abs);
                    }
                }))}
        </div>
    }
    .into_any()
}

fn choice_fields(editor: Editor, spot: DraftPath) -> AnyView {
    view! {
        <div class="rule-fields">
            {points_field(editor, "本项计", "登记这一条以后，代替基础分", spot, "分",
                |standard, spot| match line(standard, spot)?.rule {
                    Rule::Choice { tenths } => Some(tenths),
                    _ => None,
                },
                |standard, spot, to| put(standard, spot, |line| {
                    line.rule = Rule::Choice { tenths: to.unwrap_or(0) };
                }))}
        </div>
    }
    .into_any()
}

fn tier_fields(editor: Editor, id: &str, steps: usize) -> AnyView {
    let spot = StoredValue::new(DraftPath::of(id));
    let options: Vec<Opt> =
        MEASURES.iter().map(|(from, label, _)| Opt::new(*from, *label)).collect();
    let value = Signal::derive(move || {
        spot.with_value(|spot| {
            editor.working.with(|working| match line(working, spot).map(|line| &line.rule) {
                Some(Rule::Tier { of, .. }) => of.clone(),
                _ => String::new(),
            })
        })
    });
    let measure = move |to: String| {
        editor.act(|working| {
            spot.with_value(|spot| {
                put(working, spot, |line| {
                    if let Rule::Tier { of, .. } = &mut line.rule {
                        *of = to;
                    }
                });
            });
        });
    };
    let change_steps = move |change: fn(&mut Vec<(i32, i32)>, usize), place: usize| {
        editor.act(|working| {
            spot.with_value(|spot| {
                put(working, spot, |line| {
                    if let Rule::Tier { steps, .. } = &mut line.rule {
                        change(steps, place);
                        ordered::sort_by(steps, |left, right| right.cmp(left));
                    }
                });
            });
        });
    };
    let rows: Vec<AnyView> = (0..steps)
        .map(|place| {
            let at = DraftPath { place, ..spot.get_value() };
            let remove = move |()| {
                let out = |steps: &mut Vec<(i32, i32)>, place: usize| {
                    steps.remove(place);
                };
                change_steps(out, place);
            };
            view! {
                <div class="rule-step">
                    {points_field(editor, "达到", "", at.clone(), "",
                        |standard, spot| step(standard, spot).map(|(at_least, _)| at_least),
                        |standard, spot, to| put_step(standard, spot, |step| step.0 = to.unwrap_or(0)))}
                    {points_field(editor, "本项计", "", at, "分",
                        |standard, spot| step(standard, spot).map(|(_, tenths)| tenths),
                        |standard, spot, to| put_step(standard, spot, |step| step.1 = to.unwrap_or(0)))}
                    <Button label="删去这一档" icon=Icon::Trash icon_only=true
                        kind=ButtonKind::Quiet on_click=remove/>
                </div>
            }
            .into_any()
        })
        .collect();
    let add = move |()| change_steps(|steps, _| steps.push(next_step(steps)), 0);
    view! {
        <Field label="按什么分档">
            <Choice options value on_change=measure/>
        </Field>
        {rows}
        <Button label="添加一档" icon=Icon::Plus kind=ButtonKind::Quiet on_click=add/>
    }
    .into_any()
}

/// A step to be filled in: at a start that no other has.
fn next_step(steps: &[(i32, i32)]) -> (i32, i32) {
    let starts = (0..=10).map(|ten| ten * 100).rev();
    let free = starts.into_iter().find(|start| steps.iter().all(|(other, _)| other != start));
    (free.unwrap_or(0), 0)
}
