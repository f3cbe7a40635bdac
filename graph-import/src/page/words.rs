//! The few words of pages that carry a meaning, in the languages of the reference.
//!
//! Everything else is read by structure. A language that is not here loses these remarks alone.

/// Returns whether a description says that a property is read-only.
pub(super) fn says_read_only(text: &str) -> bool {
    const WORDS: [&str; 15] = [
        "read-only",
        "read only",
        "readonly",
        "schreibgeschützt",
        "nur lesen",
        "только для чтения",
        "доступно только для чтения",
        "доступна только для чтения",
        "доступен только для чтения",
        "только чтение",
        "読み取り専用",
        "只读",
        "唯讀",
        "lecture seule",
        "solo lectura",
    ];
    contains(text, &WORDS)
}

/// Returns whether a text says that something is required.
pub(super) fn says_required(text: &str) -> bool {
    const WORDS: [&str; 14] = [
        "required",
        "erforderlich",
        "обязательный",
        "обязательно",
        "обязателен",
        "требуется",
        "必須",
        "必需",
        "必填",
        "必要です",
        "obligatoire",
        "obligatorio",
        "requis",
        "requerido",
    ];
    contains(text, &WORDS) && !contains(text, &["not required", "nicht erforderlich", "не обязательн", "non requis"])
}

/// Returns whether a text says that something is optional.
pub(super) fn says_optional(text: &str) -> bool {
    const WORDS: [&str; 8] =
        ["optional", "необязательн", "дополнительно.", "省略可", "オプション", "可选", "facultatif", "opcional"];
    contains(text, &WORDS)
}

/// Returns whether a text says that something is not supported, or not available.
pub(super) fn says_unsupported(text: &str) -> bool {
    const WORDS: [&str; 13] = [
        "not support",
        "not available",
        "not applicable",
        "nicht unterstütz",
        "не поддерж",
        "недоступно",
        "サポートされていません",
        "サポートされません",
        "サポートしていません",
        "サポート対象外",
        "不支持",
        "不适用",
        "non pris en charge",
    ];
    contains(text, &WORDS)
}

/// Returns whether the text of a cell says that nothing is needed: `None.`.
pub(super) fn says_none(text: &str) -> bool {
    let text = text.trim().trim_end_matches(['.', '。']).to_lowercase();
    matches!(text.as_str(), "none" | "keine" | "нет" | "なし" | "无" | "無" | "aucune" | "ninguno")
}

/// Returns the kind of caller that the first cell of a row of permissions names in English.
pub(super) fn caller_in_english(text: &str) -> Option<usize> {
    let text = text.to_lowercase();
    if text.contains("personal") {
        Some(1)
    } else if text.contains("delegated") {
        Some(0)
    } else {
        (text.trim() == "application").then_some(2)
    }
}

/// Returns the kind of caller that the first cell of a row of permissions names: delegated, personal or application.
pub(super) fn caller(text: &str) -> Option<usize> {
    const PERSONAL: [&str; 6] = ["personal", "persönlich", "личн", "個人", "个人", "personnel"];
    const DELEGATED: [&str; 6] = ["delegated", "delegiert", "делегир", "委任", "委派", "délégué"];
    const APPLICATION: [&str; 5] = ["application", "anwendung", "приложение", "アプリケーション", "应用程序"];
    let text = text.trim().to_lowercase();
    if contains(&text, &PERSONAL) {
        Some(1)
    } else if contains(&text, &DELEGATED) {
        Some(0)
    } else if APPLICATION.contains(&text.as_str()) {
        Some(2)
    } else {
        None
    }
}

/// Returns whether a text says that there is no documentation yet.
pub(super) fn says_undocumented(text: &str) -> bool {
    const WORDS: [&str; 8] = [
        "not yet documented",
        "noch nicht dokumentiert",
        "не документирован",
        "не задокументирован",
        "нет документации",
        "まだ文書化されていません",
        "尚未记录",
        "尚未归档",
    ];
    contains(text, &WORDS)
}

/// Returns the list of values in a description that has none in backticks: `Possible values are: a, b.`.
pub(super) fn possible_values(text: &str) -> Option<&str> {
    let start = text.find("ossible values")?;
    let list = &text[start..];
    let list = &list[list.find(':')? + 1..];
    Some(list.split(". ").next().unwrap_or(list))
}

/// Returns the property that a common word of a translation stands for.
pub(super) fn property(text: &str) -> Option<&'static str> {
    const NAMES: [(&str, &[&str]); 2] = [
        ("description", &["beschreibung", "описание", "説明", "说明", "描述"]),
        ("id", &["bezeichner", "идентификатор", "код", "識別子", "标识符"]),
    ];
    let wanted = text.trim().to_lowercase();
    NAMES.iter().find(|(_, words)| words.contains(&wanted.as_str())).map(|(name, _)| *name)
}

/// Finds a status of a successful response in a text: `204 No Content`.
pub(super) fn status(text: &str) -> Option<u16> {
    let digits = |c: char| c.is_ascii_digit();
    let mut rest = text;
    while let Some(start) = rest.find(digits) {
        let number = &rest[start..];
        let end = number.find(|c| !digits(c)).unwrap_or(number.len());
        let before = rest[..start].chars().next_back();
        if let Ok(status @ (200..=206 | 302)) = number[..end].parse()
            && !before.is_some_and(|c| c.is_ascii_alphabetic() || matches!(c, '.' | '-' | '_' | ':'))
        {
            return Some(status);
        }
        rest = &number[end..];
    }
    None
}

fn contains(text: &str, words: &[&str]) -> bool {
    let text = text.to_lowercase();
    words.iter().any(|word| text.contains(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_status_is_found_in_any_wording() {
        assert_eq!(status("returns a `204 No Content` response code"), Some(204));
        assert_eq!(status("возвращает код отклика и объект 201 Created"), Some(201));
        assert_eq!(status("応答コード`200, OK`"), Some(200));
        assert_eq!(status("302 Found"), Some(302));
        assert_eq!(status("HTTP/1.1 and v1.204 and 404 and 2040"), None);
    }

    #[test]
    fn callers_are_told_in_any_language() {
        let rows =
            ["Delegiert (persönliches Microsoft-Konto)", "委派（工作或学校帐户）", "アプリケーション ", "Geräte"];
        assert_eq!(rows.map(caller), [Some(1), Some(0), Some(2), None]);
    }

    #[test]
    fn required_is_told_from_not_required() {
        assert!(says_required("Bearer {token}. Required."));
        assert!(!says_required("This is not required."));
        assert!(says_required("Bearer {トークン}。必須。"));
        assert!(says_required("ベアラー <トークン> が必要です。") && !says_required("追跡する必要がある変更"));
        assert!(says_optional("応答に含まれるテキスト。省略可。"));
    }
}
