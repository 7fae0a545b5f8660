// SPDX-License-Identifier: Apache-2.0
#include "insight/llm_merge.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "base/log.h"
#include "insight/llm_calendar.h"
#include "insight/llm_fields.h"
#include "insight/llm_place.h"
#include "insight/llm_summary.h"

namespace kolog::insight {
namespace {

constexpr double kMost = 0.97;
/// How much of the doubt that the built-in engine left an agreeing model leaves.
constexpr double kDoubtLeft = 0.4;
/// Confidences are shown with two digits: what is below `sure` must be so when rounded as well.
constexpr double kBelow = 0.01;

double within_ask(const domain::Thresholds& thresholds, double share) {
  const auto confidence = thresholds.ask + share * (thresholds.sure - thresholds.ask);
  return std::clamp(std::min(confidence, thresholds.sure - kBelow), 0.0, kMost);
}

/// One call's merging, part by part.
class Merging {
 public:
  Merging(domain::Insight& insight, const LlmAnswer& answer, const ExtractionInput& input,
          const QuotedCall& call, const PlaceLexicon& places, const ServiceLexicon& services)
      : insight_(insight),
        answer_(answer),
        settings_(input.settings),
        call_(call),
        places_(places),
        services_(services),
        began_(input.started_at ? local_time(*input.started_at, input.time_zone) : std::nullopt) {}

  void merge() {
    service();
    city();
    if (answered(answer_.intent) && customers(answer_.intent))
      insight_.intent = domain::parse_intent(answer_.intent.value);
    if (answered(answer_.outcome))
      insight_.outcome = domain::parse_outcome(answer_.outcome.value).value_or(insight_.outcome);
    if (answered(answer_.urgency) && customers(answer_.urgency))
      insight_.urgency = domain::parse_urgency(answer_.urgency.value).value_or(insight_.urgency);
    if (answered(answer_.sentiment) && customers(answer_.sentiment))
      insight_.sentiment = domain::parse_sentiment(answer_.sentiment.value);
    follow_up();
    for (const auto& field : settings_.fields) own_field(field);
  }

 private:
  std::optional<PhraseMatch> quoted(const LlmPart& part) const {
    if (part.said != Said::something) return std::nullopt;
    return call_.find(part.quote, part.segment);
  }

  bool answered(const LlmPart& part) const { return quoted(part).has_value(); }

  bool customers(const LlmPart& part) const {
    const auto match = quoted(part);
    return match && call_.is_customers(*match);
  }

  /// The words name services of the business, and the model's is none of them.
  bool speaks_for_another(const PhraseMatch& match, std::string_view service) const {
    const auto words = call_.words(match);
    auto mentions = services_.find({words.begin(), words.end()});
    std::erase_if(mentions, [](const ServiceMention& mention) { return mention.naming == Naming::hint; });
    return !mentions.empty() && std::ranges::none_of(mentions, [&](const ServiceMention& mention) {
      return settings_.services[mention.service].id == service;
    });
  }

  /// What the model did not see: a person is asked about what was sure, the rest was a guess.
  template <class Finding>
  void doubt(std::optional<Finding>& finding) const {
    if (!finding || call_.has_instructions()) return;
    if (finding->confidence >= settings_.thresholds.sure) {
      finding->confidence = lone_confidence(settings_.thresholds);
    } else {
      finding.reset();
    }
  }

  /// Where the engines differ; a call in which somebody dictates instructions changes nothing.
  bool may_change() const { return !call_.has_instructions(); }

  void service() {
    const auto& part = answer_.service;
    if (part.said == Said::nothing) return doubt(insight_.service);
    const auto match = quoted(part);
    if (!match || !call_.is_customers(*match) || speaks_for_another(*match, part.value)) return;
    auto& found = insight_.service;
    if (found && found->id == part.value) {
      found->confidence = agreed_confidence(found->confidence);
      return;
    }
    if (!may_change()) return;
    const auto& offered = *std::ranges::find(settings_.services, part.value, &domain::Service::id);
    const auto confidence =
        found ? disputed_confidence(settings_.thresholds) : lone_confidence(settings_.thresholds);
    found = domain::ServiceFinding{offered.id, std::string(offered.name(insight_.language)), confidence,
                                   call_.evidence(*match)};
  }

