//! What the usual rule lines answer to, where a standard does not say it.
//!
//! Standards that were published before registers of organizational life fed them name few triggers, and
//! a published standard never changes. A line that is still the usual one, by its id and its words, is
//! fed as usual; one that a hospital has worded anew names its trigger itself.

use crate::registers::{
    COMMITMENT_BROKEN, COMMUNITY_SERVICE, COMPLAINT_UPHELD, DEED_DONE, DUES_PAID, EMERGENCY,
    GUIDANCE, LECTURE_GIVEN, MEETING_DUTY, MENTOR_TALK, MENTORING_PLAN_KEPT, OPINION_HANDLED,
    PRAISED, SERVICE, SERVICE_LEAD, SPOT_CHECK_FOUND, STUDY_SHORT, WARNING_ATTENDANCE,
};

/// The source, its mark, the id of the usual line, and its words.
type UsualTrigger = (&'static str, &'static str, &'static str, &'static str);

const USUAL: [UsualTrigger; 24] = [
    (STUDY_SHORT, "short", "A3.7", "季末学时未达时序进度"),
    (DUES_PAID, "paid", "A5.1", "当月按期足额"),
    (DUES_PAID, "reminded", "A5.2", "催缴后当月补交"),
    (DUES_PAID, "unpaid", "A5.3", "当月未交"),
    (LECTURE_GIVEN, "", "A6.2", "讲党课/微党课"),
    (MEETING_DUTY, "", "A6.4", "书记、支委、党小组长、记录员履职"),
    (EMERGENCY, "once", "B3.1", "参加1次"),
    (EMERGENCY, "posted", "B3.2", "连续派驻满15天"),
    (MENTOR_TALK, "talk", "B5.1", "培养联系人当月谈话考察"),
    (GUIDANCE, "once", "B5.2", "下基层指导/远程会诊/技术帮扶"),
    (MENTORING_PLAN_KEPT, "kept", "B5.3", "结对带徒当月完成计划"),
    (SPOT_CHECK_FOUND, "not_worn", "C1.1", "抽查未佩戴/未亮牌"),
    (COMMITMENT_BROKEN, "", "C1.2", "承诺事项到期未兑现"),
    (PRAISED, "named", "C2.1", "表扬信、锦旗"),
    (COMPLAINT_UPHELD, "", "C2.2", "有效投诉"),
    (SERVICE, "long", "C3.1", "单次满2小时"),
    (SERVICE, "short", "C3.2", "单次不足2小时"),
    (SERVICE_LEAD, "lead", "C3.3", "活动组织者另加"),
    (DEED_DONE, "", "C4.1", "实事办结"),
    (COMMUNITY_SERVICE, "once", "C4.2", "双报到/网格联系谈话"),
    (WARNING_ATTENDANCE, "absent", "C5.5", "无故不参加廉政教育"),
    (OPINION_HANDLED, "late", "C6.1", "逾期未回复"),
    (OPINION_HANDLED, "dissatisfied", "C6.2", "回访不满意"),
    (OPINION_HANDLED, "settled", "C6.3", "成功化解纠纷"),
];

/// The id and the words of the line that is usually fed by a kind of fact.
pub(super) fn usual_line(from: &str, mark: &str) -> Option<(&'static str, &'static str)> {
    let found = USUAL.iter().find(|one| (one.0, one.1) == (from, mark))?;
    Some((found.2, found.3))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scoring::Standard;

    #[test]
    fn each_usual_line_is_one_of_the_usual_standard_and_has_no_other_trigger() {
        let standard = Standard::built_in();
        for (from, mark, id, event) in USUAL {
            let (_, line) = standard.line(id).expect("a line of the standard");
            assert_eq!((&*line.event, &line.trigger), (event, &None), "{from} {mark}");
        }
    }
}
