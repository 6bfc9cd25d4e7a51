"""Trains the triage model from the labelled letters of this repository and writes its weights.

Run with scikit-learn at hand: `python tests/training/train_triage.py` writes the weights;
`--validate` prints what the model does on batches that it has not seen, and writes nothing;
`--held-out`, without scikit-learn, what the shipped one does on letters that no model is ever trained on.
"""

from __future__ import annotations

import json
import re
import sys
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from importlib import import_module
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from inbox_tui.core.linear import Dense  # noqa: E402
from inbox_tui.core.table import restored, stored  # noqa: E402
from inbox_tui.core.triage import Category, Incoming, Triage, learned, reader, triage  # noqa: E402
from inbox_tui.core.triage.reading import read  # noqa: E402
from inbox_tui.core.triage.signs import Sign  # noqa: E402

Mail = dict[str, Any]
WEIGHTS = ROOT / "inbox_tui" / "core" / "triage" / "weights" / "letters.json"
FIELDS = ("from_name", "from_addr", "subject", "text", "headers")
FOLDS = 6
INNER = 3  # the same for the second look, inside a fold and for what is shipped
SECOND = 0.02  # inverse regularisation of the second look
STRENGTH = 0.75  # inverse regularisation
SEEN = 4  # mails in which a sign must stand
OLDER_WEIGHT = 0.3  # the word lists were written over the older letters, which therefore flatter them
HIDDEN = "u"  # how the names of batches begin that tell their trouble by images and by what came of it
HIDDEN_WEIGHT = 0.4  # they are many here and few in life, and teach that plain words of trouble mean none
SCALE = 0.025
TRUST = {
    "list": 1.5,
    "family": 1.3,
    "kin": 1.0,
    "two families": 0.7,
    "two words": 0.8,
    "wish": 0.4,
    "word": 1.0,
}
ASIDE = 0.5  # how loud words that name no danger are where danger is judged
UNSEEN = -6.0  # log-odds of a label that no letter to learn from has
LEAST = 3  # a sign whose whole-number weights all lie below this is dropped


def batches() -> list[Mail]:
    """Letters in batches; a batch is one voice or trade, and never split between learning and proof."""
    files = sorted((ROOT / "tests" / "training" / "inbound").glob("*.jsonl"))
    return [json.loads(line) for file in files for line in file.read_text(encoding="utf-8").splitlines()]


def older() -> list[Mail]:
    """The letters that test the word lists."""
    text = (ROOT / "tests" / "core" / "triage" / "mails.jsonl").read_text(encoding="utf-8")
    return [json.loads(line) for line in text.splitlines()]


def held_out() -> list[Mail]:
    """Letters in many voices that are scored and never trained on."""
    text = (ROOT / "tests" / "training" / "held_out" / "inbound.jsonl").read_text(encoding="utf-8")
    return [json.loads(line) for line in text.splitlines()]


def incoming(mail: Mail) -> Incoming:
    return Incoming(**{name: mail[name] for name in FIELDS if name in mail})


_signs: dict[int, Mapping[str, Sign] | None] = {}


def signs_of(mail: Mail) -> Mapping[str, Sign] | None:
    """What the model sees in a mail, read once; None where headers and senders settle it alone."""
    if id(mail) not in _signs:
        reading = read(incoming(mail))
        _signs[id(mail)] = reading.signs if reader.settled(reading) is None else None
    return _signs[id(mail)]


def targets() -> dict[str, Callable[[Mail], bool | None]]:
    """For each label whether a mail has it; None where the mail was not labelled for it."""

    def kind(mail: Mail) -> str:
        return learned.kind_of(Category(mail["category"]), complains=mail["is_complaint"])

    def target(label: str) -> Callable[[Mail], bool | None]:
        word, _, rest = label.partition(" ")
        match word:
            case "kind":
                return lambda mail: kind(mail) == rest
            case "asks":
                return lambda mail: rest in mail.get("remedy_sought", ())
            case "urgency":
                return lambda mail: mail["urgency"] == rest if "urgency" in mail else None
            case "complaint":
                return lambda mail: bool(mail["is_complaint"])
            case "thanks":
                return lambda mail: bool(mail.get("thanks_only", False))
            case _:
                return lambda mail: bool(mail.get("escalate", False))

    return {label: target(label) for label in learned.labels()}


