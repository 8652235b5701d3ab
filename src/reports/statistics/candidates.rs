//! Candidates by how far they are: the one breakdown that counts no members.

use crate::ledger::{Day, Ledger, RecordId};
use crate::registers::{BRANCH, COURSE, COURSE_SCHEMA, Context, CourseEvent, progress};

use super::breakdown::{Breakdown, Counted};

/// The stage with which someone is no candidate any more.
const FULL: &str = "full";

/// Those who are on the way to membership on a day, by stage. Who had not applied then, became a full member, or
/// whose course was ended, is not counted.
pub(super) fn candidates_by_stage(ledger: &Ledger, day: Day) -> Breakdown {
    let stages = || COURSE_SCHEMA.stages.iter().take_while(|stage| stage.name != FULL);
    let mut found = Breakdown::new("发展党员", stages().map(|stage| stage.label));
    let context = Context::new(ledger, day);
    for record in context.records(COURSE.name) {
        let applied = CourseEvent::Apply.on(&record).map(|on| on.first_day());
        if applied.is_some_and(|on| on > day) {
            continue;
        }
        let Some(at) = progress(COURSE_SCHEMA.stages, &record, &context) else { continue };
        let Some(row) = stages().position(|stage| stage.name == at.stage.name) else { continue };
        // One of no branch is counted for the hospital alone.
        let branch = record.named(record.text("branch"));
        let branch = branch.unwrap_or_else(|| RecordId::keyed(BRANCH.name, ""));
        found.count(Some(row), Counted { record: record.id().clone(), branch });
    }
    found
}
