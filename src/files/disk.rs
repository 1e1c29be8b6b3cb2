//! The disk: plain files read within bounds, and folders. A pack is looked into as if it were a folder.

use std::collections::HashMap;
use std::fs::{self, File};
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use super::pack::{self, Pack, Packed};
use super::source::{FileSource, FolderEntry, ReadError, beside, is_toml_name, plain};
use crate::diagnostic::Code;

/// The most bytes of a criteria or vendor file.
pub const LARGEST_FILE: u64 = 4 * 1024 * 1024;

/// The files of this machine; a pack among them counts as a folder.
#[derive(Clone, Debug, Default)]
pub struct Disk {
    /// The packs that were looked into, by path; none for a plain file that is no pack.
    packs: Arc<Mutex<HashMap<PathBuf, Option<Arc<Packed>>>>>,
}

impl Disk {
    /// The pack that a path leads into, or to.
    fn pack(&self, path: &Path) -> Option<Arc<Packed>> {
        let path = plain(path);
        let file = path.ancestors().find(|path| fs::metadata(path).is_ok_and(|there| there.is_file()))?;
        let mut packs = self.packs.lock().unwrap_or_else(PoisonError::into_inner);
        let read = || {
            let bytes = read_file(file, pack::MOST_BYTES).ok()?;
            Some(Arc::new(Packed::new(file, Pack::read(&bytes).ok()?)))
        };
        packs.entry(file.to_owned()).or_insert_with(read).clone()
    }
}

impl FileSource for Disk {
    fn read(&self, file: &Path, largest: u64) -> Result<Vec<u8>, ReadError> {
        read_file(file, largest).or_else(|error| {
            let inside = self.pack(file).filter(|pack| pack.root() != plain(file));
            inside.map_or(Err(error), |pack| pack.read(file, largest))
        })
    }

    fn list(&self, folder: &Path) -> io::Result<Vec<PathBuf>> {
        toml_files_of_folder(folder)
            .or_else(|error| self.pack(folder).map_or(Err(error), |pack| pack.list(folder)))
    }

    fn everything(&self, folder: &Path) -> io::Result<Vec<FolderEntry>> {
        everything_in_folder(folder)
            .or_else(|error| self.pack(folder).map_or(Err(error), |pack| pack.everything(folder)))
    }

    fn resolve(&self, path: &Path) -> Option<PathBuf> {
        fs::canonicalize(path).ok().or_else(|| {
            let pack = self.pack(path)?;
            let inside = pack.resolve(path)?.strip_prefix(pack.root()).ok()?.to_owned();
            Some(fs::canonicalize(pack.root()).ok()?.join(inside))
        })
    }

    fn is_link(&self, path: &Path) -> bool {
        fs::symlink_metadata(path).is_ok_and(|metadata| metadata.is_symlink())
    }
}

fn everything_in_folder(folder: &Path) -> io::Result<Vec<FolderEntry>> {
    let mut entries = Vec::new();
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let is_folder = entry.file_type()?.is_dir();
        entries.push(FolderEntry { path: beside(folder, entry.file_name()), is_folder });
    }
    entries.sort_by(|a, b| a.path.cmp(&b.path));
    Ok(entries)
}

/// Reads a file that must be a plain one of at most so many bytes, a whole number of MiB.
pub(crate) fn read_plain(path: &Path, largest: u64) -> Result<Vec<u8>, ReadError> {
    Disk::default().read(path, largest)
}

/// The `.toml` files of a folder, in order of their names; hidden ones and editors' leftovers not.
pub(crate) fn toml_files(folder: &Path) -> io::Result<Vec<PathBuf>> {
    Disk::default().list(folder)
}

/// Whether a path is that of a plain file, which holds no folders but where it is a pack.
pub(crate) fn is_file(path: &Path) -> bool {
    fs::metadata(path).is_ok_and(|there| there.is_file())
}

/// Whether nothing stands at a path; of what cannot be looked at it is not said that it is not there.
pub(super) fn is_missing(path: &Path) -> bool {
    match fs::symlink_metadata(path) {
        Ok(_) => false,
        Err(error) if error.kind() == io::ErrorKind::NotFound => true,
        Err(_) => Disk::default().pack(path).is_some_and(|pack| pack.resolve(path).is_none()),
    }
}

/// Reads a file that must be a plain one, UTF-8 and of sensible size. Returns its bytes and its text
/// without a byte order mark.
pub(crate) fn read_text(path: &Path) -> Result<(Vec<u8>, String), ReadError> {
    let bytes = read_plain(path, LARGEST_FILE)?;
    match std::str::from_utf8(&bytes) {
        Ok(text) => {
            let text = text.strip_prefix('\u{feff}').unwrap_or(text).to_owned();
            Ok((bytes, text))
        }
        Err(error) => Err(ReadError::not_utf8(path, &bytes, error)),
    }
}

fn read_file(path: &Path, largest: u64) -> Result<Vec<u8>, ReadError> {
    let refused = |error: io::Error| ReadError::of(path, &error);
    // Looked at before it is opened: opening a pipe would wait for somebody to write into it.
    let metadata = fs::metadata(path).map_err(refused)?;
    if !metadata.is_file() {
        let what = if metadata.is_dir() { "is a folder" } else { "is a pipe or a device, and no plain file" };
        let help = "move it elsewhere, or give it a name that does not end in .toml";
        return Err(ReadError::new(path, Code::NotAFile, what, help));
    }
    // The length may change while it is read, so the limit is held all the same.
    let expected = usize::try_from(metadata.len().min(largest)).unwrap_or(0);
    let mut bytes = Vec::with_capacity(expected + 1);
    File::open(path).and_then(|file| file.take(largest + 1).read_to_end(&mut bytes)).map_err(refused)?;
    if bytes.len() as u64 > largest {
        return Err(ReadError::too_large(path, largest));
    }
    Ok(bytes)
}

fn toml_files_of_folder(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder)? {
        let name = entry?.file_name();
        if is_toml_name(Path::new(&name)) {
            files.push(beside(folder, name));
        }
    }
    files.sort();
    Ok(files)
}
