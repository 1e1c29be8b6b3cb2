//! The parts of weigh that a build can leave out, and what is said where one of them is missing.

/// A feature of the crate.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Feature {
    /// The command line, and with it the program.
    Cli,
    /// Reports and letters for Word.
    Docx,
    /// Reports and letters as HTML, and templates of one's own for HTML and Markdown.
    Html,
    /// Reports and letters as PDF.
    Pdf,
    /// The terminal UI.
    Tui,
    /// Workbooks: reports, evaluators' sheets, and score sheets made by hand.
    Xlsx,
}

/// What was asked for needs a feature that this build leaves out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("this weigh was built without the feature `{}`", .0.name())]
pub struct LeftOut(pub Feature);

impl Feature {
    /// All of them, by name.
    pub const ALL: [Feature; 6] =
        [Feature::Cli, Feature::Docx, Feature::Html, Feature::Pdf, Feature::Tui, Feature::Xlsx];

    /// Its name in Cargo.toml.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Feature::Cli => "cli",
            Feature::Docx => "docx",
            Feature::Html => "html",
            Feature::Pdf => "pdf",
            Feature::Tui => "tui",
            Feature::Xlsx => "xlsx",
        }
    }

    /// Whether this build has it.
    #[must_use]
    pub const fn is_built(self) -> bool {
        match self {
            Feature::Cli => cfg!(feature = "cli"),
            Feature::Docx => cfg!(feature = "docx"),
            Feature::Html => cfg!(feature = "html"),
            Feature::Pdf => cfg!(feature = "pdf"),
            Feature::Tui => cfg!(feature = "tui"),
            Feature::Xlsx => cfg!(feature = "xlsx"),
        }
    }
}
