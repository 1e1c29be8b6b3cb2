//! One file to mail: packed, read in place, unpacked, compared; and packs that are made to do harm.

use std::fs;
use std::io::{Cursor, Read, Write};
use std::path::Path;

use sha2::{Digest, Sha256};
use weigh::files::pack::{MOST_FILES, MOST_UNPACKED, Pack, SUMS};
use zip::write::SimpleFileOptions;

use crate::support::{Workspace, command, weigh};

/// A digest as files write it.
fn hexadecimal(bytes: &[u8]) -> String {
    let digits: Vec<String> = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
    digits.concat()
}

/// The sample with its panel, and a decision record.
fn sample() -> Workspace {
    let workspace = Workspace::empty();
    let made = workspace.weigh(&["init", "."]);
    assert_eq!(made.code, Some(0), "{made}");
    workspace
}

fn pack(workspace: &Workspace) {
    let packed = workspace.weigh(&["pack", "-o", "decision.weigh"]);
    assert_eq!(packed.code, Some(0), "{packed}");
}

/// Every file of a folder by its path, with its bytes.
fn files(folder: &Path) -> Vec<(String, Vec<u8>)> {
    let (mut found, mut folders) = (Vec::new(), vec![folder.to_owned()]);
    while let Some(next) = folders.pop() {
        for entry in fs::read_dir(next).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else {
                let name = path.strip_prefix(folder).unwrap().to_str().unwrap().to_owned();
                found.push((name, fs::read(&path).unwrap()));
            }
        }
    }
    found.sort();
    found
}

#[test]
fn every_command_that_reads_takes_a_pack_in_place() {
    let workspace = sample();
    let locked = workspace.weigh(&["lock", "rule", "--by", "A. Buyer", "--at", "2026-11-22T10:00:00Z"]);
    assert_eq!(locked.code, Some(0), "{locked}");
    pack(&workspace);
    let commands: [&[&str]; 14] = [
        &["rank"],
        &["rank", "--format", "json"],
        &["rank", "--set", "criteria.cost.weight=40"],
        &["explain", "siam-voice"],
        &["compare", "siam-voice", "bayt-alradd"],
        &["gaps"],
        &["cost"],
        &["panel"],
        &["weights"],
        &["check"],
        &["lock"],
        &["award"],
        &["robust", "--draws", "100"],
        &["report", "--to", "md", "--with-inputs", "-o", "-"],
    ];
    for command in commands {
        let on_disk = workspace.weigh(command);
        let in_place = workspace.weigh(&[&["-C", "decision.weigh"], command].concat());
        // Paths say where a file was read from.
        let said = |text: &str| text.replace("decision.weigh/", "");
        assert_eq!(said(&in_place.out), said(&on_disk.out), "{command:?}: {in_place}");
        assert_eq!(in_place.code, on_disk.code, "{command:?}: {in_place}");
    }
}

#[test]
fn commands_that_write_say_that_a_pack_is_unpacked_first() {
    let workspace = sample();
    pack(&workspace);
    let before = workspace.read("decision.weigh");
    workspace.write("scores.csv", "Criterion,Weight,A,B\nPrice,40,4,3\nQuality,60,3,5\n");
    let commands: [&[&str]; 12] = [
        &["set", "criteria.cost.weight", "40", "--make-room"],
        &["new", "vendor", "Aurora"],
        &["new", "brand"],
        &["init"],
        &["lock", "rule", "--by", "A. Buyer"],
        &["withdraw", "siam-voice", "--reason", "No seats"],
        &["invite", "fynbos-answer"],
        &["award", "--to", "siam-voice", "--by", "A. Buyer"],
        &["take", "scores.csv", "--vendor", "siam-voice", "--write"],
        &["import", "scores.csv", "--write"],
        &["sheet", "mei-lindqvist", "--read", "scores.csv"],
        &["pack", "-o", "again.weigh"],
    ];
    for command in commands {
        let refused = workspace.weigh(&[&["-C", "decision.weigh"], command].concat());
        let says = "decision.weigh is a pack, and a pack is only read: `weigh unpack decision.weigh`";
        assert!(refused.code == Some(4) && refused.err.contains(says), "{command:?}: {refused}");
    }
    assert_eq!(workspace.read("decision.weigh"), before);
}

#[test]
fn a_pack_unpacks_to_what_was_packed_and_equal_files_give_equal_bytes() {
    let workspace = sample();
    workspace.write("scores.xlsx.import.toml", "sheet = \"scores.xlsx\"\n");
    workspace.write("who-is-who.toml", "[labels]\nvendor-a = \"siam-voice\"\n");
    workspace.write("vendors/contact-centre/notes.docx", "no file of ours");
    workspace.write(".hidden/x.toml", "x = 1\n");
    pack(&workspace);
    let first = workspace.read("decision.weigh");
    pack(&workspace);
    assert_eq!(workspace.read("decision.weigh"), first);
    let unpacked = workspace.weigh(&["unpack", "decision.weigh"]);
    assert_eq!(unpacked.code, Some(0), "{unpacked}");
    assert!(unpacked.err.contains("next: `weigh -C decision rank`"), "{unpacked}");
    let out = ["decision.weigh", "decision/", "who-is-who.toml", ".docx", ".hidden", ".weigh.lock"];
    let own = files(workspace.path()).into_iter();
    let own: Vec<_> = own.filter(|(name, _)| out.iter().all(|out| !name.contains(out))).collect();
    assert_eq!(files(&workspace.path().join("decision")), own);
    assert_eq!(weigh(workspace.path(), &["-C", "decision", "rank"]).out, workspace.weigh(&["rank"]).out);
    let again = workspace.weigh(&["unpack", "decision.weigh"]);
    assert!(again.code == Some(4) && again.err.contains("there already and not empty"), "{again}");
}

