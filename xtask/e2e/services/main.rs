//! Calls services of the emulator at the URL that is given, over four protocols; a line tells what each call has shown.

use std::error::Error;
use std::time::Duration;

use bytes::Bytes;
use serde_json::Value;
use time::OffsetDateTime;

type Outcome = Result<(), Box<dyn Error>>;

/// A client of the emulator.
macro_rules! client {
    ($service:ident, $url:expr) => {{
        use $service::credentials::Credentials;
        let credentials = Credentials::new("AKIAIOSFODNN7EXAMPLE", "secret", None, None, "e2e");
        let config = $service::Config::builder().region("us-east-1").endpoint_url($url).credentials(credentials);
        $service::Client::new(config.build()?)
    }};
}

fn main() -> Outcome {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let url = match arguments.as_slice() {
        [url] => url.clone(),
        [command, url, table] if command == "record" => return runtime.block_on(record(url, table)),
        _ => return Err("call it with the URL of the emulator, or with `record URL TABLE`".into()),
    };
    runtime.block_on(async {
        dynamodb(&url).await?;
        sqs(&url).await?;
        kms(&url).await?;
        logs(&url).await?;
        cloudwatch(&url).await?;
        kinesis(&url).await?;
        converse(&url).await?;
        agent(&url).await
    })
}

/// Ends the program where something is not so, and tells it where it is.
fn shown(what: &str, is_so: bool) -> Outcome {
    println!("{}  {what}", if is_so { "ok    " } else { "failed" });
    if is_so { Ok(()) } else { Err(what.into()) }
}

/// Makes the calls of a table by their names. The server says nothing to the purpose, so what becomes of them does not matter.
async fn record(url: &str, table: &str) -> Outcome {
    let calls: Vec<Value> = serde_json::from_str(&std::fs::read_to_string(table)?)?;
    for call in &calls {
        let text = |name: &str| call[name].as_str().unwrap_or_default();
        let (operation, input) = (text("operation"), call["input"].clone());
        macro_rules! invoke {
            ($($name:literal => $service:ident),*) => {
                match text("service") {
                    $($name => drop(client!($service, url).invoke(operation, input).await),)*
                    other => return Err(format!("there is no client of {other}").into()),
                }
            };
        }
        invoke!(
            "bedrock-agentcore" => bedrock_agentcore_client,
            "bedrock-runtime" => bedrock_runtime_client,
            "cloudwatch" => cloudwatch_client,
            "dynamodb" => dynamodb_client,
            "kinesis" => kinesis_client,
            "kms" => kms_client,
            "logs" => logs_client,
            "sqs" => sqs_client
        );
    }
    Ok(())
}

async fn dynamodb(url: &str) -> Outcome {
    use dynamodb_client::types::{
        AttributeDefinition, AttributeValue, BillingMode, KeySchemaElement, KeyType, ScalarAttributeType,
    };
    let client = client!(dynamodb_client, url);
    let key = KeySchemaElement::builder().attribute_name("id").key_type(KeyType::Hash).build();
    let id = AttributeDefinition::builder().attribute_name("id").attribute_type(ScalarAttributeType::S).build();
    let create = client.create_table().table_name("frogs").attribute_definitions(id).key_schema(key);
    create.billing_mode(BillingMode::PayPerRequest).send().await?;
    let table = client.describe_table().table_name("frogs").wait_until_table_exists(Duration::from_secs(60)).await?;
    shown("dynamodb: a table is waited for", table.output().table().and_then(|table| table.table_name()) == Some("frogs"))?;
    let gone = client.describe_table().table_name("none").wait_until_table_not_exists(Duration::ZERO).await?;
    let is_gone = gone.error().is_some_and(|error| error.is_resource_not_found());
    shown("dynamodb: an error can be what is waited for", is_gone)?;
    let text = |text: String| AttributeValue::builder().s(text).build();
    let skin = Bytes::from_static(&[0, 1, 254, 255]);
    for number in 0..5 {
        let put = client.put_item().table_name("frogs").item("id", text(format!("frog-{number}")));
        put.item("skin", AttributeValue::builder().b(skin.clone()).build()).send().await?;
    }
    let frog = client.get_item().table_name("frogs").key("id", text("frog-3".to_owned())).send().await?.into_output();
    let found = frog.item().and_then(|item| item.get("skin")?.b().cloned());
    shown("dynamodb, awsJson1_0: bytes come back as they were", found == Some(skin))?;
    let (mut items, mut count) = (client.scan().table_name("frogs").limit(2).pages().items(), 0);
    while let Some(item) = items.next().await {
        count += usize::from(item?.contains_key("id"));
    }
    shown("dynamodb: all items come in pages whose token is a map", count == 5)?;
    let error = client.describe_table().table_name("none").send().await.err().ok_or("there is a table")?;
    shown("dynamodb: an error is modeled", error.is_resource_not_found())
}

