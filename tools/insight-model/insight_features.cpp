// SPDX-License-Identifier: Apache-2.0
// Labelled calls to what the models see of them, one JSON object a call: input of train.py.
// Usage: insight_features WORD_ERRORS SEED FILE...
#include <cstdlib>
#include <fstream>
#include <iostream>
#include <iterator>

#include <boost/json.hpp>

#include "insight/city_features.h"
#include "insight/cues.h"
#include "insight/gazetteer.h"
#include "insight/judgement.h"
#include "insight/labelled_call.h"
#include "insight/mentions.h"
#include "insight/recogniser_damage.h"
#include "insight/service_features.h"
#include "insight/taxonomy.h"

namespace {

namespace json = boost::json;
using namespace kolog::insight;

json::object to_json(const Features& features) {
  json::object object;
  for (const auto& [name, value] : features.values()) object[name] = value;
  return object;
}

template <class Name, class Mention>
json::array to_json(const std::vector<Option>& options, const std::vector<Mention>& mentions,
                    const CallContext& call, Name name) {
  json::array array;
  for (std::size_t i = 0; i < options.size(); ++i) {
    const auto& match = mentions[i].match;
    const std::span<const Token> tokens(call.tokens());
    array.push_back({{"thing", name(options[i].thing)},
                     {"said", words_between(call.transcript(), tokens.subspan(match.first, match.count))},
                     {"features", to_json(options[i].features)}});
  }
  return array;
}

json::value text_or_null(const std::optional<std::string>& text) {
  return text ? json::value(*text) : json::value(nullptr);
}

class Describer {
 public:
  json::object describe(const LabelledCall& call, const kolog::domain::Transcript& transcript) const {
    const auto text = tokenised(transcript);
    const CallContext context(transcript, text, cues_.marked(text.tokens));
    auto services = services_.find(text.tokens);
    auto places = places_.find(text.tokens);
    settle(services, places);
    json::array words;
    for (const auto& word : word_features(context, purposes_)) words.emplace_back(word);
    const auto service = [](std::size_t thing) { return default_taxonomy()[thing].id; };
    const auto place = [](std::size_t thing) { return std::string(gazetteer_rows()[thing].name); };
    return {{"id", call.id},
            {"service", text_or_null(call.service)},
            {"city", text_or_null(call.city)},
            {"intent", call.intent ? json::value(to_string(*call.intent)) : json::value(nullptr)},
            {"outcome", call.outcome ? json::value(to_string(*call.outcome)) : json::value(nullptr)},
            {"urgency", call.urgency ? json::value(to_string(*call.urgency)) : json::value(nullptr)},
            {"words", std::move(words)},
            {"call", to_json(call_features(context))},
            {"services", to_json(service_options(context, services), services, context, service)},
            {"cities", to_json(city_options(context, places, JobKind::at_a_place), places, context, place)},
            {"tow_cities", to_json(city_options(context, places, JobKind::tow), places, context, place)},
            {"move_cities", to_json(city_options(context, places, JobKind::move), places, context, place)}};
  }

 private:
  CueLexicon cues_;
  PurposeCues purposes_;
  PlaceLexicon places_;
  ServiceLexicon services_{default_taxonomy()};
};

}  // namespace

int main(int count, char** arguments) {
  if (count < 4) {
    std::cerr << "Usage: insight_features WORD_ERRORS SEED FILE...\n";
    return 2;
  }
  const auto word_errors = std::strtod(arguments[1], nullptr);
  auto seed = static_cast<std::uint32_t>(std::strtoul(arguments[2], nullptr, 10));
  const Describer describer;
  for (int i = 3; i < count; ++i) {
    std::ifstream file(arguments[i]);
    const std::string lines{std::istreambuf_iterator<char>(file), {}};
    const auto calls = read_labelled_calls(lines, "Asia/Jerusalem");
    if (!calls) {
      std::cerr << arguments[i] << ": " << calls.error().public_message << "\n";
      return 1;
    }
    for (const auto& call : *calls) {
      const auto transcript =
          word_errors > 0 ? damaged(call.transcript, word_errors, ++seed) : call.transcript;
      std::cout << json::serialize(describer.describe(call, transcript)) << "\n";
    }
  }
  return 0;
}
