//! The requests and responses of the examples.

use super::{
    blocks::Block,
    json::{self, Json},
    request::{self, Message},
    sections::Sections,
};
use crate::description::Method;

/// The examples of a page, in its order.
#[derive(Debug, Default)]
pub(super) struct Examples {
    /// The requests.
    pub(super) requests: Vec<Request>,
    /// The responses.
    pub(super) responses: Vec<ExampleResponse>,
}

/// A request.
#[derive(Debug)]
pub(super) struct Request {
    /// The method.
    pub(super) method: Method,
    /// The path or address.
    pub(super) target: String,
    /// Headers and body.
    pub(super) message: Message,
}

/// A response.
#[derive(Debug)]
pub(super) struct ExampleResponse {
    /// The status.
    pub(super) status: u16,
    /// Headers and body.
    pub(super) message: Message,
    /// The type that the page states in a comment before it, and whether it is a collection.
    pub(super) stated: Option<(String, bool)>,
}

/// Collects the examples of a page.
pub(super) fn collect(sections: &Sections) -> Examples {
    let mut examples = Examples::default();
    let mut comment = None;
    for block in sections.all() {
        match block {
            Block::Html(html) => comment = annotation(html).or(comment),
            Block::Code { text, .. } => {
                let annotation = comment.take();
                if request::is_response(text) {
                    examples.responses.push(ExampleResponse {
                        status: status(text),
                        message: request::message(text),
                        stated: annotation.as_ref().and_then(stated),
                    });
                } else if let Some(line) = text.trim_start().lines().next().and_then(request::line)
                    && (request::is_example(text) || kind(annotation.as_ref()) == Some("request"))
                {
                    examples.requests.push(Request {
                        method: line.method,
                        target: line.target.to_owned(),
                        message: request::message(text),
                    });
                } else if let Some(body) = json::read(text.trim()) {
                    bare(body, annotation.as_ref(), &mut examples);
                }
            }
            _ => {}
        }
    }
    examples
}

/// Takes JSON that stands alone: the body of the request before it, or of the response before it.
fn bare(body: Json, annotation: Option<&Json>, examples: &mut Examples) {
    match kind(annotation) {
        Some("response") => {
            let message = Message { body: Some(body), ..Message::default() };
            examples.responses.push(ExampleResponse { status: 200, message, stated: annotation.and_then(stated) });
        }
        Some("request") | None => {
            if let (Some(request), true) = (examples.requests.last_mut(), examples.responses.is_empty())
                && request.message.text.is_empty()
                && request.method != Method::Get
            {
                request.message.body = Some(body);
            }
        }
        Some(_) => {}
    }
}

/// Reads the comment before a code block: `<!-- {"blockType": "response", "@odata.type": "microsoft.graph.user"} -->`.
fn annotation(html: &str) -> Option<Json> {
    let text =
        &html[html.find('{')?..=html.rfind('}').filter(|end| html.find('{').is_some_and(|start| start < *end))?];
    json::read(text).filter(|annotation| annotation.get("blockType").is_some())
}

fn kind(annotation: Option<&Json>) -> Option<&str> {
    annotation?.get("blockType")?.text()
}

fn stated(annotation: &Json) -> Option<(String, bool)> {
    let written = annotation.get("@odata.type")?.text()?.trim_start_matches('#');
    let element = written.strip_prefix("Collection(").and_then(|rest| rest.strip_suffix(')'));
    let is_collection = ["isCollection", "iscollection"]
        .iter()
        .any(|name| annotation.get(name).is_some_and(|value| !matches!(value, Json::String(text) if text == "false")));
    Some((element.unwrap_or(written).to_owned(), element.is_some() || is_collection))
}

fn status(response: &str) -> u16 {
    let number = response.split_whitespace().nth(1).unwrap_or("");
    number.trim_matches(|c: char| !c.is_ascii_digit()).parse().unwrap_or(200)
}

impl Examples {
    /// Returns the bodies of the requests of a method.
    pub(super) fn bodies(&self, method: Method) -> impl Iterator<Item = &Json> {
        self.requests
            .iter()
            .filter(move |request| request.method == method)
            .filter_map(|request| request.message.body.as_ref())
    }

    /// Returns the responses that are not errors.
    pub(super) fn successes(&self) -> impl Iterator<Item = &ExampleResponse> {
        self.responses.iter().filter(|response| response.status < 400)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::page::{blocks, sections};

    fn examples(markdown: &str) -> Examples {
        collect(&sections::divide(blocks::read(markdown)))
    }

    #[test]
    fn requests_and_responses_are_collected_with_the_type_of_the_comment() {
        let page = "## Example\n```http\nPATCH https://graph.microsoft.com/beta/a\nIf-Match: x\n\n{\"b\": 1}\n```\n\n\
                    <!-- {\n \"blockType\": \"response\",\n \"@odata.type\": \"microsoft.graph.a\", \"isCollection\": true } -->\n\
                    ```http\nHTTP/1.1 200 OK\n\n{\"value\": []}\n```\n";
        let examples = examples(page);
        assert_eq!(examples.requests[0].message.header("if-match"), Some("x"));
        assert_eq!(examples.bodies(Method::Patch).count(), 1);
        assert_eq!(examples.responses[0].status, 200);
        assert_eq!(examples.responses[0].stated, Some(("microsoft.graph.a".into(), true)));
    }

    #[test]
    fn json_in_a_block_of_its_own_is_the_body_of_the_request_before_it() {
        let page = "## Example\n```http\nPOST https://graph.microsoft.com/beta/a\n```\n```json\n{\"b\": 1}\n```\n";
        assert!(examples(page).bodies(Method::Post).next().is_some());
    }
}
