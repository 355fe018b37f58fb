//! Prints imports: those of a file's own, and those that its paths need.

use proc_macro2::Delimiter;

use super::items::{Kind, is_apart};
use super::{Printed, Printer};
use crate::write::layout::INDENT;

impl Printer<'_> {
    /// Writes the imports, and the blank lines before and after them.
    pub(super) fn imported(&mut self, mut previous: Option<Kind>, next: Option<Kind>) {
        for import in self.imports.take() {
            let kind = Kind::of_import(import.root);
            if is_apart(&mut previous, kind) {
                self.layout.line();
            }
            self.write("use ");
            self.write(&import.path);
            if let [first, others @ ..] = import.names.as_slice()
                && !others.is_empty()
            {
                self.layout.consistent(INDENT);
                self.write("{");
                self.layout.zero();
                self.layout.inconsistent(0);
                self.write(first);
                for name in others {
                    self.write(",");
                    self.layout.space();
                    self.write(name);
                }
                self.layout.end();
                self.layout.last_comma(0, -INDENT);
                self.write("}");
                self.layout.end();
            } else {
                import.names.iter().for_each(|name| self.write(name));
            }
            self.write(";");
            self.layout.line();
        }
        if next.is_some_and(|next| is_apart(&mut previous, next)) {
            self.layout.line();
        }
    }

    /// Writes `use a::b;` unchanged.
    pub(super) fn import(&mut self, public: bool) -> Printed<Kind> {
        self.at += 1;
        self.write("use ");
        let root = if self.is_pair(*b"::") { self.peek_after(2) } else { self.peek() };
        self.import_tree()?;
        self.expect(b';')?;
        self.write(";");
        Ok(if public { Kind::Reexport } else { Kind::of_import(root) })
    }

    fn import_tree(&mut self) -> Printed {
        while !self.closes() && !self.is(b';') && !self.is(b',') {
            if self.opens(Delimiter::Brace) {
                return self.import_group();
            }
            if self.peek() == "as" {
                self.write(" ");
                self.keyword("as");
                continue;
            }
            let text = self.tokens.text(self.at);
            self.write(text);
            self.at += 1;
        }
        Ok(())
    }

    fn import_group(&mut self) -> Printed {
        self.open(Delimiter::Brace)?;
        self.layout.consistent(INDENT);
        self.write("{");
        self.layout.zero();
        self.layout.inconsistent(0);
        while !self.closes() {
            self.import_tree()?;
            if !self.comma()? {
                self.write(",");
                self.layout.space();
            }
        }
        self.layout.end();
        self.layout.last_comma(0, -INDENT);
        self.write("}");
        self.layout.end();
        self.close()
    }
}
