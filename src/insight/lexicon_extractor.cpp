// SPDX-License-Identifier: Apache-2.0
#include "insight/lexicon_extractor.h"

#include "insight/call_context.h"
#include "insight/city_judgement.h"
#include "insight/contact_fields.h"
#include "insight/evidence.h"
#include "insight/service_judgement.h"

namespace kolog::insight {
namespace {

std::optional<domain::Language> spoken_language(const domain::Transcript& transcript) {
  if (transcript.language) return transcript.language;
  std::string text;
  for (const auto& segment : transcript.segments) text += segment.text;
  return language_of(text);
}

domain::Evidence evidence_of(const CallContext& call, const PhraseMatch& match) {
  const auto& first = call.tokens()[match.first];
  return evidence_at(call.transcript(),
                     {first.segment, first.begin, call.tokens()[match.first + match.count - 1].end});
}

JobKind job_kind(std::string_view service) {
  return service == "moving" || service == "towing" ? JobKind::journey : JobKind::at_a_place;
}

}  // namespace

Result<domain::Insight> LexiconExtractor::extract(const ExtractionInput& input) {
  const auto& transcript = input.transcript;
  const auto& taxonomy = input.settings.services;
  const auto services = lexicon_for(taxonomy);
  const auto text = tokenised(transcript);
  const CallContext call(transcript, text, cues_.marked(text.tokens));
  auto service_mentions = services->find(text.tokens);
  auto place_mentions = places_.find(text.tokens);
  settle(service_mentions, place_mentions);

  domain::Insight insight;
  insight.engine = "lexicon";
  insight.language = spoken_language(transcript);
  insight.fields = contact_fields(call);
  auto job = JobKind::at_a_place;
  if (const auto found = judge_services(call, service_mentions)) {
    const auto& service = taxonomy[found->service];
    insight.service = {service.id, std::string(service.name(insight.language)), found->confidence,
                       evidence_of(call, found->evidence)};
    if (found->also) {
      insight.fields["also_requested"] = {taxonomy[found->also->service].id, found->confidence,
                                          evidence_of(call, found->also->evidence)};
    }
    job = job_kind(service.id);
  }
  if (const auto found = judge_cities(call, place_mentions, job)) {
    insight.city = {gazetteer_rows()[found->place].name, found->confidence,
                    evidence_of(call, found->evidence)};
    if (found->destination) {
      insight.fields["destination"] = {gazetteer_rows()[found->destination->place].name, found->confidence,
                                       evidence_of(call, found->destination->evidence)};
    }
  }
  return insight;
}

std::shared_ptr<const ServiceLexicon> LexiconExtractor::lexicon_for(const domain::Taxonomy& taxonomy) {
  const std::lock_guard lock(mutex_);
  if (services_ == nullptr || !services_->is_of(taxonomy)) {
    services_ = std::make_shared<const ServiceLexicon>(taxonomy);
  }
  return services_;
}

}  // namespace kolog::insight
