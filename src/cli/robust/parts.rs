//! Parts of a run as files, and their sum.

use std::path::PathBuf;

use serde::{Deserialize, Serialize};

use crate::cli::settings::json_text;
use crate::cli::shell::Failure;
use crate::files::workspace::read_text;
use crate::robust::counts::Counts;
use crate::robust::{DrawSettings, Drawn, Plan, Shard};
use crate::score::Evaluation;

/// The schema of a part's file.
const SCHEMA: &str = "weigh/robust-part/1";

/// A part of a run, as written.
#[derive(Debug, Serialize, Deserialize)]
struct DrawnPart {
    schema: String,
    /// The version of weigh that drew it: another may draw otherwise.
    version: String,
    /// Fingerprint of rule and facts.
    inputs: String,
    settings: DrawSettings,
    shard: Shard,
    is_partial: bool,
    counts: Counts,
}

/// The parts of one run.
pub(super) struct Parts {
    pub(super) settings: DrawSettings,
    parts: Vec<(PathBuf, DrawnPart)>,
}

/// The file of a part.
pub(super) fn text(record: &Evaluation, settings: &DrawSettings, shard: Shard, drawn: &Drawn) -> String {
    let part = DrawnPart {
        schema: SCHEMA.to_owned(),
        version: env!("CARGO_PKG_VERSION").to_owned(),
        inputs: record.digest.inputs.to_string(),
        settings: settings.clone(),
        shard,
        is_partial: drawn.is_partial,
        counts: drawn.counts.clone(),
    };
    json_text(&serde_json::to_value(part).expect("counts are plain values"))
}

/// Reads parts and checks that they belong together and to this decision; none when none are given.
pub(super) fn read(files: &[PathBuf], record: &Evaluation) -> Result<Option<Parts>, Failure> {
    let mut parts: Vec<(PathBuf, DrawnPart)> = Vec::new();
    for file in files {
        let refuse = |why: &str| Failure::Input { message: format!("{} {why}", file.display()) };
        let (_, text) = read_text(file).map_err(|error| Failure::Input { message: error.message })?;
        let part: DrawnPart =
            serde_json::from_str(&text).map_err(|_| refuse("is no part of a run of draws"))?;
        if part.schema != SCHEMA || part.version != env!("CARGO_PKG_VERSION") {
            return Err(refuse("was written by another version of weigh"));
        }
        if *part.inputs != *record.digest.inputs {
            return Err(refuse("was drawn for other criteria or vendors: its fingerprint differs"));
        }
        if let Some((first, other)) = parts.first()
            && (part.settings != other.settings || part.shard.of != other.shard.of)
        {
            return Err(refuse(&format!("was drawn with other options than {}", first.display())));
        }
        if let Some((twice, _)) = parts.iter().find(|(_, other)| other.shard == part.shard) {
            return Err(refuse(&format!("is the same part as {}", twice.display())));
        }
        parts.push((file.clone(), part));
    }
    Ok(parts.first().map(|(_, part)| part.settings.clone()).map(|settings| Parts { settings, parts }))
}

impl Parts {
    /// The counts together; partial where a part is missing or was stopped.
    pub(super) fn added(self, plan: &Plan) -> Result<Drawn, Failure> {
        let mut counts = plan.counts();
        let mut is_partial = false;
        let of = self.parts.first().map_or(1, |(_, part)| part.shard.of);
        is_partial |= self.parts.len() as u64 != of;
        for (file, part) in &self.parts {
            if !counts.is_like(&part.counts) {
                let message = format!("{} holds counts of another shape", file.display());
                return Err(Failure::Input { message });
            }
            counts.add(&part.counts);
            is_partial |= part.is_partial;
        }
        Ok(Drawn { counts, is_partial })
    }
}
