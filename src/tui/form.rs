//! A form: fields that are typed, picked from a list, or both, one below the other. What it is for reads it once it is done.

pub(crate) mod command;
pub(crate) mod draw;
pub(crate) mod fact;
pub(crate) mod make;
pub(crate) mod picture;
pub(crate) mod sections;
pub(crate) mod table;

use tui_input::{Input, InputRequest};

use super::action::Action;

/// The most characters of a field.
const LONGEST: usize = 4_000;

/// What a field takes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Takes {
    /// Whatever is typed; what can be picked is proposed.
    #[default]
    Text,
    /// One of what can be picked.
    OneOf,
    /// Several, with commas between them; others may be typed too.
    Several,
}

/// Something that can be picked.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Pick {
    pub(crate) text: String,
    /// What it is.
    pub(crate) says: String,
}

impl Pick {
    pub(crate) fn new(text: impl Into<String>, says: impl Into<String>) -> Pick {
        Pick { text: text.into(), says: says.into() }
    }
}

/// A field of a form.
#[derive(Clone, Debug, Default)]
pub(crate) struct Field {
    /// By which it is asked for.
    pub(crate) key: String,
    pub(crate) label: String,
    /// What belongs into it.
    pub(crate) says: String,
    pub(crate) input: Input,
    /// Whether all of it is selected: what is typed takes its place.
    pub(crate) is_selected: bool,
    pub(crate) takes: Takes,
    pub(crate) picks: Vec<Pick>,
    /// The row of the list that is selected; none while keys go into the text.
    pub(crate) row: Option<usize>,
    /// What was in it of a value that is another one now.
    pub(crate) was: String,
    /// Whether nothing was typed into a list that holds something: what is typed is a thing more.
    is_untouched: bool,
}

impl Field {
    /// A field for text.
    pub(crate) fn text(key: &str, label: &str, says: &str) -> Field {
        Field { key: key.to_owned(), label: label.to_owned(), says: says.to_owned(), ..Field::default() }
    }

    /// A field for one of a list, of which the first is picked.
    pub(crate) fn one_of(key: &str, label: &str, says: &str, picks: Vec<Pick>) -> Field {
        let input = Input::new(picks.first().map_or_else(String::new, |pick| pick.text.clone()));
        Field { takes: Takes::OneOf, picks, input, ..Field::text(key, label, says) }
    }

    /// The same, with what can be picked beside typing.
    pub(crate) fn with_picks(self, picks: Vec<Pick>) -> Field {
        Field { picks, ..self }
    }

    /// The same with a text, all of it selected.
    pub(crate) fn with(self, text: impl Into<String>) -> Field {
        let text = text.into();
        Field { is_selected: !text.is_empty() && self.takes == Takes::Text, input: Input::new(text), ..self }
    }

    /// What is in it, without spaces around it.
    pub(crate) fn value(&self) -> &str {
        self.input.value().trim()
    }

    pub(crate) fn put(&mut self, text: impl Into<String>) {
        self.input = Input::new(text.into());
        self.is_selected = false;
    }

    /// The rows of its list, by their place among what can be picked: those that hold what is typed.
    pub(crate) fn listed(&self) -> Vec<usize> {
        let typed = match self.takes {
            Takes::OneOf => "",
            Takes::Text if self.is_selected => "",
            Takes::Text => self.value(),
            Takes::Several => self.input.value().rsplit(',').next().unwrap_or_default().trim(),
        };
        let typed = typed.to_lowercase();
        let is_whole =
            self.takes == Takes::Several && self.picks.iter().any(|pick| pick.text.to_lowercase() == typed);
        let fits = |pick: &Pick| {
            typed.is_empty()
                || is_whole
                || [&pick.text, &pick.says].iter().any(|text| text.to_lowercase().contains(&typed))
        };
        (0..self.picks.len()).filter(|at| fits(&self.picks[*at])).collect()
    }

    /// The things of a field for several.
    pub(crate) fn things(&self) -> Vec<&str> {
        self.input.value().split(',').map(str::trim).filter(|thing| !thing.is_empty()).collect()
    }

    /// Puts a thing in, or takes it out.
    fn toggle(&mut self, thing: &str) {
        let is_in = self.things().contains(&thing);
        // Nothing and something do not go together.
        let alone = self.picks.first().map_or("", |pick| pick.text.as_str());
        let stays = |other: &&str| *other != thing && thing != alone && *other != alone;
        let mut things: Vec<String> = self.things().into_iter().filter(stays).map(str::to_owned).collect();
        if !is_in {
            // What is typed of it gives way.
            let listed = self.picks.iter().map(|pick| pick.text.to_lowercase()).collect::<Vec<_>>();
            let begun = |last: &String| {
                !listed.contains(&last.to_lowercase()) && thing.to_lowercase().contains(&last.to_lowercase())
            };
            if things.last().is_some_and(begun) {
                things.pop();
            }
            things.push(thing.to_owned());
        }
        self.put(things.join(", "));
    }

