//! Workbooks of Excel 2007 and later, part by part.

use std::collections::BTreeMap;

use super::package::Package;
use super::xml::{Step, Tag, walk};
use super::{
    Area, Book, Cell, CellsError, Content, Counter, Formula, MOST_AREAS, MOST_SHEETS, Seen, Sheet, cell_at,
    number,
};

/// Reads a workbook.
pub(super) fn read(package: &mut Package<'_>) -> Result<Book, CellsError> {
    let mut book = Book::default();
    if package.names().any(|name| name.ends_with("vbaProject.bin")) {
        book.remarks.push("the workbook has macros: they are not looked at".to_owned());
    }
    if package.names().any(|name| name.starts_with("xl/externalLinks/")) {
        book.remarks.push("the workbook links to other files: they are not opened".to_owned());
    }
    let root = relations(package, "_rels/.rels")?;
    let workbook = root
        .values()
        .find(|target| target.to_lowercase().ends_with(".xml") && target.contains("workbook"))
        .cloned()
        .unwrap_or_else(|| "xl/workbook.xml".to_owned());
    let (listed, is_from_1904) = workbook_part(package, &workbook, &mut book)?;
    let (folder, file) = workbook.rsplit_once('/').unwrap_or(("", &workbook));
    let targets = relations(package, &format!("{folder}/_rels/{file}.rels"))?;
    let texts = shared_texts(package, &format!("{folder}/sharedStrings.xml"))?;
    let formats = formats(package, &format!("{folder}/styles.xml"))?;
    let mut counter = Counter::default();
    for (mut sheet, relation) in listed {
        let Some(target) = targets.get(&relation).filter(|target| target.contains("worksheets/")) else {
            continue;
        };
        let path = resolved(folder, target);
        if let Some(text) = package.part(&path)? {
            cells(&path, &text, &mut sheet, &texts, &formats, &mut counter)?;
            notes(package, &path, &mut sheet)?;
        }
        book.sheets.push(sheet);
    }
    if is_from_1904 {
        book.count_from_1900();
    }
    Ok(book)
}

/// The sheets that the workbook lists, with the ids of their relations, and whether its days count from 1904.
fn workbook_part(
    package: &mut Package<'_>,
    path: &str,
    book: &mut Book,
) -> Result<(Vec<(Sheet, String)>, bool), CellsError> {
    let text = package.part(path)?.ok_or_else(|| CellsError::Damaged(format!("it has no {path}")))?;
    let (mut sheets, mut name, mut said) = (Vec::new(), None, String::new());
    let mut is_from_1904 = false;
    walk(path, &text, |step| {
        match step {
            Step::Open(tag) if tag.name == "sheet" => {
                let seen = if matches!(tag.get("state"), Some("hidden" | "veryHidden")) {
                    Seen::Hidden
                } else {
                    Seen::Visible
                };
                let named = tag.get("name").unwrap_or_default().to_owned();
                let sheet = Sheet { name: named, seen, ..Sheet::default() };
                sheets.push((sheet, tag.get("id").unwrap_or_default().to_owned()));
                if sheets.len() > MOST_SHEETS {
                    return Err(CellsError::TooMuch(format!(
                        "the workbook has more than {MOST_SHEETS} sheets"
                    )));
                }
            }
            Step::Open(tag) if tag.name == "workbookPr" => {
                is_from_1904 = matches!(tag.get("date1904"), Some("1" | "true"));
            }
            Step::Open(tag) if tag.name == "definedName" => {
                name = tag.get("name").map(str::to_lowercase);
                said.clear();
            }
            Step::Text(text) if name.is_some() => said.push_str(text),
            Step::Close("definedName") => {
                book.names.extend(name.take().map(|name| (name, said.clone())));
            }
            _ => {}
        }
        Ok(())
    })?;
    Ok((sheets, is_from_1904))
}

/// What the ids of a part lead to; what lies outside of the file is left out.
fn relations(package: &mut Package<'_>, path: &str) -> Result<BTreeMap<String, String>, CellsError> {
    let mut targets = BTreeMap::new();
    let Some(text) = package.part(path)? else { return Ok(targets) };
    walk(path, &text, |step| {
        if let Step::Open(tag) = step
            && tag.name == "Relationship"
            && tag.get("TargetMode") != Some("External")
            && let (Some(id), Some(target)) = (tag.get("Id"), tag.get("Target"))
        {
            targets.insert(id.to_owned(), target.trim_start_matches('/').to_owned());
        }
        Ok(())
    })?;
    Ok(targets)
}

/// A path within the package, seen from a folder of it.
fn resolved(folder: &str, target: &str) -> String {
    if target.starts_with("xl/") {
        return target.to_owned();
    }
    let mut parts: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
    for part in target.split('/') {
        match part {
            ".." => drop(parts.pop()),
            "." | "" => {}
            part => parts.push(part),
        }
    }
    parts.join("/")
}

