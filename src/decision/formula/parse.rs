//! The text of a formula as a tree. What cannot be read is said with its place and what to write instead.

use std::ops::Range;

use super::check::check;
use super::error::{Parsed, error};
use super::tokens::{Token, shown, tokens};
use super::{
    BidSet, Cut, Expression, FieldFigure, Figure, Function, MOST_BYTES, NOT, Name, Node, Operator, Room,
    SetName,
};
use crate::exact::{Exact, Mode, Rounding};
use crate::text::suggest::hint;

/// How deep parts may stand within each other.
const MOST_DEPTH: usize = 60;
/// How many parts operators may join in a row.
const MOST_JOINED: usize = 200;

/// Reads a formula whole.
pub(super) fn parse(text: &str) -> Parsed<Node> {
    if text.len() > MOST_BYTES {
        let help =
            format!("name parts of it, each with a formula of its own; {MOST_BYTES} bytes are the most");
        return error(MOST_BYTES..text.len(), "the formula is too long", help);
    }
    let tokens = tokens(text)?;
    let mut parser = Parser { text, tokens, at: 0, depth: 0 };
    let root = parser.expression(0)?;
    let (token, span) = parser.next();
    if token != Token::End {
        let help = parser.decimal_comma().unwrap_or("an operator such as + or * joins two parts".to_owned());
        return error(span, format!("{} does not follow from what stands before it", shown(&token)), help);
    }
    check(&root)?;
    Ok(root)
}

/// Words that stand for no name.
const KEYWORDS: [&str; 7] = ["if", "then", "else", "and", "or", "not", "where"];

struct Parser<'a> {
    text: &'a str,
    tokens: Vec<(Token, Range<usize>)>,
    at: usize,
    depth: usize,
}

