// SPDX-License-Identifier: Apache-2.0
// A fresh SQLite database in a folder of its own, gone with the object; and two businesses to put in it.
#pragma once

#include <memory>
#include <string>
#include <type_traits>

#include "base/clock.h"
#include "database/database.h"
#include "domain/business.h"
#include "store/business_store.h"
#include "support/fake_clock.h"
#include "support/temporary_folder.h"

namespace kolog::testing {

class TestDatabase {
 public:
  TestDatabase()
      : database_(
            database::Database::open({.url = "sqlite:" + (folder_.path() / "test.db").string()}).value()) {
    database_->migrate().value();
  }
  database::Database& operator*() { return *database_; }
  database::Database* operator->() { return database_.get(); }

  /// Runs `work(Session&)` in a transaction and gives what it returns.
  template <class Work>
  auto in(Work work) {
    using Value = std::invoke_result_t<Work, database::Session&>;
    if constexpr (std::is_void_v<Value>) {
      database_
          ->transact([&](database::Session& session) -> Result<void> {
            work(session);
            return {};
          })
          .value();
    } else {
      return database_->transact([&](database::Session& session) -> Result<Value> { return work(session); })
          .value();
    }
  }

 private:
  /// In memory where there is such a folder: no test waits for the disk.
  static std::filesystem::path parent() {
    const std::filesystem::path memory = "/dev/shm";
    return std::filesystem::is_directory(memory) ? memory : std::filesystem::temp_directory_path();
  }

  TemporaryFolder folder_{parent()};
  std::unique_ptr<database::Database> database_;
};

inline const std::string kBusiness = "biz_first";
inline const std::string kOtherBusiness = "biz_second";
inline const std::string kNumber = "+97231234567";
inline const std::string kOtherNumber = "+97237654321";

inline std::string call_sid(int number) {
  auto digits = std::to_string(number);
  return "CA" + std::string(32 - digits.size(), '0') + digits;
}

inline std::string recording_sid(int number) {
  return "RE" + call_sid(number).substr(2);
}

inline const std::string kAccount = "AC" + std::string(32, 'a');

/// Two businesses with a number each.
inline void add_businesses(database::Session& session, Timestamp now) {
  store::BusinessStore store(session);
  store.insert({kBusiness, "First", now});
  store.insert({kOtherBusiness, "Second", now});
  domain::PhoneNumber number;
  number.number = kNumber;
  number.business_id = kBusiness;
  store.insert_number(number);
  number.number = kOtherNumber;
  number.business_id = kOtherBusiness;
  store.insert_number(number);
}

}  // namespace kolog::testing
