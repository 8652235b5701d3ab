//! Rule lines are found by what a secretary types.

use yixin::registers::Characters;
use yixin::scoring::{RuleIndex, Standard};

const TABLE: &str = include_str!("../../public/characters.txt");

/// The readings of the characters of the examples; the browser knows those of all.
const READINGS: &str = "主zhu 题ti 党dang 日ri 志zhi 愿yuan 服fu 务wu 义yi 诊zhen 迟chi 到dao 早zao 退tui \
    请qing 假jia 逾yu 期qi 未wei 补bu 学xue 缺que 席xi 无wu 故gu 讲jiang 课ke 单dan 次ci 满man 小xiao 时shi";

fn read(c: char) -> &'static str {
    let of = |one: &'static str| one.strip_prefix(c);
    READINGS.split_whitespace().find_map(of).unwrap_or("")
}

/// The ids of the lines that are found.
fn found(query: &str) -> Vec<String> {
    let standard = Standard::built_in();
    let places = RuleIndex::new(&standard, read).find(query);
    places.into_iter().map(|one| standard.items[one.item].lines[one.line].id.clone()).collect()
}

/// The items of the lines that are found, each once where its lines stand side by side.
fn items(query: &str) -> Vec<String> {
    let mut items: Vec<String> =
        found(query).iter().filter_map(|id| Some(id.split_once('.')?.0.to_owned())).collect();
    items.dedup();
    items
}

#[test]
fn the_readings_of_the_examples_are_syllables_of_the_table() {
    let table = Characters::parse(TABLE);
    for one in READINGS.split_whitespace() {
        let reading: String = one.chars().skip(1).collect();
        assert!(table.syllables().iter().any(|(known, _)| *known == reading), "{one}");
    }
}

#[test]
fn a_rule_line_is_found_by_code_names_pinyin_and_pieces() {
    for (query, line) in [
        ("义诊", "C3.1"),
        ("志愿", "C3.1"),
        ("C3", "C3.1"),
        ("c3.2", "C3.2"),
        ("Ｃ３２", "C3.2"),
        ("c3 义诊", "C3.1"),
        ("c3义诊", "C3.1"),
        ("主题党日", "A4.1"),
        ("ztdr", "A4.1"),
        ("zhutidangri", "A4.1"),
        ("zhuti", "A4.1"),
        ("党日迟到", "A4.6"),
        ("主题党日 迟到", "A4.6"),
        ("ztdr cd", "A4.6"),
        ("ztdrcd", "A4.6"),
        ("请假未补学", "A1.3"),
        ("qjwbx", "A1.3"),
        ("健康宣教", "C3.1"),
        ("锦旗", "C2.1"),
    ] {
        assert_eq!(found(query).first().map(String::as_str), Some(line), "{query}");
    }
    assert_eq!(found("请假未补学"), ["A1.3", "A2.3", "A3.3", "A4.3"]);
    assert_eq!(items("C3"), ["C3"]);
    assert_eq!(items("ztdr"), ["A4"]);
    assert_eq!(found("主题党日 迟到"), ["A4.6"]);
    assert_eq!(found("c3.2"), ["C3.2"]);
}

#[test]
fn what_is_found_by_name_stands_before_what_is_found_by_description() {
    let of_study = items("学习");
    assert_eq!(of_study.first().map(String::as_str), Some("A3"));
    assert_eq!(items("义诊").first().map(String::as_str), Some("C3"));
}

#[test]
fn nothing_typed_lists_all_and_nonsense_finds_none() {
    let standard = Standard::built_in();
    let all: usize = standard.items.iter().map(|item| item.lines.len()).sum();
    assert_eq!((found("").len(), found("　 ").len()), (all, all));
    for query in ["qqq", "足球", "Z9", "义足"] {
        assert_eq!(found(query), [""; 0], "{query}");
    }
}
