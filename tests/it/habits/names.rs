//! Names that are not what they look like.

use super::{CRITERIA, SOUND, codes, decision, problems, text};
use crate::support::Workspace;

/// The decision with another vendor whose file begins with these lines.
fn named(head: &str) -> Workspace {
    let workspace = decision("", "");
    let facts = SOUND.map(|(id, value)| format!("{id} = {value}\n")).concat();
    workspace.write("vendors/d/eco.toml", format!("{head}\n\n[facts]\n{facts}"));
    workspace
}

#[test]
fn a_name_with_what_nobody_sees_is_refused_and_the_character_named() {
    for (c, name) in [
        ('\u{200b}', "U+200B ZERO WIDTH SPACE"),
        ('\u{ad}', "U+00AD SOFT HYPHEN"),
        ('\u{2060}', "U+2060 WORD JOINER"),
        ('\u{200d}', "U+200D ZERO WIDTH JOINER"),
        ('\u{200e}', "U+200E LEFT-TO-RIGHT MARK"),
        ('\u{2800}', "U+2800 BRAILLE PATTERN BLANK"),
        ('\u{3164}', "U+3164 HANGUL FILLER"),
        ('\u{2028}', "U+2028 LINE SEPARATOR"),
        ('\u{fff9}', "U+FFF9"),
        ('\u{fffc}', "U+FFFC OBJECT REPLACEMENT CHARACTER"),
        ('\u{fe0f}', "U+FE0F a VARIATION SELECTOR"),
        ('\u{e0041}', "U+E0041"),
        ('\u{180b}', "U+180B a VARIATION SELECTOR"),
        ('\u{180c}', "U+180C a VARIATION SELECTOR"),
        ('\u{180d}', "U+180D a VARIATION SELECTOR"),
        ('\u{180e}', "U+180E MONGOLIAN VOWEL SEPARATOR"),
        ('\u{180f}', "U+180F a VARIATION SELECTOR"),
    ] {
        for head in
            [format!("name = \"Eco{c} Voice\""), format!("name = \"Eco\\U{:08X} Voice\"", u32::from(c))]
        {
            let found = problems(&named(&head));
            let [problem] = found.as_slice() else { panic!("{name}: {found:?}") };
            assert_eq!(text(problem, "code"), "T009", "{problem}");
            assert!(
                text(problem, "message").contains(name) && text(problem, "message").contains("\"Eco\""),
                "{problem}"
            );
            assert_eq!(problem["position"]["line"], 1);
        }
        let found = problems(&named(&format!("name = \"Eco{c} Voice\"")));
        assert_eq!(found[0]["position"]["column"], 12, "{found:?}");
    }
    // Also in titles, names of criteria and gates, and things of sets.
    for (from, to) in [
        ("\"Support\"", "\"Sup\u{200b}port\""),
        ("\"SOC 2\"", "\"SOC\u{200b} 2\""),
        ("weight = 60", "weight = 60\nname = \"Pri\u{ad}ce\""),
        ("fact   = \"delivery\"", "fact   = \"delivery\"\nname = \"\u{3164}\""),
    ] {
        let workspace = decision("", "");
        workspace.write("criteria/d.toml", CRITERIA.replace(from, to));
        assert_eq!(codes(&workspace), ["T009"], "{to}");
    }
    assert_eq!(codes(&decision("languages", "[\"en\", \"es\", \"p\u{200b}t\"]")), ["T009"]);
}

#[test]
fn scripts_keep_what_they_need() {
    for name in [
        "می\u{200c}خواهم",
        "ശ്രീ",
        "ක්\u{200d}ෂ",
        "شركة (ABC)\u{200f}",
        "שירות\u{200e} 3",
        "สยามวอยซ์",
        "日本　テレ",
    ] {
        assert_eq!(codes(&named(&format!("name = \"{name}\""))), [""; 0], "{name:?}");
    }
}

#[test]
fn a_space_that_is_none_becomes_one_with_a_note() {
    let found = problems(&named("name = \"Eco\u{a0}Voice\""));
    assert_eq!(
        (text(&found[0], "code"), text(&found[0], "severity")),
        ("T015".to_owned(), "note".to_owned())
    );
    assert!(named("name = \"Eco\u{a0}Voice\"").weigh(&["rank"]).out.contains("Eco Voice"));
    assert_eq!(codes(&named("name = \"Davao\u{a0}CX\"")), ["V009", "T015"], "the same name");
    assert_eq!(
        codes(&decision("certifications", "[\"PCI\u{a0}DSS\", \"ISO 27001\"]")),
        ["T015"],
        "the same thing"
    );
}

#[test]
fn every_space_of_a_name_is_a_plain_one() {
    for (space, codes_of) in [('\u{1680}', vec!["V009", "T015"]), ('\u{3000}', vec!["V009"])] {
        assert_eq!(codes(&named(&format!("name = \"Davao{space}CX\""))), codes_of, "the same name");
    }
}