impl Parser<'_> {
    fn peek(&self) -> (&Token, Range<usize>) {
        let (token, span) = &self.tokens[self.at];
        (token, span.clone())
    }

    fn next(&mut self) -> (Token, Range<usize>) {
        let next = self.tokens[self.at].clone();
        self.at = (self.at + 1).min(self.tokens.len() - 1);
        next
    }

    fn is_keyword(&self, word: &str) -> bool {
        matches!(self.peek().0, Token::Name(parts) if matches!(parts.as_slice(), [one] if one == word))
    }

    fn take_keyword(&mut self, word: &str, after: &str) -> Parsed<()> {
        if self.is_keyword(word) {
            self.next();
            return Ok(());
        }
        let (token, span) = self.next();
        error(
            span,
            format!("`{word}` is missing before {}", shown(&token)),
            format!("{after} is written: if A then B else C"),
        )
    }

    fn take(&mut self, wanted: &Token, help: &str) -> Parsed<Range<usize>> {
        let (token, span) = self.next();
        if token == *wanted {
            return Ok(span);
        }
        let help = self.decimal_comma().unwrap_or(help.to_owned());
        error(span, format!("{} is missing before {}", shown(wanted), shown(&token)), help)
    }

    /// What to write where the token that was taken last is a comma between two numbers that touch it.
    fn decimal_comma(&self) -> Option<String> {
        let at = self.at.checked_sub(1)?;
        let [before, comma, after] = self.tokens.get(at.checked_sub(1)?..=at + 1)? else { return None };
        let is_one = before.1.end == comma.1.start && comma.1.end == after.1.start;
        let (Token::Number(_), Token::Comma, Token::Number(_)) = (&before.0, &comma.0, &after.0) else {
            return None;
        };
        let text = |span: &Range<usize>| &self.text[span.clone()];
        is_one.then(|| format!("decimals have a point: {}.{}", text(&before.1), text(&after.1)))
    }

    /// The operator that comes next, where it binds as closely as is asked for.
    fn operator(&self, least: u8) -> Option<Operator> {
        let operator = match self.peek().0 {
            Token::Operator(operator) => *operator,
            Token::Name(parts) => match parts.as_slice() {
                [one] if one == "and" => Operator::And,
                [one] if one == "or" => Operator::Or,
                _ => return None,
            },
            _ => return None,
        };
        (operator.closeness() >= least).then_some(operator)
    }

    /// A part whose operators all bind at least so closely.
    fn expression(&mut self, least: u8) -> Parsed<Node> {
        self.depth += 1;
        if self.depth > MOST_DEPTH {
            return error(
                self.peek().1,
                "the formula is too deep here",
                "name parts of it, each with a formula of its own",
            );
        }
        let mut left = self.signed(least)?;
        let mut joined = 0;
        while let Some(operator) = self.operator(least) {
            let (_, place) = self.next();
            joined += 1;
            if joined > MOST_JOINED {
                return error(
                    place,
                    "too many parts are joined here",
                    "name some of them, each with a formula of its own",
                );
            }
            let right = match operator {
                Operator::Power => self.expression(super::SIGN)?,
                _ => self.expression(operator.closeness() + 1)?,
            };
            let span = left.span.start..right.span.end;
            left = Node { expression: Expression::Both(operator, Box::new([left, right])), span };
            if operator.compares() && self.operator(operator.closeness()).is_some_and(Operator::compares) {
                return error(
                    place.start..self.peek().1.end,
                    "three things are compared at once",
                    "join two comparisons: a < b and b < c",
                );
            }
        }
        self.depth -= 1;
        Ok(left)
    }

    /// A part that may begin with a sign, `not` or `if`.
    fn signed(&mut self, least: u8) -> Parsed<Node> {
        let start = self.peek().1.start;
        if *self.peek().0 == Token::Operator(Operator::Minus) {
            self.next();
            let part = self.expression(super::SIGN.max(least))?;
            let span = start..part.span.end;
            return Ok(Node { expression: Expression::Negative(Box::new(part)), span });
        }
        if *self.peek().0 == Token::Operator(Operator::Plus) {
            self.next();
            return self.expression(super::SIGN.max(least));
        }
        if self.is_keyword("not") {
            self.next();
            let part = self.expression(NOT.max(least))?;
            let span = start..part.span.end;
            return Ok(Node { expression: Expression::Not(Box::new(part)), span });
        }
        if self.is_keyword("if") {
            self.next();
            let condition = self.expression(1)?;
            self.take_keyword("then", "a choice")?;
            let then = self.expression(1)?;
            self.take_keyword("else", "a choice")?;
            let otherwise = self.expression(1)?;
            let span = start..otherwise.span.end;
            return Ok(Node { expression: Expression::If(Box::new([condition, then, otherwise])), span });
        }
        self.primary()
    }

    fn primary(&mut self) -> Parsed<Node> {
        let (token, span) = self.next();
        let expression = match token {
            Token::Number(number) if *self.peek().0 == Token::Percent => {
                let end = self.next().1.end;
                let expression = Expression::Number(Exact::of_percent(&number));
                return Ok(Node { expression, span: span.start..end });
            }
            Token::Number(number) => Expression::Number(number),
            Token::Quoted(word) => Expression::Word(word),
            Token::Open => {
                let part = self.expression(0)?;
                let end = self.take(&Token::Close, "every bracket that opens has to close")?.end;
                return Ok(Node { expression: part.expression, span: span.start..end });
            }
            Token::Name(parts) if *self.peek().0 == Token::Open => return self.call(&parts.join("."), &span),
            Token::Name(parts) => named(&parts, &span)?,
            Token::Operator(_) | Token::Close | Token::Comma | Token::Percent | Token::End => {
                return error(
                    span,
                    format!("a number or a name is missing before {}", shown(&token)),
                    "an operator needs a part on each side",
                );
            }
        };
        Ok(Node { expression, span })
    }

    fn call(&mut self, name: &str, span: &Range<usize>) -> Parsed<Node> {
        self.next();
        let figure = Figure::ALL.iter().find(|(one, ..)| *one == name);
        let cut = Cut::ALL.iter().find(|(one, _)| *one == name);
        let function = Function::ALL.iter().find(|(one, ..)| *one == name);
        let (expression, end) = match (figure, cut, function) {
            (Some((_, figure, more)), ..) => self.figure(*figure, *more, span)?,
            (_, Some((_, cut)), _) => self.rounded(*cut, span)?,
            (.., Some((_, function, least, most))) => {
                let (parts, end) = self.parts()?;
                count(name, parts.len(), *least..=*most, &(span.start..end))?;
                (Expression::Call(*function, parts), end)
            }
            (None, None, None) => {
                let known =
                    Figure::ALL.iter().map(|(one, ..)| *one).chain(Cut::ALL.iter().map(|(one, _)| *one));
                let known: Vec<&str> = known.chain(Function::ALL.iter().map(|(one, ..)| *one)).collect();
                let help = hint(name, &known, []);
                return error(span.clone(), format!("there is no function `{name}`"), help);
            }
        };
        Ok(Node { expression, span: span.start..end })
    }

    /// Parts with commas between, up to the bracket that closes them.
    fn parts(&mut self) -> Parsed<(Vec<Node>, usize)> {
        let mut parts = Vec::new();
        if *self.peek().0 == Token::Close {
            return Ok((parts, self.next().1.end));
        }
        loop {
            parts.push(self.expression(0)?);
            let (token, span) = self.next();
            match token {
                Token::Comma => {}
                Token::Close => return Ok((parts, span.end)),
                other => {
                    return error(
                        span,
                        format!("`,` or `)` is missing before {}", shown(&other)),
                        "parts of a function stand between brackets, with commas",
                    );
                }
            }
        }
    }

    /// What is left of a figure: its set, a condition, its parts.
    fn figure(&mut self, figure: Figure, more: usize, span: &Range<usize>) -> Parsed<(Expression, usize)> {
        let (token, place) = self.next();
        let sets: Vec<&str> = SetName::ALL.iter().map(|(one, _)| *one).collect();
        let of = format!(
            "write such as {}(admitted, facts.price): {} are the sets of bids",
            figure.name(),
            sets.join(", ")
        );
        let name = match &token {
            Token::Name(parts) => SetName::ALL.iter().find(|(one, _)| [*one] == *parts.as_slice()),
            _ => None,
        };
        let Some((_, name)) = name else {
            return error(
                place,
                format!("a figure of the field names its set first, and {} is none", shown(&token)),
                of,
            );
        };
        let condition = if self.is_keyword("where") {
            self.next();
            Some(self.expression(1)?)
        } else {
            None
        };
        let (token, place) = self.next();
        let (parts, end) = match token {
            Token::Comma => self.parts()?,
            Token::Close => (Vec::new(), place.end),
            other => {
                return error(place, format!("`,` or `)` is missing before {}", shown(&other)), of);
            }
        };
        let wanted = if figure == Figure::Count { 0..=0 } else { 1 + more..=1 + more };
        count(figure.name(), parts.len(), wanted, &(span.start..end))?;
        let set = BidSet { name: *name, condition };
        Ok((Expression::Field(Box::new(FieldFigure { figure, set, parts })), end))
    }

    /// What is left of a rounding: the number, the digits, the way.
    fn rounded(&mut self, cut: Cut, span: &Range<usize>) -> Parsed<(Expression, usize)> {
        let mut parts = vec![self.expression(0)?];
        let mut mode = None;
        loop {
            let (token, place) = self.next();
            match token {
                Token::Close => {
                    count(cut.name(), parts.len(), 1..=2, &(span.start..place.end))?;
                    return Ok((Expression::Rounded(cut, parts, mode), place.end));
                }
                Token::Comma if cut == Cut::Round && parts.len() == 2 && mode.is_none() => {
                    mode = Some(self.mode()?);
                }
                Token::Comma if mode.is_none() => parts.push(self.expression(0)?),
                other => {
                    let help = "write such as round(facts.price, 2) or round(facts.price, 2, half-even)";
                    return error(place, format!("`)` is missing before {}", shown(&other)), help);
                }
            }
        }
    }

    /// A way to round, up to the bracket.
    fn mode(&mut self) -> Parsed<Mode> {
        let start = self.peek().1.start;
        while !matches!(self.peek().0, Token::Close | Token::End) {
            self.next();
        }
        let span = start..self.peek().1.start;
        let word = self.text[span.clone()].trim().replace('_', "-");
        match format!("0 {word}").parse::<Rounding>() {
            Ok(rounding) => Ok(rounding.mode),
            Err(_) => error(
                span,
                format!("`{word}` is no way to round"),
                "ways are half-up, half-even, truncate, up",
            ),
        }
    }
}