#[test]
fn what_lies_outside_is_not_packed() {
    let workspace = Workspace::empty();
    workspace.write("bids/bay.toml", "name = \"Bay\"\n");
    workspace.write("w/criteria/d.toml", "title = \"D\"\nvendors = \"../../bids\"\n\n[criteria.a]\nname = \"A\"\nweight = 1\nscale = { worst = 0, best = 1 }\n");
    let refused = weigh(workspace.path(), &["-C", "w", "pack", "-o", "d.weigh"]);
    assert!(refused.code == Some(3) && refused.err.contains("lie outside the workspace"), "{refused}");
    assert_eq!(workspace.weigh(&["-C", "w", "pack"]).code, Some(2), "where it goes is said");
}

/// A ZIP with these entries, and with digests of them where it has none of its own.
fn zipped(entries: &[(&str, &[u8])]) -> Vec<u8> {
    let mut archive = zip::ZipWriter::new(Cursor::new(Vec::new()));
    if entries.iter().all(|(name, _)| *name != SUMS) {
        let sum =
            |(name, bytes): &(&str, &[u8])| format!("{}  {name}\n", hexadecimal(&Sha256::digest(bytes)));
        archive.start_file(SUMS, SimpleFileOptions::default()).unwrap();
        archive.write_all(entries.iter().map(sum).collect::<String>().as_bytes()).unwrap();
    }
    for (name, bytes) in entries {
        archive.start_file(*name, SimpleFileOptions::default()).unwrap();
        archive.write_all(bytes).unwrap();
    }
    archive.finish().unwrap().into_inner()
}

const CRITERIA: &[u8] = b"title = \"D\"\n";

#[test]
fn names_that_lead_out_of_the_folder_are_refused() {
    let names = [
        "../evil.toml",
        "/etc/evil.toml",
        "criteria/../../evil.toml",
        "C:/evil.toml",
        "criteria\\..\\evil.toml",
        "criteria/./d.toml",
        "criteria//d.toml",
        ".git/hooks/post-commit",
        "criteria/d.toml.",
        "criteria/ d.toml",
        "criteria/d\u{7}.toml",
        "criteria/d|e.toml",
    ];
    for name in names {
        let workspace = Workspace::empty();
        workspace.write("inner/bad.weigh", zipped(&[("criteria/d.toml", CRITERIA), (name, b"x = 1\n")]));
        let refused = weigh(&workspace.path().join("inner"), &["unpack", "bad.weigh", "-o", "out"]);
        assert!(
            refused.code == Some(3) && refused.err.contains("lead out of its folder"),
            "{name}: {refused}"
        );
        assert_eq!(files(workspace.path()).len(), 1, "{name}: nothing is written");
    }
}

#[test]
fn names_that_are_one_file_on_some_systems_are_refused() {
    let says = |entries: &[(&str, &[u8])], what: &str| {
        let error = Pack::read(&zipped(entries)).unwrap_err().to_string();
        assert!(error.contains(what), "{error}");
    };
    says(&[("criteria/d.toml", CRITERIA), ("criteria/D.toml", CRITERIA)], "capitals and accents apart");
    says(
        &[("vendors/caf\u{e9}.toml", CRITERIA), ("vendors/cafe\u{301}.toml", CRITERIA)],
        "capitals and accents apart",
    );
    says(&[("criteria/d.toml", CRITERIA), ("criteria/d.toml/x.toml", CRITERIA)], "a file and a folder");
    says(&[("criteria/d.toml/x.toml", CRITERIA), ("criteria/d.toml", CRITERIA)], "a file and a folder");
}

#[test]
fn names_that_no_system_or_no_eye_can_hold_are_refused() {
    for name in ["con", "NUL.toml", "com1.x.toml", "lpt9 .toml", "com\u{b9}.toml", "aux", "conin$"] {
        for name in [format!("vendors/{name}"), format!("vendors/{name}/bay.toml")] {
            let error = Pack::read(&zipped(&[(&name, CRITERIA)])).unwrap_err().to_string();
            assert!(error.contains("Windows keeps for a device"), "{name}: {error}");
        }
    }
    for name in ["vendors/bay\u{202e}lmot.toml", "vendors/b\u{200b}ay.toml", "vendors/\u{feff}bay.toml"] {
        let error = Pack::read(&zipped(&[(name, CRITERIA)])).unwrap_err().to_string();
        assert!(error.contains("cannot be seen"), "{name}: {error}");
    }
    for name in ["vendors/console.toml", "vendors/comma.toml", "vendors/com.toml", "vendors/สยาม.toml"]
    {
        let pack = zipped(&[("criteria/d.toml", CRITERIA), (name, CRITERIA)]);
        assert!(Pack::read(&pack).is_ok(), "{name}");
    }
}

