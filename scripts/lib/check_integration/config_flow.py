"""Check that the config flow's steps, errors and abort reasons have texts."""

import ast
from collections.abc import Iterator

from scripts.lib.check_integration.code import Code, function_name
from scripts.lib.check_integration.files import Integration, Json

# The abort reasons of Home Assistant's helpers.
GIVEN_REASONS = frozenset(
    {
        *("already_configured", "already_in_progress", "reconfigure_successful"),
        *("reauth_successful", "unknown"),
    }
)


def check_config_flow(integration: Integration) -> Iterator[str]:
    """Yield steps, errors and abort reasons in the code without a text, and unused texts of errors and reasons."""
    code = Code(integration.modules)
    flows = list(_flows(integration.english))
    steps = {key for flow in flows for key in flow.get("step", {})}
    reasons = {key for flow in flows for key in flow.get("abort", {})}
    errors = {key for flow in flows for key in flow.get("error", {})}
    for where, call in code.calls():
        yield from _check_call(code, where, call, steps, reasons)
    for where, error in _errors(code):
        if error not in errors:
            yield f"{where}: the error {error} does not stand in en.json"
    for key in sorted((reasons - GIVEN_REASONS) | errors):
        if not code.mentions(key):
            yield f"en.json: nothing names the error or abort reason {key}"


def _flows(english: Json) -> Iterator[Json]:
    yield from (english.get(section, {}) for section in ("config", "options"))
    yield from english.get("config_subentries", {}).values()
    yield from (issue.get("fix_flow", {}) for issue in english.get("issues", {}).values())


def _check_call(
    code: Code, where: str, call: ast.Call, steps: set[str], reasons: set[str]
) -> Iterator[str]:
    match function_name(call):
        case "async_show_form" | "async_show_menu" | "async_show_progress":
            step = code.text(code.keyword(call, "step_id"))
            if step and step not in steps:
                yield f"{where}: the step {step} does not stand in en.json"
        case "async_abort" | "AbortFlow":
            reason = code.text(code.keyword(call, "reason") or next(iter(call.args), None))
            if reason and reason not in reasons:
                yield f"{where}: the abort reason {reason} does not stand in en.json"


def _errors(code: Code) -> Iterator[tuple[str, str]]:
    """Yield the strings that the code assigns to `errors[…]`, with their places."""
    for name, tree in code.modules.items():
        for node in ast.walk(tree):
            match node:
                case ast.Assign(targets=[ast.Subscript(value=ast.Name(id="errors"))], value=value):
                    if error := code.text(value):
                        yield f"{name.replace('.', '/')}.py:{node.lineno}", error
