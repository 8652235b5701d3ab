//! Choosing one record of many.

use leptos::{html, prelude::*};

use super::{Icon, Mounted, Popover, dom::next_id, field::FieldContext};
use crate::browser::chinese::findable;
use crate::registers::folded;
