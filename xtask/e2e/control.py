"""The control plane's part of the walk: makes things and jobs, and looks at them afterwards.

Usage: control.py create|check ENDPOINT WALK

WALK is the file with the things, their jobs in the order in which they are queued, and how each has to end.
"""

import json
import sys

import boto3


def create(iot, things):
    for thing, jobs in things.items():
        arn = iot.create_thing(thingName=thing)["thingArn"]
        for job in jobs:
            document = json.dumps(job["document"], ensure_ascii=False)
            iot.create_job(jobId=job["id"], targets=[arn], document=document)
            if job.get("canceled"):
                iot.cancel_job(jobId=job["id"])


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
    command, endpoint, walk = sys.argv[1:]
    with open(walk, encoding="utf-8") as file:
        plan = json.load(file)
    things = plan["things"]
    iot = boto3.client(
        "iot",
        region_name=plan["region"],
        endpoint_url=endpoint,
        aws_access_key_id="AKIDEXAMPLE",
        aws_secret_access_key="secret",
    )
    if command == "create":
        create(iot, things)
        return 0
    faults = list(check(iot, things))
    print("\n".join(faults))
    return 1 if faults else 0


sys.exit(main())
