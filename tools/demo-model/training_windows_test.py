# SPDX-License-Identifier: Apache-2.0
"""Tests of the windows that the network is trained on."""
from __future__ import annotations

import unittest

import numpy as np

from tokenizer import END_OF_TEXT, FIRST_TIMESTAMP, NO_SPEECH, START_OF_TRANSCRIPT, TIMESTAMP_STEP
from training_data import Example
from training_windows import AUDIO_CONTEXT, MELS, WindowKind, Windows
from vocabulary import Language

USED_TOKENS = list(range(300)) + list(range(END_OF_TEXT, 50363))
USED_TOKENS += [50363] + [FIRST_TIMESTAMP + step for step in range(0, AUDIO_CONTEXT + 1, TIMESTAMP_STEP)]
CHARACTERS = {"a": 1, "b": 2}


def example(language: Language, seconds: float) -> Example:
    """Loud noise that stands for speech."""
    frames = int(seconds * 100)
    log_mel = np.random.default_rng(frames).uniform(-2, 0, (frames, MELS)).astype(np.float16)
    return Example(language, "Ab", [100, 200], log_mel)


class TrainingWindows(unittest.TestCase):
    """A few hundred of each kind."""

    def setUp(self) -> None:
        examples = [example(language, seconds) for language in Language for seconds in (1.0, 2.5, 4.0)]
        self.windows = Windows(examples, USED_TOKENS, CHARACTERS, seed=1)

    def _tokens(self, frames: int, kind: WindowKind, count: int) -> list[list[int]]:
        return [[USED_TOKENS[row] for row in self.windows.make(frames, kind).rows] for _ in range(count)]

    def test_shapes_and_range_are_what_the_network_expects(self) -> None:
        for frames, kind in ((320, WindowKind.SHORT), (1500, WindowKind.MIDDLE), (3000, WindowKind.FULL)):
            for _ in range(30):
                window = self.windows.make(frames, kind)
                self.assertEqual(window.mel.shape, (MELS, frames))
                self.assertTrue(np.isfinite(window.mel).all())
                self.assertEqual(len(window.targets), len(window.rows) - 1)
                self.assertLessEqual(window.offset + frames // 2, AUDIO_CONTEXT)

    def test_timestamps_never_run_backwards(self) -> None:
        for tokens in self._tokens(3000, WindowKind.FULL, 200):
            answer = tokens[tokens.index(START_OF_TRANSCRIPT) :]
            times = [token for token in answer if token >= FIRST_TIMESTAMP]
            self.assertEqual(times, sorted(times))

    def test_only_windows_that_stand_anywhere_are_short(self) -> None:
        offsets = [self.windows.make(1500, WindowKind.MIDDLE).offset for _ in range(50)]
        self.assertEqual(set(offsets), {0})
        self.assertGreater(max(self.windows.make(320, WindowKind.SHORT).offset for _ in range(50)), 0)

    def test_some_windows_are_silent_and_say_so(self) -> None:
        silent = [tokens for tokens in self._tokens(320, WindowKind.SHORT, 300) if NO_SPEECH in tokens]
        self.assertGreater(len(silent), 0)
        self.assertFalse(any(200 in tokens[tokens.index(START_OF_TRANSCRIPT) :] for tokens in silent))

    def test_an_utterance_that_is_cut_off_has_no_characters(self) -> None:
        cut = 0
        for _ in range(200):
            window = self.windows.make(1500, WindowKind.MIDDLE)
            tokens = [USED_TOKENS[row] for row in window.rows]
            answer = tokens[tokens.index(START_OF_TRANSCRIPT) :]
            if len([t for t in answer if t >= FIRST_TIMESTAMP]) % 2 and 200 in answer:
                cut += 1
                self.assertEqual(window.characters, [])
        self.assertGreater(cut, 0)

    def test_a_seed_always_makes_the_same_windows(self) -> None:
        first = self.windows.make(400, WindowKind.SHORT)
        self.setUp()
        again = self.windows.make(400, WindowKind.SHORT)
        np.testing.assert_array_equal(first.mel, again.mel)
        self.assertEqual(first.rows, again.rows)


if __name__ == "__main__":
    unittest.main()
