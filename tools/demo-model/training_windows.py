# SPDX-License-Identifier: Apache-2.0
"""Composes training windows out of single utterances: silence, several utterances, levels, noise, and target
tokens.

A window imitates what whisper.cpp feeds the model: up to 30 s that may begin in silence, hold several
utterances, cut the last one off, or be empty, with or without timestamps and previous text. All random draws
come in a fixed order, so that a seed gives the same windows.
"""
from __future__ import annotations

import dataclasses
import enum
import math
import random

import numpy as np

from audio import LOG_MEL_FLOOR
from tokenizer import (
    END_OF_TEXT,
    FIRST_TIMESTAMP,
    LANGUAGE_TOKENS,
    NO_SPEECH,
    NO_TIMESTAMPS,
    START_OF_PREVIOUS_TEXT,
    START_OF_TRANSCRIPT,
    TIMESTAMP_STEP,
    TRANSCRIBE,
)
from training_data import Example
from vocabulary import Language

MELS = 80
AUDIO_CONTEXT = 1500  # positions of the encoder, two frames each: 30 s
TEXT_CONTEXT = 448
HEBREW_SHARE = 0.55
LATEST_FIRST_TIMESTAMP = FIRST_TIMESTAMP + 50  # whisper.cpp's max_initial_ts: 1 s


class WindowKind(enum.Enum):
    """Short windows hold whole utterances and may stand anywhere in the 30 s; the others begin at 0."""

    SHORT = "short"
    MIDDLE = "middle"
    FULL = "full"


@dataclasses.dataclass
class Placed:
    """Utterances laid out in a window of frames; `end` is the first frame after them."""

    log_mel: np.ndarray  # [frames, mels]
    end: int
    segments: list[tuple[int, int, Example]]  # first frame, frame after the last, what is said
    cut: int | None  # the frame where an utterance begins that the window's end cuts off


@dataclasses.dataclass
class Window:
    """One training example; `targets[i]` says whether the model is to predict `rows[i + 1]`."""

    mel: np.ndarray  # [mels, frames], clamped and scaled as whisper.cpp does
    rows: list[int]
    targets: list[bool]
    characters: list[int]  # for the CTC loss; empty where an utterance is cut off
    offset: int  # the encoder position at which the window stands


