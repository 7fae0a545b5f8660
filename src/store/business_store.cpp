// SPDX-License-Identifier: Apache-2.0
#include "store/business_store.h"

#include "database/query.h"

namespace kolog::store {
namespace {

using database::Query;

constexpr std::string_view kNumberColumns =
    "SELECT number, business_id, flow, forward_to, stream_url, notice, language FROM phone_numbers";

struct NumberRow {
  domain::PhoneNumber number;
  std::string flow;
  std::string notice;
  std::string language;

  void read_from(Query& query) {
    query.into(number.number, number.business_id, flow, number.forward_to, number.stream_url, notice,
               language);
  }
  domain::PhoneNumber result() {
    number.flow = domain::parse_call_flow(flow).value_or(domain::CallFlow::voicemail);
    number.notice = domain::parse_language(notice);
    number.language = domain::parse_language(language);
    return number;
  }
};

std::string_view code_of(const std::optional<domain::Language>& language) {
  return language ? to_string(*language) : std::string_view{};
}

}  // namespace

void BusinessStore::insert(const domain::Business& business) {
  Query(session_, "INSERT INTO businesses (id, name, created_at) VALUES (:id, :name, :created)")
      .with("id", business.id)
      .with("name", business.name)
      .with("created", business.created_at)
      .run();
}

std::optional<domain::Business> BusinessStore::find(std::string_view id) {
  domain::Business business;
  Query query(session_, "SELECT id, name, created_at FROM businesses WHERE id = :id");
  if (!query.with("id", id).into(business.id, business.name, business.created_at).next()) return std::nullopt;
  return business;
}

std::vector<domain::Business> BusinessStore::list() {
  std::vector<domain::Business> businesses;
  domain::Business business;
  Query query(session_, "SELECT id, name, created_at FROM businesses ORDER BY created_at, id");
  query.into(business.id, business.name, business.created_at);
  while (query.next()) businesses.push_back(business);
  return businesses;
}

bool BusinessStore::insert_number(const domain::PhoneNumber& number) {
  return Query(session_,
               "INSERT INTO phone_numbers (number, business_id, flow, forward_to, stream_url, notice, "
               "language) VALUES "
               "(:number, :business, :flow, :forward_to, :stream_url, :notice, :language) ON CONFLICT "
               "(number) DO NOTHING")
             .with("number", number.number)
             .with("business", number.business_id)
             .with("flow", to_string(number.flow))
             .with("forward_to", number.forward_to)
             .with("stream_url", number.stream_url)
             .with("notice", code_of(number.notice))
             .with("language", code_of(number.language))
             .run() > 0;
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
