# SPDX-License-Identifier: Apache-2.0
"""Measures a model with whisper.cpp's own program, whisper-cli: word and character error rates on the sample
calls, one channel at a time, or on freshly spoken utterances. Case and punctuation do not count."""
from __future__ import annotations

import dataclasses
import enum
import json
import random
import re
import subprocess
import tempfile
import time
from pathlib import Path
from typing import NamedTuple, Sequence

import numpy as np

from audio import TELEPHONE_RATE, read_flac, through_mu_law, to_pcm, write_wav
from corpus import Request, held_out_utterance, training_utterance
from speech_synthesis import ESpeak, VoiceSet, random_voice, speak
from vocabulary import CITIES, SERVICES, Language

SEED = 77
FILES_PER_RUN = 60  # of whisper-cli

# Cutting at silences
ENERGY_STEP = 160  # samples at 8 kHz: 20 ms
LOUD = 300  # root mean square of 16-bit samples
LONGEST_GAP = 0.6  # seconds of silence inside a piece
MARGIN = 0.2  # seconds kept on both sides
SHORTEST_PIECE = 0.1  # seconds


class UtteranceKind(str, enum.Enum):
    """How unfamiliar an utterance is; see make_utterances."""

    FAMILIAR = "familiar"
    NEW_TEXT = "new-text"
    NEW_VOICE = "new-voice"


@dataclasses.dataclass
class Recogniser:
    """How to run whisper-cli. `language` None takes each recording's own."""

    program: Path
    model: Path
    language: str | None
    options: Sequence[str]

    def language_for(self, spoken: str) -> str:
        """The code to pass for a recording in the language `spoken`."""
        return self.language or spoken


class Recognised(NamedTuple):
    """`seconds` is the program's running time, shared out evenly among its files."""

    text: str
    language: str
    seconds: float


class Row(NamedTuple):
    """One recording: what is said in it and what was recognised."""

    said: str
    language: str
    recognised: Recognised
    service: str | None = None
    city: str | None = None


def words(text: str) -> list[str]:
    """In lower case, without punctuation."""
    return re.sub(r"[^\w\s]", " ", text.lower()).split()


def plain(text: str) -> str:
    """The words with single spaces between them."""
    return " ".join(words(text))


def edit_distance(reference: Sequence[str], hypothesis: Sequence[str]) -> int:
    """Insertions, deletions and replacements, each counted once."""
    distances = list(range(len(hypothesis) + 1))
    for row, expected in enumerate(reference, 1):
        diagonal, distances[0] = distances[0], row
        for column, found in enumerate(hypothesis, 1):
            best = min(distances[column] + 1, distances[column - 1] + 1, diagonal + (expected != found))
            diagonal, distances[column] = distances[column], best
    return distances[-1]


def pieces_of_speech(pcm: np.ndarray) -> list[tuple[int, int]]:
    """The first sample, and the one after the last, of each stretch between silences in 8 kHz 16-bit
    samples."""
    steps = len(pcm) // ENERGY_STEP
    squares = pcm[: steps * ENERGY_STEP].astype(np.float32).reshape(steps, ENERGY_STEP) ** 2
    loud_steps = np.flatnonzero(np.sqrt(squares.mean(1)) > LOUD)
    step_seconds = ENERGY_STEP / TELEPHONE_RATE
    pieces: list[list[int]] = []
    for step in loud_steps:
        if pieces and (step - pieces[-1][1]) * step_seconds <= LONGEST_GAP:
            pieces[-1][1] = step
        else:
            pieces.append([step, step])
    return [
        (
            max(0, int((first * step_seconds - MARGIN) * TELEPHONE_RATE)),
            min(len(pcm), int((last * step_seconds + step_seconds + MARGIN) * TELEPHONE_RATE)),
        )
        for first, last in pieces
        if (last - first) * step_seconds > SHORTEST_PIECE
    ]