/// Refuses a wrong number of parts.
fn count(
    name: &str,
    given: usize,
    wanted: std::ops::RangeInclusive<usize>,
    span: &Range<usize>,
) -> Parsed<()> {
    if wanted.contains(&given) {
        return Ok(());
    }
    let (least, most) = (wanted.start(), wanted.end());
    let takes = if least == most { format!("{least}") } else { format!("{least} to {most}") };
    let beside = if Figure::ALL.iter().any(|(one, ..)| *one == name) { " besides the set" } else { "" };
    error(
        span.clone(),
        format!("`{name}` takes {takes} parts{beside}, not {given}"),
        "weigh guide formulas shows each function",
    )
}

/// A name with its room.
fn named(parts: &[String], span: &Range<usize>) -> Parsed<Expression> {
    let rooms: Vec<&str> = Room::ALL.iter().map(|(name, _)| *name).collect();
    match parts {
        [one] if KEYWORDS.contains(&one.as_str()) => error(
            span.clone(),
            format!("a part is missing before `{one}`"),
            "a choice is written: if A then B else C",
        ),
        [one] => {
            let is_function = Figure::ALL.iter().any(|(name, ..)| name == one)
                || Function::ALL.iter().any(|(name, ..)| name == one)
                || Cut::ALL.iter().any(|(name, _)| name == one);
            if is_function {
                return error(
                    span.clone(),
                    format!("`{one}` needs its parts in brackets"),
                    format!("write {one}(...)"),
                );
            }
            if SetName::ALL.iter().any(|(name, _)| name == one) {
                return error(
                    span.clone(),
                    format!("`{one}` is a set of bids, not a number"),
                    format!("write such as count({one}) or mean({one}, facts.price)"),
                );
            }
            let help = format!(
                "write facts.{one} for a fact, points.{one} for points; rooms are {}",
                rooms.join(", ")
            );
            error(span.clone(), format!("`{one}` does not say where it stands"), help)
        }
        [room, id @ ..] => match Room::ALL.iter().find(|(name, _)| name == room) {
            Some((_, room)) => Ok(Expression::Name(Name { room: *room, id: id.join(".") })),
            None => {
                // Facts whose ids have a point themselves.
                let help = match crate::decision::panel::lowest_mark_of(&format!("{room}.{}", id.join("."))) {
                    Some(_) => format!("write facts.{room}.{}", id.join(".")),
                    None => hint(room, &rooms, []),
                };
                error(span.clone(), format!("`{room}` is no room of names"), help)
            }
        },
        [] => error(span.clone(), "a name is missing", "write such as facts.price"),
    }
}
