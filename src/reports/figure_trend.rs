//! Lines over months: what the mean of a branch and of the hospital was, month by month.

use crate::ledger::{Ledger, Month, RecordId};
use crate::scoring::{Mean, MonthPlace, ResultSource, Scores};

use super::bulletin::{in_column, shown};
use super::figure::{Figure, LINE, LOOKS, Legend, Mark, Scale, WIDTH, ticks};
use super::table::{Align, Column, Table};

/// A mean over some months.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Trend {
    /// Whose it is.
    pub name: String,
    /// Each month's mean in tenths; `None` where it has none.
    pub means: Vec<Option<TrendMean>>,
}

/// The mean of a month.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TrendMean {
    /// In tenths, rounded once.
    pub tenths: i32,
    /// Whether any of it may still change, as a month is not locked.
    pub open: bool,
}

/// The means of some branches month by month, and that of all members last. Months in which nothing
/// was entered, locked or brought in have none.
pub fn trends(
    ledger: &Ledger,
    scores: &mut Scores,
    branches: &[(RecordId, String)],
    all: &str,
    months: &[Month],
) -> Vec<Trend> {
    let mut trends: Vec<Trend> = branches
        .iter()
        .map(|(_, name)| name.clone())
        .chain([all.to_owned()])
        .map(|name| Trend { name, means: Vec::new() })
        .collect();
    for month in months {
        let rows = scores.rows_over(ledger, None, std::slice::from_ref(month));
        let found: Vec<_> = rows
            .iter()
            .filter_map(|row| match row.months.first()? {
                MonthPlace::Counts(result) => Some((&row.branch, result)),
                _ => None,
            })
            .collect();
        let is_entered = scores.is_entered(ledger, *month);
        for (place, trend) in trends.iter_mut().enumerate() {
            let branch = branches.get(place).map(|(id, _)| id);
            let ours = found.iter().filter(|(of, _)| branch.is_none_or(|branch| branch == *of));
            let (mut mean, mut open, mut settled) = (Mean::default(), false, false);
            for (_, result) in ours {
                mean.add(result.tenths);
                let is_open = result.source == ResultSource::Open;
                open |= is_open;
                settled |= !is_open;
            }
            let tenths = mean.rounded().filter(|_| settled || is_entered);
            trend.means.push(tenths.map(|tenths| TrendMean { tenths, open }));
        }
    }
    trends
}

/// Where the first month stands, and the last.
const LEFT: i32 = 44;
const RIGHT: i32 = WIDTH - 18;
/// How high the part with the lines is.
const PLOT: i32 = 130;

/// Lines over months. The scale does not begin at zero, as lines are read by their slope; it is said
/// over them.
pub fn trend_figure(title: &str, months: &[Month], trends: &[Trend]) -> Figure {
    let sides = (LEFT, WIDTH - RIGHT);
    let mut figure = Figure { title: title.to_owned(), sides, ..Figure::default() };
    let means = || trends.iter().flat_map(|trend| trend.means.iter().flatten());
    let mut keys: Vec<Legend> = trends
        .iter()
        .enumerate()
        .map(|(place, trend)| Legend {
            look: place % LOOKS,
            dot: true,
            open: false,
            text: trend.name.clone(),
        })
        .collect();
    if means().any(|mean| mean.open) {
        keys.push(Legend { look: 0, dot: true, open: true, text: "空心：未锁定".to_owned() });
    }
    figure.keys = keys;
    let ticks = ticks(means().map(|mean| mean.tenths));
    let ends = (ticks[0], ticks[ticks.len() - 1]);
    if ends.0 != 0 {
        let band = format!("只画 {}—{} 分这一段", shown(ends.0), shown(ends.1));
        figure.write(0, LINE - 3, Align::Start, band);
    }
    let top = 2 * LINE + 6;
    let across = Scale { values: (0, months.len() as i32 - 1), places: (LEFT, RIGHT) };
    let up = Scale { values: ends, places: (top + PLOT, top) };
    for tick in &ticks {
        let y = up.place(*tick);
        figure.rules.push([LEFT - 12, y, WIDTH, y]);
        figure.write(LEFT - 16, y + 4, Align::End, shown(*tick));
    }
    under(&mut figure, top + PLOT, months, |place| across.place(place as i32));
    for (place, trend) in trends.iter().enumerate().rev() {
        draw(&mut figure, trend, place % LOOKS, &across, &up);
    }
    let last = trends.first().and_then(|trend| {
        let all = trend.means.iter().enumerate();
        all.rev().find_map(|(at, mean)| Some((at, (*mean)?)))
    });
    if let (Some((at, mean)), Some(trend)) = (last, trends.first()) {
        let (x, y) = (across.place(at as i32), up.place(mean.tenths));
        let y = if is_free_above(trends, at, mean.tenths) { y - 8 } else { y + LINE + 2 };
        figure.write_strong(x, y, Align::Center, shown(mean.tenths));
        figure.says =
            format!("{}{}人均 {} 分。", trend.name, months[at].label(), shown(mean.tenths));
    }
    figure.table = table(title, months, trends);
    figure
}

/// Whether no line comes from above to the mean of the first trend in a month, or stands there.
fn is_free_above(trends: &[Trend], at: usize, tenths: i32) -> bool {
    let higher = |(place, trend): (usize, &Trend)| {
        let near = trend.means[at.saturating_sub(1)..=at.min(trend.means.len() - 1)].iter();
        let means = near.flatten().map(|mean| mean.tenths);
        means.filter(|mean| *mean > tenths || (place > 0 && *mean == tenths)).count() > 0
    };
    !trends.iter().enumerate().any(higher)
}

