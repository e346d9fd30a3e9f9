"""How a command's help is laid out: like a manual page, with arguments, options, exit statuses and examples."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

import click

from wizard.cli import outcome

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

ID = "A profile's ID, any beginning of it that no other ID has, or its whole title."
FILE = "A profile file, TOML or JSON, told by its ending or else by its content; - reads stdin."
ID_OR_FILE = f"{ID} Or a profile file, TOML or JSON; it need not be saved."

STATUSES: dict[int, str] = {
    0: "Done. For test: every callback got 2xx.",
    1: "An unexpected error, such as a store that cannot be opened.",
    2: "Wrong use, or an invalid profile; nothing was changed.",
    3: "An endpoint answered, but not with 2xx.",
    4: "An endpoint was not reached or did not answer in time, or expected callbacks did not come in time.",
    5: "A received callback had problems or was not what was expected.",
    130: "Interrupted by ctrl+c; by SIGTERM it is 143.",
}
"""Every exit status. Where several apply, the first of 1, 4, 3, 5."""

ENVIRONMENT = {
    "WIZARD_STORE": "The store, where --store does not name one: a file, or a postgresql:// URL.",
    "WIZARD_STORE_KEY": "A passphrase that seals the secrets in the store, instead of a key that is kept beside it.",
    "WIZARD_KEYRING": "1 keeps the sealing key in the key ring of the system.",
    "WIZARD_REGION": "What the IDs of new profiles begin with: IN, SG, EU or US.",
    "WIZARD_CATALOG": "A folder of further channels.",
    "WIZARD_SETTINGS": "The settings file, instead of the one in your configuration folder.",
    "WIZARD_THEME": "The colours of the screens.",
    "WIZARD_ASCII": "1 draws the screens in plain characters, 0 in any; without it, as the terminal can.",
    "WIZARD_LOG": "1 lets commands keep a log too, 0 not even the screens; no secret is in it.",
    "WIZARD_INPUT_TIMEOUT": "Seconds that a pipe may stay silent before it is given up. Default: 30.",
    "WIZARD_DEBUG": "1 shows the traceback of an unexpected error.",
    "NO_COLOR": "Anything turns colours off.",
}


_LAST = "--reveal --json --store --help"
"""Options that many commands have: they stand behind a command's own."""


def _show_help(ctx: click.Context, _: click.Parameter, wanted: bool) -> None:
    if wanted and not ctx.resilient_parsing:
        outcome.line(ctx.get_help())
        ctx.exit()


class Helpful(click.Command):
    """A command whose help is written as all data is, so that a stdout that takes none is told of in the same words."""

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        """`--help`, as click makes it."""
        option = super().get_help_option(ctx)
        if option is not None:
            option.callback = _show_help
        return option


class Command(Helpful):
    """A command with arguments that are explained, exit statuses, and examples: command lines and what they do."""

    SETTINGS: ClassVar[dict[str, Any]] = {"help_option_names": ["-h", "--help"], "max_content_width": 100}

    def __init__(
        self,
        *args: Any,
        arguments: Mapping[str, str] | None = None,
        exits: Mapping[int, str] | None = None,
        examples: tuple[tuple[str, str], ...] = (),
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.arguments = dict(arguments or {})
        """What each argument is, by its name in the usage line."""
        self.exits = dict(exits or {})
        """What exit statuses mean for this command in particular."""
        self.examples = examples

    def format_arguments(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Nothing: `format_options` has them, whatever click's version."""

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The arguments, then the options; those that all commands have stand last."""
        _section(formatter, "Arguments", self.arguments)
        _section(formatter, "Options", dict(self.option_rows(ctx)))

    def option_rows(self, ctx: click.Context) -> Iterator[tuple[str, str]]:
        """Each option as it is typed, and its help."""
        options = [each for each in self.get_params(ctx) if isinstance(each, click.Option)]
        for option in sorted(options, key=lambda option: _LAST.find(option.opts[-1])):
            if record := option.get_help_record(ctx):
                yield record[0], option.help or ""

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The exit statuses and the examples."""
        told = {0: STATUSES[0].partition(". ")[0] + "."} | {at: STATUSES[at] for at in (1, 2)} | self.exits
        _section(formatter, "Exit status", {str(status): told[status] for status in sorted(told)})
        write_examples(formatter, self.examples)


def write_examples(formatter: click.HelpFormatter, examples: tuple[tuple[str, str], ...]) -> None:
    """Command lines that can be copied as they are, each with what it does under it."""
    if examples:
        with formatter.section("Examples"):
            for line, purpose in examples:
                formatter.write(f"{'':>{formatter.current_indent}}{line}\n")
                formatter.indent()
                formatter.write_text(purpose)
                formatter.dedent()


def write_contract(formatter: click.HelpFormatter) -> None:
    """What holds for all commands: exit statuses and the environment."""
    _section(formatter, "Exit status", {str(status): told for status, told in STATUSES.items()})
    _section(formatter, "Environment", ENVIRONMENT)


def _section(formatter: click.HelpFormatter, title: str, rows: Mapping[str, str]) -> None:
    if rows:
        with formatter.section(title):
            formatter.write_dl(list(rows.items()))
