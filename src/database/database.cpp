// SPDX-License-Identifier: Apache-2.0
#include "database/database.h"

#include <filesystem>
#include <string_view>

#include <fmt/format.h>
#include <soci/sqlite3/soci-sqlite3.h>

#include "base/clock.h"
#include "base/log.h"
#include "database/migrations.h"

namespace kolog::database {
namespace {

constexpr std::string_view kSqlitePrefix = "sqlite:";

/// FNV-1a over the text: it is to notice an edit, not to withstand an attack.
std::string checksum_of(std::string_view text) {
  std::uint64_t hash = 14695981039346656037ULL;
  for (const char c : text) hash = (hash ^ static_cast<unsigned char>(c)) * 1099511628211ULL;
  return fmt::format("{:016x}", hash);
}

void configure_sqlite(soci::session& sql, Database::Access access) {
  sql << "PRAGMA busy_timeout = 15000";
  sql << "PRAGMA foreign_keys = ON";
  sql << "PRAGMA temp_store = MEMORY";
  if (access == Database::Access::looking) {
    sql << "PRAGMA query_only = ON";
    return;
  }
  // WAL lets readers go on beside the writer. NORMAL loses no committed row when the process dies, only,
  // perhaps, the last ones when the machine does; FULL costs an fsync a commit and closes that gap, which a
  // call's job is worth.
  sql << "PRAGMA journal_mode = WAL";
  sql << "PRAGMA synchronous = FULL";
}

void create_migration_table(soci::session& sql) {
  sql << "CREATE TABLE IF NOT EXISTS schema_migrations (name TEXT PRIMARY KEY, checksum TEXT NOT NULL, "
         "applied_at TEXT NOT "
         "NULL)";
}

/// SOCI prepares one statement at a time. Ours end in a semicolon at the end of a line.
void run_script(soci::session& sql, std::string_view script) {
  while (!script.empty()) {
    const auto end = script.find(";\n");
    const auto statement = script.substr(0, end);
    if (statement.find_first_not_of(" \t\r\n;") != statement.npos) sql << std::string(statement);
    script.remove_prefix(end == script.npos ? script.size() : end + 2);
  }
}

}  // namespace

Result<std::unique_ptr<Database>> Database::open(const Settings& settings) {
  if (!settings.url.starts_with(kSqlitePrefix)) {
    return failure(ErrorCode::invalid_request,
                   "The database URL must begin with sqlite: as in sqlite:/var/lib/kolog/kolog.db");
  }
  const std::filesystem::path path = settings.url.substr(kSqlitePrefix.size());
  std::error_code ignored;  // what is really wrong, opening the file says better
  if (settings.access == Access::looking && !std::filesystem::exists(path, ignored))
    return failure(ErrorCode::not_found, "There is no database " + path.string());
  if (settings.access == Access::working && path.has_parent_path())
    std::filesystem::create_directories(path.parent_path(), ignored);
  try {
    std::unique_ptr<Database> database(new Database(settings.connections));
    for (std::size_t i = 0; i < settings.connections; ++i) {
      auto& sql = database->pool_.at(i);
      sql.open(soci::sqlite3, "dbname=\"" + path.string() + "\" timeout=15 shared_cache=false");
      configure_sqlite(sql, settings.access);
    }
    return database;
  } catch (const std::exception& error) {
    return failure(ErrorCode::unavailable, "The database " + path.string() + " cannot be opened",
                   error.what());
  }
}

Database::~Database() = default;

Result<int> Database::pending_migrations() {
  return read([](Session& session) -> Result<int> {
    int begun = 0;
    session.sql << "SELECT COUNT(*) FROM sqlite_master WHERE name = 'schema_migrations'", soci::into(begun);
    int applied = 0;
    if (begun != 0) session.sql << "SELECT COUNT(*) FROM schema_migrations", soci::into(applied);
    return static_cast<int>(sqlite_migrations().size()) - applied;
  });
}

Result<int> Database::migrate() {
  int count = 0;
  for (const auto& migration : sqlite_migrations()) {
    const auto applied = transact([&](Session& session) -> Result<bool> {
      create_migration_table(session.sql);
      const std::string name(migration.name);
      const auto checksum = checksum_of(migration.sql);
      std::string recorded;
      session.sql << "SELECT checksum FROM schema_migrations WHERE name = :name", soci::use(name),
          soci::into(recorded);
      if (session.sql.got_data()) {
        if (recorded == checksum) return false;
        return failure(ErrorCode::conflict,
                       "The database was made by another version of Kolog: its migration " + name +
                           " differs from this program's. Use the version that made it, or a newer one.");
      }
      run_script(session.sql, migration.sql);
      const auto now = format_database_time(SystemClock().now());
      session.sql
          << "INSERT INTO schema_migrations (name, checksum, applied_at) VALUES (:name, :checksum, :now)",
          soci::use(name), soci::use(checksum), soci::use(now);
      return true;
    });
    if (!applied) return applied.error();
    if (*applied) {
      ++count;
      log::info("DATABASE", "migration applied", {{"name", migration.name}});
    }
  }
  return count;
}

Result<void> Database::back_up(const std::string& path) {
  return read([&](Session& session) -> Result<void> {
    session.sql << "VACUUM INTO :path", soci::use(path);
    return {};
  });
}

Error Database::translated(const std::exception& error) {
  const std::string_view text = error.what();
  if (text.find("database or disk is full") != text.npos) {
    return failure(ErrorCode::storage_full, "The disk that holds the database is full", error.what());
  }
  const bool busy = text.find("locked") != text.npos || text.find("busy") != text.npos;
  return failure(busy ? ErrorCode::unavailable : ErrorCode::internal,
                 "The database did not do what it was asked", error.what());
}

Database::Lease::Lease(Database& database) : database_(database), position_(database.pool_.lease()) {
  sql = &database_.pool_.at(position_);
}

Database::Lease::~Lease() {
  database_.pool_.give_back(position_);
}

Database::Transaction::Transaction(Session& session) : session_(session) {
  // A deferred transaction that reads first and writes later fails at once when another writer came between,
  // whatever the busy timeout says; an immediate one waits its turn.
  session_.sql << "BEGIN IMMEDIATE";
}

Database::Transaction::~Transaction() {
  if (!open_) return;
  try {
    session_.sql << "ROLLBACK";
  } catch (const std::exception& error) {
    log::error("DATABASE", "rollback failed", {{"error", error.what()}});
  }
}

void Database::Transaction::commit() {
  session_.sql << "COMMIT";
  open_ = false;
}

}  // namespace kolog::database
