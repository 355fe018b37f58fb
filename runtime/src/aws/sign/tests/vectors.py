"""Makes vectors.json: requests, and what botocore signs them with.

    python3 vectors.py > vectors.json

Made with botocore 1.43.11. The time is fixed in the place where botocore reads it.
botocore leaves default ports out of `host`, so a request to one has a `host` header. It takes a query as it stands, so
queries here are encoded as the canonical form has them. Of a path that ends with a dot segment it drops the last slash,
which RFC 3986 and AWS's signer in Rust keep, so none ends with one.
"""

import datetime
import json

import botocore.auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials

HOST = "https://data.example.com"
TOKEN = "IQoJb3JpZ2luX2VjEJ//////////wEaCXVzLWVhc3QtMSJHMEUCIQ+abc/def=="
UNRESERVED = "abcXYZ019-._~"

BASE = {
    "method": "GET",
    "url": HOST + "/things/pump-17/jobs/%24next?count=7&includeDocument=true",
    "headers": [],
    "body": "",
    "key_id": "AKIDEXAMPLE",
    "secret": "not/a/real/secret",
    "token": None,
    "region": "eu-west-1",
    "service": "example-data",
    "time": "20261120T123456Z",
    "double_encode": True,
    "unsigned_payload": False,
}

PATHS = [
    "", "/", "/a", "/a/", "//", "/a//b", "/a/./b", "/a/../b", "/../a", "/a/b/../../c/", "/.a", "/a.",
    "/...", "/a%20b", "/a%2Fb", "/a%252Fb", "/a:b@c", "/a+b", "/a;b=c,d", "/%E6%97%A5", "/(a)*!'$&", "/" + UNRESERVED,
    "/a/" + "b" * 300,
]

QUERIES = [
    "", "a=", "a=1&b=2", "b=2&a=1", "a=2&a=1", "a=%20", "a=%2B", "A=1&a=2", "a-b=1&a=2", "%C3%A9=%E6%97%A5",
    UNRESERVED + "=" + UNRESERVED, "a=" + "b" * 300,
]

HEADERS = [
    [["content-type", "application/json"]],
    [["x-note", "  a   b  c "], ["user-agent", "ua"], ["expect", "100-continue"], ["x-amzn-trace-id", "Root=1"]],
    [["x-amz-target", "A.B"], ["x-a", "1"], ["accept", "*/*"]],
    [["host", "other.example.com:443"]],
    [["x-empty", ""]],
]

OTHERS = [
    {"method": "POST", "body": '{"status":"OK"}', "headers": [["content-type", "application/json"]]},
    {"method": "PUT", "body": '{"größe":"日本 😀"}', "url": "http://localhost:4566/things/pump-17"},
    {"method": "DELETE", "token": TOKEN},
    {"token": "t"},
    {"secret": "s" * 60},
    {"secret": "s" * 61},
    {"secret": "s" * 200},
    {"region": "us-gov-west-1", "service": "s"},
    {"time": "19700101T000000Z"},
    {"time": "20240229T235959Z"},
    {"time": "20250101T000000Z"},
    {"time": "99991231T235959Z"},
    {"method": "POST", "body": "x" * 10000},
    {"url": "https://[::1]:8443/a"},
    {"unsigned_payload": True, "method": "POST", "body": "abc"},
    {"double_encode": False, "unsigned_payload": True, "url": HOST + "/a%20b//c/../d"},
    {"double_encode": False, "method": "PUT", "body": "abc", "token": TOKEN, "url": HOST + "/a%2Fb+c/."},
]

PRESIGNED = [
    {"expires": 60},
    {"expires": 1, "token": TOKEN},
    {"expires": 604800, "url": HOST},
    {"expires": 300, "method": "PUT", "headers": [["content-type", "application/json"], ["user-agent", "ua"]]},
    {"expires": 300, "url": HOST + "/a%20b/../c?a-b=1&X-Zulu=2&Z=%2F"},
    {"expires": 300, "url": "http://localhost:4566/?Y=1&x=2"},
    {"expires": 300, "method": "DELETE", "service": "s", "region": "cn-north-1", "secret": "s" * 61},
    {"expires": 300, "unsigned_payload": True},
    {"expires": 300, "time": "20240229T000000Z", "headers": [["x-b", " 1  2 "], ["x-a", "3"]]},
]


def cases():
    for path in PATHS:
        yield {"url": HOST + path}
    for query in QUERIES:
        yield {"url": HOST + "/?" + query}
    for headers in HEADERS:
        yield {"headers": headers}
    yield from OTHERS
    yield from PRESIGNED


def signer(case):
    credentials = Credentials(case["key_id"], case["secret"], case["token"])
    scope = (credentials, case["service"], case["region"])
    if "expires" in case:
        return botocore.auth.SigV4QueryAuth(*scope, expires=case["expires"])
    return (botocore.auth.SigV4Auth if case["double_encode"] else SinglyEncoded)(*scope)


class SinglyEncoded(botocore.auth.SigV4Auth):
    """Leaves the path alone, as for Amazon S3, and is like all others in the rest."""

    def _normalize_url_path(self, path):
        return path


def signed(case):
    now = datetime.datetime.strptime(case["time"], "%Y%m%dT%H%M%SZ").replace(tzinfo=datetime.timezone.utc)
    botocore.auth.get_current_datetime = lambda *_, **__: now.replace(tzinfo=None)
    request = AWSRequest(case["method"], case["url"], dict(case["headers"]), case["body"].encode())
    request.context["payload_signing_enabled"] = not case["unsigned_payload"]
    signer(case).add_auth(request)
    if "expires" in case:
        return {"signed_url": request.url}
    return {"authorization": request.headers["Authorization"]}


def main():
    lines = []
    for changes in cases():
        case = BASE | changes
        # What is not named is as in the first entry.
        lines.append(json.dumps(changes | signed(case), ensure_ascii=False))
    first = json.dumps(BASE, ensure_ascii=False)
    print("[\n" + ",\n".join([first] + lines) + "\n]")


main()
