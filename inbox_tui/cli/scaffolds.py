"""``scaffold``: the questions that a good answer answers, as an outline to write on."""

import click

from ..core.scaffold import questions_words
from .output import print_json
from .settings import common_options, settings_of


@click.group("scaffold")
@common_options
def scaffold_command() -> None:
    """Outlines of questions for a reply; own ones lie in the config folder under scaffolds/NAME.txt."""


@scaffold_command.command("list")
@common_options
@click.pass_context
def list_scaffolds(ctx: click.Context) -> None:
    """Those that can be used."""
    settings = settings_of(ctx)
    found = settings.program().desk.scaffolds.found()
    for sentence in found.bad:
        click.echo(sentence, err=True)
    if settings.json:
        print_json(
            [
                {"name": s.name, "category": s.category, "title": s.title, "questions": list(s.questions)}
                for s in found.scaffolds
            ]
        )
        return
    for each in found.scaffolds:
        click.echo(f"{each.name:<24} {each.category:<24} {each.title}, {questions_words(each)}")


@scaffold_command.command("show")
@click.argument("conversation", metavar="ID")
@click.argument("name", required=False, default="")
@common_options
@click.pass_context
def show_scaffold(ctx: click.Context, conversation: str, name: str) -> None:
    """The outline for a case, to write on; NAME is a scaffold or a category, else the case's own."""
    settings = settings_of(ctx)
    desk = settings.program().desk
    for sentence in desk.scaffolds.found().bad:
        click.echo(sentence, err=True)
    made = desk.scaffolds.outline(conversation, name)
    if settings.json:
        print_json({"title": made.title, "text": made.text})
    else:
        click.echo(made.text)


@scaffold_command.command("copy")
@click.argument("name")
@common_options
@click.pass_context
def copy_scaffold(ctx: click.Context, name: str) -> None:
    """Put one that ships into the config folder, to make it your own."""
    settings = settings_of(ctx)
    file = settings.program().desk.scaffolds.make_own(name)
    if settings.json:
        print_json({"name": name, "path": str(file)})
    else:
        click.echo(f"{file} is yours now; change it there.")
