//! A hash that is worked out when somebody asks.

use std::fmt;
use std::ops::Deref;
use std::sync::{Arc, LazyLock};

use serde::{Serialize, Serializer};

/// A SHA-256 in hexadecimal, worked out when it is first asked for: to hash every fact takes longer
/// than to weigh every value, and a screen that shows the ranking does not ask.
#[derive(Clone)]
pub struct Fingerprint(Arc<LazyLock<String, Box<dyn FnOnce() -> String + Send>>>);

impl Fingerprint {
    pub(super) fn later(hash: impl FnOnce() -> String + Send + 'static) -> Fingerprint {
        Fingerprint(Arc::new(LazyLock::new(Box::new(hash))))
    }
}

impl Deref for Fingerprint {
    type Target = str;

    fn deref(&self) -> &str {
        self.0.as_str()
    }
}

impl fmt::Debug for Fingerprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&**self, f)
    }
}

impl PartialEq for Fingerprint {
    fn eq(&self, other: &Self) -> bool {
        **self == **other
    }
}

impl Serialize for Fingerprint {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self)
    }
}
