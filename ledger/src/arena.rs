//! Append-only list with cheap clones: clones share the full blocks.

use std::ops::Index;
use std::sync::Arc;

/// How many members share a block: enough that a copy has few blocks, few enough that taking the
/// last one for oneself costs nothing.
const BLOCK: usize = 1 << 12;

/// The list.
#[derive(Debug, Clone)]
pub(super) struct Arena<T>(Vec<Arc<Vec<T>>>);

impl<T> Default for Arena<T> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<T> Arena<T> {
    /// The last member.
    pub(super) fn last(&self) -> Option<&T> {
        self.0.last()?.last()
    }

    /// The member at a place.
    pub(super) fn get(&self, place: u32) -> Option<&T> {
        self.0.get(place as usize / BLOCK)?.get(place as usize % BLOCK)
    }
}

impl<T: Clone> Arena<T> {
    /// Adds a member at the end.
    pub(super) fn push(&mut self, member: T) {
        match self.0.last_mut().filter(|last| last.len() < BLOCK) {
            Some(last) => Arc::make_mut(last).push(member),
            None => {
                // A small list takes little room; in a large one nothing is moved in growing.
                let room = if self.0.is_empty() { 1 } else { BLOCK };
                let mut block = Vec::with_capacity(room);
                block.push(member);
                self.0.push(Arc::new(block));
            }
        }
    }
}

impl<T> Index<u32> for Arena<T> {
    type Output = T;

    fn index(&self, place: u32) -> &T {
        &self.0[place as usize / BLOCK][place as usize % BLOCK]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_copy_goes_its_own_way() {
        let mut one = Arena::default();
        (0..BLOCK as u32 + 10).for_each(|number| one.push(number));
        let mut other = one.clone();
        one.push(1);
        other.push(2);
        let end = BLOCK as u32 + 10;
        assert_eq!((one.last(), other.last()), (Some(&1), Some(&2)));
        assert_eq!((one[end], other[end]), (1, 2));
        assert!((0..end).all(|place| one[place] == place && other.get(place) == Some(&place)));
        assert_eq!(one.get(end + 1), None);
    }
}