/// A directory of a million entries is not built, whatever the record at its end says of their number.
#[test]
fn what_a_pack_says_of_the_number_of_its_files_is_not_believed() {
    let mut bytes = zipped(&[("criteria/d.toml", CRITERIA)]);
    let end = bytes.windows(4).rposition(|part| part == b"PK\x05\x06").unwrap();
    let entry = b"PK\x01\x02".iter().copied().chain(std::iter::repeat_n(0, 42)).collect::<Vec<u8>>();
    bytes.splice(end..end, entry.repeat(40_000));
    assert!(!Pack::is_one(&bytes));
    assert!(Pack::read(&bytes).unwrap_err().to_string().contains("more than 30000 files"));
    // Other ends in the comment, each of which would be tried.
    let mut bytes = zipped(&[("criteria/d.toml", CRITERIA)]);
    bytes.extend(b"PK\x05\x06".repeat(1000));
    assert!(!Pack::is_one(&bytes) && Pack::read(&bytes).is_err());
}

#[cfg(unix)]
#[test]
fn a_link_to_a_folder_is_not_left_out_silently() {
    let workspace = Workspace::new(PRICED, &[("bay", &bay("20"))]);
    std::fs::create_dir(workspace.path().join("elsewhere")).unwrap();
    std::os::unix::fs::symlink("../elsewhere", workspace.path().join("vendors/more")).unwrap();
    let refused = workspace.weigh(&["pack", "-o", "d.weigh"]);
    assert!(refused.code == Some(3) && refused.err.contains("is a link to a folder"), "{refused}");
}

/// The writer refuses to write two entries of one name: one of two of equal length is renamed afterwards.
#[test]
fn two_entries_of_one_name_are_refused() {
    let bytes = zipped(&[("criteria/d.toml", CRITERIA), ("criteria/e.toml", CRITERIA)]);
    let (from, to) = (b"criteria/e.toml", b"criteria/d.toml");
    let mut twice = bytes.clone();
    for at in 0..bytes.len() - from.len() {
        if &bytes[at..at + from.len()] == from {
            twice[at..at + from.len()].copy_from_slice(to);
        }
    }
    let error = Pack::read(&twice).unwrap_err().to_string();
    assert!(error.contains("one name") || error.contains("cannot be unpacked"), "{error}");
}

#[test]
fn links_and_folders_are_refused() {
    let mut archive = zip::ZipWriter::new(Cursor::new(Vec::new()));
    archive.start_file(SUMS, SimpleFileOptions::default()).unwrap();
    archive.add_symlink("criteria/d.toml", "/etc/passwd", SimpleFileOptions::default()).unwrap();
    let error = Pack::read(&archive.finish().unwrap().into_inner()).unwrap_err().to_string();
    assert!(error.contains("a folder or a link"), "{error}");
}

#[test]
fn other_bytes_than_were_packed_are_refused() {
    let sums = |text: &str| {
        let error = Pack::read(&zipped(&[(SUMS, text.as_bytes()), ("criteria/d.toml", CRITERIA)]));
        error.unwrap_err().to_string()
    };
    let right = hexadecimal(&Sha256::digest(CRITERIA));
    assert!(sums("").contains("was added after it was packed"));
    assert!(sums(&format!("{}  criteria/d.toml\n", "0".repeat(64))).contains("its SHA-256 differs"));
    assert!(sums(&format!("{right}  criteria/d.toml\n{right}  criteria/e.toml\n")).contains("is gone"));
    assert!(
        sums(&format!("{right}  criteria/d.toml\n{right}  criteria/d.toml\n")).contains("has two digests")
    );
    assert!(sums(&format!("{right}  criteria/d.toml\nand more\n")).contains("no digest of a file"));
    assert!(sums(&" ".repeat(15 << 20)).contains("longer than the digests"));
    for empty in [zipped(&[]), zipped(&[("vendors/d/bay.toml", CRITERIA)])] {
        assert!(Pack::read(&empty).unwrap_err().to_string().contains("it holds no decision"));
    }
    for foreign in [b"PK".as_slice(), b"", b"title = \"D\"\n"] {
        assert!(Pack::read(foreign).unwrap_err().to_string().contains("no pack"));
    }
}

#[test]
fn a_pack_that_unpacks_to_too_much_is_refused() {
    let mut archive = zip::ZipWriter::new(Cursor::new(Vec::new()));
    archive.start_file("criteria/d.toml", SimpleFileOptions::default()).unwrap();
    std::io::copy(&mut std::io::repeat(b' ').take(MOST_UNPACKED + 1), &mut archive).unwrap();
    let bytes = archive.finish().unwrap().into_inner();
    assert!(bytes.len() < 1 << 20, "it is a bomb");
    let error = Pack::read(&bytes).unwrap_err().to_string();
    assert!(error.contains("unpacks to more than 256 MiB"), "{error}");
}

#[test]
fn a_pack_of_too_many_files_is_refused_before_they_are_read() {
    let names: Vec<String> = (0..=MOST_FILES).map(|at| format!("v/{at}.toml")).collect();
    let entries: Vec<(&str, &[u8])> = names.iter().map(|name| (name.as_str(), b"".as_slice())).collect();
    let error = Pack::read(&zipped(&entries)).unwrap_err().to_string();
    assert!(error.contains("more than 30000 files"), "{error}");
}

