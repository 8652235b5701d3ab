use super::*;

const YEAR: [&str; 12] = [
    "2026-01", "2026-02", "2026-03", "2026-04", "2026-05", "2026-06", "2026-07", "2026-08",
    "2026-09", "2026-10", "2026-11", "2026-12",
];

fn buckets(
    held: &[HeldMeeting],
    committee: bool,
    groups: &[RecordId],
    today: &str,
) -> Vec<MeetingBucket> {
    meeting_buckets(&RateInput {
        months: &YEAR.map(month),
        has_committee: &|_| committee,
        groups,
        held,
        is_archived: &|_| false,
        today: day(today),
    })
}

fn held(kind: &str, in_month: &str, group: Option<&RecordId>) -> HeldMeeting {
    HeldMeeting {
        record: id("meeting", &format!("{kind}{in_month}")),
        kind: kind.to_owned(),
        group: group.cloned(),
        month: month(in_month),
    }
}

#[test]
fn a_year_owes_by_quarter_and_by_month_only_what_the_branch_has() {
    let groups = [id("group", "一组"), id("group", "二组")];
    assert_eq!(buckets(&[], false, &[], "2027-01-01").len(), 8);
    assert_eq!(buckets(&[], true, &[], "2027-01-01").len(), 8 + 12);
    assert_eq!(buckets(&[], true, &groups, "2027-01-01").len(), 8 + 12 + 24);
}

#[test]
fn a_period_counts_once_it_is_over_or_settled() {
    // The third quarter runs until September 30.
    assert_eq!(buckets(&[], false, &[], "2026-09-30").len(), 4);
    assert_eq!(buckets(&[], false, &[], "2026-10-01").len(), 6);
    let early = [held("lecture", "2026-08", None)];
    let found = buckets(&early, false, &[], "2026-09-30");
    assert_eq!(found.len(), 5);
    assert_eq!(found.iter().filter(|one| !one.held.is_empty()).count(), 1);
    assert_eq!(found.last().map(MeetingBucket::period).as_deref(), Some("第三季度"));
}

#[test]
fn two_meetings_of_one_period_settle_it_once_and_groups_settle_their_own() {
    let groups = [id("group", "一组"), id("group", "二组")];
    let held = [
        held("general", "2026-01", None),
        held("general", "2026-03", None),
        held("group", "2026-01", Some(&groups[0])),
    ];
    let found = buckets(&held, false, &groups, "2026-02-01");
    // Two groups in January; the general meeting of the quarter, which is settled.
    assert_eq!(found.len(), 3);
    let settled = found.iter().filter(|one| !one.held.is_empty());
    assert_eq!(settled.map(|one| one.held.len()).collect::<Vec<_>>(), [2, 1]);
}

#[test]
fn periods_with_archived_months_are_not_owed() {
    let found = meeting_buckets(&RateInput {
        months: &YEAR.map(month),
        has_committee: &|_| true,
        groups: &[],
        held: &[],
        is_archived: &|one| one <= month("2026-02"),
        today: day("2026-07-01"),
    });
    // General meeting and lecture of the second quarter; the committee from March to June.
    assert_eq!(found.len(), 2 + 4);
}
