//! Collects the inline content of one block as words that are never broken across lines.

use super::text;

/// The words of a block. A link or a code span is part of one word, even if it contains blanks.
#[derive(Debug, Default)]
pub(super) struct Inline {
    /// Whether this is the label of a link, which cannot contain links.
    is_label: bool,
    words: Vec<String>,
    /// Whether what comes next begins a new word.
    gap: bool,
    marks: Vec<Mark>,
    /// Whether the last word ends in the closing mark of emphasis.
    closed: bool,
}

/// An open emphasis. Its mark is written with the first text in it, so that empty emphasis is dropped.
#[derive(Debug)]
struct Mark {
    text: &'static str,
    written: bool,
}

impl Inline {
    /// Creates the label of a link. If the link cannot be followed, the label may contain links.
    pub(super) fn label(of_link: bool) -> Self {
        Self { is_label: of_link, ..Self::default() }
    }

    /// Returns the words, closes all emphasis and starts again.
    pub(super) fn take(&mut self) -> Vec<String> {
        while let Some(mark) = self.marks.last() {
            self.close(mark.text);
        }
        self.gap = false;
        self.closed = false;
        std::mem::take(&mut self.words)
    }

    /// Adds text, in which a run of white space is one blank.
    pub(super) fn text(&mut self, text: &str) {
        self.gap |= text.starts_with(char::is_whitespace);
        for (index, word) in text.split_whitespace().enumerate() {
            self.gap |= index > 0;
            self.word(word);
        }
        self.gap |= text.ends_with(char::is_whitespace);
    }

    /// Begins a new word if there is a blank.
    pub(super) fn gap(&mut self, blank: bool) {
        self.gap |= blank;
    }

    fn word(&mut self, word: &str) {
        // Only names in code and addresses contain one of these characters, or a capital letter after the first letter.
        let mut rest = word.bytes().skip(1);
        if !rest.any(|b| b == b'_' || b == b':' || b.is_ascii_uppercase()) {
            self.escaped(word);
            return;
        }
        let mut word = word;
        while let Some((before, url, after)) = text::split_url(word) {
            self.escaped(before);
            self.url(url);
            word = after;
        }
        let around = ['(', ')', '[', ']', '"', '\'', '*', ',', '.', ';', ':', '!', '?'];
        let core = word.trim_matches(around);
        match word.split_once(core) {
            Some((before, after)) if text::is_identifier(core) || text::is_type_name(core) => {
                self.escaped(before);
                self.code(core);
                self.escaped(after);
            }
            _ => self.escaped(word),
        }
    }

    fn escaped(&mut self, text: &str) {
        self.push(&text::escape(text));
    }

    /// Adds an address, as a link if it can be followed and as code if not.
    fn url(&mut self, url: &str) {
        if !text::is_followable(url) {
            self.code(url);
        } else if self.is_label {
            self.escaped(url);
        } else {
            self.push(&format!("<{url}>"));
        }
    }

    /// Adds a code span, with a fence longer than any run of backticks in it.
    pub(super) fn code(&mut self, code: &str) {
        let code = code.split_whitespace().collect::<Vec<_>>().join(" ");
        if code.is_empty() {
            return;
        }
        let fence = "`".repeat(longest_backtick_run(&code) + 1);
        let pad = if code.starts_with('`') || code.ends_with('`') { " " } else { "" };
        self.push(&format!("{fence}{pad}{code}{pad}{fence}"));
    }

    /// Adds a link to an absolute address, with a label that is Markdown already.
    pub(super) fn link(&mut self, label: &str, url: &str) {
        if label == url {
            self.push(&format!("<{url}>"));
        } else {
            self.push(&format!("[{label}]({url})"));
        }
    }

    /// Opens emphasis; within the same emphasis it has no effect.
    pub(super) fn open(&mut self, text: &'static str) {
        if !self.marks.iter().any(|mark| mark.text == text) {
            self.marks.push(Mark { text, written: false });
        }
    }

    /// Closes emphasis and all that was opened in it; without an opening it has no effect.
    pub(super) fn close(&mut self, text: &str) {
        let Some(at) = self.marks.iter().rposition(|mark| mark.text == text) else { return };
        for mark in self.marks.split_off(at).iter().rev().filter(|mark| mark.written) {
            if let Some(word) = self.words.last_mut() {
                word.push_str(mark.text);
                self.closed = true;
            }
        }
    }

    /// Adds Markdown that must not be broken.
    pub(super) fn push(&mut self, piece: &str) {
        let Some(first) = piece.chars().next() else { return };
        let last = self.words.last().and_then(|word| word.chars().last());
        let apart = self.gap || last.is_none_or(|last| self.collides(last, first));
        // Emphasis in the middle of a word has no effect if it begins with punctuation.
        if !apart && !first.is_alphanumeric() && last.is_some_and(char::is_alphanumeric) {
            self.marks.retain(|mark| mark.written);
        }
        let mut word = String::new();
        for mark in self.marks.iter_mut().filter(|mark| !mark.written) {
            word.push_str(mark.text);
            mark.written = true;
        }
        word.push_str(piece);
        match self.words.last_mut() {
            Some(last) if !apart => last.push_str(&word),
            _ => self.words.push(word),
        }
        self.gap = false;
        self.closed = false;
    }

    /// Whether the characters at the ends of two adjacent pieces would change how Markdown reads them.
    fn collides(&self, last: char, first: char) -> bool {
        let code = last == '`' && first == '`';
        let image = last == '!' && first == '[';
        let emphasis = self.closed && (first.is_alphanumeric() || first == '*');
        code || image || emphasis
    }
}

/// The length of the longest run of backticks.
pub(super) fn longest_backtick_run(text: &str) -> usize {
    text.split(|c| c != '`').map(str::len).max().unwrap_or(0)
}
