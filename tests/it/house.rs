//! The house: rooms look at one another one way only, and so do the modules of each room.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

/// The rooms from the ground up, and what each may look at; a room only looks down.
const HOUSE: [(&str, &str); 22] = [
    ("exact", ""),
    ("text", ""),
    ("exit", ""),
    ("features", ""),
    ("brand", ""),
    ("parallel", ""),
    ("diagnostic", "text"),
    ("decision", "exact text"),
    ("cost", "decision exact parallel"),
    ("weights", "decision exact text"),
    ("score", "decision exact parallel text"),
    ("panel", "decision exact score"),
    ("files", "brand decision diagnostic exact features parallel text"),
    ("sheets", "decision diagnostic exact files text"),
    ("robust", "cost decision exact parallel score text"),
    ("explain", "decision exact score text weights"),
    ("record", "decision exact explain score text"),
    ("open", "cost decision diagnostic exact files panel text weights"),
    (
        "answers",
        "cost decision diagnostic exact explain open panel parallel record robust score text weights",
    ),
    (
        "report",
        "answers brand cost decision diagnostic exact explain features panel record robust score text",
    ),
    (
        "tui",
        "answers brand cost decision diagnostic exact exit explain features files open panel record report robust score \
         text weights",
    ),
    (
        "cli",
        "answers brand cost decision diagnostic exact exit explain features files open panel parallel record report robust score \
         sheets text tui weights",
    ),
];

/// Where modules still look at one another: `tui` is one loop, whose state holds every page, and every page takes the
/// state.
const KNOTS: [&str; 1] = ["tui"];

/// The one file of the command line that may look at the terminal UI.
const DOOR: &str = "cli/tui.rs";

#[test]
fn rooms_look_only_at_the_rooms_below_them() {
    let mut rooms = BTreeMap::new();
    for (room, below) in HOUSE {
        let below: BTreeSet<&str> = below.split_whitespace().collect();
        assert!(below.iter().all(|other| rooms.contains_key(other)), "{room} looks up: {below:?}");
        rooms.insert(room, below);
    }
    let arrows = arrows(&modules());
    let forbidden = arrows.iter().filter(|arrow| {
        let [from, to] = [arrow.from[0].as_str(), arrow.to[0].as_str()];
        let is_below = rooms.get(from).is_some_and(|below| below.contains(to));
        let is_door = to != "tui" || arrow.place.starts_with(DOOR);
        from != to && !(is_below && is_door)
    });
    let forbidden: Vec<String> = forbidden.map(Arrow::text).collect();
    assert!(forbidden.is_empty(), "{}\nsee HOUSE in tests/it/house.rs", forbidden.join("\n"));
}

#[test]
fn the_modules_of_a_room_look_at_one_another_one_way_only() {
    // The children of each module, each with all that is under it, and the arrows among them.
    let mut families: BTreeMap<Vec<String>, Vec<(String, String, Arrow)>> = BTreeMap::new();
    for arrow in arrows(&modules()) {
        let shared = arrow.from.iter().zip(&arrow.to).take_while(|(a, b)| a == b).count();
        if let (1.., Some(from), Some(to)) = (shared, arrow.from.get(shared), arrow.to.get(shared)) {
            let family = families.entry(arrow.from[..shared].to_vec()).or_default();
            family.push((from.clone(), to.clone(), arrow.clone()));
        }
    }
    let mut circles = String::new();
    for (parent, mut among) in families {
        // What nobody looks at, and what looks at nobody, is in no circle.
        loop {
            let looking: BTreeSet<String> = among.iter().map(|(from, ..)| from.clone()).collect();
            let seen: BTreeSet<String> = among.iter().map(|(_, to, _)| to.clone()).collect();
            let before = among.len();
            among.retain(|(from, to, _)| seen.contains(from) && looking.contains(to));
            if among.len() == before {
                break;
            }
        }
        if !among.is_empty() && !KNOTS.contains(&parent[0].as_str()) {
            let lines: Vec<String> = among.iter().map(|(.., arrow)| arrow.text()).collect();
            circles += &format!("a circle in {}:\n{}\n", parent.join("::"), lines.join("\n"));
        }
    }
    assert!(circles.is_empty(), "{circles}");
}

/// A module that names an item of another.
#[derive(Clone)]
struct Arrow {
    /// File and line.
    place: String,
    from: Vec<String>,
    to: Vec<String>,
}

impl Arrow {
    fn text(&self) -> String {
        format!("src/{}: {} -> {}", self.place, self.from.join("::"), self.to.join("::"))
    }
}

/// A file of the library.
struct Module {
    file: String,
    /// Every path from the top of the crate that it names, with its line.
    paths: Vec<(usize, Vec<String>)>,
    /// What its `use` lines bring in, which its children may name through it.
    names: BTreeMap<String, Vec<String>>,
}

