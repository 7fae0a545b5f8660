# SPDX-License-Identifier: Apache-2.0
"""Tests of the sound of lines in which nobody speaks."""
from __future__ import annotations

import unittest

import numpy as np

from non_speech import KINDS, cadence, make


class NonSpeechTest(unittest.TestCase):
    def test_same_seed_gives_the_same_sound_and_another_seed_another(self) -> None:
        for kind in KINDS:
            sound = make(kind, 0.7, seed=3)
            np.testing.assert_array_equal(sound, make(kind, 0.7, seed=3))
            self.assertFalse(np.array_equal(sound, make(kind, 0.7, seed=4)), kind)

    def test_sound_has_the_length_and_the_range_that_were_asked_for(self) -> None:
        for kind in KINDS:
            for rate in (8000, 16000):
                sound = make(kind, 0.5, rate)
                self.assertEqual(len(sound), 30 * rate)
                self.assertLessEqual(float(np.max(np.abs(sound))), 1.0)

    def test_silence_is_soft_and_the_rest_is_not(self) -> None:
        loudness = {kind: float(np.sqrt(np.mean(make(kind, 2) ** 2))) for kind in KINDS}
        self.assertLess(loudness.pop("silence"), 0.003)
        for kind, power in loudness.items():
            self.assertGreater(power, 0.01, kind)

    def test_israeli_ringing_is_one_second_of_400_hz_in_four(self) -> None:
        ring = cadence(8000, 4, [1.0, 3.0], [400])
        self.assertEqual(int(np.argmax(np.abs(np.fft.rfft(ring[:8000])))), 400)
        self.assertFalse(np.any(ring[8000:]))


if __name__ == "__main__":
    unittest.main()
