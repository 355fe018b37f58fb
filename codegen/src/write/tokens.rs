//! The tokens of a file in one list, so that looking ahead and going back are cheap.

use std::fmt::Write as _;

use proc_macro2::{Delimiter, Spacing, TokenStream, TokenTree};

/// The kind of a token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// A name, keyword or `_`.
    Word,
    /// One letter of an operator, and whether the next token continues it.
    Punct(u8, bool),
    /// A literal without its sign.
    Literal,
    /// The start of a group. The token knows the end of the group.
    Open(Delimiter),
    /// The end of a group, or of the file.
    Close(Delimiter),
}

#[derive(Clone, Copy, Debug)]
struct Token {
    kind: Kind,
    /// The start and end of its text; for [`Kind::Open`], `end` is the place of the [`Kind::Close`].
    start: u32,
    end: u32,
}

/// The tokens of a file. The last one is a [`Kind::Close`] without a start.
#[derive(Debug, Default)]
pub(super) struct Tokens {
    list: Vec<Token>,
    text: String,
}

impl Tokens {
    /// Splits tokens into a list. A group without delimiters is replaced by its contents.
    pub(super) fn new(stream: TokenStream) -> Self {
        let mut tokens = Self::default();
        tokens.take(stream);
        tokens.push(Kind::Close(Delimiter::None), 0);
        tokens
    }

    fn take(&mut self, stream: TokenStream) {
        for tree in stream {
            let start = self.text.len();
            match tree {
                TokenTree::Ident(name) => {
                    // Writing to a string cannot fail.
                    let _ = write!(self.text, "{name}");
                    self.push(Kind::Word, start);
                }
                TokenTree::Punct(punct) => {
                    let letter = punct.as_char();
                    self.text.push(letter);
                    let letter = u8::try_from(letter).unwrap_or_default();
                    self.push(Kind::Punct(letter, punct.spacing() == Spacing::Joint), start);
                }
                TokenTree::Literal(literal) => {
                    let _ = write!(self.text, "{literal}");
                    self.push(Kind::Literal, start);
                }
                TokenTree::Group(group) => {
                    let (delimiter, inner) = (group.delimiter(), group.stream());
                    // A stream that is not shared is split without a copy.
                    drop(group);
                    self.take_group(delimiter, inner);
                }
            }
        }
    }

    fn take_group(&mut self, delimiter: Delimiter, inner: TokenStream) {
        if delimiter == Delimiter::None {
            return self.take(inner);
        }
        let open = self.list.len();
        self.push(Kind::Open(delimiter), self.text.len());
        self.take(inner);
        let close = self.list.len();
        self.push(Kind::Close(delimiter), self.text.len());
        if let Some(token) = self.list.get_mut(open) {
            token.end = place(close);
        }
    }

    fn push(&mut self, kind: Kind, start: usize) {
        self.list.push(Token { kind, start: place(start), end: place(self.text.len()) });
    }

    /// Returns the kind of the token at a place.
    pub(super) fn kind(&self, at: usize) -> Kind {
        self.list.get(at).map_or(Kind::Close(Delimiter::None), |token| token.kind)
    }

    /// Returns the text of a word, literal or letter; empty for other tokens.
    pub(super) fn text(&self, at: usize) -> &str {
        match self.list.get(at) {
            Some(Token { kind: Kind::Word | Kind::Literal | Kind::Punct(..), start, end }) => {
                self.text.get(*start as usize..*end as usize).unwrap_or_default()
            }
            _ => "",
        }
    }

    /// Returns the text of a word; empty for other tokens.
    pub(super) fn word(&self, at: usize) -> &str {
        if self.kind(at) == Kind::Word { self.text(at) } else { "" }
    }

    /// Whether the token is this letter of an operator.
    pub(super) fn is(&self, at: usize, letter: u8) -> bool {
        matches!(self.kind(at), Kind::Punct(found, _) if found == letter)
    }

    /// Whether the tokens are this operator of two letters.
    pub(super) fn is_pair(&self, at: usize, [first, second]: [u8; 2]) -> bool {
        self.kind(at) == Kind::Punct(first, true) && self.is(at + 1, second)
    }