/// The texts that cells share; how they are read aloud is left out.
fn shared_texts(package: &mut Package<'_>, path: &str) -> Result<Vec<String>, CellsError> {
    let mut texts = Vec::new();
    let Some(part) = package.part(path)? else { return Ok(texts) };
    let (mut text, mut is_text, mut is_phonetic) = (String::new(), false, false);
    walk(path, &part, |step| {
        match step {
            Step::Open(tag) if tag.name == "t" => is_text = true,
            Step::Open(tag) if tag.name == "rPh" => is_phonetic = true,
            Step::Text(part) if is_text && !is_phonetic => text.push_str(part),
            Step::Close("t") => is_text = false,
            Step::Close("rPh") => is_phonetic = false,
            Step::Close("si") => texts.push(std::mem::take(&mut text)),
            _ => {}
        }
        Ok(())
    })?;
    Ok(texts)
}

/// The number format of each style of cells.
fn formats(package: &mut Package<'_>, path: &str) -> Result<Vec<String>, CellsError> {
    let mut codes: BTreeMap<u32, String> =
        BUILT_IN.iter().map(|(id, code)| (*id, (*code).to_owned())).collect();
    let (mut styles, mut is_cells) = (Vec::new(), false);
    let Some(part) = package.part(path)? else { return Ok(styles) };
    walk(path, &part, |step| {
        match step {
            Step::Open(tag) if tag.name == "numFmt" => {
                let id = tag.get("numFmtId").and_then(|id| id.parse().ok());
                codes.extend(id.map(|id| (id, tag.get("formatCode").unwrap_or_default().to_owned())));
            }
            Step::Open(tag) if tag.name == "cellXfs" => is_cells = true,
            Step::Close("cellXfs") => is_cells = false,
            Step::Open(tag) if is_cells && tag.name == "xf" => {
                let id: u32 = tag.get("numFmtId").and_then(|id| id.parse().ok()).unwrap_or_default();
                let code = codes.get(&id).cloned().unwrap_or_default();
                styles.push(if code == "General" { String::new() } else { code });
            }
            _ => {}
        }
        Ok(())
    })?;
    Ok(styles)
}

/// The number formats that a workbook need not spell out, those with a meaning. Source: ECMA-376, 18.8.30.
const BUILT_IN: [(u32, &str); 21] = [
    (1, "0"),
    (2, "0.00"),
    (3, "#,##0"),
    (4, "#,##0.00"),
    (9, "0%"),
    (10, "0.00%"),
    (11, "0.00E+00"),
    (14, "dd/mm/yyyy"),
    (15, "d-mmm-yy"),
    (16, "d-mmm"),
    (17, "mmm-yy"),
    (18, "h:mm AM/PM"),
    (19, "h:mm:ss AM/PM"),
    (20, "h:mm"),
    (21, "h:mm:ss"),
    (22, "m/d/yy h:mm"),
    (37, "#,##0"),
    (38, "#,##0"),
    (39, "#,##0.00"),
    (40, "#,##0.00"),
    (49, "@"),
];

/// The number format of an id that every program knows.
pub(super) fn built_in(id: u32) -> Option<String> {
    BUILT_IN.iter().find(|(known, _)| *known == id).map(|(_, code)| (*code).to_owned())
}

/// A cell as it is being read.
#[derive(Default)]
struct Open {
    at: (u32, u32),
    style: usize,
    kind: String,
    value: String,
    formula: Option<String>,
    shared: Option<u32>,
}

/// What is read of a sheet beside its cells.
#[derive(Default)]
struct Reading {
    /// Row and column of the next cell that does not say where it stands.
    next: (u32, u32),
    cell: Open,
    is_value: bool,
    is_formula: bool,
    is_phonetic: bool,
    /// Formulas that several cells share: text and first cell.
    shared: BTreeMap<u32, (String, (u32, u32))>,
    hidden_rows: Vec<(u32, u32)>,
    hidden_columns: Vec<(u32, u32)>,
}

/// Reads the cells of a sheet.
fn cells(
    path: &str,
    text: &str,
    sheet: &mut Sheet,
    texts: &[String],
    formats: &[String],
    counter: &mut Counter,
) -> Result<(), CellsError> {
    let mut reading = Reading::default();
    walk(path, text, |step| {
        match step {
            Step::Open(tag) => reading.open(tag, sheet)?,
            Step::Text(text) if reading.is_value && !reading.is_phonetic => reading.cell.value.push_str(text),
            Step::Text(text) if reading.is_formula => {
                reading.cell.formula.get_or_insert_default().push_str(text);
            }
            Step::Close("v" | "t") => reading.is_value = false,
            Step::Close("f") => reading.is_formula = false,
            Step::Close("rPh") => reading.is_phonetic = false,
            Step::Close("c") => {
                let at = reading.cell.at;
                let cell = reading.close(texts, formats);
                if !cell.is_blank() {
                    counter.one()?;
                    sheet.cells.insert(at, cell);
                }
            }
            _ => {}
        }
        Ok(())
    })?;
    sheet.keep_hidden(&reading.hidden_rows, &reading.hidden_columns);
    Ok(())
}

