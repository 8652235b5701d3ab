//! Reading bundles, sealed ones too, and writing new files.

use std::ffi::OsString;
use std::fs::{self, OpenOptions};
use std::io::{self, Write as _};
use std::path::Path;

use yixin::codec::limits;
use yixin::exchange::bundle::sealing::{self, SealError, Sealed};
use yixin::exchange::bundle::{self, Bundle, BundleError};
use zeroize::Zeroizing;

/// Where the passphrase comes from: the environment variable of a name, or whoever sits here.
pub(crate) struct Secret(pub(crate) Option<OsString>);

impl Secret {
    pub(crate) fn passphrase(&self, file: &Path) -> Result<Zeroizing<String>, Unusable> {
        let text = match &self.0 {
            Some(name) => std::env::var(name).map_err(|_| Unusable::NoPassphrase)?,
            None => {
                let _ = write!(io::stderr(), "{} 的口令：", file.display());
                let mut line = String::new();
                io::stdin().read_line(&mut line).map_err(Unusable::Unreadable)?;
                line.truncate(line.trim_end_matches(['\r', '\n']).len());
                line
            }
        };
        Ok(Zeroizing::new(text))
    }
}

/// Why a file cannot be used.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Unusable {
    #[error("没有这个文件。")]
    Absent,
    #[error("读不出来：{0}")]
    Unreadable(io::Error),
    #[error("{0}")]
    Bad(#[from] BundleError),
    #[error("{0}")]
    Sealed(#[from] SealError),
    #[error("没有这个环境变量，不知道口令。")]
    NoPassphrase,
}

/// Reads a bundle; a sealed one is opened first.
pub(crate) fn open(path: &Path, secret: &Secret) -> Result<Bundle, Unusable> {
    let content = content_of(path)?;
    if sealing::is_sealed(&content) {
        // What is wrong without a passphrase is told without asking for one.
        Sealed::read(&content)?;
        let text = sealing::open(&content, &secret.passphrase(path)?)?;
        return Ok(bundle::read(text.as_bytes())?);
    }
    Ok(bundle::read(&content)?)
}

pub(crate) fn content_of(path: &Path) -> Result<Vec<u8>, Unusable> {
    let unreadable = |error: io::Error| match error.kind() {
        io::ErrorKind::NotFound => Unusable::Absent,
        _ => Unusable::Unreadable(error),
    };
    // Asked first, so that a film taken for a bundle is not read into memory.
    let length = fs::metadata(path).map_err(unreadable)?.len();
    let length = usize::try_from(length).unwrap_or(usize::MAX);
    if length > limits::BYTES {
        return Err(Unusable::Bad(BundleError::TooLarge(length)));
    }
    fs::read(path).map_err(unreadable)
}

/// Writes a file that is not there yet.
pub(crate) fn write_new(path: &Path, text: &str) -> Result<(), String> {
    let write = || {
        let mut file = OpenOptions::new().write(true).create_new(true).open(path)?;
        let written = file.write_all(text.as_bytes()).and_then(|()| file.sync_all());
        if written.is_err() {
            // Half of a file that we began ourselves.
            let _ = fs::remove_file(path);
        }
        written
    };
    write().map_err(|error| match error.kind() {
        io::ErrorKind::AlreadyExists => format!("{} 已经存在，不会覆盖", path.display()),
        _ => format!("{} 写不进去：{error}", path.display()),
    })
}
