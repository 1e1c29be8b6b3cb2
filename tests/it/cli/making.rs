//! `init` and `new vendor`: files that did not exist.

use std::fs;

use super::{files, night_desk, snapshot};
use crate::support::{Output, Workspace, repository};

const TEMPLATES: [&str; 3] = ["contact-centre", "back-office", "provider-kind"];

fn init(workspace: &Workspace, template: &str) -> Output {
    workspace.weigh(&["init", "--template", template])
}

fn names(workspace: &Workspace) -> Vec<String> {
    files(workspace).into_iter().map(|(name, _)| name).collect()
}

#[test]
fn every_template_is_clean_and_ranks() {
    for template in TEMPLATES {
        let workspace = Workspace::empty();
        let made = init(&workspace, template);
        assert_eq!((made.code, made.out.as_str()), (Some(0), ""), "{made}");
        let check = workspace.weigh(&["check", "--deny", "warnings"]);
        assert_eq!(check.code, Some(0), "{template}: {check}");
        let json = workspace.weigh(&["rank", "--format", "json"]).json();
        assert_eq!(json["inputs"]["decision"], template);
        assert_eq!(json["result"]["vendors"][0]["rank"], 1, "{template}");
    }
}

/// The template is the sample of the repository, not a copy that can fall behind.
#[test]
fn a_template_is_the_sample_of_the_repository() {
    for template in TEMPLATES {
        let workspace = Workspace::empty();
        assert_eq!(init(&workspace, template).code, Some(0));
        let made = files(&workspace);
        assert!(made.len() > 7, "{template}: {made:?}");
        for (name, bytes) in made {
            assert_eq!(fs::read(repository().join(&name)).unwrap(), bytes, "{name}");
        }
        let vendors = fs::read_dir(repository().join("vendors").join(template)).unwrap().count();
        let is_vendor = |name: &&String| name.starts_with(&format!("vendors/{template}/"));
        assert_eq!(names(&workspace).iter().filter(is_vendor).count(), vendors, "{template}");
    }
}

#[test]
fn init_without_a_template_starts_the_contact_centre() {
    let (plain, named) = (Workspace::empty(), Workspace::empty());
    assert_eq!(plain.weigh(&["init"]).code, Some(0));
    assert_eq!(init(&named, "contact-centre").code, Some(0));
    assert_eq!(files(&plain), files(&named));
}

#[test]
fn init_makes_the_folder_that_it_is_given() {
    let workspace = Workspace::empty();
    let made = workspace.weigh(&["init", "deep/my-decision", "--template", "provider-kind"]);
    assert_eq!(made.code, Some(0), "{made}");
    assert!(made.err.contains("weigh -C deep/my-decision rank"), "the next step can be copied: {made}");
    assert_eq!(workspace.weigh(&["-C", "deep/my-decision", "rank"]).code, Some(0));
    let there = workspace.weigh(&["-C", "deep", "init", "other", "--template", "provider-kind"]);
    assert_eq!(there.code, Some(0), "{there}");
    assert!(workspace.path().join("deep/other/criteria/provider-kind.toml").is_file());
}

#[test]
fn a_second_init_refuses_and_changes_nothing() {
    for again in TEMPLATES {
        let workspace = Workspace::empty();
        assert_eq!(init(&workspace, "back-office").code, Some(0));
        let own = "# my own words\n";
        workspace.write("vendors/back-office/rim-nam.toml", own);
        let before = files(&workspace);
        if again == "back-office" {
            let second = init(&workspace, again);
            assert_eq!((second.code, second.out.as_str()), (Some(4), ""), "{second}");
            assert!(second.err.contains("criteria/back-office.toml"), "{second}");
            assert_eq!(files(&workspace), before);
        } else {
            // Whether or not another sample may come beside the first, the first stays as it is.
            init(&workspace, again);
            for file in &before {
                assert!(files(&workspace).contains(file), "{again} changed {}", file.0);
            }
        }
    }
}

#[test]
fn init_writes_nothing_when_one_of_its_files_is_there() {
    let workspace = Workspace::empty();
    workspace.write("vendors/contact-centre/siam-voice.toml", "name = \"Mine\"\n");
    let before = files(&workspace);
    let output = workspace.weigh(&["init"]);
    assert_eq!(output.code, Some(4));
    assert_eq!(
        output.err,
        "error: could not write vendors/contact-centre/siam-voice.toml: it is there already, and nothing is overwritten\n"
    );
    assert_eq!(files(&workspace), before);
}

#[test]
fn init_goes_into_a_folder_with_other_files() {
    let workspace = Workspace::empty();
    workspace.write("README.md", "mine");
    assert_eq!(workspace.weigh(&["init"]).code, Some(0));
    assert_eq!(workspace.read("README.md"), b"mine");
}

