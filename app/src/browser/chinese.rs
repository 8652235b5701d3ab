//! Orders of Chinese names, and finding them by pinyin: from the table of characters, which is fetched
//! when the first page needs it, and from what the browser knows of them.

use std::cell::{Cell, RefCell};
use std::cmp::Ordering;

use js_sys::{Array, Function, Intl, Object};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

use super::page;
use crate::fast_hash::FastMap;
use crate::ordered;
use crate::registers::{Characters, Findable, StrokeKey, folded, stroke_key, surname_readings};

/// An order of names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum NameOrder {
    /// 姓氏笔画, the order of Party papers.
    Strokes,
    /// 拼音.
    Pinyin,
    /// The browser's own order by strokes, in which bulletins were issued before the third edition.
    Browser,
}

/// The table, beside the page; `scripts/characters.mjs` makes it.
const TABLE_FILE: &str = "./characters.txt";

/// So long a page waits for the table, in milliseconds.
const PATIENCE_MILLIS: i32 = 4_000;

thread_local! {
    /// The table: it lives as long as the page.
    static TABLE: Cell<Option<&'static Characters>> = const { Cell::new(None) };
    static BY_PINYIN: Function = comparer("zh-u-co-pinyin");
    static BY_STROKES: Function = comparer("zh-u-co-stroke");
    static READINGS: RefCell<FastMap<char, &'static str>> = RefCell::new(FastMap::default());
}

/// Whether the table is here.
pub fn is_ready() -> bool {
    TABLE.get().is_some()
}

/// Fetches the table, unless it is here. Where it does not come in a while, pages go on without it:
/// names are in the browser's order then, and found by their characters.
pub async fn load() {
    if is_ready() {
        return;
    }
    let fetched = wasm_bindgen_futures::future_to_promise(async {
        if let Some(text) = fetch().await
            && !is_ready()
        {
            TABLE.set(Some(Box::leak(Box::new(Characters::parse(&text)))));
            // The first comparing of all takes long: not under the first letter that is typed.
            reading('张');
        }
        Ok(JsValue::UNDEFINED)
    });
    let patience = wasm_bindgen_futures::future_to_promise(async {
        page::pause(PATIENCE_MILLIS).await;
        Ok(JsValue::UNDEFINED)
    });
    let _ = JsFuture::from(js_sys::Promise::race(&Array::of2(&fetched, &patience))).await;
}

async fn fetch() -> Option<String> {
    let response = JsFuture::from(web_sys::window()?.fetch_with_str(TABLE_FILE)).await.ok()?;
    let response = response.dyn_into::<web_sys::Response>().ok().filter(|one| one.ok())?;
    JsFuture::from(response.text().ok()?).await.ok()?.as_string()
}

fn comparer(locale: &str) -> Function {
    Intl::Collator::new(&Array::of1(&locale.into()), &Object::new()).compare()
}

fn compare(comparer: &Function, left: &str, right: &str) -> Ordering {
    let result = comparer
        .call2(&JsValue::UNDEFINED, &left.into(), &right.into())
        .ok()
        .and_then(|result| result.as_f64())
        .unwrap_or(0.0);
    result.partial_cmp(&0.0).unwrap_or(Ordering::Equal)
}

fn by_pinyin(left: &str, right: &str) -> Ordering {
    BY_PINYIN.with(|comparer| compare(comparer, left, right))
}

fn by_strokes(left: &str, right: &str) -> Ordering {
    BY_STROKES.with(|comparer| compare(comparer, left, right))
}

/// How many strokes the browser says that a character has; 0 for what is none.
fn strokes(c: char) -> u8 {
    if !is_han(c) {
        return 0;
    }
    // In the browser's order each count of strokes begins with a text of its own.
    let is_above = |count: u8| {
        let begins = ['\u{fdd0}', char::from_u32(0x2800 + u32::from(count)).unwrap_or(' ')];
        by_strokes(&String::from_iter(begins), &String::from(c)) != Ordering::Greater
    };
    let counts: Vec<u8> = (1..64).collect();
    u8::try_from(counts.partition_point(|count| is_above(*count))).unwrap_or(0)
}

