//! Rule lines in words.

use crate::registers::{
    DEPARTMENT_SATISFACTION, DEPARTMENT_SCORE, points_text, signed_points_text,
};

use super::standard::{Line, Rule};

/// What a tier can be measured by: where the event comes from, its name, and its unit with the spaces around it.
pub const MEASURES: [(&str, &str, &str); 2] =
    [(DEPARTMENT_SCORE, "科室双考得分", " 分"), (DEPARTMENT_SATISFACTION, "科室满意度", "% ")];

/// The name of a measure and the sign of its unit.
fn measure(of: &str) -> (&'static str, &'static str) {
    let known = MEASURES.iter().find(|(from, _, _)| *from == of);
    known.map_or(("登记的数值", ""), |(_, name, unit)| (*name, *unit))
}

/// What a rule line does to the score, in words: `每次 −4 分`.
pub fn line_words(line: &Line) -> String {
    let points = |tenths: i32| points_text(tenths.into());
    match &line.rule {
        Rule::PerUnit { tenths, cap } => {
            let unit = if line.unit.is_empty() { "次" } else { &line.unit };
            let each = match tenths {
                0 => "不加分也不扣分".to_owned(),
                1.. => format!("每{unit} +{} 分", points(*tenths)),
                _ => format!("每{unit} −{} 分", points(tenths.abs())),
            };
            match cap {
                Some(cap) if *tenths < 0 => format!("{each}，每月最多扣 {} 分", points(cap.abs())),
                Some(cap) => format!("{each}，每月最多 {} 分", points(cap.abs())),
                None => each,
            }
        }
        Rule::Choice { tenths } => format!("本项按 {} 分计", points(*tenths)),
        Rule::Tier { of, steps } => {
            let (name, unit) = measure(of);
            let last = steps.len().saturating_sub(1);
            let step = |(place, (at_least, tenths)): (usize, &(i32, i32))| {
                if place == last && place > 0 {
                    format!("其余 {} 分", points(*tenths))
                } else {
                    format!("满 {}{unit}计 {} 分", points(*at_least), points(*tenths))
                }
            };
            let steps: Vec<String> = steps.iter().enumerate().map(step).collect();
            format!("{name}{}", steps.join("，"))
        }
    }
}

/// What a rule line does to the score, as a mark beside its name: `−4`, `计 2`, `按档`.
pub fn line_mark(line: &Line) -> String {
    match &line.rule {
        Rule::PerUnit { tenths, .. } => signed_points_text((*tenths).into()),
        Rule::Choice { tenths } => format!("计 {}", points_text((*tenths).into())),
        Rule::Tier { .. } => "按档".to_owned(),
    }
}

/// Where the facts of a rule line come from.
pub fn source_words(line: &Line) -> &'static str {
    match &line.rule {
        Rule::Tier { of, .. } if !measure(of).1.is_empty() => "由科室月考核带入",
        _ => "在积分登记里录入",
    }
}

#[cfg(test)]
mod tests {
    use super::super::standard::Standard;
    use super::*;

    #[test]
    fn rule_lines_read_as_one_would_say_them() {
        let standard = Standard::built_in();
        let words = |id: &str| line_words(standard.line(id).unwrap().1);
        assert_eq!(words("A1.1"), "每次 −4 分");
        assert_eq!(words("A1.2"), "不加分也不扣分");
        assert_eq!(words("A5.3"), "本项按 0 分计");
        assert_eq!(words("C2.1"), "每件 +1 分，每月最多 2 分");
        let mark = |id: &str| line_mark(standard.line(id).unwrap().1);
        let marks = ["A1.1", "A1.2", "A5.3", "B4.4", "C2.0"].map(mark);
        assert_eq!(marks, ["−4", "0", "计 0", "+0.5", "按档"]);
        assert_eq!(
            words("B1.0"),
            "科室双考得分满 90 分计 8 分，满 80 分计 6 分，满 70 分计 4 分，其余 2 分"
        );
        assert_eq!(
            words("C2.0"),
            "科室满意度满 95% 计 5 分，满 90% 计 4 分，满 85% 计 3 分，其余 1 分"
        );
    }
}
