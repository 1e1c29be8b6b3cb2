//! Formulas as trees: what a replay needs of the language of spreadsheets.

use super::cells::{Formula, cell_at};

/// A formula taken apart.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Expression {
    Number(String),
    Text(String),
    Logic(bool),
    /// One cell, of the own sheet or of a named one.
    Cell(Option<String>, (u32, u32)),
    /// A range of cells: first and last.
    Range(Option<String>, (u32, u32), (u32, u32)),
    /// A defined name, in lower case.
    Name(String),
    /// A function, in capitals.
    Call(String, Vec<Expression>),
    /// One of `+ - %` on one value.
    Unary(char, Box<Expression>),
    /// An operator between two values.
    Binary(&'static str, Box<Expression>, Box<Expression>),
    /// What lies in another file, or an error that is written out.
    Outside,
}

impl Expression {
    /// The columns of its own sheet that it names.
    pub(super) fn columns(&self) -> Vec<u32> {
        match self {
            Expression::Cell(None, (_, column)) => vec![*column],
            Expression::Range(None, (_, from), (_, to)) if to - from < 50 => (*from..=*to).collect(),
            Expression::Call(_, arguments) => arguments.iter().flat_map(Expression::columns).collect(),
            Expression::Unary(_, inner) => inner.columns(),
            Expression::Binary(_, left, right) => [left.columns(), right.columns()].concat(),
            _ => Vec::new(),
        }
    }
}

/// Why a formula is not followed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Unreadable;

/// The deepest nesting that is followed.
const DEEPEST: usize = 60;
/// The longest formula that is followed, in bytes.
const LONGEST: usize = 8192;

/// Takes a formula apart.
pub(super) fn parse(formula: &Formula) -> Result<Expression, Unreadable> {
    if formula.text.len() > LONGEST {
        return Err(Unreadable);
    }
    let text = formula.text.strip_prefix('=').unwrap_or(&formula.text);
    let mut parser = Parser { rest: text, shift: formula.shift, depth: 0 };
    let expression = parser.comparison()?;
    parser.skip();
    if parser.rest.is_empty() { Ok(expression) } else { Err(Unreadable) }
}

struct Parser<'a> {
    rest: &'a str,
    shift: (i64, i64),
    depth: usize,
}

