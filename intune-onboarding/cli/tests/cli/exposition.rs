//! Prometheus's text format, read as strictly as its documentation has it.

use std::collections::{BTreeMap, BTreeSet};

/// A line with a value.
#[derive(Debug, PartialEq)]
pub(crate) struct Sample {
    pub(crate) name: String,
    pub(crate) labels: BTreeMap<String, String>,
    pub(crate) value: f64,
}

/// Reads a text, of which every metric has a help and a type before its samples, which are together and all different.
#[track_caller]
pub(crate) fn parse(text: &str) -> Vec<Sample> {
    assert!(text.ends_with('\n'), "the last line ends with a line feed: {text}");
    let mut samples: Vec<Sample> = Vec::new();
    let (mut helps, mut types) = (BTreeSet::new(), BTreeMap::new());
    let mut finished = BTreeSet::new();
    for line in text.lines() {
        assert!(!line.contains('\r'), "{line:?}");
        if let Some(comment) = line.strip_prefix("# ") {
            let mut words = comment.splitn(3, ' ');
            let (keyword, name, rest) = (words.next(), words.next().expect(line), words.next().expect(line));
            assert!(is_name(name, true), "{line}");
            assert!(samples.iter().all(|sample| sample.name != name), "before its samples: {line}");
            match keyword {
                Some("HELP") => assert!(helps.insert(name.to_owned()), "one help: {line}"),
                Some("TYPE") => {
                    assert!(matches!(rest, "counter" | "gauge" | "histogram" | "summary" | "untyped"), "{line}");
                    assert!(types.insert(name.to_owned(), rest.to_owned()).is_none(), "one type: {line}");
                }
                other => panic!("{other:?}: {line}"),
            }
            continue;
        }
        let sample = sample(line);
        assert!(helps.contains(&sample.name) && types.contains_key(&sample.name), "help and type: {line}");
        if let Some(last) = samples.last().filter(|last| last.name != sample.name) {
            finished.insert(last.name.clone());
        }
        assert!(!finished.contains(&sample.name), "the samples of a metric are together: {line}");
        let same = |other: &Sample| other.name == sample.name && other.labels == sample.labels;
        assert!(!samples.iter().any(same), "each once: {line}");
        samples.push(sample);
    }
    samples
}

fn sample(line: &str) -> Sample {
    let end = line.find(['{', ' ']).expect(line);
    let (name, mut rest) = line.split_at(end);
    assert!(is_name(name, true), "{line}");
    let mut labels = BTreeMap::new();
    if let Some(inside) = rest.strip_prefix('{') {
        let mut inside = inside;
        loop {
            let (label, value) = inside.split_once("=\"").expect(line);
            assert!(is_name(label, false), "{line}");
            let (value, after) = label_value(value, line);
            assert!(labels.insert(label.to_owned(), value).is_none(), "{line}");
            match after.strip_prefix(',') {
                Some(next) => inside = next,
                None => break rest = after.strip_prefix('}').expect(line),
            }
        }
    }
    let value = rest.strip_prefix(' ').expect(line);
    Sample { name: name.to_owned(), labels, value: value.parse().expect(line) }
}

/// Reads the value of a label to its quotation mark. Only three characters are escaped.
fn label_value<'t>(text: &'t str, line: &str) -> (String, &'t str) {
    let mut value = String::new();
    let mut characters = text.char_indices();
    while let Some((place, character)) = characters.next() {
        match character {
            '"' => return (value, &text[place + 1..]),
            '\\' => match characters.next() {
                Some((_, escaped @ ('\\' | '"'))) => value.push(escaped),
                Some((_, 'n')) => value.push('\n'),
                other => panic!("an escape that is not known, {other:?}: {line}"),
            },
            other => value.push(other),
        }
    }
    panic!("the quotation mark is missing: {line}")
}

fn is_name(name: &str, is_metric: bool) -> bool {
    let is_first = |c: char| c.is_ascii_alphabetic() || c == '_' || (is_metric && c == ':');
    name.starts_with(is_first) && name.chars().all(|c| is_first(c) || c.is_ascii_digit())
}

#[test]
fn what_prometheus_does_not_accept_is_not_accepted_here() {
    let head = "# HELP a b\n# TYPE a gauge\n";
    let parsed = parse(&format!("{head}a{{x=\"1\\\\\\\"\\n\",y=\"\"}} 1.5e3\na 2\n"));
    assert_eq!((parsed[0].labels["x"].as_str(), parsed[0].value), ("1\\\"\n", 1500.0));
    for wrong in [
        "a 1".to_owned(),
        "a 1\n".to_owned(),
        format!("{head}a x\n"),
        format!("{head}a 1\na 1\n"),
        format!("{head}{head}a 1\n"),
        format!("{head}a{{1x=\"\"}} 1\n"),
        format!("{head}a{{x=\"\\t\"}} 1\n"),
        format!("{head}a{{x=\"}} 1\n"),
        format!("{head}# HELP b b\n# TYPE b gauge\na 1\nb 1\na{{x=\"1\"}} 1\n"),
    ] {
        assert!(std::panic::catch_unwind(|| parse(&wrong)).is_err(), "{wrong}");
    }
}
