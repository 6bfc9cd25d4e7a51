"""``look``: themes and calm mode, for the next start of the app."""

import click

from .. import config_file
from ..errors import NotFoundError
from ..paths import paths, shipped
from .output import print_json
from .settings import common_options, settings_of


@click.command("look")
@click.option("--theme", metavar="NAME", help="The theme of the app.")
@click.option("--calm/--no-calm", default=None, help="Nothing red before it is late, and no bell.")
@click.option("--ascii/--no-ascii", "only_ascii", default=None, help="Signs and frames of plain ASCII.")
@common_options
@click.pass_context
def look_command(ctx: click.Context, theme: str | None, calm: bool | None, only_ascii: bool | None) -> None:
    """How the app looks: without options, the themes and what is chosen. A bad theme file is named."""
    from ..ui.theming import load

    settings = settings_of(ctx)
    home = paths(settings.home)
    config_file.load(home.config_file)
    found = load([shipped("themes"), home.config / "themes"])
    if theme is not None and theme not in found.looks:
        raise NotFoundError(f"There is no theme “{theme}”. Choose one of: {', '.join(found.looks)}.")
    chosen = {"theme": theme, "calm": calm, "ascii": only_ascii}
    said = {name: value for name, value in chosen.items() if value is not None}
    if said:
        config_file.put_settings(home.config_file, "look", **said)
    now = config_file.load(home.config_file).look
    for problem in found.problems:
        click.echo(problem, err=True)
    if settings.json:
        themes = [{"name": name, "title": look.title} for name, look in found.looks.items()]
        print_json({"theme": now.theme, "calm": now.calm, "ascii": now.ascii, "themes": themes})
        return
    for name, look in found.looks.items():
        click.echo(f"{'*' if name == now.theme else ' '} {name:<16} {look.title}")
    click.echo(f"calm: {'on' if now.calm else 'off'}   ASCII only: {'on' if now.ascii else 'off'}")
