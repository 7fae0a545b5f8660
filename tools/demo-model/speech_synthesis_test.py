# SPDX-License-Identifier: Apache-2.0
"""Tests of what the synthesisers are told to say; none of them is needed."""
from __future__ import annotations

import random
import unittest

from speech_synthesis import HELD_OUT_VARIANTS, VoiceSet, hebrew_phonemes, random_voice
from vocabulary import Language


class HebrewPhonemes(unittest.TestCase):
    """Romanised Hebrew to eSpeak NG's phonemes."""

    def test_the_last_vowel_is_stressed_unless_marked(self) -> None:
        self.assertEqual(hebrew_phonemes("shalom"), "[[Sal'om]]")
        self.assertEqual(hebrew_phonemes("b'oker"), "[[b'okeQ\"]]")

    def test_of_several_marks_the_last_is_the_stress(self) -> None:
        self.assertEqual(hebrew_phonemes("'aba'im"), "[[aba'im]]")

    def test_punctuation_stays_outside(self) -> None:
        self.assertEqual(hebrew_phonemes("lo, toda."), "[[l'o]], [[tod'a]].")

    def test_digraphs_become_one_phoneme(self) -> None:
        self.assertEqual(hebrew_phonemes("tsarikh"), "[[tsaQ\"'iX]]")


class Voices(unittest.TestCase):
    """Which voices are drawn."""

    def test_held_out_voices_never_occur_in_training(self) -> None:
        rng = random.Random(1)
        for voices in (VoiceSet.TRAINED, VoiceSet.DEMO):
            drawn = {random_voice(rng, language, voices) for language in Language for _ in range(500)}
            held_out = {
                voice for voice in drawn if voice.endswith(HELD_OUT_VARIANTS) or voice.endswith("awb")
            }
            self.assertEqual(held_out, set())

    def test_the_demo_has_four_voices_a_language(self) -> None:
        rng = random.Random(2)
        drawn = {random_voice(rng, Language.HEBREW, VoiceSet.DEMO) for _ in range(200)}
        self.assertEqual(drawn, {"he+m3", "he+f2", "he+m1", "he+Annie"})


if __name__ == "__main__":
    unittest.main()
