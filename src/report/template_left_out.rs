//! Templates where weigh was built without the engine that fills them: each of them is refused.

use std::collections::BTreeMap;

use crate::answers::document::{Document, Section};
use crate::brand::{Brand, TemplateError, TemplateFile, Templates};
use crate::features::{Feature, LeftOut};

/// What is wrong with the templates of a folder: that this build cannot fill them.
#[must_use]
pub fn faults(templates: &Templates) -> Vec<TemplateError> {
    templates.0.values().map(left_out).collect()
}

/// How a format would lay out the pieces that templates put together.
#[expect(dead_code, reason = "formats say it whatever the build can do with it")]
pub(super) struct TemplateLayout<'a> {
    pub(super) section: &'a dyn Fn(&Section) -> String,
    pub(super) block: &'a dyn Fn(&Section, usize) -> String,
    pub(super) besides: BTreeMap<&'static str, String>,
}

/// Why the document cannot be put into a template of the brand; none where it has none of that name.
pub(super) fn filled(
    name: &str,
    _: &Document,
    brand: &Brand,
    _: &TemplateLayout<'_>,
    _: &dyn Fn() -> serde_json::Value,
) -> Option<Result<String, TemplateError>> {
    let file = brand.templates.as_ref()?.0.get(name)?;
    Some(Err(left_out(file)))
}

fn left_out(file: &TemplateFile) -> TemplateError {
    TemplateError { file: file.clone(), range: 0..0, message: LeftOut(Feature::Html).to_string() }
}
