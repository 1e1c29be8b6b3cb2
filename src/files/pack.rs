//! A pack: the files of a workspace in one ZIP file, with a digest of each, to be mailed and read in place.
//!
//! The digests stand in the form of `sha256sum` in an entry of their own. Equal files give equal bytes. What comes from
//! elsewhere is bounded before it is unpacked, and refused where it is not what `weigh pack` writes: names that leave the
//! folder, links, two files of one name, other bytes than were packed.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::io::{self, Cursor, Read, Write};
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};
use zip::result::ZipError;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipArchive, ZipWriter};

use super::read::is_reserved;
use super::source::{FileSource, FolderEntry, ReadError, is_toml_name, plain};
use crate::diagnostic::Code;
use crate::exact::hexadecimal;
use crate::text::clean::cleaned_line;
use crate::text::letters::{normal, unseen};

/// The ending of the name of a pack.
pub const ENDING: &str = "weigh";
/// The entry with the digests.
pub const SUMS: &str = "SHA256SUMS";
/// The most bytes of a pack.
pub const MOST_BYTES: u64 = 64 << 20;
/// The most bytes of all its files together.
pub const MOST_UNPACKED: u64 = 256 << 20;
/// The most files in it.
pub const MOST_FILES: usize = 30_000;
/// The longest path of a file in it, in bytes.
const LONGEST_PATH: usize = 400;
/// The most bytes of the digests: a line for each file, with its path, 64 digits and what parts them.
const MOST_SUMS: u64 = (MOST_FILES as u64 + 1) * (LONGEST_PATH as u64 + 70);
/// The most ends of a directory that are looked at; a pack has one, and by chance its bytes may look like another.
const MOST_ENDS: usize = 4;

/// Why a file is no pack, or cannot be made.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum PackError {
    /// The file itself cannot be read.
    #[error("{what}")]
    Unread {
        /// Why.
        what: String,
    },
    /// A file of something else.
    #[error("this is no pack of `weigh pack`: {what}")]
    Foreign {
        /// What it lacks.
        what: String,
    },
    /// It is larger than it may be.
    #[error("the pack {what}")]
    TooMuch {
        /// In what, and what is allowed.
        what: String,
    },
    /// It holds what no pack holds.
    #[error("{file:?} in the pack {what}; nothing of it is read")]
    Refused {
        /// The name of the file in it.
        file: String,
        /// What is wrong with it.
        what: &'static str,
    },
}

impl PackError {
    fn foreign(error: &ZipError) -> PackError {
        PackError::Foreign { what: cleaned_line(&error.to_string()) }
    }

    fn refused(file: &str, what: &'static str) -> PackError {
        PackError::Refused { file: cleaned_line(file), what }
    }
}

/// The files of a workspace by their paths in it, with forward slashes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Pack {
    files: BTreeMap<String, Vec<u8>>,
}

/// Whether a file has the name of a pack.
#[must_use]
pub fn is_called_one(file: &Path) -> bool {
    file.extension().is_some_and(|ending| ending.eq_ignore_ascii_case(ENDING))
}

impl Pack {
    /// Files as a pack.
    ///
    /// # Errors
    /// [`PackError`] where one has a name that no pack holds, or they are more than one holds.
    pub fn of(files: BTreeMap<String, Vec<u8>>) -> Result<Pack, PackError> {
        let mut taken = Taken::default();
        for (name, bytes) in &files {
            taken.name(name)?;
            taken.bytes(bytes.len() as u64)?;
        }
        Ok(Pack { files })
    }

    /// Reads a pack whole.
    ///
    /// # Errors
    /// [`PackError`] where it is none, is too large, or holds anything but what was packed.
    pub fn read(bytes: &[u8]) -> Result<Pack, PackError> {
        if bytes.len() as u64 > MOST_BYTES {
            return Err(too_large("has", bytes.len() as u64, MOST_BYTES));
        }
        let foreign = |error: ZipError| PackError::foreign(&error);
        if !is_bounded(bytes) {
            return Err(too_many());
        }
        let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(foreign)?;
        if archive.has_duplicate_names() {
            return Err(PackError::Foreign { what: "two of its files have one name".to_owned() });
        }
        let mut taken = Taken::default();
        let mut files = BTreeMap::new();
        for index in 0..archive.len() {
            let entry = archive.by_index(index).map_err(foreign)?;
            let name = entry.name().map_err(foreign)?.into_owned();
            // The kind of file in the mode that Unix keeps; where there is none, it is a plain one.
            let is_plain = entry.unix_mode().is_none_or(|mode| matches!(mode & 0o170_000, 0 | 0o100_000));
            if entry.is_dir() || !is_plain {
                return Err(PackError::refused(&name, "is a folder or a link, and no plain file"));
            }
            if name != SUMS {
                taken.name(&name)?;
            }
            let mut bytes = Vec::new();
            // Counted while unpacking: what the directory says of the size may be a lie.
            let most = if name == SUMS { MOST_SUMS.min(taken.left()) } else { taken.left() };
            let read = entry.take(most + 1).read_to_end(&mut bytes);
            read.map_err(|_| PackError::refused(&name, "cannot be unpacked"))?;
            if name == SUMS && bytes.len() as u64 > MOST_SUMS {
                return Err(PackError::refused(&name, "is longer than the digests of a pack"));
            }
            taken.bytes(bytes.len() as u64)?;
            files.insert(name, bytes);
        }
        let Some(sums) = files.remove(SUMS) else {
            return Err(PackError::Foreign { what: format!("it has no {SUMS}") });
        };
        let pack = Pack { files };
        if !pack.files.keys().any(|name| name.starts_with("criteria/") && is_toml_name(Path::new(name))) {
            return Err(PackError::Foreign { what: "it holds no decision".to_owned() });
        }
        pack.compare(&String::from_utf8_lossy(&sums))?;
        Ok(pack)
    }

