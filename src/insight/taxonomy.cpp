// SPDX-License-Identifier: Apache-2.0
#include "insight/taxonomy.h"

#include <vector>

#include "insight/phrase_list.h"
#include "insight/taxonomy_tables.h"

namespace kolog::insight {
namespace {

struct ServiceRow {
  std::string_view id;
  std::string_view hebrew_name;
  std::string_view english_name;
};

constexpr ServiceRow kServices[] = {
    {"renovation", "שיפוצים", "renovation"},
    {"plumbing", "אינסטלציה", "plumbing"},
    {"electrical", "חשמל", "electrical work"},
    {"air_conditioning", "מיזוג אוויר", "air conditioning"},
    {"moving", "הובלות", "moving"},
    {"cleaning", "ניקיון", "cleaning"},
    {"painting", "צביעה", "painting"},
    {"locksmith", "מנעולן", "locksmith services"},
    {"gardening", "גינון", "gardening"},
    {"pest_control", "הדברה", "pest control"},
    {"waterproofing", "איטום", "waterproofing"},
    {"water_heater", "דודי שמש", "water heaters"},
    {"carpentry", "נגרות", "carpentry"},
    {"flooring", "ריצוף", "flooring"},
    {"windows_aluminium", "חלונות ואלומיניום", "windows and aluminium"},
    {"shutters", "תריסים", "shutters"},
    {"appliance_repair", "תיקון מכשירי חשמל", "appliance repair"},
    {"gas", "גז", "gas"},
    {"junk_removal", "פינוי", "junk removal"},
    {"security_cameras", "מצלמות אבטחה", "security cameras"},
    {"computer_repair", "תיקון מחשבים", "computer repair"},
    {"towing", "גרירה", "towing"},
};

void add_keywords(domain::Service& service, std::span<const Symptom> table) {
  for (const auto& row : table) {
    if (row.service != service.id) continue;
    for_each_phrase(row.phrases, [&](std::string_view phrase) { service.keywords.emplace_back(phrase); });
  }
}

}  // namespace

const domain::Taxonomy& default_taxonomy() {
  static const auto taxonomy = [] {
    domain::Taxonomy services;
    for (const auto& row : kServices) {
      domain::Service service{
          std::string(row.id), std::string(row.hebrew_name), std::string(row.english_name), {}};
      add_keywords(service, hebrew_keywords());
      add_keywords(service, english_keywords());
      services.push_back(std::move(service));
    }
    return services;
  }();
  return taxonomy;
}

const domain::InsightSettings& default_settings() {
  static const domain::InsightSettings settings{.services = default_taxonomy()};
  return settings;
}

std::span<const Symptom> symptoms() {
  static const auto rows = [] {
    std::vector<Symptom> both(hebrew_symptoms().begin(), hebrew_symptoms().end());
    both.insert(both.end(), english_symptoms().begin(), english_symptoms().end());
    return both;
  }();
  return rows;
}

}  // namespace kolog::insight
