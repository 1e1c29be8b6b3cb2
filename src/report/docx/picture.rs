//! Pictures: the brand's logo, and charts as shapes.

use super::text::{Look, attribute, hex, runs};
use super::{WIDTH, twips};
use crate::answers::document::Chart;
use crate::brand::Logo;
use crate::report::drawing::{Anchor, Drawing, Figure, Ink, Surface, cut, drawing};

/// The most that a logo takes, in points.
const LOGO: [f64; 2] = [180.0, 42.0];
/// The highest that a chart gets: a page without its caption, in points.
const HIGHEST: f64 = 650.0;
/// A chart that would have to be smaller than this share of itself cannot be read.
const LEAST_SCALE: f64 = 0.7;
/// How far the letters of a line reach above it, as a share of their size.
const RISE: f64 = 0.93;
/// The height of a line, as a share of the size of its letters.
const LINE: f64 = 1.3;

/// The size at which a logo is shown, in points; none where it does not say its own.
pub(super) fn size(logo: &Logo) -> Option<[f64; 2]> {
    let [width, height] = match logo.media_type {
        "image/png" => png_size(&logo.bytes),
        _ => jpeg_size(&logo.bytes),
    }?
    .map(f64::from);
    let scale = (LOGO[0] / width).min(LOGO[1] / height).min(0.75);
    (width > 0.0 && height > 0.0).then_some([width * scale, height * scale])
}

/// Width and height of the head of a PNG.
fn png_size(bytes: &[u8]) -> Option<[u32; 2]> {
    let number = |at: usize| Some(u32::from_be_bytes(bytes.get(at..at + 4)?.try_into().ok()?));
    Some([number(16)?, number(20)?])
}

/// Width and height of the frame of a JPEG (ITU T.81, B.2.2).
fn jpeg_size(bytes: &[u8]) -> Option<[u32; 2]> {
    let number = |at: usize| Some(u32::from(u16::from_be_bytes(bytes.get(at..at + 2)?.try_into().ok()?)));
    let mut at = 2;
    loop {
        let marker = *bytes.get(at + 1)?;
        match marker {
            0xff => at += 1,
            0xc4 | 0xc8 | 0xcc => at += 2 + usize::try_from(number(at + 2)?).ok()?,
            0xc0..=0xcf => return Some([number(at + 7)?, number(at + 5)?]),
            _ => at += 2 + usize::try_from(number(at + 2)?).ok()?,
        }
    }
}

/// Points as `DrawingML` counts them.
#[allow(clippy::cast_possible_truncation, reason = "no page has so many")]
fn emu(points: f64) -> i64 {
    (points * 12_700.0).round() as i64
}

/// A thing in the line of the text.
///
/// - `says`: for those who cannot see it.
fn inline([width, height]: [f64; 2], id: usize, name: &str, says: &str, graphic: &str) -> String {
    format!(
        r#"<w:drawing><wp:inline distT="0" distB="0" distL="0" distR="0"><wp:extent cx="{}" cy="{}"/><wp:docPr id="{id}" name="{name} {id}" descr="{}"/><wp:cNvGraphicFramePr/><a:graphic>{graphic}</a:graphic></wp:inline></w:drawing>"#,
        emu(width),
        emu(height),
        attribute(says)
    )
}

/// The run of the logo.
pub(super) fn logo(id: usize, size: [f64; 2], says: &str) -> String {
    let [width, height] = size.map(emu);
    let graphic = format!(
        r#"<a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:pic><pic:nvPicPr><pic:cNvPr id="{id}" name="Logo"/><pic:cNvPicPr/></pic:nvPicPr><pic:blipFill><a:blip r:embed="rId7"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill><pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="{width}" cy="{height}"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic></a:graphicData>"#
    );
    format!("<w:r>{}</w:r>", inline(size, id, "Logo", says, &graphic))
}

/// The run of a chart: its shapes, or where they are unknown, or more than a page can hold, what it says.
pub(super) fn chart(chart: &Chart, id: &mut dyn FnMut() -> usize) -> String {
    let in_words = format!("{}, in words: {}", chart.title, chart.description);
    let drawing = drawing(chart, f64::from(WIDTH));
    let scale = (HIGHEST / drawing.height).min(1.0);
    if scale < LEAST_SCALE {
        return runs(&in_words, Look::default(), false);
    }
    let drawing = scaled(drawing, scale);
    let own = id();
    let shapes: Vec<String> = drawing.shapes.iter().map(|figure| shape(figure, id())).collect();
    let graphic = group(&drawing, &shapes.concat());
    let drawn = inline([drawing.width, drawing.height], own, "Chart", &chart.description, &graphic);
    format!(
        r#"<w:r><mc:AlternateContent><mc:Choice Requires="wpg">{drawn}</mc:Choice><mc:Fallback><w:t xml:space="preserve">{}</w:t></mc:Fallback></mc:AlternateContent></w:r>"#,
        attribute(&in_words)
    )
}

