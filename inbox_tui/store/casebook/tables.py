"""The tables of the casebook at the revision of ``store.revision``.

A new casebook is made from these; an older one is brought here by ``store/migrations``. A test holds
the two together.
"""

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    PrimaryKeyConstraint,
    String,
    Table,
    UniqueConstraint,
    false,
    func,
)

from .types import Instant, RecordText, Words, WordTuple

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)

cases = Table(
    "cases",
    metadata,
    Column("id", Words, primary_key=True),
    Column("account", Words, nullable=False),
    Column("state", Words, nullable=False, index=True),
    Column("received_at", Instant, nullable=False),
    Column("from_name", Words, nullable=False),
    Column("from_addr", Words, nullable=False),
    Column("subject", Words, nullable=False),
    Column("text", Words, nullable=False),
    Column("message_id", Words, nullable=False),
    Column("category", Words, nullable=False),
    Column("order_numbers", WordTuple, nullable=False),
    Column("products", WordTuple, nullable=False),
    Column("remedy_sought", WordTuple, nullable=False),
    Column("escalate", Boolean, nullable=False),
    Column("urgency", Words, nullable=False),
    Column("why", WordTuple, nullable=False),
    Column("stance", Words, nullable=False),
    Column("owner", Words, nullable=False),
    Column("unanswered_since", Instant),
    Column("last_in_at", Instant),
    Column("last_in_id", Words, nullable=False),
    Column("last_out_at", Instant),
    Column("first_response_at", Instant),
    Column("snoozed_until", Instant),
    Column("resolved_at", Instant),
    Column("closing_reason", Words, nullable=False),
    Column("merged_into", Words, nullable=False),
    Column("waiting_on", Words, nullable=False),
    Column("split_from", Words, nullable=False),
    Column("record", RecordText, nullable=False),
    Column("version", Integer, nullable=False),
)

Index("ix_cases_customer", func.lower(cases.c.from_addr))

case_message = Table(
    "case_message",
    metadata,
    Column("account", Words, primary_key=True),
    Column("message_id", Words, primary_key=True),
    Column("case_id", Words, nullable=False, index=True),
)

history = Table(
    "history",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("case_id", Words, ForeignKey("cases.id"), nullable=False, index=True),
    Column("at", Instant, nullable=False),
    Column("actor", Words, nullable=False),
    Column("what", Words, nullable=False),
    Column("detail", Words, nullable=False),
    Column("before", Words),
    Column("after", Words),
    Column("together", Words, nullable=False),
    Column("undone", Boolean, nullable=False),
)

draft = Table(
    "draft",
    metadata,
    Column("case_id", Words, primary_key=True),
    Column("text", Words, nullable=False),
    Column("saved_at", Instant, nullable=False),
    Column("dismissed", WordTuple, nullable=False),
    Column("versioned_at", Instant, nullable=False),
)

draft_version = Table(
    "draft_version",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("case_id", Words, nullable=False, index=True),
    Column("text", Words, nullable=False),
    Column("saved_at", Instant, nullable=False),
    Column("dismissed", WordTuple, nullable=False),
)

note = Table(
    "note",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("case_id", Words, nullable=False, index=True),
    Column("at", Instant, nullable=False),
    Column("author", Words, nullable=False),
    Column("text", Words, nullable=False),
)

outbox = Table(
    "outbox",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("account", Words, nullable=False),
    Column("case_id", Words, nullable=False, index=True),
    Column("kind", Words, nullable=False),
    Column("to", Words, nullable=False),
    Column("subject", Words, nullable=False),
    Column("text", Words, nullable=False),
    Column("message_id", Words, nullable=False),
    Column("state", Words, nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("send_at", Instant, nullable=False),
    Column("zone", Words, nullable=False),
    Column("answers_up_to", Instant),
    Column("attempts", Integer, nullable=False),
    Column("first_tried_at", Instant),
    Column("claimed_by", Words, nullable=False),
    Column("claimed_at", Instant),
    Column("accepted_at", Instant),
    Column("filed_at", Instant),
    Column("reason", Words, nullable=False),
    Column("guards_waived", Boolean, nullable=False),
    Column("seen", WordTuple, nullable=False, server_default="[]"),
    Column("author", Words, nullable=False, server_default=""),
    Column("held_late", Boolean, nullable=False, server_default=false()),
    Column("cancelled_at", Instant),
    UniqueConstraint("account", "message_id"),
    Index(None, "state", "send_at"),
)

letter = Table(
    "letter",
    metadata,
    Column("outbox_id", Integer, ForeignKey("outbox.id"), primary_key=True, autoincrement=False),
    Column("raw", LargeBinary, nullable=False),
)
"""The bytes of what is in the outbox: written once, never again."""

promise = Table(
    "promise",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("case_id", Words, nullable=False, index=True),
    Column("outbox_id", Integer, nullable=False, index=True),
    Column("text", Words, nullable=False),
    Column("due_at", Instant),
    Column("made_at", Instant, nullable=False),
    Column("settled_at", Instant),
    Column("state", Words, nullable=False),
)

bounce = Table(
    "bounce",
    metadata,
    Column("address", Words, primary_key=True),
    Column("at", Instant, nullable=False),
    Column("reason", Words, nullable=False),
)

suppressed = Table(
    "suppressed",
    metadata,
    Column("address", Words, primary_key=True),
    Column("at", Instant, nullable=False),
    Column("reason", Words, nullable=False),
)

presence = Table(
    "presence",
    metadata,
    Column("program", Words, primary_key=True),
    Column("case_id", Words, nullable=False),
    Column("person", Words, nullable=False),
    Column("at", BigInteger, nullable=False),
)
"""``at`` is the database's own clock, in microseconds since 1970: people's clocks differ."""

fact = Table(
    "fact",
    metadata,
    Column("name", Words, primary_key=True),
    Column("value", Words, nullable=False),
)

stamp = Table(
    "alembic_version",
    MetaData(),
    Column("version_num", String(32), nullable=False),
    PrimaryKeyConstraint("version_num", name="alembic_version_pkc"),
)
"""Alembic's own table, made by us so that a new casebook needs no Alembic, whose import is slow."""
