use super::*;
use crate::registers::{adoption_id, standard_id};
use crate::scoring::{Scores, Standard};

#[test]
fn facets_are_the_sums_of_their_items() {
    let mut book = Book::new();
    let standard = Standard::built_in();
    let most: Vec<i64> = FACETS
        .iter()
        .map(|facet| {
            standard
                .items
                .iter()
                .filter(|one| one.facet == *facet)
                .map(|one| i64::from(one.cap))
                .sum()
        })
        .collect();
    // 德 A1–A5 and C1: 8+6+8+8+4+5; 廉 C5: 6.
    assert_eq!((most[0], most[4]), (390, 60));
    book.act(|draft| {
        let id = standard_id(&standard.hash());
        draft.field(&id, "name", standard.name.as_str());
        draft.field(&id, "body", standard.to_value());
        let adoption = adoption_id(month("2026-01"));
        draft.field(&adoption, "month", "2026-01");
        draft.field(&adoption, "standard", id.as_str());
    });
    let mut scores = Scores::new(&book.ledger);
    let months = ["2026-01", "2026-02"].map(month);
    let (rows, missing) = facet_rows(&book.ledger, &mut scores, &branch("甲"), &months);
    assert_eq!((rows.len(), missing.len()), (3, 0));
    for row in &rows {
        assert_eq!(row.months, 2);
        assert_eq!(
            row.sums.map(|sum| sum.most).to_vec(),
            most.iter().map(|one| one * 2).collect::<Vec<_>>()
        );
        let base: i64 = standard.items.iter().map(|one| i64::from(one.base)).sum();
        assert_eq!(row.sums.iter().map(|sum| sum.score).sum::<i64>(), base * 2);
    }
    let (rows, missing) = facet_rows(&book.ledger, &mut scores, &branch("甲"), &[month("2025-12")]);
    assert_eq!((rows.len(), missing.len()), (0, 1));
}
