"""The control plane's part of the walk: makes things and jobs, and looks at them afterwards.

Usage: control.py create|check ENDPOINT WALK
       control.py job ENDPOINT WALK THING JOB     makes a job that is to be made later
       control.py device ENDPOINT WALK FOLDER     writes a device's certificate and key, and the broker's root, as PEM

WALK is the file with the things, their jobs in the order in which they are queued, and how each has to end.
"""

import json
import pathlib
import sys
import urllib.request

import boto3


def create(iot, things):
    for thing, jobs in things.items():
        arn = iot.create_thing(thingName=thing)["thingArn"]
        for job in jobs:
            if job.get("later"):
                continue
            create_job(iot, arn, job)
            if job.get("canceled"):
                iot.cancel_job(jobId=job["id"])


def create_job(iot, arn, job):
    document = json.dumps(job["document"], ensure_ascii=False)
    iot.create_job(jobId=job["id"], targets=[arn], document=document)


def create_later(iot, things, thing, wanted):
    arn = iot.describe_thing(thingName=thing)["thingArn"]
    [job] = [job for job in things[thing] if job["id"] == wanted]
    create_job(iot, arn, job)


def device(iot, endpoint, folder):
    folder = pathlib.Path(folder)
    keys = iot.create_keys_and_certificate(setAsActive=True)
    (folder / "device.pem").write_text(keys["certificatePem"])
    (folder / "device.key").write_text(keys["keyPair"]["PrivateKey"])
    with urllib.request.urlopen(f"{endpoint}/_ministack/iot/ca.pem", timeout=10) as answer:
        (folder / "ca.pem").write_bytes(answer.read())


def check(iot, things):
    """Gives a line for each execution that did not end as it has to."""
    for thing, jobs in things.items():
        for job in jobs:
            execution = iot.describe_job_execution(jobId=job["id"], thingName=thing)["execution"]
            details = execution.get("statusDetails", {}).get("detailsMap", {})
            found = {"status": execution["status"], "details": details}
            if found != job["end"]:
                yield f"{job['id']} of {thing}: expected {job['end']}, found {found}"


def main():
    command, endpoint, walk, *rest = sys.argv[1:]
    with open(walk, encoding="utf-8") as file:
        plan = json.load(file)
    things = plan["things"]
    settings = {
        "region_name": plan["region"],
        "endpoint_url": endpoint,
        "aws_access_key_id": "AKIDEXAMPLE",
        "aws_secret_access_key": "secret",
    }
    iot = boto3.client("iot", **settings)
    if command == "create":
        create(iot, things)
        return 0
    if command == "job":
        create_later(iot, things, *rest)
        return 0
    if command == "device":
        device(iot, endpoint, *rest)
        return 0
    faults = list(check(iot, things))
    print("\n".join(faults))
    return 1 if faults else 0


sys.exit(main())