impl Parser<'_> {
    fn skip(&mut self) {
        self.rest = self.rest.trim_start();
    }

    fn take(&mut self, token: &str) -> bool {
        self.skip();
        let rest = self.rest.strip_prefix(token);
        self.rest = rest.unwrap_or(self.rest);
        rest.is_some()
    }

    /// One level of operators: the first of `operators` that stands here, as long as one does.
    fn level(
        &mut self,
        operators: &[&'static str],
        below: fn(&mut Self) -> Result<Expression, Unreadable>,
    ) -> Result<Expression, Unreadable> {
        let mut left = below(self)?;
        while let Some(operator) = operators.iter().copied().find(|operator| self.take(operator)) {
            left = Expression::Binary(operator, Box::new(left), Box::new(below(self)?));
        }
        Ok(left)
    }

    fn comparison(&mut self) -> Result<Expression, Unreadable> {
        self.depth += 1;
        if self.depth > DEEPEST {
            return Err(Unreadable);
        }
        let compared = self.level(&["<=", ">=", "<>", "=", "<", ">"], Self::joined);
        self.depth -= 1;
        compared
    }

    fn joined(&mut self) -> Result<Expression, Unreadable> {
        self.level(&["&"], Self::sum)
    }

    fn sum(&mut self) -> Result<Expression, Unreadable> {
        self.level(&["+", "-"], Self::product)
    }

    fn product(&mut self) -> Result<Expression, Unreadable> {
        self.level(&["*", "/"], Self::power)
    }

    fn power(&mut self) -> Result<Expression, Unreadable> {
        self.level(&["^"], Self::signed)
    }

    fn signed(&mut self) -> Result<Expression, Unreadable> {
        self.depth += 1;
        let sign = if self.depth > DEEPEST {
            return Err(Unreadable);
        } else {
            ['-', '+'].into_iter().find(|sign| self.take(&sign.to_string()))
        };
        let mut value = match sign {
            Some(sign) => Expression::Unary(sign, Box::new(self.signed()?)),
            None => self.primary()?,
        };
        self.depth -= 1;
        while self.take("%") {
            value = Expression::Unary('%', Box::new(value));
        }
        Ok(value)
    }

    fn primary(&mut self) -> Result<Expression, Unreadable> {
        self.skip();
        match self.rest.chars().next().ok_or(Unreadable)? {
            '(' => {
                self.take("(");
                let inner = self.comparison()?;
                if self.take(")") { Ok(inner) } else { Err(Unreadable) }
            }
            '"' => self.quoted('"').map(Expression::Text),
            '#' | '[' => {
                // An error that is written out, or a cell of another file.
                let end = self.rest.find([',', ';', ')', '+', '*', ' ']).unwrap_or(self.rest.len());
                self.rest = &self.rest[end..];
                Ok(Expression::Outside)
            }
            '0'..='9' | '.' => Ok(self.number()),
            '\'' => {
                let sheet = self.quoted('\'')?;
                if self.take("!") { self.reference(Some(sheet)) } else { Err(Unreadable) }
            }
            _ => self.word(),
        }
    }

    fn quoted(&mut self, quote: char) -> Result<String, Unreadable> {
        let mut text = String::new();
        let mut chars = self.rest.char_indices().skip(1).peekable();
        while let Some((at, c)) = chars.next() {
            if c != quote {
                text.push(c);
            } else if chars.peek().is_some_and(|(_, next)| *next == quote) {
                text.push(c);
                chars.next();
            } else {
                self.rest = &self.rest[at + c.len_utf8()..];
                return Ok(text);
            }
        }
        Err(Unreadable)
    }

    fn number(&mut self) -> Expression {
        let bytes = self.rest.as_bytes();
        let mut end = bytes.iter().take_while(|byte| byte.is_ascii_digit() || **byte == b'.').count();
        if matches!(bytes.get(end), Some(b'e' | b'E')) {
            let sign = usize::from(matches!(bytes.get(end + 1), Some(b'+' | b'-')));
            let digits = bytes[end + 1 + sign..].iter().take_while(|byte| byte.is_ascii_digit()).count();
            end += if digits > 0 { 1 + sign + digits } else { 0 };
        }
        let (number, rest) = self.rest.split_at(end);
        self.rest = rest;
        Expression::Number(if number.starts_with('.') { format!("0{number}") } else { number.to_owned() })
    }

    /// A name: of a function, a sheet, a cell, a defined name, true or false.
    fn word(&mut self) -> Result<Expression, Unreadable> {
        let is_in = |c: char| c.is_alphanumeric() || matches!(c, '_' | '.' | '$' | '\\') || !c.is_ascii();
        let end = self.rest.find(|c| !is_in(c)).unwrap_or(self.rest.len());
        let (word, rest) = self.rest.split_at(end);
        if word.is_empty() {
            return Err(Unreadable);
        }
        if let Some(rest) = rest.strip_prefix('!') {
            self.rest = rest;
            return self.reference(Some(word.to_owned()));
        }
        if let Some(rest) = rest.strip_prefix('(') {
            self.rest = rest;
            let name = word.to_uppercase();
            let name = name.rsplit("_XLFN.").next().unwrap_or(&name).to_owned();
            return Ok(Expression::Call(name, self.arguments()?));
        }
        match word.to_uppercase().as_str() {
            "TRUE" => self.rest = rest,
            "FALSE" => {
                self.rest = rest;
                return Ok(Expression::Logic(false));
            }
            _ if cell_at(word).is_some() => return self.reference(None),
            _ => {
                self.rest = rest;
                return Ok(Expression::Name(word.to_lowercase()));
            }
        }
        Ok(Expression::Logic(true))
    }

    fn arguments(&mut self) -> Result<Vec<Expression>, Unreadable> {
        let mut arguments = Vec::new();
        if self.take(")") {
            return Ok(arguments);
        }
        loop {
            arguments.push(self.comparison()?);
            if self.take(")") {
                return Ok(arguments);
            }
            if !self.take(",") && !self.take(";") {
                return Err(Unreadable);
            }
        }
    }

    /// A cell or a range.
    fn reference(&mut self, sheet: Option<String>) -> Result<Expression, Unreadable> {
        // A sheet of another file: `[1]Data!B2`, `'[Prices.xlsx]Data'!B2`.
        let is_outside = sheet.as_ref().is_some_and(|sheet| sheet.contains('['));
        let from = self.corner()?;
        let found = if self.take(":") {
            let to = self.corner()?;
            let first = (from.0.min(to.0), from.1.min(to.1));
            Expression::Range(sheet, first, (from.0.max(to.0), from.1.max(to.1)))
        } else {
            Expression::Cell(sheet, from)
        };
        Ok(if is_outside { Expression::Outside } else { found })
    }

    fn corner(&mut self) -> Result<(u32, u32), Unreadable> {
        let is_in = |c: char| c.is_ascii_alphanumeric() || c == '$';
        let end = self.rest.find(|c| !is_in(c)).unwrap_or(self.rest.len());
        let (name, rest) = self.rest.split_at(end);
        let (row, column) = cell_at(name).ok_or(Unreadable)?;
        self.rest = rest;
        let has_fixed_row = name.trim_start_matches('$').contains('$');
        let moved = |at: u32, shift: i64, is_fixed: bool| {
            if is_fixed { Ok(at) } else { u32::try_from(i64::from(at) + shift).map_err(|_| Unreadable) }
        };
        Ok((moved(row, self.shift.0, has_fixed_row)?, moved(column, self.shift.1, name.starts_with('$'))?))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Expression {
        parse(&Formula { text: text.to_owned(), shift: (0, 0) }).unwrap()
    }

    #[test]
    fn reads_what_sheets_hold() {
        assert_eq!(
            read("'My ''own'' sheet'!$B$2"),
            Expression::Cell(Some("My 'own' sheet".to_owned()), (1, 1))
        );
        assert!(matches!(read("30%*B5+20%*C5"), Expression::Binary("+", ..)));
        assert!(matches!(read("SUMPRODUCT($B4:$B12;C4:C12)/SUM(B4:B12)"), Expression::Binary("/", ..)));
        assert_eq!(read("[1]Data!B2"), Expression::Outside);
        assert!(parse(&Formula { text: "(".repeat(5000), shift: (0, 0) }).is_err());
    }

    #[test]
    fn a_shared_formula_moves_what_is_not_fixed() {
        let shared = Formula { text: "$B4*C$5".to_owned(), shift: (2, 3) };
        let cell = |row, column| Box::new(Expression::Cell(None, (row, column)));
        assert_eq!(parse(&shared).unwrap(), Expression::Binary("*", cell(5, 1), cell(4, 5)));
    }
}
