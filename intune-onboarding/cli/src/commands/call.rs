//! `call`: any declared operation, by its name or path.

mod body;
mod target;

use std::path::PathBuf;

use clap::Args;
use graph_runtime::metadata::ResponseKind;
use serde_json::Value;

use self::{
    body::{Field, body},
    target::Target,
};
use crate::{
    failure::Failure,
    input,
    options::GlobalOptions,
    output::Output,
    service::{Request, Service, show_plan},
};

const EXAMPLES: &str = "\
Examples:
  intune-onboarding call ListVppTokens -f '$top=5'
  intune-onboarding call /deviceManagement/depOnboardingSettings --all --query 'result.value[].tokenName'
  intune-onboarding call UploadDepToken -f id=54fac284-7866-43e5-860a-9c8e10fa3d7d \\
      -f appleId=it@contoso.com -f depToken=@Contoso_smime.p7m --dry-run
  intune-onboarding call 'PATCH /deviceAppManagement/vppTokens/9ceb2f92-2f92-9ceb-922f-eb9c922feb9c' \\
      -f automaticallyUpdateApps=true
  echo '{\"tokenValidityInSeconds\": 3600}' | intune-onboarding call android::CreateToken \\
      -f id=4a9f0c6e-51e6-4c57-8b2e-3f4b0d6f8a11 --body -

`intune-onboarding permissions` lists the operations with their paths and permissions.";

/// Call any of the declared operations, by its name or path
///
/// The request is checked before it is sent: the operation and its version, the placeholders of its path, and the names and
/// types of the properties of its body. The response is printed as JSON.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Call {
    /// Name of the operation, such as `GetVppToken` or `android::CreateToken`, or method and path, such as
    /// 'PATCH /deviceAppManagement/vppTokens/ID'; the method is GET unless it is given
    #[arg(value_name = "OPERATION")]
    operation: String,

    /// A placeholder of the path, a query option such as $filter, or a property of the body; @FILE reads the value from a
    /// file, which is the way to give a secret. A property that is a list may be given more than once
    #[arg(long = "field", short = 'f', value_name = "NAME=VALUE", value_parser = Field::parse)]
    fields: Vec<Field>,

    /// Read the body from this JSON file; - reads standard input
    #[arg(long, value_name = "FILE")]
    body: Option<PathBuf>,

    /// Request all pages of a list, not only the first one
    #[arg(long)]
    all: bool,
}

impl Call {
    pub(crate) async fn run(self, options: &GlobalOptions, output: &mut Output<'_>) -> Result<(), Failure> {
        let request = self.request(options)?;
        let service = Service::open(options)?;
        if service.is_dry_run() {
            return show_plan(output, &[service.plan_request(&request)?]);
        }
        let first = service.send_request(&request).await?;
        let (mut calls, mut result) = (vec![first.call], first.result);
        while let Some(link) = next_link(&result).filter(|_| self.all) {
            let page = service.next_page(request.action, &link).await?;
            calls.push(page.call);
            append(&mut result, page.result);
        }
        let is_more = next_link(&result).is_some();
        if output.is_json() {
            return Ok(output.result(&calls, &result)?);
        }
        match result {
            Value::Null => output.line(&first.status)?,
            result => output.value(&result)?,
        }
        if is_more {
            output.note("(there are more items; --all requests all pages)")?;
        }
        Ok(())
    }

    /// Returns the request, which is checked.
    fn request(&self, options: &GlobalOptions) -> Result<Request, Failure> {
        let Target { action, version, mut parameters, mut query } = Target::parse(&self.operation)?;
        if self.all && action.response != ResponseKind::Page {
            return Err(Failure::input(format!("--all does not apply: {} returns no list", action.name)));
        }
        let version = match (options.api_version, version) {
            (Some(option), Some(path)) if option != path => {
                return Err(Failure::input(format!("--api-version is {option}, and the path has {path}")));
            }
            (given, path) => given.or(path).unwrap_or(action.default_version()),
        };
        if !action.exists_in(version) {
            let versions: Vec<_> = action.versions.iter().map(|version| version.as_str()).collect();
            let versions = versions.join(" and ");
            return Err(Failure::input(format!(
                "{} is not available in version {version}, only in {versions}",
                action.name
            )));
        }
        let mut properties = Vec::new();
        for field in &self.fields {
            if let Some(name) = field.parameter(action) {
                if parameters.iter().any(|(given, _)| *given == name) {
                    return Err(Failure::input(format!("{name} is given twice")));
                }
                parameters.push((name, field.text()?));
            } else if field.name.starts_with('$') {
                query.push((field.name.clone(), field.text()?));
            } else {
                properties.push(field);
            }
        }
        for (_, value) in &parameters {
            input::resource_id(value)?;
        }
        let missing = action.path.parameters().find(|wanted| !parameters.iter().any(|(name, _)| *name == wanted.name));
        if let Some(missing) = missing {
            let (name, path) = (missing.name, action.path);
            return Err(Failure::input(format!("{path} has no value for <{name}>: add -f {name}=VALUE")));
        }
        let body = body(action, version, &properties, self.body.as_deref())?;
        Ok(Request { action, version, parameters, query, body })
    }
}

fn next_link(page: &Value) -> Option<String> {
    page.get("@odata.nextLink")?.as_str().map(str::to_owned)
}

/// Adds the items of the next page, and takes over its link.
fn append(result: &mut Value, mut page: Value) {
    let link = page.get_mut("@odata.nextLink").map(Value::take);
    let Some(result) = result.as_object_mut() else { return };
    if let (Some(Value::Array(items)), Some(Value::Array(more))) = (result.get_mut("value"), page.get_mut("value")) {
        items.append(more);
    }
    match link {
        Some(link) => result.insert("@odata.nextLink".to_owned(), link),
        None => result.remove("@odata.nextLink"),
    };
}
