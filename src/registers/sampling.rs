//! Reproducible random sampling without replacement (抽取): who has the slip can draw the same again.
//!
//! What is drawn from is fixed first, by its code; the seed is entered after that, by two people, so that
//! nobody can try until it pleases. The picks follow from both and from the number of the draw: SHA-256 of a
//! text and a counter, whole numbers, and rejection of what would favour the first entries. A larger number
//! of places begins with the same picks (compare RFC 3797 and practice.md (d)).

use sha2::{Digest, Sha256};

/// How it is drawn, in words for the slip, by which another program draws the same.
pub const METHOD: [&str; 5] = [
    "名单去掉空行和每行首尾空格，按字符编码从小到大排，从1编号；各行之间用一个换行相连，取SHA-256（UTF-8，十六进制小写），就是名单码，纸上印前20位。",
    "种子由两人各自给出，去掉空格，用“|”相连。",
    "第k次（k从1起）把“编号”“名单码全文”“种子”“k”四行用换行相连取SHA-256，前8个字节按大端读成整数x。",
    "剩下m个时，x不小于“2的64次方减去它除以m的余数”的作废，k加1再取；否则抽中剩下的里面第（x除以m的余数+1）个，把它拿掉。",
    "要抽几个就这样抽几个；多抽时前面抽中的不变。",
];

/// The fewest characters of both parts of a seed together: the eyes of 16 dice, about 41 bits.
pub const SEED_LEAST: usize = 16;

/// So many digits of the code are written on paper.
const CODE_DIGITS: usize = 20;

/// A sampling: what is drawn from, under which number and seed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sampling {
    number: String,
    pool: Vec<String>,
    seed: String,
}

/// The entries of a list as typed, one a line: without blank lines and blanks at the ends, in the order of
/// their characters' codes.
pub fn pool_of(lines: &str) -> Vec<String> {
    let lines = lines.lines().map(str::trim).filter(|line| !line.is_empty());
    let mut pool: Vec<String> = lines.map(str::to_owned).collect();
    crate::ordered::sort(&mut pool);
    pool
}

/// The code of a list as it is written on paper: the first digits, in groups of four.
pub fn code_words(pool: &[String]) -> String {
    let code = code(pool);
    let digits: Vec<char> = code.chars().take(CODE_DIGITS).collect();
    let groups = digits.chunks(4).map(|group| group.iter().collect::<String>());
    groups.collect::<Vec<_>>().join(" ")
}

/// The code of a list: SHA-256 of its lines, in hexadecimal digits.
fn code(pool: &[String]) -> String {
    hex(&Sha256::digest(pool.join("\n").as_bytes()))
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

impl Sampling {
    /// A sampling from a list, with the seed in two parts.
    pub fn new(number: &str, pool: Vec<String>, seed: [&str; 2]) -> Self {
        let part = |text: &str| text.split_whitespace().collect::<String>();
        let seed = format!("{}|{}", part(seed[0]), part(seed[1]));
        Self { number: number.trim().to_owned(), pool, seed }
    }

    /// What is drawn from, in order.
    pub fn pool(&self) -> &[String] {
        &self.pool
    }

    /// The places in the list of those drawn, from 0, in the order of drawing; all of them where there are
    /// no more than `count`.
    pub fn picks(&self, count: usize) -> Vec<usize> {
        let code = code(&self.pool);
        let mut left: Vec<usize> = (0..self.pool.len()).collect();
        let mut picks = Vec::new();
        let mut counter = 0_u64;
        while picks.len() < count && !left.is_empty() {
            counter += 1;
            let m = left.len() as u64;
            let x = self.number_at(&code, counter);
            // The greatest multiple of m in the range of x: what is not below it would favour the first.
            let rest = (u64::MAX % m + 1) % m;
            if rest != 0 && x > u64::MAX - rest {
                continue;
            }
            picks.push(left.remove((x % m) as usize));
        }
        picks
    }

    fn number_at(&self, code: &str, counter: u64) -> u64 {
        let text = format!("{}\n{code}\n{}\n{counter}", self.number, self.seed);
        let digest = Sha256::digest(text.as_bytes());
        digest.iter().take(8).fold(0, |number, byte| (number << 8) | u64::from(*byte))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn departments(count: usize) -> Vec<String> {
        pool_of(&(1..=count).map(|at| format!("科室{at:02}\n")).collect::<String>())
    }

    /// Worked out by `tests/fixtures/sampling.py`, which knows only what the slip says.
    #[test]
    fn another_program_draws_the_same() {
        let sampling = Sampling::new("2026-11-1", departments(36), ["4163 5216", "35 26 14 62"]);
        assert_eq!(code_words(sampling.pool()), "3e9d f19e 7865 2dc7 3056");
        assert_eq!(sampling.picks(5), [25, 9, 20, 23, 8]);
        let other = Sampling::new("回访-7", pool_of("c\n\n a \nb\nb"), ["x", ""]);
        assert_eq!(code_words(other.pool()), "7128 7cc4 1811 49af 69d5");
        assert_eq!(other.picks(9), [1, 0, 2, 3]);
    }

    #[test]
    fn each_is_drawn_about_as_often_as_the_others() {
        let pool = departments(36);
        let mut counts = [0_i64; 36];
        for draw in 0..7_200 {
            let sampling = Sampling::new(&draw.to_string(), pool.clone(), ["1", "2"]);
            for pick in sampling.picks(5) {
                counts[pick] += 1;
            }
        }
        // 1,000 of each are expected. Chi-square with 35 degrees of freedom is above 66.6 once in a thousand;
        // the numbers are fixed, so that this is no matter of luck.
        let squares: i64 = counts.iter().map(|count| (count - 1000) * (count - 1000)).sum();
        assert!(squares < 66_600, "{squares} {counts:?}");
    }

    proptest! {
        #[test]
        fn more_places_begin_with_the_same_picks_and_none_twice(
            size in 0_usize..40, count in 0_usize..45, number in "[0-9]{1,4}", seed in "[1-6]{16}",
        ) {
            let sampling = Sampling::new(&number, departments(size), [&seed, ""]);
            let (few, all) = (sampling.picks(count), sampling.picks(size));
            prop_assert_eq!(&few[..], &all[..count.min(size)]);
            let mut sorted = all.clone();
            sorted.sort_unstable();
            prop_assert_eq!(sorted, (0..size).collect::<Vec<_>>());
        }

        #[test]
        fn order_and_blanks_of_what_was_typed_change_nothing(
            mut lines in proptest::collection::vec("[a-z]{1,3}", 0..8),
        ) {
            let typed = pool_of(&lines.join("\n"));
            lines.reverse();
            prop_assert_eq!(typed, pool_of(&format!("\n {}  \n", lines.join(" \r\n\n"))));
        }
    }
}
