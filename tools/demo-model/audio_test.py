# SPDX-License-Identifier: Apache-2.0
"""Tests of the signal processing."""
from __future__ import annotations

import tempfile
import unittest
from pathlib import Path

import numpy as np

from audio import log_mel, read_wav, resample, through_mu_law, to_pcm, trimmed, upsample_linearly, write_wav


def tone(frequency: float, rate: int, seconds: float = 0.5) -> np.ndarray:
    """At half of full scale."""
    times = np.arange(int(rate * seconds)) / rate
    return (0.5 * np.sin(2 * np.pi * frequency * times)).astype(np.float32)


class Audio(unittest.TestCase):
    """Samples in, samples out."""

    def test_resampling_keeps_a_tone(self) -> None:
        resampled = resample(tone(440, 22050), 22050, 8000)
        self.assertEqual(len(resampled), 4000)
        np.testing.assert_allclose(resampled[200:-200], tone(440, 8000)[200:-200], atol=0.01)

    def test_resampling_removes_what_does_not_fit(self) -> None:
        self.assertLess(np.abs(resample(tone(6000, 22050), 22050, 8000)[200:-200]).max(), 0.01)

    def test_linear_upsampling_leaves_an_image(self) -> None:
        spectrum = np.abs(np.fft.rfft(upsample_linearly(tone(3000, 8000))))
        hertz_per_bin = 16000 / (2 * (len(spectrum) - 1))
        image = spectrum[int(5000 / hertz_per_bin)]
        self.assertGreater(image, 0.05 * spectrum.max())

    def test_mu_law_s_error_is_relative_to_the_sample(self) -> None:
        for level in (0.01, 0.1, 0.9):
            self.assertLess(abs(through_mu_law(np.array([level]))[0] - level), 0.03 * level + 0.0005)

    def test_mu_law_twice_is_mu_law_once(self) -> None:
        once = through_mu_law(tone(300, 8000))
        np.testing.assert_allclose(through_mu_law(once), once, atol=1e-6)

    def test_trimming_keeps_a_margin(self) -> None:
        padded = np.pad(np.ones(100, np.float32), (1000, 1000))
        self.assertEqual(len(trimmed(padded, margin=10)), 119)

    def test_log_mel_finds_the_band_of_a_tone(self) -> None:
        bands = np.zeros((2, 201), np.float32)
        bands[0, :50] = bands[1, 50:] = 1  # below and above 2 kHz
        spectrum = log_mel(tone(3000, 16000), bands)
        self.assertEqual(spectrum.shape, (51, 2))
        self.assertTrue((spectrum[5:-5, 1] > spectrum[5:-5, 0] + 3).all())

    def test_log_mel_of_silence_is_its_floor(self) -> None:
        spectrum = log_mel(np.zeros(1600, np.float32), np.ones((80, 201), np.float32))
        np.testing.assert_allclose(spectrum, -10)

    def test_a_wav_is_read_as_it_was_written(self) -> None:
        pcm = to_pcm(np.stack([tone(300, 8000), tone(700, 8000) * 4], axis=1))
        self.assertEqual(pcm.max(), 32767)
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "call.wav"
            write_wav(path, pcm)
            read, rate = read_wav(path)
        np.testing.assert_array_equal(read, pcm)
        self.assertEqual(rate, 8000)


if __name__ == "__main__":
    unittest.main()
