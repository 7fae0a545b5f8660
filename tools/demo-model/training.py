# SPDX-License-Identifier: Apache-2.0
"""Trains the network, one single-threaded process a core, and exports it to whisper.cpp's format.

Processes average their gradients. On two cores this was several times faster than two threads, and bfloat16
doubled it again on a processor with AVX512-BF16.
"""
from __future__ import annotations

import dataclasses
import os
import random
import time
from pathlib import Path

import numpy as np
import torch
from torch import distributed, multiprocessing
from torch.nn import functional

from ggml_model import F16_FILE, Hyperparameters, Model, Tensor, TensorType, read_model
from network import DECODER_LAYERS, ENCODER_LAYERS, HEADS, STATE, Network
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
    VOCABULARY_SIZE,
    Tokenizer,
)
from training_data import Example, hours, load_examples
from training_windows import AUDIO_CONTEXT, MELS, TEXT_CONTEXT, Window, WindowKind, Windows

ALWAYS_USED_CHARACTERS = (
    "אבגדהוזחטיכלמנסעפצקרשתךםןףץabcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.,?'"
)
IGNORED = -100  # a target that does not count
WARM_UP_STEPS = 300
REPORT_STEPS = 50
SAVE_INTERVAL = 180  # seconds
WORD_CORRUPTION = 0.12  # share of text inputs replaced, so that the decoder listens rather than guesses
GRADIENT_NORM = 1.0


@dataclasses.dataclass
class Settings:
    """`minutes` is what the schedule is made for, `stop_after` when to stop; both count earlier, resumed runs."""

    examples: Path
    checkpoint: Path
    vocabulary_model: Path
    minutes: float
    stop_after: float
    learning_rate: float
    processes: int
    device: str


@dataclasses.dataclass
class Vocabulary:
    """What the network has outputs for."""

    tokens: list[int]  # the row of each is its index
    characters: dict[str, int]  # from 1; 0 is CTC's blank


@dataclasses.dataclass
class Batch:
    """Windows of one length, as tensors."""

    mel: torch.Tensor
    offset: torch.Tensor
    inputs: torch.Tensor
    targets: torch.Tensor
    characters: list[list[int]]

    def on(self, device: str) -> Batch:
        """The same on another device."""
        moved = {name: getattr(self, name).to(device) for name in ("mel", "offset", "inputs", "targets")}
        return dataclasses.replace(self, **moved)


def collect_vocabulary(examples: list[Example], model: Path) -> Vocabulary:
    """All tokens of the examples, every letter by itself, and the special ones."""
    tokenizer = Tokenizer(read_model(model).vocabulary)
    tokens = {token for example in examples for token in example.tokens}
    tokens |= {tokenizer.ids[character] for character in ALWAYS_USED_CHARACTERS}
    tokens |= {END_OF_TEXT, START_OF_TRANSCRIPT, TRANSCRIBE, START_OF_PREVIOUS_TEXT, NO_SPEECH, NO_TIMESTAMPS}
    tokens |= set(LANGUAGE_TOKENS.values())
    tokens |= {FIRST_TIMESTAMP + step for step in range(0, AUDIO_CONTEXT + 1, TIMESTAMP_STEP)}
    characters = sorted({character for example in examples for character in example.text.lower()})
    return Vocabulary(sorted(tokens), {character: i + 1 for i, character in enumerate(characters)})


def learning_rate(base: float, step: int, progress: float) -> float:
    """A short warm-up, level until 76 % of the time, then down to a fiftieth; `progress` is 0 to 1."""
    decay = 1.0 if progress < 0.76 else max(0.02, 1 - (progress - 0.76) / 0.22)
    return base * min(1, (step + 1) / WARM_UP_STEPS) * decay


def choose_window(rng: random.Random, step: int, progress: float) -> tuple[WindowKind, int, int]:
    """The kind, the number and the frames of the next step's windows: they grow longer as training goes
    on."""
    full, middle = (0.0, 0.0) if progress < 0.3 else (0.1, 0.1) if progress < 0.6 else (0.4, 0.25)
    draw = rng.random()
    if draw < full:
        return WindowKind.FULL, 4, 3000
    if draw < full + middle:
        return WindowKind.MIDDLE, 6, rng.choice((1200, 1500, 2000))
    return WindowKind.SHORT, 16, rng.choice((300, 360, 420) if step < 400 else (320, 400, 520, 700))


