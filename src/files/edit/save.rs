//! Writing a file in one step.

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::time::Duration;

use super::{Edit, EditError};

/// How a temporary file is called: what stands before and after the part that is taken at random.
const TEMPORARY: [&str; 2] = [".weigh-", ".tmp"];
/// The age from which a temporary file is taken for one that a killed process left behind.
const STALE: Duration = Duration::from_mins(1);

/// Writes a planned change: the file is the old or the new one at every moment, never a mix.
///
/// # Errors
/// [`EditError::Changed`] when the file is no longer what was read; [`EditError::Io`] when the
/// operating system refuses.
pub fn save(edit: &Edit) -> Result<(), EditError> {
    Beside::of(edit)?.take_its_place()
}

/// Writes planned changes of several files, none of them where one is no longer what was read, or where the operating
/// system lets one not be written: all are written beside their files before the first takes its place.
///
/// # Errors
/// As [`save`].
pub fn save_all(edits: &[Edit]) -> Result<(), EditError> {
    let is_changed = |edit: &&Edit| match fs::read(&edit.file) {
        Ok(bytes) => bytes != edit.before,
        Err(_) => !edit.is_new(),
    };
    if let Some(edit) = edits.iter().find(is_changed) {
        return Err(EditError::Changed { file: edit.file.clone() });
    }
    let all = edits.iter().map(Beside::of).collect::<Result<Vec<_>, _>>()?;
    for (at, beside) in all.into_iter().enumerate() {
        if let Err(error) = beside.take_its_place() {
            take_back(&edits[..at]);
            return Err(error);
        }
    }
    Ok(())
}

/// Puts back what was written, as far as the operating system lets it: of several files all are written, or none.
pub(crate) fn take_back(edits: &[Edit]) {
    for edit in edits {
        // What somebody else has changed since is theirs.
        if fs::read(&edit.file).ok().as_ref() != Some(&edit.after) {
            continue;
        }
        let _ =
            if edit.is_new() { fs::remove_file(&edit.file) } else { write_whole(&edit.file, &edit.before) };
    }
}

/// A change that is written beside its file, and gone where it does not take its place.
struct Beside<'a> {
    edit: &'a Edit,
    /// The file itself, where it is there; through a link, so that the link stays and what it points at changes.
    file: Option<PathBuf>,
    temporary: tempfile::NamedTempFile,
}

impl Beside<'_> {
    fn of(edit: &Edit) -> Result<Beside<'_>, EditError> {
        let written = || {
            if edit.is_new() && fs::symlink_metadata(&edit.file).is_err() {
                fs::create_dir_all(folder_of(&edit.file))?;
                return Ok((None, written_beside(&edit.file, &edit.after, &Permissions::Usual)?));
            }
            let file = fs::canonicalize(&edit.file)?;
            let kept = Permissions::Keep(fs::metadata(&file)?.permissions());
            let temporary = written_beside(&file, &edit.after, &kept)?;
            Ok((Some(file), temporary))
        };
        let (file, temporary) =
            written().map_err(|source| EditError::Io { file: edit.file.clone(), source })?;
        Ok(Beside { edit, file, temporary })
    }

    fn take_its_place(self) -> Result<(), EditError> {
        let edit = self.edit;
        let io = |source| EditError::Io { file: edit.file.clone(), source };
        let file = self.file.as_ref().unwrap_or(&edit.file);
        if self.file.is_none() {
            self.temporary.persist_noclobber(file).map_err(|error| io(error.error))?;
        } else if fs::read(file).map_err(io)? == edit.before {
            self.temporary.persist(file).map_err(|error| io(error.error))?;
        } else {
            return Err(EditError::Changed { file: edit.file.clone() });
        }
        sync(folder_of(file)).map_err(io)
    }
}

