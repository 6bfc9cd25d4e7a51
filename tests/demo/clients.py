"""The demo's servers, spoken to with the clients that anybody would use."""

from datetime import UTC, datetime
from typing import Any

import imapclient

from inbox_tui.demo import DemoMail
from inbox_tui.paths import shipped

SAMPLE = shipped("sample_mail")


NOW = datetime(2026, 11, 24, 14, 0, tzinfo=UTC)


NEW = (
    b"From: Ed <ed@buyer.example>\r\nTo: owner@shop.example\r\n"
    b"Subject: New\r\nMessage-ID: <n@x>\r\n\r\nHello\r\n"
)


def signed_in(demo: DemoMail, user: str) -> Any:
    client = imapclient.IMAPClient(demo.imap_host, demo.imap_port, ssl=False, timeout=60)
    client.login(user, demo.password)
    return client
