//! Hash maps and sets with a multiplicative hasher.
//!
//! On short keys it is several times as fast as the standard hasher, and a kilobyte smaller.
//!
//! Keys come out of files, so each map begins from a seed that no file knows: drawn once when the
//! program starts, and passed to [`seed`]. The two halves of every word are multiplied crosswise and
//! folded, so that the difference between the hashes of two keys depends on the seed: colliding keys
//! cannot be known beforehand, and no file of them can be made.

use std::collections::{HashMap, HashSet};
use std::hash::{BuildHasher, Hasher};
use std::sync::atomic::{AtomicU64, Ordering};

/// A map with a quick hasher.
pub type FastMap<K, V> = HashMap<K, V, FastHashState>;

/// A set with a quick hasher.
pub type FastSet<K> = HashSet<K, FastHashState>;

static SEED: AtomicU64 = AtomicU64::new(0x243F_6A88_85A3_08D3);

/// Takes the randomness from which the maps made from now on begin.
pub fn seed(random: u64) {
    SEED.store(random, Ordering::Relaxed);
}

/// From where a map's hashes begin.
#[derive(Debug, Clone, Copy)]
pub struct FastHashState(u64);

impl Default for FastHashState {
    fn default() -> Self {
        Self(SEED.load(Ordering::Relaxed))
    }
}

impl BuildHasher for FastHashState {
    type Hasher = FastHasher;

    fn build_hasher(&self) -> FastHasher {
        // Odd, so that both multiply one to one.
        FastHasher { hash: self.0.rotate_left(20), seed: self.0 | 0x1_0000_0001 }
    }
}

/// Takes in eight bytes at a time.
#[derive(Debug, Clone, Copy)]
pub struct FastHasher {
    hash: u64,
    seed: u64,
}

impl FastHasher {
    #[inline(always)]
    fn add(&mut self, word: u64) {
        let one = self.hash ^ word;
        // Each product is whole: wasm multiplies no more than 32 bits by 32.
        let low = (one & 0xFFFF_FFFF).wrapping_mul(self.seed >> 32);
        let high = (one >> 32).wrapping_mul(self.seed & 0xFFFF_FFFF);
        self.hash = low ^ high.rotate_right(32);
    }
}

impl Hasher for FastHasher {
    fn write(&mut self, bytes: &[u8]) {
        let (words, rest) = bytes.as_chunks();
        words.iter().for_each(|word| self.add(u64::from_le_bytes(*word)));
        self.add(rest.iter().fold(0, |word, byte| word << 8 | u64::from(*byte)));
    }

    fn write_u8(&mut self, byte: u8) {
        self.add(byte.into());
    }

    fn write_u32(&mut self, number: u32) {
        self.add(number.into());
    }

    fn write_u64(&mut self, number: u64) {
        self.add(number);
    }

    fn write_usize(&mut self, number: usize) {
        self.add(number as u64);
    }

    /// Once more: a multiplication only carries upwards, and a map looks at the lowest bits.
    fn finish(&self) -> u64 {
        let mut last = *self;
        last.add(0);
        last.hash
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::hash::Hash;

    /// Of 4,096 keys thrown into 4,096 places by chance, 2,589 places are taken.
    fn places_taken<K: Hash>(state: FastHashState, key: impl Fn(u32) -> K) -> usize {
        let places: HashSet<u64> = (0..4096).map(|n| state.hash_one(key(n)) & 0xFFF).collect();
        places.len()
    }

    #[test]
    fn keys_are_spread_whatever_their_shape() {
        for seed in [0x243F_6A88_85A3_08D3, 0xD1B5_4A32_D192_ED03, 0x0123_4567_89AB_CDEF] {
            let state = FastHashState(seed);
            for shift in 0..=20 {
                assert!(places_taken(state, |n| n << shift) > 2_300, "{seed:x}, bit {shift}");
            }
            assert!(places_taken(state, |n| (n / 64, n % 64, 7)) > 2_300);
            assert!(places_taken(state, |n| format!("member:=1{n:04}")) > 2_300);
            assert!(places_taken(state, |n| format!("talk:00000000000000ff-{n}-0")) > 2_300);
            let distinct: HashSet<_> = (0..200_000u64).map(|n| state.hash_one(n << 20)).collect();
            assert_eq!(distinct.len(), 200_000);
        }
    }
}
