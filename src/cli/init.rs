//! `weigh init`: a workspace from a sample.

use std::fs;
use std::path::{Path, PathBuf};

use include_dir::{Dir, include_dir};

use super::args::{Global, Init, Template};
use super::settings;
use super::shell::{Exit, Failure, Shell};
use crate::files::schema::Schema;
use crate::files::workspace::plain;

/// The sample vendors, as they stand in the repository.
static VENDORS: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/vendors");

impl Template {
    fn name(self) -> &'static str {
        match self {
            Template::ContactCentre => "contact-centre",
            Template::BackOffice => "back-office",
            Template::ProviderKind => "provider-kind",
        }
    }

    fn criteria(self) -> &'static str {
        match self {
            Template::ContactCentre => include_str!("../../criteria/contact-centre.toml"),
            Template::BackOffice => include_str!("../../criteria/back-office.toml"),
            Template::ProviderKind => include_str!("../../criteria/provider-kind.toml"),
        }
    }

    /// Every file of the workspace, relative to its root.
    fn files(self, with_vendors: bool) -> Vec<(PathBuf, String)> {
        let name = self.name();
        let mut files = vec![
            (PathBuf::from(format!("criteria/{name}.toml")), self.criteria().to_owned()),
            (PathBuf::from(Schema::Criteria.file()), Schema::Criteria.text()),
            (PathBuf::from(Schema::Vendor.file()), Schema::Vendor.text()),
        ];
        let samples = VENDORS.get_dir(name).into_iter().flat_map(Dir::files);
        files.extend(samples.filter(|_| with_vendors).filter_map(|file| {
            Some((Path::new("vendors").join(file.path()), file.contents_utf8()?.to_owned()))
        }));
        files
    }
}

pub(super) fn run(global: &Global, args: &Init, shell: &mut Shell<'_>) -> Result<Exit, Failure> {
    let root = settings::directory(global).join(&args.folder);
    let mut files = args.template.files(!args.no_vendors);
    // The schemas of an earlier sample are the same and may stay.
    files.retain(|(path, text)| {
        !is_schema(path) || fs::read_to_string(root.join(path)).ok().as_ref() != Some(text)
    });
    let taken: Vec<String> = files
        .iter()
        .map(|(path, _)| root.join(path))
        .filter(|path| path.symlink_metadata().is_ok())
        .map(|path| plain(&path).display().to_string())
        .collect();
    if !taken.is_empty() {
        let source = std::io::Error::other("it is there already, and nothing is overwritten");
        return Err(Failure::Write { what: taken.join(", "), source });
    }
    let folder = root.join("vendors").join(args.template.name());
    let failed = |path: &Path, source| Failure::Write { what: path.display().to_string(), source };
    fs::create_dir_all(&folder).map_err(|source| failed(&folder, source))?;
    for (path, text) in &files {
        let path = root.join(path);
        if let Some(parent) = path.parent() {
            fs::create_dir_all(parent).map_err(|source| failed(parent, source))?;
        }
        write_new(&path, text)?;
    }
    shell.mention(&next_steps(&plain(&root), args, files.len()));
    Ok(Exit::Done)
}

fn is_schema(path: &Path) -> bool {
    path.extension().is_some_and(|extension| extension == "json")
}

/// What was made, and what to do next.
fn next_steps(root: &Path, args: &Init, files: usize) -> String {
    let name = args.template.name();
    let (place, option) = if root == Path::new(".") {
        ("this folder".to_owned(), String::new())
    } else {
        (root.display().to_string(), format!(" -C {}", root.display()))
    };
    let first = if args.no_vendors {
        format!("`weigh{option} new vendor NAME` writes a blank vendor file")
    } else {
        format!("`weigh{option} rank --criteria {name}` shows its ranking")
    };
    format!(
        "wrote the sample {name} into {place} ({files} files)\n\
         next: {first}; edit criteria/{name}.toml, then `weigh{option} check`\n"
    )
}

/// Writes a file that must not be there yet.
pub(super) fn write_new(path: &Path, text: &str) -> Result<(), Failure> {
    use std::io::Write;
    let failed = |source| Failure::Write { what: path.display().to_string(), source };
    let mut file = fs::OpenOptions::new().write(true).create_new(true).open(path).map_err(failed)?;
    file.write_all(text.as_bytes()).and_then(|()| file.sync_all()).map_err(failed)
}
