// SPDX-License-Identifier: Apache-2.0
#include "store/business_store.h"

#include "database/query.h"

namespace kolog::store {
namespace {

using database::Query;

constexpr std::string_view kNumberColumns =
    "SELECT number, business_id, flow, forward_to, stream_url, notice, language, notice_words, greeting FROM "
    "phone_numbers";

struct NumberRow {
  domain::PhoneNumber number;
  std::string flow;
  std::string notice;
  std::string language;

  void read_from(Query& query) {
    query.into(number.number, number.business_id, flow, number.forward_to, number.stream_url, notice,
               language, number.notice_words, number.greeting);
  }
  domain::PhoneNumber result() {
    number.flow = domain::parse_call_flow(flow).value_or(domain::CallFlow::voicemail);
    number.notice = domain::parse_language(notice);
    number.language = domain::parse_spoken_language(language);
    return number;
  }
};

template <class Language>
std::string_view code_of(const std::optional<Language>& language) {
  return language ? to_string(*language) : std::string_view{};
}

/// What the number does with a call: all but whose it is.
void bind_behaviour(Query& query, const domain::PhoneNumber& number) {
  query.with("flow", to_string(number.flow))
      .with("forward_to", number.forward_to)
      .with("stream_url", number.stream_url)
      .with("notice", code_of(number.notice))
      .with("language", code_of(number.language))
      .with("notice_words", number.notice_words)
      .with("greeting", number.greeting);
}

}  // namespace

void BusinessStore::insert(const domain::Business& business) {
  Query(session_,
        "INSERT INTO businesses (id, name, created_at, language) VALUES (:id, :name, :created, :language)")
      .with("id", business.id)
      .with("name", business.name)
      .with("created", business.created_at)
      .with("language", code_of(business.language))
      .run();
}

bool BusinessStore::update(const domain::Business& business) {
  return Query(session_, "UPDATE businesses SET name = :name, language = :language WHERE id = :id")
             .with("name", business.name)
             .with("language", code_of(business.language))
             .with("id", business.id)
             .run() > 0;
}

std::optional<domain::Business> BusinessStore::find(std::string_view id) {
  domain::Business business;
  std::string language;
  Query query(session_, "SELECT id, name, created_at, language FROM businesses WHERE id = :id");
  query.with("id", id).into(business.id, business.name, business.created_at, language);
  if (!query.next()) return std::nullopt;
  business.language = domain::parse_spoken_language(language);
  return business;
}

std::vector<domain::Business> BusinessStore::list() {
  std::vector<domain::Business> businesses;
  domain::Business business;
  std::string language;
  Query query(session_, "SELECT id, name, created_at, language FROM businesses ORDER BY created_at, id");
  query.into(business.id, business.name, business.created_at, language);
  while (query.next()) {
    business.language = domain::parse_spoken_language(language);
    businesses.push_back(business);
  }
  return businesses;
}

bool BusinessStore::insert_number(const domain::PhoneNumber& number) {
  Query query(
      session_,
      "INSERT INTO phone_numbers (number, business_id, flow, forward_to, stream_url, notice, language, "
      "notice_words, greeting) VALUES (:number, :business, :flow, :forward_to, :stream_url, :notice, "
      ":language, :notice_words, :greeting) ON CONFLICT (number) DO NOTHING");
  bind_behaviour(query, number);
  return query.with("number", number.number).with("business", number.business_id).run() > 0;
}

bool BusinessStore::update_number(const domain::PhoneNumber& number) {
  Query query(
      session_,
      "UPDATE phone_numbers SET flow = :flow, forward_to = :forward_to, stream_url = :stream_url, notice "
      "= :notice, language = :language, notice_words = :notice_words, greeting = :greeting WHERE number "
      "= :number");
  bind_behaviour(query, number);
  return query.with("number", number.number).run() > 0;
}

bool BusinessStore::remove_number(std::string_view number) {
  return Query(session_, "DELETE FROM phone_numbers WHERE number = :number").with("number", number).run() > 0;
}

std::optional<domain::PhoneNumber> BusinessStore::find_number(std::string_view number) {
  NumberRow row;
  Query query(session_, std::string(kNumberColumns) + " WHERE number = :number");
  query.with("number", number);
  row.read_from(query);
  if (!query.next()) return std::nullopt;
  return row.result();
}

std::vector<domain::PhoneNumber> BusinessStore::list_numbers() {
  std::vector<domain::PhoneNumber> numbers;
  NumberRow row;
  Query query(session_, std::string(kNumberColumns) + " ORDER BY business_id, number");
  row.read_from(query);
  while (query.next()) numbers.push_back(row.result());
  return numbers;
}

}  // namespace kolog::store
