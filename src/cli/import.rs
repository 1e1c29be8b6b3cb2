//! `weigh import`: a spreadsheet as a workspace, or into the one that is there.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use sha2::{Digest, Sha256};

use super::args::{Global, Import as Arguments};
use super::output::Output;
use super::set::failure;
use super::settings;
use super::shell::{Exit, Failure, Question, Shell};
use super::take::{Taken, merged, scored};
use crate::diagnostic::Sources;
use crate::exact::hexadecimal;
use crate::files::edit::{write_new, write_whole};
use crate::files::pack::{Pack, Packed};
use crate::files::packing::PackingError;
use crate::files::workspace::{CRITERIA, plain, read_plain};
use crate::files::{Request, Snapshot, Turn, Workspace, is_id};
use crate::open::merge::Other;
use crate::open::{Opened, open, open_from};
use crate::score::Evaluation;
use crate::score::evaluation::VendorResult;
use crate::sheets::cells::{self, Book, MOST_BYTES};
use crate::sheets::proposal::Import;
use crate::sheets::questions::{Answer, Answers};
use crate::sheets::summary::{question, question_alone, summary};
use crate::sheets::write::{Origin, files};
use crate::sheets::{self, NoAnswer, NoTable, answers_file, import, import_into};
use crate::text::clean::cleaned;
use crate::text::letters::same_name;
use crate::text::typed_word;

/// A sheet that is being taken in.
struct Intake {
    book: Book,
    origin: Origin,
    answers: Answers,
    root: PathBuf,
    /// The file that what is decided goes into.
    decided: PathBuf,
    /// The decision that is there already.
    there: Option<Opened>,
}

pub(super) fn run(global: &Global, args: &Arguments, shell: &mut Shell<'_>) -> Result<Exit, Failure> {
    settings::refuse_pack(global)?;
    settings::refuse_what_if(global, "`import`")?;
    // -o is a folder here, and what is shown goes to standard output.
    let output = global.output.clone();
    shell.output = Output::default();
    let root = settings::directory(global).join(output.clone().unwrap_or_default());
    let mut intake = intake(global, args, &root, shell)?;
    let mut found = intake.read()?;
    let is_asked = shell.environment.is_interactive;
    if is_asked {
        found = intake.ask(found, shell)?;
    }
    shell.print(&cleaned(&summary(&found, &intake.book, &intake.origin.name)))?;
    let open = found.questions.iter().filter(|question| question.answer.is_none()).count();
    if open > 0 {
        intake.keep_decisions(&found)?;
        let decided = intake.decided.display();
        let typed = |path: &Path| typed_word(&path.to_string_lossy());
        let place = global.directory.as_ref().map(|base| format!(" -C {}", typed(base))).unwrap_or_default();
        let folder = output.map(|folder| format!(" -o {}", typed(&folder))).unwrap_or_default();
        let name = global.criteria.as_ref().map(|name| format!(" --criteria {name}")).unwrap_or_default();
        shell.mention(&format!(
            "\nwrote {decided} alone, with the questions: {open} of {} {} open; answer them there, then \
             `weigh{place} import {}{folder}{name} --write`\n",
            found.questions.len(),
            if open == 1 { "is" } else { "are" },
            typed(&args.sheet)
        ));
        return Ok(Exit::No);
    }
    if intake.there.is_some() {
        return intake.merge(&found, args, shell);
    }
    let theirs = intake.laid_out(&found)?;
    if let Err(problems) = theirs.decision() {
        let errors: Vec<_> = problems.iter().filter(|problem| problem.is_error()).cloned().collect();
        shell.show_problems(&errors, &theirs.sources, theirs.files);
        shell.mention(
            "\nnothing was written: of what the sheet says no decision can be made; mend it there\n",
        );
        return Ok(Exit::No);
    }
    let is_wanted = args.write || shell.environment.is_interactive && shell.confirms()?;
    if !is_wanted {
        if is_asked && !found.questions.is_empty() {
            // What was answered is not asked again.
            intake.keep_decisions(&found)?;
        }
        shell.mention("\nnothing is open; --write writes it\n");
        return Ok(Exit::Done);
    }
    let written = intake.write(&found)?;
    intake.keep_decisions(&found)?;
    let name = intake.origin.decision();
    let root = typed_word(&intake.root.to_string_lossy());
    let place = if intake.root == Path::new(".") { String::new() } else { format!(" -C {root}") };
    shell.mention(&format!("\nwrote {written} files; next: `weigh{place} rank --criteria {name}`\n"));
    if !found.is_scored {
        let file = intake.root.join(CRITERIA).join(format!("{name}.toml"));
        shell.mention(&format!("{} has a block for each fact, to be switched on\n", file.display()));
    }
    Ok(Exit::Done)
}

