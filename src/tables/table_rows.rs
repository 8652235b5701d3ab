//! Which rows of a table are data: not headings, titles, blank rows, totals or signatures.

use std::ops::Range;

use super::grid::Grid;
use super::text;

/// Why a row of the file is not read as data.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SetAsideBecause {
    /// Totals (合计, 共 80 人).
    Totals,
    /// Signatures and remarks under the table (制表人, 注).
    Footer,
    /// Headings or the title again, as at a page break.
    HeadingsAgain,
    /// A branch, a department or a group over its people.
    Subheading,
    /// Something that is no name stands for one.
    NoName,
}

impl SetAsideBecause {
    /// The reason in words.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::Totals => "合计行",
            Self::Footer => "表尾说明",
            Self::HeadingsAgain => "重复的表头",
            Self::Subheading => "小标题",
            Self::NoName => "不是姓名",
        }
    }
}

/// A row of the file that is not read as data.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SetAsideRow {
    /// Its number in the file, from 1.
    pub row: usize,
    /// What it says, cut short.
    pub text: String,
    /// Why.
    pub because: SetAsideBecause,
}

impl SetAsideRow {
    /// A row of a table, counted from 0.
    pub(super) fn of(grid: &Grid, row: usize, because: SetAsideBecause) -> Self {
        /// Characters that are shown.
        const SHOWN: usize = 40;
        let text = texts(grid, row).join(" ");
        let shown: String = text.chars().take(SHOWN).collect();
        let text = if shown.len() < text.len() { shown + "…" } else { shown };
        Self { row: row + 1, text, because }
    }
}

/// The rows of a table below its headings, sorted out; rows are counted from 0.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DataRows {
    /// The rows that hold data.
    pub rows: Vec<usize>,
    /// The rows that do not, blank ones aside.
    pub set_aside: Vec<(usize, SetAsideBecause)>,
}

impl DataRows {
    /// Reads rows as data after all.
    pub(super) fn restore(&mut self, is_data: impl Fn(&(usize, SetAsideBecause)) -> bool) {
        let set_aside = std::mem::take(&mut self.set_aside);
        let (back, set_aside): (Vec<_>, Vec<_>) = set_aside.into_iter().partition(is_data);
        self.set_aside = set_aside;
        self.rows.extend(back.into_iter().map(|(row, _)| row));
        self.rows.sort_unstable();
    }

    /// Sorts the rows below the headings out. A row that has a plausible name in `name_column` is
    /// always data.
    #[must_use]
    pub fn of(grid: &Grid, heading_rows: &Range<usize>, name_column: Option<usize>) -> Self {
        let above: Vec<Vec<String>> = (0..heading_rows.end)
            .map(|row| texts(grid, row))
            .filter(|row| !row.is_empty())
            .collect();
        let mut sorted = Self::default();
        for row in heading_rows.end..grid.rows().len() {
            let name = name_column.map(|at| text::squeezed(&grid.cell(row, at).text()));
            let stands_above = |name| above.iter().flatten().any(|text| text == name);
            if name.as_ref().is_some_and(|name| is_a_name(name) && !stands_above(name)) {
                sorted.rows.push(row);
                continue;
            }
            let texts = texts(grid, row);
            if texts.is_empty() {
                continue;
            }
            let alone = texts.len() == 1 && texts.iter().any(|text| stands_alone(text));
            let counts = name.as_deref().is_some_and(is_a_count);
            let because = if alone {
                Some(SetAsideBecause::Footer)
            } else if counts {
                Some(SetAsideBecause::Totals)
            } else if above.contains(&texts) || name.as_deref() == Some("姓名") {
                Some(SetAsideBecause::HeadingsAgain)
            } else if name.as_deref().is_none_or(|name| !is_a_name(name)) {
                // A 支部 merged over the table may stand before the words.
                texts.iter().take(2).find_map(|text| closing_words(text))
            } else {
                None
            };
            match because {
                Some(because) => sorted.set_aside.push((row, because)),
                None => sorted.rows.push(row),
            }
        }
        sorted
    }
}

/// The distinct texts of a row, squeezed, in order.
pub(super) fn texts(grid: &Grid, row: usize) -> Vec<String> {
    let mut texts: Vec<String> = Vec::new();
    for cell in grid.rows().get(row).into_iter().flatten() {
        let text = text::squeezed(&cell.text());
        if !text.is_empty() && texts.last() != Some(&text) {
            texts.push(text);
        }
    }
    texts
}