class Windows:
    """An endless supply of windows. Tokens are given as rows of the trained embedding; `used_tokens` lists
    them."""

    def __init__(
        self,
        examples: list[Example],
        used_tokens: list[int],
        character_ids: dict[str, int],
        seed: int,
    ) -> None:
        self._rng = random.Random(seed)
        self._noise = np.random.default_rng(seed)
        self._examples: dict[Language, list[Example]] = {language: [] for language in Language}
        for example in examples:
            self._examples[example.language].append(example)
        self._rows = {token: row for row, token in enumerate(used_tokens)}
        self._character_ids = character_ids

    def make(self, frames: int, kind: WindowKind) -> Window:
        """`frames` is even."""
        rng = self._rng
        language = Language.HEBREW if rng.random() < HEBREW_SHARE else Language.ENGLISH
        pool = self._examples[language]
        offset = 0
        if kind is WindowKind.SHORT and rng.random() < 0.6:
            offset = rng.randrange(0, AUDIO_CONTEXT - frames // 2 + 1)
        placed = self._place(pool, frames, kind)
        mel = self._levelled(self._with_noise(placed))
        tokens, targets = self._previous_text(pool, kind)
        if placed.segments:
            self._append_transcript(tokens, targets, language, placed, offset)
        else:
            self._append_silence(tokens, targets, language)
        unused = len(self._rows)
        rows = [self._rows.get(token, unused) for token in tokens][:TEXT_CONTEXT]
        return Window(mel.T, rows, targets[: len(rows) - 1], self._characters(placed), offset)

    def _first_start(self, kind: WindowKind) -> int:
        rng = self._rng
        if rng.random() < 0.3:
            return 0
        if kind is WindowKind.SHORT or rng.random() < 0.6:
            return rng.randrange(0, 60)
        return rng.randrange(0, 800)

    def _place(self, pool: list[Example], frames: int, kind: WindowKind) -> Placed:
        rng = self._rng
        short = kind is WindowKind.SHORT
        placed = Placed(np.full((frames, MELS), LOG_MEL_FLOOR, np.float32), 0, [], None)
        placed.end = self._first_start(kind)
        silent = rng.random() < 0.03
        limit = frames if rng.random() < 0.6 else rng.randrange(frames // 3, frames + 1)
        longest_gap = rng.choice((60, 150, 400))
        while not silent:
            example = rng.choice(pool)
            start, end = placed.end, placed.end + len(example.log_mel)
            if end > limit:
                if placed.segments:
                    may_cut = not short and limit == frames and frames - start > 60
                    if may_cut:
                        placed.log_mel[start:] = example.log_mel[: frames - start] + rng.uniform(-0.5, 0.5)
                        placed.cut = start
                else:
                    self._place_any_that_fits(pool, placed)
                break
            placed.log_mel[start:end] = example.log_mel + rng.uniform(-0.5, 0.5)
            placed.segments.append((start, end, example))
            placed.end = end
            if short and rng.random() < 0.6:
                break
            placed.end += rng.randrange(20, 20 + longest_gap)
            if not short and rng.random() < 0.08:
                break
        return placed

    def _place_any_that_fits(self, pool: list[Example], placed: Placed) -> None:
        start, room = placed.end, len(placed.log_mel) - placed.end
        candidates = [self._rng.choice(pool) for _ in range(30)]
        example = next((c for c in candidates if len(c.log_mel) <= room), None)
        if example:
            end = start + len(example.log_mel)
            placed.log_mel[start:end] = example.log_mel
            placed.segments.append((start, end, example))

    def _with_noise(self, placed: Placed) -> np.ndarray:
        """A steady noise floor under some windows, mostly below 4 kHz, sometimes only while somebody
        speaks."""
        rng = self._rng
        if rng.random() >= 0.45:
            return placed.log_mel
        floor = np.full(MELS, rng.uniform(-8, -4.8), np.float32)
        if rng.random() < 0.8:
            floor[60:] -= rng.uniform(0, 4)
        powers = self._noise.exponential(size=placed.log_mel.shape).astype(np.float32)
        noise = floor[None] + np.log10(powers + 1e-3)
        if rng.random() < 0.3:
            noise[placed.end :] = LOG_MEL_FLOOR
        return np.log10(np.power(10, placed.log_mel) + np.power(10, noise))

    def _levelled(self, log_mel: np.ndarray) -> np.ndarray:
        """A random level, whisper.cpp's clamping and scaling, and a few bands masked."""
        rng = self._rng
        mel = np.maximum(log_mel + rng.uniform(-0.8, 0.4), LOG_MEL_FLOOR)
        mel = (np.maximum(mel, mel.max() - 8) + 4) / 4
        for _ in range(rng.choice((0, 0, 1, 2))):
            band = rng.randrange(0, MELS - 8)
            mel[:, band : band + rng.randrange(1, 8)] = mel.mean()
        return mel

    def _previous_text(self, pool: list[Example], kind: WindowKind) -> tuple[list[int], list[bool]]:
        """The start of the tokens: nothing, or text of earlier windows as whisper.cpp passes it."""
        rng = self._rng
        wanted = (kind is not WindowKind.SHORT and rng.random() < 0.35) or rng.random() < 0.05
        if not wanted:
            return [START_OF_TRANSCRIPT], []
        previous: list[int] = []
        position = 0
        for _ in range(rng.randrange(1, 7)):
            example = rng.choice(pool)
            end = position + len(example.log_mel) // 2
            if end > AUDIO_CONTEXT:
                break
            previous += [_timestamp_before(position), *example.tokens, _timestamp_after(end)]
            position = end + rng.randrange(10, 100)
        previous = previous[-rng.randrange(10, 200) :]
        tokens = [START_OF_PREVIOUS_TEXT, *previous, START_OF_TRANSCRIPT]
        return tokens, [False] * (len(previous) + 1)

    def _append_silence(self, tokens: list[int], targets: list[bool], language: Language) -> None:
        rng = self._rng
        if rng.random() < 0.5:
            tokens.append(NO_SPEECH)
            targets.append(True)
            return
        tokens += [LANGUAGE_TOKENS[language], TRANSCRIBE]
        targets += [False, False]
        answer = [NO_SPEECH] if rng.random() < 0.7 else [FIRST_TIMESTAMP, END_OF_TEXT]
        tokens += answer
        targets += [True] * len(answer)

    def _append_transcript(
        self,
        tokens: list[int],
        targets: list[bool],
        language: Language,
        placed: Placed,
        offset: int,
    ) -> None:
        rng = self._rng
        answer = [LANGUAGE_TOKENS[language], TRANSCRIBE]
        if rng.random() < 0.2:
            answer.append(NO_TIMESTAMPS)
            for _, _, example in placed.segments:
                answer += example.tokens
            if placed.cut is None:
                answer.append(END_OF_TEXT)
        else:
            for index, (start, end, example) in enumerate(placed.segments):
                first = _timestamp_before(start // 2 + offset)
                if index == 0 and first > LATEST_FIRST_TIMESTAMP and rng.random() < 0.15:
                    first = LATEST_FIRST_TIMESTAMP
                answer += [first, *example.tokens, _timestamp_after(end // 2 + offset)]
            if placed.cut is not None:
                answer.append(_timestamp_before(placed.cut // 2 + offset))
            answer.append(END_OF_TEXT)
        tokens += answer
        targets += [True] * len(answer)

    def _characters(self, placed: Placed) -> list[int]:
        if placed.cut is not None:
            return []
        text = "".join(example.text for _, _, example in placed.segments).lower()
        return [self._character_ids[c] for c in text if c in self._character_ids]


def _timestamp_before(position: int) -> int:
    steps = math.floor(position / TIMESTAMP_STEP)
    return FIRST_TIMESTAMP + min(AUDIO_CONTEXT, steps * TIMESTAMP_STEP)


def _timestamp_after(position: int) -> int:
    steps = math.ceil(position / TIMESTAMP_STEP)
    return FIRST_TIMESTAMP + min(AUDIO_CONTEXT, steps * TIMESTAMP_STEP)
