"""Finds the region an account sends in, that of its topic, and the name by which Amazon SES calls a mail of ours."""

import re

ARN = re.compile(r"arn:aws(?:-cn)?:sns:([a-z]{2}(?:-[a-z]+)+-\d):")


def find_region(topic: str) -> str:
    """Returns the region of a topic's ARN; empty where it is none."""
    found = ARN.match(topic)
    return found[1] if found else ""


def name_mail(native_id: str, topic: str) -> str:
    """Returns the Message-ID under which a mail of ours travels: SES sets its own in the place of any other.

    https://docs.aws.amazon.com/ses/latest/dg/header-fields.html
    """
    region = find_region(topic)
    return f"<{native_id}@{'email' if region == 'us-east-1' else region}.amazonses.com>"
