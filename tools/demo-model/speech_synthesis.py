# SPDX-License-Identifier: Apache-2.0
"""Speaks phrases with eSpeak NG (Hebrew and English) and flite (English), at telephone bandwidth."""
from __future__ import annotations

import ctypes
import enum
import random
import re
import subprocess
import tempfile
from pathlib import Path

import numpy as np

from audio import TELEPHONE_RATE, read_wav, resample, trimmed
from vocabulary import Language

# eSpeak NG's voice variants, and flite's voices
TRAINED_VARIANTS = tuple(" m1 m2 m3 m4 m6 m7 m8 f1 f2 f3 f5 Annie Andrea linda Michael".split(" "))
DEMO_VARIANTS = ("m3", "f2", "m1", "Annie")
HELD_OUT_VARIANTS = ("f4", "m5")
TRAINED_FLITE_VOICES = ("slt", "rms", "kal16")
HELD_OUT_FLITE_VOICES = ("awb",)
FLITE_PREFIX = "flite:"
FLITE_SHARE = 0.12  # of English utterances

# espeak-ng/speak_lib.h
_AUDIO_OUTPUT_SYNCHRONOUS = 2
_RATE, _PITCH = 1, 3
_CHARACTERS_UTF8 = 1
_PHONEMES = 0x100


class SpeechError(RuntimeError):
    """A synthesiser could not say it."""


class VoiceSet(enum.Enum):
    """Which voices to draw from."""

    TRAINED = "trained"
    DEMO = "demo"  # the four voices of the sample calls
    HELD_OUT = "held-out"  # never trained on


def hebrew_phonemes(romanised: str) -> str:
    """Romanised Hebrew as eSpeak NG's phoneme blocks, with the punctuation outside them."""
    chunks = re.split(r"([,.?])", romanised)
    return "".join(chunk if chunk in ",.?" else _phoneme_block(chunk) for chunk in chunks).strip()


def _phoneme_block(chunk: str) -> str:
    words = [_word_phonemes(word) for word in chunk.split()]
    return f" [[{' '.join(words)}]]" if words else ""


def _word_phonemes(word: str) -> str:
    marks = len(re.findall(r"'[aeiou]", word))
    if marks == 0:
        word = re.sub(r"([aeiou])([^aeiou]*)$", r"'\1\2", word)
    elif marks > 1:  # the last mark is the stress; those before it only keep vowels apart
        last = word.rfind("'")
        word = word[:last].replace("'", "") + word[last:]
    for letters, phoneme in (("sh", "S"), ("kh", "X"), ("ts", "#"), ("r", 'Q"'), ("y", "j"), ("#", "ts")):
        word = word.replace(letters, phoneme)
    return word


class ESpeak:
    """eSpeak NG in this process. Its library has one global state: make one of these per process."""

    def __init__(self) -> None:
        # Breathy voices take their noise from the C library's generator, which others may draw from too.
        ctypes.CDLL(None).srand(1)
        self._library = ctypes.CDLL("libespeak-ng.so.1")
        self._rate = self._library.espeak_Initialize(_AUDIO_OUTPUT_SYNCHRONOUS, 0, None, 0)
        if self._rate <= 0:
            raise SpeechError("eSpeak NG does not start")
        self._chunks: list[np.ndarray] = []
        callback_type = ctypes.CFUNCTYPE(
            ctypes.c_int, ctypes.POINTER(ctypes.c_short), ctypes.c_int, ctypes.c_void_p
        )
        self._callback = callback_type(self._receive)  # kept alive: the library holds only its address
        self._library.espeak_SetSynthCallback(self._callback)

    def _receive(self, samples, count: int, _events) -> int:
        if samples and count:
            self._chunks.append(np.ctypeslib.as_array(samples, (count,)).copy())
        return 0

    def say(self, voice: str, text: str, words_per_minute: int, pitch: int) -> tuple[np.ndarray, int]:
        """`pitch` is 0 to 100. Returns samples and their rate in Hz; `text` may hold phonemes in [[ ]]."""
        if self._library.espeak_SetVoiceByName(voice.encode()):
            raise SpeechError(f"eSpeak NG has no voice {voice}")
        self._library.espeak_SetParameter(_RATE, words_per_minute, 0)
        self._library.espeak_SetParameter(_PITCH, pitch, 0)
        self._chunks = []
        encoded = text.encode()
        size = ctypes.c_size_t(len(encoded) + 1)
        self._library.espeak_Synth(encoded, size, 0, 0, 0, _CHARACTERS_UTF8 | _PHONEMES, None, None)
        self._library.espeak_Synchronize()
        if not self._chunks:
            raise SpeechError(f"eSpeak NG says nothing for {text!r}")
        return np.concatenate(self._chunks).astype(np.float32) / 32768, self._rate


def _say_with_flite(voice: str, text: str) -> tuple[np.ndarray, int]:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "speech.wav"
        command = ["flite", "-voice", voice, "-t", text, "-o", str(path)]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
        pcm, rate = read_wav(path)
    return pcm[:, 0].astype(np.float32) / 32768, rate


def random_voice(rng: random.Random, language: Language, voices: VoiceSet) -> str:
    """A voice's name for `speak`."""
    if voices is VoiceSet.DEMO:
        base = "he" if language is Language.HEBREW else "en-us"
        return f"{base}+{rng.choice(DEMO_VARIANTS)}"
    held_out = voices is VoiceSet.HELD_OUT
    if language is Language.ENGLISH and rng.random() < FLITE_SHARE:
        return FLITE_PREFIX + rng.choice(HELD_OUT_FLITE_VOICES if held_out else TRAINED_FLITE_VOICES)
    base = "he" if language is Language.HEBREW else rng.choice(("en-us", "en-us", "en"))
    variant = rng.choice(HELD_OUT_VARIANTS if held_out else TRAINED_VARIANTS)
    return f"{base}+{variant}" if variant else base


def speak(espeak: ESpeak, rng: random.Random, voice: str, language: Language, speech: str) -> np.ndarray:
    """`speech` at a random speed and pitch: mono samples at 8 kHz without silence at the ends."""
    if voice.startswith(FLITE_PREFIX):
        samples, rate = _say_with_flite(voice.removeprefix(FLITE_PREFIX), speech)
    else:
        text = hebrew_phonemes(speech) if language is Language.HEBREW else speech
        samples, rate = espeak.say(voice, text, rng.randint(150, 195), rng.randint(30, 70))
    return trimmed(resample(samples, rate, TELEPHONE_RATE))
