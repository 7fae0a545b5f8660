# SPDX-License-Identifier: Apache-2.0
"""Makes the sample calls: dual-channel 8 kHz FLAC (left caller, right agent), and what each side says in a
JSON beside.

No call's pair of service and city occurs in training. In the fourth call of each language, neither do the
voices and some of the sentences.
"""
from __future__ import annotations

import dataclasses
import json
import random
from pathlib import Path
from typing import NamedTuple

import numpy as np

from audio import TELEPHONE_RATE, through_mu_law, to_pcm, write_flac
from corpus import Request, Slots, joined, random_request, random_slots, render
from sentences import SENTENCES
from speech_synthesis import ESpeak, speak
from vocabulary import CITIES, NAMES, SERVICES, Language, Phrase, english, everyday_name

SEED = 4242
OPENING_SILENCE = 0.4  # seconds, before the first turn
CLOSING_SILENCE = 0.5  # seconds
PAUSE = (0.35, 0.9)  # seconds, between turns
LINE_NOISE = 0.0015  # standard deviation
PEAKS = {"caller": 0.5, "agent": 0.4}


class Script(NamedTuple):
    """Turns are "agent: sentence / sentence", one a line."""

    language: Language
    caller_voice: str
    agent_voice: str
    unfamiliar: bool  # voices and some sentences held out of training
    turns: str


SCRIPTS = (
    Script(
        Language.HEBREW,
        "he+m3",
        "he+f2",
        False,
        """
        agent: שלום, מוקד השירות, מדברת {n} / במה אפשר לעזור?
        caller: שלום / אני צריך {s} ב{c}
        agent: מה השם שלך?
        caller: קוראים לי {n}
        agent: אז {s} ב{c}, נכון?
        caller: כן, בדיוק
        agent: מתי נוח לך?
        caller: {d} בשעה {t}
        agent: הביקור עולה {p} שקלים
        caller: בסדר גמור / הטלפון שלי {ph}
        agent: טכנאי יגיע אליך {d} / תודה שהתקשרת
        caller: תודה רבה, להתראות
        """,
    ),
    Script(
        Language.HEBREW,
        "he+Annie",
        "he+m1",
        False,
        """
        agent: שלום, הגעתם למוקד השירות / איזה שירות את צריכה?
        caller: בוקר טוב / אני מחפשת {s} ב{c}
        agent: רגע בבקשה
        agent: יש לנו {s} ב{c}
        caller: כמה זה יעלה לי?
        agent: המחיר הוא {p} שקלים
        caller: התקציב שלי הוא {p} שקלים
        agent: מצוין, קבענו {d} בשעה {t}
        caller: כן, מצוין / הכתובת היא רחוב {st} {num}
        agent: בעל המקצוע יתקשר אליך בקרוב
        caller: תודה רבה
        """,
    ),
    Script(
        Language.HEBREW,
        "he+m1",
        "he+Annie",
        False,
        """
        agent: הלו, שלום
        caller: היי, מה נשמע? / אני גר ב{c} ואני צריך {s}
        agent: מה מספר הטלפון שלך?
        caller: המספר שלי הוא {ph}
        agent: אני רושמת {s} ב{c}
        caller: מתי אתם יכולים להגיע?
        agent: אנחנו יכולים להגיע {d} בשעה {t}
        caller: לא, זה יקר לי / אני צריך לחשוב על זה
        agent: יש לך עוד שאלות?
        caller: לא, תודה
        agent: יום טוב
        """,
    ),
    Script(
        Language.HEBREW,
        "he+m5",
        "he+f4",
        True,
        """
        agent: שלום, הגעתם למוקד השירות / במה אפשר לעזור?
        caller: כן, אני צריך {s} ואני גר ב{c}
        agent: מתי נוח לך?
        caller: אני יכול להגיע {d} בשעה {t}
        agent: המחיר שלי הוא {p} שקלים
        caller: אשמח להזמין {s} ב{c}
        agent: מה השם שלך?
        caller: השם שלי {n} / הטלפון שלי {ph}
        agent: תודה שהתקשרת
        caller: תודה רבה, להתראות
        """,
    ),
    Script(
        Language.ENGLISH,
        "en-us+m3",
        "en-us+f2",
        False,
        """
        agent: Service center, this is {n} speaking / How can I help you?
        caller: Hello / I need {s} in {c}
        agent: What is your name?
        caller: My name is {n}
        agent: So that's {s} in {c}, right?
        caller: Yes, exactly
        agent: When is a good time for you?
        caller: {d} at {t} o'clock
        agent: The visit costs {p} shekels
        caller: All right / My phone number is {ph}
        agent: A technician will come {d} / Thank you for calling
        caller: Thank you, goodbye
        """,
    ),
    Script(
        Language.ENGLISH,
        "en-us+Annie",
        "en-us+m1",
        False,
        """
        agent: Hello, you have reached the service center / What service do you need?
        caller: Good morning / I'm looking for {s} in {c}
        agent: Let me check, one moment
        agent: We have {s} in {c}
        caller: How much will it cost?
        agent: The price is {p} shekels
        caller: My budget is {p} shekels
        agent: Great, we will see you {d} at {t}
        caller: Yes, great / The address is {num} {st} street
        agent: The professional will call you soon
        caller: Thank you very much
        """,
    ),
    Script(
        Language.ENGLISH,
        "en-us+m1",
        "en-us+Annie",
        False,
        """
        agent: Hello
        caller: Hi, how are you? / I live in {c} and I need {s}
        agent: What is your phone number?
        caller: My number is {ph}
        agent: I am writing down {s} in {c}
        caller: When can you come?
        agent: We can come {d} at {t}
        caller: No, that is too expensive / I need to think about it
        agent: Do you have any other questions?
        caller: No, thank you
        agent: Have a nice day
        """,
    ),
    Script(
        Language.ENGLISH,
        "en-us+m5",
        "en-us+f4",
        True,
        """
        agent: Hello, you have reached the service center / How can I help you?
        caller: Yes, I need {s} and I live in {c}
        agent: When is a good time for you?
        caller: I can come {d} at {t}
        agent: My price is {p} shekels
        caller: I would like to book {s} in {c}
        agent: What is your name?
        caller: My name is {n} / My phone number is {ph}
        agent: Thank you for calling
        caller: Thank you, goodbye
        """,
    ),
)


