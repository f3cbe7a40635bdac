//! `$filter`, as far as the tenant supports it: comparisons, `and`, `or`, `not`, `startswith`, `contains`.

use std::cmp::Ordering;

use graph_runtime::{ApiVersion, DateTimeOffset};
use serde_json::Value;

use super::{
    response::ErrorResponse,
    schema::{self, Object},
};

/// How deep parentheses may be nested.
const DEPTH: usize = 20;

/// A condition.
#[derive(Debug)]
pub(super) enum Filter {
    Compare(String, Comparison, Value),
    StartsWith(String, String),
    Contains(String, String),
    Not(Box<Filter>),
    And(Box<Filter>, Box<Filter>),
    Or(Box<Filter>, Box<Filter>),
}

/// A comparison of a property with a value.
#[derive(Debug, Clone, Copy)]
pub(super) enum Comparison {
    Equal,
    NotEqual,
    Greater,
    GreaterOrEqual,
    Less,
    LessOrEqual,
}

impl Filter {
    /// Parses a condition on the properties of a type.
    pub(super) fn parse(text: &str, kind: &str, version: ApiVersion) -> Result<Self, ErrorResponse> {
        let tokens = tokens(text).ok_or_else(|| invalid(text))?;
        let mut parser = Parser { text, tokens: &tokens, kind, version };
        let filter = parser.either(0)?;
        if parser.tokens.is_empty() { Ok(filter) } else { Err(invalid(text)) }
    }

    /// Returns whether an entity meets it.
    pub(super) fn admits(&self, entity: &Object) -> bool {
        let text = |property: &String| entity.get(property).and_then(Value::as_str).unwrap_or_default().to_lowercase();
        match self {
            Self::Compare(property, comparison, value) => {
                comparison.holds(entity.get(property).unwrap_or(&Value::Null), value)
            }
            Self::StartsWith(property, start) => text(property).starts_with(start),
            Self::Contains(property, part) => text(property).contains(part),
            Self::Not(inner) => !inner.admits(entity),
            Self::And(left, right) => left.admits(entity) && right.admits(entity),
            Self::Or(left, right) => left.admits(entity) || right.admits(entity),
        }
    }
}

impl Comparison {
    fn find(word: &str) -> Option<Self> {
        Some(match word {
            "eq" => Self::Equal,
            "ne" => Self::NotEqual,
            "gt" => Self::Greater,
            "ge" => Self::GreaterOrEqual,
            "lt" => Self::Less,
            "le" => Self::LessOrEqual,
            _ => return None,
        })
    }

    fn holds(self, left: &Value, right: &Value) -> bool {
        let order = order(left, right);
        match self {
            Self::Equal => order == Some(Ordering::Equal),
            Self::NotEqual => order != Some(Ordering::Equal),
            Self::Greater => order == Some(Ordering::Greater),
            Self::GreaterOrEqual => matches!(order, Some(Ordering::Greater | Ordering::Equal)),
            Self::Less => order == Some(Ordering::Less),
            Self::LessOrEqual => matches!(order, Some(Ordering::Less | Ordering::Equal)),
        }
    }
}

/// Compares two values: dates as moments, other texts without regard to case. `None` if they are not comparable.
pub(super) fn order(left: &Value, right: &Value) -> Option<Ordering> {
    match (left, right) {
        (Value::Null, Value::Null) => Some(Ordering::Equal),
        (Value::Bool(left), Value::Bool(right)) => Some(left.cmp(right)),
        (Value::Number(left), Value::Number(right)) => left.as_f64()?.partial_cmp(&right.as_f64()?),
        (Value::String(left), Value::String(right)) => {
            let moment = |text: &str| text.parse::<DateTimeOffset>().ok().map(|date| date.to_offset_date_time());
            match (moment(left), moment(right)) {
                (Some(left), Some(right)) => Some(left.cmp(&right)),
                _ => Some(left.to_lowercase().cmp(&right.to_lowercase())),
            }
        }
        _ => None,
    }
}

#[derive(Debug, Clone, PartialEq)]
enum Token {
    /// A name, an operator, a number, a date, `true`.
    Word(String),
    /// A text in quotes.
    Text(String),
    Open,
    Close,
    Comma,
}

fn tokens(text: &str) -> Option<Vec<Token>> {
    let mut tokens = Vec::new();
    let mut rest = text.trim_start();
    while let Some(first) = rest.chars().next() {
        let (token, length) = match first {
            '(' => (Token::Open, 1),
            ')' => (Token::Close, 1),
            ',' => (Token::Comma, 1),
            '\'' => {
                let (value, length) = quoted(rest)?;
                (Token::Text(value), length)
            }
            _ => {
                let length = rest.find([' ', '(', ')', ',', '\'']).unwrap_or(rest.len());
                (Token::Word(rest[..length].to_owned()), length)
            }
        };
        tokens.push(token);
        rest = rest[length..].trim_start();
    }
    Some(tokens)
}

/// Reads a text in quotes, in which a quote is doubled. Returns it and its length with the quotes.
fn quoted(text: &str) -> Option<(String, usize)> {
    let mut value = String::new();
    let mut quotes = text.char_indices().skip(1).peekable();
    while let Some((at, c)) = quotes.next() {
        if c != '\'' {
            value.push(c);
        } else if quotes.next_if(|(_, next)| *next == '\'').is_some() {
            value.push('\'');
        } else {
            return Some((value, at + 1));
        }
    }
    None
}

struct Parser<'t> {
    text: &'t str,
    tokens: &'t [Token],
    kind: &'t str,
    version: ApiVersion,
}

