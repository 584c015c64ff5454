//! A page without what nobody reads: scripts, styles, pictures, remarks and marks of style go in one pass, so that a
//! page of 50 MB becomes small before a tree is built of it. Also how deep and how large that tree would be.

/// Elements that go with all that is in them.
const RAW: &[&str] = &[
    "script", "style", "svg", "noscript", "template", "iframe", "canvas", "object", "select", "textarea",
    "math", "video", "audio", "picture",
];
/// Tags that go, what is in them stays. Marks of style are opened again in every paragraph when they are closed in the
/// wrong order, so that a page of them could grow without end.
const MARKS: &[&str] = &[
    "b",
    "big",
    "code",
    "em",
    "font",
    "i",
    "nobr",
    "s",
    "small",
    "strike",
    "strong",
    "tt",
    "u",
    "img",
    "source",
    "input",
    "button",
    "wbr",
    "path",
    "span",
    "link-preview",
    "embed",
    "param",
    "track",
    "area",
    "map",
    "col",
];
/// Elements that are closed by themselves, or that the next one of their kind closes.
const SHALLOW: &[&str] = &[
    "br", "hr", "meta", "link", "base", "p", "li", "dt", "dd", "option", "tr", "td", "th", "thead", "tbody",
    "tfoot", "!doctype", "?xml",
];
/// Bytes of a tag at most; a longer one carries data.
const LONGEST_TAG: usize = 16 << 10;

/// What is left of a page.
#[derive(Debug, Default)]
pub(super) struct Lean {
    /// The page.
    pub html: String,
    /// The scripts that say what the page is: JSON-LD.
    pub data: Vec<String>,
    /// Tags left.
    pub tags: usize,
    /// Elements within each other, at most.
    pub depth: usize,
}

/// Makes a page lean. Behind more tags, or deeper within each other, than `most` nothing is looked at any more: whoever
/// asks will not go on with it.
pub(super) fn lean(page: &str, most: (usize, usize)) -> Lean {
    let mut lean = Lean {
        html: String::with_capacity(page.len() / 4),
        ..Lean::default()
    };
    let (mut rest, mut open) = (page, 0_usize);
    while lean.tags <= most.0
        && lean.depth <= most.1
        && let Some((before, from)) = next_tag(rest)
    {
        lean.html.push_str(before);
        if let Some(remark) = from.strip_prefix("<!--") {
            rest = behind(remark, "-->");
            continue;
        }
        let end = tag_end(from);
        let tag = from.get(..end).unwrap_or(from);
        rest = from.get(end..).unwrap_or_default();
        let closing = tag.starts_with("</");
        let name = name(tag);
        if RAW.contains(&name.as_str()) {
            if !closing && !tag.ends_with("/>") {
                let (inside, after) = raw(rest, &name);
                if name == "script" && tag.to_ascii_lowercase().contains("ld+json") {
                    lean.data.push(inside.to_owned());
                }
                rest = after;
            }
            lean.html.push(' ');
        } else if !MARKS.contains(&name.as_str()) && tag.len() <= LONGEST_TAG {
            lean.tags += 1;
            if !SHALLOW.contains(&name.as_str()) {
                open = if closing { open.saturating_sub(1) } else { open + 1 };
                lean.depth = lean.depth.max(open);
            }
            lean.html.push_str(tag);
        }
    }
    if lean.tags <= most.0 && lean.depth <= most.1 {
        lean.html.push_str(rest);
    }
    lean
}

/// Up to the next tag, and from it on. A `<` that no tag begins with is text.
fn next_tag(text: &str) -> Option<(&str, &str)> {
    let mut from = 0;
    loop {
        let at = from + memchr::memchr(b'<', text.as_bytes().get(from..)?)?;
        let first = text.as_bytes().get(at + 1).copied().unwrap_or(b' ');
        if first.is_ascii_alphabetic() || matches!(first, b'/' | b'!' | b'?') {
            return Some((text.get(..at)?, text.get(at..)?));
        }
        from = at + 1;
    }
}

