//! Exit codes, and what goes to which stream.

use std::fs;
use std::process::Stdio;

use super::{files, night_desk, snapshot};
use crate::support::{Output, Workspace, command, repository, weigh};

/// The night desk with weights that do not add up.
fn broken() -> Workspace {
    let workspace = night_desk();
    let criteria = String::from_utf8(workspace.read("criteria/night.toml")).unwrap();
    workspace.write(
        "criteria/night.toml",
        criteria.replace("weight = 40\n\n[criteria.hourly]", "weight = 41\n\n[criteria.hourly]"),
    );
    workspace
}

/// The night desk with a warning: a reason that an invited vendor needs not give.
fn warned() -> Workspace {
    let workspace = night_desk();
    let bay = String::from_utf8(workspace.read("vendors/night/bay.toml")).unwrap();
    workspace.write("vendors/night/bay.toml", bay.replace("shore ", "reason = \"late\"\nshore "));
    workspace
}

/// A decision beside the night desk, and neither is the default.
fn several() -> Workspace {
    let workspace = night_desk();
    workspace.write("criteria/day.toml", super::CRITERIA);
    workspace
}

/// Exit codes: 0 done, 1 the answer is no, 2 command line, 3 input, 4 output.
#[test]
fn every_exit_code_means_what_the_help_says() {
    type Row = (i32, fn() -> Workspace, &'static [&'static str]);
    let rows: &[Row] = &[
        (0, night_desk, &[]),
        (0, night_desk, &["rank"]),
        (0, night_desk, &["rank", "--require-award"]),
        (0, night_desk, &["explain", "cinder"]),
        (0, night_desk, &["compare", "aurora", "bay", "cinder"]),
        (0, night_desk, &["gaps"]),
        (0, night_desk, &["check"]),
        (0, night_desk, &["check", "--deny", "warnings"]),
        (0, warned, &["check"]),
        (0, night_desk, &["check", "--explain", "C004"]),
        (0, night_desk, &["--help"]),
        (0, night_desk, &["--version"]),
        (0, night_desk, &["help", "rank"]),
        (0, Workspace::empty, &["schema", "vendor"]),
        (0, Workspace::empty, &["man"]),
        (0, Workspace::empty, &["completions", "bash"]),
        (1, broken, &["check"]),
        (1, broken, &["check", "--format", "json"]),
        (1, warned, &["check", "--deny", "warnings"]),
        (1, night_desk, &["rank", "--require-award", "--set", "rule.minimum=99"]),
        (2, night_desk, &["--no-such-flag"]),
        (2, night_desk, &["rnak"]),
        (2, night_desk, &["rank", "aurora"]),
        (2, night_desk, &["--format", "xml"]),
        (2, night_desk, &["check", "--format", "csv"]),
        (2, night_desk, &["check", "--explain", "X999"]),
        (2, night_desk, &["explain"]),
        (2, night_desk, &["explain", "nobody"]),
        (2, night_desk, &["gaps", "nobody"]),
        (2, night_desk, &["compare", "aurora"]),
        (2, night_desk, &["compare", "aurora", "aurora"]),
        (2, night_desk, &["compare", "aurora", "Aurora Care"]),
        (2, night_desk, &["--criteria", "noon"]),
        (2, several, &["rank"]),
        (3, night_desk, &["rank", "--set", "criteria.cost.weight"]),
        (3, night_desk, &["rank", "--set", "criteria.cost.weight=-1"]),
        (2, night_desk, &["set", "rule.unknown", "best", "--set", "rule.unknown=worst"]),
        (2, night_desk, &["new", "vendor", "..."]),
        (2, night_desk, &["man", "rnak"]),
        (2, night_desk, &["completions", "tcsh"]),
        (3, broken, &[]),
        (3, broken, &["rank"]),
        (3, broken, &["explain", "aurora"]),
        (3, broken, &["compare", "aurora", "bay"]),
        (3, broken, &["gaps"]),
        (3, Workspace::empty, &["rank"]),
        (3, Workspace::empty, &["check"]),
        (3, night_desk, &["-C", "gone", "rank"]),
        (3, night_desk, &["--criteria", "gone.toml", "rank"]),
        (3, night_desk, &["--vendors", "gone", "rank"]),
        (4, night_desk, &["rank", "-o", "gone/ranking.csv"]),
        (2, night_desk, &["rank", "-o", "vendors"]),
        (2, night_desk, &["new", "vendor", "Aurora", "--id", "aurora"]),
        (4, Workspace::empty, &["init", "/dev/null/x"]),
    ];
    let wrong: Vec<String> = rows
        .iter()
        .filter_map(|(code, workspace, arguments)| {
            let output = workspace().weigh(arguments);
            let is_right = output.code == Some(*code) && has_streams_in_order(&output);
            (!is_right).then(|| format!("{arguments:?} should be exit {code}:\n{output}"))
        })
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// The answer is on stdout when there is one; what went wrong is on stderr, and nowhere else, in our own words
/// and without the numbers of the operating system.
fn has_streams_in_order(output: &Output) -> bool {
    match output.code {
        Some(0) => !output.out.is_empty() && output.err.is_empty(),
        Some(1) => !output.out.is_empty(),
        _ => output.out.is_empty() && output.err.starts_with("error") && !output.err.contains("(os error"),
    }
}

