#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Learns the built-in engine's models from labelled calls and writes them as the tables that are built into Kolog.

Usage: train.py FEATURES_PROGRAM OUTPUT_FOLDER LABELLED_FILE...

FEATURES_PROGRAM is build/release/tools/insight-model/insight_features. Every call is learned as it is and damaged as
a recogniser damages it. What is printed is measured by cross-validation: each call is judged by models that have not
seen it, and their probabilities are what the final ones' confidence means.

  intent_words.tsv, outcome_words.tsv, urgency_words.tsv, service_words.tsv
                                         multinomial logistic regression over words and pairs of words
  service_weights.tsv, city_weights.tsv  conditional logit over the call's mentions, see choice_model.h
"""
import json
import math
import subprocess
import sys
import zlib

import numpy as np

FOLDS = 5
DAMAGES = ((0, 1), (10, 1))  # errors in a hundred words, seed
OUTCOMES = ["none", "appointment", "callback", "declined", "cancelled"]
URGENCIES = ["normal", "urgent"]
INTENTS = ["request", "cancellation", "complaint", "thanks", "wrong_number", "solicitation", "other"]
LEAST_LOG, UNKNOWN_LOG = -6.0, -3.0  # as judgement.cpp has them
LEAST_UNNAMED = 0.1  # the same there
# Less a feature than a guard: how strongly weights are pulled towards zero, for each call.
WORD_PENALTY, CHOICE_PENALTY = 5e-4, 1e-4
LEAST_CALLS_OF_WORD = 3
KEPT_WEIGHT = 0.04


def read_calls(program, files):
    calls = []
    for errors, seed in DAMAGES:
        output = subprocess.run([program, str(errors), str(seed * 100003), *files], check=True, capture_output=True)
        for line in output.stdout.decode("utf-8").splitlines():
            call = json.loads(line)
            # Of single opening lines the words are worth learning; they are no calls to judge as a whole.
            call["opening"] = "-open-" in call["id"]
            if call["opening"] and errors:
                continue
            call["damaged"] = errors > 0
            call["fold"] = zlib.crc32(call["id"].encode()) % FOLDS
            calls.append(call)
    return calls


def softmax(scores):
    scores = scores - scores.max(axis=1, keepdims=True)
    mass = np.exp(scores)
    return mass / mass.sum(axis=1, keepdims=True)


class WordModel:
    """Multinomial logistic regression, by Adam over all calls at once."""

    def __init__(self, classes, late_words=False):
        self.classes = classes
        self.late_words = late_words

    def fit(self, calls, labels):
        counts = {}
        for call in calls:
            if not call["damaged"]:
                for word in call["words"]:
                    if self.late_words or word[0].islower():
                        counts[word] = counts.get(word, 0) + 1
        self.vocabulary = {w: i for i, w in enumerate(sorted(w for w, n in counts.items() if n >= LEAST_CALLS_OF_WORD))}
        rows = self.rows(calls)
        y = np.zeros((len(calls), len(self.classes)), dtype=np.float32)
        y[np.arange(len(calls)), [self.classes.index(label) for label in labels]] = 1
        # By word: which calls it is in, so that both directions are sums over runs.
        words = np.concatenate(rows)
        order = np.argsort(words, kind="stable")
        call_of = np.repeat(np.arange(len(calls)), [len(row) for row in rows])[order]
        starts = np.searchsorted(words[order], np.arange(len(self.vocabulary)))
        weights = np.zeros((len(self.vocabulary), y.shape[1]), dtype=np.float32)
        bias = np.log(y.mean(axis=0) + 1e-3).astype(np.float32)
        first, second = np.zeros_like(weights), np.zeros_like(weights)
        for step in range(1, 81):
            error = (softmax(self.sums(weights, rows) + bias) - y) / len(calls)
            gradient = np.add.reduceat(error[call_of], starts, axis=0) + WORD_PENALTY * weights
            first = 0.9 * first + 0.1 * gradient
            second = 0.99 * second + 0.01 * gradient**2
            weights -= 0.04 * (first / (1 - 0.9**step)) / (np.sqrt(second / (1 - 0.99**step)) + 1e-6)
            bias -= 0.5 * error.sum(axis=0)
        weights[np.abs(weights) < KEPT_WEIGHT] = 0
        self.weights, self.bias = weights, bias
        return self

    def rows(self, calls):
        """The known words of each call; at least one, which is the first word's place for calls without any."""
        rows = [[self.vocabulary[w] for w in call["words"] if w in self.vocabulary] for call in calls]
        return [np.array(row or [0], dtype=np.int64) for row in rows]

    @staticmethod
    def sums(weights, rows):
        starts = np.cumsum([0] + [len(row) for row in rows[:-1]])
        return np.add.reduceat(weights[np.concatenate(rows)], starts, axis=0)

    def probabilities(self, calls):
        return softmax(self.sums(self.weights, self.rows(calls)) + self.bias)

    def write(self, path):
        with open(path, "w", encoding="utf-8", newline="\n") as table:
            table.write("\t".join(self.classes) + "\n")
            table.write("\t".join(f"{b:.3f}" for b in self.bias) + "\n")
            for word, row in self.vocabulary.items():
                if np.any(self.weights[row]):
                    table.write(word + "\t" + "\t".join(f"{w:.2f}" if w else "0" for w in self.weights[row]) + "\n")