def recognise(recogniser: Recogniser, files: Sequence[Path], language: str) -> list[Recognised]:
    """Runs whisper-cli over WAV files; it leaves a JSON beside each, which is removed."""
    results = []
    for first in range(0, len(files), FILES_PER_RUN):
        part = files[first : first + FILES_PER_RUN]
        command = [str(recogniser.program), "-m", str(recogniser.model), "-l", language, "-oj", "-np"]
        started = time.monotonic()
        subprocess.run(
            [*command, *recogniser.options, *map(str, part)],
            check=True,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        seconds = (time.monotonic() - started) / len(part)
        for file in part:
            written = file.with_name(file.name + ".json")
            answer = json.loads(written.read_bytes().decode(errors="replace"))
            written.unlink()
            text = "".join(segment["text"] for segment in answer["transcription"])
            results.append(Recognised(text, answer["result"]["language"], seconds))
    return results


def summary(title: str, rows: Sequence[Row]) -> str:
    """A line of results over all rows together."""
    word_count = sum(len(words(row.said)) for row in rows)
    character_count = sum(len(plain(row.said)) for row in rows)
    word_errors = sum(edit_distance(words(row.said), words(row.recognised.text)) for row in rows)
    character_errors = sum(edit_distance(plain(row.said), plain(row.recognised.text)) for row in rows)
    exact = sum(words(row.said) == words(row.recognised.text) for row in rows)
    parts = [
        f"{title}: {len(rows)} recordings",
        f"WER {100 * word_errors / word_count:.1f} %",
        f"CER {100 * character_errors / character_count:.1f} %",
        f"exact {exact}",
        f"language {sum(row.language == row.recognised.language for row in rows)}",
    ]
    requests = [row for row in rows if row.service and row.city]
    if requests:
        both = sum(_holds(row, row.service) and _holds(row, row.city) for row in requests)
        parts.append(f"service and city {both} of {len(requests)}")
    parts.append(f"{sum(row.recognised.seconds for row in rows) / len(rows):.2f} s each")
    return ", ".join(parts)


def _holds(row: Row, phrase: str | None) -> bool:
    return phrase is not None and plain(phrase) in plain(row.recognised.text)


def print_texts(rows: Sequence[Row]) -> None:
    """What was said above what was recognised."""
    for row in rows:
        print(f"    said:       {row.said}\n    recognised: {row.recognised.text.strip()}")


def _recognise_channel(
    recogniser: Recogniser, language: str, pcm: np.ndarray, split: bool, folder: Path
) -> Recognised:
    stretches = pieces_of_speech(pcm) if split else [(0, len(pcm))]
    files = []
    for index, (start, end) in enumerate(stretches):
        files.append(folder / f"{index:02}.wav")
        write_wav(files[-1], pcm[start:end])
    found = recognise(recogniser, files, recogniser.language_for(language))
    languages = [piece.language for piece in found]
    text = " ".join(piece.text for piece in found)
    seconds = sum(piece.seconds for piece in found)
    return Recognised(text, max(languages, key=languages.count, default=""), seconds)


def evaluate_call(recogniser: Recogniser, path: Path, split: bool) -> list[Row]:
    """`path` is the JSON beside the recording. The caller's channel comes first."""
    reference = json.loads(path.read_text(encoding="utf-8"))
    pcm, _ = read_flac(path.with_name(reference["file"]))
    rows = []
    for channel, speaker in enumerate(("caller", "agent")):
        with tempfile.TemporaryDirectory() as folder:
            language = reference["language"]
            found = _recognise_channel(recogniser, language, pcm[:, channel], split, Path(folder))
        row = Row(reference["reference"][speaker], language, found)
        if speaker == "caller":
            row = row._replace(service=reference["service"]["text"], city=reference["city"]["text"])
        rows.append(row)
    return rows


def evaluate_calls(recogniser: Recogniser, folder: Path, split: bool, show: bool) -> None:
    """Prints a line a call and a line a language; `split` cuts each channel at its silences first."""
    rows_by_language: dict[str, list[Row]] = {}
    for path in sorted(folder.glob("*.json")):
        rows = evaluate_call(recogniser, path, split)
        print(summary(path.stem, rows), flush=True)
        if show:
            print_texts(rows)
        rows_by_language.setdefault(rows[0].language, []).extend(rows)
    for language, rows in rows_by_language.items():
        print(summary(f"all calls, {language}", rows))


def _spoken_request(request: Request, language: Language, text: str) -> dict[str, str]:
    phrases = [phrase.text for phrase in SERVICES[request.service].phrases(language)]
    said = [phrase for phrase in phrases if plain(phrase) in plain(text)]
    return {"service": max(said, key=len), "city": CITIES[request.city].phrase(language).text}


def make_utterances(folder: Path, count: int) -> None:
    """`count` utterances per kind and language as 8 kHz WAV, and utterances.json. Familiar: text as in
    training, the demo voices. New text: pairs of service and city, and some sentences, held out of training.
    New voice: the same in held-out voices."""
    folder.mkdir(parents=True, exist_ok=True)
    espeak, rng, noise = ESpeak(), random.Random(SEED), np.random.default_rng(SEED)
    references = []
    for kind in UtteranceKind:
        voices = VoiceSet.HELD_OUT if kind is UtteranceKind.NEW_VOICE else VoiceSet.DEMO
        draw = training_utterance if kind is UtteranceKind.FAMILIAR else held_out_utterance
        for language in Language:
            for index in range(count):
                phrase, request = draw(rng, language)
                voice = random_voice(rng, language, voices)
                samples = speak(espeak, rng, voice, language, phrase.speech)
                samples = samples / np.abs(samples).max() * 10 ** rng.uniform(-0.8, -0.1)
                silence = (rng.randrange(800, 6000), rng.randrange(800, 6000))
                samples = np.pad(samples, silence).astype(np.float32)
                hiss = noise.standard_normal(len(samples)).astype(np.float32)
                samples = through_mu_law(samples + hiss * 10 ** rng.uniform(-3.3, -2.3))
                name = f"{kind.value}-{language.value}-{index:03}.wav"
                write_wav(folder / name, to_pcm(samples))
                reference = {
                    "file": name,
                    "kind": kind.value,
                    "language": language.value,
                    "text": phrase.text,
                }
                reference["voice"] = voice
                if request:
                    reference |= _spoken_request(request, language, phrase.text)
                references.append(reference)
    text = json.dumps(references, ensure_ascii=False, indent=1)
    (folder / "utterances.json").write_text(text + "\n", encoding="utf-8")


def evaluate_utterances(recogniser: Recogniser, folder: Path, show: bool) -> None:
    """Prints a line for each kind and language of what make_utterances wrote."""
    references = json.loads((folder / "utterances.json").read_text(encoding="utf-8"))
    for kind in UtteranceKind:
        for language in Language:
            chosen = [r for r in references if r["kind"] == kind.value and r["language"] == language.value]
            files = [folder / reference["file"] for reference in chosen]
            found = recognise(recogniser, files, recogniser.language_for(language.value))
            rows = [
                Row(
                    reference["text"], language.value, answer, reference.get("service"), reference.get("city")
                )
                for reference, answer in zip(chosen, found)
            ]
            print(summary(f"{kind.value}, {language.value}", rows), flush=True)
            if show:
                print_texts([row for row in rows if words(row.said) != words(row.recognised.text)])