async fn sqs(url: &str) -> Outcome {
    let client = client!(sqs_client, url);
    let queue = client.create_queue().queue_name("pond").send().await?.into_output();
    let queue = queue.queue_url().ok_or("a queue has no URL")?;
    client.send_message().queue_url(queue).message_body("<wet> & \"cold\"").send().await?;
    let received = client.receive_message().queue_url(queue).send().await?.into_output();
    let body = received.messages().and_then(|messages| messages.first()?.body());
    shown("sqs, awsJson1_0: a message comes back as it was", body == Some("<wet> & \"cold\""))?;
    for number in 0..4 {
        client.create_queue().queue_name(format!("ditch-{number}")).send().await?;
    }
    let (mut urls, mut count) = (client.list_queues().max_results(2).pages().items(), 0);
    while let Some(url) = urls.next().await {
        url?;
        count += 1;
    }
    shown("sqs: all queues come in pages", count == 5)?;
    let error = client.get_queue_url().queue_name("none").send().await.err().ok_or("there is a queue")?;
    let code = error.code() == Some("AWS.SimpleQueueService.NonExistentQueue");
    shown("sqs: an error has the code of the Query protocol, and is modeled", code && error.is_queue_does_not_exist())
}

async fn kms(url: &str) -> Outcome {
    let client = client!(kms_client, url);
    let key = client.create_key().send().await?.into_output();
    let id = key.key_metadata().map(|key| key.key_id().to_owned()).ok_or("a key has no id")?;
    let encrypted = client.encrypt().key_id(id).plaintext(Bytes::from_static(b"toad")).send().await?.into_output();
    let cipher = encrypted.ciphertext_blob().cloned().ok_or("there is no cipher")?;
    let decrypted = client.decrypt().ciphertext_blob(cipher).send().await?.into_output();
    shown("kms, awsJson1_1: what was encrypted can be read", decrypted.plaintext().is_some_and(|it| it == "toad"))
}

async fn logs(url: &str) -> Outcome {
    let client = client!(logs_client, url);
    client.create_log_group().log_group_name("reeds").send().await?;
    let groups = client.describe_log_groups().send().await?.into_output();
    let has_it = groups.log_groups().is_some_and(|all| all.iter().any(|it| it.log_group_name() == Some("reeds")));
    shown("logs, awsJson1_1: a group is listed", has_it)?;
    let again = client.create_log_group().log_group_name("reeds").send().await;
    shown("logs: a second one is refused", again.err().is_some_and(|error| error.is_resource_already_exists()))
}

async fn cloudwatch(url: &str) -> Outcome {
    use cloudwatch_client::types::{MetricDatum, Statistic};
    let client = client!(cloudwatch_client, url);
    let at = OffsetDateTime::from_unix_timestamp(1_795_000_020)?;
    let datum = MetricDatum::builder().metric_name("depth").value(1.5).timestamp(at).build();
    client.put_metric_data().namespace("ponds").metric_data(datum).send().await?;
    let metrics = client.list_metrics().namespace("ponds").send().await?.into_output();
    let has_it = metrics.metrics().is_some_and(|all| all.iter().any(|it| it.metric_name() == Some("depth")));
    shown("cloudwatch, rpcv2Cbor: a metric is listed", has_it)?;
    let day = time::Duration::days(1);
    let asked = client.get_metric_statistics().namespace("ponds").metric_name("depth").period(60);
    let asked = asked.start_time(at - day).end_time(at + day).statistics(Statistic::Maximum);
    let points = asked.send().await?.into_output();
    let point = points.datapoints().and_then(|points| points.first().cloned()).ok_or("there is no point")?;
    let is_near = point.timestamp().is_some_and(|time| (time - at).abs() <= time::Duration::minutes(1));
    shown("cloudwatch: floats and timestamps come back", point.maximum() == Some(1.5) && is_near)
}

