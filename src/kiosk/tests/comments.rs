//! Comments at the kiosk: known by their week alone, in no order, and with answers of at least ten people.

use proptest::prelude::*;

use super::{Tablet, month, plain, target};
use crate::kiosk::*;
use crate::ledger::{Ledger, WriterId, parse_day};
use crate::registers::{KIOSK_COMMENTS, KIOSK_MONTH, KIOSK_MONTH_SCHEMA, rows};

fn said(text: &str, day: &str) -> KioskComment {
    KioskComment::new(text, parse_day(day).unwrap()).unwrap()
}

fn comments_in(ledger: &Ledger) -> Vec<(String, String)> {
    let field = KIOSK_MONTH_SCHEMA.field(KIOSK_COMMENTS).unwrap();
    let mut found = Vec::new();
    for record in ledger.records(KIOSK_MONTH.name) {
        for (_, row) in rows::rows(field, &record) {
            let of = |name: &str| rows::column(field, row, name).as_text().unwrap().to_owned();
            found.push((of("week"), of("text")));
        }
    }
    found.sort();
    found
}

#[test]
fn comments_come_with_ten_answers_and_once_their_week_is_over() {
    let (mut tablet, now) = (Tablet::new(1), month("2026-11"));
    let hand = |tablet: &mut Tablet, answers: usize, comments: &[KioskComment]| {
        let id = tablet.draw();
        tablet.pool.hand_over(id, target(None));
        let mut inbox = KioskInbox::default();
        (0..answers).for_each(|at| inbox.add(now, plain(at % 5)));
        comments.iter().for_each(|one| inbox.add_comment(one.clone()));
        tablet.pool.take_back(id, KioskInbox::from_value(&inbox.to_value()).as_ref());
        let mut drawn = 0;
        tablet.pool.draw_lots(now, &mut || {
            drawn += 1;
            WriterId(1_000_u64.wrapping_sub(drawn))
        });
        tablet.pool = KioskPool::from_value(&tablet.pool.to_value());
    };
    let notes = |tablet: &Tablet, day: &str| tablet.pool.notes(parse_day(day).unwrap()).count();
    hand(&mut tablet, 9, &[said("等得久", "2026-11-18")]);
    assert_eq!((notes(&tablet, "2026-12-31"), tablet.pool.waiting_comments()), (0, 1));
    hand(&mut tablet, 1, &[said(" 谢谢 ", "2026-11-22"), said("下月再来", "2026-12-03")]);
    // The Sunday belongs to the week still; what was written in December waits for answers of December.
    assert_eq!((notes(&tablet, "2026-11-22"), notes(&tablet, "2026-11-23")), (0, 2));
    assert_eq!((notes(&tablet, "2026-12-31"), tablet.pool.waiting_comments()), (2, 3));
    tablet.take_in(month("2026-12"));
    let week = "2026-11-16".to_owned();
    let expected = [(week.clone(), "等得久".to_owned()), (week, "谢谢".to_owned())];
    assert_eq!(comments_in(&tablet.ledger), expected);
    assert_eq!(tablet.pool.waiting_comments(), 1);
    tablet.take_in(month("2026-12"));
    assert_eq!(comments_in(&tablet.ledger), expected);
}

proptest! {
    #[test]
    fn comments_leave_the_same_texts_in_whatever_order_they_were_written(
        (written, shuffled) in prop::collection::vec(("[一-三]{0,3}", 1_u32..29), 10..20)
            .prop_flat_map(|all| (Just(all.clone()), Just(all).prop_shuffle())),
    ) {
        let run = |written: &[(String, u32)]| {
            let (mut inbox, mut tablet) = (KioskInbox::default(), Tablet::new(1));
            let now = month("2026-11");
            for (text, on) in written {
                inbox.add(now, plain(0));
                let day = now.first_day() + chrono::Days::new(u64::from(*on));
                KioskComment::new(text, day).into_iter().for_each(|one| inbox.add_comment(one));
            }
            let id = tablet.draw();
            tablet.pool.hand_over(id, target(None));
            tablet.pool.take_back(id, Some(&inbox));
            let waiting = tablet.pool.to_value();
            tablet.take_in(now.plus(1));
            (inbox.to_value(), waiting, tablet.pool.to_value(), format!("{:?}", tablet.ledger.edits()))
        };
        prop_assert_eq!(run(&written), run(&shuffled));
    }
}

#[test]
fn a_comment_is_one_line_of_a_hundred_characters_and_says_its_week_alone() {
    let day = |text: &str| parse_day(text).unwrap();
    assert_eq!(KioskComment::new(" \n ", day("2026-11-21")), None);
    assert_eq!(said("一\n二", "2026-11-16"), said("一 二", "2026-11-22"));
    assert_ne!(said("一", "2026-11-22"), said("一", "2026-11-23"));
    let long = said(&"长".repeat(200), "2026-11-21");
    assert_eq!(long, said(&"长".repeat(100), "2026-11-21"));
    // A week over the end of a month is of the month that has more of it, on each of its days.
    assert_eq!(said("一", "2026-11-30").month(), month("2026-12"));
    assert_eq!(said("一", "2026-12-06").month(), month("2026-12"));
}
