//! How things look: roles instead of colours, and the signs that bars and marks are drawn with.
//!
//! No meaning hangs on colour alone: everything that a colour says, a sign, a word or a place says too.

use ratatui::style::{Color, Modifier, Style};

use crate::answers::document::Tone;

/// A set of colours.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Theme {
    /// The 16 colours of the terminal, as its user set them.
    #[default]
    Terminal,
    /// Dark on light.
    Light,
    /// Light on dark.
    Dark,
    /// Colours that people with any colour vision can tell apart.
    ColourBlind,
    /// No colour at all, only bold, dim, underlined and reversed.
    Mono,
}

/// What a piece of text is, as far as its look goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Role {
    Plain,
    Strong,
    /// Beside the point: units, sources, what is zero.
    Faint,
    /// Heads of columns.
    Head,
    /// The line at the top.
    Title,
    /// The page that is shown, among the pages.
    Tab,
    /// The row that keys act on.
    Selected,
    Good,
    Doubt,
    Bad,
    /// A key in a hint.
    Key,
    Bar,
    /// The part of a bar that depends on what is not known.
    Range,
    Border,
    /// The nth of the groups, or of the lines of a chart.
    Series(usize),
}

impl From<Tone> for Role {
    fn from(tone: Tone) -> Role {
        match tone {
            Tone::Plain => Role::Plain,
            Tone::Strong => Role::Strong,
            Tone::Faint => Role::Faint,
            Tone::Good => Role::Good,
            Tone::Doubt => Role::Doubt,
            Tone::Bad => Role::Bad,
        }
    }
}

impl Theme {
    /// Every theme, in the order in which the terminal UI goes through them.
    pub const ALL: [Theme; 5] = [Theme::Terminal, Theme::Light, Theme::Dark, Theme::ColourBlind, Theme::Mono];

    /// The next one.
    pub(crate) fn next(self) -> Theme {
        let at = Theme::ALL.iter().position(|theme| *theme == self).unwrap_or(0);
        Theme::ALL[(at + 1) % Theme::ALL.len()]
    }

    /// Its name, as `--theme` takes it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Theme::Terminal => "terminal",
            Theme::Light => "light",
            Theme::Dark => "dark",
            Theme::ColourBlind => "colour-blind",
            Theme::Mono => "mono",
        }
    }

    /// The style of a role.
    pub(crate) fn style(self, role: Role) -> Style {
        let colours = match self {
            Theme::Terminal => &TERMINAL,
            Theme::Light => &LIGHT,
            Theme::Dark => &DARK,
            Theme::ColourBlind => &COLOUR_BLIND,
            Theme::Mono => return mono(role),
        };
        let plain = Style::new().fg(colours.text).bg(colours.ground);
        match role {
            Role::Plain => plain,
            Role::Strong | Role::Title => plain.add_modifier(Modifier::BOLD),
            Role::Faint | Role::Range | Role::Border => faint(self, colours),
            Role::Head => faint(self, colours).add_modifier(Modifier::UNDERLINED),
            Role::Tab => plain.fg(colours.accent).add_modifier(Modifier::BOLD | Modifier::REVERSED),
            Role::Selected => Style::new().add_modifier(Modifier::REVERSED),
            Role::Good => plain.fg(colours.good),
            Role::Doubt => plain.fg(colours.doubt),
            Role::Bad => plain.fg(colours.bad),
            Role::Key => plain.fg(colours.accent).add_modifier(Modifier::BOLD),
            Role::Bar => plain.fg(colours.accent),
            Role::Series(at) => plain.fg(colours.series[at % colours.series.len()]),
        }
    }
}

/// The colours of a theme.
struct Colours {
    text: Color,
    ground: Color,
    faint: Color,
    accent: Color,
    good: Color,
    doubt: Color,
    bad: Color,
    series: [Color; 6],
}

const fn rgb(hex: u32) -> Color {
    let [_, red, green, blue] = hex.to_be_bytes();
    Color::Rgb(red, green, blue)
}

const TERMINAL: Colours = Colours {
    text: Color::Reset,
    ground: Color::Reset,
    faint: Color::Reset,
    accent: Color::Cyan,
    good: Color::Green,
    doubt: Color::Yellow,
    bad: Color::Red,
    series: [Color::Cyan, Color::Yellow, Color::Magenta, Color::Green, Color::Blue, Color::Red],
};

const LIGHT: Colours = Colours {
    text: rgb(0x0020_2428),
    ground: rgb(0x00fa_faf7),
    faint: rgb(0x0062_6a72),
    accent: rgb(0x0000_5f9e),
    good: rgb(0x0017_6b3a),
    doubt: rgb(0x008a_5a00),
    bad: rgb(0x00b0_2a1c),
    series: [
        rgb(0x0000_5f9e),
        rgb(0x008a_5a00),
        rgb(0x0079_3c8f),
        rgb(0x0017_6b3a),
        rgb(0x00b0_2a1c),
        rgb(0x0045_5560),
    ],
};

