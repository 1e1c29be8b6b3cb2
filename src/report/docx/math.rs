//! Formulas as word processors set them.

use super::text::escaped;
use crate::answers::document::FormulaText;
use crate::answers::mathematics::Math;

/// A formula as the content of a paragraph.
pub(super) fn formula(formula: &FormulaText) -> String {
    let of = run(&format!("{} = ", formula.of));
    format!(
        r#"<m:oMathPara><m:oMathParaPr><m:jc m:val="left"/></m:oMathParaPr><m:oMath>{of}{}</m:oMath></m:oMathPara>"#,
        set(&formula.set)
    )
}

/// A text, upright.
fn run(text: &str) -> String {
    format!(
        r#"<m:r><m:rPr><m:nor/></m:rPr><w:rPr><w:rFonts w:ascii="Cambria Math" w:hAnsi="Cambria Math"/></w:rPr><m:t xml:space="preserve">{}</m:t></m:r>"#,
        escaped(text)
    )
}

fn set(part: &Math) -> String {
    match part {
        Math::Text(text) => run(text),
        Math::Sign(",") => run(", "),
        Math::Space => run(" "),
        Math::Sign(sign) => run(&format!(" {sign} ")),
        Math::Row(parts) => parts.iter().map(set).collect(),
        Math::Fraction(parts) => {
            format!("<m:f><m:num>{}</m:num><m:den>{}</m:den></m:f>", set(&parts[0]), set(&parts[1]))
        }
        Math::Raised(parts) => {
            format!("<m:sSup><m:e>{}</m:e><m:sup>{}</m:sup></m:sSup>", set(&parts[0]), set(&parts[1]))
        }
        Math::Lowered(parts) => {
            format!("<m:sSub><m:e>{}</m:e><m:sub>{}</m:sub></m:sSub>", set(&parts[0]), set(&parts[1]))
        }
        Math::Root(part, degree) => {
            let (hidden, degree) = match degree {
                None => (r#"<m:radPr><m:degHide m:val="1"/></m:radPr>"#, String::new()),
                Some(degree) => ("", set(degree)),
            };
            format!("<m:rad>{hidden}<m:deg>{degree}</m:deg><m:e>{}</m:e></m:rad>", set(part))
        }
        Math::Cases(cases) => {
            let line = |(value, condition): &(Math, Option<Math>)| {
                let condition = condition
                    .as_ref()
                    .map_or_else(|| run("   else"), |condition| run("   if ") + &set(condition));
                format!("<m:e>{}{condition}</m:e>", set(value))
            };
            format!(
                r#"<m:d><m:dPr><m:begChr m:val="{{"/><m:endChr m:val=""/></m:dPr><m:e><m:eqArr>{}</m:eqArr></m:e></m:d>"#,
                cases.iter().map(line).collect::<String>()
            )
        }
    }
}
