//! Where duties are settled: the one place that says which form a duty opens.

use crate::app::routes::{MonthTab, QuarterRoute, RegisterRoute, Route, YearRoute};
use crate::app::{LifeRoute, LifeView, SidePage, today};
use crate::ledger::{Month, RecordId};
use crate::registers::{COMMITMENT, DUES_MONTH, Period, STUDY_CHECK, schema};
use crate::reports::{Bucket, Duty, DutyAbout, DutyLine};

/// Where a line is settled: several branches stand side by side on the page of all.
pub fn line_route(line: &DutyLine) -> Route {
    let (branch, duty) = &line.first;
    match duty.about {
        DutyAbout::Closing if line.is_of_several => Route::Branches(Some(duty.month)),
        _ => settle_route(branch, duty),
    }
}

/// Where a duty of a branch is settled.
pub fn settle_route(branch: &RecordId, duty: &Duty) -> Route {
    about_route(branch, duty.month, &duty.about)
}

/// Where what a duty of a month is about is settled.
pub fn about_route(branch: &RecordId, month: Month, about: &DutyAbout) -> Route {
    match about {
        DutyAbout::Record(record) => Route::detail(record),
        DutyAbout::Form(record) => Route::edit(record),
        DutyAbout::Course(record) => Route::RecordSide(SidePage::CoursePath, record.clone()),
        DutyAbout::Slip(draw) => Route::RecordSide(SidePage::DrawSlip, draw.clone()),
        DutyAbout::Points(member) => {
            Route::month(branch, month, MonthTab::Explain(member.clone(), None))
        }
        DutyAbout::Closing => Route::month(branch, month, MonthTab::Close),
        DutyAbout::Quarter(quarter) => Route::Quarter(QuarterRoute {
            quarter: Some(*quarter),
            branch: Some(branch.clone()),
            paper: false,
        }),
        DutyAbout::Year(year) => Route::Year(YearRoute {
            year: Some(*year),
            branch: Some(branch.clone()),
            ..YearRoute::default()
        }),
        DutyAbout::Roll(meeting) => Route::Life(LifeView::Roll.of(meeting)),
        DutyAbout::Minutes(meeting) => Route::Life(LifeView::Minutes.of(meeting)),
        DutyAbout::NewMeeting { kind, subject, bucket } => Route::Life(LifeRoute {
            record: Some(subject.clone()),
            kind: (*kind).to_owned(),
            ..LifeView::New.in_month(month_of(*bucket))
        }),
        // Those of all members are entered on one page.
        DutyAbout::NewRecord { register, bucket, .. } if *register == COMMITMENT.name => {
            Route::Life(LifeRoute {
                record: Some(branch.clone()),
                ..LifeView::Commitments.in_month(month_of(*bucket))
            })
        }
        // What is confirmed is computed there.
        DutyAbout::NewRecord { register, bucket, .. } if *register == STUDY_CHECK.name => {
            Route::Life(LifeRoute {
                record: Some(branch.clone()),
                ..LifeView::Hours.in_month(bucket.last())
            })
        }
        // All members are marked on one page, and the month is closed there.
        DutyAbout::NewRecord { register, bucket, .. } if *register == DUES_MONTH.name => {
            Route::BranchSide(SidePage::CollectDues, bucket.last(), branch.clone())
        }
        DutyAbout::NewRecord { register, subject, bucket } => {
            // What is known by a month is known by the last one of its period.
            let is_monthly = schema(register)
                .is_some_and(|schema| matches!(schema.head.period, Period::Month(_)));
            let month = if is_monthly { bucket.last() } else { month_of(*bucket) };
            Route::Register(register, RegisterRoute::NewAbout(subject.clone(), Some(month)))
        }
    }
}

/// The month of a period in which one enters: this month while the period lasts, else its last.
fn month_of(bucket: Bucket) -> Month {
    Month::of(today()).clamp(bucket.first, bucket.last())
}
