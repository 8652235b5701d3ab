//! Reference ledgers for the bench, made the same way in JavaScript.
//!
//! Both sides draw from mulberry32 in the order that is told here, and compare what they computed by
//! an FNV-1a checksum. In JavaScript:
//!
//! ```js
//! function mulberry32(s) {
//!   return () => {
//!     let t = (s = (s + 0x6D2B79F5) | 0);
//!     t = Math.imul(t ^ (t >>> 15), t | 1);
//!     t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
//!     return (t ^ (t >>> 14)) >>> 0;
//!   };
//! }
//! const below = (next, n) => next() % n;
//! function checksum(i32s) { // FNV-1a over little-endian bytes
//!   let h = 0x811c9dc5;
//!   for (const v of i32s)
//!     for (let k = 0; k < 32; k += 8) h = Math.imul(h ^ ((v >>> k) & 255), 0x01000193);
//!   return h >>> 0;
//! }
//! ```

use crate::scoring::{Rule, Standard};

/// The generator mulberry32: each number is one of all 2³² with about the same chance.
#[derive(Debug, Clone)]
pub struct Mulberry32(u32);

impl Mulberry32 {
    /// Begins at a seed.
    pub fn new(seed: u32) -> Self {
        Self(seed)
    }

    /// The next number.
    pub fn draw(&mut self) -> u32 {
        self.0 = self.0.wrapping_add(0x6D2B_79F5);
        let mut t = self.0;
        t = (t ^ (t >> 15)).wrapping_mul(t | 1);
        t ^= t.wrapping_add((t ^ (t >> 7)).wrapping_mul(t | 61));
        t ^ (t >> 14)
    }

    /// The remainder of the next number by `bound`; 0 where the bound is 0, a number drawn all the
    /// same.
    pub fn below(&mut self, bound: u32) -> u32 {
        self.draw().checked_rem(bound).unwrap_or(0)
    }
}

/// The FNV-1a checksum (32 bits) of numbers, each as four bytes, the lowest first.
pub fn checksum<'a>(numbers: impl IntoIterator<Item = &'a i32>) -> u32 {
    let bytes = numbers.into_iter().flat_map(|number| number.to_le_bytes());
    bytes.fold(0x811C_9DC5, |sum, byte| (sum ^ u32::from(byte)).wrapping_mul(0x0100_0193))
}

/// The seed of ledger T.
pub const SEED_T: u32 = 42;
/// Members of ledger T.
pub const MEMBERS_T: u32 = 80;
/// Branches of ledger T.
pub const BRANCHES_T: u32 = 5;
/// Departments of ledger T.
pub const DEPARTMENTS_T: u32 = 36;
/// Months of ledger T, January to December.
pub const MONTHS_T: u32 = 12;
/// Facts of ledger T, by member and month.
pub const FACTS_T: u32 = 6;

/// The seed of ledger S.
pub const SEED_S: u32 = 43;
/// Months of ledger S, the first a January.
pub const MONTHS_S: usize = 120;
/// Members of ledger S.
pub const MEMBERS_S: usize = 1000;

/// A fact of ledger T. All places count from 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ReferenceFact {
    /// The place of the member.
    pub member: u16,
    /// The place of the month.
    pub month: u16,
    /// The place of the rule line in [`per_unit_lines`].
    pub line: u16,
    /// How many units: 1 or 2.
    pub amount: u16,
}

/// Ledger T: the year of a hospital.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LedgerT {
    /// The place of the branch of each member.
    pub branches: Vec<u16>,
    /// The place of the department of each member.
    pub departments: Vec<u16>,
    /// The facts, by month, in it by member.
    pub facts: Vec<ReferenceFact>,
}

/// The rule lines of a standard that count by the unit, in the order of its items and their lines:
/// for each the places of the item and of the line in it.
pub fn per_unit_lines(standard: &Standard) -> Vec<(usize, usize)> {
    let mut places = Vec::new();
    for (item, of_item) in standard.items.iter().enumerate() {
        for (line, of_line) in of_item.lines.iter().enumerate() {
            if matches!(of_line.rule, Rule::PerUnit { .. }) {
                places.push((item, line));
            }
        }
    }
    places
}

