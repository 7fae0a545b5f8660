#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""Makes, measures and widens the demo model, and makes the sample calls. docs/demo-model.md tells the whole
story.

Needs Python 3.11 and numpy; `train` and `export` need PyTorch (Debian's python3-torch, with
libopenblas0-pthread for speed); `generate`, `calls` and `evaluate make` need eSpeak NG, flite and flac;
`evaluate` needs whisper-cli.
"""
from __future__ import annotations

import argparse
import shlex
import subprocess
import sys
from pathlib import Path

from ggml_model import quantised, read_model, write_model
from speech_synthesis import VoiceSet
from widen_model import SIZES, widened

PROJECT = Path(__file__).resolve().parents[2]
DEMO_MODEL = PROJECT / "models" / "kolog-demo-q5_0.bin"
SAMPLE_CALLS = PROJECT / "tests" / "data" / "calls"


def _generate(arguments: argparse.Namespace) -> None:
    from training_data import generate

    voices = VoiceSet(arguments.voices)
    generate(
        arguments.output,
        arguments.count,
        arguments.processes,
        arguments.seed,
        voices,
        arguments.vocabulary_from,
    )


def _train(arguments: argparse.Namespace) -> None:
    from training import Settings, train

    train(
        Settings(
            examples=arguments.examples,
            checkpoint=arguments.checkpoint,
            vocabulary_model=arguments.vocabulary_from,
            minutes=arguments.minutes,
            stop_after=arguments.minutes if arguments.stop_after is None else arguments.stop_after,
            learning_rate=arguments.learning_rate,
            processes=arguments.processes,
            device=arguments.device,
        )
    )


def _export(arguments: argparse.Namespace) -> None:
    from training import exported

    write_model(arguments.output, exported(arguments.checkpoint, arguments.vocabulary_from))


def _quantise(arguments: argparse.Namespace) -> None:
    write_model(arguments.output, quantised(read_model(arguments.input)))


def _calls(arguments: argparse.Namespace) -> None:
    from sample_calls import make_sample_calls

    make_sample_calls(arguments.output)


def _evaluate(arguments: argparse.Namespace) -> None:
    from evaluate import Recogniser, evaluate_calls, evaluate_utterances

    options = shlex.split(arguments.whisper_options)
    recogniser = Recogniser(arguments.whisper_cli, arguments.model, arguments.language, options)
    if arguments.what == "calls":
        evaluate_calls(recogniser, arguments.folder, arguments.split, arguments.show)
    else:
        evaluate_utterances(recogniser, arguments.folder, arguments.show)


def _make_utterances(arguments: argparse.Namespace) -> None:
    from evaluate import make_utterances

    make_utterances(arguments.folder, arguments.count)


def _widen(arguments: argparse.Namespace) -> None:
    write_model(arguments.output, widened(read_model(arguments.input), SIZES[arguments.size]))


def _add_evaluate(commands: argparse._SubParsersAction) -> None:
    parser = commands.add_parser("evaluate", help="measure a model with whisper-cli")
    kinds = parser.add_subparsers(dest="what", metavar="WHAT", required=True)

    calls = kinds.add_parser("calls", help="on the sample calls, one channel at a time")
    calls.add_argument("folder", type=Path, nargs="?", default=SAMPLE_CALLS, help="the calls (%(default)s)")
    calls.add_argument("--split", action="store_true", help="cut each channel at its silences first")

    utterances = kinds.add_parser("utterances", help="on utterances that `evaluate make` has spoken")
    utterances.add_argument("folder", type=Path)

    for measurement in (calls, utterances):
        measurement.add_argument("--whisper-cli", type=Path, required=True, help="whisper.cpp's program")
        measurement.add_argument("--model", type=Path, default=DEMO_MODEL, help="(%(default)s)")
        measurement.add_argument("--language", help="he, en or auto; without it, each recording's own")
        measurement.add_argument("--whisper-options", default="", help="more options, in one argument")
        measurement.add_argument("--show", action="store_true", help="print what was said and recognised")
        measurement.set_defaults(run=_evaluate)

    make = kinds.add_parser("make", help="speak utterances for `evaluate utterances`")
    make.add_argument("folder", type=Path)
    make.add_argument("--count", type=int, default=100, help="per language and kind (%(default)s)")
    make.set_defaults(run=_make_utterances)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    commands = parser.add_subparsers(metavar="COMMAND", required=True)

    def add_vocabulary_from(command: argparse.ArgumentParser) -> None:
        command.add_argument(
            "--vocabulary-from",
            type=Path,
            default=DEMO_MODEL,
            help="any multilingual model of whisper.cpp's with 80 mel bands (%(default)s)",
        )

    generate = commands.add_parser("generate", help="speak the training utterances")
    generate.add_argument("output", type=Path, help="folder for log-mel spectra; 24000 take about 1 GB")
    generate.add_argument("--count", type=int, default=24000, help="utterances (%(default)s)")
    generate.add_argument("--processes", type=int, default=2)
    generate.add_argument("--seed", type=int, default=100)
    generate.add_argument(
        "--voices", choices=[voices.value for voices in VoiceSet], default=VoiceSet.TRAINED.value
    )
    add_vocabulary_from(generate)
    generate.set_defaults(run=_generate)

    train = commands.add_parser("train", help="train, or go on training")
    train.add_argument("examples", type=Path, help="what `generate` wrote")
    train.add_argument("checkpoint", type=Path, help="written every three minutes; gone on from if it exists")
    train.add_argument("--minutes", type=float, default=85, help="in all, with earlier runs (%(default)s)")
    train.add_argument(
        "--stop-after", type=float, help="stop after so many minutes, to go on with other examples"
    )
    train.add_argument("--learning-rate", type=float, default=2e-3)
    train.add_argument("--processes", type=int, default=2)
    train.add_argument("--device", choices=["cpu", "cuda"], default="cpu")
    add_vocabulary_from(train)
    train.set_defaults(run=_train)

    export = commands.add_parser("export", help="write a checkpoint as an f16 model for whisper.cpp")
    export.add_argument("checkpoint", type=Path)
    export.add_argument("output", type=Path)
    add_vocabulary_from(export)
    export.set_defaults(run=_export)

    quantise = commands.add_parser("quantise", help="write a model's matrices in q5_0")
    quantise.add_argument("input", type=Path)
    quantise.add_argument("output", type=Path)
    quantise.set_defaults(run=_quantise)

    calls = commands.add_parser("calls", help="make the sample calls")
    calls.add_argument("output", type=Path, nargs="?", default=SAMPLE_CALLS, help="folder (%(default)s)")
    calls.set_defaults(run=_calls)

    _add_evaluate(commands)

    widen = commands.add_parser("widen", help="make a model do the same at a larger model's cost")
    widen.add_argument("output", type=Path)
    widen.add_argument("--input", type=Path, default=DEMO_MODEL, help="(%(default)s)")
    widen.add_argument("--size", choices=SIZES, default="base")
    widen.set_defaults(run=_widen)
    return parser


def main() -> int:
    """Returns the exit status."""
    arguments = _parser().parse_args()
    try:
        arguments.run(arguments)
    except (ValueError, OSError, RuntimeError, subprocess.CalledProcessError) as error:
        print(f"demo_model.py: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
