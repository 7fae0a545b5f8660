// SPDX-License-Identifier: Apache-2.0
#include "domain/insight_settings_json.h"

#include <utility>

#include <boost/json.hpp>

#include "domain/condition_json.h"
#include "domain/settings_members.h"

namespace kolog::domain {
namespace {

namespace json = boost::json;

json::array list_of(const std::vector<std::string>& texts) {
  return json::array(texts.begin(), texts.end());
}

json::object object_of(const Service& service) {
  return {{"id", service.id},
          {"name_he", service.hebrew_name},
          {"name_en", service.english_name},
          {"keywords", list_of(service.keywords)},
          {"examples", list_of(service.examples)}};
}

json::object object_of(const CustomField& field) {
  return {{"id", field.id},
          {"name_he", field.hebrew_name},
          {"name_en", field.english_name},
          {"type", to_string(field.type)},
          {"description", field.description},
          {"choices", list_of(field.choices)}};
}

json::object object_of(const TagRule& rule) {
  json::array conditions;
  for (const auto& condition : rule.conditions) conditions.push_back(to_json(condition));
  return {{"id", rule.id},
          {"name", rule.name},
          {"enabled", rule.enabled},
          {"match", rule.matching == Matching::all ? "all" : "any"},
          {"conditions", std::move(conditions)}};
}

template <class Item>
json::array objects_of(const std::vector<Item>& items) {
  json::array array;
  for (const auto& item : items) array.push_back(object_of(item));
  return array;
}

json::object object_of(const Thresholds& thresholds) {
  return {{"sure", thresholds.sure}, {"ask", thresholds.ask}};
}

json::object object_of(const RedactionPolicy& redaction) {
  return {{"cards", redaction.cards},
          {"ids", redaction.ids},
          {"phones", redaction.phones},
          {"audio", redaction.audio}};
}

json::object object_of(const ModelUse& model) {
  json::value daily_tokens;
  if (model.daily_tokens) daily_tokens = *model.daily_tokens;
  return {{"enabled", model.enabled}, {"daily_tokens", std::move(daily_tokens)}};
}

/// The one that is empty is called as the other is.
void complete_names(std::string& hebrew, std::string& english) {
  if (hebrew.empty()) hebrew = english;
  if (english.empty()) english = hebrew;
}

Service read_service(const SettingsMembers& members, UnknownKeys unknown) {
  members.allow({"id", "name_he", "name_en", "keywords", "examples"}, unknown);
  Service service{members.text("id"), members.text("name_he"), members.text("name_en"),
                  members.texts("keywords"), members.texts("examples")};
  complete_names(service.hebrew_name, service.english_name);
  return service;
}

CustomField read_custom_field(const SettingsMembers& members, UnknownKeys unknown) {
  members.allow({"id", "name_he", "name_en", "type", "description", "choices"}, unknown);
  const auto type = parse_field_type(members.text("type"));
  if (!type) members.mistake("\"type\" must be text, choice, number, date, phone or yes_no");
  CustomField field{members.text("id"),          members.text("name_he"),
                    members.text("name_en"),     type.value_or(FieldType::text),
                    members.text("description"), members.texts("choices")};
  complete_names(field.hebrew_name, field.english_name);
  return field;
}

class PartsReader {
 public:
  explicit PartsReader(UnknownKeys unknown) : unknown_(unknown) {}

  Taxonomy services(const json::value& value) { return items<Service>(value, "Service", read_service); }
  std::vector<CustomField> fields(const json::value& value) {
    return items<CustomField>(value, "Field", read_custom_field);
  }
  std::vector<TagRule> rules(const json::value& value) {
    return items<TagRule>(value, "Rule",
                          [this](const SettingsMembers& members, UnknownKeys) { return rule(members); });
  }

  Thresholds thresholds(const json::value& value) {
    const SettingsMembers members(value, "Thresholds", mistakes_);
    members.allow({"sure", "ask"}, unknown_);
    const Thresholds missing;
    return {members.number("sure").value_or(missing.sure), members.number("ask").value_or(missing.ask)};
  }

  RedactionPolicy redaction(const json::value& value) {
    const SettingsMembers members(value, "Redaction", mistakes_);
    members.allow({"cards", "ids", "phones", "audio"}, unknown_);
    return {members.flag("cards", false), members.flag("ids", false), members.flag("phones", false),
            members.flag("audio", false)};
  }

