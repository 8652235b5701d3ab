//! The order of the events of a course, as a graph: which of two comes before the other.
//!
//! Direct pairs are data. An inversion is told of any two events of which one leads to the other, so that a day
//! out of order is found where what lies between is not known.

use super::course_template::{COURSE_EVENTS, CourseEvent};
use crate::ledger::DayOrMonth;

use CourseEvent as E;

/// The days of the events of a course, by their places.
pub type CourseDays = [Option<DayOrMonth>; COURSE_EVENTS];

/// The days of a course of which nothing is known.
pub(super) const NO_COURSE_DAYS: CourseDays = [None; COURSE_EVENTS];

/// Pairs of which the first is not after the second (domain.md §2.5; 政治审查 before 支部大会: practice.md (e)).
/// Events that are not ordered by them may come in either order, or on one day.
pub const COURSE_PAIRS: &[(CourseEvent, CourseEvent)] = &[
    (E::Apply, E::Talk),
    (E::Talk, E::Activist),
    (E::Activist, E::ActivistFiled),
    (E::Activist, E::Mentors),
    (E::Activist, E::Cultivation),
    (E::Mentors, E::Cultivation),
    (E::ActivistFiled, E::NoticeFrom),
    (E::Cultivation, E::NoticeFrom),
    (E::NoticeFrom, E::NoticeUntil),
    (E::NoticeUntil, E::Target),
    (E::Target, E::TargetFiled),
    (E::Target, E::Sponsors),
    (E::Target, E::Review),
    (E::Target, E::Training),
    (E::TargetFiled, E::CommitteeCheck),
    (E::Sponsors, E::CommitteeCheck),
    (E::Review, E::CommitteeCheck),
    (E::Training, E::CommitteeCheck),
    (E::CommitteeCheck, E::Precheck),
    (E::Precheck, E::Form),
    (E::Form, E::Admission),
    (E::Admission, E::PartyTalk),
    (E::PartyTalk, E::Approval),
    (E::Approval, E::ApprovalFiled),
    (E::Approval, E::Assigned),
    (E::Approval, E::Oath),
    (E::Assigned, E::Probation),
    (E::Oath, E::Probation),
    (E::Oath, E::FullRequest),
    (E::Approval, E::Extended),
    (E::Probation, E::Confirmation),
    (E::Extended, E::Confirmation),
    (E::FullRequest, E::Confirmation),
    (E::Confirmation, E::FullApproval),
    (E::FullApproval, E::Filed),
    (E::ApprovalFiled, E::Filed),
    (E::Filed, E::Ended),
];

/// For each event, by a bit for each place, the events that come before it, directly or by way of others.
const BEFORE: [u64; COURSE_EVENTS] = before();

const fn before() -> [u64; COURSE_EVENTS] {
    let mut before = [0_u64; COURSE_EVENTS];
    // As many rounds as a way can have pairs at most.
    let mut round = 0;
    while round < COURSE_EVENTS {
        let mut at = 0;
        while at < COURSE_PAIRS.len() {
            let (earlier, later) = (COURSE_PAIRS[at].0.place(), COURSE_PAIRS[at].1.place());
            before[later] |= before[earlier] | (1 << earlier);
            at += 1;
        }
        round += 1;
    }
    before
}

/// Whether one event comes before another, directly or by way of others.
pub fn comes_before(earlier: CourseEvent, later: CourseEvent) -> bool {
    BEFORE.get(later.place()).is_some_and(|all| all & (1 << earlier.place()) != 0)
}

/// Whether a day is beyond doubt after another: of two of which one knows only the month, the months count.
pub(super) fn is_after(one: DayOrMonth, other: DayOrMonth) -> bool {
    one.first_day() > other.last_day()
}

