//! Whom an answer is about: a department, or a doctor of it.

use crate::ledger::{Day, Draft, Ledger, Month, RecordId, Value};
use crate::registers::{DEPARTMENT, KIOSK_MONTH, MEMBER, Member, is_erased, name_of};

/// Whom the answers are about.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct KioskTarget {
    /// The department.
    pub department: RecordId,
    /// The doctor; `None` where the department as a whole is asked about.
    pub doctor: Option<RecordId>,
}

/// Why patients cannot be asked about somebody.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum KioskTargetError {
    /// There is no such department, or it was deleted.
    #[error("这个科室已经不在台账里，请另选")]
    NoDepartment,
    /// The doctor was deleted or erased.
    #[error("这位医生已经不在台账里，请另选")]
    NoDoctor,
    /// The doctor is not on the roll any more.
    #[error("{0}已不在册，请另选医生，或只选科室")]
    DoctorLeft(String),
}

impl KioskTarget {
    /// Checks that patients can be asked about it on a day.
    ///
    /// # Errors
    /// Where the department or the doctor is gone.
    pub fn check(&self, ledger: &Ledger, day: Day) -> Result<(), KioskTargetError> {
        let live = |id: &RecordId, register: &str| {
            let record = ledger.record(ledger.resolve(id))?;
            (record.id().register() == register && record.is_live()).then_some(record)
        };
        if live(&self.department, DEPARTMENT.name).is_none() {
            return Err(KioskTargetError::NoDepartment);
        }
        let Some(doctor) = &self.doctor else { return Ok(()) };
        let Some(record) = live(doctor, MEMBER.name).filter(|_| !is_erased(ledger, doctor)) else {
            return Err(KioskTargetError::NoDoctor);
        };
        match Member::on(&record, day) {
            Some(_) => Ok(()),
            None => Err(KioskTargetError::DoctorLeft(name_of(ledger, doctor))),
        }
    }

    /// The record of a month.
    pub(super) fn record(&self, month: Month) -> RecordId {
        let doctor = self.doctor.as_ref().map_or("", RecordId::as_str);
        KIOSK_MONTH.id(&[doctor, self.department.as_str(), &month.to_string()])
    }

    /// Makes the record of a month where it is not there yet. One that was deleted comes back, as answers
    /// are not lost.
    pub(super) fn begin_record(&self, month: Month, ledger: &Ledger, draft: &mut Draft) {
        let id = self.record(month);
        match ledger.record(&id) {
            Some(record) if record.is_deleted() => draft.restore(&id),
            Some(_) => {}
            None => {
                draft.field(&id, "department", self.department.as_str());
                draft.field(&id, "month", month.to_string());
                if let Some(doctor) = &self.doctor {
                    draft.field(&id, "doctor", doctor.as_str());
                }
            }
        }
    }

    /// Makes it about the department alone where the doctor's data was erased by law.
    pub(super) fn forget_erased(&mut self, ledger: &Ledger) {
        self.doctor.take_if(|doctor| is_erased(ledger, doctor));
    }

    /// The target as the pool keeps it.
    pub(super) fn to_value(&self) -> Value {
        let doctor = self.doctor.as_ref().map_or(Value::Null, |id| id.as_str().into());
        Value::List(vec![self.department.as_str().into(), doctor])
    }

    pub(super) fn from_value(value: &Value) -> Option<Self> {
        let [department, doctor] = value.as_list()? else { return None };
        let doctor = match doctor.as_text() {
            Some(doctor) => Some(doctor.parse().ok()?),
            None => None,
        };
        Some(Self { department: department.as_text()?.parse().ok()?, doctor })
    }
}
