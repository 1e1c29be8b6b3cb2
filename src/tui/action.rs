//! What can be done: the one vocabulary of keys, mouse, palette, help and of what comes back from the
//! machine.

use std::sync::{Arc, LazyLock};

use tui_input::InputRequest;

use super::effect::{Choices, DiskChange, Made, Offered, Removal, Saved, ValueRead, WrittenValue};
use super::form::sections::Section;
use super::page::Page;
use super::page::ranking::SortBy;
use super::watch::Seen;
use super::worker::Worked;
use crate::decision::{CriterionId, VendorId};
use crate::open::Opened;
use crate::open::judge::Planned;

/// Something that happens to the state.
#[derive(Clone, Debug)]
pub enum Action {
    // Of every page. ---------------------------------------------------------------------------------
    /// Leave; asks where there are unsaved changes.
    Quit,
    /// Show what can be done here.
    Help,
    /// Find an action by its name.
    Palette,
    /// Take the last change back.
    Undo,
    /// Make the change again that was taken back.
    Redo,
    /// Write the changes into their files.
    Save,
    /// Read the files again.
    Reload,
    /// Write the result as a report, or letters about it.
    Export,
    /// Open the file of the selection in the editor.
    Editor,
    /// The next theme.
    Theme,
    /// Choose another decision of the workspace.
    Choose,
    /// Draw everything anew.
    Redraw,
    /// Stop the program and go to the shell.
    Suspend,
    /// Close what is open, or go back.
    Back,
    /// Go to a page.
    Go(Page),
    /// The page to the right.
    NextPage,
    /// The page to the left.
    PreviousPage,
    // Lists. -----------------------------------------------------------------------------------------
    /// The row above.
    Up,
    /// The row below.
    Down,
    /// Ten rows up.
    PageUp,
    /// Ten rows down.
    PageDown,
    /// The first row.
    First,
    /// The last row.
    Last,
    /// To the left; closes a branch.
    Left,
    /// To the right; opens a branch.
    Right,
    /// Open the selection.
    Open,
    /// Show only rows that hold a text.
    Filter,
    /// Mark the vendor for a comparison.
    Mark,
    /// Order by the next column.
    Sort,
    /// Turn the order around.
    Reverse,
    // Vendors. ---------------------------------------------------------------------------------------
    /// The next vendor.
    NextVendor,
    /// The vendor before.
    PreviousVendor,
    /// Change the selected fact, mark or weight.
    Edit,
    /// Type the value as its file has it.
    Raw,
    /// Add what the page lists: a vendor, a criterion, a must-have.
    Add,
    /// Take what is selected away: a vendor, a criterion, a must-have.
    Remove,
    /// Add an evaluator to the panel.
    AddEvaluator,
    /// Change what the file says of the selected vendor, criterion or must-have besides facts and weights.
    Details,
    /// Change any table of the files.
    EditPart,
    /// Change the head of the criteria file.
    EditDecision,
    /// Change the rule.
    EditRule,
    /// Change what letters and notices say of us.
    EditNotice,
    /// Change what letters and notices tell.
    EditDisclosure,
    /// Begin another decision.
    NewDecision,
    // Weights. ---------------------------------------------------------------------------------------
    /// One step more.
    More,
    /// One step less.
    Less,
    /// Five steps more.
    MuchMore,
    /// Five steps less.
    MuchLess,
    /// Back to what the file says.
    Reset,
    /// Keep this weight where it is.
    Lock,
    /// Make the siblings of the selected weight add up again.
    Normalise,
    /// Ask for the weights of a group.
    FindWeights,
    /// Turn the answer around, or tie it with the one before.
    Toggle,
    /// The judgement that fits the others least.
    LeastFitting,
    /// The criterion whose weight the lines run over, one on.
    NextCriterion,
    /// The criterion before.
    PreviousCriterion,
    // The panel. -------------------------------------------------------------------------------------
    /// Give marks as the selected evaluator.
    GiveMarks,
    /// Go through the marks that are apart.
    Moderate,
    /// Say why a mark is what it is.
    Note,
    /// Say that the evaluator cannot judge this.
    Abstain,
    // The first page. --------------------------------------------------------------------------------
    /// Write a sample workspace into this folder.
    MakeSample,

