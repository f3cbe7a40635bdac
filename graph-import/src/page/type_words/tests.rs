use super::*;

fn cell(text: &str) -> Text {
    Text { plain: text.into(), ..Text::default() }
}

fn told(text: &str) -> Option<(What, bool)> {
    read(&cell(text)).map(|told| (told.what, told.collection))
}

#[test]
fn primitive_types_are_known_in_several_languages() {
    for text in ["String", "Zeichenfolge", "Строка", "文字列型 (String)", "字符串", "`string`"] {
        assert_eq!(told(text), Some((What::Primitive("String"), false)), "{text}");
    }
    for text in ["Boolescher Wert", "Логическое", "ブール値", "布尔"] {
        assert_eq!(told(text), Some((What::Primitive("Boolean"), false)), "{text}");
    }
}

#[test]
fn a_collection_is_told_by_a_word_anywhere() {
    for text in ["String collection", "Коллекция строк", "文字列コレクション", "String 集合", "Collection(String)"]
    {
        assert_eq!(told(text), Some((What::Primitive("String"), true)), "{text}");
    }
}

#[test]
fn a_link_names_a_type_of_graphs() {
    let link = Link { text: "mimeContent".into(), target: "../resources/intune-shared-mimecontent.md".into() };
    let cell = Text { plain: "mimeContent-Sammlung".into(), links: vec![link], ..Text::default() };
    let named = What::Named { name: "mimeContent".into(), page: Some("mimecontent".into()) };
    assert_eq!(read(&cell), Some(Told { what: named, collection: true, translated: false }));
    assert_eq!(read(&self::cell("任务状态")), None);
}
