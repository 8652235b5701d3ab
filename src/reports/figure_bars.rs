//! Bars that lie: branch against branch, and how many have each grade.

use crate::scoring::{Grade, Mean};

use super::bulletin::{in_column, share, share_in_column, shown};
use super::figure::{Figure, LINE, LOOKS, Mark, Scale, WIDTH, fitting};
use super::table::{Align, Column, Table};

/// How high a bar is, and all that belongs to it.
const BAR: i32 = 16;
const ROW: i32 = LINE + BAR + 10;
/// What is left at the right for the number behind a bar.
const NUMBER: i32 = 64;
/// The same where it is a count and a share.
const COUNT: i32 = 104;

/// Branch against branch by the mean of their members, never by sums; the best first. The lines behind
/// are where grades begin.
pub fn branches_figure(title: &str, branches: &[(String, Mean)], grades: &[Grade]) -> Figure {
    let mut rows: Vec<(&str, Option<i32>, i64)> =
        branches.iter().map(|(name, mean)| (&**name, mean.rounded(), mean.count)).collect();
    crate::ordered::sort_by_key(&mut rows, |(name, mean, _)| {
        (std::cmp::Reverse(*mean), (*name).to_owned())
    });
    let scale = Scale { values: (0, 1000), places: (0, WIDTH - NUMBER) };
    let bars = rows.iter().map(|(name, mean, _)| {
        let number = mean.map_or_else(|| "没有结果".to_owned(), in_column);
        (fitting(name, WIDTH), mean.unwrap_or(0), number, 0)
    });
    let mut figure = lying(title, scale, bars);
    let bottom = figure.height;
    figure.height += LINE;
    for grade in grades.iter().filter(|grade| grade.at_least > 0) {
        let x = scale.place(grade.at_least);
        // Beside the bars, not through the names above them.
        let tops = (0..rows.len() as i32).map(|row| row * ROW + LINE);
        figure.rules.extend(tops.map(|y| [x, y - 2, x, y + BAR + 2]));
        figure.write(x, bottom + LINE - 3, Align::Center, shown(grade.at_least));
    }
    figure.write(scale.places.0, bottom + LINE - 3, Align::Start, "0");
    let told: Vec<String> = rows
        .iter()
        .filter_map(|(name, mean, _)| Some(format!("{name} {} 分", shown((*mean)?))))
        .collect();
    figure.says = format!("按人均从高到低：{}。", told.join("，"));
    figure.table = Table {
        title: title.to_owned(),
        columns: vec![Column::text("党支部"), Column::number("人均", 24)],
        rows: rows
            .iter()
            .map(|(name, mean, _)| {
                vec![(*name).to_owned(), mean.map_or_else(|| "—".to_owned(), in_column)]
            })
            .collect(),
        ..Table::default()
    };
    figure
}

/// How many have each grade, the highest first.
pub fn grades_figure(title: &str, counts: &[(String, usize)]) -> Figure {
    let all: usize = counts.iter().map(|(_, count)| count).sum();
    let most = counts.iter().map(|(_, count)| *count).max().unwrap_or(0).max(1);
    let scale = Scale { values: (0, most as i32), places: (0, WIDTH - COUNT) };
    let bars = counts.iter().enumerate().map(|(place, (name, count))| {
        let number = format!("{count} 人，{}", share(*count, all));
        (fitting(name, WIDTH), *count as i32, number, place % LOOKS)
    });
    let mut figure = lying(title, scale, bars);
    let told: Vec<String> =
        counts.iter().map(|(name, count)| format!("{name} {count} 人")).collect();
    figure.says = format!("{}。", told.join("，"));
    figure.table = Table {
        title: title.to_owned(),
        columns: vec![Column::text("等级"), Column::number("人数", 24), Column::number("占比", 24)],
        rows: counts
            .iter()
            .map(|(name, count)| {
                vec![name.clone(), count.to_string(), share_in_column(*count, all)]
            })
            .collect(),
        ..Table::default()
    };
    figure
}

/// Bars from the left edge, each under its name and with its number behind it.
fn lying(
    title: &str,
    scale: Scale,
    bars: impl Iterator<Item = (String, i32, String, usize)>,
) -> Figure {
    let sides = (0, WIDTH - scale.places.1);
    let mut figure = Figure { title: title.to_owned(), sides, ..Figure::default() };
    for (name, value, number, look) in bars {
        let y = figure.height;
        let width = scale.place(value) - scale.places.0;
        figure.write(0, y + LINE - 3, Align::Start, name);
        let (x, y) = (scale.places.0, y + LINE);
        figure.marks.push(Mark::Bar { x, y, width, height: BAR, look, open: false });
        figure.write_strong(x + width + 5, y + BAR - 3, Align::Start, number);
        figure.height += ROW;
    }
    figure
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scoring::Standard;

    fn mean(sum: i64, count: i64) -> Mean {
        Mean { sum, count }
    }

    #[test]
    fn branches_stand_by_their_mean_and_not_by_their_sum() {
        let branches = [("大支部".to_owned(), mean(15_000, 20)), ("小支部".into(), mean(1_600, 2))];
        let figure = branches_figure("支部人均", &branches, &Standard::built_in().grades);
        let cells: Vec<&str> = figure.table.rows.iter().flatten().map(|cell| &**cell).collect();
        assert_eq!(cells, ["小支部", "80.0", "大支部", "75.0"]);
        let widths: Vec<i32> = figure
            .marks
            .iter()
            .map(|mark| match mark {
                Mark::Bar { width, .. } => *width,
                _ => panic!("{mark:?}"),
            })
            .collect();
        // From zero on, so that lengths are as the numbers: 80 and 75 of 100.
        assert_eq!(widths, [205, 192]);
        assert_eq!(WIDTH - NUMBER, 256);
        assert_eq!(figure.says, "按人均从高到低：小支部 80 分，大支部 75 分。");
    }

    #[test]
    fn a_branch_without_a_result_has_no_bar_and_says_so() {
        let figure = branches_figure("支部人均", &[("新支部".into(), Mean::default())], &[]);
        assert_eq!(figure.table.rows, [["新支部", "—"]]);
        assert!(figure.labels.iter().any(|label| label.text == "没有结果"));
    }

    #[test]
    fn grades_have_looks_of_their_own_and_shares_of_the_whole() {
        let counts = [("优秀", 1), ("良好", 2), ("合格", 5), ("不合格", 0)];
        let counts = counts.map(|(name, count)| (name.to_owned(), count));
        let figure = grades_figure("等级分布", &counts);
        let looks: Vec<usize> = figure
            .marks
            .iter()
            .filter_map(|mark| match mark {
                Mark::Bar { look, .. } => Some(*look),
                _ => None,
            })
            .collect();
        assert_eq!(looks, [0, 1, 2, 3]);
        assert_eq!(figure.table.rows[2], ["合格", "5", "62.5%"]);
        assert_eq!(figure.height, 4 * ROW);
    }
}
