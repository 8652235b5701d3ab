//! Duties of the assessment: months not closed, notices running out, appeals, members below the pass
//! mark, the quarter's bulletin and the year's appraisal, data that is erased by law.

use chrono::Days;

use crate::ledger::{Day, Ledger, Month, Quarter, RecordId, day_label};
use crate::registers::{
    APPEAL, APPEAL_SCHEMA, Context, Member, Step, appraisal_id, assessment_id, bulletin_id,
    is_open, name_of, progress, step, waiting,
};
use crate::scoring::{Notice, ResultSource, Scores};

use super::super::month::{MonthView, open_months};
use super::duty::{Duty, DutyAbout, DutyKind, Urgency};

/// How many days before the end of a branch's term one is reminded: six months (domain.md §2.1).
pub const TERM_NOTICE: i64 = 183;

/// How many days before its end a notice is announced.
const NOTICE_ENDS: i64 = 2;

/// What the assessment asks of a branch on a day.
pub(super) fn closing_duties(
    ledger: &Ledger,
    scores: &mut Scores,
    branch: &RecordId,
    today: Day,
    found: &mut Vec<Duty>,
) {
    let this_month = Month::of(today);
    closings(ledger, branch, today, found);
    coming(ledger, branch, today, found);
    appeals(&Context::new(ledger, today), branch, this_month, found);
    warnings(ledger, scores, branch, this_month.plus(-1), found);
    bulletins(ledger, branch, today, found);
    appraisals(ledger, branch, today, found);
}

/// The duty of a term that ends.
pub(super) fn term_duty(
    body: &str,
    ends: Day,
    today: Day,
    subject: String,
    about: DutyAbout,
) -> Duty {
    Duty {
        urgency: if ends < today { Urgency::Overdue } else { Urgency::Soon },
        kind: DutyKind::Term,
        month: Month::of(today),
        subject,
        due: Some(ends),
        text: format!("本届{body}{}届满，准备换届", day_label(ends)),
        about,
    }
}

/// The bulletin of the quarter that is over: due by the 15th of the month after it (domain.md §1.4,
/// step 7). Before a first month was closed there is nothing to tell of.
fn bulletins(ledger: &Ledger, branch: &RecordId, today: Day, found: &mut Vec<Duty>) {
    let quarter = Quarter::of(Month::of(today)).plus(-1);
    let is_issued = |branch: Option<&RecordId>| {
        let record = ledger.record(&bulletin_id(branch, quarter));
        record.is_some_and(|record| !record.is_deleted() && !record.get("issue").is_null())
    };
    let months = quarter.months();
    let Some(last) = months.last() else {
        return;
    };
    let began = months
        .iter()
        .any(|month| step(ledger.record(&assessment_id(branch, *month)).as_ref()) > Step::Entry);
    if !began || is_issued(Some(branch)) || is_issued(None) {
        return;
    }
    let due = last.plus(1).first_day() + Days::new(14);
    let subject = name_of(ledger, branch);
    found.push(Duty {
        urgency: if today > due { Urgency::Overdue } else { Urgency::Now },
        kind: DutyKind::Bulletin,
        month: *last,
        text: format!("{subject}{}的积分通报待出具", quarter.label()),
        subject,
        due: Some(due),
        about: DutyAbout::Quarter(quarter),
    });
}

/// The appraisal of the year that is over: due in January (domain.md §1.4, step 8).
fn appraisals(ledger: &Ledger, branch: &RecordId, today: Day, found: &mut Vec<Duty>) {
    let year = Month::of(today).year() - 1;
    let Some(last) = Month::new(year, 12) else {
        return;
    };
    let appraisal = ledger.record(&appraisal_id(branch, year)).filter(|one| !one.is_deleted());
    let decided = appraisal.is_some_and(|one| !one.entries("decisions").is_empty());
    let began = step(ledger.record(&assessment_id(branch, last)).as_ref()) > Step::Entry;
    if decided || !began {
        return;
    }
    let due = last.plus(1).last_day();
    let subject = name_of(ledger, branch);
    found.push(Duty {
        urgency: if today > due { Urgency::Overdue } else { Urgency::Now },
        kind: DutyKind::Appraisal,
        month: last,
        text: format!("{subject}{year}年度民主评议待登记和评定"),
        subject,
        due: Some(due),
        about: DutyAbout::Year(year),
    });
}

/// Data that can be erased now, whosever it is.
pub(super) fn erasure_duties(ledger: &Ledger, today: Day) -> Vec<Duty> {
    let ready = waiting(ledger).into_iter().filter(|one| one.ready_on <= today);
    ready
        .map(|one| {
            let subject = name_of(ledger, &one.member);
            Duty {
                urgency: Urgency::Now,
                kind: DutyKind::Erasure,
                month: Month::of(today),
                text: format!("依法删除等最后确认：{subject}"),
                subject,
                due: None,
                about: DutyAbout::Record(one.id),
            }
        })
        .collect()
}

/// The last day on which a month should be approved: the 5th of the next (domain.md §1.4, step 3).
fn approval_due(month: Month) -> Day {
    month.plus(1).first_day() + Days::new(4)
}

