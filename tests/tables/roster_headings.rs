//! Headings that real rosters use, each with the field that it means.
//!
//! They come from the 党员基本信息采集表, from exports of the national system (中组部年度统计), from
//! systems of universities and hospitals, and from tables of the process of joining the Party.
#![allow(clippy::unwrap_used)]

use yixin::tables::columns::{ColumnMap, Meaning};
use yixin::tables::delimited;
use yixin::tables::grid::{Grid, GridCell};
use yixin::tables::roster;

/// Headings and the field that each means; empty where it is none of ours.
#[rustfmt::skip]
const HEADINGS: &[(&str, &[&str])] = &[
    ("name", &["姓名", "党员姓名", "姓 名", "姓　名", "姓\n名", "*姓名", "姓名*", "姓名（必填）", "姓名：", "Name姓名", "姓名 Name", "姓名/Name", "【姓名】", "1.姓名", "（一）姓名", "①姓名", "一、姓名", "职工姓名"]),
    ("staff_number", &["工号", "职工号", "职工编号", "职工工号", "人员编号", "员工代码", "HIS工号", "工号（胸卡号）", "学工号"]),
    ("gender", &["性别", "性\n别", "性别/Gender", "性别（男/女）"]),
    ("ethnicity", &["民族", "民 族"]),
    ("born", &["出生年月", "出生日期", "出生年月日", "出生时间", "出生\n年月", "出生年月（岁）", "出生日期(yyyy-mm-dd)", "出生年月*", "何时出生"]),
    ("native_place", &["籍贯", "籍 贯", "籍贯（省市县）"]),
    ("education", &["学历", "最高学历", "文化程度", "全日制学历", "学历学位", "学历/学位"]),
    ("degree", &["学位", "最高学位"]),
    ("school", &["毕业院校", "毕业院校及专业", "毕业院校系及专业", "毕业学校"]),
    ("work_started", &["参加工作时间", "参加工作日期", "参加工作年月", "参工时间"]),
    ("joined_party", &["入党时间", "入党日期", "入党年月", "入党\n时间", "入党时间（年月）", "加入党组织日期", "加入党组织的时间", "加入中国共产党时间", "加入中国共产党的时间", "接收为预备党员日期", "成为预备党员日期", "确定预备党员时间", "接受为预备党员时间", "支部大会通过成为预备党员时间", "预备党员时间", "何时入党"]),
    ("full_since", &["转正时间", "转正日期", "转为正式党员日期", "转为正式党员时间", "转正式时间", "正式转正日期", "预备党员转正时间", "转正时间（年月）"]),
    ("category", &["党员类别", "人员类别", "党员类型", "政治面貌", "正式/预备"]),
    ("party_post", &["党内职务", "党内岗位", "支部职务", "党内职务（书记/委员）", "担任党内职务"]),
    ("post", &["行政职务", "职务", "现任职务", "现任行政职务", "行政职务及级别", "工作单位及职务", "科室及职务"]),
    ("posts", &["党内/行政职务", "党内及行政职务"]),
    ("title_rank", &["职称", "技术职称", "专业技术职务", "从事专业技术职务", "现任专业技术职务", "专业技术职务级别", "职称（全称）"]),
    ("job_kind", &["岗位类别", "岗位类型", "工作岗位", "岗位", "人员岗位类别"]),
    ("department", &["科室", "所在科室", "部门", "所在科室（部门）", "科室名称", "工作部门", "工作单位", "单位"]),
    ("branch", &["所在党支部", "党支部", "所属党支部", "所在支部", "所在党组织", "党组织名称", "所在党支部全称", "现所在支部"]),
    ("group", &["党小组", "所在党小组"]),
    ("phone", &["联系电话", "手机号码", "手机号", "移动电话", "联系方式", "本人联系电话", "联系电话（手机）"]),
    ("status", &["在岗状态", "党员状态", "人员状态", "在职情况", "离退休情况及人员状态"]),
    ("dual_leader", &["双带头人", "是否双带头人", "是否为“双带头人”"]),
    ("mentor", &["培养联系人", "入党培养联系人"]),
    ("notes", &["备注", "备 注", "说明", "备注说明"]),
    ("", &[
        "年龄", "党龄", "工龄", "照片", "专业", "曾用名", "婚姻状况", "家庭住址", "现居住地", "户籍所在地", "户口所在地派出所", "出生地",
        "固定住址", "学位授予日期", "毕业时间", "入学时间", "教育类别", "新社会阶层类型", "一线情况", "培训情况", "是否农民工", "是否失联党员",
        "失去联系情形", "失去联系日期", "信息完整度(%)", "档案所在单位", "党员档案所在单位", "联合支部单位名称", "党籍状态", "外出流向",
        "入党介绍人", "介绍人姓名", "配偶姓名", "配偶工作单位", "培养联系人姓名", "家庭联系电话", "紧急联系人电话", "填表人姓名",
        "申请入党时间", "入党申请时间", "递交入党申请书时间", "确定为入党积极分子时间", "确定为发展对象时间", "填写入党志愿书时间", "入党谈话时间",
        "参加党章学习小组时间", "转正申请时间", "递交转正申请书时间", "预计转正时间", "预备期满时间", "转入党支部时间", "转入现组织时间", "组织关系转入时间",
        "来院工作时间", "职称取得时间", "现职务任职时间", "聘任时间", "离退休时间", "参加工作年限",
        "支部书记", "现支部书记", "支部委员", "党小组组长", "科室主任", "科室负责人", "科室代码", "支部编码", "支部人数", "部门编号", "职称证书编号",
        "原单位", "原工作单位", "原所在党支部", "转出党支部", "入党时所在支部", "单位性质", "党费缴纳情况", "月应缴党费", "电子邮箱", "微信号", "操作", "思想汇报",
    ]),
    ("身份证号", &["身份证号", "身份证号码", "公民身份号码", "公民身份证号码", "身份证号（18位）"]),
    ("序号", &["序号", "编号", "序 号", "NO.", "No"]),
];

