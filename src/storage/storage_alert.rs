//! Alert on every page while a store refuses writes.

/// Which store takes nothing more, and so what is safe.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StorageAlert {
    /// Neither took so many edits: they are in this page alone.
    InMemory(usize),
    /// localStorage is full; the journal has all.
    LocalFull,
    /// The journal is full; localStorage has all, which may reach the disk a little later.
    JournalFull,
}

impl StorageAlert {
    /// The worst that there is: edits in memory alone, and which store is full.
    pub(super) fn of(in_memory: usize, full: (bool, bool)) -> Option<Self> {
        match (in_memory, full) {
            (edits @ 1.., _) => Some(Self::InMemory(edits)),
            (_, (true, _)) => Some(Self::LocalFull),
            (_, (_, true)) => Some(Self::JournalFull),
            _ => None,
        }
    }

    /// What happened.
    pub fn title(self) -> String {
        match self {
            Self::InMemory(edits) => format!("有 {edits} 笔登记没有存下，只在这个页面里"),
            Self::LocalFull => "本机存储满了，登记只记在日志副本里".to_owned(),
            Self::JournalFull => "日志副本满了，登记只记在本机存储里".to_owned(),
        }
    }

    /// What is safe, and what to do.
    pub fn text(self) -> &'static str {
        match self {
            Self::InMemory(_) => {
                "以前存下的都还在。请不要关闭或刷新这个页面，马上导出全部，文件里有这几笔。"
            }
            Self::LocalFull => {
                "已有的都在，新登记断电也不会丢，只是少了一份副本。请导出全部，再到“设置”里腾出地方。"
            }
            Self::JournalFull => {
                "已有的都在，最近一分钟的登记在断电时可能丢失。请导出全部，再清理这台设备的空间。"
            }
        }
    }
}
