//! Decompresses a response with gzip.
//!
//! reqwest reads only the first member of a gzip stream, and silently drops the others.

use std::{
    error::Error,
    io::{self, Write},
    pin::Pin,
    task::{Context, Poll, ready},
};

use bytes::{Buf, Bytes};
use flate2::write::MultiGzDecoder;
use http::header;
use http_body::{Body, Frame};
use reqwest::ResponseBuilderExt;

/// Returns a response whose body is decompressed while it is read, if it is gzip. Headers that describe the compressed body
/// are removed.
pub(super) fn decompressed(response: reqwest::Response) -> reqwest::Response {
    let encoding = response.headers().get(header::CONTENT_ENCODING);
    if !encoding.is_some_and(|encoding| encoding.as_bytes().trim_ascii().eq_ignore_ascii_case(b"gzip")) {
        return response;
    }
    // The conversion loses the URL.
    let url = http::Response::builder().url(response.url().clone()).body(());
    let (mut parts, body) = http::Response::from(response).into_parts();
    parts.extensions.extend(url.map(|url| url.into_parts().0.extensions).unwrap_or_default());
    parts.headers.remove(header::CONTENT_ENCODING);
    parts.headers.remove(header::CONTENT_LENGTH);
    http::Response::from_parts(parts, reqwest::Body::wrap(Decompressed::new(body))).into()
}

/// A body that is decompressed.
struct Decompressed<B> {
    body: B,
    decoder: MultiGzDecoder<Vec<u8>>,
    /// What was received, but not decompressed.
    compressed: Bytes,
    is_empty: bool,
    has_ended: bool,
}

impl<B> Decompressed<B> {
    fn new(body: B) -> Self {
        let decoder = MultiGzDecoder::new(Vec::new());
        Self { body, decoder, compressed: Bytes::new(), is_empty: true, has_ended: false }
    }

    /// Decompresses a part of what was received, so that a short part that decompresses to a long one is never in memory as a
    /// whole.
    fn decompress(&mut self) -> io::Result<Bytes> {
        if self.compressed.is_empty() {
            return Ok(Bytes::new());
        }
        let read = self.decoder.write(&self.compressed)?;
        if read == 0 && self.decoder.get_ref().is_empty() {
            return Err(io::ErrorKind::InvalidData.into());
        }
        self.compressed.advance(read);
        Ok(self.take())
    }

    /// Ends the last member. A body without a single byte is empty.
    fn finish(&mut self) -> io::Result<Bytes> {
        if !self.is_empty {
            self.decoder.try_finish()?;
        }
        Ok(self.take())
    }

    fn take(&mut self) -> Bytes {
        std::mem::take(self.decoder.get_mut()).into()
    }
}

impl<B> Body for Decompressed<B>
where
    B: Body<Data = Bytes, Error: Into<Box<dyn Error + Send + Sync>>> + Unpin,
{
    type Data = Bytes;
    type Error = Box<dyn Error + Send + Sync>;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Self::Error>>> {
        while !self.has_ended {
            let outcome = if self.compressed.is_empty() {
                match ready!(Pin::new(&mut self.body).poll_frame(context)) {
                    Some(Ok(frame)) => {
                        self.compressed = frame.into_data().unwrap_or_default();
                        self.is_empty &= self.compressed.is_empty();
                        continue;
                    }
                    Some(Err(error)) => Err(error.into()),
                    None => {
                        self.has_ended = true;
                        self.finish().map_err(Into::into)
                    }
                }
            } else {
                self.decompress().map_err(Into::into)
            };
            match outcome {
                Ok(part) if part.is_empty() => {}
                Ok(part) => return Poll::Ready(Some(Ok(Frame::data(part)))),
                Err(error) => {
                    self.has_ended = true;
                    return Poll::Ready(Some(Err(error)));
                }
            }
        }
        Poll::Ready(None)
    }
}