/// The modules of the library by their paths; tests inside of them are left out.
fn modules() -> BTreeMap<Vec<String>, Module> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let (mut modules, mut folders) = (BTreeMap::new(), vec![root.clone()]);
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            let file = path.strip_prefix(&root).unwrap().to_str().unwrap().to_owned();
            if path.is_dir() {
                folders.push(path);
            } else if let Some(module) =
                file.strip_suffix(".rs").filter(|name| !["lib", "main"].contains(name))
            {
                let module: Vec<String> = module.split('/').map(str::to_owned).collect();
                let text = fs::read_to_string(&path).unwrap();
                modules.insert(module.clone(), Module::new(file, &module, &text));
            }
        }
    }
    assert!(modules.len() > 100, "{} modules", modules.len());
    modules
}

impl Module {
    fn new(file: String, module: &[String], text: &str) -> Module {
        let text = text.split("#[cfg(test)]\nmod ").next().unwrap_or_default();
        let bare = |line: &str| line.split("//").next().unwrap_or_default().to_owned();
        let code = text.lines().map(bare).collect::<Vec<_>>().join("\n");
        let (mut paths, mut names) = (Vec::new(), BTreeMap::new());
        for (at, _) in ["crate::", "super::", "self::"].iter().flat_map(|start| code.match_indices(start)) {
            let before = &code[..at];
            // The rest of a longer path or name.
            if before.ends_with(|c: char| c.is_alphanumeric() || c == '_' || c == ':') {
                continue;
            }
            let line = before.matches('\n').count() + 1;
            let is_use = before.rsplit([';', '}']).next().is_some_and(|start| start.contains("use "));
            for path in branches(&code[at..]).0 {
                let (name, path) =
                    path.split_once(" as ").map_or((None, path.as_str()), |(path, name)| (Some(name), path));
                let path = absolute(module, path);
                if let Some(last) = path.last().filter(|_| is_use) {
                    names.insert(name.unwrap_or(last).to_owned(), path.clone());
                }
                paths.push((line, path));
            }
        }
        Module { file, paths, names }
    }
}

/// The paths that a path with groups in braces stands for, and the text after it.
fn branches(text: &str) -> (Vec<String>, &str) {
    let is_of_path = |c: char| c.is_alphanumeric() || c == '_' || c == ':';
    let cut = |text: &'_ str| text.find(|c| !is_of_path(c)).unwrap_or(text.len());
    let (head, mut rest) = text.split_at(cut(text));
    if let Some(alias) = rest.strip_prefix(" as ") {
        let (alias, rest) = alias.split_at(cut(alias));
        return (vec![format!("{head} as {alias}")], rest);
    }
    let Some(group) = rest.strip_prefix('{').filter(|_| head.ends_with("::")) else {
        return (vec![head.to_owned()], rest.trim_start_matches('*'));
    };
    let mut paths = Vec::new();
    rest = group.trim_start();
    while !rest.is_empty() && !rest.starts_with('}') {
        let (inner, after) = branches(rest);
        paths.extend(inner.into_iter().map(|path| format!("{head}{path}")));
        rest = after.trim_start().trim_start_matches(',').trim_start();
    }
    (paths, rest.get(1..).unwrap_or_default())
}

/// A path as it is seen from the top of the crate.
fn absolute(module: &[String], path: &str) -> Vec<String> {
    let mut absolute = module.to_vec();
    for part in path.split("::").filter(|part| !part.is_empty()) {
        match part {
            "crate" => absolute.clear(),
            "super" => drop(absolute.pop()),
            "self" => {}
            part => absolute.push(part.to_owned()),
        }
    }
    absolute
}

/// Which module names which other: paths are followed through what their modules bring in from elsewhere.
fn arrows(modules: &BTreeMap<Vec<String>, Module>) -> Vec<Arrow> {
    let mut arrows = Vec::new();
    for (from, module) in modules {
        for (line, path) in &module.paths {
            let to = owner(modules, path);
            if !to.is_empty() && to != *from {
                arrows.push(Arrow { place: format!("{}:{line}", module.file), from: from.clone(), to });
            }
        }
    }
    arrows
}

/// The module that an item lives in; empty for the top of the crate.
fn owner(modules: &BTreeMap<Vec<String>, Module>, path: &[String]) -> Vec<String> {
    let home = (0..=path.len())
        .rev()
        .find(|&length| length == 0 || modules.contains_key(&path[..length]))
        .unwrap_or(0);
    let (module, item) = path.split_at(home);
    let brought = modules.get(module).zip(item.first()).and_then(|(module, item)| module.names.get(item));
    // A name that is brought in under its own path would be followed for ever.
    brought
        .filter(|other| other[..] != path[..=home])
        .map_or_else(|| module.to_vec(), |other| owner(modules, other))
}
