//! Compares the printer with `prettyplease`, form by form: on one line, and broken.

use proc_macro2::TokenStream;

use crate::write::format;

/// A long name, with which a form does not fit on a line.
const LONG: &str = "a_name_that_is_so_long_that_there_is_little_room_left_for_anything_else";

/// Prints each form as it is, and with names that are too long for one line.
fn assert_as_prettyplease(forms: &[&str]) {
    for form in forms {
        for text in [form.to_string(), form.replace("xx", LONG)] {
            let tokens: TokenStream = text.parse().unwrap();
            let expected = prettyplease::unparse(&syn::parse2(tokens.clone()).unwrap());
            assert_eq!(without_blank_lines(&format::rust(tokens).unwrap()), expected, "{text}");
        }
    }
}

/// `prettyplease` writes no blank lines.
fn without_blank_lines(text: &str) -> String {
    text.split_inclusive('\n').filter(|line| *line != "\n").collect()
}

/// Puts expressions and statements in a function.
fn assert_in_function(statements: &[&str]) {
    let forms: Vec<String> = statements.iter().map(|statement| format!("fn f() {{ {statement} }}")).collect();
    assert_as_prettyplease(&forms.iter().map(String::as_str).collect::<Vec<_>>());
}

#[test]
fn items() {
    assert_as_prettyplease(&[
        "",
        "#![forbid(unsafe_code)] mod a; pub use a::{xx, b}; use super::*; use a as b;",
        "#[doc = \" A.\"] #[derive(Clone, Debug)] #[non_exhaustive] pub struct S { #[doc = \" B.\"] pub xx: u8, b: T }",
        "#[cfg(all(feature = \"xx\", not(b)))] #[allow(deprecated)] pub(crate) struct S;",
        "#[must_use = \"it's \\\"xx\\\"\"] struct S<T = xx, U: A + xx = B>(pub xx, T) where T: A<xx> + xx, U: 'static;",
        "struct S {} struct T(); struct U<T> where T: xx { a: T }",
        "enum E { A, B(xx, u8), C { xx: u8, b: T }, #[default] D = 1 }",
        "trait T<A>: Send + xx { const A: u8; type B: xx + C; fn c(&self) -> xx where Self: Sized; fn d() {} }",
        "impl<'a, T, xx> A<T> for xx<'a> where T: B { const C: &'static xx = D; type E = xx; fn f(self) {} }",
        "impl<> A<> { pub fn a() -> B<> { b::<>() } }",
        "pub const fn xx(a: u8, xx: &mut [u8; 3]) -> Result<xx, B> { 1 }",
        "async fn f<'a, T: A>(&'a mut self, mut b: T, (xx, d): (u8, u8), _: xx) where T: for<'b> A<'b>, {}",
        "pub static A: [xx; 2] = [B, xx]; const C: &[&str] = &[\"xx\", \"b\"]; type D<T> = xx<T, xx>;",
        "mod m { #![allow(dead_code)] use super::*; const A: u8 = 1; mod n { fn xx() {} } }",
        "thread_local! { static A: xx = b; } m!(a, xx);",
    ]);
}

#[test]
fn types() {
    assert_as_prettyplease(&[
        "type A = (xx, &'a mut xx, [xx], [xx; 3], (), (xx,), (xx));",
        "type A = Box<dyn Fn(xx, &xx) -> Result<xx, xx> + Send + 'static>;",
        "type A = B<'a, xx, Item = xx, 3, _>; type C = fn(xx, u8) -> !; type D = <T as A<xx>>::B<xx>;",
        "fn f(a: impl Iterator<Item = xx> + Send, b: Option<Vec<xx>>) -> impl for<'a> Fn(&'a xx) {}",
        "type A = B::<u8>;",
    ]);
}

