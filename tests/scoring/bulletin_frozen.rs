//! A bulletin that an earlier version of the app issued: it is read from that version's file, its hash
//! is whole, and it is made into the very document that it was then.

use yixin::exchange::bundle;
use yixin::ledger::{Ledger, Value};
use yixin::reports::{Block, BulletinNames, BulletinOptions, bulletin, paginate};
use yixin::scoring::{Edition, Issue, IssueError, Issued, issued};

/// An edition whose bulletins are frozen: a ledger in which the app of then issued the bulletin of the
/// first quarter of 2026, the bulletin's hash, and its documents as that app printed them, each with
/// the count of its sheets.
struct Frozen {
    edition: Edition,
    ledger: &'static [u8],
    printed: &'static str,
}

const FROZEN: [Frozen; 3] = [
    Frozen {
        edition: Edition::First,
        ledger: include_bytes!("../fixtures/bulletins/first.json"),
        printed: include_str!("../fixtures/bulletins/first.txt"),
    },
    Frozen {
        edition: Edition::Second,
        ledger: include_bytes!("../fixtures/bulletins/second.json"),
        printed: include_str!("../fixtures/bulletins/second.txt"),
    },
    Frozen {
        edition: Edition::Third,
        ledger: include_bytes!("../fixtures/bulletins/third.json"),
        printed: include_str!("../fixtures/bulletins/third.txt"),
    },
];

fn read(frozen: &Frozen) -> Issued {
    let ledger = Ledger::from_edits(bundle::read(frozen.ledger).expect("sound").edits);
    let quarter = "2026-Q1".parse().expect("a quarter");
    issued(&ledger, None, quarter).expect("issued").expect("whole")
}

fn names(issued: &Issued) -> BulletinNames {
    let ids = issued.issue.rows.iter().flat_map(|row| [&row.member, &row.branch]);
    let name = |id: &yixin::ledger::RecordId| {
        Some((id.clone(), issued.names.get(id.as_str())?.as_text()?.to_owned()))
    };
    BulletinNames { of: ids.filter_map(name).collect(), order: Vec::new() }
}

#[test]
fn a_bulletin_of_an_earlier_edition_is_printed_as_it_was_then() {
    for frozen in &FROZEN {
        let issued = read(frozen);
        let names = names(&issued);
        assert_eq!(issued.issue.edition, frozen.edition);
        let mut printed = format!("{}\n", issued.hash);
        for (public, ranks) in [(true, false), (true, true), (false, false), (false, true)] {
            let options = BulletinOptions { public, ranks, ..BulletinOptions::default() };
            let document = bulletin(&issued.issue, &names, &issued.words, options);
            let has_figure = document.blocks.iter().any(|one| matches!(one, Block::Figure(_)));
            assert_eq!(has_figure, !public && frozen.edition > Edition::First);
            let sheets = paginate(&document).len();
            printed.push_str(&format!("{}\n（{sheets} 页）\n", document.to_text()));
        }
        assert_eq!(printed, frozen.printed, "{:?}", frozen.edition);
        let again = issued.issue.to_value();
        assert_eq!(again.get("hash").and_then(Value::as_text), Some(&*issued.hash));
    }
}

#[test]
fn a_bulletin_of_a_newer_edition_says_so() {
    let Value::Group(stored) = read(&FROZEN[0]).issue.to_value() else { unreachable!("a group") };
    let Some(Value::Group(body)) = stored.get("body") else { unreachable!("a body") };
    let newer = stored.with("body", Value::Group(body.with("edition", Value::Int(99))));
    assert_eq!(Issue::from_value(&Value::Group(newer)), Err(IssueError::Newer));
}
