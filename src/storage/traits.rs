//! Traits of the two stores, and their errors.

/// Why a store did not do what it was asked.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum StorageError {
    /// There is no room left.
    #[error("浏览器给本应用的存储空间已满。请先导出数据文件，再清理或换一台设备。")]
    Full,
    /// The browser does not let us.
    #[error("浏览器不允许保存数据（无痕窗口，或关闭了 Cookie 和网站数据）。请换普通窗口打开。")]
    Blocked,
    /// It is sealed, and this page has no key.
    #[error("本机数据加了锁，还没有打开。请重新打开本应用，输入口令。")]
    Locked,
    /// All was wiped from this device, and this page must bring nothing back.
    #[error("这台设备上的数据已经清除，没有保存。请重新打开本应用。")]
    Wiped,
    /// Its ledger was removed from this device.
    #[error("没有保存：这本台账已在另一个窗口里从这台设备移除。这个窗口里的内容可以另存成文件。")]
    Removed,
    /// The browser gives no random numbers, and without them nothing is sealed.
    #[error("这个浏览器取不到可靠的随机数，不能保存加了锁的数据。请换一个浏览器，或更新系统。")]
    NoChance,
    /// Something else: in the browser's words, which are no user's.
    #[error("浏览器存储出错。请先导出数据文件，再重新打开本应用。")]
    Other(String),
}

impl StorageError {
    /// The error to report where both stores refused: that the ledger was removed, or that there is no
    /// room, as something can be done about that at once, or else what the journal said.
    pub(super) fn of_both(journal: Self, local: Self) -> Self {
        match local {
            Self::Full if journal != Self::Removed => local,
            Self::Removed => local,
            _ => journal,
        }
    }

    /// A store gave something else than a moment before, or than what was just written.
    pub(super) fn changing() -> Self {
        Self::Other("changing".to_owned())
    }
}

/// Key-value store of texts: localStorage, or a substitute.
pub trait KeyValue {
    /// The text under a key.
    ///
    /// # Errors
    /// Where the store cannot be read.
    fn get(&self, key: &str) -> Result<Option<String>, StorageError>;

    /// The text under a key as it takes up room, which may be sealed.
    ///
    /// # Errors
    /// Where the store cannot be read.
    fn get_raw(&self, key: &str) -> Result<Option<String>, StorageError> {
        self.get(key)
    }

    /// Puts a text under a key; a failed call leaves what was there.
    ///
    /// # Errors
    /// Where the store is full or cannot be written.
    fn set(&self, key: &str, text: &str) -> Result<(), StorageError>;

    /// Removes a key.
    ///
    /// # Errors
    /// Where the store cannot be written.
    fn remove(&self, key: &str) -> Result<(), StorageError>;

    /// The keys that begin with a prefix, in any order.
    ///
    /// # Errors
    /// Where the store cannot be read.
    fn keys(&self, prefix: &str) -> Result<Vec<String>, StorageError>;
}

/// How safe an edit is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Durability {
    /// It is in this page's memory alone: both stores refused it. A red banner, and export at hand.
    Memory,
    /// It has been handed to the browser, which does not promise when it reaches the disk (已记录).
    Written,
    /// It would survive the power going out now (已保存).
    Strict,
}

/// A journal: entries by key, each call all or nothing.
#[expect(async_fn_in_trait, reason = "the app has one thread, so no future needs to be Send")]
pub trait Journal {
    /// Puts entries under their keys, all or none; done only when they are as durable as it says.
    ///
    /// # Errors
    /// Where the journal is full or cannot be written.
    async fn append(&self, entries: &[(String, String)]) -> Result<Durability, StorageError>;

    /// The keys that begin with a prefix, in any order.
    ///
    /// # Errors
    /// Where the journal cannot be read.
    async fn keys(&self, prefix: &str) -> Result<Vec<String>, StorageError>;

    /// The texts under keys, in their order.
    ///
    /// # Errors
    /// Where the journal cannot be read.
    async fn read(&self, keys: &[String]) -> Result<Vec<Option<String>>, StorageError>;

    /// Removes keys, all or none.
    ///
    /// # Errors
    /// Where the journal cannot be written.
    async fn remove(&self, keys: &[String]) -> Result<(), StorageError>;
}

/// One of the two stores.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum StoreKind {
    /// localStorage.
    Local,
    /// The journal in IndexedDB.
    Journal,
}

/// Both stores, or why one of them is not to be had.
#[derive(Debug)]
pub struct Stores<K, J> {
    /// localStorage.
    pub local: Result<K, StorageError>,
    /// The journal in IndexedDB.
    pub journal: Result<J, StorageError>,
}

impl<K: KeyValue, J: Journal> Stores<K, J> {
    pub(super) fn local(&self) -> Result<&K, StorageError> {
        self.local.as_ref().map_err(Clone::clone)
    }

    pub(super) fn journal(&self) -> Result<&J, StorageError> {
        self.journal.as_ref().map_err(Clone::clone)
    }

    /// Puts a small entry into both stores; done if one of them has it.
    ///
    /// # Errors
    /// Where neither took it.
    pub(super) async fn put(&self, key: &str, text: &str) -> Result<Durability, StorageError> {
        let local = self.local().and_then(|local| local.set(key, text));
        let journal = match self.journal() {
            Ok(journal) => journal.append(&[(key.to_owned(), text.to_owned())]).await,
            Err(error) => Err(error),
        };
        match (journal, local) {
            (Ok(durability), _) => Ok(durability),
            (Err(_), Ok(())) => Ok(Durability::Written),
            (Err(journal), Err(local)) => Err(StorageError::of_both(journal, local)),
        }
    }
}
