"""A value in the header Variable stays one value: a customer's name sets nothing else on the PBX."""

from hypothesis import given
from hypothesis import strategies as st

from collector_daemon.asterisk.headers import variable
from collector_daemon.simulator.wire import variables


def test_as_asterisk_cuts_it():
    assert variables("A=1,B=2\nC=3") == [("A", "1"), ("B", "2"), ("C", "3")]
    assert variables('CONNECTEDLINE(num,i)=7,X="a,b",Y=c\\,d,lonely') == [
        ("CONNECTEDLINE(num,i)", "7"), ("X", "a,b"), ("Y", "c,d"),
    ]  # fmt: skip


@given(st.text(st.sampled_from('ab,=\\"()[];') | st.characters(exclude_characters="\r\n\0"), max_size=40))
def test_no_value_sets_another_variable(value):
    assert variables(variable("CONNECTEDLINE(name,i)", value)) == [("CONNECTEDLINE(name,i)", value)]


def test_a_name_with_a_comma_is_shown_as_it_is():
    assert variables(variable("N", "Novák, CALLERID(num)=112")) == [("N", "Novák, CALLERID(num)=112")]