/// Bytes of the tag at the beginning, its `>` included; one in quotation marks does not end it.
fn tag_end(text: &str) -> usize {
    let mut quote = None;
    for (at, byte) in text.bytes().enumerate() {
        match (quote, byte) {
            (None, b'>') => return at + 1,
            (None, b'"' | b'\'') if at > 0 && text.as_bytes().get(at - 1) == Some(&b'=') => {
                quote = Some(byte);
            }
            (Some(open), byte) if open == byte => quote = None,
            // A quotation mark that nobody closes ends with the longest tag.
            (Some(_), _) if at > LONGEST_TAG => {
                return memchr::memchr(b'>', text.as_bytes()).map_or(text.len(), |end| end + 1);
            }
            _ => {}
        }
    }
    text.len()
}

/// The name of a tag in small letters, without its `/`.
fn name(tag: &str) -> String {
    tag.trim_start_matches(['<', '/'])
        .chars()
        .take_while(|c| !c.is_ascii_whitespace() && !matches!(c, '>' | '/'))
        .take(32)
        .map(|c| c.to_ascii_lowercase())
        .collect()
}

/// What is inside an element that holds no tags, and what comes behind its end.
fn raw<'t>(text: &'t str, name: &str) -> (&'t str, &'t str) {
    let mut from = 0;
    while let Some(at) = memchr::memmem::find(text.as_bytes().get(from..).unwrap_or_default(), b"</") {
        let at = from + at;
        let close = text.get(at + 2..).unwrap_or_default();
        let same = close
            .get(..name.len())
            .is_some_and(|head| head.eq_ignore_ascii_case(name));
        if same
            && !close
                .get(name.len()..)
                .unwrap_or_default()
                .starts_with(|c: char| c.is_ascii_alphanumeric())
        {
            return (text.get(..at).unwrap_or_default(), behind(close, ">"));
        }
        from = at + 2;
    }
    (text, "")
}

/// What comes behind a mark; nothing where it is not there.
fn behind<'t>(text: &'t str, mark: &str) -> &'t str {
    memchr::memmem::find(text.as_bytes(), mark.as_bytes())
        .and_then(|at| text.get(at + mark.len()..))
        .unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    const MOST: (usize, usize) = (1_000, 1_000);

    #[test]
    fn what_nobody_reads_is_left_out() {
        let page = "<!DOCTYPE html><HTML><!-- <p>no</p> --><Script src='a>b'>if (a</b) x('</p>')</script\n><style>p{}</style>\
                    <script type=\"application/ld+json\">{\"a\":1}</script><p class=\"a>b\">1 < 2 <b>and</b> \
                    <img src=data:x>3 > 2</p><svg><path/></svg></HTML>";
        let lean = lean(page, MOST);
        assert_eq!(
            lean.html,
            "<!DOCTYPE html><HTML>   <p class=\"a>b\">1 < 2 and 3 > 2</p> </HTML>"
        );
        assert_eq!(lean.data, ["{\"a\":1}"]);
        assert_eq!((lean.tags, lean.depth), (5, 1));
    }

    #[test]
    fn what_is_never_closed_ends_with_the_page() {
        assert_eq!(lean("a<script>b", MOST).html, "a ");
        assert_eq!(lean("a<!-- b", MOST).html, "a");
        assert_eq!(lean("a<div class=\"b", MOST).html, "a<div class=\"b");
        assert_eq!(lean(&"<div>".repeat(900), MOST).depth, 900);
        assert_eq!(
            lean(&"<div>".repeat(5_000), MOST).tags,
            1_001,
            "nobody looks further"
        );
    }

    proptest::proptest! {
        #[test]
        fn it_only_takes_away(page in "[<>/!a-e =\"'-]{0,60}") {
            let lean = lean(&page, MOST);
            // A space stands for each element that went.
            proptest::prop_assert!(lean.html.len() <= page.len());
        }
    }
}
