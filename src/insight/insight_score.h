// SPDX-License-Identifier: Apache-2.0
// How well an engine understands labelled calls: accuracy, precision and recall of each field, and whether
// its confidence means what it says. Any thread.
#pragma once

#include <array>
#include <cstddef>
#include <map>
#include <string>
#include <vector>

#include "domain/insight.h"
#include "insight/labelled_call.h"

namespace kolog::insight {

/// Of answers given with a confidence in one tenth: how sure they were and how many of them were right.
struct CalibrationBin {
  std::size_t answers = 0;
  std::size_t right = 0;
  double confidence = 0;  // summed

  double mean_confidence() const { return answers == 0 ? 0 : confidence / static_cast<double>(answers); }
  double accuracy() const {
    return answers == 0 ? 0 : static_cast<double>(right) / static_cast<double>(answers);
  }
};

struct Calibration {
  std::array<CalibrationBin, 10> bins;  // [0, 0.1), …, [0.9, 1]

  void add(double confidence, bool right);

  /// Expected calibration error: how far confidence and accuracy are apart, over the bins by their answers
  /// (Guo et al., 2017, "On Calibration of Modern Neural Networks", section 2).
  double expected_error() const;

  std::size_t answers_from(double confidence) const;
  /// Wrong answers of at least that confidence. Both take whole tenths.
  std::size_t mistakes_from(double confidence) const;
};

struct FieldScore {
  std::size_t calls = 0;     // that the label says something about
  std::size_t right = 0;     // answer and label agree, on none too
  std::size_t labelled = 0;  // the label names a value
  std::size_t answered = 0;
  std::size_t found = 0;  // answer and label name the same value
  Calibration calibration;

  double accuracy() const;
  double precision() const;  // of what was answered
  double recall() const;     // of what is labelled
};

struct Mistake {
  std::string id;
  std::string field;
  std::string label;   // empty: none
  std::string answer;  // empty: none
  double confidence = 0;
};

struct InsightScore {
  std::map<std::string, FieldScore> fields;
  std::size_t calls = 0;
  std::size_t both_right = 0;  // service and city
  std::vector<Mistake> mistakes;
  std::map<std::string, FieldScore> traps;  // by trap: service and city both right

  void add(const LabelledCall& call, const domain::Insight& insight);

  /// Of service and city together.
  Calibration calibration() const;

 private:
  void compare(const std::string& id, const std::string& field, const std::string& label,
               const std::string& answer, double confidence);
  void compare_rest(const LabelledCall& call, const domain::Insight& insight);
};

}  // namespace kolog::insight
