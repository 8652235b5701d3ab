//! Orders and initials of Chinese names, from what the browser knows of them: no table is shipped.

use crate::ordered;
use crate::quick_map::QuickMap;
use std::cell::RefCell;
use std::cmp::Ordering;

use js_sys::{Array, Function, Intl, Object};
use wasm_bindgen::JsValue;

/// An order of names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum NameOrder {
    /// 姓氏笔画, the order of Party papers.
    Strokes,
    /// 拼音.
    Pinyin,
}

fn comparer(order: NameOrder) -> Function {
    let locale = match order {
        NameOrder::Strokes => "zh-u-co-stroke",
        NameOrder::Pinyin => "zh-u-co-pinyin",
    };
    Intl::Collator::new(&Array::of1(&locale.into()), &Object::new()).compare()
}

/// Compares two names.
fn compare(comparer: &Function, left: &str, right: &str) -> Ordering {
    let result = comparer
        .call2(&JsValue::UNDEFINED, &left.into(), &right.into())
        .ok()
        .and_then(|result| result.as_f64())
        .unwrap_or(0.0);
    result.partial_cmp(&0.0).unwrap_or(Ordering::Equal)
}

/// Sorts by name; equal names keep their order.
pub fn sort_by_name<T>(items: &mut [T], order: NameOrder, name: impl Fn(&T) -> &str) {
    let comparer = comparer(order);
    ordered::sort_by(items, |left, right| compare(&comparer, name(left), name(right)));
}

/// The first character of each initial in pinyin order. There are none for I, U and V.
const FIRSTS: &[(char, char)] = &[
    ('阿', 'a'),
    ('芭', 'b'),
    ('擦', 'c'),
    ('搭', 'd'),
    ('蛾', 'e'),
    ('发', 'f'),
    ('噶', 'g'),
    ('哈', 'h'),
    ('击', 'j'),
    ('喀', 'k'),
    ('垃', 'l'),
    ('妈', 'm'),
    ('拿', 'n'),
    ('哦', 'o'),
    ('啪', 'p'),
    ('期', 'q'),
    ('然', 'r'),
    ('撒', 's'),
    ('塌', 't'),
    ('挖', 'w'),
    ('昔', 'x'),
    ('压', 'y'),
    ('匝', 'z'),
];

/// Characters that are read otherwise in a name, or that have two readings worth finding.
const READINGS: &[(char, &str)] = &[
    ('单', "sd"),
    ('解', "xj"),
    ('仇', "qc"),
    ('区', "oq"),
    ('曾', "zc"),
    ('翟', "zd"),
    ('尉', "yw"),
    ('乐', "yl"),
    ('长', "cz"),
    ('查', "zc"),
    ('朴', "pb"),
    ('盖', "g"),
    ('覃', "qt"),
    ('冼', "x"),
    ('缪', "m"),
    ('繁', "pf"),
    ('种', "cz"),
    ('员', "y"),
    ('重', "cz"),
    ('行', "xh"),
    ('任', "r"),
    ('华', "h"),
    ('沈', "s"),
    ('宓', "m"),
    ('万', "w"),
    ('柏', "b"),
    ('秘', "bm"),
    ('晟', "sc"),
    ('茜', "xq"),
    ('奇', "qj"),
    ('藏', "zc"),
];

thread_local! {
    static KNOWN: RefCell<QuickMap<char, &'static str>> = RefCell::new(QuickMap::default());
    static PINYIN: Function = comparer(NameOrder::Pinyin);
}

const LETTERS: &str = "abcdefghijklmnopqrstuvwxyz";

/// The initials that a character can be searched by.
fn initials_of(c: char) -> &'static str {
    if let Some((_, readings)) = READINGS.iter().find(|(other, _)| *other == c) {
        return readings;
    }
    if let Some(at) = LETTERS.find(c.to_ascii_lowercase()) {
        return &LETTERS[at..=at];
    }
    if !('\u{3400}'..='\u{9fff}').contains(&c) && u32::from(c) < 0x20000 {
        return "";
    }
    if let Some(known) = KNOWN.with_borrow(|known| known.get(&c).copied()) {
        return known;
    }
    let mut buffer = [0; 4];
    let text = c.encode_utf8(&mut buffer);
    let found = PINYIN.with(|comparer| {
        let mut first_buffer = [0; 4];
        let above = FIRSTS.partition_point(|(first, _)| {
            compare(comparer, first.encode_utf8(&mut first_buffer), text) != Ordering::Greater
        });
        above.checked_sub(1).map(|at| FIRSTS[at].1)
    });
    let initials = found.and_then(|letter| LETTERS.find(letter)).map_or("", |at| &LETTERS[at..=at]);
    KNOWN.with_borrow_mut(|known| known.insert(c, initials));
    initials
}

/// Whether a text is found by what was typed: by its characters, or by the pinyin initials of
/// successive characters (“zs” finds 张三, and 王张三 too).
pub fn matches(text: &str, query: &str) -> bool {
    let query = query.trim().to_lowercase();
    if query.is_empty() || text.to_lowercase().contains(&query) {
        return true;
    }
    if !query.bytes().all(|byte| byte.is_ascii_lowercase()) {
        return false;
    }
    let readings: Vec<&str> =
        text.chars().filter(|c| *c != '·' && *c != ' ').map(initials_of).collect();
    readings
        .windows(query.len())
        .any(|window| window.iter().zip(query.chars()).all(|(one, letter)| one.contains(letter)))
}
