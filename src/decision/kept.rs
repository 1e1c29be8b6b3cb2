//! What an engine worked out of something and keeps beside it, so that who asks next need not wait: no part of what it is.

use std::any::Any;
use std::fmt;
use std::sync::{Arc, OnceLock};

/// A place for what was worked out. It says nothing: a copy begins empty, and two are always equal.
#[derive(Default)]
pub struct Kept(OnceLock<Arc<dyn Any + Send + Sync>>);

impl Kept {
    /// What is kept, made where nothing is yet; none where something of another kind is.
    pub(crate) fn or_make<T: Any + Send + Sync>(&self, make: impl FnOnce() -> T) -> Option<Arc<T>> {
        let kept = self.0.get_or_init(|| Arc::new(make()));
        Arc::clone(kept).downcast().ok()
    }
}

impl Clone for Kept {
    /// Who copies may change the copy, of which then nothing is worked out yet.
    fn clone(&self) -> Kept {
        Kept::default()
    }
}

impl PartialEq for Kept {
    fn eq(&self, _: &Kept) -> bool {
        true
    }
}

impl fmt::Debug for Kept {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Kept")
    }
}
