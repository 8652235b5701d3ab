//! The ballots of the democratic appraisal: the head of the ballot, and the votes on each member.

use std::collections::BTreeMap;

use leptos::prelude::*;

use super::{BranchYear, in_a_line, obstacle_list};
use crate::app::{Session, years};
use crate::ledger::{RecordId, Value};
use crate::registers::form::{Input, RowInput};
use crate::registers::rows::{column, columns};
use crate::registers::{APPRAISAL_SCHEMA, Field as Declared, appraisal_id, title};
use crate::ui::components::{
    Button, ButtonKind, Field, FormActions, Icon, NumberInput, use_toasts,
};
use crate::ui::undoing::offer_undo;

/// What is typed, by column.
type Texts = BTreeMap<&'static str, String>;

/// The texts of the form.
#[derive(Clone, Default)]
struct Typed {
    head: Texts,
    votes: Vec<(RecordId, String, Texts)>,
}

/// The columns of a field of the appraisal.
fn columns_of(field: &str) -> &'static [Declared] {
    APPRAISAL_SCHEMA.field(field).map_or(&[], |field| columns(field))
}

/// The side of the ballots.
pub(super) fn ballots_form(about: BranchYear) -> AnyView {
    let session = expect_context::<Session>();
    let toasts = use_toasts();
    let about = StoredValue::new(about);
    let start = untrack(|| about.with_value(|about| standing(session, about)));
    let members: Vec<String> = start.votes.iter().map(|(_, name, _)| name.clone()).collect();
    let first = StoredValue::new(start.clone());
    let typed = RwSignal::new(start);
    let error = RwSignal::new(String::new());
    let save = move |()| {
        let input = first.with_value(|first| typed.with_untracked(|typed| changed(first, typed)));
        let saved =
            about.with_value(|about| years::appraise(session, (&about.branch, about.year), input));
        match saved {
            Ok(()) => {
                error.set(String::new());
                first.set_value(typed.get_untracked());
                offer_undo(session, toasts, "已存下测评票数");
            }
            Err(found) => error.set(in_a_line(session, found)),
        }
    };
    let head: Vec<_> = columns_of("ballot")
        .iter()
        .map(|column| {
            let name = column.name;
            let value = Signal::derive(move || typed.with(|typed| text(&typed.head, name)));
            let put = move |text: String| {
                typed.update(|typed| {
                    typed.head.insert(name, text);
                });
            };
            view! { <Field label=column.label><NumberInput value on_change=put/></Field> }
        })
        .collect();
    let rows: Vec<_> =
        members.into_iter().enumerate().map(|(row, name)| member_row(typed, row, name)).collect();
    view! {
        <section class="close-form">
            <h2 class="close-heading">"测评票"</h2>
            <p class="quiet-line">
                "应到是有表决权的正式党员，预备党员没有测评权。实到不足半数，测评无效。"
            </p>
            <div class="year-head">{head}</div>
            <ul class="year-votes">{rows}</ul>
            {move || {
                let text = error.get();
                (!text.is_empty()).then(|| view! { <p class="form-error" role="alert">{text}</p> })
            }}
            <FormActions>
                <Button label="存下票数" kind=ButtonKind::Primary icon=Icon::Check on_click=save/>
            </FormActions>
        </section>
        {move || about.with_value(|about| obstacle_list(session, about))}
    }
    .into_any()
}

fn text(texts: &Texts, name: &str) -> String {
    texts.get(name).cloned().unwrap_or_default()
}

fn member_row(typed: RwSignal<Typed>, row: usize, name: String) -> AnyView {
    let text_of = move |column: &str| {
        typed.with(|typed| {
            typed.votes.get(row).map_or_else(String::new, |(.., texts)| text(texts, column))
        })
    };
    let inputs: Vec<_> = columns_of("votes")
        .iter()
        .map(|column| {
            let put = move |text: String| {
                typed.update(|typed| {
                    if let Some((.., texts)) = typed.votes.get_mut(row) {
                        texts.insert(column.name, text);
                    }
                });
            };
            view! {
                <label class="year-vote">
                    <span>{column.label}</span>
                    <NumberInput value=Signal::derive(move || text_of(column.name)) on_change=put
                        label=format!("{name}，{}", column.label)/>
                </label>
            }
        })
        .collect();
    let sum = move || {
        let number = |text: String| text.parse::<i64>().unwrap_or(0);
        let sum = columns_of("votes").iter().map(|one| number(text_of(one.name))).sum::<i64>();
        let valid = typed.with(|typed| text(&typed.head, "valid")).parse::<i64>().ok();
        match (sum, valid) {
            (0, _) => String::new(),
            (sum, Some(valid)) if sum != valid => format!("合计 {sum}，与有效票 {valid} 不符"),
            (sum, _) => format!("合计 {sum}"),
        }
    };
    view! {
        <li class="year-row">
            <strong class="year-name">{name.clone()}</strong>
            <div class="year-inputs">{inputs}</div>
            <span class="quiet-line" aria-live="polite">{sum}</span>
        </li>
    }
    .into_any()
}

/// What stands in the ledger.
fn standing(session: Session, about: &BranchYear) -> Typed {
    session.with_scores(|ledger, scores| {
        let record = ledger.record(&appraisal_id(&about.branch, about.year));
        let texts = |field: &str, value: &Value| -> Texts {
            let Some(declared) = APPRAISAL_SCHEMA.field(field) else { return Texts::new() };
            let counts = columns(declared).iter();
            let counts = counts
                .filter_map(|one| Some((one.name, column(declared, value, one.name).as_int()?)));
            counts.map(|(name, count)| (name, count.to_string())).collect()
        };
        let head = record.map(|record| texts("ballot", record.get("ballot")));
        let rows = about.rows(ledger, scores).into_iter().filter(|row| row.points.is_some());
        let votes = rows.map(|row| {
            let member = row.months.member;
            let votes = record.map(|record| texts("votes", record.entry("votes", member.as_str())));
            let name = title(ledger, &member);
            (member, name, votes.unwrap_or_default())
        });
        Typed { head: head.unwrap_or_default(), votes: votes.collect() }
    })
}

/// What was changed: the head of the ballot, and the votes on members. What is left blank stays so.
fn changed(first: &Typed, typed: &Typed) -> Input {
    let is_blank = |texts: &Texts| texts.values().all(|text| text.trim().is_empty());
    let counts = |field: &str, texts: &Texts| -> Texts {
        let count = |column: &Declared| (column.name, text(texts, column.name));
        columns_of(field).iter().map(count).collect()
    };
    let mut input = Input::default();
    if first.head != typed.head {
        input.groups.insert("ballot", counts("ballot", &typed.head));
    }
    let votes = first.votes.iter().zip(&typed.votes).filter(|((.., was), (.., is))| was != is);
    let votes = votes.filter_map(|((.., was), (member, _, is))| match is_blank(is) {
        true if is_blank(was) => None,
        true => Some((member.to_string(), RowInput::Gone)),
        false => Some((member.to_string(), RowInput::Texts(counts("votes", is)))),
    });
    input.rows.insert("votes", votes.collect());
    input
}