    /// Whether bytes are those of a pack, sound or not.
    #[must_use]
    pub fn is_one(bytes: &[u8]) -> bool {
        let open = || ZipArchive::new(Cursor::new(bytes)).ok();
        is_bounded(bytes) && open().is_some_and(|archive| archive.index_for_name(SUMS).is_some())
    }

    /// Compares the files with their digests.
    fn compare(&self, sums: &str) -> Result<(), PackError> {
        let mut said: BTreeMap<&str, &str> = BTreeMap::new();
        for line in sums.lines() {
            let Some((sum, name)) = line.split_once("  ") else {
                return Err(PackError::refused(SUMS, "has a line that is no digest of a file"));
            };
            if said.insert(name, sum).is_some() {
                return Err(PackError::refused(name, "has two digests"));
            }
        }
        if let Some(lost) = said.keys().find(|name| !self.files.contains_key(**name)) {
            return Err(PackError::refused(lost, "is gone"));
        }
        for (name, bytes) in &self.files {
            match said.get(name.as_str()) {
                None => return Err(PackError::refused(name, "was added after it was packed")),
                Some(sum) if *sum != sha256(bytes) => {
                    return Err(PackError::refused(name, "is not as it was packed: its SHA-256 differs"));
                }
                Some(_) => {}
            }
        }
        Ok(())
    }

    /// The pack as a file; equal files give equal bytes.
    ///
    /// # Errors
    /// [`PackError::TooMuch`] where it becomes larger than a pack may be.
    pub fn bytes(&self) -> Result<Vec<u8>, PackError> {
        let written = self.write().map_err(|error| PackError::foreign(&error))?;
        let length = written.len() as u64;
        if length > MOST_BYTES { Err(too_large("would have", length, MOST_BYTES)) } else { Ok(written) }
    }

    fn write(&self) -> Result<Vec<u8>, ZipError> {
        let mut sums = String::new();
        for (name, bytes) in &self.files {
            let _ = writeln!(sums, "{}  {name}", sha256(bytes));
        }
        // A fixed day: a pack says nothing of when it was made.
        let options = SimpleFileOptions::default()
            .compression_method(CompressionMethod::Deflated)
            .last_modified_time(DateTime::default())
            .unix_permissions(0o644);
        let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
        let own = [(SUMS, sums.as_bytes())].into_iter();
        for (name, bytes) in own.chain(self.files()) {
            archive.start_file(name, options)?;
            archive.write_all(bytes)?;
        }
        Ok(archive.finish()?.into_inner())
    }

    /// Its files in order of their paths.
    pub fn files(&self) -> impl Iterator<Item = (&str, &[u8])> {
        self.files.iter().map(|(name, bytes)| (name.as_str(), bytes.as_slice()))
    }
}

fn sha256(bytes: &[u8]) -> String {
    hexadecimal(&Sha256::digest(bytes))
}

fn too_large(verb: &str, bytes: u64, most: u64) -> PackError {
    let what = format!("{verb} {} MiB; at most {} MiB are read", bytes.div_ceil(1 << 20), most >> 20);
    PackError::TooMuch { what }
}

fn too_many() -> PackError {
    PackError::TooMuch { what: format!("has more than {MOST_FILES} files") }
}

/// Whether no more entries can be built from a ZIP than a pack has. What it says of their number is not looked at: each
/// begins with a signature of its own, and those are counted.
fn is_bounded(bytes: &[u8]) -> bool {
    let count = |signature: &[u8; 4], most: usize| {
        let mut found = 0;
        let mut from = 0;
        while let Some(at) = bytes[from..].iter().position(|byte| *byte == b'P') {
            from += at;
            found += usize::from(bytes[from..].starts_with(signature));
            from += 1;
            if found > most {
                break;
            }
        }
        found
    };
    count(b"PK\x01\x02", MOST_FILES + 1) <= MOST_FILES + 1 && count(b"PK\x05\x06", MOST_ENDS) <= MOST_ENDS
}

/// What was taken in of a pack, so far.
#[derive(Default)]
struct Taken {
    /// Without regard to capitals and to how letters are composed: on some file systems they are one.
    names: BTreeSet<String>,
    bytes: u64,
}

