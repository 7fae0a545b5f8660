# SPDX-License-Identifier: Apache-2.0
"""Reads and writes whisper.cpp's model files, quantised to q5_0 or not.

A file holds a magic number, eleven hyperparameters, the mel filters, the vocabulary and then the tensors,
each with its own header. All numbers are little-endian; a tensor's shape is stored innermost dimension first.
"""
from __future__ import annotations

import dataclasses
import enum
import struct
from pathlib import Path
from typing import BinaryIO, NamedTuple

import numpy as np

MAGIC = 0x67676D6C
F16_FILE = 1
Q5_0_FILE = 2008  # ggml's quantisation version 2, times 1000, plus its number for "mostly q5_0"

BLOCK = 32  # weights that share one scale in q5_0
BLOCK_BYTES = 22  # an f16 scale, 32 fifth bits, 32 nibbles

# whisper.cpp reads these as f32, whatever the rest of the file is.
NEVER_QUANTISED = frozenset(
    {
        "encoder.conv1.bias",
        "encoder.conv2.bias",
        "encoder.positional_embedding",
        "decoder.positional_embedding",
    }
)


class ModelFileError(ValueError):
    """The file is no whisper.cpp model, or holds a kind of tensor that is not known here."""


class TensorType(enum.IntEnum):
    """ggml's numbers for the ways of storing a tensor that are known here."""

    F32 = 0
    F16 = 1
    Q5_0 = 6


class Hyperparameters(NamedTuple):
    """In the file's order; contexts are in positions, states in features."""

    vocabulary: int
    audio_context: int
    audio_state: int
    audio_heads: int
    audio_layers: int
    text_context: int
    text_state: int
    text_heads: int
    text_layers: int
    mels: int
    file_type: int


@dataclasses.dataclass
class Tensor:
    """Values are always f32 in memory; `type` says how they are stored in the file."""

    values: np.ndarray
    type: TensorType


@dataclasses.dataclass
class Model:
    """A model in memory, its tensors in the file's order."""

    hyperparameters: Hyperparameters
    mel_filters: np.ndarray  # [mels, spectrum bins], f32
    vocabulary: list[bytes]
    tensors: dict[str, Tensor]