/// Reads the sheet and the answers.
fn intake(global: &Global, args: &Arguments, root: &Path, shell: &mut Shell<'_>) -> Result<Intake, Failure> {
    let root = plain(root);
    let path = &settings::incoming(global, &args.sheet);
    let cannot =
        |why: String| Failure::Input { message: format!("could not read {}: {why}", path.display()) };
    let bytes =
        read_plain(path, MOST_BYTES as u64).map_err(|error| Failure::Input { message: error.message })?;
    let book = cells::read(&bytes).map_err(|error| cannot(error.to_string()))?;
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let sha256 = hexadecimal(&Sha256::digest(&bytes));
    // The answers of another edition are read and not written into.
    let decided = plain(&root.join(format!("{name}.import.toml")));
    let decision = global.criteria.clone();
    if let Some(name) = decision.as_ref().filter(|name| !is_id(name)) {
        let message = format!("--criteria names the decision that the sheet becomes, and {name:?} is no id");
        return Err(Failure::Usage { message });
    }
    let origin = Origin { name, sha256, decision };
    let given = args.with.as_ref().map(|with| settings::incoming(global, with));
    let given = given.as_ref().unwrap_or(&decided);
    let answers = match fs::read_to_string(given) {
        Ok(text) => answers(given, &text, shell)?,
        Err(error) if error.kind() == io::ErrorKind::NotFound && args.with.is_none() => {
            earlier(&root, &origin, shell)?
        }
        Err(error) => {
            return Err(Failure::Input { message: format!("could not read {}: {error}", given.display()) });
        }
    };
    let mut intake = Intake { book, origin, answers, root, decided, there: None };
    if intake.criteria().is_file() {
        intake.there = Some(open(&intake.request()));
    }
    Ok(intake)
}

/// The answers that were given to earlier editions of what a decision was made from; where they differ, none.
fn earlier(root: &Path, origin: &Origin, shell: &mut Shell<'_>) -> Result<Answers, Failure> {
    let mut all = Answers::default();
    let mut files: Vec<PathBuf> =
        fs::read_dir(root).into_iter().flatten().filter_map(|entry| Some(entry.ok()?.path())).collect();
    files.retain(|file| file.to_string_lossy().ends_with(".import.toml"));
    files.sort();
    for file in files {
        let Ok(text) = fs::read_to_string(&file) else { continue };
        if answers_file::decision(&text).is_none_or(|decision| decision != origin.decision()) {
            continue;
        }
        let found = answers(&file, &text, shell)?;
        shell.mention(&format!("the answers in {} serve here too\n", plain(&file).display()));
        all.0.extend(found.0);
    }
    let differs = |one: &Answer| {
        all.0.iter().any(|other| one.answer != other.answer && one.is_of(&other.kind, &other.at))
    };
    Ok(Answers(all.0.iter().filter(|one| !differs(one)).cloned().collect()))
}

/// The answers of a file; what is wrong with it is shown.
fn answers(file: &Path, text: &str, shell: &mut Shell<'_>) -> Result<Answers, Failure> {
    let mut sources = Sources::default();
    let source = sources.add(file.display().to_string(), text);
    answers_file::read(text, source).map_err(|problems| {
        shell.show_problems(&problems, &sources, 1);
        Failure::Shown
    })
}

