//! Signatures: what was drawn on the screen, as a small vector.
//!
//! The strokes of a signature are points on a grid of [`WIDTH`] × [`HEIGHT`]. What the hand drew is
//! simplified (Douglas–Peucker) and written as one text: of each point how far it is from the one before,
//! zigzag-coded in digits of 32 with a sign that more follow, strokes parted by a dot.

use crate::ledger::{Day, Value, day_text, parse_day};

/// How wide the grid is.
pub const WIDTH: i32 = 1000;
/// How high it is.
pub const HEIGHT: i32 = 400;
/// How long the text of a signature is at most, in bytes.
pub const LONGEST_STROKES: usize = 2000;
/// How far what is left out is from what is kept, at first: less than the width of the line.
const TOLERANCE: i32 = 2;
const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
const PART: char = '.';

/// A point of the grid.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Point {
    /// From the left, up to [`WIDTH`].
    pub x: i32,
    /// From above, up to [`HEIGHT`].
    pub y: i32,
}

impl Point {
    /// A point of the grid; one beyond its edge is put onto it.
    pub fn new(x: i32, y: i32) -> Self {
        Self { x: x.clamp(0, WIDTH), y: y.clamp(0, HEIGHT) }
    }
}

/// Strokes of a pen.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Strokes(Vec<Vec<Point>>);

impl Strokes {
    /// What a hand drew, simplified so far that its text is no longer than [`LONGEST_STROKES`]. Of more
    /// strokes than fit, the last are left out.
    pub fn drawn(lines: &[Vec<Point>]) -> Self {
        let mut tolerance = TOLERANCE;
        loop {
            let simple = lines.iter().map(|line| simplified(line, tolerance));
            let mut strokes = Self(simple.filter(|line| !line.is_empty()).collect());
            if strokes.to_text().len() <= LONGEST_STROKES {
                return strokes;
            }
            if tolerance > WIDTH {
                while strokes.to_text().len() > LONGEST_STROKES && strokes.0.pop().is_some() {}
                return strokes;
            }
            tolerance *= 2;
        }
    }

    /// Whether nothing is drawn.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The strokes, each of one point or more.
    pub fn lines(&self) -> &[Vec<Point>] {
        &self.0
    }

    /// The strokes as one text.
    pub fn to_text(&self) -> String {
        let mut text = String::new();
        for (place, line) in self.0.iter().enumerate() {
            if place > 0 {
                text.push(PART);
            }
            let mut last = Point { x: 0, y: 0 };
            for point in line {
                push_number(&mut text, point.x - last.x);
                push_number(&mut text, point.y - last.y);
                last = *point;
            }
        }
        text
    }

    /// Reads the text of strokes; `None` where it is none.
    pub fn from_text(text: &str) -> Option<Self> {
        // A longer one is none of ours, and would take long to draw.
        if text.len() > 4 * LONGEST_STROKES {
            return None;
        }
        let lines = text.split(PART).filter(|line| !line.is_empty()).map(read_line);
        lines.collect::<Option<Vec<_>>>().map(Self)
    }

    /// The strokes as the `d` of a path of SVG. A point alone is a line without length, which a round
    /// pen draws as a dot.
    pub fn path(&self) -> String {
        let mut path = String::new();
        for line in &self.0 {
            for (place, Point { x, y }) in line.iter().enumerate() {
                path.push(if place == 0 { 'M' } else { 'L' });
                path.push_str(&format!("{x} {y}"));
            }
            if line.len() == 1 {
                path.push_str("h0");
            }
        }
        path
    }
}

/// The digit of so many, less than 64.
fn digit(number: u32) -> char {
    char::from(DIGITS[(number & 63) as usize])
}

fn push_number(text: &mut String, number: i32) {
    // The sign is the last bit, so that small numbers are short whatever their sign.
    let mut rest = ((number << 1) ^ (number >> 31)) as u32;
    while rest >= 32 {
        text.push(digit(32 | (rest & 31)));
        rest >>= 5;
    }
    text.push(digit(rest));
}

