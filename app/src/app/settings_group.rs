//! The groups of 设置, which have addresses of their own.

/// A group of 设置.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SettingsGroup {
    /// 我和设备.
    Own,
    /// 安全.
    Safety,
    /// 备份与恢复.
    Backup,
    /// 数据.
    Data,
    /// 关于.
    About,
}

impl SettingsGroup {
    /// All of them, in their order.
    pub const ALL: [Self; 5] = [Self::Own, Self::Safety, Self::Backup, Self::Data, Self::About];

    /// Its part of the address.
    pub fn name(self) -> &'static str {
        match self {
            Self::Own => "own",
            Self::Safety => "safety",
            Self::Backup => "backup",
            Self::Data => "data",
            Self::About => "about",
        }
    }

    /// The group with a part of an address.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|group| group.name() == name)
    }
}
