"""Public holidays by country and region, from the library ``holidays`` (extra ``holidays``)."""

from collections.abc import Callable
from datetime import date

from .errors import ConfigError


def public_holidays(country: str, region: str = "") -> Callable[[date], bool]:
    """Whether a day is a public holiday there. ``country`` is ISO 3166-1, such as GB, ``region`` is one of
    its parts, such as SCT. Raises ConfigError for a place that is not known, and without the library."""
    try:
        import holidays
    except ImportError as error:
        raise ConfigError(
            "hours.country needs the extra “holidays”: install inbox-tui[holidays], or take the key out and "
            "list the days in hours.closed. Nothing was changed."
        ) from error
    try:
        found = holidays.country_holidays(country.upper(), subdiv=region.upper() or None)
    except NotImplementedError as error:
        named = f"hours.region: “{region}”" if region and _known(country) else f"hours.country: “{country}”"
        raise ConfigError(
            f'{named} is not known. Expected a text such as country = "GB", region = "SCT". Nothing was '
            "changed; mend that key and try again."
        ) from error
    return lambda day: day in found


def _known(country: str) -> bool:
    import holidays

    return country.upper() in holidays.list_supported_countries()