  ModelUse model(const json::value& value) {
    const SettingsMembers members(value, "Model", mistakes_);
    members.allow({"enabled", "daily_tokens"}, unknown_);
    return {members.flag("enabled", true), members.whole_number("daily_tokens")};
  }

  const SettingsMistakes& mistakes() const { return mistakes_; }

 private:
  TagRule rule(const SettingsMembers& members) {
    members.allow({"id", "name", "enabled", "match", "conditions"}, unknown_);
    TagRule rule{members.text("id"), members.text("name"), members.flag("enabled", true), Matching::all, {}};
    const auto match = members.text("match");
    if (match == "any") rule.matching = Matching::any;
    if (!match.empty() && match != "any" && match != "all") members.mistake("\"match\" must be all or any");
    if (const auto* conditions = members.list("conditions")) {
      for (std::size_t i = 0; i < conditions->size(); ++i) {
        const SettingsMembers of((*conditions)[i], members.item() + ", condition " + std::to_string(i + 1),
                                 *current_);
        if (auto condition = read_condition(of, unknown_)) rule.conditions.push_back(*std::move(condition));
      }
    }
    return rule;
  }

  /// What is stored goes on without the items that cannot be read; what people send does not.
  template <class Item, class Read>
  std::vector<Item> items(const json::value& value, std::string_view kind, Read read) {
    std::vector<Item> items;
    const auto* array = value.if_array();
    if (array == nullptr) {
      mistakes_.add(std::string(kind) + "s", "must be a list");
      return items;
    }
    for (std::size_t i = 0; i < array->size(); ++i) {
      const auto& each = (*array)[i];
      const auto* object = each.if_object();
      const auto* id = object != nullptr ? object->if_contains("id") : nullptr;
      const auto name =
          item_name(kind, i, id != nullptr && id->is_string() ? std::string_view(id->get_string()) : "");
      SettingsMistakes of_stored;
      current_ = unknown_ == UnknownKeys::refuse ? &mistakes_ : &of_stored;
      auto item = read(SettingsMembers(each, name, *current_), unknown_);
      if (of_stored.empty()) items.push_back(std::move(item));
    }
    return items;
  }

  UnknownKeys unknown_;
  SettingsMistakes mistakes_;
  SettingsMistakes* current_ = nullptr;
};

void read_parts(const json::object& object, PartsReader& reader, InsightSettingsParts& parts) {
  const auto take = [&](std::string_view key, auto& part, auto read) {
    const auto* value = object.if_contains(key);
    if (value == nullptr) return;
    part.reset();
    if (!value->is_null()) part = (reader.*read)(*value);
  };
  take("services", parts.services, &PartsReader::services);
  take("fields", parts.fields, &PartsReader::fields);
  take("thresholds", parts.thresholds, &PartsReader::thresholds);
  take("redaction", parts.redaction, &PartsReader::redaction);
  take("rules", parts.rules, &PartsReader::rules);
  take("model", parts.model, &PartsReader::model);
}

}  // namespace

json::object to_json(const InsightSettings& settings) {
  return {{"services", objects_of(settings.services)},    {"fields", objects_of(settings.fields)},
          {"thresholds", object_of(settings.thresholds)}, {"redaction", object_of(settings.redaction)},
          {"rules", objects_of(settings.rules)},          {"model", object_of(settings.model)}};
}

json::object to_json(const InsightSettingsParts& parts) {
  json::object object;
  if (parts.services) object["services"] = objects_of(*parts.services);
  if (parts.fields) object["fields"] = objects_of(*parts.fields);
  if (parts.thresholds) object["thresholds"] = object_of(*parts.thresholds);
  if (parts.redaction) object["redaction"] = object_of(*parts.redaction);
  if (parts.rules) object["rules"] = objects_of(*parts.rules);
  if (parts.model) object["model"] = object_of(*parts.model);
  return object;
}

Result<InsightSettingsParts> changed(InsightSettingsParts parts, const json::object& change) {
  PartsReader reader(UnknownKeys::refuse);
  read_parts(change, reader, parts);
  if (const auto read = reader.mistakes().result(); !read) return read.error();
  return parts;
}

InsightSettingsParts stored_parts(const json::value& value) {
  InsightSettingsParts parts;
  PartsReader reader(UnknownKeys::ignore);
  if (const auto* object = value.if_object()) read_parts(*object, reader, parts);
  return parts;
}

}  // namespace kolog::domain
