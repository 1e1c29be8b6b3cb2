//! Nothing waits for ever: signals end every command, and what comes from outside is bounded in memory.

use std::io::Write;
use std::process::Stdio;
use std::time::{Duration, Instant};

use crate::support::{Workspace, command, repository};

/// What a command that was told to end came to: its exit code, what it printed, how long it took to end.
#[cfg(unix)]
fn ended(
    folder: &std::path::Path,
    arguments: &[&str],
    signal: &str,
    after: Duration,
) -> (Option<i32>, String, Duration) {
    let child =
        command(folder).args(arguments).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    std::thread::sleep(after);
    let start = Instant::now();
    let id = child.id().to_string();
    let killed = std::process::Command::new("kill").args(["-s", signal, &id]).status().unwrap();
    assert!(killed.success(), "{arguments:?} was over before it was told to end");
    let output = child.wait_with_output().unwrap();
    (output.status.code(), String::from_utf8(output.stdout).unwrap(), start.elapsed())
}

/// Long enough for a machine on which ten builds run; what is asked for is half a second on a quiet one.
const SOON: Duration = Duration::from_mins(1);

#[cfg(unix)]
#[test]
fn a_signal_ends_draws_with_what_there_is() {
    for signal in ["INT", "TERM", "HUP"] {
        let endless = ["robust", "--draws", "2000000000", "--format", "json"];
        let (code, out, took) = ended(&repository(), &endless, signal, Duration::from_secs(3));
        assert_eq!(code, Some(130), "{signal}: {out}");
        assert!(took < SOON, "{signal} took {took:?}");
        let json: serde_json::Value = serde_json::from_str(&out).unwrap();
        assert_eq!(json["result"]["draws"]["is_partial"], true);
    }
}

/// A decision whose exact answers take a while: so many vendors and criteria with twelve digits after the point.
fn large(vendors: usize, criteria: usize) -> Workspace {
    let number =
        |at: usize| format!("{}.{:012}", at * 37 % 100, (at * 7_919_777_777 + 13) % 1_000_000_000_000);
    let mut text = "title = \"Large\"\nvendors = \"../vendors/d\"\n".to_owned();
    for at in 0..criteria {
        let weight = number(at + 3);
        text += &format!("[criteria.c{at}]\nweight = {weight}\nscale = {{ worst = 0, best = 100 }}\n");
    }
    let facts = |vendor: usize| {
        let rows = (0..criteria).map(|at| format!("c{at} = {}\n", number(vendor * criteria + at * at)));
        format!("name = \"Vendor {vendor}\"\n[facts]\n{}", rows.collect::<String>())
    };
    let workspace = Workspace::new(&text, &[]);
    for vendor in 0..vendors {
        workspace.write(&format!("vendors/d/v{vendor}.toml"), facts(vendor));
    }
    workspace
}

/// Machines differ, so the signal comes later and later until the command was over before it.
#[cfg(unix)]
#[test]
fn a_signal_ends_what_is_worked_out_exactly() {
    let workspace = large(28, 800);
    for (arguments, prints) in [
        (["robust", "--draws", "100"].as_slice(), true),
        (["report", "--to", "json", "-o", "out"].as_slice(), false),
    ] {
        let ends: Vec<_> = std::iter::successors(Some(Duration::from_millis(200)), |after| Some(*after * 2))
            .map(|after| ended(workspace.path(), arguments, "TERM", after))
            .take_while(|(code, _, _)| *code != Some(0))
            .collect();
        for (code, _, took) in &ends {
            assert_eq!(*code, Some(130), "{arguments:?}");
            assert!(*took < SOON, "{arguments:?} took {took:?}");
        }
        assert!(ends.iter().any(|(_, out, _)| out.is_empty() != prints), "{arguments:?}: {ends:?}");
        assert!(prints || ends.iter().all(|(_, out, _)| out.is_empty()), "{arguments:?}: {ends:?}");
    }
}

#[test]
fn templates_are_bounded_in_memory() {
    let doubling =
        "{% set x = 'abcdefgh' %}".to_owned() + &"{% set x = x ~ x %}".repeat(60) + "{{ x|length }}";
    let lists =
        "{% set x = [1, 2, 3, 4] %}".to_owned() + &"{% set x = x + x %}".repeat(60) + "{{ x|length }}";
    let namespace =
        "{% set n = namespace(x='abcdefgh') %}{% for i in range(60) %}{% set n.x = n.x ~ n.x %}{% endfor %}";
    for template in [
        doubling.as_str(),
        &lists,
        namespace,
        "{{ 'x\\ny'|indent(2000000000) }}",
        "{{ '%2000000000d'|format(1) }}",
    ] {
        let workspace = Workspace::empty();
        assert_eq!(workspace.weigh(&["init", "."]).code, Some(0));
        workspace.write("brand/templates/report.md", format!("{template}\n{{{{ document.title }}}}\n"));
        workspace.write("brand/brand.toml", "templates = \"templates\"\n");
        let start = Instant::now();
        let said = workspace.weigh(&["report", "--to", "md", "--brand", "brand/brand.toml", "-o", "out"]);
        assert_eq!(said.code, Some(3), "{template}: {said}");
        assert!(
            said.err.contains("512 MiB") || said.err.contains("10 seconds") || said.err.contains("steps"),
            "{said}"
        );
        assert!(start.elapsed() < Duration::from_mins(1));
    }
}

