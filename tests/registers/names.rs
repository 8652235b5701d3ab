//! 姓氏笔画, readings of surnames, and finding while an input method composes.

use yixin::registers::{Characters, Findable, folded, stroke_key, surname_readings};

const TABLE: &str = include_str!("../../public/characters.txt");

/// Sorts names from a reversed list; characters that the table lacks have so many strokes.
fn sorted(names: &[&str], strokes: impl Fn(char) -> u8 + Copy) -> Vec<String> {
    let table = Characters::parse(TABLE);
    let mut names: Vec<String> = names.iter().rev().map(|name| (*name).to_owned()).collect();
    names.sort_by_cached_key(|name| stroke_key(&table, strokes, name));
    names
}

fn is_in_order(names: &str) {
    let names: Vec<&str> = names.split_whitespace().collect();
    assert_eq!(sorted(&names, |_| 0), names);
}

#[test]
fn names_stand_by_the_strokes_of_their_surnames() {
    let case = include_str!("../fixtures/cases/strokes.csv");
    let names: Vec<&str> = case.lines().skip(1).filter_map(|line| line.split(',').next()).collect();
    let order = "王芳 毛宁 文静 方明 尹力 田富 田大利 杨一 何二 宋三 张四";
    assert_eq!(sorted(&names, |_| 0), order.split_whitespace().collect::<Vec<_>>());
    // One class of strokes after another: 横竖撇点折; what they leave equal as in GF 3003-1999.
    is_in_order("丁一 卜一 刁一 刀一");
    is_in_order("于一 万一 上一 山一 千一 卫一 习一 马一");
    is_in_order("左一 石一 龙一 卢一 叶一 申一 田一 史一 冉一 白一 乐一 冯一 司一");
    is_in_order("邓一 左一");
    is_in_order("杜一 李一 杨一 吴一 邱一 何一 余一 邹一 汪一 沈一 宋一 张一 陆一 陈一");
    is_in_order("欧一 金一 周一 郑一 孟一 赵一 胡一 钟一 侯一 姜一 贺一 徐一 高一 郭一 唐一");
    is_in_order(
        "黄一 曹一 龚一 崔一 彭一 葛一 董一 蒋一 韩一 程一 傅一 曾一 谢一 廖一 潘一 薛一 魏一",
    );
}

#[test]
fn a_compound_surname_stands_by_its_first_character_then_its_second() {
    is_in_order("王一 欧阳一 欧阳一一 周一");
    is_in_order("欧明 欧明明 欧阳一 欧阳明明");
    is_in_order("上官一 尚一");
    is_in_order("司马一 司徒一 司徒二二");
}

#[test]
fn a_given_name_of_one_character_stands_before_two() {
    is_in_order("张麟 张一一 张一丁 张丁一");
}

#[test]
fn characters_outside_the_table_stand_by_count_and_code() {
    let strokes = |c: char| match c {
        '劉' | '張' | '陳' => {
            [15, 11, 11]["劉張陳".chars().position(|one| one == c).unwrap_or(0)]
        }
        _ => 0,
    };
    assert_eq!(
        sorted(&["A组", "王一", "黄一", "張一", "陳一", "潘一", "劉一"], strokes),
        ["A组", "王一", "黄一", "張一", "陳一", "潘一", "劉一"]
    );
}

#[test]
fn dots_and_spaces_of_a_name_count_for_nothing() {
    is_in_order("阿丁 阿丁大 阿丁·王");
    // A radical out of a PDF stands where its character does.
    is_in_order("马一 ⻢丁 马三");
    is_in_order("张三 张三一");
}

#[test]
fn the_table_has_each_character_of_common_names_once() {
    let table = Characters::parse(TABLE);
    let none = table.place('\u{20000}', |_| 0);
    for c in "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜".chars()
    {
        assert!(table.place(c, |_| 0) > none, "{c}");
    }
    let lines: Vec<&str> = TABLE.lines().collect();
    let all: Vec<char> = lines[..lines.len() - 1].iter().flat_map(|line| line.chars()).collect();
    let mut distinct = all.clone();
    distinct.sort_unstable();
    distinct.dedup();
    assert_eq!(all.len(), distinct.len());
    assert!(all.len() > 6700 && table.syllables().len() > 380);
}