/// The inversions of a course: pairs of which the first comes before the second in the graph, and is dated
/// after it. In the order of the second, then of the first.
pub fn inversions(days: &CourseDays) -> Vec<(CourseEvent, CourseEvent)> {
    let dated = || {
        let all = CourseEvent::ALL.iter().copied().zip(days);
        all.filter_map(|(event, day)| Some((event, (*day)?)))
    };
    let mut found = Vec::new();
    for (later, own) in dated() {
        let inverted =
            dated().filter(|(earlier, day)| comes_before(*earlier, later) && is_after(*day, own));
        found.extend(inverted.map(|(earlier, _)| (earlier, later)));
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ledger::{Day, Month};
    use proptest::prelude::*;

    /// Whether a walk along the pairs leads from one event to another; asks nothing of [`BEFORE`].
    fn leads(from: CourseEvent, to: CourseEvent) -> bool {
        COURSE_PAIRS
            .iter()
            .filter(|(earlier, _)| *earlier == from)
            .any(|(_, later)| *later == to || leads(*later, to))
    }

    fn on() -> impl Strategy<Value = Option<DayOrMonth>> {
        let day = (0_u64..500).prop_map(|days| {
            let first = Day::from_ymd_opt(2024, 1, 1).unwrap();
            DayOrMonth::Day(first + chrono::Days::new(days))
        });
        let month = (0_i32..16)
            .prop_map(|months| DayOrMonth::Month(Month::new(2024, 1).unwrap().plus(months)));
        prop_oneof![2 => Just(None), 6 => day.prop_map(Some), 1 => month.prop_map(Some)]
    }

    /// Whether all days that one may be are after all that the other may be, day by day.
    fn is_surely_after(one: DayOrMonth, other: DayOrMonth) -> bool {
        let all = |of: DayOrMonth| {
            of.first_day().iter_days().take_while(move |day| *day <= of.last_day())
        };
        all(one).all(|one| all(other).all(|other| one > other))
    }

    proptest! {
        #[test]
        fn every_inversion_of_a_pair_is_told_and_none_is_invented(
            days in prop::collection::vec(on(), COURSE_EVENTS),
        ) {
            let days: CourseDays = days.try_into().unwrap();
            let mut slow = Vec::new();
            for later in CourseEvent::ALL {
                for earlier in CourseEvent::ALL {
                    let both = days[earlier.place()].zip(days[later.place()]);
                    let is_inverted = both.is_some_and(|(one, other)| is_surely_after(one, other));
                    if is_inverted && leads(*earlier, *later) {
                        slow.push((*earlier, *later));
                    }
                }
            }
            prop_assert_eq!(inversions(&days), slow);
        }
    }

    #[test]
    fn the_graph_has_no_circle_and_orders_more_than_thirty_pairs() {
        assert!(COURSE_PAIRS.len() >= 30);
        let all = CourseEvent::ALL;
        assert!(all.iter().all(|event| !comes_before(*event, *event)));
        // The order of the template never contradicts it.
        assert!(COURSE_PAIRS.iter().all(|(earlier, later)| earlier < later));
        let count = all.iter().flat_map(|one| all.iter().filter(|two| comes_before(*one, **two)));
        assert!(count.count() > 200);
        for (earlier, later) in [
            (E::Review, E::Admission),
            (E::NoticeUntil, E::Target),
            (E::Training, E::Precheck),
            (E::Apply, E::Filed),
        ] {
            assert!(comes_before(earlier, later), "{earlier:?} {later:?}");
        }
        for (one, other) in
            [(E::Review, E::Training), (E::Oath, E::Assigned), (E::Mentors, E::ActivistFiled)]
        {
            assert!(!comes_before(one, other) && !comes_before(other, one), "{one:?} {other:?}");
        }
    }

    #[test]
    fn a_day_and_its_own_month_are_in_order_either_way() {
        let mut days: CourseDays = [None; COURSE_EVENTS];
        days[E::Activist.place()] = "2025-03".parse().ok();
        days[E::Talk.place()] = "2025-03-31".parse().ok();
        assert_eq!(inversions(&days), []);
        days[E::Talk.place()] = "2025-04-01".parse().ok();
        assert_eq!(inversions(&days), [(E::Talk, E::Activist)]);
    }
}