class ChoiceModel:
    """Conditional logit over a call's options and none, where the options of one thing add up."""

    def fit(self, cases):
        self.names = sorted({name for case in cases for option in case["options"] for name in option["features"]} |
                            {name for case in cases for name in case["none"]})
        self.index = {name: i for i, name in enumerate(self.names)}
        cases = [case for case in cases if case["label"] is None or
                 any(option["thing"] == case["label"] for option in case["options"])]
        x, starts, right = self.stack(cases)
        weights = np.zeros(len(self.names))
        first, second = np.zeros_like(weights), np.zeros_like(weights)
        counts = np.diff(np.append(starts, len(x)))
        for step in range(1, 901):
            posterior = self.normalise(x @ weights, starts, counts)
            wanted = posterior * right
            total = np.add.reduceat(wanted, starts)
            wanted /= np.repeat(np.maximum(total, 1e-12), counts)
            gradient = x.T @ (posterior - wanted) / len(cases) + CHOICE_PENALTY * weights
            first = 0.9 * first + 0.1 * gradient
            second = 0.99 * second + 0.01 * gradient**2
            weights -= 0.05 * (first / (1 - 0.9**step)) / (np.sqrt(second / (1 - 0.99**step)) + 1e-8)
        self.weights = weights
        return self

    def stack(self, cases):
        rows, starts, right = [], [], []
        for case in cases:
            starts.append(len(rows))
            rows.append(case["none"])
            right.append(case["label"] is None)
            for option in case["options"]:
                rows.append(option["features"])
                right.append(option["thing"] == case["label"])
        x = np.zeros((len(rows), len(self.names)))
        for row, features in enumerate(rows):
            for name, value in features.items():
                column = self.index.get(name)
                if column is not None:
                    x[row, column] = value
        return x, np.array(starts), np.array(right, dtype=float)

    @staticmethod
    def normalise(scores, starts, counts):
        scores = scores - np.repeat(np.maximum.reduceat(scores, starts), counts)
        mass = np.exp(scores)
        return mass / np.repeat(np.add.reduceat(mass, starts), counts)

    def choose(self, cases):
        """For each case: the most probable thing or None, its probability, and that of none."""
        x, starts, _ = self.stack(cases)
        counts = np.diff(np.append(starts, len(x)))
        mass = self.normalise(x @ self.weights, starts, counts)
        answers = []
        for case, start in zip(cases, starts):
            things = {}
            for option, p in zip(case["options"], mass[start + 1:]):
                things[option["thing"]] = things.get(option["thing"], 0) + p
            none = mass[start]
            best = max(things, key=things.get, default=None)
            if best is None or things[best] < none:
                answers.append((None, none, none))
            else:
                answers.append((best, things[best], none))
        return answers

    def write(self, path):
        with open(path, "w", encoding="utf-8", newline="\n") as table:
            for name, weight in zip(self.names, self.weights):
                table.write(f"{name}\t{weight:.3f}\n")


def bounded_log(probability):
    return max(LEAST_LOG, math.log(max(probability, 1e-9)))


def intent_of(call):
    """Calls that were labelled without an intent ask for something where they name a service."""
    return call["intent"] or ("request" if call["service"] else None)


def is_judged(call):
    """Whole calls, and few enough opening lines that the calls decide."""
    return not call["opening"] or zlib.crc32(call["id"].encode()) % 5 == 0


def service_case(call):
    learned = dict(zip(call["service_classes"], call["service_words"]))
    none = dict(call["call"])
    none["learned: none"] = bounded_log(learned["none"])
    none.update({f"intent: {name}": p for name, p in zip(INTENTS, call["intent_words"])})
    options = [{"thing": o["thing"],
                "features": {**o["features"], "learned": bounded_log(learned[o["thing"]]) if o["thing"] in learned
                             else UNKNOWN_LOG}} for o in call["services"]]
    named = {option["thing"] for option in options}
    # What nobody named, and the words as a whole speak for.
    options += [{"thing": thing, "features": {"unnamed": 1, "learned": bounded_log(p)}}
                for thing, p in learned.items() if p >= LEAST_UNNAMED and thing != "none" and thing not in named]
    return {"label": call["service"], "options": options, "none": none}


def city_case(call):
    none = dict(call["call"])
    none["no service"] = call["no_service"]
    none["rather no service"] = 1.0 if call["no_service"] > 0.5 else 0.0
    none.update({f"intent: {name}": p for name, p in zip(INTENTS, call["intent_words"])})
    options = call[{"moving": "move_cities", "towing": "tow_cities"}.get(call["answer"], "cities")]
    return {"label": call["city"], "options": options, "none": none}


