//! What patients said at the kiosk in a month of the sample.

use chrono::Days;

use crate::kiosk::{
    KioskComment, KioskCounts, KioskLot, KioskNote, KioskTarget, Rating, TAKE_IN_KIOSK,
};
use crate::ledger::{Month, RecordId, WriterId};
use crate::registers::{KIOSK_ANSWERS, KIOSK_REASONS};

use super::words::COMMENTS;
use super::{Scribe, Team};

/// Whom patients are asked about: branch, seat of the doctor, and how many answered; of the last they are too
/// few.
const ASKED: [(usize, Option<usize>, usize); 5] =
    [(1, Some(4), 46), (1, None, 31), (0, Some(8), 24), (3, Some(5), 38), (2, Some(6), 7)];

impl Scribe {
    /// What patients said in a month that is over.
    pub(super) fn patients(&mut self, teams: &[Team], month: Month) {
        for (at, (place, seat, answers)) in ASKED.into_iter().enumerate() {
            let Some(team) = teams.get(place) else { continue };
            let Some((member, _)) = team.members.get(seat.unwrap_or(0)) else { continue };
            let department = self.ledger.record(member).map(|one| one.latest("department").clone());
            let department = department.and_then(|one| one.as_text()?.parse::<RecordId>().ok());
            let Some(department) = department else { continue };
            let target = KioskTarget { department, doctor: seat.map(|_| member.clone()) };
            let mut draft = self.draft(
                &team.secretary,
                "支部书记",
                "支部平板",
                month.last_day(),
                TAKE_IN_KIOSK,
            );
            let is_few = answers < 10;
            let counts = if is_few { KioskCounts::default() } else { self.answers(answers) };
            let few = if is_few { answers as i64 } else { 0 };
            let lot = KioskLot { id: self.key(), month, target: target.clone(), counts, few };
            lot.take_in(&self.ledger, &mut draft);
            let comments: &[&str] =
                if is_few { &[] } else { COMMENTS.get(at).copied().unwrap_or_default() };
            for text in comments {
                let week = month.first_day() + Days::new(7 * (1 + self.aside.below(3) as u64));
                let Some(comment) = KioskComment::new(text, week) else { continue };
                let note = KioskNote { id: self.key(), month, target: target.clone(), comment };
                note.take_in(&self.ledger, &mut draft);
            }
            self.keep(draft);
        }
    }

    fn answers(&mut self, count: usize) -> KioskCounts {
        let mut counts = KioskCounts::default();
        for _ in 0..count {
            // Most are satisfied, a few are not.
            let answer = match self.aside.below(100) {
                0..=57 => 0,
                58..=84 => 1,
                85..=92 => 2,
                93..=97 => 3,
                _ => KIOSK_ANSWERS.len() - 1,
            };
            let reason = self.aside.below(KIOSK_REASONS.len() * 2);
            let one = Rating::new(
                answer,
                if reason < KIOSK_REASONS.len() { std::slice::from_ref(&reason) } else { &[] },
            );
            if let Some(rating) = one {
                counts.add(rating);
            }
        }
        counts
    }

    fn key(&mut self) -> WriterId {
        WriterId(u64::from(self.aside.roll()) << 32 | u64::from(self.aside.roll()))
    }
}
