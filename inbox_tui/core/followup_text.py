"""A first wording for the plain kinds of follow-up, for the owner to change and approve when queuing it.

None for a promise: what was promised only the owner can say. Nothing is ever filled in later.
"""

from .outbox import Kind

_WORDS = {
    Kind.NUDGE: (
        "Hello {name},\n\nI wrote to you about “{subject}” and have not heard from you since. "
        "Is there anything you still need from me? A short answer to this mail is enough.\n\n{shop}\n"
    ),
    Kind.CHECK_BACK: (
        "Hello {name},\n\nI would like to know how things stand with “{subject}”. "
        "Is everything in order now? If anything is not, please answer this mail and I will see to it."
        "\n\n{shop}\n"
    ),
    Kind.SURVEY: (
        "Hello {name},\n\nhow well did we put “{subject}” right? Please answer with one number: "
        "5 very well, 4 well, 3 so-so, 2 badly, 1 very badly.\n\n{shop}\n"
    ),
}


def suggested(kind: Kind, *, name: str, subject: str, shop: str) -> str:
    """Words to start from, or an empty text where only the owner knows what to say."""
    template = _WORDS.get(kind)
    if template is None:
        return ""
    greeting = template if name else template.replace("Hello {name}", "Hello")
    return greeting.format(name=name, subject=subject or "your message", shop=shop).rstrip("\n")