def as_batch(windows: list[Window]) -> Batch:
    """Pads the tokens to the longest."""
    length = max(len(window.rows) for window in windows) - 1
    inputs = torch.zeros(len(windows), length, dtype=torch.long)
    targets = torch.full((len(windows), length), IGNORED)
    for index, window in enumerate(windows):
        inputs[index, : len(window.rows) - 1] = torch.tensor(window.rows[:-1])
        for position, counts in enumerate(window.targets):
            if counts:
                targets[index, position] = window.rows[position + 1]
    return Batch(
        mel=torch.from_numpy(np.stack([window.mel for window in windows]).astype(np.float32)),
        offset=torch.tensor([window.offset for window in windows]),
        inputs=inputs,
        targets=targets,
        characters=[window.characters for window in windows],
    )


def ctc_loss(network: Network, encoded: torch.Tensor, characters: list[list[int]]) -> torch.Tensor | None:
    """Over the windows whose characters fit; None when there are none."""
    positions = encoded.shape[1]
    usable = [index for index, labels in enumerate(characters) if 0 < len(labels) < positions * 0.8]
    if not usable:
        return None
    log_probabilities = network.ctc(encoded.float()[usable]).log_softmax(-1).transpose(0, 1)
    labels = torch.tensor([label for index in usable for label in characters[index]])
    label_lengths = torch.tensor([len(characters[index]) for index in usable])
    input_lengths = torch.full((len(usable),), positions)
    return functional.ctc_loss(log_probabilities, labels, input_lengths, label_lengths, zero_infinity=True)


class Trainer:
    """One process's share of the training. All processes draw the same kinds of windows, with other
    contents."""

    def __init__(self, rank: int, settings: Settings) -> None:
        self._rank, self._settings = rank, settings
        examples = load_examples(settings.examples)
        saved = None
        if settings.checkpoint.exists():
            saved = torch.load(settings.checkpoint, map_location=settings.device)
        if saved:
            self._vocabulary = Vocabulary(saved["tokens"], saved["characters"])
        else:
            self._vocabulary = collect_vocabulary(examples, settings.vocabulary_model)
        tokens, characters = self._vocabulary.tokens, self._vocabulary.characters
        self._text_rows = sum(token < END_OF_TEXT for token in tokens)
        self._network = Network(len(tokens) + 1, len(characters) + 1).to(settings.device)
        self._parameters = list(self._network.parameters())
        self._optimizer = torch.optim.AdamW(self._parameters, lr=1e-3, betas=(0.9, 0.98), weight_decay=0.01)
        self._step, self._elapsed = 0, 0.0
        if saved:
            self._network.load_state_dict(saved["network"])
            self._optimizer.load_state_dict(saved["optimizer"])
            self._step, self._elapsed = saved["step"], saved["elapsed"]
        self._windows = Windows(examples, tokens, characters, seed=2 * self._step + 1 + rank)
        self._shared_rng = random.Random(self._step)
        self._started = time.monotonic() - self._elapsed
        self._sums: dict[WindowKind, np.ndarray] = {}
        self._say(
            f"{len(examples)} utterances, {hours(examples):.1f} hours; {len(tokens)} tokens, "
            f"{sum(p.numel() for p in self._parameters) / 1e6:.2f} M parameters"
        )

    def run(self) -> None:
        """Until the settings' minutes are over; saves now and then, and at the end."""
        total = self._settings.minutes * 60
        last_save = time.monotonic()
        while self._elapsed < min(total, self._settings.stop_after * 60):
            self._train_step(self._elapsed / total)
            if time.monotonic() - last_save > SAVE_INTERVAL:
                self._save()
                last_save = time.monotonic()
        self._save()

    def _train_step(self, progress: float) -> None:
        rate = learning_rate(self._settings.learning_rate, self._step, progress)
        for group in self._optimizer.param_groups:
            group["lr"] = rate
        kind, count, frames = choose_window(self._shared_rng, self._step, progress)
        batch = as_batch([self._windows.make(frames, kind) for _ in range(count)])
        if progress < 0.85:
            batch.inputs = self._corrupted(batch.inputs)
        batch = batch.on(self._settings.device)
        with torch.autocast(self._settings.device, torch.bfloat16):
            encoded = self._network.encoder(batch.mel, batch.offset)
            logits = self._network.decoder(batch.inputs, encoded).float()
        flat_logits = logits.reshape(-1, logits.shape[-1])
        token_loss = functional.cross_entropy(flat_logits, batch.targets.reshape(-1), ignore_index=IGNORED)
        character_loss = ctc_loss(self._network, encoded, batch.characters) if progress < 0.93 else None
        loss = token_loss
        if character_loss is not None:
            loss = loss + (0.5 if progress < 0.85 else 0.2) * character_loss
        self._optimizer.zero_grad(set_to_none=True)
        loss.backward()
        finite = self._average_gradients()
        self._step += 1
        if not finite:
            self._say(f"skipped step {self._step}: its gradient is not finite")
            return
        torch.nn.utils.clip_grad_norm_(self._parameters, GRADIENT_NORM)
        self._optimizer.step()
        sums = self._sums.setdefault(kind, np.zeros(3))
        sums += (1, token_loss.item(), character_loss.item() if character_loss is not None else 0)
        if self._step % REPORT_STEPS == 0:
            self._report(rate)

    def _corrupted(self, inputs: torch.Tensor) -> torch.Tensor:
        hit = (torch.rand(inputs.shape) < WORD_CORRUPTION) & (inputs < self._text_rows)
        return torch.where(hit, torch.randint(0, self._text_rows, inputs.shape), inputs)

    def _average_gradients(self) -> bool:
        """Over all processes, and their clocks with them, so that all see the same time. False if not
        finite."""
        elapsed = torch.tensor([time.monotonic() - self._started], device=self._settings.device)
        gradients = [
            (p.grad if p.grad is not None else torch.zeros_like(p)).reshape(-1) for p in self._parameters
        ]
        flat = torch.cat([*gradients, elapsed])
        distributed.all_reduce(flat)
        flat /= self._settings.processes
        self._elapsed = float(flat[-1])
        start = 0
        for parameter in self._parameters:
            end = start + parameter.numel()
            parameter.grad = flat[start:end].view_as(parameter)
            start = end
        return bool(torch.isfinite(flat).all())

    def _report(self, rate: float) -> None:
        losses = ", ".join(
            f"{kind.value}: tokens {tokens / count:.3f}, characters {characters / count:.3f}"
            for kind, (count, tokens, characters) in self._sums.items()
        )
        self._say(f"{self._elapsed / 60:5.1f} min, step {self._step}, rate {rate:.1e}; losses of {losses}")
        self._sums = {}

    def _say(self, line: str) -> None:
        if self._rank == 0:
            print(line, flush=True)

    def _save(self) -> None:
        if self._rank != 0:
            return
        state = {
            "network": self._network.state_dict(),
            "optimizer": self._optimizer.state_dict(),
            "tokens": self._vocabulary.tokens,
            "characters": self._vocabulary.characters,
            "step": self._step,
            "elapsed": self._elapsed,
        }
        path = self._settings.checkpoint
        unfinished = path.with_name(path.name + ".unfinished")
        torch.save(state, unfinished)
        unfinished.replace(path)


