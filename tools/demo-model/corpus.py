# SPDX-License-Identifier: Apache-2.0
"""Draws what somebody says on the phone: sentences with their slots filled, one to three to an utterance."""
from __future__ import annotations

import random
import zlib
from typing import NamedTuple

from sentences import SENTENCES
from vocabulary import (
    CITIES,
    DAYS,
    DIGITS,
    HOURS,
    HOUSE_NUMBERS,
    NAMES,
    PRICES,
    SERVICES,
    STREETS,
    Language,
    Phrase,
)

Slots = dict[str, Phrase]


class Request(NamedTuple):
    """Indices into SERVICES and CITIES."""

    service: int
    city: int


class Utterance(NamedTuple):
    """`request` is known for held-out utterances only, which are what is measured."""

    phrase: Phrase
    request: Request | None


def is_held_out(request: Request) -> bool:
    """About one pair of service and city in ten never occurs in training."""
    key = f"{SERVICES[request.service].key}|{CITIES[request.city].english}"
    return zlib.crc32(key.encode()) % 10 == 0


def random_request(rng: random.Random, held_out: bool) -> Request:
    """Draws until the pair is of the wanted kind."""
    while True:
        request = Request(rng.randrange(len(SERVICES)), rng.randrange(len(CITIES)))
        if is_held_out(request) == held_out:
            return request


def _telephone_number(rng: random.Random, language: Language) -> Phrase:
    number = "05" + rng.choice("0234578") + "".join(rng.choice("0123456789") for _ in range(7))
    groups = (number[:3], number[3:6], number[6:])
    spoken = (" ".join(DIGITS[int(digit)].phrase(language).speech for digit in group) for group in groups)
    return Phrase(number, ", ".join(spoken))


def random_slots(rng: random.Random, language: Language, request: Request) -> Slots:
    """A filling for every slot, so that what a seed draws does not depend on the sentence."""
    return {
        "s": rng.choice(SERVICES[request.service].phrases(language)),
        "c": CITIES[request.city].phrase(language),
        "n": rng.choice(NAMES).phrase(language),
        "st": rng.choice(STREETS).phrase(language),
        "d": rng.choice(DAYS).phrase(language),
        "t": rng.choice(HOURS).phrase(language),
        "p": rng.choice(PRICES).phrase(language),
        "num": rng.choice(HOUSE_NUMBERS).phrase(language),
        "ph": _telephone_number(rng, language),
    }


def render(sentence: Phrase, slots: Slots) -> Phrase:
    """One sentence with its slots filled, its first letter capital and its full stop or question mark."""
    text, speech = sentence
    for name, phrase in slots.items():
        text = text.replace(f"{{{name}}}", phrase.text)
        speech = speech.replace(f"{{{name}}}", phrase.speech)
    mark = "?" if text.endswith("?") else "."
    text = text.rstrip("?") + mark
    return Phrase(text[0].upper() + text[1:], speech.rstrip("?") + mark)


def joined(phrases: list[Phrase]) -> Phrase:
    """Several sentences said in one breath."""
    return Phrase(" ".join(p.text for p in phrases), " ".join(p.speech for p in phrases))


def training_utterance(rng: random.Random, language: Language) -> Utterance:
    """One to three sentences by one speaker, of those that may be trained on."""
    sentences = SENTENCES[language]
    phrases = []
    for position in range(rng.choices((1, 2, 3), (5, 4, 1))[0]):
        draw = rng.random()
        if position == 0 and draw < 0.2:
            pool = sentences.greetings
        elif draw < 0.6:
            pool = sentences.requests
        else:
            pool = sentences.others
        sentence = rng.choice(pool)
        phrases.append(render(sentence, random_slots(rng, language, random_request(rng, held_out=False))))
    return Utterance(joined(phrases), None)


def held_out_utterance(rng: random.Random, language: Language) -> Utterance:
    """A request for a pair never trained on, half of the time in a sentence never trained on."""
    sentences = SENTENCES[language]

    def draw(trained: tuple[Phrase, ...], held_out: tuple[Phrase, ...], share: float) -> Phrase:
        return rng.choice(held_out if rng.random() < share else trained)

    request = random_request(rng, held_out=True)
    sentence = draw(sentences.requests, sentences.held_out_requests, 0.5)
    phrases = [render(sentence, random_slots(rng, language, request))]
    if rng.random() < 0.4:
        greeting = rng.choice(sentences.greetings)
        other_request = random_request(rng, held_out=False)
        phrases.insert(0, render(greeting, random_slots(rng, language, other_request)))
    if rng.random() < 0.4:
        sentence = draw(sentences.others, sentences.held_out_others, 0.3)
        other_request = random_request(rng, held_out=False)
        phrases.append(render(sentence, random_slots(rng, language, other_request)))
    return Utterance(joined(phrases), request)