def encode_q5_0(values: np.ndarray) -> bytes:
    """Rounds as ggml's reference implementation does, so that the bytes are the same as
    whisper-quantize's."""
    if values.shape[-1] % BLOCK:
        raise ModelFileError(f"rows of {values.shape[-1]} weights do not divide into blocks of {BLOCK}")
    blocks = np.ascontiguousarray(values, np.float32).reshape(-1, BLOCK)
    largest = np.take_along_axis(blocks, np.abs(blocks).argmax(1)[:, None], 1)
    scale = largest / np.float32(-16)
    inverse = np.divide(np.float32(1), scale, out=np.zeros_like(scale), where=scale != 0)
    quants = np.minimum(31, (blocks * inverse + np.float32(16.5)).astype(np.int8)).astype(np.uint8)
    low, high = quants[:, : BLOCK // 2], quants[:, BLOCK // 2 :]
    packed = np.empty((len(blocks), BLOCK_BYTES), np.uint8)
    packed[:, :2] = scale.astype("<f2").view(np.uint8)
    packed[:, 2:6] = np.packbits(quants >> 4, axis=1, bitorder="little")
    packed[:, 6:] = (low & 15) | (high & 15) << 4
    return packed.tobytes()


def decode_q5_0(data: bytes, shape: tuple[int, ...]) -> np.ndarray:
    """The inverse of encode_q5_0, up to rounding."""
    packed = np.frombuffer(data, np.uint8).reshape(-1, BLOCK_BYTES)
    scale = packed[:, :2].copy().view("<f2").astype(np.float32)
    fifth_bits = np.unpackbits(packed[:, 2:6], axis=1, bitorder="little")
    nibbles = np.concatenate([packed[:, 6:] & 15, packed[:, 6:] >> 4], axis=1)
    quants = (nibbles | fifth_bits << 4).astype(np.float32) - 16
    return (quants * scale).reshape(shape)


def _read_ints(file: BinaryIO, count: int) -> tuple[int, ...]:
    return struct.unpack(f"<{count}i", _read_bytes(file, 4 * count))


def _read_bytes(file: BinaryIO, count: int) -> bytes:
    data = file.read(count)
    if len(data) != count:
        raise ModelFileError("the file ends too early")
    return data


def _read_tensor(file: BinaryIO, head: bytes) -> tuple[str, Tensor]:
    if len(head) != 12:
        raise ModelFileError("the file ends inside a tensor's header")
    dimensions, name_length, type_number = struct.unpack("<3i", head)
    shape = _read_ints(file, dimensions)[::-1]
    name = _read_bytes(file, name_length).decode()
    try:
        tensor_type = TensorType(type_number)
    except ValueError as error:
        raise ModelFileError(f"{name}: unknown tensor type {type_number}") from error
    count = int(np.prod(shape))
    if tensor_type is TensorType.Q5_0:
        data = _read_bytes(file, count // BLOCK * BLOCK_BYTES)
        return name, Tensor(decode_q5_0(data, shape), tensor_type)
    stored = np.dtype("<f4" if tensor_type is TensorType.F32 else "<f2")
    values = np.frombuffer(_read_bytes(file, count * stored.itemsize), stored)
    return name, Tensor(values.astype(np.float32).reshape(shape), tensor_type)


def read_model(path: Path) -> Model:
    """Raises ModelFileError for a file that whisper.cpp would not load either."""
    with path.open("rb") as file:
        if file.read(4) != struct.pack("<i", MAGIC):
            raise ModelFileError(f"{path} is not a whisper.cpp model")
        hyperparameters = Hyperparameters(*_read_ints(file, 11))
        mels, bins = _read_ints(file, 2)
        filters = np.frombuffer(_read_bytes(file, 4 * mels * bins), "<f4").reshape(mels, bins)
        vocabulary = [_read_bytes(file, *_read_ints(file, 1)) for _ in range(*_read_ints(file, 1))]
        tensors = {}
        while head := file.read(12):
            name, tensor = _read_tensor(file, head)
            tensors[name] = tensor
    return Model(hyperparameters, filters, vocabulary, tensors)


def write_model(path: Path, model: Model) -> None:
    """Writes each tensor in its own type."""
    with path.open("wb") as file:
        file.write(struct.pack("<12i", MAGIC, *model.hyperparameters))
        file.write(struct.pack("<2i", *model.mel_filters.shape))
        file.write(np.ascontiguousarray(model.mel_filters, "<f4").tobytes())
        file.write(struct.pack("<i", len(model.vocabulary)))
        for word in model.vocabulary:
            file.write(struct.pack("<i", len(word)) + word)
        for name, tensor in model.tensors.items():
            values, encoded = tensor.values, name.encode()
            file.write(struct.pack("<3i", values.ndim, len(encoded), tensor.type))
            file.write(struct.pack(f"<{values.ndim}i", *values.shape[::-1]) + encoded)
            if tensor.type is TensorType.Q5_0:
                file.write(encode_q5_0(values))
            else:
                stored = "<f4" if tensor.type is TensorType.F32 else "<f2"
                file.write(np.ascontiguousarray(values, stored).tobytes())


def quantised(model: Model) -> Model:
    """The same model with its matrices in q5_0, as whisper-quantize makes it."""
    tensors = {
        name: Tensor(tensor.values, TensorType.Q5_0)
        if tensor.values.ndim == 2 and name not in NEVER_QUANTISED
        else tensor
        for name, tensor in model.tensors.items()
    }
    hyperparameters = model.hyperparameters._replace(file_type=Q5_0_FILE)
    return dataclasses.replace(model, hyperparameters=hyperparameters, tensors=tensors)


def dequantised(model: Model) -> Model:
    """The same model with its q5_0 matrices in f16. Quantising it again gives the same bytes: a block's
    largest weight is sixteen times its scale, which f16 holds exactly, and the other weights are rounded by
    less than half a step."""
    tensors = {
        name: Tensor(tensor.values, TensorType.F16) if tensor.type is TensorType.Q5_0 else tensor
        for name, tensor in model.tensors.items()
    }
    hyperparameters = model.hyperparameters._replace(file_type=F16_FILE)
    return dataclasses.replace(model, hyperparameters=hyperparameters, tensors=tensors)
