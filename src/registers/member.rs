//! Members (党员花名册): domain.md §3, without identity-card numbers.

use crate::ledger::{Day, Record, RecordId};

use crate::typed_text::{is_same_staff_number, staff_number};

use super::engine::{
    Affects, Check, Context, Display, Field, Head, Kind, Leaving, Names, NaturalKey, Present,
    RecordRule, RegisterGroup, SCORE, Schema, Spelling,
};

/// Whether a member is full or probationary.
pub const CATEGORIES: &[(&str, &str)] = &[("full", "正式党员"), ("probationary", "预备党员")];

/// How a member stands to the branch.
pub const STANDINGS: &[(&str, &str)] = &[
    ("active", "在职"),
    ("retired", "离退休"),
    ("floating", "外出流动"),
    ("long_sick", "长期病休"),
    ("study", "脱产进修"),
    ("aid", "长期援外"),
    ("maternity", "产假"),
    ("left", "已转出"),
    ("deceased", "去世"),
];

/// Standings of those who no longer belong to the branch.
const GONE: &[&str] = &["left", "deceased"];

/// The register of members.
pub static MEMBER: Head = Head {
    unit: "名",
    group: RegisterGroup::OwnPlace,
    key: NaturalKey::Fields(&["staff_number"]),
    affects: Affects::Participants,
    ..Head::new("member", "党员")
};

/// The schema of member records.
pub static MEMBER_SCHEMA: Schema = Schema {
    about: "党员花名册。可以从 Excel 或 CSV 花名册导入，也可以一个一个添加。",
    columns: &["branch", "group", "department", "category", "standing"],
    rules: &[
        RecordRule::fault(
            "joined after birth",
            Check::Order { earlier: "born", later: "joined_party" },
            "入党时间早于出生年月",
        ),
        RecordRule::fault(
            "full after joining",
            Check::Order { earlier: "joined_party", later: "full_since" },
            "转正时间早于入党时间",
        ),
        RecordRule::fault(
            "work after birth",
            Check::Order { earlier: "born", later: "work_started" },
            "参加工作时间早于出生年月",
        ),
        RecordRule::fault("own number", Check::By(own_number), ""),
    ],
    present: Some(Present {
        on: |record, day| Member::on(record, day).is_some(),
        field: "standing",
        label: "在册党员",
        leaving: &[
            Leaving { value: "left", word: "转出", asks: "转到哪里" },
            Leaving { value: "deceased", word: "去世", asks: "" },
        ],
    }),
    names: Names::OfPeople,
    display: Display {
        new: "添加党员",
        summed_by: &["candidates", "statistics"],
        import: "导入花名册",
        list: "党员花名册",
        dated: (
            "组织关系和岗位",
            "本组内容从这天起生效，以前的月份不变。月考核看每月 1 日的情况。",
        ),
        undated: "个人情况",
        same: "人",
        hints: &["staff_number", "department", "born"],
        sorts: &["branch", SCORE],
        exports_children: false,
        ..Display::USUAL
    },
    ..Schema::new(
        &MEMBER,
        &[
            Field::new("name", "姓名", Kind::Text(40)).required().public().spelt(Spelling::Name),
            Field::new("staff_number", "工号", Kind::Text(30))
                .spelt(Spelling::StaffNumber)
                .identifier()
                .help("有工号，几台平板导入同一份名册时不会重复"),
            Field::new("branch", "所在支部", Kind::Reference("branch")).dated().required().public(),
            Field::new("group", "党小组", Kind::Reference("group")).dated().public(),
            Field::new("department", "科室", Kind::Reference("department")).dated().public(),
            Field::new("category", "党员类别", Kind::Choice(CATEGORIES)).dated().required(),
            Field::new("standing", "在岗状态", Kind::Choice(STANDINGS)).dated().required(),
            Field::new("gender", "性别", Kind::Choice(&[("male", "男"), ("female", "女")])),
            Field::new("ethnicity", "民族", Kind::Text(20)),
            Field::new("born", "出生年月", Kind::DayOrMonth),
            Field::new("native_place", "籍贯", Kind::Text(40)),
            Field::new("education", "学历", Kind::Text(20)),
            Field::new("degree", "学位", Kind::Text(20)),
            Field::new("school", "毕业院校及专业", Kind::Text(80)),
            Field::new("work_started", "参加工作时间", Kind::DayOrMonth),
            Field::new("joined_party", "入党时间", Kind::DayOrMonth)
                .help("支部大会接收为预备党员的日期"),
            Field::new("full_since", "转正时间", Kind::DayOrMonth),
            Field::new("party_post", "党内职务", Kind::Text(40)).public(),
            Field::new("post", "行政职务", Kind::Text(40)).public(),
            Field::new("title_rank", "职称", Kind::Text(40)).public(),
            Field::new(
                "job_kind",
                "岗位类型",
                Kind::Choice(&[
                    ("doctor", "医"),
                    ("nurse", "护"),
                    ("technician", "技"),
                    ("pharmacist", "药"),
                    ("manager", "管"),
                    ("worker", "工勤"),
                ]),
            ),
            Field::new("dual_leader", "双带头人", Kind::YesNo),
            Field::new("mentor", "培养联系人", Kind::Text(40)),
            Field::new("phone", "联系电话", Kind::Text(30)).restricted().spelt(Spelling::Phone),
            Field::new("dues_base", "党费基数（元）", Kind::Money).restricted(),
            Field::new("dues_monthly", "月交党费（元）", Kind::Money).restricted(),
            Field::new("notes", "备注", Kind::Lines(500)),
        ],
    )
};