const DARK: Colours = Colours {
    text: rgb(0x00dd_e1e6),
    ground: rgb(0x0016_1a1e),
    faint: rgb(0x0098_a2ad),
    accent: rgb(0x006c_b8f0),
    good: rgb(0x0079_c98b),
    doubt: rgb(0x00e5_b567),
    bad: rgb(0x00f0_8a7a),
    series: [
        rgb(0x006c_b8f0),
        rgb(0x00e5_b567),
        rgb(0x00c7_9be0),
        rgb(0x0079_c98b),
        rgb(0x00f0_8a7a),
        rgb(0x00a9_b4c0),
    ],
};

/// Okabe and Ito, "Color Universal Design", 2008; blue against vermillion instead of green against red.
const COLOUR_BLIND: Colours = Colours {
    text: rgb(0x00ee_eeee),
    ground: rgb(0x0010_1010),
    faint: rgb(0x00a8_a8a8),
    accent: rgb(0x0056_b4e9),
    good: rgb(0x0056_b4e9),
    doubt: rgb(0x00f0_e442),
    bad: rgb(0x00e6_9f00),
    series: [
        rgb(0x0056_b4e9),
        rgb(0x00e6_9f00),
        rgb(0x0000_9e73),
        rgb(0x00f0_e442),
        rgb(0x00cc_79a7),
        rgb(0x00d5_5e00),
    ],
};

fn faint(theme: Theme, colours: &Colours) -> Style {
    let style = Style::new().fg(colours.faint).bg(colours.ground);
    if theme == Theme::Terminal { style.add_modifier(Modifier::DIM) } else { style }
}

fn mono(role: Role) -> Style {
    let style = Style::new().fg(Color::Reset).bg(Color::Reset);
    match role {
        Role::Plain | Role::Bar | Role::Series(_) | Role::Good => style,
        Role::Strong | Role::Title | Role::Key | Role::Bad => style.add_modifier(Modifier::BOLD),
        Role::Faint | Role::Range | Role::Border => style.add_modifier(Modifier::DIM),
        Role::Head => style.add_modifier(Modifier::UNDERLINED),
        Role::Doubt => style.add_modifier(Modifier::ITALIC),
        Role::Tab => style.add_modifier(Modifier::BOLD | Modifier::REVERSED),
        Role::Selected => Style::new().add_modifier(Modifier::REVERSED),
    }
}

/// The signs that marks and bars are drawn with.
#[derive(Debug)]
pub(crate) struct Signs {
    pub(crate) is_ascii: bool,
    pub(crate) pointer: &'static str,
    pub(crate) marked: &'static str,
    pub(crate) up: &'static str,
    pub(crate) down: &'static str,
    pub(crate) open: &'static str,
    pub(crate) closed: &'static str,
    pub(crate) pass: &'static str,
    pub(crate) fail: &'static str,
    pub(crate) unknown: &'static str,
    pub(crate) lock: &'static str,
    pub(crate) cut: &'static str,
    pub(crate) dash: &'static str,
    pub(crate) dot: &'static str,
    pub(crate) rule: &'static str,
    pub(crate) upright: &'static str,
    pub(crate) full: &'static str,
    pub(crate) range: &'static str,
    pub(crate) rest: &'static str,
    /// From little to much.
    pub(crate) shades: [&'static str; 4],
    /// Where two lines of a chart cross, and where the first place changes.
    pub(crate) crossing: &'static str,
    pub(crate) first_crossing: &'static str,
    /// Fillings by which neighbouring parts of a bar can be told apart.
    pub(crate) fills: [&'static str; 8],
}

pub(crate) static UNICODE: Signs = Signs {
    is_ascii: false,
    pointer: "▸",
    marked: "●",
    up: "▲",
    down: "▼",
    open: "▾",
    closed: "▸",
    pass: "✓",
    fail: "✗",
    unknown: "?",
    lock: "■",
    cut: "…",
    dash: "–",
    dot: "·",
    rule: "─",
    upright: "│",
    full: "█",
    range: "░",
    rest: "·",
    shades: ["░", "▒", "▓", "█"],
    crossing: "×",
    first_crossing: "◆",
    fills: ["█", "▒", "▓", "░", "▚", "▤", "▞", "▦"],
};

pub(crate) static ASCII: Signs = Signs {
    is_ascii: true,
    pointer: ">",
    marked: "*",
    up: "^",
    down: "v",
    open: "-",
    closed: "+",
    pass: "y",
    fail: "N",
    unknown: "?",
    lock: "#",
    cut: "~",
    dash: "-",
    dot: "|",
    rule: "-",
    upright: "|",
    full: "#",
    range: ":",
    rest: ".",
    shades: [":", "=", "%", "#"],
    crossing: "x",
    first_crossing: "@",
    fills: ["#", "=", "%", "-", "+", ":", "o", "x"],
};
