use super::*;
use crate::ledger::{day_text, parse_day};
use crate::registers::built_in;

const OF_2026: &str = "国务院办公厅关于2026年部分节假日安排的通知
国办发明电〔2025〕7号 2025-11-04 22:15 来源：新华网
新华社北京11月4日电 国务院办公厅关于2026年部分节假日安排的通知，全文如下：
各省、自治区、直辖市人民政府，国务院各部委、各直属机构：
经国务院批准，现将2026年元旦、春节、清明节、劳动节、端午节、中秋节和国庆节放假调休日期的具体安排通知如下。
　　一、元旦：1月1日（周四）至3日（周六）放假调休，共3天。1月4日（周日）上班。
　　二、春节：2月15日（农历腊月二十八、周日）至23日（农历正月初七、周一）放假调休，共9天。2月14日（周六）、2月28日（周六）上班。
　　三、清明节：4月4日（周六）至6日（周一）放假，共3天。
　　四、劳动节：5月1日（周五）至5日（周二）放假调休，共5天。5月9日（周六）上班。
　　五、端午节：6月19日（周五）至21日（周日）放假，共3天。
　　六、中秋节：9月25日（周五）至27日（周日）放假，共3天。
　　七、国庆节：10月1日（周四）至7日（周三）放假调休，共7天。9月20日（周日）、10月10日（周六）上班。
鼓励单位和个人结合落实带薪年休假等制度，实际形成较长假期，推动错峰出行。节假日期间，各地区、各部门要妥善安排好值班和安全、保卫、疫情防控等工作，遇有重大突发事件，要按规定及时报告并妥善处置，确保人民群众祥和平安度过节日假期。
国务院办公厅
2025年11月4日";

const OF_2025: &str = "一、元旦：1月1日（周三）放假1天，不调休。
二、春节：1月28日（农历除夕、周二）至2月4日（农历正月初七、周二）放假调休，共8天。1月26日（周日）、2月8日（周六）上班。
三、清明节：4月4日（周五）至6日（周日）放假，共3天。
四、劳动节：5月1日（周四）至5日（周一）放假调休，共5天。4月27日（周日）上班。
五、端午节：5月31日（周六）至6月2日（周一）放假，共3天。
六、国庆节、中秋节：10月1日（周三）至8日（周三）放假调休，共8天。9月28日（周日）、10月11日（周六）上班。";

type Read = (Vec<String>, Vec<String>, Vec<String>);

/// The days off, the days worked and the doubts but for holidays that an excerpt leaves out.
fn read(text: &str, year: i32) -> Result<Read, HolidayError> {
    let (plan, mut doubts) = YearPlan::parse(text, year)?;
    doubts.retain(|doubt| !doubt.starts_with("没有读到"));
    let texts = |days: &std::collections::BTreeSet<Day>| {
        days.iter().map(|day| day_text(*day)).collect::<Vec<_>>()
    };
    Ok((texts(&plan.off), texts(&plan.work), doubts))
}

fn off(text: &str, year: i32) -> Vec<String> {
    let (off, _, doubts) = read(text, year).unwrap();
    assert_eq!(doubts, Vec::<String>::new(), "{text}");
    off
}

#[test]
fn the_notices_of_the_years_built_in_read_as_they_are_built_in() {
    for (text, year) in [(OF_2025, 2025), (OF_2026, 2026)] {
        let (plan, doubts) = YearPlan::parse(text, year).unwrap();
        assert_eq!(Some(plan), built_in(year));
        assert_eq!(doubts, Vec::<String>::new());
    }
}

#[test]
fn lines_and_spaces_of_the_paste_do_not_matter() {
    let expected = YearPlan::parse(OF_2026, 2026);
    let wrapped = OF_2026.replace('至', " 至\r\n").replace('（', " (").replace('）', ")");
    assert_eq!(YearPlan::parse(&wrapped, 2026), expected);
    let wide: String = OF_2026
        .chars()
        .map(|sign| sign.to_digit(10).and_then(|n| char::from_u32(0xff10 + n)).unwrap_or(sign))
        .collect();
    assert_eq!(YearPlan::parse(&wide, 2026), expected);
}

