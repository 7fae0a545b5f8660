# SPDX-License-Identifier: Apache-2.0
"""Whisper's architecture, small, in PyTorch; parameters bear the names that whisper.cpp's files use.

Only tokens that occur get a row of their own in the embedding; one more row stands for all the others, so
that training costs a fiftieth of what the full vocabulary would.
"""
from __future__ import annotations

import math

import torch
from torch import nn
from torch.nn import functional

from tokenizer import VOCABULARY_SIZE
from training_windows import AUDIO_CONTEXT, MELS, TEXT_CONTEXT

STATE = 128
HEADS = 2
ENCODER_LAYERS = 4
DECODER_LAYERS = 3


def _gelu(values: torch.Tensor) -> torch.Tensor:
    """The approximation that ggml computes. Besides, the gradient of the exact one is wrong in Debian's
    PyTorch 1.13 where a transposition follows."""
    return functional.gelu(values, approximate="tanh")


class Attention(nn.Module):
    """Multi-head attention; Whisper's keys have no bias."""

    def __init__(self) -> None:
        super().__init__()
        self.query = nn.Linear(STATE, STATE)
        self.key = nn.Linear(STATE, STATE, bias=False)
        self.value = nn.Linear(STATE, STATE)
        self.out = nn.Linear(STATE, STATE)

    def forward(
        self, states: torch.Tensor, source: torch.Tensor, mask: torch.Tensor | None = None
    ) -> torch.Tensor:
        """`states` is [batch, positions, STATE]; `source` is what is attended to."""
        batch, length, _ = states.shape
        source_length = source.shape[1]
        query = self.query(states).view(batch, length, HEADS, -1).transpose(1, 2) * (STATE // HEADS) ** -0.5
        key = self.key(source).view(batch, source_length, HEADS, -1).permute(0, 2, 3, 1)
        value = self.value(source).view(batch, source_length, HEADS, -1).transpose(1, 2)
        weights = query @ key
        if mask is not None:
            weights = weights + mask
        attended = (weights.softmax(-1) @ value).transpose(1, 2)
        return self.out(attended.reshape(batch, length, STATE))


def _feed_forward() -> nn.Sequential:
    return nn.Sequential(nn.Linear(STATE, 4 * STATE), nn.GELU(), nn.Linear(4 * STATE, STATE))


class EncoderBlock(nn.Module):
    """Attention and a feed-forward network, each behind a layer norm, each added to what comes in."""

    def __init__(self) -> None:
        super().__init__()
        self.attn = Attention()
        self.attn_ln = nn.LayerNorm(STATE)
        self.mlp = _feed_forward()
        self.mlp_ln = nn.LayerNorm(STATE)

    def forward(self, states: torch.Tensor) -> torch.Tensor:
        """Every position sees every other."""
        normed = self.attn_ln(states)
        states = states + self.attn(normed, normed)
        return states + self.mlp(self.mlp_ln(states))


class DecoderBlock(nn.Module):
    """The same with attention to the audio in between. The order of the parameters decides their initial
    values."""

    def __init__(self) -> None:
        super().__init__()
        self.attn = Attention()
        self.attn_ln = nn.LayerNorm(STATE)
        self.cross_attn = Attention()
        self.cross_attn_ln = nn.LayerNorm(STATE)
        self.mlp = _feed_forward()
        self.mlp_ln = nn.LayerNorm(STATE)

    def forward(self, states: torch.Tensor, audio: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
        """`mask` hides the tokens to come."""
        normed = self.attn_ln(states)
        states = states + self.attn(normed, normed, mask)
        states = states + self.cross_attn(self.cross_attn_ln(states), audio)
        return states + self.mlp(self.mlp_ln(states))


def _sinusoids() -> torch.Tensor:
    inverse_lengths = torch.exp(-math.log(10000) / (STATE // 2 - 1) * torch.arange(STATE // 2))
    angles = torch.arange(AUDIO_CONTEXT)[:, None] * inverse_lengths[None]
    return torch.cat([angles.sin(), angles.cos()], 1)


class Encoder(nn.Module):
    """Log-mel frames to states, one for every two frames."""

    positional_embedding: torch.Tensor

    def __init__(self) -> None:
        super().__init__()
        self.conv1 = nn.Conv1d(MELS, STATE, 3, padding=1)
        self.conv2 = nn.Conv1d(STATE, STATE, 3, stride=2, padding=1)
        self.register_buffer("positional_embedding", _sinusoids())
        self.blocks = nn.ModuleList([EncoderBlock() for _ in range(ENCODER_LAYERS)])
        self.ln_post = nn.LayerNorm(STATE)

    def forward(self, mel: torch.Tensor, offset: torch.Tensor) -> torch.Tensor:
        """`mel` is [batch, MELS, frames]; `offset` [batch] is the position at which each window stands."""
        with torch.autocast(mel.device.type, enabled=False):
            states = _gelu(self.conv2(_gelu(self.conv1(mel)))).transpose(1, 2)
        positions = offset[:, None] + torch.arange(states.shape[1], device=mel.device)[None]
        states = states + self.positional_embedding[positions]
        for block in self.blocks:
            states = block(states)
        return self.ln_post(states)


class Decoder(nn.Module):
    """Rows of the embedding to the next token's logits, one per row; the last row is every unused token."""

    def __init__(self, rows: int) -> None:
        super().__init__()
        self.token_embedding = nn.Embedding(rows, STATE)
        self.positional_embedding = nn.Parameter(torch.randn(TEXT_CONTEXT, STATE) * 0.02)
        self.blocks = nn.ModuleList([DecoderBlock() for _ in range(DECODER_LAYERS)])
        self.ln = nn.LayerNorm(STATE)
        nn.init.normal_(self.token_embedding.weight, std=0.05)
        self.log_unused = math.log(VOCABULARY_SIZE - (rows - 1))

    def forward(self, rows: torch.Tensor, audio: torch.Tensor) -> torch.Tensor:
        """`rows` is [batch, positions]; `audio` is the encoder's output."""
        length = rows.shape[1]
        states = self.token_embedding(rows) + self.positional_embedding[:length]
        mask = torch.full((length, length), -1e9, device=rows.device).triu(1)
        for block in self.blocks:
            states = block(states, audio, mask)
        logits = self.ln(states) @ self.token_embedding.weight.t()
        return torch.cat([logits[..., :-1], logits[..., -1:] + self.log_unused], -1)


class Network(nn.Module):
    """The model and `ctc`, a character recogniser on the encoder that speeds training up and is not
    exported."""

    def __init__(self, rows: int, characters: int) -> None:
        super().__init__()
        self.encoder = Encoder()
        self.decoder = Decoder(rows)
        self.ctc = nn.Linear(STATE, characters)
