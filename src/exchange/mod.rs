//! Files that enter and leave the tablet.
