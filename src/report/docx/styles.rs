//! How the document looks: styles, lists, settings.

use super::headings::DEEPEST;
use super::table::{SIZES, pad};
use super::text::{half_points, hex};
use super::{NAMESPACES, SMALL, WIDTH, twips};
use crate::report::drawing::{Ink, Surface};

/// A face that every word processor has, or one of the same widths.
const FACE: &str = "Arial";
/// The size of running text, in points.
const TEXT: f64 = 10.0;

/// Settings of the document: fields keep what they show until somebody has them updated.
pub(super) const SETTINGS: &str = r#"<w:settings xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:zoom w:percent="100"/><w:defaultTabStop w:val="720"/><w:characterSpacingControl w:val="doNotCompress"/><w:compat><w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat><w:themeFontLang w:val="en-GB"/><w:decimalSymbol w:val="."/><w:listSeparator w:val=","/></w:settings>"#;

/// A style of paragraphs.
struct Style {
    id: String,
    name: String,
    base: &'static str,
    /// Properties of the paragraph, in the order of the schema.
    paragraph: String,
    bold: bool,
    colour: Option<[u8; 3]>,
    size: f64,
}

impl Style {
    fn new(id: &str, name: &str, size: f64) -> Style {
        Style {
            id: id.to_owned(),
            name: name.to_owned(),
            base: "Normal",
            paragraph: String::new(),
            bold: false,
            colour: None,
            size,
        }
    }

    fn bold(self) -> Style {
        Style { bold: true, ..self }
    }

    fn colour(self, colour: [u8; 3]) -> Style {
        Style { colour: Some(colour), ..self }
    }

