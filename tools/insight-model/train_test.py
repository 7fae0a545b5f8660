# SPDX-License-Identifier: Apache-2.0
import tempfile
import unittest

import numpy as np

import train


def call(number, words, opening=False):
    return {"id": f"c-{number}", "words": words, "damaged": False, "opening": opening}


class WordModelTest(unittest.TestCase):
    def setUp(self):
        self.calls = [call(i, ["c:sun", "c:the"]) for i in range(20)] + [call(i, ["c:snow", "c:the"]) for i in range(20)]
        labels = ["warm"] * 20 + ["cold"] * 20
        self.model = train.WordModel(["warm", "cold"]).fit(self.calls, labels)

    def test_words_that_go_with_a_class_speak_for_it(self):
        warm, cold = self.model.probabilities([call(1, ["c:sun"]), call(2, ["c:snow"])])
        self.assertGreater(warm[0], 0.8)
        self.assertGreater(cold[1], 0.8)

    def test_probabilities_add_up_to_one(self):
        np.testing.assert_allclose(self.model.probabilities(self.calls).sum(axis=1), 1, rtol=1e-5)

    def test_what_is_written_names_classes_biases_and_weights(self):
        with tempfile.NamedTemporaryFile("r", encoding="utf-8", suffix=".tsv") as table:
            self.model.write(table.name)
            lines = table.read().splitlines()
        self.assertEqual(lines[0], "warm\tcold")
        self.assertEqual(len(lines[1].split("\t")), 2)
        weights = {line.split("\t")[0]: line.split("\t")[1:] for line in lines[2:]}
        self.assertGreater(float(weights["c:sun"][0]), 0)
        self.assertLess(float(weights["c:sun"][1]), 0)


class ChoiceModelTest(unittest.TestCase):
    @staticmethod
    def case(label, asked, other):
        return {"label": label, "none": {"none": 1},
                "options": [{"thing": asked, "features": {"asked": 1}}, {"thing": other, "features": {"past": 1}}]}

    def test_learns_which_mention_is_meant(self):
        cases = [self.case("a", "a", "b"), self.case("b", "b", "a")] * 20
        model = train.ChoiceModel().fit(cases)
        answer, probability, none = model.choose([self.case(None, "x", "y")])[0]
        self.assertEqual(answer, "x")
        self.assertGreater(probability, 0.7)
        self.assertLess(none, 0.3)

    def test_mentions_of_one_thing_add_up(self):
        model = train.ChoiceModel()
        model.names, model.index, model.weights = ["one", "two"], {"one": 0, "two": 1}, np.array([0.0, 0.5])
        case = {"label": None, "none": {}, "options": [{"thing": "a", "features": {"one": 1}}] * 3 +
                [{"thing": "b", "features": {"two": 1}}]}
        self.assertEqual(model.choose([case])[0][0], "a")

    def test_nothing_mentioned_is_none(self):
        model = train.ChoiceModel()
        model.names, model.index, model.weights = ["one"], {"one": 0}, np.array([1.0])
        self.assertEqual(model.choose([{"label": None, "none": {}, "options": []}])[0], (None, 1.0, 1.0))


if __name__ == "__main__":
    unittest.main()
