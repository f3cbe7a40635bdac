//! Brings the descriptions into the cache.

use std::time::Duration;

use reqwest::{
    StatusCode,
    header::{ACCEPT_ENCODING, ETAG, IF_NONE_MATCH},
};
use time::OffsetDateTime;

use super::{Cache, Cloud, Entry, Kind, LIMIT, ReadError, cache, file};
use crate::description::Version;

/// Where Microsoft publishes its permission data.
const PERMISSIONS_URL: &str =
    "https://raw.githubusercontent.com/microsoftgraph/microsoft-graph-devx-content/master/permissions/new";

/// A server that says nothing for so long is not waited for any longer.
const PATIENCE: Duration = Duration::from_mins(1);

/// One file takes no longer, even if its server always says something.
const FILE_PATIENCE: Duration = Duration::from_mins(15);

/// What to fetch, and from where.
#[derive(Debug, Clone, Default)]
pub struct Request {
    /// The cloud whose `$metadata` is read.
    pub cloud: Cloud,
    /// The address of a mirror, instead of Microsoft's servers: `$metadata` is read below `{base}/v1.0` and
    /// `{base}/beta`, permission data below `{base}/permissions/new`.
    pub base_url: Option<String>,
}

/// A file that can be fetched.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Item {
    /// Its name in the cache.
    pub name: String,
    /// Where it comes from.
    pub url: String,
    /// What it has to be.
    pub kind: Kind,
}

/// What has become of a file.
#[derive(Debug)]
pub struct Outcome {
    /// The file.
    pub item: Item,
    /// What the cache knew before.
    pub before: Option<Entry>,
    /// What the cache knows now, or why the file was not fetched: then what was there before is there still.
    pub now: Result<Entry, FetchError>,
}

/// A file cannot be fetched.
#[derive(Debug, thiserror::Error)]
pub enum FetchError {
    /// The server cannot be reached, or the connection was lost.
    #[error("{url}: {reason}")]
    Connection {
        /// The address.
        url: String,
        /// Why, down to the first cause.
        reason: String,
    },
    /// The response of the server is not the file.
    #[error("{url}: the server responded with {status}")]
    Status {
        /// The address.
        url: String,
        /// The status.
        status: StatusCode,
    },
    /// The response is not the file: a sign-in page of a proxy, for example.
    #[error("{url}: the response is not {expected}")]
    Content {
        /// The address.
        url: String,
        /// What was expected.
        expected: &'static str,
    },
    /// The response is larger than [`LIMIT`], or damaged.
    #[error("{url}: the response {reason}")]
    Damaged {
        /// The address.
        url: String,
        /// What is wrong with it.
        reason: String,
    },
    /// The cache cannot be written.
    #[error(transparent)]
    Cache(#[from] ReadError),
}

/// Is told how a fetch goes on.
pub trait Progress {
    /// A file is begun.
    fn begin(&self, item: &Item);
    /// So much of it is there; `total` is what the server announced.
    fn advance(&self, received: u64, total: Option<u64>);
    /// The file is done.
    fn end(&self);
}

impl Request {
    /// Returns the files in the order in which they are fetched.
    #[must_use]
    pub fn items(&self) -> Vec<Item> {
        let base = self.base_url.as_deref().map(|url| url.trim_end_matches('/'));
        let graph = base.unwrap_or_else(|| self.cloud.url());
        let permissions = base.map_or_else(|| PERMISSIONS_URL.to_owned(), |base| format!("{base}/permissions/new"));
        let metadata = |version: Version| Item {
            name: Cache::metadata_name(self.cloud, version),
            url: format!("{graph}/{}/$metadata", version.as_str()),
            kind: Kind::Metadata,
        };
        let data = |name: &str, kind| Item { name: name.to_owned(), url: format!("{permissions}/{name}"), kind };
        vec![
            metadata(Version::V1_0),
            metadata(Version::Beta),
            data(Cache::PERMISSIONS, Kind::Permissions),
            data(Cache::PROVISIONING, Kind::Provisioning),
        ]
    }
}

/// Fetches all files of a request, one after the other, and keeps those that have changed.
///
/// # Errors
///
/// A [`FetchError`] if the HTTP client cannot be set up. What happens to a single file is in its [`Outcome`].
pub fn fetch(request: &Request, cache: &Cache, progress: &dyn Progress) -> Result<Vec<Outcome>, FetchError> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    let runtime = runtime.map_err(|error| connection("HTTP client".into(), &error))?;
    runtime.block_on(async {
        let client = client().map_err(|error| connection("HTTP client".into(), &error))?;
        let mut outcomes = Vec::new();
        for item in request.items() {
            progress.begin(&item);
            let before = cache.intact(&item.name).filter(|entry| entry.url == item.url);
            let now = fetch_item(&client, &item, before.as_ref(), cache, progress).await;
            progress.end();
            outcomes.push(Outcome { item, before, now });
        }
        Ok(outcomes)
    })
}