  void city() {
    const auto& part = answer_.city;
    if (part.said == Said::nothing) return doubt(insight_.city);
    const auto match = quoted(part);
    const auto place = match ? resolved_place(places_, part.value) : std::nullopt;
    if (!place || !call_.is_customers(*match)) return;
    if (!names_place(places_, call_.context(), *match, *place)) return;
    const std::string name = gazetteer_rows()[*place].name;
    auto& found = insight_.city;
    if (found && found->name == name) {
      found->confidence = agreed_confidence(found->confidence);
      return;
    }
    if (!may_change()) return;
    const auto confidence =
        found ? disputed_confidence(settings_.thresholds) : lone_confidence(settings_.thresholds);
    found = domain::CityFinding{name, confidence, call_.evidence(*match)};
  }

  /// The promise stands in the call's own words, and the built-in engine's arithmetic before the model's.
  void follow_up() {
    const auto match = quoted(answer_.follow_up);
    if (!match) return;
    domain::FollowUp promised;
    promised.evidence = call_.evidence(*match);
    promised.task = promised.evidence.text;
    if (insight_.follow_up && !insight_.follow_up->due.empty()) {
      promised.due = insight_.follow_up->due;
    } else if (began_) {
      promised.due = borne_out_due(answer_.follow_up.value, call_.words(*match), *began_);
    }
    insight_.follow_up = std::move(promised);
  }

  void own_field(const domain::CustomField& field) {
    const auto found = answer_.fields.find(field.id);
    if (found == answer_.fields.end()) return;
    const auto match = quoted(found->second);
    if (!match) return;
    auto evidence = call_.evidence(*match);
    auto value = borne_out_value(field, found->second.value, call_.words(*match), evidence.text, began_);
    if (!value) return;
    auto& kept = insight_.fields[field.id];
    auto confidence = lone_confidence(settings_.thresholds);
    if (!kept.value.empty()) {
      confidence = kept.value == *value ? agreed_confidence(kept.confidence)
                                        : disputed_confidence(settings_.thresholds);
    }
    kept = {*std::move(value), confidence, std::move(evidence)};
  }

  domain::Insight& insight_;
  const LlmAnswer& answer_;
  const domain::InsightSettings& settings_;
  const QuotedCall& call_;
  const PlaceLexicon& places_;
  const ServiceLexicon& services_;
  const std::optional<LocalTime> began_;
};

/// Every service that the summary names was named in the call, or is the one that was found.
bool names_other_services(std::string_view summary, const domain::Insight& insight, const QuotedCall& call,
                          const ServiceLexicon& services, const domain::Taxonomy& taxonomy) {
  domain::Transcript retold;
  retold.segments.emplace_back().text = std::string(summary);
  const auto said = services.find(call.context().tokens());
  const auto is_known = [&](const ServiceMention& mention) {
    if (mention.naming != Naming::keyword || !mention.match.exact) return true;
    if (insight.service && taxonomy[mention.service].id == insight.service->id) return true;
    return std::ranges::any_of(said, [&](const auto& other) { return other.service == mention.service; });
  };
  return !std::ranges::all_of(services.find(tokenised(retold).tokens), is_known);
}

}  // namespace

double agreed_confidence(double agreed) {
  return std::max(agreed, std::min(kMost, 1 - kDoubtLeft * (1 - agreed)));
}

double lone_confidence(const domain::Thresholds& thresholds) {
  return within_ask(thresholds, 0.75);
}

double disputed_confidence(const domain::Thresholds& thresholds) {
  return within_ask(thresholds, 0.5);
}

domain::Insight LlmMerger::merged(domain::Insight built_in, const LlmAnswer& answer,
                                  const ExtractionInput& input) {
  const QuotedCall call(input.transcript, cues_);
  const auto services = services_of(input.settings.services);
  Merging(built_in, answer, input, call, places_, *services).merge();
  built_in.summary.clear();
  if (answer.summary.empty()) return built_in;
  auto wrong = wrong_with_summary(answer.summary, input.transcript, built_in.language, places_);
  if (!wrong && call.has_instructions()) wrong = "somebody in the call dictates instructions";
  if (!wrong && names_other_services(answer.summary, built_in, call, *services, input.settings.services)) {
    wrong = "it names a service that was not spoken of";
  }
  if (wrong) {
    log::info("OFFLINE_EXTRACT", "the language model's summary is not taken", {{"why", *wrong}});
  } else {
    built_in.summary = answer.summary;
  }
  return built_in;
}

std::shared_ptr<const ServiceLexicon> LlmMerger::services_of(const domain::Taxonomy& taxonomy) {
  const std::lock_guard lock(mutex_);
  if (services_ == nullptr || !services_->is_of(taxonomy)) {
    services_ = std::make_shared<const ServiceLexicon>(taxonomy);
  }
  return services_;
}

}  // namespace kolog::insight