#[test]
fn a_pack_that_was_cut_short_or_changed_is_told() {
    let workspace = sample();
    pack(&workspace);
    let bytes = workspace.read("decision.weigh");
    workspace.write("short.weigh", &bytes[..bytes.len() / 2]);
    let short = workspace.weigh(&["-C", "short.weigh", "rank"]);
    assert!(short.code == Some(3) && short.err.contains("no pack of `weigh pack`"), "{short}");
    workspace.write("text.weigh", "hello");
    let text = workspace.weigh(&["-C", "text.weigh", "rank"]);
    assert!(text.code == Some(3) && text.err.contains("no pack of `weigh pack`"), "{text}");
    for at in (0..bytes.len()).step_by(997) {
        let mut changed = bytes.clone();
        changed[at] ^= 0x55;
        // Whatever it says, it says it; and what is read is what was packed.
        if let Ok(read) = Pack::read(&changed) {
            assert_eq!(read, Pack::read(&bytes).unwrap(), "byte {at}");
        }
    }
}

/// Two people's workspaces from one pack.
fn two() -> (Workspace, Workspace) {
    let [mine, theirs] = [sample(), sample()];
    let sets: [(&Workspace, &[&str]); 4] = [
        (&mine, &["set", "criteria.cost.weight", "40", "--make-room"]),
        (&theirs, &["set", "criteria.cost.weight", "35", "--make-room"]),
        (
            &theirs,
            &[
                "set",
                "vendors.siam-voice.facts.hourly_rate",
                "13.10",
                "--source",
                "Offer 2",
                "--as-of",
                "2026-11-20",
            ],
        ),
        (&theirs, &["set", "vendors.siam-voice.facts.occupancy", "84", "--source", "hearsay"]),
    ];
    for (workspace, set) in sets {
        let done = workspace.weigh(set);
        assert_eq!(done.code, Some(0), "{done}");
    }
    theirs.write(
        "vendors/contact-centre/aurora.toml",
        "name = \"Aurora\"\n\n[facts]\nhourly_rate = { value = 20, release = \"yes\" }\n",
    );
    (mine, theirs)
}

#[test]
fn another_pack_is_listed_with_both_sides_and_taken_by_its_evidence() {
    let (mine, theirs) = two();
    pack(&theirs);
    mine.write("other.weigh", theirs.read("decision.weigh"));
    let shown = mine.weigh(&["take", "other.weigh"]);
    insta::assert_snapshot!("taken_pack", shown);
    let written = mine.weigh(&["take", "other.weigh", "--write"]);
    assert_eq!(written.code, Some(0), "{written}");
    let text = |file: &str| String::from_utf8(mine.read(file)).unwrap();
    let siam = text("vendors/contact-centre/siam-voice.toml");
    assert!(
        siam.contains("value = 13.10")
            && siam.contains("before: 14.20 EUR/h (price form, line 1, 2026-10-02)"),
        "{siam}"
    );
    assert!(siam.contains("occupancy      = { value = 82"), "no day, no change: {siam}");
    assert!(
        !text("vendors/contact-centre/aurora.toml").contains("release"),
        "nothing is released by taking it"
    );
    assert!(text("criteria/contact-centre.toml").contains("weight = 40"));
    let over = mine.weigh(&["take", "other.weigh", "--write", "--over"]);
    assert_eq!(over.code, Some(0), "{over}");
    let [own, other] = [&mine, &theirs].map(|one| one.weigh(&["rank", "--format", "csv"]).out);
    let scores = |text: &str| {
        text.lines().filter(|line| !line.starts_with('#')).map(str::to_owned).collect::<Vec<_>>()
    };
    assert_eq!(scores(&own), scores(&other));
    assert!(mine.weigh(&["take", "other.weigh", "--write"]).err.contains("nothing to write"));
}

#[test]
fn a_folder_is_taken_as_a_pack_is_and_an_equal_one_changes_nothing() {
    let (mine, theirs) = two();
    let folder = theirs.path().to_str().unwrap();
    let shown = mine.weigh(&["take", folder]);
    assert!(shown.out.contains("criteria.cost.weight: here 40, there 35"), "{shown}");
    let own = mine.weigh(&["take", "."]);
    assert!(own.code == Some(0) && own.err.contains("nothing to write"), "{own}");
    let none = mine.weigh(&["take", "vendors"]);
    assert!(none.code == Some(3) && none.err.contains("is no workspace"), "{none}");
}

#[test]
fn what_is_locked_here_is_not_taken() {
    let (mine, theirs) = two();
    assert_eq!(mine.weigh(&["lock", "all", "--by", "A. Buyer"]).code, Some(0));
    let refused = mine.weigh(&["take", theirs.path().to_str().unwrap(), "--write"]);
    assert!(
        refused.code == Some(1)
            && refused.out.contains("vendors.siam-voice.facts.hourly_rate: everything was locked at"),
        "{refused}"
    );
    assert!(!mine.path().join("vendors/contact-centre/aurora.toml").exists());
}

const PRICED: &str = "title = \"D\"\nvendors = \"../vendors/d\"\n\n[criteria.price]\nname = \"Price\"\nunit = \"EUR/h\"\nweight = 1\nscale = { worst = 30, best = 10 }\n";

/// The file of a vendor with one fact.
fn bay(price: &str) -> String {
    format!("name = \"Bay\"\n\n[facts]\nprice = {price}\n")
}

/// What is taken from a workspace whose one vendor has a file.
fn take_from(mine: &Workspace, theirs: &str, more: &[&str]) -> crate::support::Output {
    let theirs = Workspace::new(PRICED, &[("bay", theirs)]);
    mine.weigh(&[&["take", theirs.path().to_str().unwrap(), "--write"], more].concat())
}