    /// Picks the next one of a list, or the one before.
    fn step(&mut self, steps: isize) {
        let at = self.picks.iter().position(|pick| pick.text == self.input.value()).unwrap_or(0);
        let count = self.picks.len().max(1);
        let next = (at.cast_signed() + steps).rem_euclid(count.cast_signed()).cast_unsigned();
        if let Some(text) = self.picks.get(next).map(|pick| pick.text.clone()) {
            self.put(text);
        }
    }

    /// Picks the next one that begins with a letter.
    fn jump(&mut self, letter: char) {
        let at = self.picks.iter().position(|pick| pick.text == self.input.value()).unwrap_or(0);
        let begins = |pick: &Pick| pick.text.to_lowercase().starts_with(letter.to_ascii_lowercase());
        let order = (at + 1..self.picks.len()).chain(0..=at);
        let found = order.into_iter().find(|at| self.picks.get(*at).is_some_and(begins));
        if let Some(text) = found.map(|at| self.picks[at].text.clone()) {
            self.put(text);
        }
    }

    fn typed(&mut self, request: InputRequest) {
        use InputRequest::{DeleteNextChar, DeleteNextWord, DeletePrevChar, DeletePrevWord, InsertChar};
        if self.takes == Takes::OneOf {
            match request {
                InsertChar(' ') | InputRequest::GoToNextChar => self.step(1),
                InputRequest::GoToPrevChar => self.step(-1),
                InsertChar(letter) => self.jump(letter),
                _ => {}
            }
            return;
        }
        self.row = None;
        if std::mem::take(&mut self.is_selected) {
            match request {
                InsertChar(_) => self.input.reset(),
                DeletePrevChar | DeleteNextChar | DeletePrevWord | DeleteNextWord => {
                    self.input.reset();
                    return;
                }
                _ => {}
            }
        }
        if std::mem::take(&mut self.is_untouched) && matches!(request, InsertChar(c) if c != ',') {
            self.input = Input::new(format!("{}, ", self.input.value()));
        }
        if !matches!(request, InsertChar(_)) || self.input.value().len() < LONGEST {
            self.input.handle(request);
        }
    }

    /// Makes it ready for typing: over what is in it, or after the things of a list.
    pub(crate) fn ready(&mut self) {
        let holds = !self.input.value().is_empty();
        self.is_selected = holds && self.takes == Takes::Text;
        self.is_untouched = holds && self.takes == Takes::Several;
    }
}

/// What a form is for.
#[derive(Clone, Debug)]
pub(crate) enum About {
    /// A part of a decision that is to be made, or the decision itself.
    New(make::Kind),
    /// A fact or a mark.
    Fact(Box<fact::Asked>),
    /// The keys of a table.
    Table(Box<table::Asked>),
    /// Which table of the files is to be opened.
    Sections(Vec<sections::Section>),
    /// What a command takes.
    Command(Box<command::Asked>),
}

/// A form.
#[derive(Clone, Debug)]
pub(crate) struct Form {
    pub(crate) title: String,
    pub(crate) about: About,
    pub(crate) fields: Vec<Field>,
    /// The place of the field that takes the keys.
    pub(crate) at: usize,
    /// What is to be known before it is filled in.
    pub(crate) warning: Option<String>,
    /// What is wrong with it so far.
    pub(crate) problem: Option<String>,
    /// What it would do.
    pub(crate) said: Option<String>,
    /// What it would look like, line by line.
    pub(crate) picture: Vec<String>,
}

/// What a key does to a form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Outcome {
    /// Nothing that its reader has to look at.
    Stays,
    /// A field has another value.
    Changed,
    /// A field has what was picked from its list.
    Picked,
    /// It is done.
    Done,
    /// It is left.
    Left,
    /// The value is to be typed as its file has it.
    Raw,
}

impl Form {
    pub(crate) fn new(title: impl Into<String>, about: About, fields: Vec<Field>) -> Form {
        Form {
            title: title.into(),
            about,
            fields,
            at: 0,
            warning: None,
            problem: None,
            said: None,
            picture: Vec::new(),
        }
    }

    /// What is in a field; nothing where it is not shown.
    pub(crate) fn value(&self, key: &str) -> &str {
        let field = self.fields.iter().enumerate().find(|(at, field)| field.key == key && self.is_shown(*at));
        field.map_or("", |(_, field)| field.value())
    }

    pub(crate) fn field(&self, key: &str) -> Option<&Field> {
        self.fields.iter().find(|field| field.key == key)
    }

