//! Sealing a file under a passphrase.

use std::fs;
use std::io::Read as _;
use std::path::Path;

use yixin::crypto::passphrase;
use yixin::crypto::{Cost, KeyDerivationParams};
use yixin::exchange::bundle;
use yixin::exchange::bundle::sealing::{self, SealedHeader};

use crate::files::{Secret, Unusable, content_of, write_new};
use crate::{Outcome, complain, now, say};

/// Seals a bundle under a passphrase, as a new file.
pub(crate) fn seal(path: &Path, out: &Path, recipient: &str, secret: &Secret) -> Outcome {
    match sealed(path, recipient, secret).and_then(|text| write_new(out, &text)) {
        Ok(()) => {
            say(format_args!(
                "已写出 {}，给{recipient}。口令请另外告诉对方；忘了口令，谁也打不开。",
                out.display()
            ));
            Outcome::Done
        }
        Err(reason) => {
            complain(format_args!("没有加密：{reason}。没有写出文件，原来的文件没有动。"));
            Outcome::Refused
        }
    }
}

fn sealed(path: &Path, recipient: &str, secret: &Secret) -> Result<String, String> {
    let words = |error: Unusable| error.to_string().trim_end_matches('。').to_owned();
    let content = content_of(path).map_err(words)?;
    // Nothing is sealed that could not be taken in when it is opened.
    let header = bundle::read(&content).map_err(|error| words(error.into()))?.header;
    let text = String::from_utf8(content).map_err(|error| error.to_string())?;
    let passphrase = secret.passphrase(path).map_err(words)?;
    passphrase::check(&passphrase).map_err(|weak| weak.to_string())?;
    let header = SealedHeader {
        recipient: recipient.to_owned(),
        tablet: header.from.tablet.to_string(),
        made: now(),
        making: KeyDerivationParams { cost: Cost::USUAL, salt: drawn()? },
        nonce: drawn()?,
    };
    sealing::seal(&text, &passphrase, &header).map_err(|error| words(error.into()))
}

/// Random bytes, as the system gives them; the standard library has no way of its own.
fn drawn<const N: usize>() -> Result<[u8; N], String> {
    let mut bytes = [0; N];
    let mut source = fs::File::open("/dev/urandom")
        .map_err(|_| "这个系统没有 /dev/urandom，取不到随机数，请在应用里导出加密文件")?;
    source.read_exact(&mut bytes).map_err(|error| error.to_string())?;
    Ok(bytes)
}
