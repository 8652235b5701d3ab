//! The registers (台账): one file a register.
