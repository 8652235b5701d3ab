//! A figure fitted to how wide it stands: what is drawn grows, letters do not.

use super::figure::{Figure, LINE, Label, Mark, breadth};
use super::table::Align;

/// Below this nothing can be told apart.
const LEAST: i32 = 180;
/// Between labels.
const GAP: i32 = 3;

impl Figure {
    /// The figure so many units wide, with what its looks mean above. Labels for which there is no
    /// room are left out: the table says all.
    #[must_use]
    pub fn fitted(&self, width: i32) -> Self {
        let width = width.max(LEAST);
        let mut fitted = Self { width, labels: Vec::new(), marks: Vec::new(), ..self.clone() };
        let top = fitted.legend();
        let (left, right) = self.sides;
        let (from, to) = (self.width - left - right, width - left - right);
        // What is at the sides stays as it is.
        let across = |x: i32| match x {
            x if x <= left => x,
            x if x >= self.width - right => x + width - self.width,
            x => left + (2 * (x - left) * to + from).div_euclid(2 * from.max(1)),
        };
        let moved = |mark: &Mark| match mark {
            Mark::Bar { x, y, width, height, look, open } => Mark::Bar {
                x: across(*x),
                y: y + top,
                width: across(x + width) - across(*x),
                height: *height,
                look: *look,
                open: *open,
            },
            Mark::Line { points, look } => {
                let points = points.iter().map(|(x, y)| (across(*x), y + top)).collect();
                Mark::Line { points, look: *look }
            }
            Mark::Dot { x, y, look, open } => {
                Mark::Dot { x: across(*x), y: y + top, look: *look, open: *open }
            }
        };
        fitted.marks.extend(self.marks.iter().map(moved));
        fitted.rules = self
            .rules
            .iter()
            .map(|[x1, y1, x2, y2]| [across(*x1), y1 + top, across(*x2), y2 + top])
            .collect();
        fitted.height = self.height + top;
        let labels = self.labels.iter();
        let labels = labels.map(|one| Label { x: across(one.x), y: one.y + top, ..one.clone() });
        fitted.labels.extend(free(labels.collect()));
        fitted
    }

    /// Writes what each look means, and says how high that is.
    fn legend(&mut self) -> i32 {
        let (mut x, mut y) = (0, 0);
        for key in std::mem::take(&mut self.keys) {
            let wide = 18 + breadth(&key.text) + 12;
            if x > 0 && x + wide > self.width {
                (x, y) = (0, y + LINE + 2);
            }
            let (look, open) = (key.look, key.open);
            self.marks.push(match key.dot {
                true => Mark::Dot { x: x + 6, y: y + 8, look, open },
                false => Mark::Bar { x, y: y + 2, width: 12, height: 11, look, open },
            });
            self.write(x + 18, y + 12, Align::Start, key.text);
            x += wide;
        }
        if x == 0 && y == 0 { 0 } else { y + LINE + 6 }
    }
}

/// The labels of which none lies over another: the numbers that a figure is about go first, and the
/// last before those before it.
fn free(labels: Vec<Label>) -> Vec<Label> {
    let mut kept: Vec<(usize, [i32; 4])> = Vec::new();
    for strong in [true, false] {
        for (at, label) in labels.iter().enumerate().rev().filter(|(_, one)| one.strong == strong) {
            let own = area(label);
            let apart = |[left, top, right, bottom]: [i32; 4]| {
                own[2] + GAP <= left || right + GAP <= own[0] || own[3] <= top || bottom <= own[1]
            };
            if kept.iter().all(|(_, other)| apart(*other)) {
                kept.push((at, own));
            }
        }
    }
    let is_kept = |at: usize| kept.iter().any(|(place, _)| *place == at);
    let places = labels.into_iter().enumerate();
    places.filter(|(at, _)| is_kept(*at)).map(|(_, label)| label).collect()
}

/// Where a label stands: left, top, right, bottom.
fn area(label: &Label) -> [i32; 4] {
    let wide = breadth(&label.text);
    let left = match label.at {
        Align::Start => label.x,
        Align::Center => label.x - wide / 2,
        Align::End => label.x - wide,
    };
    [left, label.y - 10, left + wide, label.y + 1]
}

#[cfg(test)]
mod tests {
    use super::super::figure::{Legend, WIDTH};
    use super::super::figure_bars::branches_figure;
    use super::super::figure_trend::{Trend, TrendMean, trend_figure};
    use super::*;
    use crate::ledger::Month;
    use crate::scoring::{Mean, Standard};

    fn year() -> Figure {
        let months: Vec<Month> = (1..=12).filter_map(|one| Month::new(2026, one)).collect();
        let mean = |tenths| Some(TrendMean { tenths, open: false });
        let means = (0..12).map(|at| mean(700 + at * 7)).collect();
        trend_figure("走势", &months, &[Trend { name: "内科党支部".into(), means }])
    }

    fn bars() -> Figure {
        let names = ["内科党支部", "外科党支部"].map(str::to_owned);
        let means = [7_500, 8_000].map(|sum| Mean { sum, count: 10 });
        let branches: Vec<_> = names.into_iter().zip(means).collect();
        branches_figure("人均", &branches, &Standard::built_in().grades)
    }

    #[test]
    fn no_label_lies_over_another_at_any_width() {
        for figure in [year(), bars()] {
            for width in [180, 220, 300, WIDTH, 700, 1140] {
                let fitted = figure.fitted(width);
                for (at, one) in fitted.labels.iter().enumerate() {
                    let [left, _, right, bottom] = area(one);
                    assert!(left >= -4 && right <= width + 4, "{width}: {one:?}");
                    assert!(bottom <= fitted.height, "{width}: {one:?}");
                    for other in &fitted.labels[at + 1..] {
                        let (a, b) = (area(one), area(other));
                        let apart = a[2] <= b[0] || b[2] <= a[0] || a[3] <= b[1] || b[3] <= a[1];
                        assert!(apart, "{width}: {one:?} {other:?}");
                    }
                }
            }
        }
    }

    #[test]
    fn bars_grow_with_the_figure_and_keep_their_proportion() {
        let widths = |figure: &Figure| -> Vec<i32> {
            let wide = figure.marks.iter().filter_map(|mark| match mark {
                Mark::Bar { width, .. } => Some(*width),
                _ => None,
            });
            wide.collect()
        };
        let (own, wide) = (bars(), bars().fitted(1000));
        assert_eq!(bars().fitted(WIDTH).marks, own.marks);
        for (before, after) in widths(&own).into_iter().zip(widths(&wide)) {
            let whole = (1000 - own.sides.1) as f32 / (WIDTH - own.sides.1) as f32;
            assert!((after as f32 / before as f32 - whole).abs() < 0.01);
        }
        assert_eq!(own.fitted(1000).height, own.height);
    }

    #[test]
    fn what_looks_mean_goes_on_on_the_next_line_where_it_has_no_room() {
        let key = |look| Legend {
            look, dot: true, open: false, text: "示例市人民医院".to_owned()
        };
        let figure = Figure { keys: (0..3).map(key).collect(), height: 10, ..Figure::default() };
        assert!(figure.fitted(220).height > figure.fitted(800).height);
        assert_eq!(figure.fitted(800).height, 10 + LINE + 6);
    }
}
