//! What a tablet knows of itself while it is handed over.

use crate::ledger::{Value, WriterId};

use super::pin::HandoverSecret;

/// What a tablet that is handed over knows, in clear: what patients are shown, and how staff take it back.
/// It has nothing of the ledger.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KioskDevice {
    /// The inbox that it counts in.
    pub inbox: WriterId,
    /// The department that is asked about, as patients read it.
    pub department: String,
    /// The doctor that is asked about; empty where the department is.
    pub doctor: String,
    /// The PIN.
    pub pin: HandoverSecret,
    /// The passphrase that does instead of the PIN; `None` where that of the locked tablet does.
    pub passphrase: Option<HandoverSecret>,
}

impl KioskDevice {
    /// The note as the stores keep it.
    pub fn to_value(&self) -> Value {
        let passphrase = self.passphrase.as_ref().map_or(Value::Null, HandoverSecret::to_value);
        Value::group([
            ("inbox", self.inbox.to_string().into()),
            ("department", self.department.as_str().into()),
            ("doctor", self.doctor.as_str().into()),
            ("pin", self.pin.to_value()),
            ("passphrase", passphrase),
        ])
    }

    /// Reads what a store kept; `None` where that is no such note.
    pub fn from_value(value: &Value) -> Option<Self> {
        let text = |name: &str| value.get(name)?.as_text().map(str::to_owned);
        Some(Self {
            inbox: text("inbox")?.parse().ok()?,
            department: text("department")?,
            doctor: text("doctor")?,
            pin: HandoverSecret::from_value(value.get("pin")?)?,
            passphrase: value.get("passphrase").and_then(HandoverSecret::from_value),
        })
    }
}
