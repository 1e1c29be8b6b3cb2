//! Which changes are taken, asked one by one.

use std::collections::BTreeSet;

use super::super::shell::{Failure, Question, Shell};
use super::{Group, Taken};
use crate::open::Opened;

/// What can be done with a change; the first letter says which.
const CHOICES: [&str; 4] = ["take it", "leave it", "all that follow are taken", "none that follow is taken"];

/// A change that can be taken or left.
pub(super) struct Offered {
    pub(super) path: String,
    at: String,
    says: String,
}

impl Group {
    pub(super) fn offered(&self) -> Offered {
        let says: Vec<String> = self
            .values
            .iter()
            .map(|(path, value)| match path.strip_prefix(&format!("{}.", self.path)) {
                Some(key) => format!("{key} = {value}"),
                None => value.clone(),
            })
            .collect();
        Offered { path: self.path.clone(), at: self.at.clone(), says: says.join(", ") }
    }
}

impl Taken {
    /// Asks about each change whether it is taken; gives back the paths of those that are left.
    pub(super) fn choose(&self, opened: &Opened, shell: &mut Shell<'_>) -> Result<BTreeSet<String>, Failure> {
        if !shell.environment.is_interactive {
            let message = "--choose asks on a terminal; --leave PATH leaves a change out".to_owned();
            return Err(Failure::Usage { message });
        }
        let mut left = BTreeSet::new();
        let mut all = None;
        for (at, one) in self.offered.iter().enumerate() {
            let is_hidden = opened.decision().is_ok_and(|decision| decision.seals(&one.path));
            let says = if is_hidden { "a price, sealed" } else { &one.says };
            let ask = format!("{} of {}: {}: {says}  ({})", at + 1, self.offered.len(), one.path, one.at);
            let is_taken = match all {
                Some(is_taken) => is_taken,
                None => {
                    let question = Question {
                        text: format!("{ask}\n"),
                        ask,
                        answers: CHOICES.map(str::to_owned).to_vec(),
                        is_open: false,
                        prompt: "t takes it, l leaves it, a takes it and all that follow, n leaves it and all that follow: ",
                    };
                    let said = shell.ask(&question)?.unwrap_or_default();
                    let first = said.chars().next().map(|letter| letter.to_ascii_lowercase());
                    // Whoever stops takes nothing more.
                    all = match first {
                        Some('a') => Some(true),
                        Some('n') | None => Some(false),
                        Some(_) => None,
                    };
                    all.unwrap_or(first == Some('t'))
                }
            };
            if !is_taken {
                left.insert(one.path.clone());
            }
        }
        Ok(left)
    }
}
