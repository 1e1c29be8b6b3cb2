//! JSON Schemas (draft-07) for editors, made from the types that read the files.

use serde_json::{Value, json};

use super::criteria::CriteriaFile;
use super::panel::{ConsensusFile, EvaluatorFile};
use super::read::FromToml;
use super::vendor::VendorFile;

/// The kinds of file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Schema {
    /// `criteria/*.toml`.
    Criteria,
    /// `vendors/*/*.toml`.
    Vendor,
    /// `criteria/panel/*/*.toml`, one evaluator a file.
    Panel,
    /// `criteria/panel/*/consensus.toml`.
    Consensus,
}

impl Schema {
    /// The name of the schema's file, beside the data.
    #[must_use]
    pub fn file(self) -> &'static str {
        match self {
            Schema::Criteria => "criteria/criteria.schema.json",
            Schema::Vendor => "vendors/vendor.schema.json",
            Schema::Panel => "criteria/panel/panel.schema.json",
            Schema::Consensus => "criteria/panel/consensus.schema.json",
        }
    }

    /// As JSON, with a title and the dialect that it is written in.
    #[must_use]
    pub fn value(self) -> Value {
        let (title, schema) = match self {
            Schema::Criteria => ("A weigh criteria file", CriteriaFile::schema()),
            Schema::Vendor => ("A weigh vendor file", VendorFile::schema()),
            Schema::Panel => ("A weigh evaluator file", EvaluatorFile::schema()),
            Schema::Consensus => ("A weigh consensus file", ConsensusFile::schema()),
        };
        let mut whole = json!({ "$schema": "http://json-schema.org/draft-07/schema#", "title": title });
        if let (Value::Object(whole), Value::Object(schema)) = (&mut whole, schema) {
            whole.extend(schema);
        }
        whole
    }

    /// The schema as it stands in its file.
    ///
    /// # Panics
    /// Never: a value always serialises.
    #[must_use]
    pub fn text(self) -> String {
        let text = serde_json::to_string_pretty(&self.value()).expect("a JSON value always serialises");
        text + "\n"
    }
}
