//! The ballots of the democratic appraisal: the head of the ballot, and the votes on each member.

use leptos::prelude::*;

use super::{BranchYear, obstacle_list};
use crate::app::{Session, years};
use crate::ledger::RecordId;
use crate::registers::{APPRAISAL_GRADES, BALLOT_PARTS, Ballot, Votes, appraisal_id, title};
use crate::ui::components::{
    Button, ButtonKind, Field, FormActions, Icon, NumberInput, use_toasts,
};
use crate::ui::undoing::offer_undo;

/// The texts of the form.
#[derive(Clone, Default)]
struct Typed {
    head: [String; 5],
    votes: Vec<(RecordId, String, [String; 4])>,
}

/// The side of the ballots.
pub(super) fn ballots_form(about: BranchYear) -> AnyView {
    let session = expect_context::<Session>();
    let toasts = use_toasts();
    let about = StoredValue::new(about);
    let start = untrack(|| about.with_value(|about| standing(session, about)));
    let members: Vec<String> = start.votes.iter().map(|(_, name, _)| name.clone()).collect();
    let typed = RwSignal::new(start);
    let error = RwSignal::new(String::new());
    let save = move |()| {
        let read = typed.with_untracked(read);
        let (ballot, votes) = match read {
            Ok(read) => read,
            Err(text) => return error.set(text),
        };
        let kept = about.with_value(|about| {
            years::keep_ballots(session, &about.branch, about.year, ballot, &votes)
        });
        match kept {
            Ok(()) => {
                error.set(String::new());
                offer_undo(session, toasts, "已存下测评票数");
            }
            Err(cause) => error.set(cause.to_string()),
        }
    };
    let head: Vec<_> = BALLOT_PARTS
        .iter()
        .enumerate()
        .map(|(place, (_, label))| {
            let value = Signal::derive(move || typed.with(|typed| typed.head[place].clone()));
            view! {
                <Field label=*label>
                    <NumberInput value
                        on_change=move |text: String| typed.update(|typed| typed.head[place] = text)/>
                </Field>
            }
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

fn member_row(typed: RwSignal<Typed>, row: usize, name: String) -> AnyView {
    let text = move |place: usize| {
        typed
            .with(|typed| typed.votes.get(row).map_or_else(String::new, |one| one.2[place].clone()))
    };
    let inputs: Vec<_> = APPRAISAL_GRADES
        .iter()
        .enumerate()
        .map(|(place, (_, label))| {
            let put = move |text: String| {
                typed.update(|typed| {
                    if let Some(one) = typed.votes.get_mut(row) {
                        one.2[place] = text;
                    }
                });
            };
            view! {
                <label class="year-vote">
                    <span>{*label}</span>
                    <NumberInput value=Signal::derive(move || text(place)) on_change=put
                        label=format!("{name}，{label}")/>
                </label>
            }
        })
        .collect();
    let sum = move || {
        let counts =
            (0..APPRAISAL_GRADES.len()).map(|place| text(place).parse::<i64>().unwrap_or(0));
        let (sum, valid) = (counts.sum::<i64>(), typed.with(|typed| typed.head[4].clone()));
        let valid = valid.parse::<i64>().unwrap_or(0);
        match sum {
            0 => String::new(),
            sum if sum == valid => format!("合计 {sum}"),
            sum => format!("合计 {sum}，与有效票 {valid} 不符"),
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
        let ballot = record.and_then(|record| Ballot::read(record.get("ballot")));
        let head = ballot.map(|one| {
            [one.due, one.present, one.issued, one.received, one.valid].map(|n| n.to_string())
        });
        let rows = about.rows(ledger, scores).into_iter().filter(|row| row.points.is_some());
        let votes = rows.map(|row| {
            let texts = row.votes.map(|votes| votes.0.map(|count| count.to_string()));
            let name = title(ledger, &row.months.member);
            (row.months.member, name, texts.unwrap_or_default())
        });
        Typed { head: head.unwrap_or_default(), votes: votes.collect() }
    })
}

/// Reads the form: the head of the ballot, and the votes of those of whom anything is typed.
fn read(typed: &Typed) -> Result<(Ballot, Vec<(RecordId, Votes)>), String> {
    let count = |text: &str, what: &str| match text.trim() {
        "" => Ok(0),
        text => match text.parse::<i64>() {
            Ok(count) if (0..=9999).contains(&count) => Ok(count),
            _ => Err(format!("{what}应是 0 到 9999 的整数")),
        },
    };
    let mut head = [0; 5];
    for ((put, text), (_, label)) in head.iter_mut().zip(&typed.head).zip(BALLOT_PARTS) {
        *put = count(text, label)?;
    }
    let [due, present, issued, received, valid] = head;
    let mut all = Vec::new();
    for (member, name, texts) in &typed.votes {
        if texts.iter().all(|text| text.trim().is_empty()) {
            continue;
        }
        let mut votes = [0; 4];
        for (put, text) in votes.iter_mut().zip(texts) {
            *put = count(text, &format!("{name}的票数"))?;
        }
        all.push((member.clone(), Votes(votes)));
    }
    Ok((Ballot { due, present, issued, received, valid }, all))
}
