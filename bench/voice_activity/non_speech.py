#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Sound of telephone lines in which nobody speaks: silence, ringing and other tones, music on hold, noise.

    non_speech.py DIRECTORY [--minutes 15] [--rate 8000] [--seed 1] [--kinds silence,ringing,music,noise]

writes DIRECTORY/<kind>.wav, 16 bit, one channel, each of the given length. The same arguments give the same bytes. Needs
NumPy alone.
"""

import argparse
import wave
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np

Samples = np.ndarray
Random = np.random.Generator


def level(samples: Samples, decibels: float) -> Samples:
    """Brought to a level, in dB of full scale."""
    power = float(np.sqrt(np.mean(samples**2))) if len(samples) else 0.0
    return samples if power == 0 else samples * (10 ** (decibels / 20) / power)


def coloured_noise(random: Random, count: int, rate: int, slope: float, low: float, high: float) -> Samples:
    """Noise between two frequencies, whose power falls by `slope` times 10 dB a decade."""
    spectrum = np.fft.rfft(random.standard_normal(count))
    hertz = np.fft.rfftfreq(count, 1 / rate)
    gain = np.where((hertz >= low) & (hertz <= high), np.maximum(hertz, 1.0) ** (-slope / 2), 0.0)
    return np.fft.irfft(spectrum * gain, count)


def tone(rate: int, seconds: float, frequencies: list[float]) -> Samples:
    """A tone as an exchange makes it: its frequencies together, with edges of 5 ms."""
    time = np.arange(int(rate * seconds)) / rate
    samples = sum((np.sin(2 * np.pi * hertz * time) for hertz in frequencies), np.zeros(len(time)))
    edge = min(int(rate * 0.005), len(time) // 2)
    ramp = np.linspace(0, 1, edge)
    samples[:edge] *= ramp
    samples[len(samples) - edge :] *= ramp[::-1]
    return samples / max(1, len(frequencies))


def silence_parts(random: Random, rate: int) -> Iterator[Samples]:
    """Nothing at all, comfort noise of several levels, and a line that is idle but for one bit."""
    count = 20 * rate
    while True:
        yield np.zeros(count)
        yield level(random.standard_normal(count), random.uniform(-75, -60))
        yield random.choice([0.0, 1 / 32768, -1 / 32768], count)
        yield level(coloured_noise(random, count, rate, 0.7, 200, 3400), random.uniform(-66, -54))
        hum = sum(np.sin(2 * np.pi * 50 * k * np.arange(count) / rate) / k for k in (1, 2, 3, 5))
        yield level(hum, random.uniform(-60, -50))


# Seconds on and off in turn, and the frequencies: ITU-T E.180 supplement 2, and Telcordia's for North America.
CADENCES: list[tuple[str, list[float], list[float]]] = [
    ("ringing, Israel", [1.0, 3.0], [400]),
    ("ringing, North America", [2.0, 4.0], [440, 480]),
    ("ringing, Britain", [0.4, 0.2, 0.4, 2.0], [400, 450]),
    ("ringing, Europe", [1.0, 4.0], [425]),
    ("busy, Israel", [0.5, 0.5], [400]),
    ("busy, North America", [0.5, 0.5], [480, 620]),
    ("congestion", [0.25, 0.25], [400]),
    ("dial tone, North America", [8.0, 0.2], [350, 440]),
    ("dial tone, Israel", [8.0, 0.2], [400]),
    ("fax calling", [0.5, 3.0], [1100]),
    ("fax answering", [3.0, 1.0], [2100]),
    ("call waiting", [0.15, 10.0], [400]),
]
DTMF = [(low, high) for low in (697, 770, 852, 941) for high in (1209, 1336, 1477)]
SPECIAL_INFORMATION = [950.0, 1400.0, 1800.0]


def cadence(rate: int, seconds: float, pattern: list[float], frequencies: list[float]) -> Samples:
    parts: list[Samples] = []
    length = 0.0
    while length < seconds:
        for place, duration in enumerate(pattern):
            parts.append(
                tone(rate, duration, frequencies) if place % 2 == 0 else np.zeros(int(rate * duration))
            )
            length += duration
    return np.concatenate(parts)


def dialled(random: Random, rate: int, digits: int) -> Samples:
    parts: list[Samples] = []
    for _ in range(digits):
        low, high = DTMF[random.integers(len(DTMF))]
        parts += [
            tone(rate, random.uniform(0.06, 0.3), [low, high]),
            np.zeros(int(rate * random.uniform(0.05, 0.5))),
        ]
    return np.concatenate(parts)


def ringing_parts(random: Random, rate: int) -> Iterator[Samples]:
    while True:
        for place in random.permutation(len(CADENCES) + 2):
            if place < len(CADENCES):
                _, pattern, frequencies = CADENCES[place]
                sound = cadence(rate, 20, pattern, frequencies)
            elif place == len(CADENCES):
                sound = dialled(random, rate, 12)
            else:
                signal = np.concatenate([tone(rate, 0.33, [hertz]) for hertz in SPECIAL_INFORMATION])
                sound = np.concatenate([signal, np.zeros(3 * rate), signal, np.zeros(rate)])
            line = level(random.standard_normal(len(sound)), random.uniform(-72, -58))
            yield sound * 10 ** (random.uniform(-24, -8) / 20) + line


def envelope(rate: int, count: int, attack: float, decay: float, release: float) -> Samples:
    time = np.arange(count) / rate
    shape = np.minimum(1, time / max(attack, 1e-4)) * np.exp(-np.maximum(0, time - attack) / decay)
    return shape * np.minimum(1, (count / rate - time) / release)


def harmonics(time: Samples, hertz: float, weights: list[float], top: float) -> Samples:
    return sum(
        (
            weight * np.sin(2 * np.pi * hertz * place * time)
            for place, weight in enumerate(weights, 1)
            if hertz * place < top
        ),
        np.zeros(len(time)),
    )


def piano(rate: int, hertz: float, seconds: float, _: Random) -> Samples:
    time = np.arange(int(rate * seconds)) / rate
    sound = harmonics(time, hertz, [1, 0.6, 0.35, 0.2, 0.1, 0.05], rate * 0.45)
    return sound * envelope(rate, len(time), 0.004, 0.5, 0.03)


def strings(rate: int, hertz: float, seconds: float, random: Random) -> Samples:
    time = np.arange(int(rate * seconds)) / rate
    sound = np.zeros(len(time))
    for _ in range(3):
        detuned = hertz * (1 + random.uniform(-0.004, 0.004))
        sound += harmonics(time, detuned, [1, 0.7, 0.5, 0.35, 0.25, 0.2, 0.1], rate * 0.45)
    return sound / 3 * envelope(rate, len(time), 0.15, 20, 0.2)


def flute(rate: int, hertz: float, seconds: float, random: Random) -> Samples:
    time = np.arange(int(rate * seconds)) / rate
    bent = time + 0.004 / hertz * 100 * np.sin(2 * np.pi * 5.2 * time) / (2 * np.pi * 5.2)
    sound = harmonics(bent, hertz, [1, 0.35, 0.12, 0.03], rate * 0.45)
    breath = 0.03 * random.standard_normal(len(time))
    return (sound + breath) * envelope(rate, len(time), 0.06, 8, 0.08)


def brass(rate: int, hertz: float, seconds: float, _: Random) -> Samples:
    time = np.arange(int(rate * seconds)) / rate
    sound = harmonics(time, hertz, [0.6, 0.9, 1, 0.8, 0.6, 0.4, 0.3, 0.2], rate * 0.45)
    return sound * envelope(rate, len(time), 0.03, 3, 0.06) * (1 + 0.15 * np.sin(2 * np.pi * 5.5 * time))


def guitar(rate: int, hertz: float, seconds: float, random: Random) -> Samples:
    """A plucked string, after Karplus and Strong: noise going round, in blocks of one period."""
    period = max(2, int(rate / hertz))
    block = random.uniform(-1, 1, period)
    parts = []
    for _ in range(int(rate * seconds) // period + 1):
        parts.append(block)
        block = 0.498 * (block + np.roll(block, 1))
    sound = np.concatenate(parts)[: int(rate * seconds)]
    return sound * envelope(rate, len(sound), 0.002, 10, 0.02)


Instrument = Callable[[int, float, float, Random], Samples]
INSTRUMENTS: list[Instrument] = [piano, strings, flute, brass, guitar]
PROGRESSIONS = [[0, 5, 3, 4], [0, 3, 4, 0], [0, 4, 5, 3], [1, 4, 0, 5], [0, 2, 3, 4]]
SCALES = [[0, 2, 4, 5, 7, 9, 11], [0, 2, 3, 5, 7, 8, 10]]  # major, minor


def note(scale: list[int], root: int, degree: int) -> float:
    semitones = root + scale[degree % 7] + 12 * (degree // 7)
    return 440 * 2 ** ((semitones - 69) / 12)


def mix(track: Samples, at: float, rate: int, sound: Samples, gain: float) -> None:
    begin = int(at * rate)
    end = min(len(track), begin + len(sound))
    if begin < end:
        track[begin:end] += gain * sound[: end - begin]


def drums(random: Random, track: Samples, rate: int, beat: float, gain: float) -> None:
    time = np.arange(int(rate * 0.2)) / rate
    kick = np.sin(2 * np.pi * (60 * time + 8 * (1 - np.exp(-time / 0.03)))) * np.exp(-time / 0.07)
    hiss = random.standard_normal(len(time))
    snare = (0.6 * hiss + 0.4 * np.sin(2 * np.pi * 190 * time)) * np.exp(-time / 0.05)
    hat = np.diff(hiss, prepend=0) * np.exp(-time / 0.02)
    for place in range(int(len(track) / rate / beat * 2)):
        at = place * beat / 2
        mix(track, at, rate, hat, 0.15 * gain)
        if place % 4 == 0:
            mix(track, at, rate, kick, gain)
        elif place % 4 == 2:
            mix(track, at, rate, snare, 0.6 * gain)


def piece(random: Random, rate: int, seconds: float) -> Samples:
    """Chords, bass, a melody that wanders in steps, and mostly drums."""
    track = np.zeros(int(rate * seconds))
    beat = 60 / random.uniform(70, 140)
    scale, root = SCALES[random.integers(2)], int(random.integers(55, 67))
    progression = PROGRESSIONS[random.integers(len(PROGRESSIONS))]
    pad, lead = (INSTRUMENTS[k] for k in random.choice(len(INSTRUMENTS), 2, replace=False))
    with_lead, with_drums = random.random() < 0.85, random.random() < 0.65
    arpeggio = random.random() < 0.4
    degree = 7
    for bar in range(int(seconds / (4 * beat)) + 1):
        chord = progression[bar % len(progression)]
        start = bar * 4 * beat
        for place, step in enumerate((0, 2, 4)):
            at, length = (start + place * beat, beat) if arpeggio else (start, 4 * beat)
            mix(track, at, rate, pad(rate, note(scale, root, chord + step), length, random), 0.3)
        for place in (0, 2):
            sound = piano(rate, note(scale, root - 12, chord), 2 * beat, random)
            mix(track, start + place * beat, rate, sound, 0.5)
        at = start
        while with_lead and at < start + 4 * beat:
            length = beat * random.choice([0.5, 0.5, 1, 1, 2])
            degree = int(np.clip(degree + random.integers(-2, 3), 3, 14))
            if random.random() < 0.85:
                mix(track, at, rate, lead(rate, note(scale, root, degree), length, random), 0.5)
            at += length
    if with_drums:
        drums(random, track, rate, beat, 0.8)
    return track


def telephone_band(samples: Samples, rate: int) -> Samples:
    spectrum = np.fft.rfft(samples)
    hertz = np.fft.rfftfreq(len(samples), 1 / rate)
    return np.fft.irfft(np.where((hertz > 200) & (hertz < 3500), spectrum, 0.1 * spectrum), len(samples))


def music_parts(random: Random, rate: int) -> Iterator[Samples]:
    while True:
        sound = telephone_band(piece(random, rate, random.uniform(25, 50)), rate)
        yield np.clip(level(sound, random.uniform(-28, -14)), -1, 1)
        yield level(random.standard_normal(int(rate * random.uniform(0.3, 2))), -62)


def swells(random: Random, count: int, rate: int, times: float) -> Samples:
    """Something that comes near and goes away, `times` a minute: cars, gusts."""
    shape = np.full(count, 0.15)
    time = np.arange(count) / rate
    for _ in range(max(1, int(times * count / rate / 60))):
        middle, width = random.uniform(0, count / rate), random.uniform(0.6, 3)
        shape += random.uniform(0.3, 1) * np.exp(-(((time - middle) / width) ** 2))
    return shape


def street(random: Random, count: int, rate: int) -> Samples:
    cars = coloured_noise(random, count, rate, 1.4, 40, 3400) * swells(random, count, rate, 20)
    time = np.arange(count) / rate
    engine = harmonics(time + 0.002 * np.sin(time), 45, [1, 0.8, 0.7, 0.5, 0.4, 0.3], 3400)
    sound = level(cars, -30) + level(engine, -44)
    for _ in range(2):
        horn = tone(rate, random.uniform(0.2, 0.9), [random.uniform(380, 520), random.uniform(300, 370)])
        mix(sound, random.uniform(0, count / rate - 1), rate, horn, random.uniform(0.01, 0.06))
    return sound


def fan(random: Random, count: int, rate: int) -> Samples:
    time = np.arange(count) / rate
    air = coloured_noise(random, count, rate, 1.0, 60, 3400)
    blades = 1 + 0.25 * np.sin(2 * np.pi * random.uniform(8, 25) * time)
    motor = harmonics(time, random.uniform(95, 140), [1, 0.5, 0.4, 0.2], 3400)
    return level(air * blades, -32) + level(motor, -46)


def knocks(random: Random, count: int, rate: int) -> Samples:
    """Keys, a handset that is moved, things put on a table."""
    sound = level(random.standard_normal(count), -62)
    at = 0.0
    while at < count / rate:
        decay = random.uniform(0.003, 0.04)
        time = np.arange(int(rate * decay * 6)) / rate
        body = random.standard_normal(len(time)) + 2 * np.sin(2 * np.pi * random.uniform(150, 900) * time)
        mix(sound, at, rate, body * np.exp(-time / decay), 10 ** (random.uniform(-40, -14) / 20))
        at += random.choice([random.uniform(0.08, 0.3), random.uniform(0.3, 4)])
    return sound


def gusts(random: Random, count: int, rate: int) -> Samples:
    wind = coloured_noise(random, count, rate, 2.0, 40, 1500) * swells(random, count, rate, 35) ** 2
    return level(wind, -28) + level(random.standard_normal(count), -66)


def noise_parts(random: Random, rate: int) -> Iterator[Samples]:
    count = 30 * rate
    while True:
        yield level(random.standard_normal(count), random.uniform(-50, -25))
        for make in (street, fan, knocks, gusts):
            yield make(random, count, rate) * 10 ** (random.uniform(-12, 6) / 20)
        yield level(coloured_noise(random, count, rate, 1.0, 100, 3400), random.uniform(-45, -25))


KINDS: dict[str, Callable[[Random, int], Iterator[Samples]]] = {
    "silence": silence_parts,
    "ringing": ringing_parts,
    "music": music_parts,
    "noise": noise_parts,
}


def make(kind: str, minutes: float, rate: int = 8000, seed: int = 1) -> Samples:
    """Samples from -1 to 1; each kind has random numbers of its own, so that kinds can be left out."""
    random = np.random.default_rng([seed, sorted(KINDS).index(kind)])
    wanted = int(minutes * 60 * rate)
    parts: list[Samples] = []
    length = 0
    for part in KINDS[kind](random, rate):
        parts.append(part)
        length += len(part)
        if length >= wanted:
            break
    return np.clip(np.concatenate(parts)[:wanted], -1, 1)


def write_wav(path: Path, samples: Samples, rate: int) -> None:
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(rate)
        file.writeframes(np.round(samples * 32767).astype("<i2").tobytes())


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("directory", type=Path)
    parser.add_argument("--minutes", type=float, default=15, help="length of each file (default: 15)")
    parser.add_argument("--rate", type=int, default=8000, help="samples a second (default: 8000)")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--kinds", default=",".join(KINDS), help=f"default: {','.join(KINDS)}")
    arguments = parser.parse_args()
    kinds = arguments.kinds.split(",")
    if unknown := [kind for kind in kinds if kind not in KINDS]:
        parser.error(f"no such kind: {', '.join(unknown)}; there are {', '.join(KINDS)}")
    arguments.directory.mkdir(parents=True, exist_ok=True)
    for kind in kinds:
        samples = make(kind, arguments.minutes, arguments.rate, arguments.seed)
        write_wav(arguments.directory / f"{kind}.wav", samples, arguments.rate)


if __name__ == "__main__":
    main()