#[test]
fn the_table_knows_the_syllables_of_surnames_and_none_beside() {
    let table = Characters::parse(TABLE);
    let known: Vec<&str> =
        table.syllables().iter().map(|(syllable, _)| syllable.as_str()).collect();
    // 滕 腾, 缶 否, 冈 赣, 翠 崔, 谁 申, 天 田, 雷 勒: those beside each other in the browsers' order.
    for syllable in "teng fou gang gan cui cun shen tian ti lei le deng dian wan wai".split(' ') {
        assert!(known.contains(&syllable), "{syllable}");
    }
    // The browsers have no character that is read so: it would stand before those of another.
    assert!(["tei", "fo", "dei", "zhei"].iter().all(|one| !known.contains(one)));
    assert!(known.is_sorted_by(|one, next| one != next));
    let firsts: Vec<char> = table.syllables().iter().map(|(_, first)| *first).collect();
    assert!(firsts.windows(2).all(|pair| pair[0] != pair[1]), "none is empty");
}

#[test]
fn surnames_are_read_as_names() {
    let read = |name: &str| {
        let name: Vec<char> = name.chars().collect();
        surname_readings(&name)
            .into_iter()
            .map(|one| one.unwrap_or(""))
            .collect::<Vec<_>>()
            .join(" ")
    };
    for (name, reading) in [
        ("单雄信", "shan"),
        ("仇英", "qiu"),
        ("万俟卨明", "mo qi"),
        ("万里", "wan"),
        ("谌龙", "chen"),
        ("隗嚣", "wei"),
        ("曾国", "zeng"),
        ("解放", "xie"),
        ("查一", "zha"),
        ("区一", "ou"),
        ("尉迟一", "yu chi"),
        ("盖一", "ge"),
        ("朴一", "piao"),
        ("任一", ""),
        ("缪一", "miao"),
        ("员一", "yun"),
        ("长孙一", "zhang sun"),
    ] {
        let told = read(name);
        assert_eq!(told, reading, "{name}");
    }
}

/// The pinyin of the names below.
fn pinyin(c: char) -> &'static str {
    let known = "张zhang三san王wang李li四si阿a依yi古gu丽li买mai提ti雄xiong信xin龙long吕lv卨xie";
    let Some(at) = known.find(c) else { return "" };
    let rest = &known[at + c.len_utf8()..];
    &rest[..rest.find(|c: char| !c.is_ascii()).unwrap_or(rest.len())]
}

fn finds(name: &str, typed: &str) -> bool {
    Findable::new(name, pinyin).is_found_by(&folded(typed))
}

#[test]
fn a_name_is_found_by_what_an_input_method_gives_while_composing() {
    for typed in [
        "z",
        "zh",
        "zhang",
        "zhang'",
        "zhang's",
        "zhang'san",
        "zhang’san",
        "zhangsan",
        "zhang san",
        "zhang\u{2006}san",
        "zhang\u{2009}s",
        "ｚｓ",
        "Ｚhang",
        "z s",
        "ZS",
        "z.s",
        "zs",
        "张",
        "三",
        "张三",
        "张 三",
    ] {
        assert!(finds("张三", typed), "{typed}");
    }
    for typed in ["zhao", "zhans", "sz", "zss", "李"] {
        assert!(!finds("张三", typed), "{typed}");
    }
    assert!(finds("王张三", "zs") && finds("", "") && finds("张三", " \u{200b}"));
    assert!(finds("吕龙", "lvlong") && finds("吕龙", "lulong") && finds("吕龙", "lü'long"));
}

#[test]
fn dots_are_left_out_on_either_side() {
    let name = "阿依古丽·买买提";
    for typed in
        ["ayglmmt", "阿依古丽买买提", "阿依古丽•买买提", "阿依古丽.买", "ayigulimaimaiti", "丽买"]
    {
        assert!(finds(name, typed), "{typed}");
        assert!(finds("阿依古丽买买提", typed), "{typed}");
    }
    assert!(!finds("C3.1", "C31") && finds("C3.1 义诊", "c3.1"), "a number keeps its point");
}

#[test]
fn a_surname_of_two_readings_is_found_by_both() {
    for (name, typed) in [
        ("单雄信", "shan"),
        ("单雄信", "sxx"),
        ("单雄信", "dxx"),
        ("谌龙", "cl"),
        ("谌龙", "sl"),
        ("谌龙", "shenlong"),
        ("万俟卨", "mqx"),
        ("万俟卨", "moqi"),
        ("隗龙", "kl"),
        ("隗龙", "weil"),
        ("仇龙", "qiulong"),
        ("盖龙", "gl"),
        ("薄龙", "bl"),
        ("卜龙", "bulong"),
        ("贠龙", "yunlong"),
        ("蔚龙", "yul"),
    ] {
        assert!(finds(name, typed), "{name} {typed}");
    }
}