def _run_process(rank: int, settings: Settings) -> None:
    torch.set_num_threads(1)
    torch.manual_seed(0)
    distributed.init_process_group("gloo", rank=rank, world_size=settings.processes)
    Trainer(rank, settings).run()


def train(settings: Settings) -> None:
    """Goes on from the checkpoint if there is one."""
    os.environ["OPENBLAS_NUM_THREADS"] = os.environ["OMP_NUM_THREADS"] = "1"
    os.environ.setdefault("MASTER_ADDR", "127.0.0.1")
    os.environ.setdefault("MASTER_PORT", "29517")
    os.environ.setdefault("GLOO_SOCKET_IFNAME", "lo")
    multiprocessing.spawn(_run_process, args=(settings,), nprocs=settings.processes)


def _is_stored_as_f32(name: str, values: np.ndarray) -> bool:
    return values.ndim < 2 or name.endswith(("positional_embedding", "conv1.bias", "conv2.bias"))


def exported(checkpoint: Path, vocabulary_model: Path) -> Model:
    """The trained network with the full vocabulary: unused tokens share one embedding."""
    saved = torch.load(checkpoint, map_location="cpu")
    base = read_model(vocabulary_model)
    tensors = {}
    for name, parameter in saved["network"].items():
        if name.startswith("ctc."):
            continue
        values = parameter.float().numpy()
        if name == "decoder.token_embedding.weight":
            rows = values
            values = np.repeat(rows[-1:], VOCABULARY_SIZE, 0)
            values[saved["tokens"]] = rows[:-1]
        elif name in ("encoder.conv1.bias", "encoder.conv2.bias"):
            values = values.reshape(-1, 1)
        kind = TensorType.F32 if _is_stored_as_f32(name, values) else TensorType.F16
        tensors[name] = Tensor(values, kind)
    hyperparameters = Hyperparameters(
        vocabulary=VOCABULARY_SIZE,
        audio_context=AUDIO_CONTEXT,
        audio_state=STATE,
        audio_heads=HEADS,
        audio_layers=ENCODER_LAYERS,
        text_context=TEXT_CONTEXT,
        text_state=STATE,
        text_heads=HEADS,
        text_layers=DECODER_LAYERS,
        mels=MELS,
        file_type=F16_FILE,
    )
    return Model(hyperparameters, base.mel_filters, base.vocabulary, tensors)
