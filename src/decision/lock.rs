//! Locks: what was settled, when and by whom, and what has changed since.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::panel::CONSENSUS;
use crate::text::clean::shortened;

/// The most changes that a sentence names.
const MOST_NAMED: usize = 5;

/// What can be locked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum LockedPart {
    /// The criteria file: needs, gates, criteria, weights, scales, rule.
    Rule,
    /// The evaluators' files, and what the vendor files say besides prices.
    Quality,
    /// The criteria file and the whole of the evaluators' and vendors' files.
    All,
}

impl LockedPart {
    /// Its name on the command line.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            LockedPart::Rule => "rule",
            LockedPart::Quality => "quality",
            LockedPart::All => "all",
        }
    }

    /// What it is, in running text.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            LockedPart::Rule => "the rule",
            LockedPart::Quality => "quality",
            LockedPart::All => "everything",
        }
    }
}

/// When something was done, and by whom.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Done {
    /// When, such as 2026-11-22T10:00:00Z.
    pub at: String,
    /// By whom.
    pub by: String,
}

/// A lock that holds.
#[derive(Clone, Debug, Serialize)]
pub struct Lock {
    /// What is locked.
    pub part: LockedPart,
    /// When and by whom.
    #[serde(flatten)]
    pub done: Done,
    /// What has changed since.
    pub changes: Vec<LockChange>,
}

impl Lock {
    /// What has changed since, in a line; none when nothing has.
    #[must_use]
    pub fn text(&self) -> Option<String> {
        let Done { at, by } = &self.done;
        (!self.changes.is_empty()).then(|| {
            format!("{} was locked at {at} by {by} and has changed since: {}", self.part.word(), self.named())
        })
    }

    /// Why a change that would break it is refused, in a line.
    ///
    /// - `elsewhere`: the decision that it is of and the options that name it; none for the one in use.
    #[must_use]
    pub fn refusal(&self, elsewhere: Option<(&str, &str)>) -> String {
        let of = elsewhere.map_or_else(String::new, |(decision, _)| format!(" of {decision}"));
        let options = elsewhere.map_or("", |(_, options)| options);
        format!("{}, and this would change it: {}; {}", self.held(&of), self.named(), self.way_out(options))
    }

    /// What is to be known before something that it holds is changed, in a line.
    #[must_use]
    pub fn warning(&self) -> String {
        self.brief(None)
    }

    fn brief(&self, elsewhere: Option<(&str, &str)>) -> String {
        let of = elsewhere.map_or_else(String::new, |(decision, _)| format!(" of {decision}"));
        format!("{}; {}", self.held(&of), self.way_out(elsewhere.map_or("", |(_, options)| options)))
    }

    fn held(&self, of: &str) -> String {
        format!("{}{of} was locked at {} by {}", self.part.word(), self.done.at, self.done.by)
    }

    fn way_out(&self, options: &str) -> String {
        let gap = if options.is_empty() { "" } else { " " };
        format!("`weigh unlock {} --reason \"...\"{gap}{options}` comes first", self.part.name())
    }

    /// What has changed, or would, in a line.
    fn named(&self) -> String {
        let named: Vec<String> = self.changes.iter().take(MOST_NAMED).map(LockChange::to_string).collect();
        let more = match self.changes.len().saturating_sub(MOST_NAMED) {
            0 => String::new(),
            more => format!("; and {more} more"),
        };
        format!("{}{more}", named.join("; "))
    }

    /// Takes out who of a panel a change is of, where names are not to be shown.
    ///
    /// - `folder`: of the evaluators' files.
    /// - `called`: what the evaluator of a file without `.toml` is called instead.
    pub(crate) fn hide(&mut self, folder: &str, called: &dyn Fn(&str) -> String) {
        self.changes.iter_mut().for_each(|change| change.hide(folder, called));
    }
}

/// A lock that changes of files would break.
#[derive(Clone, Debug)]
pub struct BrokenLock {
    /// The lock, with what would change.
    pub lock: Lock,
    /// The decision that it is of, and the options that name it; none for the one in use.
    pub elsewhere: Option<(String, String)>,
}

impl BrokenLock {
    /// Why the change is refused, and what comes first, in a line.
    #[must_use]
    pub fn refusal(&self) -> String {
        self.lock.refusal(self.elsewhere())
    }

    /// Like [`BrokenLock::refusal`], for where it is said beside it what would change.
    #[must_use]
    pub fn brief(&self) -> String {
        self.lock.brief(self.elsewhere())
    }

    fn elsewhere(&self) -> Option<(&str, &str)> {
        let elsewhere = self.elsewhere.as_ref();
        elsewhere.map(|(decision, options)| (decision.as_str(), options.as_str()))
    }
}

/// Something that is not as it was locked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "change", rename_all = "kebab-case")]
pub enum LockChange {
    /// A value is another, is new, or is gone.
    Value {
        /// The file that it stands in, as seen from the root of the workspace.
        file: String,
        /// Its keys, as `weigh set` takes them: `criteria.cost.weight`.
        path: String,
        /// What it was; none for a new one.
        was: Option<String>,
        /// What it is; none for one that is gone.
        is: Option<String>,
    },
    /// The text is another, but says the same: a comment, or the layout.
    Wording {
        /// Which file, as seen from the root of the workspace.
        file: String,
    },
}

impl fmt::Display for LockChange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            LockChange::Wording { file } => write!(f, "{file} has other bytes, but says the same"),
            LockChange::Value { path, was, is, .. } => match (was, is) {
                (Some(was), Some(is)) => write!(f, "{path} was {}, is {}", shortened(was), shortened(is)),
                (Some(was), None) => write!(f, "{path} was {}, is gone", shortened(was)),
                (None, Some(is)) => write!(f, "{path} is new: {}", shortened(is)),
                (None, None) => f.write_str(path),
            },
        }
    }
}

impl LockChange {
    fn hide(&mut self, folder: &str, called: &dyn Fn(&str) -> String) {
        let (LockChange::Value { file, .. } | LockChange::Wording { file }) = self;
        let own = file.strip_prefix(folder).and_then(|rest| rest.strip_prefix('/')?.strip_suffix(".toml"));
        let Some(name) = own.filter(|name| *name != CONSENSUS).map(called) else { return };
        *file = format!("{folder}/{name}.toml");
        if let LockChange::Value { path, was, is, .. } = self {
            let rest = path.strip_prefix("panel.").and_then(|rest| rest.split_once('.'));
            let rest = rest.map_or("", |(_, rest)| rest).to_owned();
            // What else a file says of its evaluator can give the name away.
            let is_plain = ["marks.", "weights.", "weight"].iter().any(|start| rest.starts_with(start));
            if !is_plain {
                [was, is].into_iter().flatten().for_each(|value| "(not shown)".clone_into(value));
            }
            *path = format!("panel.{name}.{rest}");
        }
    }
}
