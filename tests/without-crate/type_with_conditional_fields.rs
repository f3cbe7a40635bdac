use contoso::graph_runtime::graph_type;

#[graph_type]
#[derive(Debug)]
pub struct Type<T> {
    #[cfg(all())]
    #[graph(read_only)]
    pub id: Option<T>,
    #[cfg_attr(all(), graph(always), serde(default))]
    pub tags: Vec<T>,
}

pub fn show(value: &Type<u8>) -> String {
    format!("{value:?}")
}