fn client() -> reqwest::Result<reqwest::Client> {
    if rustls::crypto::CryptoProvider::get_default().is_none() {
        // Fails if another thread has installed a provider in the meantime, which is fine.
        let _ = rustls::crypto::ring::default_provider().install_default();
    }
    let agent = concat!("graph-import/", env!("CARGO_PKG_VERSION"));
    reqwest::Client::builder()
        .user_agent(agent)
        .connect_timeout(PATIENCE)
        .read_timeout(PATIENCE)
        .timeout(FILE_PATIENCE)
        .build()
}

async fn fetch_item(
    client: &reqwest::Client,
    item: &Item,
    before: Option<&Entry>,
    cache: &Cache,
    progress: &dyn Progress,
) -> Result<Entry, FetchError> {
    let url = item.url.clone();
    let mut request = client.get(&url).header(ACCEPT_ENCODING, "gzip");
    if let Some(etag) = before.and_then(|before| before.etag.as_deref()) {
        request = request.header(IF_NONE_MATCH, etag);
    }
    let mut response = request.send().await.map_err(|error| connection(url.clone(), &error))?;
    let today = OffsetDateTime::now_utc().date().to_string();
    if let (StatusCode::NOT_MODIFIED, Some(before)) = (response.status(), before) {
        let entry = Entry { checked: today, ..before.clone() };
        cache.keep(&item.name, None, entry.clone())?;
        return Ok(entry);
    }
    if response.status() != StatusCode::OK {
        return Err(FetchError::Status { url, status: response.status() });
    }

    let total = response.content_length();
    let mut received = Vec::new();
    while let Some(chunk) = response.chunk().await.map_err(|error| connection(url.clone(), &error))? {
        received.extend_from_slice(&chunk);
        progress.advance(received.len() as u64, total);
        if received.len() as u64 > LIMIT {
            break;
        }
    }
    // The files are compressed on the way only: this is told from their first bytes, as with other files.
    let content = file::decompress(&received[..])
        .map_err(|error| FetchError::Damaged { url: url.clone(), reason: error.to_string().replace('\n', " ") })?;
    if Kind::of(&content) != Some(item.kind) {
        return Err(FetchError::Content { url, expected: item.kind.as_str() });
    }

    let etag = response.headers().get(ETAG).and_then(|etag| etag.to_str().ok()).map(str::to_owned);
    let sha256 = cache::hash(&content);
    let same = before.filter(|before| before.sha256 == sha256);
    let changed = same.map_or_else(|| today.clone(), |before| before.changed.clone());
    let entry = Entry { url, etag, sha256, bytes: content.len() as u64, changed, checked: today };
    cache.keep(&item.name, same.is_none().then_some(&content[..]), entry.clone())?;
    Ok(entry)
}

/// Tells a failure down to its first cause: reqwest's own text does not name it.
fn connection(url: String, error: &dyn std::error::Error) -> FetchError {
    let causes = std::iter::successors(error.source(), |error| error.source());
    let first = causes.last().map_or_else(|| error.to_string(), ToString::to_string);
    FetchError::Connection { url, reason: first.replace('\n', " ") }
}