fn own_bay(mine: &Workspace) -> String {
    String::from_utf8(mine.read("vendors/d/bay.toml")).unwrap()
}

/// A release is of what stands: what takes its place may be told to nobody, and that is said.
#[test]
fn no_value_inherits_what_might_be_told_of_the_one_before() {
    for (release, left) in [("\"yes\"", ""), ("\"summary\", summary = \"about 20\"", "about 20")] {
        for value in ["low = 18, likely = 19, high = 22", "value = 19"] {
            let released = bay(&format!("{{ value = 20, as_of = 2026-10-01, release = {release} }}"));
            let mine = Workspace::new(PRICED, &[("bay", &released)]);
            let taken = take_from(&mine, &bay(&format!("{{ {value}, as_of = 2026-11-01 }}")), &[]);
            assert!(taken.code == Some(0) && taken.out.contains("until you release it"), "{taken}");
            let text = own_bay(&mine);
            assert!(text.contains(value) && !text.contains("release") && !text.contains("summary"), "{text}");
            // With the same value it stays.
            let mine = Workspace::new(PRICED, &[("bay", &released)]);
            let taken = take_from(&mine, &bay("{ value = 20, source = \"Offer\", as_of = 2026-11-01 }"), &[]);
            assert!(taken.code == Some(0) && !taken.out.contains("until you release it"), "{taken}");
            let text = own_bay(&mine);
            assert!(text.contains("Offer") && text.contains("release") && text.contains(left), "{text}");
        }
    }
}

/// The day of a value that was changed since is that of another value.
#[test]
fn what_was_changed_here_since_its_source_is_a_conflict() {
    let mine =
        Workspace::new(PRICED, &[("bay", &bay("{ value = 20, source = \"Offer\", as_of = 2026-10-01 }"))]);
    assert_eq!(mine.weigh(&["set", "vendors.bay.facts.price", "17"]).code, Some(0));
    assert!(own_bay(&mine).contains("changed = true"));
    let other = bay("{ value = 20, source = \"Offer\", as_of = 2026-10-01 }");
    for dated in [other.clone(), other.replace("10-01", "11-01")] {
        let taken = take_from(&mine, &dated, &[]);
        assert!(
            taken.code == Some(1) && taken.out.contains("Conflicts") && own_bay(&mine).contains("17"),
            "{taken}"
        );
    }
    assert_eq!(take_from(&mine, &other, &["--over"]).code, Some(0));
    assert!(own_bay(&mine).contains("value = 20"));
}

#[test]
fn what_was_taken_once_is_no_conflict() {
    let mine =
        Workspace::new(PRICED, &[("bay", &bay("{ value = 20, source = \"Offer\", as_of = 2026-10-01 }"))]);
    let other = bay("{ value = 18, source = \"Offer 2\", note = \"by mail\", as_of = 2026-11-01 }");
    assert_eq!(take_from(&mine, &other, &[]).code, Some(0));
    assert!(
        own_bay(&mine).contains("by mail; before: 20 EUR/h (Offer, 2026-10-01)")
            || own_bay(&mine).contains("by mail; before: 20")
    );
    let again = take_from(&mine, &other, &[]);
    assert!(again.code == Some(0) && again.err.contains("nothing to write"), "{again}");
}

#[test]
fn facts_of_another_company_or_in_another_unit_are_not_taken() {
    let mine = Workspace::new(PRICED, &[("bay", &bay("{ value = 20, as_of = 2026-10-01 }"))]);
    let cove = bay("{ value = 18, as_of = 2026-11-01 }").replace("Bay", "Cove Ltd");
    let other = take_from(&mine, &cove, &[]);
    assert!(
        other.code == Some(1) && other.out.contains("yours is of Bay, and the other of Cove Ltd"),
        "{other}"
    );
    let usd = bay("{ value = 18, as_of = 2026-11-01 }");
    let theirs = Workspace::new(&PRICED.replace("EUR/h", "USD/h"), &[("bay", &usd)]);
    let taken = mine.weigh(&["take", theirs.path().to_str().unwrap(), "--write"]);
    assert!(taken.code == Some(1) && taken.out.contains("is in EUR/h, and the other in USD/h"), "{taken}");
    assert!(own_bay(&mine).contains("value = 20"));
    // The same name in other letters is the same company.
    let same = bay("{ value = 18, as_of = 2026-11-01 }").replace("\"Bay\"", "\"BAY\"");
    assert_eq!(take_from(&mine, &same, &[]).code, Some(0));
    assert!(own_bay(&mine).contains("value = 18"));
}

#[test]
fn a_reason_goes_with_its_status_and_a_quote_is_whole() {
    let invited = format!("status = \"invited\"\n{}", bay("20"));
    let mine = Workspace::new(PRICED, &[("bay", &invited)]);
    let withdrawn = format!("status = \"withdrawn\"\nreason = \"No staff\"\n{}", bay("20"));
    let taken = take_from(&mine, &withdrawn, &[]);
    assert!(taken.code == Some(1) && !own_bay(&mine).contains("No staff"), "{taken}");
    assert_eq!(take_from(&mine, &withdrawn, &["--over"]).code, Some(0));
    assert!(own_bay(&mine).contains("status = \"withdrawn\"") && own_bay(&mine).contains("No staff"));
    let quoted = |terms: &str| {
        let prices = "[quote.prices.hour]\nper = \"productive-hour\"\nrate = 20\n";
        bay("20") + &format!("\n[quote]\nsource = \"Offer\"\n{terms}\n\n{prices}")
    };
    let mine = Workspace::new(PRICED, &[("bay", &quoted("minimum = 100"))]);
    let taken = take_from(&mine, &quoted("resolution = 70"), &[]);
    assert!(taken.code == Some(1) && !own_bay(&mine).contains("resolution"), "{taken}");
}