fn is_han(c: char) -> bool {
    matches!(c, '\u{3007}' | '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}')
}

/// What a name is sorted by.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
enum SortKey {
    Strokes(StrokeKey),
    /// Without the table, or in another order: as a text that the browser compares.
    Text(String),
}

fn key(order: NameOrder, name: &str) -> SortKey {
    match (order, TABLE.get()) {
        (NameOrder::Strokes, Some(table)) => SortKey::Strokes(stroke_key(table, strokes, name)),
        (NameOrder::Pinyin, Some(table)) => SortKey::Text(as_read(table, name)),
        _ => SortKey::Text(name.to_owned()),
    }
}

/// A name, its surname with characters that the browser reads as the surname is read.
fn as_read(table: &Characters, name: &str) -> String {
    let letters: Vec<char> = name.chars().collect();
    let read = surname_readings(&letters);
    let first = |reading: &str| {
        table.syllables().iter().find(|(syllable, _)| syllable == reading).map(|(_, first)| *first)
    };
    let as_read = |(at, c): (usize, &char)| {
        let reading = read.get(at).copied().flatten();
        // Where the browser reads it the same, its tone counts too.
        reading.filter(|reading| *reading != self::reading(*c)).and_then(first).unwrap_or(*c)
    };
    letters.iter().enumerate().map(as_read).collect()
}

fn compare_keys(order: NameOrder, left: &SortKey, right: &SortKey) -> Ordering {
    match (left, right) {
        (SortKey::Text(left), SortKey::Text(right)) if order == NameOrder::Pinyin => {
            by_pinyin(left, right)
        }
        (SortKey::Text(left), SortKey::Text(right)) => by_strokes(left, right),
        _ => left.cmp(right),
    }
}

/// Sorts by name; equal names keep their order.
pub fn sort_by_name<T>(items: &mut [T], order: NameOrder, name: impl Fn(&T) -> &str) {
    let keys: Vec<SortKey> = items.iter().map(|item| key(order, name(item))).collect();
    let mut places: Vec<usize> = (0..items.len()).collect();
    ordered::sort_by(&mut places, |left, right| {
        compare_keys(order, &keys[*left], &keys[*right]).then(left.cmp(right))
    });
    for at in 0..items.len() {
        let mut from = places[at];
        // What was there has been put where this one's place says.
        while from < at {
            from = places[from];
        }
        items.swap(at, from);
    }
}

/// Compares names as Party papers list them.
pub fn names_by_strokes() -> impl Fn(&str, &str) -> Ordering {
    let keys: RefCell<FastMap<String, SortKey>> = RefCell::default();
    move |left: &str, right: &str| {
        let mut keys = keys.borrow_mut();
        for name in [left, right] {
            if !keys.contains_key(name) {
                keys.insert(name.to_owned(), key(NameOrder::Strokes, name));
            }
        }
        match (keys.get(left), keys.get(right)) {
            (Some(left), Some(right)) => compare_keys(NameOrder::Strokes, left, right),
            _ => Ordering::Equal,
        }
    }
}

/// How a character is read, in pinyin without tones; empty where that is not known.
pub fn reading(c: char) -> &'static str {
    let Some(table) = TABLE.get().filter(|_| is_han(c)) else { return "" };
    if let Some(known) = READINGS.with_borrow(|known| known.get(&c).copied()) {
        return known;
    }
    let (mut one, mut other) = ([0; 4], [0; 4]);
    let text = c.encode_utf8(&mut one);
    let above = table.syllables().partition_point(|(_, first)| {
        by_pinyin(first.encode_utf8(&mut other), text) != Ordering::Greater
    });
    let found = above.checked_sub(1).map_or("", |at| &*table.syllables()[at].0);
    READINGS.with_borrow_mut(|known| known.insert(c, found));
    found
}

/// A text prepared for being searched in more than once.
pub fn findable(text: &str) -> Findable {
    Findable::new(text, reading)
}

/// Whether a text is found by what was typed: see [`Findable::is_found_by`].
pub fn matches(text: &str, query: &str) -> bool {
    let query = folded(query);
    query.is_empty() || findable(text).is_found_by(&query)
}
