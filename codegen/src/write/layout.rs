//! Breaks lines: turns text with boxes and possible breaks into lines.
//!
//! This is the algorithm of `rustc`'s printer and of `prettyplease`, but with the whole file in memory instead of a
//! window. So boxes can be put around what is already written: the left side of an operator is only known when the
//! operator comes.
//!
//! A box whose text fits on the line stays on it. Otherwise the breaks in it become line breaks: all of them if it is
//! *consistent*, else those after which the next piece does not fit.

/// The maximum length of a line in letters, if there is a choice.
const MARGIN: isize = 89;

/// The length that a line may have at any depth, in letters.
const LEAST: isize = 60;

/// How far a block is indented.
pub(super) const INDENT: i8 = 4;

/// The width of a forced line break, and of text that never fits.
const INFINITE: u16 = 0xffff;

/// A place where a line may break.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Break {
    /// The indentation of the next line relative to the box around the break.
    pub(super) offset: i8,
    /// The number of blanks if the line does not break.
    pub(super) blanks: u16,
    /// The end of the line.
    pub(super) before: Option<u8>,
    /// The start of the next line.
    pub(super) after: After,
    /// The text if the line does not break.
    pub(super) unbroken: Option<u8>,
    /// It is dropped if it is the last piece of a box.
    pub(super) if_nonempty: bool,
    /// It never breaks.
    pub(super) never: bool,
}

/// The text at the start of the line after a break.
#[derive(Clone, Copy, Debug, Default)]
pub(super) enum After {
    #[default]
    Nothing,
    Brace,
    Parenthesis,
    ParenthesisAndComma,
}

impl After {
    fn text(self) -> &'static str {
        match self {
            Self::Nothing => "",
            Self::Brace => "}",
            Self::Parenthesis => ")",
            Self::ParenthesisAndComma => "),",
        }
    }
}

#[derive(Clone, Copy, Debug)]
enum Piece {
    Text {
        start: u32,
        end: u32,
    },
    Break(Break),
    Begin {
        offset: i8,
        consistent: bool,
    },
    End,
    /// An empty piece that fits on no line.
    Wide,
}

/// The pieces to lay out.
#[derive(Debug, Default)]
pub(super) struct Layout {
    pieces: Vec<Piece>,
    text: String,
    /// The width of everything written so far.
    width: isize,
    /// Text before this piece is complete and must not be extended.
    sealed: usize,
}

/// A place in a layout. Nothing before it changes any more.
#[derive(Clone, Copy, Debug)]
pub(super) struct Mark(usize);

/// The state for undoing what was written.
#[derive(Clone, Copy, Debug)]
pub(super) struct Saved {
    pieces: usize,
    text: usize,
    width: isize,
}

impl Layout {
    pub(super) fn text(&mut self, text: &str) {
        let start = self.text.len();
        self.text.push_str(text);
        self.width += signed(text.len());
        let end = to_u32(self.text.len());
        if self.pieces.len() > self.sealed
            && let Some(Piece::Text { end: last, .. }) = self.pieces.last_mut()
        {
            *last = end;
            return;
        }
        self.pieces.push(Piece::Text { start: to_u32(start), end });
    }

    pub(super) fn consistent(&mut self, offset: i8) {
        self.pieces.push(Piece::Begin { offset, consistent: true });
    }

    pub(super) fn inconsistent(&mut self, offset: i8) {
        self.pieces.push(Piece::Begin { offset, consistent: false });
    }

    /// Ends the innermost box.
    pub(super) fn end(&mut self) {
        if let Some(&Piece::Break(last)) = self.pieces.last() {
            if let [.., Piece::Begin { .. }, _] = self.pieces.as_slice() {
                self.width -= signed(last.blanks.into());
                self.pieces.truncate(self.pieces.len() - 2);
                return;
            }
            if last.if_nonempty {
                self.width -= signed(last.blanks.into());
                // The sizes of the pieces before it end here.
                self.pieces.pop();
                self.never();
            }
        }
        self.pieces.push(Piece::End);
    }

    /// Ends a box that must be broken if it is wider than `max`.
    pub(super) fn end_within(&mut self, start: Width, max: isize) {
        if self.width - start.0 > max {
            self.pieces.push(Piece::Wide);
            self.width += signed(INFINITE.into());
        }
        self.end();
    }

    pub(super) fn brk(&mut self, brk: Break) {
        self.width += signed(brk.blanks.into());
        self.pieces.push(Piece::Break(brk));
    }

