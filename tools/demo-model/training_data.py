# SPDX-License-Identifier: Apache-2.0
"""Synthesises training utterances over a simulated telephone line and keeps them as log-mel spectra on
disk."""
from __future__ import annotations

import multiprocessing
import pickle
import random
import subprocess
from pathlib import Path
from typing import NamedTuple

import numpy as np

from audio import (
    FRAME_STEP,
    TELEPHONE_RATE,
    WHISPER_RATE,
    log_mel,
    resample,
    through_mu_law,
    upsample_linearly,
)
from corpus import training_utterance
from ggml_model import read_model
from speech_synthesis import ESpeak, SpeechError, VoiceSet, random_voice, speak
from tokenizer import Tokenizer
from vocabulary import Language

LONGEST_UTTERANCE = 12  # seconds; longer ones are left out
HEBREW_SHARE = {VoiceSet.TRAINED: 0.55, VoiceSet.DEMO: 0.45}
FRAMES_PER_HOUR = 3600 * WHISPER_RATE // FRAME_STEP


class Example(NamedTuple):
    """One utterance; `log_mel` is f16 [frames, mels] before clamping and scaling."""

    language: Language
    text: str
    tokens: list[int]
    log_mel: np.ndarray


def over_the_line(rng: random.Random, noise: np.random.Generator, samples: np.ndarray) -> np.ndarray:
    """8 kHz samples at a random level, maybe noisy, mostly through µ-law, decoded to 16 kHz well or badly."""
    samples = samples / np.abs(samples).max() * 10 ** rng.uniform(-1.1, -0.05)
    if rng.random() < 0.5:
        hiss = noise.standard_normal(len(samples)).astype(np.float32)
        samples = samples + hiss * np.abs(samples).max() * 10 ** rng.uniform(-3.3, -1.9)
    if rng.random() < 0.85:
        samples = through_mu_law(samples)
    if rng.random() < 0.3:
        return upsample_linearly(samples)
    return resample(samples, TELEPHONE_RATE, WHISPER_RATE)


def make_examples(count: int, seed: int, voices: VoiceSet, model: Path) -> list[Example]:
    """Speaks `count` utterances; mel filters and vocabulary come from `model`. Those that cannot be said are
    left out."""
    rng, noise = random.Random(seed), np.random.default_rng(seed)
    espeak = ESpeak()
    base = read_model(model)
    tokenizer = Tokenizer(base.vocabulary)
    examples = []
    for index in range(count):
        language = Language.HEBREW if rng.random() < HEBREW_SHARE[voices] else Language.ENGLISH
        phrase = training_utterance(rng, language).phrase
        voice = random_voice(rng, language, voices)
        try:
            samples = speak(espeak, rng, voice, language, phrase.speech)
        except (SpeechError, subprocess.CalledProcessError) as error:
            print(f"left out: {voice}: {error}", flush=True)
            continue
        samples = over_the_line(rng, noise, samples)
        if len(samples) <= LONGEST_UTTERANCE * WHISPER_RATE:
            spectrum = log_mel(samples, base.mel_filters).astype(np.float16)
            examples.append(Example(language, phrase.text, tokenizer.encode(phrase.text), spectrum))
        if index % 500 == 499:
            print(f"seed {seed}: {index + 1} of {count} utterances", flush=True)
    return examples


def _write_examples(path: Path, count: int, seed: int, voices: VoiceSet, model: Path) -> None:
    examples = make_examples(count, seed, voices, model)
    with path.open("wb") as file:
        pickle.dump(examples, file, protocol=4)


def generate(folder: Path, count: int, processes: int, seed: int, voices: VoiceSet, model: Path) -> None:
    """Writes one file per process, seeded `seed`, `seed` + 1 and so on; raises RuntimeError when one of them
    fails."""
    folder.mkdir(parents=True, exist_ok=True)
    workers = []
    for number in range(seed, seed + processes):
        path = folder / f"examples-{number}.pickle"
        arguments = (path, count // processes, number, voices, model)
        workers.append(multiprocessing.Process(target=_write_examples, args=arguments))
        workers[-1].start()
    for worker in workers:
        worker.join()
    if any(worker.exitcode for worker in workers):
        raise RuntimeError("a process that speaks utterances has failed")


def load_examples(folder: Path) -> list[Example]:
    """Everything that `generate` wrote. Only for one's own files: unpickling runs what it is given."""
    examples: list[Example] = []
    for path in sorted(folder.glob("examples-*.pickle")):
        with path.open("rb") as file:
            examples += pickle.load(file)
    if not examples:
        raise FileNotFoundError(f"no training examples in {folder}")
    return examples


def hours(examples: list[Example]) -> float:
    """How long all of them sound."""
    return sum(len(example.log_mel) for example in examples) / FRAMES_PER_HOUR
