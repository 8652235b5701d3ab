use super::*;

/// The warnings on the built-in standard after a change to it, as texts.
fn after(change: impl FnOnce(&mut Standard)) -> Vec<String> {
    let mut standard = Standard::built_in();
    change(&mut standard);
    warnings(&standard).into_iter().map(|warning| warning.text).collect()
}

/// The warnings where an item (C3: nothing to begin with, 5 points at most) has one more rule line.
fn with_line(event: &str, rule: Rule) -> Vec<String> {
    after(|standard| {
        let place = standard.item("C3").unwrap().0;
        let id = "C3.9".into();
        let line = Line { id, event: event.into(), unit: "次".into(), rule, trigger: None };
        standard.items[place].lines.push(line);
    })
}

fn plus(tenths: i32) -> Rule {
    Rule::PerUnit { tenths, cap: None }
}

fn with_evidence(evidence: &str) -> usize {
    after(|standard| standard.items[5].evidence = evidence.into()).len()
}

fn with_description(item: &str, description: &str) -> usize {
    after(|standard| {
        let place = standard.item(item).unwrap().0;
        standard.items[place].description = description.into();
    })
    .len()
}

#[test]
fn the_built_in_standard_gives_no_pause() {
    assert_eq!(warnings(&Standard::built_in()), []);
}

#[test]
fn caps_that_do_not_add_up_are_told() {
    assert_eq!(
        after(|standard| standard.items[0].cap = 85),
        [
            "“参加党内组织生活”各项上限合计40.5分，与本方面的40分不一致，请调整各项上限或本方面的分值"
        ]
    );
    let texts = after(|standard| standard.aspects[2].cap = 310);
    assert_eq!(texts.len(), 2);
    assert_eq!(texts[1], "各方面合计101分，满分应为100分，请调整各方面的分值");
}

#[test]
fn a_warning_says_where_it_is() {
    let mut standard = Standard::built_in();
    standard.items[5].lines[1].event = "每日打卡".into();
    let found = warnings(&standard);
    assert_eq!(found.len(), 1);
    assert_eq!((found[0].item.as_deref(), found[0].line.as_deref()), (Some("A6"), Some("A6.2")));
}

#[test]
fn rewarded_traces_are_told() {
    for event in [
        "按时签到",
        "签到次数",
        "每月不少于20次打卡",
        "在线时长满10小时",
        "学习强国积分达标",
        "浏览文章",
        "阅读量过百",
        "转发推文",
        "点赞",
        "关注公众号",
        "提交截图",
    ] {
        assert_eq!(with_line(event, plus(10)).len(), 1, "{event}");
    }
    let steps = vec![(100, 10), (0, 0)];
    let tier = Rule::Tier { of: "学习强国积分".into(), steps };
    assert_eq!(with_line("线上学习", tier).len(), 1);
    assert_eq!(after(|standard| standard.items[5].name = "学习强国积分".into()).len(), 1);
    assert_eq!(with_description("C3", "每签到1次计1分"), 1);
}

#[test]
fn ordinary_wording_is_left_alone() {
    for event in [
        "无故缺席签到",
        "未签到",
        "不以打卡、截图计分",
        "关注困难患者",
        "用浏览器办理",
        "收入院患者随访",
        "帮扶低收入家庭",
        "不与科室收入挂钩",
        "帮助提高村民收入",
    ] {
        assert_eq!(with_line(event, plus(10)), Vec::<String>::new(), "{event}");
    }
    assert_eq!(with_line("无故缺席签到", plus(-10)), Vec::<String>::new());
    assert_eq!(with_line("迟到15分钟后签到", plus(-5)), Vec::<String>::new());
    assert_eq!(with_description("C3", "参加志愿服务,到场签到;每次计2分"), 0);
    assert_eq!(with_description("C5", "收受药品提成的,当月清零"), 0);
}

#[test]
fn photos_as_a_duty_are_told() {
    for text in [
        "须上传照片",
        "必须拍照留存",
        "每次活动附照片",
        "每次附照不少于3张",
        "照片必传",
        "全程务必留痕",
        "活动记录,无照片不得分",
        "未上传截图的,不计分",
        "签到、照片一律存档",
    ] {
        assert_eq!(with_evidence(text), 1, "{text}");
        assert_eq!(with_description("C3", text), 1, "{text}");
    }
    assert_eq!(with_line("未上传活动照片", plus(-10)).len(), 1);
}

#[test]
fn photos_as_one_proof_among_others_are_left_alone() {
    for text in [
        "记录、签到、照片",
        "公示照片",
        "须有记录、签到或照片",
        "无须上传照片",
        "不得要求必须拍照",
        "可附照片",
        "每次活动记录、照片",
        "支委须参加支委会,照片",
        "没有照片也可计分",
        "不强制留痕",
    ] {
        assert_eq!(with_evidence(text), 0, "{text}");
    }
}

#[test]
fn income_as_a_merit_is_told() {
    for event in ["药品收入增长", "检查收入达标", "业务量提成", "创收任务完成", "开单量排名前三"]
    {
        let texts = with_line(event, plus(10));
        assert!(texts.len() == 1 && texts[0].contains("九不准"), "{event}: {texts:?}");
    }
    assert_eq!(with_line("违规创收", plus(-10)), Vec::<String>::new());
    assert_eq!(with_description("B1", "按科室业务收入完成率计分"), 1);
    assert_eq!(after(|standard| standard.items[6].name = "业务收入".into()).len(), 1);
}

#[test]
fn a_line_that_can_never_count_is_told() {
    let with = |lines: Vec<(i32, Rule)>| {
        after(|standard| {
            let item = &mut standard.items[17];
            item.base = item.cap;
            let mut kept = item.lines[0].clone();
            item.lines = Vec::new();
            for (number, rule) in lines {
                kept.id = format!("C6.{number}");
                item.lines.push(Line { rule, ..kept.clone() });
            }
        })
        .len()
    };
    assert_eq!(with(vec![(1, plus(10))]), 1);
    assert_eq!(with(vec![(1, plus(10)), (2, plus(-10))]), 0);
    assert_eq!(with(vec![(1, plus(10)), (2, Rule::Choice { tenths: 20 })]), 0);
    let steps = vec![(900, 40), (0, 20)];
    assert_eq!(with(vec![(1, plus(10)), (2, Rule::Tier { of: "分".into(), steps })]), 0);
}

#[test]
fn a_line_whose_cap_is_below_one_unit_is_told() {
    let capped = |tenths, cap| Rule::PerUnit { tenths, cap: Some(cap) };
    assert_eq!(
        with_line("送医送药", capped(20, 15)),
        ["“送医送药”每次2分，本条上限却只有1.5分，一次也计不满，请调整"]
    );
    assert_eq!(with_line("送医送药", capped(20, 20)), Vec::<String>::new());
    assert_eq!(with_line("送医送药", capped(-20, 40)), Vec::<String>::new());
}
