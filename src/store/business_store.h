// SPDX-License-Identifier: Apache-2.0
// The tables `businesses` and `phone_numbers`.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "database/database.h"
#include "domain/business.h"

namespace kolog::store {

class BusinessStore {
 public:
  explicit BusinessStore(database::Session& session) : session_(session) {}

  void insert(const domain::Business& business);
  /// Its name and language. False where there is no such business.
  bool update(const domain::Business& business);
  std::optional<domain::Business> find(std::string_view id);
  std::vector<domain::Business> list();

  /// False if the number belongs to a business already.
  bool insert_number(const domain::PhoneNumber& number);
  /// Everything but whose it is. False where nobody has it.
  bool update_number(const domain::PhoneNumber& number);
  /// Its calls stay. False where nobody has it.
  bool remove_number(std::string_view number);
  /// Nobody's number is none.
  std::optional<domain::PhoneNumber> find_number(std::string_view number);
  std::vector<domain::PhoneNumber> list_numbers();

 private:
  database::Session& session_;
};

}  // namespace kolog::store
