"""Functions that feed their own queue say so, or Lambda ends them after sixteen rounds. A rule tells what is wrong.

https://docs.aws.amazon.com/lambda/latest/dg/invocation-recursion.html
"""

from tests.template.reading import Rule, Template, actions, functions, resources, statements, text


def loops_are_allowed(body: Template) -> list[str]:
    """Returns which functions go round without saying so, or say so without going round."""
    wrong = []
    for name, function in functions(body).items():
        own = {
            text(event["Properties"]["Queue"]) for event in function.get("Events", {}).values()
            if event["Type"] == "SQS"
        }  # fmt: skip
        sent = {
            queue
            for each in statements(body, name)
            if "sqs:SendMessage" in actions(each)
            for queue in resources(each)
        }
        if bool(own & sent) != (function.get("RecursiveLoop") == "Allow"):
            wrong.append(f"{name} feeds its own queue and is ended for it, or does not and may go round")
    return wrong


def plain_requests_are_the_webhook_s(body: Template) -> list[str]:
    """Returns which functions beside the webhook speak to AWS without botocore."""
    setting = "RAPPORT_PLAIN_REQUESTS"
    found = [
        name for name, each in functions(body).items()
        if setting in each.get("Environment", {}).get("Variables", {})
    ]  # fmt: skip
    return [] if found == ["Webhook"] else [f"{found} send plain requests, not the webhook alone"]


RULES: tuple[Rule, ...] = (loops_are_allowed, plain_requests_are_the_webhook_s)
