use super::*;

#[test]
fn radicals_and_compatibility_forms_become_unified_characters() {
    assert_eq!(
        unified("王⽂ ⻢⽅ 第⼀党⽀部 ⼯号 ⼊党 ⻓⻛⻉⻩"),
        "王文 马方 第一党支部 工号 入党 长风贝黄"
    );
    assert_eq!(unified("\u{f907}\u{f9d1}\u{fa19}\u{fad9}\u{2f800}\u{2fa1d}"), "龜六神龎丽𪘀");
    assert_eq!(replaced("王⽂　⻢").collect::<Vec<_>>(), [('⽂', '文'), ('⻢', '马')]);
}

#[test]
fn the_eighty_private_characters_of_gbk_become_standard_ones() {
    assert_eq!(unified("\u{e863}\u{e864}\u{e81e}\u{e818}"), "䶮龻龴𠃌");
    let all: String = ('\u{e815}'..='\u{e864}').collect();
    let read = unified(&all);
    assert_eq!(read.chars().count(), 80);
    assert!(read.chars().all(|c| !is_private(c) && is_han(c)), "{read}");
    // A private character that no standard names stays, to be looked at.
    assert_eq!(unified("\u{e000}"), "\u{e000}");
}

#[test]
fn every_table_fills_its_block_and_leads_to_ordinary_characters() {
    for (table, first, last) in [
        (tables::RADICALS, 0x2e80, 0x2fd5),
        (tables::GBK, 0xe815, 0xe864),
        (tables::COMPATIBILITY, 0xf900, 0xfad9),
        (tables::COMPATIBILITY_SUPPLEMENT, 0x2f800, 0x2fa1d),
    ] {
        assert_eq!(table.chars().count(), last - first + 1, "{first:x}");
    }
    // Once is enough: normalising what is normal changes nothing.
    for c in ('\u{0}'..='\u{10ffff}').filter(|c| !is_invisible(*c)) {
        let once = unified_char(c);
        assert_eq!(unified_char(once), once, "U+{:04X}", u32::from(c));
    }
}

#[test]
fn rare_characters_and_full_width_signs_stay_as_they_are() {
    for text in ["𬀩㛃䶮", "𠮷野", "（一）支部：甲，乙", "あア", "ᠮᠣᠩᠭᠣᠯ", "བོད"]
    {
        assert!(matches!(unified(text), Cow::Borrowed(same) if same == text), "{text}");
    }
}

#[test]
fn what_cannot_be_seen_is_left_out_and_every_space_is_plain() {
    let spaces = "\u{a0}\u{1680}\u{2000}\u{2002}\u{2003}\u{2009}\u{200a}\u{202f}\u{205f}";
    assert!(unified(spaces).chars().all(|c| c == ' '));
    assert_eq!(
        unified("\u{feff}张\u{200b}\u{fe00}三\u{e0101}\u{200e}\u{2066}丰\u{2069}"),
        "张三丰"
    );
    assert_eq!(line(" 内科　\u{2009} 一病区\r\n护理 "), "内科 一病区 护理");
    assert_eq!(unified("吕\u{301}lu\u{308}\u{30c} e\u{301}"), "吕\u{301}lǚ é");
}

#[test]
fn names_have_one_spelling() {
    for dot in ["·", "•", "‧", "∙", "・", "．", ".", "･", " · ", "⋅", "··", "\u{387}"]
    {
        assert_eq!(name(&format!("阿卜杜拉{dot}买买提")), "阿卜杜拉·买买提", "{dot}");
    }
    assert_eq!(name(" 张\u{2009}三 "), "张三");
    assert_eq!(name("张　⽂"), "张文");
    assert_eq!(name("John  Ｓmith Jr."), "John Smith Jr.");
}

#[test]
fn staff_numbers_have_one_canonical_form() {
    for typed in ["a0012", "A0012", "ａ００１２", "A 0012", " Ａ\u{2009}0012\u{200b}"] {
        assert_eq!(staff_number(typed), "A0012", "{typed}");
        assert!(is_same_staff_number(typed, "A0012"));
    }
    assert_eq!(staff_number("a－0012"), staff_number("A–0012"));
    assert!(!is_same_staff_number("A-0012", "A0012") && !is_same_staff_number("", ""));
}

#[test]
fn what_is_searched_for_leaves_spaces_dots_and_apostrophes_out() {
    for typed in ["买买提·艾力", "买买提艾力", "买买提 艾力", "买买提．艾力"]
    {
        assert_eq!(search_key(typed), "买买提艾力");
    }
    assert_eq!(search_key("Z’Ｓ\u{2009}'w"), "zsw");
}

#[test]
fn normalising_twice_changes_nothing_more() {
    let texts = ["⻢·⽅ A-１２", " é\u{301} . ·a", "．张．", "a\u{200b}\u{301}", "· ·", "a　 b"];
    for text in texts {
        for once in [unified(text).into_owned(), line(text), name(text)] {
            assert_eq!(unified(&once), once, "{text}");
        }
        assert_eq!(line(&line(text)), line(text), "{text}");
        assert_eq!(name(&name(text)), name(text), "{text}");
        assert_eq!(staff_number(&staff_number(text)), staff_number(text), "{text}");
    }
}
