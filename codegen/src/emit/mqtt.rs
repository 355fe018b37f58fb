//! `mqtt.rs`: the MQTT facts of the service, and its notifications; `mqtt/client.rs`: the client.
//!
//! ```text
//! pub const FACTS: &Facts = &Facts { accepted: "accepted", … };
//!
//! pub enum Notification {
//!     JobExecutionsChanged(JobExecutionsChanged),
//! }
//!
//! impl smithy_client::mqtt::Notification for Notification { … }
//! ```

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::client::{Returned, call, method};
use super::config::wrong_hosts;
use super::doc;
use crate::plan::Plan;
use crate::plan::mqtt::{BindingPlan, MqttPlan, NotificationPlan};

/// The docs of `mqtt.rs`.
pub fn docs() -> Vec<String> {
    [
        "Calls over MQTT, the transport that devices use.",
        "",
        "With the feature `mqtt`, `Client` has the same methods as the client over HTTP.",
        "",
        "Without a client, [`request`] makes the message of an input, and [`ResponseMessage`] and [`Notification`] read messages, with any",
        "MQTT library. [`session`] has the rest of a call as a state machine without IO.",
    ]
    .map(str::to_owned)
    .to_vec()
}

/// The docs of `mqtt/client.rs`.
pub fn client_docs() -> Vec<String> {
    vec!["The client over MQTT: a method for each operation that has a topic.".to_owned()]
}

/// The file `mqtt.rs`.
pub fn emit(plan: &Plan, mqtt: &MqttPlan) -> TokenStream {
    let (facts, notification) = (facts(mqtt), notification(mqtt));
    let service = &plan.service.name;
    quote! {
        #[cfg(feature = "mqtt")]
        pub mod client;

        #[cfg(feature = "mqtt")]
        pub use client::Client;
        #[cfg(feature = "mqtt")]
        pub use smithy_client::mqtt::{Link, LinkEvent, Notified, NotificationsError, link};
        pub use smithy_client::mqtt::{Facts, Message, ResponseMessage, Session, Settings, request, session};

        #[doc = " The configuration of a client over MQTT: made by [`Config::builder`]."]
        #[cfg(feature = "mqtt")]
        pub type Config = smithy_client::mqtt::Config<crate::config::#service>;

        #[doc = " Collects settings, and checks them all at once when the [`Config`] is built."]
        #[cfg(feature = "mqtt")]
        pub type ConfigBuilder = smithy_client::mqtt::ConfigBuilder<crate::config::#service>;

        #[doc = " Notifications of a client, one after another."]
        #[cfg(feature = "mqtt")]
        pub type Notifications = smithy_client::mqtt::Notifications<Notification>;

        #[doc = " What holds for all calls over MQTT."]
        pub const FACTS: &Facts = &#facts;

        #notification

        impl ::smithy_client::mqtt::Service for crate::config::#service {
            const MQTT: &'static Facts = FACTS;
            type Notification = Notification;
        }
    }
}

