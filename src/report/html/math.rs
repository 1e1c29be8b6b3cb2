//! Formulas as `MathML`, which browsers set by themselves.

use maud::{Markup, html};

use crate::answers::document::FormulaText;
use crate::answers::mathematics::Math;

/// A formula in a box that scrolls by itself where it is long.
pub(super) fn formula(formula: &FormulaText) -> Markup {
    html! {
        div.formula.scroll tabindex="0" role="group" {
            math display="block" alttext=(formula.line()) {
                mrow {
                    mtext dir="auto" { (formula.of) }
                    mo { "=" }
                    (set(&formula.set))
                }
            }
        }
    }
}

fn set(part: &Math) -> Markup {
    match part {
        Math::Text(text) if text.starts_with(|c: char| c.is_ascii_digit()) => html! { mn { (text) } },
        Math::Text(text) if matches!(text.as_str(), "(" | ")" | "|" | "−") => {
            html! { mo stretchy="true" { (text) } }
        }
        Math::Text(text) => html! { mtext dir="auto" { (text) } },
        Math::Sign(sign @ ("and" | "or")) => html! { mtext { "\u{a0}" (sign) "\u{a0}" } },
        Math::Sign(",") => html! { mo separator="true" { "," } },
        Math::Space => html! { mtext { "\u{a0}" } },
        Math::Sign(sign) => html! { mo { (sign) } },
        Math::Row(parts) => html! { mrow { @for part in parts { (set(part)) } } },
        Math::Fraction(parts) => html! { mfrac { (whole(&parts[0])) (whole(&parts[1])) } },
        Math::Raised(parts) => html! { msup { (whole(&parts[0])) (whole(&parts[1])) } },
        Math::Lowered(parts) => html! { msub { (whole(&parts[0])) (whole(&parts[1])) } },
        Math::Root(part, None) => html! { msqrt { (set(part)) } },
        Math::Root(part, Some(degree)) => html! { mroot { (whole(part)) (whole(degree)) } },
        Math::Cases(cases) => html! {
            mtable.cases { @for (value, condition) in cases { mtr {
                mtd { (set(value)) }
                mtd { @match condition {
                    Some(condition) => { mtext { "if\u{a0}" } (set(condition)) }
                    None => { mtext { "else" } }
                } }
            } } }
        },
    }
}

/// A part that stands as one.
fn whole(part: &Math) -> Markup {
    html! { mrow { (set(part)) } }
}