/// Judgement has no evidence: what only the other judges by is a conflict too.
#[test]
fn a_criterion_that_only_the_other_has_is_taken_over_alone() {
    const CRITERIA: &str = "title = \"D\"\nvendors = \"../vendors/d\"\n\n[criteria.price]\nname = \"Price\"\nweight = 60\nscale = { worst = 30, best = 10 }\n\n[rule]\nweights = 100\n";
    const BAY: &str = "name = \"Bay\"\n\n[facts]\nprice = 20\nemissions = 40\naudited = true\n";
    let mine = Workspace::new(&CRITERIA.replace("60", "100"), &[("bay", BAY)]);
    let more = "\n[criteria.green]\nname = \"Emissions\"\nweight = 40\nfact = \"emissions\"\nscale = { worst = 100, best = 0 }\n\n[gates.audited]\nname = \"Audited\"\nis = true\n";
    let theirs = Workspace::new(&(CRITERIA.to_owned() + more), &[("bay", BAY)]);
    let folder = theirs.path().to_str().unwrap();
    let shown = mine.weigh(&["take", folder, "--write"]);
    assert!(
        shown.code == Some(1) && shown.out.contains("criteria.green.weight: here nothing, there 40"),
        "{shown}"
    );
    let over = mine.weigh(&["take", folder, "--write", "--over"]);
    assert_eq!(over.code, Some(0), "{over}");
    let ranked = |workspace: &Workspace| {
        workspace.weigh(&["rank", "--format", "json"]).json()["result"]["vendors"].clone()
    };
    assert_eq!(ranked(&mine), ranked(&theirs));
    assert!(mine.weigh(&["take", folder, "--write"]).err.contains("nothing to write"));
}

#[test]
fn no_result_takes_the_place_of_a_pack_or_of_answers() {
    let workspace = sample();
    pack(&workspace);
    let packed = fs::read(workspace.path().join("decision.weigh")).unwrap();
    for arguments in [
        ["-C", "decision.weigh", "rank", "-o", "decision.weigh"].as_slice(),
        &["rank", "-o", "decision.weigh"],
        &["check", "-o", "decision.weigh"],
    ] {
        let said = workspace.weigh(arguments);
        assert_eq!(said.code, Some(2), "{arguments:?}: {said}");
        assert!(said.err.contains("is a pack of a workspace, and nothing was written"), "{said}");
        assert_eq!(fs::read(workspace.path().join("decision.weigh")).unwrap(), packed);
    }
    // A pack of what there is now takes its place, as people expect.
    pack(&workspace);
    let asked = workspace.weigh(&["ask", "siam-voice", "-o", "ask"]);
    assert_eq!(asked.code, Some(0), "{asked}");
    let form = fs::read_dir(workspace.path().join("ask")).unwrap().next().unwrap().unwrap().path();
    let (form, before) = (form.display().to_string(), fs::read(&form).unwrap());
    for arguments in [["pack", "-o", &form].as_slice(), &["report", "--to", "xlsx", "-o", &form]] {
        let said = workspace.weigh(arguments);
        assert_eq!(said.code, Some(2), "{arguments:?}: {said}");
        assert!(said.err.contains("is a vendor's answers"), "{said}");
        assert_eq!(fs::read(&form).unwrap(), before);
    }
}

#[test]
fn a_pack_unpacks_whole_or_not_at_all() {
    let workspace = sample();
    pack(&workspace);
    // Into a folder that is there, with nothing left beside.
    fs::create_dir(workspace.path().join("here")).unwrap();
    let said = workspace.weigh(&["unpack", "decision.weigh", "-o", "here"]);
    assert_eq!(said.code, Some(0), "{said}");
    let is_beside = |folder: &Path| {
        fs::read_dir(folder)
            .unwrap()
            .any(|entry| entry.unwrap().file_name().to_string_lossy().starts_with(".weigh-unpack"))
    };
    assert!(!is_beside(&workspace.path().join("here")));
    let whole = files(&workspace.path().join("here")).len();
    // Several at once: one writes all of it, the others nothing.
    for round in 0..6 {
        let name = format!("race-{round}");
        if round % 2 == 0 {
            fs::create_dir(workspace.path().join(&name)).unwrap();
        }
        let start = || {
            let mut unpack = command(workspace.path());
            unpack.args(["unpack", "decision.weigh", "-o", &name]).stderr(std::process::Stdio::null());
            unpack.spawn().unwrap()
        };
        let mut all = [start(), start(), start()];
        let done =
            all.iter_mut().filter_map(|one| one.wait().unwrap().code()).filter(|code| *code == 0).count();
        assert_eq!((done, files(&workspace.path().join(&name)).len()), (1, whole), "{name}");
    }
    assert!(!is_beside(workspace.path()));
}