    /// Writes nothing, or a line break.
    pub(super) fn zero(&mut self) {
        self.brk(Break::default());
    }

    /// Writes a blank, or a line break.
    pub(super) fn space(&mut self) {
        self.brk(Break { blanks: 1, ..Break::default() });
    }

    /// Writes a blank, unless it is the last piece of a box.
    pub(super) fn space_if_nonempty(&mut self) {
        self.brk(Break { blanks: 1, if_nonempty: true, ..Break::default() });
    }

    /// Writes a line break.
    pub(super) fn line(&mut self) {
        self.brk(Break { blanks: INFINITE, ..Break::default() });
    }

    /// Writes a line break, unless it is the last piece of a box.
    pub(super) fn line_if_nonempty(&mut self) {
        self.brk(Break { blanks: INFINITE, if_nonempty: true, ..Break::default() });
    }

    /// Prevents a line break before the next piece.
    pub(super) fn never(&mut self) {
        self.brk(Break { never: true, ..Break::default() });
    }

    /// Ends a list: with a comma if it is broken. The next line starts at `offset`.
    pub(super) fn last_comma(&mut self, blanks: u16, offset: i8) {
        self.brk(Break { before: Some(b','), blanks, offset, ..Break::default() });
    }

    /// Moves the next line, if the last piece is a break.
    pub(super) fn offset(&mut self, by: i8) {
        if let Some(Piece::Break(last)) = self.pieces.last_mut() {
            last.offset += by;
        }
    }

    /// Whether the last text ends with a letter.
    pub(super) fn ends_with(&self, letter: char) -> bool {
        self.text.ends_with(letter)
    }

    /// Marks this place, so that something can be put around what is written next.
    pub(super) fn mark(&mut self) -> Mark {
        self.sealed = self.pieces.len();
        Mark(self.sealed)
    }

    /// Returns the width so far, for [`Self::end_within`].
    pub(super) fn width(&self) -> Width {
        Width(self.width)
    }

    /// Begins a box at a marked place.
    pub(super) fn begin_at(&mut self, mark: Mark, offset: i8, consistent: bool) {
        self.pieces.insert(mark.0, Piece::Begin { offset, consistent });
    }

    /// Puts a break at a marked place.
    pub(super) fn break_at(&mut self, mark: Mark, brk: Break) {
        self.width += signed(brk.blanks.into());
        self.pieces.insert(mark.0, Piece::Break(brk));
    }

    /// Puts a line break at a marked place.
    pub(super) fn line_at(&mut self, mark: Mark) {
        self.break_at(mark, Break { blanks: INFINITE, ..Break::default() });
    }

    /// Changes the break directly after a marked place.
    pub(super) fn change_break(&mut self, mark: Mark, before: u8) {
        if let Some(Piece::Break(brk)) = self.pieces.get_mut(mark.0) {
            brk.before = Some(before);
        }
    }

    /// Moves what was written since `last` to `first`.
    pub(super) fn move_back(&mut self, first: Mark, last: Mark) {
        let count = self.pieces.len() - last.0;
        if let Some(pieces) = self.pieces.get_mut(first.0..) {
            pieces.rotate_right(count);
        }
        self.sealed = self.pieces.len();
    }

    /// Saves the state, so that later pieces can be undone.
    pub(super) fn save(&mut self) -> Saved {
        self.sealed = self.pieces.len();
        Saved { pieces: self.pieces.len(), text: self.text.len(), width: self.width }
    }

    /// Undoes what was written since `saved`.
    pub(super) fn restore(&mut self, saved: Saved) {
        self.pieces.truncate(saved.pieces);
        self.text.truncate(saved.text);
        self.width = saved.width;
        self.sealed = saved.pieces;
    }

    /// Returns the lines.
    pub(super) fn finish(self) -> String {
        let sizes = sizes(&self.pieces);
        let mut lines = Lines::new(self.text.len() * 3 / 2);
        for (piece, size) in self.pieces.iter().zip(sizes) {
            match *piece {
                Piece::Text { start, end } => {
                    lines.text(self.text.get(start as usize..end as usize).unwrap_or_default());
                }
                Piece::Break(brk) => lines.brk(brk, size),
                Piece::Begin { offset, consistent } => lines.begin(offset, consistent, size),
                Piece::End => lines.end(),
                Piece::Wide => {}
            }
        }
        lines.text
    }
}

/// The width at some place.
#[derive(Clone, Copy, Debug)]
pub(super) struct Width(isize);