    /// Puts a text into a field.
    pub(crate) fn put(&mut self, key: &str, text: impl Into<String>) {
        if let Some(field) = self.fields.iter_mut().find(|field| field.key == key) {
            field.put(text);
        }
    }

    /// Goes to a field; to the first after it where it is not asked for.
    pub(crate) fn go_to(&mut self, key: &str) {
        let at = self.fields.iter().position(|field| field.key == key).unwrap_or(0);
        self.at = self.shown().into_iter().find(|shown| *shown >= at).unwrap_or(0);
    }

    /// Whether a field is asked for, as the others are filled in.
    fn is_shown(&self, at: usize) -> bool {
        let key = self.fields[at].key.as_str();
        match &self.about {
            About::New(kind) => kind.is_shown(self, key),
            About::Fact(_) => fact::is_shown(self, key),
            About::Table(_) | About::Sections(_) => true,
            About::Command(_) => command::is_shown(self, key),
        }
    }

    /// The places of the fields that are asked for.
    pub(crate) fn shown(&self) -> Vec<usize> {
        (0..self.fields.len()).filter(|at| self.is_shown(*at)).collect()
    }

    fn step(&mut self, steps: isize) {
        let shown = self.shown();
        let at = shown.iter().position(|at| *at == self.at).unwrap_or(0);
        let next = (at.cast_signed() + steps).rem_euclid(shown.len().max(1).cast_signed()).cast_unsigned();
        self.at = shown.get(next).copied().unwrap_or(0);
    }

    /// Whether the field that takes the keys is the last that has to be looked at: a fact is its value, and the rest may
    /// stay.
    pub(crate) fn ends_here(&self) -> bool {
        matches!(self.about, About::Fact(_)) || self.shown().last() == Some(&self.at)
    }

    /// The next field, or the end of the form.
    fn next(&mut self) -> Outcome {
        if self.ends_here() {
            return Outcome::Done;
        }
        self.step(1);
        Outcome::Stays
    }

    /// Does what a key does.
    pub(crate) fn act(&mut self, action: &Action) -> Outcome {
        match action {
            Action::Back => return Outcome::Left,
            Action::Save => return Outcome::Done,
            Action::Raw => return Outcome::Raw,
            Action::NextPage => self.step(1),
            Action::PreviousPage => self.step(-1),
            Action::Select(place) => self.at = (*place).min(self.fields.len().saturating_sub(1)),
            Action::Open => return self.enter(),
            Action::Up | Action::Down => return self.move_in_list(matches!(action, Action::Down)),
            Action::Answer(row) => {
                self.fields[self.at].row = Some(*row);
                return self.pick(*row);
            }
            Action::Type(InputRequest::InsertChar(' '))
                if self.fields[self.at].takes == Takes::Several && self.fields[self.at].row.is_some() =>
            {
                return self.enter();
            }
            Action::Type(request) => {
                let field = &mut self.fields[self.at];
                let before = field.input.value().to_owned();
                field.typed(*request);
                if field.input.value() != before {
                    return Outcome::Changed;
                }
            }
            Action::Paste(text) => {
                let field = &mut self.fields[self.at];
                if field.takes != Takes::OneOf {
                    for c in text.chars().filter(|c| !c.is_control()).take(LONGEST) {
                        field.typed(InputRequest::InsertChar(c));
                    }
                    return Outcome::Changed;
                }
            }
            _ => {}
        }
        Outcome::Stays
    }

    fn enter(&mut self) -> Outcome {
        let field = &self.fields[self.at];
        match field.row.filter(|_| field.takes != Takes::OneOf) {
            Some(row) => self.pick(row),
            None => self.next(),
        }
    }

    /// Takes a row of the list of the field.
    fn pick(&mut self, row: usize) -> Outcome {
        let field = &mut self.fields[self.at];
        let Some(text) = field.listed().get(row).map(|at| field.picks[*at].text.clone()) else {
            return Outcome::Stays;
        };
        if field.takes == Takes::Several {
            field.toggle(&text);
        } else {
            field.put(text);
            field.row = None;
        }
        Outcome::Picked
    }

    fn move_in_list(&mut self, is_down: bool) -> Outcome {
        let steps = if is_down { 1 } else { -1 };
        let field = &mut self.fields[self.at];
        if field.takes == Takes::OneOf {
            self.step(steps);
            return Outcome::Stays;
        }
        let count = field.listed().len();
        match (field.row, is_down) {
            (Some(row), true) => field.row = Some((row + 1).min(count.saturating_sub(1))),
            (None, true) if count > 0 => field.row = Some(0),
            (Some(row), false) => field.row = row.checked_sub(1),
            // Above the list lies the field above.
            (None, _) => self.step(steps),
        }
        Outcome::Stays
    }
}
