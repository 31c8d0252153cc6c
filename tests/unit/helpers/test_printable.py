"""What a PBX sent may stand in a report."""

from tests.helpers.printable import printable


def test_lone_bytes_become_escapes_and_letters_stay():
    assert printable("\udcf8eho Řehoř") == r"\udcf8eho Řehoř"