def word_models(calls):
    with_intent = [c for c in calls if intent_of(c)]
    intents = WordModel(INTENTS).fit(with_intent, [intent_of(c) for c in with_intent])
    services = sorted({c["service"] for c in calls if c["service"]}) + ["none"]
    words = WordModel(services).fit(calls, [c["service"] or "none" for c in calls])
    return {"intent": intents, "service": words,
            "outcome": closing_model(calls, "outcome", OUTCOMES), "urgency": closing_model(calls, "urgency", URGENCIES)}


def closing_model(calls, key, classes):
    labelled = [c for c in calls if c[key]]
    return WordModel(classes, late_words=key == "outcome").fit(labelled, [c[key] for c in labelled])


def describe(calls, models):
    for name, model in models.items():
        for call, probabilities in zip(calls, model.probabilities(calls)):
            call[f"{name}_words"] = probabilities.tolist()
            call[f"{name}_classes"] = model.classes


def apply_services(calls, model):
    for call, (answer, p, none) in zip(calls, model.choose([service_case(c) for c in calls])):
        call["answer"], call["p"], call["no_service"] = answer, float(p), float(none)


def report(name, rows):
    """rows: (answer, label, probability)"""
    given = [(a == b, p) for a, b, p in rows if a is not None]
    bins = {}
    for right, p in given:
        bins.setdefault(min(9, int(p * 10 + 1e-9)), []).append((right, p))
    error = sum(abs(sum(r for r, _ in b) - sum(p for _, p in b)) for b in bins.values()) / max(1, len(given))
    sure = [right for right, p in given if p >= 0.8]
    print(f"{name:24} {sum(a == b for a, b, _ in rows) / len(rows):7.1%} right, {len(sure) / len(rows):6.1%} sure of which "
          f"{1 - sum(sure) / max(1, len(sure)):6.2%} wrong, calibration error {error:.3f}")


def cross_validate(every_call):
    for fold in range(FOLDS):
        describe([c for c in every_call if c["fold"] == fold], word_models([c for c in every_call if c["fold"] != fold]))
    calls = [c for c in every_call if is_judged(c)]
    for fold in range(FOLDS):
        model = ChoiceModel().fit([service_case(c) for c in calls if c["fold"] != fold])
        apply_services([c for c in calls if c["fold"] == fold], model)
    for fold in range(FOLDS):
        model = ChoiceModel().fit([city_case(c) for c in calls if c["fold"] != fold])
        tested = [c for c in calls if c["fold"] == fold]
        for call, (answer, p, _) in zip(tested, model.choose([city_case(c) for c in tested])):
            call["city_answer"], call["city_p"] = answer, float(p)


def print_measures(calls):
    for damaged in (False, True):
        some = [c for c in calls if c["damaged"] == damaged]
        print("damaged" if damaged else "as they are")
        report("  service", [(c["answer"], c["service"], c["p"]) for c in some])
        report("  city", [(c["city_answer"], c["city"], c["city_p"]) for c in some])
        both = sum(c["answer"] == c["service"] and c["city_answer"] == c["city"] for c in some)
        print(f"  both right              {both / len(some):7.1%}")
        right = sum(c["service_classes"][int(np.argmax(c["service_words"]))] == (c["service"] or "none") for c in some)
        print(f"  service, by words alone {right / len(some):7.1%}")
        for key in ("intent", "outcome", "urgency"):
            known = [c for c in some if c[key]]
            right = sum(c[f"{key}_classes"][int(np.argmax(c[f"{key}_words"]))] == c[key] for c in known)
            print(f"  {key:23} {right / max(1, len(known)):7.1%}")


def print_mistakes(calls):
    for c in calls:
        if c["damaged"]:
            continue
        if c["answer"] != c["service"]:
            named = any(o["thing"] == c["service"] for o in c["services"])
            print(f"{c['id']} service {c['service']} answered {c['answer']} {c['p']:.2f}"
                  f"{'' if named or c['service'] is None else ' NOT MENTIONED'}")
        if c["city_answer"] != c["city"]:
            named = any(o["thing"] == c["city"] for o in c["cities"])
            print(f"{c['id']} city {c['city']} answered {c['city_answer']} {c['city_p']:.2f}"
                  f"{'' if named or c['city'] is None else ' NOT MENTIONED'}")


def main(program, folder, files):
    calls = read_calls(program, files)
    cross_validate(calls)
    whole = [c for c in calls if not c["opening"]]
    print_mistakes(whole)
    print_measures(whole)
    judged = [c for c in calls if is_judged(c)]
    ChoiceModel().fit([service_case(c) for c in judged]).write(f"{folder}/service_weights.tsv")
    ChoiceModel().fit([city_case(c) for c in whole]).write(f"{folder}/city_weights.tsv")
    for name, model in word_models(calls).items():
        model.write(f"{folder}/{name}_words.tsv")


if __name__ == "__main__":
    if len(sys.argv) < 4:
        sys.exit(__doc__)
    main(sys.argv[1], sys.argv[2], sys.argv[3:])