async fn kinesis(url: &str) -> Outcome {
    use kinesis_client::types::{ConsumerStatus, ShardIteratorType, StartingPosition, SubscribeToShardEventStream};
    let client = client!(kinesis_client, url);
    client.create_stream().stream_name("brook").shard_count(1).send().await?;
    let stream = client.describe_stream().stream_name("brook").wait_until_stream_exists(Duration::from_secs(60)).await?;
    let arn = stream.output().stream_description().stream_arn().to_owned();
    let consumer = client.register_stream_consumer().stream_arn(&*arn).consumer_name("heron").send().await?.into_output();
    let consumer = consumer.consumer().consumer_arn().to_owned();
    let mut status = None;
    for _ in 0..50 {
        let described = client.describe_stream_consumer().consumer_arn(&*consumer).send().await?.into_output();
        status = Some(described.consumer_description().consumer_status().clone());
        if status == Some(ConsumerStatus::Active) {
            break;
        }
        tokio::time::sleep(Duration::from_millis(200)).await;
    }
    shown("kinesis: a consumer becomes active", status == Some(ConsumerStatus::Active))?;
    let put = |data: &'static [u8]| client.put_record().stream_name("brook").partition_key("a").data(Bytes::from_static(data)).send();
    put(b"trout").await?;
    let shards = client.list_shards().stream_name("brook").send().await?.into_output();
    let shard = shards.shards().and_then(|shards| Some(shards.first()?.shard_id().to_owned())).ok_or("there is no shard")?;
    let start = StartingPosition::builder().r#type(ShardIteratorType::TrimHorizon).build();
    let subscribe = client.subscribe_to_shard().consumer_arn(consumer).shard_id(shard).starting_position(start);
    let mut events = subscribe.send().await?.into_output().event_stream;
    let mut seen = Vec::new();
    while seen.len() < 2 {
        let event = tokio::time::timeout(Duration::from_secs(20), events.recv()).await?.ok_or("the events end")??;
        let SubscribeToShardEventStream::SubscribeToShardEvent(event) = event else { continue };
        seen.extend(event.records().iter().map(|record| record.data().clone()));
        // The second record is put while the first response is under way.
        if seen.len() == 1 {
            put(b"perch").await?;
        }
    }
    shown("kinesis, awsJson1_1: events come while the call goes on", seen == ["trout", "perch"])
}

async fn converse(url: &str) -> Outcome {
    use bedrock_runtime_client::types::{ContentBlock, ContentBlockDelta, ConversationRole, ConverseStreamOutput, Message};
    let client = client!(bedrock_runtime_client, url);
    let words = ContentBlock::Text("is it wet?".to_owned());
    let message = Message::builder().role(ConversationRole::User).content(words).build();
    let call = client.converse_stream().model_id("anthropic.claude-3-haiku-20240307-v1:0").messages(message);
    let mut events = call.send().await?.into_output().stream;
    let (mut text, mut kinds) = (String::new(), Vec::new());
    while let Some(event) = events.recv().await {
        kinds.push(match event? {
            ConverseStreamOutput::MessageStart(_) => "start",
            ConverseStreamOutput::ContentBlockDelta(event) => {
                if let ContentBlockDelta::Text(part) = event.delta() {
                    text.push_str(part);
                }
                "delta"
            }
            ConverseStreamOutput::MessageStop(_) => "stop",
            ConverseStreamOutput::Metadata(_) => "metadata",
            _ => "other",
        });
    }
    let is_whole = kinds.first() == Some(&"start") && kinds.last() == Some(&"metadata") && kinds.contains(&"stop");
    shown("bedrock-runtime, restJson1: a response comes in events", is_whole && !text.is_empty())
}

async fn agent(url: &str) -> Outcome {
    use bedrock_agentcore_control_client::types::{
        AgentRuntimeArtifact, ContainerConfiguration, NetworkConfiguration, NetworkMode,
    };
    let control = client!(bedrock_agentcore_control_client, url);
    let image = ContainerConfiguration::builder().container_uri("123456789012.dkr.ecr.us-east-1.amazonaws.com/toad:1").build();
    let create = control.create_agent_runtime().agent_runtime_name("toad");
    let create = create.agent_runtime_artifact(AgentRuntimeArtifact::ContainerConfiguration(image));
    let create = create.role_arn("arn:aws:iam::123456789012:role/toad");
    let create = create.network_configuration(NetworkConfiguration::builder().network_mode(NetworkMode::Public).build());
    let arn = create.send().await?.output().agent_runtime_arn().to_owned();
    let client = client!(bedrock_agentcore_client, url);
    let call = client.invoke_agent_runtime().agent_runtime_arn(arn).content_type("application/json");
    let mut answer = call.payload(Bytes::from_static(b"{\"prompt\": \"croak\"}")).send().await?.into_output();
    let mut body = Vec::new();
    while let Some(part) = answer.response.next().await {
        body.extend_from_slice(&part?);
    }
    shown("bedrock-agentcore, restJson1: a body comes in pieces", String::from_utf8_lossy(&body).contains("croak"))
}
