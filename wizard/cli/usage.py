"""Wrong use of a command, as click tells it, in the shape of all our mistakes."""

from __future__ import annotations

import re

import click

from wizard.profile.nearest import nearest

_WORDS = (
    ("a valid integer range", "a whole number"),
    ("a valid float range", "a number"),
    ("a valid integer", "a whole number"),
)
_RANGE = re.compile(r"(\S+) is not in the range (?:(\S+?)<(=?))?x(?:([<>])(=?)(\S+))?")


def usage_sentence(error: click.ClickException) -> str:
    """A usage error of click in our shape: `field: what is wrong; what to do`."""
    context: click.Context | None = getattr(error, "ctx", None)
    path = context.command_path if context else "wizard"
    advice = f"see `{path} --help`"
    if isinstance(error, click.NoSuchOption):
        known = [name for parameter in context.command.params for name in parameter.opts] if context else []
        meant = nearest(error.option_name, known)
        return (
            f"{error.option_name}: there is no such option; {f'did you mean {meant}?' if meant else advice}"
        )
    if isinstance(error, click.MissingParameter):
        return f"{_parameter(error)}: it is missing; {advice}"
    if isinstance(error, click.BadOptionUsage) and "requires an argument" in error.message:
        return f"{error.option_name}: its value is missing; {advice}"
    message = error.format_message() if not isinstance(error, click.BadParameter) else error.message
    message = message.rstrip(".")
    for theirs, ours in _WORDS:
        message = message.replace(theirs, ours)
    message = _RANGE.sub(_range_in_words, message)
    field = (
        _parameter(error)
        if isinstance(error, click.BadParameter)
        else path.removeprefix("wizard ") or "wizard"
    )
    return f"{field}: {message[:1].lower()}{message[1:]}" + ("" if ";" in message else f"; {advice}")


def _range_in_words(match: re.Match[str]) -> str:
    """`0 is not in the range 0<x<=9`, as click writes it, with what to do."""
    number, low, low_too, sign, high_too, high = match.groups()
    if sign == ">":
        low, low_too, high = high, high_too, None
    bounds = [f"{'at least' if low_too else 'more than'} {low}"] if low else []
    bounds += [f"{'at most' if high_too else 'less than'} {high}"] if high else []
    return f"{number} cannot be; write a number of {' and '.join(bounds)}"


def _parameter(error: click.BadParameter) -> str:
    parameter = error.param
    if parameter is None or error.ctx is None:
        return str(error.param_hint or "wizard")
    return parameter.opts[0] if parameter.param_type_name == "option" else parameter.make_metavar(error.ctx)
