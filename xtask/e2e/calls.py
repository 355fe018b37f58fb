"""Makes the calls of a table with boto3, and prints their outputs as a JSON array.

Usage: calls.py ENDPOINT TABLE ROUND

Parameters and outputs are in the form that JSON has on the wire: a blob is base64.
"""

import base64
import json
import sys

import boto3
from botocore import xform_name
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError


def parameter(shape, value):
    """The value as boto3 takes it."""
    if shape.type_name == "structure":
        return {name: parameter(shape.members[name], member) for name, member in value.items()}
    if shape.type_name == "map":
        return {key: parameter(shape.value, member) for key, member in value.items()}
    if shape.type_name == "list":
        return [parameter(shape.member, member) for member in value]
    if shape.type_name == "blob":
        return base64.b64decode(value)
    if shape.type_name in ("float", "double"):
        return float(value)
    return value


def call(client, operation, parameters):
    """Gives the output, or why there is none."""
    shape = client.meta.service_model.operation_model(operation).input_shape
    try:
        output = getattr(client, xform_name(operation))(**parameter(shape, parameters))
    except (BotoCoreError, ClientError) as error:
        return {"error": str(error)}
    del output["ResponseMetadata"]
    return {"output": output}


def main():
    endpoint, table, number = sys.argv[1:]
    with open(table, encoding="utf-8") as file:
        table = json.load(file)
    settings = table["rounds"][int(number)]
    client = boto3.client(
        "iot-jobs-data",
        region_name=settings["region"],
        endpoint_url=endpoint,
        aws_access_key_id=settings["accessKeyId"],
        aws_secret_access_key=settings["secretAccessKey"],
        aws_session_token=settings.get("sessionToken"),
        # One attempt; and the service checks values, not the client.
        config=Config(
            retries={"total_max_attempts": 1},
            connect_timeout=5,
            read_timeout=5,
            parameter_validation=False,
        ),
    )
    outputs = [call(client, entry["operation"], entry["parameters"]) for entry in table["calls"]]
    json.dump(outputs, sys.stdout)


main()
