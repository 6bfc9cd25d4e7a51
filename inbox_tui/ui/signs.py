"""The signs that stand for a meaning, by name: a word is always beside them."""

UNICODE = {
    **{"late": "!", "soon": "●", "on_time": "○", "nothing_due": "·", "cursor": "▶", "unread": "•"},
    **{"done": "✓", "missing": "○", "mistake": "✗", "fine": "–", "hint": "?", "attachment": "▣", "fold": "┄"},
    **{"promise": "◆", "held": "‖", "sent": "→", "draft": "✎", "reply": "↩", "escalate": "‼", "more": "…"},
    **{"bar": "│", "dot": "·", "dash": "—", "quote": "▏", "on": "[x]", "off": "[ ]", "arrow": "→"},
    **{"here": "■", "coming": "□"},
}
ASCII = {
    **{"late": "!", "soon": "*", "on_time": "o", "nothing_due": ".", "cursor": ">", "unread": "*"},
    **{
        "done": "v",
        "missing": "o",
        "mistake": "x",
        "fine": "-",
        "hint": "?",
        "attachment": "#",
        "fold": "...",
    },
    **{"promise": "+", "held": "=", "sent": ">", "draft": "/", "reply": "<", "escalate": "!!", "more": "..."},
    **{"bar": "|", "dot": "-", "dash": "-", "quote": "|", "on": "[x]", "off": "[ ]", "arrow": "->"},
    **{"here": "#", "coming": "."},
}
