//! Prints items of files, modules and functions, and the blank lines between them.

use proc_macro2::Delimiter;

use super::{Printed, Printer, Unknown};
use crate::write::layout::{INDENT, Mark};

/// The kind of an item. There is no blank line between items of one kind, except for [`Kind::Block`].
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// Always separated by blank lines.
    Block,
    /// `use super::..`, which comes before other imports.
    Parent,
    /// `use std::..`
    Std,
    /// `use serde::..`
    External,
    /// `use crate::..`
    Crate,
    /// `pub use ..`
    Reexport,
    /// `mod a;`
    Module,
    /// A `const` or `type` of an `impl` or `trait`.
    Associated,
}

impl Kind {
    /// Returns the kind of an import by the first name of its path.
    pub(super) fn of_import(root: &str) -> Self {
        match root {
            "self" | "super" => Self::Parent,
            "std" | "core" | "alloc" => Self::Std,
            "crate" => Self::Crate,
            _ => Self::External,
        }
    }
}

/// Whether there is a blank line before an item, which then becomes the previous item.
pub(super) fn is_apart(previous: &mut Option<Kind>, kind: Kind) -> bool {
    let before = previous.replace(kind);
    before.is_some_and(|before| before != kind || kind == Kind::Block)
}

impl Printer<'_> {
    /// Prints the whole file.
    pub(super) fn file(&mut self) -> Printed {
        self.layout.consistent(0);
        self.module()?;
        self.layout.end();
        if self.at == self.tokens.end() { Ok(()) } else { Err(Unknown) }
    }

    /// Writes the items of a file or of a module, with the imports that they need.
    ///
    /// These are only known at the end, and are put after the existing imports.
    fn module(&mut self) -> Printed {
        let attributes = self.inner_attributes()?;
        if attributes && !self.closes() {
            self.layout.line();
        }
        let mut previous = None;
        while self.peek() == "use" {
            self.next_item(&mut previous, None)?;
        }
        let seam = self.layout.mark();
        // There is a blank line between the imports, which are not known yet, and the first item after them.
        let (mut first, mut later) = (None, None);
        while !self.closes() {
            self.next_item(&mut later, Some(&mut first))?;
        }
        let end = self.layout.mark();
        self.imported(previous, first);
        self.layout.move_back(seam, end);
        Ok(())
    }

    /// Writes an item after the blank line that it needs. For the first item, sets `first` to its kind, and leaves that
    /// line out.
    fn next_item(&mut self, previous: &mut Option<Kind>, first: Option<&mut Option<Kind>>) -> Printed {
        let start = self.layout.mark();
        let kind = self.item()?;
        self.place(start, kind, previous, first);
        Ok(())
    }

    /// Puts a blank line before an item, if it needs one.
    pub(super) fn place(
        &mut self,
        start: Mark,
        kind: Kind,
        previous: &mut Option<Kind>,
        first: Option<&mut Option<Kind>>,
    ) {
        if let (None, Some(first)) = (*previous, first) {
            *first = Some(kind);
        }
        if is_apart(previous, kind) {
            self.layout.line_at(start);
        }
    }

    /// Writes an item with its attributes.
    pub(super) fn item(&mut self) -> Printed<Kind> {
        self.near = self.at;
        let documented = self.attributes()?;
        let start = self.layout.mark();
        let public = self.visibility()?;
        let kind = self.item_of(start, public)?;
        self.layout.line();
        Ok(if documented { Kind::Block } else { kind })
    }

    /// Writes an item from its keyword on; its visibility is after `start`.
    fn item_of(&mut self, start: Mark, public: bool) -> Printed<Kind> {
        if self.starts_function() {
            self.layout.begin_at(start, INDENT, true);
            self.function(false)?;
            return Ok(Kind::Block);
        }
        match self.peek() {
            "use" => return self.import(public),
            "mod" => return self.inline_module(start),
            "const" | "static" => {
                self.layout.begin_at(start, 0, true);
                self.constant()?;
            }
            "type" => self.alias(start)?,
            "struct" => self.structure(start)?,
            "enum" => self.enumeration(start)?,
            "trait" => self.interface(start)?,
            "impl" => self.implementation(start)?,
            _ => {
                let end = self.end_of_macro_name().ok_or(Unknown)?;
                let semicolon = !self.tokens.opens(end + 1, Delimiter::Brace);
                self.macro_call(end, semicolon)?;
                self.pass(b';');
            }
        }
        Ok(Kind::Block)
    }

    /// Writes a visibility. Returns whether there is one.
    pub(super) fn visibility(&mut self) -> Printed<bool> {
        if !self.pass_word("pub") {
            return Ok(false);
        }
        self.write("pub");
        if self.opens(Delimiter::Parenthesis) {
            self.at += 1;
            self.write("(");
            self.keyword("in");
            while !self.closes() {
                let text = self.tokens.text(self.at);
                self.write(text);
                self.at += 1;
            }
            self.close()?;
            self.write(")");
        }
        self.write(" ");
        Ok(true)
    }

    fn inline_module(&mut self, start: Mark) -> Printed<Kind> {
        self.at += 1;
        self.write("mod ");
        self.name()?;
        if self.pass(b';') {
            self.write(";");
            return Ok(Kind::Module);
        }
        self.layout.begin_at(start, INDENT, true);
        self.write(" {");
        self.layout.line_if_nonempty();
        self.open(Delimiter::Brace)?;
        let inner = self.imports.of_module(self.tokens, self.at);
        let outer = std::mem::replace(&mut self.imports, inner);
        self.module()?;
        self.imports = outer;
        self.layout.offset(-INDENT);
        self.layout.end();
        self.write("}");
        self.close()?;
        Ok(Kind::Block)
    }

    /// Writes `const A: B = c;` or `static`, with or without a value, and ends the box around it.
    pub(super) fn constant(&mut self) -> Printed {
        self.name()?;
        self.write(" ");
        self.keyword("mut");
        self.name()?;
        self.expect(b':')?;
        self.write(": ");
        self.ty()?;
        if self.pass(b'=') {
            self.write(" = ");
            self.layout.never();
            self.expression()?;
        }
        self.expect(b';')?;
        self.write(";");
        self.layout.end();
        Ok(())
    }

    /// Writes `type A<B> = C;`.
    fn alias(&mut self, start: Mark) -> Printed {
        self.layout.begin_at(start, INDENT, true);
        self.at += 1;
        self.write("type ");
        self.name()?;
        self.generics()?;
        self.expect(b'=')?;
        self.write(" = ");
        self.layout.never();
        self.layout.inconsistent(-INDENT);
        self.ty()?;
        self.layout.end();
        self.expect(b';')?;
        self.write(";");
        self.layout.end();
        Ok(())
    }
}
