"""Links with a number in them, as systems and browsers hand them over."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from operator_panel.crm.tel_links import Clicked, clicked


@pytest.mark.parametrize(("link", "number", "extension"), [
    ("tel:+420777123001", "+420777123001", ""),
    ("tel:+420-777-123-001", "+420777123001", ""),
    ("TEL:+420%20777%20(123)%20001", "+420777123001", ""),
    ("tel:777.123.001", "777123001", ""),
    ("tel:1002", "1002", ""),
    ("tel:*72#", "*72#", ""),
    ("tel:%2A72%23", "*72#", ""),
    ("tel:+420222111000;ext=12-3", "+420222111000", "123"),
    ("tel:222111000;phone-context=+420;ext=9", "+420222111000", "9"),
    ("tel:1002;phone-context=example.com", "1002", ""),
    ("tel:+420222111000;phone-context=+1", "+420222111000", ""),
    ("tel:+44 (0)20 7946 0000", "+442079460000", ""),
    ("tel://+420222111000", "+420222111000", ""),
    ("callto:+420222111000", "+420222111000", ""),
    ("callto://00420222111000+type=phone", "00420222111000", ""),
    ("sip:+420222111000@pbx.example;user=phone", "+420222111000", ""),
    ("sip:1002@10.0.0.1:5060?subject=x", "1002", ""),
    ("sip:1002;ext=5@pbx.example", "1002", "5"),
    ("sips:1002:secret@pbx.example", "1002", ""),
    ("  tel:+420 777\u00a0123\u2013001 ", "+420777123001", ""),
])  # fmt: skip
def test_what_a_link_dials(link, number, extension):
    assert clicked(link) == Clicked(number, extension)


@pytest.mark.parametrize("link", [
    "", "tel:", "tel:abc", "tel:1-800-FLOWERS", "sip:jana@pbx.example", "http://1002", "mailto:1002",
    "callto:jana.skype",
    "tel:+", "tel:" + "1" * 33, "tel:" + " " * 600 + "1", "tel:١٢٣", "tel:12%0d%0aAction:", "tel:+1+2", "1002",
])  # fmt: skip
def test_what_is_no_number_is_not_dialled(link):
    assert clicked(link) is None


@given(st.text())
def test_whatever_comes_only_dialling_signs_go_out(rest):
    for scheme in ("tel:", "callto:", "sip:"):
        found = clicked(scheme + rest)
        if found is not None:
            assert set(found.number + found.extension) <= set("+0123456789*#")