/// A remark is read by people, who are to see all of it.
#[test]
fn a_remark_hides_no_writing() {
    for c in ['\u{e0041}', '\u{2028}', '\u{2029}', '\u{e0101}'] {
        let value = format!("{{ value = 14.20, note = \"as{c} agreed\" }}");
        assert_eq!(codes(&decision("price", &value)), ["T009"], "{:x}", u32::from(c));
    }
    for note in [
        "as\u{ad} agreed",
        "可\u{fe00}",
        "👨‍👩‍👧 agreed",
        "می\u{200c}خواهم",
        "a\u{a0}b",
        "🏴\u{e0067}\u{e0062}\u{e0065}\u{e006e}\u{e0067}\u{e007f}",
    ] {
        let value = format!("{{ value = 14.20, note = \"{note}\" }}");
        assert_eq!(codes(&decision("price", &value)), [""; 0], "{note:?}");
    }
}

/// What a terminal or another system hands over may have its letters apart.
#[test]
fn a_name_is_found_whose_letters_are_typed_apart() {
    let workspace = named("name = \"Pöllölahti\"");
    for typed in ["Pöllölahti", "Po\u{308}llo\u{308}lahti", "po\u{308}llo\u{308}lahti"] {
        let shown = workspace.weigh(&["explain", typed]);
        assert_eq!(shown.code, Some(0), "{typed:?}: {shown}");
    }
}

#[test]
fn composed_and_decomposed_letters_are_the_same() {
    let workspace = named("name = \"Pöllölahti\"");
    workspace.write("vendors/d/other.toml", "name = \"Po\u{308}llo\u{308}lahti\"\n");
    assert_eq!(codes(&workspace), ["V009"]);
    let workspace = decision("delivery", "\"pre\u{301}s\"");
    workspace.write("criteria/d.toml", CRITERIA.replace("\"nearshore\"]", "\"nearshore\", \"prés\"]"));
    assert_eq!(codes(&workspace), [""; 0]);
}

#[test]
fn names_that_look_alike_are_told() {
    let mixed = problems(&named("name = \"Siаm Voice\""));
    assert_eq!((mixed.len(), text(&mixed[0], "code")), (1, "T016".to_owned()), "{mixed:?}");
    assert!(text(&mixed[0], "message").contains("U+0430"), "{mixed:?}");
    // A whole name in another script is told beside the one that it looks like.
    let workspace = named("name = \"Сосо\"");
    assert_eq!(codes(&workspace), [""; 0]);
    workspace.write("vendors/d/other.toml", "name = \"Coco\"\n");
    assert_eq!(codes(&workspace), ["V027"]);
    // So is one that differs in a digit, a space, a point or a hyphen alone.
    for name in ["Davao  CX", "Davao CX.", "Davao-CX", "Dava0 CX", "Davao CX,"] {
        assert_eq!(codes(&named(&format!("name = \"{name}\""))), ["V027"], "{name}");
    }
    for name in ["Davao CX 2", "Davao C", "Davao CX+"] {
        assert_eq!(codes(&named(&format!("name = \"{name}\""))), [""; 0], "{name}");
    }
}

#[test]
fn a_new_vendor_of_a_name_that_is_there_is_refused_before_anything_is_written() {
    let workspace = decision("", "");
    for name in ["Davao CX", "davao cx", " Davao  CX", "Davao CX."] {
        let made = workspace.weigh(&["new", "vendor", name]);
        assert_eq!(made.code, Some(2), "{made}");
        assert!(made.err.contains("there is a vendor \"Davao CX\" already"), "{made}");
    }
    // Another name that makes the same file name.
    workspace.weigh(&["new", "vendor", "Eco Voice"]);
    let made = workspace.weigh(&["new", "vendor", "Eco (Voice)"]);
    assert_eq!(made.code, Some(2), "{made}");
    assert!(made.err.contains("eco-voice.toml is there already; give another id"), "{made}");
}

#[test]
fn names_that_windows_keeps_are_refused_for_new_files_and_told_of_old_ones() {
    let workspace = decision("", "");
    for name in ["CON", "Nul", "com1", "lpt9"] {
        let made = workspace.weigh(&["new", "vendor", name]);
        assert_eq!(made.code, Some(2), "{made}");
        assert!(made.err.contains("device"), "{made}");
    }
    assert_eq!(workspace.weigh(&["new", "vendor", "Console"]).code, Some(0));
    workspace.write("vendors/d/aux.toml", "name = \"Aux\"\n");
    assert_eq!(codes(&workspace), ["F015"]);
    // Also a decision, and a folder.
    for (criteria, vendors) in [("prn", "vendors/d"), ("CON", "vendors/d"), ("e", "vendors/nul")] {
        let workspace = Workspace::empty();
        workspace
            .write(&format!("criteria/{criteria}.toml"), format!("vendors = \"../{vendors}\"\n{CRITERIA}"));
        let facts = SOUND.map(|(id, value)| format!("{id} = {value}\n")).concat();
        workspace.write(&format!("{vendors}/aalto.toml"), format!("name = \"Aalto\"\n\n[facts]\n{facts}"));
        assert_eq!(codes(&workspace), ["F015"], "{criteria} {vendors}");
    }
}
