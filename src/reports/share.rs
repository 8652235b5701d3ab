//! Shares of a whole as they are written: 95%, 86.8%.

use crate::registers::percent_text;

/// A part of a whole in percent, rounded to a decimal that is written only where it is not 0; a stroke where there
/// is no whole.
pub fn share_text(part: i64, whole: i64) -> String {
    match whole {
        ..=0 => "—".to_owned(),
        whole => percent_text(permille(part, whole)),
    }
}

/// A part of a whole that is not 0 in tenths of a percent, rounded.
pub(super) fn permille(part: i64, whole: i64) -> i64 {
    (part * 2000 + whole) / (whole * 2)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_share_has_a_decimal_only_where_it_is_not_whole() {
        let of = [(19, 20), (33, 38), (1, 1), (0, 3), (2, 3), (1, 0)];
        let texts = of.map(|(part, whole)| share_text(part, whole));
        assert_eq!(texts, ["95%", "86.8%", "100%", "0%", "66.7%", "—"]);
    }
}