    /// With properties of the paragraph that stand before the spacing, and spacing in points above and below.
    fn paragraph(self, before: &str, [above, below]: [f32; 2], after: &str) -> Style {
        let (above, below) = (twips(above), twips(below));
        let paragraph = format!(r#"{before}<w:spacing w:before="{above}" w:after="{below}"/>{after}"#);
        Style { paragraph, ..self }
    }

    fn made(&self) -> String {
        let bold = if self.bold { "<w:b/><w:bCs/>" } else { "" };
        let colour =
            self.colour.map(|colour| format!(r#"<w:color w:val="{}"/>"#, hex(colour))).unwrap_or_default();
        let size = half_points(self.size);
        format!(
            r#"<w:style w:type="paragraph"{} w:styleId="{}"><w:name w:val="{}"/><w:basedOn w:val="{}"/><w:qFormat/><w:pPr>{}</w:pPr><w:rPr>{bold}{colour}<w:sz w:val="{size}"/><w:szCs w:val="{size}"/></w:rPr></w:style>"#,
            if is_known(&self.name) { "" } else { r#" w:customStyle="1""# },
            self.id,
            self.name,
            self.base,
            self.paragraph,
        )
    }
}

/// Whether a name is that of a style which word processors have of their own.
fn is_known(name: &str) -> bool {
    ["heading", "toc ", "header", "footer", "Title", "Subtitle", "caption", "Body Text", "List Bullet"]
        .iter()
        .any(|known| name.starts_with(known))
        || name == "TOC Heading"
}

/// All styles.
pub(super) fn styles(accent: [u8; 3]) -> String {
    let size = half_points(TEXT);
    let styles: Vec<String> = list(accent).iter().map(Style::made).collect();
    format!(
        r#"<w:styles {NAMESPACES}><w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii="{FACE}" w:hAnsi="{FACE}" w:cs="{FACE}"/><w:color w:val="{}"/><w:sz w:val="{size}"/><w:szCs w:val="{size}"/><w:lang w:val="en-GB" w:eastAsia="zh-CN" w:bidi="ar-SA"/></w:rPr></w:rPrDefault><w:pPrDefault><w:pPr><w:spacing w:before="0" w:after="0" w:line="259" w:lineRule="auto"/></w:pPr></w:pPrDefault></w:docDefaults><w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/><w:qFormat/></w:style><w:style w:type="character" w:default="1" w:styleId="DefaultParagraphFont"><w:name w:val="Default Paragraph Font"/><w:uiPriority w:val="1"/><w:semiHidden/></w:style><w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/><w:uiPriority w:val="99"/><w:semiHidden/><w:tblPr><w:tblInd w:w="0" w:type="dxa"/><w:tblCellMar><w:top w:w="0" w:type="dxa"/><w:left w:w="0" w:type="dxa"/><w:bottom w:w="0" w:type="dxa"/><w:right w:w="0" w:type="dxa"/></w:tblCellMar></w:tblPr></w:style>{}{}</w:styles>"#,
        hex(Surface::Paper.colour(Ink::Text)),
        styles.concat(),
        table_style(),
    )
}

fn list(accent: [u8; 3]) -> Vec<Style> {
    let [text, faint] = [Ink::Text, Ink::Faint].map(|ink| Surface::Paper.colour(ink));
    let (accented, ruled) = (hex(accent), hex(Surface::Paper.colour(Ink::Ground)));
    let edge = |side: &str, size: u32, space: u32, colour: &str| {
        format!(
            r#"<w:pBdr><w:{side} w:val="single" w:sz="{size}" w:space="{space}" w:color="{colour}"/></w:pBdr>"#
        )
    };
    let keeps = "<w:keepNext/><w:keepLines/>";
    let right = twips(WIDTH);
    let to_the_right = format!(r#"<w:tabs><w:tab w:val="right" w:pos="{right}"/></w:tabs>"#);
    let heading = |level: usize, size: f64, spacing: [f32; 2], border: &str| {
        let before = format!("{keeps}{border}");
        let outline = format!(r#"<w:outlineLvl w:val="{}"/>"#, level - 1);
        Style::new(&format!("Heading{level}"), &format!("heading {level}"), size)
            .bold()
            .paragraph(&before, spacing, &outline)
    };
    let entry = |level: usize, left: i32| {
        let inset = format!(r#"<w:ind w:left="{left}" w:right="600"/>"#);
        let above = if level == 1 { 3.0 } else { 0.0 };
        let style = Style::new(&format!("TOC{level}"), &format!("toc {level}"), TEXT);
        style.paragraph(&to_the_right, [above, 1.0], &inset)
    };
    let mut styles = vec![
        Style::new("BodyText", "Body Text", TEXT).paragraph("", [0.0, 7.0], ""),
        Style::new("Logo", "Logo", TEXT).paragraph("", [0.0, 12.0], ""),
        Style::new("DocumentKind", "Document Kind", 11.0).bold().colour(accent).paragraph("", [0.0, 2.0], ""),
        Style::new("Title", "Title", 22.0).bold().paragraph(keeps, [0.0, 4.0], ""),
        Style::new("Subtitle", "Subtitle", 12.5).colour(faint).paragraph("", [0.0, 6.0], ""),
        Style::new("DocumentDay", "Document Day", TEXT).colour(faint).paragraph(
            &edge("bottom", 12, 8, &accented),
            [0.0, 14.0],
            "",
        ),
        heading(1, 17.0, [24.0, 8.0], &edge("bottom", 6, 4, &accented)).colour(accent),
        heading(2, 13.5, [18.0, 6.0], "").colour(accent),
        heading(3, 11.0, [12.0, 4.0], ""),
        Style::new("ContentsHeading", "TOC Heading", 13.5).bold().colour(accent).paragraph(
            keeps,
            [24.0, 6.0],
            "",
        ),
        entry(1, 0).bold(),
        entry(2, 280),
        entry(DEEPEST, 560),
        Style::new("Caption", "caption", 9.0).bold().paragraph(keeps, [9.0, 4.0], ""),
        Style::new("Figure", "Figure", TEXT).paragraph("", [0.0, 9.0], ""),
        Style::new("ChartText", "Chart Text", TEXT),
        Style::new("CalloutTitle", "Callout Title", 11.0).bold().paragraph("", [9.0, 0.0], &inset()),
        Style::new("Callout", "Callout", TEXT).paragraph("", [0.0, 12.0], &inset()),
        Style::new("ListBullet", "List Bullet", TEXT).paragraph("", [0.0, 3.0], ""),
        Style::new("Term", "Term", TEXT).paragraph(&edge("between", 4, 2, &ruled), [0.0, 3.0], ""),
        Style::new("Code", "Code", 9.0).paragraph("", [0.0, 7.0], ""),
        Style::new("AfterTable", "After Table", 4.0).paragraph("", [0.0, 4.0], ""),
        Style::new("Header", "header", SMALL).colour(faint).paragraph(
            &(edge("bottom", 4, 4, &ruled) + &to_the_right),
            [0.0, 0.0],
            "",
        ),
        Style::new("Footer", "footer", SMALL).colour(faint).paragraph(
            &(edge("top", 4, 4, &ruled) + &to_the_right),
            [0.0, 0.0],
            "",
        ),
    ];
    for (at, size) in SIZES.iter().enumerate() {
        let (number, size) = (at + 1, f64::from(*size));
        styles.push(Style::new(&format!("Cell{number}"), &format!("Cell {number}"), size).colour(text));
        let head = Style::new(&format!("CellHead{number}"), &format!("Cell Head {number}"), size);
        styles.push(head.bold().colour(accent));
    }
    styles
}

/// The room between the edge of a callout and its text.
fn inset() -> String {
    r#"<w:ind w:left="240" w:right="120"/>"#.to_owned()
}

/// Tables have fine lines between their rows.
fn table_style() -> String {
    let (pad, rule) = (pad(), "D0D7DE");
    format!(
        r#"<w:style w:type="table" w:customStyle="1" w:styleId="weighTable"><w:name w:val="weigh Table"/><w:basedOn w:val="TableNormal"/><w:tblPr><w:tblBorders><w:bottom w:val="single" w:sz="4" w:space="0" w:color="{rule}"/><w:insideH w:val="single" w:sz="4" w:space="0" w:color="{rule}"/></w:tblBorders><w:tblCellMar><w:top w:w="44" w:type="dxa"/><w:left w:w="{pad}" w:type="dxa"/><w:bottom w:w="44" w:type="dxa"/><w:right w:w="{pad}" w:type="dxa"/></w:tblCellMar></w:tblPr></w:style>"#
    )
}

/// The one list that there is: points under points.
pub(super) fn numbering(accent: [u8; 3]) -> String {
    let level = |at: usize| {
        let (left, colour) = (300 + 300 * at, hex(accent));
        format!(
            r#"<w:lvl w:ilvl="{at}"><w:start w:val="1"/><w:numFmt w:val="bullet"/><w:lvlText w:val="•"/><w:lvlJc w:val="left"/><w:pPr><w:ind w:left="{left}" w:hanging="240"/></w:pPr><w:rPr><w:rFonts w:ascii="{FACE}" w:hAnsi="{FACE}" w:cs="{FACE}"/><w:color w:val="{colour}"/></w:rPr></w:lvl>"#
        )
    };
    let levels: Vec<String> = (0..9).map(level).collect();
    format!(
        r#"<w:numbering {NAMESPACES}><w:abstractNum w:abstractNumId="0"><w:multiLevelType w:val="hybridMultilevel"/>{}</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num></w:numbering>"#,
        levels.concat()
    )
}
