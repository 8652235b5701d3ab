//! The candidate who becomes a member: onto the roster, and a full member later.

use leptos::prelude::*;

use super::{CourseState, ROSTER_FIELD};
use crate::app::routes::Route;
use crate::app::today;
use crate::ledger::{Record, RecordId};
use crate::registers::{Context, CourseEvent, CourseStepState, PathStep, value_at};
use crate::reports::course::{
    PossibleMember, RosterMatch, draft_full_member, draft_member, missing_words, possible_members,
};
use crate::ui::components::{Button, ButtonKind, Dialog, Icon, LinkButton};

/// How far it is on the roster.
#[derive(Clone, PartialEq)]
enum RosterState {
    /// The admission is not approved.
    NotYet,
    /// Approved, and on no roster.
    Ready,
    /// On the roster; whether the category is still that of a probationary member though that is over.
    Member(RecordId, bool),
}

/// The part of the page; empty before the approval.
pub(super) fn becoming_section(state: CourseState) -> AnyView {
    let roster = Memo::new(move |_| {
        let is_done = |event: CourseEvent| {
            state.shown.with(|one| {
                let step = one.as_ref().and_then(|one| one.path.step(event));
                step.is_some_and(|step| step.state == CourseStepState::Done)
            })
        };
        let (approved, confirmed) =
            (is_done(CourseEvent::Approval), is_done(CourseEvent::FullApproval));
        let Some(id) = state.shown.with(|one| one.as_ref().map(|one| one.id.clone())) else {
            return RosterState::NotYet;
        };
        state.session.with_ledger(|ledger| {
            let context = Context::new(ledger, today());
            let record = ledger.record(&id);
            let member = record.and_then(|one| context.named(one.text("member")));
            match member.filter(Record::is_live) {
                Some(member) => {
                    let is_full = value_at(&member, "category").as_text() == Some("full");
                    RosterState::Member(member.id().clone(), confirmed && !is_full)
                }
                None if approved => RosterState::Ready,
                None => RosterState::NotYet,
            }
        })
    });
    // Members of the name, one of whom may be the person: asked before a second record is made.
    let asked = RwSignal::new(Vec::<PossibleMember>::new());
    let put = move |()| match state.possible_members() {
        found if found.is_empty() => state.put_on_roster(RosterMatch::Unasked),
        found => asked.set(found),
    };
    let make_full = move |()| {
        state.write("已改为正式党员", |draft, context, record| {
            let is_done = draft_full_member(draft, context, record);
            if is_done { Ok(()) } else { Err("还没有登记转正审批的日期") }
        });
    };
    let part = move || match roster.get() {
        RosterState::NotYet => None,
        RosterState::Ready => Some(
            view! {
                <div class="row">
                    <Button label="编入党员花名册" icon=Icon::Members on_click=put/>
                    <span class="quiet-line">
                        "从批准那天起是预备党员，入党时间是支部大会那天；这里的记录保留。"
                        {state.gaps_words()}
                    </span>
                </div>
            }
            .into_any(),
        ),
        RosterState::Member(member, is_behind) => {
            let act = is_behind.then(|| {
                view! {
                    <Button label="改为正式党员" icon=Icon::Check on_click=make_full/>
                    <span class="quiet-line">"从转正审批那天起；转正时间是预备期满那天。"</span>
                }
            });
            Some(
                view! {
                    <div class="row">
                        <LinkButton label="花名册里的本人" icon=Icon::Members href=Route::detail(&member).href()/>
                        {act}
                    </div>
                }
                .into_any(),
            )
        }
    };
    view! {
        {part}
        {namesakes_dialog(state, asked)}
    }
    .into_any()
}

/// The question whether one of the members of the name is the person.
fn namesakes_dialog(state: CourseState, asked: RwSignal<Vec<PossibleMember>>) -> AnyView {
    let close = move |()| asked.set(Vec::new());
    let name =
        move || asked.with(|asked| asked.first().map_or_else(String::new, |one| one.name.clone()));
    let another = move |()| {
        close(());
        state.put_on_roster(RosterMatch::Another);
    };
    let line = move |one: &PossibleMember| {
        let id = one.id.clone();
        let is_same = move |()| {
            close(());
            state.put_on_roster(RosterMatch::Is(&id));
        };
        let words = match one.words() {
            words if words.is_empty() => one.name.clone(),
            words => format!("{}（{words}）", one.name),
        };
        view! {
            <li class="course-namesake">
                <a href=Route::detail(&one.id).href()>{words}</a>
                <Button label="是本人" on_click=is_same/>
            </li>
        }
    };
    let lines = move || asked.with(|asked| asked.iter().map(line).collect::<Vec<_>>());
    view! {
        <Dialog
            open=Signal::derive(move || asked.with(|asked| !asked.is_empty()))
            on_close=close
            title=Signal::derive(move || format!("花名册里已有同名的{}", name()))
            footer=move || view! {
                <Button label="先不编入" on_click=close/>
                <Button label="另一个人，新增一名" kind=ButtonKind::Plain on_click=another/>
            }
        >
            <p>"是本人的，连到已有的那一条，花名册里的内容不变；不是本人的，另外新增一名党员。"</p>
            <ul class="course-namesakes">{lines}</ul>
        </Dialog>
    }
    .into_any()
}

impl CourseState {
    /// The members of the roster who may be the person that is shown.
    fn possible_members(self) -> Vec<PossibleMember> {
        let Some(id) = self.id() else { return Vec::new() };
        self.session.with_ledger_untracked(|ledger| {
            let context = Context::new(ledger, today());
            let record = ledger.record(&id);
            record.map(|record| possible_members(&context, &record)).unwrap_or_default()
        })
    }

    /// What is not filled in of the steps that are done, in words; empty where nothing is.
    fn gaps_words(self) -> String {
        let gaps: Vec<String> = self.shown.with(|one| {
            let steps = one.iter().flat_map(|one| &one.path.steps);
            let gap = |step: &PathStep| match step.state {
                CourseStepState::Undated => Some(format!("{}日期待补", step.label)),
                CourseStepState::Done if lacks_more(step) => {
                    Some(format!("{}{}", step.label, missing_words(step)))
                }
                _ => None,
            };
            steps.filter_map(gap).collect()
        });
        if gaps.is_empty() {
            String::new()
        } else {
            format!("还没填全：{}。", gaps.join("；"))
        }
    }

    /// Puts the person onto the roster, or links the member who it is.
    fn put_on_roster(self, who: RosterMatch<'_>) {
        let done = match who {
            RosterMatch::Is(_) => "已连到花名册里的本人",
            RosterMatch::Unasked | RosterMatch::Another => "已编入党员花名册",
        };
        self.write(done, |draft, context, record| {
            draft_member(draft, context, record, who).map(drop)
        });
    }
}

/// Whether something beside the place on the roster is to be filled in with a step.
fn lacks_more(step: &PathStep) -> bool {
    step.missing.iter().any(|part| part.field != ROSTER_FIELD)
}
