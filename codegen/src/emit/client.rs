//! `client.rs` and `blocking.rs`: a client with a method for each operation, async and blocking.
//!
//! ```text
//! #[derive(Clone, Debug)]
//! pub struct Client {
//!     inner: smithy_client::client::Client,
//! }
//!
//! impl Client {
//!     pub fn new(config: Config) -> Self { … }
//!     pub fn describe_job_execution(&self) -> DescribeJobExecutionInputBuilder<Unset, Unset, AsyncCaller> { … }
//!     pub async fn invoke(&self, name: &str, input: Value) -> Result<Value, InvokeError> { … }
//! }
//! ```

use proc_macro2::TokenStream;
use quote::quote;

use super::attributes::allow_complex;
use super::builder::unset_builder;
use super::{deprecated, doc};
use crate::plan::Plan;
use crate::plan::client::ClientPlan;
use crate::plan::operation::OperationPlan;

/// One of the two clients.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shell {
    /// `client.rs`
    Async,
    /// `blocking.rs`
    Blocking,
}

impl Shell {
    /// The module, both in the generated crate and in the runtime.
    pub fn module(self) -> &'static str {
        match self {
            Self::Async => "client",
            Self::Blocking => "blocking",
        }
    }

    /// The docs of the file.
    pub fn docs(self) -> Vec<String> {
        let docs = match self {
            Self::Async => "The async client: a method for each operation.",
            Self::Blocking => "The blocking client: a method for each operation, without an async runtime.",
        };
        vec![docs.to_owned()]
    }

    /// The runtime's client.
    fn inner(self) -> TokenStream {
        match self {
            Self::Async => quote!(::smithy_client::client),
            Self::Blocking => quote!(::smithy_client::blocking),
        }
    }

    fn returned(self) -> Returned {
        match self {
            Self::Async => Returned { caller: quote!(AsyncCaller), sent: quote!(SendFuture) },
            Self::Blocking => Returned { caller: quote!(BlockingCaller), sent: quote!(SendResult) },
        }
    }
}

/// The types of the runtime that a client's methods return.
pub(super) struct Returned {
    /// The caller, which is the last type parameter of builders.
    pub(super) caller: TokenStream,
    /// The type that `send` of a builder returns.
    pub(super) sent: TokenStream,
}

