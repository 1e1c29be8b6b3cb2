//! Keys of blind sheets: which label stands for which vendor.

use std::collections::BTreeMap;

use sha2::{Digest, Sha256};

use crate::decision::{Decision, VendorId};
use crate::diagnostic::Sources;
use crate::files::node::{NodeKind, parse_document};

/// Which label stands for which vendor, such as `vendor-a` for `siam-voice`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct BlindKey(BTreeMap<String, VendorId>);

/// A text that is no key.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("this is not a key of blind sheets: {0}")]
pub struct KeyError(String);

impl BlindKey {
    /// A key for the vendors of a decision, in an order that the seed decides.
    #[must_use]
    pub fn new(decision: &Decision, seed: u64) -> BlindKey {
        let mut key = BlindKey::default();
        key.take_in(decision, seed);
        key
    }

    /// Takes in the vendors of a decision that it does not know yet, below those that it does, in an order that the
    /// seed decides; labels that were given stay. Gives back the new labels.
    pub fn take_in(&mut self, decision: &Decision, seed: u64) -> Vec<String> {
        let place = |id: &VendorId| Sha256::digest(format!("{seed}\n{}\n{id}", decision.id));
        let all = decision.vendors.iter().map(|vendor| vendor.id.clone());
        let mut ids: Vec<VendorId> = all.filter(|id| self.label(id).is_none()).collect();
        ids.sort_by_key(place);
        let free: Vec<String> = (0..)
            .map(|at| format!("vendor-{}", letters(at)))
            .filter(|label| !self.0.contains_key(label))
            .take(ids.len())
            .collect();
        self.0.extend(free.iter().cloned().zip(ids));
        free
    }

    /// The label of a vendor, as sheets write it in ids.
    #[must_use]
    pub fn label(&self, vendor: &VendorId) -> Option<&str> {
        self.0.iter().find(|(_, id)| *id == vendor).map(|(label, _)| label.as_str())
    }

    /// The vendor behind a label.
    #[must_use]
    pub fn vendor(&self, label: &str) -> Option<&VendorId> {
        self.0.get(label)
    }

    /// The text of a key file.
    #[must_use]
    pub fn text(&self) -> String {
        let labels: Vec<String> = self.0.keys().cloned().collect();
        format!(
            "# Who is who in the blind sheets. Keep this apart from them; the way back needs it.\n\n[labels]\n{}",
            self.lines(&labels)
        )
    }

    /// The lines of labels, as they stand in a key file.
    #[must_use]
    pub fn lines(&self, labels: &[String]) -> String {
        let line = |label: &String| Some(format!("{label} = \"{}\"\n", self.0.get(label)?));
        labels.iter().filter_map(line).collect()
    }

    /// Reads the text of a key file.
    ///
    /// # Errors
    /// [`KeyError`] when it is none.
    pub fn parse(text: &str) -> Result<BlindKey, KeyError> {
        let (root, errors) = parse_document(text, Sources::default().add("", ""));
        if let Some(error) = errors.first() {
            return Err(KeyError(error.message.clone()));
        }
        let labels =
            root.as_table().and_then(|table| table.get("labels")).and_then(|entry| entry.node.as_table());
        let labels = labels.ok_or_else(|| KeyError("it has no [labels]".to_owned()))?;
        let mut key = BlindKey::default();
        for entry in &labels.0 {
            let NodeKind::Text(id) = &entry.node.kind else {
                return Err(KeyError(format!(
                    "`{}` names no vendor",
                    crate::files::read::shortened(&entry.key)
                )));
            };
            let id = VendorId::new(id.as_str());
            if key.label(&id).is_some() {
                return Err(KeyError(format!("two labels name `{id}`")));
            }
            key.0.insert(entry.key.clone(), id);
        }
        Ok(key)
    }
}

/// a, b, ... z, aa, ab, ...
fn letters(at: usize) -> String {
    let letter = char::from(b'a' + u8::try_from(at % 26).unwrap_or(0));
    if at < 26 { letter.to_string() } else { letters(at / 26 - 1) + &letter.to_string() }
}
