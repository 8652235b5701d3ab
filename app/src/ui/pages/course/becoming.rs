//! The candidate who becomes a member: onto the roster, and a full member later.

use leptos::prelude::*;

use super::CourseState;
use crate::app::routes::Route;
use crate::app::today;
use crate::ledger::{Record, RecordId};
use crate::registers::{Context, CourseEvent, CourseStepState, value_at};
use crate::reports::course::{draft_full_member, draft_member};
use crate::ui::components::{Button, Icon, LinkButton};

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
    let put = move |()| {
        state.write("已编入党员花名册", |draft, context, record| {
            draft_member(draft, context, record).map(drop)
        });
    };
    let make_full = move |()| {
        state.write("已改为正式党员", |draft, context, record| {
            let is_done = draft_full_member(draft, context, record);
            if is_done { Ok(()) } else { Err("还没有登记转正审批的日期") }
        });
    };
    (move || match roster.get() {
        RosterState::NotYet => None,
        RosterState::Ready => Some(
            view! {
                <div class="row">
                    <Button label="编入党员花名册" icon=Icon::Members on_click=put/>
                    <span class="quiet-line">
                        "从批准那天起是预备党员，入党时间是支部大会那天；这里的记录保留。"
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
    })
    .into_any()
}