#[test]
fn a_span_goes_over_the_end_of_a_year() {
    let days = ["2026-12-31", "2027-01-01", "2027-01-02"];
    for text in [
        "一、元旦：2026年12月31日（周四）至2027年1月2日（周六）放假调休，共3天。",
        "一、元旦：2026年12月31日至1月2日放假调休，共3天。",
        "一、元旦：12月31日至1月2日放假调休，共3天。",
    ] {
        assert_eq!(off(text, 2027), days, "{text}");
    }
    let (_, work, _) = read("元旦：2027年1月1日放假。2026年12月27日（周日）上班。", 2027).unwrap();
    assert_eq!(work, ["2026-12-27"]);
}

#[test]
fn older_ways_of_saying_it_are_read() {
    assert_eq!(off("一、元旦：1月1日放假，与周末连休。", 2027), ["2027-01-01"]);
    assert_eq!(off("三、清明节：4月4日放假，与周末连休，共3天。", 2026), ["2026-04-04"]);
    assert_eq!(
        off("三、清明节：4月5日（星期日）放假，4月6日（星期一）补休。", 2026),
        ["2026-04-05", "2026-04-06"]
    );
    assert_eq!(off("元旦:1月1日-3日放假调休,共3天", 2026).len(), 3);
    let (_, work, doubts) = read("劳动节：5月1日放假。5月9日、10日正常上班。", 2026).unwrap();
    assert_eq!((work.join(" "), doubts.len()), ("2026-05-09 2026-05-10".into(), 0));
}

#[test]
fn what_is_recommended_is_no_holiday() {
    let text = "二、春节：2月15日至23日放假。鼓励各单位安排职工在除夕（2月9日）休息。";
    assert_eq!(off(text, 2026).len(), 9);
}

#[test]
fn another_years_notice_is_refused() {
    let other = |asked, found| Err(HolidayError::OtherYear { asked, found });
    assert_eq!(YearPlan::parse(OF_2026, 2027), other(2027, 2026));
    assert_eq!(YearPlan::parse("元旦：2026年1月1日放假。", 2027), other(2027, 2026));
    let (_, _, doubts) = read("元旦：1月1日（周四）放假。", 2027).unwrap();
    assert!(doubts[0].contains("2027年1月1日是周五"), "{doubts:?}");
}

#[test]
fn days_that_do_not_exist_are_refused() {
    let wrong = YearPlan::parse("清明节：4月31日放假。", 2026);
    assert_eq!(wrong, Err(HolidayError::NoSuchDay { text: "4月31日".into(), year: 2026 }));
    for text in ["国庆节：10月7日至1日放假。", "国庆节：1月1日至10月7日放假。"]
    {
        assert!(matches!(YearPlan::parse(text, 2026), Err(HolidayError::Span(_))), "{text}");
    }
    for text in ["元旦：3日放假。", "元旦：99999999999年1月1日放假。", "元旦：13月1日放假。"]
    {
        assert!(YearPlan::parse(text, 2026).is_err(), "{text}");
    }
}

#[test]
fn a_text_without_days_is_refused() {
    for text in ["", "今年放假安排另行通知", "2月3日开会", "放假", "上班(", "（（"]
    {
        assert_eq!(YearPlan::parse(text, 2026), Err(HolidayError::Nothing), "{text}");
    }
}

#[test]
fn what_is_in_doubt_is_said() {
    let doubts = |text: &str| read(text, 2026).unwrap().2;
    assert!(doubts("元旦：1月1日至3日放假，共4天。")[0].contains("写着4天，读到的是3天"));
    assert!(doubts("元旦：1月1日放假。1月5日上班。")[0].contains("本来就不是周末"));
    assert!(doubts("元旦：1月1日放假。1月1日上班。")[0].contains("既写着放假又写着上班"));
    for unclear in ["春节:正月初一至初七放假", "春节:2月16日不放假", "春节:2月1、2日上班"]
    {
        let all = doubts(&format!("元旦：1月1日放假。{unclear}。"));
        assert!(all.iter().any(|doubt| doubt.contains(unclear)), "{unclear}: {all:?}");
    }
    let (_, all) = YearPlan::parse("元旦：1月1日放假。", 2026).unwrap();
    assert_eq!(all, ["没有读到春节、清明、劳动节、端午、中秋、国庆，请看通知是否粘贴完整"]);
}

#[test]
fn what_is_read_touches_the_year_it_was_asked_for() {
    let (plan, _) = YearPlan::parse(OF_2026, 2026).unwrap();
    assert!(plan.off.contains(&parse_day("2026-02-23").unwrap()));
    assert!(plan.off.iter().chain(&plan.work).all(|day| touches(2026, *day)));
}