/// Computes the width of each box and break on one line, up to the next break that is not inside it.
fn sizes(pieces: &[Piece]) -> Vec<isize> {
    let mut sizes = vec![0; pieces.len()];
    let mut total = 0;
    // Boxes and breaks whose size is not known yet, and ends of boxes.
    let mut open: Vec<usize> = Vec::new();
    for (at, piece) in pieces.iter().enumerate() {
        match *piece {
            Piece::Text { start, end } => total += signed((end - start) as usize),
            Piece::Wide => total += signed(INFINITE.into()),
            Piece::Begin { .. } | Piece::End => {
                set(&mut sizes, at, -total);
                open.push(at);
            }
            Piece::Break(brk) => {
                settle(pieces, &mut open, &mut sizes, total);
                set(&mut sizes, at, -total);
                open.push(at);
                total += signed(brk.blanks.into());
            }
        }
    }
    settle(pieces, &mut open, &mut sizes, total);
    sizes
}

fn set(sizes: &mut [isize], at: usize, size: isize) {
    if let Some(place) = sizes.get_mut(at) {
        *place = size;
    }
}

/// Sets the sizes of the pieces that end here: the previous break, and the boxes since it.
fn settle(pieces: &[Piece], open: &mut Vec<usize>, sizes: &mut [isize], total: isize) {
    let mut depth = 0_usize;
    while let Some(&at) = open.last() {
        match pieces.get(at) {
            Some(Piece::Begin { .. }) if depth == 0 => break,
            Some(Piece::Begin { .. }) => depth -= 1,
            Some(Piece::End) => depth += 1,
            _ => {}
        }
        open.pop();
        if let Some(size) = sizes.get_mut(at) {
            *size += total;
        }
        if depth == 0 && matches!(pieces.get(at), Some(Piece::Break(_))) {
            break;
        }
    }
}

#[derive(Clone, Copy)]
enum Frame {
    /// Everything fits on one line.
    Fits,
    /// It is broken. `indent` is the indentation around it.
    Broken { indent: isize, consistent: bool },
}

struct Lines {
    text: String,
    /// How many letters still fit on the line.
    space: isize,
    frames: Vec<Frame>,
    indent: isize,
    /// Blanks that are only written if something follows them.
    blanks: usize,
}

impl Lines {
    fn new(capacity: usize) -> Self {
        let text = String::with_capacity(capacity);
        Self { text, space: MARGIN, frames: Vec::new(), indent: 0, blanks: 0 }
    }

    fn text(&mut self, text: &str) {
        const BLANKS: &str = "                                                                ";
        while self.blanks > 0 {
            let some = self.blanks.min(BLANKS.len());
            self.text.push_str(BLANKS.get(..some).unwrap_or_default());
            self.blanks -= some;
        }
        self.text.push_str(text);
        self.space -= signed(text.len());
    }

    fn letter(&mut self, letter: u8) {
        self.text.push(char::from(letter));
    }

    fn begin(&mut self, offset: i8, consistent: bool, size: isize) {
        if size > self.space {
            self.frames.push(Frame::Broken { indent: self.indent, consistent });
            self.indent += isize::from(offset);
        } else {
            self.frames.push(Frame::Fits);
        }
    }

    fn end(&mut self) {
        if let Some(Frame::Broken { indent, .. }) = self.frames.pop() {
            self.indent = indent;
        }
    }

    fn brk(&mut self, brk: Break, size: isize) {
        let fits = brk.never
            || match self.frames.last() {
                Some(Frame::Fits) => true,
                Some(Frame::Broken { consistent: true, .. }) => false,
                Some(Frame::Broken { consistent: false, .. }) | None => size <= self.space,
            };
        if fits {
            self.blanks += usize::from(brk.blanks);
            self.space -= signed(brk.blanks.into());
            if let Some(letter) = brk.unbroken {
                self.letter(letter);
                self.space -= 1;
            }
            return;
        }
        if let Some(letter) = brk.before {
            self.text("");
            self.letter(letter);
        }
        self.text.push('\n');
        let indent = self.indent + isize::from(brk.offset);
        self.blanks = usize::try_from(indent).unwrap_or_default();
        self.space = (MARGIN - indent).max(LEAST);
        if !matches!(brk.after, After::Nothing) {
            self.text(brk.after.text());
        }
    }
}

/// Files are far below the limits of these types.
fn signed(length: usize) -> isize {
    isize::try_from(length).unwrap_or(isize::MAX)
}

fn to_u32(length: usize) -> u32 {
    u32::try_from(length).unwrap_or(u32::MAX)
}