fn is_a_name(text: &str) -> bool {
    !text.is_empty()
        && closing_words(text).is_none()
        && !is_a_count(text)
        && !is_a_remark(text)
        && text.chars().any(|c| !c.is_ascii_digit())
}

/// Whether a text says how many people there are: 83人, 共83名, 男45人.
pub(super) fn is_a_count(text: &str) -> bool {
    text.ends_with(['人', '名', '位', '个'])
        && text.chars().rev().nth(1).is_some_and(|c| c.is_ascii_digit())
}

/// Whether a text is a sentence or says something of something (填表人:李四), which no name does.
pub(super) fn is_a_remark(text: &str) -> bool {
    text.contains([':', '，', ',', '。', '；', ';', '、']) || text.chars().count() > 40
}

/// Whether a text that is alone in its row is none of the table: a remark, a seal, the day.
pub(super) fn stands_alone(text: &str) -> bool {
    let is_a_day = text.contains('年') && text.ends_with('日');
    is_a_remark(text) || is_a_day || text.starts_with('(') && text.ends_with(')')
}

/// Whether a text (squeezed) is how totals or the lines under a table begin.
pub(super) fn closing_words(text: &str) -> Option<SetAsideBecause> {
    const TOTALS: &[&str] = &[
        "合计",
        "总计",
        "小计",
        "共计",
        "总人数",
        "总数",
        "平均",
        "人均",
        "累计",
        "本页合计",
        "以上共",
        "人数合计",
    ];
    const FOOTER: &[&str] = &[
        "制表",
        "填表",
        "填报",
        "审核",
        "负责人",
        "联系人",
        "经办",
        "说明:",
        "注:",
        "备注:",
        "注1",
        "报送",
        "打印",
        "盖章",
        "(盖章)",
        "支部书记",
        "党支部书记",
        "复核",
        "校对",
        "签字",
        "签名",
        "主管领导",
        "以上数据",
        "以上信息",
        "数据截至",
        "截至",
        "填写说明",
        "单位(盖章)",
        "日期",
    ];
    if matches!(text, "备注" | "说明" | "注" | "附注") {
        return Some(SetAsideBecause::Footer);
    }
    let starts = |words: &[&str]| words.iter().any(|word| text.starts_with(word));
    let counts_people = text.starts_with('共')
        && text.ends_with(['人', '名'])
        && text.chars().any(|c| c.is_ascii_digit() || "一二三四五六七八九十百千".contains(c));
    // 内科小计, 外科合计:1.
    let head = text.split(':').next().unwrap_or(text);
    let ends = ["小计", "合计", "总计"].iter().any(|word| head.ends_with(word));
    if starts(TOTALS) || ends || counts_people {
        Some(SetAsideBecause::Totals)
    } else if starts(FOOTER) {
        Some(SetAsideBecause::Footer)
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::super::delimited;
    use super::*;

    fn sorted(table: &str) -> DataRows {
        DataRows::of(&delimited::read(table).unwrap(), &(0..1), Some(1))
    }

    #[test]
    fn totals_signatures_blank_rows_and_headings_again_are_set_aside() {
        let rows = sorted(
            "序号,姓名,支部\n1,张三,一支部\n,,\n序号,姓 名,支部\n2,李四,一支部\n合计,2,\n共2人,,\n制表人：王五,,审核：赵六\n",
        );
        assert_eq!(rows.rows, [1, 4]);
        let because: Vec<_> =
            rows.set_aside.iter().map(|(row, because)| (*row, *because)).collect();
        assert_eq!(
            because,
            [
                (3, SetAsideBecause::HeadingsAgain),
                (5, SetAsideBecause::Totals),
                (6, SetAsideBecause::Totals),
                (7, SetAsideBecause::Footer),
            ]
        );
    }

    #[test]
    fn a_row_with_a_name_is_data_whatever_its_first_cell_says() {
        assert_eq!(sorted("序号,姓名,支部\n平均,张三,一支部\n1,共工,一支部\n").rows, [1, 2]);
    }

    #[test]
    fn a_row_without_a_name_is_data_that_will_be_refused() {
        assert_eq!(sorted("序号,姓名,支部\n1,,一支部\n").rows, [1]);
    }
}
