"""The schema and its page: for those who are signed in, with nothing from the outside."""

import re

import pytest
from django.contrib.staticfiles import finders
from django.test import Client

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("url", ["/api/docs/", "/api/schema/"])
def test_a_stranger_reads_no_documentation(client: Client, url: str) -> None:
    assert client.get(url).status_code == 401


def test_the_page_and_its_files_are_our_own(signed_in: Client) -> None:
    page = signed_in.get("/api/docs/").content.decode()
    script = signed_in.get("/api/docs/", {"script": ""}).content.decode()
    assert "//" not in re.sub(r"<!--.*?-->", "", page, flags=re.DOTALL).replace("</", "")
    assert "/api/schema/" in script
    files = re.findall(r'/static/([^"?]+)', page)
    assert len(files) >= 3
    assert all(finders.find(name) for name in files), files


def test_no_script_stands_in_the_page(signed_in: Client) -> None:
    page = signed_in.get("/api/docs/").content.decode()
    assert all("src=" in tag for tag in re.findall(r"<script[^>]*>", page))
