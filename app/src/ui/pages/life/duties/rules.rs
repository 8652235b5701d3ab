//! The rules of what recurs: how often by default, and as the hospital changed it. A choice saves at
//! once.

use leptos::prelude::*;

use crate::app::Session;
use crate::app::duties::change_rule;
use crate::app::routes::Route;
use crate::ledger::Value;
use crate::registers::DUTY_CYCLES;
use crate::reports::{Cycle, RuleInForce, rules_in_force};
use crate::ui::components::{Choice, LinkButton, Opt, use_toasts};
use crate::ui::undoing::offer_undo;

/// How often at most is offered to choose.
const MOST: u32 = 12;

pub(super) fn rules_view(session: Session) -> AnyView {
    let rules = Memo::new(move |_| session.with_ledger(rules_in_force));
    let places: Vec<_> = rules.with_untracked(|rules| (0..rules.len()).collect());
    let rows = places.into_iter().map(|at| rule_view(session, rules, at)).collect::<Vec<_>>();
    view! {
        <p class="quiet-line">"默认的次数写在每一项下面。本院另有规定的，在这里改，改了就按改过的算。"</p>
        <ul class="duty-rules">{rows}</ul>
    }
    .into_any()
}

/// A rule by its place; its controls stay where they are as the rule changes.
fn rule_view(session: Session, rules: Memo<Vec<RuleInForce>>, at: usize) -> AnyView {
    let toasts = use_toasts();
    let Some(rule) = rules.with_untracked(|rules| rules.get(at).map(|one| one.rule)) else {
        return ().into_any();
    };
    let of = move |read: fn(&RuleInForce) -> String| {
        rules.with(|rules| rules.get(at).map(read)).unwrap_or_default()
    };
    let cycle = Signal::derive(move || {
        of(|one| {
            let label = one.cycle.map_or("不要求", Cycle::label);
            let found = DUTY_CYCLES.iter().find(|(_, known)| *known == label);
            found.map_or("", |(name, _)| name).to_owned()
        })
    });
    let times = Signal::derive(move || of(|one| one.times.to_string()));
    let default = RuleInForce::unchanged(rule);
    let save = move |field: &'static str, value: Value| match change_rule(
        session, rule.id, field, value,
    ) {
        Ok(()) => {
            offer_undo(session, toasts, format!("已改：{}{}", rule.label(), of(RuleInForce::words)))
        }
        Err(refusal) => toasts.say(refusal.to_string()),
    };
    let choose = move |cycle: String| save("cycle", Value::from(cycle));
    let count = move |times: String| {
        if let Ok(times) = times.parse() {
            save("times", Value::Int(times));
        }
    };
    let more = move || {
        let change = rules.with(|rules| rules.get(at).and_then(|one| one.change.clone()));
        change.map(|id| {
            let href = Route::edit(&id).href();
            view! { <LinkButton label="提醒天数和依据" href/> }
        })
    };
    // What settles a rule of a fixed period is of that period.
    let cycles = DUTY_CYCLES.iter().filter(|(id, _)| {
        !rule.is_fixed || Cycle::named(id).is_none_or(|cycle| cycle == rule.cycle)
    });
    let options = cycles.map(|(id, label)| Opt::new(*id, *label)).collect::<Vec<_>>();
    let most = times.with_untracked(|times| times.parse().unwrap_or(1)).max(MOST);
    let number = |number: u32| Opt::new(number.to_string(), format!("{number} 次"));
    let numbers: Vec<Opt> = (1..=most).map(number).collect();
    view! {
        <li class="duty-rule">
            <div class="duty-rule-head"><h3>{rule.label()}</h3></div>
            <p class="quiet-line">
                {format!("默认{}。", default.words())}{move || of(|one| one.basis.clone())}
            </p>
            <div class="row">
                <Choice options=Signal::stored(options) value=cycle as_list=true
                    label=format!("{}多久一次", rule.label()) on_change=choose/>
                {(!rule.is_fixed).then(|| view! {
                    <Choice options=Signal::stored(numbers) value=times as_list=true
                        label=format!("{}的次数", rule.label()) on_change=count/>
                })}
                {more}
            </div>
        </li>
    }
    .into_any()
}