impl Parser<'_> {
    fn either(&mut self, depth: usize) -> Result<Filter, ErrorResponse> {
        let mut left = self.both(depth)?;
        while self.take_word("or") {
            left = Filter::Or(Box::new(left), Box::new(self.both(depth)?));
        }
        Ok(left)
    }

    fn both(&mut self, depth: usize) -> Result<Filter, ErrorResponse> {
        let mut left = self.one(depth)?;
        while self.take_word("and") {
            left = Filter::And(Box::new(left), Box::new(self.one(depth)?));
        }
        Ok(left)
    }

    fn one(&mut self, depth: usize) -> Result<Filter, ErrorResponse> {
        if depth > DEPTH {
            return Err(ErrorResponse::bad_request("The $filter expression is nested too deeply."));
        }
        if self.take_word("not") {
            return Ok(Filter::Not(Box::new(self.one(depth + 1)?)));
        }
        if self.take(&Token::Open) {
            let inner = self.either(depth + 1)?;
            return if self.take(&Token::Close) { Ok(inner) } else { Err(invalid(self.text)) };
        }
        let name = self.word()?;
        if self.take(&Token::Open) {
            let property = self.property()?;
            let text = if self.take(&Token::Comma) { self.quoted_text()? } else { return Err(invalid(self.text)) };
            if !self.take(&Token::Close) {
                return Err(invalid(self.text));
            }
            return match name.as_str() {
                "startswith" => Ok(Filter::StartsWith(property, text.to_lowercase())),
                "contains" => Ok(Filter::Contains(property, text.to_lowercase())),
                _ => Err(ErrorResponse::bad_request(format!("An unknown function with name '{name}' was found."))),
            };
        }
        schema::find(self.kind, self.version, &name)?;
        let comparison = Comparison::find(&self.word()?).ok_or_else(|| invalid(self.text))?;
        Ok(Filter::Compare(name, comparison, self.value()?))
    }

    fn property(&mut self) -> Result<String, ErrorResponse> {
        let name = self.word()?;
        schema::find(self.kind, self.version, &name)?;
        Ok(name)
    }

    fn word(&mut self) -> Result<String, ErrorResponse> {
        match self.next() {
            Some(Token::Word(word)) => Ok(word.clone()),
            _ => Err(invalid(self.text)),
        }
    }

    fn quoted_text(&mut self) -> Result<String, ErrorResponse> {
        match self.next() {
            Some(Token::Text(text)) => Ok(text.clone()),
            _ => Err(invalid(self.text)),
        }
    }

    fn value(&mut self) -> Result<Value, ErrorResponse> {
        match self.next() {
            Some(Token::Text(text)) => Ok(text.clone().into()),
            Some(Token::Word(word)) => match word.parse::<DateTimeOffset>() {
                Ok(date) => Ok(date.to_string().into()),
                Err(_) => serde_json::from_str(word).map_err(|_| invalid(self.text)),
            },
            _ => Err(invalid(self.text)),
        }
    }

    fn next(&mut self) -> Option<&Token> {
        let (first, rest) = self.tokens.split_first()?;
        self.tokens = rest;
        Some(first)
    }

    fn take(&mut self, token: &Token) -> bool {
        let found = self.tokens.first() == Some(token);
        if found {
            self.next();
        }
        found
    }

    fn take_word(&mut self, word: &str) -> bool {
        matches!(self.tokens.first(), Some(Token::Word(found)) if found == word) && self.next().is_some()
    }
}

fn invalid(text: &str) -> ErrorResponse {
    ErrorResponse::bad_request(format!("Invalid filter clause: syntax error in '{text}'."))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn admits(text: &str) -> bool {
        let entity = json!({
            "state": "valid", "appleId": "O'Brien", "automaticallyUpdateApps": true,
            "expirationDateTime": "2026-12-01T00:00:00Z", "countryOrRegion": null,
        });
        let filter =
            Filter::parse(text, "vppToken", ApiVersion::Beta).unwrap_or_else(|error| panic!("{text}: {error:?}"));
        filter.admits(entity.as_object().expect("an object"))
    }

    #[test]
    fn a_filter_selects_by_value_and_date() {
        for text in [
            "state eq 'valid'",
            "state eq 'VALID' and automaticallyUpdateApps eq true",
            "appleId eq 'o''brien'",
            "countryOrRegion eq null",
            "expirationDateTime lt 2026-12-01T02:00:00+01:00",
            "expirationDateTime ge 2026-12-01T00:00:00Z",
            "not (state eq 'expired' or state eq 'invalid')",
            "startswith(appleId,'O') and contains(appleId, 'brien')",
            "state eq 'x' or state eq 'y' and automaticallyUpdateApps eq true or state ne 'z'",
        ] {
            assert!(admits(text), "{text}");
        }
        for text in ["state ne 'valid'", "expirationDateTime gt 2027-01-01T00:00:00Z", "countryOrRegion eq 'us'"] {
            assert!(!admits(text), "{text}");
        }
    }

    #[test]
    fn a_wrong_filter_is_an_error() {
        let deep = format!("{}state eq 'x'{}", "(".repeat(40), ")".repeat(40));
        for text in [
            "",
            "state",
            "state eq",
            "state is 'x'",
            "nothing eq 1",
            "state eq 'x",
            "(state eq 'x'",
            "state eq 'x')",
            "endswith(state,'x')",
            "startswith(state)",
            "state eq 'x' and",
            "'x' eq state",
            &deep,
        ] {
            assert!(Filter::parse(text, "vppToken", ApiVersion::Beta).is_err(), "{text}");
        }
    }
}