/// Reads a stroke.
fn read_line(text: &str) -> Option<Vec<Point>> {
    let (mut numbers, mut number, mut shift) = (Vec::new(), 0_u32, 0);
    for byte in text.bytes() {
        let digit = DIGITS.iter().position(|one| *one == byte)? as u32;
        // No number of the grid has more than three digits.
        if shift > 10 {
            return None;
        }
        number |= (digit & 31) << shift;
        shift += 5;
        if digit < 32 {
            numbers.push((number >> 1) as i32 ^ -((number & 1) as i32));
            (number, shift) = (0, 0);
        }
    }
    let (pairs, rest) = numbers.as_chunks::<2>();
    let (mut x, mut y, mut line) = (0, 0, Vec::new());
    for [right, down] in pairs {
        (x, y) = (x + right, y + down);
        let is_within = (0..=WIDTH).contains(&x) && (0..=HEIGHT).contains(&y);
        is_within.then(|| line.push(Point { x, y }))?;
    }
    (rest.is_empty() && shift == 0 && !line.is_empty()).then_some(line)
}

/// A line without the points that are no further than `tolerance` from what is left (Douglas–Peucker); its
/// ends stay.
pub fn simplified(line: &[Point], tolerance: i32) -> Vec<Point> {
    let mut kept = vec![false; line.len()];
    let mut parts = Vec::new();
    if let Some(last) = line.len().checked_sub(1) {
        (kept[0], kept[last]) = (true, true);
        parts.push((0, last));
    }
    // A stack, as a long line would be too deep for the program's own.
    while let Some((first, last)) = parts.pop() {
        let mut farthest = None;
        for place in first + 1..last {
            let distance = distance_squared(line[place], line[first], line[last]);
            if farthest.is_none_or(|(most, _)| distance > most) {
                farthest = Some((distance, place));
            }
        }
        let most = f64::from(tolerance) * f64::from(tolerance);
        if let Some((_, place)) = farthest.filter(|(distance, _)| *distance > most) {
            kept[place] = true;
            parts.push((first, place));
            parts.push((place, last));
        }
    }
    let points = line.iter().zip(&kept).filter(|(_, kept)| **kept).map(|(point, _)| *point);
    let mut points: Vec<Point> = points.collect();
    // A dot that was held is one point.
    points.dedup();
    points
}

/// The square of the distance of a point from what is between two others.
fn distance_squared(point: Point, from: Point, to: Point) -> f64 {
    let part = |from: Point, to: Point| (f64::from(to.x - from.x), f64::from(to.y - from.y));
    let ((dx, dy), (px, py)) = (part(from, to), part(from, point));
    let length = dx * dx + dy * dy;
    let along = if length > 0.0 { ((px * dx + py * dy) / length).clamp(0.0, 1.0) } else { 0.0 };
    let (x, y) = (px - along * dx, py - along * dy);
    x * x + y * y
}

/// The counts that a signature keeps: who is due and who came, of all and of those with a vote.
const COUNTED: [&str; 4] = ["due", "present", "voters", "voters_present"];

/// A signature: who signed, when, what was drawn, and what the roll counted then.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Signature {
    /// The member's id, or the name of who is none.
    pub by: String,
    /// The day.
    pub on: Day,
    /// What was drawn.
    pub strokes: Strokes,
    /// What the roll counted as it was signed: who is due and who came, of all and of those with a vote.
    /// Members are recorded as having left before the day also afterwards, which changes the roll and not
    /// the record. `None` in signatures of versions that kept no counts.
    pub counts: Option<[i64; 4]>,
}

impl Signature {
    /// The signature as a record keeps it.
    pub fn to_value(&self) -> Value {
        let counts = self.counts.into_iter().flatten().map(Value::from);
        Value::group(
            [
                ("by", self.by.as_str().into()),
                ("on", day_text(self.on).into()),
                ("strokes", self.strokes.to_text().into()),
            ]
            .into_iter()
            .chain(COUNTED.into_iter().zip(counts)),
        )
    }

