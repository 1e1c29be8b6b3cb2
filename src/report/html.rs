//! A document as one page that needs nothing else: no network, no other file.
//!
//! The page's policy lets only its own style and script run, named by their fingerprints, so a name that
//! slipped through as markup could still do nothing. Without the script the page is complete; with it the
//! weights can be tried.

mod blocks;
mod live;
mod math;
mod numbers;
mod text;
mod total;

use std::collections::BTreeMap;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use maud::{DOCTYPE, Markup, PreEscaped, html};
use sha2::{Digest, Sha256};

use self::text::isolated;
use super::svg;
use super::template::{TemplateLayout, filled};
use super::web::{colour_text, data_url};
use crate::answers::document::{Document, LETTER, Section};
use crate::brand::{Brand, TemplateError, Templates};
use crate::score::Evaluation;

const STYLE: &str = include_str!("html/page.css");
const SCRIPT: &str = include_str!("html/page.js");
/// What works out a total by a formula.
const FORMULA_SCRIPT: &str = include_str!("html/formula.js");

/// Lays a document out as HTML.
///
/// - `live`: the evaluation whose weights can be moved in the page; none for a page without sliders.
/// - `brand`: its logo, colour and style; its words are in the document already.
///
/// Equal documents give equal bytes.
#[must_use]
pub fn html(document: &Document, live: Option<&Evaluation>, brand: &Brand) -> String {
    let live = movable(live);
    let body = html! {
        a.skip href="#content" { "Skip to the content" }
        (head(document, brand))
        div.page {
            (contents(document, live.is_some()))
            main #content tabindex="-1" {
                @for section in &document.sections {
                    (blocks::section(section))
                    @if let (Some(evaluation), true) = (live, follows(document, section)) {
                        (live::panel(evaluation))
                    }
                }
            }
        }
        footer { p { (isolated(&document.foot)) } }
    };
    page(document, live, brand, &body)
}

/// The same inside the brand's template of a name, where it has one.
///
/// # Errors
/// [`TemplateError`] where the template cannot be filled.
pub(super) fn framed(
    document: &Document,
    live: Option<&Evaluation>,
    brand: &Brand,
    name: &str,
    findings: &dyn Fn() -> serde_json::Value,
) -> Result<String, TemplateError> {
    let live = movable(live);
    let sliders = live.map_or_else(String::new, |evaluation| live::panel(evaluation).into_string());
    let layout = TemplateLayout {
        section: &|section| blocks::section(section).into_string(),
        block: &|section, at| blocks::nth(section, at).into_string(),
        besides: BTreeMap::from([
            ("header", head(document, brand).into_string()),
            ("contents", contents(document, live.is_some()).into_string()),
            ("live", sliders),
        ]),
    };
    let Some(body) = filled(&format!("{name}.html"), document, brand, &layout, findings) else {
        return Ok(html(document, live, brand));
    };
    let body = body?;
    // Whatever a template leaves out, a draft says that it is one.
    let body = match document.draft_mark() {
        Some((mark, said)) if !body.contains(said) => blocks::section(mark).into_string() + &body,
        _ => body,
    };
    // Where the template leaves the sliders out, their numbers would be for nobody.
    let live = live.filter(|_| body.contains(r#"id="live""#));
    Ok(page(document, live, brand, &PreEscaped(body)))
}

/// The evaluation, where there are weights to move and ranks to follow them.
fn movable(live: Option<&Evaluation>) -> Option<&Evaluation> {
    live.filter(|evaluation| evaluation.ranked().next().is_some() && live::follows(evaluation))
}

/// A page around its body.
fn page(document: &Document, live: Option<&Evaluation>, brand: &Brand, body: &Markup) -> String {
    let own = brand.templates.as_ref().map_or("", Templates::style);
    let style = svg::style() + STYLE + &accent(brand) + own;
    let has_total = live.is_some_and(|evaluation| !evaluation.decision.rule.is_sum());
    let script = if has_total { &format!("{FORMULA_SCRIPT}{SCRIPT}") } else { SCRIPT };
    let policy = format!(
        "default-src 'none'; style-src '{}'; script-src '{}'; img-src data:; base-uri 'none'; form-action 'none'",
        fingerprint(&style),
        fingerprint(script),
    );
    let page = html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta http-equiv="Content-Security-Policy" content=(policy);
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="color-scheme" content="light dark";
                meta name="generator" content={"weigh " (env!("CARGO_PKG_VERSION"))};
                @if document.is_letter { meta name="keywords" content=(LETTER); }
                title { (document.title) " · " (document.kind) }
                style { (PreEscaped(&style)) }
            }
            body {
                (body)
                @if let Some(evaluation) = live { (live::data(evaluation)) }
                script { (PreEscaped(script)) }
            }
        }
    };
    page.into_string()
}

/// The brand's colour in place of weigh's, on paper and light screens: it was checked against white.
fn accent(brand: &Brand) -> String {
    brand.accent.map_or_else(String::new, |colour| {
        let colour = colour_text(colour);
        format!(
            "@media print,not all and (prefers-color-scheme:dark){{:root{{--accent:{colour}}}}}\n\
             @media screen and (prefers-color-scheme:dark){{header{{border-top-color:{colour}}}}}\n"
        )
    })
}

fn head(document: &Document, brand: &Brand) -> Markup {
    html! {
        header {
            @if let Some(logo) = &brand.logo {
                img.logo alt=(document.organisation.as_deref().unwrap_or_default())
                    src=(data_url(logo));
            }
            p.kind { (isolated(&document.kind)) }
            h1 { (isolated(&document.title)) }
            @if let Some(subtitle) = &document.subtitle { p.subtitle { (isolated(subtitle)) } }
            @if document.organisation.is_some() || document.date.is_some() {
                p.meta {
                    @if let Some(organisation) = &document.organisation { span { (isolated(organisation)) } }
                    @if let (Some(date), Some(dated)) = (document.date, document.dated()) {
                        time datetime=(date) { (dated) }
                    }
                }
            }
        }
    }
}

/// Links to the chapters and what stands under them.
fn contents(document: &Document, has_live: bool) -> Markup {
    let titled: Vec<&Section> =
        document.sections.iter().filter(|section| !section.title.is_empty()).collect();
    html! {
        @if titled.len() > 1 {
            nav aria-label="Contents" {
                p.nav-title { "Contents" }
                ol {
                    @for section in titled {
                        li class=[(section.level > 1).then_some("under")] { a href={"#" (section.id)} { (isolated(&section.title)) } }
                        @if has_live && follows(document, section) {
                            li data-live hidden { a href="#live" { (live::TITLE) } }
                        }
                    }
                }
            }
        }
    }
}

/// Whether the sliders stand after a section: after the ranking, or, where that is left out, at the end.
fn follows(document: &Document, section: &Section) -> bool {
    let has_ranking = document.sections.iter().any(|section| section.id == "ranking");
    let after =
        if has_ranking { Some("ranking") } else { document.sections.last().map(|last| last.id.as_str()) };
    after == Some(section.id.as_str())
}

/// How a policy names what may run.
fn fingerprint(text: &str) -> String {
    format!("sha256-{}", STANDARD.encode(Sha256::digest(text.as_bytes())))
}
