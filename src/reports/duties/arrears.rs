//! Duties that follow from arrears of membership dues.

use crate::ledger::{Month, RecordId};
use crate::registers::name_of;
use crate::reports::dues::{ARREARS_FROM, DuesSheet, LEFT_FROM, arrears_of};

use super::duty::{Duty, DutyAbout, DutyKind, Urgency};
use super::index::DutyIndex;

/// The duties that arrears give a branch: from the third month on.
pub(super) fn arrears_duties(index: &DutyIndex<'_>, branch: &RecordId, found: &mut Vec<Duty>) {
    for one in arrears_of(&index.context, &index.people.roster, branch) {
        let name = name_of(index.ledger(), &one.member);
        let (count, unpaid) = (one.months.len(), one.unpaid);
        // Who has paid a part has not stopped paying, and of months without a sheet nothing is known.
        let text = match unpaid {
            ARREARS_FROM.. if !one.is_unbroken() => format!(
                "登记过的月份里连续 {unpaid} 个月没有交党费：{name}，中间有月份没有登记，请核对"
            ),
            LEFT_FROM.. => format!(
                "连续 {unpaid} 个月没有交党费：{name}，无正当理由的按自行脱党处理，请支部大会研究"
            ),
            ARREARS_FROM.. => format!(
                "连续 {unpaid} 个月没有交党费：{name}，满 {LEFT_FROM} 个月按自行脱党处理，请谈话催缴"
            ),
            _ => format!("连续 {count} 个月没有交足党费：{name}，请催缴补足"),
        };
        let Some(last) = one.months.last() else { continue };
        found.push(Duty {
            urgency: Urgency::Now,
            kind: DutyKind::Arrears,
            month: Month::of(index.today),
            subject: name.clone(),
            text,
            due: None,
            about: DutyAbout::Record(DuesSheet::id(branch, *last)),
        });
    }
}
