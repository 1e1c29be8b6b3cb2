//! The signs and words of a formula.

use std::ops::Range;

use super::Operator;
use super::error::{Parsed, error};
use crate::exact::Exact;

/// A sign or word of a formula.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Token {
    Number(Exact),
    /// A name or keyword, or several with points between.
    Name(Vec<String>),
    Quoted(String),
    Operator(Operator),
    Open,
    Close,
    Comma,
    Percent,
    End,
}

/// A token as messages name it.
pub(super) fn shown(token: &Token) -> String {
    match token {
        Token::Number(number) => format!("`{number}`"),
        Token::Name(parts) => format!("`{}`", parts.join(".")),
        Token::Quoted(word) => format!("\"{word}\""),
        Token::Operator(operator) => {
            let sign = Operator::ALL.iter().find(|(_, one)| one == operator).map_or("", |(sign, _)| sign);
            format!("`{sign}`")
        }
        Token::Open => "`(`".to_owned(),
        Token::Close => "`)`".to_owned(),
        Token::Comma => "`,`".to_owned(),
        Token::Percent => "`%`".to_owned(),
        Token::End => "the end".to_owned(),
    }
}

/// Signs that people write for others.
const ALSO: [(&str, &str); 9] = [
    ("==", "="),
    ("<>", "!="),
    ("\u{2264}", "<="),
    ("\u{2265}", ">="),
    ("\u{2260}", "!="),
    ("\u{2212}", "-"),
    ("\u{d7}", "*"),
    ("\u{b7}", "*"),
    ("\u{f7}", "/"),
];

/// Takes a text apart.
pub(super) fn tokens(text: &str) -> Parsed<Vec<(Token, Range<usize>)>> {
    let mut tokens = Vec::new();
    let mut at = 0;
    while let Some(c) = text[at..].chars().next() {
        let rest = &text[at..];
        let (token, length) = match c {
            _ if c.is_whitespace() => {
                at += c.len_utf8();
                continue;
            }
            '(' => (Token::Open, 1),
            ')' => (Token::Close, 1),
            ',' => (Token::Comma, 1),
            '%' => (Token::Percent, 1),
            '"' => quoted(rest, at)?,
            _ if c.is_ascii_digit() => number(rest, at)?,
            _ if c.is_ascii_alphabetic() || c == '_' => name(rest, at)?,
            _ => sign(rest, at)?,
        };
        tokens.push((token, at..at + length));
        at += length;
    }
    tokens.push((Token::End, text.len()..text.len()));
    Ok(tokens)
}

fn sign(rest: &str, at: usize) -> Parsed<(Token, usize)> {
    let also = ALSO.iter().find(|(sign, _)| rest.starts_with(sign));
    let (sign, length) = also.map_or((rest, None), |(sign, meant)| (*meant, Some(sign.len())));
    let mut operators = Operator::ALL.iter().filter(|(name, _)| !name.starts_with(char::is_alphabetic));
    match operators.find(|(name, _)| sign.starts_with(name)) {
        Some((name, operator)) => Ok((Token::Operator(*operator), length.unwrap_or(name.len()))),
        None => {
            let c = rest.chars().next().unwrap_or_default();
            error(
                at..at + c.len_utf8(),
                format!("`{c}` is no sign of a formula"),
                "signs are + - * / ^ = != < <= > >= ( ) , %",
            )
        }
    }
}

fn number(rest: &str, at: usize) -> Parsed<(Token, usize)> {
    let length = rest.find(|c: char| !c.is_ascii_digit() && c != '.' && c != '_').unwrap_or(rest.len());
    let digits = rest[..length].replace('_', "");
    match Exact::parse(&digits) {
        Ok(number) => Ok((Token::Number(number), length)),
        Err(problem) => error(
            at..at + length,
            format!("`{}` is no number: {problem}", &rest[..length]),
            "write such as 1234.5, with a point",
        ),
    }
}

fn quoted(rest: &str, at: usize) -> Parsed<(Token, usize)> {
    let mut word = String::new();
    let mut chars = rest.char_indices().skip(1);
    while let Some((place, c)) = chars.next() {
        match c {
            '"' => return Ok((Token::Quoted(word), place + 1)),
            '\\' => word.extend(chars.next().map(|(_, c)| c)),
            _ => word.push(c),
        }
    }
    error(at..at + rest.len(), "the word does not end", "close it with \"")
}

/// A name, with all that follow it after points; a part of it may be in quotes.
fn name(rest: &str, at: usize) -> Parsed<(Token, usize)> {
    let is_in = |c: char| c.is_ascii_alphanumeric() || c == '_';
    let mut parts = Vec::new();
    let mut length = 0;
    loop {
        let here = &rest[length..];
        if here.starts_with('"') && !parts.is_empty() {
            if let (Token::Quoted(word), whole) = quoted(here, at + length)? {
                parts.push(word);
                length += whole;
            }
        } else {
            let taken = here.find(|c| !is_in(c)).unwrap_or(here.len());
            if taken == 0 {
                return error(
                    at..at + length,
                    "a name is missing after the point",
                    "write such as facts.price",
                );
            }
            parts.push(here[..taken].to_owned());
            length += taken;
        }
        match rest[length..].strip_prefix('.') {
            Some(_) => length += 1,
            None => return Ok((Token::Name(parts), length)),
        }
    }
}