class Turn(NamedTuple):
    """What one speaker says before the other speaks; times in seconds from the call's start."""

    speaker: str
    start: float
    end: float
    text: str


@dataclasses.dataclass
class Call:
    """A spoken call: 16-bit samples [samples, 2], and what is said in it."""

    pcm: np.ndarray
    request: Request
    slots: Slots
    turns: list[Turn]


def _sentences_by_text(language: Language) -> dict[str, Phrase]:
    return {phrase.text: phrase for pool in SENTENCES[language] for phrase in pool}


def _parse_turns(script: Script) -> list[tuple[str, list[Phrase]]]:
    known = _sentences_by_text(script.language)
    turns = []
    for line in script.turns.strip().splitlines():
        speaker, _, said = line.strip().partition(": ")
        parts = said.split(" / ")
        phrases = [known[p] if script.language is Language.HEBREW else english(p) for p in parts]
        turns.append((speaker, phrases))
    return turns


def make_call(espeak: ESpeak, script: Script, number: int) -> Call:
    """`number`, the call's place among all, seeds everything that is random in it."""
    rng = random.Random(SEED + number)
    noise = np.random.default_rng(number)
    request = random_request(rng, held_out=True)
    slots = random_slots(rng, script.language, request)
    agent_name, caller_name = (name.phrase(script.language) for name in rng.sample(NAMES, 2))
    names = {"caller": caller_name, "agent": agent_name}
    voices = {"caller": script.caller_voice, "agent": script.agent_voice}

    spoken: dict[str, list[tuple[int, np.ndarray]]] = {"caller": [], "agent": []}
    turns = []
    position = int(OPENING_SILENCE * TELEPHONE_RATE)
    for speaker, phrases in _parse_turns(script):
        said = joined([render(phrase, slots | {"n": names[speaker]}) for phrase in phrases])
        samples = speak(espeak, rng, voices[speaker], script.language, said.speech)
        samples = samples / np.abs(samples).max() * PEAKS[speaker]
        spoken[speaker].append((position, samples))
        end = position + len(samples)
        times = (round(position / TELEPHONE_RATE, 2), round(end / TELEPHONE_RATE, 2))
        turns.append(Turn(speaker, *times, said.text))
        position = end + int(rng.uniform(*PAUSE) * TELEPHONE_RATE)

    length = position + int(CLOSING_SILENCE * TELEPHONE_RATE)
    channels = []
    for pieces in spoken.values():
        channel = noise.standard_normal(length).astype(np.float32) * LINE_NOISE
        for start, samples in pieces:
            channel[start : start + len(samples)] += samples
        channels.append(through_mu_law(channel))
    return Call(to_pcm(np.stack(channels, axis=1)), request, slots, turns)


def reference(script: Script, name: str, call: Call) -> dict:
    """The JSON beside the recording."""
    city = CITIES[call.request.city]
    return {
        "file": f"{name}.flac",
        "language": script.language.value,
        "duration_s": round(len(call.pcm) / TELEPHONE_RATE, 2),
        "channels": {"0": "caller", "1": "agent"},
        "voices": {"caller": script.caller_voice, "agent": script.agent_voice},
        "voices_and_templates_held_out_of_training": script.unfamiliar,
        "service_city_pair_held_out_of_training": True,
        "service": {"id": SERVICES[call.request.service].taxonomy_id, "text": call.slots["s"].text},
        "city": {"name": everyday_name(city), "text": call.slots["c"].text},
        "reference": {
            speaker: " ".join(turn.text for turn in call.turns if turn.speaker == speaker)
            for speaker in ("caller", "agent")
        },
        "turns": [turn._asdict() for turn in call.turns],
    }


def make_sample_calls(folder: Path) -> None:
    """Writes call-LANGUAGE-NUMBER.flac and .json into `folder`, and prints a line for each."""
    folder.mkdir(parents=True, exist_ok=True)
    espeak = ESpeak()
    counts = {language: 0 for language in Language}
    for number, script in enumerate(SCRIPTS):
        counts[script.language] += 1
        name = f"call-{script.language.value}-{counts[script.language]}"
        call = make_call(espeak, script, number)
        write_flac(folder / f"{name}.flac", call.pcm)
        text = json.dumps(reference(script, name, call), ensure_ascii=False, indent=2)
        (folder / f"{name}.json").write_text(text + "\n", encoding="utf-8")
        print(
            f"{name}: {len(call.pcm) / TELEPHONE_RATE:.1f} s, {call.slots['s'].text}, {call.slots['c'].text}"
        )
