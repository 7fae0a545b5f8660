// SPDX-License-Identifier: Apache-2.0
// A fresh SQLite database in a folder of its own, gone with the object; and a clock that stands until it is
// moved.
#pragma once

#include <atomic>
#include <filesystem>
#include <memory>
#include <stdexcept>
#include <string>

#include "base/clock.h"
#include "base/ids.h"
#include "database/database.h"
#include "domain/business.h"
#include "store/business_store.h"

namespace kolog::testing {

class TemporaryFolder {
 public:
  TemporaryFolder() : path_(std::filesystem::temp_directory_path() / new_id("kolog_test_")) {
    std::filesystem::create_directories(path_);
  }
  ~TemporaryFolder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;
  const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

class FakeClock final : public Clock {
 public:
  Timestamp now() const override { return Timestamp{std::chrono::milliseconds{milliseconds_.load()}}; }
  void advance(std::chrono::milliseconds time) { milliseconds_ += time.count(); }

 private:
  std::atomic<long long> milliseconds_{1'772'000'000'000};  // 25 February 2026
};

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
  TemporaryFolder folder_;
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
