//! Dues of the sample's last three months, with one member in arrears.

use chrono::Days;

use crate::ledger::{Day, Draft, Month};
use crate::registers::{Context, DUES_BASE};
use crate::reports::Roster;
use crate::reports::dues::{DuesSheet, draft_closing, draft_marks, draft_rest_paid};

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
        for (seat, state) in [(IN_ARREARS, "unpaid"), (REMINDED, "reminded")] {
            let Some((member, _)) = team.members.get(seat.1).filter(|_| seat.0 == place) else {
                continue;
            };
            self.collect(team, month, closed, |draft, context, sheet| {
                draft_marks(draft, context, sheet, std::slice::from_ref(member), state, closed);
            });
        }
        self.collect(team, month, paid, |draft, context, sheet| {
            draft_rest_paid(draft, context, sheet, paid);
            if let Some((collector, _)) = team.members.get(1) {
                draft.field(&DuesSheet::id(&sheet.branch, month), "collector", collector.as_str());
            }
        });
        self.collect(team, month, closed, |draft, context, sheet| {
            draft_closing(draft, context, sheet, closed);
        });
    }

    /// Writes one edit of a branch's sheet.
    fn collect(
        &mut self,
        team: &Team,
        month: Month,
        day: Day,
        fill: impl FnOnce(&mut Draft, &Context<'_>, &DuesSheet),
    ) {
        let mut draft = self.draft(&team.secretary, "支部书记", "支部平板", day, "create");
        let context = Context::new(&self.ledger, day);
        let sheet = DuesSheet::of(&context, &Roster::of(&self.ledger), &team.branch, month);
        fill(&mut draft, &context, &sheet);
        self.keep(draft);
    }
}
