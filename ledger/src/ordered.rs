//! Sorting, and maps and sets in order, compiled once.
//!
//! The standard library's sort takes some 4 KB of wasm for each type and each comparison, and
//! `collect` into a `BTreeMap` sorts too: together they were a tenth of the app. What is sorted
//! here is small or sorted seldom; where speed counts, the slice's own sort stays.

use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet};

/// Sorts; equal ones keep their order.
pub fn sort<T: Ord>(list: &mut [T]) {
    sort_by(list, T::cmp);
}

/// Sorts by a key; equal ones keep their order.
pub fn sort_by_key<T, K: Ord>(list: &mut [T], mut key: impl FnMut(&T) -> K) {
    sort_by(list, |left, right| key(left).cmp(&key(right)));
}

/// Sorts by a comparison; equal ones keep their order.
pub fn sort_by<T>(list: &mut [T], mut compare: impl FnMut(&T, &T) -> Ordering) {
    if list.len() < 2 {
        return;
    }
    let mut from = order(list.len(), &mut |left, right| compare(&list[left], &list[right]));
    // Each round of places that move among themselves is walked once.
    for start in 0..from.len() {
        let mut at = start;
        while from[at] != start {
            list.swap(at, from[at]);
            at = std::mem::replace(&mut from[at], at);
        }
        from[at] = at;
    }
}

/// Returns the indices of a list in the order of its items.
fn order(len: usize, compare: &mut dyn FnMut(usize, usize) -> Ordering) -> Vec<usize> {
    let mut places: Vec<usize> = (0..len).collect();
    if (1..len).all(|at| compare(at - 1, at).is_le()) {
        return places;
    }
    places.sort_by(|left, right| compare(*left, *right));
    places
}

/// Numbers below a bound, each once and in order.
pub fn distinct(numbers: &[u32], bound: usize) -> Vec<u32> {
    /// Up to so many are put in place one by one; more are ticked off.
    const FEW: usize = 32;
    if numbers.len() > FEW {
        let mut is_there = vec![false; bound];
        for number in numbers {
            is_there[*number as usize] = true;
        }
        let numbered = is_there.into_iter().zip(0..);
        return numbered.filter(|(is_there, _)| *is_there).map(|(_, number)| number).collect();
    }
    let mut distinct = Vec::with_capacity(numbers.len());
    for number in numbers {
        if let Err(place) = distinct.binary_search(number) {
            distinct.insert(place, *number);
        }
    }
    distinct
}

/// A map of what an iterator gives; of two with one key, the later stays.
pub fn map<K: Ord, V>(pairs: impl IntoIterator<Item = (K, V)>) -> BTreeMap<K, V> {
    let mut map = BTreeMap::new();
    for (key, value) in pairs {
        map.insert(key, value);
    }
    map
}

/// A set of what an iterator gives.
pub fn set<T: Ord>(members: impl IntoIterator<Item = T>) -> BTreeSet<T> {
    let mut set = BTreeSet::new();
    for member in members {
        set.insert(member);
    }
    set
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::collection::vec;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn it_sorts_as_the_standard_library_does(list: Vec<(u8, u32)>) {
            let mut ours = list.clone();
            sort_by_key(&mut ours, |(key, _)| *key);
            let mut theirs = list;
            theirs.sort_by_key(|(key, _)| *key);
            prop_assert_eq!(ours, theirs);
        }

        #[test]
        fn numbers_are_told_once_and_in_order(list in vec(0..200u32, 0..80)) {
            let expected: Vec<_> = set(list.iter().copied()).into_iter().collect();
            prop_assert_eq!(distinct(&list, 200), expected);
        }

        #[test]
        fn maps_and_sets_hold_what_collect_would(list: Vec<(u8, u32)>) {
            prop_assert_eq!(map(list.iter().copied()), list.iter().copied().collect());
            let keys = || list.iter().map(|(key, _)| *key);
            prop_assert_eq!(set(keys()), keys().collect());
        }
    }
}