#[test]
fn init_can_leave_the_vendors_out() {
    for template in TEMPLATES {
        let workspace = Workspace::empty();
        let made = workspace.weigh(&["init", "--template", template, "--no-vendors"]);
        assert_eq!(made.code, Some(0), "{made}");
        let mut expected = vec![
            "criteria/criteria.schema.json".to_owned(),
            format!("criteria/{template}.toml"),
            "vendors/vendor.schema.json".to_owned(),
        ];
        if template == "contact-centre" {
            expected.extend(["panel", "consensus"].map(|kind| format!("criteria/panel/{kind}.schema.json")));
        }
        expected.sort();
        assert_eq!(names(&workspace), expected);
        assert_eq!(workspace.weigh(&["check"]).code, Some(0), "{template}");
        let rank = workspace.weigh(&["rank"]);
        assert_eq!(rank.code, Some(0), "{rank}");
        assert_eq!(rank.err, "1 warning: weigh check\n");
    }
}

/// After `--no-vendors` there is no ranking to see yet; the next step is a vendor.
#[test]
fn init_without_vendors_says_how_to_add_one() {
    let made = Workspace::empty().weigh(&["init", "--no-vendors"]);
    assert!(made.err.contains("weigh new vendor"), "{made}");
}

#[test]
fn what_init_says() {
    snapshot("init", &Workspace::empty().weigh(&["init", "--template", "back-office"]));
    snapshot("init_elsewhere", &Workspace::empty().weigh(&["init", "support"]));
    snapshot("init_no_vendors", &Workspace::empty().weigh(&["init", "--no-vendors"]));
}

#[test]
fn a_new_vendor_of_every_template_passes_check() {
    for template in TEMPLATES {
        for sample in [&[][..], &["--no-vendors"]] {
            let workspace = Workspace::empty();
            assert_eq!(workspace.weigh(&[&["init", "--template", template], sample].concat()).code, Some(0));
            let before = files(&workspace);
            let made = workspace.weigh(&["new", "vendor", "Dawn & Sons, Ltd."]);
            assert_eq!((made.code, made.out.as_str()), (Some(0), ""), "{made}");
            let file = format!("vendors/{template}/dawn-sons-ltd.toml");
            assert!(made.err.starts_with(&format!("made {file}; ")), "{made}");
            assert_eq!(files(&workspace).len(), before.len() + 1);
            let check = workspace.weigh(&["check", "--deny", "warnings"]);
            assert_eq!(check.code, Some(0), "{template}: {check}");
            let gaps = workspace.weigh(&["gaps", "Dawn & Sons, Ltd.", "--format", "json"]).json();
            assert!(gaps["result"].as_array().unwrap().len() > 5, "{template}: nothing is known of it");
        }
    }
}

#[test]
fn a_new_vendor_has_every_fact_and_mark_that_the_decision_reads() {
    let workspace = night_desk();
    assert_eq!(workspace.weigh(&["new", "vendor", "Dawn"]).code, Some(0));
    let text = String::from_utf8(workspace.read("vendors/night/dawn.toml")).unwrap();
    super::snapshot_text("new_vendor_file", &text);
    // Taking the # away from a mark has to give a valid file.
    workspace.write("vendors/night/dawn.toml", text.replace("# manner = {", "manner = {"));
    assert_eq!(workspace.weigh(&["check", "--deny", "warnings"]).code, Some(0));
}

/// What is asked of the lines above the facts is said there; a made-up word would be one that the vendor never said.
#[test]
fn a_new_vendor_is_told_what_is_asked_of_its_head() {
    let criteria = "title = \"D\"\n[gates.near]\nname = \"Near enough\"\nfact = \"shore\"\n\
                    one_of = [\"onshore\", \"nearshore\"]\n[criteria.price]\nweight = 1\n\
                    scale = { worst = 9, best = 1 }\n";
    let workspace = Workspace::new(criteria, &[]);
    let made = workspace.weigh(&["new", "vendor", "Dawn"]);
    assert!(made.err.starts_with("made "), "{made}");
    let text = String::from_utf8(workspace.read("vendors/d/dawn.toml")).unwrap();
    assert!(
        text.contains("# shore is asked for, take its # away: Near enough; one of onshore, nearshore\n"),
        "{text}"
    );
    assert_eq!(workspace.weigh(&["check"]).code, Some(0));
}

