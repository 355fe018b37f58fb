"""Writes signatures.json: requests signed by botocore, for the Rust client to be compared with.

    python3 -m venv /tmp/golden && /tmp/golden/bin/pip install botocore==1.44.5
    /tmp/golden/bin/python tests/loopback/golden/sign.py

Only the signer of botocore is used. Methods, URLs, headers and bodies are written here by hand, from the
documentation of the service, so that nothing of the table comes from the code that it checks.
"""

import datetime
import json
import pathlib

import botocore
import botocore.auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials

# Made up, like every name in this file.
KEY = "AKIDTESTTESTTESTTEST"
SECRET = "test/secret+of/nobody+AZaz09/TESTTESTTEST"
TOKEN = "FwoGZXIvYXdzEXAMPLE//test+token=="

HOST = "https://a1b2c3d4e5f6g7.jobs.iot.eu-west-1.amazonaws.com"
PORT = HOST + ":8443"
PREFIX = "https://gateway.example/base/x"
PLAIN = "http://127.0.0.1:4566"

THING = "a:b_-Z"
THING_PATH = "/things/a%3Ab_-Z/jobs"
NOON = "20261120T120000Z"


def cases():
    """The requests: what is called, and what that has to be on the wire."""
    describe = {"thingName": THING, "jobId": "$next"}
    yield case("describe", "DescribeJobExecution", {"thingName": "pump-17", "jobId": "j-1"},
               "GET", HOST + "/things/pump-17/jobs/j-1")
    yield case("describe $next", "DescribeJobExecution", describe,
               "GET", HOST + THING_PATH + "/%24next")
    yield case("describe with query and token", "DescribeJobExecution",
               {**describe, "includeJobDocument": False, "executionNumber": 12},
               "GET", HOST + THING_PATH + "/%24next?includeJobDocument=false&executionNumber=12",
               token=TOKEN)
    yield case("describe with a large number on a port", "DescribeJobExecution",
               {"thingName": "t", "jobId": "j", "executionNumber": 9007199254740993},
               "GET", PORT + "/things/t/jobs/j?executionNumber=9007199254740993",
               region="us-east-1", time="20240229T235959Z")

    pending = {"thingName": THING}
    yield case("pending", "GetPendingJobExecutions", pending, "GET", HOST + THING_PATH)
    yield case("pending on a port", "GetPendingJobExecutions", pending, "GET", PORT + THING_PATH)
    yield case("pending behind a prefix", "GetPendingJobExecutions", pending,
               "GET", PREFIX + THING_PATH, region="eu-central-1", token=TOKEN)
    yield case("pending of a thing that no model allows", "GetPendingJobExecutions",
               {"thingName": "a b/c%2F\u00e9"},
               "GET", HOST + "/things/a%20b%2Fc%252F%C3%A9/jobs")
    yield case("pending with a parameter of the caller", "GetPendingJobExecutions", {"thingName": "t"},
               "GET", HOST + "/things/t/jobs?namespaceId=a%20b%2B%2F~",
               query={"namespaceId": "a b+/~"})

    yield case("start next", "StartNextPendingJobExecution", pending,
               "PUT", HOST + THING_PATH + "/$next", "{}")
    yield case("start next behind a prefix", "StartNextPendingJobExecution",
               {**pending, "statusDetails": {"phase": "\u00fc"}, "stepTimeoutInMinutes": 15},
               "PUT", PREFIX + THING_PATH + "/$next",
               '{"statusDetails":{"phase":"\u00fc"},"stepTimeoutInMinutes":15}',
               region="ap-southeast-2", token=TOKEN, time="20261231T235959Z")

    details = {"step": "h\u00f6her \U0001f980 \"quoted\""}
    update = {"thingName": THING, "jobId": "j-1", "status": "IN_PROGRESS", "statusDetails": details,
              "expectedVersion": 3, "includeJobExecutionState": True}
    body = ('{"status":"IN_PROGRESS","statusDetails":{"step":"h\u00f6her \U0001f980 \\"quoted\\""},'
            '"expectedVersion":3,"includeJobExecutionState":true}')
    yield case("update", "UpdateJobExecution", update, "POST", HOST + THING_PATH + "/j-1", body)
    yield case("update on a plain port", "UpdateJobExecution", update,
               "POST", PLAIN + THING_PATH + "/j-1", body, token=TOKEN)
    yield case("update behind a prefix on a port", "UpdateJobExecution", update,
               "POST", PORT + "/base/x" + THING_PATH + "/j-1", body, region="cn-north-1")

    command = {"targetArn": "arn:aws:iot:eu-west-1:123456789012:thing/a:b_-Z",
               "commandArn": "arn:aws:iot:eu-west-1:123456789012:command/reboot",
               "parameters": {"mode": {"S": "\u6f22\u5b57"}}, "clientToken": "token-1"}
    body = ('{"targetArn":"arn:aws:iot:eu-west-1:123456789012:thing/a:b_-Z",'
            '"commandArn":"arn:aws:iot:eu-west-1:123456789012:command/reboot",'
            '"parameters":{"mode":{"S":"\u6f22\u5b57"}},"clientToken":"token-1"}')
    yield case("command", "StartCommandExecution", command, "POST", HOST + "/command-executions", body)
    yield case("command behind a prefix", "StartCommandExecution", command,
               "POST", PREFIX + "/command-executions", body, region="us-gov-west-1", token=TOKEN)


def case(name, operation, parameters, method, url, body="", *, region="eu-west-1", token=None, time=NOON,
         query=None):
    """One request, signed at `time` and not now."""
    now = datetime.datetime.strptime(time, "%Y%m%dT%H%M%SZ")
    botocore.auth.get_current_datetime = lambda *_, **__: now
    headers = {"content-type": "application/json"} if body else {}
    request = AWSRequest(method=method, url=url, headers=headers, data=body.encode())
    signer = botocore.auth.SigV4Auth(Credentials(KEY, SECRET, token), "iot-jobs-data", region)
    signer.add_auth(request)
    authorization = request.headers["Authorization"]
    # What the signer computes after this is what it has computed before it put the signature in.
    del request.headers["Authorization"]
    return {
        "name": name,
        "operation": operation,
        "input": parameters,
        "query": query or {},
        "method": method,
        "url": url,
        "body": body,
        "region": region,
        "accessKey": KEY,
        "secretKey": SECRET,
        "sessionToken": token,
        "time": time,
        "headers": dict(sorted(signer.headers_to_sign(request).items())),
        "canonicalRequest": signer.canonical_request(request),
        "authorization": authorization,
    }


def main():
    table = {"madeBy": f"botocore {botocore.__version__}", "requests": list(cases())}
    path = pathlib.Path(__file__).with_name("signatures.json")
    text = json.dumps(table, indent=2, ensure_ascii=False) + "\n"
    path.write_text(text, encoding="utf-8", newline="\n")


main()
