//! `config.rs`: the service as a type, from which a client's configuration gets the endpoint and the facts of the
//! service.
//!
//! ```text
//! pub struct IotJobsDataPlane;
//!
//! impl Service for IotJobsDataPlane {
//!     const INFO: &'static ServiceInfo = &ServiceInfo { id: "IoT Jobs Data Plane", … };
//!     type Params = endpoint::Params;
//!
//!     fn with_settings(params: Params, settings: &EndpointSettings) -> Params { … }
//!     fn endpoint(params: Params, _: &EndpointSettings) -> Result<Endpoint, EndpointError> { … }
//! }
//!
//! pub type Config = smithy_client::Config<IotJobsDataPlane>;
//! ```

use proc_macro2::{Literal, TokenStream};
use quote::{format_ident, quote};

use super::doc;
use super::endpoint::params;
use super::sample::library;
use crate::ident::RustIdent;
use crate::plan::Plan;
use crate::plan::endpoint::{BuiltIn, EndpointPlan, Field};
use crate::plan::service::{ServicePlan, WrongHost};

/// The docs of the file.
pub fn docs() -> Vec<String> {
    vec!["The configuration of a client, and the facts of the service that it needs.".to_owned()]
}

/// The file `config.rs`.
pub fn emit(plan: &Plan) -> TokenStream {
    let service = &plan.service;
    let (declaration, implementation) = (declaration(plan), implementation(plan));
    let (aliases, settings) = (aliases(&service.name), settings(plan.endpoint.as_ref()));
    quote!(#aliases #settings #declaration #implementation)
}

fn aliases(name: &RustIdent) -> TokenStream {
    quote! {
        #[doc = " The configuration of a client: made by [`Config::builder`], or from the environment by"]
        #[doc = " [`Config::from_env`]."]
        pub type Config = ::smithy_client::Config<#name>;

        #[doc = " Collects settings, and checks them all at once when the [`Config`] is built."]
        pub type ConfigBuilder = ::smithy_client::ConfigBuilder<#name>;
    }
}

/// Writes the settings that only clients of this service have.
fn settings(rules: Option<&EndpointPlan>) -> TokenStream {
    let fields: Vec<_> = rules.iter().flat_map(|rules| &rules.fields).filter(|field| field.client).collect();
    if fields.is_empty() {
        return TokenStream::new();
    }
    let signatures: Vec<_> = fields.iter().map(|field| params::signature(field)).collect();
    let docs = fields.iter().map(|field| params::docs(field));
    let names = fields.iter().map(|field| format_ident!("{}", field.name));
    quote! {
        #[doc = " The settings that clients of this service have besides those of every client."]
        pub trait ServiceSettings {
            #(#docs #[must_use] fn #signatures -> Self;)*
        }

        impl ServiceSettings for ConfigBuilder {
            #(fn #signatures -> Self {
                self.change_endpoint_params(|params| params.#names(#names))
            })*
        }
    }
}

fn declaration(plan: &Plan) -> TokenStream {
    let name = &plan.service.name;
    let docs = doc(&[format!("{}, as its clients know it.", plan.package.title)]);
    quote! {
        #docs
        #[derive(Clone, Copy, Debug, Default)]
        pub struct #name;
    }
}