fn meaning(heading: &str) -> &'static str {
    let grid = Grid::new(vec![vec![GridCell::Text(heading.to_owned())]]);
    match ColumnMap::with_headings(&grid, 0..1).columns[0].meaning {
        Meaning::Field(name) => name,
        Meaning::IdentityNumber => "身份证号",
        Meaning::RowNumber => "序号",
        Meaning::Unknown => "",
    }
}

#[test]
fn headings_of_real_rosters_mean_their_field_or_nothing() {
    let wrong: Vec<String> = HEADINGS
        .iter()
        .flat_map(|(field, headings)| headings.iter().map(move |heading| (*field, *heading)))
        .filter(|(field, heading)| meaning(heading) != *field)
        .map(|(field, heading)| format!("{heading}: {} instead of {field}", meaning(heading)))
        .collect();
    assert_eq!(wrong, Vec::<String>::new());
}

fn map(table: &str) -> (Grid, ColumnMap) {
    let grid = delimited::read(table).unwrap();
    let map = ColumnMap::recognise(&grid).unwrap();
    (grid, map)
}

#[test]
fn of_two_columns_for_a_field_the_one_that_says_more_is_taken() {
    let (_, map) = map(
        "姓名,政治面貌,党员类别,工作单位,科室,电话,手机号码,职务,行政职务\n张三,中共党员,预备,医院,内科,1,2,a,b\n",
    );
    for (field, at) in [("category", 2), ("department", 4), ("phone", 6), ("post", 8)] {
        assert_eq!(map.column_of(field), Some(at), "{field}");
    }
}

#[test]
fn what_stands_under_a_heading_of_somebody_else_is_theirs() {
    let (_, map) = map(
        "序号,姓名,所在党支部,家庭主要成员,家庭主要成员,家庭主要成员,入党介绍人\n,,,姓名,工作单位,政治面貌,姓名\n1,张三,一支部,张四,县医院,群众,李五\n",
    );
    let taken: Vec<usize> =
        (0..7).filter(|at| matches!(map.columns[*at].meaning, Meaning::Field(_))).collect();
    assert_eq!((map.heading_rows.clone(), taken), (0..2, vec![1, 2]));
}

#[test]
fn rosters_side_by_side_are_read_both() {
    let (grid, map) = map(concat!(
        "党员花名册,,,,,,,\n序号,姓名,科室,入党时间,序号,姓 名,科室,入党时间\n",
        "1,张三,内科,2001.7,3,王五,外科,2003年7月\n2,李四,内科,2002.7,,,,\n,,,,4,赵六,药房,2004.7\n合计,4人,,,,,,\n",
    ));
    let roster = roster::read(&grid, &map).unwrap();
    let people: Vec<_> =
        roster.rows.iter().map(|row| (row.row, row.get("name").unwrap())).collect();
    assert_eq!(people, [(3, "张三"), (4, "李四"), (3, "王五"), (5, "赵六")]);
    assert_eq!(roster.rows[2].get("department"), Some("外科"));
    assert_eq!(roster.rows[3].get("joined_party"), Some("2004-07"));
    assert_eq!(roster.set_aside.len(), 1);
    let notes = roster.notes.join("；");
    assert!(notes.contains("右边还有同样表头的 E–H 列，里面的人一并读入"), "{notes}");
    assert_eq!(map.unread(), [] as [String; 0]);
}