    /// Whether the token is this letter, and no longer operator starts with it.
    pub(super) fn is_single(&self, at: usize, letter: u8) -> bool {
        self.is(at, letter)
            && !(self.kind(at) == Kind::Punct(letter, true) && matches!(self.kind(at + 1), Kind::Punct(..)))
    }

    /// Whether a group starts here.
    pub(super) fn opens(&self, at: usize, delimiter: Delimiter) -> bool {
        self.kind(at) == Kind::Open(delimiter)
    }

    /// Whether a group or the file ends here.
    pub(super) fn closes(&self, at: usize) -> bool {
        matches!(self.kind(at), Kind::Close(_))
    }

    /// Returns the place after a token; for a group, after its end.
    pub(super) fn after(&self, at: usize) -> usize {
        match self.list.get(at) {
            Some(Token { kind: Kind::Open(_), end, .. }) => *end as usize + 1,
            _ => at + 1,
        }
    }

    /// Returns the place after `<…>`, which starts at `at`.
    pub(super) fn after_angles(&self, mut at: usize) -> usize {
        let mut depth = 0_usize;
        while !self.closes(at) {
            let arrow = self.is_pair(at, *b"->") || self.is_pair(at, *b"=>");
            if self.is(at, b'<') {
                depth += 1;
            } else if self.is(at, b'>') {
                depth = depth.saturating_sub(1);
            }
            at = if arrow { at + 2 } else { self.after(at) };
            if depth == 0 {
                break;
            }
        }
        at
    }

    /// Whether the `::` or `crate` at a place starts a path. After a name, or after a `>` that is not the end of an
    /// arrow, it continues one.
    pub(super) fn starts_path(&self, at: usize) -> bool {
        let Some(before) = at.checked_sub(1) else { return true };
        match self.kind(before) {
            Kind::Word => stands_before_paths(self.text(before)),
            Kind::Punct(b'>', _) => before
                .checked_sub(1)
                .is_some_and(|first| self.is_pair(first, *b"=>") || self.is_pair(first, *b"->")),
            Kind::Punct(b':', _) => !before.checked_sub(1).is_some_and(|first| self.is_pair(first, *b"::")),
            _ => true,
        }
    }

    /// Returns the end of the file.
    pub(super) fn end(&self) -> usize {
        self.list.len().saturating_sub(1)
    }

    /// Returns the tokens from a place to the end of their group, as a message shows them.
    pub(super) fn shown_from(&self, mut at: usize, limit: usize) -> String {
        let mut text = String::new();
        while !self.closes(at) && text.len() <= limit {
            self.show(at, &mut text);
            at = self.after(at);
        }
        text
    }

    fn show(&self, at: usize, text: &mut String) {
        let joint = at > 0 && matches!(self.kind(at - 1), Kind::Punct(_, true));
        if !(text.is_empty() || joint || text.ends_with(['(', '['])) {
            text.push(' ');
        }
        let Kind::Open(delimiter) = self.kind(at) else { return text.push_str(self.text(at)) };
        let (open, close) = delimiters(delimiter);
        text.push_str(open);
        let mut inner = at + 1;
        while !self.closes(inner) {
            self.show(inner, text);
            inner = self.after(inner);
        }
        if delimiter == Delimiter::Brace {
            text.push(' ');
        }
        text.push_str(close);
    }
}

/// Whether a word may come before a path without being a part of it.
fn stands_before_paths(word: &str) -> bool {
    matches!(
        word,
        "as" | "break"
            | "const"
            | "dyn"
            | "else"
            | "for"
            | "if"
            | "impl"
            | "in"
            | "let"
            | "match"
            | "move"
            | "mut"
            | "ref"
            | "return"
            | "use"
    )
}

/// Returns the delimiters of a group.
pub(super) fn delimiters(delimiter: Delimiter) -> (&'static str, &'static str) {
    match delimiter {
        Delimiter::Parenthesis => ("(", ")"),
        Delimiter::Bracket => ("[", "]"),
        Delimiter::Brace => ("{", "}"),
        Delimiter::None => ("", ""),
    }
}

/// Files are far below 4 GiB.
fn place(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}
