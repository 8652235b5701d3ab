//! Whatever a table holds, reading it ends in rows or in a sentence.
#![allow(clippy::unwrap_used)]

use proptest::prelude::*;
use yixin::tables::columns::ColumnMap;
use yixin::tables::delimited;
use yixin::tables::grid::{Grid, GridCell, Merge};
use yixin::tables::roster;
use yixin::tables::roster_plan::{Existing, PlanOptions, RosterContext, RosterPlan};
use yixin::tables::totals::{self, TotalsMap};

fn any_cell() -> impl Strategy<Value = GridCell> {
    let words = prop::sample::select(vec![
        "姓名",
        "工号",
        "出生年月",
        "支部",
        "1月",
        "2026年",
        "合计",
        "张三",
        "1990.13",
        "第一支部",
        "共3人",
        "第十",
        "\u{202e}",
        "\"",
        "=1",
        "110105194912310020",
        "十",
        "第",
        "年",
        "月",
    ]);
    prop_oneof![
        Just(GridCell::Empty),
        any::<String>().prop_map(GridCell::Text),
        words.prop_map(|word| GridCell::Text(word.to_owned())),
        any::<f64>().prop_map(GridCell::Number),
        (0.0..100_000.0).prop_map(GridCell::Number),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_table_of_arbitrary_cells_panics(
        rows in prop::collection::vec(prop::collection::vec(any_cell(), 0..8), 0..20),
        merges in prop::collection::vec((0..20_usize, 0..8_usize, 0..20_usize, 0..8_usize), 0..4),
        members in prop::collection::vec(any::<(String, String)>(), 0..4),
    ) {
        let merges = merges.into_iter().map(|(top, left, bottom, right)| Merge { top, left, bottom, right });
        let mut grid = Grid::new(rows).with_merges(merges.collect());
        let map = ColumnMap::recognise(&grid).unwrap_or_else(|_| {
            let mut map = ColumnMap::with_headings(&grid, 0..0);
            map.assign(0, Some("name"));
            map.assign(1, Some("born"));
            map.assign(2, Some("branch"));
            map
        });
        if let Ok(roster) = roster::read(&grid, &map) {
            let members: Vec<Existing> = members
                .iter()
                .map(|(name, number)| Existing {
                    id: name.clone(),
                    staff_number: Some(number.clone()),
                    name: name.clone(),
                    ..Existing::default()
                })
                .collect();
            let ledger = RosterContext { members: &members, ..RosterContext::default() };
            let plan = RosterPlan::new(&roster, ledger, PlanOptions::default());
            prop_assert_eq!(plan.rows.len(), roster.rows.len());
            for row in &plan.rows {
                for problem in &row.row.problems {
                    prop_assert!(!problem.to_string().is_empty());
                }
            }
        }
        if let Ok(map) = TotalsMap::recognise(&grid, 2026) {
            let _ = totals::read(&grid, &map);
        }
        grid.fill_down(3, 0);
    }

    #[test]
    fn no_text_panics_as_a_table(text in "[\",;\t\r\na姓名\u{feff}]{0,60}", other in any::<String>()) {
        let _ = delimited::read(&text);
        let _ = delimited::read(&other);
    }

    #[test]
    fn no_bytes_panic_as_text(bytes in any::<Vec<u8>>()) {
        let _ = delimited::decode(&bytes, |_| None);
    }
}
