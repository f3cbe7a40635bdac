//! How much memory an upload in ranges takes.

use allocation_counter::measure;
use graph_runtime::Bytes;
use graph_tests::measure::uploads::{RANGE, Uploads, chunks};

/// What else there is in memory at most, in bytes: chunks, the buffers of the connection.
const MOST_MORE: u64 = 1024 * 1024;

#[test]
fn an_upload_has_one_range_in_memory() {
    let uploads = Uploads::start().expect("a service");
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    runtime.block_on(uploads.bare(&Bytes::from_static(b"content")));
    let most = measure(|| runtime.block_on(uploads.library(chunks(4 * RANGE)))).bytes_max;
    let range = u64::try_from(RANGE).expect("a length");
    assert!((range..range + MOST_MORE).contains(&most), "{most} bytes");
}