/// Makes ledger T. Numbers are drawn from [`SEED_T`] on in this order:
///
/// 1. for each member: its branch, `below(5)`; its department, `below(36)`;
/// 2. for each month, for each member, six times: the line, `below(number of per-unit lines)`; the
///    amount, `1 + below(2)`.
pub fn ledger_t(standard: &Standard) -> LedgerT {
    let mut random = Mulberry32::new(SEED_T);
    // Every bound here is far below 2¹⁶.
    let mut place = |bound: u32| random.below(bound) as u16;
    let lines = per_unit_lines(standard).len() as u32;
    let of_members = (0..MEMBERS_T).map(|_| (place(BRANCHES_T), place(DEPARTMENTS_T)));
    let (branches, departments) = of_members.unzip();
    let mut facts = Vec::with_capacity((MONTHS_T * MEMBERS_T * FACTS_T) as usize);
    for month in 0..MONTHS_T as u16 {
        for member in 0..MEMBERS_T as u16 {
            for _ in 0..FACTS_T {
                let line = place(lines);
                let amount = 1 + place(2);
                facts.push(ReferenceFact { member, month, line, amount });
            }
        }
    }
    LedgerT { branches, departments, facts }
}

/// Makes ledger S: the scores of items in tenths, `[month][member][item]`, flat. One number is drawn
/// for each in this order, from [`SEED_S`] on; the score is `floor + 5 × below((cap − floor) / 5 + 1)`
/// (the division whole): half points from the item's floor to its cap.
pub fn ledger_s(standard: &Standard) -> Vec<i16> {
    let mut random = Mulberry32::new(SEED_S);
    let bounds: Vec<(i32, u32)> = standard
        .items
        .iter()
        .map(|item| (item.floor, item.cap.abs_diff(item.floor) / 5 + 1))
        .collect();
    let mut cube = Vec::with_capacity(MONTHS_S * MEMBERS_S * bounds.len());
    for _ in 0..MONTHS_S * MEMBERS_S {
        // Points of a standard lie within ±10000 tenths.
        cube.extend(
            bounds.iter().map(|(floor, steps)| (floor + 5 * random.below(*steps) as i32) as i16),
        );
    }
    cube
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_generator_draws_what_javascript_draws() {
        let mut random = Mulberry32::new(42);
        let drawn: Vec<u32> = (0..4).map(|_| random.draw()).collect();
        assert_eq!(drawn, [2581720956, 1925393290, 3661312704, 2876485805]);
    }

    #[test]
    fn the_checksum_is_fnv_1a() {
        assert_eq!(checksum(&[]), 0x811C_9DC5);
        assert_eq!(checksum(&[0x006F_6F66, 0]), 2229812933);
        assert_eq!(checksum(&[-1, 1000]), 953537032);
    }

    #[test]
    fn ledger_t_is_the_same_everywhere() {
        let standard = Standard::built_in();
        let ledger = ledger_t(&standard);
        let lines = per_unit_lines(&standard).len();
        assert_eq!((ledger.branches.len(), ledger.departments.len()), (80, 80));
        assert_eq!((ledger.facts.len(), lines), (5760, 64));
        assert!(ledger.facts.iter().all(|fact| usize::from(fact.line) < lines));
        assert!(ledger.facts.iter().all(|fact| matches!(fact.amount, 1 | 2)));
        let facts = ledger
            .facts
            .iter()
            .flat_map(|fact| [fact.member, fact.month, fact.line, fact.amount].map(i32::from));
        let of_members = ledger.branches.iter().chain(&ledger.departments).map(|n| i32::from(*n));
        assert_eq!(checksum(&of_members.chain(facts).collect::<Vec<i32>>()), 2472966696);
    }

    #[test]
    fn ledger_s_keeps_within_the_bounds_of_its_items() {
        let standard = Standard::built_in();
        let cube = ledger_s(&standard);
        assert_eq!(cube.len(), 120 * 1000 * 18);
        for cells in cube.chunks_exact(18) {
            for (score, item) in cells.iter().zip(&standard.items) {
                assert!((item.floor..=item.cap).contains(&i32::from(*score)) && score % 5 == 0);
            }
        }
        assert_eq!(
            checksum(&cube.iter().map(|score| i32::from(*score)).collect::<Vec<i32>>()),
            926978175
        );
    }
}