impl Taken {
    /// Takes a name in, where it is one of a file below the folder that is no other's.
    fn name(&mut self, name: &str) -> Result<(), PackError> {
        let is_odd = |c: char| c.is_control() || matches!(c, '\\' | ':' | '<' | '>' | '"' | '|' | '?' | '*');
        let is_part = |part: &str| {
            !part.is_empty()
                && !part.starts_with('.')
                && !part.ends_with(['.', ' '])
                && !part.starts_with(' ')
        };
        if name.len() > LONGEST_PATH || name.contains(is_odd) || !name.split('/').all(is_part) {
            return Err(PackError::refused(name, "has a name that could lead out of its folder"));
        }
        let is_device = |part: &str| is_reserved(part.split('.').next().unwrap_or_default().trim_end());
        if name.split('/').any(is_device) {
            return Err(PackError::refused(name, "has a name that Windows keeps for a device"));
        }
        if unseen(name).is_some() {
            return Err(PackError::refused(name, "has a name with letters that cannot be seen"));
        }
        let lower = normal(&name.to_lowercase());
        let inside = format!("{lower}/");
        let above = lower.match_indices('/').map(|(at, _)| &lower[..at]);
        let has_inside =
            self.names.range(inside.clone()..).next().is_some_and(|next| next.starts_with(&inside));
        if has_inside || above.into_iter().any(|folder| self.names.contains(folder)) {
            return Err(PackError::refused(name, "is a file and a folder in one"));
        }
        if !self.names.insert(lower) {
            return Err(PackError::refused(name, "has the name of another, capitals and accents apart"));
        }
        if self.names.len() > MOST_FILES {
            return Err(too_many());
        }
        Ok(())
    }

    fn bytes(&mut self, bytes: u64) -> Result<(), PackError> {
        self.bytes += bytes;
        if self.bytes > MOST_UNPACKED {
            return Err(PackError::TooMuch {
                what: format!("unpacks to more than {} MiB", MOST_UNPACKED >> 20),
            });
        }
        Ok(())
    }

    /// How many more bytes may be taken in.
    fn left(&self) -> u64 {
        MOST_UNPACKED - self.bytes
    }
}

/// A pack that stands at a path, as if it were a folder.
#[derive(Debug)]
pub struct Packed {
    root: PathBuf,
    pack: Pack,
}

impl Packed {
    /// A pack at a path.
    #[must_use]
    pub fn new(root: &Path, pack: Pack) -> Packed {
        Packed { root: plain(root), pack }
    }

    /// Where it stands.
    #[must_use]
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// A path as the pack has it, empty for the whole; none for one that leads elsewhere.
    fn inside(&self, path: &Path) -> Option<String> {
        let path = plain(path);
        let parts = path.strip_prefix(&self.root).ok()?.iter().map(|part| part.to_str());
        Some(parts.collect::<Option<Vec<_>>>()?.join("/"))
    }

    /// What stands in a folder of it, by name, and whether that is a folder itself; none where there is no such folder.
    fn children(&self, folder: &Path) -> Option<BTreeMap<&str, bool>> {
        let inside = self.inside(folder)?;
        let start = if inside.is_empty() { inside } else { inside + "/" };
        let below = self.pack.files.range(start.clone()..).map(|(name, _)| name);
        let below = below.map_while(|name| name.strip_prefix(start.as_str()));
        let children: BTreeMap<&str, bool> = below
            .map(|name| name.split_once('/').map_or((name, false), |(folder, _)| (folder, true)))
            .collect();
        (!children.is_empty()).then_some(children)
    }
}

fn no_folder() -> io::Error {
    io::Error::new(io::ErrorKind::NotFound, "there is no such folder in the pack")
}

impl FileSource for Packed {
    fn read(&self, file: &Path, largest: u64) -> Result<Vec<u8>, ReadError> {
        match self.inside(file).and_then(|name| self.pack.files.get(&name)) {
            Some(bytes) if bytes.len() as u64 > largest => Err(ReadError::too_large(file, largest)),
            Some(bytes) => Ok(bytes.clone()),
            None if self.children(file).is_some() => {
                Err(ReadError::new(file, Code::NotAFile, "is a folder", "name a file in it"))
            }
            None => {
                let error = io::Error::new(io::ErrorKind::NotFound, "there is no such file in the pack");
                Err(ReadError::of(file, &error))
            }
        }
    }

    fn list(&self, folder: &Path) -> io::Result<Vec<PathBuf>> {
        let children = self.children(folder).ok_or_else(no_folder)?;
        let files =
            children.into_iter().filter(|(name, is_folder)| !is_folder && is_toml_name(Path::new(name)));
        Ok(files.map(|(name, _)| folder.join(name)).collect())
    }

    fn everything(&self, folder: &Path) -> io::Result<Vec<FolderEntry>> {
        let children = self.children(folder).ok_or_else(no_folder)?;
        let entry = |(name, is_folder)| FolderEntry { path: folder.join(name), is_folder };
        Ok(children.into_iter().map(entry).collect())
    }

    fn resolve(&self, path: &Path) -> Option<PathBuf> {
        let inside = self.inside(path)?;
        let is_there = self.pack.files.contains_key(&inside) || self.children(path).is_some();
        is_there.then(|| plain(path))
    }

    fn is_link(&self, _: &Path) -> bool {
        false
    }
}