#[test]
fn operators() {
    assert_in_function(&[
        "xx = a + b * -c; d += xx; !xx && a == b || *c < xx && d",
        "a.xx = xx; self.xx.b = xx; a & b | c ^ d << 2 >> 3",
        "let a = &mut xx as u64 + xx as u8; let b = 1..xx; let c = ..=xx; let d = ..; let e = xx..;",
        "return xx(a)?;",
        "return",
        "let a = &xx[1..]; a[xx] = &&b; (a, xx, c); (xx,); (xx)",
        "if a == xx || xx { return Err(xx); } b",
        "if let Some(xx) = a && xx > 1 { b } else if xx.a { c } else { d }",
        "if (a) {} if xx.b().c(xx) { d(); }",
    ]);
}

#[test]
fn chains() {
    assert_in_function(&[
        "self.xx.b(c)?.d::<xx>().await?; a.b.xx(c, xx); xx.b(c).d(xx)?",
        "a.xx(|b| xx(b)); abcd.xx(b).c(xx); abcde.xx(b).c(xx); a.b(xx).c = d;",
        "f(xx)(b).c[1].d(xx); f(xx).0.b; m!(xx).b(xx);",
        "a(B { xx, b: xx }); a([xx, b]); a(|xx| { b; c }); a(xx, |b| c); a(match b { _ => xx });",
        "A { xx: 1, b: xx.c(xx), ..Default::default() }",
        "A {}; B { a }; C { a: 1, b: 2, ccccccccccccccccccccccccc: 3 }",
        "<A as B<xx>>::c::<xx>(d); <xx>::a; A::<xx>::b(xx); A::b::<C, xx>();",
        "[1, 2, 3]; [xx; 3]; [0u8; 2]; [1.0, 2.0]; [b'a', b'b', 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19];",
        "\"xx\".a(); 'a'; b\"xx\"; 1.5e3; -1; true",
        "(a.xx)(b); (|| xx)(); (a + xx).b()",
    ]);
}

#[test]
fn closures() {
    assert_in_function(&[
        "let a = || xx; let b = move |c, &d| xx + c; let e = |(xx, _)| e = xx;",
        "let take = |a: &str, xx: &mut dyn xx| -> Result<(), xx> { b; Ok(()) };",
        "a.map(|xx| xx.b).and_then(|c| c.d(xx)).for_each(|e| match e { A => xx, B => 1 })",
        "a(async move { xx.await }); unsafe { xx() }; a(|_| {}); a(|| xx { b: 1 })",
    ]);
}

#[test]
fn blocks() {
    assert_in_function(&[
        "let a: Option<xx> = None; let Some(b) = xx else { return None; }; let Ok(c) = d else { return xx(d) }; let e;",
        "match a { A => xx, B(c) if xx => { d } C { e, .. } => { f; g } _ => (), }",
        "match a.xx(b) { A => return xx, B => xx = 1, C => {} D => { if a { xx } else { b } } E => { { xx } } }",
        "match (xx, a) { (Some(_), None) | (None, xx) => loop { break; }, _ => a.b(xx).c(xx) }",
        "match a { \"xx\" | \"b\" | _ => 1, 1..=2 | -3 => xx, A::B | C(xx) => 2, d @ Some(_) => 3, [e, ..] => 4 }",
        "match a { A => match b { C => xx, _ => d }, B => if a { xx } else { c }, _ => matches!(a, xx) }",
        "for (xx, b) in a.xx() { c } while let Some(a) = xx { b; } loop { xx; continue; }",
        "if a { b } match c { _ => xx } .d(); { xx; } a",
        "const A: u8 = 1; use a::xx; fn g() {} struct S; #[cfg(xx)] let a = 1;",
        "assert_eq!(a, xx, \"{}\", b.c); m! { a b xx } m![xx]; write!(a, \"{xx}\")?; matches!(self, Self::A(_))",
        "let a = if xx { b } else { c }; let d = match xx { _ => e }; let f = { xx };",
        "let (mut a, ref b) = xx; let [c, d] = xx; let A { e, f: (g, xx) } = h; let &i = j;",
    ]);
}