fn draw(figure: &mut Figure, trend: &Trend, look: usize, across: &Scale, up: &Scale) {
    let mut line: Vec<(i32, i32)> = Vec::new();
    let mut dots = Vec::new();
    for (at, mean) in trend.means.iter().enumerate() {
        match mean {
            Some(mean) => {
                let (x, y) = (across.place(at as i32), up.place(mean.tenths));
                line.push((x, y));
                dots.push(Mark::Dot { x, y, look, open: mean.open });
            }
            // No line leads over a month that has no mean.
            None => end(figure, &mut line, look),
        }
    }
    end(figure, &mut line, look);
    figure.marks.extend(dots);
}

fn end(figure: &mut Figure, line: &mut Vec<(i32, i32)>, look: usize) {
    let points = std::mem::take(line);
    if points.len() > 1 {
        figure.marks.push(Mark::Line { points, look });
    }
}

/// Writes the months under a figure: their numbers, and under the first one and every January the
/// year.
pub(super) fn under(
    figure: &mut Figure,
    bottom: i32,
    months: &[Month],
    place: impl Fn(usize) -> i32,
) {
    for (at, month) in months.iter().enumerate() {
        figure.write(place(at), bottom + LINE, Align::Center, month.number().to_string());
        // Years have room where they are not next to each other.
        let next_year = months.iter().skip(1).position(|one| one.number() == 1);
        let crowded = at == 0 && next_year.is_some_and(|next| next < 2);
        if (at == 0 || month.number() == 1) && !crowded {
            let text = format!("{}年", month.year());
            figure.write(place(at) - 6, bottom + 2 * LINE, Align::Start, text);
        }
    }
    figure.write(0, bottom + LINE, Align::Start, "月份");
    figure.height = bottom + 2 * LINE + 4;
}

fn table(title: &str, months: &[Month], trends: &[Trend]) -> Table {
    let mut columns = vec![Column::text("月份")];
    columns.extend(trends.iter().map(|trend| Column::number(trend.name.clone(), 30)));
    let cell = |mean: &Option<TrendMean>| match mean {
        None => "—".to_owned(),
        Some(mean) if mean.open => format!("{}（未锁定）", in_column(mean.tenths)),
        Some(mean) => in_column(mean.tenths),
    };
    let row = |(at, month): (usize, &Month)| {
        let cells = trends.iter().map(|trend| trend.means.get(at).map_or_else(String::new, cell));
        std::iter::once(month.label()).chain(cells).collect()
    };
    Table {
        title: title.to_owned(),
        columns,
        rows: months.iter().enumerate().map(row).collect(),
        ..Table::default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn months(count: i32) -> Vec<Month> {
        let first = Month::new(2025, 11).unwrap();
        (0..count).map(|step| first.plus(step)).collect()
    }

    fn trend(name: &str, means: &[Option<i32>]) -> Trend {
        let means = means.iter().map(|one| one.map(|tenths| TrendMean { tenths, open: false }));
        Trend { name: name.to_owned(), means: means.collect() }
    }

    fn lines(figure: &Figure) -> Vec<usize> {
        let of = |mark: &Mark| match mark {
            Mark::Line { points, .. } => Some(points.len()),
            _ => None,
        };
        figure.marks.iter().filter_map(of).collect()
    }

    #[test]
    fn no_line_leads_over_a_month_without_a_mean() {
        let of = trend("内科", &[Some(780), Some(800), None, Some(790), Some(810), Some(805)]);
        let figure = trend_figure("走势", &months(6), &[of]);
        assert_eq!(lines(&figure), [2, 3]);
        assert_eq!(figure.table.rows[2], ["2026年1月", "—"]);
        assert!(figure.says.contains("2026年4月人均 80.5 分"));
    }

    #[test]
    fn higher_means_stand_higher_and_all_stands_within_the_figure() {
        let of = trend("内科", &[Some(780), Some(846), Some(800)]);
        let figure = trend_figure("走势", &months(3), &[of, trend("全院", &[None; 3])]);
        let dots: Vec<(i32, i32)> = figure
            .marks
            .iter()
            .filter_map(|mark| match mark {
                Mark::Dot { x, y, .. } => Some((*x, *y)),
                _ => None,
            })
            .collect();
        assert_eq!(dots.iter().map(|(x, _)| *x).collect::<Vec<_>>(), [LEFT, 173, RIGHT]);
        assert!(dots[1].1 < dots[2].1 && dots[2].1 < dots[0].1);
        for (x, y) in dots {
            assert!((0..WIDTH).contains(&x) && (0..figure.height).contains(&y));
        }
    }

    #[test]
    fn a_month_that_is_open_is_marked_and_explained() {
        let mut of = trend("内科", &[Some(780), Some(800)]);
        of.means[1] = Some(TrendMean { tenths: 800, open: true });
        let figure = trend_figure("走势", &months(2), &[of]);
        assert!(figure.keys.iter().any(|key| key.text == "空心：未锁定"));
        assert_eq!(figure.table.rows[1], ["2025年12月", "80.0（未锁定）"]);
        let one = trend_figure("走势", &months(1), &[trend("内科", &[Some(780)])]);
        assert_eq!(lines(&one), [0usize; 0]);
    }
}