    /// Bring a spreadsheet in.
    Import,
    /// Record who gets the work.
    Award,
    /// Copy what the page shows, or what a command printed.
    Copy,
    /// Open the form of a command.
    Run(String),
    /// Show a vendor.
    ShowVendor(VendorId),
    /// Show a criterion among the weights.
    ShowCriterion(CriterionId),
    // Mouse and typing. ------------------------------------------------------------------------------
    /// Select a row by its number.
    Select(usize),
    /// Select a row and open it.
    OpenRow(usize),
    /// Order by this column, or turn the order around where it is the one.
    SortBy(SortBy),
    /// Set a comparison to a grade: 0 for equal, 8 for 9 times, -8 for a ninth.
    Grade(i32),
    /// Drag the slider of a row to a share of its length, in thousandths.
    Slide(usize, u16),
    /// Give this digit as a mark.
    Digit(u8),
    /// The mouse button was let go.
    Release,
    /// Choose an answer of a dialog.
    Answer(usize),
    /// Edit the line that is being typed.
    Type(InputRequest),
    /// Text from the clipboard.
    Paste(String),

    // What comes back. -------------------------------------------------------------------------------
    /// A decision was read, after this was seen of its files.
    Loaded(Arc<Opened>, Seen),
    /// The criteria files of the workspace were listed.
    Listed(Box<Choices>),
    /// Changes were written, or not.
    Saved(Box<Saved>),
    /// A decision was read again with the changes.
    Relaid(Box<Opened>),
    /// A typed value was read.
    ValueRead(Box<ValueRead>),
    /// A value as it is written in its file, alone and with all that is said of it.
    Written(Box<WrittenValue>),
    /// Values as they are written in their files, by their paths.
    KeysRead(Vec<(String, Option<String>)>),
    /// Something was made or taken away, or not.
    Made(Box<Result<Made, String>>),
    /// What goes with something that is to be taken away, or why it cannot be.
    RemovalPlanned(Box<Result<Removal, String>>),
    /// What the scale of a criterion would look like, or why it is none.
    Pictured(String, Result<Vec<String>, String>),
    /// The tables of the files.
    SectionsListed(Vec<Section>),
    /// What can be picked for the arguments of a command.
    Offered(Box<Offered>),
    /// Judgements of weights were checked, or why they cannot be written.
    Judged(Box<Result<Planned, String>>),
    /// Long work was done beside the screen.
    Worked(Box<Worked>),
    /// Something that could not be done.
    Failed(Arc<str>),
    /// Files changed on disk.
    FilesChanged,
    /// What others changed there.
    ChangedByOthers(Box<DiskChange>),
    /// Changes that an earlier session could not save.
    Recovered(Vec<(String, String)>),
    /// The terminal is going away, or the system asks the program to end.
    Hangup,
}

/// A named action: what files, help, hints and the palette know of it.
pub(crate) struct Named {
    pub(crate) action: Action,
    /// As keys.toml calls it.
    pub(crate) name: &'static str,
    /// In the hint bar.
    pub(crate) short: &'static str,
    /// In the help and the palette.
    pub(crate) says: &'static str,
}

const fn named(action: Action, name: &'static str, short: &'static str, says: &'static str) -> Named {
    Named { action, name, short, says }
}

/// Every action that a key can be bound to.
pub(crate) static NAMED: LazyLock<Vec<Named>> = LazyLock::new(|| {
    let page = |page: &Page| {
        let [name, says] = page.part().key();
        named(Action::Go(*page), name, "", says)
    };
    OF_ACTIONS.into_iter().chain(Page::ALL.iter().map(page)).collect()
});

