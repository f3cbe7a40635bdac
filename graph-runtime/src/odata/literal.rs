//! String literals of OData, for filters and other expressions.

/// Quotes a text as a string literal of OData: in single quotes, with those in the text doubled.
///
/// Use it for every value that the program does not choose itself. Otherwise, a quote in the value would end the literal,
/// and what follows would become a part of the expression.
///
/// ```
/// use graph_runtime::{QueryOptions, odata};
///
/// let name = "O'Brien";
/// assert_eq!(odata::quoted(name), "'O''Brien'");
/// let options = QueryOptions::new().filter(format!("surname eq {}", odata::quoted(name)));
/// # let _ = options;
/// ```
#[must_use]
pub fn quoted(text: &str) -> String {
    let mut literal = String::with_capacity(text.len() + 2);
    push(&mut literal, text);
    literal
}

/// Quotes texts as a list of string literals, for the operator `in`.
///
/// OData has no empty list, so `None` is returned if there are no texts.
///
/// ```
/// use graph_runtime::odata;
///
/// let countries = odata::quoted_list(["Ireland", "Côte d'Ivoire"]);
/// assert_eq!(countries.as_deref(), Some("('Ireland','Côte d''Ivoire')"));
/// assert_eq!(odata::quoted_list([""; 0]), None);
/// ```
#[must_use]
pub fn quoted_list<S: AsRef<str>>(texts: impl IntoIterator<Item = S>) -> Option<String> {
    let mut list = String::new();
    for text in texts {
        list.push(if list.is_empty() { '(' } else { ',' });
        push(&mut list, text.as_ref());
    }
    (!list.is_empty()).then(|| list + ")")
}

fn push(literal: &mut String, text: &str) {
    literal.push('\'');
    for (place, piece) in text.split('\'').enumerate() {
        literal.push_str(if place > 0 { "''" } else { "" });
        literal.push_str(piece);
    }
    literal.push('\'');
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_text_can_end_its_literal() {
        for (text, literal) in
            [("", "''"), ("'", "''''"), ("a' or 1 eq 1", "'a'' or 1 eq 1'"), ("''", "''''''"), ("é\"", "'é\"'")]
        {
            assert_eq!(quoted(text), literal);
        }
        assert_eq!(quoted_list(["", "'"]).as_deref(), Some("('','''')"));
    }
}
