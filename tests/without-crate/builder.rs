use contoso::graph_runtime::{GraphClient, graph_action};

#[graph_action(PATCH, "/x/<id>", perms = none, returns = String)]
pub struct Act<'a, T: Into<String> + serde::Serialize> {
    pub id: &'a str,
    #[serde(rename = "n")]
    pub name: Option<T>,
    #[graph(secret)]
    pub token: String,
}

pub async fn act(client: &GraphClient) -> Result<String, contoso::graph_runtime::Error> {
    let _ = Act::<String>::builder().id("1").name(String::new()).token("t").build();
    Act { id: "1", name: Some(String::new()), token: String::new() }.send(client).await?;
    println!("{:?}", Act::<String> { id: "1", name: None, token: String::new() });
    Act::<String>::builder().id("1").token("t").send(client).await
}
