//! Where the vendors and the panel of a decision lie, and whether that is within the workspace.

use std::path::{Path, PathBuf};

use super::node::{Node, parse_document};
use super::read::{FromToml, Problems};
use super::request::Request;
use super::snapshot::Snapshot;
use super::values::Name;
use super::workspace::{plain, stem};
use crate::diagnostic::{Code, Diagnostic, Place, Sources};

/// Where the files of a decision lie, whatever the what-ifs say.
#[derive(Clone, Debug, Default)]
pub(crate) struct Folders {
    /// Of the vendors; none where it lies outside the workspace.
    pub(crate) vendors: Option<PathBuf>,
    /// Of the vendors as the criteria file names it, also where the command line names another.
    pub(crate) own_vendors: Option<PathBuf>,
    /// Of the panel; none where the criteria file names none, or it lies outside the workspace.
    pub(crate) panel: Option<PathBuf>,
}

impl Folders {
    /// The folders of a request, as its criteria file names them.
    #[must_use]
    pub(crate) fn find(request: &Request, snapshot: &Snapshot) -> Folders {
        let read = snapshot.text_file(&request.criteria).ok();
        let text = read.as_ref().and_then(|read| read.text()).unwrap_or_default();
        let (root, _) = parse_document(text, Sources::default().add("", ""));
        Folders::named(&root, request, snapshot)
    }

    /// The folders that a criteria file names.
    pub(super) fn named(root: &Node, request: &Request, snapshot: &Snapshot) -> Folders {
        let name = |key| {
            let entry = root.as_table()?.get(key)?;
            Name::read(&entry.node, &mut Problems::new()).map(|Name(name)| name)
        };
        let inside = |folder: PathBuf| (!is_outside(&folder, request, snapshot)).then_some(folder);
        let own_vendors = inside(vendors_named(request, name("vendors").as_deref()));
        Folders {
            vendors: request.vendors.as_deref().map(plain).or_else(|| own_vendors.clone()),
            own_vendors,
            panel: name("panel").and_then(|name| inside(named(request, Path::new(&name)))),
        }
    }
}

/// The folder of the vendors that a criteria file names, or the usual one.
pub(super) fn vendors_named(request: &Request, name: Option<&str>) -> PathBuf {
    match name {
        Some(name) => named(request, Path::new(name)),
        None => named(request, &Path::new("../vendors").join(stem(&request.criteria))),
    }
}

/// A folder that a criteria file names, relative to itself.
pub(super) fn named(request: &Request, folder: &Path) -> PathBuf {
    plain(&request.criteria.parent().unwrap_or(Path::new("")).join(folder))
}

/// Whether a folder lies outside the workspace. Of one that is not there nobody knows; listing it reports that.
fn is_outside(folder: &Path, request: &Request, snapshot: &Snapshot) -> bool {
    match (snapshot.resolve(&request.workspace.root), snapshot.resolve(folder)) {
        (Some(root), Some(full)) => !full.starts_with(root),
        (Some(_), None) => false,
        (None, _) => true,
    }
}

/// What is wrong with a folder outside the workspace; none where it lies within.
pub(super) fn outside_problem(
    folder: &Path,
    place: Place,
    help: &str,
    request: &Request,
    snapshot: &Snapshot,
) -> Option<Diagnostic> {
    is_outside(folder, request, snapshot).then(|| {
        let message = format!("{} lies outside the workspace", folder.display());
        Diagnostic::new(Code::OutsideWorkspace, place, message).help(help)
    })
}

/// The folder of vendors that was named in place of the criteria file's, as seen from the workspace. One that
/// shares nothing with it but the root of all files is told by its name alone, after `…/`: where it lies on
/// somebody's machine is nobody's business.
pub(super) fn named_folder(request: &Request, snapshot: &Snapshot) -> Option<String> {
    let folder = snapshot.resolve(request.vendors.as_ref()?)?;
    let root = snapshot.resolve(&request.workspace.root)?;
    let shared = root.ancestors().find(|above| folder.starts_with(above));
    let text = |part: &std::ffi::OsStr| part.to_string_lossy().into_owned();
    let Some(shared) = shared.filter(|at| at.parent().is_some()) else {
        return Some(format!("…/{}", text(folder.file_name()?)));
    };
    let up = root.strip_prefix(shared).map_or(0, |inside| inside.iter().count());
    let down = folder.strip_prefix(shared).unwrap_or(&folder).iter().map(text);
    let parts: Vec<String> = std::iter::repeat_n("..".to_owned(), up).chain(down).collect();
    Some(if parts.is_empty() { ".".to_owned() } else { parts.join("/") })
}

/// What a folder of vendors outside the workspace is called in the names of its files: `…/bids` for `../bids`.
/// None for one that lies inside.
#[must_use]
pub fn elsewhere(vendors: &str) -> Option<String> {
    let is_outside = vendors.starts_with("..") || vendors.starts_with('…');
    let name = vendors.rsplit('/').find(|part| *part != "..").unwrap_or("vendors");
    is_outside.then(|| format!("…/{name}"))
}
