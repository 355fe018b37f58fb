//! Tests of paths and their short forms.

use proc_macro2::TokenStream;
use quote::quote;

use crate::write::format;

fn assert_written(cases: impl IntoIterator<Item = (TokenStream, &'static str)>) {
    for (tokens, expected) in cases {
        let text = tokens.to_string();
        assert_eq!(format::rust(tokens.clone()).unwrap().trim_end(), expected, "{text}");
    }
}

#[test]
fn what_is_in_scope_everywhere_goes_by_its_name() {
    assert_written([
        (
            quote!(
                type A = ::std::option::Option<::std::vec::Vec<::std::string::String>>;
            ),
            "type A = Option<Vec<String>>;",
        ),
        (
            quote!(impl ::std::convert::From<u8> for A { const B: u8 = ::std::option::Option::Some(1); }),
            "impl From<u8> for A {\n    const B: u8 = Some(1);\n}",
        ),
        (
            quote!(
                const A: B = ::std::vec![::std::matches!(1, ::std::option::Option::None)];
            ),
            "const A: B = vec![matches!(1, None)];",
        ),
        (
            quote!(
                const A: B = ::std::string::String::from("b");
            ),
            "const A: B = String::from(\"b\");",
        ),
        (
            quote!(
                const A: B = ::std::default::Default::default();
            ),
            "const A: B = Default::default();",
        ),
        (
            quote!(
                const A: B = ::std::result::Result::Ok::<u8, C>(1);
            ),
            "const A: B = Ok::<u8, C>(1);",
        ),
    ]);
}

#[test]
fn names_of_the_prelude_may_stand_for_their_paths() {
    assert_written([
        (
            quote!(
                type A = ::Option<::Vec<::String>>;
            ),
            "type A = Option<Vec<String>>;",
        ),
        (
            quote!(
                const A: B = ::Some(::Default::default());
            ),
            "const A: B = Some(Default::default());",
        ),
        (
            quote! { struct Option(::Option<u8>); struct Some(::Option<u8>); const A: B = ::Some(1); },
            "struct Option(std::option::Option<u8>);\n\nstruct Some(std::option::Option<u8>);\n\n\
             const A: B = std::option::Option::Some(1);",
        ),
        (
            quote! { mod std; struct Default; impl ::Default for Default {} },
            "mod std;\n\nstruct Default;\n\nimpl ::std::default::Default for Default {}",
        ),
    ]);
}

#[test]
fn a_name_of_the_file_keeps_the_path() {
    assert_written([
        (
            quote!(
                struct Option(::std::option::Option<u8>);
                const A: B = ::std::option::Option::None;
            ),
            "struct Option(std::option::Option<u8>);\n\nconst A: B = None;",
        ),
        (
            quote!(
                fn a<String: ::std::convert::From<::std::string::String>>() {}
            ),
            "fn a<String: From<std::string::String>>() {}",
        ),
        (
            quote!(
                mod std;
                type A = ::std::option::Option<::std::io::Error>;
            ),
            "use ::std::io::Error;\n\nmod std;\n\ntype A = Option<Error>;",
        ),
        (
            quote!(
                mod vec;
                type A = ::std::vec![];
            ),
            "mod vec;\n\ntype A = std::vec![];",
        ),
        (
            quote!(struct Serialize; impl ::serde::Serialize for Serialize {}),
            "struct Serialize;\n\nimpl serde::Serialize for Serialize {}",
        ),
        (
            quote!(mod serde; impl ::serde::Serialize for A {}),
            "use ::serde::Serialize;\n\nmod serde;\n\nimpl Serialize for A {}",
        ),
        (
            quote!(
                mod http;
                type A = (::http::Request, ::time::Date);
            ),
            "mod http;\n\ntype A = (::http::Request, time::Date);",
        ),
        (
            quote!(
                type A = (crate::types::String, crate::types::Option, crate::types::Some);
            ),
            "type A = (crate::types::String, crate::types::Option, crate::types::Some);",
        ),
        (
            quote!(
                type A = (crate::types::Job, crate::other::Job, crate::types::Job);
            ),
            "use crate::types::Job;\n\ntype A = (Job, crate::other::Job, Job);",
        ),
        (
            quote!(
                type A = (Job, ::b::Job);
            ),
            "type A = (Job, b::Job);",
        ),
        (
            quote!(
                fn a() {
                    b!(Job);
                    c!(::d::Other, F::e);
                }
                type A = (::b::Job, ::b::Other, ::b::F);
            ),
            "use d::Other;\n\nfn a() {\n    b!(Job);\n    c!(Other, F::e);\n}\n\ntype A = (b::Job, b::Other, b::F);",
        ),
        (
            quote!(
                fn a() {
                    struct Job;
                }
                fn b(c: crate::Job) {}
            ),
            "fn a() {\n    struct Job;\n}\n\nfn b(c: crate::Job) {}",
        ),
    ]);
}

#[test]
fn modules_and_short_crates_stay_in_the_path() {
    assert_written([
        (
            quote!(impl ::std::fmt::Debug for A { fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result { f.b() } }),
            "use std::fmt;\n\nimpl fmt::Debug for A {\n    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {\n        f.b()\n    }\n}",
        ),
        (
            quote!(
                const A: B = ::smithy_client::codec::read_as::<::smithy_client::codec::Blob, _>(
                    crate::constraints::JOB_ID,
                );
            ),
            "use smithy_client::codec;\n\nuse crate::constraints;\n\nconst A: B = codec::read_as::<codec::Blob, _>(constraints::JOB_ID);",
        ),
        (
            quote!(
                const A: B = ::serde_json::from_slice::<::serde_json::Value>(::http::StatusCode::OK);
            ),
            "const A: B = serde_json::from_slice::<serde_json::Value>(http::StatusCode::OK);",
        ),
        (
            quote!(
                type A = dyn ::std::error::Error;
            ),
            "type A = dyn std::error::Error;",
        ),
        (
            quote!(
                const A: B = ::std::mem::take(::http::header::ACCEPT, ::http::header::HeaderName::from(c));
            ),
            "use std::mem;\n\nuse http::header;\nuse http::header::HeaderName;\n\nconst A: B = mem::take(header::ACCEPT, HeaderName::from(c));",
        ),
        // A variable does not conflict with a module; a module does.
        (
            quote!(
                fn a(codec: u8) {
                    ::smithy_client::codec::read(codec)
                }
            ),
            "use smithy_client::codec;\n\nfn a(codec: u8) {\n    codec::read(codec)\n}",
        ),
        (
            quote!(
                mod codec;
                fn a() {
                    ::smithy_client::codec::read()
                }
            ),
            "mod codec;\n\nfn a() {\n    smithy_client::codec::read()\n}",
        ),
        // The crate is written in full, so its name must not be imported as a module.
        (
            quote!(
                type A = (::time::Date, crate::time::parse);
            ),
            "type A = (time::Date, crate::time::parse);",
        ),
    ]);
}

#[test]
fn imports_are_merged_sorted_and_grouped() {
    assert_written([(
        quote!(
            type A = (
                crate::types::r#type::Job,
                crate::types::Status,
                crate::Client,
                ::serde::Serializer,
                ::serde::Serialize,
                ::serde::de::MapAccess,
                ::std::io::Read,
                ::std::collections::HashMap,
                ::smithy_client::Validator,
                ::smithy_client::codec::read,
                ::std::fmt::Error,
            );
        ),
        "use std::collections::HashMap;\nuse std::fmt;\nuse std::io::Read;\n\n\
         use serde::de::MapAccess;\nuse serde::{Serialize, Serializer};\nuse smithy_client::{Validator, codec};\n\n\
         use crate::Client;\nuse crate::types::Status;\nuse crate::types::r#type::Job;\n\n\
         type A = (\n    Job,\n    Status,\n    Client,\n    Serializer,\n    Serialize,\n    MapAccess,\n    Read,\n    \
         HashMap,\n    Validator,\n    codec::read,\n    fmt::Error,\n);",
    )]);
}

#[test]
fn paths_are_found_wherever_they_stand() {
    assert_written([
        (
            quote!(
                impl<T: ::a::B> ::a::C<T> for ::a::D where T: for<'a> ::a::E<'a, F = dyn ::std::ops::Fn(::a::G)> {}
            ),
            "use a::{B, C, D, E, G};\n\nimpl<T: B> C<T> for D\nwhere\n    T: for<'a> E<'a, F = dyn Fn(G)>,\n{}",
        ),
        (
            quote!(
                const A: B = match c {
                    ::a::D::E(::a::F { g: ::a::H::I, .. }) => 1,
                    _ => 2,
                };
            ),
            "use a::{D, F, H};\n\nconst A: B = match c {\n    D::E(F { g: H::I, .. }) => 1,\n    _ => 2,\n};",
        ),
        (
            quote!(
                const A: B = <::a::C as ::a::d::E<::a::F>>::g::<u8>(<::a::H>::i, <u8>::J::K);
            ),
            "use a::d::E;\nuse a::{C, F, H};\n\nconst A: B = <C as E<F>>::g::<u8>(<H>::i, <u8>::J::K);",
        ),
        (
            quote!(
                const A: B =
                    <::c::D as ::std::convert::From<u8>>::from(<u8 as ::std::string::ToString>::to_string);
            ),
            "use c::D;\n\nconst A: B = <D as From<u8>>::from(<u8 as ToString>::to_string);",
        ),
        (
            quote!(
                struct E;
                type A = <C as ::d::e::E>::F;
            ),
            "struct E;\n\ntype A = <C as d::e::E>::F;",
        ),
        (
            quote!(
                type A = <C as ::d::e>::F;
            ),
            "type A = <C as d::e>::F;",
        ),
        (
            quote!(
                #[derive(::a::B)]
                pub(in crate::c::D) struct E {
                    pub(in crate::c) f: ::a::G,
                }
            ),
            "use a::G;\n\n#[derive(::a::B)]\npub(in crate::c::D) struct E {\n    pub(in crate::c) f: G,\n}",
        ),
        (
            quote!(
                pub use ::a::B;
                use crate::c::D;
                type E = (::a::B, crate::c::F);
            ),
            "use crate::c::F;\n\npub use ::a::B;\n\nuse crate::c::D;\n\ntype E = (a::B, F);",
        ),
    ]);
}

#[test]
fn an_inline_module_is_a_file_of_its_own() {
    assert_written([
        (
            quote! {
                struct Option;
                type A = ::b::C;
                mod tests {
                    use super::*;
                    type A = (::b::C, ::std::option::Option<u8>, ::std::fmt::Error);
                }
            },
            "use b::C;\n\nstruct Option;\n\ntype A = C;\n\nmod tests {\n    use super::*;\n\n    use std::fmt;\n\n    \
             use b::C;\n\n    type A = (C, std::option::Option<u8>, fmt::Error);\n}",
        ),
        (
            quote!(
                struct Option;
                mod tests {
                    type A = (super::Option, ::std::option::Option<u8>);
                }
            ),
            "struct Option;\n\nmod tests {\n    type A = (super::Option, Option<u8>);\n}",
        ),
    ]);
}

#[test]
fn paths_within_macros_are_shortened_too() {
    assert_written([
        (
            quote!(
                const A: B =
                    ::std::assert_eq!(found, ::Ok(::std::vec![crate::types::D::b(::Some(1))]), "{name}");
            ),
            "use crate::types::D;\n\nconst A: B = assert_eq!(found, Ok(vec![D::b(Some(1))]), \"{name}\");",
        ),
        (
            quote!(
                const A: B =
                    ::std::matches!(a, ::Some(::bytes::Bytes { .. }) | ::None if b as ::http::Uri == c);
            ),
            "use bytes::Bytes;\n\nconst A: B = matches!(a, Some(Bytes { .. }) | None if b as http::Uri == c);",
        ),
        (
            quote!(
                const A: B = m!(a => ::Some(1), b::c::<::String>::d, |x| -> ::Option<::Vec<u8>> { e::Some });
            ),
            "const A: B = m!(\n    a => Some(1), b::c:: < String > ::d, | x | -> Option < Vec < u8 >> { e::Some }\n);",
        ),
        (
            quote!(
                struct Ok;
                const A: B = ::std::assert_eq!(found, ::Ok(1));
            ),
            "struct Ok;\n\nconst A: B = assert_eq!(found, std::result::Result::Ok(1));",
        ),
    ]);
}
