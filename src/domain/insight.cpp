// SPDX-License-Identifier: Apache-2.0
#include "domain/insight.h"

#include <algorithm>
#include <array>

namespace kolog::domain {
namespace {

constexpr std::array<std::string_view, 7> kIntents = {"request",      "cancellation", "complaint", "thanks",
                                                      "wrong_number", "solicitation", "other"};
constexpr std::array<std::string_view, 5> kOutcomes = {"none", "appointment", "callback", "declined",
                                                       "cancelled"};
constexpr std::array<std::string_view, 2> kUrgencies = {"normal", "urgent"};
constexpr std::array<std::string_view, 3> kSentiments = {"negative", "neutral", "positive"};

template <class Enum, std::size_t size>
std::optional<Enum> parse(const std::array<std::string_view, size>& names, std::string_view text) {
  const auto found = std::ranges::find(names, text);
  if (found == names.end()) return std::nullopt;
  return static_cast<Enum>(found - names.begin());
}

}  // namespace

std::string_view to_string(Intent intent) {
  return kIntents[static_cast<std::size_t>(intent)];
}

std::optional<Intent> parse_intent(std::string_view text) {
  return parse<Intent>(kIntents, text);
}

std::string_view to_string(Outcome outcome) {
  return kOutcomes[static_cast<std::size_t>(outcome)];
}

std::optional<Outcome> parse_outcome(std::string_view text) {
  return parse<Outcome>(kOutcomes, text);
}

std::string_view to_string(Urgency urgency) {
  return kUrgencies[static_cast<std::size_t>(urgency)];
}

std::optional<Urgency> parse_urgency(std::string_view text) {
  return parse<Urgency>(kUrgencies, text);
}

std::string_view to_string(Sentiment sentiment) {
  return kSentiments[static_cast<std::size_t>(sentiment)];
}

std::optional<Sentiment> parse_sentiment(std::string_view text) {
  return parse<Sentiment>(kSentiments, text);
}

std::optional<double> overall_confidence(const Insight& insight) {
  if (insight.service && insight.city) return std::min(insight.service->confidence, insight.city->confidence);
  if (insight.service) return insight.service->confidence;
  if (insight.city) return insight.city->confidence;
  return std::nullopt;
}

}  // namespace kolog::domain
