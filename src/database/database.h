// SPDX-License-Identifier: Apache-2.0
// A pool of connections to one database, and the two ways of using one: `read` and `transact`. Blocks; any
// thread.
#pragma once

#include <memory>
#include <string>
#include <type_traits>
#include <utility>

#include <soci/soci.h>

#include "base/result.h"

namespace kolog::database {

/// One connection, borrowed for the length of a call to `read` or `transact`.
struct Session {
  soci::session& sql;
};

class Database {
 public:
  /// `looking` makes and changes nothing: `not_found` where there is no database, and every change fails.
  enum class Access { working, looking };

  struct Settings {
    std::string url;  // `sqlite:PATH`
    std::size_t connections = 8;
    Access access = Access::working;
  };

  /// Connects and applies nothing: see `migrate`.
  static Result<std::unique_ptr<Database>> open(const Settings& settings);
  ~Database();

  /// Applies the migrations that are missing, each in a transaction of its own. A recorded one whose text has
  /// changed since is an error. Returns how many were applied.
  Result<int> migrate();

  /// How many of the migrations built into this program the database lacks.
  Result<int> pending_migrations();

  /// A consistent copy of the whole database into a new file.
  Result<void> back_up(const std::string& path);

  /// Runs `work(Session&)`, which returns a Result, outside a transaction.
  template <class Work>
  std::invoke_result_t<Work, Session&> read(Work work) {
    using Answer = std::invoke_result_t<Work, Session&>;
    try {
      const Lease lease(*this);
      Session session{*lease.sql};
      return work(session);
    } catch (const std::exception& error) {
      return Answer{translated(error)};
    }
  }

  /// Runs `work(Session&)` in a transaction that takes the write lock at once. An error or an exception rolls
  /// back.
  template <class Work>
  std::invoke_result_t<Work, Session&> transact(Work work) {
    using Answer = std::invoke_result_t<Work, Session&>;
    try {
      const Lease lease(*this);
      Session session{*lease.sql};
      Transaction transaction(session);
      Answer answer = work(session);
      if (answer.has_value()) transaction.commit();
      return answer;
    } catch (const std::exception& error) {
      return Answer{translated(error)};
    }
  }

 private:
  class Lease {
   public:
    explicit Lease(Database& database);
    ~Lease();
    Lease(const Lease&) = delete;
    Lease& operator=(const Lease&) = delete;
    soci::session* sql;

   private:
    Database& database_;
    std::size_t position_;
  };

  class Transaction {
   public:
    explicit Transaction(Session& session);
    ~Transaction();
    Transaction(const Transaction&) = delete;
    Transaction& operator=(const Transaction&) = delete;
    void commit();

   private:
    Session& session_;
    bool open_ = true;
  };

  explicit Database(std::size_t connections) : pool_(connections) {}
  static Error translated(const std::exception& error);

  soci::connection_pool pool_;
};

}  // namespace kolog::database
