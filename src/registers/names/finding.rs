//! Finding by what was typed: by characters, or by pinyin as far as it goes, also while an input method
//! still composes it.

use super::surnames::readings;
use crate::typed_text::{half_width, is_name_dot, unified};

/// A text as it is searched in or for: [`unified`], in small letters of half width, without spaces, apostrophes and
/// the dots of names. A dot between digits stays.
pub fn folded(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let text = unified(text);
    let mut chars = text.chars().map(half_width).peekable();
    let mut last = ' ';
    while let Some(c) = chars.next() {
        let is_decimal = c == '.'
            && last.is_ascii_digit()
            && chars.peek().is_some_and(|next| next.is_ascii_digit());
        if is_decimal || !is_passed_over(c) {
            match c {
                'ü' | 'Ü' => out.push('v'),
                c => out.extend(c.to_lowercase()),
            }
        }
        last = c;
    }
    out
}

/// What a keyboard puts between what is meant.
fn is_passed_over(c: char) -> bool {
    c.is_whitespace() || is_name_dot(c) || matches!(c, '.' | '。' | '﹒') || "'’‘‛`´ʼ′".contains(c)
}

/// Into how many pieces at most what was typed is cut.
const PIECES: usize = 3;

const LETTERS: &str = "abcdefghijklmnopqrstuvwxyz";

/// A text prepared for being searched in.
#[derive(Debug, Clone, Default)]
pub struct Findable {
    text: String,
    /// How each of its characters is read: in one way, or two.
    read: Vec<[&'static str; 2]>,
}

impl Findable {
    /// Prepares a text; `read` says how a character is read in pinyin.
    pub fn new(text: &str, read: impl Fn(char) -> &'static str) -> Self {
        let text = folded(text);
        let of = |c: char| match LETTERS.find(c) {
            Some(at) => [&LETTERS[at..=at], ""],
            None => readings(c).unwrap_or_else(|| [read(c), ""]),
        };
        let read = text.chars().map(of).collect();
        Self { text, read }
    }

    /// Whether it is found by what was typed, which is [`folded`]: by its characters, or by the pinyin
    /// of successive characters, each as far as it was typed (“zs”, “zhangs” and “zhangsan” find 张三,
    /// and 王张三 too).
    pub fn is_found_by(&self, query: &str) -> bool {
        if self.text.contains(query) {
            return true;
        }
        query.bytes().all(|byte| byte.is_ascii_lowercase())
            && (0..self.read.len()).any(|from| spells(&self.read[from..], query.as_bytes()))
    }

    /// Whether it begins with what was typed, which is [`folded`], by characters or by pinyin.
    pub fn is_begun_by(&self, query: &str) -> bool {
        self.text.starts_with(query) || spells(&self.read, query.as_bytes())
    }

    /// Whether it is found by what was typed as a whole, or cut into up to [`PIECES`] pieces of two
    /// signs and more that are found one by one: “请假未补学” finds 请假逾期未补学.
    pub fn is_found_in_pieces(&self, query: &str) -> bool {
        self.is_found_cut(query, PIECES)
    }

    fn is_found_cut(&self, query: &str, pieces: usize) -> bool {
        if self.is_found_by(query) {
            return true;
        }
        let places: Vec<usize> = query.char_indices().map(|(at, _)| at).collect();
        let last = places.len().saturating_sub(1);
        pieces > 1
            && places.iter().take(last).skip(2).any(|at| {
                let (piece, rest) = query.split_at(*at);
                self.is_found_by(piece) && self.is_found_cut(rest, pieces - 1)
            })
    }
}

/// Whether characters that are read so begin with what was typed: the last of them as far as it was
/// typed, those before it by their first sound or whole.
fn spells(read: &[[&str; 2]], typed: &[u8]) -> bool {
    if typed.is_empty() {
        return true;
    }
    let Some((first, rest)) = read.split_first() else { return false };
    let is_same =
        |(letter, typed): &(u8, u8)| letter == typed || (*letter == b'v' && *typed == b'u');
    first.iter().any(|reading| {
        let common =
            reading.bytes().zip(typed.iter().copied()).take_while(|pair| is_same(pair)).count();
        let is_sound = |count: usize| count == 1 || (count == 2 && reading.as_bytes()[1] == b'h');
        let is_whole = |count: usize| count == reading.len() || count == typed.len();
        (1..=common)
            .rev()
            .filter(|count| is_sound(*count) || is_whole(*count))
            .any(|count| spells(rest, &typed[count..]))
    })
}