    /// Reads a signature from a record; `None` where it is none.
    pub fn from_value(value: &Value) -> Option<Self> {
        let text = |name: &str| value.get(name)?.as_text();
        let [due, present, voters, voters_present] = COUNTED.map(|name| value.get(name)?.as_int());
        Some(Self {
            by: text("by").unwrap_or_default().to_owned(),
            on: parse_day(text("on")?).ok()?,
            strokes: Strokes::from_text(text("strokes")?)?,
            counts: (|| Some([due?, present?, voters?, voters_present?]))(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn line() -> impl Strategy<Value = Vec<Point>> {
        let point = (0..=WIDTH, 0..=HEIGHT).prop_map(|(x, y)| Point { x, y });
        prop::collection::vec(point, 1..60)
    }

    proptest! {
        #[test]
        fn strokes_are_read_as_they_were_written(lines in prop::collection::vec(line(), 0..5)) {
            let strokes = Strokes(lines);
            let text = strokes.to_text();
            prop_assert_eq!(Strokes::from_text(&text), Some(strokes));
        }

        #[test]
        fn no_text_is_read_as_points_beyond_the_grid(text in "[A-Za-z0-9_.-]{0,80}|\\PC{0,20}") {
            if let Some(strokes) = Strokes::from_text(&text) {
                for point in strokes.lines().iter().flatten() {
                    prop_assert_eq!(Point::new(point.x, point.y), *point);
                }
            }
        }

        #[test]
        fn what_is_left_out_is_near_what_is_kept(line in line(), tolerance in 0..200_i32) {
            let kept = simplified(&line, tolerance);
            prop_assert_eq!((kept.first(), kept.last()), (line.first(), line.last()));
            for point in &line {
                let segments = kept.iter().zip(kept.iter().skip(1).chain(kept.last()));
                let near = segments.map(|(from, to)| distance_squared(*point, *from, *to));
                let nearest = near.fold(f64::MAX, f64::min);
                prop_assert!(nearest.sqrt() <= f64::from(tolerance) + 1e-6, "{nearest}");
            }
        }

        #[test]
        fn no_drawing_takes_more_than_its_room(lines in prop::collection::vec(line(), 0..60)) {
            let strokes = Strokes::drawn(&lines);
            prop_assert!(strokes.to_text().len() <= LONGEST_STROKES);
            prop_assert_eq!(strokes.is_empty(), lines.is_empty());
        }
    }

    #[test]
    fn a_straight_line_is_its_ends_and_a_dot_one_point() {
        let straight: Vec<Point> = (0..100).map(|at| Point::new(at * 3, at)).collect();
        assert_eq!(simplified(&straight, 1), [Point::new(0, 0), Point::new(297, 99)]);
        let held = vec![Point::new(5, 5); 40];
        assert_eq!(simplified(&held, 1), [Point::new(5, 5)]);
        assert_eq!(Strokes::drawn(&[held]).path(), "M5 5h0");
        assert_eq!(Strokes::drawn(&[straight]).path(), "M0 0L297 99");
        assert_eq!(Strokes::drawn(&[Vec::new()]), Strokes::default());
    }

    #[test]
    fn a_signature_is_kept_as_it_is() {
        let strokes = Strokes::drawn(&[vec![Point::new(10, 390), Point::new(1000, 0)]]);
        let on = parse_day("2026-11-21").expect("a day");
        for counts in [None, Some([16, 13, 14, 0])] {
            let strokes = strokes.clone();
            let signature = Signature { by: "member:=1".to_owned(), on, strokes, counts };
            assert_eq!(Signature::from_value(&signature.to_value()), Some(signature));
        }
        assert_eq!(Signature::from_value(&Value::from("x")), None);
    }

    #[test]
    fn a_name_that_is_written_out_takes_far_less_than_its_room() {
        // Thirty curved strokes, as three characters have them, of a hundred points each.
        let stroke = |at: i32| {
            let curve = |step: i32| {
                let turn = f64::from(step) / 30.0;
                let (x, y) = (40.0 * turn.sin(), 60.0 * (turn * 0.7).cos());
                Point::new(60 + at * 30 + x as i32, 200 + y as i32)
            };
            (0..100).map(curve).collect::<Vec<_>>()
        };
        let strokes = Strokes::drawn(&(0..30).map(stroke).collect::<Vec<_>>());
        assert_eq!(strokes.lines().len(), 30);
        assert!(strokes.to_text().len() < 1500, "{}", strokes.to_text().len());
    }
}
