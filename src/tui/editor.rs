//! The user's own editor.

use std::path::Path;
use std::process::Command;

/// Opens a file at a line and waits until the editor is left.
///
/// # Errors
/// Why it could not be opened, in words.
pub(super) fn open(file: &Path, line: usize) -> Result<(), String> {
    let typed = ["VISUAL", "EDITOR"]
        .into_iter()
        .find_map(|name| std::env::var(name).ok().filter(|value| !value.is_empty()));
    let fallback = cfg!(windows).then(|| "notepad".to_owned());
    // An editor that nobody chose is one that many cannot leave.
    let Some(typed) = typed.or(fallback) else {
        return Err("$EDITOR names no editor; e changes what is selected in a form here".to_owned());
    };
    let words = shell_words::split(&typed).map_err(|error| format!("$EDITOR is {typed:?}: {error}"))?;
    let Some((program, arguments)) = words.split_first() else {
        return Err("$EDITOR is empty".to_owned());
    };
    let status = Command::new(program)
        .args(arguments)
        .args(place(program, file, line))
        .status()
        .map_err(|error| format!("could not start {program}: {error}; set $EDITOR to your editor"))?;
    if status.success() { Ok(()) } else { Err(format!("{program} ended with {status}")) }
}

/// The arguments by which an editor opens a file at a line; those not known get the file alone.
fn place(program: &str, file: &Path, line: usize) -> Vec<String> {
    let name = Path::new(program).file_stem().unwrap_or_default().to_string_lossy().to_lowercase();
    let file = file.display().to_string();
    match name.as_str() {
        "vi" | "vim" | "nvim" | "nano" | "pico" | "emacs" | "emacsclient" | "micro" | "kak" | "joe"
        | "mg" | "ne" | "less" => {
            vec![format!("+{line}"), file]
        }
        "hx" | "helix" | "zed" | "subl" => vec![format!("{file}:{line}")],
        "code" | "codium" => vec!["--wait".to_owned(), "--goto".to_owned(), format!("{file}:{line}")],
        _ => vec![file],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_editor_is_told_the_line_in_its_own_way() {
        let file = Path::new("vendors/a.toml");
        assert_eq!(place("/usr/bin/vim", file, 7), ["+7", "vendors/a.toml"]);
        assert_eq!(place("hx", file, 7), ["vendors/a.toml:7"]);
        assert_eq!(place("code", file, 7), ["--wait", "--goto", "vendors/a.toml:7"]);
        assert_eq!(place("unheard-of", file, 7), ["vendors/a.toml"]);
    }
}
