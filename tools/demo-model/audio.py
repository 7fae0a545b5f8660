# SPDX-License-Identifier: Apache-2.0
"""Signals: resampling, the telephone line, Whisper's log-mel spectrum, WAV and FLAC files.

Samples are float32 in -1 to 1 unless said otherwise.
"""
from __future__ import annotations

import subprocess
import tempfile
import wave
from pathlib import Path

import numpy as np

TELEPHONE_RATE = 8000  # Hz
WHISPER_RATE = 16000  # Hz
FRAME_STEP = 160  # samples at 16 kHz: 10 ms
FRAME_LENGTH = 400  # samples at 16 kHz: 25 ms
LOG_MEL_FLOOR = -10.0  # log10 of the smallest power


def resample(samples: np.ndarray, source_rate: int, target_rate: int) -> np.ndarray:
    """Band-limited resampling through the FFT, with 0.1 s of silence against wrap-around."""
    padded = np.pad(samples, (0, source_rate // 10))
    count = int(round(len(padded) * target_rate / source_rate))
    source = np.fft.rfft(padded)
    target = np.zeros(count // 2 + 1, complex)
    kept = min(len(source), len(target))
    target[:kept] = source[:kept]
    resampled = np.fft.irfft(target, count) * (count / len(padded))
    return resampled.astype(np.float32)[: count - target_rate // 10]


def upsample_linearly(samples: np.ndarray) -> np.ndarray:
    """Doubles the rate as a careless decoder does: images above the old half rate remain."""
    positions = np.arange(2 * len(samples)) / 2
    return np.interp(positions, np.arange(len(samples)), samples).astype(np.float32)


def through_mu_law(samples: np.ndarray) -> np.ndarray:
    """What is left after the telephone network's companding to 8 bits (G.711's curve, uniformly
    quantised)."""
    clipped = np.clip(samples, -1, 1)
    compressed = np.sign(clipped) * np.log1p(255 * np.abs(clipped)) / np.log(256)
    quantised = np.round(compressed * 127) / 127
    return (np.sign(quantised) * (np.power(256, np.abs(quantised)) - 1) / 255).astype(np.float32)


def trimmed(samples: np.ndarray, margin: int = 200) -> np.ndarray:
    """Without the silence at both ends, but for `margin` samples."""
    loud = np.flatnonzero(np.abs(samples) > 0.01 * np.abs(samples).max())
    return samples[max(0, loud[0] - margin) : loud[-1] + margin]


def log_mel(samples: np.ndarray, filters: np.ndarray) -> np.ndarray:
    """log10 of the mel powers of 16 kHz samples, [frames, mels], as whisper.cpp has it before clamping and
    scaling."""
    window = (0.5 * (1 - np.cos(2 * np.pi * np.arange(FRAME_LENGTH) / FRAME_LENGTH))).astype(np.float32)
    padded = np.pad(samples, (FRAME_LENGTH // 2, FRAME_LENGTH // 2))
    frames = np.lib.stride_tricks.sliding_window_view(padded, FRAME_LENGTH)[::FRAME_STEP] * window
    power = (np.abs(np.fft.rfft(frames)) ** 2).astype(np.float32)
    return np.log10(np.maximum(power @ filters.T, 10**LOG_MEL_FLOOR))


def to_pcm(samples: np.ndarray) -> np.ndarray:
    """16-bit integers."""
    return (np.clip(samples, -1, 1) * 32767).astype("<i2")


def write_wav(path: Path, pcm: np.ndarray, rate: int = TELEPHONE_RATE) -> None:
    """`pcm` is 16-bit, [samples] or [samples, channels]."""
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1 if pcm.ndim == 1 else pcm.shape[1])
        file.setsampwidth(2)
        file.setframerate(rate)
        file.writeframes(pcm.astype("<i2").tobytes())


def read_wav(path: Path) -> tuple[np.ndarray, int]:
    """16-bit samples, [samples, channels], and the rate in Hz."""
    with wave.open(str(path)) as file:
        data = file.readframes(file.getnframes())
        return np.frombuffer(data, "<i2").reshape(-1, file.getnchannels()), file.getframerate()


def write_flac(path: Path, pcm: np.ndarray, rate: int = TELEPHONE_RATE) -> None:
    """Needs the program `flac`."""
    with tempfile.TemporaryDirectory() as folder:
        wav = Path(folder) / "call.wav"
        write_wav(wav, pcm, rate)
        subprocess.run(["flac", "--best", "--silent", "--force", "-o", path, wav], check=True)


def read_flac(path: Path) -> tuple[np.ndarray, int]:
    """Like read_wav. Needs the program `flac`."""
    with tempfile.TemporaryDirectory() as folder:
        wav = Path(folder) / "call.wav"
        subprocess.run(["flac", "--decode", "--silent", "-o", wav, path], check=True)
        return read_wav(wav)