/// A member as of a day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Member {
    /// Which member.
    pub id: RecordId,
    /// The name.
    pub name: String,
    /// The branch.
    pub branch: RecordId,
    /// The Party group, where there is one.
    pub group: Option<RecordId>,
    /// The department, where there is one.
    pub department: Option<RecordId>,
    /// Whether full or probationary, as in [`CATEGORIES`].
    pub category: String,
    /// How the member stands to the branch, as in [`STANDINGS`].
    pub standing: String,
}

impl Member {
    /// Reads a member as of a day; `None` where the record is no member of any branch on that day.
    ///
    /// A month is read as of its first day, so that whoever is newly received or moves in counts
    /// from the month after (domain.md §1.6, rule 4).
    pub fn on(record: &Record<'_>, day: Day) -> Option<Self> {
        let reference = |field: &str| record.on(field, day).as_text()?.parse().ok();
        let text = |field: &str, otherwise: &str| {
            record.on(field, day).as_text().unwrap_or(otherwise).to_owned()
        };
        let standing = text("standing", "active");
        if !record.is_live() || GONE.contains(&&*standing) {
            return None;
        }
        Some(Self {
            id: record.id().clone(),
            name: record.text("name").to_owned(),
            branch: reference("branch")?,
            group: reference("group"),
            department: reference("department"),
            category: text("category", "full"),
            standing,
        })
    }
}

/// A name with all but its first character masked: 张**. A name of two characters keeps one.
pub fn masked(name: &str) -> String {
    let mut characters = name.chars();
    let first: String = characters.next().into_iter().collect();
    let rest = characters.filter(|c| *c != '·').count();
    format!("{first}{}", "*".repeat(rest.clamp(1, 3)))
}

/// Whether the staff number is nobody else's. A member known by the number has it; whoever else
/// claims it is the one to be mended. Earlier versions kept numbers as they were typed: a0012 and
/// A0012 are one.
fn own_number(record: &Record<'_>, context: &Context<'_>) -> Option<(&'static str, String)> {
    let number = record.text("staff_number");
    let has_it = record.id().key() == Some(number) && staff_number(number) == number;
    if number.is_empty() || has_it {
        return None;
    }
    let twin = context.records(MEMBER.name).find(|other| {
        other.id() != record.id() && is_same_staff_number(other.text("staff_number"), number)
    })?;
    Some(("staff_number", format!("工号 {number} 与“{}”重复", twin.text("name"))))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_masked_name_keeps_its_first_character_alone() {
        for (name, shown) in [
            ("张三", "张*"),
            ("欧阳若兰", "欧***"),
            ("𠮷田", "𠮷*"),
            ("阿依古丽·买买提", "阿***"),
            ("", "*"),
        ] {
            assert_eq!(masked(name), shown);
        }
    }
}
