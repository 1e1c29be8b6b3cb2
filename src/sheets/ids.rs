//! Ids and names of files, made from names in any script.

use std::collections::{HashMap, HashSet};

use crate::files::is_reserved;
use crate::text::ids::latin;

/// The most characters of an id that is made.
const LONGEST: usize = 48;

/// Ids of one kind, none twice: names that differ by their case alone are one file on some systems.
#[derive(Debug, Default)]
pub(super) struct Ids {
    /// In small letters.
    taken: HashSet<String>,
    /// How often each was asked for.
    asked: HashMap<String, usize>,
}

impl Ids {
    /// With ids that are not to be made.
    pub(super) fn besides(taken: &[&str]) -> Ids {
        Ids { taken: taken.iter().map(|id| id.to_lowercase()).collect(), asked: HashMap::new() }
    }

    /// A new id: the letters and digits of a name, in small letters, `between` for what lies between them.
    pub(super) fn make(&mut self, name: &str, otherwise: &str, between: char) -> String {
        let made = latin(name, between, LONGEST);
        let base = if made.is_empty() { otherwise.to_owned() } else { made };
        let asked = self.asked.entry(base.clone()).or_default();
        loop {
            *asked += 1;
            let id = if *asked == 1 { base.clone() } else { format!("{base}{between}{asked}") };
            // Some names are devices.
            if !is_reserved(&id) && self.taken.insert(id.clone()) {
                return id;
            }
        }
    }
}
