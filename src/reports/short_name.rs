//! Short names of items and aspects, for heads of narrow columns: two lines of two characters.

/// What people say for the names of the standard that ships with the app, where the first characters
/// of a name do not say it.
const SAID: [(&str, &str); 13] = [
    ("支部党员大会与组织生活会", "党员大会"),
    ("党课与集中学习", "党课学习"),
    ("按时足额交纳党费", "交纳党费"),
    ("完成组织交办任务与党务担当", "交办任务"),
    ("医疗(服务)质量与安全", "质量安全"),
    ("技术创新与科研教学", "科研教学"),
    ("双培养与帮带指导", "帮带指导"),
    ("书记项目·支部品牌·建言献策", "项目建言"),
    ("为民办实事·双报到·联系群众", "为民办事"),
    ("群众意见办理与纠纷化解", "意见办理"),
    ("参加党内组织生活", "组织生活"),
    ("促进医院发展", "医院发展"),
    ("服务患者群众", "服务群众"),
];

/// The most characters of a short name.
const MOST: usize = 4;

/// The short name of an item or aspect: what people say, else its first words, as far as they fit.
pub fn short_name(name: &str) -> String {
    let plain = |c: char| match c {
        '（' => '(',
        '）' => ')',
        c => c,
    };
    let known: String = name.chars().map(plain).filter(|c| !c.is_whitespace()).collect();
    if let Some((_, said)) = SAID.iter().find(|(full, _)| *full == known) {
        return (*said).to_owned();
    }
    let ends = |c: char| matches!(c, '(' | '·' | '、' | '与' | '和' | '“' | '”' | '，' | '/');
    let first = known.split(ends).find(|part| !part.is_empty()).unwrap_or_default();
    first.chars().take(MOST).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scoring::Standard;

    #[test]
    fn items_of_the_usual_standard_have_short_names_of_their_own() {
        let standard = Standard::built_in();
        let mut names: Vec<String> =
            standard.items.iter().map(|item| short_name(&item.name)).collect();
        names.extend(standard.aspects.iter().map(|aspect| short_name(&aspect.name)));
        assert!(names.iter().all(|name| (3..=4).contains(&name.chars().count())), "{names:?}");
        names.sort();
        names.dedup();
        assert_eq!(names.len(), standard.items.len() + standard.aspects.len());
        for (full, said) in SAID {
            let all = standard.items.iter().map(|item| &item.name);
            let mut all = all.chain(standard.aspects.iter().map(|aspect| &aspect.name));
            assert!(all.any(|name| short_name(name) == said), "{full} is in no standard");
        }
    }

    #[test]
    fn other_names_are_cut_at_their_first_words() {
        for (name, short) in [
            ("党员活动（含志愿）", "党员活动"),
            ("学习、考试", "学习"),
            ("岗位练兵与竞赛成绩", "岗位练兵"),
            ("“三好”评比", "三好"),
            ("", ""),
        ] {
            assert_eq!(short_name(name), short);
        }
    }
}
