//! The list of headings.

use super::body::Body;
use super::headings::{DEEPEST, Heading};
use super::text::{Look, escaped, paragraph, runs};
use crate::text::scripts::starts_right_to_left;

/// Documents of fewer sections have no table of contents.
const FEWEST: usize = 5;
/// A longer table of contents leaves out what stands deepest.
const MOST: usize = 90;
impl Body<'_> {
    /// Adds the table of contents, where the document is long enough for one; says whether it is.
    ///
    /// It is a field with its entries, each a link. The page of an entry is a field within, left empty: a number that
    /// nobody has counted would be wrong.
    pub(super) fn contents(&mut self) -> bool {
        if self.named_sections < FEWEST {
            return false;
        }
        let up_to = |level: usize| self.headings.iter().filter(move |heading| heading.level <= level);
        let deepest = (1..=DEEPEST).rev().find(|level| up_to(*level).count() <= MOST).unwrap_or(1);
        let entries: Vec<&Heading> = up_to(deepest).collect();
        let last = entries.len().saturating_sub(1);
        let mut made = paragraph("ContentsHeading", "", "", false, &runs("Contents", Look::default(), false));
        for (at, heading) in entries.into_iter().enumerate() {
            let is_right_to_left = starts_right_to_left(&heading.text);
            let begin = if at == 0 { begin(&format!(r#"TOC \o "1-{deepest}" \h"#)) } else { String::new() };
            let page = self::begin(&format!(r"PAGEREF {} \h", heading.bookmark)) + END;
            let link = format!(
                r#"<w:hyperlink w:anchor="{}" w:history="1">{}<w:r><w:tab/></w:r>{page}</w:hyperlink>"#,
                heading.bookmark,
                runs(&heading.text, Look::default(), is_right_to_left)
            );
            let end = if at == last { END } else { "" };
            let style = format!("TOC{}", heading.level);
            made += &paragraph(&style, "", "", is_right_to_left, &format!("{begin}{link}{end}"));
        }
        self.xml += &made;
        true
    }
}

/// The end of a field.
const END: &str = r#"<w:r><w:fldChar w:fldCharType="end"/></w:r>"#;

/// The start of a field, up to what it shows.
fn begin(instruction: &str) -> String {
    format!(
        r#"<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText xml:space="preserve"> {} </w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r>"#,
        escaped(instruction)
    )
}
