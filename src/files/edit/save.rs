//! Writing a file in one step.

use std::fs;
use std::io::{self, Write};
use std::path::Path;

use super::{Edit, EditError};

/// Writes a planned change: the file is the old or the new one at every moment, never a mix.
///
/// # Errors
/// [`EditError::Changed`] when the file is no longer what was read; [`EditError::Io`] when the
/// operating system refuses.
pub fn save(edit: &Edit) -> Result<(), EditError> {
    let io = |source| EditError::Io { file: edit.file.clone(), source };
    if edit.before.is_empty() && !edit.file.exists() {
        return write_whole(&edit.file, &edit.after).map_err(io);
    }
    // Through a link, so that the link stays and what it points at changes.
    let file = fs::canonicalize(&edit.file).map_err(io)?;
    let permissions = fs::metadata(&file).map_err(io)?.permissions();
    replace_file(&file, &edit.after, Some(permissions), || {
        let now = fs::read(&file)?;
        Ok(now == edit.before)
    })
    .map_err(io)?
    .then_some(())
    .ok_or_else(|| EditError::Changed { file: edit.file.clone() })
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
    replace_file(&file, bytes, there.map(|there| there.permissions()), || Ok(true)).map(|_| ())
}

/// Writes beside the file, syncs, asks whether the old one is still as expected, and renames.
/// Returns what was answered.
fn replace_file(
    file: &Path,
    bytes: &[u8],
    permissions: Option<fs::Permissions>,
    is_expected: impl Fn() -> io::Result<bool>,
) -> io::Result<bool> {
    let folder = match file.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent,
        _ => Path::new("."),
    };
    let mut builder = tempfile::Builder::new();
    builder.prefix(".weigh-").suffix(".tmp");
    // Without permissions to keep, those of a new file: what the user's umask leaves.
    #[cfg(unix)]
    let new_file = <fs::Permissions as std::os::unix::fs::PermissionsExt>::from_mode(0o666);
    #[cfg(unix)]
    if permissions.is_none() {
        builder.permissions(new_file);
    }
    let mut temporary = builder.tempfile_in(folder)?;
    temporary.write_all(bytes)?;
    if let Some(permissions) = permissions {
        temporary.as_file().set_permissions(permissions)?;
    }
    temporary.as_file().sync_all()?;
    if !is_expected()? {
        return Ok(false);
    }
    temporary.persist(file).map_err(|error| error.error)?;
    #[cfg(unix)]
    fs::File::open(folder)?.sync_all()?;
    Ok(true)
}
