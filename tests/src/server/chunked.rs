//! Bodies in chunks.

/// The chunks that have come so far, from `start` on: where the content of each one is. The last one, which is empty,
/// ends the body.
pub(super) fn chunks(bytes: &[u8], start: usize) -> Vec<std::ops::Range<usize>> {
    let mut chunks = Vec::new();
    let mut at = start;
    while let Some(line) = bytes[at..].windows(2).position(|end| end == b"\r\n") {
        let size = std::str::from_utf8(&bytes[at..at + line]).expect("text");
        let size = usize::from_str_radix(size, 16).expect("the size of a chunk");
        let (begin, end) = (at + line + 2, at + line + 2 + size);
        let Some(close) = bytes.get(end..end + 2) else {
            break;
        };
        assert_eq!(close, b"\r\n", "a chunk has its size");
        chunks.push(begin..end);
        if size == 0 {
            break;
        }
        at = end + 2;
    }
    chunks
}
