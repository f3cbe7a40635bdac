use graph_runtime::graph_type;

#[graph_type]
pub struct User {
    #[graph(readonly)]
    pub id: Option<String>,
    #[graph(rename = "x")]
    pub name: Option<String>,
    #[graph(sercet)]
    pub password: Option<String>,
    #[graph(secret, secret)]
    pub pin: Option<String>,
    #[graph(name)]
    pub unnamed: Option<String>,
    #[graph(secret = "yes")]
    pub token: Option<String>,
    #[graph(secret(yes))]
    pub key: Option<String>,
    #[graph]
    pub mail: Option<String>,
    #[graph("mail")]
    pub other_mail: Option<String>,
}

fn main() {}
