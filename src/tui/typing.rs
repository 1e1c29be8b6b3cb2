//! A line that is typed: what it is for, its fields, and what is said of it.

use tui_input::Input;

use super::page::panel::Seat;
use super::session::Target;
use crate::decision::CriterionId;
use crate::exact::Exact;

/// A line that is being typed.
pub(crate) struct Typing {
    pub(crate) what: Typed,
    pub(crate) input: Input,
    /// Whether all of it is selected: what is typed takes its place.
    pub(crate) is_selected: bool,
    /// Where the value comes from, where that can be said.
    pub(crate) source: Option<SourceField>,
    /// What is to be known before it is typed.
    pub(crate) warning: Option<String>,
    /// What is wrong with it so far.
    pub(crate) problem: Option<String>,
}

/// The field beside a value in which its source is typed.
#[derive(Default)]
pub(crate) struct SourceField {
    pub(crate) input: Input,
    /// Whether keys go there.
    pub(crate) is_active: bool,
}

impl Typing {
    /// A line that goes on after what is there.
    pub(crate) fn at_end(what: Typed, text: String) -> Typing {
        let input = Input::new(text);
        Typing { what, input, is_selected: false, source: None, warning: None, problem: None }
    }

    /// A line in which what is typed takes the place of what is there.
    pub(crate) fn over(what: Typed, text: String) -> Typing {
        Typing { is_selected: !text.is_empty(), ..Typing::at_end(what, text) }
    }

    /// The field in which keys type.
    pub(crate) fn field(&mut self) -> &mut Input {
        match &mut self.source {
            Some(source) if source.is_active => &mut source.input,
            _ => &mut self.input,
        }
    }

    /// The source that was typed; none where nothing was.
    pub(crate) fn source_text(&self) -> Option<String> {
        let text = self.source.as_ref()?.input.value().trim();
        (!text.is_empty()).then(|| text.to_owned())
    }
}

/// What a typed line is for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Typed {
    Filter,
    /// Remarks to keep with judgements of weights.
    Remarks,
    Weight(CriterionId),
    Value(Target),
    /// A mark.
    Mark(Seat),
    /// Why a mark is what it is, and whether the rule asks for it.
    Note(Seat, bool),
    /// Why this mark was agreed on.
    Reason(Seat, Exact),
}

impl Typed {
    /// What is set when the line is accepted and the files allow it.
    pub(crate) fn target(&self) -> Option<Target> {
        match self {
            Typed::Filter | Typed::Remarks | Typed::Weight(_) => None,
            Typed::Value(target) => Some(target.clone()),
            Typed::Mark(seat) | Typed::Note(seat, _) | Typed::Reason(seat, _) => Some(seat.target()),
        }
    }
}
