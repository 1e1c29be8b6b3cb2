//! Keys by name: `q`, `G`, `ctrl-r`, `shift-tab`, `f1`, `pgdn`.

use std::fmt;
use std::str::FromStr;

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};

/// A key with the modifiers that matter for it.
///
/// Shift is part of the character where there is one: terminals differ in whether they report it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd)]
pub(crate) struct Key {
    code: KeyCode,
    is_ctrl: bool,
    is_alt: bool,
    is_shift: bool,
}

/// Keys that are not a character, by the name that files and screens use.
const NAMED: [(&str, KeyCode); 15] = [
    ("space", KeyCode::Char(' ')),
    ("enter", KeyCode::Enter),
    ("esc", KeyCode::Esc),
    ("tab", KeyCode::Tab),
    ("backspace", KeyCode::Backspace),
    ("delete", KeyCode::Delete),
    ("insert", KeyCode::Insert),
    ("up", KeyCode::Up),
    ("down", KeyCode::Down),
    ("left", KeyCode::Left),
    ("right", KeyCode::Right),
    ("home", KeyCode::Home),
    ("end", KeyCode::End),
    ("pgup", KeyCode::PageUp),
    ("pgdn", KeyCode::PageDown),
];

impl From<KeyEvent> for Key {
    fn from(event: KeyEvent) -> Self {
        let has = |modifier| event.modifiers.contains(modifier);
        let (code, is_shift) = match event.code {
            KeyCode::BackTab => (KeyCode::Tab, true),
            KeyCode::Char(c) if has(KeyModifiers::SHIFT) && c.is_lowercase() => {
                (KeyCode::Char(c.to_uppercase().next().unwrap_or(c)), false)
            }
            KeyCode::Char(c) => (KeyCode::Char(c), false),
            code => (code, has(KeyModifiers::SHIFT)),
        };
        Key { code, is_ctrl: has(KeyModifiers::CONTROL), is_alt: has(KeyModifiers::ALT), is_shift }
    }
}

impl FromStr for Key {
    type Err = ();

    /// Reads a key as files name it.
    fn from_str(text: &str) -> Result<Key, ()> {
        let mut key = Key { code: KeyCode::Null, is_ctrl: false, is_alt: false, is_shift: false };
        let mut rest = text;
        loop {
            let (flag, after) = if let Some(after) = rest.strip_prefix("ctrl-") {
                (&mut key.is_ctrl, after)
            } else if let Some(after) = rest.strip_prefix("alt-") {
                (&mut key.is_alt, after)
            } else if let Some(after) = rest.strip_prefix("shift-") {
                (&mut key.is_shift, after)
            } else {
                break;
            };
            if *flag || after.is_empty() {
                return Err(());
            }
            *flag = true;
            rest = after;
        }
        let function =
            rest.strip_prefix('f').and_then(|number| number.parse().ok()).filter(|n| (1..=24).contains(n));
        let mut letters = rest.chars();
        key.code = match (letters.next(), letters.next(), function) {
            (Some(c), None, _) if !c.is_control() && c != ' ' => KeyCode::Char(c),
            (_, _, Some(number)) => KeyCode::F(number),
            _ => NAMED.iter().find(|(name, _)| *name == rest).ok_or(())?.1,
        };
        // A shifted character is a character of its own.
        if key.is_shift && matches!(key.code, KeyCode::Char(_)) { Err(()) } else { Ok(key) }
    }
}

/// Writes the key as files name it.
impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (flag, name) in [(self.is_ctrl, "ctrl-"), (self.is_alt, "alt-"), (self.is_shift, "shift-")] {
            if flag {
                f.write_str(name)?;
            }
        }
        match (NAMED.iter().find(|(_, code)| *code == self.code), self.code) {
            (Some((name, _)), _) => f.write_str(name),
            (None, KeyCode::Char(c)) => write!(f, "{c}"),
            (None, code) => write!(f, "{}", code.to_string().to_lowercase()),
        }
    }
}

impl Key {
    /// ctrl-c, which leaves unless it is given something else to do.
    pub(crate) const WAY_OUT: Key =
        Key { code: KeyCode::Char('c'), is_ctrl: true, is_alt: false, is_shift: false };

    /// The key as hints show it: arrows as arrows, `⏎` for enter; in words where only ASCII will do.
    #[must_use]
    pub(crate) fn text(self, is_ascii: bool) -> String {
        let sign = match self.code {
            KeyCode::Up => "↑",
            KeyCode::Down => "↓",
            KeyCode::Left => "←",
            KeyCode::Right => "→",
            KeyCode::Enter => "⏎",
            _ => return self.to_string(),
        };
        if is_ascii || self.is_ctrl || self.is_alt || self.is_shift {
            self.to_string()
        } else {
            sign.to_owned()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_keys_go_both_ways() {
        for name in [
            "q",
            "G",
            "?",
            "+",
            "-",
            "ö",
            "ctrl-r",
            "alt-x",
            "shift-tab",
            "f12",
            "pgdn",
            "space",
            "ctrl-left",
        ] {
            assert_eq!(name.parse::<Key>().map(|key| key.to_string()), Ok(name.to_owned()));
        }
        for wrong in ["", "ctrl-", "qq", "f0", "f25", "Enter", "shift-a", "ctrl-ctrl-a", " "] {
            assert_eq!(wrong.parse::<Key>(), Err(()), "{wrong:?}");
        }
    }

    #[test]
    fn it_does_not_matter_whether_a_terminal_reports_shift_with_a_character() {
        let key = |code, modifiers| Key::from(KeyEvent::new(code, modifiers));
        let expected: Key = "G".parse().unwrap();
        assert_eq!(key(KeyCode::Char('G'), KeyModifiers::NONE), expected);
        assert_eq!(key(KeyCode::Char('G'), KeyModifiers::SHIFT), expected);
        assert_eq!(key(KeyCode::Char('g'), KeyModifiers::SHIFT), expected);
        assert_eq!(key(KeyCode::Char('?'), KeyModifiers::SHIFT), "?".parse().unwrap());
        assert_eq!(key(KeyCode::BackTab, KeyModifiers::SHIFT), "shift-tab".parse().unwrap());
    }
}
