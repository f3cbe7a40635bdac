//! Reading files, compressed ones as well.

use std::{
    fs::File,
    io::{self, Read},
    path::Path,
};

use flate2::read::MultiGzDecoder;
use lzma_rust2::XzReader;

/// The largest description or page that is read, decompressed: 64 MiB. The largest one of Microsoft's, that of beta, has
/// about 10 MB.
pub const LIMIT: u64 = 64 << 20;

/// How much memory the decoder of `.xz` may take, in KiB: the most that `xz` uses without `--lzma2=dict=…`.
const XZ_MEMORY: u32 = 80 << 10;

/// A file cannot be read.
#[derive(Debug, thiserror::Error)]
#[error("{file}: {reason}")]
pub struct ReadError {
    file: String,
    reason: String,
}

impl ReadError {
    pub(super) fn new(file: impl Into<String>, reason: impl Into<String>) -> Self {
        Self { file: file.into(), reason: reason.into() }
    }
}

/// Reads a file, and decompresses it if it is `.xz` or `.gz`, whatever its name is.
///
/// # Errors
///
/// A [`ReadError`] if the file cannot be read, is damaged, or is larger than [`LIMIT`] when it is decompressed.
pub fn read(path: &Path) -> Result<Vec<u8>, ReadError> {
    let error = |error: io::Error| ReadError::new(path.display().to_string(), reason(&error));
    let file = File::open(path).map_err(error)?;
    if file.metadata().map_err(error)?.is_dir() {
        return Err(ReadError::new(path.display().to_string(), "is a directory; name a file"));
    }
    decompress(file).map_err(error)
}

/// Reads what may be compressed.
pub(super) fn decompress(mut input: impl Read) -> io::Result<Vec<u8>> {
    let mut magic = Vec::new();
    input.by_ref().take(6).read_to_end(&mut magic)?;
    let input = io::Cursor::new(magic.clone()).chain(input);
    if magic.starts_with(b"\xFD7zXZ\0") {
        read_limited(XzReader::new_mem_limit(input, true, XZ_MEMORY))
    } else if magic.starts_with(&[0x1F, 0x8B]) {
        read_limited(MultiGzDecoder::new(input))
    } else {
        read_limited(input)
    }
}

fn read_limited(input: impl Read) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    input.take(LIMIT + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > LIMIT {
        return Err(io::Error::other(format!(
            "is larger than {} MiB, more than any description of Graph",
            LIMIT >> 20
        )));
    }
    Ok(bytes)
}

/// Returns why reading failed, in one line.
fn reason(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::NotFound => "there is no such file".into(),
        io::ErrorKind::UnexpectedEof => "is compressed and ends too early".into(),
        _ => error.to_string().replace('\n', " "),
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use flate2::{Compression, write::GzEncoder};
    use lzma_rust2::{XzOptions, XzWriter};

    use super::*;

    fn gz(bytes: &[u8]) -> Vec<u8> {
        let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
        encoder.write_all(bytes).expect("memory takes everything");
        encoder.finish().expect("memory takes everything")
    }

    fn xz(bytes: &[u8]) -> Vec<u8> {
        let mut encoder = XzWriter::new(Vec::new(), XzOptions::with_preset(1)).expect("the options are valid");
        encoder.write_all(bytes).expect("memory takes everything");
        encoder.finish().expect("memory takes everything")
    }

    #[test]
    fn compressed_and_plain_files_give_the_same_bytes() {
        for bytes in [&b"<edmx/>"[..], b"", b"x"] {
            assert_eq!(decompress(bytes).expect("it is plain"), bytes);
            assert_eq!(decompress(&gz(bytes)[..]).expect("it is gzip"), bytes);
            assert_eq!(decompress(&xz(bytes)[..]).expect("it is xz"), bytes);
        }
    }

    #[test]
    fn what_is_cut_off_or_damaged_is_an_error() {
        for whole in [gz(&[7; 5000]), xz(&[7; 5000])] {
            decompress(&whole[..whole.len() - 9]).expect_err("it is cut off");
            let mut damaged = whole.clone();
            let middle = whole.len() / 2;
            damaged[middle] ^= 0x55;
            decompress(&damaged[..]).expect_err("it is damaged");
        }
    }

    #[test]
    fn what_grows_beyond_the_limit_is_an_error() {
        let bomb = gz(&vec![0; usize::try_from(LIMIT).expect("it fits") + 1]);
        let error = decompress(&bomb[..]).expect_err("it is too large");
        assert_eq!(error.to_string(), "is larger than 64 MiB, more than any description of Graph");
    }

    #[test]
    fn a_file_that_is_not_there_is_told_by_its_name() {
        let error = read(Path::new("no/such.csdl")).expect_err("it is not there");
        assert_eq!(error.to_string(), "no/such.csdl: there is no such file");
        let error = read(Path::new("src")).expect_err("it is a directory");
        assert_eq!(error.to_string(), "src: is a directory; name a file");
    }
}
