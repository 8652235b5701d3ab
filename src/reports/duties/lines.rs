//! Duties as lines: one a kind, however many there are.

use crate::ledger::{Day, Month, Quarter, RecordId};
use crate::ordered;

use super::bucket::Bucket;
use super::duty::{Duty, DutyAbout, DutyKind, Urgency};
use super::rules::rule_of;

/// How many names a line has before 等.
const NAMED: usize = 3;

/// A duty of a branch.
pub type BranchDuty = (RecordId, Duty);

/// A line: a duty, or several of one kind.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DutyLine {
    /// How urgent the most urgent is.
    pub urgency: Urgency,
    /// What there is to do.
    pub text: String,
    /// The last day for the first of them, where there is one.
    pub due: Option<Day>,
    /// The branch and the duty with which one begins.
    pub first: BranchDuty,
    /// Whether it is about several branches.
    pub is_of_several: bool,
}

/// The lines of duties of branches: the most urgent first, then by their days. What is coming is
/// apart from what is to be done. What others wait for comes before overdue meetings, which can only be
/// made up for. A meeting of today comes before all.
pub fn duty_lines(found: Vec<BranchDuty>) -> Vec<DutyLine> {
    // As sorted, so that those of a kind stand side by side: what is coming apart from the others.
    let mut found = found;
    ordered::sort_by_key(&mut found, |(branch, duty)| {
        let is_coming = duty.urgency == Urgency::Soon;
        (is_coming, duty.kind, duty.urgency, due_or_last(duty.due), duty.month, branch.clone())
    });
    let is_one = |(_, one): &BranchDuty, (_, other): &BranchDuty| {
        let soon = |duty: &Duty| duty.urgency == Urgency::Soon;
        (soon(one), one.kind) == (soon(other), other.kind)
    };
    let mut lines: Vec<DutyLine> = found.chunk_by(is_one).filter_map(line).collect();
    ordered::sort_by_key(&mut lines, |line| {
        let kind = line.first.1.kind;
        let is_made_up = line.urgency == Urgency::Overdue && matches!(kind, DutyKind::Rule(_));
        let (due, month) = (due_or_last(line.due), line.first.1.month);
        let is_later = kind != DutyKind::Today;
        let is_coming = line.urgency == Urgency::Soon;
        (is_later, is_coming, is_made_up, line.urgency, due, month, line.text.clone())
    });
    lines
}

/// A line for each duty, the most urgent first, then by their days.
pub fn single_lines(found: Vec<BranchDuty>) -> Vec<DutyLine> {
    let mut found = found;
    ordered::sort_by_key(&mut found, |(branch, duty)| {
        (duty.urgency, due_or_last(duty.due), duty.kind, duty.text.clone(), branch.clone())
    });
    found.chunks(1).filter_map(line).collect()
}

/// A day by which duties are ordered: those without one come last.
fn due_or_last(due: Option<Day>) -> Day {
    due.unwrap_or(Day::MAX)
}

/// The line of duties of one kind, the first to do first.
fn line(all: &[BranchDuty]) -> Option<DutyLine> {
    let count = all.len();
    let (branch, first) = all.first()?.clone();
    let is_of_several = all.iter().any(|(other, _)| *other != branch);
    let text = match count {
        1 => first.text.clone(),
        _ => {
            let whose = if is_of_several { "各支部" } else { first.subject.as_str() };
            grouped(first.kind, whose, all)
        }
    };
    let (urgency, due) = (first.urgency, first.due);
    Some(DutyLine { urgency, text, due, first: (branch, first), is_of_several })
}

/// What a line says of several duties of one kind; `whose` is the branch.
fn grouped(kind: DutyKind, whose: &str, all: &[BranchDuty]) -> String {
    let count = all.len();
    let names = || names(all);
    let months = || months_label(all.iter().map(|(_, duty)| duty.month));
    match kind {
        DutyKind::Approval => format!("{whose}{}的月表等支委会审定，{count} 张", months()),
        DutyKind::Publication => format!("{whose}{}的月表已审定，等公示，{count} 张", months()),
        DutyKind::Notice => format!("{whose}{}正在公示，{count} 张", months()),
        DutyKind::Lock => format!("{whose}{}公示期满，可以锁定，{count} 张", months()),
        DutyKind::Appeal => format!("申诉待答复：{}，{count} 件", names()),
        DutyKind::Reminder => format!("不到合格线，支部书记提醒谈话：{}，{count} 人", names()),
        DutyKind::Talk => {
            format!("连续两个月不到合格线，支委会约谈并限期整改：{}，{count} 人", names())
        }
        DutyKind::Erasure => format!("依法删除等最后确认：{}，{count} 人", names()),
        DutyKind::Bulletin => {
            let quarter = all.first().map(|(_, duty)| Quarter::of(duty.month).label());
            format!("{whose}{}的积分通报待出具，{count} 份", quarter.unwrap_or_default())
        }
        DutyKind::Appraisal => {
            let year = all.first().map(|(_, duty)| duty.month.year()).unwrap_or_default();
            format!("{whose}{year}年度民主评议待登记和评定，{count} 个支部")
        }
        DutyKind::Term => format!("届期将满或已满 {count} 个，准备换届：{}", names()),
        DutyKind::Today => format!("今天点名：{}，{count} 次", names()),
        DutyKind::Roll => format!("待点名：{}，{count} 次", names()),
        DutyKind::NobodyCame => format!("点完名、无人到会：{}，{count} 次", names()),
        DutyKind::Uncalled => format!("还有人没有点到：{}，{count} 次", names()),
        DutyKind::MakeUp => format!("补学：{}，{count} 人次", names()),
        DutyKind::Signature => format!("会议记录待签字：{}，{count} 份", names()),
        DutyKind::Commitment => format!("承诺到期：{}，{count} 条", names()),
        DutyKind::Deed => format!("为民实事到期：{}，{count} 件", names()),
        DutyKind::Opinion => format!("群众意见待办：{}，{count} 件", names()),
        DutyKind::CallBack => format!("{}回访待办，{count} 项", months()),
        DutyKind::CourseStep => format!("发展党员有下一步要办：{}，{count} 项", names()),
        DutyKind::CourseReview => format!("积极分子半年考察：{}，{count} 次", names()),
        DutyKind::Arrears => format!("三个月以上没有交足党费：{}，{count} 人", names()),
        DutyKind::Rule(id) => {
            let (label, undone) =
                rule_of(id).map_or((id, "未办"), |rule| (rule.label(), rule.undone));
            format!("{label}：{} {count} 次{undone}", buckets_label(all))
        }
    }
}

