//! Columns that stand: a member's months, each built up from its aspects.

use crate::ledger::Month;
use crate::scoring::Grade;

use super::bulletin::shown;
use super::figure::{Figure, LINE, LOOKS, Legend, Mark, Scale, WIDTH};
use super::figure_trend::under;
use super::table::{Align, Table};

/// A month's column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MonthColumn {
    /// The month.
    pub month: Month,
    /// What it is built up from, from below: the look and the tenths.
    pub parts: Vec<(usize, i32)>,
    /// Its result; `None` where the member has no result.
    pub result: Option<i32>,
    /// Whether it is not locked yet.
    pub open: bool,
}

const LEFT: i32 = 34;
/// How high the part with the columns is, from 0 to 100 points.
const PLOT: i32 = 150;

/// A member's months. `aspects` are what the looks mean; the lines behind are where grades begin. The
/// table is that of the page.
pub fn months_figure(
    title: &str,
    columns: &[MonthColumn],
    aspects: &[String],
    grades: &[Grade],
    table: Table,
) -> Figure {
    let sides = (LEFT, 0);
    let mut figure = Figure { title: title.to_owned(), table, sides, ..Figure::default() };
    let mut keys: Vec<Legend> = aspects
        .iter()
        .enumerate()
        .map(|(place, name)| Legend {
            look: place % LOOKS,
            dot: false,
            open: false,
            text: name.clone(),
        })
        .collect();
    if columns.iter().any(|column| column.open) {
        keys.push(Legend {
            look: 0, dot: false, open: true, text: "虚线：未锁定".to_owned()
        });
    }
    figure.keys = keys;
    let top = LINE;
    let up = Scale { values: (0, 1000), places: (top + PLOT, top) };
    let begins = grades.iter().map(|grade| grade.at_least).filter(|of| *of > 0);
    for points in begins.chain([0]) {
        let y = up.place(points);
        figure.rules.push([LEFT - 8, y, WIDTH, y]);
        figure.write(LEFT - 12, y + 4, Align::End, shown(points));
    }
    // A year's months have the same place in every figure.
    let slots = columns.len().max(12) as i32;
    let slot = (WIDTH - LEFT) / slots;
    let middle = |place: usize| LEFT + slot * place as i32 + slot / 2;
    for (place, column) in columns.iter().enumerate() {
        let (x, width) = (middle(place) - slot / 3, slot * 2 / 3);
        let mut sum = 0;
        for (look, tenths) in &column.parts {
            let (bottom, y) = (up.place(sum), up.place(sum + tenths));
            sum += tenths;
            let (height, look) = (bottom - y, look % LOOKS);
            figure.marks.push(Mark::Bar { x, y, width, height, look, open: column.open });
        }
        if let Some(result) = column.result {
            let y = up.place(sum.max(result)) - 4;
            figure.write_strong(middle(place), y, Align::Center, shown(result));
        }
    }
    let months: Vec<Month> = columns.iter().map(|column| column.month).collect();
    under(&mut figure, top + PLOT, &months, middle);
    let told: Vec<String> = columns
        .iter()
        .filter_map(|column| {
            Some(format!("{}月 {} 分", column.month.number(), shown(column.result?)))
        })
        .collect();
    figure.says = format!("{}。", told.join("，"));
    figure
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scoring::Standard;

    fn column(number: u32, parts: &[i32], open: bool) -> MonthColumn {
        let parts: Vec<(usize, i32)> = parts.iter().copied().enumerate().collect();
        let result = (!parts.is_empty()).then(|| parts.iter().map(|(_, tenths)| tenths).sum());
        MonthColumn { month: Month::new(2026, number).unwrap(), parts, result, open }
    }

    fn draw(columns: &[MonthColumn]) -> Figure {
        let standard = Standard::built_in();
        let names: Vec<String> = standard.aspects.iter().map(|one| one.name.clone()).collect();
        months_figure("各月积分", columns, &names, &standard.grades, Table::default())
    }

    /// The bars that stand on the ground or on each other.
    fn bars(figure: &Figure) -> Vec<(i32, i32, i32)> {
        let of = |mark: &Mark| match mark {
            Mark::Bar { x, y, height, .. } => Some((*x, *y, *height)),
            _ => None,
        };
        figure.marks.iter().filter_map(of).collect()
    }

    #[test]
    fn aspects_stand_on_each_other_and_come_to_the_whole() {
        let figure = draw(&[column(1, &[400, 200, 200], false)]);
        let bars = bars(&figure);
        assert_eq!(bars.iter().map(|(_, _, height)| *height).collect::<Vec<_>>(), [60, 30, 30]);
        assert_eq!(bars[0].1, bars[1].1 + bars[1].2);
        assert_eq!(bars[1].1, bars[2].1 + bars[2].2);
        assert!(figure.labels.iter().any(|label| label.strong && label.text == "80"));
    }

    #[test]
    fn a_month_has_its_place_whatever_the_others_are() {
        let january = draw(&[column(1, &[400], false)]);
        let half =
            draw(&[column(1, &[400], false), column(2, &[], false), column(3, &[300], true)]);
        let place = |figure: &Figure| (bars(figure)[0].0, bars(figure)[0].2);
        assert_eq!(place(&january), place(&half));
        assert_eq!(bars(&half).len(), 2);
        assert!(half.keys.iter().any(|key| key.text == "虚线：未锁定"));
        assert_eq!(half.says, "1月 40 分，3月 30 分。");
    }
}
