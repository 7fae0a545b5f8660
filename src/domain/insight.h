// SPDX-License-Identifier: Apache-2.0
// What was understood of a call: the service asked for, the city, how sure, and where in the call it was
// said.
#pragma once

#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "domain/language.h"

namespace kolog::domain {

struct Evidence {
  std::string text;                    // the words, as they stand in the transcript
  std::optional<std::size_t> segment;  // index into Transcript::segments
};

struct ServiceFinding {
  std::string id;    // of the taxonomy
  std::string name;  // in the call's language
  double confidence = 0;
  Evidence evidence;
};

struct CityFinding {
  std::string name;  // the Hebrew name in everyday use
  double confidence = 0;
  Evidence evidence;
};

struct Insight {
  std::optional<Language> language;
  std::optional<ServiceFinding> service;
  std::optional<CityFinding> city;
  std::string summary;  // in the call's language; empty until summarised
  std::map<std::string, std::string> fields;
};

/// The least of the findings' confidences, since the pair is right only where both are; nothing found: none.
std::optional<double> overall_confidence(const Insight& insight);

/// One service that a business offers.
struct Service {
  std::string id;
  std::string hebrew_name;
  std::string english_name;
  std::vector<std::string> keywords;  // in either language; a phrase is words with spaces

  std::string_view name(std::optional<Language> language) const {
    return language == Language::english ? english_name : hebrew_name;
  }
};

using Taxonomy = std::vector<Service>;

}  // namespace kolog::domain
