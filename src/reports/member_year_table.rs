//! A member's year as tables: what stands behind the figure, and the page that the member signs.

use crate::ordered;

use super::bulletin::{in_column, shown};
use super::member_year::{MemberMonth, MemberYear};
use super::table::{Align, Column, Table, Width};
use super::year::permille_text;

impl MemberYear {
    /// Month by month: aspects, total, grade, coefficient, state.
    pub fn short_table(&self) -> Table {
        let standard = self.standard();
        let mut columns = vec![Column::text("月份")];
        columns.extend(standard.aspects.iter().map(|one| Column::number(one.name.clone(), 24)));
        columns.extend([Column::number("调整", 16), Column::number("结果", 18)]);
        let middle = |label: &str| Column { align: Align::Center, ..Column::text(label) };
        columns.extend([middle("等级"), Column::number("绩效系数", 18), middle("状态")]);
        let row = |of: &MemberMonth| {
            let mut cells = vec![format!("{}月", of.month.number())];
            // By their ids: another standard may have them in another order.
            cells.extend(standard.aspects.iter().map(|aspect| subtotal(of, &aspect.id)));
            cells.extend([
                signed_or_empty(of.adjusted),
                of.result.map_or_else(|| "—".to_owned(), in_column),
                of.grade.clone(),
                of.permille.map(permille_text).unwrap_or_default(),
                of.state().to_owned(),
            ]);
            cells
        };
        Table {
            title: format!("{}{}年各月积分", self.name, self.year),
            subtitle: format!("{}　{}年", self.branch, self.year),
            rows: self.months.iter().map(row).collect(),
            columns,
            ..Table::default()
        }
    }

    /// Item by item, a column a month: what is printed for the member to confirm.
    pub fn item_table(&self) -> Table {
        let mut columns = vec![Column { width: Width::Weight(1), ..Column::text("项目") }];
        columns.extend(self.months.iter().map(|of| {
            let mark = if of.is_open() { "*" } else { "" };
            Column::number(format!("{}月{mark}", of.month.number()), 9)
        }));
        let mut rows: Vec<Vec<String>> = Vec::new();
        let line = |name: String, cell: &dyn Fn(&MemberMonth) -> String| {
            let cells = self.months.iter().map(cell);
            std::iter::once(name).chain(cells).collect::<Vec<String>>()
        };
        let standard = self.standard();
        for (place, aspect) in standard.aspects.iter().enumerate() {
            for item in standard.items.iter().filter(|item| item.aspect == place) {
                rows.push(line(format!("{} {}", item.id, item.name), &|of| score(of, &item.id)));
            }
            // Items of earlier standards of the year that the last one has no longer.
            for (id, name) in self.gone(&aspect.id) {
                rows.push(line(format!("{id} {name}"), &|of| score(of, &id)));
            }
            rows.push(line(format!("{}小计", aspect.name), &|of| subtotal(of, &aspect.id)));
        }
        rows.push(line("调整".to_owned(), &|of| signed_or_empty(of.adjusted)));
        rows.push(line("结果".to_owned(), &|of| {
            of.result.map_or_else(|| "—".to_owned(), in_column)
        }));
        rows.push(line("等级".to_owned(), &|of| of.grade.clone()));
        rows.push(line("绩效系数".to_owned(), &|of| {
            of.permille.map(permille_text).unwrap_or_default()
        }));
        Table {
            title: format!("{}{}年个人积分", self.name, self.year),
            subtitle: format!("{}　{}年", self.branch, self.year),
            columns,
            rows,
            notes: self.foot(),
            signatures: vec!["党员签字确认：".into(), "日期：".into()],
            dense: true,
            ..Table::default()
        }
    }

    /// What stands under the table.
    fn foot(&self) -> Vec<String> {
        let mean = self.mean.rounded().map_or_else(
            || "还没有".to_owned(),
            |mean| format!("{} 分，{}", shown(mean), self.grade),
        );
        let mut notes = vec![format!("年度积分 {mean}；有效月 {} 个。", self.mean.count)];
        let open: Vec<String> = self
            .months
            .iter()
            .filter(|of| of.is_open())
            .map(|of| format!("{}月", of.month.number()))
            .collect();
        if !open.is_empty() {
            notes.push(format!("* {}未锁定，结果还会变。", open.join("、")));
        }
        notes.extend(self.notes.iter().cloned());
        notes.push("含医德医风等个人情况，只交本人核对，不张贴。".to_owned());
        notes
    }

    /// The items of an aspect that some month's standard has and the last one has not.
    fn gone(&self, aspect: &str) -> Vec<(String, String)> {
        let last = self.standard();
        let of_months = self.months.iter().filter_map(|of| of.standard.as_deref());
        let items = of_months.flat_map(|standard| {
            let ours = |place: usize| standard.aspects.get(place).is_some_and(|a| a.id == aspect);
            let items = standard.items.iter().filter(move |item| ours(item.aspect));
            items.map(|item| (item.id.clone(), item.name.clone())).collect::<Vec<_>>()
        });
        let gone = items.filter(|(id, _)| last.item(id).is_none());
        ordered::map(gone).into_iter().collect()
    }
}

fn score(of: &MemberMonth, id: &str) -> String {
    let place = of.standard.as_deref().and_then(|standard| standard.item(id));
    let score = place.and_then(|(place, _)| of.items.get(place));
    score.map_or_else(String::new, |score| in_column(*score))
}

fn subtotal(of: &MemberMonth, id: &str) -> String {
    let place = of.standard.as_deref();
    let place = place.and_then(|standard| standard.aspects.iter().position(|a| a.id == id));
    let subtotal = place.and_then(|place| of.aspects.get(place));
    subtotal.map_or_else(String::new, |subtotal| in_column(*subtotal))
}

fn signed_or_empty(tenths: i32) -> String {
    match tenths {
        0 => String::new(),
        1.. => format!("+{}", in_column(tenths)),
        _ => in_column(tenths),
    }
}
