# SPDX-License-Identifier: Apache-2.0
"""Tests of widening: shapes, and that the parts of a Transformer compute the same."""
from __future__ import annotations

import unittest
from pathlib import Path

import numpy as np

from ggml_model import Model, Tensor, TensorType, read_model
from widen_model import SIZES, Size, widened, widened_tensor

DEMO_MODEL = Path(__file__).resolve().parents[2] / "models" / "kolog-demo-q5_0.bin"


def layer_norm(states: np.ndarray, weight: np.ndarray, bias: np.ndarray) -> np.ndarray:
    """Over the last axis, as Whisper's."""
    centred = states - states.mean(-1, keepdims=True)
    return centred / np.sqrt((centred**2).mean(-1, keepdims=True) + 1e-5) * weight + bias


class WidenedDemoModel(unittest.TestCase):
    """The demo model at base's size."""

    narrow: Model
    wide: Model

    @classmethod
    def setUpClass(cls) -> None:
        cls.narrow = read_model(DEMO_MODEL)
        cls.wide = widened(cls.narrow, SIZES["base"])

    def test_hyperparameters_are_base_s(self) -> None:
        parameters = self.wide.hyperparameters
        self.assertEqual((parameters.audio_state, parameters.text_state), (512, 512))
        self.assertEqual((parameters.audio_heads, parameters.text_heads), (8, 8))
        self.assertEqual((parameters.audio_layers, parameters.text_layers), (6, 6))

    def test_shapes_are_base_s(self) -> None:
        expected = {
            "encoder.positional_embedding": (1500, 512),
            "encoder.conv1.weight": (512, 80, 3),
            "encoder.conv1.bias": (512, 1),
            "encoder.conv2.weight": (512, 512, 3),
            "encoder.blocks.5.attn.query.weight": (512, 512),
            "encoder.blocks.5.mlp.0.weight": (2048, 512),
            "encoder.blocks.5.mlp.2.weight": (512, 2048),
            "encoder.ln_post.bias": (512,),
            "decoder.token_embedding.weight": (51865, 512),
            "decoder.blocks.5.cross_attn.out.weight": (512, 512),
        }
        shapes = {name: self.wide.tensors[name].values.shape for name in expected}
        self.assertEqual(shapes, expected)
        self.assertNotIn("encoder.blocks.6.attn_ln.weight", self.wide.tensors)

    def test_added_layers_add_nothing(self) -> None:
        ends = ("attn.out.weight", "attn.out.bias", "mlp.2.weight", "mlp.2.bias")
        for side, first_added in (("encoder", 4), ("decoder", 3)):
            for layer in range(first_added, 6):
                prefix = f"{side}.blocks.{layer}."
                names = [n for n in self.wide.tensors if n.startswith(prefix) and n.endswith(ends)]
                self.assertEqual(len(names), 4 if side == "encoder" else 6)
                for name in names:
                    self.assertFalse(self.wide.tensors[name].values.any(), name)

    def test_nothing_is_left_quantised(self) -> None:
        self.assertNotIn(TensorType.Q5_0, {tensor.type for tensor in self.wide.tensors.values()})

    def test_a_norm_and_a_linear_layer_compute_the_same_four_times(self) -> None:
        def norm_and_query(model: Model, states: np.ndarray) -> np.ndarray:
            def part(name: str) -> np.ndarray:
                return model.tensors["encoder.blocks.0." + name].values

            normed = layer_norm(states, part("attn_ln.weight"), part("attn_ln.bias"))
            return normed @ part("attn.query.weight").T + part("attn.query.bias")

        states = np.random.default_rng(3).standard_normal((5, 128))
        narrow = norm_and_query(self.narrow, states)
        wide = norm_and_query(self.wide, np.tile(states, 4))
        np.testing.assert_allclose(wide, np.tile(narrow, 4), rtol=1e-4, atol=1e-4)

    def test_logits_stay_the_same(self) -> None:
        def logits(model: Model, states: np.ndarray) -> np.ndarray:
            tensors = model.tensors
            normed = layer_norm(
                states, tensors["decoder.ln.weight"].values, tensors["decoder.ln.bias"].values
            )
            return normed @ tensors["decoder.token_embedding.weight"].values[::500].T

        states = np.random.default_rng(4).standard_normal((5, 128))
        np.testing.assert_allclose(
            logits(self.wide, np.tile(states, 4)), logits(self.narrow, states), rtol=1e-4, atol=1e-4
        )


class Sizes(unittest.TestCase):
    """What cannot be widened."""

    def setUp(self) -> None:
        parameters = read_model(DEMO_MODEL).hyperparameters
        self.empty = Model(parameters, np.zeros((80, 201), np.float32), [], {})

    def test_features_must_be_a_multiple(self) -> None:
        with self.assertRaisesRegex(ValueError, "no multiple"):
            widened(self.empty, Size(200, 6, 6))

    def test_layers_cannot_be_taken_away(self) -> None:
        with self.assertRaisesRegex(ValueError, "more layers"):
            widened(self.empty, Size(512, 3, 6))

    def test_every_named_size_fits_the_demo_model(self) -> None:
        for name, size in SIZES.items():
            with self.subTest(name):
                self.assertEqual(widened(self.empty, size).hyperparameters.audio_state, size.features)

    def test_tensors_keep_the_type_they_are_stored_in(self) -> None:
        self.empty.tensors["decoder.ln.bias"] = Tensor(np.ones(128, np.float32), TensorType.F32)
        tensor = widened(self.empty, SIZES["base"]).tensors["decoder.ln.bias"]
        self.assertEqual(tensor.type, TensorType.F32)
        np.testing.assert_array_equal(tensor.values, np.full(512, 0.25))

    def test_whole_blocks_are_repeated_so_that_heads_stay_together(self) -> None:
        values = np.arange(4, dtype=np.float32)
        np.testing.assert_array_equal(widened_tensor("x.bias", values, 2), [0, 1, 2, 3, 0, 1, 2, 3])


if __name__ == "__main__":
    unittest.main()
