// SPDX-License-Identifier: Apache-2.0
#include "insight/insight_score.h"

#include <algorithm>
#include <cmath>

namespace kolog::insight {
namespace {

double share(std::size_t part, std::size_t whole) {
  return whole == 0 ? 1 : static_cast<double>(part) / static_cast<double>(whole);
}

std::size_t bin_of(double confidence) {
  // 0.3 / 0.1 is a little less than three.
  return static_cast<std::size_t>(std::clamp(std::floor(confidence * 10 + 1e-9), 0.0, 9.0));
}

/// Amounts and telephone numbers compare by their digits.
std::string digits_of(const std::string& text) {
  std::string digits;
  std::ranges::copy_if(text, std::back_inserter(digits), [](char c) { return c >= '0' && c <= '9'; });
  return digits;
}

/// As a label writes it.
std::string label_form(const std::string& field, const std::string& value) {
  return field == "price" || field == "phone" ? digits_of(value) : value;
}

}  // namespace

void Calibration::add(double confidence, bool right) {
  auto& bin = bins[bin_of(confidence)];
  ++bin.answers;
  bin.right += right ? 1 : 0;
  bin.confidence += confidence;
}

double Calibration::expected_error() const {
  double error = 0;
  std::size_t answers = 0;
  for (const auto& bin : bins) {
    answers += bin.answers;
    error += static_cast<double>(bin.answers) * std::abs(bin.mean_confidence() - bin.accuracy());
  }
  return answers == 0 ? 0 : error / static_cast<double>(answers);
}

std::size_t Calibration::answers_from(double confidence) const {
  std::size_t answers = 0;
  for (auto bin = bin_of(confidence); bin < bins.size(); ++bin) answers += bins[bin].answers;
  return answers;
}

std::size_t Calibration::mistakes_from(double confidence) const {
  std::size_t mistakes = 0;
  for (auto bin = bin_of(confidence); bin < bins.size(); ++bin)
    mistakes += bins[bin].answers - bins[bin].right;
  return mistakes;
}

double FieldScore::accuracy() const {
  return share(right, calls);
}

double FieldScore::precision() const {
  return share(found, answered);
}

double FieldScore::recall() const {
  return share(found, labelled);
}

void InsightScore::compare(const std::string& id, const std::string& field, const std::string& label,
                           const std::string& answer, double confidence) {
  auto& score = fields[field];
  const bool right = label == answer;
  ++score.calls;
  score.right += right ? 1 : 0;
  score.labelled += label.empty() ? 0 : 1;
  score.answered += answer.empty() ? 0 : 1;
  score.found += right && !label.empty() ? 1 : 0;
  if (!answer.empty()) score.calibration.add(confidence, right);
  if (!right) mistakes.push_back({id, field, label, answer, answer.empty() ? 0 : confidence});
}

void InsightScore::compare_rest(const LabelledCall& call, const domain::Insight& insight) {
  if (call.intent) {
    compare(call.id, "intent", std::string(to_string(*call.intent)),
            insight.intent ? std::string(to_string(*insight.intent)) : "", 1);
  }
  if (call.outcome) {
    const auto word = [](domain::Outcome outcome) {
      return outcome == domain::Outcome::none ? "" : std::string(to_string(outcome));
    };
    compare(call.id, "outcome", word(*call.outcome), word(insight.outcome), 1);
  }
  if (call.urgency) {
    const auto word = [](domain::Urgency urgency) {
      return urgency == domain::Urgency::urgent ? std::string("urgent") : "";
    };
    compare(call.id, "urgency", word(*call.urgency), word(insight.urgency), 1);
  }
  if (call.due) {
    const auto word = [](const std::string& due) {
      return due.empty() ? std::string("at no said time") : due;
    };
    compare(call.id, "follow_up", *call.due ? word(**call.due) : "",
            insight.follow_up ? word(insight.follow_up->due) : "", 1);
  }
  if (!call.fields) return;
  for (const auto* name : {"name", "phone", "address", "destination", "price"}) {
    const auto label = call.fields->find(name);
    const auto answer = insight.fields.find(name);
    compare(call.id, name, label == call.fields->end() ? "" : label_form(name, label->second),
            answer == insight.fields.end() ? "" : label_form(name, answer->second.value),
            answer == insight.fields.end() ? 0 : answer->second.confidence);
  }
}

void InsightScore::add(const LabelledCall& call, const domain::Insight& insight) {
  const auto service = insight.service ? insight.service->id : "";
  const auto city = insight.city ? insight.city->name : "";
  compare(call.id, "service", call.service.value_or(""), service,
          insight.service ? insight.service->confidence : 0);
  compare(call.id, "city", call.city.value_or(""), city, insight.city ? insight.city->confidence : 0);
  const bool right = service == call.service.value_or("") && city == call.city.value_or("");
  ++calls;
  both_right += right ? 1 : 0;
  for (const auto& trap : call.hard) {
    ++traps[trap].calls;
    traps[trap].right += right ? 1 : 0;
  }
  compare_rest(call, insight);
}

Calibration InsightScore::calibration() const {
  Calibration sum;
  for (const auto* field : {"service", "city"}) {
    const auto found = fields.find(field);
    if (found == fields.end()) continue;
    for (std::size_t i = 0; i < sum.bins.size(); ++i) {
      const auto& bin = found->second.calibration.bins[i];
      sum.bins[i].answers += bin.answers;
      sum.bins[i].right += bin.right;
      sum.bins[i].confidence += bin.confidence;
    }
  }
  return sum;
}

}  // namespace kolog::insight
