"""Who is in the demo's lists to call: people with names, numbers, towns, and contracts of their own."""

from __future__ import annotations

from random import Random
from typing import NamedTuple

MEN = (("Jan", "Petr", "Zdeněk", "Ľubomír", "Matěj", "Jiří", "Ondřej", "Řehoř"),
       ("Dvořáček", "Novák", "Příhoda", "Čapek", "Šťastný", "Kučera", "Žák", "Weiß"))  # fmt: skip
WOMEN = (("Žofie", "Šárka", "Ludmila", "Věra", "Božena", "Jitka", "Růžena", "Anežka"),
         ("Dvořáčková", "Nováková", "Příhodová", "Čapková", "Šťastná", "Kučerová", "Žáková", "Ďurišová"))  # fmt: skip
TOWNS = ("Praha", "Brno", "Ostrava", "Plzeň", "Ústí nad Labem", "Žďár nad Sázavou", "Hradec Králové", "Jihlava")
PLANS = ("Doma 100", "Doma 500", "Mobil neomezeně", "Televize Plus")


class Person(NamedTuple):
    """A line of the file."""

    name: str
    number: str
    town: str
    plan: str
    contract: str


def people(random: Random, count: int) -> list[Person]:
    """So many, no number twice."""
    numbers = random.sample(range(10**6), count)
    return [_person(random, number) for number in numbers]


def _person(random: Random, number: int) -> Person:
    first, last = random.choice((MEN, WOMEN))
    prefix = random.choice(("602", "603", "606", "608", "721", "732", "776", "777"))
    return Person(f"{random.choice(first)} {random.choice(last)}", f"+420 {prefix}{number:06d}", random.choice(TOWNS),
                  random.choice(PLANS), f"S-{number:06d}")
