# SPDX-License-Identifier: Apache-2.0
"""Tests of the measurements themselves."""
from __future__ import annotations

import unittest

import numpy as np

from evaluate import Recognised, Row, edit_distance, pieces_of_speech, summary, words


class Measurements(unittest.TestCase):
    """Error rates and cutting at silences."""

    def test_case_and_punctuation_do_not_count(self) -> None:
        self.assertEqual(words("Hello, I'm HERE."), ["hello", "i", "m", "here"])

    def test_edit_distance_counts_each_kind_of_error(self) -> None:
        self.assertEqual(edit_distance("abc", "abc"), 0)
        self.assertEqual(edit_distance("abc", "ac"), 1)
        self.assertEqual(edit_distance("abc", "axbc"), 1)
        self.assertEqual(edit_distance("kitten", "sitting"), 3)
        self.assertEqual(edit_distance("", "abc"), 3)
        self.assertEqual(edit_distance("abc", ""), 3)

    def test_speech_is_cut_at_long_silences_only(self) -> None:
        pcm = np.zeros(8000 * 6, np.int16)
        for start, end in ((1.0, 2.0), (2.4, 3.0), (4.5, 5.5)):  # gaps of 0.4 and 1.5 s
            pcm[int(start * 8000) : int(end * 8000)] = 2000
        pieces = [(start / 8000, end / 8000) for start, end in pieces_of_speech(pcm)]
        np.testing.assert_allclose(pieces, [(0.8, 3.2), (4.3, 5.7)], atol=0.021)

    def test_clicks_are_not_speech(self) -> None:
        pcm = np.zeros(8000, np.int16)
        pcm[4000:4400] = 2000
        self.assertEqual(pieces_of_speech(pcm), [])

    def test_a_summary_weighs_recordings_by_their_words(self) -> None:
        rows = [
            Row("one two three", "en", Recognised("one two three", "en", 1.0)),
            Row("four", "en", Recognised("for", "he", 3.0), service="four", city="four"),
        ]
        line = summary("all", rows)
        self.assertIn("WER 25.0 %", line)
        self.assertIn("exact 1", line)
        self.assertIn("language 1", line)
        self.assertIn("service and city 0 of 1", line)
        self.assertIn("2.00 s each", line)


if __name__ == "__main__":
    unittest.main()
