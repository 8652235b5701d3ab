//! Dues of the sample's last three months, with one member in arrears.

use chrono::Days;

use crate::ledger::{Month, Value, day_text};
use crate::registers::DUES_BASE;
use crate::reports::dues::DuesSheet;

use super::{Scribe, Team};

/// How many months of dues there are.
const DUES_MONTHS: i32 = 3;

/// The branch and the seat of the member who is in arrears, and those of one who paid when asked to.
const IN_ARREARS: (usize, usize) = (1, 12);
const REMINDED: (usize, usize) = (1, 7);

impl Scribe {
    /// The bases of the years of the dues, and the months of them that are over.
    pub(super) fn dues(&mut self, teams: &[Team], this_month: Month) {
        let first = this_month.plus(-DUES_MONTHS);
        self.bases(teams, first, first.year());
        if this_month.plus(-1).year() != first.year() {
            self.bases(teams, first, this_month.year());
        }
        for step in 0..DUES_MONTHS {
            for (place, team) in teams.iter().enumerate() {
                self.dues_of(place, team, first.plus(step));
            }
        }
    }

    fn bases(&mut self, teams: &[Team], first: Month, year: i32) {
        let mut draft = self.draft("林书敏", "党办干事", "党办平板", first.first_day(), "create");
        for (member, _) in teams.iter().flat_map(|team| &team.members) {
            let standing = self.ledger.record(member);
            let is_retired =
                standing.is_some_and(|one| one.latest("standing").as_text() == Some("retired"));
            let id = DUES_BASE.id(&[member.as_str(), &year.to_string()]);
            draft.field(&id, "member", member.as_str());
            draft.field(&id, "year", i64::from(year));
            draft.field(&id, "kind", if is_retired { "retired" } else { "working" });
            draft.field(&id, "base", 310_000 + 5_000 * self.aside.below(150) as i64);
        }
        self.keep(draft);
    }

    fn dues_of(&mut self, place: usize, team: &Team, month: Month) {
        let (paid, closed) = (month.first_day() + Days::new(11), month.last_day());
        let mut draft = self.draft(&team.secretary, "支部书记", "支部平板", closed, "create");
        let id = DuesSheet::id(&team.branch, month);
        draft.field(&id, "branch", team.branch.as_str());
        draft.field(&id, "month", month.to_string());
        if let Some((collector, _)) = team.members.get(1) {
            draft.field(&id, "collector", collector.as_str());
        }
        for (seat, (member, _)) in team.members.iter().enumerate() {
            let mut row = match (place, seat) {
                IN_ARREARS => vec![("state", Value::from("unpaid"))],
                REMINDED => vec![("state", "reminded".into()), ("on", day_text(closed).into())],
                _ => vec![("state", "paid".into()), ("on", day_text(paid).into())],
            };
            if self.aside.happens(300) && row.len() > 1 {
                row.push(("way", "transfer".into()));
            }
            draft.entry(&id, "paid", member.as_str(), Value::group(row));
        }
        draft.field(&id, "closed_on", day_text(closed));
        self.keep(draft);
    }
}