impl Intake {
    /// The criteria file that the sheet becomes, or goes into.
    fn criteria(&self) -> PathBuf {
        plain(&self.root.join(CRITERIA).join(format!("{}.toml", self.origin.decision())))
    }

    fn request(&self) -> Request {
        let workspace = Workspace { root: self.root.clone() };
        Request { criteria: self.criteria(), workspace, vendors: None, what_if: Vec::new() }
    }

    fn import(&self) -> Result<(Import, Vec<NoAnswer>), NoTable> {
        match self.there.as_ref().and_then(|there| there.decision().ok()) {
            Some(decision) => import_into(&self.book, &self.answers, decision),
            None => import(&self.book, &self.answers),
        }
    }

    /// What the sheet says with the answers so far.
    fn read(&self) -> Result<Import, Failure> {
        let cannot = |why: String| Failure::Input { message: format!("{}: {why}", self.origin.name) };
        let (found, refused) = self.import().map_err(|error| cannot(error.to_string()))?;
        if refused.is_empty() {
            return Ok(found);
        }
        let lines = refused.iter().map(|NoAnswer { question, answer, options }| {
            format!("{question}: \"{answer}\" is none of its options: {}", options.join(" | "))
        });
        let lines: Vec<String> = lines.collect();
        Err(Failure::Input { message: format!("{}: {}", self.decided.display(), lines.join("\n")) })
    }

    /// Asks what is open, one question after the other, until nothing is or the user stops.
    fn ask(&mut self, mut found: Import, shell: &mut Shell<'_>) -> Result<Import, Failure> {
        loop {
            let open = found.questions.iter().position(|question| question.answer.is_none());
            let Some(open) = open.map(|open| found.questions[open].clone()) else { return Ok(found) };
            let Some(said) = shell.ask(&asked(&open, &self.book))?.filter(|said| said != "q") else {
                return Ok(found);
            };
            let at = open.at.iter().map(|place| self.book.name(*place)).collect();
            self.answers.0.push(Answer { kind: open.kind.word().to_owned(), at, answer: said });
            let (next, refused) =
                self.import().map_err(|error| Failure::Input { message: error.to_string() })?;
            if refused.is_empty() {
                found = next;
            } else {
                self.answers.0.pop();
                let options = &refused[0].options;
                shell.say(&cleaned(&format!("that is none of the answers: {}\n", options.join(" | "))));
            }
        }
    }

    /// Writes what was decided; answers that were given stay.
    fn keep_decisions(&self, found: &Import) -> Result<(), Failure> {
        let text = answers_file::written(found, &self.book, &self.origin, &self.answers);
        let failed = |source| Failure::Write { what: self.decided.display().to_string(), source };
        if let Some(folder) = self.decided.parent().filter(|folder| !folder.as_os_str().is_empty()) {
            fs::create_dir_all(folder).map_err(failed)?;
        }
        write_whole(&self.decided, text.as_bytes()).map_err(failed)
    }

    /// Takes the sheet into the decision that is there, as `take` does.
    fn merge(&self, found: &Import, args: &Arguments, shell: &mut Shell<'_>) -> Result<Exit, Failure> {
        let workspace = Workspace { root: self.root.clone() };
        let _turn = Turn::take(&workspace, "weigh import", settings::PATIENCE)?;
        let opened = open(&self.request());
        let before = settings::evaluation_of(&opened, shell)?;
        let theirs = self.laid_out(found)?;
        let mut taken = Taken::default();
        let sheet = (self.origin.name.as_str(), Other::Sheet, found.renamed.as_slice());
        let edits = merged::take(&opened, &theirs, sheet, args.over, &mut taken)
            .map_err(|error| failure(error, shell))?;
        let after = scored(&taken.join(opened, edits), shell)?;
        taken.leave(self.other_totals(found, &after));
        shell.print("\n")?;
        // What could not be written was not changed.
        if args.write {
            taken.write(shell)?;
        }
        taken.show((&before, &after), args.write, shell)?;
        if let Some(exit) = taken.nothing(shell) {
            return Ok(exit);
        }
        if !args.write {
            if !(shell.environment.is_interactive && shell.confirms()?) {
                shell.mention("nothing was written; --write writes it\n");
                return Ok(Exit::Done);
            }
            taken.write(shell)?;
        }
        self.keep_decisions(found)?;
        Ok(Exit::Done)
    }

