//! The faces that a PDF is set in. They are part of the program, so that every machine gives the same bytes.

use krilla::text::Font;

/// A face, for the page and for the shaper.
pub(super) struct Face {
    pub(super) font: Font,
    pub(super) shaper: rustybuzz::Face<'static>,
}

/// The faces, and which of them are tried for a character.
pub(super) struct Fonts {
    faces: Vec<Face>,
}

/// In the order of [`chain`].
const FILES: [&[u8]; 8] = [
    include_bytes!("fonts/NotoSans-Regular.ttf"),
    include_bytes!("fonts/NotoSans-Bold.ttf"),
    include_bytes!("fonts/NotoSansArabic-Regular.ttf"),
    include_bytes!("fonts/NotoSansArabic-Bold.ttf"),
    include_bytes!("fonts/NotoSansThai-Regular.ttf"),
    include_bytes!("fonts/NotoSansThai-Bold.ttf"),
    include_bytes!("fonts/NotoSansMath-Regular.ttf"),
    include_bytes!("fonts/NotoSansSymbols2-Regular.ttf"),
];

/// Latin, Greek and Cyrillic; Arabic; Thai; arrows and comparisons; other signs. The first is the face of the
/// mark for what no face has.
const fn chain(is_bold: bool) -> [usize; 5] {
    if is_bold { [1, 3, 5, 6, 7] } else { [0, 2, 4, 6, 7] }
}

impl Fonts {
    pub(super) fn new() -> Fonts {
        let face = |file: &&'static [u8]| Face {
            font: Font::new((*file).into(), 0).expect("the file is part of the program and a font"),
            shaper: rustybuzz::Face::from_slice(file, 0).expect("the file is part of the program and a font"),
        };
        Fonts { faces: FILES.iter().map(face).collect() }
    }

    pub(super) fn face(&self, index: usize) -> &Face {
        &self.faces[index]
    }

    /// The face that a group of characters is set in: the one before if it has them, else the first that has.
    ///
    /// None where no face has them.
    pub(super) fn face_of(&self, grapheme: &str, is_bold: bool, before: Option<usize>) -> Option<usize> {
        let has = |&face: &usize| {
            let shaper = &self.faces[face].shaper;
            grapheme.chars().all(|c| is_ignorable(c) || shaper.glyph_index(c).is_some())
        };
        // A space or a mark between two words of one script stays with them.
        let before = before.filter(|_| grapheme.chars().all(|c| !c.is_alphanumeric()));
        before.into_iter().chain(chain(is_bold)).find(has)
    }
}

/// The face of the mark.
pub(super) fn mark_face(is_bold: bool) -> usize {
    chain(is_bold)[0]
}

/// Joiners and variation selectors, which change how their neighbours look and have no look of their own.
fn is_ignorable(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{fe00}'..='\u{fe0f}')
}
