//! What a page says of itself before its text.

/// The fields of a page's front matter that are of use.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct FrontMatter {
    /// The title.
    pub(super) title: Option<String>,
    /// The description.
    pub(super) description: Option<String>,
    /// The product, `intune`.
    pub(super) product: Option<String>,
    /// The language, `de-DE`.
    pub(super) locale: Option<String>,
    /// The date, `2019-03-29`.
    pub(super) date: Option<String>,
}

/// Splits a page into its front matter and its text.
pub(super) fn split(text: &str) -> (FrontMatter, &str) {
    let text = text.trim_start_matches(['\r', '\n']);
    let Some(rest) = text.strip_prefix("---") else { return (FrontMatter::default(), text) };
    let Some(end) = rest.find("\n---") else { return (FrontMatter::default(), text) };
    let mut front_matter = FrontMatter::default();
    for (key, value) in rest[..end].lines().filter_map(|line| line.split_once(':')) {
        let value = value.trim().trim_matches(['"', '\'']);
        if value.is_empty() {
            continue;
        }
        let field = match key.trim() {
            "title" => &mut front_matter.title,
            "description" => &mut front_matter.description,
            "ms.prod" | "ms.subservice" => &mut front_matter.product,
            "ms.contentlocale" => &mut front_matter.locale,
            "ms.lasthandoff" | "ms.date" => {
                // The day on which the translation was handed over is nearer to what the page says than any other.
                if let Some(date) = date(value)
                    && (key.trim() == "ms.lasthandoff" || front_matter.date.is_none())
                {
                    front_matter.date = Some(date);
                }
                continue;
            }
            _ => continue,
        };
        *field = Some(value.to_owned());
    }
    let body = &rest[end + "\n---".len()..];
    (front_matter, body.find('\n').map_or("", |end| &body[end..]))
}

/// Reads a date, `03/29/2019`.
fn date(text: &str) -> Option<String> {
    let mut numbers = text.split(['/', ' ']);
    let (month, day, year) = (numbers.next()?, numbers.next()?, numbers.next()?);
    let [month, day, year] = [month, day, year].map(|number| number.parse::<u16>().ok());
    let (month, day, year) = (month?, day?, year?);
    ((1..=12).contains(&month) && (1..=31).contains(&day) && year > 1999).then(|| format!("{year}-{month:02}-{day:02}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn front_matter_tells_title_language_and_date() {
        let text =
            "---\ntitle: \"A: b\"\r\nms.lasthandoff: 03/29/2019\nms.contentlocale: de-DE\nms.prod: Intune\n---\n# A\n";
        let (front_matter, body) = split(text);
        assert_eq!(front_matter.title.as_deref(), Some("A: b"));
        assert_eq!(front_matter.date.as_deref(), Some("2019-03-29"));
        assert_eq!(front_matter.locale.as_deref(), Some("de-DE"));
        assert_eq!(body, "\n# A\n");
    }

    #[test]
    fn a_page_may_have_no_front_matter() {
        assert_eq!(split("# A\n---\n"), (FrontMatter::default(), "# A\n---\n"));
        assert_eq!(split("---\ntitle: a"), (FrontMatter::default(), "---\ntitle: a"));
    }
}
