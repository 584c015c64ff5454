//! Paths of files ↔ the URIs by which an editor names them.

use std::{
    fmt::Write as _,
    path::{Path, PathBuf},
    str::FromStr as _,
};

use lsp_types::Uri;

/// The path of a `file:` URI; none of any other.
pub fn path(uri: &Uri) -> Option<PathBuf> {
    let rest = uri.as_str().strip_prefix("file://")?;
    // What stands before the first slash is a host; a file of this machine has none.
    let rest = rest.get(rest.find('/')?..)?;
    let decoded = decoded(rest)?;
    // `/c:/…` of Windows has a slash too many.
    let bytes = decoded.as_bytes();
    let drive =
        cfg!(windows) && bytes.get(1).is_some_and(u8::is_ascii_alphabetic) && bytes.get(2) == Some(&b':');
    let path = if drive {
        decoded.get(1..)?
    } else {
        decoded.as_str()
    };
    Some(PathBuf::from(path))
}

/// The URI of an absolute path; none where the path is not in Unicode.
pub fn uri(path: &Path) -> Option<Uri> {
    let path = path.to_str()?;
    let mut text = String::from("file://");
    if !path.starts_with('/') {
        text.push('/');
    }
    for byte in path.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' => {
                text.push(char::from(byte));
            }
            b'\\' if cfg!(windows) => text.push('/'),
            _ => {
                let _ = write!(text, "%{byte:02X}");
            }
        }
    }
    Uri::from_str(&text).ok()
}

/// `%20` as a space.
fn decoded(text: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        if byte == b'%' {
            let digit = |byte: Option<u8>| byte.and_then(|byte| char::from(byte).to_digit(16));
            let (high, low) = (digit(rest.next())?, digit(rest.next())?);
            bytes.push((high * 16 + low) as u8);
        } else {
            bytes.push(byte);
        }
    }
    String::from_utf8(bytes).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_comes_back() {
        for written in ["/a/b.toml", "/a b/ü#?%[x].toml", "/a%20b"] {
            let uri = uri(Path::new(written)).unwrap();
            assert_eq!(path(&uri).unwrap(), Path::new(written), "{}", uri.as_str());
        }
        let localhost = Uri::from_str("file://localhost/a%2Fb").unwrap();
        assert_eq!(path(&localhost).unwrap(), Path::new("/a/b"));
        for other in ["untitled:Untitled-1", "https://example.org/a", "file:///a%"] {
            let uri = Uri::from_str(other);
            assert_eq!(uri.ok().and_then(|uri| path(&uri)), None, "{other}");
        }
    }
}