/// The periods of duties: 8月、9月, or from the first to the last where there are many.
fn buckets_label(all: &[BranchDuty]) -> String {
    let mut found: Vec<Bucket> = Vec::new();
    for (_, duty) in all {
        if let DutyAbout::NewMeeting { bucket, .. } | DutyAbout::NewRecord { bucket, .. } =
            duty.about
            && !found.contains(&bucket)
        {
            found.push(bucket);
        }
    }
    ordered::sort(&mut found);
    let (Some(first), Some(last)) = (found.first(), found.last()) else {
        return String::new();
    };
    if found.len() > NAMED {
        return format!("{}至{}", first.label(), last.label());
    }
    let mut text = String::new();
    let mut year = None;
    for bucket in &found {
        if year.is_some() {
            text.push('、');
        }
        let is_same = year == Some(bucket.first.year());
        text.push_str(&if is_same { bucket.short_label() } else { bucket.label() });
        year = Some(bucket.first.year());
    }
    text
}

/// The first names, each once.
fn names(all: &[BranchDuty]) -> String {
    let mut text = String::new();
    let mut named: Vec<&str> = Vec::new();
    for (_, duty) in all {
        if named.contains(&&*duty.subject) {
            continue;
        }
        if named.len() == NAMED {
            text.push('等');
            break;
        }
        if !named.is_empty() {
            text.push('、');
        }
        text.push_str(&duty.subject);
        named.push(&duty.subject);
    }
    text
}

/// The months from the first to the last: 2026年10月, 2026年1—10月, 2025年11月至2026年2月.
fn months_label(months: impl Iterator<Item = Month> + Clone) -> String {
    let (Some(from), Some(to)) = (months.clone().min(), months.max()) else {
        return String::new();
    };
    if from == to {
        from.label()
    } else if from.year() == to.year() {
        format!("{}年{}—{}月", from.year(), from.number(), to.number())
    } else {
        format!("{}至{}", from.label(), to.label())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ledger::parse_day;

    fn duty(kind: DutyKind, urgency: Urgency, month: &str, due: Option<&str>) -> Duty {
        Duty {
            urgency,
            kind,
            month: month.parse().unwrap(),
            subject: "内科党支部".into(),
            text: format!("{kind:?} {month}"),
            due: due.map(|due| parse_day(due).unwrap()),
            about: DutyAbout::Closing,
        }
    }

    fn lines(found: Vec<(&str, Duty)>) -> Vec<String> {
        let of = |(name, duty)| (RecordId::keyed("branch", name), duty);
        let lines = duty_lines(found.into_iter().map(of).collect());
        lines.into_iter().map(|line| line.text).collect()
    }

    #[test]
    fn those_of_a_kind_are_one_line_and_what_is_coming_stands_apart() {
        let approval =
            |urgency, month, due| ("内", duty(DutyKind::Approval, urgency, month, Some(due)));
        assert_eq!(
            lines(vec![
                approval(Urgency::Soon, "2026-11", "2026-12-05"),
                ("内", duty(DutyKind::Bulletin, Urgency::Now, "2026-09", Some("2026-10-15"))),
                approval(Urgency::Overdue, "2026-10", "2026-11-05"),
                approval(Urgency::Overdue, "2026-09", "2026-10-05"),
            ]),
            [
                "内科党支部2026年9—10月的月表等支委会审定，2 张",
                "Bulletin 2026-09",
                "Approval 2026-11"
            ]
        );
    }

    #[test]
    fn several_branches_are_called_so_and_a_turn_of_the_year_is_written_out() {
        let of = |name, month| (name, duty(DutyKind::Lock, Urgency::Now, month, None));
        assert_eq!(
            lines(vec![of("内", "2025-12"), of("外", "2026-01")]),
            ["各支部2025年12月至2026年1月公示期满，可以锁定，2 张"]
        );
    }
}