/// Writes the file of a client.
pub fn emit(plan: &Plan, shell: Shell) -> TokenStream {
    let (inner, blocking) = (shell.inner(), shell == Shell::Blocking);
    let mut docs = vec![
        format!("A {}client of {}.", if blocking { "blocking " } else { "" }, plan.package.title),
        String::new(),
        "Cloning is cheap. Clones share connections, the retry budget and the clock offset.".to_owned(),
    ];
    if !blocking {
        docs.push(
            "It needs a tokio runtime with time and IO enabled; without these, tokio panics.".to_owned(),
        );
    }
    let docs = doc(&docs);
    let returned = shell.returned();
    let Returned { caller, sent } = &returned;
    let reexports = match shell {
        Shell::Async => quote!(pub use smithy_client::client::{#caller, #sent};),
        Shell::Blocking => quote!(pub use smithy_client::blocking::{#caller, #sent};),
    };
    let (constructors, call, invoke) =
        (constructors(shell), call(&plan.client, &returned), invoke(plan, shell));
    let clock_offset = &plan.client.clock_offset;
    // In every crate, so that the API stays the same if a service gains or loses signatures.
    let presigned = presigned(&plan.client, shell);
    let methods = plan.operations.iter().map(|operation| method(operation, &returned));
    quote! {
        #reexports

        #docs
        #[derive(Clone, Debug)]
        pub struct Client { inner: #inner::Client }

        impl Client {
            #constructors
            #(#methods)*
            #call
            #invoke

            #[doc = " The number of seconds by which this machine's clock is behind the service's clock, as learned from"]
            #[doc = " responses; negative if it is ahead."]
            pub fn #clock_offset(&self) -> i64 { self.inner.clock_offset() }
        }

        #presigned
    }
}

fn constructors(shell: Shell) -> TokenStream {
    let inner = shell.inner();
    let transport = match shell {
        Shell::Async => quote!(::smithy_client::transport::Transport),
        Shell::Blocking => quote!(::smithy_client::transport::BlockingTransport),
    };
    quote! {
        #[doc = " Creates a client with this configuration. It connects with the first call."]
        pub fn new(config: crate::config::Config) -> Self {
            Self { inner: #inner::Client::new(config) }
        }

        #[doc = " Creates a client that sends through your own transport, for example one that a test has scripted."]
        pub fn with_transport(config: crate::config::Config, transport: impl #transport) -> Self {
            Self { inner: #inner::Client::with_transport(config, transport) }
        }
    }
}

pub(super) fn method(operation: &OperationPlan, returned: &Returned) -> TokenStream {
    let (method, input) = (&operation.method_name, &operation.input.path);
    let stop = if operation.summary.ends_with(['.', '!', '?']) { "" } else { "." };
    let docs = doc(&[format!("{}{stop} See [`{}`].", operation.summary, input.name())]);
    let note = deprecated(operation.deprecated.as_ref());
    let builder = unset_builder(&operation.input, &returned.caller);
    let complex = allow_complex(&operation.input);
    quote! {
        #docs
        #note
        #complex
        pub fn #method(&self) -> #builder { #input::builder_for(self.inner.caller()) }
    }
}

pub(super) fn call(client: &ClientPlan, returned: &Returned) -> TokenStream {
    let ClientPlan { call, call_with, .. } = client;
    let sent = &returned.sent;
    quote! {
        #[doc = " Sends an input that you have already built."]
        pub fn #call<O: ::smithy_client::Operation>(&self, input: O) -> #sent<O> { self.inner.call(input) }

        #[doc = " Does the same with options for this call."]
        pub fn #call_with<O: ::smithy_client::Operation>(
            &self,
            input: O,
            options: ::smithy_client::CallOptions,
        ) -> #sent<O> {
            self.inner.call_with(input, options)
        }
    }
}

/// Writes the methods for presigned requests. Names that are only used here must not be imported without the feature,
/// so they have no leading colons.
fn presigned(client: &ClientPlan, shell: Shell) -> TokenStream {
    let (asyncness, wait) = match shell {
        Shell::Async => (quote!(async), quote!(.await)),
        Shell::Blocking => (quote!(), quote!()),
    };
    let ClientPlan { presigned, presigned_with, .. } = client;
    quote! {
        #[cfg(feature = "sigv4")]
        impl Client {
            #[doc = " Signs a request that others can send without credentials for the time `valid_for`: at least one second,"]
            #[doc = " at most seven days. It also ends when the credentials expire. Nothing is sent now."]
            pub #asyncness fn #presigned<O: ::smithy_client::Operation>(
                &self,
                input: O,
                valid_for: std::time::Duration,
            ) -> ::Result<smithy_client::PresignedRequest, O::Error> {
                self.inner.presigned(input, valid_for)#wait
            }

            #[doc = " Does the same with options for this call."]
            pub #asyncness fn #presigned_with<O: ::smithy_client::Operation>(
                &self,
                input: O,
                valid_for: std::time::Duration,
                options: ::smithy_client::CallOptions,
            ) -> ::Result<smithy_client::PresignedRequest, O::Error> {
                self.inner.presigned_with(input, valid_for, options)#wait
            }
        }
    }
}

/// Writes the methods that call an operation by name.
fn invoke(plan: &Plan, shell: Shell) -> TokenStream {
    let (asyncness, wait) = match shell {
        Shell::Async => (quote!(async), quote!(.await)),
        Shell::Blocking => (quote!(), quote!()),
    };
    let ClientPlan { invoke, invoke_with, execute, .. } = &plan.client;
    quote! {
        #[doc = " Calls the operation with this name. Input and output are JSON with serialized names; unknown names of"]
        #[doc = " operations and members are errors."]
        #[inline]
        pub #asyncness fn #invoke(
            &self,
            name: &str,
            input: ::serde_json::Value,
        ) -> ::Result<::serde_json::Value, ::smithy_client::InvokeError> {
            self.inner.execute(&crate::command::named(name, input)?)#wait
        }

        #[doc = " Does the same with options for this call."]
        #[inline]
        pub #asyncness fn #invoke_with(
            &self,
            name: &str,
            input: ::serde_json::Value,
            options: ::smithy_client::CallOptions,
        ) -> ::Result<::serde_json::Value, ::smithy_client::InvokeError> {
            let mut command = crate::command::named(name, input)?;
            command.customize(|_| options);
            self.inner.execute(&command)#wait
        }

        #[doc = " Sends a command from [`command::named`]. It can be sent again."]
        pub #asyncness fn #execute(
            &self,
            command: &::smithy_client::Command,
        ) -> ::Result<::serde_json::Value, ::smithy_client::InvokeError> {
            self.inner.execute(command)#wait
        }
    }
}
