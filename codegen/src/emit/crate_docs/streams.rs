//! The sections of the first page on streamed bodies: bytes and events.

use super::{END, hidden_function, paragraph, section};
use crate::emit::client::Shell;
use crate::emit::sample::{Sample, library};
use crate::plan::Plan;
use crate::plan::operation::OperationPlan;
use crate::plan::structure::MemberPlan;
use crate::plan::types::RustType;

/// Writes the section on streams of bytes.
pub(super) fn bytes(plan: &Plan) -> Vec<String> {
    if !plan.package.member_types.contains(&"ByteStream") {
        return Vec::new();
    }
    let mut lines = section(
        "Streaming bodies",
        &[
            "A [`ByteStream`] is sent and read in pieces of any total size. It is made from bytes, a file, a reader or an async stream.",
            "A retry sends bytes and files again. A call with any other stream is not retried once some of the stream has been read,",
            "and the stream cannot be used for another call. If the service wants the body signed, only bytes and files are accepted;",
            "a file is then read twice. A streaming response has no size limit, and its attempt timeout ends with its headers. Up to a",
            "minute may pass between two bytes, unless `stall_timeout` is set.",
        ],
    );
    let Some((operation, member)) = responding(plan, |ty| *ty == RustType::Stream) else { return lines };
    lines.extend(paragraph(&[
        "With the async client, read it with `next`; with the blocking one, with `Read`:",
    ]));
    let read = [
        format!("while let Some(bytes) = response.output_mut().{}.next().await {{", member.ident),
        "    println!(\"{} bytes\", bytes?.len());".to_owned(),
        "}".to_owned(),
    ];
    lines.extend(example(plan, operation, read));
    lines
}

/// Writes the section on event streams.
pub(super) fn events(plan: &Plan) -> Vec<String> {
    let is_sent = plan.package.member_types.contains(&"EventSource");
    let found = responding(plan, |ty| matches!(ty, RustType::EventStream(_)));
    if !is_sent && found.is_none() {
        return Vec::new();
    }
    let mut lines = section("Events", &[]);
    if let Some((operation, member)) = found {
        lines.extend(
            [
                "An [`EventStream`] yields the events of a response one by one, each as soon as it arrives. The last one may be an error of",
                "the operation. With the async client, get the next event with `recv`; with the blocking one, use a `for` loop:",
            ]
            .map(str::to_owned),
        );
        let read = [
            format!("while let Some(event) = response.output_mut().{}.recv().await {{", member.ident),
            "    println!(\"{:?}\", event?);".to_owned(),
            "}".to_owned(),
        ];
        lines.extend(example(plan, operation, read));
    }
    if is_sent {
        let blank = (lines.last().is_some_and(|last| !last.is_empty())).then(String::new);
        lines.extend(blank);
        lines.extend(
            [
                "An [`EventSource`] sends the events of an iterator or, with the async client, of a stream such as the receiving end of a",
                "channel, each as soon as it is there. A call is not retried once an event has been taken from it. The constraints of",
                "events are not checked.",
            ]
            .map(str::to_owned),
        );
    }
    if !plan.package.client_features.is_empty() {
        lines.extend(paragraph(&[
            "Operations that send and receive events at the same time need HTTP/2, which the async client uses for them. The blocking",
            "client sends all events before it reads the first one.",
        ]));
    }
    lines
}

/// Chooses an operation whose response has such a member, and the member. One with plain values is preferred.
fn responding(plan: &Plan, is_wanted: fn(&RustType) -> bool) -> Option<(&OperationPlan, &MemberPlan)> {
    let has =
        |operation: &'_ &OperationPlan| operation.output.members.iter().any(|member| is_wanted(&member.ty));
    let operations = plan.operations.iter().filter(has);
    let operation = operations.min_by_key(|operation| Sample::new(plan, operation).parameters.len())?;
    Some((operation, operation.output.members.iter().find(|member| is_wanted(&member.ty))?))
}

/// Writes an example that makes a call and reads its response.
fn example(plan: &Plan, operation: &OperationPlan, read: [String; 3]) -> Vec<String> {
    let (library, sample) = (library(plan), Sample::new(plan, operation));
    let client = format!("client: {library}::Client");
    let parameters: Vec<_> = std::iter::once(client).chain(sample.parameters.iter().cloned()).collect();
    let function = format!("async fn example({})", parameters.join(", "));
    let mut lines = vec![String::new(), "```".to_owned()];
    lines.extend(hidden_function(r#"feature = "client""#, &function));
    if sample.uses_types {
        lines.extend([format!("use {library}::types;"), String::new()]);
    }
    let call = sample.call(operation, Shell::Async);
    lines.extend(call.into_iter().map(|line| line.replace("let response", "let mut response")));
    lines.extend(read);
    lines.extend(END.map(str::to_owned));
    lines
}