#[test]
fn weigh_alone_in_a_pipe_is_the_ranking() {
    for options in [&[][..], &["--format", "json"], &["--set", "criteria.cost.weight=10"]] {
        let alone = weigh(&repository(), options);
        let rank = weigh(&repository(), &[&["rank"], options].concat());
        assert_eq!(alone.to_string(), rank.to_string(), "{options:?}");
        assert_eq!(alone.code, Some(0), "{alone}");
    }
}

#[test]
fn options_may_stand_before_or_after_the_command() {
    let workspace = night_desk();
    let after = workspace.weigh(&["rank", "--format", "csv", "--set", "rule.unknown=best"]);
    let before = workspace.weigh(&["--format", "csv", "--set", "rule.unknown=best", "rank"]);
    assert_eq!(before.to_string(), after.to_string());
}

#[test]
fn nobody_awardable_is_said_beside_the_whole_ranking() {
    let workspace = night_desk();
    let arguments = ["rank", "--set", "rule.minimum=99"];
    let plain = workspace.weigh(&arguments);
    let required = workspace.weigh(&[&arguments[..], &["--require-award"]].concat());
    assert_eq!((plain.code, required.code), (Some(0), Some(1)));
    assert_eq!(plain.out, required.out);
    assert!(required.err.starts_with("no vendor is awardable"), "{required}");
}

/// Bay Voice is in the ranking, but nobody knows whether it is ready in time.
#[test]
fn an_open_must_have_is_not_enough_for_an_award() {
    let workspace = night_desk();
    fs::remove_file(workspace.path().join("vendors/night/aurora.toml")).unwrap();
    let open = workspace.weigh(&["rank", "--require-award"]);
    assert_eq!(open.code, Some(1), "{open}");
    let ready = ["rank", "--require-award", "--set", "vendors.bay.facts.ready_on=2027-03-01"];
    assert_eq!(workspace.weigh(&ready).code, Some(0));
}