/// Writes a file in one step, replacing the file that is there, or the one that a link there leads to.
/// What is no file, such as a pipe or a device, is written into: to replace it would take it away from
/// everybody else.
///
/// # Errors
/// What the operating system says.
pub fn write_whole(file: &Path, bytes: &[u8]) -> io::Result<()> {
    let there = fs::metadata(file).ok();
    if there.as_ref().is_some_and(|there| !there.is_file()) {
        return fs::OpenOptions::new().write(true).open(file)?.write_all(bytes);
    }
    let file = if there.is_some() { fs::canonicalize(file)? } else { file.to_owned() };
    let permissions = there.map_or(Permissions::Usual, |there| Permissions::Keep(there.permissions()));
    written_beside(&file, bytes, &permissions)?.persist(&file).map_err(|error| error.error)?;
    sync(folder_of(&file))
}

/// Writes a file in one step that must not be there yet. Its folder is made where it is not there.
///
/// # Errors
/// What the operating system says.
pub fn write_new(file: &Path, bytes: &[u8]) -> io::Result<()> {
    place_new(file, bytes)?;
    sync(folder_of(file))
}

/// As [`write_new`], but the list of names in its folder may still be lost in a power failure.
pub(in crate::files) fn place_new(file: &Path, bytes: &[u8]) -> io::Result<()> {
    fs::create_dir_all(folder_of(file))?;
    written_beside(file, bytes, &Permissions::Usual)?.persist_noclobber(file).map_err(|error| error.error)?;
    Ok(())
}

/// Who may do what with a file that is written.
enum Permissions {
    /// What those of a new file are: what the user's umask leaves.
    Usual,
    /// The same as before.
    Keep(fs::Permissions),
}

/// A temporary file with the bytes in the same folder, which is gone when it is dropped.
fn written_beside(
    file: &Path,
    bytes: &[u8],
    permissions: &Permissions,
) -> io::Result<tempfile::NamedTempFile> {
    let folder = folder_of(file);
    tidy(folder);
    let mut builder = tempfile::Builder::new();
    builder.prefix(TEMPORARY[0]).suffix(TEMPORARY[1]);
    #[cfg(unix)]
    let new_file = <fs::Permissions as std::os::unix::fs::PermissionsExt>::from_mode(0o666);
    #[cfg(unix)]
    if matches!(permissions, Permissions::Usual) {
        builder.permissions(new_file);
    }
    let mut temporary = builder.tempfile_in(folder)?;
    temporary.write_all(bytes)?;
    if let Permissions::Keep(permissions) = permissions {
        temporary.as_file().set_permissions(permissions.clone())?;
    }
    temporary.as_file().sync_all()?;
    Ok(temporary)
}

/// Deletes what killed processes left in a folder. What cannot be deleted stays: nothing hangs on it.
fn tidy(folder: &Path) {
    let is_temporary = |name: &str| name.starts_with(TEMPORARY[0]) && name.ends_with(TEMPORARY[1]);
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let age = || entry.metadata().ok()?.modified().ok()?.elapsed().ok();
        if entry.file_name().to_str().is_some_and(is_temporary) && age().is_some_and(|age| age > STALE) {
            let _ = fs::remove_file(entry.path());
        }
    }
}

fn folder_of(file: &Path) -> &Path {
    file.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

/// Has a folder's list of names written, so that a rename outlives a power failure.
#[cfg(unix)]
fn sync(folder: &Path) -> io::Result<()> {
    fs::File::open(folder)?.sync_all()
}

#[cfg(not(unix))]
#[expect(clippy::unnecessary_wraps, reason = "as on Unix")]
fn sync(_: &Path) -> io::Result<()> {
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_written_of_several_files_is_put_back() {
        let folder = tempfile::tempdir().expect("a folder");
        let [changed, new, theirs] = ["a", "b", "c"].map(|name| folder.path().join(name));
        fs::write(&changed, "after").expect("it is written");
        fs::write(&new, "new").expect("it is written");
        fs::write(&theirs, "of somebody else").expect("it is written");
        let edit = |file: &Path, before: &str, after: &str| Edit {
            before: before.as_bytes().to_owned(),
            ..Edit::of_new(file.to_owned(), after.as_bytes().to_owned())
        };
        take_back(&[edit(&changed, "before", "after"), edit(&new, "", "new"), edit(&theirs, "x", "y")]);
        assert_eq!(fs::read_to_string(&changed).expect("it is there"), "before");
        assert!(!new.exists());
        assert_eq!(fs::read_to_string(&theirs).expect("it is there"), "of somebody else");
    }
}
