//! What the sample is made of: invented names, departments, and what members do.

pub(super) const SURNAMES: &[&str] = &[
    "王", "李", "张", "刘", "陈", "杨", "赵", "黄", "周", "吴", "徐", "孙", "胡", "朱", "高", "林",
    "何", "郭", "马", "罗", "梁", "宋", "郑", "谢", "韩", "唐", "冯", "于", "董", "萧", "程", "曹",
    "袁", "邓", "许", "傅", "沈", "曾", "彭", "吕", "欧阳", "单",
];

pub(super) const GIVEN: &[&str] = &[
    "建国", "秀英", "志强", "丽", "晓梅", "国华", "敏", "静怡", "文博", "雪琴", "海燕", "俊杰",
    "玉兰", "明", "慧敏", "思远", "春燕", "伟", "佳宁", "立新", "红梅", "浩然", "云", "淑珍",
    "振华", "婷婷", "亚楠", "晨曦", "素芬", "博", "雅琴", "金凤", "凯", "若兰", "永康", "欣怡",
    "小川", "美玲", "德明", "蓉", "向东", "月华",
];

pub(super) const BRANCHES: &[&str] =
    &["门诊党支部", "内科党支部", "外科党支部", "妇幼党支部", "机关后勤党支部"];

/// Departments of each branch, with their kind.
pub(super) const DEPARTMENTS: &[&[(&str, &str)]] = &[
    &[
        ("门诊部", "clinical"),
        ("急诊科", "clinical"),
        ("口腔科", "clinical"),
        ("眼耳鼻喉科", "clinical"),
        ("检验科", "technical"),
        ("放射科", "technical"),
        ("药学部", "technical"),
    ],
    &[
        ("呼吸内科", "clinical"),
        ("心血管内科", "clinical"),
        ("消化内科", "clinical"),
        ("神经内科", "clinical"),
        ("内分泌科", "clinical"),
        ("肾内科", "clinical"),
        ("中医科", "clinical"),
    ],
    &[
        ("普外科", "clinical"),
        ("骨科", "clinical"),
        ("泌尿外科", "clinical"),
        ("神经外科", "clinical"),
        ("手术室", "nursing"),
        ("麻醉科", "technical"),
        ("重症医学科", "clinical"),
    ],
    &[
        ("产科", "clinical"),
        ("妇科", "clinical"),
        ("新生儿科", "clinical"),
        ("儿科", "clinical"),
        ("妇女保健科", "clinical"),
        ("儿童保健科", "clinical"),
        ("超声科", "technical"),
    ],
    &[
        ("党委办公室", "office"),
        ("医务科", "office"),
        ("护理部", "office"),
        ("人力资源科", "office"),
        ("财务科", "office"),
        ("信息科", "office"),
        ("总务科", "logistics"),
        ("保卫科", "logistics"),
    ],
];

/// What is entered for many at once: rule line, what for, evidence, the share of members (%), and
/// the day of the month.
pub(super) const SHARED: &[(&str, &str, &str, u32, u32)] = &[
    ("A6.2", "讲微党课", "讲稿", 14, 11),
    ("B5.3", "结对带徒完成当月计划", "带徒计划", 42, 26),
    ("A6.3", "学习心得被院内简报采用", "简报", 40, 18),
    ("B3.1", "节假日应急值守", "值守表", 46, 6),
    ("B4.4", "科室带教、院内讲课", "带教登记", 55, 20),
    ("C4.3", "家庭医生签约随访", "随访登记", 42, 16),
    ("B6.2", "合理化建议被采纳", "采纳通知", 27, 22),
    ("C2.1", "收到表扬信", "表扬信登记", 32, 19),
    ("C6.3", "协助化解就医纠纷", "调解记录", 24, 21),
];

/// What is entered for one: rule line, what for, evidence, the share of members (per mille).
pub(super) const SINGLE: &[(&str, &str, &str, u32)] = &[
    ("B4.1", "院级新技术立项", "立项文件", 60),
    ("B4.2", "市级课题立项", "立项文件", 25),
    ("A5.2", "催缴后补交党费", "党费台账", 35),
    ("C2.2", "有效投诉", "投诉处理单", 18),
    ("B2.1", "病历质控不合格", "质控通报", 30),
];

/// Where branches meet.
pub(super) const PLACES: &[&str] =
    &["门诊楼五楼会议室", "外科示教室", "党员活动室", "行政楼二楼会议室"];

/// Subjects of themed Party days, a month each.
pub(super) const THEMES: &[&str] = &[
    "学习全国卫生健康工作会议精神",
    "我为群众办实事项目讨论",
    "学雷锋志愿服务",
    "参观革命旧址",
    "护士节：身边的榜样",
    "走进社区送健康",
    "重温入党誓词",
    "医德医风大讨论",
    "患者体验日",
    "国庆主题教育",
    "廉洁从业警示教育",
    "年度工作总结交流",
];

/// Topics of the year's study, a month each.
pub(super) const TOPICS: &[&str] = &[
    "党章",
    "纪律处分条例",
    "支部工作条例",
    "廉洁从业九项准则",
    "党员教育管理工作条例",
    "公立医院党建工作意见",
    "新修订的发展党员工作细则",
    "医疗质量安全核心制度",
    "群众工作方法",
    "医务人员职业道德准则",
    "中央八项规定精神",
    "年度学习总结",
];

/// Subjects of Party lectures, one a quarter.
pub(super) const LECTURES: &[&str] =
    &["党员怎样在岗位上亮身份", "以患者为中心", "从典型案例看纪律", "一名老党员的从医路"];

/// Practical deeds.
pub(super) const DEEDS: &[&str] = &[
    "门诊增设老年人服务台",
    "住院楼加装饮水点",
    "检查预约集中到一个窗口",
    "夜间儿科门诊延长两小时",
    "母婴室改造",
    "出院患者送药到家",
];

/// Commitments: their kind, and what they say.
pub(super) const COMMITMENTS: &[(&str, &str)] = &[
    ("study", "全年学习不少于 32 学时，写两篇心得"),
    ("work", "所带病历甲级率达到 98%"),
    ("service", "参加义诊和志愿服务不少于 6 次"),
    ("integrity", "不收红包，不接受吃请"),
    ("emergency", "节假日和急诊高峰随叫随到"),
];