def weight_of(mail: Mail) -> float:
    """How much a letter counts in training."""
    batch = mail.get("batch")
    return OLDER_WEIGHT if batch is None else HIDDEN_WEIGHT if batch.startswith(HIDDEN) else 1.0


def train(mails: Sequence[Mail]) -> dict[str, object]:
    """One model of all labels, rounded, in the form in which it is shipped."""
    # Tools of the workshop: neither the program nor its tests need them, and they bring no types.
    csr_matrix, diagonal = import_module("scipy.sparse").csr_matrix, import_module("scipy.sparse").diags
    logistic_regression = import_module("sklearn.linear_model").LogisticRegression

    kept, signs = [], []
    for mail in mails:
        found = signs_of(mail)
        if found is not None:
            kept.append((mail, weight_of(mail)))
            signs.append(tuple(found))
    seen = Counter(sign for found in signs for sign in found)
    names = sorted(name for name, count in seen.items() if count >= SEEN)
    column = {name: at for at, name in enumerate(names)}
    rows = [[column[sign] for sign in found if sign in column] for found in signs]
    ends = [0]
    for row in rows:
        ends.append(ends[-1] + len(row))
    places = [at for row in rows for at in row]
    table = csr_matrix(([1.0] * len(places), places, ends), shape=(len(rows), len(names)))
    learnt = {name: [0] * len(targets()) for name in names}
    bias = []
    labels = learned.labels()
    for label, (_, target) in enumerate(targets().items()):
        wanted = [(at, target(mail)) for at, (mail, _) in enumerate(kept)]
        known = [at for at, want in wanted if want is not None]
        if len({bool(want) for _, want in wanted if want is not None}) < 2:
            bias.append(UNSEEN)  # a rare kind may stand only in the batches held out
            continue
        # Long and heated letters are not dangerous for that: words of danger speak loudest for looking first.
        alarm = labels[label] == learned.ESCALATE
        heard = [ASIDE if alarm and not _is_grave(name) else 1.0 for name in names]
        total, start = [0.0] * len(names), 0.0
        for trust in (dict.fromkeys(TRUST, 1.0), TRUST):
            # Looked at twice, once with the lists and families louder: they hold for letters in new words.
            loud = [trust[_sort_of(name)] * much for name, much in zip(names, heard, strict=True)]
            model = logistic_regression(C=STRENGTH, solver="liblinear", tol=1e-3, random_state=0)
            model.fit(
                table[known] @ diagonal(loud),
                [bool(want) for _, want in wanted if want is not None],
                sample_weight=[kept[at][1] for at in known],
            )
            start += float(model.intercept_[0]) / 2
            total = [t + float(v) * u / 2 for t, v, u in zip(total, model.coef_[0], loud, strict=True)]
        bias.append(start)
        for name, value in zip(names, total, strict=True):
            learnt[name][label] = max(-128, min(127, round(value / SCALE)))
    telling = {name: row for name, row in learnt.items() if max(map(abs, row)) >= LEAST}
    return stored(labels, bias, SCALE, telling)


def _sort_of(sign: str) -> str:
    """What kind of sign this is, as named in TRUST."""
    if sign.startswith("="):
        return "list"
    if sign.startswith("%"):
        return "kin"
    if sign.startswith("?"):
        return "wish"
    if sign.startswith("<"):
        return "family" if sign.endswith(">") else "two families"
    return "two words" if " " in sign and not sign.startswith("@") else "word"


def _is_grave(sign: str) -> bool:
    return bool(re.search(r"[<=>](?:injury|danger|safety|allergy|legal|public|chargeback|vulnerable)", sign))