impl Reading {
    fn open(&mut self, tag: &Tag, sheet: &mut Sheet) -> Result<(), CellsError> {
        let count = |name: &str| tag.get(name).and_then(|text| text.parse::<u32>().ok());
        match tag.name.as_str() {
            "sheetView" => sheet.is_right_to_left |= tag.is("rightToLeft"),
            "col" if tag.is("hidden") => {
                let (from, to) = (count("min").unwrap_or(1), count("max").unwrap_or(1));
                self.hidden_columns.push((from.saturating_sub(1), to.saturating_sub(1)));
            }
            "row" => {
                let row = count("r").map_or(self.next.0, |row| row.saturating_sub(1));
                self.next = (row, 0);
                if tag.is("hidden") {
                    self.hidden_rows.push((row, row));
                }
            }
            "c" => {
                let at = tag.get("r").and_then(cell_at).unwrap_or(self.next);
                self.next = (at.0, at.1.saturating_add(1));
                self.cell = Open {
                    at,
                    style: count("s").unwrap_or_default() as usize,
                    kind: tag.get("t").unwrap_or("n").to_owned(),
                    ..Open::default()
                };
            }
            "v" | "t" => self.is_value = true,
            "rPh" => self.is_phonetic = true,
            "f" => {
                self.is_formula = true;
                self.cell.formula = Some(String::new());
                self.cell.shared = (tag.get("t") == Some("shared")).then(|| count("si")).flatten();
            }
            "mergeCell" => {
                let (from, to) = tag.get("ref").and_then(|area| area.split_once(':')).unwrap_or_default();
                if let (Some(from), Some(to)) = (cell_at(from), cell_at(to))
                    && from.0 <= to.0
                    && from.1 <= to.1
                {
                    sheet.merged.push(Area { from, to });
                }
            }
            _ => {}
        }
        if sheet.merged.len().max(self.hidden_rows.len()).max(self.hidden_columns.len()) > MOST_AREAS {
            return Err(CellsError::TooMuch(format!(
                "the sheet {} has more than {MOST_AREAS} merged or hidden areas",
                sheet.name
            )));
        }
        Ok(())
    }

    fn close(&mut self, texts: &[String], formats: &[String]) -> Cell {
        let Open { at, style, kind, value, formula, shared } = std::mem::take(&mut self.cell);
        let content = match kind.as_str() {
            "s" => {
                value.trim().parse::<usize>().ok().and_then(|at| texts.get(at)).cloned().map(Content::Text)
            }
            "str" | "inlineStr" => Some(Content::Text(value)),
            "b" => Some(Content::Logic(value.trim() == "1")),
            "e" => Some(Content::Fault(value)),
            _ => value.trim().parse().ok().map(number),
        };
        Cell {
            content: content.unwrap_or_default(),
            formula: formula.map(|text| self.formula(text, shared, at)),
            format: formats.get(style).cloned().unwrap_or_default(),
            note: None,
        }
    }

    /// A formula; one that is shared is written out for its first cell alone.
    fn formula(&mut self, text: String, shared: Option<u32>, at: (u32, u32)) -> Formula {
        let Some(id) = shared else { return Formula { text, shift: (0, 0) } };
        if !text.is_empty() {
            self.shared.insert(id, (text.clone(), at));
            return Formula { text, shift: (0, 0) };
        }
        let (text, from) = self.shared.get(&id).cloned().unwrap_or_default();
        let shift = (i64::from(at.0) - i64::from(from.0), i64::from(at.1) - i64::from(from.1));
        Formula { text, shift }
    }
}

/// The notes on the cells of a sheet.
fn notes(package: &mut Package<'_>, path: &str, sheet: &mut Sheet) -> Result<(), CellsError> {
    let (folder, file) = path.rsplit_once('/').unwrap_or(("", path));
    let targets = relations(package, &format!("{folder}/_rels/{file}.rels"))?;
    for target in targets.values().filter(|target| target.contains("comments")) {
        let path = resolved(folder, target);
        let Some(part) = package.part(&path)? else { continue };
        let (mut at, mut text, mut is_text) = (None, String::new(), false);
        walk(&path, &part, |step| {
            match step {
                Step::Open(tag) if matches!(tag.name.as_str(), "comment" | "threadedComment") => {
                    at = tag.get("ref").and_then(cell_at);
                    text.clear();
                }
                Step::Open(tag) if tag.name == "t" => is_text = true,
                Step::Text(part) if is_text => text.push_str(part),
                Step::Close("t") => is_text = false,
                Step::Close("comment") => {
                    if let Some(cell) = at.take().and_then(|at| sheet.cells.get_mut(&at)) {
                        cell.note = Some(text.trim().to_owned()).filter(|note| !note.is_empty());
                    }
                }
                _ => {}
            }
            Ok(())
        })?;
    }
    Ok(())
}
