//! A drawing as SVG inside a page, coloured by the page's style sheet.

use std::fmt::Write;

use maud::{Markup, html};

use super::drawing::{Anchor, Drawing, Figure, Ink, SERIES, Surface, cut};
use super::web::colour_text;

/// Steps between no shade and the full one.
const SHADES: u8 = 10;

/// A drawing for people who see it, with a title and a description for all others.
///
/// - `id`: a key that is unique in the page.
pub(super) fn svg(drawing: &Drawing, title: &str, description: &str, id: &str, class: &str) -> Markup {
    let (width, height) = (short(drawing.width), short(drawing.height));
    let named = format!("{id}-title {id}-text");
    html! {
        svg class=(class) xmlns="http://www.w3.org/2000/svg" viewBox={"0 0 " (width) " " (height)}
            width={(width) "pt"} height={(height) "pt"} role="img" aria-labelledby=(named) {
            title id={(id) "-title"} { (title) }
            desc id={(id) "-text"} { (description) }
            @for shape in &drawing.shapes { (drawn(shape)) }
        }
    }
}

fn drawn(shape: &Figure) -> Markup {
    match shape {
        Figure::Rect { x, y, width, height, fill } => html! {
            rect class={"f-" (name(*fill))} x=(short(*x)) y=(short(*y))
                width=(short(*width)) height=(short(*height)) {}
        },
        Figure::Line { from, to, width, ink } => html! {
            line class={"l-" (name(*ink))} x1=(short(from[0])) y1=(short(from[1]))
                x2=(short(to[0])) y2=(short(to[1])) stroke-width=(short(*width)) {}
        },
        Figure::Text { x, y, text, size, anchor, ink, room } => {
            let shown = cut(text, *size, *room);
            html! {
                text class={"f-" (name(*ink))} x=(short(*x)) y=(short(*y)) font-size=(short(*size))
                    text-anchor=(anchored(*anchor)) {
                    (shown)
                    @if shown != text.as_str() { title { (text) } }
                }
            }
        }
    }
}

fn anchored(anchor: Anchor) -> &'static str {
    match anchor {
        Anchor::Start => "start",
        Anchor::Middle => "middle",
        Anchor::End => "end",
    }
}

/// A number of points to a hundredth.
fn short(number: f64) -> String {
    let text = format!("{number:.2}");
    let text = text.trim_end_matches('0').trim_end_matches('.');
    if text == "-0" { "0".to_owned() } else { text.to_owned() }
}

/// The step of a shade, for the names of inks.
#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "it lies between 0 and 10")]
fn step(depth: f64) -> u8 {
    (depth.clamp(0.0, 1.0) * f64::from(SHADES)).round() as u8
}

/// The name of an ink in the style sheet: `text`, `s3`, `on-shade-7`.
pub(super) fn name(ink: Ink) -> String {
    match ink {
        Ink::Text => "text".to_owned(),
        Ink::Faint => "faint".to_owned(),
        Ink::Good => "good".to_owned(),
        Ink::Doubt => "doubt".to_owned(),
        Ink::Bad => "bad".to_owned(),
        Ink::Ground => "ground".to_owned(),
        Ink::Series(at) => format!("s{}", at % SERIES),
        Ink::OnSeries(at) => format!("on-s{}", at % SERIES),
        Ink::Shade(depth) => format!("shade-{}", step(depth)),
        Ink::OnShade(depth) => format!("on-shade-{}", step(depth)),
    }
}

/// Every ink that a page may use.
fn inks() -> impl Iterator<Item = Ink> {
    let plain = [Ink::Text, Ink::Faint, Ink::Good, Ink::Doubt, Ink::Bad, Ink::Ground];
    let series = (0..SERIES).flat_map(|at| [Ink::Series(at), Ink::OnSeries(at)]);
    let shades = (0..=SHADES).map(|step| f64::from(step) / f64::from(SHADES));
    plain.into_iter().chain(series).chain(shades.flat_map(|depth| [Ink::Shade(depth), Ink::OnShade(depth)]))
}

/// The inks as variables of a style sheet, on a light and on a dark screen, and a class of each for
/// fills (`f-`), lines (`l-`) and backgrounds (`b-`).
pub(super) fn style() -> String {
    let variables = |surface: Surface| {
        let ground = format!("--page:{};", colour_text(surface.ground()));
        inks().fold(ground, |mut text, ink| {
            write!(text, "--{}:{};", name(ink), colour_text(surface.colour(ink))).expect("texts take texts");
            text
        })
    };
    let mut style = format!(
        ":root{{{}}}\n@media screen and (prefers-color-scheme:dark){{:root{{{}}}}}\n",
        variables(Surface::Paper),
        variables(Surface::Dark)
    );
    for ink in inks() {
        let name = name(ink);
        let on = match ink {
            Ink::Shade(depth) => format!(";color:var(--{})", self::name(Ink::OnShade(depth))),
            _ => String::new(),
        };
        writeln!(
            style,
            ".f-{name}{{fill:var(--{name})}}.l-{name}{{stroke:var(--{name})}}.b-{name}{{background:var(--{name}){on}}}"
        )
        .expect("texts take texts");
    }
    style
}