/// The same drawing, smaller.
fn scaled(mut drawing: Drawing, scale: f64) -> Drawing {
    drawing.width *= scale;
    drawing.height *= scale;
    for figure in &mut drawing.shapes {
        let numbers: Vec<&mut f64> = match figure {
            Figure::Rect { x, y, width, height, .. } => vec![x, y, width, height],
            Figure::Line { from, to, width, .. } => from.iter_mut().chain(to).chain([width]).collect(),
            Figure::Text { x, y, size, room, .. } => vec![x, y, size, room],
        };
        for number in numbers {
            *number *= scale;
        }
    }
    drawing
}

fn group(drawing: &Drawing, shapes: &str) -> String {
    let (width, height) = (emu(drawing.width), emu(drawing.height));
    format!(
        r#"<a:graphicData uri="http://schemas.microsoft.com/office/word/2010/wordprocessingGroup"><wpg:wgp><wpg:cNvGrpSpPr/><wpg:grpSpPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="{width}" cy="{height}"/><a:chOff x="0" y="0"/><a:chExt cx="{width}" cy="{height}"/></a:xfrm></wpg:grpSpPr>{shapes}</wpg:wgp></a:graphicData>"#
    )
}

/// A shape of a chart.
fn shape(figure: &Figure, id: usize) -> String {
    match figure {
        Figure::Rect { x, y, width, height, fill } => {
            let looks = format!("{}<a:ln><a:noFill/></a:ln>", solid(*fill));
            framed(id, "", [*x, *y], [*width, *height], "rect", &looks, "<wps:bodyPr/>")
        }
        Figure::Line { from, to, width, ink } => {
            let at = [from[0].min(to[0]), from[1].min(to[1])];
            let size = [(to[0] - from[0]).abs(), (to[1] - from[1]).abs()];
            let looks = format!(r#"<a:ln w="{}">{}</a:ln>"#, emu(*width), solid(*ink));
            // Lines run from the left to the right, down or up.
            let kind = if (to[0] - from[0]) * (to[1] - from[1]) < 0.0 { r#" flipV="1""# } else { "" };
            framed(id, kind, at, size, "line", &looks, "<wps:bodyPr/>")
        }
        Figure::Text { x, y, text, size, anchor, ink, room } => {
            let shown = cut(text, *size, *room);
            let (left, side) = match anchor {
                Anchor::Start => (*x, "left"),
                Anchor::Middle => (x - room / 2.0, "center"),
                Anchor::End => (x - room, "right"),
            };
            let look = Look { size: Some(*size), ..Look::of(Surface::Paper.colour(*ink)) };
            #[allow(clippy::cast_possible_truncation, reason = "letters are small")]
            let line = twips((size * LINE) as f32);
            let content = format!(
                r#"<wps:txbx><w:txbxContent><w:p><w:pPr><w:pStyle w:val="ChartText"/><w:spacing w:line="{line}" w:lineRule="exact"/><w:jc w:val="{side}"/></w:pPr>{}</w:p></w:txbxContent></wps:txbx><wps:bodyPr wrap="none" lIns="0" tIns="0" rIns="0" bIns="0" anchor="t"><a:noAutofit/></wps:bodyPr>"#,
                runs(&shown, look, false)
            );
            let looks = "<a:noFill/><a:ln><a:noFill/></a:ln>";
            framed(id, "", [left, y - size * RISE], [*room, size * LINE], "text", looks, &content)
        }
    }
}

/// A shape with its frame.
///
/// - `kind`: `rect`, `line` or `text`.
fn framed(
    id: usize,
    turned: &str,
    at: [f64; 2],
    size: [f64; 2],
    kind: &str,
    looks: &str,
    content: &str,
) -> String {
    let ([x, y], [width, height]) = (at.map(emu), size.map(|length| emu(length.max(0.0))));
    let (geometry, own) = match kind {
        "text" => ("rect", r#"<wps:cNvSpPr txBox="1"/>"#),
        "line" => ("line", "<wps:cNvCnPr/>"),
        _ => ("rect", "<wps:cNvSpPr/>"),
    };
    format!(
        r#"<wps:wsp><wps:cNvPr id="{id}" name="{kind} {id}"/>{own}<wps:spPr><a:xfrm{turned}><a:off x="{x}" y="{y}"/><a:ext cx="{width}" cy="{height}"/></a:xfrm><a:prstGeom prst="{geometry}"><a:avLst/></a:prstGeom>{looks}</wps:spPr>{content}</wps:wsp>"#
    )
}

fn solid(ink: Ink) -> String {
    format!(r#"<a:solidFill><a:srgbClr val="{}"/></a:solidFill>"#, hex(Surface::Paper.colour(ink)))
}