/// What is said to be true on a day to come is not known yet: in packs as in answers.
#[test]
fn days_to_come_are_not_taken() {
    let mine = Workspace::new(PRICED, &[("bay", &bay("{ value = 20, as_of = 2026-10-01 }"))]);
    let early = bay("{ value = 18, as_of = 2099-01-01 }");
    for more in [&[][..], &["--over"]] {
        let taken = take_from(&mine, &early, more);
        let says = "it is said to be as of 2099-01-01, a day to come";
        assert!(taken.code == Some(1) && taken.out.contains(says), "{taken}");
        assert!(own_bay(&mine).contains("value = 20"));
    }
    let quoted = |day: &str, rate: &str| {
        let prices = format!("[quote.prices.hour]\nper = \"productive-hour\"\nrate = {rate}\n");
        bay("20") + &format!("\n[quote]\nsource = \"Offer\"\nas_of = {day}\n\n{prices}")
    };
    let mine = Workspace::new(PRICED, &[("bay", &quoted("2026-10-01", "20"))]);
    let taken = take_from(&mine, &quoted("2099-01-01", "19"), &["--over"]);
    assert!(
        taken.code == Some(1) && taken.out.contains("a day to come: none of the quote is taken"),
        "{taken}"
    );
    assert!(own_bay(&mine).contains("rate = 20"));
    let theirs = Workspace::new(PRICED, &[("bay", &bay("20")), ("cove", &early.replace("Bay", "Cove"))]);
    let mine = Workspace::new(PRICED, &[("bay", &bay("20"))]);
    let taken = mine.weigh(&["take", theirs.path().to_str().unwrap(), "--write"]);
    assert!(
        taken.out.contains("vendors/d/cove.toml: something in it is said to be as of 2099-01-01"),
        "{taken}"
    );
    assert!(!mine.path().join("vendors/d/cove.toml").exists());
}

/// What cannot be written here keeps nothing else out, and is named with the reason.
#[test]
fn one_value_that_cannot_be_held_keeps_nothing_else_out() {
    let more = "\n[criteria.green]\nname = \"Emissions\"\nweight = 1\nscale = { worst = 100, best = 0 }\n";
    let criteria = PRICED.to_owned() + more;
    let levels = criteria.replace("{ worst = 30, best = 10 }", "{ levels = { dear = 0, cheap = 100 } }");
    let facts =
        |price: &str, green: &str| format!("name = \"Bay\"\n\n[facts]\nprice = {price}\ngreen = {green}\n");
    let mine = Workspace::new(&criteria, &[("bay", &facts("{}", "{}"))]);
    let theirs = Workspace::new(
        &levels.replace("unit = \"EUR/h\"\n", ""),
        &[
            ("bay", &facts("\"cheap\"", "40")),
            ("cove", &facts("\"dear\"", "50").replace("Bay", "Cove")),
            ("dune", "name = \"Dune\"\n\n[facts]\ngreen = 60\n"),
        ],
    );
    let taken = mine.weigh(&["take", theirs.path().to_str().unwrap(), "--write"]);
    assert_eq!(taken.code, Some(0), "{taken}");
    assert!(own_bay(&mine).contains("green = 40") && own_bay(&mine).contains("price = {}"), "{taken}");
    let line = taken.out.lines().find(|line| line.contains(": vendors.bay.facts.price: "));
    assert!(line.is_some_and(|line| line.contains("number")), "{taken}");
    assert!(mine.path().join("vendors/d/dune.toml").exists(), "{taken}");
    assert!(
        taken.out.contains("vendors/d/cove.toml: ") && !mine.path().join("vendors/d/cove.toml").exists(),
        "{taken}"
    );
}

/// What is wrong here is told once, whatever is taken; a pack is compared with another, and names with spaces are quoted.
#[test]
fn a_pack_is_taken_beside_another_and_warnings_are_told_once() {
    let (mine, theirs) = two();
    mine.write("vendors/contact-centre/Astray.TOML", "name = \"Astray\"\n");
    let warned = mine.weigh(&["rank"]).err;
    pack(&theirs);
    mine.write("their work.weigh", theirs.read("decision.weigh"));
    let packed = mine.weigh(&["pack", "-o", "our work.weigh"]);
    assert!(packed.err.contains("`weigh -C \"our work.weigh\" rank` reads it in place"), "{packed}");
    let taken = mine.weigh(&["take", "their work.weigh"]);
    assert_eq!(taken.code, Some(0), "{taken}");
    let count = |text: &str| text.matches("read by nothing").count();
    assert_eq!((count(&taken.err), count(&warned) > 0), (count(&warned), true), "{taken}\n{warned}");
    let beside = mine.weigh(&["-C", "our work.weigh", "take", "their work.weigh"]);
    let out = beside.out.replace("our work.weigh/vendors", "vendors");
    assert_eq!((beside.code, out), (Some(0), taken.out), "{}", beside.err);
    let written = mine.weigh(&["-C", "our work.weigh", "take", "their work.weigh", "--write"]);
    assert!(written.err.contains("`weigh unpack \"our work.weigh\"` makes a folder of it"), "{written}");
}

/// Where nothing can be written, the folder that was named is named.
#[cfg(target_os = "linux")]
#[test]
fn a_place_that_cannot_be_written_is_named_as_it_was_typed() {
    let workspace = sample();
    pack(&workspace);
    let refused = workspace.weigh(&["unpack", "decision.weigh", "-o", "/proc/decision"]);
    assert!(refused.code == Some(4) && refused.err.contains("/proc/decision"), "{refused}");
    assert!(!refused.err.contains(".weigh-unpack"), "{refused}");
}