    /// The totals that the decision does not give with what is taken of the sheet.
    fn other_totals(&self, found: &Import, after: &Evaluation) -> Vec<String> {
        let points = after.decision.rule.points.exact();
        let other = found.totals.iter().filter_map(|total| {
            let vendor = &found.vendors[total.vendor];
            let is_it = |one: &&VendorResult| {
                one.id().as_str() == vendor.id || same_name(one.name()) == same_name(&vendor.name)
            };
            let own = after.vendors.iter().find(is_it)?.score.exact();
            let is_same = (own * &found.of).plain(6) == (&total.right * points).plain(6);
            (!is_same).then(|| {
                format!(
                    "the total of {}: {} of {} in {}, and {} of {} here, with what is not taken",
                    vendor.name,
                    total.right.plain(6),
                    found.of.plain(6),
                    self.book.name(total.place),
                    own.plain(6),
                    points.plain(6)
                )
            })
        });
        other.collect()
    }

    /// The decision as the sheet alone has it, which stands on no disk.
    fn laid_out(&self, found: &Import) -> Result<Opened, Failure> {
        let files = files(found, &self.book, &self.origin).into_iter();
        let files = files.map(|(path, text)| (path.to_string_lossy().into_owned(), text.into_bytes()));
        let pack = Pack::of(files.collect()).map_err(PackingError::from)?;
        let root = Path::new(&self.origin.name);
        let snapshot = Snapshot::of(Packed::new(root, pack));
        let criteria = root.join(CRITERIA).join(format!("{}.toml", self.origin.decision()));
        let workspace = Workspace { root: root.to_owned() };
        let request = Request { criteria: plain(&criteria), workspace, vendors: None, what_if: Vec::new() };
        Ok(open_from(&request, &Arc::new(snapshot)))
    }

    /// Writes the workspace; nothing that is there already is written over.
    fn write(&self, found: &Import) -> Result<usize, Failure> {
        let mut files = files(found, &self.book, &self.origin);
        // The schemas of an earlier decision stay.
        files.retain(|(path, _)| {
            let is_schema = path.extension().is_some_and(|extension| extension == "json");
            !is_schema || !self.root.join(path).is_file()
        });
        // What an earlier run wrote that was stopped stays as it is.
        files.retain(|(path, text)| {
            fs::read(self.root.join(path)).is_ok_and(|there| there != text.as_bytes())
                || !self.root.join(path).is_file()
        });
        let there =
            files.iter().map(|(path, _)| self.root.join(path)).filter(|path| path.symlink_metadata().is_ok());
        let there: Vec<String> = there.map(|path| path.display().to_string()).collect();
        if !there.is_empty() {
            let source = io::Error::other(
                "it is there already, and nothing is overwritten; -o DIR names another folder",
            );
            return Err(Failure::Write { what: there.join(", "), source });
        }
        // The criteria come last: as long as they are not there, there is no decision, and no half of one.
        let criteria = self.criteria();
        files.sort_by_key(|(path, _)| plain(&self.root.join(path)) == criteria);
        for (path, text) in &files {
            let path = self.root.join(path);
            write_new(&path, text.as_bytes())
                .map_err(|source| Failure::Write { what: path.display().to_string(), source })?;
        }
        Ok(files.len())
    }
}

/// A question of the import, as it is asked.
fn asked(open: &sheets::questions::Question, book: &Book) -> Question {
    let is_open = open.options.last().is_some_and(|option| option == sheets::questions::ANOTHER);
    let answers = open.options.iter().filter(|option| *option != sheets::questions::ANOTHER).cloned();
    let moves = if open.effect.is_empty() { String::new() } else { format!("\nmoves: {}", open.effect) };
    Question {
        text: question(open, book, 1),
        ask: question_alone(open, book) + &moves,
        answers: answers.collect(),
        is_open,
        prompt: "letter of the answer, or q to stop: ",
    }
}