fn facts(mqtt: &MqttPlan) -> TokenStream {
    let MqttPlan { accepted, rejected, token, requests, .. } = mqtt;
    let requests = requests.iter().map(|request| &request.topic);
    let port = Literal::u16_unsuffixed(mqtt.port);
    let alpn = match &mqtt.alpn {
        Some(alpn) => {
            let (port, protocol) = (Literal::u16_unsuffixed(alpn.port), &alpn.protocol);
            quote!(::Some((#port, #protocol)))
        }
        None => quote!(::None),
    };
    let max_payload = match mqtt.max_payload {
        Some(bytes) => {
            let bytes = grouped(bytes);
            quote!(#bytes)
        }
        None => quote!(268_435_455),
    };
    let topics = mqtt.notifications.iter().map(topic);
    let wrong_hosts = wrong_hosts(&mqtt.wrong_hosts);
    quote! {
        Facts {
            accepted: #accepted,
            rejected: #rejected,
            token: #token,
            requests: &[#(#requests),*],
            notifications: &[#(#topics),*],
            port: #port,
            alpn: #alpn,
            max_payload: #max_payload,
            wrong_hosts: &[#(#wrong_hosts),*],
        }
    }
}

/// Writes a number with its digits in groups of three, as Clippy wants for long ones.
fn grouped(number: u64) -> Literal {
    let digits = number.to_string();
    let mut text = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push('_');
        }
        text.push(digit);
    }
    text.parse().unwrap_or_else(|_| Literal::u64_unsuffixed(number))
}

fn topic(notification: &NotificationPlan) -> TokenStream {
    let NotificationPlan { topic, time, instance, version, json, .. } = notification;
    let time = time.as_ref().map_or_else(|| quote!(::None), |time| quote!(::Some(#time)));
    let (instance, json) = (paths(instance), paths(json));
    quote!(::smithy_client::mqtt::Topic { topic: #topic, time: #time, instance: #instance, version: &[#(#version),*], json: #json })
}

fn paths(paths: &[Vec<String>]) -> TokenStream {
    let paths = paths.iter().map(|path| quote!(&[#(#path),*]));
    quote!(&[#(#paths),*])
}

fn notification(mqtt: &MqttPlan) -> TokenStream {
    let variants = mqtt.notifications.iter().map(|notification| {
        let (docs, variant, path) =
            (doc(std::slice::from_ref(&notification.summary)), &notification.variant, &notification.path);
        quote!(#docs #variant(#path))
    });
    let read = read(&mqtt.notifications);
    let docs = if mqtt.notifications.is_empty() {
        " What the service sends unasked: nothing that its model knows."
    } else {
        " The notifications of the service."
    };
    quote! {
        #[doc = #docs]
        #[derive(Clone, Debug, PartialEq)]
        #[non_exhaustive]
        pub enum Notification { #(#variants),* }

        impl Notification {
            #[doc = " Reads a message. `None` if its topic is not that of a notification."]
            pub fn from_message(
                topic: &str,
                payload: &[u8],
            ) -> ::Option<::Result<Self, ::smithy_client::ReadError>> {
                ::smithy_client::mqtt::Notification::from_message(topic, payload)
            }
        }

        impl ::smithy_client::mqtt::Notification for Notification {
            const MQTT: &'static Facts = FACTS;

            #read
        }
    }
}

/// Writes how a notification is read, given its number.
fn read(notifications: &[NotificationPlan]) -> TokenStream {
    let result = quote!(::Result<::Option<Self>, ::smithy_client::codec::Stop>);
    if notifications.is_empty() {
        return quote! {
            fn read(_: usize, _: &mut dyn ::smithy_client::codec::Source<'_>) -> #result {
                ::Ok(::None)
            }
        };
    }
    let reads = notifications.iter().enumerate().map(|(number, notification)| {
        let (number, variant) = (Literal::usize_unsuffixed(number), &notification.variant);
        quote!(#number => ::smithy_client::codec::read(source)?.map(Self::#variant))
    });
    quote! {
        fn read(number: usize, source: &mut dyn ::smithy_client::codec::Source<'_>) -> #result {
            ::Ok(match number {
                #(#reads,)*
                _ => ::None,
            })
        }
    }
}

/// Writes the constant of an operation with its MQTT facts.
pub fn fact(binding: Option<&BindingPlan>) -> Option<TokenStream> {
    let BindingPlan { topic, acts, json, .. } = binding?;
    let json = paths(json);
    Some(quote! {
        const MQTT: ::Option<&'static ::smithy_client::mqtt::Binding> = ::Some(&::smithy_client::mqtt::Binding {
            facts: crate::mqtt::FACTS,
            topic: #topic,
            acts: #acts,
            json: #json,
        });
    })
}

/// The file `mqtt/client.rs`.
pub fn emit_client(plan: &Plan, mqtt: &MqttPlan) -> TokenStream {
    let docs = doc(&[
        format!("A client of {} over MQTT.", plan.package.title),
        String::new(),
        "It connects when it is first used, in a task of the tokio runtime of that call. Cloning is cheap. Clones share the".to_owned(),
        "connection, which is closed when the last of them is dropped.".to_owned(),
    ]);
    let service = &plan.service.name;
    let returned = Returned { caller: quote!(MqttCaller), sent: quote!(SendFuture) };
    let operations = plan.operations.iter().filter(|operation| operation.mqtt.is_some());
    let methods = operations.map(|operation| method(operation, &returned));
    let (call, notifications) = (call(&plan.client, &returned), notifications(plan, mqtt));
    quote! {
        pub use smithy_client::mqtt::client::{MqttCaller, SendFuture};

        #docs
        #[derive(Clone, Debug)]
        pub struct Client { inner: ::smithy_client::mqtt::Client<crate::config::#service> }

        impl Client {
            #[doc = " Creates a client with this configuration."]
            pub fn new(config: crate::mqtt::Config) -> Self {
                Self { inner: ::smithy_client::mqtt::Client::new(config) }
            }

            #[doc = " Creates a client over your own connection, with any MQTT library."]
            pub fn with_link(config: crate::mqtt::Config, link: impl ::smithy_client::mqtt::Link) -> Self {
                Self { inner: ::smithy_client::mqtt::Client::with_link(config, link) }
            }

            #(#methods)*
            #call
            #notifications
        }
    }
}

fn notifications(plan: &Plan, mqtt: &MqttPlan) -> Option<TokenStream> {
    if mqtt.notifications.is_empty() {
        return None;
    }
    let method = &plan.client.notifications;
    let parameters: Vec<_> = mqtt.labels.iter().map(|(ident, _)| ident).collect();
    let names = mqtt.labels.iter().map(|(_, name)| name);
    Some(quote! {
        #[doc = " Listens for the notifications of the service whose topics have these labels."]
        pub fn #method(
            &self,
            #(#parameters: &str),*
        ) -> ::Result<crate::mqtt::Notifications, ::smithy_client::RequestError> {
            self.inner.notifications(&[#((#names, #parameters)),*])
        }
    })
}