#[test]
fn changes_are_left_out_by_their_paths_or_one_by_one() {
    let (mine, theirs) = two();
    pack(&theirs);
    mine.write("other.weigh", theirs.read("decision.weigh"));
    let text = |file: &str| String::from_utf8(mine.read(file)).unwrap();
    let (siam, criteria) = ("vendors/contact-centre/siam-voice.toml", "criteria/contact-centre.toml");
    let before = (text(siam), text(criteria));
    let price = "vendors.siam-voice.facts.hourly_rate";
    let shown = mine.weigh(&["take", "other.weigh", "--leave", price]);
    assert_eq!(shown.code, Some(0), "{shown}");
    assert!(shown.out.contains(&format!("{price}: left out, as you wish")), "{shown}");
    let stranger = mine.weigh(&["take", "other.weigh", "--leave", "vendors.siam-voice.facts.nothing"]);
    assert_eq!(stranger.code, Some(2), "{stranger}");
    assert!(stranger.err.contains("nothing would be written at"), "{stranger}");
    let nobody = mine.weigh(&["take", "other.weigh", "--choose", "--write"]);
    assert!(nobody.code == Some(2) && nobody.err.contains("--leave PATH"), "{nobody}");
    assert_eq!(before, (text(siam), text(criteria)));

    // One by one: the price is left, all that follow are taken.
    let commands = weigh::cli::commands();
    let place = mine.path().to_str().unwrap();
    let arguments = ["-C", place, "take", "other.weigh", "--over", "--choose", "--write"].map(str::to_owned);
    let mut asked = Vec::new();
    let taken = commands.run(&arguments, 100, &std::sync::Arc::default(), &mut |prompt| {
        asked.push(prompt.text.clone());
        Some(if prompt.text.contains(price) { "leave it" } else { "take it" }.to_owned())
    });
    assert_eq!(taken.exit as i32, 0, "{taken:?}");
    assert!(asked.len() > 1 && asked.iter().any(|one| one.contains(price)), "{asked:?}");
    assert!(taken.out.contains("left out, as you wish"), "{taken:?}");
    assert!(!text(siam).contains("value = 13.10"), "the price is as it was");
    assert_ne!(text(criteria), before.1, "the weights are theirs");
    // Whoever stops takes nothing more.
    let again = commands.run(&arguments, 100, &std::sync::Arc::default(), &mut |_| None);
    assert!(!text(siam).contains("value = 13.10"), "{again:?}");
    let rest = commands.run(&arguments, 100, &std::sync::Arc::default(), &mut |_| {
        Some("all that follow are taken".to_owned())
    });
    assert!(text(siam).contains("value = 13.10"), "{rest:?}");
}

/// So many of so many is a value like any other: it is taken where nothing is known or where it is of a later day, and a
/// conflict where no day decides.
#[test]
fn counts_of_another_workspace_are_taken_or_are_a_conflict() {
    let criteria =
        "title = \"D\"\n[criteria.references]\nweight = 1\nunit = \"%\"\nscale = { worst = 0, best = 100 }\n";
    let with = |fact: &str| {
        Workspace::new(criteria, &[("x", &format!("name = \"X\"\n\n[facts]\nreferences = {fact}\n"))])
    };
    let taken = |own: &str, other: &str| {
        let theirs = with(other);
        let made = theirs.weigh(&["pack", "-o", "theirs.weigh"]);
        assert_eq!(made.code, Some(0), "{made}");
        let ours = with(own);
        ours.write("theirs.weigh", theirs.read("theirs.weigh"));
        let shown = ours.weigh(&["take", "theirs.weigh"]);
        ours.weigh(&["take", "theirs.weigh", "--write"]);
        (shown.to_string(), String::from_utf8(ours.read("vendors/d/x.toml")).unwrap())
    };
    let other = "{ yes = 7, of = 9, population = 12, source = \"calls\" }";
    // Nothing is known here.
    let (shown, file) = taken("{}", other);
    assert!(file.contains("yes = 7, of = 9, population = 12"), "{shown}{file}");
    // No day decides: both are named, and nothing changes.
    for own in ["{ yes = 6, of = 8, source = \"calls\" }", "40"] {
        let (shown, file) = taken(own, other);
        assert!(shown.contains("vendors.x.facts.references") && shown.contains("yes = 7, of = 9"), "{shown}");
        assert!(file.contains(own), "{shown}{file}");
    }
    // The later day counts, and what stood here stays as its note; nothing is half of each.
    let later = "{ yes = 7, of = 9, source = \"calls\", as_of = 2026-09-01 }";
    let (shown, file) = taken("{ yes = 6, of = 8, population = 12, as_of = 2026-01-01 }", later);
    assert!(
        file.contains("yes = 7, of = 9, source") && file.contains("before: { yes = 6, of = 8"),
        "{shown}{file}"
    );
    let (shown, file) = taken(later, "{ yes = 6, of = 8, as_of = 2026-01-01 }");
    assert!(file.contains(later), "{shown}{file}");
    // The same is no news.
    let (shown, _) = taken("{ yes = 7, of = 9, population = 12, source = \"calls\" }", other);
    assert!(shown.contains("nothing to write"), "{shown}");
}
