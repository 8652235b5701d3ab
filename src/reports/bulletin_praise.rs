//! What was done well in a quarter (突出表现), as its bulletin tells it.

use crate::ledger::RecordId;
use crate::ordered;
use crate::scoring::{Edition, Issue, Tally};

use super::bulletin::{BulletinNames, BulletinOptions, fit};

/// So many items of what was done well are told.
const PRAISED: usize = 6;

/// What added points, by item, with those who did so most often.
pub(super) fn praise(
    issue: &Issue,
    names: &BulletinNames,
    options: BulletinOptions,
) -> Vec<String> {
    if issue.added.is_empty() {
        return vec!["本季度没有登记加分事项。".to_owned()];
    }
    let told = |tally: &Tally| {
        let who = match issue.edition {
            Edition::First | Edition::Second => leaders_one_by_one(tally, names, options),
            Edition::Third | Edition::Fourth => leaders(tally, names, options),
        };
        let Tally { times, members, .. } = tally;
        format!("{}：{members} 名党员，共 {times} 次，{who}。", fit(&tally.item, options))
    };
    // What happened as often as the last of them is told too.
    let fewest = match issue.edition {
        Edition::First | Edition::Second => None,
        Edition::Third | Edition::Fourth => issue.added.get(PRAISED - 1).map(|last| last.times),
    };
    let is_told = |(place, tally): &(usize, &Tally)| {
        *place < PRAISED || fewest.is_some_and(|fewest| tally.times >= fewest)
    };
    issue.added.iter().enumerate().filter(is_told).map(|(_, tally)| told(tally)).collect()
}

/// The leaders as the first editions name them.
fn leaders_one_by_one(tally: &Tally, names: &BulletinNames, options: BulletinOptions) -> String {
    let leaders = tally.leaders.iter();
    let leaders: Vec<String> = leaders
        .map(|(member, times)| format!("{} {times} 次", names.member(member, options)))
        .collect();
    format!("其中{}", leaders.join("、"))
}

/// The leaders, those who are equal together and in the order of the list.
fn leaders(tally: &Tally, names: &BulletinNames, options: BulletinOptions) -> String {
    if let (true, Some((_, times))) = (tally.leaders.is_empty(), tally.equal)
        && tally.equal.is_some_and(|(members, _)| members == tally.members)
    {
        return format!("每人 {times} 次");
    }
    let place = |member: &RecordId| names.order.iter().position(|one| one == member);
    let mut told: Vec<String> = tally
        .leaders
        .chunk_by(|one, other| one.1 == other.1)
        .map(|equals| {
            let mut members: Vec<&RecordId> = equals.iter().map(|(member, _)| member).collect();
            ordered::sort_by_key(&mut members, |member| place(member).unwrap_or(usize::MAX));
            let who: Vec<String> =
                members.into_iter().map(|member| names.member(member, options)).collect();
            let each = if who.len() > 1 { "各" } else { "" };
            format!("{}{each} {} 次", who.join("、"), equals[0].1)
        })
        .collect();
    told.extend(tally.equal.map(|(members, times)| format!("{members} 名各 {times} 次")));
    format!("其中{}", told.join("，"))
}
