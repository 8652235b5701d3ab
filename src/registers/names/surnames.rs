//! Surnames: those of two characters, and those that are read otherwise than the character is.

/// Surnames of two characters.
const COMPOUND: &str = "欧阳 太史 端木 上官 司马 东方 独孤 南宫 万俟 闻人 夏侯 诸葛 尉迟 公羊 \
    淳于 公良 东门 赫连 澹台 皇甫 宗政 濮阳 公冶 太叔 申屠 公孙 慕容 仲孙 钟离 长孙 宇文 司徒 鲜于 司空 闾丘 \
    子车 亓官 司寇 巫马 公西 颛孙 壤驷 漆雕 乐正 宰父 谷梁 拓跋 夹谷 轩辕 令狐 段干 百里 呼延 \
    东郭 南门 羊舌 微生 梁丘 左丘 西门 第五 即墨 达奚 褚师 纳兰 完颜 叶赫 那拉 富察 哥舒 欧冶 \
    東方 歐陽 司馬 諸葛 尉遲 長孫 鍾離 軒轅 鮮于 閭丘";

/// How many characters the surname of a name has.
pub(super) fn surname_length(name: &[char]) -> usize {
    let [first, second, _, ..] = name else { return name.len().min(1) };
    let is_compound = COMPOUND.split_whitespace().any(|one| one.chars().eq([*first, *second]));
    if is_compound { 2 } else { 1 }
}

/// Characters of surnames that are read otherwise than elsewhere, or in two ways: how the name is read
/// as a rule, and how else it may be, both in pinyin without tones.
const READINGS: &[(char, &str, &str)] = &[
    ('万', "wan", "mo"),
    ('乜', "nie", "mie"),
    ('乐', "yue", "le"),
    ('亓', "qi", ""),
    ('仇', "qiu", "chou"),
    ('佴', "nai", "er"),
    ('仉', "zhang", ""),
    ('伽', "jia", "qie"),
    ('俟', "qi", "si"),
    ('俞', "yu", "shu"),
    ('冼', "xian", ""),
    ('洗', "xian", "xi"),
    ('区', "ou", "qu"),
    ('區', "ou", "qu"),
    ('卜', "bu", "bo"),
    ('单', "shan", "dan"),
    ('單', "shan", "dan"),
    ('句', "gou", "ju"),
    ('召', "shao", "zhao"),
    ('员', "yun", "yuan"),
    ('員', "yun", "yuan"),
    ('呙', "guo", "wo"),
    ('种', "chong", "zhong"),
    ('宓', "mi", "fu"),
    ('宿', "su", "xiu"),
    ('尉', "wei", "yu"),
    ('强', "qiang", "jiang"),
    ('折', "she", "zhe"),
    ('晟', "cheng", "sheng"),
    ('曾', "zeng", "ceng"),
    ('朴', "piao", "pu"),
    ('柏', "bai", "bo"),
    ('查', "zha", "cha"),
    ('沈', "shen", "chen"),
    ('澹', "tan", "dan"),
    ('樂', "yue", "le"),
    ('炅', "gui", "jiong"),
    ('牟', "mu", "mou"),
    ('盖', "ge", "gai"),
    ('蓋', "ge", "gai"),
    ('盛', "sheng", "cheng"),
    ('省', "xing", "sheng"),
    ('眭', "sui", "gui"),
    ('祭', "zhai", "ji"),
    ('秘', "bi", "mi"),
    ('繁', "po", "fan"),
    ('缪', "miao", "mou"),
    ('繆', "miao", "mou"),
    ('翟', "zhai", "di"),
    ('能', "nai", "neng"),
    ('莘', "shen", "xin"),
    ('茜', "qian", "xi"),
    ('藏', "zang", "cang"),
    ('行', "xing", "hang"),
    ('蔚', "yu", "wei"),
    ('薄', "bo", "bao"),
    ('覃', "qin", "tan"),
    ('角', "jue", "jiao"),
    ('解', "xie", "jie"),
    ('谌', "chen", "shen"),
    ('谷', "gu", "yu"),
    ('贠', "yun", "yuan"),
    ('贲', "ben", "bi"),
    ('贾', "jia", "gu"),
    ('费', "fei", "bi"),
    ('车', "che", "ju"),
    ('逄', "pang", ""),
    ('郇', "xun", "huan"),
    ('郄', "qie", "xi"),
    ('郗', "xi", "chi"),
    ('钭', "tou", "dou"),
    ('都', "du", "dou"),
    ('重', "chong", "zhong"),
    ('长', "chang", "zhang"),
    ('長', "chang", "zhang"),
    ('阙', "que", ""),
    ('阚', "kan", "han"),
    ('阿', "a", "e"),
    ('陆', "lu", "liu"),
    ('隗', "wei", "kui"),
    ('隽', "juan", "jun"),
    ('奇', "qi", "ji"),
    ('黑', "he", "hei"),
    ('瞿', "qu", "ju"),
    ('粘', "nian", "zhan"),
    ('适', "kuo", "shi"),
    ('厍', "she", ""),
    ('库', "she", "ku"),
    ('恽', "yun", ""),
    ('诘', "jie", "ji"),
    ('笮', "ze", "zuo"),
    ('铅', "yan", "qian"),
    ('郏', "jia", ""),
    ('殷', "yin", "yan"),
];

/// Surnames of two characters whose first or second is read otherwise there.
const COMPOUND_READINGS: &[(&str, [&str; 2])] = &[
    ("万俟", ["mo", "qi"]),
    ("尉迟", ["yu", "chi"]),
    ("尉遲", ["yu", "chi"]),
    ("长孙", ["zhang", "sun"]),
    ("長孫", ["zhang", "sun"]),
    ("澹台", ["tan", "tai"]),
    ("夏侯", ["xia", "hou"]),
    ("乐正", ["yue", "zheng"]),
    ("子车", ["zi", "ju"]),
    ("宰父", ["zai", "fu"]),
];

/// How a character is read in names, the usual way first and perhaps another one; `None` where it is
/// read as everywhere.
pub fn readings(c: char) -> Option<[&'static str; 2]> {
    let found = READINGS.iter().find(|(known, ..)| *known == c)?;
    Some([found.1, found.2])
}

/// How the surname of a name is read, character by character; `None` for those that are read as
/// everywhere.
pub fn surname_readings(name: &[char]) -> Vec<Option<&'static str>> {
    let surname = &name[..surname_length(name)];
    let compound =
        COMPOUND_READINGS.iter().find(|(known, _)| known.chars().eq(surname.iter().copied()));
    match compound {
        Some((_, [first, second])) => vec![Some(first), Some(second)],
        None => surname.iter().map(|c| readings(*c).map(|[usual, _]| usual)).collect(),
    }
}
