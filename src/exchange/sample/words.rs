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

/// An opinion of the sample.
pub(super) struct SampleOpinion {
    /// How many days ago it came, where that says when.
    pub(super) ago: u64,
    /// The place of the branch.
    pub(super) team: usize,
    pub(super) department: &'static str,
    /// The seat of who handles it.
    pub(super) handler: Option<usize>,
    /// What is written down.
    pub(super) fields: &'static [(&'static str, &'static str)],
    /// Days, counted from that on which it came.
    pub(super) days: &'static [(&'static str, u64)],
}

/// Opinions that are being handled, one at each stage.
pub(super) const OPEN_OPINIONS: &[SampleOpinion] = &[
    SampleOpinion {
        ago: 2,
        team: 1,
        department: "心血管内科",
        handler: Some(4),
        fields: &[
            ("channel", "box"),
            ("kind", "suggestion"),
            ("matter", "facilities"),
            ("request", "候诊区座椅太少，老人站着等"),
        ],
        days: &[],
    },
    SampleOpinion {
        ago: 18,
        team: 1,
        department: "呼吸内科",
        handler: None,
        fields: &[
            ("channel", "phone"),
            ("kind", "complaint"),
            ("matter", "process"),
            ("request", "出院结算排队一个多小时"),
            ("handling", "结算窗口由两个增到三个"),
            ("answer_way", "phone"),
            ("answer", "已加开一个结算窗口，也可在病区自助结算"),
            ("outcome", "solved"),
            ("satisfied", "no"),
        ],
        days: &[("referred_on", 1), ("answered_on", 3), ("called_on", 14)],
    },
    SampleOpinion {
        ago: 15,
        team: 1,
        department: "消化内科",
        handler: Some(6),
        fields: &[
            ("channel", "visit"),
            ("kind", "suggestion"),
            ("matter", "attitude"),
            ("request", "胃镜检查前的注意事项讲得太快，没听懂"),
            ("handling", "改成发纸质须知，并请患者复述一遍"),
            ("answer_way", "face"),
            ("answer", "已印发须知，护士逐条讲解"),
            ("outcome", "solved"),
            ("satisfied", "yes"),
        ],
        days: &[("answered_on", 2), ("called_on", 7)],
    },
    SampleOpinion {
        ago: 13,
        team: 0,
        department: "检验科",
        handler: None,
        fields: &[
            ("channel", "hotline"),
            ("kind", "complaint"),
            ("matter", "fees"),
            ("request", "抽血项目收费看不明白，要求说明"),
        ],
        days: &[("referred_on", 1)],
    },
    SampleOpinion {
        ago: 4,
        team: 2,
        department: "骨科",
        handler: Some(5),
        fields: &[
            ("channel", "online"),
            ("kind", "help"),
            ("matter", "process"),
            ("request", "外地复查，希望检查和看诊约在同一天"),
            ("term", "ten"),
            ("handling", "已与放射科商定同日预约"),
        ],
        days: &[("referred_on", 1)],
    },
];

/// Opinions that are closed.
pub(super) const CLOSED_OPINIONS: &[SampleOpinion] = &[
    SampleOpinion {
        ago: 0,
        team: 1,
        department: "肾内科",
        handler: Some(7),
        fields: &[
            ("channel", "box"),
            ("kind", "suggestion"),
            ("matter", "facilities"),
            ("request", "病房热水供应时间太短"),
            ("handling", "与总务科商定延长供水"),
            ("answer_way", "notice"),
            ("answer", "热水供应延长到晚上十点"),
            ("outcome", "solved"),
        ],
        days: &[("answered_on", 3), ("closed_on", 9)],
    },
    SampleOpinion {
        ago: 0,
        team: 3,
        department: "儿科",
        handler: Some(4),
        fields: &[
            ("channel", "online"),
            ("kind", "suggestion"),
            ("matter", "process"),
            ("request", "儿科周末号太少"),
            ("handling", "周末增开半天门诊"),
            ("answer_way", "online"),
            ("answer", "周六下午已增开门诊，周日仍在协调"),
            ("outcome", "partly"),
            ("satisfied", "partly"),
        ],
        days: &[("referred_on", 1), ("answered_on", 3), ("called_on", 6), ("closed_on", 8)],
    },
    SampleOpinion {
        ago: 0,
        team: 0,
        department: "药学部",
        handler: Some(9),
        fields: &[
            ("channel", "callback"),
            ("kind", "suggestion"),
            ("matter", "quality"),
            ("request", "中药代煎能不能送到家"),
            ("handling", "与配送单位签订协议"),
            ("answer_way", "phone"),
            ("answer", "市区内代煎中药可以送到家，邮费自理"),
            ("outcome", "solved"),
            ("satisfied", "yes"),
        ],
        days: &[("answered_on", 2), ("called_on", 5), ("closed_on", 6)],
    },
    SampleOpinion {
        ago: 0,
        team: 4,
        department: "信息科",
        handler: Some(3),
        fields: &[
            ("channel", "phone"),
            ("kind", "suggestion"),
            ("matter", "process"),
            ("request", "希望不用身份证也能自助取号"),
            ("answer_way", "phone"),
            ("answer", "实名就诊是规定，可以用电子健康卡代替身份证"),
            ("outcome", "explained"),
            ("satisfied", "yes"),
        ],
        days: &[("answered_on", 1), ("called_on", 4), ("closed_on", 5)],
    },
];

/// What was surveyed: the department, whom one asked, how many valid answers there are, and how many of them
/// are not satisfied.
pub(super) const SURVEYED: &[(&str, &str, i64, i64)] = &[
    ("门诊部", "outpatient", 64, 3),
    ("口腔科", "outpatient", 42, 1),
    ("眼耳鼻喉科", "outpatient", 38, 2),
    ("中医科", "outpatient", 31, 0),
    ("儿科", "outpatient", 55, 4),
    // Too few to tell.
    ("妇女保健科", "outpatient", 7, 1),
    ("呼吸内科", "inpatient", 46, 1),
    ("心血管内科", "inpatient", 52, 1),
    ("消化内科", "inpatient", 40, 1),
    ("普外科", "inpatient", 44, 2),
    ("骨科", "inpatient", 39, 4),
    ("产科", "inpatient", 61, 1),
    ("检验科", "staff", 33, 1),
    ("信息科", "staff", 28, 2),
];

/// What patients wrote, by whom they were asked about.
pub(super) const COMMENTS: &[&[&str]] = &[
    &["讲得很清楚，谢谢医生。", "希望复诊能提前约。", "查房很细心。"],
    &["开水房排队久。", "护士态度很好。"],
    &["叫号屏看不清，建议放大字。"],
    &["产检流程讲得明白。", "等候区座位不够。", "谢谢，很耐心。"],
];
