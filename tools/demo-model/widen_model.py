# SPDX-License-Identifier: Apache-2.0
"""Widens a model so that it computes the same function at a larger model's cost.

Every feature is repeated k times (weights over features divided by k), and layers are added whose output
projections are zero, so that each adds nothing to the residual stream. Layer norms see the same mean and
variance, attention heads keep their 64 features, logits stay the same up to rounding. The demo model, which
really recognises the sample calls, can thus stand in for a larger one in a measurement of speed: same words,
the larger model's arithmetic.
"""
from __future__ import annotations

from typing import NamedTuple

import numpy as np

from ggml_model import Model, Tensor, dequantised


class Size(NamedTuple):
    """Of one of Whisper's published models."""

    features: int
    encoder_layers: int
    decoder_layers: int


SIZES = {"base": Size(512, 6, 6), "small": Size(768, 12, 12), "medium": Size(1024, 24, 24)}


def _repeated(values: np.ndarray, factor: int, axis: int) -> np.ndarray:
    """In whole blocks, so that attention heads stay together."""
    return np.concatenate([values] * factor, axis=axis)


def widened_tensor(name: str, values: np.ndarray, factor: int) -> np.ndarray:
    """One tensor with `factor` times the features."""
    if name.endswith(("token_embedding.weight", "positional_embedding")):
        return _repeated(values, factor, 1)
    if name == "encoder.conv1.weight":  # its inputs, the mel bands, stay as many
        return _repeated(values, factor, 0)
    if name == "encoder.conv2.weight" or (values.ndim == 2 and values.shape[1] > 1):  # [out, in, …]
        return _repeated(_repeated(values, factor, 0), factor, 1) / factor
    repeated = _repeated(values, factor, 0)
    # The logits' product with the embedding sums every feature `factor` times.
    return repeated / factor if name in ("decoder.ln.weight", "decoder.ln.bias") else repeated


def _silent_copy(name: str, tensor: Tensor) -> Tensor:
    """A layer's tensor, zero where the layer's parts end in the residual stream."""
    writes_to_residual = name.rpartition(".")[0].endswith(("attn.out", "mlp.2"))
    return Tensor(tensor.values * 0, tensor.type) if writes_to_residual else tensor


def _add_silent_layers(tensors: dict[str, Tensor], side: str, present: int, wanted: int) -> None:
    prefix = f"{side}.blocks.0."
    first_layer = {name: tensor for name, tensor in tensors.items() if name.startswith(prefix)}
    for layer in range(present, wanted):
        for name, tensor in first_layer.items():
            tensors[name.replace(prefix, f"{side}.blocks.{layer}.")] = _silent_copy(name, tensor)


def widened(model: Model, size: Size) -> Model:
    """Raises ValueError when the size is no multiple of the model's, or has fewer layers. Matrices come out
    in f16."""
    model = dequantised(model)
    old = model.hyperparameters
    factor, rest = divmod(size.features, old.audio_state)
    if rest or old.audio_state != old.text_state:
        raise ValueError(f"{size.features} features are no multiple of the model's {old.audio_state}")
    if size.encoder_layers < old.audio_layers or size.decoder_layers < old.text_layers:
        raise ValueError("the model has more layers than that size")
    tensors = {
        name: Tensor(widened_tensor(name, tensor.values, factor), tensor.type)
        for name, tensor in model.tensors.items()
    }
    _add_silent_layers(tensors, "encoder", old.audio_layers, size.encoder_layers)
    _add_silent_layers(tensors, "decoder", old.text_layers, size.decoder_layers)
    hyperparameters = old._replace(
        audio_state=size.features,
        audio_heads=old.audio_heads * factor,
        audio_layers=size.encoder_layers,
        text_state=size.features,
        text_heads=old.text_heads * factor,
        text_layers=size.decoder_layers,
    )
    return Model(hyperparameters, model.mel_filters, model.vocabulary, tensors)
