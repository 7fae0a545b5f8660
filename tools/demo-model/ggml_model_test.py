# SPDX-License-Identifier: Apache-2.0
"""Tests of reading, writing and quantising whisper.cpp's model files."""
from __future__ import annotations

import hashlib
import struct
import tempfile
import unittest
from pathlib import Path

import numpy as np

from ggml_model import (
    BLOCK_BYTES,
    F16_FILE,
    Q5_0_FILE,
    Hyperparameters,
    Model,
    ModelFileError,
    Tensor,
    TensorType,
    decode_q5_0,
    dequantised,
    encode_q5_0,
    quantised,
    read_model,
    write_model,
)

DEMO_MODEL = Path(__file__).resolve().parents[2] / "models" / "kolog-demo-q5_0.bin"


def small_model() -> Model:
    """Two tensors of each kind that a file may hold."""
    rng = np.random.default_rng(1)

    def tensor(shape: tuple[int, ...], kind: TensorType) -> Tensor:
        return Tensor(rng.standard_normal(shape).astype(np.float16).astype(np.float32), kind)

    return Model(
        Hyperparameters(3, 1500, 32, 1, 1, 448, 32, 1, 1, 2, F16_FILE),
        rng.random((2, 201), np.float32),
        [b"a", b"", "ש".encode()],
        {
            "encoder.conv1.weight": tensor((32, 2, 3), TensorType.F16),
            "encoder.conv1.bias": tensor((32, 1), TensorType.F32),
            "decoder.positional_embedding": tensor((448, 32), TensorType.F32),
            "decoder.token_embedding.weight": tensor((3, 32), TensorType.F16),
            "decoder.ln.bias": tensor((32,), TensorType.F32),
        },
    )


class Files(unittest.TestCase):
    """Whole files."""

    def setUp(self) -> None:
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.path = Path(folder.name) / "model.bin"

    def _written(self, model: Model) -> bytes:
        write_model(self.path, model)
        return self.path.read_bytes()

    def test_everything_written_is_read_back(self) -> None:
        model = small_model()
        self._written(model)
        read = read_model(self.path)
        self.assertEqual(read.hyperparameters, model.hyperparameters)
        self.assertEqual(read.vocabulary, model.vocabulary)
        np.testing.assert_array_equal(read.mel_filters, model.mel_filters)
        self.assertEqual(list(read.tensors), list(model.tensors))
        for name, tensor in model.tensors.items():
            self.assertEqual(read.tensors[name].type, tensor.type)
            np.testing.assert_array_equal(read.tensors[name].values, tensor.values)

    def test_shapes_are_stored_innermost_first(self) -> None:
        data = self._written(small_model())
        name = b"encoder.conv1.weight"
        at = data.index(name)
        self.assertEqual(struct.unpack("<6i", data[at - 24 : at]), (3, len(name), 1, 3, 2, 32))

    def test_demo_model_is_written_as_it_was_read(self) -> None:
        expected = hashlib.sha256(DEMO_MODEL.read_bytes()).digest()
        self.assertEqual(hashlib.sha256(self._written(read_model(DEMO_MODEL))).digest(), expected)

    def test_demo_model_survives_f16_and_quantising_again(self) -> None:
        self._written(dequantised(read_model(DEMO_MODEL)))
        again = self._written(quantised(read_model(self.path)))
        self.assertEqual(hashlib.sha256(again).digest(), hashlib.sha256(DEMO_MODEL.read_bytes()).digest())

    def test_another_file_is_refused(self) -> None:
        self.path.write_bytes(b"RIFF" + bytes(100))
        with self.assertRaisesRegex(ModelFileError, "not a whisper.cpp model"):
            read_model(self.path)

    def test_a_file_cut_off_anywhere_is_refused(self) -> None:
        data = self._written(small_model())
        for length in (4, 40, 60, 1700, len(data) - 140, len(data) - 1):
            self.path.write_bytes(data[:length])
            with self.subTest(length=length), self.assertRaises(ModelFileError):
                read_model(self.path)

    def test_an_unknown_tensor_type_is_refused(self) -> None:
        data = bytearray(self._written(small_model()))
        at = data.index(b"encoder.conv1.weight") - 16
        data[at : at + 4] = struct.pack("<i", 12)
        self.path.write_bytes(data)
        with self.assertRaisesRegex(ModelFileError, "unknown tensor type 12"):
            read_model(self.path)


class Quantisation(unittest.TestCase):
    """Blocks of q5_0."""

    def test_a_block_has_ggml_s_layout(self) -> None:
        values = np.zeros((1, 32), np.float32)
        values[0, 0], values[0, 1], values[0, 17] = -16.0, 15.0, 1.0
        data = encode_q5_0(values)
        self.assertEqual(len(data), BLOCK_BYTES)
        scale, fifth_bits = struct.unpack("<eI", data[:6])
        self.assertEqual(scale, 1.0)
        self.assertEqual(fifth_bits, 0xFFFFFFFE)  # all but the first are 16 or more
        self.assertEqual(data[6], 0x00)  # quants 0 and 16
        self.assertEqual(data[7], 0x1F)  # quants 31 and 17
        self.assertEqual(set(data[8:]), {0x00})

    def test_the_error_is_at_most_a_step(self) -> None:
        values = np.random.default_rng(2).standard_normal((50, 64)).astype(np.float32)
        error = np.abs(decode_q5_0(encode_q5_0(values), values.shape) - values).reshape(-1, 32)
        step = np.abs(values).reshape(-1, 32).max(1, keepdims=True) / 16
        self.assertTrue((error <= step * 1.01).all())
        self.assertLess(error.mean(), step.mean() / 3)

    def test_zeros_stay_zero(self) -> None:
        values = np.zeros((2, 32), np.float32)
        np.testing.assert_array_equal(decode_q5_0(encode_q5_0(values), values.shape), values)

    def test_rows_must_divide_into_blocks(self) -> None:
        with self.assertRaises(ModelFileError):
            encode_q5_0(np.zeros((2, 33), np.float32))

    def test_only_matrices_are_quantised(self) -> None:
        model = quantised(small_model())
        kinds = {name: tensor.type for name, tensor in model.tensors.items()}
        self.assertEqual(
            [name for name, kind in kinds.items() if kind is TensorType.Q5_0],
            ["decoder.token_embedding.weight"],
        )
        self.assertEqual(model.hyperparameters.file_type, Q5_0_FILE)
        self.assertEqual(dequantised(model).hyperparameters.file_type, F16_FILE)


if __name__ == "__main__":
    unittest.main()
