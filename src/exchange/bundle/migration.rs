//! Migrations: what was written in an older major version of the format, as this one has it.
//!
//! A step rewrites changes one by one, and each keeps its id and its stamps. So it makes no
//! difference whether files are joined and then migrated or migrated and then joined, and an edit
//! of which only a part is at hand migrates like a whole one. Only a major version has a step:
//! files of two minor versions meet on tablets that know but one of them, where a change that one
//! side had rewritten would pass for a forged one.

use crate::ledger::{Cell, Edit, Value};

use super::Version;

/// The first version that was ever written.
pub const FIRST: Version = Version { major: 1, minor: 0 };

/// The major version to which a step leads, and what it makes of one change.
type MigrationStep = (u32, fn(&mut Cell, &mut Value));

/// All steps, by ascending version.
const STEPS: &[MigrationStep] = &[];

/// Takes edits of an older version to ours.
pub fn migrate(edits: &mut [Edit], from: Version) {
    take_through(STEPS, edits, from);
}

/// Takes edits through all steps that came after their version.
fn take_through(steps: &[MigrationStep], edits: &mut [Edit], from: Version) {
    for (_, rewrite) in steps.iter().filter(|(to, _)| *to > from.major) {
        for (_, change) in edits.iter_mut().flat_map(|edit| &mut edit.changes) {
            rewrite(&mut change.cell, &mut change.value);
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::VERSION;
    use super::*;
    use crate::ledger::{Author, Draft, EditId, Ledger, Moment, RecordId, WriterId};

    /// Version 2 calls a field by another name, and 3 measures what stands in it in tenths.
    const LATER: &[MigrationStep] = &[
        (2, |cell, _| {
            if &*cell.field == "points" {
                cell.field = "score".into();
            }
        }),
        (3, |cell, value| {
            if &*cell.field == "score"
                && let Value::Int(number) = value
            {
                *number *= 10;
            }
        }),
    ];

    fn migrated(mut edits: Vec<Edit>, from: Version) -> Ledger {
        take_through(LATER, &mut edits, from);
        Ledger::from_edits(edits)
    }

    /// An edit of two changes.
    fn edit(number: u32, points: i64) -> Edit {
        let id = EditId { writer: WriterId(1), number };
        let at = Moment { millis: 1_795_266_300_000, offset: 480 };
        let mut draft = Draft::new(id, at, Author::default(), "edit", "");
        draft.field(&RecordId::keyed("member", "1"), "points", points);
        draft.field(&RecordId::keyed("member", "2"), "name", "points");
        draft.finish(&Ledger::new()).expect("an edit")
    }

    #[test]
    fn steps_ascend_and_lead_from_the_first_version_to_ours() {
        let versions: Vec<u32> = STEPS.iter().map(|(to, _)| *to).collect();
        let expected: Vec<u32> = (FIRST.major..VERSION.major).map(|from| from + 1).collect();
        assert_eq!(versions, expected);
    }

    #[test]
    fn a_file_goes_in_order_through_every_step_after_its_own_version() {
        for (major, minor, field, expected) in
            [(1, 0, "score", 150), (1, 9, "score", 150), (2, 0, "points", 15), (3, 1, "points", 15)]
        {
            let ledger = migrated(vec![edit(1, 15)], Version { major, minor });
            let record = ledger.record(&RecordId::keyed("member", "1")).expect("a record");
            assert_eq!(record.get(field).as_int(), Some(expected), "{major}.{minor}");
            assert_eq!(record.cells().count(), 1);
        }
        let mut second = edit(1, 15);
        second.changes[0].1.cell.field = "score".into();
        let ledger = migrated(vec![second], Version { major: 2, minor: 4 });
        let record = ledger.record(&RecordId::keyed("member", "1")).expect("a record");
        assert_eq!(record.get("score").as_int(), Some(150), "the last step alone");
    }

    proptest! {
        #[test]
        fn joining_and_migrating_may_be_done_in_either_order(
            mine in prop::collection::vec((1..6u32, 0..3usize), 0..6),
            theirs in prop::collection::vec((1..6u32, 0..3usize), 0..6),
        ) {
            // Whole edits, and either half of one.
            let edits = |picked: &[(u32, usize)]| -> Vec<Edit> {
                picked
                    .iter()
                    .map(|(number, half)| {
                        let mut edit = edit(*number, i64::from(*number));
                        if *half < 2 {
                            edit.changes.remove(*half);
                        }
                        edit
                    })
                    .collect()
            };
            let (mine, theirs) = (edits(&mine), edits(&theirs));
            let mut joined = Ledger::from_edits(mine.clone());
            joined.union(&Ledger::from_edits(theirs.clone()));
            let joined_first = migrated(joined.edits(), FIRST);
            let mut migrated_first = migrated(mine, FIRST);
            migrated_first.union(&migrated(theirs, FIRST));
            prop_assert_eq!(joined_first.edits(), migrated_first.edits());
        }
    }
}