fn implementation(plan: &Plan) -> TokenStream {
    let (name, info) = (&plan.service.name, info(&plan.service));
    let target = library(plan);
    let by_call = plan.operations.iter().any(|operation| !operation.context.is_empty());
    let by_call = by_call.then(|| {
        quote!(
            const ENDPOINT_BY_CALL: bool = true;
        )
    });
    let bearer = plan.service.bearer.then(|| {
        quote!(
            const BEARER: bool = true;
        )
    });
    let (params, endpoint) = match plan.endpoint.as_ref() {
        Some(rules) => (quote!(crate::endpoint::Params), by_rules(rules)),
        None => (quote!(()), by_url()),
    };
    quote! {
        impl ::smithy_client::Service for #name {
            const INFO: &'static ::smithy_client::ServiceInfo = &#info;
            #by_call
            #bearer
            #[cfg(feature = "tracing")]
            const LOGGER: ::Option<smithy_client::telemetry::Logger> = ::Some(smithy_client::logger!(#target));
            type Params = #params;

            #endpoint
        }
    }
}

fn info(service: &ServicePlan) -> TokenStream {
    let (id, api_version) = (&service.sdk_id, &service.api_version);
    let signing_name = option(service.signing_name.as_ref().map(|name| quote!(#name)));
    let port = service.mutual_tls_port.map(Literal::u16_unsuffixed);
    let port = option(port.map(|port| quote!(#port)));
    let wrong_hosts = wrong_hosts(&service.wrong_hosts);
    let hints = service.hints.iter().map(|hint| {
        let status = option(hint.status.map(Literal::u16_unsuffixed).map(|status| quote!(#status)));
        let (message, help) = (&hint.message, &hint.help);
        quote!(::smithy_client::Hint { status: #status, message: &[#(#message),*], help: #help })
    });
    quote! {
        ::smithy_client::ServiceInfo {
            id: #id,
            api_version: #api_version,
            crate_name: ::std::env!("CARGO_PKG_NAME"),
            crate_version: ::std::env!("CARGO_PKG_VERSION"),
            signing_name: #signing_name,
            mutual_tls_port: #port,
            wrong_hosts: &[#(#wrong_hosts),*],
            hints: &[#(#hints),*],
        }
    }
}

/// Groups hosts with the same advice.
pub(super) fn wrong_hosts(hosts: &[WrongHost]) -> Vec<TokenStream> {
    let alike = hosts.chunk_by(|one, other| one.help == other.help).map(|alike| {
        let (hosts, help) = (alike.iter().map(|wrong| &wrong.host), alike.first().map(|wrong| &wrong.help));
        quote!(::smithy_client::WrongHost { hosts: &[#(#hosts),*], help: #help })
    });
    alike.collect()
}

fn option(value: Option<TokenStream>) -> TokenStream {
    value.map_or_else(|| quote!(::None), |value| quote!(::Some(#value)))
}

/// Writes the methods for services with endpoint rules, which have the settings of every client as parameters. Settings
/// take precedence over the parameters of the configuration.
fn by_rules(rules: &EndpointPlan) -> TokenStream {
    let fields: Vec<TokenStream> = rules.fields.iter().filter_map(setting).collect();
    let with_settings = (!fields.is_empty()).then(|| {
        let rest = (fields.len() < rules.fields.len()).then(|| quote!(..params));
        quote! {
            fn with_settings(params: Self::Params, settings: &::smithy_client::EndpointSettings) -> Self::Params {
                Self::Params { #(#fields,)* #rest }
            }

        }
    });
    let resolve = quote!(crate::endpoint::resolve(&params));
    // If the rules have no parameter for a custom URL, the client decides on it.
    let has_url = rules.fields.iter().any(|field| field.built_in == Some(BuiltIn::Url));
    let (settings, body) = if has_url {
        (quote!(_), resolve)
    } else {
        let body = quote! {
            match &settings.url {
                ::Some(url) => ::smithy_client::endpoint::Endpoint::new(url.as_str()),
                ::None => #resolve,
            }
        };
        (quote!(settings), body)
    };
    let endpoint = function(&quote!(params: Self::Params), &settings, &body);
    quote!(#with_settings #endpoint)
}

/// Writes a field of the parameters that takes the value of a setting.
fn setting(field: &Field) -> Option<TokenStream> {
    let name = format_ident!("{}", field.name);
    let setting = format_ident!(
        "{}",
        match field.built_in? {
            BuiltIn::Region => "region",
            BuiltIn::UseFips => "use_fips",
            BuiltIn::UseDualStack => "use_dual_stack",
            BuiltIn::Url => "url",
        }
    );
    let is_flag = matches!(field.built_in?, BuiltIn::UseFips | BuiltIn::UseDualStack);
    let value = match (is_flag, field.default.is_some()) {
        (true, true) => quote!(settings.#setting || params.#name),
        (true, false) => quote!(params.#name.or(::Some(settings.#setting))),
        (false, true) => quote!(settings.#setting.clone().unwrap_or(params.#name)),
        (false, false) => quote!(settings.#setting.clone().or(params.#name)),
    };
    Some(quote!(#name: #value))
}

fn by_url() -> TokenStream {
    let body = quote! {
        match &settings.url {
            ::Some(url) => ::smithy_client::endpoint::Endpoint::new(url.as_str()),
            ::None => ::Err(::smithy_client::endpoint::EndpointError::new(
                "the service has no endpoint that is known: set its URL",
            )),
        }
    };
    function(&quote!((): ()), &quote!(settings), &body)
}

fn function(params: &TokenStream, settings: &TokenStream, body: &TokenStream) -> TokenStream {
    quote! {
        fn endpoint(
            #params,
            #settings: &::smithy_client::EndpointSettings,
        ) -> ::Result<::smithy_client::endpoint::Endpoint, ::smithy_client::endpoint::EndpointError> {
            #body
        }
    }
}