def figures(pairs: Sequence[tuple[Mail, Triage]]) -> list[str]:
    """Precision, recall and F1 of each mark, and the share of right categories."""
    lines = []
    sets: dict[str, Callable[[Mail, Triage], tuple[set[str], set[str]]]] = {
        "is_complaint": lambda m, t: ({"yes"} & {_yes(m["is_complaint"])}, {"yes"} & {_yes(t.is_complaint)}),
        "escalate": lambda m, t: ({"yes"} & {_yes(m.get("escalate"))}, {"yes"} & {_yes(t.escalate)}),
        "thanks_only": lambda m, t: ({"yes"} & {_yes(m.get("thanks_only"))}, {"yes"} & {_yes(t.thanks_only)}),
        "order_numbers": lambda m, t: (set(m.get("order_numbers", ())), set(t.order_numbers)),
        "remedy_sought": lambda m, t: (set(m.get("remedy_sought", ())), {r.value for r in t.remedy_sought}),
    }
    for name, parts in sets.items():
        both = [parts(mail, read_) for mail, read_ in pairs]
        hit = sum(len(want & got) for want, got in both)
        wanted, got_all = sum(len(want) for want, _ in both), sum(len(got) for _, got in both)
        precision, recall = hit / max(1, got_all), hit / max(1, wanted)
        f1 = 2 * hit / max(1, wanted + got_all)
        lines.append(f"{name:14} P {precision:.3f} R {recall:.3f} F1 {f1:.3f} (of {wanted})")
    right = sum(mail["category"] == read_.category for mail, read_ in pairs)
    lines.append(f"{'category':14} {right / max(1, len(pairs)):.3f} of {len(pairs)}")
    urgent = [(mail, read_) for mail, read_ in pairs if "urgency" in mail]
    right = sum(mail["urgency"] == read_.urgency for mail, read_ in urgent)
    lines.append(f"{'urgency':14} {right / max(1, len(urgent)):.3f} of {len(urgent)}")
    return lines


def _yes(value: object) -> str:
    return "yes" if value else "no"


def second_look(letters: Sequence[Mail], before: Sequence[Mail], folds: int) -> Dense:
    """What is learnt from how the first look reads letters that it has not seen, whole and by sentence."""
    numpy, linear = import_module("numpy"), import_module("sklearn.linear_model")
    names = sorted({mail["batch"] for mail in letters})
    rows, seen = [], []
    for fold in range(folds):
        out = set(names[fold::folds])
        learn = [mail for mail in letters if mail["batch"] not in out]
        model = restored(train([*learn, *before]))
        for mail in (mail for mail in letters if mail["batch"] in out):
            found = signs_of(mail)
            if found is not None:
                rows.append(learned.first_look(model, found))
                seen.append(mail)
    table = numpy.array(rows)
    middle, spread = table.mean(axis=0), table.std(axis=0) + 1e-6
    table = (table - middle) / spread
    target, apart = targets(), learned.yes_or_no()
    parts = []
    for label in apart:
        judge = linear.LogisticRegression(C=SECOND, max_iter=400)
        judge.fit(table, [bool(target[label](mail)) for mail in seen])
        parts.append((judge.coef_[0], judge.intercept_[0]))
    wanted = learned.judged_twice()[len(apart) :]
    kinds = [next(at for at, label in enumerate(wanted) if target[label](mail)) for mail in seen]
    judge = linear.LogisticRegression(C=SECOND, max_iter=400).fit(table, kinds)
    parts += list(zip(judge.coef_, judge.intercept_, strict=True))
    return Dense(
        learned.places(),
        tuple(round(float(start - (pull / spread * middle).sum()), 4) for pull, start in parts),
        tuple(tuple(round(float(v), 4) for v in pull / spread) for pull, _ in parts),
    )


def validate() -> list[tuple[Mail, Triage]]:
    """Every letter read by a model that has not seen its batch."""
    letters, before = batches(), older()
    names = sorted({mail["batch"] for mail in letters})
    pairs: list[tuple[Mail, Triage]] = []
    for fold in range(FOLDS):
        out = {name for at, name in enumerate(names) if at % FOLDS == fold}
        learn = [mail for mail in letters if mail["batch"] not in out]
        model = restored(train([*learn, *before]))
        learned.use(model, second_look(learn, before, INNER))
        pairs += [(mail, triage(incoming(mail))) for mail in letters if mail["batch"] in out]
    return pairs


def main() -> None:
    if "--validate" in sys.argv:
        print("\n".join(figures(validate())))
        return
    if "--held-out" in sys.argv:
        print("\n".join(figures([(mail, triage(incoming(mail))) for mail in held_out()])))
        return
    letters, before = batches(), older()
    model = train([*letters, *before])
    second = second_look(letters, before, INNER)
    data = model | {"second": {"names": second.names, "bias": second.bias, "weights": second.weights}}
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":")) + "\n"
    WEIGHTS.write_text(text, encoding="utf-8")
    print(f"{len(restored(model).rows)} signs, {len(text.encode()):,} bytes")


if __name__ == "__main__":
    main()
