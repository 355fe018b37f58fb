"""Lets boto3 and a program make the calls of a table against a server that records them, and compares the requests.

Usage: requests.py PROGRAM TABLE

The program is called with `record URL TABLE`. A request counts by its method, its URI, the headers that a service looks at, what it
is signed for, and its body as a value. Ends with 1 where two differ.
"""

import base64
import datetime
import gzip
import http.server
import json
import subprocess
import sys
import threading
import urllib.parse

import boto3
import botocore.model
import cbor2
from botocore import xform_name
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError
from botocore.parsers import ResponseParserError

# Of several protocols, boto3 prefers JSON, and the clients CBOR.
botocore.model.PRIORITY_ORDERED_SUPPORTED_PROTOCOLS = ("smithy-rpc-v2-cbor", "json", "rest-json")

HEADERS = (
    "accept",
    "content-encoding",
    "content-md5",
    "content-type",
    "smithy-protocol",
    "x-amz-target",
    "x-amzn-query-mode",
)


class Server(http.server.ThreadingHTTPServer):
    """Says nothing of clients that close a connection."""

    def handle_error(self, *_):
        pass


class Recorder(http.server.BaseHTTPRequestHandler):
    """Keeps each request, and answers an empty object."""

    protocol_version = "HTTP/1.1"
    requests = []

    def answer(self):
        body = self.rfile.read(int(self.headers.get("content-length", 0)))
        headers = {name.lower(): value for name, value in self.headers.items()}
        self.requests.append({"line": (self.command, self.path), "headers": headers, "body": body})
        is_cbor = headers.get("content-type") == "application/cbor"
        answer = b"\xa0" if is_cbor else b"{}"
        self.send_response(200)
        self.send_header("content-type", headers.get("content-type", "application/json"))
        if is_cbor:
            self.send_header("smithy-protocol", "rpc-v2-cbor")
        self.send_header("content-length", str(len(answer)))
        self.end_headers()
        self.wfile.write(answer)

    do_GET = do_POST = do_PUT = do_DELETE = answer

    def log_message(self, *_):
        pass


def value(shape, given):
    """A value of the table as boto3 takes it: bytes for base64, a time for seconds since 1970."""
    kind = shape.type_name
    if kind == "structure":
        return {name: value(shape.members[name], member) for name, member in given.items()}
    if kind == "map":
        return {key: value(shape.value, member) for key, member in given.items()}
    if kind == "list":
        return [value(shape.member, member) for member in given]
    if kind == "blob":
        return base64.b64decode(given)
    if kind == "timestamp":
        return datetime.datetime.fromtimestamp(given, datetime.timezone.utc)
    return given


def make(endpoint, calls):
    """Makes the calls with boto3. What becomes of the answers does not matter."""
    for call in calls:
        client = boto3.client(
            call["service"],
            region_name="us-east-1",
            endpoint_url=endpoint,
            aws_access_key_id="AKIAIOSFODNN7EXAMPLE",
            aws_secret_access_key="secret",
            config=Config(retries={"total_max_attempts": 1}, parameter_validation=False),
        )
        shape = client.meta.service_model.operation_model(call["operation"]).input_shape
        try:
            getattr(client, xform_name(call["operation"]))(**value(shape, call["input"]))
        except (BotoCoreError, ClientError, ResponseParserError):
            pass


def known(request):
    """What counts of a request."""
    method, target = request["line"]
    path, _, query = target.partition("?")
    headers = request["headers"]
    body = request["body"]
    if headers.get("content-encoding") == "gzip":
        body = gzip.decompress(body)
    media_type = headers.get("content-type", "")
    if media_type == "application/cbor":
        body = cbor2.loads(body) if body else {}
    elif "json" in media_type:
        body = json.loads(body) if body else {}
    scope = headers.get("authorization", "").partition("Credential=")[2].partition(",")[0]
    # The day may end between the two calls.
    scope = [part for place, part in enumerate(scope.split("/")) if place != 1]
    return {
        "method": method,
        "path": path,
        "query": sorted(urllib.parse.parse_qsl(query, keep_blank_values=True)),
        "headers": {name: headers[name] for name in HEADERS if name in headers},
        "signed for": scope,
        "body": body,
    }


def main():
    program, table = sys.argv[1:]
    with open(table, encoding="utf-8") as file:
        calls = json.load(file)
    server = Server(("127.0.0.1", 0), Recorder)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    endpoint = f"http://127.0.0.1:{server.server_port}"
    make(endpoint, calls)
    theirs, Recorder.requests[:] = list(Recorder.requests), []
    subprocess.run([program, "record", endpoint, table], check=True, timeout=60)
    ours = list(Recorder.requests)
    if not len(theirs) == len(ours) == len(calls):
        sys.exit(f"{len(calls)} calls made {len(theirs)} requests of boto3 and {len(ours)} of the clients")
    failed = False
    for call, one, other in zip(calls, theirs, ours):
        one, other = known(one), known(other)
        for part in one:
            if one[part] != other[part]:
                failed = True
                name = f"{call['service']} {call['operation']}"
                print(f"failed  {name}: {part}: boto3 sends {one[part]}, the client {other[part]}")
    if failed:
        sys.exit(1)
    names = sorted({call["service"] for call in calls})
    print(f"ok      boto3 and the clients make the same {len(calls)} requests of {', '.join(names)}")


main()
