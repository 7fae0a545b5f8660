// SPDX-License-Identifier: Apache-2.0
#include "insight/lexicon_extractor.h"

#include <algorithm>

#include "insight/call_context.h"
#include "insight/contact_fields.h"
#include "insight/evidence.h"
#include "insight/local_time.h"

namespace kolog::insight {
namespace {

/// A second service that is that probable was asked for as well; a town, that somebody goes there.
constexpr double kLeastSecond = 0.05;
/// Nothing that was heard over a telephone is certain.
constexpr double kMostConfidence = 0.99;

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

JobKind job_kind(const std::optional<domain::ServiceFinding>& service) {
  if (service && service->id == "moving") return JobKind::move;
  return service && service->id == "towing" ? JobKind::tow : JobKind::at_a_place;
}

/// The local time when the call began; none where nobody said when it was, or the zone is not known.
std::optional<LocalTime> began_at(const ExtractionInput& input) {
  if (!input.started_at) return std::nullopt;
  const auto time = local_time(*input.started_at, input.time_zone);
  return time ? std::optional(*time) : std::nullopt;
}

}  // namespace

/// One call's way through the judges.
class LexiconExtractor::Reading {
 public:
  Reading(const LexiconExtractor& engine, const ExtractionInput& input, const ServiceLexicon& lexicon)
      : engine_(engine),
        input_(input),
        text_(tokenised(input.transcript)),
        call_(input.transcript, text_, engine.cues_.marked(text_.tokens)),
        services_(lexicon.find(text_.tokens)),
        places_(engine.places_.find(text_.tokens)),
        words_(word_features(call_, engine.purposes_)),
        whole_(engine.judge_.whole(call_, words_)) {
    settle(services_, places_);
  }

  domain::Insight understand() {
    insight_.engine = "lexicon";
    insight_.language = spoken_language(input_.transcript);
    insight_.fields = contact_fields(call_);
    // Where nobody speaks nothing can be told.
    if (call_.tokens().empty()) return std::move(insight_);
    insight_.intent = engine_.judge_.intent(words_);
    insight_.outcome = engine_.judge_.outcome(words_);
    insight_.urgency = engine_.judge_.urgency(words_);
    insight_.follow_up = engine_.closing_.follow_up(call_, insight_.outcome, began_at(input_));
    const auto no_service = find_service();
    find_city(no_service);
    return std::move(insight_);
  }

 private:
  /// How probable it is that none is asked for.
  double find_service() {
    const auto& taxonomy = input_.settings.services;
    const auto choices = engine_.judge_.services(call_, services_, taxonomy, words_, whole_);
    if (choices.things.empty() || choices.none >= choices.things[0].probability) return choices.none;
    const auto& best = choices.things[0];
    const auto& service = taxonomy[best.thing];
    insight_.service = {service.id, std::string(service.name(insight_.language)),
                        best.probability * kMostConfidence, evidence_of(call_, service_match(best))};
    if (choices.things.size() > 1) add_second_service(choices.things[1]);
    return choices.none;
  }

  PhraseMatch service_match(const Choice& choice) const {
    if (choice.option < services_.size()) return services_[choice.option].match;
    return engine_.judge_.words_for(call_, input_.settings.services[choice.thing].id).value();
  }

  void add_second_service(const Choice& second) {
    if (second.probability < kLeastSecond || second.option >= services_.size()) return;
    const auto& mention = services_[second.option];
    const bool caller = call_.sentence(mention.match.first).speaker != domain::Speaker::agent;
    const bool asked = call_.cue_before(mention.match, Cue::request, 12);
    if (mention.naming != Naming::keyword || !mention.match.exact || !caller || !asked ||
        call_.negated(mention.match, static_cast<CueSet>(Cue::article))) {
      return;
    }
    insight_.fields["also_requested"] = {input_.settings.services[second.thing].id, second.probability,
                                         evidence_of(call_, mention.match)};
  }

  void find_city(double no_service) {
    const auto job = job_kind(insight_.service);
    const auto choices = engine_.judge_.cities(call_, places_, job, whole_, no_service);
    if (choices.things.empty() || choices.none >= choices.things[0].probability) return;
    const auto& best = choices.things[0];
    insight_.city = {gazetteer_rows()[best.thing].name, best.probability * kMostConfidence,
                     evidence_of(call_, places_[best.option].match)};
    if (job != JobKind::at_a_place) add_destination(best.thing);
  }

  /// The last town that somebody goes to, other than where it begins.
  void add_destination(std::size_t origin) {
    for (auto mention = places_.rbegin(); mention != places_.rend(); ++mention) {
      if (mention->place == origin || mention->kind == NameKind::mere_word) continue;
      if (!is_destination(call_, mention->match) && !call_.answers_where_to(mention->match)) continue;
      insight_.fields["destination"] = {gazetteer_rows()[mention->place].name, kDestinationConfidence,
                                        evidence_of(call_, mention->match)};
      return;
    }
  }

  /// Of destinations so marked in the labelled calls that many are right.
  static constexpr double kDestinationConfidence = 0.85;

  const LexiconExtractor& engine_;
  const ExtractionInput& input_;
  const TokenisedTranscript text_;
  const CallContext call_;
  std::vector<ServiceMention> services_;
  std::vector<PlaceMention> places_;
  const std::vector<std::string> words_;
  const Features whole_;
  domain::Insight insight_;
};

Result<domain::Insight> LexiconExtractor::extract(const ExtractionInput& input) {
  const auto lexicon = lexicon_for(input.settings.services);
  return Reading(*this, input, *lexicon).understand();
}

std::shared_ptr<const ServiceLexicon> LexiconExtractor::lexicon_for(const domain::Taxonomy& taxonomy) {
  const std::lock_guard lock(mutex_);
  const auto known =
      std::ranges::find_if(lexicons_, [&](const auto& lexicon) { return lexicon->is_of(taxonomy); });
  if (known != lexicons_.end()) {
    std::rotate(lexicons_.begin(), known, known + 1);
    return lexicons_.front();
  }
  if (lexicons_.size() == kMostLexicons) lexicons_.pop_back();
  lexicons_.insert(lexicons_.begin(), std::make_shared<const ServiceLexicon>(taxonomy));
  return lexicons_.front();
}

}  // namespace kolog::insight
