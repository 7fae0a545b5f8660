# SPDX-License-Identifier: Apache-2.0
"""Tests of what is drawn to be said."""
from __future__ import annotations

import random
import re
import unittest
from pathlib import Path

from corpus import (
    held_out_utterance,
    is_held_out,
    random_request,
    random_slots,
    render,
    training_utterance,
)
from ggml_model import read_model
from sentences import SENTENCES
from tokenizer import Tokenizer
from vocabulary import CITIES, SERVICES, Language, Phrase, everyday_name

DEMO_MODEL = Path(__file__).resolve().parents[2] / "models" / "kolog-demo-q5_0.bin"


class Corpus(unittest.TestCase):
    """Sentences and their slots."""

    def test_every_sentence_can_be_filled(self) -> None:
        rng = random.Random(1)
        for language in Language:
            for sentence in (s for pool in SENTENCES[language] for s in pool):
                request = random_request(rng, held_out=False)
                phrase = render(sentence, random_slots(rng, language, request))
                with self.subTest(sentence.text):
                    self.assertNotIn("{", phrase.text + phrase.speech)
                    self.assertRegex(phrase.text, r"[^.?][.?]$")

    def test_hebrew_is_never_spoken_from_its_letters(self) -> None:
        rng = random.Random(2)
        for _ in range(500):
            phrase = training_utterance(rng, Language.HEBREW).phrase
            self.assertIsNone(re.search("[א-ת]", phrase.speech), phrase.speech)

    def test_text_and_speech_have_the_same_slots(self) -> None:
        for language in Language:
            for sentence in (s for pool in SENTENCES[language] for s in pool):
                slots = [sorted(re.findall(r"{\w+}", part)) for part in sentence]
                self.assertEqual(slots[0], slots[1], sentence.text)

    def test_render_capitalises_and_ends_the_sentence(self) -> None:
        slots = {"d": Phrase("tomorrow", "tomorrow")}
        self.assertEqual(render(Phrase("{d} at ten", "{d} at ten"), slots).text, "Tomorrow at ten.")
        self.assertEqual(render(Phrase("{d}?", "{d}"), slots), Phrase("Tomorrow?", "tomorrow?"))

    def test_held_out_utterances_ask_for_held_out_pairs(self) -> None:
        rng = random.Random(3)
        for language in Language:
            request = held_out_utterance(rng, language).request
            assert request is not None
            self.assertTrue(is_held_out(request))

    def test_about_a_tenth_of_the_pairs_is_held_out(self) -> None:
        rng = random.Random(4)
        pairs = [random_request(rng, held_out=False) for _ in range(100)]
        self.assertFalse(any(map(is_held_out, pairs)))

    def test_a_seed_always_draws_the_same(self) -> None:
        phrase = training_utterance(random.Random(5), Language.ENGLISH).phrase
        self.assertEqual(phrase, training_utterance(random.Random(5), Language.ENGLISH).phrase)

    def test_cities_have_their_everyday_names(self) -> None:
        names = {everyday_name(city) for city in CITIES}
        self.assertIn("קריית גת", names)
        self.assertNotIn("קרית גת", names)

    def test_services_have_kolog_s_ids(self) -> None:
        ids = {service.key: service.taxonomy_id for service in SERVICES}
        self.assertEqual(ids["pest control"], "pest_control")
        self.assertEqual(ids["drain cleaning"], "plumbing")


class Tokens(unittest.TestCase):
    """The tokeniser on the demo model's own vocabulary."""

    def test_tokens_spell_what_was_encoded(self) -> None:
        vocabulary = read_model(DEMO_MODEL).vocabulary
        tokenizer = Tokenizer(vocabulary)
        for text in ("שלום. אני צריך מדביר בקרית גת.", "My phone number is 0527319768."):
            tokens = tokenizer.encode(text)
            self.assertEqual(b"".join(vocabulary[t] for t in tokens).decode().strip(), text)

    def test_digits_are_encoded_one_by_one(self) -> None:
        tokenizer = Tokenizer([b" ", b"1", b" 1", b"12", b" 12", b"2"])
        self.assertEqual(tokenizer.encode("12"), [2, 5])

    def test_an_unknown_character_is_refused(self) -> None:
        with self.assertRaises(ValueError):
            Tokenizer([b" ", b"a"]).encode("ab")


if __name__ == "__main__":
    unittest.main()