/// A reader that went away before the first byte, as `weigh | head -0`.
#[test]
fn a_broken_pipe_is_success() {
    let workspace = night_desk();
    let commands: &[&[&str]] = &[
        &[],
        &["rank"],
        &["rank", "--format", "json"],
        &["rank", "--format", "csv"],
        &["rank", "--format", "md"],
        &["explain", "aurora"],
        &["compare", "aurora", "bay"],
        &["gaps"],
        &["check"],
        &["check", "--explain", "C004"],
        &["schema", "criteria"],
        &["completions", "zsh"],
        &["man"],
        &["--help"],
        &["--version"],
    ];
    for arguments in commands {
        let (reader, writer) = std::io::pipe().unwrap();
        drop(reader);
        let mut command = command(workspace.path());
        command.args(*arguments).stdout(writer).stderr(Stdio::piped());
        let output = command.output().unwrap();
        let err = String::from_utf8_lossy(&output.stderr);
        assert_eq!((output.status.code(), err.as_ref()), (Some(0), ""), "{arguments:?}");
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_exit_4() {
    let workspace = night_desk();
    for arguments in [&["rank"][..], &["--help"], &["man"], &["check"]] {
        let full = fs::OpenOptions::new().write(true).open("/dev/full").unwrap();
        let output = command(workspace.path()).args(arguments).stdout(full).output().unwrap();
        let err = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(4), "{arguments:?}: {err}");
        assert_eq!(err, "error: could not write standard output: no space left on device\n", "{arguments:?}");
    }
}

#[cfg(unix)]
#[test]
fn a_pipe_or_a_link_named_as_the_file_is_written_into_and_stays() {
    use std::os::unix::fs::{FileTypeExt as _, symlink};

    let workspace = night_desk();
    let said = workspace.weigh(&["rank"]).out;
    let pipe = workspace.path().join("pipe");
    assert!(std::process::Command::new("mkfifo").arg(&pipe).status().unwrap().success());
    let reader = std::thread::spawn({
        let pipe = pipe.clone();
        move || fs::read_to_string(pipe).unwrap()
    });
    assert_eq!(workspace.weigh(&["rank", "-o", "pipe"]).code, Some(0));
    assert!(fs::symlink_metadata(&pipe).unwrap().file_type().is_fifo());
    assert_eq!(reader.join().unwrap(), said);

    fs::write(workspace.path().join("kept.txt"), "old").unwrap();
    let link = workspace.path().join("link.txt");
    symlink("kept.txt", &link).unwrap();
    assert_eq!(workspace.weigh(&["rank", "-o", "link.txt"]).code, Some(0));
    assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
    assert_eq!(fs::read_to_string(workspace.path().join("kept.txt")).unwrap(), said);
}

#[test]
fn a_file_gets_what_standard_output_would() {
    let workspace = night_desk();
    let commands: &[&[&str]] = &[
        &["rank"],
        &["rank", "--format", "json"],
        &["rank", "--format", "csv"],
        &["rank", "--format", "md"],
        &["explain", "bay"],
        &["compare", "bay", "aurora"],
        &["gaps", "--format", "csv"],
        &["check"],
        &["check", "--format", "json"],
        &["check", "--explain", "C004"],
        &["schema", "vendor"],
        &["completions", "fish"],
        &["man"],
    ];
    for (at, arguments) in commands.iter().enumerate() {
        let printed = workspace.weigh(arguments);
        let file = format!("result-{at}");
        let written = workspace.weigh(&[arguments, &["-o", file.as_str()][..]].concat());
        assert_eq!(
            (written.code, written.out.as_str(), written.err.as_str()),
            (Some(0), "", format!("wrote {file}\n").as_str())
        );
        assert_eq!(String::from_utf8(workspace.read(&file)).unwrap(), printed.out, "{arguments:?}");
        let dash = workspace.weigh(&[arguments, &["--output", "-"][..]].concat());
        assert_eq!(dash.out, printed.out, "{arguments:?}");
    }
    assert!(!workspace.path().join("-").exists(), "a dash is standard output and not a file");
}

#[test]
fn a_file_is_replaced_whole() {
    let workspace = night_desk();
    workspace.write("ranking.csv", "old\n".repeat(10_000));
    let printed = workspace.weigh(&["rank", "--format", "csv"]);
    assert_eq!(workspace.weigh(&["rank", "--format", "csv", "-o", "ranking.csv"]).code, Some(0));
    assert_eq!(workspace.read("ranking.csv"), printed.out.as_bytes());
    let names: Vec<String> = files(&workspace).into_iter().map(|(name, _)| name).collect();
    assert_eq!(names.len(), 5, "no temporary file is left: {names:?}");
}

#[test]
fn a_file_keeps_what_it_had_when_there_is_no_result() {
    let workspace = broken();
    workspace.write("ranking.csv", "old");
    for (arguments, code) in [
        (&["rank", "-o", "ranking.csv"][..], 3),
        (&["explain", "nobody", "-o", "ranking.csv"], 3),
        (&["rank", "-o", "ranking.csv", "--format", "xml"], 2),
    ] {
        assert_eq!(workspace.weigh(arguments).code, Some(code), "{arguments:?}");
        assert_eq!(workspace.read("ranking.csv"), b"old", "{arguments:?}");
    }
}

#[test]
fn a_file_that_cannot_be_written_is_named_with_the_reason() {
    let workspace = night_desk();
    for (file, reason) in [
        ("gone/ranking.csv", "no such file or directory"),
        ("notes/ranking.csv", "not a directory"),
        ("folder", "is a directory"),
    ] {
        workspace.write("notes", "");
        std::fs::create_dir_all(workspace.path().join("folder")).unwrap();
        let before = files(&workspace);
        let output = workspace.weigh(&["rank", "-o", file]);
        assert_eq!(output.code, Some(4), "{output}");
        assert_eq!(output.err, format!("error: could not write {file}: {reason}\n"));
        assert_eq!(files(&workspace), before, "{file}");
    }
}

#[test]
fn quiet_silences_warnings_and_news_but_no_errors() {
    let warned = warned();
    let loud = warned.weigh(&["rank"]);
    let quiet = warned.weigh(&["rank", "--quiet"]);
    assert_eq!(loud.err, "1 warning: weigh check\n");
    assert_eq!((quiet.out, quiet.err.as_str()), (loud.out, ""));

    let loud = night_desk().weigh(&["new", "vendor", "Dawn"]);
    let quiet = night_desk().weigh(&["new", "vendor", "Dawn", "-q"]);
    assert!(loud.out.is_empty() && loud.err.starts_with("made "), "{loud}");
    assert_eq!(quiet.to_string(), "exit 0\n");

    let quiet = broken().weigh(&["rank", "-q"]);
    assert_eq!(quiet.code, Some(3));
    assert!(quiet.err.starts_with("error[C004]"), "{quiet}");
}

#[test]
fn messages_of_a_wrong_command_line() {
    let workspace = night_desk();
    for (name, arguments) in [
        ("unknown_command", &["rnak"][..]),
        ("unknown_option", &["rank", "--fromat", "json"]),
        ("unknown_format", &["rank", "--format", "jsn"]),
        ("format_of_another_command", &["check", "--format", "csv"]),
        ("unknown_code", &["check", "--explain", "C0004"]),
        ("one_vendor_to_compare", &["compare", "aurora"]),
    ] {
        let output = workspace.weigh(arguments);
        assert_eq!(output.code, Some(2), "{arguments:?}");
        snapshot(&format!("usage_{name}"), &output);
    }
}

#[test]
fn messages_of_a_place_without_a_workspace() {
    snapshot("no_workspace", &Workspace::empty().weigh(&["rank"]));
    let hollow = Workspace::empty();
    fs::create_dir(hollow.path().join("criteria")).unwrap();
    snapshot("no_criteria", &hollow.weigh(&["rank"]));
    snapshot("no_directory", &night_desk().weigh(&["-C", "gone"]));
    snapshot("no_criteria_file", &night_desk().weigh(&["--criteria", "gone.toml"]));
    snapshot("no_vendor_folder", &night_desk().weigh(&["--vendors", "gone"]));
}
