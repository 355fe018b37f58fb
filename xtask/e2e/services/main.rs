//! Calls five services of the emulator at the URL that is given, over three protocols; a line tells what each call has shown.

use std::error::Error;
use std::time::Duration;

use bytes::Bytes;
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
    let url = std::env::args().nth(1).ok_or("the URL is missing")?;
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    runtime.block_on(async {
        dynamodb(&url).await?;
        sqs(&url).await?;
        kms(&url).await?;
        logs(&url).await?;
        cloudwatch(&url).await
    })
}

/// Ends the program where something is not so, and tells it where it is.
fn shown(what: &str, is_so: bool) -> Outcome {
    println!("{}  {what}", if is_so { "ok    " } else { "failed" });
    if is_so { Ok(()) } else { Err(what.into()) }
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
    shown("dynamodb: a table is waited for", table.table().and_then(|table| table.table_name()) == Some("frogs"))?;
    let gone = client.describe_table().table_name("none").wait_until_table_not_exists(Duration::ZERO).await?;
    let is_gone = gone.error().is_some_and(|error| error.is_resource_not_found());
    shown("dynamodb: an error can be what is waited for", is_gone)?;
    let text = |text: String| AttributeValue::builder().s(text).build();
    let skin = Bytes::from_static(&[0, 1, 254, 255]);
    for number in 0..5 {
        let put = client.put_item().table_name("frogs").item("id", text(format!("frog-{number}")));
        put.item("skin", AttributeValue::builder().b(skin.clone()).build()).send().await?;
    }
    let frog = client.get_item().table_name("frogs").key("id", text("frog-3".to_owned())).send().await?;
    let found = frog.item().and_then(|item| item.get("skin")?.b().cloned());
    shown("dynamodb, awsJson1_0: bytes come back as they were", found == Some(skin))?;
    let (mut items, mut count) = (client.scan().table_name("frogs").limit(2).pages().items(), 0);
    while let Some(item) = items.next().await {
        count += usize::from(item?.contains_key("id"));
    }
    shown("dynamodb: all items come in pages whose token is a map", count == 5)?;
    let error = client.describe_table().table_name("none").send().await.err().ok_or("there is a table")?;
    shown("dynamodb: an error is modelled", error.is_resource_not_found())
}

async fn sqs(url: &str) -> Outcome {
    let client = client!(sqs_client, url);
    let queue = client.create_queue().queue_name("pond").send().await?;
    let queue = queue.queue_url().ok_or("a queue has no URL")?;
    client.send_message().queue_url(queue).message_body("<wet> & \"cold\"").send().await?;
    let received = client.receive_message().queue_url(queue).send().await?;
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
    shown("sqs: an error has the code of the Query protocol, and is modelled", code && error.is_queue_does_not_exist())
}

async fn kms(url: &str) -> Outcome {
    let client = client!(kms_client, url);
    let key = client.create_key().send().await?;
    let id = key.key_metadata().map(|key| key.key_id().to_owned()).ok_or("a key has no id")?;
    let encrypted = client.encrypt().key_id(id).plaintext(Bytes::from_static(b"toad")).send().await?;
    let cipher = encrypted.ciphertext_blob().cloned().ok_or("there is no cipher")?;
    let decrypted = client.decrypt().ciphertext_blob(cipher).send().await?;
    shown("kms, awsJson1_1: what was encrypted can be read", decrypted.plaintext().is_some_and(|it| it == "toad"))
}

async fn logs(url: &str) -> Outcome {
    let client = client!(logs_client, url);
    client.create_log_group().log_group_name("reeds").send().await?;
    let groups = client.describe_log_groups().send().await?;
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
    let metrics = client.list_metrics().namespace("ponds").send().await?;
    let has_it = metrics.metrics().is_some_and(|all| all.iter().any(|it| it.metric_name() == Some("depth")));
    shown("cloudwatch, rpcv2Cbor: a metric is listed", has_it)?;
    let day = time::Duration::days(1);
    let asked = client.get_metric_statistics().namespace("ponds").metric_name("depth").period(60);
    let asked = asked.start_time(at - day).end_time(at + day).statistics(Statistic::Maximum);
    let points = asked.send().await?;
    let point = points.datapoints().and_then(|points| points.first().cloned()).ok_or("there is no point")?;
    let is_near = point.timestamp().is_some_and(|time| (time - at).abs() <= time::Duration::minutes(1));
    shown("cloudwatch: floats and timestamps come back", point.maximum() == Some(1.5) && is_near)
}