/// Months that are not closed.
fn closings(ledger: &Ledger, branch: &RecordId, today: Day, found: &mut Vec<Duty>) {
    let this_month = Month::of(today);
    let name = name_of(ledger, branch);
    for month in open_months(ledger, branch, this_month.plus(-1)) {
        let assessment = ledger.record(&assessment_id(branch, month));
        let of_month = format!("{name}{}", month.label());
        let (urgency, kind, due, text) = match step(assessment.as_ref()) {
            Step::Entry => {
                let due = approval_due(month);
                let urgency = if today > due { Urgency::Overdue } else { Urgency::Now };
                (urgency, DutyKind::Approval, Some(due), format!("{of_month}的月表等支委会审定"))
            }
            Step::Approved => {
                let text = format!("{of_month}的月表已审定，等公示");
                (Urgency::Now, DutyKind::Publication, None, text)
            }
            Step::Notice => {
                let notice = assessment.and_then(|one| Notice::read(one.get("notice")));
                match notice.map(|notice| notice.until) {
                    Some(until) if today <= until => {
                        let left = (until - today).num_days();
                        let urgency =
                            if left <= NOTICE_ENDS { Urgency::Now } else { Urgency::Soon };
                        (urgency, DutyKind::Notice, Some(until), format!("{of_month}正在公示"))
                    }
                    _ => {
                        let text = format!("{of_month}公示期满，可以锁定");
                        (Urgency::Now, DutyKind::Lock, None, text)
                    }
                }
            }
            Step::Locked => continue,
        };
        let (subject, about) = (name.clone(), DutyAbout::Closing);
        found.push(Duty { urgency, kind, month, subject, text, due, about });
    }
}

/// What the month that runs will ask for.
fn coming(ledger: &Ledger, branch: &RecordId, today: Day, found: &mut Vec<Duty>) {
    let month = Month::of(today);
    let is_open = open_months(ledger, branch, month).last() == Some(&month);
    let assessment = ledger.record(&assessment_id(branch, month));
    if is_open && step(assessment.as_ref()) == Step::Entry {
        let subject = name_of(ledger, branch);
        found.push(Duty {
            urgency: Urgency::Soon,
            kind: DutyKind::Approval,
            month,
            text: format!("{subject}{}的月表，月底后由支委会审定", month.label()),
            subject,
            due: Some(approval_due(month)),
            about: DutyAbout::Closing,
        });
    }
}

/// Appeals without an outcome, each with the day by which the branch has to answer. One that is
/// referred waits for the committee of the hospital.
fn appeals(context: &Context<'_>, branch: &RecordId, this_month: Month, found: &mut Vec<Duty>) {
    let ledger = context.ledger();
    for record in ledger.records(APPEAL.name).filter(|record| is_open(record, context)) {
        let member = record.text("member").parse().ok().and_then(|id| ledger.record(&id));
        let month = record.text("month").parse().unwrap_or(this_month);
        let theirs = member.and_then(|member| Member::on(&member, month.first_day()));
        if theirs.is_none_or(|member| member.branch != *branch) {
            continue;
        }
        let is_referred = record.text("outcome") == "committee";
        let subject = member.map_or_else(String::new, |member| name_of(ledger, member.id()));
        let waits = if is_referred { "申诉待院党委复核" } else { "申诉待答复" };
        let due = progress(APPEAL_SCHEMA.stages, &record, context).and_then(|at| at.due);
        let due = due.map(|due| due.day);
        let is_over = due.is_some_and(|due| due < context.today());
        found.push(Duty {
            urgency: match is_referred {
                true => Urgency::Soon,
                false if is_over => Urgency::Overdue,
                false => Urgency::Now,
            },
            kind: DutyKind::Appeal,
            month,
            text: format!("{waits}：{subject} · {}", month.label()),
            subject,
            due,
            about: DutyAbout::Form(record.id().clone()),
        });
    }
}

/// Members below the pass mark (domain.md §1.6, rule 10): once is a yellow card, two months running
/// a red one.
fn warnings(
    ledger: &Ledger,
    scores: &mut Scores,
    branch: &RecordId,
    month: Month,
    found: &mut Vec<Duty>,
) {
    let Ok(view) = MonthView::of(ledger, scores, branch, month) else {
        return;
    };
    let pass = view.graded_by.pass_mark();
    let before = MonthView::of(ledger, scores, branch, month.plus(-1)).ok();
    for row in view.rows.iter().filter(|row| row.assessed && row.result < pass) {
        let again = before.as_ref().is_some_and(|before| {
            let was = before.rows.iter().find(|one| one.member == row.member);
            was.is_some_and(|was| was.assessed && was.result < before.graded_by.pass_mark())
        });
        let open = if view.source == ResultSource::Open { "（未锁定）" } else { "" };
        let (urgency, kind, text) = if again {
            let text = format!("{}连续两个月不到合格线{open}，支委会约谈并限期整改", row.name);
            (Urgency::Overdue, DutyKind::Talk, text)
        } else {
            let text = format!("{}{}不到合格线{open}，支部书记提醒谈话", row.name, month.label());
            (Urgency::Now, DutyKind::Reminder, text)
        };
        let about = DutyAbout::Points(row.member.clone());
        let subject = row.name.clone();
        found.push(Duty { urgency, kind, month, subject, text, due: None, about });
    }
}