#[test]
fn verify_reads_no_workbook_that_grows_without_bounds() {
    let mut file = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let options = zip::write::SimpleFileOptions::default();
    file.start_file("xl/worksheets/sheet1.xml", options).unwrap();
    let blanks = vec![b' '; 1 << 20];
    for _ in 0..300 {
        file.write_all(&blanks).unwrap();
    }
    let workspace = Workspace::empty();
    workspace.write("bomb.xlsx", file.finish().unwrap().into_inner());
    let said = workspace.weigh(&["verify", "bomb.xlsx"]);
    assert_eq!(said.code, Some(3), "{said}");
    assert!(said.err.contains("96 MiB"), "{said}");
}

#[test]
fn more_cells_or_facts_than_there_is_memory_for_are_refused_before_they_are_read() {
    let criteria: Vec<String> = (0..500)
        .map(|at| format!("[criteria.c{at}]\nweight = 1\nscale = {{ worst = 0, best = 9 }}\n"))
        .collect();
    let criteria = criteria.concat();
    let workspace =
        Workspace::new(&format!("title = \"Large\"\nvendors = \"../vendors/d\"\n{criteria}"), &[]);
    let facts: Vec<String> = (0..500).map(|at| format!("c{at} = 1\n")).collect();
    let facts = facts.concat();
    for vendor in 0..2_001 {
        let facts = if vendor == 0 { format!("[facts]\n{facts}") } else { String::new() };
        let text = format!("name = \"Vendor {vendor}\"\n{facts}");
        workspace.write(&format!("vendors/d/v{vendor}.toml"), text);
    }
    let said = workspace.weigh(&["rank"]);
    assert_eq!(said.code, Some(3), "{said}");
    assert!(
        said.err.contains("2001 vendor files x 500 criteria are 1000500 cells, more than 1000000"),
        "{said}"
    );
    std::fs::remove_file(workspace.path().join("vendors/d/v7.toml")).unwrap();
    let said = workspace.weigh(&["rank", "--format", "csv"]);
    assert_eq!(said.code, Some(0), "{}", said.err);
}

#[test]
fn where_too_many_would_be_drawn_for_the_ranking_says_so() {
    let workspace = Workspace::new(
        "title = \"Large\"\nvendors = \"../vendors/d\"\n[criteria.price]\nweight = 1\nscale = { worst = 9, best = 0 }\n",
        &[],
    );
    for vendor in 0..2_001 {
        let text = format!("name = \"Vendor {vendor}\"\n[facts]\nprice = {}\n", 1 + vendor % 7);
        workspace.write(&format!("vendors/d/v{vendor}.toml"), text);
    }
    let said = workspace.weigh(&["rank"]);
    assert_eq!(said.code, Some(0), "{}", said.err);
    let why = "How sure the first place is has not been drawn: 2001 vendors are more than the 2000 that can be drawn for.";
    assert!(said.out.split_whitespace().collect::<Vec<_>>().join(" ").contains(why), "{}", said.err);
    let said = workspace.weigh(&["robust"]);
    assert_eq!(said.code, Some(2), "{}", said.err);
    assert!(said.err.contains("2001 vendors are more than the 2000"), "{}", said.err);
}

/// A decision with so many vendors and criteria on one scale, whose facts are written by `fact`.
fn crowd(vendors: usize, criteria: usize, scale: &str, fact: impl Fn(usize, usize) -> String) -> Workspace {
    let leaf = |at: usize| format!("[criteria.c{at}]\nweight = 1\nscale = {scale}\n");
    let leaves: Vec<String> = (0..criteria).map(leaf).collect();
    let text = format!("title = \"Crowd\"\nvendors = \"../vendors/d\"\n{}", leaves.concat());
    let workspace = Workspace::new(&text, &[]);
    for vendor in 0..vendors {
        let facts: Vec<String> = (0..criteria).map(|at| format!("c{at} = {}\n", fact(vendor, at))).collect();
        let text = format!("name = \"Vendor {vendor}\"\n[facts]\n{}", facts.concat());
        workspace.write(&format!("vendors/d/v{vendor}.toml"), text);
    }
    workspace
}