/// Those that are no pages.
const OF_ACTIONS: [Named; 63] = [
    named(Action::Up, "up", "", "the row above"),
    named(Action::Down, "down", "move", "the row below"),
    named(Action::PageUp, "page-up", "", "ten rows up"),
    named(Action::PageDown, "page-down", "", "ten rows down"),
    named(Action::First, "first", "", "the first row"),
    named(Action::Last, "last", "", "the last row"),
    named(Action::Left, "left", "", "close the branch, or go left"),
    named(Action::Right, "right", "", "open the branch, or go right"),
    named(Action::Open, "open", "open", "open what is selected"),
    named(Action::Edit, "edit", "edit", "change the value by typing"),
    named(Action::Raw, "raw", "", "type the value as its file has it"),
    named(Action::Add, "add", "add", "add a vendor, a criterion or a must-have: what the page lists"),
    named(Action::Remove, "remove", "", "take the selected vendor, criterion or must-have away"),
    named(Action::AddEvaluator, "add-evaluator", "add", "add an evaluator to the panel"),
    named(Action::Details, "details", "details", "name, note and whatever else is said of the selected one"),
    named(
        Action::EditPart,
        "edit-part",
        "",
        "change any part of the files: quote, prices, contact, needs, forecast, cost ...",
    ),
    named(Action::EditDecision, "edit-decision", "", "change title, question and currency of the decision"),
    named(Action::EditRule, "edit-rule", "", "change the rule: points, weights, roundings, ties"),
    named(Action::EditNotice, "edit-notice", "", "change what letters and notices say of us"),
    named(
        Action::EditDisclosure,
        "edit-disclosure",
        "",
        "change what letters and notices tell, and by which rules",
    ),
    named(Action::NewDecision, "new-decision", "new decision", "begin another decision"),
    named(Action::More, "more", "more", "one step more"),
    named(Action::Less, "less", "less", "one step less"),
    named(Action::MuchMore, "much-more", "", "five steps more"),
    named(Action::MuchLess, "much-less", "", "five steps less"),
    named(Action::Reset, "reset", "reset", "back to what the file says"),
    named(Action::Lock, "lock", "lock", "keep this weight when the others make room"),
    named(Action::Normalise, "normalise", "normalise", "let the other weights of the group make room"),
    named(Action::FindWeights, "find-weights", "find", "find the weights of the group by questions"),
    named(Action::Toggle, "toggle", "", "tie a row with the one above, or turn a comparison around"),
    named(Action::LeastFitting, "least-fitting", "", "the judgement that fits the others least"),
    named(Action::NextCriterion, "next-criterion", "next criterion", "the next criterion"),
    named(Action::PreviousCriterion, "previous-criterion", "", "the criterion before"),
    named(Action::NextVendor, "next-vendor", "next vendor", "the next vendor"),
    named(Action::PreviousVendor, "previous-vendor", "", "the vendor before"),
    named(Action::GiveMarks, "give-marks", "give marks", "give marks as the selected evaluator"),
    named(
        Action::Moderate,
        "moderate",
        "talk through",
        "go through the marks that are apart, the widest first",
    ),
    named(Action::Note, "note", "why", "say why: the note of the mark"),
    named(Action::Abstain, "abstain", "cannot judge", "say that the evaluator cannot judge this"),
    named(Action::Mark, "mark", "mark", "mark the vendor for a comparison"),
    named(Action::Filter, "filter", "filter", "show only rows that hold a text"),
    named(Action::Sort, "sort", "sort", "order by the next column"),
    named(Action::Reverse, "reverse", "", "turn the order around"),
    named(
        Action::MakeSample,
        "make-sample",
        "make a sample here",
        "write a sample workspace into this folder",
    ),
    named(
        Action::Import,
        "import",
        "bring a spreadsheet",
        "make a decision of a spreadsheet, every value with its cell",
    ),
    named(Action::Award, "award", "award", "record who gets the work, on whose word, and why"),
    named(Action::Copy, "copy", "copy", "copy the table to the clipboard, for a spreadsheet"),
    named(Action::Undo, "undo", "undo", "take the last change back"),
    named(Action::Redo, "redo", "redo", "make it again"),
    named(Action::Save, "save", "save", "write the changes into their files"),
    named(Action::Reload, "reload", "", "read the files again"),
    named(
        Action::Export,
        "export",
        "",
        "write a report, or drafts of letters to those that do not get the work",
    ),
    named(Action::Editor, "editor", "editor", "open the file in $EDITOR"),
    named(Action::NextPage, "next-page", "", "the page to the right"),
    named(Action::PreviousPage, "previous-page", "", "the page to the left"),
    named(Action::Choose, "choose", "", "choose another decision"),
    named(Action::Theme, "theme", "", "the next theme"),
    named(Action::Redraw, "redraw", "", "draw the screen anew"),
    named(Action::Suspend, "suspend", "", "go to the shell; `fg` comes back"),
    named(Action::Back, "back", "back", "close what is open, or go back"),
    named(Action::Palette, "palette", "", "find an action by its name"),
    named(Action::Help, "help", "help", "what can be done here"),
    named(Action::Quit, "quit", "quit", "leave"),
];

impl Action {
    /// What is known of a named action.
    pub(crate) fn named(&self) -> Option<&'static Named> {
        NAMED.iter().find(|named| named.action.is(self))
    }

    /// Whether two named actions are the same one.
    pub(crate) fn is(&self, other: &Action) -> bool {
        match (self, other) {
            (Action::Go(a), Action::Go(b)) => a == b,
            _ => std::mem::discriminant(self) == std::mem::discriminant(other),
        }
    }
}
