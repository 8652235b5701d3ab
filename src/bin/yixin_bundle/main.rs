//! A program for bundles outside of the browser: what is in them, whether they are whole, their
//! union, and sealing one. It reads and writes them with the library that the app uses.
//!
//! `cargo run --bin yixin-bundle -- show|check|merge|seal FILE…`

#![forbid(unsafe_code)]

mod files;
mod merge;
mod seal;
mod show;

use std::ffi::OsString;
use std::fmt::Display;
use std::io::{self, Write as _};
use std::path::PathBuf;
use std::process::ExitCode;
use std::time::{SystemTime, UNIX_EPOCH};

use yixin::ledger::Moment;

use files::Secret;
use merge::merge;
use seal::seal;
use show::{check, show};

const USAGE: &str = "\
用法：
  yixin-bundle show 文件…                看每个数据文件里有什么
  yixin-bundle check 文件…               检查每个数据文件是否完好
  yixin-bundle merge 文件… -o 新文件     合并成一个数据文件；新文件必须还不存在
      --any-ledger                       不是同一本台账也合并，算作第一个文件的台账
  yixin-bundle seal 文件 -o 新文件 --for 给谁
                                         用口令加密一个数据文件
      --passphrase-env 变量名            口令取自这个环境变量；不写就当面问（会显示出来）

加密的文件和别的一样看、检查、合并：要口令时，先看 --passphrase-env，没有就问。
返回值：0 成功；1 有文件不能用，或没有合并；2 用法不对。
";

/// What the program is asked to do.
enum Order {
    Help,
    Show(Vec<PathBuf>),
    Check(Vec<PathBuf>),
    Merge { files: Vec<PathBuf>, out: PathBuf, any_ledger: bool },
    Seal { file: PathBuf, out: PathBuf, recipient: String },
}

/// How it went, as the program's exit code says it.
#[derive(Clone, Copy)]
enum Outcome {
    Done = 0,
    Refused = 1,
    Misunderstood = 2,
}

fn main() -> ExitCode {
    let outcome = match understand(std::env::args_os().skip(1)) {
        Ok((Order::Help, _)) => {
            say(USAGE.trim_end());
            Outcome::Done
        }
        Ok((Order::Show(files), secret)) => show(&files, &secret),
        Ok((Order::Check(files), secret)) => check(&files, &secret),
        Ok((Order::Merge { files, out, any_ledger }, secret)) => {
            merge(&files, &out, any_ledger, &secret)
        }
        Ok((Order::Seal { file, out, recipient }, secret)) => {
            seal(&file, &out, &recipient, &secret)
        }
        Err(wrong) => {
            complain(format_args!("{wrong}\n\n{}", USAGE.trim_end()));
            Outcome::Misunderstood
        }
    };
    ExitCode::from(outcome as u8)
}

/// Reads the arguments.
fn understand(mut arguments: impl Iterator<Item = OsString>) -> Result<(Order, Secret), String> {
    let word = arguments.next().ok_or("没有说要做什么。")?;
    let (mut files, mut out, mut any_ledger) = (Vec::new(), None, false);
    let (mut recipient, mut secret) = (None, Secret(None));
    while let Some(argument) = arguments.next() {
        match argument.to_str() {
            Some("-o") if out.is_none() => {
                out = Some(PathBuf::from(arguments.next().ok_or("“-o”后面缺文件名。")?));
            }
            Some("--any-ledger") => any_ledger = true,
            Some("--for") if recipient.is_none() => {
                let name = arguments.next().ok_or("“--for”后面缺收件人。")?;
                recipient = Some(name.to_string_lossy().into_owned());
            }
            Some("--passphrase-env") if secret.0.is_none() => {
                secret.0 = Some(arguments.next().ok_or("“--passphrase-env”后面缺变量名。")?);
            }
            Some(option) if option.starts_with('-') => {
                return Err(format!("“{option}”用在这里不对。"));
            }
            _ => files.push(PathBuf::from(argument)),
        }
    }
    let wrong = |text: &str| Err(text.to_owned());
    let order = match (&*word.to_string_lossy(), out) {
        ("help" | "-h" | "--help", _) => Ok(Order::Help),
        ("show" | "check" | "merge" | "seal", _) if files.is_empty() => wrong("没有写文件名。"),
        ("seal", Some(out)) if !any_ledger => match (<[PathBuf; 1]>::try_from(files), recipient) {
            (Ok([file]), Some(recipient)) if !recipient.trim().is_empty() => {
                Ok(Order::Seal { file, out, recipient })
            }
            (Ok(_), _) => wrong("seal 要用“--for 给谁”写明给谁。"),
            (Err(_), _) => wrong("seal 一次加密一个文件。"),
        },
        ("seal", _) => wrong("seal 要用“-o 新文件”写明写到哪里，也不用“--any-ledger”。"),
        ("show" | "check" | "merge", _) if recipient.is_some() => wrong("“--for”只用于 seal。"),
        ("merge", Some(out)) => Ok(Order::Merge { files, out, any_ledger }),
        ("merge", None) => wrong("merge 要用“-o 新文件”写明合并到哪里。"),
        ("show", None) if !any_ledger => Ok(Order::Show(files)),
        ("check", None) if !any_ledger => Ok(Order::Check(files)),
        ("show" | "check", _) => wrong("“-o”和“--any-ledger”只用于 merge。"),
        (other, _) => Err(format!("没有“{other}”这个命令。")),
    };
    order.map(|order| (order, secret))
}

/// The clock's time, as it is read in China; the standard library knows no other offset.
fn now() -> Moment {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    Moment { millis: i64::try_from(since.as_millis()).unwrap_or(i64::MAX), offset: 480 }
}

/// Whoever closes the pipe has read enough: that is no error.
fn say(text: impl Display) {
    let _ = writeln!(io::stdout(), "{text}");
}

fn complain(text: impl Display) {
    let _ = writeln!(io::stderr(), "{text}");
}
