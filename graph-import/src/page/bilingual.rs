//! Pages with each sentence in two languages: the translation and English.

use std::borrow::Cow;

use super::Language;

const TRANSLATED: &str = "<span data-ttu-id=";
const ORIGINAL: &str = "<span class=\"sxs-lookup\">";
const END: &str = "</span>";

/// Returns the page with the sentences of one language, without the elements around them.
pub(super) fn select(text: &str, language: Language) -> Cow<'_, str> {
    if !text.contains(ORIGINAL) {
        return Cow::Borrowed(text);
    }
    let mut selected = String::with_capacity(text.len());
    // For each open element, whether its text is taken.
    let mut open: Vec<bool> = Vec::new();
    let mut rest = text;
    while let Some(start) = rest.find('<') {
        let taken = open.last().copied().unwrap_or(true);
        if taken {
            push(&mut selected, &rest[..start], !open.is_empty());
        }
        let tag = &rest[start..];
        if let Some(after) = tag.strip_prefix(END) {
            // An end without a start is text of the page.
            if open.pop().is_none() {
                selected.push_str(END);
            }
            rest = after;
        } else if !tag.starts_with("<span") {
            if taken {
                selected.push('<');
            }
            rest = &tag[1..];
        } else {
            let here = match language {
                Language::Translated => !tag.starts_with(ORIGINAL),
                Language::Original => !tag.starts_with(TRANSLATED),
            };
            open.push(taken && here);
            // A tag that never ends ends the page.
            rest = tag.split_once('>').map_or("", |(_, after)| after);
        }
    }
    if open.last().copied().unwrap_or(true) {
        selected.push_str(rest);
    }
    Cow::Owned(selected)
}

/// Adds a text. A sentence never goes on in a further line, which would end the row of a table.
fn push(selected: &mut String, text: &str, in_sentence: bool) {
    if in_sentence {
        selected.extend(text.chars().map(|c| if c == '\n' { ' ' } else { c }));
    } else {
        selected.push_str(text);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SENTENCE: &str = concat!(
        "## <a name=\"x\"></a><span data-ttu-id=\"a-1\">Übersetzt `a`</span><span class=\"sxs-lookup\">",
        "<span data-stu-id=\"a-1\">Original `a`</span></span>\n|<span data-ttu-id=\"a-2\">Typ</span>",
        "<span class=\"sxs-lookup\"><span data-stu-id=\"a-2\">Type</span></span>|"
    );

    #[test]
    fn a_sentence_in_two_languages_is_read_in_one() {
        let translated = select(SENTENCE, Language::Translated);
        assert_eq!(translated, "## <a name=\"x\"></a>Übersetzt `a`\n|Typ|");
        let original = select(SENTENCE, Language::Original);
        assert_eq!(original, "## <a name=\"x\"></a>Original `a`\n|Type|");
    }

    #[test]
    fn a_sentence_stays_in_its_row() {
        let row = "|a|<span data-ttu-id=\"1\">b\n</span><span class=\"sxs-lookup\"><span data-stu-id=\"1\">c</span></span>|\n";
        assert_eq!(select(row, Language::Translated), "|a|b |\n");
    }

    #[test]
    fn a_page_in_one_language_stays_as_it_is() {
        let text = "a <span>b</span> c";
        assert_eq!(select(text, Language::Original), text);
    }
}
