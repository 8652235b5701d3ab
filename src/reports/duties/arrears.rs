//! Duties that follow from arrears of membership dues.

use crate::ledger::{Month, RecordId};
use crate::registers::name_of;
use crate::reports::dues::{DuesSheet, arrears_of};

use super::duty::{Duty, DutyAbout, DutyKind, Urgency};
use super::index::DutyIndex;

/// From so many months on a member is regarded as having left by himself (domain.md §2.6).
const LEFT_AFTER: usize = 6;

/// The duties that arrears give a branch: from the third month on.
pub(super) fn arrears_duties(index: &DutyIndex<'_>, branch: &RecordId, found: &mut Vec<Duty>) {
    for one in arrears_of(&index.context, &index.people.roster, branch) {
        let name = name_of(index.ledger(), &one.member);
        let count = one.months.len();
        let warning = match count {
            LEFT_AFTER.. => "无正当理由的按自行脱党处理，请支部大会研究",
            _ => "满 6 个月按自行脱党处理，请谈话催缴",
        };
        let Some(last) = one.months.last() else { continue };
        found.push(Duty {
            urgency: Urgency::Now,
            kind: DutyKind::Arrears,
            month: Month::of(index.today),
            subject: name.clone(),
            text: format!("连续 {count} 个月没有交党费：{name}，{warning}"),
            due: None,
            about: DutyAbout::Record(DuesSheet::id(branch, *last)),
        });
    }
}
