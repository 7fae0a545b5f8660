# SPDX-License-Identifier: Apache-2.0
"""Tests of bringing Silero's voice activity model into whisper.cpp's form."""
from __future__ import annotations

import io
import struct
import tempfile
import unittest
from pathlib import Path
from unittest import mock

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

import convert_silero
from convert_silero import TENSORS, ModelError, convert, find_tensors

Read = tuple[tuple[int, ...], int, bytes]  # dimensions as in the file, kind, bytes


def constant(name: str, value: np.ndarray) -> onnx.NodeProto:
    return helper.make_node("Constant", [], [name], value=numpy_helper.from_array(value))


def branch(name: str, values: list[tuple[str, np.ndarray]]) -> onnx.GraphProto:
    output = helper.make_tensor_value_info(values[0][0], TensorProto.FLOAT, None)
    return helper.make_graph([constant(n, v) for n, v in values], name, [], [output])


def small_model(
    then_values: list[tuple[str, np.ndarray]], else_values: list[tuple[str, np.ndarray]]
) -> onnx.ModelProto:
    """Two networks in the branches of an `If`, as Silero's file has them."""
    choice = helper.make_node(
        "If",
        ["sixteen"],
        ["out"],
        then_branch=branch("then", then_values),
        else_branch=branch("else", else_values),
    )
    graph = helper.make_graph(
        [choice],
        "model",
        [helper.make_tensor_value_info("sixteen", TensorProto.BOOL, [])],
        [helper.make_tensor_value_info("out", TensorProto.FLOAT, None)],
    )
    return helper.make_model(graph)


def network(seed: int) -> list[tuple[str, np.ndarray]]:
    random = np.random.default_rng(seed)
    return [(f"then__{w.name}", random.standard_normal(w.shape).astype(np.float32)) for w in TENSORS]


def network_for_8_khz() -> list[tuple[str, np.ndarray]]:
    values = dict(network(2))
    values["then__encoder.0.reparam_conv.weight"] = np.zeros((128, 65, 3), np.float32)
    values["then__stft.forward_basis_buffer"] = np.zeros((130, 1, 128), np.float32)
    return list(values.items())


def read_tensors(data: bytes) -> dict[str, Read]:
    file = io.BytesIO(data)
    file.seek(8 + 10 + 24 + 4 * 12 + 16)
    tensors: dict[str, Read] = {}
    while head := file.read(12):
        dimensions, name_length, kind = struct.unpack("<3i", head)
        shape = struct.unpack(f"<{dimensions}i", file.read(4 * dimensions))
        name = file.read(name_length).decode()
        tensors[name] = (shape, kind, file.read(int(np.prod(shape)) * (2 if kind == 1 else 4)))
    return tensors


class ConvertTest(unittest.TestCase):
    def test_sixteen_kilohertz_network_is_taken_whichever_branch_it_is_in(self) -> None:
        wanted = network(1)
        for model in (small_model(wanted, network_for_8_khz()), small_model(network_for_8_khz(), wanted)):
            for found, (_, value) in zip(find_tensors(model), wanted):
                np.testing.assert_array_equal(found, value)

    def test_tensors_have_whisper_names_shapes_and_kinds(self) -> None:
        values = network(1)
        file = io.BytesIO()
        convert(small_model(values, network_for_8_khz()), file)
        tensors = read_tensors(file.getvalue())
        self.assertEqual(len(tensors), len(TENSORS))
        shape, kind, data = tensors["_model.encoder.0.reparam_conv.weight"]
        self.assertEqual((shape, kind), ((3, 129, 128), 1))
        np.testing.assert_array_equal(np.frombuffer(data, "<f2"), values[0][1].astype(np.float16).ravel())
        self.assertEqual(tensors["_model.stft.forward_basis_buffer"][0], (256, 1, 258))
        self.assertEqual(tensors["_model.decoder.decoder.2.weight"][0], (128,))
        shape, kind, data = tensors["_model.decoder.rnn.bias_ih"]
        self.assertEqual((shape, kind), ((512,), 0))
        self.assertEqual(data, dict(values)["then__decoder.rnn.bias_ih"].astype("<f4").tobytes())

    def test_header_begins_as_whisper_expects(self) -> None:
        file = io.BytesIO()
        convert(small_model(network(1), network_for_8_khz()), file)
        self.assertEqual(file.getvalue()[:18], struct.pack("<ii", 0x67676D6C, 10) + b"silero-16k")
        self.assertEqual(struct.unpack("<6i", file.getvalue()[18:42])[3:], (512, 64, 4))

    def test_model_that_lacks_a_tensor_is_refused(self) -> None:
        with self.assertRaisesRegex(ModelError, "16 kHz network was not found"):
            find_tensors(small_model(network(1)[:-1], network_for_8_khz()))

    def test_refused_model_leaves_no_file(self) -> None:
        with tempfile.TemporaryDirectory() as folder:
            source, output = Path(folder) / "model.onnx", Path(folder) / "model.bin"
            source.write_bytes(small_model(network_for_8_khz(), network_for_8_khz()).SerializeToString())
            with mock.patch("sys.argv", ["convert", str(source), str(output)]), mock.patch(
                "sys.stderr", io.StringIO()
            ):
                self.assertEqual(convert_silero.main(), 1)
            self.assertFalse(output.exists())


if __name__ == "__main__":
    unittest.main()
