//! Small crates before and after a change, and the results of their comparison.

use proc_macro2::TokenStream;
use quote::quote;
use smithy_codegen::Tree;

use super::Api;

/// Returns a crate with one public module beside its root, which contains a private one.
#[expect(clippy::needless_pass_by_value, reason = "what `quote!` makes is handed on as it is")]
fn api(root: TokenStream, module: TokenStream) -> Api {
    let mut tree = Tree::new(&[]);
    let rust = |tree: &mut Tree, path: &str, items: TokenStream| {
        tree.rust(path, &["A file.".to_owned()], || items.clone()).expect("it is Rust");
    };
    rust(&mut tree, "src/lib.rs", quote! { pub mod m; #root });
    rust(&mut tree, "src/m.rs", quote! { mod inner; pub use inner::Inner; #module });
    rust(&mut tree, "src/m/inner.rs", quote! { pub struct Inner { pub at: ::std::time::Duration } });
    let manifest = "[package]\nname = \"a\"\n\n[features]\ndefault = [\"b\"]\nb = []\n";
    tree.text("Cargo.toml", manifest.to_owned()).expect("it is a manifest");
    Api::of(&tree).expect("it can be read")
}

/// Returns what a change of the module breaks and adds.
fn change(old: TokenStream, new: TokenStream) -> (Vec<String>, Vec<String>) {
    let [old, new] = [old, new].map(|module| api(TokenStream::new(), module));
    (old.breaks(&new), old.additions(&new))
}

#[track_caller]
fn nothing(old: TokenStream, new: TokenStream) {
    assert_eq!(change(old, new), (Vec::new(), Vec::new()));
}

#[track_caller]
fn adds(old: TokenStream, new: TokenStream, expected: &[&str]) {
    let (breaks, additions) = change(old, new);
    assert_eq!((breaks, additions.iter().map(String::as_str).collect()), (Vec::new(), expected.to_vec()));
}

#[track_caller]
fn breaks(old: TokenStream, new: TokenStream, expected: &[&str]) {
    let (breaks, _) = change(old, new);
    assert_eq!(breaks, expected);
}

#[test]
fn what_nobody_relies_on_does_not_count() {
    nothing(
        quote! { #[doc = " A."] #[must_use] pub struct A { pub a: u8, b: u8 } struct B; pub(crate) fn f() {} },
        quote! { fn g() {} pub struct A { c: u16, #[doc = " B."] pub a: u8 } #[cfg(test)] mod tests {} },
    );
    nothing(quote! { pub fn f(a: u8) -> u8 { a } }, quote! { pub fn f(mut b: u8) -> u8 { b + 1 } });
    nothing(quote! { pub const A: &[u8] = &[1]; }, quote! { pub const A: &[u8] = &[1, 2]; });
    nothing(
        quote! { pub struct A<B = u8> { b: B } impl<B: Copy> A<B> { pub fn b(&self) -> B { self.b } } },
        quote! { pub struct A<C = u8> { c: C } impl<X: Copy> A<X> { pub fn b(&self) -> X { self.c } } },
    );
    nothing(quote! { #[doc(hidden)] pub struct A; }, TokenStream::new());
    nothing(
        quote! { pub struct A(u8); impl ::smithy_client::codec::Member for A {} },
        quote! { pub struct A(u8); },
    );
}

#[test]
fn imports_and_private_modules_do_not_count() {
    nothing(
        quote! { use std::time::Duration; use super::m; pub fn f(d: Duration) -> m::Inner { g(d) } },
        quote! { pub fn f(d: ::std::time::Duration) -> crate::m::inner::Inner { g(d) } },
    );
    nothing(
        quote! { #[derive(Debug, Clone)] pub struct A(u8); },
        quote! { #[derive(Clone)] pub struct A(u8); impl ::std::fmt::Debug for A {} },
    );
    nothing(
        quote! { mod x { pub struct A(u8); } pub use x::A; },
        quote! { mod y { pub struct A(u8); } pub use y::A; },
    );
    nothing(
        quote! { mod x { pub struct A(u8); impl A { pub fn a() {} } } pub use x::A; },
        quote! { #[doc(hidden)] pub mod x { pub struct A(u8); impl A { pub fn a() {} } } pub use x::A; },
    );
}

#[test]
fn what_takes_additions_has_them() {
    adds(
        quote! { #[non_exhaustive] pub struct A { pub a: u8 } },
        quote! { #[non_exhaustive] #[derive(Clone)] pub struct A { pub a: u8, pub b: u8 } },
        &["field crate::m::A::b", "impl Clone for crate::m::A"],
    );
    adds(
        quote! { #[non_exhaustive] pub enum A { B } },
        quote! { #[non_exhaustive] pub enum A { B, C(u8) } impl A { pub fn is_c(&self) {} } },
        &["fn crate::m::A::is_c", "variant crate::m::A::C"],
    );
    adds(
        quote! { pub trait A { fn a(); } },
        quote! { pub trait A { fn a(); fn b() {} } },
        &["in trait crate::m::A::b"],
    );
}

#[test]
fn what_takes_no_additions_is_broken_by_them() {
    let added = "added to what takes no additions:";
    breaks(
        quote! { pub struct A { pub a: u8 } },
        quote! { pub struct A { pub a: u8, pub b: u8 } },
        &[&format!("{added} field crate::m::A::b")],
    );
    breaks(
        quote! { pub enum A { B } },
        quote! { pub enum A { B, C } },
        &[&format!("{added} variant crate::m::A::C")],
    );
    breaks(
        quote! { pub trait A {} },
        quote! { pub trait A { fn a(); } },
        &[&format!("{added} in trait crate::m::A::a")],
    );
    breaks(
        quote! { pub struct A { pub a: u8 } },
        quote! { pub struct A { pub a: u8, b: u8 } },
        &["gone: exhaustive crate::m::A"],
    );
}

#[test]
fn what_is_gone_or_differs_breaks() {
    breaks(quote! { pub struct A { pub a: u8 } }, quote! {}, &["gone: struct crate::m::A"]);
    breaks(
        quote! { #[derive(Default)] pub struct A(u8); },
        quote! { pub struct A(u8); },
        &["gone: impl Default for crate::m::A"],
    );
    breaks(
        quote! { #[non_exhaustive] pub struct A { pub a: u8 } },
        quote! { #[non_exhaustive] pub struct A { pub a: ::std::option::Option<u8> } },
        &["changed: field crate::m::A::a: u8 -> Option<u8>"],
    );
    breaks(
        quote! { #[cfg(feature = "b")] pub fn f(a: &str) {} },
        quote! { #[cfg(feature = "c")] pub fn f(a: &str) {} },
        &["changed: path crate::m::f: cfg(feature = \"b\") -> cfg(feature = \"c\")"],
    );
    breaks(
        quote! { pub struct A(u8); impl ::std::ops::Deref for A { type Target = u8; } },
        quote! { pub struct A(u8); impl ::std::ops::Deref for A { type Target = u16; } },
        &["changed: type <crate::m::A as std::ops::Deref>::Target: u8 -> u16"],
    );
}

#[test]
fn builders_are_told_by_their_parameters_and_bounds() {
    breaks(
        quote! { pub struct A<B = ()> { b: B } impl<B> A<B> { pub fn a(self) where B: Copy {} } },
        quote! { pub struct A<B = ()> { b: B } impl<B> A<B> { pub fn a(self) where B: Clone {} } },
        &["changed: fn crate::m::A::a: impl<T0> crate::m::A<T0> { fn a(self) where T0: Copy, } \
           -> impl<T0> crate::m::A<T0> { fn a(self) where T0: Clone, }"],
    );
    breaks(
        quote! { pub struct A<B = ()> { b: B } },
        quote! { pub struct A<B = (), C = u8> { b: B, c: C } },
        &["changed: struct crate::m::A: <T0 = ()> -> <T0 = (), T1 = u8>"],
    );
}

#[test]
fn other_paths_and_other_crates_count() {
    let module = || quote! { pub struct A(u8); };
    let old = api(quote! { pub use m::A; pub use ::smithy_client::{Answer, call as calls}; }, module());
    let new = api(quote! { pub use ::smithy_client::Answer; }, module());
    assert_eq!(old.breaks(&new), ["gone: struct crate::A", "gone: use crate::calls"]);
}

#[test]
fn deprecation_stands_apart() {
    let old = api(TokenStream::new(), quote! { #[deprecated] pub fn f() {} pub fn g() {} });
    let new = api(TokenStream::new(), quote! { #[deprecated] pub fn f() {} #[deprecated] pub fn g() {} });
    assert_eq!((old.breaks(&new), old.deprecations(&new)), (vec![], vec!["fn crate::m::g".to_owned()]));
}
