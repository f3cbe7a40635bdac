use base64::{Engine, prelude::BASE64_STANDARD};

use super::*;

const TOKEN: &str = "eyJ0eXAiOiJKV1QifQ.e30.c2VjcmV0";

fn removed(text: &str, secrets: &[&str]) -> String {
    let secrets: Vec<_> = secrets.iter().filter_map(|secret| SecretText::new(secret.as_bytes())).collect();
    String::from_utf8(redacted(text.as_bytes(), &secrets).into_owned()).expect("text")
}

#[test]
fn a_secret_is_replaced_wherever_it_occurs() {
    assert_eq!(removed(TOKEN, &[TOKEN]), "[redacted]");
    let text = format!("Bearer {TOKEN} is not {TOKEN}{TOKEN}.");
    assert_eq!(removed(&text, &[TOKEN]), "Bearer [redacted] is not [redacted][redacted].");
    assert_eq!(removed("a hunter2 and a hunter3", &["hunter3", "hunter2"]), "a [redacted] and a [redacted]");
}

#[test]
fn a_beginning_is_recognized_if_it_is_long_enough() {
    assert_eq!(removed(&format!("{}… is not valid", &TOKEN[..27]), &[TOKEN]), "[redacted]… is not valid");
    assert_eq!(removed(&TOKEN[..23], &[TOKEN]), TOKEN[..23]);
    assert_eq!(removed("hunter", &["hunter2"]), "hunter");
}

#[test]
fn of_two_secrets_the_longer_one_is_replaced() {
    for secrets in [["hunter2", "hunter2 again"], ["hunter2 again", "hunter2"]] {
        assert_eq!(removed("hunter2 again, hunter2.", &secrets), "[redacted], [redacted].");
    }
}

#[test]
fn other_text_is_unchanged() {
    let secrets = [SecretText(TOKEN.as_bytes())];
    for text in ["", "eyJ0eXAiOiJKV1QifQ", "a denied access", "\\", "%", "&", "\\u", "%4", "&#x;", "\\ud83d\\u"] {
        assert!(matches!(redacted(text.as_bytes(), &secrets), Cow::Borrowed(_)), "{text}");
        assert!(matches!(redacted(text.as_bytes(), &[]), Cow::Borrowed(_)), "{text}");
    }
    assert!(SecretText::new(b" == ").is_none());
}

/// A value with every character that some encoding writes differently.
const DIFFICULT: &str = "pä\u{1f511}s + w/o\\r\\\\d\"'<b>&\r\n\t100%_-=é";

#[test]
fn a_secret_is_found_however_it_is_written() {
    let json = serde_json::to_string(DIFFICULT).expect("JSON");
    let in_json = serde_json::to_string(&json).expect("JSON");
    let encoded = |text: &str| text.bytes().map(|byte| format!("%{byte:02x}")).collect::<Vec<_>>().concat();
    let percent = encoded(DIFFICULT);
    let html: Vec<_> = DIFFICULT.chars().map(|character| format!("&#{};", u32::from(character))).collect();
    for written in [
        DIFFICULT.to_owned(),
        json[1..json.len() - 1].to_owned(),
        in_json[3..in_json.len() - 3].to_owned(),
        // As a serializer escapes it that leaves only letters and digits.
        json[1..json.len() - 1].replace('ä', "\\u00e4").replace('\u{1f511}', "\\uD83D\\uDD11").replace('+', "\\u002B"),
        in_json[3..in_json.len() - 3].replace("\u{1f511}", "\\\\uD83D\\\\uDD11").replace('\'', "\\\\u0027"),
        json[1..json.len() - 1].replace('/', "\\/"),
        percent.clone(),
        percent.to_uppercase(),
        percent.replace('%', "%25"),
        percent.replace('%', "%2525"),
        encoded(&json[1..json.len() - 1]),
        encoded(&in_json[3..in_json.len() - 3]).replace('%', "%25"),
        percent.bytes().map(|byte| format!("%{byte:02X}")).collect::<Vec<_>>().concat(),
        percent.replace("%20", "+"),
        html.concat(),
        DIFFICULT
            .replace('&', "&amp;")
            .replace('<', "&lt;")
            .replace('>', "&gt;")
            .replace('"', "&quot;")
            .replace('\'', "&apos;"),
        DIFFICULT.replace('&', "&amp;").replace('<', "&#x3c;").replace('"', "&#X22;"),
        DIFFICULT.replace("\r\n\t", "\n"),
        DIFFICULT.replace(" + ", "  -\n"),
    ] {
        assert_eq!(removed(&format!("({written})"), &[DIFFICULT]), "([redacted])", "{written}");
    }
}

#[test]
fn base64_is_found_in_both_alphabets_with_or_without_padding() {
    let secret = BASE64_STANDARD.encode([0xfb, 0xef, 0xbe, 0xff, 0xff, 0xff, 0xff]);
    assert!(secret.contains('+') && secret.contains('/') && secret.ends_with("=="), "{secret}");
    let url = secret.replace('+', "-").replace('/', "_");
    for written in
        [secret.clone(), url.clone(), url.replace('=', ""), url.replace('=', "%3D"), secret.replace('=', "\\u003d")]
    {
        assert_eq!(removed(&format!("'{written}'"), &[&secret]), "'[redacted]'");
        assert_eq!(removed(&format!("'{written}'"), &[&url]), "'[redacted]'");
    }
}

#[test]
fn long_rows_of_escapes_do_not_take_long() {
    for text in ["\\", "%25", "%5C", "%5c%5C", "%255C", "\\%5C", "%", "&#", "a\\", "aaaa"] {
        let long = text.repeat(50_000);
        assert!(matches!(
            redacted(long.as_bytes(), &[SecretText(b"a\\b\\c\\d"), SecretText(b"\\\\x")]),
            Cow::Borrowed(_)
        ));
    }
}

#[test]
fn a_long_text_does_not_become_longer() {
    let secrets = [SecretText(b"hunter")];
    let short = "hunter".repeat(1_000);
    assert_eq!(redacted(short.as_bytes(), &secrets).len(), 10_000);
    let long = "hunter".repeat(MAX_GROWN);
    let Cow::Owned(written) = redacted(long.as_bytes(), &secrets) else { panic!("it is unchanged") };
    assert_eq!((written.len(), written.capacity()), (long.len(), long.len()));
    assert!(written.starts_with(b"[redacted][redacted]"));
}
