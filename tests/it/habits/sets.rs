//! Lists in one text, and near misses of names.

use super::{CRITERIA, codes, decision, problems, refused, text};

#[test]
fn a_sound_vendor_has_no_problem() {
    assert_eq!(codes(&decision("", "")), [""; 0]);
}

/// A list in one text never puts a vendor out: it is an error that shows the list.
#[test]
fn a_list_in_one_text_is_an_error_that_shows_the_list() {
    for (value, list) in [
        (r#""en, es, pt""#, r#"["en", "es", "pt"]"#),
        (r#"{ value = "en, es, pt", source = "RFP answer 3" }"#, r#"["en", "es", "pt"]"#),
        (r#"["en,es"]"#, r#"["en", "es"]"#),
        (r#"["en, es", "pt"]"#, r#"["en", "es", "pt"]"#),
        (r#""[en, es]""#, r#"["en", "es"]"#),
        (r#"'["en", "es"]'"#, r#"["en", "es"]"#),
        (r#""en; es""#, r#"["en", "es"]"#),
        (r#""en | es""#, r#"["en", "es"]"#),
        (r#""en/es""#, r#"["en", "es"]"#),
        (r#""en and es""#, r#"["en", "es"]"#),
        (r#""en, es and pt""#, r#"["en", "es", "pt"]"#),
        (r#""en es pt""#, r#"["en", "es", "pt"]"#),
        (r#""English, Spanish""#, r#"["English", "Spanish"]"#),
        (r#""tl、ja""#, r#"["tl", "ja"]"#),
        ("\"\"\"en\nes\"\"\"", r#"["en", "es"]"#),
        (r#""en\tes""#, r#"["en", "es"]"#),
    ] {
        let workspace = decision("languages", value);
        let found = problems(&workspace);
        let [problem] = found.as_slice() else { panic!("{value}: {found:?}") };
        assert_eq!(text(problem, "severity"), "error", "{value}: {problem}");
        assert!(["V021", "T009"].contains(&text(problem, "code").as_str()), "{value}: {problem}");
        assert!(text(problem, "help").contains(list), "{value}: {problem}");
        assert_eq!(problem["position"]["line"], 4, "{value}");
    }
}

/// A name with a comma that is asked for, or that stands among others and says nothing of those, is a name.
#[test]
fn a_comma_within_a_name_is_no_list() {
    let workspace = decision("languages", r#"["en", "es", "sign language (LSM, ASL)", "tl, spoken"]"#);
    assert_eq!(codes(&workspace), [""; 0]);
    let workspace = decision("certifications", r#"["Great Place to Work, Manila", "PCI DSS", "ISO 27001"]"#);
    assert_eq!(codes(&workspace), [""; 0]);
    let workspace = decision("certifications", r#"["PCI DSS, level 1", "ISO 27001", "PCI DSS"]"#);
    workspace.write("criteria/d.toml", CRITERIA.replace("\"SOC 2\"", "\"PCI DSS, level 1\""));
    assert_eq!(codes(&workspace), [""; 0]);
    // Alone in one text it may be either; the help shows both.
    let found = problems(&decision("certifications", r#""Great Place to Work, Manila""#));
    let help = text(&found[0], "help");
    assert!(help.contains(r#"["Great Place to Work", "Manila"]"#), "{help}");
    assert!(help.contains(r#"["Great Place to Work, Manila"]"#), "{help}");
}

/// The remark behind one certificate is no reason to drop the evidence of the others.
#[test]
fn a_thing_with_evidence_keeps_it() {
    let value = r#"[{ name = "PCI DSS", until = 2029-01-01 }, "ISO 27001, annex B"]"#;
    let found = problems(&decision("certifications", value));
    assert_eq!(text(&found[0], "code"), "V021");
    assert!(text(&found[0], "help").contains(r#"["ISO 27001", "annex B"]"#), "{found:?}");
}

#[test]
fn what_the_command_line_lays_over_a_list_is_held_to_the_same() {
    let workspace = decision("", "");
    let path = "vendors.davao.facts.languages";
    let laid = refused(&workspace, &["rank", "--set", &format!("{path}=en,es,ar")]);
    assert!(laid.err.contains("error[V021]") && laid.err.contains(r#"["en", "es", "ar"]"#), "{laid}");
    let before = workspace.read("vendors/d/davao.toml");
    let set = refused(&workspace, &["set", path, "en, es, ar"]);
    assert!(set.err.contains("error[V021]") && set.err.contains(r#"["en", "es", "ar"]"#), "{set}");
    assert_eq!(workspace.read("vendors/d/davao.toml"), before);
}

/// The other side: what is asked for as one text is a thing that nobody has.
#[test]
fn a_list_that_is_asked_for_in_one_text_is_an_error() {
    for (from, to) in [
        (r#"languages = ["en", "es"]"#, r#"languages = "en, es""#),
        (r#"includes = "needs.languages""#, r#"includes = "en, es""#),
        (r#"["PCI DSS", "SOC 2"]"#, r#""PCI DSS; SOC 2""#),
        (r#"one_of = ["onshore", "nearshore"]"#, r#"one_of = "onshore, nearshore""#),
        (r#"covers = ["ISO 27001", "PCI DSS"]"#, r#"covers = "ISO 27001, PCI DSS""#),
    ] {
        let workspace = decision("", "");
        let criteria = CRITERIA.replace(from, to);
        assert_ne!(criteria, CRITERIA, "{from}");
        workspace.write("criteria/d.toml", criteria);
        assert_eq!(codes(&workspace), ["C022"], "{to}");
    }
    // Typed as one text on both sides it is a list all the same.
    let workspace = decision("languages", "\"en, th\"");
    workspace.write("criteria/d.toml", CRITERIA.replace(r#"["en", "es"]"#, r#""en, es""#));
    assert_eq!(codes(&workspace), ["C022"]);
}

#[test]
fn a_near_miss_is_named_where_the_thing_is_lacking() {
    for (fact, value, near) in [
        ("certifications", r#"["ISO/IEC 27001:2022", "PCI DSS"]"#, "ISO 27001"),
        ("certifications", r#"["ISO-27001", "PCI DSS"]"#, "ISO 27001"),
        ("certifications", r#"["ISO27001", "PCI DSS"]"#, "ISO 27001"),
        ("certifications", r#"["ISO  27001", "PCI DSS"]"#, "ISO 27001"),
        ("certifications", r#"["PCI-DSS v4", "ISO 27001"]"#, "PCI DSS"),
        ("certifications", r#"["ISO 27K1", "PCI DSS"]"#, "ISO 27001"),
        ("certifications", r#"["27001", "PCI DSS"]"#, "ISO 27001"),
        ("certifications", r#"["ISO/IEC 27001", "PCI DSS", "SOC 2"]"#, "ISO 27001"),
        ("languages", r#"["English", "es"]"#, "en"),
        ("languages", r#"["en", "es-419"]"#, "es"),
        ("delivery", r#""on-shore""#, "onshore"),
    ] {
        let workspace = decision(fact, value);
        let found = problems(&workspace);
        let [problem] = found.as_slice() else { panic!("{value}: {found:?}") };
        assert_eq!((text(problem, "code").as_str(), text(problem, "severity").as_str()), ("V022", "warning"));
        assert!(text(problem, "help").contains(&format!("did you mean \"{near}\"?")), "{value}: {problem}");
        assert!(workspace.weigh(&["rank"]).err.contains("warning"), "{value}");
    }
}

#[test]
fn a_near_miss_stands_in_the_reason_of_the_must_have() {
    let reason = |fact, value| {
        let out = decision(fact, value).weigh(&["rank"]).out;
        out.lines().find(|line| line.contains("Davao")).unwrap_or_else(|| panic!("{out}")).to_owned()
    };
    let shown = reason("certifications", r#"["PCI-DSS v4", "ISO 27001"]"#);
    let said =
        r#"has none of "PCI DSS", "SOC 2"; has "PCI-DSS v4", "ISO 27001"; "PCI-DSS v4" looks like "PCI DSS""#;
    assert!(shown.contains(said), "{shown}");
    let shown = reason("languages", r#"["English", "es"]"#);
    assert!(shown.contains(r#"lacks "en"; has "English", "es"; "English" looks like "en""#), "{shown}");
    let shown = reason("delivery", r#""on-shore""#);
    assert!(
        shown.contains(r#"on-shore, must be one of onshore, nearshore; "on-shore" looks like "onshore""#),
        "{shown}"
    );
}

/// Who has both spellings, or one of several that do, lacks nothing.
#[test]
fn what_is_not_lacking_is_not_warned_of() {
    for (fact, value) in [
        ("certifications", r#"["ISO 27001", "ISO/IEC 27001:2022", "PCI DSS", "SOC-2"]"#),
        ("certifications", r#"["iso 27001", "pci dss", "ISO 27701", "ISO 9001"]"#),
        ("languages", r#"["EN", "es ", "Thai"]"#),
        ("languages", "{}"),
        ("languages", "[]"),
    ] {
        assert_eq!(codes(&decision(fact, value)), [""; 0], "{value}");
    }
}

/// What is not known is open, and no thing of that name that puts the vendor out.
#[test]
fn a_word_for_what_is_not_known_is_no_thing() {
    for fact in ["languages", "certifications"] {
        for word in ["TBD", "n/a", "-", "none", "in progress", "?", "pending", "Not known", "No"] {
            for (value, told) in [
                (format!("\"{word}\""), "{ }"),
                (format!("[\"{word}\"]"), "{ }"),
                (format!("{{ value = [\"{word}\"], source = \"RFP 2\" }}"), "{ }"),
                (format!("[{{ name = \"{word}\", note = \"May\" }}]"), "{ }"),
                (format!("[\"PCI DSS\", \"{word}\"]"), "take it out of the list"),
            ] {
                let found = problems(&decision(fact, &value));
                let [problem] = found.as_slice() else { panic!("{fact} = {value}: {found:?}") };
                assert_eq!(text(problem, "code"), "V030", "{problem}");
                assert!(text(problem, "help").contains(told), "{value}: {problem}");
                let may_be_none = ["none", "-", "n/a", "No"].contains(&word) && told == "{ }";
                assert_eq!(text(problem, "help").contains("[]"), may_be_none, "{value}: {problem}");
            }
        }
    }
    // A text that is held against words is the same.
    assert_eq!(codes(&decision("delivery", "\"TBD\"")), ["V030"]);
    for (list, told) in [("\"None yet\"", "[]"), ("\"nothing so far\"", "[]"), ("\"not yet\"", "{ }")] {
        let found = problems(&decision("certifications", &format!("[{list}]")));
        let v030: Vec<_> = found.iter().filter(|problem| text(problem, "code") == "V030").collect();
        assert!(v030.len() == 1 && text(v030[0], "help").contains(told), "{list}: {found:?}");
    }
    // Laid over the files, or written by a command.
    let workspace = decision("", "");
    let path = "vendors.davao.facts.certifications";
    for arguments in [&["rank", "--set", &format!("{path}=TBD")][..], &["set", path, "TBD"]] {
        assert!(refused(&workspace, arguments).err.contains("error[V030]"), "{arguments:?}");
    }
    // Where it is one of the words that are asked for, it is that.
    let workspace = decision("delivery", "\"none\"");
    workspace
        .write("criteria/d.toml", CRITERIA.replace("\"onshore\", \"nearshore\"", "\"none\", \"nearshore\""));
    assert_eq!(codes(&workspace), [""; 0]);
}

/// Numbers are the same in digits and in Roman letters, on both sides.
#[test]
fn a_type_is_known_by_either_numeral() {
    let asked = |word: &str, said: &str| {
        let workspace = decision("certifications", &format!("[\"PCI DSS\", \"ISO 27001\", \"{said}\"]"));
        let covers = format!("covers = [\"ISO 27001\", \"PCI DSS\", \"{word}\"]");
        workspace
            .write("criteria/d.toml", CRITERIA.replace("covers = [\"ISO 27001\", \"PCI DSS\"]", &covers));
        codes(&workspace)
    };
    for said in ["SOC 2 type 2", "SOC II Type II", "SOC 2 Type 2", "SOC2 Type II"] {
        assert_eq!(asked("SOC 2 Type II", said), ["V022"], "{said}");
    }
    assert_eq!(asked("SOC 2 Type II", "SOC 2 Type I"), [""; 0]);
    assert_eq!(asked("SOC 2 Type II", "soc 2 type ii"), [""; 0]);
}

/// A thing that a vendor names besides may have `and` in its name.
#[test]
fn a_thing_with_a_word_between_two_is_a_warning_among_others() {
    let workspace = decision("certifications", "[\"PCI DSS\", \"ISO 27001 and training\"]");
    let found = problems(&workspace);
    assert_eq!(found.len(), 1, "{found:?}");
    assert_eq!(
        (text(&found[0], "code"), text(&found[0], "severity")),
        ("V021".to_owned(), "warning".to_owned())
    );
    assert_eq!(workspace.weigh(&["rank"]).code, Some(0));
    // Where each of them is asked for, nothing else is meant.
    let found = problems(&decision("certifications", "[\"ISO 27001 and PCI DSS\"]"));
    assert_eq!(
        (text(&found[0], "code"), text(&found[0], "severity")),
        ("V021".to_owned(), "error".to_owned())
    );
}

/// Where languages are known, what is none is told on either side; what a language is called in itself is known.
#[test]
fn a_language_that_nobody_knows_is_told() {
    let known = |asked: &str, said: &str| {
        let workspace = decision("languages", said);
        let criteria = CRITERIA.replace("languages = [\"en\", \"es\"]", &format!("languages = {asked}"));
        workspace.write("criteria/d.toml", format!("{criteria}\n[facts.languages]\nitems = \"languages\"\n"));
        problems(&workspace)
            .iter()
            .map(|problem| (text(problem, "code"), text(problem, "file")))
            .collect::<Vec<_>>()
    };
    let both = "[\"en\", \"es\"]";
    for said in
        [both, "[\"English\", \"español\"]", "[\"EN\", \"es\", \"العربية\"]", "[\"en\", \"es\", \"日本語\"]"]
    {
        assert_eq!(known(both, said), [], "{said}");
    }
    for said in ["[\"Englisch\", \"es\"]", "[\"en\", \"es\", \"Klingonisch\"]"] {
        assert_eq!(known(both, said), [("V031".to_owned(), "vendors/d/davao.toml".to_owned())], "{said}");
    }
    for asked in ["[\"en\", \"es\", \"arabik\"]", "[\"Englisch\", \"es\"]"] {
        assert_eq!(known(asked, both), [("V031".to_owned(), "criteria/d.toml".to_owned())], "{asked}");
    }
}

/// The country of a vendor is a code, whatever the decision says of it.
#[test]
fn a_country_that_is_no_code_is_told() {
    let from = |country: &str, asked: &str| {
        let workspace = decision("", "");
        for id in ["aalto", "brandt", "charoen", "davao"] {
            let file = super::vendor(id, "", "");
            workspace.write(&format!("vendors/d/{id}.toml"), format!("country = \"{country}\"\n{file}"));
        }
        workspace.write(
            "criteria/d.toml",
            format!("{CRITERIA}\n[gates.home]\nfact = \"country\"\none_of = {asked}\n"),
        );
        let found = problems(&workspace);
        let told =
            found.iter().map(|problem| (text(problem, "code"), text(problem, "help").contains("`GB`")));
        told.collect::<Vec<_>>()
    };
    assert_eq!(from("GB", "[\"GB\", \"TH\", \"XK\"]"), []);
    assert_eq!(
        from("UK", "[\"GB\"]"),
        [
            ("V031".to_owned(), true),
            ("V031".to_owned(), true),
            ("V031".to_owned(), true),
            ("V031".to_owned(), true)
        ]
    );
    assert_eq!(from("GB", "[\"UK\"]"), [("V031".to_owned(), true)]);
    assert_eq!(from("GB", "[\"GB\", \"ZZ\"]"), [("V031".to_owned(), false)]);
}
