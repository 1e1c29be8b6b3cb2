//! Brands: words, looks and templates of one's own.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest, Sha256};

use super::files::hostile;
use crate::support::Workspace;

/// A small decision with a brand folder.
fn branded(workspace: Workspace, file: &str, text: &str) -> Workspace {
    assert_eq!(workspace.weigh(&["new", "brand"]).code, Some(0));
    if !file.is_empty() {
        workspace.write(&format!("brand/{file}"), text);
    }
    workspace
}

fn small() -> Workspace {
    let criteria = "title = \"T & T\"\n[criteria.price]\nname = \"Price\"\nweight = 1\nscale = { worst = 9, best = 1 }\n";
    Workspace::new(
        criteria,
        &[("a", "name = \"Aava\"\n[facts]\nprice = 3\n"), ("b", "name = \"Beta\"\n[facts]\nprice = 4\n")],
    )
}

fn report(workspace: &Workspace, kind: &str) -> crate::support::Output {
    workspace.weigh(&["report", "--brand", "brand/brand.toml", "--to", kind, "-o", "-"])
}

#[test]
fn a_new_brand_works_as_it_is() {
    let workspace = branded(small(), "", "");
    let page = report(&workspace, "html");
    assert_eq!(page.code, Some(0), "{page}");
    assert!(page.out.contains("Prepared by Your name here"), "{page}");
    let place = |what: &str| page.out.find(what).unwrap_or_else(|| panic!("no {what}"));
    assert!(
        place("id=\"summary\"") < place("id=\"ranking\"") && place("id=\"ranking\"") < place("id=\"rule\"")
    );
    assert!(place("id=\"live\"") < place("id=\"live-data\""), "the sliders and their numbers");
    let text = report(&workspace, "md");
    assert!(text.out.starts_with("# T &amp; T\n"), "{text}");
    assert!(
        text.out.contains("\nPrepared by Your name here.\n") && text.out.contains("\n## Ranking\n"),
        "{text}"
    );
    let again = workspace.weigh(&["new", "brand"]);
    assert_eq!(again.code, Some(4), "what is there is never written over: {again}");
}

#[test]
fn the_policy_of_the_page_names_its_style_and_script() {
    let workspace = branded(small(), "templates/style.css", "main { color: red }\n");
    let page = report(&workspace, "html").out;
    let inside = |open: &str, close: &str| {
        let (_, rest) = page.rsplit_once(open).unwrap();
        rest.split_once(close).unwrap().0.to_owned()
    };
    let (style, script) = (inside("<style>", "</style>"), inside("<script>", "</script>"));
    assert!(style.ends_with("main { color: red }\n"), "one's own style comes last");
    for (what, text) in [("style-src", style), ("script-src", script)] {
        let hash = format!("{what} 'sha256-{}'", STANDARD.encode(Sha256::digest(text.as_bytes())));
        assert!(page.contains(&hash), "{hash}");
    }
    let head = page.split_once("<body>").unwrap().0;
    assert!(head.contains("Content-Security-Policy"));
}

#[test]
fn hostile_texts_stay_inert_in_a_template() {
    let template = "{{ document.title }} {{ document.subtitle }}\n\
                    {% for one in findings.evaluation.vendors %}<p title=\"{{ one.name }}\">{{ one.name }} {{ one.note }}</p>{% endfor %}\n\
                    {% for one in sections %}<i>{{ one.title }}</i>{{ one.whole }}{% for block in one.blocks %}{{ block.body }}{% endfor %}{% endfor %}\n";
    let workspace = branded(hostile(), "templates/report.html", template);
    workspace.write(
        "brand/templates/report.md",
        template.replace("<p title=\"{{ one.name }}\">", "").replace("</p>", ""),
    );
    let page = report(&workspace, "html");
    assert_eq!(page.code, Some(0), "{page}");
    assert_eq!(page.out.matches("<script").count(), 1, "only the page's own");
    assert!(!page.out.contains("<img") && !page.out.contains("<b>"), "{page}");
    let text = report(&workspace, "md").out;
    assert!(!text.contains("<script") && !text.contains("<img") && !text.contains("<b>"), "{text}");
    assert!(
        text.contains("=HYPERLINK(\"http://x\") &lt;script&gt;alert(1)&lt;/script&gt; \\| \\*\\*bold\\*\\*"),
        "{text}"
    );
}

#[test]
fn what_is_wrong_with_a_brand_is_shown_in_its_place() {
    let mut said = String::new();
    for (file, text) in [
        ("brand.toml", "[kinds]\nreport = \"Account\"\nletter = \"Letter\"\n"),
        ("brand.toml", "templates = \"../elsewhere\"\n"),
        ("brand.toml", "templates = \"missing\"\n"),
        ("templates/report.html", "<p>\n{% for one in sections %}\n{{ one.title }\n"),
        ("templates/report.html", "<p>{{ document.titel }}</p>\n"),
        ("templates/report.html", "{% for one in sections %}{{ one.whole|bold }}{% endfor %}\n"),
        ("templates/report.html", "<h1>{{ document.title }}</h1>\n{% include \"../brand.toml\" %}\n"),
        ("templates/report.html", "{% macro on() %}{{ on() }}{% endmacro %}{{ on() }}\n"),
        (
            "templates/report.html",
            "{% for a in range(9999) %}{% for b in range(9999) %}x{% endfor %}{% endfor %}\n",
        ),
        ("templates/report.html", "<h1>{{ document.title }}</h1>\n<script>alert(1)</script>\n"),
        ("templates/style.css", "p { color: red }\n</style><script>alert(1)</script>\n"),
    ] {
        let workspace = branded(small(), file, text);
        let output = report(&workspace, "html");
        assert_eq!(output.code, Some(3), "{file}: {text}: {output}");
        said += &format!("{text}---\n{}\n", output.err);
    }
    insta::assert_snapshot!("brands", said);
}

#[test]
fn a_letter_has_a_template_of_its_own_and_no_findings() {
    let workspace = branded(
        small(),
        "templates/debrief.md",
        "Dear bidder,\n{{ section.reasons.whole if section.reasons }}\n{% for one in sections %}{{ one.whole }}{% endfor %}\n",
    );
    let debrief = ["debrief", "b", "--draft", "--brand", "brand/brand.toml"];
    let letter = workspace.weigh(&debrief);
    assert!(letter.out.starts_with("Dear bidder,\n"), "{letter}");
    workspace.write("brand/templates/debrief.md", "{{ findings.evaluation.vendors[0].name }}\n");
    let refused = workspace.weigh(&debrief);
    assert!(refused.out.is_empty(), "{refused}");
    assert_eq!(refused.code, Some(3), "{refused}");
}
