"""Makes the requests of a table over MQTT with the official SDK for devices, and prints what it reads as a JSON object.

Usage: device_sdk.py PORT FOLDER TABLE CLIENT

CLIENT is `first`, for the client of publishes and subscriptions, or `second`, for the one of requests and responses. FOLDER has
the certificates: `root.pem`, `device.pem` and `device-key.pem`. Members have the names that they have in messages, and times
are seconds since 1970.
"""

import concurrent.futures
import datetime
import faulthandler
import json
import os
import queue
import re
import sys
import uuid

import awsiot
from awscrt import mqtt, mqtt_request_response
from awsiot import iotjobs, mqtt_connection_builder

# How long to wait for one thing, and for all of it, in seconds.
WAIT = 10
WHOLE = 40

QOS = mqtt.QoS.AT_LEAST_ONCE

# What the SDK calls the notifications.
NOTIFICATIONS = {
    "notify": ("job_executions_changed", "JobExecutionsChanged"),
    "notify-next": ("next_job_execution_changed", "NextJobExecutionChanged"),
}


def snake(name):
    """The name of a member or an operation as Python has it."""
    return re.sub(r"(?<=[a-z])(?=[A-Z])", "_", name).lower()


def camel(name):
    """The name of a member as messages have it."""
    first, *others = name.split("_")
    return first + "".join(word.capitalize() for word in others)


def told(value):
    """What an object of the SDK holds, as JSON. A member that is unset is left out."""
    if isinstance(value, awsiot.ModeledClass):
        members = {camel(name): getattr(value, name) for name in value.__slots__}
        return {name: told(member) for name, member in members.items() if member is not None}
    if isinstance(value, datetime.datetime):
        seconds = value.timestamp()
        return int(seconds) if seconds.is_integer() else seconds
    if isinstance(value, dict):
        return {key: told(member) for key, member in value.items()}
    if isinstance(value, list):
        return [told(item) for item in value]
    return value


def request(kind, parameters):
    """The object of the SDK with these members, all of which it has to know."""
    members = {snake(name): value for name, value in parameters.items()}
    unknown = set(members) - set(kind.__slots__)
    if unknown:
        raise ValueError(f"{kind.__name__} has no {', '.join(sorted(unknown))}")
    return kind(**members)


class First:
    """The client of publishes and subscriptions. Tokens are the caller's to choose."""

    def __init__(self, connection, heard):
        self.client = iotjobs.IotJobsClient(connection)
        self.heard = heard
        self.answers = queue.Queue()
        self.subscribed = set()

    def subscribe(self, name, kind, parameters, callback):
        """Subscribes, and waits until the subscription stands."""
        subscribe = getattr(self.client, f"subscribe_to_{name}")
        subscribe(request(kind, parameters), QOS, callback)[0].result(WAIT)

    def listen(self, thing):
        for level, (name, kind) in NOTIFICATIONS.items():
            kind = getattr(iotjobs, f"{kind}SubscriptionRequest")
            callback = lambda event, level=level: self.heard.put((level, event))
            self.subscribe(f"{name}_events", kind, {"thingName": thing}, callback)

    def answers_of(self, operation, parameters):
        """Listens to the answers, where that has not been done before."""
        kind = getattr(iotjobs, f"{operation}SubscriptionRequest")
        topic = {name: value for name, value in parameters.items() if snake(name) in kind.__slots__}
        place = (operation, tuple(sorted(topic.items())))
        if place in self.subscribed:
            return
        self.subscribed.add(place)
        for level in ("accepted", "rejected"):
            callback = lambda answer, level=level: self.answers.put((level, answer))
            self.subscribe(f"{snake(operation)}_{level}", kind, topic, callback)

    def call(self, operation, parameters):
        self.answers_of(operation, parameters)
        token = str(uuid.uuid4())
        message = request(getattr(iotjobs, f"{operation}Request"), {**parameters, "clientToken": token})
        getattr(self.client, f"publish_{snake(operation)}")(message, QOS).result(WAIT)
        level, answer = self.answers.get(timeout=WAIT)
        if answer is None or answer.client_token != token:
            return {"failed": f"the answer is {answer}"}
        return {level: told(answer)}


