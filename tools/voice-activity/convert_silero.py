#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Turns Silero's voice activity model from its ONNX file into the form that whisper.cpp reads.

    convert_silero.py silero_vad.onnx OUTPUT

The file holds two networks in the branches of an `If`, for 16 and 8 kHz; whisper.cpp takes the one for 16 kHz. Its form
is that of `models/convert-silero-vad-to-ggml.py` in whisper.cpp's sources, which starts from a PyTorch package instead.
Needs onnx and NumPy.
"""
from __future__ import annotations

import argparse
import struct
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

import numpy as np
import onnx
from onnx import numpy_helper

MAGIC = 0x67676D6C
KIND = b"silero-16k"
VERSION = (6, 0, 0)
WINDOW, CONTEXT = 512, 64
F32, F16 = 0, 1


@dataclass(frozen=True)
class Wanted:
    """A tensor as whisper.cpp wants it; `whole` keeps dimensions of one, which are left out otherwise."""

    name: str
    shape: tuple[int, ...]
    kind: int
    whole: bool = False


ENCODER = ((129, 128), (128, 64), (64, 64), (64, 128))  # channels in and out of its layers
HIDDEN = 128
TENSORS = (
    *(
        wanted
        for layer, (channels_in, channels_out) in enumerate(ENCODER)
        for wanted in (
            Wanted(f"encoder.{layer}.reparam_conv.weight", (channels_out, channels_in, 3), F16),
            Wanted(f"encoder.{layer}.reparam_conv.bias", (channels_out,), F32),
        )
    ),
    Wanted("decoder.rnn.weight_ih", (4 * HIDDEN, HIDDEN), F32),
    Wanted("decoder.rnn.weight_hh", (4 * HIDDEN, HIDDEN), F32),
    Wanted("decoder.rnn.bias_ih", (4 * HIDDEN,), F32),
    Wanted("decoder.rnn.bias_hh", (4 * HIDDEN,), F32),
    Wanted("decoder.decoder.2.weight", (1, HIDDEN, 1), F16),
    Wanted("decoder.decoder.2.bias", (1,), F32),
    Wanted("stft.forward_basis_buffer", (258, 1, 256), F16, whole=True),
)


class ModelError(Exception):
    """The file is not the model that is wanted."""


def constants(graph: onnx.GraphProto) -> Iterator[tuple[str, np.ndarray]]:
    """Every constant of a graph and of the graphs within it, as name and value."""
    for initializer in graph.initializer:
        yield initializer.name, numpy_helper.to_array(initializer)
    for node in graph.node:
        for attribute in node.attribute:
            if attribute.type == onnx.AttributeProto.GRAPH:
                yield from constants(attribute.g)
            elif attribute.type == onnx.AttributeProto.TENSOR and node.op_type == "Constant":
                yield node.output[0], numpy_helper.to_array(attribute.t)


def find_tensors(model: onnx.ModelProto) -> list[np.ndarray]:
    """The wanted tensors in order. The two networks share names, and many shapes; one branch has them all."""
    for node in model.graph.node:
        for attribute in node.attribute:
            if attribute.type != onnx.AttributeProto.GRAPH:
                continue
            branch = list(constants(attribute.g))
            found = [
                next(
                    (value for name, value in branch if name.endswith(w.name) and value.shape == w.shape),
                    None,
                )
                for w in TENSORS
            ]
            if all(value is not None for value in found):
                return [value for value in found if value is not None]
    raise ModelError(
        "this is not Silero's voice activity model, version 5 or 6: its 16 kHz network was not found"
    )


def write_header(file: BinaryIO) -> None:
    file.write(struct.pack("<ii", MAGIC, len(KIND)) + KIND)
    file.write(struct.pack("<6i", *VERSION, WINDOW, CONTEXT, len(ENCODER)))
    for channels_in, channels_out in ENCODER:
        file.write(struct.pack("<3i", channels_in, channels_out, 3))
    file.write(struct.pack("<4i", HIDDEN, HIDDEN, HIDDEN, 1))


def write_tensor(file: BinaryIO, wanted: Wanted, value: np.ndarray) -> None:
    shape = wanted.shape if wanted.whole else tuple(np.squeeze(value).shape)
    name = f"_model.{wanted.name}".encode()
    file.write(struct.pack("<3i", len(shape), len(name), wanted.kind))
    file.write(struct.pack(f"<{len(shape)}i", *reversed(shape)) + name)
    file.write(value.astype("<f2" if wanted.kind == F16 else "<f4").tobytes())


def convert(model: onnx.ModelProto, file: BinaryIO) -> None:
    values = find_tensors(model)
    write_header(file)
    for wanted, value in zip(TENSORS, values):
        write_tensor(file, wanted, value)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("model", type=Path)
    parser.add_argument("output", type=Path)
    arguments = parser.parse_args()
    try:
        model = onnx.load(str(arguments.model))
        partial = arguments.output.with_suffix(".partial")
        with partial.open("wb") as file:
            convert(model, file)
        partial.replace(arguments.output)
    except (ModelError, OSError) as error:
        print(f"{arguments.model}: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
