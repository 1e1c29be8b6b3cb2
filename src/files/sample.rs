//! The samples that a workspace can start from.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use include_dir::{Dir, include_dir};

use super::edit::place_new;
use super::node::parse_document;
use super::schema::Schema;
use super::workspace::{plain, plain_reason};
use crate::decision::derived;
use crate::diagnostic::Sources;

/// The sample vendors, as they stand in the repository.
static VENDORS: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/vendors");
/// The panels of the samples.
static PANELS: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/criteria/panel");

/// A sample to start from.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Sample {
    /// First-line customer support.
    #[default]
    ContactCentre,
    /// Invoices, payroll and data entry.
    BackOffice,
    /// In-house, call centre, contact centre, BPO or KPO?
    ProviderKind,
}

/// Why a sample was not written.
#[derive(Debug, thiserror::Error)]
#[error("could not write {what}: {}", plain_reason(source))]
pub struct SampleError {
    /// Which files, in words.
    pub what: String,
    /// What the operating system said.
    pub source: io::Error,
}

impl Sample {
    /// Every sample, the usual one first.
    pub const ALL: [Sample; 3] = [Sample::ContactCentre, Sample::BackOffice, Sample::ProviderKind];

    /// The name of its decision.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Sample::ContactCentre => "contact-centre",
            Sample::BackOffice => "back-office",
            Sample::ProviderKind => "provider-kind",
        }
    }

    /// What it is about.
    #[must_use]
    pub fn text(self) -> &'static str {
        match self {
            Sample::ContactCentre => "First-line customer support",
            Sample::BackOffice => "Invoices, payroll and data entry",
            Sample::ProviderKind => "In-house, call centre, contact centre, BPO or KPO?",
        }
    }

    fn criteria(self) -> &'static str {
        match self {
            Sample::ContactCentre => include_str!("../../criteria/contact-centre.toml"),
            Sample::BackOffice => include_str!("../../criteria/back-office.toml"),
            Sample::ProviderKind => include_str!("../../criteria/provider-kind.toml"),
        }
    }

    /// Every file of the workspace, relative to its root.
    fn files(self, with_vendors: bool) -> Vec<(PathBuf, String)> {
        let name = self.name();
        let mut files = vec![
            (PathBuf::from(format!("criteria/{name}.toml")), self.criteria().to_owned()),
            (PathBuf::from(Schema::Criteria.file()), Schema::Criteria.text()),
            (PathBuf::from(Schema::Vendor.file()), Schema::Vendor.text()),
        ];
        let samples = VENDORS.get_dir(name).into_iter().flat_map(Dir::files);
        files.extend(samples.filter(|_| with_vendors).filter_map(|file| {
            Some((Path::new("vendors").join(file.path()), file.contents_utf8()?.to_owned()))
        }));
        if let Some(panel) = PANELS.get_dir(name) {
            let schemas = [Schema::Panel, Schema::Consensus];
            files.extend(schemas.map(|schema| (PathBuf::from(schema.file()), schema.text())));
            // The evaluators mark the vendors of the sample, and go with them.
            files.extend(panel.files().filter(|_| with_vendors).filter_map(|file| {
                Some((Path::new("criteria/panel").join(file.path()), file.contents_utf8()?.to_owned()))
            }));
        }
        files
    }
}

/// A scored criterion of a sample, to start one's own from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SampleCriterion {
    /// Its name for people.
    pub name: String,
    /// The unit in which it counts.
    pub unit: Option<String>,
    /// What its fact is worth, as the file has it.
    pub scale: String,
    /// Its note.
    pub note: Option<String>,
    /// What stands above it in the file: why it is asked for, and what speaks against it.
    pub says: String,
}

/// The criteria of the samples that do not hang on the rest of their files, no name twice.
#[must_use]
pub fn criteria() -> Vec<SampleCriterion> {
    let mut found: Vec<SampleCriterion> = Vec::new();
    for sample in Sample::ALL {
        let text = sample.criteria();
        let (root, _) = parse_document(text, Sources::default().add("", ""));
        let criteria = root.as_table().and_then(|table| table.get("criteria")?.node.as_table());
        for entry in criteria.into_iter().flat_map(|criteria| &criteria.0) {
            let Some(table) = entry.node.as_table() else { continue };
            let own = |key: &str| table.text(key).map(str::to_owned);
            let span = table.get("scale").map(|entry| entry.node.span);
            let scale =
                span.and_then(|span| text.get(span.start..span.end)).filter(|scale| scale.starts_with('{'));
            let hangs_on = own("fact").is_some_and(|fact| derived::is_of_model(&fact))
                || scale.is_some_and(|scale| scale.contains("expr") || scale.contains("needs."));
            let (Some(name), Some(scale), false) = (own("name"), scale, hangs_on) else { continue };
            if found.iter().any(|other| other.name == name) {
                continue;
            }
            let above = text[..entry.node.span.start].lines().rev();
            let mut says: Vec<&str> = above
                .take_while(|line| line.starts_with("# ") && !line.starts_with("# --"))
                .map(|line| line.trim_start_matches("# "))
                .collect();
            says.reverse();
            found.push(SampleCriterion {
                name,
                unit: own("unit"),
                scale: scale.to_owned(),
                note: own("note"),
                says: says.join(" "),
            });
        }
    }
    found
}

/// Writes a sample into a folder, which is made where it is not there, and gives the paths of its files.
///
/// # Errors
/// [`SampleError`] where a file is there already or the operating system refuses.
pub fn write(sample: Sample, root: &Path, with_vendors: bool) -> Result<Vec<PathBuf>, SampleError> {
    let mut files = sample.files(with_vendors);
    // The schemas of an earlier sample are the same and may stay.
    files.retain(|(path, text)| {
        !is_schema(path) || fs::read_to_string(root.join(path)).ok().as_ref() != Some(text)
    });
    let taken: Vec<String> = files
        .iter()
        .map(|(path, _)| root.join(path))
        .filter(|path| path.symlink_metadata().is_ok())
        .map(|path| plain(&path).display().to_string())
        .collect();
    if !taken.is_empty() {
        let source = io::Error::other("it is there already, and nothing is overwritten");
        return Err(SampleError { what: taken.join(", "), source });
    }
    let failed = |path: &Path, source| SampleError { what: path.display().to_string(), source };
    let panel = PANELS.get_dir(sample.name()).map(|_| root.join("criteria/panel").join(sample.name()));
    for folder in [Some(root.join("vendors").join(sample.name())), panel].into_iter().flatten() {
        fs::create_dir_all(&folder).map_err(|source| failed(&folder, source))?;
    }
    let mut written = Vec::new();
    for (path, text) in &files {
        let path = plain(&root.join(path));
        place_new(&path, text.as_bytes()).map_err(|source| failed(&path, source))?;
        written.push(path);
    }
    Ok(written)
}

fn is_schema(path: &Path) -> bool {
    path.extension().is_some_and(|extension| extension == "json")
}