class Second:
    """The client of requests and responses, which makes tokens itself."""

    def __init__(self, connection, heard):
        options = mqtt_request_response.ClientOptions(
            max_request_response_subscriptions=4,
            max_streaming_subscriptions=8,
            operation_timeout_in_seconds=WAIT,
        )
        self.client = iotjobs.IotJobsClientV2(connection, options)
        self.heard = heard
        self.streams = []

    def listen(self, thing):
        for level, (name, kind) in NOTIFICATIONS.items():
            stands = queue.Queue()
            options = awsiot.ServiceStreamOptions(
                incoming_event_listener=lambda event, level=level: self.heard.put((level, event)),
                subscription_status_listener=stands.put,
                deserialization_failure_listener=lambda failure, level=level: self.heard.put((level, None)),
            )
            kind = getattr(iotjobs, f"{kind}SubscriptionRequest")
            stream = getattr(self.client, f"create_{name}_stream")(request(kind, {"thingName": thing}), options)
            stream.open()
            self.streams.append(stream)
            status = stands.get(timeout=WAIT)
            if status.error is not None:
                raise status.error

    def call(self, operation, parameters):
        message = request(getattr(iotjobs, f"{operation}Request"), parameters)
        try:
            return {"accepted": told(getattr(self.client, snake(operation))(message).result(WAIT))}
        except awsiot.V2ServiceException as error:
            if error.modeled_error is None:
                return {"failed": f"{error.message}: {error.inner_error}"}
            return {"rejected": told(error.modeled_error)}


def make(client, heard, calls):
    """Makes the calls; gives for each what was read of the answer, and of the notifications behind it."""
    for thing in sorted({call["parameters"]["thingName"] for call in calls if "notifications" in call}):
        client.listen(thing)
    outcomes = []
    for number, call in enumerate(calls):
        try:
            outcome = client.call(call["operation"], call["parameters"])
            behind = [heard.get(timeout=WAIT) for _ in call.get("notifications", [])]
        except (queue.Empty, TimeoutError, concurrent.futures.TimeoutError):
            sys.exit(f"call {number}, {call['operation']}: not all that should come came within {WAIT} s")
        outcome["notifications"] = [{level: told(event)} for level, event in behind]
        outcomes.append(outcome)
    return outcomes


def words(kind):
    """The values that a class of constants has."""
    return sorted(value for name, value in vars(kind).items() if name.isupper())


def members(operation):
    """The members of a request, without the token."""
    names = getattr(iotjobs, f"{operation}Request").__slots__
    return sorted(camel(name) for name in names if name != "client_token")


def main():
    port, folder, table, generation = sys.argv[1:]
    with open(table, encoding="utf-8") as file:
        calls = json.load(file)["calls"]
    connection = mqtt_connection_builder.mtls_from_path(
        cert_filepath=os.path.join(folder, "device.pem"),
        pri_key_filepath=os.path.join(folder, "device-key.pem"),
        ca_filepath=os.path.join(folder, "root.pem"),
        endpoint="localhost",
        port=int(port),
        client_id=f"device-{generation}",
        clean_session=True,
    )
    connection.connect().result(WAIT)
    heard = queue.Queue()
    client = {"first": First, "second": Second}[generation](connection, heard)
    outcomes = make(client, heard, calls)
    connection.disconnect().result(WAIT)
    found = {
        "outcomes": outcomes,
        "codes": words(iotjobs.RejectedErrorCode),
        "statuses": words(iotjobs.JobStatus),
        "members": {operation: members(operation) for operation in sorted({call["operation"] for call in calls})},
    }
    json.dump(found, sys.stdout)


faulthandler.dump_traceback_later(WHOLE, exit=True)
main()