#[test]
fn new_vendor_never_overwrites() {
    let workspace = night_desk();
    let before = files(&workspace);
    for arguments in [
        &["new", "vendor", "Bay"][..],
        &["new", "vendor", "Bay Voice"],
        &["new", "vendor", "BAY VOICE"],
        &["new", "vendor", "Dawn", "--id", "bay"],
    ] {
        let output = workspace.weigh(arguments);
        assert_eq!(output.code, Some(2), "{arguments:?}: {output}");
        assert!(!output.err.is_empty() && output.out.is_empty(), "{arguments:?}: {output}");
        assert_eq!(files(&workspace), before, "{arguments:?}");
    }
}

#[test]
fn an_id_is_made_from_a_name_in_any_script() {
    let workspace = night_desk();
    for (name, id) in [
        ("Habla Bogotá BPO", "habla-bogota-bpo"),
        ("Tres Ríos Contact", "tres-rios-contact"),
        ("Pöllölahti", "pollolahti"),
        ("Łódź & Søn", "lodz-son"),
        ("بيت الرد", ""),
        ("สยามวอยซ์", ""),
        ("東京コール", ""),
    ] {
        let output = workspace.weigh(&["new", "vendor", name]);
        assert_eq!(output.code, Some(0), "{name}: {output}");
        let file =
            output.err.split_whitespace().find(|word| word.contains(".toml")).unwrap().trim_end_matches(';');
        let made = file.rsplit('/').next().unwrap().trim_end_matches(".toml");
        assert!(weigh::files::is_id(made), "{name}: {made}");
        assert!(id.is_empty() || made == id, "{name}: {made}");
        let json = workspace.weigh(&["explain", made, "--format", "json"]).json();
        assert_eq!(json["result"]["name"], name);
    }
    for name in ["...", " "] {
        let output = workspace.weigh(&["new", "vendor", name]);
        assert_eq!(output.code, Some(2), "{name}: {output}");
        assert!(output.err.contains("--id"), "{name}: {output}");
    }
    let output = workspace.weigh(&["new", "vendor", "สยาม", "--id", "siam"]);
    assert_eq!(output.code, Some(0), "{output}");
    assert!(workspace.weigh(&["rank"]).out.contains("สยาม"));
}

#[test]
fn the_folder_of_the_vendors_is_made_where_it_is_not_there() {
    let workspace = night_desk();
    std::fs::remove_dir_all(workspace.path().join("vendors")).unwrap();
    let output = workspace.weigh(&["new", "vendor", "Dawn"]);
    assert_eq!(output.code, Some(0), "{output}");
    assert!(!output.err.contains("F006"), "{output}");
    // But not outside of the workspace.
    let criteria = String::from_utf8(workspace.read("criteria/night.toml")).unwrap();
    workspace.write("criteria/night.toml", format!("vendors = \"../../weigh-test-elsewhere\"\n{criteria}"));
    let output = workspace.weigh(&["new", "vendor", "Dusk"]);
    assert_eq!(output.code, Some(3), "{output}");
    assert!(!workspace.path().parent().unwrap().join("weigh-test-elsewhere").exists());
}

/// The id becomes a file name: it may not lead out of the folder, nor make a file that `check` refuses.
#[test]
fn an_id_that_is_none_is_refused_before_anything_is_written() {
    let workspace = night_desk();
    let before = files(&workspace);
    let long = "x".repeat(65);
    let absolute = workspace.path().join("evil").display().to_string();
    for id in ["../evil", "../../evil", &absolute, "a/b", "a b", "", ".", "..", ".hidden", "é", &long] {
        let output = workspace.weigh(&["new", "vendor", "Dawn", "--id", id]);
        assert_eq!(output.code, Some(2), "{id:?}: {output}");
        assert_eq!(files(&workspace), before, "{id:?}");
    }
}

/// The name goes into the file as it is, whatever TOML would make of its characters.
#[test]
fn a_name_with_quotes_comes_out_as_it_went_in() {
    let workspace = night_desk();
    let name = r#"The "Best" \ Line # 1 = 'ours'"#;
    let made = workspace.weigh(&["new", "vendor", name, "--id", "best"]);
    assert_eq!(made.code, Some(0), "{made}");
    let json = workspace.weigh(&["explain", "best", "--format", "json"]).json();
    assert_eq!(json["result"]["name"], name);
}

#[test]
fn a_name_that_a_vendor_file_may_not_have_is_refused() {
    let workspace = night_desk();
    let before = files(&workspace);
    for name in ["", "Evil \u{202e}eciov", "Evil \u{1b}[31m", "two\nlines"] {
        let output = workspace.weigh(&["new", "vendor", name, "--id", "dawn"]);
        assert!(matches!(output.code, Some(2 | 3)), "{name:?}: {output}");
        assert_eq!(files(&workspace), before, "{name:?}");
    }
}