#[test]
fn of_problems_of_a_kind_so_many_are_listed_and_the_others_counted() {
    let workspace = crowd(110, 100, "{ worst = 0, best = 9 }", |vendor, at| format!("{}", 11 + vendor + at));
    let said = workspace.weigh(&["check", "--format", "json"]).json();
    let problems = said["result"].as_array().or(said["result"]["problems"].as_array()).unwrap();
    assert_eq!(problems.len(), 10_001, "11,000 facts are off their scale");
    let last =
        problems.iter().find(|one| one["message"].as_str().unwrap().contains("more problems")).unwrap();
    assert_eq!(
        last["message"],
        format!("and 1000 more problems {} up to this file", last["code"].as_str().unwrap())
    );
    assert_eq!(workspace.weigh(&["rank", "--format", "csv"]).code, Some(0));
}

#[test]
fn must_haves_long_numbers_and_ranges_count_among_what_is_read() {
    let gates: Vec<String> =
        (0..1_000).map(|at| format!("[gates.g{at}]\nfact = \"c0\"\nat_least = {at}\n")).collect();
    let workspace = crowd(1_001, 1, "{ worst = 0, best = 9 }", |_, _| "1".to_owned());
    let criteria = String::from_utf8(workspace.read("criteria/d.toml")).unwrap();
    workspace.write("criteria/d.toml", format!("{criteria}{}", gates.concat()));
    let said = workspace.weigh(&["rank"]);
    assert_eq!(said.code, Some(3), "{said}");
    assert!(said.err.contains("1001 vendor files x 1000 must-haves are 1001000 cells"), "{said}");

    // 400,000 numbers, and as many ranges.
    let fact = |vendor: usize, at: usize| match (vendor + at) % 2 {
        0 => "1.2345678901234567891".to_owned(),
        _ => "{ low = 1, likely = 2, high = 3 }".to_owned(),
    };
    let said = crowd(800, 1_000, "{ worst = 0, best = 9 }", fact).weigh(&["rank"]);
    assert_eq!(said.code, Some(3), "{said}");
    assert!(said.err.contains("more than 1500000 facts") && said.err.contains("counts as three"), "{said}");
}

#[test]
fn where_too_many_bids_are_compared_questions_that_would_take_minutes_say_so() {
    let fact = |vendor: usize, at: usize| format!("{}", 1 + (vendor * 7 + at * 13) % 89);
    let workspace = crowd(160, 100, "{ relative = \"lower\" }", fact);
    let why = "100 criteria compare 160 vendors with each other, which takes too long to try";
    for arguments in [&["break-even", "v3"][..], &["sensitivity"][..]] {
        let said = workspace.weigh(arguments);
        assert_eq!(said.code, Some(2), "{said}");
        assert!(said.err.contains(why), "{said}");
    }
    let said = workspace.weigh(&["robust", "--draws", "100"]);
    assert_eq!(said.code, Some(0), "{said}");
    assert!(said.out.contains(&format!("Other fields and other rules are not tried: {why}.")), "{said}");
}

#[cfg(all(feature = "docx", feature = "pdf", feature = "xlsx"))]
#[test]
fn reports_in_pages_or_sheets_have_room_for_so_many_cells() {
    let rows =
        |vendors, criteria| crowd(vendors, criteria, "{ worst = 0, best = 100 }", |_, _| "50".to_owned());
    for (workspace, size) in
        [(rows(1_001, 1), "1001 vendors x 1 criteria"), (rows(101, 200), "101 vendors x 200")]
    {
        for kind in ["pdf", "docx", "xlsx"] {
            let refused = workspace.weigh(&["report", "--to", kind, "-o", "report"]);
            assert_eq!(refused.code, Some(2), "{refused}");
            assert!(refused.err.contains(size) && refused.err.contains("--to html"), "{refused}");
            assert!(!workspace.path().join("report").exists());
        }
        assert_eq!(workspace.weigh(&["report", "--to", "csv", "-o", "-"]).code, Some(0));
    }
}

#[test]
fn what_cannot_be_drawn_for_is_told_by_the_ranking() {
    // Hardly any weights around 50 and 50 keep it.
    let text = "title = \"D\"\nvendors = \"../vendors/d\"\n[robust]\nspread = 10\nweights = [\"a >= 20 b\"]\n\
                [criteria.a]\nweight = 50\nscale = { worst = 0, best = 100 }\n\
                [criteria.b]\nweight = 50\nscale = { worst = 0, best = 100 }\n";
    let workspace = Workspace::new(
        text,
        &[("v", "name = \"V\"\n[facts]\na = 1\nb = 2\n"), ("w", "name = \"W\"\n[facts]\na = 2\nb = 1\n")],
    );
    let why = "`a >= 20 b` leaves so narrow a room that weights cannot be drawn evenly from it";
    let robust = workspace.weigh(&["robust"]);
    assert!(robust.code != Some(0) && robust.err.contains(why), "{robust}");
    for command in [&["rank"][..], &["report", "--to", "md", "-o", "-"]] {
        let said = workspace.weigh(command);
        let out = said.out.split_whitespace().collect::<Vec<_>>().join(" ");
        let told = format!("How sure the first place is has not been drawn: {why}.");
        assert!(out.replace('\\', "").replace("&gt;", ">").contains(&told), "{said}");
    }
}
