// SPDX-License-Identifier: Apache-2.0
// One SQL statement with named parameters and typed results: `Query(session, "… WHERE id = :id").with("id",
// id).into(name)`, then `next()` a row, or `run()`. Library exceptions pass to `Database::read` or
// `transact`, which translate them.
#pragma once

#include <functional>
#include <list>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

#include "base/clock.h"
#include "database/database.h"

namespace kolog::database {

class Query {
 public:
  Query(Session& session, std::string_view sql) : statement_(session.sql), sql_(sql) {}

  /// Binds a copy of `value`: text, numbers, times (in the database's form) and optionals of these, whose
  /// none is NULL.
  template <class Value>
  Query& with(const char* name, const Value& value) {
    if constexpr (std::is_convertible_v<const Value&, std::string_view>) {
      bind(name, std::string(std::string_view(value)), soci::i_ok);
    } else if constexpr (std::is_same_v<Value, Timestamp>) {
      bind(name, format_database_time(value), soci::i_ok);
    } else if constexpr (std::is_floating_point_v<Value>) {
      bind(name, static_cast<double>(value), soci::i_ok);
    } else if constexpr (std::is_integral_v<Value>) {
      bind(name, static_cast<long long>(value), soci::i_ok);
    } else if constexpr (requires { value.count(); }) {
      bind(name, static_cast<long long>(value.count()), soci::i_ok);
    } else if (value.has_value()) {
      with(name, *value);
    } else {
      with_null(name, *value_type<Value>());
    }
    return *this;
  }

  /// Where each column of a row goes, in order. NULL leaves an empty string, 0 or none.
  template <class... Targets>
  Query& into(Targets&... targets) {
    (define(targets), ...);
    return *this;
  }

  /// Runs the statement at the first call; fills the targets; false after the last row.
  bool next();

  /// Runs the statement to its end: how many rows it changed.
  long long run();

 private:
  template <class Value>
  static const typename Value::value_type* value_type() {
    static const typename Value::value_type value{};
    return &value;
  }

  template <class Value>
  void with_null(const char* name, const Value&) {
    if constexpr (std::is_floating_point_v<Value>) {
      bind(name, 0.0, soci::i_null);
    } else if constexpr (std::is_integral_v<Value> || requires(Value v) { v.count(); }) {
      bind(name, 0LL, soci::i_null);
    } else {
      bind(name, std::string{}, soci::i_null);
    }
  }

  template <class Stored>
  struct Cell {
    Stored value{};
    soci::indicator indicator = soci::i_ok;
  };

  template <class Stored>
  void bind(const char* name, Stored value, soci::indicator indicator) {
    auto cell = std::make_shared<Cell<Stored>>(Cell<Stored>{std::move(value), indicator});
    cells_.push_back(cell);
    statement_.exchange(soci::use(cell->value, cell->indicator, name));
  }

  template <class Stored, class Assign>
  void column(Assign assign) {
    auto cell = std::make_shared<Cell<Stored>>();
    cells_.push_back(cell);
    statement_.exchange(soci::into(cell->value, cell->indicator));
    after_row_.push_back([cell, assign] { assign(cell->indicator == soci::i_ok ? &cell->value : nullptr); });
  }

  void define(std::string& target) {
    column<std::string>(
        [&target](const std::string* value) { target = value != nullptr ? *value : std::string{}; });
  }
  void define(Timestamp& target) {
    column<std::string>([&target](const std::string* value) {
      const auto parsed = value != nullptr ? parse_time(*value) : Result<Timestamp>(Timestamp{});
      target = parsed ? *parsed : Timestamp{};
    });
  }
  void define(std::optional<Timestamp>& target) {
    column<std::string>([&target](const std::string* value) {
      target.reset();
      if (value == nullptr) return;
      if (const auto parsed = parse_time(*value)) target = *parsed;
    });
  }
  void define(bool& target) {
    column<long long>([&target](const long long* value) { target = value != nullptr && *value != 0; });
  }
  template <std::integral Number>
  void define(Number& target) {
    column<long long>(
        [&target](const long long* value) { target = value != nullptr ? static_cast<Number>(*value) : 0; });
  }
  void define(double& target) {
    column<double>([&target](const double* value) { target = value != nullptr ? *value : 0; });
  }
  void define(std::optional<double>& target) {
    column<double>(
        [&target](const double* value) { target = value != nullptr ? std::optional(*value) : std::nullopt; });
  }
  void define(std::optional<int>& target) {
    column<long long>([&target](const long long* value) {
      target = value != nullptr ? std::optional(static_cast<int>(*value)) : std::nullopt;
    });
  }
  template <class Rep, class Period>
  void define(std::chrono::duration<Rep, Period>& target) {
    column<long long>([&target](const long long* value) {
      target = std::chrono::duration<Rep, Period>{value != nullptr ? *value : 0};
    });
  }
  template <class Rep, class Period>
  void define(std::optional<std::chrono::duration<Rep, Period>>& target) {
    column<long long>([&target](const long long* value) {
      target.reset();
      if (value != nullptr) target = std::chrono::duration<Rep, Period>{*value};
    });
  }

  void prepare();

  std::vector<std::shared_ptr<void>> cells_;
  std::vector<std::function<void()>> after_row_;
  soci::statement statement_;
  std::string sql_;
  bool executed_ = false;
};

}  // namespace kolog::database
